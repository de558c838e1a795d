// A code point's record is found in two steps: the block it lies in, then its place in
// the block; equal blocks and equal records are stored once.
//
// A case mapping in a record is a difference to the code point. With EXTENDED_CASE set it
// is a row of unicode_case_rows: place << 2 | count.

#include "base/unicode.h"

#include "unicode_tables.inc"

#define TRIE_GET(name, SHIFT, c) \
    name##_values[((size_t)name##_blocks[(c) >> (SHIFT)] << (SHIFT)) + \
                  ((c) & ((1u << (SHIFT)) - 1))]

ALWAYS_INLINE const UnicodeRecord *record_get(uint32_t c) {
    return &unicode_records[c > 0x10ffff ? 0 : TRIE_GET(record, RECORD_SHIFT, c)];
}

ALWAYS_INLINE bool has_flag(uint32_t c, unsigned flags) {
    return (record_get(c)->flags & flags) != 0;
}

bool unicode_is_alpha(uint32_t c) { return has_flag(c, RECORD_ALPHA); }
bool unicode_is_decimal(uint32_t c) { return has_flag(c, RECORD_DECIMAL); }
bool unicode_is_digit(uint32_t c) { return has_flag(c, RECORD_DIGIT); }
bool unicode_is_numeric(uint32_t c) { return has_flag(c, RECORD_NUMERIC); }
bool unicode_is_lower(uint32_t c) { return has_flag(c, RECORD_LOWER); }
bool unicode_is_upper(uint32_t c) { return has_flag(c, RECORD_UPPER); }
bool unicode_is_title(uint32_t c) { return has_flag(c, RECORD_TITLE); }
bool unicode_is_space(uint32_t c) { return has_flag(c, RECORD_SPACE); }
bool unicode_is_line_break(uint32_t c) {
    return c == 0x0b || c == 0x0c || has_flag(c, RECORD_LINE_BREAK);
}

bool unicode_is_printable(uint32_t c) { return has_flag(c, RECORD_PRINTABLE); }
bool unicode_is_cased(uint32_t c) { return has_flag(c, RECORD_CASED); }
bool unicode_is_case_ignorable(uint32_t c) { return has_flag(c, RECORD_CASE_IGNORABLE); }

bool unicode_is_alnum(uint32_t c) {
    return has_flag(c, RECORD_ALPHA | RECORD_DECIMAL | RECORD_DIGIT | RECORD_NUMERIC);
}

bool unicode_is_identifier_start(uint32_t c) {
    return c == '_' || has_flag(c, RECORD_XID_START);
}

bool unicode_is_identifier_part(uint32_t c) { return has_flag(c, RECORD_XID_CONTINUE); }

int unicode_get_decimal(uint32_t c) {
    if (c < 0x80) return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
    int decimal = record_get(c)->decimal;
    return decimal == 255 ? -1 : decimal;
}

int unicode_get_digit(uint32_t c) {
    int digit = record_get(c)->digit;
    return digit == 255 ? -1 : digit;
}

bool unicode_find_number(uint32_t c, double *number) {
    const UnicodeRecord *record = record_get(c);
    *number = unicode_numbers[record->number];
    return (record->flags & RECORD_NUMERIC) != 0;
}

// --- case ---

ALWAYS_INLINE int case_map(uint32_t c, const UnicodeRecord *record, int32_t mapping,
                           uint32_t *row) {
    if (LIKELY(!(record->flags & RECORD_EXTENDED_CASE))) {
        row[0] = c + (uint32_t)mapping;
        return 1;
    }
    int count = mapping & 3;
    for (int i = 0; i < count; i++) row[i] = unicode_case_rows[(mapping >> 2) + i];
    return count;
}

int unicode_to_lower(uint32_t c, uint32_t row[UNICODE_CASE_MAX]) {
    const UnicodeRecord *record = record_get(c);
    return case_map(c, record, record->lower, row);
}

int unicode_to_upper(uint32_t c, uint32_t row[UNICODE_CASE_MAX]) {
    const UnicodeRecord *record = record_get(c);
    return case_map(c, record, record->upper, row);
}

int unicode_to_title(uint32_t c, uint32_t row[UNICODE_CASE_MAX]) {
    const UnicodeRecord *record = record_get(c);
    return case_map(c, record, record->title, row);
}

int unicode_to_fold(uint32_t c, uint32_t row[UNICODE_CASE_MAX]) {
    const UnicodeRecord *record = record_get(c);
    return case_map(c, record, record->fold, row);
}

uint32_t unicode_to_lower_simple(uint32_t c) {
    uint32_t row[UNICODE_CASE_MAX] = {0};
    unicode_to_lower(c, row);
    return row[0];
}

uint32_t unicode_to_upper_simple(uint32_t c) {
    uint32_t row[UNICODE_CASE_MAX] = {0};
    unicode_to_upper(c, row);
    return row[0];
}

// --- properties ---

const UnicodeProperties *unicode_get_properties(uint32_t c) {
    return &unicode_properties[c > 0x10ffff ? 0 : TRIE_GET(property, PROPERTY_SHIFT, c)];
}

const char *unicode_category_name(int category) { return unicode_category_names[category]; }

const char *unicode_bidi_name(int bidi) { return unicode_bidi_names[bidi]; }

const char *unicode_width_name(int width) { return unicode_width_names[width]; }

int unicode_get_decomposition(uint32_t c, const char **tag,
                              uint32_t row[UNICODE_DECOMPOSITION_MAX]) {
    size_t place = c > 0x10ffff ? 0 : TRIE_GET(decomposition, DECOMPOSITION_SHIFT, c);
    if (place == 0) return 0;
    uint32_t head = unicode_decompositions[place];
    int count = (int)(head & 0xff);
    *tag = unicode_decomposition_tags[head >> 8];
    for (int i = 0; i < count; i++) row[i] = unicode_decompositions[place + 1 + (size_t)i];
    return count;
}

// --- what normalisation needs of the tables: see unicode_normal.c ---

uint32_t unicode_compose(uint32_t first, uint32_t second) {
    size_t low = 0, high = ARRAY_COUNT(unicode_pairs);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const UnicodePair *pair = &unicode_pairs[middle];
        if (pair->first == first && pair->second == second) return pair->whole;
        if (pair->first < first || (pair->first == first && pair->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}
