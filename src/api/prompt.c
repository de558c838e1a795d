// The prompt: statements are read, run and answered one by one.

#include "api/machine.h"

#include <stdio.h>
#include <string.h>

#include "base/host.h"
#include "base/text.h"
#include "compile/source.h"
#include "modules/sys.h"
#include "modules/terminal.h"
#include "modules/warnings.h"
#include "objects/list.h"
#include "objects/str.h"

bool machine_is_interactive(const NametagMachine *machine) {
    return machine->settings.interactive || world_is_terminal(machine->world, 0);
}

// --- reading a statement ---

typedef struct Prompt {
    NametagMachine *machine;
    const char *prompts[2];   // own, host memory: for the first line, for others
    int line_count;
    enum TerminalKind kind;
    TextBuffer block;         // all lines of the statement
    char *typed;              // owns: what was read last …
    size_t typed_size, given; // … and how much of it was given to the parser
    bool is_recalled;         // it has several lines: a blank one ends it
} Prompt;

// sys.ps1 or sys.ps2 as text in host memory; "" where that can't be had.
static char *copy_prompt(Vm *vm, const char *name) {
    Object *value, *text = NULL;
    char *copy = NULL;
    if (runtime_find_sys(vm, name, &value) == FOUND) {
        text = object_str(vm, value);
        object_drop(vm, value);
    }
    if (text != NULL) {
        size_t bytes;
        const char *utf8 = str_utf8(vm, (Str *)text, &bytes);
        copy = utf8 == NULL ? NULL : host_allocate(bytes + 1);
        if (copy != NULL) memcpy(copy, utf8, bytes + 1);
        if (utf8 != NULL) str_utf8_drop(vm, (Str *)text, utf8, bytes);
        object_drop(vm, text);
    }
    raised_clear(vm);
    if (copy == NULL && (copy = host_allocate(1)) != NULL) *copy = '\0';
    return copy;
}

// The next line for the parser. A text that was recalled may hold several of them.
static bool read_line(Vm *vm, void *context, const char **line, size_t *length) {
    Prompt *prompt = context;
    *length = 0;
    *line = "";
    if (prompt->given == prompt->typed_size && prompt->is_recalled) {
        prompt->is_recalled = false;
        *line = "\n";
        *length = 1;
        return true;
    }
    if (prompt->given == prompt->typed_size) {
        host_release(prompt->typed);
        prompt->typed = NULL;
        prompt->typed_size = prompt->given = 0;
        const char *shown = prompt->prompts[prompt->line_count > 0];
        switch (terminal_read(vm, shown != NULL ? shown : "", prompt->kind, &prompt->typed,
                              &prompt->typed_size)) {
        case FOUND: break;
        case ABSENT: return true;
        case RAISED: return false;
        }
    }
    const char *start = prompt->typed + prompt->given;
    size_t rest = prompt->typed_size - prompt->given;
    const char *newline = memchr(start, '\n', rest);
    if (newline != NULL && newline + 1 < start + rest) prompt->is_recalled = true;
    *line = start;
    *length = newline != NULL ? (size_t)(newline - start) + 1 : rest;
    prompt->given += *length;
    prompt->line_count++;
    text_add(&prompt->block, start, *length);
    return true;
}

static Code *read_statement(Prompt *prompt, Str *filename, uint32_t flags) {
    NametagMachine *machine = prompt->machine;
    CompileOptions options = {.flags = flags, .optimise = runtime_of(machine->vm)->optimise,
                              .warn = warnings_of_syntax, .warn_deprecated = warnings_of_escapes,
                              .read_line = read_line, .context = prompt};
    return source_compile(machine->vm, "", 0, filename, PARSE_SINGLE, PARSE_SOURCE_IS_TEXT,
                          &options);
}

// --- the loop ---

static void drop_statement(Prompt *prompt) {
    host_release((char *)(uintptr_t)prompt->prompts[0]);
    host_release((char *)(uintptr_t)prompt->prompts[1]);
    prompt->prompts[0] = prompt->prompts[1] = NULL;
    text_cut(&prompt->block, 0);
    prompt->line_count = 0;
    prompt->is_recalled = false;
}

