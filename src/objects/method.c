// method: a function bound to the object that it was looked up on.
//
// Its attributes are those of the function, but for the few of its own type.

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/tuple.h"

static BoundMethod *method_of(Object *object) {
    return (BoundMethod *)object;
}

static const Field method_fields[] = {
    FIELD_NAMED(BoundMethod, function, "__func__"),
    FIELD_NAMED(BoundMethod, self, "__self__"),
    {0},
};

Object *method_new(Vm *vm, Object *function, Object *self) {
    BoundMethod *method = (BoundMethod *)object_new(vm, KIND_METHOD, sizeof(BoundMethod));
    if (method == NULL) return NULL;
    slot_fill(vm, &method->base, &method->function, object_share(function));
    slot_fill(vm, &method->base, &method->self, object_share(self));
    object_track(vm, &method->base);
    return &method->base;
}

static Object *method_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "method", arguments)) return NULL;
    if (!arguments_check_count(vm, "method", arguments->count, 2, 2)) return NULL;
    Object *function = arguments->values[0].object, *self = arguments->values[1].object;
    if (object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_METHOD_CALLABLE);
    if (self == vm->objects->none) return raise(vm, ERROR_METHOD_INSTANCE);
    return method_new(vm, function, self);
}

// --- calling ---

enum { CALL_VALUES_LOCAL = 9 };

static Object *method_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const BoundMethod *method = method_of(callable);
    int64_t names = arguments->names == NULL ? 0 : arguments->names->count;
    int64_t total = arguments->count + names + 1;
    Slot local[CALL_VALUES_LOCAL];
    Slot *values = local;
    size_t bytes = (size_t)total * sizeof(Slot);
    if (total > CALL_VALUES_LOCAL) values = system_new(vm, bytes);
    if (values == NULL) return NULL;
    // The callee may drop the last other reference to the method, which holds both.
    object_share(callable);
    slot_store(&values[0], method->self.object);
    slots_store_moved(values + 1, arguments->values, total - 1);
    Arguments bound = {values, arguments->count + 1, arguments->names};
    Object *result = object_call(vm, method->function.object, &bound);
    object_drop(vm, callable);
    if (values != local) system_drop(vm, values, bytes);
    return result;
}

// --- attributes ---

static Object *method_load_attribute(Vm *vm, Object *object, Str *name) {
    Type *type = object_type(vm, object);
    Object *found = type_get(vm, type, name);
    if (found == NULL) return object_load_attribute(vm, method_of(object)->function.object, name);
    const Behaviour *behaviour = &object_type(vm, found)->behaviour;
    if (behaviour->descriptor_load == NULL) return object_share(found);
    return behaviour->descriptor_load(vm, found, object, type);
}

static Object *method_get___doc__(Vm *vm, Object *self) {
    return object_load_attribute(vm, method_of(self)->function.object,
                                 vm->objects->names.dunder_doc);
}

// (getattr, (self, name)): how pickle finds it again.
static Object *method_method___reduce__(Vm *vm, const Slot *arguments) {
    const BoundMethod *method = method_of(arguments[0].object);
    Str *text = str_new_interned(vm, "getattr", 7);
    if (text == NULL) return NULL;
    Object *getattr = dict_load(vm, vm->objects->builtins, &text->base);
    object_drop(vm, &text->base);
    if (getattr == NULL) return NULL;
    Object *result = NULL;
    Object *name = object_load_attribute(vm, method->function.object,
                                         vm->objects->names.dunder_name);
    if (name != NULL) {
        Tuple *place = tuple_pack(vm, 2, method->self.object, name);
        if (place != NULL) result = (Object *)tuple_pack(vm, 2, getattr, &place->base);
        object_drop_or_null(vm, (Object *)place);
        object_drop(vm, name);
    }
    object_drop(vm, getattr);
    return result;
}

// --- behaviour ---

// __qualname__ or __name__ when it is a str: a new reference; ABSENT: neither.
static Found method_find_name(Vm *vm, Object *function, Object **name) {
    Str *const wanted[] = {vm->objects->names.dunder_qualname, vm->objects->names.dunder_name};
    for (size_t i = 0; i < ARRAY_COUNT(wanted); i++) {
        Found found = object_find_attribute(vm, function, wanted[i], name);
        if (found == RAISED) return RAISED;
        if (found == ABSENT) continue;
        if (object_is_str(vm, *name)) return FOUND;
        object_drop(vm, *name);
        return ABSENT;
    }
    return ABSENT;
}

static Object *method_repr(Vm *vm, Object *object) {
    const BoundMethod *method = method_of(object);
    Object *name = NULL;
    switch (method_find_name(vm, method->function.object, &name)) {
    case RAISED: return NULL;
    case ABSENT: return str_new_format(vm, "<bound method ? of %R>", method->self.object);
    case FOUND: break;
    }
    Object *text = str_new_format(vm, "<bound method %U of %R>", name, method->self.object);
    object_drop(vm, name);
    return text;
}

// CPython's hash of an address: turned right by four bits, because the low ones are 0.
static int64_t hash_of_address(Vm *vm, const Object *object) {
    uint64_t address = object_address(vm, object);
    int64_t hash = (int64_t)(address >> 4 | address << 60);
    return hash == -1 ? -2 : hash;
}

static bool method_hash(Vm *vm, Object *object, int64_t *hash) {
    const BoundMethod *method = method_of(object);
    int64_t of_function;
    if (!object_hash(vm, method->function.object, &of_function)) return false;
    *hash = hash_of_address(vm, method->self.object) ^ of_function;
    if (*hash == -1) *hash = -2;
    return true;
}

// Equal functions bound to the same object.
static Object *method_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_asked = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_asked || left->kind != KIND_METHOD || right->kind != KIND_METHOD)
        return not_implemented_new(vm);
    const BoundMethod *a = method_of(left), *b = method_of(right);
    Found found = object_equal(vm, a->function.object, b->function.object);
    if (found == RAISED) return NULL;
    bool is_equal = found == FOUND && a->self.object == b->self.object;
    return bool_new(vm, is_equal == (comparison == COMPARE_EQUAL));
}

static const Method method_methods[] = {
    METHOD(method, __reduce__, "(self, /)", "How pickle finds the method again."),
    {0},
};

static const Property method_properties[] = {
    {"__doc__", method_get___doc__, NULL, NULL},
    {0},
};

static const Member method_members[] = {
    {"__func__", offsetof(BoundMethod, function), MEMBER_READ_ONLY, "The function."},
    {"__self__", offsetof(BoundMethod, self), MEMBER_READ_ONLY, "The object it is bound to."},
    {0},
};

const TypeDefinition method_definition = {
    .name = "method",
    .kind = KIND_METHOD,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(BoundMethod),
    .python_bytes = 48,
    .python_weak_offset = 32,
    .layout = {
        .name = "method",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
        .fields = method_fields,
    },
    .behaviour = {.repr = method_repr, .hash = method_hash, .compare = method_compare,
                  .call = method_call, .load_attribute = method_load_attribute,
                  .set_attribute = object_set_attribute_plain, .new = method_make},
    .methods = method_methods,
    .properties = method_properties,
    .members = method_members,
    .signature = "(function, instance, /)",
    .doc = "A function bound to an object, which a call passes first.",
};
