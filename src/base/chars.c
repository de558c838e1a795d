#define _GNU_SOURCE  // memrchr

#include "base/chars.h"

#include <string.h>

// --- copying ---

#define COPY_LOOP(To, From)                                    \
    do {                                                       \
        To *target = to;                                       \
        const From *source = from;                             \
        for (int64_t i = 0; i < length; i++) target[i] = (To)source[i]; \
    } while (0)

void chars_copy(void *to, int to_width, const void *from, int from_width, int64_t length) {
    if (length <= 0) return;
    if (to_width == from_width) {
        memcpy(to, from, (size_t)(length * to_width));
        return;
    }
    switch (to_width * 8 + from_width) {
    case 2 * 8 + 1: COPY_LOOP(uint16_t, uint8_t); break;
    case 4 * 8 + 1: COPY_LOOP(uint32_t, uint8_t); break;
    case 4 * 8 + 2: COPY_LOOP(uint32_t, uint16_t); break;
    case 1 * 8 + 2: COPY_LOOP(uint8_t, uint16_t); break;
    case 1 * 8 + 4: COPY_LOOP(uint8_t, uint32_t); break;
    case 2 * 8 + 4: COPY_LOOP(uint16_t, uint32_t); break;
    }
}

void chars_fill(void *to, int width, int64_t length, uint32_t code_point) {
    if (length <= 0) return;
    if (width == 1) {
        memset(to, (int)code_point, (size_t)length);
    } else {
        for (int64_t i = 0; i < length; i++) chars_put(to, width, i, code_point);
    }
}

// --- measuring ---

bool chars_is_ascii(const uint8_t *bytes, int64_t length) {
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        if (word & high_bits) return false;
        bytes += 8;
        length -= 8;
    }
    while (length-- > 0)
        if (*bytes++ & 0x80) return false;
    return true;
}

uint32_t chars_max(Chars chars) {
    if (chars.width == 1) return chars_is_ascii(chars.data, chars.length) ? 0x7f : 0xff;
    uint32_t all = 0;
    if (chars.width == 2) {
        const uint16_t *data = chars.data;
        for (int64_t i = 0; i < chars.length; i++) all |= data[i];
    } else {
        const uint32_t *data = chars.data;
        for (int64_t i = 0; i < chars.length; i++) all |= data[i];
    }
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : CHAR_MAX_OF_ALL;
}

int chars_compare(Chars left, Chars right) {
    int64_t shorter = left.length < right.length ? left.length : right.length;
    if (left.width == 1 && right.width == 1) {
        int order = shorter == 0 ? 0 : memcmp(left.data, right.data, (size_t)shorter);
        if (order != 0) return order < 0 ? -1 : 1;
    } else {
        for (int64_t i = 0; i < shorter; i++) {
            uint32_t a = chars_get(left.data, left.width, i);
            uint32_t b = chars_get(right.data, right.width, i);
            if (a != b) return a < b ? -1 : 1;
        }
    }
    return left.length < right.length ? -1 : left.length > right.length;
}

bool chars_is_equal(Chars left, Chars right) {
    if (left.length != right.length) return false;
    if (left.length == 0) return true;
    if (left.width == right.width)
        return memcmp(left.data, right.data, (size_t)(left.length * left.width)) == 0;
    return chars_compare(left, right) == 0;
}

// --- one character ---

int64_t chars_find_char(Chars chars, uint32_t code_point) {
    if (chars.length <= 0) return -1;
    if (chars.width == 1) {
        if (code_point > 0xff) return -1;
        const char *found = memchr(chars.data, (int)code_point, (size_t)chars.length);
        return found == NULL ? -1 : found - (const char *)chars.data;
    }
    if (chars.width == 2) {
        const uint16_t *data = chars.data;
        for (int64_t i = 0; i < chars.length; i++)
            if (data[i] == code_point) return i;
    } else {
        const uint32_t *data = chars.data;
        for (int64_t i = 0; i < chars.length; i++)
            if (data[i] == code_point) return i;
    }
    return -1;
}

int64_t chars_find_char_last(Chars chars, uint32_t code_point) {
    if (chars.length <= 0) return -1;
    if (chars.width == 1) {
        if (code_point > 0xff) return -1;
        const char *found = memrchr(chars.data, (int)code_point, (size_t)chars.length);
        return found == NULL ? -1 : found - (const char *)chars.data;
    }
    for (int64_t i = chars.length - 1; i >= 0; i--)
        if (chars_get(chars.data, chars.width, i) == code_point) return i;
    return -1;
}

// --- several characters: base/chars_search.inc, once per pair of widths ---

// Work that the simple search may waste per character before two-way search takes over.
enum { SEARCH_PATIENCE = 8 };

#define CHARS_TEXT uint8_t
#define CHARS_PATTERN uint8_t
#define CHARS_NAME(name) name##_1_1
#include "base/chars_search.inc"
#define CHARS_TEXT uint16_t
#define CHARS_PATTERN uint8_t
#define CHARS_NAME(name) name##_2_1
#include "base/chars_search.inc"
#define CHARS_TEXT uint16_t
#define CHARS_PATTERN uint16_t
#define CHARS_NAME(name) name##_2_2
#include "base/chars_search.inc"
#define CHARS_TEXT uint32_t
#define CHARS_PATTERN uint8_t
#define CHARS_NAME(name) name##_4_1
#include "base/chars_search.inc"
#define CHARS_TEXT uint32_t
#define CHARS_PATTERN uint16_t
#define CHARS_NAME(name) name##_4_2
#include "base/chars_search.inc"
#define CHARS_TEXT uint32_t
#define CHARS_PATTERN uint32_t
#define CHARS_NAME(name) name##_4_4
#include "base/chars_search.inc"

