// The module _warnings: warn, warn_explicit and what is shown. Filters and registries are in
// warnings_filters.c.

#include "modules/warnings.h"

#include <string.h>

#include "modules/sys.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/report.h"

// --- showing ---

// The line of the source file, indented.
static void show_line(Vm *vm, Str *filename, int number) {
    Object *line = report_load_line(vm, filename, number);
    if (line == NULL) return;
    const Str *text = (const Str *)line;
    int64_t first = 0;
    while (first < text->length && str_get_char(text, first) < 128 &&
           strchr(" \t\f", (int)str_get_char(text, first)) != NULL) first++;
    Object *part = str_new_part(vm, text, first, text->length);
    if (part != NULL) sys_write_error(vm, "  %U\n", part);
    object_drop_or_null(vm, part);
    object_drop(vm, line);
}

// file:line: Category: text. (A line that the loader of a module gave is not shown, as in
// CPython.)
static void show_plainly(Vm *vm, const Warning *warning) {
    Object *name = object_load_attribute(vm, warning->category, vm->objects->names.dunder_name);
    if (name == NULL) raised_clear(vm);
    else sys_write_error(vm, "%S:%ld: %S: %S\n", warning->filename, warning->line, name,
                         warning->text);
    object_drop_or_null(vm, name);
    if (warning->source_line == NULL)
        show_line(vm, (Str *)warning->filename, (int)warning->line);
    raised_clear(vm);
}

// warnings._showwarnmsg(warnings.WarningMessage(…)).
static bool show_through(Vm *vm, Object *show, const Warning *warning) {
    Object *class, *none = vm->objects->none;
    if (object_type(vm, show)->behaviour.call == NULL)
        return raise_false(vm, ERROR_SHOW_NOT_CALLABLE);
    Found found = warnings_find(vm, "WarningMessage", WARNINGS_AS_IMPORTED, &class);
    if (found == ABSENT) raise(vm, ERROR_NO_WARNING_MESSAGE);
    if (found != FOUND) return false;
    Object *line = int_new(vm, warning->line), *message = NULL, *result = NULL;
    if (line != NULL)
        message = object_call_with(vm, class, 7, warning->message, warning->category,
                                   warning->filename, line, none, none,
                                   warning->source != NULL ? warning->source : none);
    if (message != NULL) result = object_call_with(vm, show, 1, message);
    object_drop(vm, class);
    object_drop_or_null(vm, line);
    object_drop_or_null(vm, message);
    object_drop_or_null(vm, result);
    return result != NULL;
}

bool warnings_show(Vm *vm, const Warning *warning) {
    Object *show;
    // The library's own can tell where the object was made that a ResourceWarning is about.
    Found found = warnings_find(vm, "_showwarnmsg",
                                warning->source != NULL ? WARNINGS_IMPORTED : WARNINGS_AS_IMPORTED,
                                &show);
    if (found == RAISED) return false;
    if (found == ABSENT) {
        show_plainly(vm, warning);
        return true;
    }
    bool done = show_through(vm, show, warning);
    object_drop(vm, show);
    return done;
}

// --- what an action does ---

// FOUND: the warning is to be shown; ABSENT: not again.
static Found note(Vm *vm, const Warning *warning, const Str *action, Object *key, Object *item) {
    Dict *registry = warning->registry == NULL || warning->registry == vm->objects->none
        ? NULL : (Dict *)warning->registry;
    Tuple *short_key;
    Found given;
    if (str_is(action, "always")) return FOUND;
    if (registry != NULL && !dict_set(vm, registry, key, vm->objects->true_)) return RAISED;
    if (str_is(action, "default")) return FOUND;
    if (str_is(action, "once")) {
        if (registry == NULL) {
            Object *once;
            Found found = warnings_find(vm, "onceregistry", WARNINGS_AS_IMPORTED, &once);
            WarningsState *state = warnings_load_state(vm);
            if (found == RAISED || state == NULL) return RAISED;
            if (found == FOUND) slot_take(vm, NULL, &state->once_registry, once);
            if (!object_is_dict(vm, state->once_registry.object))
                return raise_found(vm, ERROR_ONCE_REGISTRY, state->once_registry.object);
            registry = (Dict *)state->once_registry.object;
        }
    } else if (!str_is(action, "module")) {
        return raise_found(vm, ERROR_WARNING_ACTION, action, item);
    }
    if (registry == NULL) return FOUND;
    short_key = tuple_pack(vm, 2, warning->text, warning->category);
    given = short_key == NULL ? RAISED
                              : warnings_was_given(vm, registry, &short_key->base, WARNINGS_NOTE);
    object_drop_or_null(vm, (Object *)short_key);
    return given == RAISED ? RAISED : given == FOUND ? ABSENT : FOUND;
}

