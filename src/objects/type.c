// type: the class of classes. Its attributes, its methods, and how classes are called.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/mapping_proxy.h"
#include "objects/slot.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// --- calling ---

Object *type_call(Vm *vm, Type *type, const Arguments *arguments) {
    bool has_keywords = arguments->names != NULL && arguments->names->count != 0;
    if (type == type_of_kind(vm, KIND_TYPE)) {
        if (arguments->count == 1) {
            if (!arguments_refuse_keywords(vm, "type", arguments)) return NULL;
            return object_share((Object *)object_type(vm, arguments->values[0].object));
        }
        if (arguments->count != 3) return raise(vm, ERROR_TYPE_COUNT);
    }
    (void)has_keywords;
    if (type->behaviour.new == NULL) return raise(vm, ERROR_CANNOT_CREATE, type);
    Object *object = type->behaviour.new(vm, type, arguments);
    if (object == NULL) return NULL;
    Type *made = object_type(vm, object);
    if (made != type && !type_is_subtype(made, type)) return object;
    if (made->behaviour.init == NULL || made->behaviour.init(vm, object, arguments)) return object;
    object_drop(vm, object);
    return NULL;
}

static Object *type_behaviour_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Type *type = (Type *)callable;
    bool is_direct = (type->flags & (TYPE_IS_CALLED_DIRECTLY | TYPE_IS_CLASS)) ==
                     TYPE_IS_CALLED_DIRECTLY;
    if (is_direct) return type_call(vm, type, arguments);
    ArgumentTuple tuple;
    arguments_hold(vm, &tuple, arguments);
    Object *object = type_call(vm, type, arguments);
    arguments_let_go(vm, &tuple);
    return object;
}

const Method type_new_method = {
    "__new__", NULL, "($type, *args, **kwargs)",
    "Make a new object; see help(type) for the arguments.", 0,
};

// The nearest built-in type whose __new__ a class has.
static const Type *type_find_native_new(const Type *type) {
    while (type_super(type) != NULL && type->behaviour.new == slot_new) type = type_super(type);
    return type;
}

Object *type_call_new_method(Vm *vm, Type *type, const Arguments *arguments) {
    if (arguments->count < 1) return raise(vm, ERROR_NEW_NEEDS_ARGUMENT, type);
    Object *first = arguments->values[0].object;
    if (!object_is_type(vm, first)) return raise(vm, ERROR_NEW_NOT_A_TYPE, type, first);
    Type *wanted = (Type *)first;
    if (!type_is_subtype(wanted, type))
        return raise(vm, ERROR_NEW_NOT_A_SUBTYPE, type, wanted, wanted, type);
    const Type *native = type_find_native_new(wanted);
    if (native->behaviour.new != type->behaviour.new)
        return raise(vm, ERROR_NEW_NOT_SAFE, type, wanted, native);
    Arguments rest = {arguments->values + 1, arguments->count - 1, arguments->names};
    return type->behaviour.new(vm, wanted, &rest);
}

// --- attributes of types ---

Object *type_load_attribute(Vm *vm, Object *object, Str *name) {
    Type *type = (Type *)object, *metatype = object_type(vm, object);
    Object *meta = type_get(vm, metatype, name);
    const Behaviour *its = meta != NULL ? &object_type(vm, meta)->behaviour : NULL;
    if (meta != NULL && its->descriptor_load != NULL && its->descriptor_set != NULL) {
        object_share(meta);
        Object *value = its->descriptor_load(vm, meta, object, metatype);
        object_drop(vm, meta);
        return value;
    }
    Object *attribute = type_get(vm, type, name);
    if (attribute != NULL) {
        const Behaviour *own = &object_type(vm, attribute)->behaviour;
        object_share(attribute);
        if (own->descriptor_load == NULL) return attribute;
        Object *value = own->descriptor_load(vm, attribute, NULL, type);
        object_drop(vm, attribute);
        return value;
    }
    if (meta != NULL) return object_bind(vm, meta, object, metatype);
    return raise(vm, ERROR_TYPE_NO_ATTRIBUTE, type, name);
}