// One statement. False: the standard input, or the program by SystemExit, has ended.
static bool run_statement(Prompt *prompt, Module *main, Str *filename, uint32_t *flags) {
    NametagMachine *machine = prompt->machine;
    Vm *vm = machine->vm;
    prompt->prompts[0] = copy_prompt(vm, "ps1");
    prompt->prompts[1] = copy_prompt(vm, "ps2");
    Code *code = read_statement(prompt, filename, *flags);
    if (prompt->line_count > 0)
        terminal_remember(vm, prompt->block.bytes, prompt->block.size);
    bool has_ended = prompt->line_count == 0 && code == NULL &&
                     !raised_is(vm, exception_type(vm, EXCEPTION_KeyboardInterrupt));
    drop_statement(prompt);
    if (has_ended) {
        raised_clear(vm);
        return false;
    }
    Object *value = NULL;
    if (code != NULL) {
        *flags |= (uint32_t)code->flags & COMPILE_FUTURES;
        value = runtime_run_code(vm, code, module_get_dict(main), NULL, NULL);
        object_drop(vm, &code->base);
    } else {
        // What is left of a recalled text goes with the mistake in it.
        prompt->given = prompt->typed_size;
    }
    bool exits = value == NULL && !sys_inspects(vm) &&
                 raised_is(vm, exception_type(vm, EXCEPTION_SystemExit));
    if (value == NULL) machine_finish_raised(machine);
    object_drop_or_null(vm, value);
    (void)modules_end_output(vm);
    return !exits;
}

static bool set_prompt(Vm *vm, const char *name, const char *text) {
    Object *value;
    Found found = runtime_find_sys(vm, name, &value);
    if (found == FOUND) object_drop(vm, value);
    if (found != ABSENT) return found == FOUND;
    value = str_new_c(vm, text);
    bool done = value != NULL && sys_set(vm, name, value);
    object_drop_or_null(vm, value);
    return done;
}

static bool is_typed(Vm *vm) {
    return world_is_terminal(vm->world, 0) && world_is_terminal(vm->world, 1);
}

static void run_loop(NametagMachine *machine) {
    Vm *vm = machine->vm;
    Prompt prompt = {.machine = machine,
                     .kind = is_typed(vm) ? TERMINAL_IS_WHOLE : TERMINAL_IS_NONE};
    Module *main = modules_load_main(vm);
    Object *filename = str_new_c(vm, "<stdin>");
    uint32_t flags = 0;
    if (!set_prompt(vm, "ps1", ">>> ") || !set_prompt(vm, "ps2", "... ")) raised_clear(vm);
    machine->status = 0;
    if (main != NULL && filename != NULL) {
        while (run_statement(&prompt, main, (Str *)filename, &flags)) machine->status = 0;
    }
    raised_clear(vm);
    host_release(prompt.typed);
    text_done(&prompt.block);
    object_drop_or_null(vm, (Object *)main);
    object_drop_or_null(vm, filename);
}

// --- before the prompt ---

static void show_banner(NametagMachine *machine) {
    if (machine->settings.quiet) return;
    machine_write_error(machine, "Python ");
    machine_write_error(machine, nametag_version());
    machine_write_error(machine, " on linux\n");
    if (!machine->settings.no_site)
        machine_write_error(machine, "Type \"help\", \"copyright\", \"credits\" or \"license\" for "
                                     "more information.\n");
}

static void import_editing(Vm *vm) {
    Object *module = modules_load_c(vm, "readline");
    object_drop_or_null(vm, module);
    raised_clear(vm);
}

// The file that PYTHONSTARTUP names runs in __main__.
static void run_startup(NametagMachine *machine) {
    Vm *vm = machine->vm;
    const char *path = settings_find_variable(&machine->settings, "PYTHONSTARTUP");
    if (path == NULL) return;
    char *text;
    int64_t size = world_read_path(vm->world, path, &text);
    if (size < 0) {
        machine_write_error(machine, "Could not open PYTHONSTARTUP\n");
        raise_os_error(vm, (int)-size, NULL);
        machine_finish_raised(machine);
        return;
    }
    machine_run_startup(machine, path, text, (size_t)size);
    host_release(text);
}

// sys.__interactivehook__(), which site sets.
static void call_hook(NametagMachine *machine) {
    Vm *vm = machine->vm;
    Object *hook, *result;
    if (machine->settings.isolated) return;
    if (runtime_find_sys(vm, "__interactivehook__", &hook) != FOUND) {
        raised_clear(vm);
        return;
    }
    result = object_call_with(vm, hook, 0);
    if (result == NULL) {
        sys_write_error(vm, "Failed calling sys.__interactivehook__\n");
        machine_finish_raised(machine);
    }
    object_drop_or_null(vm, result);
    object_drop(vm, hook);
}

void machine_prompt_task(NametagMachine *machine) {
    sys_stop_inspecting(machine->vm);
    show_banner(machine);
    if (!machine->settings.isolated && is_typed(machine->vm)) import_editing(machine->vm);
    run_startup(machine);
    call_hook(machine);
    run_loop(machine);
}

void machine_inspect_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    bool inspects = sys_inspects(vm);
    if (!inspects && modules_uses_environment(vm)) {
        char *variable = world_variable(vm->world, "PYTHONINSPECT");
        inspects = variable != NULL && *variable != '\0';
        host_release(variable);
    }
    if (!inspects || !machine_is_interactive(machine)) return;
    sys_stop_inspecting(vm);
    if (!machine->settings.isolated && is_typed(vm)) import_editing(vm);
    call_hook(machine);
    run_loop(machine);
}
