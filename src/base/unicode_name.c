// Unicode names, found by their words: the table keeps each word once, sorted, and
// each name as the indices of its words; names are sorted by these indices.
// A hyphen belongs to the word before it, so that spaces alone separate words.

#include "base/unicode_name.h"

#include <string.h>

// name_words (sorted, one string), name_word_starts, name_parts, name_entries.
#include "unicode_names.inc"

#define WORDS_MAX 24

static int compare_text(const char *left, size_t left_length, const char *right,
                        size_t right_length) {
    size_t shorter = left_length < right_length ? left_length : right_length;
    int order = memcmp(left, right, shorter);
    if (order != 0) return order;
    return (left_length > right_length) - (left_length < right_length);
}

// The index of a word, or -1.
static int find_word(const char *word, size_t length) {
    size_t low = 0, high = ARRAY_COUNT(name_word_starts) - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t start = name_word_starts[middle];
        int order = compare_text(word, length, name_words + start,
                                 name_word_starts[middle + 1] - start);
        if (order == 0) return (int)middle;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return -1;
}

static int compare_parts(const uint16_t *left, size_t left_count, const uint16_t *right,
                         size_t right_count) {
    for (size_t i = 0; i < left_count && i < right_count; i++) {
        if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
    }
    return (left_count > right_count) - (left_count < right_count);
}

// Finds a name that the table lists.
static int32_t find_listed(const char *name, size_t length) {
    uint16_t parts[WORDS_MAX];
    size_t count = 0;
    for (size_t start = 0; start <= length;) {
        const char *space = memchr(name + start, ' ', length - start);
        size_t end = space == NULL ? length : (size_t)(space - name);
        int word = find_word(name + start, end - start);
        if (word < 0 || count == WORDS_MAX) return -1;
        parts[count++] = (uint16_t)word;
        start = end + 1;
    }
    size_t low = 0, high = ARRAY_COUNT(name_entries);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_parts(parts, count, name_parts + name_entries[middle].start,
                                  name_entries[middle].count);
        if (order == 0) return name_entries[middle].code;
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return -1;
}

// Reads the code point in "CJK UNIFIED IDEOGRAPH-4E00", whose digits are given.
static int32_t find_ideograph(const char *digits, size_t length) {
    if (length != 4 && length != 5) return -1;
    uint32_t code = 0;
    for (size_t i = 0; i < length; i++) {
        char c = digits[i];
        bool is_letter = c >= 'A' && c <= 'F';
        if (!is_letter && !(c >= '0' && c <= '9')) return -1;
        code = code << 4 | (uint32_t)(is_letter ? c - 'A' + 10 : c - '0');
    }
    for (size_t i = 0; i < ARRAY_COUNT(ideograph_ranges); i++) {
        if (code >= ideograph_ranges[i].first && code <= ideograph_ranges[i].last) {
            return (int32_t)code;
        }
    }
    return -1;
}

// Takes the longest of the jamo names off *text; gives its index, or -1.
static int take_jamo(const char *const *names, int count, const char **text, size_t *length) {
    int best = -1;
    size_t best_length = 0;
    for (int i = 0; i < count; i++) {
        size_t size = strlen(names[i]);
        if (size > *length || memcmp(names[i], *text, size) != 0) continue;
        if (best >= 0 && size <= best_length) continue;
        best = i;
        best_length = size;
    }
    *text += best_length;
    *length -= best_length;
    return best;
}

static const char *const jamo_leads[] = {"G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S",
                                         "SS", "", "J", "JJ", "C", "K", "T", "P", "H"};
static const char *const jamo_vowels[] = {"A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O",
                                          "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU",
                                          "EU", "YI", "I"};
static const char *const jamo_tails[] = {"", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG",
                                         "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
                                         "SS", "NG", "J", "C", "K", "T", "P", "H"};

static int32_t find_hangul(const char *text, size_t length) {
    int lead = take_jamo(jamo_leads, ARRAY_COUNT(jamo_leads), &text, &length);
    int vowel = take_jamo(jamo_vowels, ARRAY_COUNT(jamo_vowels), &text, &length);
    int tail = take_jamo(jamo_tails, ARRAY_COUNT(jamo_tails), &text, &length);
    if (lead < 0 || vowel < 0 || tail < 0 || length > 0) return -1;
    return 0xAC00 + (lead * 21 + vowel) * 28 + tail;
}

int32_t unicode_name_find(const char *name, size_t length) {
    static const char hangul[] = "HANGUL SYLLABLE ";
    static const char ideograph[] = "CJK UNIFIED IDEOGRAPH-";
    char upper[UNICODE_NAME_MAX];
    if (length == 0 || length > sizeof(upper)) return -1;
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
    }
    size_t prefix = strlen(hangul);
    if (length > prefix && memcmp(upper, hangul, prefix) == 0) {
        return find_hangul(upper + prefix, length - prefix);
    }
    prefix = strlen(ideograph);
    if (length > prefix && memcmp(upper, ideograph, prefix) == 0) {
        return find_ideograph(upper + prefix, length - prefix);
    }
    return find_listed(upper, length);
}

static size_t add_text(char *name, size_t length, const char *text, size_t count) {
    memcpy(name + length, text, count);
    return length + count;
}

static size_t write_ideograph(uint32_t code, char *name) {
    size_t length = add_text(name, 0, "CJK UNIFIED IDEOGRAPH-", 22);
    for (int shift = code < 0x10000 ? 12 : 16; shift >= 0; shift -= 4)
        name[length++] = "0123456789ABCDEF"[code >> shift & 15];
    return length;
}

static size_t write_hangul(uint32_t syllable, char *name) {
    const char *lead = jamo_leads[syllable / 588], *vowel = jamo_vowels[syllable % 588 / 28];
    const char *tail = jamo_tails[syllable % 28];
    size_t length = add_text(name, 0, "HANGUL SYLLABLE ", 16);
    length = add_text(name, length, lead, strlen(lead));
    length = add_text(name, length, vowel, strlen(vowel));
    return add_text(name, length, tail, strlen(tail));
}

static size_t write_entry(size_t entry, char *name) {
    size_t length = 0;
    for (size_t i = 0; i < name_entries[entry].count; i++) {
        uint16_t word = name_parts[name_entries[entry].start + i];
        uint32_t start = name_word_starts[word];
        if (i != 0) name[length++] = ' ';
        length = add_text(name, length, name_words + start, name_word_starts[word + 1] - start);
    }
    return length;
}

size_t unicode_name_write(uint32_t code, char name[UNICODE_NAME_MAX]) {
    if (code - 0xac00 < 11172) return write_hangul(code - 0xac00, name);
    for (size_t i = 0; i < ARRAY_COUNT(ideograph_ranges); i++)
        if (code >= ideograph_ranges[i].first && code <= ideograph_ranges[i].last)
            return write_ideograph(code, name);
    size_t low = 0, high = ARRAY_COUNT(names_by_code);
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t found = (uint32_t)names_by_code[middle].code;
        if (found == code) return write_entry(names_by_code[middle].entry, name);
        if (found < code) low = middle + 1;
        else high = middle;
    }
    return 0;
}
