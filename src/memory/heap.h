// The heap: every Python object, in one region, by size class.
//
//   region: | Vm+Heap | system | small cells 16..512 | large blocks | registers | C stacks |
//
// Addresses are part of the semantics: only what the program itself allocates
// touches the object zones (small, large); caches, code in register form and
// everything else the machine keeps for itself is in the system zone. A freed
// cell is the next one given out in its class (LIFO), so ids repeat in each run.

#ifndef MEMORY_HEAP_H
#define MEMORY_HEAP_H

#include "memory/object.h"
#include "memory/hooks.h"

enum {
    CELL_GRAIN = 16,
    CELL_BYTES_MAX = 512,
    CELL_CLASSES = CELL_BYTES_MAX / CELL_GRAIN + 1,  // class n: cells of n * 16 bytes
    GENERATIONS = 3,
};

#define LOGICAL_BASE UINT64_C(0x7f0000000000)

// A cell on a free list. Its header's count is 0.
typedef struct FreeCell {
    Object header;
    struct FreeCell *next;
} FreeCell;

typedef struct Kind {
    const Layout *layout;  // borrows
    Slot type;             // the Type; not counted for built-in kinds
    uint32_t version;      // unique among all kinds; new when the type or a base changes
    uint32_t flags;        // objects/type.h: KIND_…
} Kind;

typedef struct Generation {
    Prefix *head;       // owns: sentinel of a ring of tracked objects
    int64_t count;      // allocations minus frees, or collections of the younger
    int64_t threshold;
    int64_t collections, collected, uncollectable;
} Generation;

typedef struct Heap {
    Vm vm;                    // first, so that a Vm * is a Heap *
    FreeCell *free_numbers;   // cells of 16 bytes for int and float alone
    FreeCell *free_cells[CELL_CLASSES];
    Kind *kinds;              // owns; index: Object.kind
    uint32_t kind_count, kind_capacity;
    uint32_t free_kind;       // a chain of kinds of dead classes, 0 at its end
    uint32_t next_version;
    char *base;               // the region's address
    const Watch *watch;       // borrows: who is told of writes; NULL: nobody
    const Hooks *hooks;       // borrows
    uint64_t failure_countdown;  // allocations until the planned failure; 0: none planned
    int32_t free_depth;       // nesting of object_free: the trashcan's measure
    bool is_collecting;
    bool collector_enabled;
    Generation generations[GENERATIONS];
    struct Zones *zones;      // owns: zone limits and large-block bins (region.c, block.c)
    struct Collector *collector;
    struct Weak *weak;
    struct Interned *interned;
    uint64_t live_bytes, live_cells;
} Heap;

ALWAYS_INLINE Heap *heap_of(Vm *vm) {
    return (Heap *)vm;
}

ALWAYS_INLINE const Kind *object_kind(Vm *vm, const Object *object) {
    return &heap_of(vm)->kinds[object->kind];
}

ALWAYS_INLINE const Layout *object_layout(Vm *vm, const Object *object) {
    return object_kind(vm, object)->layout;
}

// The logical address: what id(), repr and digests show. The same in every run.
ALWAYS_INLINE uint64_t object_address(Vm *vm, const Object *object) {
    return LOGICAL_BASE + (uint64_t)((const char *)object - heap_of(vm)->base);
}

// --- a machine's memory ---

typedef struct HeapLimits {
    uint64_t object_bytes_max;   // small and large zones together; 0: the default, 16 GiB
    uint64_t system_bytes_max;   // 0: the default
    uint64_t register_bytes_max;
    uint64_t stack_bytes_max;    // all C stacks
} HeapLimits;

// Reserves a region and lays an empty heap into it; NULL when the system refuses.
// The caller sets vm.* and hooks next.
MUST_USE Heap *heap_new(const HeapLimits *limits, struct World *world);

// Gives the region back, whatever lives in it.
void heap_drop(Heap *heap);

// --- objects ---

// A new object: header set (count 1), prefix cleared, the rest not cleared.
// Collected objects start untracked. NULL with MemoryError raised.
MUST_USE Object *object_new(Vm *vm, uint32_t kind, size_t bytes);

// A cell for an Int or Float, from the free list of numbers.
MUST_USE Object *object_new_number_slow(Vm *vm, uint32_t kind);

ALWAYS_INLINE MUST_USE Object *object_new_number(Vm *vm, uint32_t kind) {
    Heap *heap = heap_of(vm);
    FreeCell *cell = heap->free_numbers;
    if (UNLIKELY(cell == NULL || heap->failure_countdown != 0 || heap->watch != NULL))
        return object_new_number_slow(vm, kind);
    heap->free_numbers = cell->next;
    cell->header = (Object){1, kind};
    return &cell->header;
}

