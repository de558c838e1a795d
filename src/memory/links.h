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

// How many dead objects of this sort CPython keeps.
ALWAYS_INLINE int32_t links_kept_max(int index) {
    if (index == KEPT_LIST || index == KEPT_DICT) return 80;
    return index == KEPT_SLICE ? 1 : 2000;
}

// Index into Collector.kept; 0: not kept.
ALWAYS_INLINE int links_kept_index(const Kind *kind, int64_t tuple_size) {
    if (kind->kept_dead != KEPT_TUPLE) return kind->kept_dead;
    return tuple_size < 1 || tuple_size > KEPT_TUPLE_SIZES ? 0 : KEPT_TUPLE + (int)tuple_size;
}

// A container of `bytes` without prefix was allocated.
ALWAYS_INLINE void links_count_new(Heap *heap, const Kind *kind, size_t bytes) {
    if (kind->kept_dead != KEPT_NONE) {
        int64_t size = ((int64_t)bytes - (int64_t)(sizeof(Object) + sizeof(int64_t))) / 8;
        int index = links_kept_index(kind, size);
        if (index != 0 && heap->collector->kept[index] > 0) {
            heap->collector->kept[index]--;
            return;
        }
    }
    heap->generations[0].count++;
}

// A container is freed.
ALWAYS_INLINE void links_count_free(Heap *heap, const Kind *kind, const Object *object) {
    if (kind->kept_dead != KEPT_NONE) {
        const int64_t *size = (const int64_t *)(const void *)(object + 1);
        int index = links_kept_index(kind, kind->kept_dead == KEPT_TUPLE ? *size : 0);
        if (index != 0 && heap->collector->kept[index] < links_kept_max(index)) {
            heap->collector->kept[index]++;
            return;
        }
    }
    if (heap->generations[0].count > 0) heap->generations[0].count--;
}

#endif