static bool act(Vm *vm, const Warning *warning, Object *key) {
    Object *item = NULL, *action = warnings_new_action(vm, warning, &item);
    bool done = true;
    if (action == NULL) return false;
    if (str_is((Str *)action, "error")) {
        raise_exception(vm, warning->message);
        done = false;
    } else if (!str_is((Str *)action, "ignore")) {
        Found shown = note(vm, warning, (Str *)action, key, item);
        done = shown == ABSENT || (shown == FOUND && warnings_show(vm, warning));
    }
    object_drop(vm, action);
    object_drop_or_null(vm, item);
    return done;
}

// "module" for "module.py".
static Object *module_of_file(Vm *vm, const Str *filename) {
    int64_t length = filename->length;
    if (length == 0) return str_new_c(vm, "<unknown>");
    if (length >= 3 && str_get_char(filename, length - 3) == '.' &&
        str_get_char(filename, length - 2) == 'p' && str_get_char(filename, length - 1) == 'y')
        length -= 3;
    return str_new_part(vm, filename, 0, length);
}

// Warns at a place; `given` is the text or the exception. Fills the rest of the warning.
static bool warn_at(Vm *vm, Warning *warning, Object *given) {
    Object *none = vm->objects->none;
    Object *registry = warning->registry;
    if (warning->module == none) return true;
    if (registry != NULL && registry != none && !object_is_dict(vm, registry))
        return raise_false(vm, ERROR_REGISTRY_TYPE);
    bool is_message = object_has_type(vm, given, exception_type(vm, EXCEPTION_Warning));
    if (is_message) warning->category = (Object *)object_type(vm, given);
    Object *module = warning->module != NULL ? object_share(warning->module)
                                             : module_of_file(vm, (Str *)warning->filename);
    Object *text = is_message ? object_str(vm, given) : object_share(given);
    Object *message = is_message ? object_share(given)
                                 : object_call_with(vm, warning->category, 1, given);
    Object *line = int_new(vm, warning->line);
    Tuple *key = NULL;
    if (module != NULL && text != NULL && message != NULL && line != NULL)
        key = tuple_pack(vm, 3, text, warning->category, line);
    Found given_before = ABSENT;
    if (key != NULL && registry != NULL && registry != none)
        given_before = warnings_was_given(vm, (Dict *)registry, &key->base, WARNINGS_ASK);
    bool done = key != NULL && given_before != RAISED;
    if (done && given_before == ABSENT) {
        warning->module = module;
        warning->text = text;
        warning->message = message;
        done = act(vm, warning, &key->base);
    }
    Object *const used[] = {module, text, message, line, (Object *)key};
    for (size_t i = 0; i < ARRAY_COUNT(used); i++) object_drop_or_null(vm, used[i]);
    return done;
}

// --- where the caller is ---

// Frames of the import system are passed over, so that warnings name who imports.
static bool is_internal(const Frame *frame) {
    static const Chars library = {"importlib", 9, 1}, file = {"_bootstrap", 10, 1};
    Chars name = str_get_chars((const Str *)frame->code->filename.object);
    return chars_find(name, library) >= 0 && chars_find(name, file) >= 0;
}

static Frame *caller(Vm *vm, int64_t stack_level) {
    Frame *frame = runtime_of(vm)->frame;
    bool counts_all = stack_level <= 0 || frame == NULL || is_internal(frame);
    while (--stack_level > 0 && frame != NULL) {
        do frame = frame->previous;
        while (!counts_all && frame != NULL && is_internal(frame));
    }
    return frame;
}

static Dict *sys_dict(Vm *vm) {
    Object *sys = dict_get_str(vm, modules_get_table(vm), vm->objects->names.sys);
    return sys != NULL && sys->kind == KIND_MODULE ? module_get_dict((Module *)sys) : NULL;
}

