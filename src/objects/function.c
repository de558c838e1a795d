// function: code with the globals it runs in, its defaults and its closure.
//
// The annotations stay the flat tuple of names and values that the compiler made
// until somebody asks for them as a dict.

#include "objects/function.h"

#include "objects/arguments.h"
#include "objects/cell.h"
#include "objects/dict.h"
#include "objects/instance.h"
#include "objects/module.h"
#include "objects/str.h"
#include "objects/tuple.h"

static Function *function_of(Object *object) {
    return (Function *)object;
}

static const Code *function_code(const Function *function) {
    return (const Code *)function->code.object;
}

// --- memory ---

// In the order in which CPython empties them; the __dict__ goes before the closure.
static const Field function_fields[] = {
    FIELD_NAMED(Function, globals, "__globals__"),
    FIELD_NAMED(Function, builtins, "__builtins__"),
    FIELD_NAMED(Function, module, "__module__"),
    FIELD_NAMED(Function, defaults, "__defaults__"),
    FIELD_NAMED(Function, keyword_defaults, "__kwdefaults__"),
    FIELD_NAMED(Function, doc, "__doc__"),
    FIELD_NAMED(Function, closure, "__closure__"),
    FIELD_NAMED(Function, annotations, "__annotations__"),
    FIELD_NAMED(Function, name, "__name__"),
    FIELD_NAMED(Function, qualname, "__qualname__"),
    FIELD_NAMED(Function, code, "__code__"),
    {0},
};

enum { FIELDS_BEFORE_DICT = 6, FIELDS_CLEARED = 8 };

// The names and the code stay, so that a function in a cycle can still be shown.
static void function_clear(Vm *vm, Object *object) {
    function_of(object)->version = 0;
    for (size_t i = 0; i < FIELDS_CLEARED; i++) {
        if (i == FIELDS_BEFORE_DICT) object_clear_dict(vm, object);
        slot_clear(vm, object, field_slot(object, &function_fields[i]));
    }
}

// --- for C ---

// The builtins that code with these globals sees, borrowed; those of the running code where the
// globals name none.
static Object *globals_get_builtins(Vm *vm, Dict *globals) {
    Str *name = vm->objects->names.dunder_builtins;
    Object *found = dict_get_str(vm, globals, name);
    if (found == NULL && vm->objects->globals_hook != NULL) {
        Dict *running = vm->objects->globals_hook(vm);
        if (running != NULL) found = dict_get_str(vm, running, name);
    }
    if (found == NULL) return (Object *)vm->objects->builtins;
    if (object_has_type(vm, found, type_of_kind(vm, KIND_MODULE)))
        return (Object *)module_get_dict((Module *)found);
    return found;
}

static Object *code_get_doc(Vm *vm, const Code *code) {
    const Tuple *constants = (const Tuple *)code->constants.object;
    if (constants->count == 0) return NULL;
    Object *first = constants->items[0].object;
    return object_is_str(vm, first) ? first : NULL;
}

Function *function_new(Vm *vm, Code *code, Dict *globals) {
    Function *function = (Function *)object_new(vm, KIND_FUNCTION, sizeof(Function));
    if (function == NULL) return NULL;
    Object *object = &function->base;
    Object *builtins = globals_get_builtins(vm, globals);
    Object *module = dict_get_str(vm, globals, vm->objects->names.dunder_name);
    slot_fill(vm, object, &function->code, object_share(&code->base));
    slot_fill(vm, object, &function->globals, object_share(&globals->base));
    slot_fill(vm, object, &function->builtins, object_share_or_null(builtins));
    slot_fill(vm, object, &function->name, object_share(code->name.object));
    slot_fill(vm, object, &function->qualname, object_share(code->qualname.object));
    slot_fill(vm, object, &function->doc, object_share_or_null(code_get_doc(vm, code)));
    slot_fill(vm, object, &function->module, object_share_or_null(module));
    slots_init(&function->defaults, 1);
    slots_init(&function->keyword_defaults, 1);
    slots_init(&function->closure, 1);
    slots_init(&function->annotations, 1);
    function->version = 0;
    object_track(vm, object);
    return function;
}

// --- making one from Python ---

static bool refuse_argument(Vm *vm, const char *name, const char *wanted, Object *given) {
    const char *found = given == vm->objects->none ? "None" : object_type_name(vm, given);
    return raise_false(vm, ERROR_ARGUMENT_TYPE, "function", name, wanted, found);
}

