// Programs run as __main__: files, folders, modules, texts.

#include "api/machine.h"

#include "base/host.h"
#include "compile/source.h"
#include "memory/cycles.h"
#include "memory/handle.h"
#include "memory/verify.h"
#include "modules/importer.h"
#include "modules/marshal.h"
#include "modules/sys.h"
#include "modules/warnings.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/report.h"

#include <stdio.h>
#include <string.h>

// --- how a program ends ---

// What SystemExit asks for: a number, nothing, or a text to be shown.
static int exit_status(Vm *vm, const Exception *exit) {
    Object *code = exit->own[EXIT_CODE].object;
    int64_t status;
    if (code == NULL || code == vm->objects->none) return 0;
    if (object_is_int(vm, code))
        return int_find_value(vm, code, &status) == FOUND ? (int)(status & 255) : 255;
    modules_end_output(vm);
    Object *text = object_str(vm, code);
    if (text == NULL) raised_clear(vm);
    else sys_write_error(vm, "%U", text);
    object_drop_or_null(vm, text);
    sys_write_error(vm, "\n");
    return 1;
}

// Shows the raised exception through sys.excepthook.
static void show_raised(Vm *vm, Object *exception) {
    Object *traceback = ((Exception *)exception)->traceback.object, *hook;
    if (traceback == NULL) traceback = vm->objects->none;
    Object *type = (Object *)object_type(vm, exception), *result = NULL;
    sys_set_last(vm, exception);
    if (runtime_find_sys(vm, "excepthook", &hook) != FOUND) {
        raised_clear(vm);
        sys_write_error(vm, "sys.excepthook is missing\n");
        sys_show_exception(vm, exception);
        return;
    }
    result = object_call_with(vm, hook, 3, type, exception, traceback);
    object_drop(vm, hook);
    object_drop_or_null(vm, result);
    if (result != NULL) return;
    Object *second = raised_take(vm);
    sys_write_error(vm, "Error in sys.excepthook:\n");
    sys_show_exception(vm, second);
    sys_write_error(vm, "\nOriginal exception was:\n");
    sys_show_exception(vm, exception);
    object_drop(vm, second);
}

void machine_finish_raised(NametagMachine *machine) {
    Vm *vm = machine->vm;
    Object *exception = raised_take(vm);
    machine->status = 1;
    machine_time_note_death(machine, exception);
    if (!machine->has_started)   // there may be no file to show it in
        machine_write_error(machine, "Fatal Python error: the machine does not start\n");
    bool inspects = machine->has_started && sys_inspects(vm);
    if (object_has_type(vm, exception, exception_type(vm, EXCEPTION_SystemExit)) && !inspects) {
        machine->status = exit_status(vm, (const Exception *)exception);
    } else {
        modules_end_output(vm);
        show_raised(vm, exception);
        if (object_type(vm, exception) == exception_type(vm, EXCEPTION_KeyboardInterrupt))
            machine->status = NAMETAG_INTERRUPTED;
    }
    raised_clear(vm);
    object_drop(vm, exception);
}

void machine_show_fault(Vm *vm, const char *what, Object *object, int64_t expected, int64_t found,
                        void *context) {
    char line[256];
    const char *name = "";
    if (object != NULL && vm->objects != NULL) name = object_type_name(vm, object);
    else if (object != NULL) name = object_layout(vm, object)->name;   // types are gone
    snprintf(line, sizeof line, "heap: %s: %.80s at 0x%llx: %lld expected, %lld found\n", what,
             name, object == NULL ? 0ull : (unsigned long long)object_address(vm, object),
             (long long)expected, (long long)found);
    machine_write_error(context, line);
}

void machine_finish(NametagMachine *machine, Object *value) {
    Vm *vm = machine->vm;
    machine->status = 0;
    if (value == NULL) machine_finish_raised(machine);
    object_drop_or_null(vm, value);
    modules_end_output(vm);
    machine_explain_exit(machine);
    if (machine->options->verifies)
        machine->heap_faults += verify_report(vm, VERIFY_COUNTS_EXACT, machine_show_fault, machine);
}

// --- running ---

// Gives __main__ what belongs to a program from a file, and takes it back.
static bool name_file(Vm *vm, Module *main, const char *path) {
    Object *file = str_new_c(vm, path);
    bool done = file != NULL && module_set(vm, main, "__file__", file) &&
                module_set(vm, main, "__cached__", vm->objects->none) &&
                importer_set_loader(vm, main, path);
    object_drop_or_null(vm, file);
    return done;
}

static void forget_file(Vm *vm, Module *main) {
    static const char *const names[] = {"__file__", "__cached__"};
    Object *aside = raised_take(vm);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        Object *name = str_new_c(vm, names[i]);
        if (name == NULL || dict_remove(vm, module_get_dict(main), name) == RAISED)
            raised_clear(vm);
        object_drop_or_null(vm, name);
    }
    raised_restore(vm, aside);
}

