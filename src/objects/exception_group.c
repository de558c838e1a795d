// BaseExceptionGroup and ExceptionGroup: several exceptions in one, and how except*
// takes some of them out.
//
// A group is a tree whose leaves are other exceptions. Splitting builds new groups by
// derive(), with the chain and notes of the old ones, and leaves out empty branches.

#include "objects/exception.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/generic_alias.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"

static bool group_is(Vm *vm, const Object *object) {
    return object_has_type(vm, object, exception_type(vm, EXCEPTION_BaseExceptionGroup));
}

static Tuple *group_exceptions(Object *group) {
    return (Tuple *)exception_get_field(group, GROUP_EXCEPTIONS);
}

// --- making ---

// The class to make: `*type` may become ExceptionGroup. False: raised.
static bool group_choose_type(Vm *vm, Type **type, const Tuple *exceptions) {
    const Type *plain = exception_type(vm, EXCEPTION_Exception);
    Type *group = (Type *)vm->objects->exception_group;
    bool has_base = false;
    for (int64_t i = 0; i < exceptions->count; i++) {
        Object *item = exceptions->items[i].object;
        if (!object_is_exception(vm, item)) return raise_false(vm, ERROR_GROUP_ITEM, i);
        has_base |= !object_has_type(vm, item, plain);
    }
    if (*type == exception_type(vm, EXCEPTION_BaseExceptionGroup)) {
        if (!has_base) *type = group;
        return true;
    }
    if (!has_base) return true;
    if (*type == group) return raise_false(vm, ERROR_GROUP_NEST_PLAIN);
    if (type_is_subtype(*type, plain)) return raise_false(vm, ERROR_GROUP_NEST_CLASS, *type);
    return true;
}

static Object *group_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (arguments->count != 2) return raise(vm, ERROR_GROUP_NEW_COUNT, arguments->count);
    Object *message = arguments->values[0].object, *sequence = arguments->values[1].object;
    if (!object_is_str(vm, message)) return raise(vm, ERROR_GROUP_NEW_MESSAGE, message);
    if (!sequence_is(vm, sequence)) return raise(vm, ERROR_GROUP_NOT_SEQUENCE);
    Tuple *exceptions = tuple_new_from_iterable(vm, sequence);
    if (exceptions == NULL) return NULL;
    Object *group = NULL;
    if (exceptions->count == 0) raise(vm, ERROR_GROUP_EMPTY);
    else if (group_choose_type(vm, &type, exceptions))
        group = exception_new_bare(vm, type, arguments);
    if (group != NULL) {
        exception_set_field(vm, group, GROUP_MESSAGE, message);
        exception_set_field(vm, group, GROUP_EXCEPTIONS, &exceptions->base);
    }
    object_drop(vm, &exceptions->base);
    return group;
}

static bool group_init(Vm *vm, Object *object, const Arguments *arguments) {
    return exception_refuse_keywords(vm, object_type(vm, object), arguments) &&
           exception_set_args(vm, object, arguments);
}

// BaseExceptionGroup(message, exceptions).
static Object *group_new_from(Vm *vm, Object *message, Object *exceptions) {
    Tuple *args = tuple_pack(vm, 2, message, exceptions);
    if (args == NULL) return NULL;
    Object *group = exception_new(vm, exception_type(vm, EXCEPTION_BaseExceptionGroup), args);
    object_drop(vm, &args->base);
    return group;
}

static Object *group_str(Vm *vm, Object *object) {
    int64_t count = group_exceptions(object)->count;
    return str_new_format(vm, "%S (%ld sub-exception%s)",
                          exception_get_field(object, GROUP_MESSAGE), count,
                          count > 1 ? "s" : "");
}

// --- parts of a group ---

// The chain and the notes of a group go to its parts.
static bool group_copy_metadata(Vm *vm, Object *part, Object *original) {
    const Exception *exception = (const Exception *)original;
    exception_set_traceback(vm, part, exception->traceback.object);
    exception_set_context(vm, part, exception->context.object);
    exception_set_cause(vm, part, exception->cause.object);
    Object *notes = NULL;
    Str *name = vm->objects->names.dunder_notes;
    Found found = object_find_attribute(vm, original, name, &notes);
    if (found != FOUND) return found == ABSENT;
    bool done = true;
    if (sequence_is(vm, notes)) {
        Object *copy = (Object *)list_new_from_iterable(vm, notes);
        done = copy != NULL && object_set_attribute(vm, part, name, copy);
        object_drop_or_null(vm, copy);
    }
    object_drop(vm, notes);
    return done;
}

