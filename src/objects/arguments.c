// Binding arguments to native parameters, with the errors of CPython's conventions.
//
// Values are laid out as the Native wants them: self, the positional parameters, the
// tuple of *args, keyword-only parameters, the dict of **kwargs. While binding they are
// borrowed from the caller; only the tuple and the dict are made here.

#include "objects/arguments.h"

#include "objects/errors_modules.h"
#include "objects/descriptors.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Binding {
    const char *name;            // of the function, for messages
    Object *callable;            // descriptor or builtin; NULL: unknown
    const Method *method;        // NULL for constructors
    const Signature *signature;
    const Arguments *arguments;
    Slot *values;                // room for signature->count
    Object *rest, *keywords;     // own: what was made for *args and **kwargs
} Binding;

static int64_t arguments_keyword_count(const Arguments *arguments) {
    return arguments->names != NULL ? arguments->names->count : 0;
}

// --- names of functions in messages ---

// "list.append()", "math.sin()", "len()": a new Str.
static Object *binding_text(Vm *vm, const Binding *binding) {
    Object *callable = binding->callable;
    if (callable == NULL) return str_new_format(vm, "%s()", binding->name);
    if (callable->kind == KIND_BUILTIN) return builtin_text(vm, (Builtin *)callable);
    MethodDescriptor *descriptor = (MethodDescriptor *)callable;
    return str_new_format(vm, "%U.%s()", ((Type *)descriptor->owner.object)->qualname.object,
                          binding->name);
}

static bool binding_refuse_keywords(Vm *vm, const Binding *binding) {
    bool is_plain = binding->method != NULL && (binding->method->flags & METHOD_TAKES_TUPLE) != 0;
    Object *text = is_plain ? str_new_format(vm, "%s()", binding->name)
                            : binding_text(vm, binding);
    if (text == NULL) return false;
    raise(vm, ERROR_CALL_NO_KEYWORDS, text);
    object_drop(vm, text);
    return false;
}

static bool binding_refuse_count(Vm *vm, const Binding *binding, ErrorId id) {
    Object *text = binding_text(vm, binding);
    if (text == NULL) return false;
    raise(vm, id, text, binding->arguments->count);
    object_drop(vm, text);
    return false;
}

bool arguments_check_count(Vm *vm, const char *function_name, int64_t count, int64_t least,
                           int64_t most) {
    if (count >= least && count <= most) return true;
    int64_t limit = count < least ? least : most;
    const char *how = least == most ? "" : count < least ? "at least " : "at most ";
    return raise_false(vm, ERROR_EXPECTED_ARGUMENTS, function_name, how, limit,
                       limit == 1 ? "" : "s", count);
}

// As PyArg_ParseTuple words it: "f() takes at least 1 argument (0 given)".
static bool binding_check_parsed(Vm *vm, const Binding *binding) {
    const Signature *signature = binding->signature;
    int64_t count = binding->arguments->count;
    int64_t least = signature->required, most = signature->positional;
    if (count >= least && (count <= most || signature->has_rest)) return true;
    int64_t limit = count < least ? least : most;
    const char *how = least == most ? "exactly" : count < least ? "at least" : "at most";
    return raise_false(vm, ERROR_TAKES_ARGUMENTS, binding->name, how, limit, "",
                       limit == 1 ? "" : "s", count);
}

static bool binding_check_positional(Vm *vm, const Binding *binding) {
    const Signature *signature = binding->signature;
    int64_t count = binding->arguments->count;
    int64_t most = signature->has_rest ? INT64_MAX : signature->positional;
    if (count >= signature->required && count <= most) return true;
    if (binding->method == NULL || (binding->method->flags & METHOD_COUNTS_WITH_TYPE) == 0)
        return arguments_check_count(vm, binding->name, count, signature->required, most);
    const char *type = object_type(vm, binding->values[0].object)->native->name;
    const char *dot = __builtin_strrchr(type, '.');
    Object *name = str_new_format(vm, "%s.%s", dot == NULL ? type : dot + 1, binding->name);
    if (name == NULL) return false;
    const char *text = (const char *)((const Str *)name)->data;
    bool is_done = arguments_check_count(vm, text, count, signature->required, most);
    object_drop(vm, name);
    return is_done;
}

