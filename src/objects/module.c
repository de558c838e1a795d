// module: a namespace dict with a name.

#include "objects/module.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/list.h"
#include "objects/str.h"

static Module *module_of(Object *object) {
    return (Module *)object;
}

// --- memory ---

static const Field module_fields[] = {FIELD(Module, name), {0}};

// --- for C ---

// A module without anything in its dict.
static Module *module_new_bare(Vm *vm, Type *type) {
    Dict *dict = dict_new(vm);
    if (dict == NULL) return NULL;
    Object *object = type_new_instance(vm, type, sizeof(Module));
    if (object == NULL) {
        object_drop(vm, &dict->base);
        return NULL;
    }
    slot_fill(vm, object, &object_prefix(object)->dict, &dict->base);
    object_track(vm, object);
    return module_of(object);
}

// Sets what every module begins with; doc NULL: None.
static bool module_fill(Vm *vm, Module *module, Object *name, Object *doc) {
    const Names *names = &vm->objects->names;
    Object *none = vm->objects->none;
    Dict *dict = module_get_dict(module);
    slot_set(vm, &module->base, &module->name, name);
    return dict_set_str(vm, dict, names->dunder_name, name) &&
           dict_set_str(vm, dict, names->dunder_doc, doc != NULL ? doc : none) &&
           dict_set_str(vm, dict, names->dunder_package, none) &&
           dict_set_str(vm, dict, names->dunder_loader, none) &&
           dict_set_str(vm, dict, names->dunder_spec, none);
}

Module *module_new(Vm *vm, const char *name) {
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    if (text == NULL) return NULL;
    Module *module = module_new_bare(vm, type_of_kind(vm, KIND_MODULE));
    if (module != NULL && !module_fill(vm, module, &text->base, NULL)) {
        object_drop(vm, &module->base);
        module = NULL;
    }
    object_drop(vm, &text->base);
    return module;
}

Dict *module_get_dict(Module *module) {
    return (Dict *)object_prefix(&module->base)->dict.object;
}

bool module_set(Vm *vm, Module *module, const char *name, Object *value) {
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    if (text == NULL) return false;
    bool is_set = dict_set_str(vm, module_get_dict(module), text, value);
    object_drop(vm, &text->base);
    return is_set;
}

bool module_take_set(Vm *vm, Module *module, const char *name, Object *value) {
    if (value == NULL) return false;
    bool is_set = module_set(vm, module, name, value);
    object_drop(vm, value);
    return is_set;
}

bool module_set_doc(Vm *vm, Module *module, const char *doc) {
    return module_take_set(vm, module, "__doc__", str_new_c(vm, doc));
}

bool module_add_functions(Vm *vm, Module *module, const Method *functions) {
    for (; functions->name != NULL; functions++) {
        Object *function = builtin_new(vm, functions, &module->base, module->name.object);
        if (!module_take_set(vm, module, functions->name, function)) return false;
    }
    return true;
}

Type *module_register_type(Vm *vm, const TypeDefinition *definition) {
    // A module that is imported a second time has the types of the first.
    for (uint32_t i = KIND_BUILTIN_COUNT; i < heap_of(vm)->kind_count; i++) {
        Type *type = type_of_kind(vm, i);
        if (type != NULL && type->definition == definition) return type;
    }
    return type_register(vm, definition, NULL);
}

Type *module_add_type(Vm *vm, Module *module, const TypeDefinition *definition) {
    Type *type = module_register_type(vm, definition);
    if (type == NULL) return NULL;
    Str *name = (Str *)type->name.object;
    return dict_set_str(vm, module_get_dict(module), name, &type->base) ? type : NULL;
}

// --- making one from Python ---

static Object *module_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return (Object *)module_new_bare(vm, type);
}

static bool module_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "module", "(name, doc=None)", arguments, values)) return false;
    bool is_done;
    if (object_is_str(vm, values[0])) {
        is_done = module_fill(vm, module_of(object), values[0], values[1]);
    } else {
        const char *found = values[0] == vm->objects->none ? "None"
                                                           : object_type_name(vm, values[0]);
        is_done = raise_false(vm, ERROR_ARGUMENT_TYPE, "module", "name", "str", found);
    }
    arguments_unbind(vm, values, 2);
    return is_done;
}

// --- attributes ---

// A value of the module's dict, borrowed; NULL: absent. The collector may have taken the
// dict of a module that is part of a dead cycle.
static Object *module_get(Vm *vm, Module *module, Str *name) {
    Dict *dict = module_get_dict(module);
    return dict == NULL ? NULL : dict_get_str(vm, dict, name);
}