// The part of a group that holds these exceptions; ABSENT: there are none.
static Found group_new_part(Vm *vm, Object *original, List *exceptions, Object **part) {
    *part = NULL;
    if (exceptions->count == 0) return ABSENT;
    Object *made = object_call_method(vm, original, vm->objects->names.derive, 1,
                                      &exceptions->base);
    if (made == NULL) return RAISED;
    if (!group_is(vm, made)) {
        object_drop(vm, made);
        return raise_found(vm, ERROR_GROUP_DERIVE);
    }
    if (!group_copy_metadata(vm, made, original)) {
        object_drop(vm, made);
        return RAISED;
    }
    *part = made;
    return FOUND;
}

// --- splitting ---

// Which exceptions a split takes: by class, by a function, or the leaves listed.
typedef struct Matcher {
    enum MatcherKind { MATCH_TYPE, MATCH_FUNCTION, MATCH_LEAVES } kind;
    Object *value;         // borrows: class, tuple of classes, or function
    Object *const *leaves; // borrows: MATCH_LEAVES, a table of 2^n places, open addressing
    uint64_t mask;         // places - 1
} Matcher;

static uint64_t leaf_place(const Object *leaf, uint64_t mask) {
    return ((uint64_t)(uintptr_t)leaf * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
}

static Found matcher_accepts(Vm *vm, const Matcher *matcher, Object *exception) {
    if (matcher->kind == MATCH_TYPE) return exception_matches(vm, exception, matcher->value);
    if (matcher->kind == MATCH_FUNCTION) {
        Object *answer = object_call_with(vm, matcher->value, 1, exception);
        if (answer == NULL) return RAISED;
        Found truth = object_truth(vm, answer);
        object_drop(vm, answer);
        return truth;
    }
    if (group_is(vm, exception)) return ABSENT;
    uint64_t place = leaf_place(exception, matcher->mask);
    for (; matcher->leaves[place] != NULL; place = (place + 1) & matcher->mask)
        if (matcher->leaves[place] == exception) return FOUND;
    return ABSENT;
}

typedef struct Parts {
    Object *match, *rest;  // own; NULL: nothing on that side
    bool wants_rest;
} Parts;

static bool group_split(Vm *vm, Object *exception, const Matcher *matcher, Parts *parts);

static bool group_split_members(Vm *vm, const Tuple *members, const Matcher *matcher,
                                List *matching, List *rest) {
    for (int64_t i = 0; i < members->count; i++) {
        if (!recursion_enter(vm, " in exceptiongroup_split_recursive")) return false;
        Parts inner = {.wants_rest = rest != NULL};
        bool done = group_split(vm, members->items[i].object, matcher, &inner);
        recursion_leave(vm);
        if (inner.match != NULL) done = list_take_add(vm, matching, inner.match) && done;
        if (inner.rest != NULL) done = list_take_add(vm, rest, inner.rest) && done;
        if (!done) return false;
    }
    return true;
}

static bool group_split_group(Vm *vm, Object *group, const Matcher *matcher, Parts *parts) {
    List *matching = list_new(vm, 0);
    if (matching == NULL) return false;
    List *rest = NULL;
    if (parts->wants_rest && (rest = list_new(vm, 0)) == NULL) {
        object_drop(vm, &matching->base);
        return false;
    }
    bool done = group_split_members(vm, group_exceptions(group), matcher, matching, rest) &&
                group_new_part(vm, group, matching, &parts->match) != RAISED &&
                (rest == NULL || group_new_part(vm, group, rest, &parts->rest) != RAISED);
    object_drop(vm, &matching->base);
    object_drop_or_null(vm, (Object *)rest);
    if (done) return true;
    object_drop_or_null(vm, parts->match);
    parts->match = NULL;
    return false;
}

static bool group_split(Vm *vm, Object *exception, const Matcher *matcher, Parts *parts) {
    Found accepted = matcher_accepts(vm, matcher, exception);
    if (accepted == RAISED) return false;
    if (accepted == FOUND) {
        parts->match = object_share(exception);
        return true;
    }
    if (group_is(vm, exception)) return group_split_group(vm, exception, matcher, parts);
    if (parts->wants_rest) parts->rest = object_share(exception);
    return true;
}

// --- methods ---

static bool group_read_matcher(Vm *vm, Object *value, Matcher *matcher) {
    *matcher = (Matcher){.kind = MATCH_TYPE, .value = value};
    if (value->kind == KIND_FUNCTION) {
        matcher->kind = MATCH_FUNCTION;
        return true;
    }
    bool is_type = object_is_exception_class(vm, value);
    if (value->kind == KIND_TUPLE) {
        const Tuple *tuple = (const Tuple *)value;
        is_type = true;
        for (int64_t i = 0; is_type && i < tuple->count; i++)
            is_type = object_is_exception_class(vm, tuple->items[i].object);
    }
    return is_type || raise_false(vm, ERROR_GROUP_MATCHER);
}

// Splits self by the only argument of a method.
static bool group_split_by(Vm *vm, const Slot *arguments, const char *name, Parts *parts) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    if (given->count != 1) return raise_false(vm, ERROR_GROUP_METHOD_COUNT, name, given->count);
    Matcher matcher;
    return group_read_matcher(vm, given->items[0].object, &matcher) &&
           group_split(vm, arguments[0].object, &matcher, parts);
}

