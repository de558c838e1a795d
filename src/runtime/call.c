// Calling Python functions: binding arguments to parameters, and entry from C.

#include "memory/handle.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/list.h"
#include "runtime/call.h"
#include "runtime/loop.h"
#include "runtime/operate.h"

#include <stdio.h>

typedef struct Binding {
    Vm *vm;
    Function *function;
    const Code *code;
    Slot *window;
    const Arguments *arguments;
    Dict *keywords;      // borrows: the **kwargs of the window, or NULL
} Binding;

static Object *parameter_name(const Binding *binding, int index) {
    return ((const Tuple *)binding->code->local_names.object)->items[index].object;
}

// --- messages ---

// "'a', 'b', and 'c'" of the parameters in `names`.
static Object *join_names(Vm *vm, const List *names) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < names->count; i++) {
        if (i > 0) {
            bool is_last = i == names->count - 1;
            str_builder_add_c(&builder, !is_last ? ", " : names->count == 2 ? " and " : ", and ");
        }
        Object *repr = object_repr(vm, names->items[i].object);
        if (repr == NULL) {
            str_builder_drop(&builder);
            return NULL;
        }
        str_builder_add(&builder, (Str *)repr);
        object_drop(vm, repr);
    }
    return str_builder_finish(&builder);
}

static bool raise_missing(const Binding *binding, int first, int end, const char *kind) {
    Vm *vm = binding->vm;
    List *names = list_new(vm, 0);
    bool done = names != NULL;
    for (int i = first; done && i < end; i++) {
        if (binding->window[i].object == NULL)
            done = list_add(vm, names, parameter_name(binding, i));
    }
    Object *joined = done ? join_names(vm, names) : NULL;
    if (joined != NULL)
        raise(vm, ERROR_MISSING_ARGUMENTS, binding->function->qualname.object, names->count, kind,
              names->count == 1 ? "" : "s", joined);
    object_drop_or_null(vm, joined);
    object_drop_or_null(vm, (Object *)names);
    return false;
}

static int64_t keyword_only_given(const Binding *binding) {
    int64_t given = 0;
    int first = binding->code->argument_count;
    for (int i = first; i < first + binding->code->keyword_only_count; i++)
        if (binding->window[i].object != NULL) given++;
    return given;
}

static bool raise_too_many(const Binding *binding) {
    const Tuple *defaults = (const Tuple *)binding->function->defaults.object;
    int64_t most = binding->code->argument_count, given = binding->arguments->count;
    int64_t fewest = defaults == NULL ? most : most - defaults->count;
    int64_t named = keyword_only_given(binding);
    char takes[64], extra[96] = "";
    if (fewest < most)
        snprintf(takes, sizeof takes, "from %lld to %lld", (long long)fewest, (long long)most);
    else snprintf(takes, sizeof takes, "%lld", (long long)most);
    if (named > 0)
        snprintf(extra, sizeof extra, " positional argument%s (and %lld keyword-only argument%s)",
                 given != 1 ? "s" : "", (long long)named, named != 1 ? "s" : "");
    bool is_plural = fewest < most || most != 1;
    return raise_false(binding->vm, ERROR_TOO_MANY_ARGUMENTS,
                       binding->function->qualname.object, takes, is_plural ? "s" : "", given,
                       extra, given == 1 && named == 0 ? "was" : "were");
}

// --- keywords ---

// The parameter of this name that a keyword may give, -1: none.
static int find_parameter(const Binding *binding, const Str *name) {
    int end = binding->code->argument_count + binding->code->keyword_only_count;
    for (int i = binding->code->positional_only_count; i < end; i++)
        if (parameter_name(binding, i) == (const Object *)name) return i;
    for (int i = binding->code->positional_only_count; i < end; i++)
        if (str_is_equal((const Str *)parameter_name(binding, i), name)) return i;
    return -1;
}