bool type_set_attribute(Vm *vm, Object *object, Str *name, Object *value) {
    Type *type = (Type *)object;
    if ((type->flags & TYPE_IS_IMMUTABLE) != 0)
        return raise_false(vm, ERROR_TYPE_IMMUTABLE_ATTRIBUTE, name, type);
    Object *meta = type_get(vm, object_type(vm, object), name);
    if (meta != NULL && object_type(vm, meta)->behaviour.descriptor_set != NULL) {
        object_share(meta);
        bool done = object_type(vm, meta)->behaviour.descriptor_set(vm, meta, object, value);
        object_drop(vm, meta);
        if (done && str_is(name, "__abstractmethods__")) type_renew(vm, type);
        return done;
    }
    Found found = FOUND;
    if (value == NULL)
        found = dict_remove(vm, type_dict(type), (Object *)name);
    else if (!dict_set_str(vm, type_dict(type), name, value))
        found = RAISED;
    if (found == RAISED) return false;
    if (found == ABSENT) return raise_false(vm, ERROR_TYPE_NO_ATTRIBUTE, type, name);
    return type_changed(vm, type, name);
}

Object *type_load_module(Vm *vm, Type *type) {
    if (type_is_class(type)) {
        Object *module = dict_get_str(vm, type_dict(type), NAMES->dunder_module);
        if (module != NULL) return object_share(module);
        return raise_argument(vm, exception_type(vm, EXCEPTION_AttributeError),
                              (Object *)NAMES->dunder_module);
    }
    const char *name = type->definition->name;
    const char *dot = __builtin_strrchr(name, '.');
    if (dot == NULL) return object_share((Object *)NAMES->builtins);
    return (Object *)str_new_interned(vm, name, (size_t)(dot - name));
}

static Object *type_repr(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    Object *module = type_load_module(vm, type);
    if (module == NULL) raised_clear(vm);
    Object *text;
    if (module != NULL && object_is_str(vm, module) && !str_is((Str *)module, "builtins"))
        text = str_new_format(vm, "<class '%U.%U'>", module, type->qualname.object);
    else
        text = str_new_format(vm, "<class '%N'>", type);
    object_drop_or_null(vm, module);
    return text;
}

// --- methods ---

static Object *type_method_mro(Vm *vm, const Slot *arguments) {
    Tuple *mro = type_linearize(vm, (Type *)arguments[0].object);
    if (mro == NULL) return NULL;
    List *list = list_new_from(vm, mro->items, mro->count);
    object_drop(vm, (Object *)mro);
    return (Object *)list;
}

List *type_load_subclasses(Vm *vm, Type *type) {
    List *list = list_new(vm, type->subclass_count);
    for (int64_t i = 0; list != NULL && i < type->subclass_count; i++) {
        if (list_add(vm, list, (Object *)type->subclasses[i])) continue;
        object_drop(vm, (Object *)list);
        list = NULL;
    }
    return list;
}

static Object *type_method___subclasses__(Vm *vm, const Slot *arguments) {
    return (Object *)type_load_subclasses(vm, (Type *)arguments[0].object);
}

static Object *type_method___prepare__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return (Object *)dict_new(vm);
}

