#include "cli/dis.h"

#include "cli/program.h"
#include "nametag.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_out(void *context, const char *bytes, size_t size) {
    (void)context;
    fwrite(bytes, 1, size, stdout);
}

static int show_help(void) {
    printf("usage: nametag dis [--registers] [PROG.py]\n"
           "\n"
           "Lists the bytecode of a program, or of the text on the standard input.\n"
           "\n"
           "  --registers  list the register form too, which the machine runs\n"
           "  -h, --help   show this help\n");
    return 0;
}

static int usage_error(const char *what, const char *argument) {
    fprintf(stderr, "nametag dis: %s%s\nTry `nametag dis --help'.\n", what, argument);
    return 2;
}

static int list_go(const char *path) {
    NametagGo go = {.path = path, .verb = NAMETAG_GO_DIS, .write = write_out};
    int status = nametag_go(&go);
    return fflush(stdout) == 0 ? status : 1;
}

static int run(const char *path, const NametagDis *dis) {
    if (program_is_go(path)) return list_go(path);
    static char executable[PATH_MAX];
    if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    const char *const arguments[] = {path == NULL ? "" : path};
    NametagOptions options = {.abi = NAMETAG_ABI, .arguments = arguments, .argument_count = 1,
                              .executable = executable};
    NametagMachine *machine = nametag_machine_new(&options);
    if (machine == NULL) return usage_error("there is not enough memory to start", "");
    int status = nametag_dis(machine, path, dis);
    nametag_machine_drop(machine);
    return fflush(stdout) == 0 ? status : 1;
}

int cli_dis(int count, char **arguments) {
    NametagDis dis = {.write = write_out};
    const char *path = NULL;
    int has_path = 0, only_paths = 0;
    for (int i = 2; i < count; i++) {
        const char *argument = arguments[i];
        if (only_paths || argument[0] != '-' || argument[1] == '\0') {
            if (has_path) return usage_error("unexpected argument: ", argument);
            path = strcmp(argument, "-") == 0 ? NULL : argument;
            has_path = 1;
        } else if (strcmp(argument, "--") == 0) only_paths = 1;
        else if (strcmp(argument, "--registers") == 0) dis.registers = 1;
        else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) return show_help();
        else return usage_error("unknown option: ", argument);
    }
    return run(path, &dis);
}
