// Machines: their start and end.

#include "api/machine.h"

#include "api/record.h"

#include "base/host.h"
#include "base/poison.h"
#include "memory/cycles.h"
#include "memory/verify.h"
#include "modules/gc.h"
#include "modules/sys.h"
#include "objects/exception.h"
#include "record/inputs.h"
#include "runtime/observe.h"

#include <string.h>

enum {
    STACK_BYTES = 64 << 20,
    STACK_RESERVE_BYTES = 256 << 10,   // what C code below the check may use
};

// --- what the heap asks ---

// Before the runtime stands there is nothing to raise with: the start just fails.
static void raise_out_of_memory(Vm *vm) {
    if (vm->runtime != NULL) raise_memory_error(vm);
}

// Once the threads have ended no code of the program runs any more.
static bool may_run(Vm *vm) {
    return vm->runtime != NULL && runtime_of(vm)->threads != NULL;
}

static bool has_finalizer(Vm *vm, Object *object) {
    return may_run(vm) && (object_type(vm, object)->flags & TYPE_HAS_FINALIZER) != 0;
}

static void finalize(Vm *vm, Object *object) {
    Object *aside = raised_take(vm);
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->finalize != NULL && !behaviour->finalize(vm, object))
        raised_report_unraisable(vm, NULL, object);
    raised_restore(vm, aside);
}

static void weak_callback(Vm *vm, Object *reference, Object *callback) {
    if (!may_run(vm)) return;
    Object *aside = raised_take(vm);
    // A function holds its argument itself; other callees could drop the last reference.
    bool is_held = callback->kind != KIND_FUNCTION;
    if (is_held) object_share(reference);
    Object *result = object_call_with(vm, callback, 1, reference);
    if (is_held) object_drop(vm, reference);
    if (result == NULL) raised_report_unraisable(vm, NULL, callback);
    object_drop_or_null(vm, result);
    raised_restore(vm, aside);
}

static void collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                       int64_t uncollectable) {
    gc_collecting(vm, phase, generation, collected, uncollectable);
    if (strcmp(phase, "stop") == 0)
        observe_collection(vm, generation, collected + uncollectable);
}

static void visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    objects_visit_roots(vm, visit, context);
    if (vm->runtime != NULL) runtime_visit_roots(vm, visit, context);
}

static const Hooks hooks = {
    .out_of_memory = raise_out_of_memory,
    .has_finalizer = has_finalizer,
    .finalize = finalize,
    .weak_callback = weak_callback,
    .collecting = collecting,
    .collector_note = gc_note,
    .save_garbage = gc_save_garbage,
    .visit_roots = visit_roots,
    .digest = runtime_digest,
};

// --- the machine's own stack ---

static void run_tasks(void *argument) {
    NametagMachine *machine = argument;
    for (;;) {
        machine->task(machine);
        stack_switch(&machine->main, &machine->host);
    }
}

void machine_write_error(const NametagMachine *machine, const char *text) {
    (void)world_write_all(machine->world, 2, text, strlen(text));
}

const char *machine_get_name(const NametagMachine *machine) {
    return machine->options->name != NULL ? machine->options->name : "nametag";
}

void machine_run(NametagMachine *machine, void (*task)(NametagMachine *machine)) {
    machine->task = task;
    stack_switch(&machine->host, &machine->main);
}

// --- start and end ---

// What was given, in the words of modules/.
static void take_options(Settings *settings, const NametagOptions *options) {
    const NametagSwitches *switches = &options->switches;
    *settings = (Settings){
#define SWITCH(name, variable, counts, extension, doc) .name = switches->name,
#include "modules/settings.def"
#undef SWITCH
        .arguments = {options->arguments, options->argument_count},
        .original = {options->originals, options->original_count},
        .warnings = {options->warnings, options->warning_count},
        .extensions = {options->extensions, options->extension_count},
        .version = nametag_version(),
        .library = options->library,
        .executable = options->executable,
        .script_folder = options->script_folder,
        .check_hash_pycs = options->check_hash_pycs,
        .handles_signals = options->handles_signals,
    };
}

const char *nametag_version(void) {
    return "3.11.2 (nametag " NAMETAG_VERSION ") [GCC " __VERSION__ "]";
}

const char *machine_get_library(const NametagMachine *machine) {
    return machine->settings.library_found;
}

static void set_runtime(NametagMachine *machine) {
    const NametagOptions *options = machine->options;
    Runtime *runtime = runtime_of(machine->vm);
    runtime->c_stack_limit = machine->stack_memory + STACK_RESERVE_BYTES;
    runtime->mode = (LoopMode)options->mode;
    runtime->lines_wanted = options->mode == NAMETAG_WATCHED || options->tells_lines;
}

