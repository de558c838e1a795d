// The module _abc, on which the library's abc.ABCMeta stands.
//
// A class of ABCMeta has a Registry in its attribute _abc_impl: the classes that were
// registered with it, and those that were once asked about and found to be subclasses of it,
// or not. Each is a set of weak references, made when it gets its first member; a member leaves
// its set when the class dies, by the callback of its reference. What was found not to be a
// subclass counts only as long as nothing is registered anywhere: each registration makes a new
// version, and a registry remembers of which one its refusals are.

#include "modules/abc.h"

#include "objects/build.h"
#include "objects/descriptors.h"
#include "objects/function.h"
#include "objects/key.h"
#include "objects/list.h"
#include "objects/sequence.h"
#include "objects/set_parts.h"
#include "objects/tuple.h"
#include "objects/type_build.h"
#include "objects/weakref.h"

typedef struct Registry {
    Object base;
    Slot registered, accepted, refused;   // Sets of weak references to classes, or empty
    uint64_t refused_version;
} Registry;

typedef struct AbcState {
    uint64_t version;     // how often a class was registered
    Type *registry;       // borrows
    Slot attribute;       // Str: "_abc_impl"
} AbcState;

static void abc_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((AbcState *)state)->attribute, context);
}

static void abc_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((AbcState *)state)->attribute);
}

static const StateDefinition abc_state = {sizeof(AbcState), abc_visit, abc_done};

static AbcState *state_of(Vm *vm) {
    return state_find(vm, &abc_state);
}

// --- sets of weak references ---

static Found weak_set_find(Vm *vm, const Slot *set, Object *class) {
    if (set->object == NULL || ((const Set *)set->object)->count == 0) return ABSENT;
    Object *reference = weakref_new(vm, class, NULL);
    if (reference == NULL) {
        // What can't have weak references is in no set.
        if (!raised_is(vm, exception_type(vm, EXCEPTION_TypeError))) return RAISED;
        raised_clear(vm);
        return ABSENT;
    }
    Found found = set_contains(vm, (Set *)set->object, reference);
    object_drop(vm, reference);
    return found;
}

// The callback of a set's member; self is a weak reference to the set.
static Object *abc_function__destroy(Vm *vm, const Slot *arguments) {
    Set *set = (Set *)weakref_get((const WeakReference *)arguments[0].object);
    int64_t hash;
    if (set == NULL) return none_new(vm);
    object_share(&set->base);
    bool done = key_hash(vm, arguments[1].object, &hash) &&
                set_discard_hashed(vm, set, arguments[1].object, hash) != RAISED;
    object_drop(vm, &set->base);
    return done ? none_new(vm) : NULL;
}

static const Method destroy_method = {"_destroy", abc_function__destroy,
                                      "(self, reference, /)", NULL, METHOD_HIDES_SIGNATURE};

bool abc_is_own_callback(const Object *callback) {
    return callback->kind == KIND_BUILTIN &&
           ((const Builtin *)callback)->method == &destroy_method;
}

static Object *member_new(Vm *vm, Object *set, Object *class) {
    Object *holder = weakref_new(vm, set, NULL);
    Object *callback = holder == NULL ? NULL : builtin_new(vm, &destroy_method, holder, NULL);
    Object *member = callback == NULL ? NULL : weakref_new(vm, class, callback);
    object_drop_or_null(vm, callback);
    object_drop_or_null(vm, holder);
    return member;
}

static bool weak_set_add(Vm *vm, Registry *registry, Slot *place, Object *class) {
    if (place->object == NULL) {
        Object *made = (Object *)set_new(vm);
        if (made == NULL) return false;
        slot_fill(vm, &registry->base, place, made);
    }
    Object *set = object_share(place->object);
    Object *member = member_new(vm, set, class);
    bool done = member != NULL && set_add(vm, (Set *)set, member);
    object_drop_or_null(vm, member);
    object_drop(vm, set);
    return done;
}

static void weak_set_empty(Vm *vm, const Slot *place) {
    if (place->object != NULL) set_empty(vm, (Set *)place->object);
}

// --- registries ---

static const Field registry_fields[] = {
    FIELD(Registry, registered),
    FIELD(Registry, accepted),
    FIELD(Registry, refused),
    {0},
};

static Registry *registry_make(Vm *vm, Type *type) {
    Registry *registry = (Registry *)type_new_filled(vm, type, 0);
    if (registry != NULL) registry->refused_version = state_of(vm)->version;
    return registry;
}

static Object *registry_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return (Object *)registry_make(vm, type);
}

static void registry_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((const Registry *)object)->refused_version, sizeof(uint64_t));
}

