// Who the process is, and when it gets its turns.

#include "modules/posix.h"

#include "base/host.h"
#include "objects/arguments.h"
#include "objects/float.h"
#include "objects/set.h"

#include <limits.h>
#include <linux/limits.h>
#include <string.h>

GIVE(identities) {
    const int64_t *numbers = run->room;
    Tuple *tuple = tuple_new(vm, 3);
    for (int i = 0; tuple != NULL && i < 3; i++) {
        Object *number = int_new(vm, numbers[i]);
        if (number == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], number);
    }
    return (Object *)tuple;
}

// --- groups ---

// The list of the world's answer to GROUPS.
static Object *ask_groups(Vm *vm, WorldRequest *request) {
    char *bytes;
    int64_t size;
    if (!posix_ask_all(vm, request, NULL, &bytes, &size)) return NULL;
    const uint32_t *groups = (const uint32_t *)(const void *)bytes;
    List *list = list_new(vm, 0);
    bool done = list != NULL;
    for (size_t i = 0; done && i < (size_t)size / sizeof(uint32_t); i++)
        done = list_take_add(vm, list, int_new(vm, groups[i]));
    host_release(bytes);
    if (done) return (Object *)list;
    object_drop_or_null(vm, (Object *)list);
    return NULL;
}

POSIX(getgroups) {
    (void)arguments;
    WorldRequest request = {.operation = WORLD_GROUPS};
    return ask_groups(vm, &request);
}

POSIX(getgrouplist) {
    int64_t group;
    size_t bytes;
    Object *user = arguments[0].object;
    if (!argument_str(vm, "getgrouplist", 1, user)) return NULL;
    const char *name = str_utf8(vm, (Str *)user, &bytes);
    if (name == NULL) return NULL;
    Object *groups = NULL;
    if (strlen(name) != bytes) {
        raise(vm, ERROR_EMBEDDED_NULL);
    } else if (argument_identity(vm, "gid", arguments[1].object, &group)) {
        WorldRequest request = {.operation = WORLD_GROUPS, .numbers = {group}, .texts = {name}};
        groups = ask_groups(vm, &request);
    }
    str_utf8_drop(vm, (Str *)user, name, bytes);
    return groups;
}

static bool read_groups(Vm *vm, Object *sequence, int64_t count, uint32_t *groups) {
    for (int64_t i = 0; i < count; i++) {
        int64_t group;
        Object *item = argument_load_item(vm, sequence, i);
        if (item == NULL) return false;
        bool done = object_is_int(vm, item) ? argument_identity(vm, "gid", item, &group)
                                            : raise_false(vm, ERROR_POSIX_GROUPS_ITEM);
        object_drop(vm, item);
        if (!done) return false;
        groups[i] = (uint32_t)group;
    }
    return true;
}

POSIX(setgroups) {
    int64_t count;
    Object *sequence = arguments[0].object, *result = NULL;
    if (!argument_is_sequence(vm, sequence)) return raise(vm, ERROR_POSIX_GROUPS_TYPE);
    if (!object_length(vm, sequence, &count)) return NULL;
    if (count > NGROUPS_MAX) return raise(vm, ERROR_POSIX_GROUPS_COUNT);
    size_t bytes = (size_t)count * sizeof(uint32_t);
    uint32_t *groups = system_new(vm, bytes + 1);
    if (groups == NULL) return NULL;
    if (read_groups(vm, sequence, count, groups)) {
        WorldRequest request = {.operation = WORLD_SET_GROUPS, .in = groups, .in_bytes = bytes};
        result = posix_ask_none(vm, &request);
    }
    system_drop(vm, groups, bytes + 1);
    return result;
}

// --- sched_param ---

static Object *sched_param_make(Vm *vm, Type *type, const Arguments *arguments);

static const StructField sched_param_fields[] = {
    {"sched_priority", "the priority"},
};

static const StructSequence sched_param = {
    .name = "posix.sched_param",
    .doc = "sched_param(sched_priority)\n--\n\nWhat a scheduler is told beside the policy.",
    .fields = sched_param_fields,
    .field_count = 1,
    .visible_count = 1,
    .new = sched_param_make,
};

// An instance of the type, or of a class that derives from it.
static Object *sched_param_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *priority;
    if (!arguments_bind(vm, "sched_param", "(sched_priority)", arguments, &priority))
        return NULL;
    Tuple *row = tuple_pack(vm, 1, priority);
    arguments_unbind(vm, &priority, 1);
    Slot values[1];
    if (row == NULL) return NULL;
    slots_init(values, 1);
    slot_store(&values[0], (Object *)row);
    Object *made = struct_sequence_make(vm, type, &(Arguments){values, 1, NULL});
    object_drop(vm, (Object *)row);
    return made;
}

bool posix_add_schedule(Vm *vm, Module *module) {
    return posix_add_type(vm, module, "sched_param", &sched_param);
}