static Object *type_method___instancecheck__(Vm *vm, const Slot *arguments) {
    Found found = type_check_instance(vm, arguments[0].object, arguments[1].object);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *type_method___subclasscheck__(Vm *vm, const Slot *arguments) {
    Found found = type_check_subclass(vm, arguments[0].object, arguments[1].object);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *type_method___dir__(Vm *vm, const Slot *arguments) {
    return object_dir_class(vm, arguments[0].object);
}

// CPython's sizes of a type object, of a class, and of the keys that a class shares.
enum { TYPE_PYTHON_BYTES = 408, CLASS_PYTHON_BYTES = 904 };

static int64_t type_keys_python_bytes(const Type *type) {
    if ((type->flags & TYPE_HAS_MANAGED_DICT) == 0) return 0;
    return 768;
}

static Object *type_method___sizeof__(Vm *vm, const Slot *arguments) {
    const Type *type = (const Type *)arguments[0].object;
    if (!type_is_heap(type)) return int_new(vm, TYPE_PYTHON_BYTES + 16);
    return int_new(vm, CLASS_PYTHON_BYTES + type_keys_python_bytes(type));
}

const Method type_methods[] = {
    METHOD(type, mro, "(self, /)", "Give the order in which attributes are looked up."),
    METHOD(type, __subclasses__, "(self, /)", "List the immediate subclasses that are alive."),
    CLASS_METHOD(type, __prepare__, "(type, *args, **kwargs)",
                 "Give the namespace that a class body starts with."),
    METHOD(type, __instancecheck__, "(self, instance, /)", "Is the object an instance?"),
    METHOD(type, __subclasscheck__, "(self, subclass, /)", "Is the class a subclass?"),
    METHOD(type, __dir__, "(self, /)", "Give the names that dir() sorts."),
    METHOD(type, __sizeof__, "(self, /)", "Give the size of the type object in bytes."),
    {0},
};

// --- memory ---

static void type_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Type *type = (Type *)object;
    visit(vm, object, &type->dict, context);
    visit(vm, object, &type->mro, context);
    visit(vm, object, &type->bases, context);
    visit(vm, object, &type->super, context);
    visit(vm, object, &type->name, context);
    visit(vm, object, &type->qualname, context);
    visit(vm, object, &type->doc, context);
    visit(vm, object, &type->slot_names, context);
    for (int i = 0; type->shared_keys != NULL && i < type->shared_keys->count; i++)
        visit(vm, object, &type->shared_keys->names[i], context);
}

// Breaks the cycles through dict and mro; bases stay, instances may still need them.
static void type_clear(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    if (!type_is_class(type)) return;
    if (type->kind != 0) type_renew(vm, type);
    if (type->dict.object != NULL) dict_empty(vm, type_dict(type));
    slot_clear(vm, object, &type->mro);
}

static void type_finish(Vm *vm, Object *object) {
    Type *type = (Type *)object;
    Tuple *bases = type_bases(type);
    for (int64_t i = 0; bases != NULL && i < bases->count; i++)
        type_leave(type, (Type *)bases->items[i].object);
    slot_clear(vm, object, &type->super);
    slot_clear(vm, object, &type->dict);
    slot_clear(vm, object, &type->bases);
    slot_clear(vm, object, &type->mro);
    slot_clear(vm, object, &type->doc);
    slot_clear(vm, object, &type->name);
    slot_clear(vm, object, &type->qualname);
    slot_clear(vm, object, &type->slot_names);
    SharedKeys *keys = type->shared_keys;
    if (keys != NULL) {
        for (int i = 0; i < keys->count; i++) slot_clear(vm, object, &keys->names[i]);
        system_drop(vm, keys, sizeof(SharedKeys));
        type->shared_keys = NULL;
    }
    if (type->subclasses != NULL)
        system_drop(vm, type->subclasses, (size_t)type->subclass_capacity * sizeof(Type *));
    if (type->utf8_name != NULL) system_drop(vm, type->utf8_name, type->utf8_bytes + 1);
    if (!type_is_class(type) || type->kind == 0) return;
    if (type->kind_dict != type->kind) kind_drop(vm, type->kind_dict);
    kind_drop(vm, type->kind);
}

static Place type_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    Type *type = (Type *)object;
    const struct { const Slot *slot; const char *name; } fields[] = {
        {&type->name, "__name__"}, {&type->qualname, "__qualname__"}, {&type->doc, "__doc__"},
        {&type->super, "__base__"}, {&type->bases, "__bases__"}, {&type->mro, "__mro__"},
        {&type->dict, "__dict__"}, {&type->slot_names, "__slots__"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++)
        if (fields[i].slot == slot) return (Place){.kind = PLACE_FIELD, .name = fields[i].name};
    return (Place){.kind = PLACE_FIELD, .name = "shared key"};
}

static size_t type_bytes(Vm *vm, const Object *object) {
    (void)vm;
    (void)object;
    return sizeof(Type);
}

const TypeDefinition type_definition = {
    .name = "type",
    .kind = KIND_TYPE,
    .flags = TYPE_IS_BASE | TYPE_IS_TYPE,
    .bytes = sizeof(Type),
    .python_bytes = 904,
    .python_item_bytes = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_MAY_BE_STATIC,
               .bytes = type_bytes, .visit = type_visit,
               .clear = type_clear, .finish = type_finish, .place = type_place},
    .behaviour = {.repr = type_repr, .call = type_behaviour_call,
                  .load_attribute = type_load_attribute, .set_attribute = type_set_attribute,
                  .new = type_new, .init = type_init,
                  .binary[BINARY_OR] = union_new},
    .methods = type_methods,
    .properties = type_properties,
    .signature = NULL,
    .doc = "type(object) gives the object's class; type(name, bases, dict) makes a new class.",
};