// --- code from a .pyc ---

static bool begins_as_kept(const NametagMachine *machine) {
    return machine->text_bytes > MARSHAL_PYC_MAGIC_BYTES &&
           memcmp(machine->text, MARSHAL_PYC_MAGIC, MARSHAL_PYC_MAGIC_BYTES) == 0;
}

// By its name, or because it begins so.
static bool is_kept_code(const NametagMachine *machine, const char *file) {
    size_t length = file == NULL ? 0 : strlen(file);
    if (length > 4 && strcmp(file + length - 4, ".pyc") == 0) return true;
    return length > 0 && begins_as_kept(machine);
}

static Code *load_kept_code(NametagMachine *machine) {
    Vm *vm = machine->vm;
    if (machine->text_bytes < MARSHAL_PYC_HEAD_BYTES || !begins_as_kept(machine))
        return (Code *)raise(vm, ERROR_PYC_MAGIC);
    Object *code = marshal_load(vm, (const uint8_t *)machine->text + MARSHAL_PYC_HEAD_BYTES,
                                (int64_t)machine->text_bytes - MARSHAL_PYC_HEAD_BYTES);
    if (code != NULL && code->kind == KIND_CODE) return (Code *)code;
    object_drop_or_null(vm, code);
    raised_clear(vm);
    return (Code *)raise(vm, ERROR_PYC_CODE);
}

// --- running it ---

static Code *load_code(NametagMachine *machine, const char *file, Tuple **literals) {
    Vm *vm = machine->vm;
    if (is_kept_code(machine, file)) {
        *literals = tuple_new(vm, 0);
        return *literals == NULL ? NULL : load_kept_code(machine);
    }
    Object *filename = str_new_c(vm, machine->path);
    if (filename == NULL) return NULL;
    CompileOptions options = {.warn = warnings_of_syntax, .literals = literals,
                              .optimise = runtime_of(vm)->optimise};
    Code *code = source_compile(vm, machine->text, machine->text_bytes, (Str *)filename,
                                PARSE_EXEC, file != NULL ? PARSE_SOURCE_IS_FILE : 0, &options);
    object_drop(vm, filename);
    return code;
}

static Object *run_source(NametagMachine *machine, Module *main, const char *file) {
    Vm *vm = machine->vm;
    Tuple *literals = NULL;
    Code *code = load_code(machine, file, &literals);
    if (code == NULL) {
        object_drop_or_null(vm, (Object *)literals);
        return NULL;
    }
    Handle *held = handle_new(vm, &code->base);
    Handle *texts = held == NULL ? NULL : handle_new(vm, &literals->base);
    object_drop(vm, &code->base);
    object_drop(vm, &literals->base);
    Object *value = NULL;
    if (texts != NULL) {
        cycles_forget_counts(vm);
        machine_explain_start(machine);
        machine->runs_program = true;
        value = runtime_run_code(vm, code, module_get_dict(main), NULL, NULL);
        machine->runs_program = false;
        handle_drop(vm, texts);
    }
    if (held != NULL) handle_drop(vm, held);
    return value;
}

// file: what __file__ is meanwhile; NULL: nothing.
static Object *run_main(NametagMachine *machine, const char *file) {
    Vm *vm = machine->vm;
    Module *main = modules_load_main(vm);
    Handle *held = main == NULL ? NULL : handle_new(vm, &main->base);
    Object *value = NULL;
    object_drop_or_null(vm, (Object *)main);
    if (held != NULL && (file == NULL || name_file(vm, main, file)))
        value = run_source(machine, main, file);
    if (held != NULL && file != NULL) forget_file(vm, main);
    handle_drop(vm, held);
    return value;
}

void machine_run_text(NametagMachine *machine, const char *file) {
    machine_finish(machine, run_main(machine, file));
}

void machine_run_startup(NametagMachine *machine, const char *path, const char *text,
                         size_t size) {
    machine->path = path;
    machine->text = text;
    machine->text_bytes = size;
    Object *value = run_main(machine, path);
    if (value == NULL) machine_finish_raised(machine);
    object_drop_or_null(machine->vm, value);
}

static void text_task(NametagMachine *machine) {
    machine_run_text(machine, NULL);
}

static void file_task(NametagMachine *machine) {
    machine_run_text(machine, machine->path);
}

int nametag_run_text(NametagMachine *machine, const char *text, size_t size, const char *name) {
    machine_note_task(machine, MACHINE_TASK_TEXT, name, text, size);
    machine->path = name;
    machine->text = text;
    machine->text_bytes = size;
    machine_run_program(machine, text_task);
    return machine->status;
}

