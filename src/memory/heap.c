#include "memory/heap.h"

#include <string.h>

#include "base/poison.h"
#include "memory/links.h"
#include "memory/rows.h"
#include "memory/layout.h"

enum {
    REFILL_BYTES = 1024,  // a free list is filled with about this much at once
};

static const uint64_t object_bytes_default = UINT64_C(16) << 30;
static const uint64_t system_bytes_default = UINT64_C(4) << 30;
static const uint64_t register_bytes_default = UINT64_C(256) << 20;
static const uint64_t stack_bytes_default = UINT64_C(8) << 30;
static const uint64_t zone_bytes_min = UINT64_C(1) << 20;

// --- the machine's memory ---

static size_t limit_or(uint64_t limit, uint64_t otherwise) {
    return limit == 0 ? otherwise : limit;
}

static bool zone_sizes_halve(size_t bytes[ZONE_COUNT]) {
    bool is_smaller = false;
    for (int i = ZONE_SYSTEM; i < ZONE_COUNT; i++) {
        if (bytes[i] / 2 < zone_bytes_min) continue;
        bytes[i] /= 2;
        is_smaller = true;
    }
    return is_smaller;
}

bool zones_reserve(Region *region, const HeapLimits *limits) {
    size_t objects = limit_or(limits->object_bytes_max, object_bytes_default);
    if (objects > object_bytes_default) objects = object_bytes_default;
    size_t each = objects < LOGICAL_LARGE_OFFSET ? objects : LOGICAL_LARGE_OFFSET;
    if (each < 4 * REGION_PAGE) each = 4 * REGION_PAGE;
    size_t bytes[ZONE_COUNT] = {
        [ZONE_HEAD] = sizeof(HeapHead),
        [ZONE_SYSTEM] = limit_or(limits->system_bytes_max, system_bytes_default),
        [ZONE_SMALL] = each,
        [ZONE_LARGE] = each,
        [ZONE_REGISTERS] = limit_or(limits->register_bytes_max, register_bytes_default),
        [ZONE_STACKS] = limit_or(limits->stack_bytes_max, stack_bytes_default),
    };
    do {
        bytes[ZONE_LISTS] = bytes[ZONE_SMALL] / REGION_PAGE + 1;
        if (region_reserve(region, bytes)) return true;
    } while (zone_sizes_halve(bytes));
    return false;
}

Heap *heap_new(const HeapLimits *limits, struct World *world) {
    HeapLimits defaults = {0};
    Region region;
    if (limits == NULL) limits = &defaults;
    if (!zones_reserve(&region, limits)) return NULL;
    HeapHead *head = (HeapHead *)region.start;  // the system gives it cleared
    Heap *heap = &head->heap;
    heap->zones = &head->zones;
    heap->collector = &head->collector;
    heap->interned = &head->interned;
    heap->zones->region = region;
    heap->vm.world = world;
    CHECK(zone_take(heap_zone(heap, ZONE_HEAD), sizeof(HeapHead)) != NULL);
    Zone *small = heap_zone(heap, ZONE_SMALL);
    Zone *large = heap_zone(heap, ZONE_LARGE);
    heap->base = small->start;
    heap->small_bytes = (uint64_t)(small->end - small->start);
    heap->page_lists = (uint8_t *)heap_zone(heap, ZONE_LISTS)->start;
    heap->zones->object_bytes_max = limit_or(limits->object_bytes_max, object_bytes_default);
    blocks_start(&heap->zones->system_blocks, heap_zone(heap, ZONE_SYSTEM));
    blocks_start(&heap->zones->large_blocks, large);
    heap->next_version = 1;
    heap->unusual = POISON_IS_ON ? HEAP_IS_POISONED : 0;
    cycles_start(heap);
    return heap;
}

void heap_drop(Heap *heap) {
    Region region = heap->zones->region;
    region_release(&region);
}

void heap_set_watch(Vm *vm, const Watch *watch) {
    Heap *heap = heap_of(vm);
    heap->watch = watch;
    heap->unusual &= ~(uint32_t)HEAP_IS_WATCHED;
    if (watch != NULL) heap->unusual |= HEAP_IS_WATCHED;
}