// Keywords that name positional-only parameters, joined, when there are some.
static bool raise_unexpected(const Binding *binding, const Str *name) {
    Vm *vm = binding->vm;
    StrBuilder wrong;
    int64_t count = 0;
    str_builder_start(vm, &wrong);
    const Tuple *names = binding->arguments->names;
    for (int i = 0; i < binding->code->positional_only_count; i++) {
        for (int64_t j = 0; j < names->count; j++) {
            const Str *given = (const Str *)names->items[j].object;
            if (!str_is_equal((const Str *)parameter_name(binding, i), given)) continue;
            if (count++ > 0) str_builder_add_c(&wrong, ", ");
            str_builder_add(&wrong, given);
        }
    }
    Object *joined = str_builder_finish(&wrong);
    if (joined == NULL) return false;
    if (count > 0)
        raise(vm, ERROR_POSITIONAL_ONLY_AS_KEYWORD, binding->function->qualname.object, joined);
    else raise(vm, ERROR_UNEXPECTED_KEYWORD, binding->function->qualname.object, name);
    object_drop(vm, joined);
    return false;
}

static bool bind_keyword(const Binding *binding, Object *name, Object *value) {
    Vm *vm = binding->vm;
    if (!object_is_str(vm, name))
        return raise_false(vm, ERROR_KEYWORDS_MUST_BE_STRINGS, binding->function->qualname.object);
    int index = find_parameter(binding, (const Str *)name);
    if (index < 0) {
        if (binding->keywords == NULL) return raise_unexpected(binding, (const Str *)name);
        return dict_set(vm, binding->keywords, name, value);
    }
    if (binding->window[index].object != NULL)
        return raise_false(vm, ERROR_MULTIPLE_VALUES, binding->function->qualname.object, name);
    slot_store(&binding->window[index], object_share(value));
    return true;
}

static bool bind_keywords(const Binding *binding) {
    const Arguments *arguments = binding->arguments;
    if (arguments->names == NULL) return true;
    for (int64_t i = 0; i < arguments->names->count; i++) {
        Object *value = arguments->values[arguments->count + i].object;
        if (!bind_keyword(binding, arguments->names->items[i].object, value)) return false;
    }
    return true;
}

// --- defaults ---

static bool bind_defaults(const Binding *binding) {
    const Code *code = binding->code;
    const Tuple *defaults = (const Tuple *)binding->function->defaults.object;
    int first = code->argument_count - (defaults == NULL ? 0 : (int)defaults->count);
    for (int i = 0; i < first; i++) {
        if (binding->window[i].object == NULL)
            return raise_missing(binding, 0, first, "positional");
    }
    for (int i = first < 0 ? 0 : first; i < code->argument_count; i++) {
        if (binding->window[i].object == NULL)
            slot_store(&binding->window[i], object_share(defaults->items[i - first].object));
    }
    return true;
}

static bool bind_keyword_defaults(const Binding *binding) {
    const Code *code = binding->code;
    Dict *defaults = (Dict *)binding->function->keyword_defaults.object;
    int first = code->argument_count, end = first + code->keyword_only_count;
    bool is_missing = false;
    for (int i = first; i < end; i++) {
        if (binding->window[i].object != NULL) continue;
        Object *value = NULL;
        if (defaults != NULL) {
            Found found = dict_find(binding->vm, defaults, parameter_name(binding, i), &value);
            if (found == RAISED) return false;
            if (found == ABSENT) value = NULL;
        }
        if (value == NULL) is_missing = true;
        else slot_store(&binding->window[i], object_share(value));
    }
    return !is_missing || raise_missing(binding, first, end, "keyword-only");
}

static bool bind_all(Binding *binding) {
    const Code *code = binding->code;
    const Arguments *arguments = binding->arguments;
    Vm *vm = binding->vm;
    int rest = code->argument_count + code->keyword_only_count;
    int64_t direct = arguments->count < code->argument_count ? arguments->count
                                                             : code->argument_count;
    if (code->flags & CODE_VARKEYWORDS) {
        binding->keywords = dict_new(vm);
        if (binding->keywords == NULL) return false;
        slot_store(&binding->window[rest + (code->flags & CODE_VARARGS ? 1 : 0)],
                   (Object *)binding->keywords);
    }
    for (int64_t i = 0; i < direct; i++)
        slot_store(&binding->window[i], object_share(arguments->values[i].object));
    if (code->flags & CODE_VARARGS) {
        Tuple *more = tuple_new_from(vm, arguments->values + direct, arguments->count - direct);
        if (more == NULL) return false;
        slot_store(&binding->window[rest], (Object *)more);
    }
    if (!bind_keywords(binding)) return false;
    if (arguments->count > code->argument_count && !(code->flags & CODE_VARARGS))
        return raise_too_many(binding);
    if (arguments->count < code->argument_count && !bind_defaults(binding)) return false;
    return code->keyword_only_count == 0 || bind_keyword_defaults(binding);
}

