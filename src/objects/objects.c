// The state of the object layer: made before anything else, dropped after it.
//
// Order matters: kinds come first, so that objects can be made at all; then the shared
// strings, tuple and ints, of which names and types consist; then the types; then the
// exceptions, which are types too. Teardown goes the other way round.

#include "memory/cycles.h"
#include "objects/bytes.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/slot.h"
#include "objects/state.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

enum { RECURSION_LIMIT = 1000 };

// --- shared objects ---

static Object *objects_make_plain(Vm *vm, uint32_t kind) {
    return object_new(vm, kind, sizeof(Object));
}

static bool objects_make_ints(Vm *vm) {
    for (int i = 0; i < SMALL_INT_COUNT; i++) {
        Int *number = (Int *)object_new_number(vm, KIND_INT);
        if (number == NULL) return false;
        number->base.count = IMMORTAL_COUNT;
        number->value = SMALL_INT_MIN + i;
        vm->objects->small_ints[i] = &number->base;
    }
    return true;
}

static bool objects_make_singletons(Vm *vm) {
    Objects *objects = vm->objects;
    Int *no = (Int *)object_new(vm, KIND_BOOL, sizeof(Int));
    Int *yes = (Int *)object_new(vm, KIND_BOOL, sizeof(Int));
    Tuple *empty = (Tuple *)object_new(vm, KIND_TUPLE, sizeof(Tuple));
    objects->none = objects_make_plain(vm, KIND_NONE);
    objects->not_implemented = objects_make_plain(vm, KIND_NOT_IMPLEMENTED);
    objects->ellipsis = objects_make_plain(vm, KIND_ELLIPSIS);
    if (no == NULL || yes == NULL || empty == NULL || objects->none == NULL ||
        objects->not_implemented == NULL || objects->ellipsis == NULL)
        return false;
    no->value = 0;
    yes->value = 1;
    empty->base.count = IMMORTAL_COUNT;
    empty->count = 0;
    objects->false_ = &no->base;
    objects->true_ = &yes->base;
    objects->empty_tuple = empty;
    return true;
}

static bool objects_make_names(Vm *vm) {
    static const struct { size_t offset; const char *text; } rows[] = {
#define NAME(id, text) {offsetof(Names, id), text},
#include "objects/names.def"
#undef NAME
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        Str *name = str_new_interned(vm, rows[i].text, __builtin_strlen(rows[i].text));
        if (name == NULL) return false;
        *(Str **)(void *)((char *)&vm->objects->names + rows[i].offset) = name;
    }
    for (int i = 0; i < slot_row_count; i++) {
        const char *text = slot_rows[i].name;
        vm->objects->slot_names[i] = str_new_interned(vm, text, __builtin_strlen(text));
        if (vm->objects->slot_names[i] == NULL) return false;
    }
    return true;
}

bool objects_start(Vm *vm, HashKey hash_key) {
    vm->objects = system_new(vm, sizeof(Objects));
    if (vm->objects == NULL) return false;
    vm->objects->recursion_limit = RECURSION_LIMIT;
    vm->objects->hash_key = hash_key;
    return type_start_kinds(vm) && str_start(vm) && bytes_start(vm) && objects_make_ints(vm) &&
           objects_make_singletons(vm) && objects_make_names(vm) && type_start(vm) &&
           exception_start(vm);
}

// --- teardown ---

static void objects_drop_shared(Vm *vm, Object *object) {
    if (object == NULL) return;
    if (object->count >= IMMORTAL_COUNT) object->count -= IMMORTAL_COUNT - 1;
    object_drop(vm, object);
}

static void objects_drop_names(Vm *vm) {
    Objects *objects = vm->objects;
    Str **names = (Str **)(void *)&objects->names;
    for (size_t i = 0; i < sizeof(Names) / sizeof(Str *); i++) {
        object_drop_or_null(vm, (Object *)names[i]);
        names[i] = NULL;
    }
    for (int i = 0; i < SLOT_ROWS_MAX; i++) {
        object_drop_or_null(vm, (Object *)objects->slot_names[i]);
        objects->slot_names[i] = NULL;
    }
}

static void objects_drop_singletons(Vm *vm) {
    Objects *objects = vm->objects;
    objects_drop_shared(vm, (Object *)objects->empty_tuple);
    objects_drop_shared(vm, objects->true_);
    objects_drop_shared(vm, objects->false_);
    objects_drop_shared(vm, objects->not_implemented);
    objects_drop_shared(vm, objects->ellipsis);
    objects_drop_shared(vm, objects->none);
    objects_drop_shared(vm, objects->empty_bytes);
    for (int i = 0; i < 256; i++) {
        objects_drop_shared(vm, objects->bytes_of_one[i]);
    }
    str_done(vm);
    for (int i = 0; i < SMALL_INT_COUNT; i++) objects_drop_shared(vm, objects->small_ints[i]);
}

void objects_done(Vm *vm) {
    Objects *objects = vm->objects;
    if (objects == NULL) return;
    slot_clear(vm, NULL, &objects->raised);
    slot_clear(vm, NULL, &objects->audit_hooks);
    state_done(vm);
    exception_done(vm);
    type_empty_all(vm);
    cycles_end(vm);
    objects_drop_names(vm);
    objects_drop_singletons(vm);
    type_done(vm);
    signature_done(vm);
    system_drop(vm, objects->repr_stack, (size_t)objects->repr_capacity * sizeof(Object *));
    system_drop(vm, objects, sizeof(Objects));
    vm->objects = NULL;
}

// --- roots ---

// The fields that hold one object each are slots to those who look.
static void objects_visit_fields(Vm *vm, Object *const *fields, size_t count, SlotVisit *visit,
                                 void *context) {
    for (size_t i = 0; i < count; i++)
        visit(vm, NULL, (Slot *)(uintptr_t)&fields[i], context);
}

void objects_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    Objects *objects = vm->objects;
    if (objects == NULL) return;
    visit(vm, NULL, &objects->raised, context);
    visit(vm, NULL, &objects->audit_hooks, context);
    Object *const *singletons = &objects->none;
    objects_visit_fields(vm, singletons, 5, visit, context);
    objects_visit_fields(vm, objects->small_ints, SMALL_INT_COUNT, visit, context);
    objects_visit_fields(vm, (Object *const *)(void *)objects->characters, 256, visit, context);
    objects_visit_fields(vm, (Object *const *)(void *)&objects->empty_str, 1, visit, context);
    objects_visit_fields(vm, &objects->empty_bytes, 1, visit, context);
    objects_visit_fields(vm, objects->bytes_of_one, 256, visit, context);
    objects_visit_fields(vm, (Object *const *)(void *)&objects->empty_tuple, 1, visit, context);
    objects_visit_fields(vm, &objects->memory_error, 1, visit, context);
    objects_visit_fields(vm, &objects->exception_group, 1, visit, context);
    objects_visit_fields(vm, (Object *const *)(void *)&objects->names,
                         sizeof(Names) / sizeof(Str *), visit, context);
    objects_visit_fields(vm, (Object *const *)(void *)objects->slot_names, SLOT_ROWS_MAX, visit,
                         context);
    type_visit_roots(vm, visit, context);
    state_visit_roots(vm, visit, context);
}
