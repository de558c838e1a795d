#include "cli/program.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void program_place(const char *program, char *absolute, char *folder) {
    if (program[0] == '/' || getcwd(folder, PATH_MAX) == NULL)
        snprintf(absolute, PATH_MAX, "%s", program);
    else snprintf(absolute, PATH_MAX, "%.2000s/%.2000s", folder, program);
    if (realpath(program, folder) == NULL) snprintf(folder, PATH_MAX, "%s", absolute);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) slash[slash == folder] = '\0';
}

// Searches the folders of PATH; 1: found.
static int search_path(const char *name, char *executable) {
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        int length = (int)strcspn(path, ":");
        snprintf(executable, PATH_MAX, "%.*s/%s", length, path, name);
        if (length > 0 && access(executable, X_OK) == 0) return 1;
        path += length + (path[length] == ':');
    }
    return 0;
}

void program_executable(const char *name, char *executable) {
    executable[0] = '\0';
    if (strchr(name, '/') == NULL) {
        if (*name != '\0' && search_path(name, executable)) return;
        if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    } else if (name[0] == '/') {
        snprintf(executable, PATH_MAX, "%s", name);
    } else {
        char folder[PATH_MAX];
        while (strncmp(name, "./", 2) == 0) name += 2;
        if (getcwd(folder, PATH_MAX) != NULL)
            snprintf(executable, PATH_MAX, "%.2000s/%.2000s", folder, name);
    }
}

NametagMachine *program_watch(int count, char **arguments, const char **path) {
    static char absolute[PATH_MAX], folder[PATH_MAX], executable[PATH_MAX];
    static NametagOptions options;   // the machine borrows it
    program_place(arguments[0], absolute, folder);
    if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    options = (NametagOptions){.abi = NAMETAG_ABI, .handles_signals = 1, .mode = NAMETAG_WATCHED,
                               .arguments = (const char *const *)arguments,
                               .argument_count = count, .executable = executable,
                               .script_folder = folder};
    *path = absolute;
    return nametag_machine_new(&options);
}

FILE *program_open(const char *verb, const char *path) {
    FILE *file = path == NULL || strcmp(path, "-") == 0 ? stdout : fopen(path, "wb");
    if (file == NULL)
        fprintf(stderr, "nametag %s: can't write %s: %s\n", verb, path, strerror(errno));
    return file;
}

int program_close(const char *verb, FILE *file, const char *path) {
    int has_failed = fflush(file) != 0 || ferror(file);
    if (file != stdout) has_failed |= fclose(file) != 0;
    if (has_failed)
        fprintf(stderr, "nametag %s: can't write %s\n", verb,
                file == stdout ? "the standard output" : path);
    return !has_failed;
}

int program_is_go(const char *program) {
    size_t length = program == NULL ? 0 : strlen(program);
    return length > 3 && strcmp(program + length - 3, ".go") == 0;
}
