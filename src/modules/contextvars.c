// The module _contextvars: variables whose values belong to a context.
//
// A Context has a dict of values by variable. Copies share the dict; whoever sets a variable
// while others hold it makes one of its own first. The running context is the thread's; while
// it runs it holds the one before, that it goes back to.

#include "modules/modules.h"
#include "objects/arguments.h"
#include "objects/generic_alias.h"
#include "objects/sequence.h"
#include "runtime/threads.h"

typedef struct Context {
    Object base;
    Slot values;      // Dict; empty: no variable was ever set
    Slot previous;    // Context, while it runs
    bool is_entered;
} Context;

typedef struct ContextVar {
    Object base;
    Slot name;        // Str
    Slot fallback;    // default, or empty
    int64_t hash;
} ContextVar;

typedef struct Token {
    Object base;
    Slot context;     // Context in which it was set
    Slot variable;
    Slot old_value;   // empty: there was none
    bool is_used;
} Token;

// Over the keys, values or items of a Context, as it was when it was asked.
typedef struct ContextIterator {
    Object base;
    Slot values;      // Dict, or empty
    int64_t position, left;
} ContextIterator;

typedef struct ContextState {
    Slot missing;     // Token.MISSING
    Type *context, *variable, *token, *keys, *items, *all_values;   // borrow
} ContextState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((ContextState *)state)->missing, context);
}

static void state_end(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((ContextState *)state)->missing);
}

static const StateDefinition context_state = {sizeof(ContextState), state_visit, state_end};

static ContextState *context_get_state(Vm *vm) {
    return state_find(vm, &context_state);
}

// --- contexts ---

static const Field context_fields[] = {
    FIELD(Context, previous),
    FIELD(Context, values),
    {0},
};

static Dict *values_of(const Context *context) {
    return (Dict *)context->values.object;
}

static Context *context_make(Vm *vm, Dict *values) {
    Object *made = type_new_filled(vm, context_get_state(vm)->context, 0);
    if (made == NULL || values == NULL) return (Context *)made;
    slot_fill(vm, made, &((Context *)made)->values, object_share((Object *)values));
    return (Context *)made;
}

// The running context, made at the first use. Borrowed; NULL: raised.
static Context *context_now(Vm *vm) {
    Thread *thread = thread_get(vm);
    if (thread->context.object == NULL) {
        Context *made = context_make(vm, NULL);
        if (made == NULL) return NULL;
        slot_fill(vm, NULL, &thread->context, &made->base);
    }
    return (Context *)thread->context.object;
}

// The dict to write to: the context's own. NULL: raised.
static Dict *values_to_change(Vm *vm, Context *context) {
    Dict *values = values_of(context);
    if (values != NULL && values->base.count == 1) return values;
    Dict *own = values == NULL ? dict_new(vm) : dict_copy(vm, values);
    if (own != NULL) slot_take(vm, &context->base, &context->values, (Object *)own);
    return own;
}

static Found context_find(Vm *vm, const Context *context, Object *variable, Object **value) {
    Dict *values = values_of(context);
    return values == NULL ? ABSENT : dict_find(vm, values, variable, value);
}

static Object *context_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (arguments->count != 0 || arguments->names != NULL)
        return raise(vm, ERROR_CONTEXT_ARGUMENTS);
    return type_new_filled(vm, type, 0);
}

static bool context_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    const Dict *values = values_of((const Context *)object);
    *length = values == NULL ? 0 : values->count;
    return true;
}

static bool is_variable(Vm *vm, Object *key) {
    return object_type(vm, key) == context_get_state(vm)->variable ||
           raise_false(vm, ERROR_CONTEXT_KEY, key);
}

static Found context_contains(Vm *vm, Object *object, Object *key) {
    Object *value;
    return is_variable(vm, key) ? context_find(vm, (Context *)object, key, &value) : RAISED;
}

static Object *context_load_item(Vm *vm, Object *object, Object *key) {
    Object *value;
    if (!is_variable(vm, key)) return NULL;
    Found found = context_find(vm, (Context *)object, key, &value);
    if (found == FOUND) return object_share(value);
    if (found == RAISED) return NULL;
    return raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
}

static Object *context_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const Type *type = context_get_state(vm)->context;
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || object_type(vm, left) != type || object_type(vm, right) != type)
        return not_implemented_new(vm);
    Dict *a = values_of((Context *)left), *b = values_of((Context *)right);
    int64_t a_count = a == NULL ? 0 : a->count, b_count = b == NULL ? 0 : b->count;
    if (a_count != b_count || a_count == 0)
        return bool_new(vm, (a_count == b_count) == (comparison == COMPARE_EQUAL));
    return object_compare(vm, (Object *)a, (Object *)b, comparison);
}