// __warningregistry__ of the globals; borrowed, NULL: raised.
static Object *load_registry(Vm *vm, Dict *globals) {
    Str *name = str_new_interned(vm, "__warningregistry__", 19);
    if (name == NULL) return NULL;
    Object *registry = dict_get_str(vm, globals, name);
    if (registry == NULL) {
        Dict *fresh = dict_new(vm);
        if (fresh != NULL && dict_set_str(vm, globals, name, &fresh->base))
            registry = (Object *)fresh;
        object_drop_or_null(vm, (Object *)fresh);
    }
    object_drop(vm, &name->base);
    return registry;
}

// warn(): about the line of whoever is `stack_level` calls up.
static bool warn(Vm *vm, Object *category, Object *given, int64_t stack_level, Object *source) {
    Frame *frame = caller(vm, stack_level);
    Dict *globals = frame != NULL ? frame->globals : sys_dict(vm);
    if (globals == NULL) return true;
    Object *filename = frame != NULL ? object_share(frame->code->filename.object)
                                     : str_new_c(vm, "sys");
    Object *registry = load_registry(vm, globals);
    Object *module = dict_get_str(vm, globals, vm->objects->names.dunder_name);
    if (module == NULL || (module != vm->objects->none && !object_is_str(vm, module)))
        module = str_new_c(vm, "<string>");
    else object_share(module);
    object_share_or_null(registry);
    Warning warning = {.category = category, .filename = filename, .module = module,
                       .line = frame != NULL ? frame_get_line(frame) : 1, .registry = registry,
                       .source = source};
    bool done = filename != NULL && registry != NULL && module != NULL &&
                warn_at(vm, &warning, given);
    object_drop_or_null(vm, filename);
    object_drop_or_null(vm, registry);
    object_drop_or_null(vm, module);
    return done;
}

// --- for the machine ---

bool warnings_warn(Vm *vm, Type *category, Object *text, int stack_level, Object *source) {
    return warn(vm, &category->base, text, stack_level, source);
}

// ABSENT: a filter made it an exception, which is gone again: it shall be a SyntaxError.
static Found warn_of_source(Vm *vm, ExceptionId category, const char *message, Str *filename,
                            int line) {
    Type *type = exception_type(vm, category);
    Object *text = str_new_c(vm, message);
    if (text == NULL) return RAISED;
    Warning warning = {.category = &type->base, .filename = &filename->base, .line = line};
    bool done = warn_at(vm, &warning, text);
    object_drop(vm, text);
    if (done) return FOUND;
    return raised_clear_if(vm, type) ? ABSENT : RAISED;
}

Found warnings_of_syntax(Vm *vm, void *context, const char *message, Str *filename, int line) {
    (void)context;
    return warn_of_source(vm, EXCEPTION_SyntaxWarning, message, filename, line);
}

Found warnings_of_escapes(Vm *vm, void *context, const char *message, Str *filename, int line) {
    (void)context;
    return warn_of_source(vm, EXCEPTION_DeprecationWarning, message, filename, line);
}

// --- the module ---

// The class of a warning: the message's own, or UserWarning where none is given.
static Object *take_category(Vm *vm, Object *message, Object *category) {
    Object *base = (Object *)exception_type(vm, EXCEPTION_Warning);
    if (object_has_type(vm, message, (Type *)base)) return (Object *)object_type(vm, message);
    if (category == NULL || category == vm->objects->none)
        return (Object *)exception_type(vm, EXCEPTION_UserWarning);
    Found found = object_is_flagged(vm, category, TYPE_IS_TYPE)
        ? object_is_subclass(vm, category, base) : ABSENT;
    if (found == ABSENT) raise(vm, ERROR_WARNING_CATEGORY, category);
    return found == FOUND ? category : NULL;
}

static Object *warnings_function_warn(Vm *vm, const Slot *arguments) {
    Object *message = arguments[0].object, *source = arguments[3].object;
    Object *category = take_category(vm, message, arguments[1].object);
    int64_t stack_level = 1;
    if (category == NULL) return NULL;
    if (arguments[2].object != NULL &&
        !object_index(vm, arguments[2].object, EXCEPTION_OverflowError, &stack_level)) return NULL;
    if (source == vm->objects->none) source = NULL;
    return warn(vm, category, message, stack_level, source) ? none_new(vm) : NULL;
}

