// The module resource: limits of a process, and what it used.

#define _GNU_SOURCE

#include "modules/resource.h"

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/struct_sequence.h"
#include "runtime/outside.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#define RESOURCE(name) static Object *resource_function_##name(Vm *vm, const Slot *arguments)

// --- struct_rusage ---

static const StructField usage_fields[] = {
    {"ru_utime", "seconds that the program ran"},
    {"ru_stime", "seconds that the system ran for it"},
    {"ru_maxrss", "the most memory that it had, in KiB"},
    {"ru_ixrss", "memory shared with others"},
    {"ru_idrss", "memory of its own"},
    {"ru_isrss", "memory of its stack"},
    {"ru_minflt", "faults without input"},
    {"ru_majflt", "faults with input"},
    {"ru_nswap", "how often it was swapped out"},
    {"ru_inblock", "blocks read"},
    {"ru_oublock", "blocks written"},
    {"ru_msgsnd", "messages sent"},
    {"ru_msgrcv", "messages received"},
    {"ru_nsignals", "signals received"},
    {"ru_nvcsw", "how often it gave its turn away"},
    {"ru_nivcsw", "how often its turn was taken"},
};

static const StructSequence struct_rusage = {
    .name = "resource.struct_rusage",
    .doc = "What getrusage() tells of a process: times in seconds, memory in KiB, counts.",
    .fields = usage_fields,
    .field_count = ARRAY_COUNT(usage_fields),
    .visible_count = ARRAY_COUNT(usage_fields),
};

static Object *seconds_new(Vm *vm, int64_t microseconds) {
    return float_new(vm, (double)(microseconds / 1000000) +
                             (double)(microseconds % 1000000) * 0.000001);
}

Object *resource_usage_new(Vm *vm, const WorldUsage *usage) {
    Object *values[ARRAY_COUNT(usage_fields)] = {
        seconds_new(vm, usage->user_microseconds), seconds_new(vm, usage->system_microseconds),
    };
    for (size_t i = 2; i < ARRAY_COUNT(values); i++)
        values[i] = int_new(vm, usage->counts[i - 2]);
    return struct_sequence_take(vm, &struct_rusage, values);
}

RESOURCE(getrusage) {
    int who;
    int64_t result;
    WorldUsage usage;
    if (!argument_int(vm, arguments[0].object, &who)) return NULL;
    WorldRequest request = {.operation = WORLD_USAGE, .numbers = {who}, .out = &usage,
                            .out_bytes = sizeof usage};
    if (!outside_ask(vm, &request, &result)) return NULL;
    if (result == -EINVAL) return raise(vm, ERROR_RESOURCE_WHO);
    return result < 0 ? posix_raise(vm, result) : resource_usage_new(vm, &usage);
}

// --- limits ---

static bool read_number(Vm *vm, Object *given, int *number) {
    if (!argument_int(vm, given, number)) return false;
    return (*number >= 0 && *number < RLIM_NLIMITS) || raise_false(vm, ERROR_RESOURCE_NUMBER);
}

// Both of an iterable of limits.
static bool read_limits(Vm *vm, Object *given, int64_t *limits) {
    Tuple *pair = tuple_new_from_iterable(vm, given);
    if (pair == NULL) return false;
    bool done = pair->count == 2 ? argument_int64(vm, pair->items[0].object, &limits[0]) &&
                                       argument_int64(vm, pair->items[1].object, &limits[1])
                                 : raise_false(vm, ERROR_RESOURCE_PAIR);
    object_drop(vm, (Object *)pair);
    return done;
}

// (soft, hard) as they were; limits NULL: they are only asked for.
static Object *ask_limits(Vm *vm, int process, int number, const int64_t *limits) {
    int64_t former[2], result;
    WorldRequest request = {
        .operation = WORLD_LIMIT, .numbers = {number, process}, .in = limits,
        .in_bytes = limits != NULL ? sizeof former : 0, .out = former, .out_bytes = sizeof former,
    };
    if (!outside_ask(vm, &request, &result)) return NULL;
    if (result == -EINVAL) return raise(vm, ERROR_RESOURCE_ORDER);
    if (result == -EPERM && limits != NULL) return raise(vm, ERROR_RESOURCE_RAISE);
    if (result < 0) return posix_raise(vm, result);
    Object *soft = int_new(vm, former[0]), *hard = int_new(vm, former[1]);
    Tuple *pair = soft == NULL || hard == NULL ? NULL : tuple_pack(vm, 2, soft, hard);
    object_drop_or_null(vm, soft);
    object_drop_or_null(vm, hard);
    return (Object *)pair;
}