// Frees an object whose count reached 0: weak references, finaliser, slots, cell.
// The finaliser may resurrect it. Deep chains are freed without deep recursion.
void object_free(Vm *vm, Object *object);

// Gives a cell back as it is, without finishing: for a half-built object.
void object_discard(Vm *vm, Object *object);

ALWAYS_INLINE Object *object_share(Object *object) {
    object->count++;  // cannot overflow: the region holds fewer than 2^31 slots
    return object;
}

ALWAYS_INLINE Object *object_share_or_null(Object *object) {
    if (object != NULL) object->count++;
    return object;
}

ALWAYS_INLINE void object_drop(Vm *vm, Object *object) {
    CHECK_HOT(object->count != 0);
    if (--object->count == 0) object_free(vm, object);
}

ALWAYS_INLINE void object_drop_or_null(Vm *vm, Object *object) {
    if (object != NULL) object_drop(vm, object);
}

// Visits type (of a program's class), prefix.dict and own slots of an object.
void object_visit(Vm *vm, Object *object, SlotVisit *visit, void *context);

// --- kinds ---

// Registers a kind; built-in kinds are registered in order of kinds.def.
// Gives its id, or 0 with MemoryError raised.
MUST_USE uint32_t kind_new(Vm *vm, const Layout *layout, Object *type);
void kind_drop(Vm *vm, uint32_t kind);

// Gives the kind a version never used before: every cache that guards on it misses.
void kind_renew(Vm *vm, uint32_t kind);

// --- buffers of objects (list items, bytearray data, dict tables): object zones ---

// `bytes` is what was asked for; it is passed again to resize and drop.
MUST_USE void *buffer_new(Vm *vm, size_t bytes);              // NULL: MemoryError raised
MUST_USE void *buffer_resize(Vm *vm, void *buffer, size_t bytes_old, size_t bytes_new);
void buffer_drop(Vm *vm, void *buffer, size_t bytes);          // NULL is allowed

// --- the machine's own memory: system zone, cleared, never shown ---

MUST_USE void *system_new(Vm *vm, size_t bytes);               // NULL: MemoryError raised
MUST_USE void *system_resize(Vm *vm, void *block, size_t bytes_old, size_t bytes_new);
void system_drop(Vm *vm, void *block, size_t bytes);

// --- the other zones ---

// The register stack: one contiguous row of slots for all windows.
Slot *heap_registers(Vm *vm, int64_t *capacity);
// Room for C stacks of green threads; NULL when used up.
MUST_USE char *heap_stack_new(Vm *vm, size_t bytes);
void heap_stack_drop(Vm *vm, char *stack, size_t bytes);

// --- collection (cycles.c) ---

void object_track(Vm *vm, Object *object);    // from now on the collector sees it
void object_untrack(Vm *vm, Object *object);
bool object_is_tracked(Vm *vm, const Object *object);
bool object_is_finalized(Vm *vm, const Object *object);
// Collects generation 0..n, as gc.collect(n); gives the number of unreachable objects.
int64_t heap_collect(Vm *vm, int generation);
// What gc.collect_if_due would be: called by the loop and by object_new through a flag.
void heap_collect_if_due(Vm *vm);

// --- weak references (weak.c) ---

// The weak reference struct: created by objects/weakref.c with kind KIND_WEAKREF,
// linked here; cleared when the object dies, callbacks called through Hooks.
typedef struct WeakReference {
    Object base;
    Object *target;       // borrows; NULL once the target died
    Slot callback;        // owns; empty when there is none
    Object *previous;     // borrows: WeakReference list of the target
    Object *following;
    int64_t hash;         // -1 until known
} WeakReference;

void weak_link(Vm *vm, WeakReference *reference, Object *target);
void weak_unlink(Vm *vm, WeakReference *reference);

// --- checking ---

// Walks the whole heap, recounts each reference and checks each invariant.
// Gives the number of faults and writes them (`out` may be NULL).
struct Buffer;
int64_t heap_verify(Vm *vm, struct Buffer *out);

// Calls visit with every live object, in order of address.
void heap_each(Vm *vm, void (*visit)(Vm *vm, Object *object, void *context), void *context);

// 128 bits over everything reachable, by logical address: equal states, equal digests.
typedef struct Digest { uint64_t words[2]; } Digest;
Digest heap_digest(Vm *vm);

#endif
