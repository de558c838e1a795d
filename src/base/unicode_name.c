// Unicode names. Each word of them is kept once, and a name is a row of indices of words.
//
// Entries are the names of code points in their order, then aliases, then named sequences.
// They are found by a hash of the name: name_slots holds the number of an entry + 1, 0 for a
// free slot; a slot that another name has taken is stepped over.

#include "base/unicode_name.h"

#include <string.h>

#include "unicode_names.inc"

_Static_assert(sizeof name_sequences[0].chars ==
                   UNICODE_SEQUENCE_MAX * sizeof name_sequences[0].chars[0],
               "room for the longest sequence");

static size_t add_text(char *name, size_t length, const char *text, size_t count) {
    memcpy(name + length, text, count);
    return length + count;
}

// --- the listed ones ---

// Writes the name of an entry; its length.
static size_t write_entry(size_t entry, char *name) {
    size_t length = 0;
    for (uint32_t i = name_starts[entry]; i < name_starts[entry + 1]; i++) {
        uint16_t word = name_parts[i];
        uint32_t start = name_word_starts[word];
        if (i != name_starts[entry]) name[length++] = ' ';
        length = add_text(name, length, name_words + start, name_word_starts[word + 1] - start);
    }
    return length;
}

// The entry with that name, in capital letters; -1: none.
static int find_entry(const char *name, size_t length) {
    char listed[UNICODE_NAME_MAX];
    uint32_t hash = 0x811c9dc5;
    for (size_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)name[i]) * 0x01000193;
    for (uint32_t slot = (hash ^ hash >> 15) % NAME_SLOTS;; slot = (slot + 1) % NAME_SLOTS) {
        int entry = name_slots[slot] - 1;
        if (entry < 0) return -1;
        if (write_entry((size_t)entry, listed) == length && memcmp(listed, name, length) == 0)
            return entry;
    }
}

// --- the computed ones ---

enum { HANGUL_FIRST = 0xAC00, HANGUL_COUNT = 11172 };

static bool is_hangul(uint32_t code) { return code - HANGUL_FIRST < HANGUL_COUNT; }

static bool is_ideograph(uint32_t code) {
    for (size_t i = 0; i < ARRAY_COUNT(ideograph_ranges); i++)
        if (code >= ideograph_ranges[i].first && code <= ideograph_ranges[i].last) return true;
    return false;
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
    return is_ideograph(code) ? (int32_t)code : -1;
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
    return HANGUL_FIRST + (lead * 21 + vowel) * 28 + tail;
}

// In capital letters. False: it is too long for a name.
static bool capitalise(const char *name, size_t length, char upper[UNICODE_NAME_MAX]) {
    if (length == 0 || length > UNICODE_NAME_MAX) return false;
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
    }
    return true;
}

int32_t unicode_name_find(const char *name, size_t length) {
    static const char hangul[] = "HANGUL SYLLABLE ", ideograph[] = "CJK UNIFIED IDEOGRAPH-";
    char upper[UNICODE_NAME_MAX];
    size_t prefix = strlen(hangul);
    if (length > prefix && memcmp(name, hangul, prefix) == 0)
        return find_hangul(name + prefix, length - prefix);
    prefix = strlen(ideograph);
    if (length > prefix && memcmp(name, ideograph, prefix) == 0)
        return find_ideograph(name + prefix, length - prefix);
    if (!capitalise(name, length, upper)) return -1;
    int entry = find_entry(upper, length);
    return entry < 0 || entry >= ALIAS_END ? -1 : name_codes[entry];
}

int unicode_name_find_sequence(const char *name, size_t length,
                               uint32_t row[UNICODE_SEQUENCE_MAX]) {
    char upper[UNICODE_NAME_MAX];
    if (!capitalise(name, length, upper)) return 0;
    int entry = find_entry(upper, length), count = 0;
    if (entry < ALIAS_END) return 0;
    const uint16_t *chars = name_sequences[entry - ALIAS_END].chars;
    for (; count < UNICODE_SEQUENCE_MAX && chars[count] != 0; count++) row[count] = chars[count];
    return count;
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

bool unicode_name_is_computed(uint32_t code) { return is_hangul(code) || is_ideograph(code); }

size_t unicode_name_write(uint32_t code, char name[UNICODE_NAME_MAX]) {
    if (is_hangul(code)) return write_hangul(code - HANGUL_FIRST, name);
    if (is_ideograph(code)) return write_ideograph(code, name);
    size_t low = 0, high = NAME_COUNT;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t found = (uint32_t)name_codes[middle];
        if (found == code) return write_entry(middle, name);
        if (found < code) low = middle + 1;
        else high = middle;
    }
    return 0;
}
