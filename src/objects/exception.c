// BaseException: what all exceptions share, and how the built-in ones are made.
//
// An instance holds its args, the three links of the chain (__traceback__,
// __context__, __cause__), and behind them the fields of its family, whose
// number stands in own_count. exceptions.def is the list of types; a family
// (exception_*.c) says what the first of its types adds.

#include "objects/exception.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

static Exception *exception_of(Object *object) {
    return (Exception *)object;
}

static const ExceptionFamily exception_plain_family = {.python_bytes = 72};

#define EXCEPTION(name, base, family, doc) &exception_##family##_family,
static const ExceptionFamily *const exception_families[] = {
#include "objects/exceptions.def"
};
#undef EXCEPTION

static const ExceptionFamily *exception_family(const Type *type) {
    return exception_families[type->native->kind - KIND_EXCEPTION];
}

// --- layout ---

static size_t exception_bytes(Vm *vm, const Object *object) {
    (void)vm;
    const Exception *exception = (const Exception *)(const void *)object;
    return sizeof(Exception) + exception->own_count * sizeof(Slot);
}

static void exception_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Exception *exception = exception_of(object);
    visit(vm, object, &exception->args, context);
    visit(vm, object, &exception->notes, context);
    visit(vm, object, &exception->traceback, context);
    visit(vm, object, &exception->cause, context);
    visit(vm, object, &exception->context, context);
    for (int i = 0; i < exception->own_count; i++)
        visit(vm, object, &exception->own[i], context);
}

static void exception_clear(Vm *vm, Object *object) {
    Exception *exception = exception_of(object);
    for (int i = 0; i < exception->own_count; i++) slot_clear(vm, object, &exception->own[i]);
    slot_clear(vm, object, &exception->args);
    slot_clear(vm, object, &exception->notes);
    slot_clear(vm, object, &exception->traceback);
    slot_clear(vm, object, &exception->cause);
    slot_clear(vm, object, &exception->context);
}

// Fields that are seen through properties only.
static const struct {
    const ExceptionFamily *family;
    size_t index;
    const char *name;
} property_fields[] = {
    {&exception_unicode_decode_family, UNICODE_START, "start"},
    {&exception_unicode_decode_family, UNICODE_END, "end"},
    {&exception_unicode_encode_family, UNICODE_START, "start"},
    {&exception_unicode_encode_family, UNICODE_END, "end"},
    {&exception_unicode_translate_family, UNICODE_START, "start"},
    {&exception_unicode_translate_family, UNICODE_END, "end"},
    {&exception_os_family, OS_WRITTEN, "characters_written"},
};

static const char *exception_own_name(Vm *vm, const Object *object, size_t offset) {
    const Type *type = object_type(vm, object);
    const ExceptionFamily *family = exception_family(type);
    size_t index = (offset - offsetof(Exception, own)) / sizeof(Slot);
    for (size_t i = 0; i < ARRAY_COUNT(property_fields); i++)
        if (property_fields[i].family == family && property_fields[i].index == index)
            return property_fields[i].name;
    for (; type != NULL; type = (const Type *)(const void *)type->super.object) {
        if (type->definition == NULL || type->definition->members == NULL) continue;
        for (const Member *member = type->definition->members; member->name != NULL; member++)
            if (member->offset == offset) return member->name;
    }
    return NULL;
}

static Place exception_place(Vm *vm, Object *object, const Slot *slot) {
    Exception *exception = exception_of(object);
    Place place = {.kind = PLACE_FIELD};
    if (slot == &exception->args) place.name = "args";
    else if (slot == &exception->notes) place.name = "__notes__";
    else if (slot == &exception->traceback) place.name = "__traceback__";
    else if (slot == &exception->cause) place.name = "__cause__";
    else if (slot == &exception->context) place.name = "__context__";
    else
        place.name = exception_own_name(vm, object, (size_t)((const char *)slot - (char *)object));
    return place;
}

#define EXCEPTION_LAYOUT(type_name) \
    {.name = type_name, .flags = LAYOUT_COLLECTED | LAYOUT_DICT, .bytes = exception_bytes, \
     .visit = exception_visit, .clear = exception_clear, .finish = exception_clear, \
     .place = exception_place}

// --- making ---

