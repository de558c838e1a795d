// tee: several iterators over what one gives, which keep the items that not all have seen.
//
// The items stand in blocks of a linked list; an iterator is a place in it. Blocks that
// no iterator stands before die by their counts.

#include "modules/itertools.h"
#include "objects/list.h"
#include "objects/tuple.h"

enum { BLOCK_ITEMS = 57 };

typedef struct TeeBlock {   // _tee_dataobject
    Object base;
    Slot iterator;
    Slot next;              // TeeBlock; empty: not needed yet
    int64_t count;          // items read
    bool is_running;        // the iterator is being asked for one more
    Slot values[BLOCK_ITEMS];
} TeeBlock;

typedef struct Tee {
    Object base;
    Slot block;             // TeeBlock
    int64_t index;          // of the next item in it
} Tee;

static const Field block_fields[] = {FIELD(TeeBlock, iterator), {0}};
static const Field tee_fields[] = {FIELD(Tee, block), {0}};

// --- blocks ---

static void block_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    TeeBlock *block = (TeeBlock *)object;
    for (int64_t i = 0; i < block->count; i++) visit(vm, object, &block->values[i], context);
    visit(vm, object, &block->next, context);
}

// Blocks that only the one before holds are emptied one after the other, not one in another.
static void drop_blocks(Vm *vm, Object *object) {
    while (object != NULL && object->count == 1 &&
           object_type(vm, object)->native == &itertools__tee_dataobject_definition) {
        Object *next = slot_detach(vm, object, &((TeeBlock *)object)->next);
        object_drop(vm, object);
        object = next;
    }
    object_drop_or_null(vm, object);
}

static void block_clear(Vm *vm, Object *object) {
    TeeBlock *block = (TeeBlock *)object;
    slot_clear(vm, object, &block->iterator);
    for (int64_t i = 0; i < block->count; i++) slot_clear(vm, object, &block->values[i]);
    drop_blocks(vm, slot_detach(vm, object, &block->next));
}

static Place block_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    TeeBlock *block = (TeeBlock *)object;
    if (slot == &block->next) return (Place){.kind = PLACE_FIELD, .name = "next"};
    return (Place){.kind = PLACE_INDEX, .index = slot - block->values};
}

static void block_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const TeeBlock *block = (const TeeBlock *)object;
    add(context, &block->count, sizeof block->count);
}

static TeeBlock *block_new(Vm *vm, Object *iterator) {
    Type *type = itertools_get_type(vm, ITERTOOLS__tee_dataobject);
    return (TeeBlock *)type_new_filled(vm, type, 1, object_share(iterator));
}

// Item `index`, read from the iterator when nobody has asked for it before.
static Object *block_load_item(Vm *vm, TeeBlock *block, int64_t index) {
    if (index < block->count) return object_share_or_null(block->values[index].object);
    if (block->is_running) return raise(vm, ERROR_TEE_REENTERED);
    if (block->iterator.object == NULL || block->count == BLOCK_ITEMS) return NULL;
    block->is_running = true;
    Object *item = itertools_next(vm, block->iterator.object);
    block->is_running = false;
    if (item == NULL) return NULL;
    slot_fill(vm, &block->base, &block->values[block->count], object_share(item));
    block->count++;
    return item;
}

// The block behind, a new reference.
static TeeBlock *block_load_next(Vm *vm, TeeBlock *block) {
    if (block->next.object == NULL) {
        if (block->iterator.object == NULL) return (TeeBlock *)raise(vm, ERROR_TEE_INVALID);
        TeeBlock *next = block_new(vm, block->iterator.object);
        if (next == NULL) return NULL;
        slot_fill(vm, &block->base, &block->next, &next->base);
    }
    return (TeeBlock *)object_share(block->next.object);
}

static bool block_fill(Vm *vm, TeeBlock *block, const List *values, Object *next) {
    if (values->count > BLOCK_ITEMS) return false;
    for (int64_t i = 0; i < values->count; i++)
        slot_fill(vm, &block->base, &block->values[i], object_share(values->items[i].object));
    block->count = values->count;
    if (next == vm->objects->none) return true;
    const Type *type = itertools_get_type(vm, ITERTOOLS__tee_dataobject);
    if (object_type(vm, next) != type || values->count != BLOCK_ITEMS) return false;
    slot_fill(vm, &block->base, &block->next, object_share(next));
    return true;
}

static Object *block_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    const char *name = "teedataobject";
    if (!arguments_refuse_keywords(vm, name, arguments)) return NULL;
    if (!arguments_check_count(vm, name, arguments->count, 3, 3)) return NULL;
    Object *iterator, *values, *next;
    if (!unpack_values(vm, name, arguments->values, 3, "olo", &iterator, &values, &next))
        return NULL;
    TeeBlock *block = block_new(vm, iterator);
    if (block == NULL || block_fill(vm, block, (const List *)values, next)) return (Object *)block;
    object_drop(vm, &block->base);
    return raise(vm, ERROR_TEE_INVALID);
}

static Object *block_method___reduce__(Vm *vm, const Slot *arguments) {
    const TeeBlock *block = (const TeeBlock *)arguments[0].object;
    List *values = list_new_from(vm, block->values, block->count);
    return build_tuple(vm, "o(?O?)", object_type(vm, &block->base), block->iterator.object,
                       values, block->next.object);
}

static const Method block_methods[] = {
    ITERTOOLS_REDUCE(block_method___reduce__),
    {0},
};

