#include "cli/program.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void program_place(const char *program, char *absolute, char *folder) {
    if (program[0] == '/' || realpath(".", folder) == NULL)
        snprintf(absolute, PATH_MAX, "%s", program);
    else snprintf(absolute, PATH_MAX, "%.2000s/%.2000s", folder, program);
    if (realpath(program, folder) == NULL) snprintf(folder, PATH_MAX, "%s", absolute);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) *slash = '\0';
}