static const TypeDefinition registry_definition = {
    .name = "_abc._abc_data",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(Registry),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = registry_fields,
               .payload = registry_payload},
    .behaviour = {.new = registry_new},
    .doc = "What an abstract class knows of its subclasses.",
};

// A new reference; NULL: raised.
static Registry *registry_load(Vm *vm, Object *class) {
    const AbcState *state = state_of(vm);
    Object *found = object_load_attribute(vm, class, (Str *)state->attribute.object);
    if (found == NULL || object_type(vm, found) == state->registry) return (Registry *)found;
    object_drop(vm, found);
    return (Registry *)raise(vm, ERROR_ABC_DATA);
}

// --- a new abstract class ---

static bool add_if_abstract(Vm *vm, Set *abstract, Object *name, Object *value) {
    Found found = function_is_abstract(vm, value);
    return found == ABSENT || (found == FOUND && set_add(vm, abstract, name));
}

// One item of the class's dict: a pair.
static bool add_own(Vm *vm, Set *abstract, Object *item) {
    int64_t count;
    Object *pair = sequence_fast(vm, item, ERROR_ABC_ITEM_TYPE);
    if (pair == NULL) return false;
    const Slot *parts = sequence_fast_items(vm, pair, &count);
    bool done = false;
    if (count != 2) {
        raise(vm, ERROR_ABC_ITEM);
    } else {
        Object *name = object_share(parts[0].object), *value = object_share(parts[1].object);
        done = add_if_abstract(vm, abstract, name, value);
        object_drop(vm, name);
        object_drop(vm, value);
    }
    object_drop(vm, pair);
    return done;
}

static Object *refuse_items(Vm *vm, Object *dict, Object *items) {
    if (!raised_is(vm, exception_type(vm, EXCEPTION_TypeError))) return NULL;
    raised_clear(vm);
    return raise(vm, ERROR_ABC_ITEMS, dict, items);
}

// The items of the class's own dict in a list.
static List *load_items(Vm *vm, Object *class) {
    const Names *names = &vm->objects->names;
    List *items = NULL;
    Object *dict = object_load_attribute(vm, class, names->dunder_dict);
    Object *view = dict == NULL ? NULL : object_call_method(vm, dict, names->items, 0);
    Object *iterator = view == NULL ? NULL : object_iterate(vm, view);
    if (iterator != NULL) items = list_new_from_iterable(vm, iterator);
    else if (view != NULL) refuse_items(vm, dict, view);
    object_drop_or_null(vm, iterator);
    object_drop_or_null(vm, view);
    object_drop_or_null(vm, dict);
    return items;
}

// The abstract attributes of the class's own dict. (Asking them may change the dict.)
static bool add_all_own(Vm *vm, Set *abstract, Object *class) {
    List *items = load_items(vm, class);
    bool done = items != NULL;
    for (int64_t i = 0; done && i < items->count; i++) {
        Object *item = object_share(items->items[i].object);
        done = add_own(vm, abstract, item);
        object_drop(vm, item);
    }
    object_drop_or_null(vm, (Object *)items);
    return done;
}

// One name that is abstract in a base: is it in the class?
static bool add_inherited(Vm *vm, Set *abstract, Object *class, Object *name) {
    Object *value;
    if (!object_is_str(vm, name)) return raise_false(vm, ERROR_ATTRIBUTE_NAME_NOT_STR, name);
    Found found = object_find_attribute(vm, class, (Str *)name, &value);
    if (found != FOUND) return found == ABSENT;
    bool done = add_if_abstract(vm, abstract, name, value);
    object_drop(vm, value);
    return done;
}

static bool add_of_base(Vm *vm, Set *abstract, Object *class, Object *base) {
    Object *names, *name = NULL;
    Found found = object_find_attribute(vm, base, vm->objects->names.dunder_abstractmethods,
                                        &names);
    if (found != FOUND) return found == ABSENT;
    Object *iterator = object_iterate(vm, names);
    object_drop(vm, names);
    if (iterator == NULL) return false;
    bool done = true;
    while (done && (name = object_next(vm, iterator)) != NULL) {
        done = add_inherited(vm, abstract, class, name);
        object_drop(vm, name);
    }
    object_drop(vm, iterator);
    return done && !raised(vm);
}

static bool add_all_inherited(Vm *vm, Set *abstract, Object *class) {
    Object *bases = object_load_attribute(vm, class, vm->objects->names.dunder_bases);
    if (bases == NULL) return false;
    bool done = object_is_tuple(vm, bases) || raise_false(vm, ERROR_ABC_BASES);
    for (int64_t i = 0; done && i < ((Tuple *)bases)->count; i++)
        done = add_of_base(vm, abstract, class, ((Tuple *)bases)->items[i].object);
    object_drop(vm, bases);
    return done;
}