RESOURCE(getrlimit) {
    int number;
    return read_number(vm, arguments[0].object, &number) ? ask_limits(vm, 0, number, NULL) : NULL;
}

RESOURCE(setrlimit) {
    int number;
    int64_t limits[2];
    Object *given = arguments[1].object;
    if (!argument_int(vm, arguments[0].object, &number) ||
        !posix_audit(vm, "resource.setrlimit", "io", (int64_t)number, given) ||
        !read_number(vm, arguments[0].object, &number) || !read_limits(vm, given, limits))
        return NULL;
    Object *former = ask_limits(vm, 0, number, limits);
    if (former == NULL) return NULL;
    object_drop(vm, former);
    return none_new(vm);
}

RESOURCE(prlimit) {
    int process, number;
    int64_t limits[2];
    const Tuple *given = (const Tuple *)arguments[0].object;
    if (given->count < 2 || given->count > 3) return raise(vm, ERROR_RESOURCE_COUNT);
    Object *wanted = given->count == 3 ? given->items[2].object : vm->objects->none;
    if (!argument_process(vm, given->items[0].object, &process) ||
        !argument_int(vm, given->items[1].object, &number) ||
        !posix_audit(vm, "resource.prlimit", "iio", (int64_t)process, (int64_t)number, wanted) ||
        !read_number(vm, given->items[1].object, &number))
        return NULL;
    if (given->count == 2) return ask_limits(vm, process, number, NULL);
    return read_limits(vm, wanted, limits) ? ask_limits(vm, process, number, limits) : NULL;
}

RESOURCE(getpagesize) {
    int64_t size, result;
    (void)arguments;
    WorldRequest request = {.operation = WORLD_CONFIGURATION, .numbers = {_SC_PAGESIZE},
                            .out = &size, .out_bytes = sizeof size};
    return posix_ask(vm, &request, &result) ? int_new(vm, size) : NULL;
}

static const Method functions[] = {
    FUNCTION(resource, getrusage, "(who, /)", "What the process or its children used."),
    FUNCTION(resource, getrlimit, "(resource, /)", "A limit of the process: (soft, hard)."),
    {"prlimit", resource_function_prlimit, "(*arguments)",
     "The limit of any process, and set it: prlimit(pid, resource, [limits]).",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(resource, setrlimit, "(resource, limits, /)", "Set a limit of the process."),
    FUNCTION(resource, getpagesize, "()", "Bytes of a page of memory."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(RLIMIT_CPU) CONSTANT(RLIMIT_FSIZE) CONSTANT(RLIMIT_DATA) CONSTANT(RLIMIT_STACK)
    CONSTANT(RLIMIT_CORE) CONSTANT(RLIMIT_NOFILE) CONSTANT(RLIMIT_OFILE) CONSTANT(RLIMIT_AS)
    CONSTANT(RLIMIT_RSS) CONSTANT(RLIMIT_NPROC) CONSTANT(RLIMIT_MEMLOCK)
    CONSTANT(RLIMIT_MSGQUEUE) CONSTANT(RLIMIT_NICE) CONSTANT(RLIMIT_RTPRIO)
    CONSTANT(RLIMIT_RTTIME) CONSTANT(RLIMIT_SIGPENDING) CONSTANT(RUSAGE_SELF)
    CONSTANT(RUSAGE_CHILDREN) CONSTANT(RUSAGE_THREAD) CONSTANT(RLIM_INFINITY)
};

bool resource_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set(vm, module, "error", &exception_type(vm, EXCEPTION_OSError)->base) &&
           posix_add_type(vm, module, "struct_rusage", &struct_rusage) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants));
}