// The line of a module's source that its loader has: FOUND in *line (new).
static Found find_source_line(Vm *vm, Object *globals, int64_t number, Object **line) {
    Object *source = NULL, *lines = NULL;
    Str *name = str_new_interned(vm, "__loader__", 10);
    Str *get = str_new_interned(vm, "get_source", 10);
    Str *split = str_new_interned(vm, "splitlines", 10);
    Found result = name != NULL && get != NULL && split != NULL ? ABSENT : RAISED;
    Object *loader = result == RAISED ? NULL : dict_get_str(vm, (Dict *)globals, name);
    Object *module = result == RAISED ? NULL : dict_get_str(vm, (Dict *)globals,
                                                            vm->objects->names.dunder_name);
    if (loader != NULL && module != NULL) {
        Object *function;
        object_share(module);
        result = object_find_attribute(vm, loader, get, &function);
        if (result == FOUND) {
            source = object_call_with(vm, function, 1, module);
            object_drop(vm, function);
            result = source == NULL ? RAISED : source == vm->objects->none ? ABSENT : FOUND;
        }
        object_drop(vm, module);
    }
    if (result == FOUND) {
        lines = object_call_method(vm, source, split, 0);
        Object *index = lines == NULL ? NULL : int_new(vm, number - 1);
        *line = index == NULL ? NULL : object_load_item(vm, lines, index);
        object_drop_or_null(vm, index);
        result = *line == NULL ? RAISED : FOUND;
    }
    Object *const used[] = {source, lines, (Object *)name, (Object *)get, (Object *)split};
    for (size_t i = 0; i < ARRAY_COUNT(used); i++) object_drop_or_null(vm, used[i]);
    return result;
}

static Object *warnings_function_warn_explicit(Vm *vm, const Slot *arguments) {
    enum { MESSAGE, CATEGORY, FILENAME, LINE, MODULE, REGISTRY, GLOBALS, SOURCE };
    Object *filename = arguments[FILENAME].object, *globals = arguments[GLOBALS].object;
    Object *line = NULL, *none = vm->objects->none;
    Warning warning = {.category = arguments[CATEGORY].object, .filename = filename,
                       .module = arguments[MODULE].object,
                       .registry = arguments[REGISTRY].object,
                       .source = arguments[SOURCE].object == none ? NULL
                                                                  : arguments[SOURCE].object};
    if (!object_is_str(vm, filename))
        return raise(vm, ERROR_ARGUMENT_NUMBER_TYPE, "warn_explicit", 3, "str",
                     object_type_name(vm, filename));
    if (!object_index(vm, arguments[LINE].object, EXCEPTION_OverflowError, &warning.line))
        return NULL;
    if (globals != NULL && globals != none) {
        if (!object_is_dict(vm, globals)) return raise(vm, ERROR_WARNING_GLOBALS, globals);
        if (find_source_line(vm, globals, warning.line, &line) == RAISED) return NULL;
    }
    warning.source_line = line;
    bool done = warn_at(vm, &warning, arguments[MESSAGE].object);
    object_drop_or_null(vm, line);
    return done ? none_new(vm) : NULL;
}

static Object *warnings_function__filters_mutated(Vm *vm, const Slot *arguments) {
    WarningsState *state = warnings_load_state(vm);
    (void)arguments;
    if (state == NULL) return NULL;
    state->filters_version++;
    return none_new(vm);
}

static const Method functions[] = {
    FUNCTION(warnings, warn, "(message, category=None, stacklevel=1, source=None)",
             "Warn about the line of the caller, or of one of its callers."),
    {"warn_explicit", warnings_function_warn_explicit,
     "(message, category, filename, lineno, module=<unrepresentable>, "
     "registry=<unrepresentable>, module_globals=<unrepresentable>, source=<unrepresentable>)",
     "Warn about a place that is given.", METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    {"_filters_mutated", warnings_function__filters_mutated, "()",
     "Tell that the filters have changed.", METHOD_HIDES_SIGNATURE},
    {0},
};

bool warnings_module_start(Vm *vm, Module *module) {
    const WarningsState *state = warnings_load_state(vm);
    return state != NULL &&
           module_set_doc(vm, module, "What the module warnings needs to be quick.") &&
           module_add_functions(vm, module, functions) &&
           module_set(vm, module, "filters", state->filters.object) &&
           module_set(vm, module, "_onceregistry", state->once_registry.object) &&
           module_set(vm, module, "_defaultaction", state->default_action.object);
}
