// Machines: start, end, and programs run as __main__.

#include "api/machine.h"

#include "base/host.h"
#include "compile/source.h"
#include "memory/cycles.h"
#include "memory/verify.h"
#include "modules/stream.h"
#include "modules/sys.h"
#include "modules/warnings.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "record/inputs.h"
#include "runtime/observe.h"
#include "runtime/report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum {
    STACK_BYTES = 64 << 20,
    STACK_RESERVE_BYTES = 256 << 10,   // what C code below the check may use
    READ_BYTES = 65536,
};

// --- what the heap asks ---

static void raise_out_of_memory(Vm *vm) {
    raise_memory_error(vm);
}

static bool has_finalizer(Vm *vm, Object *object) {
    return (object_type(vm, object)->flags & TYPE_HAS_FINALIZER) != 0;
}

static void finalize(Vm *vm, Object *object) {
    Object *aside = raised_take(vm);
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->finalize != NULL && !behaviour->finalize(vm, object))
        raised_report_unraisable(vm, NULL, object);
    raised_restore(vm, aside);
}

static void weak_callback(Vm *vm, Object *reference, Object *callback) {
    Object *aside = raised_take(vm);
    Object *result = object_call_with(vm, callback, 1, reference);
    if (result == NULL) raised_report_unraisable(vm, NULL, callback);
    object_drop_or_null(vm, result);
    raised_restore(vm, aside);
}

static void collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                       int64_t uncollectable) {
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

void machine_run(NametagMachine *machine, void (*task)(NametagMachine *machine)) {
    machine->task = task;
    stack_switch(&machine->host, &machine->main);
}

// --- start and end ---

static void report_unraisable(Vm *vm, Object *exception, const char *where, Object *object) {
    Stream *stream = stream_get_standard(vm, "stderr");
    Object *text = report_format(vm, exception);
    Object *shown = object == NULL ? NULL : object_repr(vm, object);
    Object *head = NULL;
    if (shown == NULL) raised_clear(vm);
    if (shown != NULL)
        head = str_new_format(vm, "%s: %U\n", where != NULL ? where : "Exception ignored in",
                              shown);
    if (stream != NULL && head != NULL && !stream_write(vm, stream, (Str *)head)) raised_clear(vm);
    if (stream != NULL && text != NULL && !stream_write(vm, stream, (Str *)text)) raised_clear(vm);
    object_drop_or_null(vm, head);
    object_drop_or_null(vm, shown);
    object_drop_or_null(vm, text);
    raised_clear(vm);
}

static const char *find_library(const NametagOptions *options) {
    return options->library != NULL ? options->library : "/usr/lib/python3.11";
}

const char *machine_get_library(const NametagMachine *machine) {
    return find_library(machine->options);
}

static void start_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    const NametagOptions *options = machine->options;
    machine->has_failed = true;
    if (!objects_start(vm) || !runtime_start(vm)) return;
    Runtime *runtime = runtime_of(vm);
    runtime->c_stack_limit = machine->stack_memory + STACK_RESERVE_BYTES;
    runtime->mode = (LoopMode)options->mode;
    runtime->lines_wanted = options->mode == NAMETAG_WATCHED;
    vm->objects->unraisable_hook = report_unraisable;
    ModulesOptions modules = {
        .arguments = options->arguments, .argument_count = options->argument_count,
        .library = find_library(options), .executable = options->executable,
        .script_folder = options->script_folder,
    };
    if (!modules_start(vm, &modules)) return;
    machine->has_started = true;
    machine->has_failed = false;
}

static void drop_worlds(NametagMachine *machine) {
    if (machine->inputs != NULL) world_drop(inputs_get_world(machine->inputs));
    world_drop(machine->world);
}

NametagMachine *nametag_machine_new(const NametagOptions *options) {
    if (options->abi != NAMETAG_ABI) return NULL;
    NametagMachine *machine = host_allocate(sizeof(NametagMachine));
    if (machine == NULL) return NULL;
    memset(machine, 0, sizeof(NametagMachine));
    machine->options = options;
    machine->world = world_real_new();
    HeapLimits limits = {.object_bytes_max = options->object_bytes_max};
    if (machine->world != NULL && options->records) machine->inputs = inputs_new(machine->world);
    World *world = machine->inputs != NULL ? inputs_get_world(machine->inputs) : machine->world;
    Heap *heap = world == NULL ? NULL : heap_new(&limits, world);
    if (heap != NULL) {
        machine->vm = &heap->vm;
        heap->hooks = &hooks;
        machine->stack_memory = heap_stack_new(machine->vm, STACK_BYTES);
    }
    if (machine->stack_memory != NULL) {
        stack_start(&machine->main, machine->stack_memory, STACK_BYTES, run_tasks, machine);
        machine_run(machine, start_task);
        if (machine->has_started) {
            heap->failure_countdown = 0;
            if (options->fail_allocation != 0) heap_plan_failure(machine->vm,
                                                                 options->fail_allocation);
            return machine;
        }
    }
    if (heap != NULL) heap_drop(heap);
    drop_worlds(machine);
    host_release(machine);
    return NULL;
}