static Object *iterator_make(Vm *vm, Type *type, const Context *context) {
    Object *made = type_new_filled(vm, type, 0);
    Dict *values = values_of(context);
    if (made == NULL || values == NULL) return made;
    ContextIterator *iterator = (ContextIterator *)made;
    slot_fill(vm, made, &iterator->values, object_share((Object *)values));
    iterator->left = values->count;
    return made;
}

static Object *context_iterate(Vm *vm, Object *object) {
    return iterator_make(vm, context_get_state(vm)->keys, (Context *)object);
}

static Object *context_method_keys(Vm *vm, const Slot *arguments) {
    return context_iterate(vm, arguments[0].object);
}

static Object *context_method_values(Vm *vm, const Slot *arguments) {
    const Context *context = (const Context *)arguments[0].object;
    return iterator_make(vm, context_get_state(vm)->all_values, context);
}

static Object *context_method_items(Vm *vm, const Slot *arguments) {
    return iterator_make(vm, context_get_state(vm)->items, (Context *)arguments[0].object);
}

static Object *context_method_get(Vm *vm, const Slot *arguments) {
    Object *value;
    if (!is_variable(vm, arguments[1].object)) return NULL;
    switch (context_find(vm, (Context *)arguments[0].object, arguments[1].object, &value)) {
    case FOUND: return object_share(value);
    case RAISED: return NULL;
    case ABSENT: break;
    }
    return arguments[2].object != NULL ? object_share(arguments[2].object) : none_new(vm);
}

static Object *context_method_copy(Vm *vm, const Slot *arguments) {
    return (Object *)context_make(vm, values_of((Context *)arguments[0].object));
}

// run(callable, *args, **kwargs): calls it while this context is the running one.
static Object *context_method_run(Vm *vm, const Slot *arguments) {
    Context *context = (Context *)arguments[0].object;
    const Tuple *given = (const Tuple *)arguments[1].object;
    Thread *thread = thread_get(vm);
    if (given->count == 0) return raise(vm, ERROR_CONTEXT_RUN_COUNT);
    if (context->is_entered) return raise(vm, ERROR_CONTEXT_ENTERED, context);
    Tuple *rest = tuple_new_from(vm, given->items + 1, given->count - 1);
    if (rest == NULL) return NULL;
    context->is_entered = true;
    slot_fill(vm, &context->base, &context->previous, thread->context.object);
    slot_fill(vm, NULL, &thread->context, object_share(&context->base));
    Object *result = object_call_tuple(vm, given->items[0].object, rest,
                                       (Dict *)arguments[2].object);
    object_drop(vm, (Object *)rest);
    context->is_entered = false;
    slot_take(vm, NULL, &thread->context,
              slot_detach(vm, &context->base, &context->previous));
    return result;
}

static const Method context_methods[] = {
    METHOD(context, get, "(self, key, default=None, /)",
           "The value of a variable, or the default when it has none here."),
    METHOD(context, items, "(self, /)", "All variables with their values."),
    METHOD(context, keys, "(self, /)", "All variables that have a value."),
    METHOD(context, values, "(self, /)", "All values."),
    METHOD(context, copy, "(self, /)", "Another context with the same values."),
    HIDDEN_METHOD(context, run, "(self, *args, **kwargs)", NULL),
    {0},
};

static const TypeDefinition context_definition = {
    .name = "_contextvars.Context",
    .bytes = sizeof(Context),
    .python_bytes = 48,
    .python_weak_offset = 32,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .fields = context_fields},
    .behaviour = {.compare = context_compare, .load_attribute = object_load_attribute_plain,
                  .iterate = context_iterate, .length = context_length,
                  .contains = context_contains, .load_item = context_load_item,
                  .new = context_new},
    .methods = context_methods,
};

// --- iterators ---

static const Field iterator_fields[] = {FIELD(ContextIterator, values), {0}};

static void iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((const ContextIterator *)object)->position, sizeof(int64_t));
}

static bool step(Vm *vm, Object *object, Object **key, Object **value) {
    ContextIterator *iterator = (ContextIterator *)object;
    if (iterator->values.object == NULL) return false;
    if (dict_next((Dict *)iterator->values.object, &iterator->position, key, value)) return true;
    slot_clear(vm, object, &iterator->values);
    return false;
}

static Object *keys_next(Vm *vm, Object *object) {
    Object *key, *value;
    return step(vm, object, &key, &value) ? object_share(key) : NULL;
}

static Object *values_next(Vm *vm, Object *object) {
    Object *key, *value;
    return step(vm, object, &key, &value) ? object_share(value) : NULL;
}

static Object *items_next(Vm *vm, Object *object) {
    Object *key, *value;
    return step(vm, object, &key, &value) ? (Object *)tuple_pack(vm, 2, key, value) : NULL;
}