// --- positional only ---

static bool bind_positional(Vm *vm, Binding *binding) {
    const Signature *signature = binding->signature;
    const Arguments *arguments = binding->arguments;
    if (arguments_keyword_count(arguments) != 0) return binding_refuse_keywords(vm, binding);
    int64_t count = arguments->count;
    if (signature->convention == CONVENTION_NONE) {
        if (count != 0) return binding_refuse_count(vm, binding, ERROR_CALL_NO_ARGUMENTS);
    } else if (binding->method != NULL && (binding->method->flags & METHOD_IS_PARSED) != 0) {
        if (!binding_check_parsed(vm, binding)) return false;
    } else if (signature->convention == CONVENTION_ONE) {
        if (count != 1) return binding_refuse_count(vm, binding, ERROR_TAKES_ONE_ARGUMENT);
    } else {
        if (!binding_check_positional(vm, binding)) return false;
    }
    int64_t own = count < signature->positional ? count : signature->positional;
    Slot *values = binding->values + signature->first;
    for (int64_t i = 0; i < own; i++) slot_store(&values[i], arguments->values[i].object);
    for (int64_t i = own; i < signature->positional; i++) slot_store(&values[i], NULL);
    if (!signature->has_rest) return true;
    binding->rest = (Object *)tuple_new_from(vm, arguments->values + own, count - own);
    if (binding->rest == NULL) return false;
    slot_store(&values[signature->positional], binding->rest);
    return true;
}

// --- keywords ---

static bool parameter_is(const Parameter *parameter, const Str *name) {
    return name->is_ascii && name->length == parameter->length &&
           __builtin_memcmp(name->data, parameter->name, (size_t)parameter->length) == 0;
}

// Index of the value that a keyword goes to, or -1.
static int signature_keyword(const Signature *signature, const Str *name) {
    int rest = signature->has_rest ? 1 : 0;
    for (int i = signature->positional_only; i < signature->positional; i++)
        if (parameter_is(&signature->parameters[i], name)) return i;
    int first = signature->positional + rest;
    for (int i = first; i < first + signature->keyword_only; i++)
        if (parameter_is(&signature->parameters[i], name)) return i;
    return -1;
}

static bool bind_check_counts(Vm *vm, const Binding *binding) {
    const Signature *signature = binding->signature;
    int64_t count = binding->arguments->count;
    int64_t named = arguments_keyword_count(binding->arguments);
    int total = signature->positional + signature->keyword_only;
    if (!signature->has_keywords && !signature->has_rest && count + named > total) {
        bool is_exact = false;
        return raise_false(vm, ERROR_TAKES_ARGUMENTS, binding->name,
                           is_exact ? "exactly" : "at most", (int64_t)total,
                           count == 0 ? "keyword " : "", total == 1 ? "" : "s", count + named);
    }
    if (!signature->has_rest && count > signature->positional) {
        if (signature->positional == 0)
            return raise_false(vm, ERROR_TAKES_NO_POSITIONAL, binding->name);
        bool is_exact = signature->required == signature->positional;
        return raise_false(vm, ERROR_TAKES_ARGUMENTS, binding->name,
                           is_exact ? "exactly" : "at most", (int64_t)signature->positional,
                           "positional ", signature->positional == 1 ? "" : "s", count);
    }
    int least = signature->required < signature->positional_only ? signature->required
                                                                 : signature->positional_only;
    if (count < least && signature->has_rest)
        return arguments_check_count(vm, binding->name, count, least, INT64_MAX);
    if (count < least) {
        bool is_exact = signature->positional == least && !signature->has_rest;
        return raise_false(vm, ERROR_TAKES_ARGUMENTS, binding->name,
                           is_exact ? "exactly" : "at least", (int64_t)least, "positional ",
                           least == 1 ? "" : "s", count);
    }
    return true;
}

