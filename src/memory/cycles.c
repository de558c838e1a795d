#include "memory/cycles.h"

#include "memory/links.h"
#include "memory/rows.h"
#include "memory/layout.h"

// --- rings ---

// Sentinels beside those of the generations, for the lists of one collection. A nested
// collection can't happen, so there is one set.
enum RingName {
    RING_FROZEN = GENERATIONS, RING_UNREACHABLE, RING_STILL, RING_CALLBACKS, RING_SEEN, RING_END
};

static Links *ring_get(const Heap *heap, int ring) {
    return (Links *)(heap->base + CELL_GRAIN * (size_t)(ring + 1));
}

static void ring_init(const Heap *heap, Links *ring) {
    ring->next = ring->prev = links_code(heap, ring);
}

static bool ring_is_empty(const Heap *heap, const Links *ring) {
    return links_next(heap, ring) == ring;
}

static void ring_move(const Heap *heap, Links *ring, Links *links) {
    links_remove(heap, links);
    links_add(heap, ring, links);
}

// Appends all of `from` to `ring`.
static void ring_merge(const Heap *heap, Links *ring, Links *from) {
    if (!ring_is_empty(heap, from)) {
        Links *last = links_at(heap, ring->prev);
        Links *from_first = links_next(heap, from), *from_last = links_at(heap, from->prev);
        links_set_next(heap, last, from_first);
        links_set_prev(heap, from_first, last);
        links_set_next(heap, from_last, ring);
        ring->prev = links_code(heap, from_last);
    }
    ring_init(heap, from);
}

static int64_t ring_count(const Heap *heap, const Links *ring) {
    int64_t count = 0;
    for (const Links *links = links_next(heap, ring); links != ring;
         links = links_next(heap, links))
        count++;
    return count;
}

void cycles_start(Heap *heap) {
    static const int64_t thresholds[GENERATIONS] = {700, 10, 10};
    CHECK(zone_take(heap_zone(heap, ZONE_SMALL), REGION_PAGE) == heap->base);
    heap->page_lists[0] = LIST_RESERVED;
    Zone *lists = heap_zone(heap, ZONE_LISTS);
    lists->used = lists->touched = lists->start + 1;
    for (int i = 0; i < RING_END; i++) ring_init(heap, ring_get(heap, i));
    for (int i = 0; i < GENERATIONS; i++) {
        heap->generations[i].head = links_code(heap, ring_get(heap, i));
        heap->generations[i].threshold = thresholds[i];
    }
    heap->collector->frozen = links_code(heap, ring_get(heap, RING_FROZEN));
    heap->collector_enabled = true;
}

void object_track(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    Links *links = object_links(object);
    CHECK_HOT(object_kind(vm, object)->layout_flags & LAYOUT_COLLECTED);
    if (links->next == 0) links_add(heap, ring_get(heap, 0), links);
}

void object_untrack(Vm *vm, Object *object) {
    CHECK_HOT(object_kind(vm, object)->layout_flags & LAYOUT_COLLECTED);
    links_untrack(heap_of(vm), object_links(object));
}

bool object_is_finalized(Vm *vm, const Object *object) {
    if ((object_kind(vm, object)->layout_flags & LAYOUT_COLLECTED) == 0) return false;
    return (object_links(object)->prev & FLAG_FINALIZED) != 0;
}

void object_set_finalized(Vm *vm, Object *object) {
    (void)vm;
    object_links(object)->prev |= FLAG_FINALIZED;
}

// --- which objects are unreachable ---

static bool object_is_collecting(Vm *vm, const Object *object) {
    return (object_kind(vm, object)->layout_flags & LAYOUT_COLLECTED) != 0 &&
           (object_links(object)->prev & FLAG_COLLECTING) != 0;
}

// Copies each count into prev; the ring is singly linked from here on.
static void ring_copy_counts(const Heap *heap, Links *ring) {
    for (Links *links = links_next(heap, ring); links != ring; links = links_next(heap, links)) {
        uint32_t count = links_object(links)->count;
        if (count > REFERENCES_MAX) count = REFERENCES_MAX;
        links->prev = (links->prev & FLAG_FINALIZED) | FLAG_COLLECTING | count << 2;
    }
}

