// The module _multiprocessing: semaphores that processes share; _posixshmem: memory that they
// share.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "modules/seconds.h"
#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "runtime/outside.h"
#include "runtime/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <string.h>

typedef enum SemaphoreKind { SEMAPHORE_IS_RECURSIVE, SEMAPHORE_IS_PLAIN } SemaphoreKind;

enum { SEMAPHORE_MODE = 0600, PAUSE_NANOSECONDS = 1000000 };

typedef struct Semaphore {
    Object base;
    Slot name;            // str; empty: it has none
    int64_t handle;       // the world's
    int64_t owner;        // ident of the thread that took it last
    int32_t count;        // how often this process has taken it
    int32_t maximum, kind;
} Semaphore;

static const Field semaphore_fields[] = {FIELD(Semaphore, name), {0}};

static Semaphore *semaphore_of(const Slot *arguments) {
    return (Semaphore *)arguments[0].object;
}

static bool is_mine(Vm *vm, const Semaphore *semaphore) {
    return semaphore->count > 0 && semaphore->owner == thread_get(vm)->ident;
}

static int64_t ask_handle(Vm *vm, WorldOperation operation, int64_t handle, int64_t wait) {
    WorldRequest request = {.operation = operation, .numbers = {handle, wait}};
    return world_ask(vm->world, &request);
}

// --- making ---

// Opens by name, as open() does. False: raised.
static bool open_named(Vm *vm, Object *name, int flags, int value, int unlinks, int64_t *handle) {
    size_t bytes;
    const char *text = str_utf8(vm, (Str *)name, &bytes);
    if (text == NULL) return false;
    WorldRequest request = {.operation = WORLD_SEMAPHORE_OPEN,
                            .numbers = {flags, SEMAPHORE_MODE, value}, .texts = {text}};
    bool done = strlen(text) == bytes || raise_false(vm, ERROR_EMBEDDED_NULL);
    done = done && posix_ask(vm, &request, handle);
    if (done && unlinks) {
        WorldRequest unlink = {.operation = WORLD_SEMAPHORE_UNLINK, .texts = {text}};
        int64_t result = world_ask(vm->world, &unlink);
        if (result < 0) {
            (void)ask_handle(vm, WORLD_SEMAPHORE_CLOSE, *handle, 0);
            (void)posix_raise(vm, result);
            done = false;
        }
    }
    str_utf8_drop(vm, (Str *)name, text, bytes);
    return done;
}

static Object *semaphore_for(Vm *vm, Type *type, int64_t handle, int kind, int maximum,
                             Object *name) {
    Semaphore *semaphore = (Semaphore *)type_new_instance(vm, type, sizeof(Semaphore));
    if (semaphore == NULL) return NULL;
    semaphore->handle = handle;
    semaphore->kind = kind;
    semaphore->maximum = maximum;
    if (name != vm->objects->none) slot_set(vm, &semaphore->base, &semaphore->name, name);
    if ((object_layout(vm, &semaphore->base)->flags & LAYOUT_COLLECTED) != 0)
        object_track(vm, &semaphore->base);
    return &semaphore->base;
}

static Object *make(Vm *vm, Type *type, Object *const *given) {
    int kind, value, maximum;
    bool unlinks;
    int64_t handle;
    if (!argument_int(vm, given[0], &kind) || !argument_int(vm, given[1], &value) ||
        !argument_int(vm, given[2], &maximum))
        return NULL;
    if (!object_is_str(vm, given[3])) {
        argument_refuse_named(vm, "SemLock", "name", "str", given[3]);
        return NULL;
    }
    if (!argument_truth(vm, given[4], &unlinks)) return NULL;
    if (kind != SEMAPHORE_IS_RECURSIVE && kind != SEMAPHORE_IS_PLAIN)
        return raise(vm, ERROR_SEMAPHORE_KIND);
    if (!open_named(vm, given[3], O_CREAT | O_EXCL, value, unlinks, &handle)) return NULL;
    // One without a name any more is only known by its number.
    Object *name = unlinks ? vm->objects->none : given[3];
    return semaphore_for(vm, type, handle, kind, maximum, name);
}