static void flush_streams(Vm *vm) {
    static const char *const names[] = {"stdout", "stderr"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        Stream *stream = stream_get_standard(vm, names[i]);
        if (stream != NULL && !stream_flush(vm, stream)) raised_clear(vm);
    }
}

static void end_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    raised_clear(vm);
    flush_streams(vm);
    modules_done(vm);
    runtime_done(vm);
    objects_done(vm);
}

static void show_left(Vm *vm, Object *object, void *context) {
    machine_show_fault(vm, "left after the end", object, 0, object->count, context);
}

// After the end nothing may be left; what is counts as faults, with those found before.
static int64_t count_left(NametagMachine *machine) {
    Vm *vm = machine->vm;
    HeapUsage usage = heap_usage(vm);
    heap_each(vm, show_left, machine);
    if (usage.system_bytes != 0)
        machine_show_fault(vm, "system memory left", NULL, 0, (int64_t)usage.system_bytes, machine);
    return machine->heap_faults + (int64_t)usage.object_count + (usage.system_bytes != 0);
}

int64_t nametag_machine_finish(NametagMachine *machine) {
    if (machine == NULL) return 0;
    heap_plan_failure(machine->vm, 0);
    machine_run(machine, end_task);
    int64_t findings = machine_explain_done(machine);
    if (machine->options->verifies) findings += count_left(machine);
    machine_lines_done(machine);
    heap_drop(heap_of(machine->vm));
    drop_worlds(machine);
    host_release(machine);
    return findings;
}

void nametag_machine_drop(NametagMachine *machine) {
    (void)nametag_machine_finish(machine);
}

// --- running a program ---

static void write_error(NametagMachine *machine, const char *text) {
    (void)world_write_all(machine->world, 2, text, strlen(text));
}

// What SystemExit asks for: a number, nothing, or a text to be shown.
static int exit_status(Vm *vm, const Exception *exit) {
    Object *code = exit->own[EXIT_CODE].object;
    int64_t status;
    if (code == NULL || code == vm->objects->none) return 0;
    if (object_is_int(vm, code))
        return int_find_value(vm, code, &status) == FOUND ? (int)(status & 255) : 255;
    Stream *stream = stream_get_standard(vm, "stderr");
    Object *text = object_str(vm, code);
    if (text != NULL && stream != NULL && stream_write(vm, stream, (Str *)text) &&
        stream_write(vm, stream, vm->objects->characters['\n']))
        raised_clear(vm);
    raised_clear(vm);
    object_drop_or_null(vm, text);
    return 1;
}

// Shows the raised exception through sys.excepthook; gives the status.
static int finish_raised(Vm *vm) {
    Object *exception = raised_take(vm), *hook = NULL;
    int status = 1;
    if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_SystemExit))) {
        status = exit_status(vm, (const Exception *)exception);
    } else {
        flush_streams(vm);
        Object *traceback = ((Exception *)exception)->traceback.object;
        if (traceback == NULL) traceback = vm->objects->none;
        Object *type = (Object *)object_type(vm, exception), *result = NULL;
        if (runtime_find_sys(vm, "excepthook", &hook) == FOUND)
            result = object_call_with(vm, hook, 3, type, exception, traceback);
        raised_clear(vm);
        object_drop_or_null(vm, result);
        object_drop_or_null(vm, hook);
    }
    object_drop(vm, exception);
    return status;
}

static Module *make_main(Vm *vm, const char *path) {
    Module *module = module_new(vm, "__main__");
    if (module == NULL) return NULL;
    Dict *annotations = dict_new(vm);
    Object *file = path == NULL ? NULL : str_new_c(vm, path);
    bool done = annotations != NULL && (path == NULL || file != NULL) &&
        module_set(vm, module, "__annotations__", (Object *)annotations) &&
        module_set(vm, module, "__builtins__", dict_get_str(vm, modules_get_table(vm),
                                                             vm->objects->names.builtins)) &&
        (path == NULL || (module_set(vm, module, "__file__", file) &&
                          module_set(vm, module, "__cached__", vm->objects->none))) &&
        dict_set_c(vm, modules_get_table(vm), "__main__", &module->base);
    object_drop_or_null(vm, (Object *)annotations);
    object_drop_or_null(vm, file);
    if (done) return module;
    object_drop(vm, &module->base);
    return NULL;
}

