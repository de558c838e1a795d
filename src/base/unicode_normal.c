// Normal forms: decompose, order the marks, compose again.
//
// Most of a text is in its form already. A character is a boundary when the form surely keeps
// it and it does not combine with what is before; what lies between two boundaries that follow
// each other is copied, and the work is done on the stretches between others.

#include "base/host.h"
#include "base/unicode.h"
#include "base/unicode_old.h"

#include <string.h>

enum {  // Hangul syllables are computed: leading, vowel and trailing jamo
    SYLLABLE_FIRST = 0xac00, LEAD_FIRST = 0x1100, VOWEL_FIRST = 0x1161, TRAIL_FIRST = 0x11a7,
    LEADS = 19, VOWELS = 21, TRAILS = 28, SYLLABLES = LEADS * VOWELS * TRAILS,
};

enum { MARKS_FEW = 32, COMBINING_CLASSES = 256 };

typedef struct Row {
    uint32_t *chars;   // owns: host memory
    int64_t length, capacity;
    UnicodeForm form;
    UnicodeAge age;
    bool failed;
} Row;

static bool row_reserve(Row *row, int64_t count) {
    if (row->length + count <= row->capacity) return true;
    int64_t capacity = row->capacity * 2 + count;
    uint32_t *chars = host_resize(row->chars, (size_t)capacity * sizeof(uint32_t));
    row->failed |= chars == NULL;
    if (chars == NULL) return false;
    row->chars = chars;
    row->capacity = capacity;
    return true;
}

static void row_add(Row *row, uint32_t c) {
    if (row_reserve(row, 1)) row->chars[row->length++] = c;
}

static void row_add_decomposed(Row *row, uint32_t c) {
    uint32_t syllable = c - SYLLABLE_FIRST;
    if (row->age == UNICODE_3_2) {
        uint32_t wrong = unicode_old_get_correction(c);
        if (wrong != 0 || !unicode_old_get(c)->is_assigned) {
            row_add(row, wrong != 0 ? wrong : c);
            return;
        }
    }
    if (syllable < SYLLABLES) {
        row_add(row, LEAD_FIRST + syllable / (VOWELS * TRAILS));
        row_add(row, VOWEL_FIRST + syllable % (VOWELS * TRAILS) / TRAILS);
        if (syllable % TRAILS != 0) row_add(row, TRAIL_FIRST + syllable % TRAILS);
        return;
    }
    const char *tag = "";
    bool is_compatible = row->form == UNICODE_NFKC || row->form == UNICODE_NFKD;
    uint32_t parts[UNICODE_DECOMPOSITION_MAX];
    int count = unicode_get_decomposition(c, &tag, parts);
    if (count == 0 || (*tag != 0 && !is_compatible)) {
        row_add(row, c);
        return;
    }
    for (int i = 0; i < count; i++) row_add_decomposed(row, parts[i]);
}

static int combining_of(uint32_t c) { return unicode_get_properties(c)->combining; }

// Puts a few marks in order of their classes, equal ones as they stand.
static void order_few(uint32_t *marks, int64_t count) {
    for (int64_t i = 1; i < count; i++) {
        uint32_t c = marks[i];
        int own = combining_of(c);
        int64_t at = i;
        for (; at > 0 && combining_of(marks[at - 1]) > own; at--) marks[at] = marks[at - 1];
        marks[at] = c;
    }
}

// The same for any number, by counting. False: no memory.
static bool order_many(uint32_t *marks, int64_t count) {
    int64_t places[COMBINING_CLASSES + 1] = {0};
    uint32_t *copy = host_allocate((size_t)count * sizeof(uint32_t));
    if (copy == NULL) return false;
    memcpy(copy, marks, (size_t)count * sizeof(uint32_t));
    for (int64_t i = 0; i < count; i++) places[combining_of(copy[i]) + 1]++;
    for (int i = 0; i < COMBINING_CLASSES; i++) places[i + 1] += places[i];
    for (int64_t i = 0; i < count; i++) marks[places[combining_of(copy[i])]++] = copy[i];
    host_release(copy);
    return true;
}

// Orders each run of marks from `start` on.
static void row_order(Row *row, int64_t start) {
    while (start < row->length) {
        int64_t stop = start;
        while (stop < row->length && combining_of(row->chars[stop]) != 0) stop++;
        if (stop - start > MARKS_FEW)
            row->failed |= !order_many(row->chars + start, stop - start);
        else
            order_few(row->chars + start, stop - start);
        start = stop + 1;
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

static void row_compose(Row *row, int64_t start) {
    int64_t starter = -1, kept = start;
    int last_class = -1;   // of the character before, -1: it is the starter itself
    for (int64_t i = start; i < row->length; i++) {
        uint32_t c = row->chars[i];
        int own = combining_of(c);
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

static bool is_boundary(UnicodeForm form, uint32_t c) {
    if (c < UNICODE_BOUNDARY_ALWAYS) return true;
    const UnicodeProperties *properties = unicode_get_properties(c);
    return properties->combining == 0 && unicode_get_quick(properties, form) == UNICODE_YES;
}

// A stretch that begins with a boundary, or at the start of the text.
static void row_add_stretch(Row *row, const uint32_t *chars, int64_t count) {
    int64_t start = row->length;
    for (int64_t i = 0; i < count && !row->failed; i++) row_add_decomposed(row, chars[i]);
    if (row->failed) return;
    row_order(row, start);
    if (row->form == UNICODE_NFC || row->form == UNICODE_NFKC) row_compose(row, start);
}

uint32_t *unicode_normalise(UnicodeForm form, UnicodeAge age, const uint32_t *chars,
                            int64_t length, int64_t *length_out) {
    Row row = {.capacity = length + length / 4 + 16, .form = form, .age = age};
    row.chars = host_allocate((size_t)row.capacity * sizeof(uint32_t));
    if (row.chars == NULL) return NULL;
    for (int64_t at = 0; at < length && !row.failed;) {
        int64_t start = at;
        while (at < length && is_boundary(form, chars[at])) at++;
        int64_t kept = at - start - (at < length && at > start);   // the last one may combine
        if (kept > 0 && row_reserve(&row, kept)) {
            memcpy(row.chars + row.length, chars + start, (size_t)kept * sizeof(uint32_t));
            row.length += kept;
        }
        start += kept;
        while (at < length && !is_boundary(form, chars[at])) at++;
        if (at > start) row_add_stretch(&row, chars + start, at - start);
    }
    if (row.failed) {
        host_release(row.chars);
        return NULL;
    }
    *length_out = row.length;
    return row.chars;
}