// The same under a name of ours; RAISED only when there is no memory.
static Found module_find(Vm *vm, Module *module, const char *name, Object **value) {
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    if (text == NULL) return RAISED;
    *value = module_get(vm, module, text);
    object_drop(vm, &text->base);
    return *value != NULL ? FOUND : ABSENT;
}

Found module_spec_is_initializing(Vm *vm, Object *spec) {
    Object *value;
    Str *name = str_new_interned(vm, "_initializing", 13);
    if (name == NULL) return RAISED;
    Found found = spec == NULL ? ABSENT : object_find_attribute(vm, spec, name, &value);
    object_drop(vm, &name->base);
    if (found != FOUND) return found;
    found = object_truth(vm, value);
    object_drop(vm, value);
    return found;
}

static Object *module_raise_absent(Vm *vm, Module *module, Str *name) {
    const Names *names = &vm->objects->names;
    Object *own_name = module_get(vm, module, names->dunder_name);
    if (own_name == NULL || !object_is_str(vm, own_name))
        return raise(vm, ERROR_MODULE_NAMELESS, name);
    Object *spec = module_get(vm, module, names->dunder_spec);
    object_share(own_name);
    object_share_or_null(spec);
    Found is_partial = module_spec_is_initializing(vm, spec);
    if (is_partial == RAISED) raised_clear(vm);
    raise(vm, is_partial == FOUND ? ERROR_MODULE_PARTIAL : ERROR_MODULE_NO_ATTRIBUTE, own_name,
          name);
    object_drop(vm, own_name);
    object_drop_or_null(vm, spec);
    return NULL;
}

static Object *module_load_attribute(Vm *vm, Object *object, Str *name) {
    Object *value = object_load_attribute_plain(vm, object, name);
    if (value != NULL || !raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError)))
        return value;
    // The module's own __getattr__ is asked for what it lacks.
    Object *function;
    switch (module_find(vm, module_of(object), "__getattr__", &function)) {
    case RAISED: return NULL;
    case ABSENT: return module_raise_absent(vm, module_of(object), name);
    case FOUND: break;
    }
    object_share(function);
    value = object_call_with(vm, function, 1, (Object *)name);
    object_drop(vm, function);
    return value;
}

static Object *module_get___annotations__(Vm *vm, Object *self) {
    Dict *dict = module_get_dict(module_of(self));
    Str *name = vm->objects->names.dunder_annotations;
    if (dict == NULL) return raise(vm, ERROR_MODULE_DICT);
    Object *found = dict_get_str(vm, dict, name);
    if (found != NULL) return object_share(found);
    Dict *annotations = dict_new(vm);
    if (annotations == NULL) return NULL;
    if (dict_set_str(vm, dict, name, &annotations->base)) return &annotations->base;
    object_drop(vm, &annotations->base);
    return NULL;
}

static bool module_set___annotations__(Vm *vm, Object *self, Object *value) {
    Dict *dict = module_get_dict(module_of(self));
    Str *name = vm->objects->names.dunder_annotations;
    if (dict == NULL) return raise_false(vm, ERROR_MODULE_DICT);
    if (value != NULL) return dict_set_str(vm, dict, name, value);
    Found found = dict_remove(vm, dict, &name->base);
    return found == ABSENT ? raise_false(vm, ERROR_MODULE_ANNOTATIONS) : found == FOUND;
}

static Object *module_method___dir__(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    Object *dict = object_load_attribute(vm, object, vm->objects->names.dunder_dict);
    if (dict == NULL) return NULL;
    if (!object_is_dict(vm, dict)) {
        object_drop(vm, dict);
        return raise(vm, ERROR_MODULE_DICT);
    }
    Object *result = NULL, *function;
    switch (module_find(vm, module_of(object), "__dir__", &function)) {
    case RAISED: break;
    case ABSENT: result = (Object *)list_new_from_iterable(vm, dict); break;
    case FOUND:
        object_share(function);
        result = object_call_with(vm, function, 0);
        object_drop(vm, function);
        break;
    }
    object_drop(vm, dict);
    return result;
}

// --- repr: what the import system knows, the more the better ---

// An attribute as a new reference; NULL: absent (or raised, which is cleared).
static Object *attribute_or_null(Vm *vm, Object *object, const char *name) {
    Object *value = NULL;
    Str *text = str_new_interned(vm, name, __builtin_strlen(name));
    Found found = text == NULL ? RAISED : object_find_attribute(vm, object, text, &value);
    object_drop_or_null(vm, (Object *)text);
    if (found == RAISED) raised_clear(vm);
    return found == FOUND ? value : NULL;
}