static Object *group_method_split(Vm *vm, const Slot *arguments) {
    Parts parts = {.wants_rest = true};
    if (!group_split_by(vm, arguments, "split", &parts)) return NULL;
    Object *none = vm->objects->none;
    Tuple *pair = tuple_pack(vm, 2, parts.match != NULL ? parts.match : none,
                             parts.rest != NULL ? parts.rest : none);
    object_drop_or_null(vm, parts.match);
    object_drop_or_null(vm, parts.rest);
    return (Object *)pair;
}

static Object *group_method_subgroup(Vm *vm, const Slot *arguments) {
    Parts parts = {.wants_rest = false};
    if (!group_split_by(vm, arguments, "subgroup", &parts)) return NULL;
    return parts.match != NULL ? parts.match : none_new(vm);
}

static Object *group_method_derive(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[1].object;
    if (given->count != 1)
        return raise(vm, ERROR_GROUP_METHOD_COUNT, "derive", given->count);
    Object *message = exception_get_field(arguments[0].object, GROUP_MESSAGE);
    return group_new_from(vm, message, given->items[0].object);
}

// --- for except* ---

// except* can't name groups: what it takes is a group already. `match_type` is known to be a
// class of exceptions or a tuple of such.
static bool group_check_clause(Vm *vm, const Object *match_type) {
    const Type *group = exception_type(vm, EXCEPTION_BaseExceptionGroup);
    bool names_group = false;
    if (object_is_tuple(vm, match_type)) {
        const Tuple *types = (const Tuple *)match_type;
        for (int64_t i = 0; i < types->count; i++)
            names_group |= type_is_subtype((const Type *)types->items[i].object, group);
    } else {
        names_group = type_is_subtype((const Type *)match_type, group);
    }
    return !names_group || raise_false(vm, ERROR_GROUP_CAUGHT);
}

bool exception_group_match(Vm *vm, Object *exception, Object *match_type, Object **match,
                           Object **rest) {
    *match = *rest = NULL;
    Found found = exception_matches(vm, exception, match_type);
    if (found == RAISED || !group_check_clause(vm, match_type)) return false;
    bool is_group = group_is(vm, exception);
    if (found == FOUND && is_group) {
        *match = object_share(exception);
    } else if (found == FOUND) {
        Tuple *one = tuple_pack(vm, 1, exception);
        if (one == NULL) return false;
        *match = group_new_from(vm, &vm->objects->empty_str->base, &one->base);
        object_drop(vm, &one->base);
        return *match != NULL;
    } else if (!is_group) {
        *rest = object_share(exception);
    } else {
        Object *pair = object_call_method(vm, exception, vm->objects->names.split, 1, match_type);
        if (pair == NULL) return false;
        if (!object_is_tuple(vm, pair) || ((const Tuple *)pair)->count != 2) {
            object_drop(vm, pair);
            return raise_false(vm, ERROR_GROUP_SPLIT_PAIR, exception);
        }
        Object *first = ((const Tuple *)pair)->items[0].object;
        Object *second = ((const Tuple *)pair)->items[1].object;
        if (first != vm->objects->none) *match = object_share(first);
        if (second != vm->objects->none) *rest = object_share(second);
        object_drop(vm, pair);
    }
    return true;
}

static int64_t group_count_leaves(Vm *vm, Object *exception) {
    if (!group_is(vm, exception)) return 1;
    int64_t count = 0;
    const Tuple *members = group_exceptions(exception);
    for (int64_t i = 0; i < members->count; i++)
        count += group_count_leaves(vm, members->items[i].object);
    return count;
}

static void group_collect_leaves(Vm *vm, Object *exception, Object **leaves, uint64_t mask) {
    if (group_is(vm, exception)) {
        const Tuple *members = group_exceptions(exception);
        for (int64_t i = 0; i < members->count; i++)
            group_collect_leaves(vm, members->items[i].object, leaves, mask);
        return;
    }
    uint64_t place = leaf_place(exception, mask);
    while (leaves[place] != NULL && leaves[place] != exception) place = (place + 1) & mask;
    leaves[place] = exception;
}