static void visit_subtract(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)owner, (void)context;
    Object *object = slot->object;
    if (object == NULL || !object_is_collecting(vm, object)) return;
    Links *links = object_links(object);
    if (links->prev >> 2 == REFERENCES_MAX) return;
    CHECK(links->prev >> 2 != 0);
    links->prev -= 1 << 2;
}

static void ring_subtract(Vm *vm, Links *ring) {
    Heap *heap = heap_of(vm);
    for (Links *links = links_next(heap, ring); links != ring; links = links_next(heap, links))
        object_visit(vm, links_object(links), visit_subtract, NULL);
}

// `ring` is what is scanned; an object found to be reachable after all goes back to its end.
static void visit_reachable(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)owner;
    Object *object = slot->object;
    if (object == NULL || !object_is_collecting(vm, object)) return;
    Heap *heap = heap_of(vm);
    Links *links = object_links(object), *ring = context;
    if (links->next & FLAG_UNREACHABLE) {
        // In the unreachable ring both links are kept.
        Links *prev = links_at(heap, links->prev), *next = links_next(heap, links);
        links->next &= ~(uint32_t)FLAG_UNREACHABLE;
        prev->next = links_code(heap, next) | FLAG_UNREACHABLE;
        links_set_prev(heap, next, prev);
        links_add(heap, ring, links);
        links->prev = (links->prev & FLAG_BITS) | 1 << 2;
    } else if (links->prev >> 2 == 0) {
        links->prev |= 1 << 2;  // it will be scanned, and is alive
    }
}

static void unreachable_add(const Heap *heap, Links *unreachable, Links *links) {
    Links *last = links_at(heap, unreachable->prev);
    last->next = links_code(heap, links) | FLAG_UNREACHABLE;
    links_set_prev(heap, links, last);
    links->next = links_code(heap, unreachable) | FLAG_UNREACHABLE;
    unreachable->prev = links_code(heap, links);
}

// Splits the ring: what has no reference from outside goes to `unreachable`, both doubly
// linked again; those keep FLAG_COLLECTING.
static void ring_split(Vm *vm, Links *ring, Links *unreachable) {
    Heap *heap = heap_of(vm);
    Links *prev = ring;
    for (Links *links = links_next(heap, ring); links != ring; links = links_next(heap, prev)) {
        if (links->prev >> 2 != 0) {
            object_visit(vm, links_object(links), visit_reachable, ring);
            links->prev = links_code(heap, prev) | (links->prev & FLAG_FINALIZED);
            prev = links;
        } else {
            links_set_next(heap, prev, links_next(heap, links));
            unreachable_add(heap, unreachable, links);
        }
    }
    ring->prev = links_code(heap, prev);
    unreachable->next &= ~(uint32_t)FLAG_BITS;
}

static void ring_deduce(Vm *vm, Links *ring, Links *unreachable) {
    Heap *heap = heap_of(vm);
    ring_init(heap, unreachable);
    ring_copy_counts(heap, ring);
    ring_subtract(vm, ring);
    ring_split(vm, ring, unreachable);
}

static void ring_clear_unreachable(const Heap *heap, Links *ring) {
    for (Links *links = links_next(heap, ring); links != ring; links = links_next(heap, links))
        links->next &= ~(uint32_t)FLAG_UNREACHABLE;
    ring->next &= ~(uint32_t)FLAG_UNREACHABLE;
}

// --- containers that need no tracking ---

typedef struct TrackNeed {
    bool is_needed;
    bool counts_empty;  // an empty slot is still to be filled
} TrackNeed;

static void visit_may_be_tracked(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)owner;
    TrackNeed *need = context;
    if (slot->object == NULL) {
        need->is_needed |= need->counts_empty;
    } else {
        need->is_needed |= object_may_be_tracked(vm, slot->object);
    }
}

