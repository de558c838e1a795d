// The table of kinds: what the heap knows of each object by its header.

#include <string.h>

#include "memory/leaf.h"
#include "memory/rows.h"
#include "memory/slot.h"
#include "memory/zones.h"

enum { KINDS_FIRST = 256 };

static bool kinds_grow(Vm *vm) {
    Heap *heap = heap_of(vm);
    uint32_t capacity = heap->kind_capacity == 0 ? KINDS_FIRST : heap->kind_capacity * 2;
    Kind *kinds = system_resize(vm, heap->kinds, heap->kind_capacity * sizeof(Kind),
                                capacity * sizeof(Kind));
    if (kinds == NULL) return false;
    heap->kinds = kinds;
    heap->kind_capacity = capacity;
    return true;
}

static bool kind_find_room(Vm *vm, uint32_t *id) {
    Heap *heap = heap_of(vm);
    if (heap->free_kind != 0) {
        *id = heap->free_kind;
        heap->free_kind = heap->kinds[*id].version;
        return true;
    }
    if (heap->kind_count == heap->kind_capacity && !kinds_grow(vm)) return false;
    *id = heap->kind_count++;
    return true;
}

static CellShape layout_shape(uint32_t flags) {
    if (flags & (LAYOUT_DICT | LAYOUT_WEAK)) return SHAPE_WHOLE;
    return flags & LAYOUT_COLLECTED ? SHAPE_LINKS : SHAPE_PLAIN;
}

static bool kind_is_leaf(const Kind *kind) {
    const Field *fields = kind->layout->fields;
    bool has_fields = fields != NULL && fields->name != NULL;
    return kind->is_simple && !has_fields &&
           (kind->layout_flags & (LAYOUT_COLLECTED | LAYOUT_CLASS)) == 0;
}

// Called when flags or is_simple were set.
static void kind_choose_free(Kind *kind) {
    bool is_collected = (kind->layout_flags & LAYOUT_COLLECTED) != 0;
    if (kind->kept_dead == KEPT_TUPLE) kind->free = row_free;
    else if (kind_is_leaf(kind)) kind->free = leaf_free;
    else if (!is_collected && kind->is_simple) kind->free = object_free_plain;
    else if (!is_collected || (kind->flags & KIND_FINALIZES)) kind->free = object_free_container;
    else kind->free = object_free_linked;
}

uint32_t kind_new(Vm *vm, const Layout *layout, Object *type) {
    static const uint8_t prefix_bytes[] = {
        [SHAPE_PLAIN] = PREFIX_NONE_BYTES,
        [SHAPE_LINKS] = PREFIX_LINKS_BYTES,
        [SHAPE_WHOLE] = PREFIX_WHOLE_BYTES,
    };
    uint32_t id;
    if (!kind_find_room(vm, &id)) return 0;
    Kind *kind = &heap_of(vm)->kinds[id];
    CellShape shape = layout_shape(layout->flags);
    kind->layout = layout;
    slot_store(&kind->type, type);
    kind->layout_flags = layout->flags;
    kind->prefix_bytes = prefix_bytes[shape];
    kind->shape = (uint8_t)shape;
    kind->kept_dead = layout->flags & LAYOUT_CLASS ? KEPT_NONE : (uint8_t)layout->kept_dead;
    kind->flags = KIND_IS_USED;
    kind->is_simple = (layout->flags & (LAYOUT_DICT | LAYOUT_WEAK)) == 0;
    kind_choose_free(kind);
    if (layout->flags & (LAYOUT_CLASS | LAYOUT_FINALIZES)) kind_ask_finalizer(vm, id);
    kind_renew(vm, id);
    return id;
}

void kind_set_type(Vm *vm, uint32_t id, Object *type) {
    slot_store(&heap_of(vm)->kinds[id].type, type);
}

void kind_drop(Vm *vm, uint32_t id) {
    Heap *heap = heap_of(vm);
    Kind *kind = &heap->kinds[id];
    CHECK(kind->flags & KIND_IS_USED);
    kind->flags = 0;
    kind->layout = NULL;
    slot_store(&kind->type, NULL);
    kind->version = heap->free_kind;
    if (id != 0) heap->free_kind = id;
}

void kind_renew(Vm *vm, uint32_t id) {
    Heap *heap = heap_of(vm);
    heap->kinds[id].version = heap->next_version;
    if (heap->next_version != KIND_VERSION_SPENT) heap->next_version++;
}

void kind_ask_finalizer(Vm *vm, uint32_t id) {
    Kind *kind = &heap_of(vm)->kinds[id];
    kind->flags |= KIND_FINALIZES;
    kind->is_simple = false;
    kind_choose_free(kind);
}

void kind_skip_finalizer(Vm *vm, uint32_t id) {
    Kind *kind = &heap_of(vm)->kinds[id];
    kind->flags &= ~(uint32_t)KIND_FINALIZES;
    kind->is_simple = (kind->layout_flags & (LAYOUT_DICT | LAYOUT_WEAK)) == 0;
    kind_choose_free(kind);
}
