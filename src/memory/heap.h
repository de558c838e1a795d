// The heap: every Python object, in one region, by size and shape.
//
//   region: | Heap | page lists | system | small | large | registers | C stacks |
//   small:  | page of cells of one size and shape | page | ...
//   cell:   | prefix, by shape | Object ... |
//
// Addresses are part of the semantics: only what the program itself allocates
// touches the object zones (small, large); caches, code in register form and
// everything else the machine keeps for itself is in the system zone. A freed
// cell is the next one given out in its class (LIFO), so ids repeat in each run.
// Ints and floats have pages of their own, so that arithmetic never moves others.

#ifndef MEMORY_HEAP_H
#define MEMORY_HEAP_H

#include "memory/buffer.h"
#include "memory/hooks.h"
#include "memory/object.h"
#include "memory/system.h"
#include "memory/weak.h"

enum {
    CELL_GRAIN = 16,
    CELL_BYTES_MAX = 512,
    CELL_CLASSES = CELL_BYTES_MAX / CELL_GRAIN + 1,  // class n: cells of n * 16 bytes
    GENERATIONS = 3,
};

// What a cell holds: an object with one of the three prefixes, or a buffer.
typedef enum CellShape { SHAPE_PLAIN, SHAPE_LINKS, SHAPE_WHOLE, SHAPE_BUFFER } CellShape;

// The free lists: by shape and class, then the one of numbers. A page's byte in
// the page lists is the index of the free list of its cells; 0: not in use.
enum {
    LIST_SHAPES = 4,
    LIST_NUMBERS = LIST_SHAPES * CELL_CLASSES,
    LIST_COUNT,
    LIST_UNUSED = 0,
    LIST_RESERVED = CELL_CLASSES,  // the first page: sentinels of the generations
};

#define LOGICAL_BASE UINT64_C(0x7f0000000000)
#define LOGICAL_LARGE_OFFSET (UINT64_C(8) << 30)  // of the large zone from the small one

// A cell on a free list. Its header's count is 0. In shapes with a prefix the
// header stays where the object's was, and `next` stands just before it.
typedef struct FreeCell {
    Object header;
    struct FreeCell *next;
} FreeCell;

typedef struct Kind {
    const Layout *layout;   // borrows
    Slot type;              // the Type; borrows (a class drops its kinds when it dies)
    uint32_t version;       // unique among all kinds; new when the type or a base changes
    uint32_t flags;         // KindFlag
    uint32_t layout_flags;  // a copy of layout->flags
    uint8_t prefix_bytes;   // by layout: 0, 8 or 24
    uint8_t shape;          // CellShape
    uint8_t kept_dead;      // KeptDead; KEPT_NONE for classes of the program
    bool is_simple;         // no dict, weak references or finaliser: finish and release
    void (*free)(Vm *vm, Object *object);   // what object_free does to those that are no number
} Kind;

// No kind has version 0: an empty cache has.
#define KIND_VERSION_SPENT UINT32_MAX

enum KindFlag {
    KIND_IS_USED = 1 << 0,
    KIND_FINALIZES = 1 << 1,  // Hooks.has_finalizer is asked when an object of it dies
};

// Why an allocation may not take the fast path.
enum HeapUnusual {
    HEAP_IS_WATCHED = 1 << 0,
    HEAP_PLANS_FAILURE = 1 << 1,
    HEAP_KEEPS_FREED = 1 << 2,      // freed cells are never given out again
    HEAP_ALWAYS_COLLECTS = 1 << 3,  // a collection before each container
    HEAP_IS_POISONED = 1 << 4,      // AddressSanitizer marks free cells
};

typedef struct Generation {
    uint32_t head;      // link of the sentinel of a ring of tracked objects
    int64_t count;      // allocations minus frees, or collections of the younger
    int64_t threshold;
    int64_t collections, collected, uncollectable;
} Generation;

