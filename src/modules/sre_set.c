// Sets of characters: a table for the first 256, what is known of the others, and the
// pattern's own words for what is not.

#include <string.h>

#include "base/unicode.h"
#include "modules/sre.h"

// --- characters ---

static bool is_ascii_word(uint32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_ascii_space(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_ascii_digit(uint32_t c) { return c >= '0' && c <= '9'; }

static bool is_unicode_word(uint32_t c) { return c == '_' || unicode_is_alnum(c); }

bool sre_category_has(uint32_t category, uint32_t c) {
    switch (category) {
    case SRE_DIGIT: return is_ascii_digit(c);
    case SRE_NOT_DIGIT: return !is_ascii_digit(c);
    case SRE_SPACE: return is_ascii_space(c);
    case SRE_NOT_SPACE: return !is_ascii_space(c);
    case SRE_WORD: case SRE_LOC_WORD: return is_ascii_word(c);
    case SRE_NOT_WORD: case SRE_LOC_NOT_WORD: return !is_ascii_word(c);
    case SRE_LINEBREAK: return c == '\n';
    case SRE_NOT_LINEBREAK: return c != '\n';
    case SRE_UNI_DIGIT: return unicode_is_decimal(c);
    case SRE_UNI_NOT_DIGIT: return !unicode_is_decimal(c);
    case SRE_UNI_SPACE: return unicode_is_space(c);
    case SRE_UNI_NOT_SPACE: return !unicode_is_space(c);
    case SRE_UNI_WORD: return is_unicode_word(c);
    case SRE_UNI_NOT_WORD: return !is_unicode_word(c);
    case SRE_UNI_LINEBREAK: return unicode_is_line_break(c);
    case SRE_UNI_NOT_LINEBREAK: return !unicode_is_line_break(c);
    }
    return false;
}

static uint32_t ascii_lower(uint32_t c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static uint32_t ascii_upper(uint32_t c) { return c >= 'a' && c <= 'z' ? c - 32 : c; }

uint32_t sre_fold(uint32_t c, SreFold fold) {
    switch (fold) {
    case SRE_FOLD_NONE: return c;
    case SRE_FOLD_ASCII: case SRE_FOLD_LOCALE: return ascii_lower(c);
    case SRE_FOLD_UNICODE: return unicode_to_lower_simple(c);
    }
    return c;
}

// --- the words of a set ---

// How many words one item of a set has.
static size_t item_words(const uint32_t *words) {
    switch (words[0]) {
    case SRE_LITERAL: case SRE_CATEGORY: return 2;
    case SRE_RANGE: case SRE_RANGE_UNI_IGNORE: return 3;
    case SRE_CHARSET: return 1 + 8;
    case SRE_BIGCHARSET: return 2 + 64 + 8 * (size_t)words[1];
    default: return 1;
    }
}

static bool has_bit(const uint32_t *bits, uint32_t index) {
    return bits[index / 32] >> (index & 31) & 1;
}

static bool item_has(const uint32_t *words, uint32_t c) {
    switch (words[0]) {
    case SRE_LITERAL: return c == words[1];
    case SRE_CATEGORY: return sre_category_has(words[1], c);
    case SRE_CHARSET: return c < 256 && has_bit(words + 1, c);
    case SRE_RANGE: return words[1] <= c && c <= words[2];
    case SRE_RANGE_UNI_IGNORE: {
        uint32_t upper = unicode_to_upper_simple(c);
        return (words[1] <= c && c <= words[2]) || (words[1] <= upper && upper <= words[2]);
    }
    case SRE_BIGCHARSET:
        if (c >= 0x10000) return false;
        uint32_t block = ((const uint8_t *)(words + 2))[c >> 8];
        return has_bit(words + 2 + 64, block * 256 + (c & 255));
    }
    return false;
}

// CPython asks item after item: NEGATE turns the answer round from there on.
static bool words_have(const uint32_t *words, uint32_t c) {
    bool is_in = true;
    for (; words[0] != SRE_FAILURE; words += item_words(words)) {
        if (words[0] == SRE_NEGATE) is_in = !is_in;
        else if (item_has(words, c)) return is_in;
    }
    return !is_in;
}

static bool words_have_folded(const uint32_t *words, uint32_t c, SreFold fold) {
    if (fold != SRE_FOLD_LOCALE) return words_have(words, sre_fold(c, fold));
    uint32_t lower = ascii_lower(c), upper = ascii_upper(c);
    return words_have(words, lower) || (upper != lower && words_have(words, upper));
}

bool sre_set_has_high(const SreSet *set, uint32_t c) {
    switch ((SreHigh)set->high) {
    case SRE_HIGH_NONE: return false;
    case SRE_HIGH_ALL: return true;
    case SRE_HIGH_DIGIT: return unicode_is_decimal(c);
    case SRE_HIGH_NOT_DIGIT: return !unicode_is_decimal(c);
    case SRE_HIGH_SPACE: return unicode_is_space(c);
    case SRE_HIGH_NOT_SPACE: return !unicode_is_space(c);
    case SRE_HIGH_WORD: return is_unicode_word(c);
    case SRE_HIGH_NOT_WORD: return !is_unicode_word(c);
    case SRE_HIGH_LINE_BREAK: return unicode_is_line_break(c);
    case SRE_HIGH_NOT_LINE_BREAK: return !unicode_is_line_break(c);
    case SRE_HIGH_MIXED: break;
    }
    if (set->is_unknown) return true;
    if (set->words != NULL) return words_have_folded(set->words, c, (SreFold)set->fold);
    return (sre_fold(c, (SreFold)set->fold) == set->literal) != set->is_negated;
}

// --- what is known of the characters from 256 on ---

static SreHigh high_of_category(uint32_t category) {
    switch (category) {
    case SRE_DIGIT: case SRE_SPACE: case SRE_WORD: case SRE_LOC_WORD: case SRE_LINEBREAK:
        return SRE_HIGH_NONE;
    case SRE_NOT_DIGIT: case SRE_NOT_SPACE: case SRE_NOT_WORD: case SRE_LOC_NOT_WORD:
    case SRE_NOT_LINEBREAK: return SRE_HIGH_ALL;
    case SRE_UNI_DIGIT: return SRE_HIGH_DIGIT;
    case SRE_UNI_NOT_DIGIT: return SRE_HIGH_NOT_DIGIT;
    case SRE_UNI_SPACE: return SRE_HIGH_SPACE;
    case SRE_UNI_NOT_SPACE: return SRE_HIGH_NOT_SPACE;
    case SRE_UNI_WORD: return SRE_HIGH_WORD;
    case SRE_UNI_NOT_WORD: return SRE_HIGH_NOT_WORD;
    case SRE_UNI_LINEBREAK: return SRE_HIGH_LINE_BREAK;
    case SRE_UNI_NOT_LINEBREAK: return SRE_HIGH_NOT_LINE_BREAK;
    }
    return SRE_HIGH_MIXED;
}

static SreHigh high_complement(SreHigh high) {
    switch (high) {
    case SRE_HIGH_NONE: return SRE_HIGH_ALL;
    case SRE_HIGH_ALL: return SRE_HIGH_NONE;
    case SRE_HIGH_DIGIT: return SRE_HIGH_NOT_DIGIT;
    case SRE_HIGH_NOT_DIGIT: return SRE_HIGH_DIGIT;
    case SRE_HIGH_SPACE: return SRE_HIGH_NOT_SPACE;
    case SRE_HIGH_NOT_SPACE: return SRE_HIGH_SPACE;
    case SRE_HIGH_WORD: return SRE_HIGH_NOT_WORD;
    case SRE_HIGH_NOT_WORD: return SRE_HIGH_WORD;
    case SRE_HIGH_LINE_BREAK: return SRE_HIGH_NOT_LINE_BREAK;
    case SRE_HIGH_NOT_LINE_BREAK: return SRE_HIGH_LINE_BREAK;
    case SRE_HIGH_MIXED: break;
    }
    return SRE_HIGH_MIXED;
}

static SreHigh high_of_item(const uint32_t *words) {
    switch (words[0]) {
    case SRE_LITERAL: return words[1] < 256 ? SRE_HIGH_NONE : SRE_HIGH_MIXED;
    case SRE_RANGE: return words[2] < 256 ? SRE_HIGH_NONE : SRE_HIGH_MIXED;
    case SRE_CHARSET: return SRE_HIGH_NONE;
    case SRE_CATEGORY: return high_of_category(words[1]);
    }
    return SRE_HIGH_MIXED;
}

static SreHigh high_union(SreHigh left, SreHigh right) {
    if (left == right || right == SRE_HIGH_NONE || left == SRE_HIGH_ALL) return left;
    return left == SRE_HIGH_NONE || right == SRE_HIGH_ALL ? right : SRE_HIGH_MIXED;
}

static SreHigh high_of_words(const uint32_t *words) {
    SreHigh high = SRE_HIGH_NONE;
    bool is_negated = words[0] == SRE_NEGATE;
    if (is_negated) words++;
    for (; words[0] != SRE_FAILURE; words += item_words(words)) {
        if (words[0] == SRE_NEGATE) return SRE_HIGH_MIXED;
        high = high_union(high, high_of_item(words));
    }
    return is_negated ? high_complement(high) : high;
}

// --- making sets ---

void sre_set_from_words(SreSet *set, const uint32_t *words, SreFold fold) {
    set->words = words;
    set->fold = (uint8_t)fold;
    for (uint32_t c = 0; c < 256; c++) set->has[c] = words_have_folded(words, c, fold);
    // Folding brings some characters from 256 on below it.
    set->high = (uint8_t)(fold == SRE_FOLD_UNICODE ? SRE_HIGH_MIXED : high_of_words(words));
}

void sre_set_from_literal(SreSet *set, uint32_t literal, SreFold fold, int is_negated) {
    set->literal = literal;
    set->fold = (uint8_t)fold;
    set->is_negated = is_negated;
    for (uint32_t c = 0; c < 256; c++) {
        bool is_it = sre_fold(c, fold) == literal;
        if (fold == SRE_FOLD_LOCALE) is_it = is_it || c == literal || ascii_upper(c) == literal;
        set->has[c] = is_it != (is_negated != 0);
    }
    set->high = SRE_HIGH_MIXED;
    if (fold != SRE_FOLD_UNICODE && literal < 256)
        set->high = is_negated ? SRE_HIGH_ALL : SRE_HIGH_NONE;
}

void sre_set_from_category(SreSet *set, uint32_t category) {
    for (uint32_t c = 0; c < 256; c++) set->has[c] = sre_category_has(category, c);
    set->high = (uint8_t)high_of_category(category);
}

void sre_set_add(SreSet *set, const SreSet *other) {
    set->is_unknown = true;
    for (int c = 0; c < 256; c++) set->has[c] |= other->has[c];
    set->high = (uint8_t)high_union((SreHigh)set->high, (SreHigh)other->high);
}

void sre_set_add_char(SreSet *set, uint32_t c) {
    set->is_unknown = true;
    if (c < 256) set->has[c] = 1;
    else set->high = (uint8_t)high_union((SreHigh)set->high, SRE_HIGH_MIXED);
}

void sre_set_add_all(SreSet *set) {
    memset(set->has, 1, sizeof set->has);
    set->high = SRE_HIGH_ALL;
}

void sre_set_finish(SreSet *set) {
    int count = 0;
    set->only = -1;
    for (int c = 0; c < 256; c++) {
        if (!set->has[c]) continue;
        set->only = (int16_t)c;
        count++;
    }
    if (count != 1 || set->high != SRE_HIGH_NONE) set->only = -1;
}

// --- apart ---

bool sre_set_is_apart_narrow(const SreSet *left, const SreSet *right) {
    uint8_t both = 0;
    for (int c = 0; c < 256; c++) both |= left->has[c] & right->has[c];
    return both == 0;
}

static bool is_high_apart(SreHigh left, SreHigh right) {
    if (left == SRE_HIGH_NONE || right == SRE_HIGH_NONE) return true;
    if (left == SRE_HIGH_MIXED || right == SRE_HIGH_MIXED) return false;
    if (high_complement(left) == right) return true;
    if (left >= SRE_HIGH_LINE_BREAK || right >= SRE_HIGH_LINE_BREAK) return false;
    bool has_space = left == SRE_HIGH_SPACE || right == SRE_HIGH_SPACE;
    bool has_digit = left == SRE_HIGH_DIGIT || right == SRE_HIGH_DIGIT;
    bool has_word = left == SRE_HIGH_WORD || right == SRE_HIGH_WORD;
    bool has_other = left == SRE_HIGH_NOT_WORD || right == SRE_HIGH_NOT_WORD;
    return (has_space && (has_digit || has_word)) || (has_digit && has_other);
}

bool sre_set_is_apart(const SreSet *left, const SreSet *right) {
    return is_high_apart((SreHigh)left->high, (SreHigh)right->high) &&
           sre_set_is_apart_narrow(left, right);
}