// Bytes in bytes: places where both ends of the pattern stand are sought a block at a time.
typedef uint8_t Block __attribute__((vector_size(16)));
typedef uint64_t BlockHalves __attribute__((vector_size(16)));
enum { BLOCK_BYTES = sizeof(Block) };

static Block block_load(const uint8_t *bytes) {
    Block block;
    memcpy(&block, bytes, BLOCK_BYTES);
    return block;
}

// The first match that starts in the block at text, -1 where none does; adds to *waste.
static int64_t block_find(const uint8_t *text, const uint8_t *pattern, int64_t length,
                          int64_t *waste) {
    Block has_first = (Block)(block_load(text) == pattern[0]);
    Block has_last = (Block)(block_load(text + length - 1) == pattern[length - 1]);
    BlockHalves hits = (BlockHalves)(has_first & has_last);
    for (int half = 0; half < 2; half++) {
        for (uint64_t left = hits[half]; left != 0; *waste += length) {
            int place = __builtin_ctzll(left) / 8;
            const uint8_t *found = text + half * 8 + place;
            if (length == 2 || memcmp(found + 1, pattern + 1, (size_t)length - 2) == 0)
                return found - text;
            left &= ~(UINT64_C(0xff) << (place * 8));
        }
    }
    return -1;
}

static int64_t search_bytes(Chars chars, Chars sought) {
    const uint8_t *text = chars.data, *pattern = sought.data;
    int64_t length = sought.length, places = chars.length - length + 1, waste = 0;
    if (places < BLOCK_BYTES) return search_forward_1_1(chars, sought);
    for (int64_t at = 0; at < places; at += BLOCK_BYTES) {
        if (at > places - BLOCK_BYTES) at = places - BLOCK_BYTES;
        int64_t found = block_find(text + at, pattern, length, &waste);
        if (found >= 0) return at + found;
        if (UNLIKELY(waste > SEARCH_PATIENCE * (at + length))) {
            found = search_two_way_1_1(text + at, chars.length - at, pattern, length);
            return found < 0 ? -1 : at + found;
        }
    }
    return -1;
}

int64_t chars_find(Chars chars, Chars pattern) {
    if (pattern.length == 0) return 0;
    if (pattern.length > chars.length || pattern.width > chars.width) return -1;
    if (pattern.length == 1)
        return chars_find_char(chars, chars_get(pattern.data, pattern.width, 0));
    switch (chars.width * 8 + pattern.width) {
    case 1 * 8 + 1: return search_bytes(chars, pattern);
    case 2 * 8 + 1: return search_forward_2_1(chars, pattern);
    case 2 * 8 + 2: return search_forward_2_2(chars, pattern);
    case 4 * 8 + 1: return search_forward_4_1(chars, pattern);
    case 4 * 8 + 2: return search_forward_4_2(chars, pattern);
    default: return search_forward_4_4(chars, pattern);
    }
}

int64_t chars_find_last(Chars chars, Chars pattern) {
    if (pattern.length == 0) return chars.length;
    if (pattern.length > chars.length || pattern.width > chars.width) return -1;
    if (pattern.length == 1)
        return chars_find_char_last(chars, chars_get(pattern.data, pattern.width, 0));
    switch (chars.width * 8 + pattern.width) {
    case 1 * 8 + 1: return search_backward_1_1(chars, pattern);
    case 2 * 8 + 1: return search_backward_2_1(chars, pattern);
    case 2 * 8 + 2: return search_backward_2_2(chars, pattern);
    case 4 * 8 + 1: return search_backward_4_1(chars, pattern);
    case 4 * 8 + 2: return search_backward_4_2(chars, pattern);
    default: return search_backward_4_4(chars, pattern);
    }
}

static int64_t count_char(Chars chars, uint32_t code_point, int64_t limit) {
    int64_t count = 0;
    if (chars.width == 1 && limit >= chars.length) {
        const uint8_t *data = chars.data;
        uint8_t wanted = (uint8_t)code_point;
        if (code_point > 0xff) return 0;
        for (int64_t i = 0; i < chars.length; i++) count += data[i] == wanted;
        return count;
    }
    for (int64_t i = 0; i < chars.length && count < limit; i++)
        count += chars_get(chars.data, chars.width, i) == code_point;
    return count;
}

int64_t chars_count(Chars chars, Chars pattern, int64_t limit) {
    if (limit <= 0) return 0;
    if (pattern.length == 0) return chars.length < limit ? chars.length + 1 : limit;
    if (pattern.length == 1)
        return count_char(chars, chars_get(pattern.data, pattern.width, 0), limit);
    int64_t count = 0, from = 0;
    while (count < limit) {
        int64_t found = chars_find(chars_part(chars, from, chars.length), pattern);
        if (found < 0) break;
        count++;
        from += found + pattern.length;
    }
    return count;
}