typedef struct Heap {
    Vm vm;                    // first, so that a Vm * is a Heap *
    FreeCell *free_numbers;   // cells of 16 bytes for int and float alone
    FreeCell *free_cells[LIST_NUMBERS];
    Kind *kinds;              // owns; index: Object.kind
    char *base;               // start of the small zone: what links and ids count from
    uint8_t *page_lists;      // a byte a page of the small zone: index of its free list
    uint64_t small_bytes;     // reserved for the small zone; the large zone follows
    uint32_t unusual;         // HeapUnusual; 0: the fast paths hold
    uint32_t kind_count, kind_capacity;
    uint32_t free_kind;       // a chain of kinds of dead classes through version, 0 at its end
    uint32_t next_version;
    const Watch *watch;       // borrows: who is told of writes; NULL: nobody (heap_set_watch)
    const Hooks *hooks;       // borrows; set by the caller of heap_new
    uint64_t failure_countdown;  // allocations until the planned failure; 0: none planned
    // The trashcan (a green thread has its own: saved and restored at a switch).
    int32_t free_depth;       // nesting of object_free
    uint32_t deferred;        // link of the first object that waits to be freed; 0: none
    bool is_collecting;
    bool collector_enabled;
    FreeCause free_cause;     // FREED_IN_CYCLE while the collector breaks cycles
    Generation generations[GENERATIONS];
    struct Zones *zones;      // owns: zone limits and large-block bins
    struct Collector *collector;
    struct Interned *interned;
    struct Handle *handles;   // owns: the ring's first (handle.h); NULL: none
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

// The logical address: what id(), repr and digests show. The same in every run,
// whatever the limits of the machine.
ALWAYS_INLINE uint64_t object_address(Vm *vm, const Object *object) {
    uint64_t offset = (uint64_t)((const char *)object - heap_of(vm)->base);
    uint64_t small_bytes = heap_of(vm)->small_bytes;
    if (UNLIKELY(offset >= small_bytes)) offset += LOGICAL_LARGE_OFFSET - small_bytes;
    return LOGICAL_BASE + offset;
}

// --- a machine's memory ---

typedef struct HeapLimits {
    uint64_t object_bytes_max;   // small and large zones together; 0: the default, 16 GiB
    uint64_t system_bytes_max;   // 0: the default
    uint64_t register_bytes_max;
    uint64_t stack_bytes_max;    // all C stacks
} HeapLimits;

// Reserves a region and lays an empty heap into it; NULL when the system refuses
// (it is asked for less and less first). limits NULL: the defaults.
// The caller sets hooks and registers kinds next.
MUST_USE Heap *heap_new(const HeapLimits *limits, struct World *world);

// Gives the region back, whatever lives in it.
void heap_drop(Heap *heap);

// Who is told of writes from now on; NULL: nobody.
void heap_set_watch(Vm *vm, const Watch *watch);
// Makes the n-th allocation from now raise MemoryError (1 is the next); 0 plans nothing.
void heap_plan_failure(Vm *vm, uint64_t nth);
// Modes for tests, a set of HEAP_KEEPS_FREED and HEAP_ALWAYS_COLLECTS.
void heap_set_modes(Vm *vm, uint32_t modes);

typedef struct HeapUsage {
    uint64_t object_bytes, object_bytes_high;  // handed out now; zones up to their marks
    uint64_t system_bytes, system_bytes_high;
    uint64_t object_count;
} HeapUsage;
HeapUsage heap_usage(Vm *vm);  // walks the heap

// --- objects ---

// A new object of `bytes` without the prefix: header set (count 1), prefix cleared,
// the rest not cleared. Collected objects start untracked; a collection may run.
// Numbers have their own function below. NULL with MemoryError raised.
MUST_USE Object *object_new(Vm *vm, uint32_t kind, size_t bytes);

// A cell for an Int or Float, from the free list of numbers.
MUST_USE Object *object_new_number_slow(Vm *vm, uint32_t kind);

ALWAYS_INLINE MUST_USE Object *object_new_number(Vm *vm, uint32_t kind) {
    Heap *heap = heap_of(vm);
    FreeCell *cell = heap->free_numbers;
    if (UNLIKELY(cell == NULL || heap->unusual != 0)) return object_new_number_slow(vm, kind);
    heap->free_numbers = cell->next;
    cell->header = (Object){1, kind};
    return &cell->header;
}

ALWAYS_INLINE bool object_is_number_kind(const Object *object) {
    return object->kind - KIND_NUMBER_FIRST < KIND_NUMBER_COUNT;
}

// Frees an object whose count reached 0: weak references, finaliser, slots, cell.
// The finaliser may resurrect it. Deep chains are freed without deep recursion.
void object_free(Vm *vm, Object *object);

// Gives a cell back as it is, without finishing: for a half-built object whose
// slots and buffers are gone already. Its count must be 1.
void object_discard(Vm *vm, Object *object);

// Empties prefix.dict: for a `finish` with LAYOUT_FINISHES_DICT.
void object_clear_dict(Vm *vm, Object *object);

// Room of the cell or block without the prefix: at least the bytes asked for.
size_t object_room_bytes(Vm *vm, const Object *object);

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

// Gives back the cell of an int or float whose count is 0, where heap->unusual is 0.
ALWAYS_INLINE void heap_give_number(Heap *heap, Object *object) {
    FreeCell *cell = (FreeCell *)object;
    cell->next = heap->free_numbers;
    heap->free_numbers = cell;
}

// The same where an int or a float is the common case.
ALWAYS_INLINE void object_drop_number(Vm *vm, Object *object) {
    CHECK_HOT(object->count != 0);
    if (--object->count != 0) return;
    Heap *heap = heap_of(vm);
    if (UNLIKELY(!object_is_number_kind(object) || heap->unusual != 0)) {
        object_free(vm, object);
        return;
    }
    heap_give_number(heap, object);
}

ALWAYS_INLINE void object_drop_or_null(Vm *vm, Object *object) {
    if (object != NULL) object_drop(vm, object);
}

// Visits type (of a program's class), prefix.dict and own slots of an object.
void object_visit(Vm *vm, Object *object, SlotVisit *visit, void *context);

// --- kinds ---

// Registers a kind; built-in kinds are registered in order of kinds.def, from 0.
// Gives its id, or 0 with MemoryError raised. The type is borrowed; NULL: set later.
MUST_USE uint32_t kind_new(Vm *vm, const Layout *layout, Object *type);
void kind_set_type(Vm *vm, uint32_t kind, Object *type);
void kind_drop(Vm *vm, uint32_t kind);

// Gives the kind a version never used before: every cache that guards on it misses.
// (KIND_VERSION_SPENT, on which no cache may guard, once all are used.)
void kind_renew(Vm *vm, uint32_t kind);

// Whether Hooks.has_finalizer must be asked when an object of the kind dies. A new kind
// with LAYOUT_CLASS or LAYOUT_FINALIZES asks; a class without __del__ need not.
void kind_ask_finalizer(Vm *vm, uint32_t kind);
void kind_skip_finalizer(Vm *vm, uint32_t kind);

// --- the other zones ---

// The register stack: one contiguous row of slots for all windows.
Slot *heap_registers(Vm *vm, int64_t *capacity);
// Snapshots copy the registers below the highest index ever told here.
void heap_registers_mark(Vm *vm, int64_t count);
// Room for C stacks of green threads, with a guard page below; NULL when used up.
MUST_USE char *heap_stack_new(Vm *vm, size_t bytes);
void heap_stack_drop(Vm *vm, char *stack, size_t bytes);
// Snapshots copy a stack from its lowest address in use; told before each snapshot.
void heap_stack_mark(Vm *vm, char *stack, char *low);

// --- collection (cycles.c; all else about it in cycles.h) ---

void object_track(Vm *vm, Object *object);    // from now on the collector sees it
void object_untrack(Vm *vm, Object *object);

ALWAYS_INLINE bool object_is_tracked(Vm *vm, const Object *object) {
    if ((object_kind(vm, object)->layout_flags & LAYOUT_COLLECTED) == 0) return false;
    return object_prefix(object)->next != 0;
}

// CPython's rule for containers that track themselves late: false when the object can
// never be part of a cycle (an atom, an untracked tuple, a built-in type).
ALWAYS_INLINE bool object_may_be_tracked(Vm *vm, const Object *object) {
    uint32_t flags = object_kind(vm, object)->layout_flags;
    if ((flags & LAYOUT_COLLECTED) == 0) return false;
    return (flags & (LAYOUT_UNTRACKS | LAYOUT_MAY_BE_STATIC)) == 0 ||
           object_prefix(object)->next != 0;
}

bool object_is_finalized(Vm *vm, const Object *object);
// Collects generation 0..n, as gc.collect(n); gives the number of unreachable objects.
int64_t heap_collect(Vm *vm, int generation);
// What an allocation does once generation 0 is over its threshold.
void heap_collect_if_due(Vm *vm);

// --- checking ---

// Walks the whole heap, recounts each reference and checks each invariant (verify.h
// has more). Gives the number of faults. To be called where no C code holds references
// that no root shows.
int64_t heap_verify(Vm *vm);

// Calls visit with every live object, in order of address.
typedef void ObjectVisit(Vm *vm, Object *object, void *context);
void heap_each(Vm *vm, ObjectVisit *visit, void *context);

// 128 bits over everything that the roots reach, by logical address: equal states,
// equal digests. digest {0} when the host has no memory for the walk.
typedef struct Digest { uint64_t words[2]; } Digest;
Digest heap_digest(Vm *vm);
// Of one object alone, without its count: to find what makes two digests differ.
uint64_t object_digest(Vm *vm, Object *object);

#endif