static bool set_abstract(Vm *vm, Object *class) {
    Set *abstract = frozenset_new(vm, NULL);
    bool done = abstract != NULL && add_all_own(vm, abstract, class) &&
                add_all_inherited(vm, abstract, class) &&
                object_set_attribute(vm, class, vm->objects->names.dunder_abstractmethods,
                                     (Object *)abstract);
    object_drop_or_null(vm, (Object *)abstract);
    return done;
}

// --- what match takes for a sequence or a mapping ---

enum { COLLECTIONS = TYPE_IS_SEQUENCE | TYPE_IS_MAPPING };

// As tp_flags have them, in which a class's __abc_tpflags__ are said.
enum { BIT_SEQUENCE = 1 << 5, BIT_MAPPING = 1 << 6 };

static bool read_flags(Vm *vm, Type *class, Object *value) {
    int64_t bits;
    if (value->kind != KIND_INT && value->kind != KIND_BIGINT) return true;
    if (int_find_value(vm, value, &bits) != FOUND) return raise_false(vm, ERROR_INT_TO_C_LONG);
    bool is_sequence = (bits & BIT_SEQUENCE) != 0, is_mapping = (bits & BIT_MAPPING) != 0;
    if (is_sequence && is_mapping) return raise_false(vm, ERROR_ABC_FLAGS);
    if (is_sequence) class->flags |= TYPE_IS_SEQUENCE;
    if (is_mapping) class->flags |= TYPE_IS_MAPPING;
    return true;
}

static bool take_flags(Vm *vm, Type *class) {
    Object *value;
    Str *name = str_new_interned(vm, "__abc_tpflags__", 15);
    if (name == NULL) return false;
    Dict *dict = (Dict *)class->dict.object;
    Found found = dict_find(vm, dict, &name->base, &value);
    if (found == FOUND)
        found = read_flags(vm, class, value) ? dict_remove(vm, dict, &name->base) : RAISED;
    object_drop(vm, &name->base);
    return found != RAISED;
}

// Gives them to a registered class and to its subclasses, as far as they aren't so yet.
static void spread_flags(Type *class, uint32_t collection) {
    if ((class->flags & TYPE_IS_IMMUTABLE) != 0 || (class->flags & COLLECTIONS) == collection)
        return;
    class->flags = (class->flags & ~(uint32_t)COLLECTIONS) | collection;
    for (int64_t i = 0; i < class->subclass_count; i++)
        spread_flags(class->subclasses[i], collection);
}

static Object *abc_function__abc_init(Vm *vm, const Slot *arguments) {
    Object *class = arguments[0].object;
    const AbcState *state = state_of(vm);
    if (!set_abstract(vm, class)) return NULL;
    Registry *registry = registry_make(vm, state->registry);
    bool done = registry != NULL && object_set_attribute(vm, class, (Str *)state->attribute.object,
                                                         &registry->base);
    object_drop_or_null(vm, (Object *)registry);
    if (done && object_is_type(vm, class)) done = take_flags(vm, (Type *)class);
    return done ? none_new(vm) : NULL;
}

// --- registering ---

static Object *abc_function__abc_register(Vm *vm, const Slot *arguments) {
    Object *class = arguments[0].object, *subclass = arguments[1].object;
    if (!object_is_type(vm, subclass)) return raise(vm, ERROR_ABC_REGISTER);
    Found found = object_is_subclass(vm, subclass, class);
    if (found != ABSENT) return found == FOUND ? object_share(subclass) : NULL;
    found = object_is_subclass(vm, class, subclass);
    if (found == FOUND) return raise(vm, ERROR_ABC_CYCLE);
    Registry *registry = found == RAISED ? NULL : registry_load(vm, class);
    if (registry == NULL) return NULL;
    bool done = weak_set_add(vm, registry, &registry->registered, subclass);
    object_drop(vm, &registry->base);
    if (!done) return NULL;
    state_of(vm)->version++;
    if (object_is_type(vm, class)) {
        uint32_t collection = ((Type *)class)->flags & COLLECTIONS;
        if (collection != 0) spread_flags((Type *)subclass, collection);
    }
    return object_share(subclass);
}

// --- asking ---

static Found accept(Vm *vm, Registry *registry, Object *subclass) {
    return weak_set_add(vm, registry, &registry->accepted, subclass) ? FOUND : RAISED;
}

