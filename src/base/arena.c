// Chunks double in size up to a limit; a piece that would waste a chunk gets one
// of its own size. The invariant: next <= end, and both are multiples of the
// alignment counted from the chunk's start.

#include "base/arena.h"

#include "base/host.h"

#include <string.h>

#define CHUNK_SIZE_FIRST ((size_t)8 << 10)
#define CHUNK_SIZE_MAX ((size_t)256 << 10)

typedef struct ArenaChunk {
    struct ArenaChunk *older;  // owns
    size_t size;               // of the room behind this header
} ArenaChunk;

void arena_start(Arena *arena) {
    *arena = (Arena){0};
}

void arena_done(Arena *arena) {
    ArenaChunk *chunk = arena->chunks;
    while (chunk != NULL) {
        ArenaChunk *older = chunk->older;
        host_release(chunk);
        chunk = older;
    }
    arena_start(arena);
}

// The size of the next chunk, at least `needed`.
static size_t arena_next_size(const Arena *arena, size_t needed) {
    size_t size = CHUNK_SIZE_FIRST;
    if (arena->chunks != NULL) size = arena->chunks->size * 2;
    if (size > CHUNK_SIZE_MAX) size = CHUNK_SIZE_MAX;
    return size > needed ? size : needed;
}

void *arena_grow(Arena *arena, size_t size) {
    if (arena->is_failed || size > SIZE_MAX / 2) {
        arena->is_failed = true;
        return NULL;
    }
    size_t rounded = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    size_t room = arena_next_size(arena, rounded);
    ArenaChunk *chunk = host_allocate(sizeof(ArenaChunk) + room);
    if (chunk == NULL) {
        arena->is_failed = true;
        return NULL;
    }
    *chunk = (ArenaChunk){.older = arena->chunks, .size = room};
    arena->chunks = chunk;
    char *start = (char *)(chunk + 1);
    arena->next = start + rounded;
    arena->end = start + room;
    return start;
}

void *arena_allocate_zeroed(Arena *arena, size_t size) {
    void *piece = arena_allocate(arena, size);
    if (piece != NULL) memset(piece, 0, size);
    return piece;
}

char *arena_copy(Arena *arena, const char *text, size_t length) {
    char *copy = arena_allocate(arena, length + 1);
    if (copy == NULL) return NULL;
    if (length > 0) memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}
