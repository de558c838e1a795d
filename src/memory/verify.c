#include "memory/verify.h"

#include "base/host.h"
#include "base/poison.h"
#include "memory/cycles.h"
#include "memory/handle.h"
#include "memory/slot.h"
#include "memory/zones.h"

// Objects that are shared for ever begin with CPython's 999,999,999: nobody can say how
// many of these are real references.
static const uint32_t count_immortal = 500000000;

// --- walking ---

// A free cell's count is 0, and may be read though it is poisoned.
static POISON_BLIND bool object_is_live(const Object *object) {
    return object->count != 0;
}

static void page_each(Vm *vm, char *page, ObjectVisit *visit, void *context) {
    Heap *heap = heap_of(vm);
    int list = heap_cell_list(heap, page);
    if (list == LIST_UNUSED || list == LIST_RESERVED) return;
    if (list / CELL_CLASSES == SHAPE_BUFFER && list != LIST_NUMBERS) return;
    size_t bytes = zones_cell_bytes(list), prefix_bytes = zones_prefix_bytes(list);
    const Zones *zones = heap->zones;
    char *end = page + REGION_PAGE / bytes * bytes;
    bool is_newest = zones->room_end[list] == page + REGION_PAGE;
    if (is_newest) end = zones->room[list];
    for (char *cell = page; cell < end; cell += bytes) {
        Object *object = (Object *)(cell + prefix_bytes);
        if (object_is_live(object)) visit(vm, object, context);
    }
}

static size_t state_prefix_bytes(uint32_t state) {
    if (state == BLOCK_OBJECT_LINKS) return PREFIX_LINKS_BYTES;
    return state == BLOCK_OBJECT_WHOLE ? PREFIX_WHOLE_BYTES : 0;
}

void heap_each(Vm *vm, ObjectVisit *visit, void *context) {
    Heap *heap = heap_of(vm);
    const Zone *small = heap_zone(heap, ZONE_SMALL);
    for (char *page = small->start; page < small->used; page += REGION_PAGE)
        page_each(vm, page, visit, context);
    const Blocks *blocks = &heap->zones->large_blocks;
    for (const Block *block = blocks_first(blocks); block != NULL;
         block = blocks_next(blocks, block)) {
        if (block->state < BLOCK_OBJECT_PLAIN) continue;
        visit(vm, (Object *)((char *)block_room(block) + state_prefix_bytes(block->state)),
              context);
    }
}

bool verify_has_object(Vm *vm, const void *address) {
    Heap *heap = heap_of(vm);
    const char *place = address;
    if (zone_holds(heap_zone(heap, ZONE_SMALL), place)) {
        int list = heap_cell_list(heap, place);
        if (list == LIST_RESERVED || (list / CELL_CLASSES == SHAPE_BUFFER && list != LIST_NUMBERS))
            return false;
        size_t offset = (size_t)(place - heap->base) % REGION_PAGE;
        size_t bytes = zones_cell_bytes(list);
        const char *page = place - offset;
        bool is_newest = heap->zones->room_end[list] == page + REGION_PAGE;
        if (is_newest && place >= heap->zones->room[list]) return false;
        if (offset >= REGION_PAGE / bytes * bytes) return false;
        return offset % bytes == zones_prefix_bytes(list) && object_is_live(address);
    }
    const Blocks *blocks = &heap->zones->large_blocks;
    for (const Block *block = blocks_first(blocks); block != NULL;
         block = blocks_next(blocks, block)) {
        if (block->state < BLOCK_OBJECT_PLAIN) continue;
        const char *room = block_room(block);
        if (place == room + state_prefix_bytes(block->state)) return true;
    }
    return false;
}

static void visit_usage(Vm *vm, Object *object, void *context) {
    HeapUsage *usage = context;
    usage->object_count++;
    usage->object_bytes += object_room_bytes(vm, object) + object_kind(vm, object)->prefix_bytes;
}

static uint64_t blocks_bytes(const Blocks *blocks, BlockState first, BlockState last) {
    uint64_t bytes = 0;
    for (const Block *block = blocks_first(blocks); block != NULL;
         block = blocks_next(blocks, block))
        if (block->state >= first && block->state <= last) bytes += block_room_bytes(block);
    return bytes;
}

