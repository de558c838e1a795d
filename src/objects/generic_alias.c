// types.GenericAlias: list[int]. It behaves as its origin, and remembers the arguments.

#include "objects/generic_alias.h"

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

Object *generic_alias_new(Vm *vm, Object *origin, Object *item) {
    Object *alias = instance_new(vm, type_of_kind(vm, KIND_GENERIC_ALIAS));
    if (alias == NULL) return NULL;
    GenericAlias *self = (GenericAlias *)alias;
    Tuple *arguments = object_is_tuple(vm, item) ? (Tuple *)object_share(item)
                                                 : tuple_pack(vm, 1, item);
    if (arguments == NULL) {
        object_drop(vm, alias);
        return NULL;
    }
    slot_set(vm, alias, &self->origin, origin);
    slot_take(vm, alias, &self->arguments, (Object *)arguments);
    return alias;
}

Object *generic_alias_class_load_item(Vm *vm, const Slot *arguments) {
    return generic_alias_new(vm, arguments[0].object, arguments[1].object);
}

static Object *generic_alias_behave_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "GenericAlias", arguments)) return NULL;
    if (!arguments_check_count(vm, "GenericAlias", arguments->count, 2, 2)) return NULL;
    return generic_alias_new(vm, arguments->values[0].object, arguments->values[1].object);
}

// --- text ---

static Found argument_find_text(Vm *vm, Object *argument, Str *name, Object **text) {
    Found found = object_find_attribute(vm, argument, name, text);
    if (found == FOUND && *text == vm->objects->none) {
        object_drop(vm, *text);
        return ABSENT;
    }
    return found;
}

static Object *argument_load_text(Vm *vm, Object *argument) {
    if (argument == vm->objects->ellipsis) return str_new_c(vm, "...");
    Object *origin, *inner, *qualname, *module;
    Found found = object_find_attribute(vm, argument, NAMES->dunder_origin, &origin);
    if (found == FOUND) {
        object_drop(vm, origin);
        found = object_find_attribute(vm, argument, NAMES->dunder_args, &inner);
        if (found == FOUND) object_drop(vm, inner);
        if (found == FOUND) return object_repr(vm, argument);
    }
    if (found == RAISED) return NULL;
    found = argument_find_text(vm, argument, NAMES->dunder_qualname, &qualname);
    if (found != FOUND) return found == ABSENT ? object_repr(vm, argument) : NULL;
    found = argument_find_text(vm, argument, NAMES->dunder_module, &module);
    Object *text = NULL;
    if (found == ABSENT) text = object_repr(vm, argument);
    if (found == FOUND) {
        bool is_builtin = object_is_str(vm, module) && str_is((Str *)module, "builtins");
        text = is_builtin ? object_str(vm, qualname)
                          : str_new_format(vm, "%S.%S", module, qualname);
        object_drop(vm, module);
    }
    object_drop(vm, qualname);
    return text;
}

static bool generic_alias_add_list(Vm *vm, StrBuilder *builder, const List *list) {
    str_builder_add_c(builder, "[");
    for (int64_t i = 0; i < list->count; i++) {
        if (i != 0) str_builder_add_c(builder, ", ");
        if (!generic_alias_add_text(vm, builder, list->items[i].object)) return false;
    }
    str_builder_add_c(builder, "]");
    return true;
}

bool generic_alias_add_text(Vm *vm, StrBuilder *builder, Object *argument) {
    if (argument->kind == KIND_LIST)
        return generic_alias_add_list(vm, builder, (const List *)argument);
    Object *text = argument_load_text(vm, argument);
    if (text == NULL) return false;
    str_builder_add(builder, (const Str *)text);
    object_drop(vm, text);
    return true;
}

static Object *generic_alias_repr(Vm *vm, Object *object) {
    GenericAlias *alias = (GenericAlias *)object;
    const Tuple *arguments = (const Tuple *)alias->arguments.object;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (alias->is_unpacked) str_builder_add_c(&builder, "*");
    bool done = generic_alias_add_text(vm, &builder, alias->origin.object);
    str_builder_add_c(&builder, "[");
    for (int64_t i = 0; done && i < arguments->count; i++) {
        if (i != 0) str_builder_add_c(&builder, ", ");
        done = generic_alias_add_text(vm, &builder, arguments->items[i].object);
    }
    if (arguments->count == 0) str_builder_add_c(&builder, "()");
    str_builder_add_c(&builder, "]");
    if (done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

// --- behaviour ---

static bool generic_alias_hash(Vm *vm, Object *object, int64_t *hash) {
    GenericAlias *alias = (GenericAlias *)object;
    int64_t origin, arguments;
    if (!object_hash(vm, alias->origin.object, &origin)) return false;
    if (!object_hash(vm, alias->arguments.object, &arguments)) return false;
    *hash = origin ^ arguments;
    if (*hash == -1) *hash = -2;
    return true;
}

static Object *generic_alias_compare(Vm *vm, Object *left, Object *right,
                                     Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || right->kind != KIND_GENERIC_ALIAS || left->kind != KIND_GENERIC_ALIAS)
        return not_implemented_new(vm);
    GenericAlias *a = (GenericAlias *)left, *b = (GenericAlias *)right;
    Found equal = a->is_unpacked == b->is_unpacked ? FOUND : ABSENT;
    if (equal == FOUND) equal = object_equal(vm, a->origin.object, b->origin.object);
    if (equal == FOUND) equal = object_equal(vm, a->arguments.object, b->arguments.object);
    if (equal == RAISED) return NULL;
    return bool_new(vm, (equal == FOUND) == (comparison == COMPARE_EQUAL));
}

static Object *generic_alias_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *made = object_call(vm, ((GenericAlias *)callable)->origin.object, arguments);
    if (made == NULL) return NULL;
    if (object_set_attribute(vm, made, NAMES->dunder_orig_class, callable)) return made;
    if (raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError)) ||
        raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        return made;
    object_drop(vm, made);
    return NULL;
}

