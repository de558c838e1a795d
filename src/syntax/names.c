#include "syntax/names.h"

#include "base/host.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <string.h>

#define CAPACITY_FIRST 256

// The slot of a name, or the free one where it belongs.
static const Identifier **names_slot(const NameTable *names, uint32_t hash, const char *bytes,
                                     size_t length) {
    uint32_t mask = (uint32_t)names->capacity - 1;
    uint32_t index = hash & mask;
    for (;;) {
        const Identifier *name = names->slots[index];
        if (name == NULL) return &names->slots[index];
        bool is_equal = name->hash == hash && name->length == length &&
                        memcmp(name->bytes, bytes, length) == 0;
        if (is_equal) return &names->slots[index];
        index = (index + 1) & mask;
    }
}

// Doubles the table when it is more than half full.
static bool names_grow(NameTable *names) {
    if (names->count * 2 < names->capacity) return true;
    NameTable grown = {.count = names->count};
    grown.capacity = names->capacity == 0 ? CAPACITY_FIRST : names->capacity * 2;
    size_t size = (size_t)grown.capacity * sizeof(*grown.slots);
    grown.slots = host_allocate(size);
    if (grown.slots == NULL) return false;
    memset(grown.slots, 0, size);
    for (int32_t i = 0; i < names->capacity; i++) {
        const Identifier *name = names->slots[i];
        if (name != NULL) *names_slot(&grown, name->hash, name->bytes, name->length) = name;
    }
    host_release(names->slots);
    *names = grown;
    return true;
}

const Identifier *names_add(NameTable *names, Arena *arena, const char *bytes, size_t length) {
    if (!names_grow(names)) return NULL;
    uint32_t hash = tree_name_hash(bytes, length);
    const Identifier **slot = names_slot(names, hash, bytes, length);
    if (*slot != NULL) return *slot;
    Identifier *name = arena_allocate(arena, sizeof(Identifier) + length + 1);
    if (name == NULL) return NULL;
    name->hash = hash;
    name->length = (uint32_t)length;
    memcpy(name->bytes, bytes, length);
    name->bytes[length] = '\0';
    *slot = name;
    names->count++;
    return name;
}

static bool is_ascii(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 128) return false;
    }
    return true;
}

// Adds the NFKC form of valid utf-8.
static const Identifier *names_add_normal(NameTable *names, Arena *arena, const uint32_t *points,
                                          size_t count) {
    int64_t normal_count = 0;
    uint32_t *normal = unicode_normalise(UNICODE_NFKC, UNICODE_14_0, points, (int64_t)count,
                                         &normal_count);
    if (normal == NULL) return NULL;
    const Identifier *name = NULL;
    char *bytes = host_allocate((size_t)normal_count * 4 + 1);
    if (bytes != NULL) {
        size_t size = 0;
        for (int64_t i = 0; i < normal_count; i++) {
            size += (size_t)utf8_write(normal[i], bytes + size);
        }
        name = names_add(names, arena, bytes, size);
    }
    host_release(bytes);
    host_release(normal);
    return name;
}

const Identifier *names_add_spelled(NameTable *names, Arena *arena, const char *bytes,
                                    size_t length) {
    if (is_ascii(bytes, length)) return names_add(names, arena, bytes, length);
    uint32_t *points = host_allocate(length * sizeof(uint32_t));
    if (points == NULL) return NULL;
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        Utf8Step step = utf8_read(bytes + i, length - i);
        points[count] = step.code;
        i += (size_t)step.size;
    }
    const Identifier *name = names_add_normal(names, arena, points, count);
    host_release(points);
    return name;
}

void names_done(NameTable *names) {
    host_release(names->slots);
    *names = (NameTable){0};
}
