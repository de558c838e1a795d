// A program's bytecode as text.

#include "api/machine.h"
#include "compile/dis.h"
#include "compile/source.h"
#include "modules/warnings.h"
#include "runtime/lower_text.h"

static bool write_listing(NametagMachine *machine, Code *code) {
    Vm *vm = machine->vm;
    const NametagDis *dis = machine->dis;
    StrBuilder out;
    str_builder_start(vm, &out);
    if (!dis_write(vm, code, &out, dis->registers ? lower_text_write : NULL)) {
        str_builder_drop(&out);
        return false;
    }
    Object *text = str_builder_finish(&out);
    size_t size;
    const char *bytes = text == NULL ? NULL : str_utf8(vm, (Str *)text, &size);
    if (bytes != NULL) {
        dis->write(dis->context, bytes, size);
        str_utf8_drop(vm, (Str *)text, bytes, size);
    }
    object_drop_or_null(vm, text);
    return bytes != NULL;
}

static void dis_task(NametagMachine *machine) {
    Vm *vm = machine->vm;
    bool is_quiet = machine->dis->is_quiet != 0;
    CompileOptions options = {.warn = is_quiet ? NULL : warnings_of_syntax,
                              .warn_deprecated = is_quiet ? NULL : warnings_of_escapes,
                              .optimise = runtime_of(vm)->optimise};
    Object *filename = str_new_c(vm, machine->path);
    Code *code = filename == NULL ? NULL
        : source_compile(vm, machine->text, machine->text_bytes, (Str *)filename, PARSE_EXEC, 0,
                         &options);
    machine->status = 0;
    bool is_done = code != NULL && write_listing(machine, code);
    if (!is_done && is_quiet) raised_clear(vm);
    else if (!is_done) machine_finish_raised(machine);
    object_drop_or_null(vm, (Object *)code);
    object_drop_or_null(vm, filename);
    (void)modules_end_output(vm);
}

int nametag_dis(NametagMachine *machine, const char *path, const NametagDis *dis) {
    if (!(path == NULL ? machine_read_input(machine) : machine_read_program(machine, path)))
        return 2;
    machine->dis = dis;
    machine_run(machine, dis_task);
    machine->dis = NULL;
    machine_forget_program(machine);
    return machine->status;
}