static Object *exception_allocate(Vm *vm, Type *type) {
    Object *object = type_new_instance(vm, type, type->bytes);
    if (object == NULL) return NULL;
    exception_of(object)->own_count = (uint8_t)exception_family(type)->field_count;
    return object;
}

Object *exception_new_empty(Vm *vm, ExceptionId id) {
    Object *object = exception_allocate(vm, exception_type(vm, id));
    if (object == NULL) return NULL;
    slot_fill(vm, object, &exception_of(object)->args,
              object_share(&vm->objects->empty_tuple->base));
    object_track(vm, object);
    return object;
}

// The tuple of the arguments: the one that the call was made with, if it was.
static Tuple *exception_args(Vm *vm, const Arguments *arguments) {
    Tuple *given = vm->objects->tuple_given;
    if (vm->objects->tuple_arguments == arguments && given->base.kind == KIND_TUPLE)
        return (Tuple *)object_share(&given->base);
    return tuple_new_from(vm, arguments->values, arguments->count);
}

Object *exception_new_bare(Vm *vm, Type *type, const Arguments *arguments) {
    Tuple *args = exception_args(vm, arguments);
    if (args == NULL) return NULL;
    Object *object = exception_allocate(vm, type);
    if (object == NULL) {
        object_drop(vm, &args->base);
        return NULL;
    }
    slot_fill(vm, object, &exception_of(object)->args, &args->base);
    object_track(vm, object);
    return object;
}

bool exception_set_args(Vm *vm, Object *object, const Arguments *arguments) {
    // What `new` stored is usually right already.
    const Tuple *args = (const Tuple *)exception_of(object)->args.object;
    bool is_same = args != NULL && args->count == arguments->count;
    for (int64_t i = 0; is_same && i < args->count; i++)
        is_same = args->items[i].object == arguments->values[i].object;
    if (is_same && vm->objects->tuple_arguments != arguments) return true;
    Tuple *fresh = exception_args(vm, arguments);
    if (fresh == NULL) return false;
    slot_take(vm, object, &exception_of(object)->args, &fresh->base);
    return true;
}

bool exception_refuse_keywords(Vm *vm, const Type *type, const Arguments *arguments) {
    if (arguments->names == NULL || arguments->names->count == 0) return true;
    return raise_false(vm, ERROR_NO_KEYWORDS, type_name(type));
}

bool exception_set_plain_args(Vm *vm, Object *object, const Arguments *arguments) {
    return exception_refuse_keywords(vm, object_type(vm, object), arguments) &&
           exception_set_args(vm, object, arguments);
}

Object *exception_new(Vm *vm, Type *type, Tuple *args) {
    Arguments arguments = {.values = args->items, .count = args->count};
    if (type->definition == NULL) return object_call(vm, &type->base, &arguments);
    Object *object = type->behaviour.new(vm, type, &arguments);
    if (object == NULL) return NULL;
    if (!object_type(vm, object)->behaviour.init(vm, object, &arguments)) {
        object_drop(vm, object);
        return NULL;
    }
    return object;
}

Object *exception_new_raised(Vm *vm, Object *class_or_instance) {
    if (object_is_exception(vm, class_or_instance)) return object_share(class_or_instance);
    if (!object_is_exception_class(vm, class_or_instance))
        return raise(vm, ERROR_EXCEPTION_NOT_DERIVED);
    Object *made = object_call(vm, class_or_instance, &(Arguments){0});
    if (made != NULL && !object_is_exception(vm, made)) {
        raise(vm, ERROR_EXCEPTION_CALL_GAVE, class_or_instance, &object_type(vm, made)->base);
        object_drop(vm, made);
        return NULL;
    }
    return made;
}

// --- the chain ---

void exception_set_field(Vm *vm, Object *exception, int field, Object *value) {
    CHECK_HOT(field < exception_of(exception)->own_count);
    slot_set(vm, exception, &exception_of(exception)->own[field], value);
}

void exception_set_context(Vm *vm, Object *exception, Object *context) {
    slot_set(vm, exception, &exception_of(exception)->context, context);
}

void exception_set_cause(Vm *vm, Object *exception, Object *cause) {
    exception_of(exception)->suppress_context = true;
    slot_set(vm, exception, &exception_of(exception)->cause, cause);
}

void exception_set_traceback(Vm *vm, Object *exception, Object *traceback) {
    slot_set(vm, exception, &exception_of(exception)->traceback, traceback);
}