static Object *semaphore_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[5];
    if (!arguments_bind(vm, "SemLock", "(kind, value, maxvalue, name, unlink)", arguments, values))
        return NULL;
    Object *semaphore = make(vm, type, values);
    arguments_unbind(vm, values, 5);
    return semaphore;
}

static Object *semaphore_method__rebuild(Vm *vm, const Slot *arguments) {
    int kind, maximum;
    int64_t handle;
    Object *name = arguments[4].object;
    if (!argument_int64(vm, arguments[1].object, &handle) ||
        !argument_int(vm, arguments[2].object, &kind) ||
        !argument_int(vm, arguments[3].object, &maximum))
        return NULL;
    if (name != vm->objects->none && !open_named(vm, name, 0, 0, 0, &handle)) return NULL;
    return semaphore_for(vm, (Type *)arguments[0].object, handle, kind, maximum, name);
}

static void semaphore_finish(Vm *vm, Object *object) {
    Semaphore *semaphore = (Semaphore *)object;
    if (semaphore->handle != 0) (void)ask_handle(vm, WORLD_SEMAPHORE_CLOSE, semaphore->handle, 0);
    semaphore->handle = 0;
}

// --- taking ---

// Waits until the deadline; *result is 0, -ETIMEDOUT or another error. False: raised. With
// other threads around it is tried again and again.
static bool await(Vm *vm, const Semaphore *semaphore, int64_t deadline, int64_t *result) {
    for (;;) {
        bool is_alone = threads_count(vm) == 0;
        int64_t rest = -1;
        if (deadline != THREAD_FOREVER) {
            rest = deadline - world_clock(vm->world, WORLD_CLOCK_MONOTONIC);
            if (rest < 0) rest = 0;
        }
        *result = ask_handle(vm, WORLD_SEMAPHORE_WAIT, semaphore->handle, is_alone ? rest : 0);
        if (*result == -EINTR) {
            if (!outside_handle_signals(vm)) return false;
            continue;
        }
        bool is_over = is_alone || rest == 0 || *result != -ETIMEDOUT;
        if (is_over) return true;
        if (thread_sleep(vm, thread_deadline(vm, PAUSE_NANOSECONDS)) == THREAD_RAISED)
            return false;
    }
}

static bool read_deadline(Vm *vm, Object *given, int64_t *deadline) {
    double seconds;
    *deadline = THREAD_FOREVER;
    if (given == NULL || given == vm->objects->none) return true;
    if (!float_from_object(vm, given, &seconds)) return false;
    int64_t nanoseconds = !(seconds > 0.0)    ? 0
                          : seconds >= 9.0e9  ? INT64_MAX
                                              : (int64_t)(seconds * 1e9);
    *deadline = thread_deadline(vm, nanoseconds);
    return true;
}

static Object *take(Vm *vm, Semaphore *semaphore, int blocks, Object *timeout) {
    int64_t deadline, result;
    if (semaphore->kind == SEMAPHORE_IS_RECURSIVE && is_mine(vm, semaphore)) {
        semaphore->count++;
        return bool_new(vm, 1);
    }
    if (!read_deadline(vm, timeout, &deadline)) return NULL;
    result = ask_handle(vm, WORLD_SEMAPHORE_WAIT, semaphore->handle, 0);
    if (result < 0 && blocks && !await(vm, semaphore, deadline, &result)) return NULL;
    if (result == -ETIMEDOUT) return bool_new(vm, 0);
    if (result < 0) return posix_raise(vm, result);
    semaphore->count++;
    semaphore->owner = thread_get(vm)->ident;
    return bool_new(vm, 1);
}

static Object *semaphore_method_acquire(Vm *vm, const Slot *arguments) {
    int blocks = 1;
    if (arguments[1].object != NULL && !argument_int(vm, arguments[1].object, &blocks))
        return NULL;
    return take(vm, semaphore_of(arguments), blocks, arguments[2].object);
}

static Object *semaphore_method___enter__(Vm *vm, const Slot *arguments) {
    return take(vm, semaphore_of(arguments), 1, NULL);
}