// What the alias answers itself; all else is its origin's.
static const char *const alias_names[] = {
    "__class__", "__origin__", "__args__", "__unpacked__", "__parameters__",
    "__typing_unpacked_tuple_args__", "__mro_entries__", "__reduce_ex__", "__reduce__",
    "__copy__", "__deepcopy__",
};

static Object *generic_alias_load_attribute(Vm *vm, Object *object, Str *name) {
    for (size_t i = 0; i < ARRAY_COUNT(alias_names); i++)
        if (str_is(name, alias_names[i])) return object_load_attribute_plain(vm, object, name);
    return object_load_attribute(vm, ((GenericAlias *)object)->origin.object, name);
}

static Tuple *generic_alias_load_parameters(Vm *vm, GenericAlias *alias) {
    if (alias->parameters.object == NULL) {
        Object *found = generic_alias_find_parameters(vm, (Tuple *)alias->arguments.object);
        if (found == NULL) return NULL;
        slot_take(vm, &alias->base, &alias->parameters, found);
    }
    return (Tuple *)alias->parameters.object;
}

static Object *generic_alias_load_item(Vm *vm, Object *object, Object *item) {
    GenericAlias *alias = (GenericAlias *)object;
    Tuple *parameters = generic_alias_load_parameters(vm, alias);
    if (parameters == NULL) return NULL;
    Object *arguments = generic_alias_substitute(vm, object, (Tuple *)alias->arguments.object,
                                                 parameters, item);
    if (arguments == NULL) return NULL;
    Object *made = generic_alias_new(vm, alias->origin.object, arguments);
    object_drop(vm, arguments);
    if (made != NULL) ((GenericAlias *)made)->is_unpacked = alias->is_unpacked;
    return made;
}

// --- iter(alias): the alias itself, unpacked ---

typedef struct AliasIterator {
    Object base;
    Slot alias;   // GenericAlias; empty: at the end
} AliasIterator;

static Object *generic_alias_iterate(Vm *vm, Object *object) {
    AliasIterator *iterator = (AliasIterator *)object_new(vm, KIND_GENERIC_ALIAS_ITERATOR,
                                                          sizeof(AliasIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->alias, object_share(object));
    object_track(vm, &iterator->base);
    return &iterator->base;
}

static Object *alias_iterator_next(Vm *vm, Object *object) {
    AliasIterator *iterator = (AliasIterator *)object;
    const GenericAlias *alias = (const GenericAlias *)iterator->alias.object;
    if (alias == NULL) return NULL;
    Object *made = generic_alias_new(vm, alias->origin.object, alias->arguments.object);
    if (made == NULL) return NULL;
    ((GenericAlias *)made)->is_unpacked = true;
    slot_clear(vm, object, &iterator->alias);
    return made;
}

static Object *alias_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *alias = ((AliasIterator *)arguments[0].object)->alias.object;
    Object *function = sequence_get_builtin(vm, "iter");
    if (function == NULL) return NULL;
    return sequence_reduce_take(vm, function, alias != NULL ? object_share(alias)
                                                            : (Object *)tuple_new(vm, 0));
}

static const Field alias_iterator_fields[] = {FIELD(AliasIterator, alias), {0}};

static const Method alias_iterator_methods[] = {
    HIDDEN_METHOD(alias_iterator, __reduce__, "(self, /)", NULL),
    {0},
};

const TypeDefinition generic_alias_iterator_definition = {
    .name = "generic_alias_iterator",
    .kind = KIND_GENERIC_ALIAS_ITERATOR,
    .base = KIND_OBJECT,
    .bytes = sizeof(AliasIterator),
    .python_bytes = 24,
    .layout = {
        .name = "generic_alias_iterator",
        .flags = LAYOUT_COLLECTED,
        .fields = alias_iterator_fields,
    },
    .behaviour = {.iterate = sequence_iterate_self, .next = alias_iterator_next},
    .methods = alias_iterator_methods,
};

// --- methods ---

static Object *generic_alias_method___mro_entries__(Vm *vm, const Slot *arguments) {
    return (Object *)tuple_pack(vm, 1, ((GenericAlias *)arguments[0].object)->origin.object);
}