static bool check_closure(Vm *vm, const Code *code, Object *closure) {
    if (code->free_count > 0 && closure == NULL)
        return raise_false(vm, ERROR_FUNCTION_CLOSURE_TUPLE);
    if (closure != NULL && !object_is_tuple(vm, closure))
        return raise_false(vm, ERROR_FUNCTION_CLOSURE);
    const Tuple *cells = (const Tuple *)closure;
    int64_t count = cells == NULL ? 0 : cells->count;
    if (count != code->free_count)
        return raise_false(vm, ERROR_FUNCTION_CLOSURE_LENGTH, code->name.object,
                           (int64_t)code->free_count, count);
    for (int64_t i = 0; i < count; i++)
        if (cells->items[i].object->kind != KIND_CELL)
            return raise_false(vm, ERROR_FUNCTION_CLOSURE_CELL, cells->items[i].object);
    return true;
}

enum MakeValue { MAKE_CODE, MAKE_GLOBALS, MAKE_NAME, MAKE_DEFAULTS, MAKE_CLOSURE, MAKE_COUNT };

// None counts as not given.
static Object *make_value(Vm *vm, Object *const *values, enum MakeValue which) {
    return values[which] == vm->objects->none ? NULL : values[which];
}

static bool make_check(Vm *vm, Object *const *values) {
    Object *name = make_value(vm, values, MAKE_NAME);
    Object *defaults = make_value(vm, values, MAKE_DEFAULTS);
    if (values[MAKE_CODE]->kind != KIND_CODE)
        return refuse_argument(vm, "code", "code", values[MAKE_CODE]);
    if (!object_is_dict(vm, values[MAKE_GLOBALS]))
        return refuse_argument(vm, "globals", "dict", values[MAKE_GLOBALS]);
    if (name != NULL && !object_is_str(vm, name)) return raise_false(vm, ERROR_FUNCTION_NAME);
    if (defaults != NULL && !object_is_tuple(vm, defaults))
        return raise_false(vm, ERROR_FUNCTION_DEFAULTS);
    return check_closure(vm, (Code *)values[MAKE_CODE], make_value(vm, values, MAKE_CLOSURE));
}

static Object *function_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    Object *values[MAKE_COUNT];
    if (!arguments_bind(vm, "function", "(code, globals, name=None, argdefs=None, closure=None)",
                        arguments, values))
        return NULL;
    Function *function = NULL;
    if (make_check(vm, values))
        function = function_new(vm, (Code *)values[MAKE_CODE], (Dict *)values[MAKE_GLOBALS]);
    if (function != NULL) {
        Object *object = &function->base, *name = make_value(vm, values, MAKE_NAME);
        if (name != NULL) slot_set(vm, object, &function->name, name);
        slot_set(vm, object, &function->defaults, make_value(vm, values, MAKE_DEFAULTS));
        slot_set(vm, object, &function->closure, make_value(vm, values, MAKE_CLOSURE));
    }
    arguments_unbind(vm, values, MAKE_COUNT);
    return (Object *)function;
}

// --- attributes ---

static Object *slot_or_none(Vm *vm, const Slot *slot) {
    return slot->object != NULL ? object_share(slot->object) : none_new(vm);
}

static Object *function_get___code__(Vm *vm, Object *self) {
    (void)vm;
    return object_share(function_of(self)->code.object);
}

static bool function_set___code__(Vm *vm, Object *self, Object *value) {
    Function *function = function_of(self);
    if (value == NULL || value->kind != KIND_CODE) return raise_false(vm, ERROR_FUNCTION_CODE);
    const Tuple *closure = (const Tuple *)function->closure.object;
    int64_t cells = closure == NULL ? 0 : closure->count;
    int64_t wanted = ((const Code *)value)->free_count;
    if (wanted != cells)
        return raise_false(vm, ERROR_FUNCTION_FREE, function->name.object, cells, wanted);
    function->version = 0;
    slot_set(vm, self, &function->code, value);
    return true;
}

static Object *function_get___name__(Vm *vm, Object *self) {
    (void)vm;
    return object_share(function_of(self)->name.object);
}

static bool function_set___name__(Vm *vm, Object *self, Object *value) {
    if (value == NULL || !object_is_str(vm, value))
        return raise_false(vm, ERROR_FUNCTION_FIELD, "__name__", "string");
    slot_set(vm, self, &function_of(self)->name, value);
    return true;
}

static Object *function_get___qualname__(Vm *vm, Object *self) {
    (void)vm;
    return object_share(function_of(self)->qualname.object);
}

static bool function_set___qualname__(Vm *vm, Object *self, Object *value) {
    if (value == NULL || !object_is_str(vm, value))
        return raise_false(vm, ERROR_FUNCTION_FIELD, "__qualname__", "string");
    slot_set(vm, self, &function_of(self)->qualname, value);
    return true;
}

static Object *function_get___defaults__(Vm *vm, Object *self) {
    return slot_or_none(vm, &function_of(self)->defaults);
}

static bool function_set___defaults__(Vm *vm, Object *self, Object *value) {
    if (value == vm->objects->none) value = NULL;
    if (value != NULL && !object_is_tuple(vm, value))
        return raise_false(vm, ERROR_FUNCTION_FIELD, "__defaults__", "tuple");
    function_of(self)->version = 0;
    slot_set(vm, self, &function_of(self)->defaults, value);
    return true;
}