static bool ask_value(Vm *vm, const Semaphore *semaphore, int64_t *value) {
    WorldRequest request = {.operation = WORLD_SEMAPHORE_VALUE, .numbers = {semaphore->handle}};
    return posix_ask(vm, &request, value);
}

static Object *semaphore_method_release(Vm *vm, const Slot *arguments) {
    Semaphore *semaphore = semaphore_of(arguments);
    int64_t value;
    if (semaphore->kind == SEMAPHORE_IS_RECURSIVE) {
        if (!is_mine(vm, semaphore)) return raise(vm, ERROR_SEMAPHORE_OWNER);
        if (semaphore->count > 1) {
            semaphore->count--;
            return none_new(vm);
        }
    } else {
        if (!ask_value(vm, semaphore, &value)) return NULL;
        if (value >= semaphore->maximum) return raise(vm, ERROR_SEMAPHORE_RELEASED);
    }
    int64_t result = ask_handle(vm, WORLD_SEMAPHORE_POST, semaphore->handle, 0);
    if (result < 0) return posix_raise(vm, result);
    semaphore->count--;
    return none_new(vm);
}

static Object *semaphore_method___exit__(Vm *vm, const Slot *arguments) {
    return semaphore_method_release(vm, arguments);
}

// --- asking ---

static Object *semaphore_method__count(Vm *vm, const Slot *arguments) {
    return int_new(vm, semaphore_of(arguments)->count);
}

static Object *semaphore_method__is_mine(Vm *vm, const Slot *arguments) {
    return bool_new(vm, is_mine(vm, semaphore_of(arguments)));
}

static Object *semaphore_method__get_value(Vm *vm, const Slot *arguments) {
    int64_t value;
    return ask_value(vm, semaphore_of(arguments), &value) ? int_new(vm, value) : NULL;
}

static Object *semaphore_method__is_zero(Vm *vm, const Slot *arguments) {
    int64_t value;
    return ask_value(vm, semaphore_of(arguments), &value) ? bool_new(vm, value == 0) : NULL;
}

static Object *semaphore_method__after_fork(Vm *vm, const Slot *arguments) {
    semaphore_of(arguments)->count = 0;
    return none_new(vm);
}

// --- the type ---

static const Method semaphore_methods[] = {
    METHOD(semaphore, acquire, "(self, /, block=True, timeout=None)",
           "Take it, waiting so many seconds at most; False: it was not free in time."),
    METHOD(semaphore, release, "(self, /)", "Give it back."),
    METHOD(semaphore, __enter__, "(self, /)", "Take it."),
    METHOD(semaphore, __exit__, "(self, exc_type=None, exc_value=None, exc_tb=None, /)",
           "Give it back."),
    METHOD(semaphore, _count, "(self, /)", "How often this process has taken it."),
    METHOD(semaphore, _is_mine, "(self, /)", "Has this thread taken it?"),
    METHOD(semaphore, _get_value, "(self, /)", "How often it can be taken now."),
    METHOD(semaphore, _is_zero, "(self, /)", "Can it not be taken now?"),
    CLASS_METHOD(semaphore, _rebuild, "(type, handle, kind, maxvalue, name, /)",
                 "One for a semaphore that exists."),
    METHOD(semaphore, _after_fork, "(self, /)", "Forget, in a child, what the parent took."),
    {0},
};

static const Member semaphore_members[] = {
    {"handle", offsetof(Semaphore, handle), MEMBER_READ_ONLY | MEMBER_IS_INT64, ""},
    {"kind", offsetof(Semaphore, kind), MEMBER_READ_ONLY | MEMBER_IS_INT32, ""},
    {"maxvalue", offsetof(Semaphore, maximum), MEMBER_READ_ONLY | MEMBER_IS_INT32, ""},
    {"name", offsetof(Semaphore, name), MEMBER_READ_ONLY, ""},
    {0},
};

static const TypeDefinition semaphore_definition = {
    .name = "_multiprocessing.SemLock",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE,
    .bytes = sizeof(Semaphore),
    .python_bytes = 56,
    .layout = {.name = "_multiprocessing.SemLock", .fields = semaphore_fields,
               .finish = semaphore_finish},
    .behaviour = {.new = semaphore_new},
    .methods = semaphore_methods,
    .members = semaphore_members,
    .doc = "A semaphore that processes share.",
};

