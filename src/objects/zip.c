// zip: tuples of one item from each of several iterators.
//
// The tuple given before is used again when nobody else holds it.

#include "objects/iterator.h"
#include "objects/sequence.h"

static const Field zip_fields[] = {FIELD(Zip, iterators), FIELD(Zip, result), {0}};

static void zip_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Zip *zip = (const Zip *)object;
    add(context, &zip->is_strict, sizeof zip->is_strict);
}

// --- making ---

// strict=…, the only keyword.
static bool find_strict(Vm *vm, const Arguments *arguments, bool *is_strict) {
    *is_strict = false;
    const Tuple *names = arguments->names;
    if (names == NULL || names->count == 0) return true;
    if (names->count > 1) return raise_false(vm, ERROR_ZIP_KEYWORDS, names->count);
    Object *name = names->items[0].object;
    if (!str_is((const Str *)name, "strict"))
        return raise_false(vm, ERROR_INVALID_KEYWORD, name, "zip");
    Found truth = object_truth(vm, arguments->values[arguments->count].object);
    *is_strict = truth == FOUND;
    return truth != RAISED;
}

Tuple *iterator_new_all(Vm *vm, const Slot *iterables, int64_t count) {
    Tuple *iterators = tuple_new(vm, count);
    for (int64_t i = 0; iterators != NULL && i < count; i++) {
        Object *iterator = object_iterate(vm, iterables[i].object);
        if (iterator == NULL) {
            object_drop(vm, &iterators->base);
            return NULL;
        }
        slot_fill(vm, &iterators->base, &iterators->items[i], iterator);
    }
    if (iterators != NULL) tuple_finish(vm, iterators);
    return iterators;
}

static Object *zip_new(Vm *vm, Type *type, const Arguments *arguments) {
    bool is_strict;
    if (!find_strict(vm, arguments, &is_strict)) return NULL;
    Tuple *iterators = iterator_new_all(vm, arguments->values, arguments->count);
    if (iterators == NULL) return NULL;
    Tuple *result = tuple_new_repeated(vm, vm->objects->none, arguments->count);
    Zip *zip = result == NULL ? NULL : (Zip *)type_new_instance(vm, type, type->bytes);
    if (zip == NULL) {
        object_drop(vm, &iterators->base);
        object_drop_or_null(vm, (Object *)result);
        return NULL;
    }
    slot_fill(vm, &zip->base, &zip->iterators, &iterators->base);
    slot_fill(vm, &zip->base, &zip->result, &result->base);
    zip->is_strict = is_strict;
    if (!object_is_tracked(vm, &zip->base)) object_track(vm, &zip->base);
    return &zip->base;
}

// --- next ---

static Object *raise_lengths(Vm *vm, ErrorId id, int64_t index) {
    return raise(vm, id, index + 1, index == 1 ? " " : "s 1-", index);
}

// Iterator `index` is exhausted: in a strict zip all others must be too.
static Object *zip_end(Vm *vm, Zip *zip, int64_t index) {
    if (!zip->is_strict || raised(vm)) return NULL;
    if (index > 0) return raise_lengths(vm, ERROR_ZIP_SHORTER, index);
    const Tuple *iterators = (const Tuple *)zip->iterators.object;
    for (int64_t i = 1; i < iterators->count; i++) {
        Object *item = object_next(vm, iterators->items[i].object);
        if (item != NULL) {
            object_drop(vm, item);
            return raise_lengths(vm, ERROR_ZIP_LONGER, i);
        }
        if (raised(vm)) return NULL;
    }
    return NULL;
}

// Into the tuple given before, item by item.
static Object *next_reused(Vm *vm, Zip *zip, Tuple *result) {
    const Tuple *iterators = (const Tuple *)zip->iterators.object;
    object_share(&result->base);
    for (int64_t i = 0; i < iterators->count; i++) {
        Object *item = object_next(vm, iterators->items[i].object);
        if (item == NULL) {
            object_drop(vm, &result->base);
            return zip_end(vm, zip, i);
        }
        slot_take(vm, &result->base, &result->items[i], item);
    }
    // The collector may have let go of it when it held nothing that can be in a cycle.
    if (!object_is_tracked(vm, &result->base)) object_track(vm, &result->base);
    return &result->base;
}

static Object *zip_next(Vm *vm, Object *object) {
    Zip *zip = (Zip *)object;
    const Tuple *iterators = (const Tuple *)zip->iterators.object;
    Tuple *result = (Tuple *)zip->result.object;
    if (iterators->count == 0) return NULL;
    if (result->base.count == 1) return next_reused(vm, zip, result);
    result = tuple_new(vm, iterators->count);
    if (result == NULL) return NULL;
    for (int64_t i = 0; i < iterators->count; i++) {
        Object *item = object_next(vm, iterators->items[i].object);
        if (item == NULL) {
            object_drop(vm, &result->base);
            return zip_end(vm, zip, i);
        }
        slot_fill(vm, &result->base, &result->items[i], item);
    }
    tuple_finish(vm, result);
    return &result->base;
}

static Object *zip_method___reduce__(Vm *vm, const Slot *arguments) {
    Zip *zip = (Zip *)arguments[0].object;
    Type *type = object_type(vm, &zip->base);
    Object *iterators = zip->iterators.object;
    if (!zip->is_strict) return (Object *)tuple_pack(vm, 2, type, iterators);
    return (Object *)tuple_pack(vm, 3, type, iterators, vm->objects->true_);
}

static Object *zip_method___setstate__(Vm *vm, const Slot *arguments) {
    Found truth = object_truth(vm, arguments[1].object);
    if (truth == RAISED) return NULL;
    ((Zip *)arguments[0].object)->is_strict = truth == FOUND;
    return none_new(vm);
}

static const Method zip_methods[] = {
    METHOD(zip, __reduce__, "(self, /)", "How to make an equal iterator."),
    METHOD(zip, __setstate__, "(self, state, /)", "Set whether the iterator is strict."),
    {0},
};

const TypeDefinition zip_definition = {
    .name = "zip",
    .kind = KIND_ZIP,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(Zip),
    .python_bytes = 48,
    .layout = {
        .name = "zip",
        .flags = LAYOUT_COLLECTED,
        .fields = zip_fields,
        .payload = zip_payload,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = zip_next, .new = zip_new},
    .methods = zip_methods,
    .doc = "Tuples of the first items of all iterables, of the second ones, and so on.",
};
