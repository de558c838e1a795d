// mappingproxy: a read-only view of a mapping, such as the __dict__ of a class.

#include "objects/mapping_proxy.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/generic_alias.h"
#include "objects/str.h"

static Object *mapping_of(Object *object) {
    return ((MappingProxy *)object)->mapping.object;
}

static const Field mapping_proxy_fields[] = {FIELD(MappingProxy, mapping), {0}};

Object *mapping_proxy_new(Vm *vm, Object *mapping) {
    Object *object = object_new(vm, KIND_MAPPING_PROXY, sizeof(MappingProxy));
    if (object == NULL) return NULL;
    slot_fill(vm, object, &((MappingProxy *)object)->mapping, object_share(mapping));
    object_track(vm, object);
    return object;
}

static Object *mapping_proxy_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    Object *mapping, *made;
    if (!arguments_bind(vm, "mappingproxy", "(mapping)", arguments, &mapping)) return NULL;
    uint32_t sequences = TYPE_IS_LIST | TYPE_IS_TUPLE;
    if (object_type(vm, mapping)->behaviour.load_item == NULL ||
        object_is_flagged(vm, mapping, sequences)) {
        made = raise(vm, ERROR_PROXY_MAPPING, mapping);
    } else {
        made = mapping_proxy_new(vm, mapping);
    }
    arguments_unbind(vm, &mapping, 1);
    return made;
}

// --- behaviour: that of the mapping ---

static Object *mapping_proxy_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "mappingproxy(%R)", mapping_of(object));
}

static Object *mapping_proxy_str(Vm *vm, Object *object) {
    return object_str(vm, mapping_of(object));
}

static Object *mapping_proxy_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    return object_compare(vm, mapping_of(left), right, comparison);
}

static bool mapping_proxy_length(Vm *vm, Object *object, int64_t *length) {
    return object_length(vm, mapping_of(object), length);
}

static Found mapping_proxy_contains(Vm *vm, Object *object, Object *item) {
    return object_contains(vm, mapping_of(object), item);
}

static Object *mapping_proxy_load_item(Vm *vm, Object *object, Object *key) {
    return object_load_item(vm, mapping_of(object), key);
}

static Object *mapping_proxy_iterate(Vm *vm, Object *object) {
    return object_iterate(vm, mapping_of(object));
}

static Object *unwrapped(Object *object) {
    return object->kind == KIND_MAPPING_PROXY ? mapping_of(object) : object;
}

static Object *mapping_proxy_or(Vm *vm, Object *left, Object *right) {
    return object_binary(vm, BINARY_OR, unwrapped(left), unwrapped(right));
}

static Object *mapping_proxy_or_in_place(Vm *vm, Object *left, Object *right) {
    (void)right;
    return raise(vm, ERROR_PROXY_IN_PLACE, left);
}

// --- methods: those of the mapping ---

static Object *call_named(Vm *vm, Object *self, const char *name, Object *const given[2]) {
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    if (text == NULL) return NULL;
    Object *mapping = mapping_of(self), *result;
    if (given == NULL) {
        result = object_call_method(vm, mapping, text, 0);
    } else {
        result = object_call_method(vm, mapping, text, 2, given[0], given[1]);
    }
    object_drop(vm, &text->base);
    return result;
}

static Object *mapping_proxy_method_get(Vm *vm, const Slot *arguments) {
    Object *otherwise = arguments[2].object;
    Object *const given[2] = {arguments[1].object,
                              otherwise != NULL ? otherwise : vm->objects->none};
    return call_named(vm, arguments[0].object, "get", given);
}

#define DELEGATE(name) \
    static Object *mapping_proxy_method_##name(Vm *vm, const Slot *arguments) { \
        return call_named(vm, arguments[0].object, #name, NULL); \
    }

DELEGATE(keys)
DELEGATE(values)
DELEGATE(items)
DELEGATE(copy)
DELEGATE(__reversed__)

static const Method mapping_proxy_methods[] = {
    HIDDEN_METHOD(mapping_proxy, get, "(self, key, default=None, /)",
                  "The value of key, or default when there is none."),
    HIDDEN_METHOD(mapping_proxy, keys, "(self, /)", "The keys, as the mapping gives them."),
    HIDDEN_METHOD(mapping_proxy, values, "(self, /)", "The values, as the mapping gives them."),
    HIDDEN_METHOD(mapping_proxy, items, "(self, /)",
                  "Keys with their values, as the mapping gives them."),
    HIDDEN_METHOD(mapping_proxy, copy, "(self, /)", "A shallow copy of the mapping."),
    HIDDEN_METHOD(mapping_proxy, __reversed__, "(self, /)", "The keys, last first."),
    GENERIC_ALIAS_METHOD,
    {0},
};

const TypeDefinition mapping_proxy_definition = {
    .name = "mappingproxy",
    .kind = KIND_MAPPING_PROXY,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_MAPPING,
    .bytes = sizeof(MappingProxy),
    .python_bytes = 24,
    .layout = {
        .name = "mappingproxy",
        .flags = LAYOUT_COLLECTED,
        .fields = mapping_proxy_fields,
    },
    .behaviour = {
        .repr = mapping_proxy_repr,
        .str = mapping_proxy_str,
        .compare = mapping_proxy_compare,
        .iterate = mapping_proxy_iterate,
        .binary[BINARY_OR] = mapping_proxy_or,
        .in_place[BINARY_OR] = mapping_proxy_or_in_place,
        .length = mapping_proxy_length,
        .contains = mapping_proxy_contains,
        .load_item = mapping_proxy_load_item,
        .new = mapping_proxy_make,
    },
    .methods = mapping_proxy_methods,
    .signature = "(mapping)",
    .doc = "A view of a mapping through which it can't be changed.",
};