bool call_bind(Vm *vm, Function *function, Slot *window, const Arguments *arguments) {
    const Code *code = (const Code *)function->code.object;
    Binding binding = {vm, function, code, window, arguments, NULL};
    for (int i = 0; i < code->local_count; i++) slot_store(&window[i], NULL);
    if (bind_all(&binding)) return true;
    operate_drop(vm, window, code->local_count);
    return false;
}

// A call with exactly the arguments that the parameters ask for, by position, of code that
// runs in the plain loop from its start.
static Object *call_simple(Vm *vm, Object *callable, const Lowered *lowered, const Slot *values) {
    Runtime *runtime = runtime_of(vm);
    Slot *window = frame_free_window(vm);
    Frame *frame = operate_push_simple(vm, runtime, runtime->frame, callable, lowered, window);
    if (UNLIKELY(frame == NULL)) return NULL;
    object_share(callable);
    for (int i = 0; i < lowered->simple_arguments; i++)
        slot_store(&window[i], object_share(values[i].object));
    frame->return_mode = RETURN_TO_C;
    return loop_run(vm, frame);
}

Object *call_function(Vm *vm, Object *callable, const Arguments *arguments) {
    Function *function = (Function *)callable;
    const Code *code = (const Code *)function->code.object;
    const Lowered *lowered = operate_get_lowered(runtime_of(vm), code);
    if (LIKELY(lowered != NULL && lowered->simple_arguments == arguments->count &&
               arguments->names == NULL))
        return call_simple(vm, callable, lowered, arguments->values);
    Slot *window = frame_free_window(vm);
    if (window + code->local_count + code->stack_size > runtime_of(vm)->registers_end)
        return raise(vm, ERROR_RECURSION_DEPTH);
    if (!call_bind(vm, function, window, arguments)) return NULL;
    Frame *frame = operate_push_filled(vm, function, window);
    if (frame == NULL) {
        operate_drop(vm, window, code->local_count);
        return NULL;
    }
    frame->return_mode = RETURN_TO_C;
    return loop_run(vm, frame);
}

// Runs a function's code without arguments in a namespace (NULL: its own locals).
static Object *run_in(Vm *vm, Function *function, Object *namespace) {
    const Code *code = (const Code *)function->code.object;
    Slot *window = frame_free_window(vm);
    if (window + code->local_count + code->stack_size > runtime_of(vm)->registers_end)
        return raise(vm, ERROR_RECURSION_DEPTH);
    for (int i = 0; i < code->local_count; i++) slot_store(&window[i], NULL);
    Frame *frame = operate_push_filled(vm, function, window);
    if (frame == NULL) return NULL;
    frame->return_mode = RETURN_TO_C;
    slot_store(&frame->namespace, object_share_or_null(namespace));
    return loop_run(vm, frame);
}

Object *runtime_run_body(Vm *vm, Function *body, Object *namespace) {
    return run_in(vm, body, namespace);
}

Object *runtime_run_code(Vm *vm, Code *code, Dict *globals, Object *locals, Tuple *closure) {
    Function *function = function_new(vm, code, globals);
    if (function == NULL) return NULL;
    if (closure != NULL)
        slot_set(vm, &function->base, &function->closure, (Object *)closure);
    slot_set(vm, &function->base, &function->doc, vm->objects->none);   // its text is no doc
    if (locals == NULL) locals = (Object *)globals;
    Handle *held = handle_new(vm, &function->base);
    object_drop(vm, &function->base);
    if (held == NULL) return NULL;
    Object *value = run_in(vm, function, code->flags & CODE_NEWLOCALS ? NULL : locals);
    handle_drop(vm, held);
    return value;
}