static void ring_untrack(Vm *vm, Links *ring, uint32_t flag) {
    Heap *heap = heap_of(vm);
    Links *next;
    for (Links *links = links_next(heap, ring); links != ring; links = next) {
        next = links_next(heap, links);
        Object *object = links_object(links);
        const Kind *kind = object_kind(vm, object);
        if ((kind->layout_flags & flag) == 0) continue;
        TrackNeed need = {false, flag == LAYOUT_UNTRACKS};
        layout_visit(vm, kind->layout, object, visit_may_be_tracked, &need);
        if (!need.is_needed) object_untrack(vm, object);
    }
}

// --- what happens to the unreachable ---

static bool object_is_weak_reference(Vm *vm, const Object *object) {
    return (object_kind(vm, object)->layout_flags & LAYOUT_IS_WEAK_REFERENCE) != 0;
}

// Unlinks all weak references to the unreachable; those with a callback that are not
// unreachable themselves come into `callbacks`, counted once more.
static void collect_callbacks(Vm *vm, Links *unreachable, Links *callbacks) {
    Heap *heap = heap_of(vm);
    Links *next;
    for (Links *links = links_next(heap, unreachable); links != unreachable; links = next) {
        Object *object = links_object(links);
        next = links_next(heap, links);
        if (object_is_weak_reference(vm, object)) weak_unlink(vm, (WeakReference *)object);
        WeakReference *reference;
        while ((reference = weak_get_first(vm, object)) != NULL) {
            weak_unlink(vm, reference);
            if (reference->callback.object == NULL || reference->base.count == 0) continue;
            if (object_is_collecting(vm, &reference->base)) continue;
            object_share(&reference->base);
            object_track(vm, &reference->base);
            ring_move(heap, callbacks, object_links(&reference->base));
        }
    }
}

// Gives the number of references that their callbacks' end freed.
static int64_t call_callbacks(Vm *vm, Links *callbacks, Links *old) {
    Heap *heap = heap_of(vm);
    int64_t freed = 0;
    while (!ring_is_empty(heap, callbacks)) {
        Links *links = links_next(heap, callbacks);
        WeakReference *reference = (WeakReference *)links_object(links);
        heap->hooks->weak_callback(vm, &reference->base, reference->callback.object);
        object_drop(vm, &reference->base);
        if (links_next(heap, callbacks) == links) {
            ring_move(heap, old, links);
        } else {
            freed++;
        }
    }
    return freed;
}

static void finalize_all(Vm *vm, Links *unreachable) {
    Heap *heap = heap_of(vm);
    Links *seen = ring_get(heap, RING_SEEN);
    ring_init(heap, seen);
    // A finaliser may free any of them, so the ring is taken from its front.
    while (!ring_is_empty(heap, unreachable)) {
        Links *links = links_next(heap, unreachable);
        Object *object = links_object(links);
        ring_move(heap, seen, links);
        if ((object_kind(vm, object)->flags & KIND_FINALIZES) == 0) continue;
        if (object_is_finalized(vm, object) || !heap->hooks->has_finalizer(vm, object)) continue;
        object_set_finalized(vm, object);
        object_share(object);
        heap->hooks->finalize(vm, object);
        object_drop(vm, object);
    }
    ring_merge(heap, unreachable, seen);
}

static void ring_clear_collecting(const Heap *heap, Links *ring) {
    for (Links *links = links_next(heap, ring); links != ring; links = links_next(heap, links))
        links->prev &= ~(uint32_t)FLAG_COLLECTING;
}

// Finalisers may have made some reachable again: these go to `old`, the others to `still`.
static void save_resurrected(Vm *vm, Links *unreachable, Links *still, Links *old) {
    Heap *heap = heap_of(vm);
    ring_clear_collecting(heap, unreachable);
    ring_deduce(vm, unreachable, still);
    ring_clear_unreachable(heap, still);
    ring_merge(heap, old, unreachable);
}

static void break_cycles(Vm *vm, Links *garbage, Links *old) {
    Heap *heap = heap_of(vm);
    FreeCause cause = heap->free_cause;
    heap->free_cause = FREED_IN_CYCLE;
    while (!ring_is_empty(heap, garbage)) {
        Links *links = links_next(heap, garbage);
        Object *object = links_object(links);
        if ((heap->collector->debug & DEBUG_SAVEALL) && heap->hooks->save_garbage != NULL) {
            heap->hooks->save_garbage(vm, object);
        } else {
            object_share(object);
            object_clear(vm, object);
            object_drop(vm, object);
        }
        if (links_next(heap, garbage) != links) continue;
        links->prev &= ~(uint32_t)FLAG_COLLECTING;
        ring_move(heap, old, links);  // still alive: it may die later
    }
    heap->free_cause = cause;
}