static Found refuse(Vm *vm, Registry *registry, Object *subclass) {
    return weak_set_add(vm, registry, &registry->refused, subclass) ? ABSENT : RAISED;
}

// What was answered before, in *answer; ABSENT: nothing.
static Found find_known(Vm *vm, Registry *registry, Object *subclass, Found *answer) {
    Found found = weak_set_find(vm, &registry->accepted, subclass);
    *answer = FOUND;
    if (found != ABSENT) return found;
    uint64_t version = state_of(vm)->version;
    *answer = ABSENT;
    if (registry->refused_version == version)
        return weak_set_find(vm, &registry->refused, subclass);
    weak_set_empty(vm, &registry->refused);
    registry->refused_version = version;
    return ABSENT;
}

// What __subclasshook__ says, in *answer; ABSENT: that others are to be asked.
static Found ask_hook(Vm *vm, Object *class, Registry *registry, Object *subclass,
                      Found *answer) {
    const Objects *objects = vm->objects;
    Object *said = object_call_method(vm, class, objects->names.dunder_subclasshook, 1, subclass);
    if (said == NULL) return RAISED;
    object_drop(vm, said);   // what is asked for lives on
    if (said == objects->not_implemented) return ABSENT;
    if (said != objects->true_ && said != objects->false_)
        return raise_found(vm, ERROR_ABC_HOOK);
    *answer = said == objects->true_ ? accept(vm, registry, subclass)
                                     : refuse(vm, registry, subclass);
    return *answer == RAISED ? RAISED : FOUND;
}

// Is it a subclass of one of these, or of what one of these weak references names?
static Found is_subclass_of_one(Vm *vm, const List *classes, Object *subclass) {
    Found found = ABSENT;
    for (int64_t i = 0; found == ABSENT && i < classes->count; i++) {
        Object *class = classes->items[i].object;
        if (object_is_weak_reference(vm, class)) class = weakref_get((WeakReference *)class);
        if (class == NULL) continue;
        object_share(class);
        found = object_is_subclass(vm, subclass, class);
        object_drop(vm, class);
    }
    return found;
}

// FOUND: it is registered, or is a subclass of what is.
static Found is_registered(Vm *vm, Registry *registry, Object *subclass) {
    const Slot *registered = &registry->registered;
    Found found = weak_set_find(vm, registered, subclass);
    if (found != ABSENT) return found;
    if (registered->object == NULL || ((Set *)registered->object)->count == 0) return ABSENT;
    // The set may change meanwhile.
    List *classes = list_new_from_iterable(vm, registered->object);
    if (classes == NULL) return RAISED;
    found = is_subclass_of_one(vm, classes, subclass);
    object_drop(vm, (Object *)classes);
    return found == FOUND ? accept(vm, registry, subclass) : found;
}

// FOUND: one of the class's own subclasses says so.
static Found is_below(Vm *vm, Object *class, Registry *registry, Object *subclass) {
    Object *list = object_call_method(vm, class, vm->objects->names.dunder_subclasses, 0);
    if (list == NULL) return RAISED;
    Found found = RAISED;
    if (object_is_list(vm, list)) found = is_subclass_of_one(vm, (List *)list, subclass);
    else raise(vm, ERROR_ABC_SUBCLASSES);
    object_drop(vm, list);
    return found == FOUND ? accept(vm, registry, subclass) : found;
}

static Found check_subclass(Vm *vm, Object *class, Registry *registry, Object *subclass) {
    Found answer;
    Found found = find_known(vm, registry, subclass, &answer);
    if (found == ABSENT) found = ask_hook(vm, class, registry, subclass, &answer);
    if (found != ABSENT) return found == FOUND ? answer : RAISED;
    if (object_is_type(vm, class) && type_is_subtype((Type *)subclass, (Type *)class))
        return accept(vm, registry, subclass);
    found = is_registered(vm, registry, subclass);
    if (found == ABSENT) found = is_below(vm, class, registry, subclass);
    return found == ABSENT ? refuse(vm, registry, subclass) : found;
}