// The name of a parameter as a new Str.
static Object *parameter_name(Vm *vm, const Parameter *parameter) {
    return str_new(vm, parameter->name, (size_t)parameter->length);
}

static bool bind_refuse_missing(Vm *vm, const Binding *binding, int index, int position) {
    Object *name = parameter_name(vm, &binding->signature->parameters[index]);
    if (name == NULL) return false;
    raise(vm, ERROR_MISSING_ARGUMENT, binding->name, name, position + 1);
    object_drop(vm, name);
    return false;
}

static bool bind_keyword(Vm *vm, Binding *binding, Slot *values, Str *name, Object *value) {
    const Signature *signature = binding->signature;
    int index = signature_keyword(signature, name);
    if (index >= 0) {
        if (values[index].object == NULL) {
            slot_store(&values[index], value);
            return true;
        }
        return raise_false(vm, ERROR_ARGUMENT_TWICE, binding->name, name, index + 1);
    }
    if (!signature->has_keywords)
        return raise_false(vm, ERROR_CALL_INVALID_KEYWORD, name, binding->name);
    return dict_set_str(vm, (Dict *)binding->keywords, name, value);
}

// No parameter is given both by position and by name: said before what fits no parameter.
static bool bind_check_twice(Vm *vm, const Binding *binding) {
    const Signature *signature = binding->signature;
    const Arguments *arguments = binding->arguments;
    int64_t named = arguments_keyword_count(arguments);
    for (int i = signature->positional_only; i < signature->positional; i++) {
        if (i >= arguments->count) break;
        for (int64_t j = 0; j < named; j++) {
            Str *name = (Str *)arguments->names->items[j].object;
            if (parameter_is(&signature->parameters[i], name))
                return raise_false(vm, ERROR_ARGUMENT_TWICE, binding->name, name, i + 1);
        }
    }
    return true;
}

static bool bind_check_required(Vm *vm, const Binding *binding, const Slot *values) {
    const Signature *signature = binding->signature;
    int skipped = signature->has_rest ? 1 : 0;
    for (int i = 0; i < signature->positional; i++)
        if (values[i].object == NULL && !signature->parameters[i].has_default)
            return bind_refuse_missing(vm, binding, i, i);
    int first = signature->positional + skipped;
    for (int i = first; i < first + signature->keyword_only; i++)
        if (values[i].object == NULL && !signature->parameters[i].has_default)
            return bind_refuse_missing(vm, binding, i, i - skipped);
    return true;
}

static bool bind_keywords(Vm *vm, Binding *binding) {
    const Signature *signature = binding->signature;
    const Arguments *arguments = binding->arguments;
    Slot *values = binding->values + signature->first;
    for (int i = 0; i < signature->count - signature->first; i++) slot_store(&values[i], NULL);
    if (!bind_check_counts(vm, binding)) return false;
    int64_t own = arguments->count < signature->positional ? arguments->count
                                                           : signature->positional;
    for (int64_t i = 0; i < own; i++) slot_store(&values[i], arguments->values[i].object);
    if (signature->has_rest) {
        int64_t count = arguments->count - own;
        binding->rest = (Object *)tuple_new_from(vm, arguments->values + own, count);
        if (binding->rest == NULL) return false;
        slot_store(&values[signature->positional], binding->rest);
    }
    if (signature->has_keywords) {
        binding->keywords = (Object *)dict_new(vm);
        if (binding->keywords == NULL) return false;
        slot_store(&values[signature->count - signature->first - 1], binding->keywords);
    }
    // What is missing is said before what is too much, unless nothing of a name fits.
    int64_t named = arguments_keyword_count(arguments);
    bool is_complete = true;
    for (int64_t i = 0; i < named; i++) {
        Str *name = (Str *)arguments->names->items[i].object;
        int index = signature_keyword(signature, name);
        Object *value = arguments->values[arguments->count + i].object;
        if (index >= 0 && values[index].object == NULL)
            slot_store(&values[index], value);
        else
            is_complete = false;
    }
    if (!bind_check_required(vm, binding, values)) return false;
    if (is_complete) return true;
    if (!bind_check_twice(vm, binding)) return false;
    for (int64_t i = 0; i < named; i++) {
        Str *name = (Str *)arguments->names->items[i].object;
        int index = signature_keyword(signature, name);
        Object *value = arguments->values[arguments->count + i].object;
        if (index >= 0 && values[index].object == value && index >= arguments->count) continue;
        if (!bind_keyword(vm, binding, values, name, value)) return false;
    }
    return true;
}