void verify_each_system(Vm *vm, VerifySystem *visit, void *context) {
    const Heap *heap = heap_of(vm);
    const void *own[] = {heap->kinds, heap->interned->entries, heap->zones->stacks};
    const Blocks *blocks = &heap->zones->system_blocks;
    for (const Block *block = blocks_first(blocks); block != NULL;
         block = blocks_next(blocks, block)) {
        const void *room = block_room(block);
        bool is_own = room == own[0] || room == own[1] || room == own[2];
        if (block->state == BLOCK_BUFFER && !is_own) visit(vm, block_room_bytes(block), context);
    }
}

HeapUsage heap_usage(Vm *vm) {
    Heap *heap = heap_of(vm);
    HeapUsage usage = {0};
    const Zone *small = heap_zone(heap, ZONE_SMALL), *large = heap_zone(heap, ZONE_LARGE);
    const Zone *system = heap_zone(heap, ZONE_SYSTEM);
    heap_each(vm, visit_usage, &usage);
    usage.object_bytes += blocks_bytes(&heap->zones->large_blocks, BLOCK_BUFFER, BLOCK_BUFFER);
    usage.object_bytes_high = (uint64_t)(small->used - small->start) +
                              (uint64_t)(large->used - large->start);
    usage.system_bytes = blocks_bytes(&heap->zones->system_blocks, BLOCK_BUFFER, BLOCK_BUFFER);
    usage.system_bytes_high = (uint64_t)(system->used - system->start);
    return usage;
}

// --- holders ---

typedef struct HolderSearch {
    const Object *object;
    SlotVisit *visit;
    void *context;
} HolderSearch;

static void visit_holder_slot(Vm *vm, Object *owner, Slot *slot, void *context) {
    HolderSearch *search = context;
    if (slot->object == search->object) search->visit(vm, owner, slot, search->context);
}

static void visit_holder(Vm *vm, Object *object, void *context) {
    object_visit(vm, object, visit_holder_slot, context);
}

static void roots_visit(Vm *vm, SlotVisit *visit, void *context) {
    const Hooks *hooks = heap_of(vm)->hooks;
    if (hooks != NULL) hooks->visit_roots(vm, visit, context);
    handles_visit(vm, visit, context);
}

void object_each_holder(Vm *vm, const Object *object, SlotVisit *visit, void *context) {
    HolderSearch search = {object, visit, context};
    roots_visit(vm, visit_holder_slot, &search);
    heap_each(vm, visit_holder, &search);
}

// --- checking ---

typedef struct Verify {
    VerifyCounts counts;
    VerifyFault *fault;
    void *context;
    int64_t faults;
    // Counts found, one for each 16 bytes of the small and of the large zone.
    uint32_t *small_found, *large_found;
} Verify;

static void verify_fault(Vm *vm, Verify *verify, const char *what, Object *object,
                         int64_t expected, int64_t found) {
    verify->faults++;
    if (verify->fault != NULL)
        verify->fault(vm, what, object, expected, found, verify->context);
}

// Where the count of an object is kept; NULL: the address is in no object zone.
static uint32_t *verify_found(Vm *vm, const Verify *verify, const Object *object) {
    const Zone *small = heap_zone(heap_of(vm), ZONE_SMALL);
    const Zone *large = heap_zone(heap_of(vm), ZONE_LARGE);
    if (zone_holds(small, object))
        return &verify->small_found[((const char *)object - small->start) / CELL_GRAIN];
    if (zone_holds(large, object))
        return &verify->large_found[((const char *)object - large->start) / CELL_GRAIN];
    return NULL;
}

static void visit_recount(Vm *vm, Object *owner, Slot *slot, void *context) {
    Verify *verify = context;
    if (slot->object == NULL) return;
    uint32_t *found = verify_found(vm, verify, slot->object);
    if (found == NULL || !object_is_live(slot->object)) {
        verify_fault(vm, verify, "a slot refers to no live object", owner, 0, 0);
        return;
    }
    ++*found;
}

static void visit_recount_object(Vm *vm, Object *object, void *context) {
    Verify *verify = context;
    const Heap *heap = heap_of(vm);
    if (object->kind >= heap->kind_count || !(heap->kinds[object->kind].flags & KIND_IS_USED)) {
        verify_fault(vm, verify, "an object's kind is not registered", object,
                     heap->kind_count, object->kind);
        return;
    }
    object_visit(vm, object, visit_recount, verify);
}