// Calls runpy._run_module_as_main(name, alter_argv).
static Object *run_module(Vm *vm, const char *name, int alters_arguments) {
    Object *function = modules_load_member(vm, "runpy", "_run_module_as_main"), *value = NULL;
    Object *text = function == NULL ? NULL : str_new_c(vm, name);
    if (text != NULL)
        value = object_call_two(vm, function, text,
                                alters_arguments ? vm->objects->true_ : vm->objects->false_);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, function);
    return value;
}

static void module_task(NametagMachine *machine) {
    machine_explain_start(machine);
    machine_finish(machine, run_module(machine->vm, machine->path, 1));
}

int nametag_run_module(NametagMachine *machine, const char *name) {
    machine_note_task(machine, MACHINE_TASK_MODULE, name, "", 0);
    machine->path = name;
    machine_run_program(machine, module_task);
    return machine->status;
}

// --- reading it ---

static bool refuse_file(NametagMachine *machine, const char *path, int64_t error) {
    char number[32];
    snprintf(number, sizeof number, "%d", (int)-error);
    const char *const parts[] = {machine_get_name(machine), ": can't open file '", path,
                                 "': [Errno ", number, "] ", strerror((int)-error), "\n"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) machine_write_error(machine, parts[i]);
    return false;
}

// After -x the rest of the first line is blank, so that lines keep their numbers.
static void take_text(NametagMachine *machine, char *text, int64_t size) {
    machine->text = machine->owned_text = text;
    machine->text_bytes = (size_t)size;
    if (!machine->settings.skips_first_line) return;
    const char *newline = memchr(text, '\n', machine->text_bytes);
    if (newline == NULL) newline = text + size;
    machine->text_bytes -= (size_t)(newline - text);
    machine->text = newline;
}

bool machine_read_program(NametagMachine *machine, const char *path) {
    char *text;
    int64_t size = world_read_path(machine->vm->world, path, &text);
    if (size < 0) return refuse_file(machine, path, size);
    machine->path = path;
    take_text(machine, text, size);
    return true;
}

static void end_program(NametagMachine *machine) {
    // On a timeline the program may be at any moment.
    if (machine->time == NULL) machine_forget_program(machine);
}

void machine_forget_program(NametagMachine *machine) {
    host_release(machine->owned_text);
    machine->owned_text = NULL;
}

// --- folders and archives ---

static void package_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    Found found = importer_takes_path(vm, machine->path);
    if (found == ABSENT) raise(vm, ERROR_IMPORT_NO_MAIN, machine->path);
    if (found == FOUND && machine->settings.script_folder != NULL && !machine->settings.safe_path)
        sys_remove_script_folder(vm);
    if (found == FOUND && !sys_add_script_folder(vm, machine->path)) found = RAISED;
    machine_explain_start(machine);
    machine_finish(machine, found == FOUND ? run_module(vm, "__main__", 0) : NULL);
}

// Does the program end as zip archives do?
static bool is_archive(const NametagMachine *machine) {
    enum { END_BYTES = 22, COMMENT_BYTES_MAX = 65535 };
    if (machine->text_bytes < END_BYTES) return false;
    const char *end = machine->text + machine->text_bytes - END_BYTES;
    for (int64_t i = 0; i <= COMMENT_BYTES_MAX && i <= end - machine->text; i++)
        if (end[-i] == 'P' && memcmp(end - i, "PK\5\6", 4) == 0) return true;
    return false;
}

static bool is_folder(NametagMachine *machine, const char *path) {
    WorldStat stat;
    return world_stat(machine->vm->world, path, &stat) >= 0 &&
           (stat.mode & 0170000) == 0040000;
}

int nametag_run_file(NametagMachine *machine, const char *path) {
    machine_note_task(machine, MACHINE_TASK_FILE, path, "", 0);
    machine->path = path;
    if (is_folder(machine, path)) {
        machine_run_program(machine, package_task);
        return machine->status;
    }
    if (!machine_read_program(machine, path)) return 2;
    machine_run_program(machine, is_archive(machine) ? package_task : file_task);
    end_program(machine);
    return machine->status;
}

bool machine_read_input(NametagMachine *machine) {
    char *text;
    int64_t size = world_read_all(machine->vm->world, 0, &text);
    machine->path = "<stdin>";
    if (size < 0) return refuse_file(machine, machine->path, size);
    take_text(machine, text, size);
    return true;
}

int nametag_run_input(NametagMachine *machine) {
    machine_note_task(machine, MACHINE_TASK_INPUT, "<stdin>", "", 0);
    if (machine_is_interactive(machine)) {
        machine_run(machine, machine_prompt_task);
        return machine->status;
    }
    if (!machine_read_input(machine)) return 1;
    machine_run_program(machine, text_task);
    end_program(machine);
    return machine->status;
}

int nametag_inspect(NametagMachine *machine, int status) {
    machine->status = status;
    machine_run(machine, machine_inspect_task);
    return machine->status;
}