static bool bind(Vm *vm, Binding *binding) {
    const Method *method = binding->method;
    bool knows_class = method != NULL && (method->flags & METHOD_KNOWS_CLASS) != 0;
    Convention convention = binding->signature->convention;
    if (knows_class && convention == CONVENTION_NONE)   // CPython doesn't look at keywords
        return binding->arguments->count == 0 ||
               raise_false(vm, ERROR_TAKES_NOTHING, binding->name);
    if (knows_class || convention == CONVENTION_KEYWORDS) return bind_keywords(vm, binding);
    return bind_positional(vm, binding);
}

// --- calls ---

ALWAYS_INLINE bool signature_takes_plain(const Signature *signature, int64_t count) {
    return count >= signature->plain_least && count <= signature->plain_most;
}

// Puts `count` values behind the first `used` ones, and nothing into the places after them.
ALWAYS_INLINE void fill_plain(const Signature *signature, Slot *values, int64_t used,
                              const Slot *arguments, int64_t count) {
    for (int64_t i = 0; i < count; i++) slot_store(&values[used++], arguments[i].object);
    while (used < signature->count) slot_store(&values[used++], NULL);
}

Object *signature_call(Vm *vm, Object *callable, const Method *method, const Signature *signature,
                       Object *self, const Arguments *arguments) {
    Slot values[NATIVE_PARAMETERS_MAX];
    int first = signature->first;
    slot_store(&values[0], self);
    if (LIKELY(signature->exact == arguments->count + first && arguments->names == NULL)) {
        if (first == 0) return method->function(vm, arguments->values);
        for (int64_t i = 0; i < arguments->count; i++)
            slot_store(&values[i + 1], arguments->values[i].object);
        return method->function(vm, values);
    }
    if (arguments->names == NULL && signature_takes_plain(signature, arguments->count + first)) {
        fill_plain(signature, values, first, arguments->values, arguments->count);
        return method->function(vm, values);
    }
    Binding binding = {method->name, callable, method, signature, arguments, values, NULL, NULL};
    Object *result = bind(vm, &binding) ? method->function(vm, values) : NULL;
    object_drop_or_null(vm, binding.rest);
    object_drop_or_null(vm, binding.keywords);
    return result;
}

// The signature of a builtin or method descriptor that takes these arguments as they are,
// or with empty places behind them; NULL: it must be called in general.
static const Signature *native_find_plain(Vm *vm, const Object *callable, const Slot *arguments,
                                          int64_t count) {
    const Signature *signature;
    if (callable->kind == KIND_BUILTIN) {
        signature = ((const Builtin *)callable)->signature;
        if (signature == NULL) return NULL;
        count += signature->first;
    } else {
        const MethodDescriptor *descriptor = (const MethodDescriptor *)callable;
        signature = descriptor->signature;
        const Type *owner = (const Type *)descriptor->owner.object;
        if (signature == NULL || count < 1 ||
            !object_has_type(vm, arguments[0].object, owner)) return NULL;
    }
    return signature_takes_plain(signature, count) ? signature : NULL;
}