static Object *function_get___kwdefaults__(Vm *vm, Object *self) {
    return slot_or_none(vm, &function_of(self)->keyword_defaults);
}

static bool function_set___kwdefaults__(Vm *vm, Object *self, Object *value) {
    if (value == vm->objects->none) value = NULL;
    if (value != NULL && !object_is_dict(vm, value))
        return raise_false(vm, ERROR_FUNCTION_FIELD, "__kwdefaults__", "dict");
    function_of(self)->version = 0;
    slot_set(vm, self, &function_of(self)->keyword_defaults, value);
    return true;
}

static Dict *annotations_new(Vm *vm, const Tuple *pairs) {
    Dict *dict = dict_new(vm);
    for (int64_t i = 0; dict != NULL && pairs != NULL && i + 1 < pairs->count; i += 2) {
        if (!dict_set(vm, dict, pairs->items[i].object, pairs->items[i + 1].object)) {
            object_drop(vm, &dict->base);
            return NULL;
        }
    }
    return dict;
}

static Object *function_get___annotations__(Vm *vm, Object *self) {
    Slot *slot = &function_of(self)->annotations;
    if (slot->object == NULL || object_is_tuple(vm, slot->object)) {
        Dict *dict = annotations_new(vm, (const Tuple *)slot->object);
        if (dict == NULL) return NULL;
        slot_take(vm, self, slot, &dict->base);
    }
    return object_share(slot->object);
}

static bool function_set___annotations__(Vm *vm, Object *self, Object *value) {
    if (value == vm->objects->none) value = NULL;
    if (value != NULL && !object_is_dict(vm, value))
        return raise_false(vm, ERROR_FUNCTION_FIELD, "__annotations__", "dict");
    slot_set(vm, self, &function_of(self)->annotations, value);
    return true;
}

// --- behaviour ---

static Object *function_repr(Vm *vm, Object *object) {
    return str_new_format(vm, "<function %U at 0x%lx>", function_of(object)->qualname.object,
                          (int64_t)object_address(vm, object));
}

static Object *function_call(Vm *vm, Object *callable, const Arguments *arguments) {
    return vm->objects->call_hook(vm, callable, arguments);
}

static Object *function_descriptor_load(Vm *vm, Object *descriptor, Object *instance,
                                        Type *owner) {
    (void)owner;
    if (instance == NULL) return object_share(descriptor);
    return method_new(vm, descriptor, instance);
}

void function_check(const Function *function) {
    CHECK(function->code.object != NULL && function->globals.object != NULL);
    const Tuple *closure = (const Tuple *)function->closure.object;
    int64_t cells = closure == NULL ? 0 : closure->count;
    CHECK(function_code(function)->free_count == cells);
}

#define SETTABLE(name, doc) {#name, function_get_##name, function_set_##name, doc}

static const Property function_properties[] = {
    SETTABLE(__code__, "The code that a call runs."),
    SETTABLE(__defaults__, "Values of the last positional parameters, or None."),
    SETTABLE(__kwdefaults__, "Values of keyword-only parameters, or None."),
    SETTABLE(__annotations__, "Annotations of parameters and of the result, by name."),
    INSTANCE_DICT_PROPERTY,
    SETTABLE(__name__, "The name in the def statement."),
    SETTABLE(__qualname__, "The name with those of the classes and functions around it."),
    {0},
};

static const Member function_members[] = {
    {"__closure__", offsetof(Function, closure), MEMBER_READ_ONLY, NULL},
    {"__doc__", offsetof(Function, doc), 0, NULL},
    {"__globals__", offsetof(Function, globals), MEMBER_READ_ONLY, NULL},
    {"__module__", offsetof(Function, module), 0, NULL},
    {"__builtins__", offsetof(Function, builtins), MEMBER_READ_ONLY, NULL},
    {0},
};

const TypeDefinition function_definition = {
    .name = "function",
    .kind = KIND_FUNCTION,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_METHOD_LIKE | TYPE_HAS_DICT,
    .bytes = sizeof(Function),
    .python_bytes = 136,
    .python_dict_offset = 88,
    .python_weak_offset = 96,
    .layout = {
        .name = "function",
        .flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_FINISHES_DICT,
        .fields = function_fields,
        .clear = function_clear,
        .finish = function_clear,
    },
    .behaviour = {.repr = function_repr, .call = function_call, .new = function_make,
                  .descriptor_load = function_descriptor_load},
    .properties = function_properties,
    .members = function_members,
    .signature = "(code, globals, name=None, argdefs=None, closure=None)",
    .doc = "A function of the program.\n\n"
           "function(code, globals) makes one; name, defaults and a tuple of cells for the\n"
           "closure may follow.",
};