void heap_plan_failure(Vm *vm, uint64_t nth) {
    Heap *heap = heap_of(vm);
    heap->failure_countdown = nth;
    heap->unusual &= ~(uint32_t)HEAP_PLANS_FAILURE;
    if (nth != 0) heap->unusual |= HEAP_PLANS_FAILURE;
}

void heap_set_modes(Vm *vm, uint32_t modes) {
    Heap *heap = heap_of(vm);
    uint32_t all = HEAP_KEEPS_FREED | HEAP_ALWAYS_COLLECTS;
    heap->unusual = (heap->unusual & ~all) | (modes & all);
}

bool heap_fails_now(Heap *heap) {
    if (LIKELY(heap->failure_countdown == 0)) return false;
    heap->failure_countdown--;
    if (heap->failure_countdown != 0) return false;
    heap->unusual &= ~(uint32_t)HEAP_PLANS_FAILURE;
    return true;
}

void *zones_refuse(Vm *vm) {
    const Hooks *hooks = heap_of(vm)->hooks;
    if (hooks != NULL) hooks->out_of_memory(vm);
    return NULL;
}

// --- free lists ---

static bool heap_has_object_room(const Heap *heap, size_t bytes) {
    const Zone *small = heap_zone(heap, ZONE_SMALL), *large = heap_zone(heap, ZONE_LARGE);
    uint64_t used = (uint64_t)(small->used - small->start) + (uint64_t)(large->used - large->start);
    return bytes <= heap->zones->object_bytes_max && used <= heap->zones->object_bytes_max - bytes;
}

static bool list_add_page(Heap *heap, int list) {
    Zones *zones = heap->zones;
    Zone *small = heap_zone(heap, ZONE_SMALL);
    if (!heap_has_object_room(heap, REGION_PAGE)) return false;
    char *page = zone_take(small, REGION_PAGE);
    if (page == NULL) return false;
    size_t index = (size_t)(page - heap->base) >> REGION_PAGE_LOG2;
    heap->page_lists[index] = (uint8_t)list;
    Zone *lists = heap_zone(heap, ZONE_LISTS);
    lists->used = lists->touched = lists->start + index + 1;
    zones->room[list] = page;
    zones->room_end[list] = page + REGION_PAGE;
    poison_add(page, REGION_PAGE);
    return true;
}

static void list_push(Heap *heap, int list, FreeCell *cell, size_t prefix_bytes) {
    FreeCell **first = heap_list(heap, list);
    cell->header.count = 0;
    if (LIKELY((heap->unusual & HEAP_KEEPS_FREED) == 0)) {
        *free_cell_next(cell, prefix_bytes) = *first;
        *first = cell;
    }
    poison_add((char *)cell - prefix_bytes, zones_cell_bytes(list));
}

// Cuts some cells off the list's newest page, lowest first on the list; false: no room.
static COLD bool list_refill(Heap *heap, int list) {
    Zones *zones = heap->zones;
    size_t bytes = zones_cell_bytes(list), prefix_bytes = zones_prefix_bytes(list);
    if ((size_t)(zones->room_end[list] - zones->room[list]) < bytes) {
        if (!list_add_page(heap, list)) return false;
    }
    size_t count = (size_t)(zones->room_end[list] - zones->room[list]) / bytes;
    size_t count_max = REFILL_BYTES / bytes > 1 ? REFILL_BYTES / bytes : 1;
    if (count > count_max) count = count_max;
    char *start = zones->room[list];
    poison_lift(start, count * bytes);
    FreeCell *next = *heap_list(heap, list);
    for (size_t i = count; i > 0; i--) {
        FreeCell *cell = (FreeCell *)(start + (i - 1) * bytes + prefix_bytes);
        cell->header = (Object){0, 0};
        *free_cell_next(cell, prefix_bytes) = next;
        next = cell;
    }
    *heap_list(heap, list) = next;
    zones->room[list] = start + count * bytes;
    poison_add(start, count * bytes);
    return true;
}

// A cell of the list, its header where the object's goes; NULL: no room, nothing raised.
static FreeCell *list_pop(Heap *heap, int list) {
    FreeCell **first = heap_list(heap, list);
    if (UNLIKELY(*first == NULL) && !list_refill(heap, list)) return NULL;
    FreeCell *cell = *first;
    size_t prefix_bytes = zones_prefix_bytes(list);
    poison_lift((char *)cell - prefix_bytes, zones_cell_bytes(list));
    *first = *free_cell_next(cell, prefix_bytes);
    return cell;
}