static bool is_given(Vm *vm, const Object *object) {
    return object != NULL && object != vm->objects->none;
}

static Object *spec_repr(Vm *vm, Object *spec) {
    Object *name = attribute_or_null(vm, spec, "name");
    Object *origin = attribute_or_null(vm, spec, "origin");
    Object *loader = attribute_or_null(vm, spec, "loader");
    Object *location = attribute_or_null(vm, spec, "has_location");
    Object *unknown = str_new_char(vm, '?');
    Object *shown = is_given(vm, name) ? name : unknown;
    Object *text = NULL;
    Found has_location = location == NULL ? ABSENT : object_truth(vm, location);
    if (unknown == NULL || has_location == RAISED) {
        text = NULL;
    } else if (is_given(vm, origin)) {
        const char *format = has_location == FOUND ? "<module %R from %R>" : "<module %R (%S)>";
        text = str_new_format(vm, format, shown, origin);
    } else if (is_given(vm, loader)) {
        text = str_new_format(vm, "<module %R (%R)>", shown, loader);
    } else {
        text = str_new_format(vm, "<module %R>", shown);
    }
    Object *const used[] = {name, origin, loader, location, unknown};
    for (size_t i = 0; i < ARRAY_COUNT(used); i++) object_drop_or_null(vm, used[i]);
    return text;
}

// What the loader's own module_repr() says; NULL: it has none, or it raises.
static Object *loader_repr(Vm *vm, Object *object) {
    Object *loader = attribute_or_null(vm, object, "__loader__");
    Object *function = loader == NULL ? NULL : attribute_or_null(vm, loader, "module_repr");
    Object *text = function == NULL ? NULL : object_call_with(vm, function, 1, object);
    if (text == NULL) raised_clear_if(vm, exception_type(vm, EXCEPTION_Exception));
    object_drop_or_null(vm, loader);
    object_drop_or_null(vm, function);
    return text;
}

static Object *module_repr_plain(Vm *vm, Object *object) {
    Object *name = attribute_or_null(vm, object, "__name__");
    Object *file = attribute_or_null(vm, object, "__file__");
    Object *loader = attribute_or_null(vm, object, "__loader__");
    if (name == NULL) name = str_new_char(vm, '?');
    Object *text = NULL;
    if (name == NULL) {
        text = NULL;
    } else if (file != NULL) {
        text = str_new_format(vm, "<module %R from %R>", name, file);
    } else if (is_given(vm, loader)) {
        text = str_new_format(vm, "<module %R (%R)>", name, loader);
    } else {
        text = str_new_format(vm, "<module %R>", name);
    }
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, file);
    object_drop_or_null(vm, loader);
    return text;
}

static Object *module_repr(Vm *vm, Object *object) {
    Object *spec = attribute_or_null(vm, object, "__spec__");
    Found has_spec = spec == NULL ? ABSENT : object_truth(vm, spec);
    Object *text = NULL;
    if (has_spec == FOUND) text = spec_repr(vm, spec);
    if (has_spec == ABSENT) text = loader_repr(vm, object);
    if (has_spec == ABSENT && text == NULL && !raised(vm)) text = module_repr_plain(vm, object);
    object_drop_or_null(vm, spec);
    return text;
}

static const Method module_methods[] = {
    HIDDEN_METHOD(module, __dir__, "(self, /)",
                  "The names in the module, or what its __dir__ gives."),
    {0},
};

static const Property module_properties[] = {
    {"__annotations__", module_get___annotations__, module_set___annotations__, NULL},
    {0},
};

static const Member module_members[] = {
    {"__dict__", 0, MEMBER_READ_ONLY | MEMBER_IS_DICT, NULL},
    {0},
};

const TypeDefinition module_definition = {
    .name = "module",
    .kind = KIND_MODULE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_HAS_DICT,
    .bytes = sizeof(Module),
    .python_bytes = 56,
    .python_weak_offset = 40,
    .layout = {
        .name = "module",
        .flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK,
        .fields = module_fields,
    },
    .behaviour = {.repr = module_repr, .load_attribute = module_load_attribute,
                  .set_attribute = object_set_attribute_plain, .new = module_make,
                  .init = module_init},
    .methods = module_methods,
    .properties = module_properties,
    .members = module_members,
    .signature = "(name, doc=None)",
    .doc = "A namespace: the names that a file's code has bound.",
};
