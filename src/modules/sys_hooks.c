// The hooks of sys: how values and exceptions are shown, breakpoint(), audit events.

#include "modules/sys.h"

#include <string.h>

#include "base/host.h"
#include "base/world.h"
#include "objects/audit.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "runtime/report.h"
#include "runtime/unwind.h"

// --- writing ---

// file.write(text); false: raised.
static bool write_text(Vm *vm, Object *file, Object *text) {
    Object *result = object_call_method(vm, file, vm->objects->names.write, 1, text);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static void write_raw(Vm *vm, const Str *text) {
    size_t bytes;
    const char *utf8 = str_utf8(vm, text, &bytes);
    if (utf8 == NULL) {
        raised_clear(vm);
        return;
    }
    (void)world_write_all(vm->world, 2, utf8, bytes);
    str_utf8_drop(vm, text, utf8, bytes);
}

static void write_error(Vm *vm, Object *text) {
    Object *file;
    Found found = runtime_find_sys(vm, "stderr", &file);
    bool done = found == FOUND && file != vm->objects->none && write_text(vm, file, text);
    if (found == FOUND) object_drop(vm, file);
    if (!done) {
        raised_clear(vm);
        write_raw(vm, (Str *)text);
    }
}

void sys_write_error(Vm *vm, const char *format, ...) {
    __builtin_va_list list;
    Object *aside = raised_take(vm);
    __builtin_va_start(list, format);
    Object *text = str_new_format_list(vm, format, &list);
    __builtin_va_end(list);
    if (text == NULL) raised_clear(vm);
    else write_error(vm, text);
    object_drop_or_null(vm, text);
    raised_restore(vm, aside);
}

// --- displayhook ---

// Writes what the encoding of `file` can't express as escapes.
static bool write_escaped(Vm *vm, Object *file, Object *text) {
    Object *encoding = NULL, *bytes = NULL, *buffer = NULL, *escaped = NULL;
    Object *errors = str_new_c(vm, "backslashreplace");
    Str *name = str_new_interned(vm, "encoding", 8);
    Str *buffer_name = str_new_interned(vm, "buffer", 6);
    bool done = errors != NULL && name != NULL && buffer_name != NULL;
    if (done) encoding = object_load_attribute(vm, file, name);
    if (encoding != NULL)
        bytes = object_call_method(vm, text, vm->objects->names.encode, 2, encoding, errors);
    done = bytes != NULL;
    Found found = done ? object_find_attribute(vm, file, buffer_name, &buffer) : RAISED;
    if (found == FOUND) {
        done = write_text(vm, buffer, bytes);
        object_drop(vm, buffer);
    } else if (found == ABSENT) {
        escaped = object_call_method(vm, bytes, vm->objects->names.decode, 1, encoding);
        done = escaped != NULL && write_text(vm, file, escaped);
    } else {
        done = false;
    }
    Object *const used[] = {encoding, bytes, escaped, errors, (Object *)name,
                            (Object *)buffer_name};
    for (size_t i = 0; i < ARRAY_COUNT(used); i++) object_drop_or_null(vm, used[i]);
    return done;
}

SYS_LOCAL(displayhook) {
    Object *value = arguments[0].object, *file;
    Object *builtins = dict_get_str(vm, modules_get_table(vm), vm->objects->names.builtins);
    if (builtins == NULL || builtins->kind != KIND_MODULE) return raise(vm, ERROR_LOST_BUILTINS);
    if (value == vm->objects->none) return none_new(vm);
    // `_` is None while the value is shown, so that its repr can't refer to itself.
    if (!module_set(vm, (Module *)builtins, "_", vm->objects->none)) return NULL;
    Found found = runtime_find_sys(vm, "stdout", &file);
    if (found == RAISED) return NULL;
    if (found == ABSENT || file == vm->objects->none) {
        if (found == FOUND) object_drop(vm, file);
        return raise(vm, ERROR_LOST_STDOUT);
    }
    Object *text = object_repr(vm, value);
    bool done = text != NULL && write_text(vm, file, text);
    if (text != NULL && !done &&
        raised_clear_if(vm, exception_type(vm, EXCEPTION_UnicodeEncodeError)))
        done = write_escaped(vm, file, text);
    done = done && write_text(vm, file, (Object *)vm->objects->characters['\n']) &&
           module_set(vm, (Module *)builtins, "_", value);
    object_drop_or_null(vm, text);
    object_drop(vm, file);
    return done ? none_new(vm) : NULL;
}

// --- excepthook ---

static void flush_errors(Vm *vm) {
    Object *file;
    if (runtime_find_sys(vm, "stderr", &file) == FOUND) {
        object_drop_or_null(vm, object_call_method(vm, file, vm->objects->names.flush, 0));
        object_drop(vm, file);
    }
    raised_clear(vm);
}

// To sys.stderr, unless that is None.
static bool show_exception(Vm *vm, Object *value, Object *traceback) {
    Object *file;
    Found found = runtime_find_sys(vm, "stderr", &file);
    if (found == ABSENT) report_show_lost(vm, value);
    if (found != FOUND) return found == ABSENT;
    if (file != vm->objects->none) report_show(vm, file, value, traceback);
    object_drop(vm, file);
    return true;
}

void sys_show_exception(Vm *vm, Object *exception) {
    if (!show_exception(vm, exception, NULL)) raised_clear(vm);
}

SYS_LOCAL(excepthook) {
    return show_exception(vm, arguments[1].object, arguments[2].object) ? none_new(vm) : NULL;
}

void sys_set_last(Vm *vm, Object *exception) {
    Object *traceback = ((Exception *)exception)->traceback.object;
    if (!sys_set(vm, "last_type", (Object *)object_type(vm, exception)) ||
        !sys_set(vm, "last_value", exception) ||
        !sys_set(vm, "last_traceback", traceback != NULL ? traceback : vm->objects->none))
        raised_clear(vm);
}

// --- unraisablehook ---

static const StructField unraisable_fields[] = {
    {"exc_type", "the exception's type"}, {"exc_value", "the exception, or None"},
    {"exc_traceback", "its traceback, or None"}, {"err_msg", "what happened, or None"},
    {"object", "what caused it, or None"},
};
static const StructSequence unraisable_arguments = {
    .name = "UnraisableHookArgs", .doc = "What sys.unraisablehook is called with.",
    .fields = unraisable_fields, .field_count = ARRAY_COUNT(unraisable_fields),
    .visible_count = ARRAY_COUNT(unraisable_fields), .flags = STRUCT_IS_STATIC,
};
enum { UNRAISABLE_TYPE, UNRAISABLE_VALUE, UNRAISABLE_TRACEBACK, UNRAISABLE_MESSAGE,
       UNRAISABLE_OBJECT };

// "Exception ignored in: <what>"
static void write_unraisable_head(Vm *vm, Object *message, Object *object) {
    Object *none = vm->objects->none;
    if (object != none) {
        Object *shown = object_repr(vm, object);
        if (shown == NULL) raised_clear(vm);
        if (message != none) sys_write_error(vm, "%S: ", message);
        else sys_write_error(vm, "Exception ignored in: ");
        if (shown != NULL) sys_write_error(vm, "%U\n", shown);
        else sys_write_error(vm, "<object repr() failed>\n");
        object_drop_or_null(vm, shown);
    } else if (message != none) {
        sys_write_error(vm, "%S:\n", message);
    }
}

// Without a sys.stderr, as at the end of the modules, nothing is told.
static bool has_errors_file(Vm *vm) {
    Object *file;
    Found found = runtime_find_sys(vm, "stderr", &file);
    if (found == FOUND) object_drop(vm, file);
    raised_clear(vm);
    return found == FOUND && file != vm->objects->none;
}

static void write_unraisable(Vm *vm, const Tuple *given) {
    if (!has_errors_file(vm)) return;
    Object *none = vm->objects->none, *type = given->items[UNRAISABLE_TYPE].object;
    Object *value = given->items[UNRAISABLE_VALUE].object;
    Object *traceback = given->items[UNRAISABLE_TRACEBACK].object;
    write_unraisable_head(vm, given->items[UNRAISABLE_MESSAGE].object,
                          given->items[UNRAISABLE_OBJECT].object);
    if (traceback != none) {
        Object *text = report_format_traceback(vm, traceback);
        if (text != NULL) sys_write_error(vm, "%U", text);
        object_drop_or_null(vm, text);
        raised_clear(vm);
    }
    if (type == none || !object_is_flagged(vm, type, TYPE_IS_TYPE)) return;
    Object *name = report_type_name(vm, (Type *)type);
    if (name != NULL) sys_write_error(vm, "%U", name);
    else sys_write_error(vm, "<unknown>");
    object_drop_or_null(vm, name);
    raised_clear(vm);
    if (value != none) {
        Object *text = object_str(vm, value);
        if (text == NULL) raised_clear(vm);
        if (text == NULL) sys_write_error(vm, ": <exception str() failed>");
        else if (((Str *)text)->length > 0) sys_write_error(vm, ": %U", text);
        object_drop_or_null(vm, text);
    }
    sys_write_error(vm, "\n");
}

SYS_LOCAL(unraisablehook) {
    Object *given = arguments[0].object;
    Type *type = struct_sequence_load_type(vm, &unraisable_arguments);
    if (type == NULL) return NULL;
    if (object_type(vm, given) != type) return raise(vm, ERROR_UNRAISABLE_ARGUMENT);
    write_unraisable(vm, (const Tuple *)given);
    flush_errors(vm);
    return none_new(vm);
}

// The arguments of the hook; NULL: raised.
static Object *unraisable_new(Vm *vm, Object *exception, const char *where, Object *object) {
    Object *none = vm->objects->none, *traceback = ((Exception *)exception)->traceback.object;
    Object *message = where == NULL ? none_new(vm)
                                    : str_new_format(vm, "Exception ignored %s", where);
    Object *const values[] = {
        object_share((Object *)object_type(vm, exception)), object_share(exception),
        object_share(traceback != NULL ? traceback : none), message,
        object_share(object != NULL ? object : none),
    };
    return struct_sequence_take(vm, &unraisable_arguments, values);
}

void sys_report_unraisable(Vm *vm, Object *exception, const char *where, Object *object) {
    unwind_add_place(vm, exception);
    Object *given = unraisable_new(vm, exception, where, object), *hook, *result = NULL;
    if (given == NULL) {
        raised_clear(vm);
        return;
    }
    Found found = runtime_find_sys(vm, "unraisablehook", &hook);
    if (found != FOUND || hook == vm->objects->none) {
        write_unraisable(vm, (const Tuple *)given);
    } else {
        bool is_told = audit(vm, "sys.unraisablehook", 2, hook, given);
        if (is_told) result = object_call_with(vm, hook, 1, given);
        if (result == NULL && !has_errors_file(vm)) raised_clear(vm);
        if (result == NULL && raised(vm)) {
            Object *second = raised_take(vm);
            sys_write_error(vm, "Exception ignored in sys.unraisablehook: %R\n", hook);
            sys_show_exception(vm, second);
            object_drop(vm, second);
        }
        object_drop_or_null(vm, result);
    }
    if (found == FOUND) object_drop(vm, hook);
    object_drop(vm, given);
    raised_clear(vm);
}

// --- breakpointhook ---

// module.name for "module.name", builtins.name for "name"; NULL: raised.
static Object *load_path(Vm *vm, const char *path) {
    const char *dot = strrchr(path, '.');
    const char *name = dot != NULL ? dot + 1 : path;
    Object *module_name = dot == NULL ? str_new_c(vm, "builtins")
                                      : str_new(vm, path, (size_t)(dot - path));
    Object *module = NULL, *value = NULL;
    Str *attribute = str_new_interned(vm, name, strlen(name));
    if (module_name != NULL && attribute != NULL)
        module = modules_load(vm, (Str *)module_name);
    if (module != NULL) value = object_load_attribute(vm, module, attribute);
    object_drop_or_null(vm, module);
    object_drop_or_null(vm, module_name);
    object_drop_or_null(vm, (Object *)attribute);
    return value;
}

SYS_LOCAL(breakpointhook) {
    const Tuple *given = (const Tuple *)arguments[0].object;
    Dict *keywords = (Dict *)arguments[1].object;
    char *variable = modules_uses_environment(vm)
        ? world_variable(vm->world, "PYTHONBREAKPOINT") : NULL;
    const char *path = variable == NULL || *variable == '\0' ? "pdb.set_trace" : variable;
    if (strcmp(path, "0") == 0) {
        host_release(variable);
        return none_new(vm);
    }
    Object *hook = load_path(vm, path), *result = NULL;
    if (hook == NULL && (raised_clear_if(vm, exception_type(vm, EXCEPTION_ImportError)) ||
                         raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError)) ||
                         raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError)))) {
        Object *text = str_new_format(vm, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", path);
        if (text != NULL && raise_warning_text(vm, EXCEPTION_RuntimeWarning, text))
            result = none_new(vm);
        object_drop_or_null(vm, text);
    } else if (hook != NULL) {
        result = object_call_tuple(vm, hook, (Tuple *)(uintptr_t)given, keywords);
    }
    host_release(variable);
    object_drop_or_null(vm, hook);
    return result;
}

