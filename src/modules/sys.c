// The module sys: counts, sizes, limits and the table of its functions. Its named tuples are
// in sys_info.c, paths and options in sys_paths.c, hooks in sys_hooks.c, tracing in
// sys_trace.c.

#include "modules/sys.h"

#include <string.h>

#include "base/world.h"
#include "objects/arguments.h"
#include "objects/audit.h"
#include "objects/float.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/lower.h"

enum { OPEN_FLAGS_DEFAULT = 2 };   // RTLD_NOW

typedef struct SysState {
    double switch_interval;
    int64_t open_flags;
    bool inspects;        // -i, or PYTHONINSPECT
} SysState;

static const StateDefinition sys_state = {.bytes = sizeof(SysState)};

// --- counts and sizes ---

typedef struct Pending {
    Object *object;
    int64_t count;
} Pending;

static void count_pending(Vm *vm, Object *object, void *context) {
    Pending *pending = context;
    (void)vm;
    if (object == pending->object) pending->count++;
}

// The count that CPython shows.
SYS_LOCAL(getrefcount) {
    Pending pending = {arguments[0].object, 0};
    runtime_visit_pending(vm, count_pending, &pending);
    return int_new(vm, (int64_t)pending.object->count + pending.count);
}

SYS_LOCAL(getsizeof) {
    int64_t bytes;
    ArgumentTuple tuple;
    arguments_hold(vm, &tuple, &(Arguments){arguments, arguments[1].object != NULL ? 2 : 1, NULL});
    bool is_known = object_size_of(vm, arguments[0].object, &bytes);
    arguments_let_go(vm, &tuple);
    if (is_known) return int_new(vm, bytes);
    Object *otherwise = arguments[1].object;
    if (otherwise == NULL || !raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        return NULL;
    return object_share(otherwise);
}

SYS_LOCAL(getallocatedblocks) {
    (void)arguments;
    return int_new(vm, (int64_t)heap_usage(vm).object_count);
}

SYS_LOCAL(_getquickenedcount) {
    (void)arguments;
    return int_new(vm, 0);
}

SYS_LOCAL(_clear_type_cache) {
    (void)arguments;
    return none_new(vm);
}

SYS_LOCAL(_debugmallocstats) {
    HeapUsage usage = heap_usage(vm);
    (void)arguments;
    sys_write_error(vm, "%ld objects in %ld bytes; %ld bytes of the machine itself\n",
                    (int64_t)usage.object_count, (int64_t)usage.object_bytes,
                    (int64_t)usage.system_bytes);
    return none_new(vm);
}

SYS_LOCAL(intern) {
    Object *text = arguments[0].object;
    if (text->kind == KIND_STR) return str_intern(vm, object_share(text));
    if (object_is_str(vm, text)) return raise(vm, ERROR_INTERN_SUBCLASS, text);
    return raise(vm, ERROR_INTERN_TYPE, text);
}

// --- limits and modes ---

SYS_LOCAL(getrecursionlimit) {
    (void)arguments;
    return int_new(vm, runtime_of(vm)->recursion_limit);
}

SYS_LOCAL(setrecursionlimit) {
    Runtime *runtime = runtime_of(vm);
    int64_t limit = 0;
    int depth = runtime->depth + 1;   // this function counts, too
    if (!sequence_int(vm, arguments[0].object, &limit)) return NULL;
    if (limit < 1) return raise(vm, ERROR_RECURSION_LIMIT_LOW);
    if (depth >= limit) return raise(vm, ERROR_RECURSION_LIMIT_DEPTH, (int)limit, depth);
    runtime->recursion_limit = (int32_t)limit;
    vm->objects->recursion_limit = (int32_t)limit;
    return none_new(vm);
}

SYS_LOCAL(get_int_max_str_digits) {
    (void)arguments;
    return int_new(vm, int_get_digits_max(vm));
}

SYS_LOCAL(set_int_max_str_digits) {
    int64_t digits = 0;
    if (!sequence_int(vm, arguments[0].object, &digits)) return NULL;
    if (digits != 0 && digits < INT_DIGITS_MAX_LEAST)
        return raise(vm, ERROR_INT_DIGITS_MAX, INT_DIGITS_MAX_LEAST);
    int_set_digits_max(vm, digits);
    return none_new(vm);
}

SYS_LOCAL(getswitchinterval) {
    const SysState *state = state_load(vm, &sys_state);
    (void)arguments;
    return state == NULL ? NULL : float_new(vm, state->switch_interval);
}

SYS_LOCAL(setswitchinterval) {
    SysState *state = state_load(vm, &sys_state);
    double seconds;
    if (state == NULL || !float_from_object(vm, arguments[0].object, &seconds)) return NULL;
    if (!(seconds > 0)) return raise(vm, ERROR_SWITCH_INTERVAL);
    state->switch_interval = seconds;
    return none_new(vm);
}

SYS_LOCAL(getdlopenflags) {
    const SysState *state = state_load(vm, &sys_state);
    (void)arguments;
    return state == NULL ? NULL : int_new(vm, state->open_flags);
}

SYS_LOCAL(setdlopenflags) {
    SysState *state = state_load(vm, &sys_state);
    int64_t flags = 0;
    if (state == NULL || !sequence_int(vm, arguments[0].object, &flags)) return NULL;
    state->open_flags = flags;
    return none_new(vm);
}

SYS_LOCAL(getdefaultencoding) {
    (void)arguments;
    return str_new_c(vm, "utf-8");
}

SYS_LOCAL(getfilesystemencoding) {
    (void)arguments;
    return str_new_c(vm, "utf-8");
}

SYS_LOCAL(getfilesystemencodeerrors) {
    (void)arguments;
    return str_new_c(vm, "surrogateescape");
}

SYS_LOCAL(is_finalizing) {
    (void)arguments;
    return bool_new(vm, modules_is_finalizing(vm));
}

// --- exceptions and frames ---

SYS_LOCAL(exit) {
    Object *status = arguments[0].object;
    Type *type = exception_type(vm, EXCEPTION_SystemExit);
    if (status != NULL && object_has_type(vm, status, type)) return raise_exception(vm, status);
    Object *exit;
    if (status == NULL || status == vm->objects->none) {
        exit = object_call_with(vm, &type->base, 0);
    } else if (object_is_tuple(vm, status)) {
        Arguments all = {((Tuple *)status)->items, ((Tuple *)status)->count, NULL};
        exit = object_call(vm, &type->base, &all);
    } else {
        exit = object_call_with(vm, &type->base, 1, status);
    }
    if (exit != NULL) raise_exception(vm, exit);
    object_drop_or_null(vm, exit);
    return NULL;
}

SYS_LOCAL(exc_info) {
    (void)arguments;
    Object *exception = runtime_get_handled(vm), *none = vm->objects->none;
    if (exception == NULL) return (Object *)tuple_pack(vm, 3, none, none, none);
    Object *traceback = ((Exception *)exception)->traceback.object;
    return (Object *)tuple_pack(vm, 3, (Object *)object_type(vm, exception), exception,
                                traceback != NULL ? traceback : none);
}

SYS_LOCAL(exception) {
    (void)arguments;
    Object *exception = runtime_get_handled(vm);
    return exception == NULL ? none_new(vm) : object_share(exception);
}

static Frame *skip_incomplete(Frame *frame) {
    while (frame != NULL && !frame->is_complete) frame = frame->previous;
    return frame;
}

SYS_LOCAL(_getframe) {
    int64_t depth = 0;
    if (arguments[0].object != NULL && !sequence_int(vm, arguments[0].object, &depth)) return NULL;
    Frame *frame = skip_incomplete(runtime_of(vm)->frame);
    for (; frame != NULL && depth > 0; depth--) frame = skip_incomplete(frame->previous);
    if (frame == NULL) return raise(vm, ERROR_CALL_STACK_SHALLOW);
    FrameObject *object = frame_load_object(vm, frame);
    if (object == NULL || !audit(vm, "sys._getframe", 1, object)) return NULL;
    return object_share(&object->base);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(sys, _clear_type_cache, "()", "Accepted; there is nothing that it would have to do."),
    FUNCTION(sys, exception, "()", "The exception being handled."),
    FUNCTION(sys, exc_info, "()", "Type, value and traceback of the exception being handled."),
    FUNCTION(sys, exit, "(status=None, /)", "Raise SystemExit with the status."),
    FUNCTION(sys, getdefaultencoding, "()", "The encoding of str.encode(): utf-8."),
    FUNCTION(sys, getdlopenflags, "()", "The flags that extensions are opened with."),
    FUNCTION(sys, getallocatedblocks, "()", "How many blocks of memory objects have."),
    FUNCTION(sys, getfilesystemencoding, "()", "The encoding of file names: utf-8."),
    FUNCTION(sys, getfilesystemencodeerrors, "()",
             "What file names do with bytes that are no text of that encoding."),
    FUNCTION(sys, _getquickenedcount, "()", "How much code was specialised; none is."),
    FUNCTION(sys, getrefcount, "(object, /)", "How many references the object has."),
    FUNCTION(sys, getrecursionlimit, "()", "How deep calls may nest."),
    {"getsizeof", sys_function_getsizeof, "(object, default=<unrepresentable>)",
     "The object's size in bytes; `default` where it has none.",
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED},
    FUNCTION(sys, _getframe, "(depth=0, /)", "The frame `depth` calls up."),
    FUNCTION(sys, intern, "(string, /)", "The one string object with this text."),
    FUNCTION(sys, is_finalizing, "()", "Has the end of the machine begun?"),
    FUNCTION(sys, setswitchinterval, "(interval, /)", "Set how long a thread may run, in seconds."),
    FUNCTION(sys, getswitchinterval, "()", "How long a thread may run before others do."),
    FUNCTION(sys, setdlopenflags, "(flags, /)", "Set the flags that extensions are opened with."),
    FUNCTION(sys, setrecursionlimit, "(limit, /)", "Set how deep calls may nest."),
    FUNCTION(sys, _debugmallocstats, "()", "Tell on standard error what memory is in use."),
    FUNCTION(sys, get_int_max_str_digits, "()", "The most digits that int() and str() convert."),
    FUNCTION(sys, set_int_max_str_digits, "(maxdigits)", "Set that; 0 is no limit."),
    {0},
};

bool sys_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "What the interpreter tells of itself, and lets be set.") &&
           module_add_functions(vm, module, sys_hook_functions) &&
           module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, sys_trace_functions) &&
           module_add_functions(vm, module, sys_async_functions) &&
           module_set(vm, module, "modules", (Object *)modules_get_table(vm)) &&
           // In CPython a plain stderr comes first: the place in the dict stays.
           module_set(vm, module, "stderr", vm->objects->none) &&
           module_set(vm, module, "__stderr__", vm->objects->none) &&
           sys_keep_hooks(vm, module);
}