static void prepare_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    if (!objects_start(vm, machine->settings.hash_key) || !runtime_start(vm)) return;
    set_runtime(machine);
    machine->has_started = modules_prepare(vm, &machine->settings);
}

// The common part has failed: says why.
static void refuse_task(NametagMachine *machine) {
    if (machine->vm->objects == NULL || !raised(machine->vm)) return;
    modules_start_output(machine->vm, &machine->settings);
    machine_finish_raised(machine);
}

static void start_task(NametagMachine *machine) {
    set_runtime(machine);
    machine->has_started = false;   // for what is shown meanwhile
    machine->has_started = modules_start(machine->vm, &machine->settings);
    if (!machine->has_started && raised(machine->vm)) machine_finish_raised(machine);
}

static void drop_worlds(NametagMachine *machine) {
    if (machine->inputs != NULL) world_drop(inputs_get_world(machine->inputs));
    world_drop(machine->world);
}

// Ends what a machine that did not start has.
static void drop_parts(NametagMachine *machine) {
    machine_record_end(machine, machine->status);
    if (machine->vm != NULL) heap_drop(heap_of(machine->vm));
    settings_done(&machine->settings);
    machine_forget_program(machine);
    drop_worlds(machine);
    machine_replay_drop(machine->replay);
    host_release(machine);
}

// Memory that is new, or begins with an image.
static bool start_memory(NametagMachine *machine, MachineStart *start) {
    HeapLimits limits = {.object_bytes_max = machine->options->object_bytes_max};
    Heap *heap = machine_start_begin(start, &limits);
    machine->has_started = heap != NULL;
    if (heap == NULL) heap = heap_new(&limits, start->world.inner);
    if (heap == NULL) return false;
    machine->vm = &heap->vm;
    heap->hooks = &hooks;
    return true;
}

static bool start_stack(NametagMachine *machine) {
    machine->stack_memory = heap_stack_new(machine->vm, STACK_BYTES);
    if (machine->stack_memory == NULL) return false;
    stack_start(&machine->main, machine->stack_memory, STACK_BYTES, run_tasks, machine);
    return true;
}

static void refuse(const NametagMachine *machine, const char *head, const char *text,
                   const char *tail) {
    machine_write_error(machine, head);
    machine_write_error(machine, text);
    machine_write_error(machine, tail);
}

static bool refuse_memory(const NametagMachine *machine) {
    refuse(machine, machine_get_name(machine), ": there is not enough memory to start", "\n");
    return false;
}

// The common part of the start, unless an image has it. False: that failed.
static bool prepare(NametagMachine *machine, MachineStart *start) {
    Vm *vm = machine->vm;
    if (machine->has_started) return start_stack(machine);
    if (!start_stack(machine)) return false;
    vm->world = &start->world;
    machine_run(machine, prepare_task);
    vm->world = start->world.inner;
    if (!machine->has_started) {
        machine_run(machine, refuse_task);
        return false;
    }
    heap_stack_drop(vm, machine->stack_memory, STACK_BYTES);
    machine_start_keep(start, vm);
    return start_stack(machine);
}

static bool run_start(NametagMachine *machine, MachineStart *start) {
    if (!start_memory(machine, start)) return false;
    heap_plan_failure(machine->vm, machine->options->fail_start);
    if (!prepare(machine, start)) return false;
    machine_run(machine, start_task);
    heap_plan_failure(machine->vm, 0);
    return machine->has_started;
}

static bool refuse_settings(const NametagMachine *machine, const char *wrong) {
    bool is_early = strncmp(wrong, "preconfig", 9) == 0;
    refuse(machine, "Fatal Python error: ", wrong,
           is_early ? "\nPython runtime state: preinitializing\n\n"
                    : "\nPython runtime state: preinitialized\n\n");
    return false;
}

// Everything up to where the program could begin; false: that has been said.
static bool start(NametagMachine *machine) {
    World *world = machine_add_editor(machine, machine->world);
    const char *recording = machine->options->recording;
    if (machine->inputs != NULL) inputs_set_inner(machine->inputs, world);
    else if (machine->options->records || recording != NULL) machine->inputs = inputs_new(world);
    if (machine->inputs != NULL) world = inputs_get_world(machine->inputs);
    if (recording != NULL && (machine->inputs == NULL || !machine_record_start(machine)))
        return false;
    take_options(&machine->settings, machine->options);
    const char *wrong = settings_complete(&machine->settings, world);
    if (wrong != NULL) return refuse_settings(machine, wrong);
    if (!sys_find_places(&machine->settings, world)) return refuse_memory(machine);
    if (machine->recorder != NULL) {
        recorder_add_folder(machine->recorder, machine->settings.library_found);
        recorder_add_folder(machine->recorder, machine->settings.cache);
    }
    MachineStart plan;
    machine_start_plan(&plan, machine, world);
    bool done = run_start(machine, &plan);
    machine_start_done(&plan);
    if (!done && machine->status == 0) return refuse_memory(machine);
    return done;
}

