// An arena: memory that is handed out piece by piece and freed all at once.
//
//   chunks:  [ newest: used......|next -> room ] -> [ older, full ] -> NULL
//
// It suits data with one common end, such as a syntax tree: pieces are never
// freed one by one, so taking one costs an addition. Once an allocation has
// failed the arena stays failed, so a builder may check once, at its end.

#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/check.h"

#define ARENA_ALIGNMENT 8  // of every piece; enough for pointers and doubles

typedef struct Arena {
    struct ArenaChunk *chunks;  // owns the list, newest first
    char *next;                 // the first free byte of the newest chunk
    char *end;                  // one past its last
    bool is_failed;             // an allocation did not succeed
} Arena;

// An empty arena; allocates nothing yet.
void arena_start(Arena *arena);

// Frees every piece and leaves the arena empty and usable again.
void arena_done(Arena *arena);

// The slow path of arena_allocate: opens another chunk.
MUST_USE void *arena_grow(Arena *arena, size_t size);

// Gives `size` bytes, not cleared, that live until arena_done; NULL when there is no memory.
ALWAYS_INLINE void *arena_allocate(Arena *arena, size_t size) {
    size_t room = (size_t)(arena->end - arena->next);
    if (UNLIKELY(size > room)) return arena_grow(arena, size);
    void *piece = arena->next;
    size_t rounded = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    // A chunk's room is a multiple of the alignment, so rounding stays inside it.
    arena->next += rounded;
    return piece;
}

// As arena_allocate, with every byte zero.
MUST_USE void *arena_allocate_zeroed(Arena *arena, size_t size);

// A copy of text[0..length) with a NUL behind it; NULL when there is no memory.
MUST_USE char *arena_copy(Arena *arena, const char *text, size_t length);

#endif