// What the import system will fill.
static bool add_import_lists(Vm *vm, Module *sys) {
    return module_take_set(vm, sys, "meta_path", (Object *)list_new(vm, 0)) &&
           module_take_set(vm, sys, "path_importer_cache", (Object *)dict_new(vm)) &&
           module_take_set(vm, sys, "path_hooks", (Object *)list_new(vm, 0));
}

bool sys_add_names(Vm *vm, Module *sys, const Settings *settings) {
    SysState *state = state_load(vm, &sys_state);
    if (state == NULL) return false;
    *state = (SysState){.switch_interval = 0.005, .open_flags = OPEN_FLAGS_DEFAULT};
    vm->objects->unraisable_hook = sys_report_unraisable;
    return sys_add_info(vm, sys, settings) && add_import_lists(vm, sys) &&
           sys_add_paths(vm, sys, settings);
}

bool sys_set_options(Vm *vm, Module *sys, const Settings *settings) {
    SysState *state = state_find(vm, &sys_state);
    state->inspects = settings->inspect != 0;
    if (settings->int_digits_max >= 0) int_set_digits_max(vm, settings->int_digits_max);
    return sys_set_flags(vm, sys, settings) && sys_add_paths(vm, sys, settings);
}

bool sys_inspects(Vm *vm) {
    const SysState *state = state_find(vm, &sys_state);
    return state != NULL && state->inspects;
}