GIVE(sched_param) {
    Object *const values[] = {int_new(vm, run->result)};
    return struct_sequence_take(vm, &sched_param, values);
}

bool posix_read_priority(Vm *vm, Object *object, int *priority) {
    int64_t wide;
    Type *type = struct_sequence_load_type(vm, &sched_param);
    if (type == NULL) return false;
    if (object_type(vm, object) != type) return raise_false(vm, ERROR_POSIX_PARAMETERS);
    if (!argument_int64(vm, ((Tuple *)object)->items[0].object, &wide)) return false;
    if (wide < INT_MIN || wide > INT_MAX) return raise_false(vm, ERROR_POSIX_PRIORITY_LIMIT);
    *priority = (int)wide;
    return true;
}

static Object *set_scheduler(Vm *vm, Object *process, Object *policy, Object *parameters) {
    int pid, number = -1, priority;
    if (!argument_process(vm, process, &pid) ||
        (policy != NULL && !argument_int(vm, policy, &number)) ||
        !posix_read_priority(vm, parameters, &priority))
        return NULL;
    WorldRequest request = {.operation = WORLD_SET_SCHEDULER, .numbers = {pid, number, priority}};
    return posix_ask_none(vm, &request);
}

POSIX(sched_setscheduler) {
    return set_scheduler(vm, arguments[0].object, arguments[1].object, arguments[2].object);
}

POSIX(sched_setparam) {
    return set_scheduler(vm, arguments[0].object, NULL, arguments[1].object);
}

GIVE(interval) {
    const int64_t *numbers = run->room;
    return float_new(vm, (double)numbers[0] + 1e-9 * (double)numbers[1]);
}

// --- processors ---

static bool add_processors(Vm *vm, Set *set, const uint8_t *bits, int64_t bytes) {
    for (int64_t i = 0; i < bytes * 8; i++) {
        if ((bits[i / 8] >> (i % 8) & 1) == 0) continue;
        Object *number = int_new(vm, i);
        bool done = number != NULL && set_add(vm, set, number);
        object_drop_or_null(vm, number);
        if (!done) return false;
    }
    return true;
}

POSIX(sched_getaffinity) {
    int process;
    char *bits;
    int64_t bytes;
    if (!argument_process(vm, arguments[0].object, &process)) return NULL;
    WorldRequest request = {.operation = WORLD_AFFINITY, .numbers = {process}, .out_bytes = 128};
    if (!posix_ask_all(vm, &request, NULL, &bits, &bytes)) return NULL;
    Set *set = set_new(vm);
    bool done = set != NULL && add_processors(vm, set, (const uint8_t *)bits, bytes);
    host_release(bits);
    if (done) return (Object *)set;
    object_drop_or_null(vm, (Object *)set);
    return NULL;
}

typedef struct Processors {
    uint8_t *bits;      // owns: system memory
    size_t bytes;
} Processors;

static bool processors_add(Vm *vm, Processors *processors, Object *item) {
    int64_t number;
    if (!object_is_int(vm, item))
        return raise_false(vm, ERROR_POSIX_PROCESSOR_TYPE, &object_type(vm, item)->base);
    Found found = int_find_value(vm, item, &number);
    if (found == FOUND && number < 0) return raise_false(vm, ERROR_POSIX_PROCESSOR_NEGATIVE);
    if (found != FOUND && number > 0) return raise_false(vm, ERROR_INT_TO_C_LONG);
    if (found != FOUND) return raise_false(vm, ERROR_POSIX_PROCESSOR_NEGATIVE);
    if (number > INT_MAX - 1) return raise_false(vm, ERROR_POSIX_PROCESSOR_LARGE);
    size_t needed = ((size_t)number / 64 + 1) * 8;
    if (needed > processors->bytes) {
        uint8_t *larger = system_resize(vm, processors->bits, processors->bytes, needed);
        if (larger == NULL) return false;
        processors->bits = larger;
        processors->bytes = needed;
    }
    processors->bits[number / 8] |= (uint8_t)(1 << number % 8);
    return true;
}

static bool processors_read(Vm *vm, Processors *processors, Object *iterable) {
    Object *iterator = object_iterate(vm, iterable), *item;
    bool done = iterator != NULL;
    while (done && (item = object_next(vm, iterator)) != NULL) {
        done = processors_add(vm, processors, item);
        object_drop(vm, item);
    }
    object_drop_or_null(vm, iterator);
    return done && !raised(vm);
}

POSIX(sched_setaffinity) {
    int process;
    Processors processors = {NULL, 0};
    Object *result = NULL;
    if (!argument_process(vm, arguments[0].object, &process)) return NULL;
    if (processors_read(vm, &processors, arguments[1].object)) {
        WorldRequest request = {.operation = WORLD_SET_AFFINITY, .numbers = {process},
                                .in = processors.bits, .in_bytes = processors.bytes};
        result = posix_ask_none(vm, &request);
    }
    system_drop(vm, processors.bits, processors.bytes);
    return result;
}