// Empties tuples, which have no way to be cleared; what is no tuple goes to `old`.
static void empty_rows(Vm *vm, Links *garbage, Links *old) {
    Heap *heap = heap_of(vm);
    while (!ring_is_empty(heap, garbage)) {
        Links *links = links_next(heap, garbage);
        Row *row = (Row *)links_object(links);
        ring_move(heap, old, links);
        if (object_kind(vm, &row->base)->free != row_free) continue;
        object_share(&row->base);
        slots_clear(vm, &row->base, row->slots, row->count);
        object_drop(vm, &row->base);
    }
}

static void note_collectable(Vm *vm, const Links *unreachable) {
    Heap *heap = heap_of(vm);
    if ((heap->collector->debug & DEBUG_COLLECTABLE) == 0) return;
    if (heap->hooks->collector_note == NULL) return;
    for (Links *links = links_next(heap, unreachable); links != unreachable;
         links = links_next(heap, links))
        heap->hooks->collector_note(vm, "collectable", links_object(links));
}

// --- one collection ---

static void forget_kept(Heap *heap) {
    int64_t freed = 0;
    for (size_t i = 0; i < ARRAY_COUNT(heap->collector->kept); i++) {
        freed += heap->collector->kept[i];
        heap->collector->kept[i] = 0;
    }
    int64_t *count = &heap->generations[0].count;
    *count = *count > freed ? *count - freed : 0;
}

// Takes the counts of the generations that are collected back, and joins their rings.
static Links *young_begin(Heap *heap, int generation) {
    if (generation + 1 < GENERATIONS) heap->generations[generation + 1].count++;
    for (int i = 0; i <= generation; i++) heap->generations[i].count = 0;
    Links *young = ring_get(heap, generation);
    for (int i = 0; i < generation; i++) ring_merge(heap, young, ring_get(heap, i));
    return young;
}

// Moves the survivors on; gives the ring where all others that live are put.
static Links *survivors_move(Vm *vm, int generation, Links *young) {
    Heap *heap = heap_of(vm);
    ring_untrack(vm, young, LAYOUT_UNTRACKS);
    if (generation == GENERATIONS - 1) {
        ring_untrack(vm, young, LAYOUT_UNTRACKS_FULLY);
        heap->collector->long_lived_pending = 0;
        heap->collector->long_lived_total = ring_count(heap, young);
        return young;
    }
    if (generation == GENERATIONS - 2)
        heap->collector->long_lived_pending += ring_count(heap, young);
    Links *old = ring_get(heap, generation + 1);
    ring_merge(heap, old, young);
    return old;
}

static int64_t collect_generation(Vm *vm, int generation) {
    Heap *heap = heap_of(vm);
    Links *unreachable = ring_get(heap, RING_UNREACHABLE), *still = ring_get(heap, RING_STILL);
    Links *callbacks = ring_get(heap, RING_CALLBACKS);
    Links *young = young_begin(heap, generation);
    ring_deduce(vm, young, unreachable);
    Links *old = survivors_move(vm, generation, young);
    ring_clear_unreachable(heap, unreachable);
    note_collectable(vm, unreachable);
    ring_init(heap, callbacks);
    collect_callbacks(vm, unreachable, callbacks);
    int64_t collected = call_callbacks(vm, callbacks, old);
    finalize_all(vm, unreachable);
    save_resurrected(vm, unreachable, still, old);
    collected += ring_count(heap, still);
    Links *left = ring_get(heap, RING_SEEN);
    ring_init(heap, left);
    break_cycles(vm, still, left);
    if (heap->collector->is_last) empty_rows(vm, left, old);
    ring_merge(heap, old, left);
    if (generation == GENERATIONS - 1) forget_kept(heap);
    heap->generations[generation].collections++;
    heap->generations[generation].collected += collected;
    return collected;
}