static void *large_take(Heap *heap, size_t bytes, BlockState state) {
    if (!heap_has_object_room(heap, bytes)) return NULL;
    return blocks_take(&heap->zones->large_blocks, bytes, state);
}

// --- making objects ---

// The part of a new object that is the same on all paths.
ALWAYS_INLINE Object *object_begin(uint32_t kind_id, const Kind *kind, Object *object) {
    *object = (Object){1, kind_id};
    if (kind->layout_flags & LAYOUT_CLASS) kind->type.object->count++;
    if (kind->prefix_bytes == 0) return object;
    *object_links(object) = (Links){0, 0};
    if (kind->prefix_bytes == PREFIX_WHOLE_BYTES) {
        object_prefix(object)->weak = NULL;
        slot_store(&object_prefix(object)->dict, NULL);
    }
    return object;
}

static COLD Object *object_new_slow(Vm *vm, uint32_t kind_id, size_t bytes) {
    Heap *heap = heap_of(vm);
    const Kind *kind = &heap->kinds[kind_id];
    if (heap_fails_now(heap) || bytes > PTRDIFF_MAX) return zones_refuse(vm);
    size_t cell_bytes = bytes + kind->prefix_bytes;
    Object *object;
    if (cell_bytes <= CELL_BYTES_MAX) {
        size_t class = (cell_bytes + CELL_GRAIN - 1) / CELL_GRAIN;
        int list = kind->shape * CELL_CLASSES + (int)class;
        FreeCell *cell = list_pop(heap, list);
        if (cell == NULL) return zones_refuse(vm);
        object = &cell->header;
    } else {
        char *room = large_take(heap, cell_bytes, BLOCK_OBJECT_PLAIN + kind->shape);
        if (room == NULL) return zones_refuse(vm);
        object = (Object *)(room + kind->prefix_bytes);
    }
    object = object_begin(kind_id, kind, object);
    if (kind->layout_flags & LAYOUT_COLLECTED) {
        int64_t slots = ((int64_t)bytes - (int64_t)sizeof(Row)) / (int64_t)sizeof(Slot);
        bool is_due = links_count_new(heap, links_kept_index(kind, slots));
        if (is_due || (heap->unusual & HEAP_ALWAYS_COLLECTS)) heap_collect_if_due(vm);
    }
    if (heap->watch != NULL) heap->watch->created(vm, heap->watch->context, object);
    return object;
}

Object *object_new(Vm *vm, uint32_t kind_id, size_t bytes) {
    Heap *heap = heap_of(vm);
    const Kind *kind = &heap->kinds[kind_id];
    CHECK_HOT(kind->flags & KIND_IS_USED);
    if (UNLIKELY(bytes > CELL_BYTES_MAX - PREFIX_WHOLE_BYTES || heap->unusual != 0))
        return object_new_slow(vm, kind_id, bytes);
    size_t class = (bytes + kind->prefix_bytes + CELL_GRAIN - 1) / CELL_GRAIN;
    FreeCell **first = &heap->free_cells[kind->shape * CELL_CLASSES + class];
    FreeCell *cell = *first;
    if (UNLIKELY(cell == NULL || kind->kept_dead == KEPT_TUPLE))
        return object_new_slow(vm, kind_id, bytes);
    *first = *free_cell_next(cell, kind->prefix_bytes);
    Object *object = object_begin(kind_id, kind, &cell->header);
    bool is_collected = (kind->layout_flags & LAYOUT_COLLECTED) != 0;
    if (is_collected && UNLIKELY(links_count_new(heap, kind->kept_dead))) heap_collect_if_due(vm);
    return object;
}

Object *object_new_number_slow(Vm *vm, uint32_t kind) {
    Heap *heap = heap_of(vm);
    if (heap_fails_now(heap)) return zones_refuse(vm);
    FreeCell *cell = list_pop(heap, LIST_NUMBERS);
    if (cell == NULL) return zones_refuse(vm);
    cell->header = (Object){1, kind};
    if (heap->watch != NULL) heap->watch->created(vm, heap->watch->context, &cell->header);
    return &cell->header;
}