// A function of a module whose only parameter is *args.
static bool native_takes_all(const Object *callable) {
    if (callable->kind != KIND_BUILTIN) return false;
    const Signature *signature = ((const Builtin *)callable)->signature;
    return signature != NULL && signature->has_rest && signature->count == 1 &&
           signature->first == 0;
}

static Object *native_call_with_all(Vm *vm, const Method *method, const Slot *arguments,
                                    int64_t count) {
    Slot values[1];
    Tuple *all = tuple_new_from(vm, arguments, count);
    if (all == NULL) return NULL;
    slot_store(&values[0], (Object *)all);
    vm->objects->recursion_depth++;
    Object *result = method->function(vm, values);
    vm->objects->recursion_depth--;
    object_drop(vm, (Object *)all);
    return result;
}

Object *arguments_call_native(Vm *vm, Object *callable, const Slot *arguments, int64_t count) {
    const Signature *signature = native_find_plain(vm, callable, arguments, count);
    bool is_deep = vm->objects->recursion_depth >= vm->objects->recursion_limit;
    if (UNLIKELY(signature == NULL || is_deep)) {
        if (!is_deep && native_takes_all(callable))
            return native_call_with_all(vm, ((const Builtin *)callable)->method, arguments, count);
        return object_call(vm, callable, &(Arguments){arguments, count, NULL});
    }
    bool is_bound = callable->kind == KIND_BUILTIN && signature->first != 0;
    const Method *method = callable->kind == KIND_BUILTIN
                               ? ((const Builtin *)callable)->method
                               : ((const MethodDescriptor *)callable)->method;
    vm->objects->recursion_depth++;
    Object *result;
    if (LIKELY(!is_bound && count == signature->count)) {
        result = method->function(vm, arguments);
    } else {
        Slot values[NATIVE_PARAMETERS_MAX];
        if (is_bound) slot_store(&values[0], ((const Builtin *)callable)->self.object);
        fill_plain(signature, values, is_bound, arguments, count);
        result = method->function(vm, values);
    }
    vm->objects->recursion_depth--;
    return result;
}

bool arguments_bind(Vm *vm, const char *function_name, const char *signature_text,
                    const Arguments *arguments, Object **values) {
    const Signature *signature = signature_find(vm, signature_text, signature_text, 0);
    if (signature == NULL) return false;
    Slot bound[NATIVE_PARAMETERS_MAX];
    Binding binding = {function_name, NULL, NULL, signature, arguments, bound, NULL, NULL};
    bool done = bind(vm, &binding);
    if (done)
        for (int i = 0; i < signature->count; i++)
            values[i] = object_share_or_null(bound[i].object);
    object_drop_or_null(vm, binding.rest);
    object_drop_or_null(vm, binding.keywords);
    return done;
}

void arguments_unbind(Vm *vm, Object **values, int count) {
    for (int i = 0; i < count; i++) object_drop_or_null(vm, values[i]);
}

bool arguments_refuse_keywords(Vm *vm, const char *function_name, const Arguments *arguments) {
    if (arguments_keyword_count(arguments) == 0) return true;
    Binding binding = {.name = function_name};
    return binding_refuse_keywords(vm, &binding);
}

Object *arguments_get_keyword(const Arguments *arguments, const char *name) {
    int64_t named = arguments_keyword_count(arguments);
    for (int64_t i = 0; i < named; i++)
        if (str_is((const Str *)arguments->names->items[i].object, name))
            return arguments->values[arguments->count + i].object;
    return NULL;
}

void arguments_visit_held(Vm *vm, const ArgumentTuple *tuple,
                          void (*visit)(Vm *vm, Object *object, void *context), void *context) {
    for (; tuple != NULL; tuple = tuple->previous) {
        const Arguments *arguments = tuple->arguments;
        int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
        for (int64_t i = 0; i < arguments->count + named; i++)
            visit(vm, arguments->values[i].object, context);
        for (int64_t i = 0; i < named; i++)
            visit(vm, arguments->names->items[i].object, context);
    }
}
