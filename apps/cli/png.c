#include "cli/png.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int png_write(FILE *svg, FILE *png) {
    extern char **environ;
    char *arguments[] = {"rsvg-convert", "--format=png", "--background-color=white", NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status = 0;
    if (fflush(svg) != 0 || fflush(png) != 0 || lseek(fileno(svg), 0, SEEK_SET) < 0 ||
        posix_spawn_file_actions_init(&actions) != 0) {
        fprintf(stderr, "nametag draw: can't convert the picture: %s\n", strerror(errno));
        return 0;
    }
    int error = posix_spawn_file_actions_adddup2(&actions, fileno(svg), STDIN_FILENO);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, fileno(png), STDOUT_FILENO);
    if (error == 0)
        error = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
        WEXITSTATUS(status) == 0)
        return 1;
    if (error == ENOENT || (error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127))
        fprintf(stderr, "nametag draw: PNG needs rsvg-convert (package librsvg2-bin)\n");
    else
        fprintf(stderr, "nametag draw: rsvg-convert could not convert the picture\n");
    return 0;
}
