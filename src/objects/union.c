// types.UnionType: int | str.

#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

// --- making ---

static bool union_accepts(Vm *vm, const Object *object) {
    return object == vm->objects->none || object_is_type(vm, object) ||
           object->kind == KIND_GENERIC_ALIAS || object->kind == KIND_UNION;
}

static bool union_add_one(Vm *vm, List *all, Object *member) {
    if (member == vm->objects->none) member = (Object *)type_of_kind(vm, KIND_NONE);
    for (int64_t i = 0; i < all->count; i++) {
        Object *known = all->items[i].object;
        Found equal = known == member ? FOUND : ABSENT;
        if (known->kind == KIND_GENERIC_ALIAS && member->kind == KIND_GENERIC_ALIAS)
            equal = object_equal(vm, known, member);
        if (equal != ABSENT) return equal == FOUND;
    }
    return list_add(vm, all, member);
}

static bool union_add(Vm *vm, List *all, Object *member) {
    if (member->kind != KIND_UNION) return union_add_one(vm, all, member);
    const Tuple *inner = (const Tuple *)((Union *)member)->arguments.object;
    for (int64_t i = 0; i < inner->count; i++)
        if (!union_add_one(vm, all, inner->items[i].object)) return false;
    return true;
}

// A union of the arguments, or the only one.
static Object *union_make(Vm *vm, List *all) {
    if (all->count == 1) return object_share(all->items[0].object);
    Tuple *arguments = list_to_tuple(vm, all);
    if (arguments == NULL) return NULL;
    Object *made = instance_new(vm, type_of_kind(vm, KIND_UNION));
    if (made != NULL)
        slot_take(vm, made, &((Union *)made)->arguments, (Object *)arguments);
    else
        object_drop(vm, (Object *)arguments);
    return made;
}

Object *union_new(Vm *vm, Object *left, Object *right) {
    if (!union_accepts(vm, left) || !union_accepts(vm, right)) return not_implemented_new(vm);
    List *all = list_new(vm, 2);
    if (all == NULL) return NULL;
    Object *made = NULL;
    if (union_add(vm, all, left) && union_add(vm, all, right)) made = union_make(vm, all);
    object_drop(vm, (Object *)all);
    return made;
}

// --- behaviour ---

static Object *union_repr(Vm *vm, Object *object) {
    const Tuple *arguments = (const Tuple *)((Union *)object)->arguments.object;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    bool done = true;
    for (int64_t i = 0; done && i < arguments->count; i++) {
        Object *argument = arguments->items[i].object;
        if (i != 0) str_builder_add_c(&builder, " | ");
        if (argument == (Object *)type_of_kind(vm, KIND_NONE))
            str_builder_add_c(&builder, "None");
        else
            done = generic_alias_add_text(vm, &builder, argument);
    }
    if (done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

static bool union_hash(Vm *vm, Object *object, int64_t *hash) {
    Set *arguments = frozenset_new(vm, ((Union *)object)->arguments.object);
    if (arguments == NULL) return false;
    bool done = object_hash(vm, (Object *)arguments, hash);
    object_drop(vm, (Object *)arguments);
    return done;
}

static Object *union_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || left->kind != KIND_UNION || right->kind != KIND_UNION)
        return not_implemented_new(vm);
    Set *a = frozenset_new(vm, ((Union *)left)->arguments.object);
    Set *b = frozenset_new(vm, ((Union *)right)->arguments.object);
    Object *result = NULL;
    if (a != NULL && b != NULL)
        result = object_compare(vm, (Object *)a, (Object *)b, comparison);
    object_drop_or_null(vm, (Object *)a);
    object_drop_or_null(vm, (Object *)b);
    return result;
}

static Tuple *union_load_parameters(Vm *vm, Union *self) {
    if (self->parameters.object == NULL) {
        Object *found = generic_alias_find_parameters(vm, (Tuple *)self->arguments.object);
        if (found == NULL) return NULL;
        slot_take(vm, &self->base, &self->parameters, found);
    }
    return (Tuple *)self->parameters.object;
}

static Object *union_load_item(Vm *vm, Object *object, Object *item) {
    Union *self = (Union *)object;
    Tuple *parameters = union_load_parameters(vm, self);
    if (parameters == NULL) return NULL;
    Object *replaced = generic_alias_substitute(vm, object, (Tuple *)self->arguments.object,
                                                parameters, item);
    if (replaced == NULL) return NULL;
    const Tuple *arguments = (const Tuple *)replaced;
    Object *result = object_share(arguments->items[0].object);
    for (int64_t i = 1; result != NULL && i < arguments->count; i++) {
        Object *joined = object_binary(vm, BINARY_OR, result, arguments->items[i].object);
        object_drop(vm, result);
        result = joined;
    }
    object_drop(vm, replaced);
    return result;
}

// --- isinstance(x, int | str) ---

typedef Found UnionTest(Vm *vm, Object *object, Object *class_or_tuple);

static Object *union_check(Vm *vm, const Slot *arguments, UnionTest *test, const char *name) {
    const Tuple *members = (const Tuple *)((Union *)arguments[0].object)->arguments.object;
    for (int64_t i = 0; i < members->count; i++)
        if (members->items[i].object->kind == KIND_GENERIC_ALIAS)
            return raise(vm, ERROR_GENERIC_CHECK, name);
    Found found = ABSENT;
    for (int64_t i = 0; found == ABSENT && i < members->count; i++)
        found = test(vm, arguments[1].object, members->items[i].object);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *union_method___instancecheck__(Vm *vm, const Slot *arguments) {
    return union_check(vm, arguments, object_is_instance, "isinstance()");
}

static Object *union_method___subclasscheck__(Vm *vm, const Slot *arguments) {
    if (!object_is_type(vm, arguments[1].object)) return raise(vm, ERROR_ISSUBCLASS_FIRST);
    return union_check(vm, arguments, object_is_subclass, "issubclass()");
}

static Object *union_get_parameters(Vm *vm, Object *object) {
    Tuple *parameters = union_load_parameters(vm, (Union *)object);
    return parameters != NULL ? object_share((Object *)parameters) : NULL;
}

static const Field union_fields[] = {
    FIELD_NAMED(Union, arguments, "__args__"),
    FIELD_NAMED(Union, parameters, "__parameters__"),
    {0},
};

static const Method union_methods[] = {
    METHOD(union, __instancecheck__, "(self, instance, /)", "Is it an instance of a member?"),
    METHOD(union, __subclasscheck__, "(self, subclass, /)", "Is it a subclass of a member?"),
    {0},
};

static const Member union_members[] = {
    {"__args__", offsetof(Union, arguments), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Property union_properties[] = {
    {"__parameters__", union_get_parameters, NULL, NULL},
    {0},
};

const TypeDefinition union_definition = {
    .name = "types.UnionType",
    .kind = KIND_UNION,
    .bytes = sizeof(Union),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = union_fields},
    .behaviour = {.repr = union_repr, .hash = union_hash, .compare = union_compare,
                  .load_attribute = object_load_attribute_plain,
                  .binary[BINARY_OR] = union_new, .load_item = union_load_item},
    .methods = union_methods,
    .properties = union_properties,
    .members = union_members,
    .doc = "Several types, any of which will do.",
};