// --- _multiprocessing ---

static Object *multiprocessing_function_sem_unlink(Vm *vm, const Slot *arguments) {
    size_t bytes;
    Object *given = arguments[0].object;
    if (!argument_str(vm, "sem_unlink", 0, given)) return NULL;
    const char *text = str_utf8(vm, (Str *)given, &bytes);
    if (text == NULL) return NULL;
    WorldRequest request = {.operation = WORLD_SEMAPHORE_UNLINK, .texts = {text}};
    Object *result = strlen(text) == bytes ? posix_ask_none(vm, &request)
                                           : raise(vm, ERROR_EMBEDDED_NULL);
    str_utf8_drop(vm, (Str *)given, text, bytes);
    return result;
}

static const Method multiprocessing_functions[] = {
    FUNCTION(multiprocessing, sem_unlink, "(name, /)", "Remove the name of a semaphore."),
    {0},
};

static bool add_limit(Vm *vm, Type *type) {
    Object *most = int_new(vm, SEM_VALUE_MAX);
    Str *name = most == NULL ? NULL : str_new_interned(vm, "SEM_VALUE_MAX", 13);
    bool done = name != NULL && dict_set_str(vm, (Dict *)type->dict.object, name, most) &&
                type_changed(vm, type, name);
    object_drop_or_null(vm, most);
    object_drop_or_null(vm, (Object *)name);
    return done;
}

bool multiprocessing_module_start(Vm *vm, Module *module) {
    static const Constant flags[] = {{"HAVE_SEM_OPEN", 1}, {"HAVE_SEM_TIMEDWAIT", 1}};
    if (!module_add_functions(vm, module, multiprocessing_functions)) return false;
    Type *type = module_add_type(vm, module, &semaphore_definition);
    if (type == NULL || !add_limit(vm, type)) return false;
    Object *dict = constants_new_dict(vm, flags, ARRAY_COUNT(flags));
    return dict != NULL && module_take_set(vm, module, "flags", dict);
}

// --- _posixshmem ---

// Asks with the path of the first argument, which errors name.
static Object *ask_path(Vm *vm, const char *function, Object *given, WorldRequest *request) {
    size_t bytes;
    int64_t result = 0;
    if (!object_is_str(vm, given)) {
        argument_refuse_named(vm, function, "path", "str", given);
        return NULL;
    }
    const char *text = str_utf8(vm, (Str *)given, &bytes);
    if (text == NULL) return NULL;
    request->texts[0] = text;
    bool done = strlen(text) == bytes || raise_false(vm, ERROR_EMBEDDED_NULL);
    done = done && outside_ask(vm, request, &result);
    str_utf8_drop(vm, (Str *)given, text, bytes);
    if (!done) return NULL;
    return result < 0 ? raise_os_error(vm, (int)-result, given) : int_new(vm, result);
}

static Object *posixshmem_function_shm_open(Vm *vm, const Slot *arguments) {
    int flags, mode = 0777;
    if (!argument_int(vm, arguments[1].object, &flags) ||
        (arguments[2].object != NULL && !argument_int(vm, arguments[2].object, &mode)))
        return NULL;
    WorldRequest request = {.operation = WORLD_SHARED_OPEN, .numbers = {flags | O_CLOEXEC, mode}};
    return ask_path(vm, "shm_open", arguments[0].object, &request);
}

static Object *posixshmem_function_shm_unlink(Vm *vm, const Slot *arguments) {
    WorldRequest request = {.operation = WORLD_SHARED_UNLINK};
    Object *result = ask_path(vm, "shm_unlink", arguments[0].object, &request);
    if (result == NULL) return NULL;
    object_drop(vm, result);
    return none_new(vm);
}

static const Method posixshmem_functions[] = {
    FUNCTION(posixshmem, shm_open, "(path, flags, mode=511)", "Open memory that processes share."),
    FUNCTION(posixshmem, shm_unlink, "(path)", "Remove its name."),
    {0},
};

bool posixshmem_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "Memory that processes share.") &&
           module_add_functions(vm, module, posixshmem_functions);
}
