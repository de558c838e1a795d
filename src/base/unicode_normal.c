// Normal forms: decompose, order the marks, compose again.

#include "base/host.h"
#include "base/unicode.h"

#include <string.h>

enum {  // Hangul syllables are computed: leading, vowel and trailing jamo
    SYLLABLE_FIRST = 0xac00, LEAD_FIRST = 0x1100, VOWEL_FIRST = 0x1161, TRAIL_FIRST = 0x11a7,
    LEADS = 19, VOWELS = 21, TRAILS = 28, SYLLABLES = LEADS * VOWELS * TRAILS,
};

typedef struct Row {
    uint32_t *chars;   // owns: host memory
    int64_t length, capacity;
    bool failed;
} Row;

static void row_add(Row *row, uint32_t c) {
    if (row->length == row->capacity) {
        int64_t capacity = row->capacity * 2;
        uint32_t *chars = host_resize(row->chars, (size_t)capacity * sizeof(uint32_t));
        if (chars == NULL) {
            row->failed = true;
            return;
        }
        row->chars = chars;
        row->capacity = capacity;
    }
    row->chars[row->length++] = c;
}

static void row_add_decomposed(Row *row, uint32_t c, bool is_compatible) {
    uint32_t syllable = c - SYLLABLE_FIRST;
    if (syllable < SYLLABLES) {
        row_add(row, LEAD_FIRST + syllable / (VOWELS * TRAILS));
        row_add(row, VOWEL_FIRST + syllable % (VOWELS * TRAILS) / TRAILS);
        if (syllable % TRAILS != 0) row_add(row, TRAIL_FIRST + syllable % TRAILS);
        return;
    }
    const char *tag = "";
    uint32_t parts[UNICODE_DECOMPOSITION_MAX];
    int count = unicode_get_decomposition(c, &tag, parts);
    if (count == 0 || (*tag != 0 && !is_compatible)) {
        row_add(row, c);
        return;
    }
    for (int i = 0; i < count; i++) row_add_decomposed(row, parts[i], is_compatible);
}

// Puts runs of combining marks in order of their classes, equal ones as they stand.
static void row_order(Row *row) {
    for (int64_t i = 1; i < row->length; i++) {
        uint32_t c = row->chars[i];
        int own = unicode_get_properties(c)->combining;
        int64_t at = i;
        while (own != 0 && at > 0 && unicode_get_properties(row->chars[at - 1])->combining > own) {
            row->chars[at] = row->chars[at - 1];
            at--;
        }
        row->chars[at] = c;
    }
}

static uint32_t compose_two(uint32_t first, uint32_t second) {
    uint32_t lead = first - LEAD_FIRST, vowel = second - VOWEL_FIRST;
    if (lead < LEADS && vowel < VOWELS)
        return SYLLABLE_FIRST + (lead * VOWELS + vowel) * TRAILS;
    uint32_t syllable = first - SYLLABLE_FIRST, trail = second - TRAIL_FIRST;
    if (syllable < SYLLABLES && syllable % TRAILS == 0 && trail > 0 && trail < TRAILS)
        return first + trail;
    return unicode_compose(first, second);
}

static void row_compose(Row *row) {
    int64_t starter = -1, kept = 0;
    int last_class = -1;   // of the character before, -1: it is the starter itself
    for (int64_t i = 0; i < row->length; i++) {
        uint32_t c = row->chars[i];
        int own = unicode_get_properties(c)->combining;
        bool is_blocked = last_class >= own && last_class != -1;
        uint32_t whole = starter >= 0 && !is_blocked ? compose_two(row->chars[starter], c) : 0;
        if (whole != 0) {
            row->chars[starter] = whole;
            continue;
        }
        if (own == 0) starter = kept;
        last_class = own == 0 ? -1 : own;
        row->chars[kept++] = c;
    }
    row->length = kept;
}

uint32_t *unicode_normalise(UnicodeForm form, const uint32_t *chars, int64_t length,
                            int64_t *length_out) {
    Row row = {.capacity = length + length / 4 + 16};
    row.chars = host_allocate((size_t)row.capacity * sizeof(uint32_t));
    if (row.chars == NULL) return NULL;
    bool is_compatible = form == UNICODE_NFKC || form == UNICODE_NFKD;
    for (int64_t i = 0; i < length && !row.failed; i++)
        row_add_decomposed(&row, chars[i], is_compatible);
    if (row.failed) {
        host_release(row.chars);
        return NULL;
    }
    row_order(&row);
    if (form == UNICODE_NFC || form == UNICODE_NFKC) row_compose(&row);
    *length_out = row.length;
    return row.chars;
}