void exception_add_context(Vm *vm, Object *exception, Object *context) {
    if (exception == context) return;
    // Setting it must not close a ring: where the chain of `context` already leads to
    // the exception, it is cut there. A ring that the program made itself is found
    // by a second walker at half the speed.
    Object *at = context, *slow = context;
    for (bool is_second = false;; is_second = !is_second) {
        Object *following = exception_of(at)->context.object;
        if (following == NULL) break;
        if (following == exception) {
            slot_clear(vm, at, &exception_of(at)->context);
            break;
        }
        at = following;
        if (at == slow) break;
        if (is_second) slow = exception_of(slow)->context.object;
    }
    exception_set_context(vm, exception, context);
}

void exception_reset(Vm *vm, Object *object) {
    if (object->count > 2) return;  // still in use: by its maker and one more
    Exception *exception = exception_of(object);
    exception->suppress_context = false;
    slot_set(vm, object, &exception->args, &vm->objects->empty_tuple->base);
    slot_clear(vm, object, &exception->traceback);
    slot_clear(vm, object, &exception->context);
    slot_clear(vm, object, &exception->cause);
    slot_clear(vm, object, &object_prefix(object)->dict);
}

// --- matching ---

static bool exception_class_matches(Vm *vm, Object *exception, Object *wanted) {
    if (object_is_tuple(vm, wanted)) {
        const Tuple *tuple = (const Tuple *)wanted;
        for (int64_t i = 0; i < tuple->count; i++)
            if (exception_class_matches(vm, exception, tuple->items[i].object)) return true;
        return false;
    }
    return object_is_exception_class(vm, wanted) &&
           type_is_subtype(object_type(vm, exception), (const Type *)wanted);
}

Found exception_matches(Vm *vm, Object *exception, Object *class_or_tuple) {
    if (object_is_tuple(vm, class_or_tuple)) {
        const Tuple *tuple = (const Tuple *)class_or_tuple;
        for (int64_t i = 0; i < tuple->count; i++)
            if (!object_is_exception_class(vm, tuple->items[i].object))
                return raise_found(vm, ERROR_EXCEPTION_CATCH);
    } else if (!object_is_exception_class(vm, class_or_tuple)) {
        return raise_found(vm, ERROR_EXCEPTION_CATCH);
    }
    return exception_class_matches(vm, exception, class_or_tuple) ? FOUND : ABSENT;
}

// --- behaviour ---

static Object *base_exception_str(Vm *vm, Object *object) {
    Tuple *args = (Tuple *)exception_of(object)->args.object;
    if (args == NULL || args->count == 0) return object_share(&vm->objects->empty_str->base);
    return object_str(vm, args->count == 1 ? args->items[0].object : &args->base);
}

Object *exception_str_by_args(Vm *vm, Object *object) {
    return base_exception_str(vm, object);
}

static Object *base_exception_repr(Vm *vm, Object *object) {
    Type *type = object_type(vm, object);
    Tuple *args = (Tuple *)exception_of(object)->args.object;
    if (args == NULL) return str_new_format(vm, "%N()", type);
    if (args->count == 1) return str_new_format(vm, "%N(%R)", type, args->items[0].object);
    return str_new_format(vm, "%N%R", type, &args->base);
}

Object *exception_new_state(Vm *vm, Object *object, Object *args, Object *state) {
    Object *type = &object_type(vm, object)->base;
    if (state == NULL) return (Object *)tuple_pack(vm, 2, type, args);
    return (Object *)tuple_pack(vm, 3, type, args, state);
}

// --- methods ---

static Object *base_exception_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    Object *args = exception_of(self)->args.object;
    Object *dict = object_prefix(self)->dict.object;
    if (args == NULL) args = vm->objects->none;
    return exception_new_state(vm, self, args, dict);
}

static Object *base_exception_method___setstate__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *state = arguments[1].object;
    if (state == vm->objects->none) return none_new(vm);
    if (!object_is_dict(vm, state)) return raise(vm, ERROR_EXCEPTION_STATE);
    int64_t position = 0;
    Object *key, *value;
    while (dict_next((Dict *)state, &position, &key, &value)) {
        if (!object_is_str(vm, key)) return raise(vm, ERROR_ATTRIBUTE_NAME, key);
        // The setter may run code that changes the dict.
        object_share(key);
        object_share(value);
        bool done = object_set_attribute(vm, self, (Str *)key, value);
        object_drop(vm, key);
        object_drop(vm, value);
        if (!done) return NULL;
    }
    return none_new(vm);
}

