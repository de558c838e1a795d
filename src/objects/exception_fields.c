// The small families: exceptions with one or a few fields beside their args.

#include "objects/exception.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"

// The keyword arguments alone, for constructors whose positional ones are all args.
static Arguments keywords_of(const Arguments *arguments) {
    return (Arguments){.values = arguments->values + arguments->count, .names = arguments->names};
}

// --- SystemExit ---

static bool exit_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (!exception_refuse_keywords(vm, object_type(vm, object), arguments)) return false;
    if (!exception_set_args(vm, object, arguments)) return false;
    Tuple *args = exception_get_args(object);
    if (args->count == 1) exception_set_field(vm, object, EXIT_CODE, args->items[0].object);
    else if (args->count > 1) exception_set_field(vm, object, EXIT_CODE, &args->base);
    return true;
}

static const Member exit_members[] = {
    EXCEPTION_FIELD("code", EXIT_CODE, "The exit status, or a text that says why."),
    {0},
};

const ExceptionFamily exception_exit_family = {
    .field_count = EXIT_FIELDS,
    .python_bytes = 80,
    .behaviour = {.init = exit_init},
    .members = exit_members,
};

// --- StopIteration ---

static bool stop_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (!exception_refuse_keywords(vm, object_type(vm, object), arguments)) return false;
    if (!exception_set_args(vm, object, arguments)) return false;
    Object *value = arguments->count > 0 ? arguments->values[0].object : vm->objects->none;
    exception_set_field(vm, object, STOP_VALUE, value);
    return true;
}

static const Member stop_members[] = {
    EXCEPTION_FIELD("value", STOP_VALUE, "What the generator returned."),
    {0},
};

const ExceptionFamily exception_stop_family = {
    .field_count = STOP_FIELDS,
    .python_bytes = 80,
    .behaviour = {.init = stop_init},
    .members = stop_members,
};

// --- KeyError ---

static Object *key_str(Vm *vm, Object *object) {
    // The repr shows what the key was, where str of '' would show nothing.
    const Tuple *args = exception_get_args(object);
    if (args != NULL && args->count == 1) return object_repr(vm, args->items[0].object);
    return exception_str_by_args(vm, object);
}

const ExceptionFamily exception_key_family = {
    .python_bytes = 72,
    .behaviour = {.init = exception_set_plain_args, .str = key_str},
};

// --- NameError ---

static bool name_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[NAME_FIELDS];
    Arguments keywords = keywords_of(arguments);
    if (!arguments_bind(vm, "NameError", "(*, name=None)", &keywords, values)) return false;
    bool done = exception_set_args(vm, object, arguments);
    if (done) exception_set_field(vm, object, NAME_NAME, values[NAME_NAME]);
    arguments_unbind(vm, values, NAME_FIELDS);
    return done;
}

static const Member name_members[] = {
    EXCEPTION_FIELD("name", NAME_NAME, "The name that is not bound."),
    {0},
};

const ExceptionFamily exception_name_family = {
    .field_count = NAME_FIELDS,
    .python_bytes = 80,
    .behaviour = {.init = name_init, .str = exception_str_by_args},
    .members = name_members,
};

// --- AttributeError ---

static bool attribute_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[ATTRIBUTE_FIELDS];
    Arguments keywords = keywords_of(arguments);
    if (!arguments_bind(vm, "AttributeError", "(*, name=None, obj=None)", &keywords, values))
        return false;
    bool done = exception_set_args(vm, object, arguments);
    if (done) {
        exception_set_field(vm, object, ATTRIBUTE_NAME, values[ATTRIBUTE_NAME]);
        exception_set_field(vm, object, ATTRIBUTE_OBJECT, values[ATTRIBUTE_OBJECT]);
    }
    arguments_unbind(vm, values, ATTRIBUTE_FIELDS);
    return done;
}

static const Member attribute_members[] = {
    EXCEPTION_FIELD("name", ATTRIBUTE_NAME, "The name that was looked for."),
    EXCEPTION_FIELD("obj", ATTRIBUTE_OBJECT, "The object that lacks it."),
    {0},
};

const ExceptionFamily exception_attribute_family = {
    .field_count = ATTRIBUTE_FIELDS,
    .python_bytes = 88,
    .behaviour = {.init = attribute_init, .str = exception_str_by_args},
    .members = attribute_members,
};

// --- ImportError ---

static bool import_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *values[2];
    Arguments keywords = keywords_of(arguments);
    if (!arguments_bind(vm, "ImportError", "(*, name=None, path=None)", &keywords, values))
        return false;
    bool done = exception_set_args(vm, object, arguments);
    if (done) {
        Object *message = arguments->count == 1 ? arguments->values[0].object : NULL;
        exception_set_field(vm, object, IMPORT_MESSAGE, message);
        exception_set_field(vm, object, IMPORT_NAME, values[0]);
        exception_set_field(vm, object, IMPORT_PATH, values[1]);
    }
    arguments_unbind(vm, values, 2);
    return done;
}

static Object *import_str(Vm *vm, Object *object) {
    Object *message = exception_get_field(object, IMPORT_MESSAGE);
    if (message != NULL && message->kind == KIND_STR) return object_share(message);
    return exception_str_by_args(vm, object);
}

// The instance dict with name and path, or NULL where nothing is to be kept.
static Found import_find_state(Vm *vm, Object *self, Object **state) {
    Object *name = exception_get_field(self, IMPORT_NAME);
    Object *path = exception_get_field(self, IMPORT_PATH);
    Dict *own = (Dict *)object_prefix(self)->dict.object;
    if (name == NULL && path == NULL) {
        *state = object_share_or_null((Object *)own);
        return own != NULL ? FOUND : ABSENT;
    }
    Dict *dict = own != NULL ? dict_copy(vm, own) : dict_new(vm);
    if (dict == NULL) return RAISED;
    if ((name != NULL && !dict_set_c(vm, dict, "name", name)) ||
        (path != NULL && !dict_set_c(vm, dict, "path", path))) {
        object_drop(vm, &dict->base);
        return RAISED;
    }
    *state = &dict->base;
    return FOUND;
}

static Object *import_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *state = NULL;
    if (import_find_state(vm, self, &state) == RAISED) return NULL;
    Object *reduced = exception_new_state(vm, self, &exception_get_args(self)->base, state);
    object_drop_or_null(vm, state);
    return reduced;
}

static const Method import_methods[] = {
    {"__reduce__", import_method___reduce__, "(self, /)", "What pickle keeps of the exception.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member import_members[] = {
    EXCEPTION_FIELD("msg", IMPORT_MESSAGE, "The text of the error."),
    EXCEPTION_FIELD("name", IMPORT_NAME, "The module that was wanted."),
    EXCEPTION_FIELD("path", IMPORT_PATH, "The file that was tried."),
    {0},
};

const ExceptionFamily exception_import_family = {
    .field_count = IMPORT_FIELDS,
    .python_bytes = 96,
    .behaviour = {.init = import_init, .str = import_str},
    .methods = import_methods,
    .members = import_members,
};