// The part of the original group that holds the leaves of `kept`, a list of groups:
// the structure of the original survives the clauses that passed its parts on.
static Found group_project(Vm *vm, Object *original, const List *kept, Object **part) {
    *part = NULL;
    int64_t count = 0;
    for (int64_t i = 0; i < kept->count; i++)
        count += group_count_leaves(vm, kept->items[i].object);
    if (count == 0) return ABSENT;
    uint64_t places = 4;
    while (places < (uint64_t)count * 2) places *= 2;
    Object **leaves = system_new(vm, places * sizeof(Object *));
    if (leaves == NULL) return RAISED;
    for (int64_t i = 0; i < kept->count; i++)
        group_collect_leaves(vm, kept->items[i].object, leaves, places - 1);
    Matcher matcher = {.kind = MATCH_LEAVES, .leaves = leaves, .mask = places - 1};
    Parts parts = {.wants_rest = false};
    bool done = group_split(vm, original, &matcher, &parts);
    system_drop(vm, leaves, places * sizeof(Object *));
    *part = parts.match;
    return !done ? RAISED : parts.match != NULL ? FOUND : ABSENT;
}

// A part of the original that a clause raised again keeps its chain and notes.
static bool group_is_reraised(Vm *vm, const Object *exception, const Object *original) {
    if (!group_is(vm, exception)) return false;
    const Exception *left = (const Exception *)exception;
    const Exception *right = (const Exception *)original;
    return left->traceback.object == right->traceback.object &&
           left->cause.object == right->cause.object &&
           left->context.object == right->context.object;
}

// Sorts what the clauses raised into parts of the original and others.
static bool group_sort_raised(Vm *vm, Object *original, const List *all, List *kept, List *fresh) {
    for (int64_t i = 0; i < all->count; i++) {
        Object *exception = all->items[i].object;
        if (exception == vm->objects->none) continue;
        List *list = group_is_reraised(vm, exception, original) ? kept : fresh;
        if (!list_add(vm, list, exception)) return false;
    }
    return true;
}

static Object *group_rejoin(Vm *vm, Object *original, const List *all, List *kept, List *fresh) {
    if (!group_sort_raised(vm, original, all, kept, fresh)) return NULL;
    Object *part;
    Found found = group_project(vm, original, kept, &part);
    if (found == RAISED) return NULL;
    if (fresh->count == 0) return found == FOUND ? part : none_new(vm);
    if (found == FOUND && !list_take_add(vm, fresh, part)) return NULL;
    return group_new_from(vm, &vm->objects->empty_str->base, &fresh->base);
}

Object *exception_group_rejoin(Vm *vm, Object *original, Object *raised_list) {
    const List *all = (const List *)raised_list;
    if (all->count == 0) return none_new(vm);
    // A naked exception was wrapped, so that only one clause could run.
    if (!group_is(vm, original)) return object_share(all->items[0].object);
    List *kept = list_new(vm, 0);
    List *fresh = kept != NULL ? list_new(vm, 0) : NULL;
    Object *result = fresh != NULL ? group_rejoin(vm, original, all, kept, fresh) : NULL;
    object_drop_or_null(vm, (Object *)kept);
    object_drop_or_null(vm, (Object *)fresh);
    return result;
}

// --- the types ---

static const Method group_methods[] = {
    GENERIC_ALIAS_METHOD,
    {"derive", group_method_derive, "(self, *args)",
     "A group of other exceptions with this message.", METHOD_HIDES_SIGNATURE},
    {"split", group_method_split, "(self, *args)",
     "The parts that match and that don't, as a pair.", METHOD_HIDES_SIGNATURE},
    {"subgroup", group_method_subgroup, "(self, *args)", "The part that matches, or None.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

#define GROUP_FIELD(name, index, doc) \
    {name, offsetof(Exception, own) + (index) * sizeof(Slot), MEMBER_READ_ONLY, doc}

static const Member group_members[] = {
    GROUP_FIELD("message", GROUP_MESSAGE, "What the group is about."),
    GROUP_FIELD("exceptions", GROUP_EXCEPTIONS, "The exceptions in it, a tuple."),
    {0},
};

const ExceptionFamily exception_group_family = {
    .field_count = GROUP_FIELDS,
    .python_bytes = 88,
    .behaviour = {.new = group_new, .init = group_init, .str = group_str},
    .methods = group_methods,
    .members = group_members,
};

bool exception_group_start(Vm *vm) {
    Type *metatype = type_of_kind(vm, KIND_TYPE);
    Tuple *bases = tuple_pack(vm, 2, exception_type(vm, EXCEPTION_BaseExceptionGroup),
                              exception_type(vm, EXCEPTION_Exception));
    if (bases == NULL) return false;
    Object *name = str_new_c(vm, "ExceptionGroup");
    Dict *namespace = dict_new(vm);
    Names *names = &vm->objects->names;
    if (name != NULL && namespace != NULL &&
        dict_set_str(vm, namespace, names->dunder_module, &names->builtins->base))
        vm->objects->exception_group =
            type_new_class(vm, metatype, (Str *)name, bases, namespace, &(Arguments){0});
    object_drop(vm, &bases->base);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, (Object *)namespace);
    return vm->objects->exception_group != NULL;
}
