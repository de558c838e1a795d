// The digest of a heap: the sum of a hash for each object that the roots reach.
//
// A sum does not depend on the order of the walk; each hash begins with the
// object's logical address, so that equal parts in different places differ.

#include "base/host.h"
#include "memory/handle.h"
#include "memory/slot.h"
#include "memory/zones.h"

typedef struct Walk {
    uint64_t *seen[2];   // a bit for each 16 bytes of the small and of the large zone
    Object **waiting;    // host memory: reached, and not yet looked at
    size_t waiting_count, waiting_capacity;
    bool has_failed;
    Digest hash;         // of what is being looked at
    Digest sum;
} Walk;

static uint64_t mix(uint64_t x) {
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 32);
}

static void hash_add(Digest *hash, uint64_t word) {
    hash->words[0] = mix(hash->words[0] ^ word) + UINT64_C(0x9e3779b97f4a7c15);
    hash->words[1] = mix(hash->words[1] + word) ^ hash->words[0];
}

static void hash_add_bytes(void *context, const void *bytes, size_t count) {
    Walk *walk = context;
    const unsigned char *byte = bytes;
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++) {
        word = word << 8 | byte[i];
        if (i % 8 == 7) hash_add(&walk->hash, word);
    }
    hash_add(&walk->hash, word);
    hash_add(&walk->hash, count);
}

static void digest_add(Digest *sum, const Digest *hash) {
    // No carry: it would depend on the order.
    sum->words[0] += hash->words[0];
    sum->words[1] += hash->words[1];
}

// Marks an object as seen; false: it was.
static bool walk_mark(Vm *vm, Walk *walk, const Object *object) {
    const Heap *heap = heap_of(vm);
    const Zone *large = heap_zone(heap, ZONE_LARGE);
    bool is_small = heap_is_small(heap, object);
    size_t index = (size_t)((const char *)object - (is_small ? heap->base : large->start)) / 16;
    uint64_t *word = &walk->seen[is_small ? 0 : 1][index / 64];
    uint64_t bit = UINT64_C(1) << index % 64;
    if (*word & bit) return false;
    *word |= bit;
    return true;
}

static void walk_reach(Vm *vm, Walk *walk, Object *object) {
    if (walk->seen[0] == NULL || !walk_mark(vm, walk, object)) return;
    if (walk->waiting_count == walk->waiting_capacity) {
        size_t capacity = walk->waiting_capacity * 2 + 1024;
        void *waiting = host_resize(walk->waiting, capacity * sizeof(*walk->waiting));
        walk->has_failed |= waiting == NULL;
        if (waiting == NULL) return;
        walk->waiting = waiting;
        walk->waiting_capacity = capacity;
    }
    walk->waiting[walk->waiting_count++] = object;
}

static void visit_slot(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)owner;
    Walk *walk = context;
    if (slot->object == NULL) {
        hash_add(&walk->hash, 0);
        return;
    }
    hash_add(&walk->hash, object_address(vm, slot->object));
    walk_reach(vm, walk, slot->object);
}

// A root only leads the way: how many roots hold an object stands in its count, and
// what the program sees of them is told by Hooks.digest.
static void visit_root(Vm *vm, Object *owner, Slot *slot, void *context) {
    (void)owner;
    if (slot->object != NULL) walk_reach(vm, context, slot->object);
}

// Counts enter as a sum, so that references can be added that the count leaves out.
static void add_references(Vm *vm, Walk *walk, const Object *object, uint64_t count) {
    uint64_t weight = mix(object_address(vm, object) ^ UINT64_C(0x9e3779b97f4a7c15));
    walk->sum.words[0] += weight * count;
    walk->sum.words[1] += mix(weight) * count;
}

static void add_pending(Vm *vm, Object *object, void *context) {
    add_references(vm, context, object, 1);
}

static void add_binding(Vm *vm, const Object *object, void *context) {
    Walk *walk = context;
    hash_add(&walk->hash, object == NULL ? 0 : object_address(vm, object));
}

static void walk_look(Vm *vm, Walk *walk, Object *object) {
    const Kind *kind = object_kind(vm, object);
    walk->hash = (Digest){{object_address(vm, object), 0}};
    add_references(vm, walk, object, object->count);
    for (const char *name = kind->layout->name; name != NULL && *name != 0; name++)
        hash_add(&walk->hash, (unsigned char)*name);
    // An operand may be in a slot or be named by the code, as for roots.
    bool has_operands = (kind->layout_flags & LAYOUT_HAS_OPERANDS) != 0;
    object_visit(vm, object, has_operands ? visit_root : visit_slot, walk);
    if (kind->layout_flags & LAYOUT_WEAK) {
        for (const WeakReference *weak = weak_get_first(vm, object); weak != NULL;
             weak = (const WeakReference *)weak->following)
            hash_add(&walk->hash, object_address(vm, &weak->base));
    }
    if (kind->layout->payload != NULL)
        kind->layout->payload(vm, object, hash_add_bytes, walk);
    digest_add(&walk->sum, &walk->hash);
}

uint64_t object_digest(Vm *vm, Object *object) {
    Walk walk = {0};
    walk_look(vm, &walk, object);
    return walk.hash.words[0];
}

static uint64_t *seen_new(const Zone *zone) {
    size_t count = (size_t)(zone->used - zone->start) / (16 * 64) + 1;
    uint64_t *seen = host_allocate(count * sizeof(*seen));
    for (size_t i = 0; seen != NULL && i < count; i++) seen[i] = 0;
    return seen;
}

Digest heap_digest(Vm *vm) {
    const Heap *heap = heap_of(vm);
    Walk walk = {0};
    walk.seen[0] = seen_new(heap_zone(heap, ZONE_SMALL));
    walk.seen[1] = seen_new(heap_zone(heap, ZONE_LARGE));
    walk.has_failed = walk.seen[0] == NULL || walk.seen[1] == NULL;
    if (!walk.has_failed) {
        const Hooks *hooks = heap->hooks;
        if (hooks != NULL) hooks->visit_roots(vm, visit_root, &walk);
        if (hooks != NULL && hooks->digest != NULL)
            hooks->digest(vm, add_binding, add_pending, &walk);
        handles_visit(vm, visit_slot, &walk);
        digest_add(&walk.sum, &walk.hash);
    }
    while (!walk.has_failed && walk.waiting_count > 0)
        walk_look(vm, &walk, walk.waiting[--walk.waiting_count]);
    host_release(walk.seen[0]);
    host_release(walk.seen[1]);
    host_release(walk.waiting);
    return walk.has_failed ? (Digest){{0, 0}} : walk.sum;
}
