// The module sys, as far as programs of one file and the library's pure part need it.

#include "modules/sys.h"

#include "base/host.h"
#include "base/world.h"
#include "modules/stream.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/lower.h"
#include "runtime/report.h"

#define SYS(name) static Object *sys_function_##name(Vm *vm, const Slot *arguments)

typedef struct Pending {
    Object *object;
    int64_t count;
} Pending;

static void count_pending(Vm *vm, Object *object, void *context) {
    Pending *pending = context;
    (void)vm;
    if (object == pending->object) pending->count++;
}

// The count that CPython shows: references that CPython's stack would hold but that are
// operands by name here are added (see runtime/lower.h).
SYS(getrefcount) {
    Pending pending = {arguments[0].object, 0};
    for (Frame *frame = runtime_of(vm)->frame; frame != NULL; frame = frame->previous)
        lower_visit_pending(vm, frame, count_pending, &pending);
    return int_new(vm, (int64_t)pending.object->count + pending.count);
}

SYS(getsizeof) {
    int64_t bytes;
    if (object_size_of(vm, arguments[0].object, &bytes)) return int_new(vm, bytes);
    Object *otherwise = arguments[1].object;
    if (otherwise == NULL || !raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
        return NULL;
    return object_share(otherwise);
}

SYS(intern) {
    Object *text = arguments[0].object;
    if (text->kind == KIND_STR) return str_intern(vm, object_share(text));
    if (object_is_str(vm, text)) return raise(vm, ERROR_INTERN_SUBCLASS, text);
    return raise(vm, ERROR_INTERN_TYPE, text);
}

SYS(exit) {
    Object *status = arguments[0].object;
    Object *type = (Object *)exception_type(vm, EXCEPTION_SystemExit);
    Object *exit = status == NULL || status == vm->objects->none
        ? object_call_with(vm, type, 0) : object_call_with(vm, type, 1, status);
    if (exit != NULL) raise_exception(vm, exit);
    object_drop_or_null(vm, exit);
    return NULL;
}

SYS(getrecursionlimit) {
    (void)arguments;
    return int_new(vm, runtime_of(vm)->recursion_limit);
}

SYS(setrecursionlimit) {
    Runtime *runtime = runtime_of(vm);
    int64_t limit;
    if (!object_index(vm, arguments[0].object, EXCEPTION_OverflowError, &limit)) return NULL;
    if (limit < 1) return raise(vm, ERROR_RECURSION_LIMIT_LOW);
    if (limit > INT32_MAX) limit = INT32_MAX;
    if (runtime->depth >= limit)
        return raise(vm, ERROR_RECURSION_LIMIT_DEPTH, (int)limit, runtime->depth);
    runtime->recursion_limit = (int32_t)limit;
    vm->objects->recursion_limit = (int32_t)limit;
    return none_new(vm);
}

SYS(_getframe) {
    int64_t depth = 0;
    if (arguments[0].object != NULL &&
        !object_index(vm, arguments[0].object, EXCEPTION_OverflowError, &depth)) return NULL;
    Frame *frame = runtime_of(vm)->frame;
    for (; frame != NULL && depth > 0; depth--) frame = frame->previous;
    if (frame == NULL) return raise(vm, ERROR_CALL_STACK_SHALLOW);
    FrameObject *object = frame_load_object(vm, frame);
    return object == NULL ? NULL : object_share(&object->base);
}

SYS(exc_info) {
    (void)arguments;
    Object *exception = runtime_get_handled(vm), *none = vm->objects->none;
    if (exception == NULL) return (Object *)tuple_pack(vm, 3, none, none, none);
    Object *traceback = ((Exception *)exception)->traceback.object;
    return (Object *)tuple_pack(vm, 3, (Object *)object_type(vm, exception), exception,
                                traceback != NULL ? traceback : none);
}

SYS(exception) {
    (void)arguments;
    Object *exception = runtime_get_handled(vm);
    return exception == NULL ? none_new(vm) : object_share(exception);
}

SYS(displayhook) {
    Object *value = arguments[0].object;
    if (value == vm->objects->none) return none_new(vm);
    Stream *stream = stream_get_standard(vm, "stdout");
    Object *text = object_repr(vm, value);
    if (text == NULL || stream == NULL) return text;
    bool done = stream_write(vm, stream, (Str *)text) &&
                stream_write(vm, stream, vm->objects->characters['\n']);
    object_drop(vm, text);
    if (!done) return NULL;
    Dict *builtins = (Dict *)runtime_of(vm)->builtins.object;
    return dict_set_c(vm, builtins, "_", value) ? none_new(vm) : NULL;
}

SYS(excepthook) {
    Object *text = report_format(vm, arguments[1].object);
    Stream *stream = stream_get_standard(vm, "stderr");
    if (text == NULL) return NULL;
    bool done = stream == NULL || stream_write(vm, stream, (Str *)text);
    object_drop(vm, text);
    return done ? none_new(vm) : NULL;
}

static const Method functions[] = {
    FUNCTION(sys, getrefcount, "(object, /)", "How many references the object has."),
    FUNCTION(sys, getsizeof, "(object, default=<unrepresentable>)", "The object's size in bytes."),
    FUNCTION(sys, intern, "(string, /)", "The one string object with this text."),
    FUNCTION(sys, exit, "(status=None, /)", "Raise SystemExit with the status."),
    FUNCTION(sys, getrecursionlimit, "()", "How deep calls may nest."),
    FUNCTION(sys, setrecursionlimit, "(limit, /)", "Set how deep calls may nest."),
    FUNCTION(sys, _getframe, "(depth=0, /)", "The frame `depth` calls up."),
    FUNCTION(sys, exc_info, "()", "Type, value and traceback of the exception being handled."),
    FUNCTION(sys, exception, "()", "The exception being handled."),
    FUNCTION(sys, displayhook, "(object, /)", "Show the value of an expression statement."),
    FUNCTION(sys, excepthook, "(exctype, value, traceback, /)", "Show an uncaught exception."),
    {0},
};

static bool set_int(Vm *vm, Module *module, const char *name, int64_t value) {
    Object *object = int_new(vm, value);
    return object != NULL && module_take_set(vm, module, name, object);
}

static bool set_text(Vm *vm, Module *module, const char *name, const char *value) {
    Object *object = str_new_c(vm, value);
    return object != NULL && module_take_set(vm, module, name, object);
}

static bool set_stream(Vm *vm, Module *module, const char *name, const char *original, int file) {
    StreamBuffering buffering = file == 2 || world_is_terminal(vm->world, file)
        ? STREAM_BY_LINE : STREAM_BY_BLOCK;
    Object *stream = stream_new(vm, file, buffering);
    bool done = stream != NULL && module_set(vm, module, name, stream) &&
                module_set(vm, module, original, stream);
    object_drop_or_null(vm, stream);
    return done;
}

// sys.implementation: a namespace of what kind of Python this is.
static bool set_implementation(Vm *vm, Module *module) {
    Object *type = &type_of_kind(vm, KIND_NAMESPACE)->base;
    Object *space = object_call_with(vm, type, 0), *name = str_new_c(vm, "nametag");
    Object *tag = str_new_c(vm, "nametag-311"), *hexversion = int_new(vm, 0x030b02f0);
    bool done = space != NULL && name != NULL && tag != NULL && hexversion != NULL;
    Dict *dict = done ? (Dict *)object_prefix(space)->dict.object : NULL;
    done = done && dict_set_c(vm, dict, "name", name) && dict_set_c(vm, dict, "cache_tag", tag) &&
           dict_set_c(vm, dict, "hexversion", hexversion) &&
           module_set(vm, module, "implementation", space);
    object_drop_or_null(vm, space);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, tag);
    object_drop_or_null(vm, hexversion);
    return done;
}

