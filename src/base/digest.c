// Taking data in blocks, and ending a message as each family of digests does.

#include "base/digest.h"

#include <string.h>

void digest_start(DigestStream *digest, const DigestKind *kind) {
    if (kind->family == DIGEST_BLAKE) {
        DigestBlakeOptions options = {.bytes = (uint8_t)kind->bytes, .fanout = 1, .depth = 1};
        digest_start_blake(digest, kind, &options);
        return;
    }
    memset(digest, 0, sizeof *digest);
    digest->kind = kind;
    if (kind->first_state != NULL)
        memcpy(&digest->state, kind->first_state, (size_t)8 * kind->word_bytes);
}

static void process(DigestStream *digest, const uint8_t *blocks, size_t count) {
    if (count == 0) return;
    if (digest->kind->family == DIGEST_BLAKE)
        digest_blake_process(digest, blocks, count, DIGEST_GOES_ON);
    else
        digest->kind->process(&digest->state, blocks, count);
}

static void count_bytes(DigestStream *digest, size_t bytes) {
    digest->bytes_low += bytes;
    digest->bytes_high += digest->bytes_low < bytes;
}

void digest_add(DigestStream *digest, const void *data, size_t bytes) {
    size_t size = digest->kind->block_bytes;
    const uint8_t *at = data;
    // A block of BLAKE2 waits until more comes, since the last one is another matter.
    size_t behind = digest->kind->family == DIGEST_BLAKE ? 1 : 0;
    if (behind == 0) count_bytes(digest, bytes);
    if (digest->held > 0) {
        size_t room = size - digest->held, part = bytes < room ? bytes : room;
        if (part > 0) memcpy(digest->block + digest->held, at, part);
        digest->held = (uint8_t)(digest->held + part);
        at += part;
        bytes -= part;
        if (digest->held < size || bytes < behind) return;
        process(digest, digest->block, 1);
        digest->held = 0;
    }
    size_t blocks = bytes > behind ? (bytes - behind) / size : 0;
    process(digest, at, blocks);
    at += blocks * size;
    bytes -= blocks * size;
    if (bytes > 0) memcpy(digest->block, at, bytes);
    digest->held = (uint8_t)bytes;
}

// --- the end of a message ---

static void write_word(const DigestKind *kind, const DigestState *state, size_t index,
                       uint8_t *out) {
    uint64_t word = kind->word_bytes == 4 ? state->narrow[index] : state->wide[index];
    for (int i = 0; i < kind->word_bytes; i++) {
        int shift = 8 * (kind->is_big_endian ? kind->word_bytes - 1 - i : i);
        out[i] = (uint8_t)(word >> shift);
    }
}

static void write_state(const DigestStream *digest, uint8_t *out, size_t bytes) {
    uint8_t word[8];
    size_t size = digest->kind->word_bytes;
    for (size_t at = 0; at < bytes; at += size) {
        write_word(digest->kind, &digest->state, at / size, word);
        memcpy(out + at, word, bytes - at < size ? bytes - at : size);
    }
}

// A one, zeros, and how many bits there were.
static void end_marked(DigestStream *digest) {
    const DigestKind *kind = digest->kind;
    size_t length_bytes = (size_t)2 * kind->word_bytes, size = kind->block_bytes;
    uint64_t low = digest->bytes_low << 3;
    uint64_t high = digest->bytes_high << 3 | digest->bytes_low >> 61;
    uint8_t *block = digest->block;
    block[digest->held++] = 0x80;
    if (digest->held > size - length_bytes) {
        memset(block + digest->held, 0, size - digest->held);
        process(digest, block, 1);
        digest->held = 0;
    }
    memset(block + digest->held, 0, size - digest->held);
    for (size_t i = 0; i < length_bytes; i++) {
        uint8_t byte = (uint8_t)(i < 8 ? low >> 8 * i : high >> 8 * (i - 8));
        block[kind->is_big_endian ? size - 1 - i : size - length_bytes + i] = byte;
    }
    process(digest, block, 1);
}

static void read_sponge(DigestStream *digest, uint8_t *out, size_t bytes) {
    const DigestKind *kind = digest->kind;
    size_t size = kind->block_bytes;
    memset(digest->block + digest->held, 0, size - digest->held);
    digest->block[digest->held] = kind->suffix;
    digest->block[size - 1] |= 0x80;
    kind->process(&digest->state, digest->block, 1);
    for (size_t at = 0; at < bytes; at += size) {
        if (at > 0) {   // no more input: a block of zeros changes nothing but stirs
            memset(digest->block, 0, size);
            kind->process(&digest->state, digest->block, 1);
        }
        write_state(digest, out + at, bytes - at < size ? bytes - at : size);
    }
}

void digest_read(const DigestStream *digest, uint8_t *out, size_t bytes) {
    DigestStream copy = *digest;
    switch (copy.kind->family) {
    case DIGEST_MARKED:
        end_marked(&copy);
        break;
    case DIGEST_SPONGE:
        read_sponge(&copy, out, bytes);
        return;
    case DIGEST_BLAKE:
        memset(copy.block + copy.held, 0, copy.kind->block_bytes - copy.held);
        digest_blake_process(&copy, copy.block, 1, DIGEST_ENDS);
        break;
    }
    write_state(&copy, out, bytes);
}