static int64_t collect_with_callbacks(Vm *vm, int generation) {
    Heap *heap = heap_of(vm);
    heap->is_collecting = true;
    heap->hooks->collecting(vm, "start", generation, 0, 0);
    int64_t collected = collect_generation(vm, generation);
    heap->hooks->collecting(vm, "stop", generation, collected, 0);
    heap->is_collecting = false;
    return collected;
}

int64_t heap_collect(Vm *vm, int generation) {
    if (heap_of(vm)->is_collecting) return 0;
    return collect_with_callbacks(vm, generation);
}

static bool heap_may_collect(Vm *vm) {
    Heap *heap = heap_of(vm);
    if (heap->is_collecting || heap->hooks == NULL) return false;
    return heap->hooks->may_collect == NULL || heap->hooks->may_collect(vm);
}

void cycles_forget_counts(Vm *vm) {
    for (int i = 0; i < GENERATIONS; i++) heap_of(vm)->generations[i].count = 0;
}

void heap_collect_if_due(Vm *vm) {
    Heap *heap = heap_of(vm);
    const Collector *collector = heap->collector;
    if (!heap->collector_enabled || !heap_may_collect(vm)) return;
    if (UNLIKELY(heap->unusual & HEAP_ALWAYS_COLLECTS)) {
        collect_with_callbacks(vm, GENERATIONS - 1);
        return;
    }
    if (heap->generations[0].threshold == 0) return;
    for (int i = GENERATIONS - 1; i >= 0; i--) {
        if (heap->generations[i].count <= heap->generations[i].threshold) continue;
        // A full collection waits until a quarter more has come to stay, so that the
        // work of all of them grows with the program and not with its square.
        if (i == GENERATIONS - 1 &&
            collector->long_lived_pending < collector->long_lived_total / 4)
            continue;
        collect_with_callbacks(vm, i);
        return;
    }
}

// --- freezing and walking ---

void cycles_freeze(Vm *vm) {
    Heap *heap = heap_of(vm);
    for (int i = 0; i < GENERATIONS; i++) {
        ring_merge(heap, ring_get(heap, RING_FROZEN), ring_get(heap, i));
        heap->generations[i].count = 0;
    }
}

void cycles_end(Vm *vm) {
    cycles_unfreeze(vm);
    heap_of(vm)->collector->is_last = true;
    heap_collect(vm, GENERATIONS - 1);
    heap_of(vm)->collector->is_last = false;
}

void cycles_unfreeze(Vm *vm) {
    Heap *heap = heap_of(vm);
    ring_merge(heap, ring_get(heap, GENERATIONS - 1), ring_get(heap, RING_FROZEN));
}

int64_t cycles_frozen_count(Vm *vm) {
    return ring_count(heap_of(vm), ring_get(heap_of(vm), RING_FROZEN));
}

void cycles_each_tracked(Vm *vm, int generation, TrackedVisit *visit, void *context) {
    Heap *heap = heap_of(vm);
    for (int i = 0; i < GENERATIONS; i++) {
        if (generation >= 0 && i != generation) continue;
        const Links *ring = ring_get(heap, i);
        for (Links *links = links_next(heap, ring); links != ring;
             links = links_next(heap, links))
            if (!visit(vm, links_object(links), context)) return;
    }
}

int64_t cycles_verify(Vm *vm) {
    Heap *heap = heap_of(vm);
    int64_t faults = 0;
    for (int i = 0; i <= RING_FROZEN; i++) {
        const Links *ring = ring_get(heap, i), *prev = ring;
        for (const Links *links = links_next(heap, ring); links != ring;
             links = links_next(heap, links)) {
            faults += links_at(heap, links->prev) != prev;
            faults += (links->prev & FLAG_COLLECTING) != 0 || (links->next & FLAG_BITS) != 0;
            faults += links_object((Links *)(uintptr_t)links)->count == 0;
            if (links->next == 0) return faults + 1;  // the walk would not end
            prev = links;
        }
        faults += links_at(heap, ring->prev) != prev;
    }
    return faults;
}