size_t object_room_bytes(Vm *vm, const Object *object) {
    Heap *heap = heap_of(vm);
    size_t prefix_bytes = object_kind(vm, object)->prefix_bytes;
    const char *cell = (const char *)object - prefix_bytes;
    size_t bytes = heap_is_small(heap, cell) ? zones_cell_bytes(heap_cell_list(heap, cell))
                                             : block_room_bytes(block_of(cell));
    return bytes - prefix_bytes;
}

// --- freeing objects ---

// Tells a watcher and the collector's count that an object is on its way out, then
// gives its cell back.
ALWAYS_INLINE void object_release(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    const Kind *kind = object_kind(vm, object);
    if (UNLIKELY(heap->watch != NULL))
        heap->watch->freed(vm, heap->watch->context, object, heap->free_cause);
    size_t prefix_bytes = kind->prefix_bytes;
    Object *class = (kind->layout_flags & LAYOUT_CLASS) ? kind->type.object : NULL;
    if (kind->layout_flags & LAYOUT_COLLECTED) {
        int64_t slots = kind->kept_dead == KEPT_TUPLE ? ((const Row *)object)->count : 0;
        links_count_free(heap, links_kept_index(kind, slots));
    }
    char *cell = (char *)object - prefix_bytes;
    if (LIKELY(heap_is_small(heap, cell))) {
        list_push(heap, heap_cell_list(heap, cell), (FreeCell *)object, prefix_bytes);
    } else {
        object->count = 0;
        blocks_give(&heap->zones->large_blocks, cell);
    }
    object_drop_or_null(vm, class);
}

void object_clear_dict(Vm *vm, Object *object) {
    Slot *dict = &object_prefix(object)->dict;
    if (dict->object != NULL) slot_clear(vm, object, dict);
}

// Runs the finaliser of a dying object, once; true: something refers to it again.
static bool object_finalize_lives(Vm *vm, Object *object, uint32_t flags) {
    const Hooks *hooks = heap_of(vm)->hooks;
    bool is_collected = (flags & LAYOUT_COLLECTED) != 0;
    if (!hooks->has_finalizer(vm, object)) return false;
    if (is_collected && object_is_finalized(vm, object)) return false;
    object->count = 1;
    if (is_collected) object_track(vm, object);
    hooks->finalize(vm, object);
    if (is_collected) object_set_finalized(vm, object);
    if (--object->count != 0) return true;
    if (is_collected) object_untrack(vm, object);
    return false;
}

static void object_clear_weak(Vm *vm, Object *object) {
    if (object_prefix(object)->weak == NULL) return;
    weak_clear_all(vm, object);
    // Callbacks may have made new ones: these get no call.
    while (object_prefix(object)->weak != NULL)
        weak_unlink(vm, (WeakReference *)object_prefix(object)->weak);
}

// All that happens to an untracked object with count 0, in CPython's order: instances
// run the finaliser before their weak references are cleared, generators after.
static void object_die(Vm *vm, Object *object) {
    const Kind *kind = object_kind(vm, object);
    const Layout *layout = kind->layout;
    uint32_t flags = kind->layout_flags;
    bool is_class = (flags & LAYOUT_CLASS) != 0;
    if ((flags & LAYOUT_WEAK) && !is_class) object_clear_weak(vm, object);
    if ((kind->flags & KIND_FINALIZES) && object_finalize_lives(vm, object, flags)) return;
    if ((flags & LAYOUT_WEAK) && is_class) object_clear_weak(vm, object);
    bool has_dict = (flags & LAYOUT_DICT) != 0;
    if (has_dict && is_class && !(flags & LAYOUT_FINISHES_DICT)) object_clear_dict(vm, object);
    layout_finish(vm, layout, object);
    if (has_dict) object_clear_dict(vm, object);
    object_release(vm, object);
}

static void object_defer(Heap *heap, Object *object) {
    Links *links = object_links(object);
    links->next = heap->deferred;
    heap->deferred = links_code(heap, links);
}

void zones_free_deferred(Vm *vm) {
    Heap *heap = heap_of(vm);
    heap->free_depth++;
    while (heap->deferred != 0) {
        Links *links = links_at(heap, heap->deferred);
        heap->deferred = links->next;
        links->next = 0;
        object_die(vm, links_object(links));
    }
    heap->free_depth--;
}