static bool base_exception_set___traceback__(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_EXCEPTION_DELETE, "__traceback__");
    if (value != vm->objects->none && value->kind != KIND_TRACEBACK)
        return raise_false(vm, ERROR_EXCEPTION_TRACEBACK);
    exception_set_traceback(vm, self, value == vm->objects->none ? NULL : value);
    return true;
}

static Object *base_exception_method_with_traceback(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    if (!base_exception_set___traceback__(vm, self, arguments[1].object)) return NULL;
    return object_share(self);
}

static Object *base_exception_method_add_note(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *note = arguments[1].object;
    if (!object_is_str(vm, note)) return raise(vm, ERROR_EXCEPTION_NOTE, note);
    Object *notes = NULL;
    Found found = object_find_attribute(vm, self, vm->objects->names.dunder_notes, &notes);
    if (found == RAISED) return NULL;
    if (found == ABSENT) {
        notes = (Object *)list_new(vm, 0);
        if (notes == NULL) return NULL;
        if (!object_set_attribute(vm, self, vm->objects->names.dunder_notes, notes)) {
            object_drop(vm, notes);
            return NULL;
        }
    }
    bool done = object_is_list(vm, notes) ? list_add(vm, (List *)notes, note)
                                          : raise_false(vm, ERROR_EXCEPTION_NOTES);
    object_drop(vm, notes);
    return done ? none_new(vm) : NULL;
}

#define EXCEPTION_METHOD(name, signature, doc) \
    {#name, base_exception_method_##name, signature, doc, METHOD_HIDES_SIGNATURE}

static const Method base_exception_methods[] = {
    EXCEPTION_METHOD(__reduce__, "(self, /)", "What pickle keeps of the exception."),
    EXCEPTION_METHOD(__setstate__, "(self, state, /)", "Set attributes from a dict."),
    EXCEPTION_METHOD(with_traceback, "(self, tb, /)",
                     "Set self.__traceback__ to tb and give self."),
    EXCEPTION_METHOD(add_note, "(self, note, /)",
                     "Add a text that is shown below the exception."),
    {0},
};

// --- properties ---

static Object *share_or_none(Vm *vm, Object *object) {
    return object_share(object != NULL ? object : vm->objects->none);
}

static Object *base_exception_get_args(Vm *vm, Object *self) {
    return share_or_none(vm, exception_of(self)->args.object);
}

static bool base_exception_set_args(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_EXCEPTION_DELETE, "args");
    Tuple *args = tuple_new_from_iterable(vm, value);
    if (args == NULL) return false;
    slot_take(vm, self, &exception_of(self)->args, &args->base);
    return true;
}

static Object *base_exception_get___traceback__(Vm *vm, Object *self) {
    return share_or_none(vm, exception_of(self)->traceback.object);
}

static Object *base_exception_get___context__(Vm *vm, Object *self) {
    return share_or_none(vm, exception_of(self)->context.object);
}

static bool base_exception_set___context__(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_EXCEPTION_DELETE, "__context__");
    if (value == vm->objects->none) value = NULL;
    else if (!object_is_exception(vm, value)) return raise_false(vm, ERROR_EXCEPTION_CONTEXT);
    exception_set_context(vm, self, value);
    return true;
}

static Object *base_exception_get___cause__(Vm *vm, Object *self) {
    return share_or_none(vm, exception_of(self)->cause.object);
}

static bool base_exception_set___cause__(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_EXCEPTION_DELETE, "__cause__");
    if (value == vm->objects->none) value = NULL;
    else if (!object_is_exception(vm, value)) return raise_false(vm, ERROR_EXCEPTION_CAUSE);
    exception_set_cause(vm, self, value);
    return true;
}

static Object *base_exception_get___suppress_context__(Vm *vm, Object *self) {
    return bool_new(vm, exception_of(self)->suppress_context);
}

static bool base_exception_set___suppress_context__(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_NUMBER_FIELD_DELETE);
    if (value->kind != KIND_BOOL) return raise_false(vm, ERROR_EXCEPTION_SUPPRESS);
    exception_of(self)->suppress_context = value == vm->objects->true_;
    return true;
}