// --- audit events ---

SYS_LOCAL(audit) {
    Tuple *given = (Tuple *)arguments[0].object;
    if (given->count == 0) return raise(vm, ERROR_AUDIT_NO_EVENT);
    if (vm->objects->audit_hooks.object == NULL) return none_new(vm);
    Object *event = given->items[0].object;
    if (!object_is_str(vm, event)) return raise(vm, ERROR_AUDIT_EVENT_TYPE, event);
    Tuple *rest = tuple_new_from(vm, given->items + 1, given->count - 1);
    bool done = rest != NULL && audit_call_tuple(vm, event, rest);
    object_drop_or_null(vm, (Object *)rest);
    return done ? none_new(vm) : NULL;
}

SYS_LOCAL(addaudithook) {
    // A hook that is there already may refuse others, without a word.
    if (!audit(vm, "sys.addaudithook", 0)) {
        Type *type = exception_type(vm, EXCEPTION_Exception);
        return raised_clear_if(vm, type) ? none_new(vm) : NULL;
    }
    return audit_add(vm, arguments[0].object) ? none_new(vm) : NULL;
}

const Method sys_hook_functions[] = {
    FUNCTION(sys, addaudithook, "(hook)", "Have a function called with each audit event."),
    {"audit", sys_function_audit, "(*args)", "Tell the audit hooks of an event.",
     METHOD_HIDES_SIGNATURE},
    {"breakpointhook", sys_function_breakpointhook, "(*args, **kws)",
     "What breakpoint() calls: the debugger that PYTHONBREAKPOINT names.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(sys, displayhook, "(object, /)", "Show the value of an expression statement."),
    FUNCTION(sys, excepthook, "(exctype, value, traceback, /)", "Show an uncaught exception."),
    FUNCTION(sys, unraisablehook, "(unraisable, /)", "Show an exception that nobody can catch."),
    {0},
};

bool sys_keep_hooks(Vm *vm, Module *sys) {
    static const char *const names[] = {"displayhook", "excepthook", "breakpointhook",
                                        "unraisablehook"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        Str *name = str_new_interned(vm, names[i], strlen(names[i]));
        Object *hook = name == NULL ? NULL : dict_get_str(vm, module_get_dict(sys), name);
        Object *kept = hook == NULL ? NULL : str_new_format(vm, "__%s__", names[i]);
        bool done = kept != NULL && dict_set(vm, module_get_dict(sys), kept, hook);
        object_drop_or_null(vm, (Object *)name);
        object_drop_or_null(vm, kept);
        if (!done) return false;
    }
    return true;
}