void sys_stop_inspecting(Vm *vm) {
    SysState *state = state_find(vm, &sys_state);
    if (state != NULL) state->inspects = false;
}

// --- what C code needs of it ---

static Module *find_sys(Vm *vm) {
    Dict *table = modules_get_table(vm);
    Object *sys = table == NULL ? NULL : dict_get_str(vm, table, vm->objects->names.sys);
    return sys != NULL && sys->kind == KIND_MODULE ? (Module *)sys : NULL;
}

Object *sys_load(Vm *vm, const char *name) {
    Object *value;
    Found found = runtime_find_sys(vm, name, &value);
    if (found == ABSENT) return raise(vm, ERROR_LOST_SYS_NAME, name);
    return found == FOUND ? value : NULL;
}

bool sys_set(Vm *vm, const char *name, Object *value) {
    Module *sys = find_sys(vm);
    if (sys == NULL) return true;
    if (value != NULL) return module_set(vm, sys, name, value);
    Str *text = str_new_interned(vm, name, strlen(name));
    Found found = text == NULL ? RAISED : dict_remove(vm, module_get_dict(sys), &text->base);
    object_drop_or_null(vm, (Object *)text);
    return found != RAISED;
}

void sys_forget_names(Vm *vm) {
    static const char *const names[] = {
        "path", "argv", "ps1", "ps2", "last_type", "last_value", "last_traceback", "path_hooks",
        "path_importer_cache", "meta_path", "__interactivehook__",
    };
    static const char *const streams[][2] = {
        {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (!sys_set(vm, names[i], vm->objects->none)) raised_clear(vm);
    for (size_t i = 0; i < ARRAY_COUNT(streams); i++) {
        Object *first;
        Found found = runtime_find_sys(vm, streams[i][1], &first);
        if (found != FOUND) first = none_new(vm);
        if (!sys_set(vm, streams[i][0], first)) raised_clear(vm);
        object_drop(vm, first);
    }
}