static bool iterator_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((const ContextIterator *)object)->left;
    return true;
}

#define ITERATOR_TYPE(name_)                                                              \
    static const TypeDefinition name_##_definition = {                                    \
        .name = #name_,                                                                   \
        .bytes = sizeof(ContextIterator),                                                 \
        .python_bytes = 168,                                                              \
        .layout = {.flags = LAYOUT_COLLECTED, .fields = iterator_fields,                  \
                   .payload = iterator_payload},                                          \
        .behaviour = {.load_attribute = object_load_attribute_plain,                      \
                      .iterate = sequence_iterate_self, .next = name_##_next,             \
                      .length = iterator_length},                                         \
    };

ITERATOR_TYPE(keys)
ITERATOR_TYPE(values)
ITERATOR_TYPE(items)

// --- variables ---

static const Field variable_fields[] = {
    FIELD(ContextVar, name),
    FIELD_NAMED(ContextVar, fallback, "default"),
    {0},
};

static const Field token_fields[] = {
    FIELD(Token, context),
    FIELD_NAMED(Token, variable, "var"),
    FIELD(Token, old_value),
    {0},
};

static Object *variable_make(Vm *vm, Type *type, Object *name, Object *fallback) {
    int64_t hash;
    if (!object_is_str(vm, name)) return raise(vm, ERROR_CONTEXT_NAME);
    if (!object_hash(vm, name, &hash)) return NULL;
    Object *made = type_new_filled(vm, type, 1, object_share(name));
    if (made == NULL) return NULL;
    ContextVar *variable = (ContextVar *)made;
    if (fallback != NULL) slot_fill(vm, made, &variable->fallback, object_share(fallback));
    variable->hash = object_hash_address(vm, made) ^ hash;
    if (variable->hash == -1) variable->hash = -2;
    return made;
}

static Object *variable_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "ContextVar", "(name, /, *, default=<unrepresentable>)", arguments,
                        values))
        return NULL;
    Object *made = variable_make(vm, type, values[0], values[1]);
    arguments_unbind(vm, values, 2);
    return made;
}

static bool variable_hash(Vm *vm, Object *object, int64_t *hash) {
    (void)vm;
    *hash = ((const ContextVar *)object)->hash;
    return true;
}

static Object *variable_repr(Vm *vm, Object *object) {
    const ContextVar *variable = (const ContextVar *)object;
    char address[24];
    object_address_text(vm, object, address);
    if (variable->fallback.object == NULL)
        return str_new_format(vm, "<ContextVar name=%R at %s>", variable->name.object, address);
    return str_new_format(vm, "<ContextVar name=%R default=%R at %s>", variable->name.object,
                          variable->fallback.object, address);
}

// The value in the running context, borrowed.
static Found find_now(Vm *vm, Object *variable, Object **value) {
    const Context *context = (const Context *)thread_get(vm)->context.object;
    return context == NULL ? ABSENT : context_find(vm, context, variable, value);
}

static Object *variable_method_get(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *value;
    Found found = find_now(vm, self, &value);
    if (found == FOUND) return object_share(value);
    if (found == RAISED) return NULL;
    if (arguments[1].object != NULL) return object_share(arguments[1].object);
    Object *fallback = ((const ContextVar *)self)->fallback.object;
    if (fallback != NULL) return object_share(fallback);
    return raise_argument(vm, exception_type(vm, EXCEPTION_LookupError), self);
}

static Object *variable_method_set(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *old = NULL;
    Context *context = context_now(vm);
    if (context == NULL || context_find(vm, context, self, &old) == RAISED) return NULL;
    Object *made = type_new_filled(vm, context_get_state(vm)->token, 2,
                                   object_share(&context->base), object_share(self));
    if (made == NULL) return NULL;
    if (old != NULL) slot_fill(vm, made, &((Token *)made)->old_value, object_share(old));
    Dict *values = values_to_change(vm, context);
    if (values != NULL && dict_set(vm, values, self, arguments[1].object)) return made;
    object_drop(vm, made);
    return NULL;
}

static bool restore(Vm *vm, Context *context, Object *variable, const Token *token) {
    Dict *values = values_to_change(vm, context);
    if (values == NULL) return false;
    if (token->old_value.object != NULL)
        return dict_set(vm, values, variable, token->old_value.object);
    Found found = dict_remove(vm, values, variable);
    if (found == ABSENT)
        raise_argument(vm, exception_type(vm, EXCEPTION_LookupError), variable);
    return found == FOUND;
}