void object_free_container(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    const Kind *kind = object_kind(vm, object);
    if (kind->layout_flags & LAYOUT_COLLECTED) {
        links_untrack(heap, object_links(object));
        if (UNLIKELY(heap->free_depth >= FREE_DEPTH_MAX)) {
            object_defer(heap, object);
            return;
        }
    }
    heap->free_depth++;
    if (kind->is_simple) {
        layout_finish(vm, kind->layout, object);
        object_release(vm, object);
    } else {
        object_die(vm, object);
    }
    heap->free_depth--;
    if (UNLIKELY(heap->deferred != 0) && heap->free_depth == 0) zones_free_deferred(vm);
}

// Counts and gives the cell of a dead object back where nothing is unusual.
ALWAYS_INLINE void object_give_cell(Heap *heap, const Kind *kind, Object *object) {
    links_count_free(heap, kind->kept_dead);
    FreeCell **first = heap_list(heap, heap_cell_list(heap, (char *)object - kind->prefix_bytes));
    FreeCell *cell = (FreeCell *)object;
    *free_cell_next(cell, PREFIX_LINKS_BYTES) = *first;
    *first = cell;
}

void object_free_linked(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    const Kind *kind = object_kind(vm, object);
    bool is_usual = heap->unusual == 0 && heap->free_depth < FREE_DEPTH_MAX &&
                    heap_is_small(heap, object);
    if (is_usual && kind->prefix_bytes == PREFIX_WHOLE_BYTES) {
        const Prefix *prefix = object_prefix(object);
        is_usual = prefix->weak == NULL && prefix->dict.object == NULL;
    }
    if (UNLIKELY(!is_usual)) {
        object_free_container(vm, object);
        return;
    }
    Object *class = (kind->layout_flags & LAYOUT_CLASS) ? kind->type.object : NULL;
    if (object_links(object)->next != 0) links_remove(heap, object_links(object));
    heap->free_depth++;
    layout_finish(vm, kind->layout, object);
    object_give_cell(heap, kind, object);
    if (class != NULL) object_drop(vm, class);
    heap->free_depth--;
    if (UNLIKELY(heap->deferred != 0) && heap->free_depth == 0) zones_free_deferred(vm);
}

void object_free_plain(Vm *vm, Object *object) {
    layout_finish(vm, object_layout(vm, object), object);
    object_release(vm, object);
}

void object_free(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    if (object_is_number_kind(object) && heap->unusual == 0) heap_give_number(heap, object);
    else object_kind(vm, object)->free(vm, object);
}

void object_discard(Vm *vm, Object *object) {
    CHECK_HOT(object->count == 1);
    const Kind *kind = object_kind(vm, object);
    object->count = 0;
    if (kind->layout_flags & LAYOUT_COLLECTED) object_untrack(vm, object);
    if (kind->layout_flags & LAYOUT_DICT) object_clear_dict(vm, object);
    object_release(vm, object);
}

void object_clear(Vm *vm, Object *object) {
    const Kind *kind = object_kind(vm, object);
    uint32_t flags = kind->layout_flags;
    const Layout *layout = kind->layout;
    if ((flags & LAYOUT_DICT) && !(flags & LAYOUT_FINISHES_DICT)) object_clear_dict(vm, object);
    layout_clear(vm, layout, object);
}

void object_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    const Kind *kind = object_kind(vm, object);
    uint32_t flags = kind->layout_flags;
    if (flags & LAYOUT_CLASS) visit(vm, object, (Slot *)(uintptr_t)&kind->type, context);
    if ((flags & LAYOUT_DICT) && object_prefix(object)->dict.object != NULL)
        visit(vm, object, &object_prefix(object)->dict, context);
    // The visit may not make kinds, but its caller may be past the first line.
    kind = object_kind(vm, object);
    layout_visit(vm, kind->layout, object, visit, context);
}

// --- buffers ---

void *buffer_new(Vm *vm, size_t bytes) {
    Heap *heap = heap_of(vm);
    if (UNLIKELY(heap->unusual != 0) && heap_fails_now(heap)) return zones_refuse(vm);
    if (bytes > CELL_BYTES_MAX) {
        void *room = bytes > PTRDIFF_MAX ? NULL : large_take(heap, bytes, BLOCK_BUFFER);
        return room != NULL ? room : zones_refuse(vm);
    }
    size_t class = bytes == 0 ? 1 : (bytes + CELL_GRAIN - 1) / CELL_GRAIN;
    FreeCell *cell = list_pop(heap, SHAPE_BUFFER * CELL_CLASSES + (int)class);
    if (cell == NULL) return zones_refuse(vm);
    return cell;
}