void machine_show_fault(Vm *vm, const char *what, Object *object, int64_t expected, int64_t found,
                        void *context) {
    char line[256];
    const char *name = object == NULL ? "" : object_type_name(vm, object);
    snprintf(line, sizeof line, "heap: %s: %.80s at 0x%llx: %lld expected, %lld found\n", what,
             name, object == NULL ? 0ull : (unsigned long long)object_address(vm, object),
             (long long)expected, (long long)found);
    write_error(context, line);
}

void machine_run_text(NametagMachine *machine, const char *file) {
    Vm *vm = machine->vm;
    Module *module = make_main(vm, file);
    Object *filename = str_new_c(vm, machine->path), *value = NULL;
    if (module != NULL && filename != NULL) {
        CompileOptions options = {.warn = warnings_of_syntax, .source = machine->text,
                                  .source_size = machine->text_bytes};
        Code *code = source_compile(vm, machine->text, machine->text_bytes, (Str *)filename,
                                    PARSE_EXEC, file != NULL ? PARSE_SOURCE_IS_FILE : 0, &options);
        cycles_forget_counts(vm);
        if (code != NULL) machine_explain_start(machine);
        if (code != NULL)
            value = runtime_run_code(vm, code, module_get_dict(module), NULL, NULL);
        object_drop_or_null(vm, (Object *)code);
    }
    object_drop_or_null(vm, filename);
    object_drop_or_null(vm, (Object *)module);
    machine->status = value != NULL ? 0 : finish_raised(vm);
    object_drop_or_null(vm, value);
    flush_streams(vm);
    machine_explain_exit(machine);
    if (machine->options->verifies)
        machine->heap_faults += verify_report(vm, VERIFY_COUNTS_EXACT, machine_show_fault, machine);
}

static void text_task(NametagMachine *machine) {
    machine_run_text(machine, NULL);
}

static void file_task(NametagMachine *machine) {
    machine_run_text(machine, machine->path);
}

int nametag_run_text(NametagMachine *machine, const char *text, size_t size, const char *name) {
    machine->path = name;
    machine->text = text;
    machine->text_bytes = size;
    machine_run(machine, text_task);
    return machine->status;
}

// Reads a file into host memory; its size, or -errno.
static int64_t read_file(World *world, const char *path, char **bytes) {
    size_t used = 0, capacity = 0;
    int64_t file = world_open(world, path, O_RDONLY | O_CLOEXEC, 0), count = 1;
    *bytes = NULL;
    if (file < 0) return file;
    while (count > 0) {
        if (capacity - used < READ_BYTES) {
            capacity = capacity * 2 + READ_BYTES;
            char *grown = host_resize(*bytes, capacity);
            if (grown == NULL) {
                count = -ENOMEM;
                break;
            }
            *bytes = grown;
        }
        count = world_read(world, (int)file, *bytes + used, capacity - used);
        if (count > 0) used += (size_t)count;
    }
    world_close(world, (int)file);
    if (count >= 0) return (int64_t)used;
    host_release(*bytes);
    *bytes = NULL;
    return count;
}

bool machine_read_program(NametagMachine *machine, const char *path) {
    char *text;
    int64_t size = read_file(machine->world, path, &text);
    if (size < 0) {
        char number[32];
        const char *name = machine->options->executable;
        snprintf(number, sizeof number, "%d", (int)-size);
        write_error(machine, name != NULL ? name : "nametag");
        write_error(machine, ": can't open file '");
        write_error(machine, path);
        write_error(machine, "': [Errno ");
        write_error(machine, number);
        write_error(machine, "] ");
        write_error(machine, strerror((int)-size));
        write_error(machine, "\n");
        return false;
    }
    machine->path = path;
    machine->text = machine->owned_text = text;
    machine->text_bytes = (size_t)size;
    return true;
}

void machine_forget_program(NametagMachine *machine) {
    host_release(machine->owned_text);
    machine->owned_text = NULL;
}

int nametag_run_file(NametagMachine *machine, const char *path) {
    if (!machine_read_program(machine, path)) return 2;
    machine_run(machine, file_task);
    machine_forget_program(machine);
    return machine->status;
}

int64_t nametag_figure(NametagMachine *machine, const char *name) {
    const Runtime *runtime = runtime_of(machine->vm);
    if (strcmp(name, "functions_refused") == 0) return runtime->functions_refused;
    if (strcmp(name, "functions_lowered") == 0) return runtime->functions_lowered;
    if (strcmp(name, "heap_faults") == 0) return machine->heap_faults;
    return -1;
}
