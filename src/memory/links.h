// The rings of tracked objects: 32-bit links, and what a collection keeps in them.
// For memory/ alone.

#ifndef MEMORY_LINKS_H
#define MEMORY_LINKS_H

#include "memory/zones.h"

// Flags below a link, and below the copied count.
enum {
    FLAG_FINALIZED = 1,    // prev: the finaliser ran
    FLAG_COLLECTING = 2,   // prev: in the set that is being looked at; prev is a count
    FLAG_UNREACHABLE = 1,  // next: nothing outside is known to refer to it yet
    FLAG_BITS = 3,
    REFERENCES_MAX = UINT32_MAX >> 2,  // so many, that some must come from outside
};

// A link with its flags cleared is a quarter of the byte offset.
typedef uint32_t Link;

ALWAYS_INLINE Links *links_at(const Heap *heap, Link link) {
    return (Links *)(heap->base + ((uint64_t)(link & ~(uint32_t)FLAG_BITS) << 2));
}

ALWAYS_INLINE Link links_code(const Heap *heap, const Links *links) {
    return (Link)((uint64_t)((const char *)links - heap->base) >> 2);
}

ALWAYS_INLINE Object *links_object(Links *links) {
    return (Object *)(links + 1);
}

ALWAYS_INLINE Links *links_next(const Heap *heap, const Links *links) {
    return links_at(heap, links->next);
}

ALWAYS_INLINE void links_set_next(const Heap *heap, Links *links, const Links *next) {
    links->next = links_code(heap, next) | (links->next & FLAG_BITS);
}

ALWAYS_INLINE void links_set_prev(const Heap *heap, Links *links, const Links *prev) {
    links->prev = links_code(heap, prev) | (links->prev & FLAG_BITS);
}

ALWAYS_INLINE void links_add(const Heap *heap, Links *ring, Links *links) {
    Link own = links_code(heap, links), last = ring->prev & ~(Link)FLAG_BITS;
    Links *last_links = links_at(heap, last);
    links->prev = last | (links->prev & FLAG_BITS);
    last_links->next = own | (last_links->next & FLAG_BITS);
    links->next = links_code(heap, ring);
    ring->prev = own;
}

ALWAYS_INLINE void links_remove(const Heap *heap, Links *links) {
    Link prev = links->prev & ~(Link)FLAG_BITS, next = links->next & ~(Link)FLAG_BITS;
    Links *prev_links = links_at(heap, prev), *next_links = links_at(heap, next);
    prev_links->next = next | (prev_links->next & FLAG_BITS);
    next_links->prev = prev | (next_links->prev & FLAG_BITS);
    links->next = 0;
}

// Takes an object out of its ring, if it is in one; that it is finalised stays known.
ALWAYS_INLINE void links_untrack(const Heap *heap, Links *links) {
    if (links->next == 0) return;
    links_remove(heap, links);
    links->prev &= FLAG_FINALIZED;
}

// --- counting allocations as CPython does ---

// How many dead objects of the sort at an index of Collector.kept CPython keeps.
ALWAYS_INLINE int32_t links_kept_max(int index) {
    static const int32_t most[KEPT_TUPLE] = {[KEPT_LIST] = 80, [KEPT_DICT] = 80, [KEPT_SLICE] = 1};
    return index >= KEPT_TUPLE ? 2000 : most[index];
}

// Index into Collector.kept of an object with `count` slots of its own, if it is a tuple.
ALWAYS_INLINE int links_kept_index(const Kind *kind, int64_t count) {
    if (kind->kept_dead != KEPT_TUPLE) return kind->kept_dead;
    return count < 1 || count > KEPT_TUPLE_SIZES ? KEPT_NONE : KEPT_TUPLE + (int)count;
}

// A container was allocated. True: a collection is due.
ALWAYS_INLINE MUST_USE bool links_count_new(Heap *heap, int kept_index) {
    int32_t *kept = &heap->collector->kept[kept_index];
    if (*kept == 0) return ++heap->generations[0].count > heap->generations[0].threshold;
    (*kept)--;
    return false;
}

// A container is freed.
ALWAYS_INLINE void links_count_free(Heap *heap, int kept_index) {
    int32_t *kept = &heap->collector->kept[kept_index];
    if (*kept < links_kept_max(kept_index)) (*kept)++;
    else if (heap->generations[0].count > 0) heap->generations[0].count--;
}

#endif