const TypeDefinition itertools__tee_dataobject_definition = {
    .name = "itertools._tee_dataobject",
    .bytes = sizeof(TeeBlock),
    .python_bytes = 496,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = block_fields, .visit = block_visit,
               .clear = block_clear, .finish = block_clear, .place = block_place,
               .payload = block_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain, .new = block_make},
    .methods = block_methods,
    .doc = "Items that iterators made by tee share.",
};

// --- tee iterators ---

static void tee_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Tee *tee = (const Tee *)object;
    add(context, &tee->index, sizeof tee->index);
}

static Object *tee_copy(Vm *vm, const Tee *tee) {
    Object *copy = type_new_filled(vm, itertools_get_type(vm, ITERTOOLS__tee), 1,
                                   object_share(tee->block.object));
    if (copy != NULL) ((Tee *)copy)->index = tee->index;
    return copy;
}

static Object *tee_new_over(Vm *vm, Object *iterable) {
    Object *iterator = object_iterate(vm, iterable);
    if (iterator == NULL) return NULL;
    Type *type = itertools_get_type(vm, ITERTOOLS__tee);
    Object *made = object_has_type(vm, iterator, type)
                       ? tee_copy(vm, (const Tee *)iterator)
                       : type_new_filled(vm, type, 1, block_new(vm, iterator));
    object_drop(vm, iterator);
    return made;
}

static Object *tee_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "_tee", arguments)) return NULL;
    if (!arguments_check_count(vm, "_tee", arguments->count, 1, 1)) return NULL;
    return tee_new_over(vm, arguments->values[0].object);
}

static Object *tee_next(Vm *vm, Object *object) {
    Tee *tee = (Tee *)object;
    TeeBlock *block = (TeeBlock *)tee->block.object;
    if (block == NULL) return NULL;
    if (tee->index >= BLOCK_ITEMS) {
        block = block_load_next(vm, block);
        if (block == NULL) return NULL;
        tee->index = 0;
        slot_take(vm, object, &tee->block, &block->base);
    }
    object_share(&block->base);
    Object *item = block_load_item(vm, block, tee->index);
    object_drop(vm, &block->base);
    if (item != NULL) tee->index++;
    return item;
}

static Object *tee_method___copy__(Vm *vm, const Slot *arguments) {
    return tee_copy(vm, (const Tee *)arguments[0].object);
}

static Object *tee_method___reduce__(Vm *vm, const Slot *arguments) {
    const Tee *tee = (const Tee *)arguments[0].object;
    return build_tuple(vm, "o(())(?i)", object_type(vm, &tee->base), tee->block.object,
                       tee->index);
}

static Object *tee_method___setstate__(Vm *vm, const Slot *arguments) {
    Tee *tee = (Tee *)arguments[0].object;
    Object *block;
    int index;
    if (!unpack_state(vm, arguments[1].object, "yi",
                      itertools_get_type(vm, ITERTOOLS__tee_dataobject), &block, &index))
        return NULL;
    if (index < 0 || index > BLOCK_ITEMS) return raise(vm, ERROR_TEE_INDEX);
    slot_set(vm, &tee->base, &tee->block, block);
    tee->index = index;
    return none_new(vm);
}

static const Method tee_methods[] = {
    HIDDEN_METHOD(tee, __copy__, "(self, /)", "Another iterator at the same place."),
    ITERTOOLS_REDUCE(tee_method___reduce__),
    ITERTOOLS_SET_STATE(tee_method___setstate__),
    {0},
};

const TypeDefinition itertools__tee_definition = {
    .name = "itertools._tee",
    .bytes = sizeof(Tee),
    .python_bytes = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = tee_fields, .payload = tee_payload},
    .behaviour = {.iterate = sequence_iterate_self, .next = tee_next, .new = tee_new},
    .methods = tee_methods,
    .signature = "(iterable, /)",
    .doc = "An iterator that can be copied.",
};

// --- tee() ---

// Fills the tuple with an iterator and copies of it, made by its __copy__.
static bool tee_fill(Vm *vm, Tuple *iterators, Object *iterable) {
    Object *first = object_iterate(vm, iterable), *copy = NULL;
    if (first == NULL) return false;
    Str *name = vm->objects->names.dunder_copy;
    Found found = object_find_attribute(vm, first, name, &copy);
    if (found == ABSENT) {
        Object *tee = tee_new_over(vm, first);
        object_drop(vm, first);
        if (tee == NULL) return false;
        first = tee;
        found = object_find_attribute(vm, first, name, &copy);
    }
    slot_fill(vm, &iterators->base, &iterators->items[0], first);
    bool is_done = found == FOUND;
    for (int64_t i = 1; is_done && i < iterators->count; i++) {
        Object *made = object_call_with(vm, copy, 0);
        is_done = made != NULL;
        slot_fill(vm, &iterators->base, &iterators->items[i], made);
    }
    object_drop_or_null(vm, copy);
    return is_done;
}

Object *itertools_function_tee(Vm *vm, const Slot *arguments) {
    int64_t count = 2;
    if (arguments[1].object != NULL && !sequence_size(vm, arguments[1].object, &count))
        return NULL;
    if (count < 0) return raise(vm, ERROR_TEE_COUNT);
    Tuple *iterators = tuple_new(vm, count);
    if (iterators == NULL || count == 0) return (Object *)iterators;
    if (!tee_fill(vm, iterators, arguments[0].object)) {
        object_drop(vm, &iterators->base);
        return NULL;
    }
    tuple_finish(vm, iterators);
    return &iterators->base;
}