static Object *abc_function__abc_subclasscheck(Vm *vm, const Slot *arguments) {
    Object *class = arguments[0].object, *subclass = arguments[1].object;
    if (!object_is_type(vm, subclass)) return raise(vm, ERROR_ISSUBCLASS_FIRST);
    Registry *registry = registry_load(vm, class);
    if (registry == NULL) return NULL;
    Found found = check_subclass(vm, class, registry, subclass);
    object_drop(vm, &registry->base);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

static Object *call_check(Vm *vm, Object *class, Object *subclass) {
    return object_call_method(vm, class, vm->objects->names.dunder_subclasscheck, 1, subclass);
}

// Asks the class about an instance's __class__, and about its type where that is another.
static Object *check_instance(Vm *vm, Object *class, const Registry *registry, Object *said,
                              Object *type) {
    Found found = weak_set_find(vm, &registry->accepted, said);
    if (found == FOUND) return bool_new(vm, true);
    if (found == RAISED) return NULL;
    if (said == type) {
        if (registry->refused_version == state_of(vm)->version)
            found = weak_set_find(vm, &registry->refused, said);
        if (found == FOUND) return bool_new(vm, false);
        return found == RAISED ? NULL : call_check(vm, class, said);
    }
    Object *result = call_check(vm, class, said);
    Found truth = result == NULL ? RAISED : object_truth(vm, result);
    if (truth == FOUND) return result;
    object_drop_or_null(vm, result);
    return truth == RAISED ? NULL : call_check(vm, class, type);
}

static Object *abc_function__abc_instancecheck(Vm *vm, const Slot *arguments) {
    Object *class = arguments[0].object, *instance = arguments[1].object;
    Registry *registry = registry_load(vm, class);
    if (registry == NULL) return NULL;
    Object *said = object_load_attribute(vm, instance, vm->objects->names.dunder_class);
    Object *result = said == NULL ? NULL
        : check_instance(vm, class, registry, said, (Object *)object_type(vm, instance));
    object_drop_or_null(vm, said);
    object_drop(vm, &registry->base);
    return result;
}

// --- for tests, and for those who keep answers of their own ---

static Object *abc_function_get_cache_token(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return int_new_unsigned(vm, state_of(vm)->version);
}

static Object *copy_of(Vm *vm, const Slot *place) {
    Set *set = (Set *)place->object;
    return (Object *)(set == NULL ? set_new(vm) : set_copy(vm, set));
}

static Object *abc_function__get_dump(Vm *vm, const Slot *arguments) {
    Registry *registry = registry_load(vm, arguments[0].object);
    if (registry == NULL) return NULL;
    Object *dump = build_tuple(vm, "OOOO", copy_of(vm, &registry->registered),
                               copy_of(vm, &registry->accepted), copy_of(vm, &registry->refused),
                               int_new_unsigned(vm, registry->refused_version));
    object_drop(vm, &registry->base);
    return dump;
}

static Object *abc_function__reset_registry(Vm *vm, const Slot *arguments) {
    Registry *registry = registry_load(vm, arguments[0].object);
    if (registry == NULL) return NULL;
    weak_set_empty(vm, &registry->registered);
    object_drop(vm, &registry->base);
    return none_new(vm);
}

static Object *abc_function__reset_caches(Vm *vm, const Slot *arguments) {
    Registry *registry = registry_load(vm, arguments[0].object);
    if (registry == NULL) return NULL;
    weak_set_empty(vm, &registry->accepted);
    weak_set_empty(vm, &registry->refused);
    object_drop(vm, &registry->base);
    return none_new(vm);
}

static const Method functions[] = {
    FUNCTION(abc, get_cache_token, "()",
             "A number that grows with each registration: answers about virtual subclasses\n"
             "that were got at another number may be wrong by now."),
    FUNCTION(abc, _abc_init, "($module, self, /)", "Make a new class an abstract one."),
    FUNCTION(abc, _abc_register, "($module, self, subclass, /)", "What ABCMeta.register() does."),
    FUNCTION(abc, _abc_instancecheck, "($module, self, instance, /)",
             "What ABCMeta.__instancecheck__() does."),
    FUNCTION(abc, _abc_subclasscheck, "($module, self, subclass, /)",
             "What ABCMeta.__subclasscheck__() does."),
    FUNCTION(abc, _get_dump, "($module, self, /)",
             "What a class has registered, accepted and refused, as sets of weak references,\n"
             "and the number at which it refused."),
    FUNCTION(abc, _reset_registry, "($module, self, /)", "Forget what is registered."),
    FUNCTION(abc, _reset_caches, "($module, self, /)", "Forget what was accepted and refused."),
    {0},
};

bool abc_module_start(Vm *vm, Module *module) {
    AbcState *state = state_load(vm, &abc_state);
    if (state == NULL) return false;
    if (state->attribute.object == NULL) {
        Str *name = str_new_interned(vm, "_abc_impl", 9);
        if (name == NULL) return false;
        slot_fill(vm, NULL, &state->attribute, &name->base);
    }
    state->registry = module_register_type(vm, &registry_definition);
    return state->registry != NULL && module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What abc.ABCMeta does, in C.");
}