static void *buffer_move(Vm *vm, void *buffer, size_t bytes_old, size_t bytes_new) {
    void *moved = buffer_new(vm, bytes_new);
    if (moved == NULL) return NULL;
    memcpy(moved, buffer, bytes_old < bytes_new ? bytes_old : bytes_new);
    buffer_drop(vm, buffer, bytes_old);
    return moved;
}

static bool buffer_is_same_class(size_t bytes_old, size_t bytes_new) {
    if (bytes_old == 0) bytes_old = 1;
    if (bytes_new == 0) bytes_new = 1;
    return (bytes_old - 1) / CELL_GRAIN == (bytes_new - 1) / CELL_GRAIN;
}

void *buffer_resize(Vm *vm, void *buffer, size_t bytes_old, size_t bytes_new) {
    Heap *heap = heap_of(vm);
    if (buffer == NULL) return buffer_new(vm, bytes_new);
    if (bytes_old <= CELL_BYTES_MAX || bytes_new <= CELL_BYTES_MAX) {
        bool is_same = bytes_old <= CELL_BYTES_MAX && bytes_new <= CELL_BYTES_MAX &&
                       buffer_is_same_class(bytes_old, bytes_new);
        return is_same ? buffer : buffer_move(vm, buffer, bytes_old, bytes_new);
    }
    if (UNLIKELY(heap->unusual != 0) && heap_fails_now(heap)) return zones_refuse(vm);
    size_t more = bytes_new > bytes_old ? bytes_new - bytes_old : 0;
    if (bytes_new > PTRDIFF_MAX || !heap_has_object_room(heap, more)) return zones_refuse(vm);
    if (blocks_fit(&heap->zones->large_blocks, buffer, bytes_new)) return buffer;
    void *moved = large_take(heap, bytes_new, BLOCK_BUFFER);
    if (moved == NULL) return zones_refuse(vm);
    memcpy(moved, buffer, bytes_old < bytes_new ? bytes_old : bytes_new);
    blocks_give(&heap->zones->large_blocks, buffer);
    return moved;
}

void buffer_drop(Vm *vm, void *buffer, size_t bytes) {
    Heap *heap = heap_of(vm);
    if (buffer == NULL) return;
    if (bytes > CELL_BYTES_MAX) {
        blocks_give(&heap->zones->large_blocks, buffer);
        return;
    }
    CHECK_HOT(heap_cell_list(heap, buffer) / CELL_CLASSES == SHAPE_BUFFER);
    list_push(heap, heap_cell_list(heap, buffer), buffer, 0);
}

// --- the machine's own memory ---

void *system_new_unset(Vm *vm, size_t bytes) {
    Heap *heap = heap_of(vm);
    if (UNLIKELY(heap_fails_now(heap))) return zones_refuse(vm);
    void *block = blocks_take(&heap->zones->system_blocks, bytes, BLOCK_BUFFER);
    return block != NULL ? block : zones_refuse(vm);
}

void *system_new(Vm *vm, size_t bytes) {
    void *block = system_new_unset(vm, bytes);
    if (block != NULL) memset(block, 0, bytes);
    return block;
}

void *system_resize(Vm *vm, void *block, size_t bytes_old, size_t bytes_new) {
    Heap *heap = heap_of(vm);
    Blocks *blocks = &heap->zones->system_blocks;
    if (block == NULL) return system_new(vm, bytes_new);
    if (UNLIKELY(heap_fails_now(heap))) return zones_refuse(vm);
    void *moved = block;
    if (!blocks_fit(blocks, block, bytes_new)) {
        moved = blocks_take(blocks, bytes_new, BLOCK_BUFFER);
        if (moved == NULL) return zones_refuse(vm);
        memcpy(moved, block, bytes_old < bytes_new ? bytes_old : bytes_new);
        blocks_give(blocks, block);
    }
    if (bytes_new > bytes_old) memset((char *)moved + bytes_old, 0, bytes_new - bytes_old);
    return moved;
}

void system_drop(Vm *vm, void *block, size_t bytes) {
    (void)bytes;
    if (block != NULL) blocks_give(&heap_of(vm)->zones->system_blocks, block);
}