bool sys_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "modules", (Object *)modules_get_table(vm)) &&
           set_implementation(vm, module) &&
           set_stream(vm, module, "stdin", "__stdin__", 0) &&
           set_stream(vm, module, "stdout", "__stdout__", 1) &&
           set_stream(vm, module, "stderr", "__stderr__", 2) &&
           set_int(vm, module, "maxsize", INT64_MAX) &&
           set_int(vm, module, "maxunicode", 0x10ffff) &&
           set_int(vm, module, "hexversion", 0x030b02f0) &&
           set_text(vm, module, "platform", "linux") &&
           set_text(vm, module, "byteorder", "little") &&
           set_text(vm, module, "version", "3.11.2 (nametag)");
}

static bool set_list(Vm *vm, Module *module, const char *name, const char *const *texts,
                     int count) {
    List *list = list_new(vm, 0);
    bool done = list != NULL;
    for (int i = 0; done && i < count; i++) {
        Object *text = str_new_c(vm, texts[i]);
        done = text != NULL && list_take_add(vm, list, text);
    }
    done = done && module_set(vm, module, name, &list->base);
    object_drop_or_null(vm, (Object *)list);
    return done;
}

bool sys_set_options(Vm *vm, Module *sys, const ModulesOptions *options) {
    const char *path[3];
    int count = 0;
    if (options->script_folder != NULL) path[count++] = options->script_folder;
    if (options->library != NULL) path[count++] = options->library;
    return set_list(vm, sys, "argv", options->arguments, options->argument_count) &&
           set_list(vm, sys, "path", path, count) &&
           set_text(vm, sys, "executable", options->executable != NULL ? options->executable : "");
}

void sys_forget_names(Vm *vm) {
    static const char *const names[] = {"path", "argv", "ps1", "ps2", "last_type", "last_value",
                                        "last_traceback"};
    Object *sys = dict_get_str(vm, modules_get_table(vm), vm->objects->names.sys);
    if (sys == NULL || sys->kind != KIND_MODULE) return;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (!module_set(vm, (Module *)sys, names[i], vm->objects->none)) raised_clear(vm);
}