static void verify_prefix(Vm *vm, Verify *verify, Object *object) {
    const Kind *kind = object_kind(vm, object);
    if (kind->layout->bytes != NULL) {
        size_t bytes = kind->layout->bytes(vm, object), room = object_room_bytes(vm, object);
        if (bytes > room)
            verify_fault(vm, verify, "an object is larger than its cell", object,
                         (int64_t)room, (int64_t)bytes);
    }
    const Object *previous = NULL;
    for (WeakReference *weak = weak_get_first(vm, object); weak != NULL;
         weak = (WeakReference *)weak->following) {
        if (weak->target != object || weak->previous != previous)
            verify_fault(vm, verify, "a weak reference is not linked well", object, 0, 0);
        previous = &weak->base;
    }
}

static void visit_compare(Vm *vm, Object *object, void *context) {
    Verify *verify = context;
    uint32_t found = *verify_found(vm, verify, object);
    verify_prefix(vm, verify, object);
    if (object->count >= count_immortal) return;
    if (found > object->count || (found < object->count && verify->counts == VERIFY_COUNTS_EXACT))
        verify_fault(vm, verify, "a count is wrong", object, found, object->count);
}

// Every cell of a list must lie in a page of the list and have the count 0.
static POISON_BLIND void verify_list(Vm *vm, Verify *verify, int list) {
    Heap *heap = heap_of(vm);
    size_t bytes = zones_cell_bytes(list), prefix_bytes = zones_prefix_bytes(list);
    const Zone *small = heap_zone(heap, ZONE_SMALL);
    for (FreeCell *cell = *heap_list(heap, list); cell != NULL;
         cell = *free_cell_next(cell, prefix_bytes)) {
        const char *start = (const char *)cell - prefix_bytes;
        size_t offset = (size_t)(start - heap->base) % REGION_PAGE;
        if (!zone_holds(small, start) || heap_cell_list(heap, start) != list ||
            offset % bytes != 0) {
            verify_fault(vm, verify, "a free list leaves its pages", &cell->header, list, 0);
            return;
        }
        if (cell->header.count != 0)
            verify_fault(vm, verify, "a free cell has a count", &cell->header, 0,
                         cell->header.count);
    }
}

static void verify_structure(Vm *vm, Verify *verify) {
    Heap *heap = heap_of(vm);
    for (int list = 0; list < LIST_COUNT; list++)
        if (list % CELL_CLASSES != 0 || list == LIST_NUMBERS) verify_list(vm, verify, list);
    int64_t system = blocks_verify(&heap->zones->system_blocks);
    int64_t large = blocks_verify(&heap->zones->large_blocks);
    if (system != 0) verify_fault(vm, verify, "the system zone is broken", NULL, 0, system);
    if (large != 0) verify_fault(vm, verify, "the large zone is broken", NULL, 0, large);
    int64_t rings = heap->is_collecting ? 0 : cycles_verify(vm);
    if (rings != 0) verify_fault(vm, verify, "the collector's rings are broken", NULL, 0, rings);
    int64_t interned = intern_verify(vm);
    if (interned != 0) verify_fault(vm, verify, "the interned table is broken", NULL, 0, interned);
}

static uint32_t *found_new(const Zone *zone) {
    size_t count = (size_t)(zone->used - zone->start) / CELL_GRAIN + 1;
    uint32_t *found = host_allocate(count * sizeof(uint32_t));
    for (size_t i = 0; found != NULL && i < count; i++) found[i] = 0;
    return found;
}

int64_t verify_report(Vm *vm, VerifyCounts counts, VerifyFault *fault, void *context) {
    Heap *heap = heap_of(vm);
    Verify verify = {counts, fault, context, 0, NULL, NULL};
    uint64_t planned = host_plan_failure(0);   // it is the program's allocations that fail
    verify.small_found = found_new(heap_zone(heap, ZONE_SMALL));
    verify.large_found = found_new(heap_zone(heap, ZONE_LARGE));
    (void)host_plan_failure(planned);
    verify_structure(vm, &verify);
    if (verify.small_found == NULL || verify.large_found == NULL) {
        verify_fault(vm, &verify, "no host memory to recount with", NULL, 0, 0);
    } else {
        heap_each(vm, visit_recount_object, &verify);
        roots_visit(vm, visit_recount, &verify);
        heap_each(vm, visit_compare, &verify);
    }
    host_release(verify.small_found);
    host_release(verify.large_found);
    return verify.faults;
}

int64_t heap_verify(Vm *vm) {
    return verify_report(vm, VERIFY_COUNTS_EXACT, NULL, NULL);
}