static Object *generic_alias_method___instancecheck__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return raise(vm, ERROR_GENERIC_CHECK, "isinstance()");
}

static Object *generic_alias_method___subclasscheck__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return raise(vm, ERROR_GENERIC_CHECK, "issubclass()");
}

// next(iter(the alias as it is when not unpacked))
static Object *generic_alias_reduce_unpacked(Vm *vm, const GenericAlias *alias) {
    Object *function = sequence_get_builtin(vm, "next");
    if (function == NULL) return NULL;
    Object *plain = generic_alias_new(vm, alias->origin.object, alias->arguments.object);
    if (plain == NULL) return NULL;
    Object *iterator = generic_alias_iterate(vm, plain);
    object_drop(vm, plain);
    return sequence_reduce_take(vm, function, iterator);
}

static Object *generic_alias_method___reduce__(Vm *vm, const Slot *arguments) {
    GenericAlias *alias = (GenericAlias *)arguments[0].object;
    if (alias->is_unpacked) return generic_alias_reduce_unpacked(vm, alias);
    Tuple *parts = tuple_pack(vm, 2, alias->origin.object, alias->arguments.object);
    if (parts == NULL) return NULL;
    Object *reduced = (Object *)tuple_pack(vm, 2, type_of_kind(vm, KIND_GENERIC_ALIAS), parts);
    object_drop(vm, (Object *)parts);
    return reduced;
}

static Object *generic_alias_get_parameters(Vm *vm, Object *object) {
    Tuple *parameters = generic_alias_load_parameters(vm, (GenericAlias *)object);
    return parameters != NULL ? object_share((Object *)parameters) : NULL;
}

static Object *generic_alias_get_unpacked_arguments(Vm *vm, Object *object) {
    GenericAlias *alias = (GenericAlias *)object;
    bool is_tuple = alias->origin.object == (Object *)type_of_kind(vm, KIND_TUPLE);
    if (!alias->is_unpacked || !is_tuple) return none_new(vm);
    return object_share(alias->arguments.object);
}

static Object *generic_alias_method___dir__(Vm *vm, const Slot *arguments) {
    Object *names = object_dir(vm, ((GenericAlias *)arguments[0].object)->origin.object);
    for (size_t i = 0; names != NULL && i < ARRAY_COUNT(alias_names); i++) {
        Object *name = str_new_c(vm, alias_names[i]);
        Found found = name == NULL ? RAISED : object_contains(vm, names, name);
        bool done = found == FOUND || (found == ABSENT && list_add(vm, (List *)names, name));
        object_drop_or_null(vm, name);
        if (done) continue;
        object_drop(vm, names);
        names = NULL;
    }
    return names;
}

static const Field generic_alias_fields[] = {
    FIELD_NAMED(GenericAlias, origin, "__origin__"),
    FIELD_NAMED(GenericAlias, arguments, "__args__"),
    FIELD_NAMED(GenericAlias, parameters, "__parameters__"),
    {0},
};

static const Method generic_alias_methods[] = {
    HIDDEN_METHOD(generic_alias, __mro_entries__, "(self, bases, /)",
                  "Stands for its origin as a base."),
    HIDDEN_METHOD(generic_alias, __instancecheck__, "(self, instance, /)", "Always refuses."),
    HIDDEN_METHOD(generic_alias, __subclasscheck__, "(self, subclass, /)", "Always refuses."),
    HIDDEN_METHOD(generic_alias, __reduce__, "(self, /)", "Give what pickle needs."),
    HIDDEN_METHOD(generic_alias, __dir__, "(self, /)", "The origin's names, and the alias's own."),
    {0},
};

static const Member generic_alias_members[] = {
    {"__origin__", offsetof(GenericAlias, origin), MEMBER_READ_ONLY, NULL},
    {"__args__", offsetof(GenericAlias, arguments), MEMBER_READ_ONLY, NULL},
    {"__unpacked__", offsetof(GenericAlias, is_unpacked), MEMBER_READ_ONLY | MEMBER_IS_BOOL, NULL},
    {0},
};

static const Property generic_alias_properties[] = {
    {"__parameters__", generic_alias_get_parameters, NULL, NULL},
    {"__typing_unpacked_tuple_args__", generic_alias_get_unpacked_arguments, NULL, NULL},
    {0},
};

const TypeDefinition generic_alias_definition = {
    .name = "types.GenericAlias",
    .kind = KIND_GENERIC_ALIAS,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(GenericAlias),
    .python_bytes = 64,
    .python_weak_offset = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = generic_alias_fields},
    .behaviour = {.repr = generic_alias_repr, .hash = generic_alias_hash,
                  .call = generic_alias_call, .compare = generic_alias_compare,
                  .load_attribute = generic_alias_load_attribute,
                  .iterate = generic_alias_iterate, .binary[BINARY_OR] = union_new,
                  .load_item = generic_alias_load_item, .new = generic_alias_behave_new},
    .methods = generic_alias_methods,
    .properties = generic_alias_properties,
    .members = generic_alias_members,
    .doc = "A type with the types of its parameters, for annotations.",
};