static Object *variable_method_reset(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *given = arguments[1].object;
    Token *token = (Token *)given;
    if (object_type(vm, given) != context_get_state(vm)->token)
        return raise(vm, ERROR_CONTEXT_NO_TOKEN, given);
    if (token->is_used) return raise(vm, ERROR_CONTEXT_TOKEN_USED, given);
    if (token->variable.object != self) return raise(vm, ERROR_CONTEXT_TOKEN_VARIABLE, given);
    Context *context = context_now(vm);
    if (context == NULL) return NULL;
    if (token->context.object != &context->base)
        return raise(vm, ERROR_CONTEXT_TOKEN_CONTEXT, given);
    token->is_used = true;
    return restore(vm, context, self, token) ? none_new(vm) : NULL;
}

static const Method variable_methods[] = {
    METHOD(variable, get, "(self, default=<unrepresentable>, /)",
           "The value here, or the default given, or the variable's own; else LookupError."),
    METHOD(variable, set, "(self, value, /)",
           "Set the value here; the token that is given can take it back."),
    METHOD(variable, reset, "(self, token, /)", "Back to the value before the set() of a token."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const Member variable_members[] = {
    {"name", offsetof(ContextVar, name), MEMBER_READ_ONLY, NULL},
    {0},
};

static const TypeDefinition variable_definition = {
    .name = "_contextvars.ContextVar",
    .bytes = sizeof(ContextVar),
    .python_bytes = 64,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = variable_fields},
    .behaviour = {.repr = variable_repr, .hash = variable_hash,
                  .load_attribute = object_load_attribute_plain, .new = variable_new},
    .methods = variable_methods,
    .members = variable_members,
};

// --- tokens ---

static Object *token_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    (void)arguments;
    return raise(vm, ERROR_CONTEXT_TOKEN_MADE);
}

static Object *token_repr(Vm *vm, Object *object) {
    const Token *token = (const Token *)object;
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, "<Token%s var=%R at %s>", token->is_used ? " used" : "",
                          token->variable.object, address);
}

static Object *token_get_variable(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((const Token *)object)->variable.object);
}

static Object *token_get_old_value(Vm *vm, Object *object) {
    Object *old = ((const Token *)object)->old_value.object;
    return object_share(old != NULL ? old : context_get_state(vm)->missing.object);
}

static const Method token_methods[] = {GENERIC_ALIAS_METHOD, {0}};

static const Property token_properties[] = {
    {"var", token_get_variable, NULL, NULL},
    {"old_value", token_get_old_value, NULL, NULL},
    {0},
};

// It can be compared only as all objects can, and has no hash.
static bool token_hash(Vm *vm, Object *object, int64_t *hash) {
    (void)hash;
    return raise_false(vm, ERROR_UNHASHABLE, object);
}

static const TypeDefinition token_definition = {
    .name = "_contextvars.Token",
    .bytes = sizeof(Token),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = token_fields},
    .behaviour = {.repr = token_repr, .hash = token_hash,
                  .load_attribute = object_load_attribute_plain, .new = token_new},
    .methods = token_methods,
    .properties = token_properties,
};

static Object *missing_repr(Vm *vm, Object *object) {
    (void)object;
    return str_new_c(vm, "<Token.MISSING>");
}

static const TypeDefinition missing_definition = {
    .name = "Token.MISSING",
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .behaviour = {.repr = missing_repr, .load_attribute = object_load_attribute_plain},
};

// --- the module ---

static Object *contextvars_function_copy_context(Vm *vm, const Slot *arguments) {
    (void)arguments;
    const Context *context = context_now(vm);
    return context == NULL ? NULL : (Object *)context_make(vm, values_of(context));
}

static const Method functions[] = {
    FUNCTION(contextvars, copy_context, "()", NULL),
    {0},
};

static bool make_missing(Vm *vm, ContextState *state) {
    if (state->missing.object != NULL) return true;
    Type *type = module_register_type(vm, &missing_definition);
    Object *missing = type == NULL ? NULL : type_new_filled(vm, type, 0);
    if (missing == NULL) return false;
    slot_fill(vm, NULL, &state->missing, missing);
    return dict_set_c(vm, (Dict *)state->token->dict.object, "MISSING", missing);
}

bool contextvars_module_start(Vm *vm, Module *module) {
    ContextState *state = state_load(vm, &context_state);
    if (state == NULL) return false;
    state->context = module_add_type(vm, module, &context_definition);
    state->variable = module_add_type(vm, module, &variable_definition);
    state->token = module_add_type(vm, module, &token_definition);
    state->keys = module_register_type(vm, &keys_definition);
    state->all_values = module_register_type(vm, &values_definition);
    state->items = module_register_type(vm, &items_definition);
    return state->context != NULL && state->variable != NULL && state->token != NULL &&
           state->keys != NULL && state->all_values != NULL && state->items != NULL &&
           make_missing(vm, state) && module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Variables whose values belong to a context.");
}