#define EXCEPTION_PROPERTY(name) \
    {#name, base_exception_get_##name, base_exception_set_##name, NULL}

static const Property base_exception_properties[] = {
    INSTANCE_DICT_PROPERTY,
    EXCEPTION_PROPERTY(args),
    EXCEPTION_PROPERTY(__traceback__),
    EXCEPTION_PROPERTY(__context__),
    EXCEPTION_PROPERTY(__cause__),
    EXCEPTION_PROPERTY(__suppress_context__),
    {0},
};

enum {
    EXCEPTION_TYPE_FLAGS = TYPE_IS_BASE | TYPE_IS_EXCEPTION | TYPE_IS_IMMUTABLE | TYPE_HAS_DICT
};

const TypeDefinition base_exception_definition = {
    .name = "BaseException",
    .kind = KIND_EXCEPTION,
    .base = KIND_OBJECT,
    .flags = EXCEPTION_TYPE_FLAGS,
    .bytes = sizeof(Exception),
    .python_bytes = 72,
    .layout = EXCEPTION_LAYOUT("BaseException"),
    .behaviour = {
        .repr = base_exception_repr,
        .str = base_exception_str,
        .new = exception_new_bare,
        .init = exception_set_plain_args,
        // The generic access, set so that exceptions show __getattribute__ as CPython's do.
        .load_attribute = object_load_attribute_plain,
        .set_attribute = object_set_attribute_plain,
    },
    .methods = base_exception_methods,
    .properties = base_exception_properties,
    .doc = "The root of everything that can be raised.",
};

// --- the built-in types ---

typedef struct ExceptionRow {
    const char *name;
    int base;   // its row, or the root's that is made otherwise
    const char *doc;
} ExceptionRow;

enum { EXCEPTION_object = -1 };  // the base of row 0

#define EXCEPTION(name, base, family, doc) {#name, EXCEPTION_##base, doc},
static const ExceptionRow exception_rows[] = {
#include "objects/exceptions.def"
};
#undef EXCEPTION

// The definition of a row; the first type of a family gets what the family adds. All show an
// __init__ of their own, and plain ones a __new__.
static void exception_define(TypeDefinition *definition, int id) {
    const ExceptionRow *row = &exception_rows[id];
    const ExceptionFamily *family = exception_families[id];
    bool is_first = family != exception_families[row->base] && family != &exception_plain_family;
    definition->name = row->name;
    definition->kind = (enum BuiltinKind)(KIND_EXCEPTION + id);
    definition->base = (enum BuiltinKind)(KIND_EXCEPTION + row->base);
    definition->flags = EXCEPTION_TYPE_FLAGS;
    definition->bytes = sizeof(Exception) + family->field_count * sizeof(Slot);
    definition->python_bytes = family->python_bytes;
    definition->layout = (Layout)EXCEPTION_LAYOUT(row->name);
    definition->doc = row->doc;
    definition->behaviour.init = family->behaviour.init;
    if (family == &exception_plain_family) {
        definition->behaviour.init = exception_set_plain_args;
        definition->behaviour.new = exception_new_bare;
    }
    if (!is_first) return;
    definition->behaviour = family->behaviour;
    definition->methods = family->methods;
    definition->properties = family->properties;
    definition->members = family->members;
}

static size_t exception_definition_bytes(void) {
    return EXCEPTION_COUNT * sizeof(TypeDefinition);
}

bool exception_start(Vm *vm) {
    TypeDefinition *definitions = system_new(vm, exception_definition_bytes());
    if (definitions == NULL) return false;
    vm->objects->exception_definitions = definitions;
    for (int id = 1; id < EXCEPTION_COUNT; id++) {
        exception_define(&definitions[id], id);
        if (type_new_builtin(vm, &definitions[id]) == NULL) return false;
    }
    vm->objects->memory_error = exception_new_empty(vm, EXCEPTION_MemoryError);
    if (vm->objects->memory_error == NULL) return false;
    return exception_group_start(vm);
}

void exception_done(Vm *vm) {
    object_drop_or_null(vm, vm->objects->memory_error);
    object_drop_or_null(vm, vm->objects->exception_group);
    system_drop(vm, vm->objects->exception_definitions, exception_definition_bytes());
    vm->objects->memory_error = NULL;
    vm->objects->exception_group = NULL;
    vm->objects->exception_definitions = NULL;
}