// What makes the run harder, for tests; not while the machine starts.
static void plan_trouble(const NametagMachine *machine) {
    const NametagOptions *options = machine->options;
    uint32_t modes = (options->keeps_freed ? HEAP_KEEPS_FREED : 0) |
                     (options->always_collects ? HEAP_ALWAYS_COLLECTS : 0);
    if (options->always_collects) cycles_freeze(machine->vm);
    if (modes != 0) heap_set_modes(machine->vm, modes);
}

uint64_t nametag_plan_failure(NametagMachine *machine, uint64_t nth) {
    if (machine == NULL) return host_plan_failure(nth);
    uint64_t left = heap_of(machine->vm)->failure_countdown;
    heap_plan_failure(machine->vm, nth);
    return left;
}

NametagMachine *machine_new(const NametagOptions *options, World *world, Inputs *inputs) {
    NametagMachine *machine = host_allocate(sizeof(NametagMachine));
    if (machine == NULL) return NULL;
    memset(machine, 0, sizeof(NametagMachine));
    machine->options = options;
    machine->world = world;
    machine->inputs = inputs;
    if (start(machine)) {
        plan_trouble(machine);
        return machine;
    }
    // What the caller has given it keeps.
    machine_record_end(machine, 1);
    if (inputs != NULL) machine->inputs = NULL;
    machine->world = NULL;
    drop_parts(machine);
    return NULL;
}

NametagMachine *nametag_machine_new(const NametagOptions *options) {
    if (options->abi != NAMETAG_ABI) return NULL;
    World *world = world_real_new();
    NametagMachine *machine = world == NULL ? NULL : machine_new(options, world, NULL);
    if (machine == NULL) world_drop(world);
    return machine;
}

static void end_task(NametagMachine *machine) {
    machine->status = modules_end(machine->vm, machine->status);
}

int nametag_end(NametagMachine *machine, int status) {
    if (machine->has_ended || machine->time != NULL) return status;
    machine->has_ended = true;
    machine->status = status;
    machine_run(machine, end_task);
    machine_record_end(machine, machine->status);
    return machine->status;
}

static void done_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    raised_clear(vm);
    if (machine->options->always_collects) cycles_unfreeze(vm);
    modules_done(vm);
    runtime_done(vm);
    objects_done(vm);
    runtime_drop(vm);
}

static void show_left(Vm *vm, Object *object, void *context) {
    machine_show_fault(vm, "left after the end", object, 0, object->count, context);
}

static void show_system_left(Vm *vm, size_t bytes, void *context) {
    NametagMachine *machine = context;
    machine_show_fault(vm, "system memory left after the end", NULL, 0, (int64_t)bytes, machine);
    machine->heap_faults++;
}

// After the end nothing may be left; what is counts as faults, with those found before.
static int64_t count_left(NametagMachine *machine) {
    Vm *vm = machine->vm;
    int64_t objects = (int64_t)heap_usage(vm).object_count;
    heap_each(vm, show_left, machine);
    verify_each_system(vm, show_system_left, machine);
    return machine->heap_faults + objects;
}

// May the process just end?
static bool is_end_unseen(const NametagMachine *machine) {
    const NametagOptions *options = machine->options;
    return options->ends_process && !options->verifies && !options->tells_lines &&
           options->mode == NAMETAG_REGISTER && !POISON_IS_ON && machine->rewind == NULL &&
           modules_end_is_unseen(machine->vm);
}

int64_t nametag_machine_finish(NametagMachine *machine) {
    if (machine == NULL) return 0;
    heap_plan_failure(machine->vm, 0);
    // A run with a timeline is left where it stands.
    bool is_left = machine->time != NULL;
    machine_time_done(machine);
    if (is_left) {
        drop_parts(machine);
        return 0;
    }
    (void)nametag_end(machine, 0);
    if (is_end_unseen(machine)) return machine->heap_faults;
    machine_run(machine, done_task);
    int64_t findings = machine_explain_done(machine);
    findings += machine->options->verifies ? count_left(machine) : machine->heap_faults;
    machine_lines_done(machine);
    machine_rewind_done(machine);
    drop_parts(machine);
    return findings;
}

void nametag_machine_drop(NametagMachine *machine) {
    (void)nametag_machine_finish(machine);
}

int64_t nametag_figure(NametagMachine *machine, const char *name) {
    const Runtime *runtime = runtime_of(machine->vm);
    if (strcmp(name, "functions_refused") == 0) return runtime->functions_refused;
    if (strcmp(name, "functions_lowered") == 0) return runtime->functions_lowered;
    if (strcmp(name, "heap_faults") == 0) return machine->heap_faults;
    return -1;
}
