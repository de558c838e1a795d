// The debugger: its start, its prompt, and its table of commands.

#include "cli/debug_parts.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/editor.h"
#include "cli/program.h"

#define COMMAND(name, letters, argument, function, help) \
    {name, letters, argument, help, debug_##function},
const Command debug_commands[] = {
#include "cli/debug_commands.def"
};
#undef COMMAND
const int debug_command_count = sizeof debug_commands / sizeof debug_commands[0];

static volatile sig_atomic_t is_interrupted;

static void interrupt(int number) {
    (void)number;
    is_interrupted = 1;
}

void debug_error(const char *format, ...) {
    va_list list;
    va_start(list, format);
    printf("*** ");
    vprintf(format, list);
    printf("\n");
    va_end(list);
}

// --- reading ---

// A byte at a time: what follows may be the program's.
static char *read_plain(const char *prompt) {
    char *line = NULL, byte;
    size_t size = 0;
    printf("%s", prompt);
    fflush(stdout);
    for (;;) {
        ssize_t count = read(0, &byte, 1);
        if (count < 0 && errno == EINTR && !is_interrupted) continue;
        if (count <= 0 && size == 0 && !is_interrupted) {
            free(line);
            return NULL;
        }
        char *grown = realloc(line, size + 2);
        if (grown == NULL) break;
        line = grown;
        line[size] = '\0';
        if (count <= 0 || byte == '\n') break;
        line[size++] = byte;
    }
    return line;
}

// The index-th word that may stand there: commands first, then names of the program.
static char *complete(void *context, const char *line, size_t start, size_t end, int index) {
    Debugger *debugger = context;
    char *word = strndup(line + start, end - start);
    Text names;
    if (word == NULL) return NULL;
    for (int i = 0; start == 0 && i < debug_command_count; i++) {
        if (strncmp(debug_commands[i].name, word, end) != 0 || index-- > 0) continue;
        free(word);
        return strdup(debug_commands[i].name);
    }
    (void)debug_look(debugger, NAMETAG_LOOK_NAMES, word, &names);
    free(word);
    char *name = names.bytes;
    while (name != NULL && *name != '\0' && index-- > 0) name += strcspn(name, "\n") + 1;
    char *found = name != NULL && *name != '\0' ? strndup(name, strcspn(name, "\n")) : NULL;
    debug_text_drop(&names);
    return found;
}

static int wait_for_key(void *context) {
    (void)context;
    return !is_interrupted;
}

static void remember(Debugger *debugger, const char *line) {
    size_t count = debugger->history_count;
    if (*line == '\0' || (count > 0 && strcmp(debugger->history[count - 1], line) == 0)) return;
    char **grown = realloc(debugger->history, (count + 1) * sizeof(char *));
    if (grown == NULL) return;
    debugger->history = grown;
    if ((grown[count] = strdup(line)) != NULL) debugger->history_count++;
}

static char *read_typed(Debugger *debugger, const char *prompt) {
    const NametagEditor *editor = editor_get();
    const char *text;
    NametagEditing editing = {
        .prompt = prompt, .history = (const char *const *)debugger->history,
        .history_count = debugger->history_count, .delimiters = " \t\n,()[]{}=+-*/!<>",
        .context = debugger, .complete = complete, .wait = wait_for_key};
    fflush(stdout);
    long size = editor->read(editor->context, &editing, &text);
    if (size == -2) return read_plain(prompt);
    if (size == -1) return strdup("");
    return size == 0 ? NULL : strndup(text, strcspn(text, "\n"));
}

char *debug_read(Debugger *debugger, const char *prompt) {
    if (debugger->queue != NULL && *debugger->queue != '\0') {
        size_t size = strcspn(debugger->queue, "\n");
        char *line = strndup(debugger->queue, size);
        memmove(debugger->queue, debugger->queue + size + 1, strlen(debugger->queue + size));
        return line;
    }
    is_interrupted = 0;
    char *line = debugger->is_terminal ? read_typed(debugger, prompt) : read_plain(prompt);
    if (line != NULL) remember(debugger, line);
    return line;
}

// --- commands ---

static const Command *find_command(const char *name, size_t length) {
    for (int i = 0; i < debug_command_count; i++) {
        const Command *command = &debug_commands[i];
        if (strlen(command->name) == length && strncmp(command->name, name, length) == 0)
            return command;
        if (length > 0 && strlen(command->letters) == length &&
            strncmp(command->letters, name, length) == 0) return command;
    }
    return NULL;
}

void debug_help(Debugger *debugger, char *argument) {
    const Command *command = find_command(argument, strlen(argument));
    (void)debugger;
    if (*argument != '\0' && command == NULL) {
        debug_error("No help for '%s'", argument);
        return;
    }
    for (int i = 0; i < debug_command_count; i++) {
        const Command *row = &debug_commands[i];
        if (command != NULL && row != command) continue;
        int width = printf("%s%s%s%s%s", row->name, *row->letters != '\0' ? ", " : "",
                           row->letters, *row->argument != '\0' ? " " : "", row->argument);
        printf("%*s%s\n", width < 30 ? 32 - width : 2, "", row->help);
    }
    if (command == NULL)
        printf("Anything else is a statement, run on a copy. A moment is a number of lines.\n");
}

void debug_quit(Debugger *debugger, char *argument) {
    (void)argument;
    debugger->is_done = 1;
}

// The length of the command that a line begins with.
static size_t command_length(const char *line) {
    if (*line == '!' || *line == '?') return 1;
    size_t length = 0;
    while ((line[length] >= 'a' && line[length] <= 'z') || line[length] == '-') length++;
    return length;
}

void debug_run_line(Debugger *debugger, char *line) {
    while (*line == ' ') line++;
    size_t length = command_length(line);
    char *argument = line + length + strspn(line + length, " ");
    const Command *command = find_command(line, length);
    // `n = 3` and `list(x)` are statements, `p` and `n` are not.
    char next = line[length];
    int is_word = next == '\0' || next == ' ' || length == 1;
    if (command != NULL && *line != '!' && *line != '?' &&
        (!is_word || (next != '\0' && next != ' ') ||
         (*argument == '=' && argument[1] != '='))) command = NULL;
    if (*line == '\0') return;
    for (size_t end = strlen(argument); end > 0 && argument[end - 1] == ' ';) argument[--end] = 0;
    if (command != NULL) command->run(debugger, argument);
    else debug_statement(debugger, line);
}

static void run_prompt(Debugger *debugger) {
    char *last = strdup("");
    char prompt[64];
    while (!debugger->is_done) {
        if (debugger->is_over) snprintf(prompt, sizeof prompt, "(nametag end) ");
        else snprintf(prompt, sizeof prompt, "(nametag %lld) ", (long long)debugger->line.moment);
        char *line = debug_read(debugger, prompt);
        if (line == NULL) break;
        if (*line != '\0') {
            free(last);
            last = strdup(line);
        }
        free(line);
        // An empty line repeats the last one, as in pdb.
        line = strdup(last);
        if (line != NULL) debug_run_line(debugger, line);
        free(line);
    }
    free(last);
}

// --- start and end ---

static int tell_progress(void *context, NametagMoment moment) {
    const Debugger *debugger = context;
    if (moment > 0 && debugger->is_terminal && isatty(2))
        fprintf(stderr, "\rmoment %lld\r", (long long)moment);
    return is_interrupted;
}

static int show_help(void) {
    printf("usage: nametag debug [-c COMMAND]... PROG.py|RUN.nametag [ARG]...\n\n"
           "Runs a program under a debugger that goes backward as well as forward. Its commands\n"
           "are those of pdb, and back, rnext, reverse-continue, goto and others: type help.\n"
           "A program that dies is shown where it died, and one can go back from there.\n\n"
           "  -c COMMAND           run a command of the debugger first\n");
    return 0;
}

static void debugger_done(Debugger *debugger) {
    debug_points_done(debugger);
    debug_undisplay(debugger, (char[]){""});
    for (size_t i = 0; i < debugger->history_count; i++) free(debugger->history[i]);
    free(debugger->history);
    free(debugger->displays);
    free(debugger->queue);
    free(debugger->program);
}

static int usage_error(const char *text) {
    fprintf(stderr, "nametag debug: %s\nTry `nametag debug --help'.\n", text);
    return 2;
}

static int debug(Debugger *debugger, const char *path) {
    NametagTime time = {.progress = tell_progress, .context = debugger};
    struct sigaction action = {.sa_handler = interrupt};
    if (nametag_time_start(debugger->machine, &time) != 0)
        return usage_error("there is not enough memory");
    int status = path == NULL ? nametag_run_recorded(debugger->machine)
                              : nametag_run_file(debugger->machine, path);
    debugger->is_terminal = isatty(0) && isatty(1);
    const NametagEditor *editor = editor_get();
    if (debugger->is_terminal) editor->configure(editor->context, "bind ^I rl_complete");
    sigaction(SIGINT, &action, NULL);
    debugger->is_over = !nametag_time_line(debugger->machine, &debugger->line);
    if (debugger->is_over && status != 0) return status;
    if (debugger->program == NULL && !debugger->is_over)
        debugger->program = strdup(debugger->line.file);
    debug_arrive(debugger, NAMETAG_REACHED);
    debug_show_place(debugger);
    run_prompt(debugger);
    return 0;
}

// Commands of -c come first.
static int take_options(Debugger *debugger, int count, char **arguments, int *i) {
    for (; *i < count && arguments[*i][0] == '-' && arguments[*i][1] != '\0'; ++*i) {
        if (strcmp(arguments[*i], "--help") == 0 || strcmp(arguments[*i], "-h") == 0)
            return show_help();
        if (strcmp(arguments[*i], "-c") != 0 || *i + 1 >= count)
            return usage_error("unknown option or missing command");
        const char *command = arguments[++*i];
        size_t size = debugger->queue == NULL ? 0 : strlen(debugger->queue);
        char *grown = realloc(debugger->queue, size + strlen(command) + 2);
        if (grown == NULL) return usage_error("there is not enough memory");
        debugger->queue = grown;
        sprintf(grown + size, "%s\n", command);
    }
    return *i < count ? -1 : usage_error("a program is needed");
}

static int finish(Debugger *debugger, int status) {
    nametag_machine_drop(debugger->machine);
    debugger_done(debugger);
    editor_done();
    return status;
}

int cli_debug(int count, char **arguments) {
    static char absolute[PATH_MAX], folder[PATH_MAX], executable[PATH_MAX];
    Debugger debugger = {0};
    int i = 2, status = take_options(&debugger, count, arguments, &i);
    if (status >= 0) {
        debugger_done(&debugger);
        return status;
    }
    if (nametag_is_recording(arguments[i])) {
        debugger.machine = nametag_open(arguments[i]);
        return debugger.machine == NULL ? 1 : finish(&debugger, debug(&debugger, NULL));
    }
    program_place(arguments[i], absolute, folder);
    if (realpath("/proc/self/exe", executable) == NULL) executable[0] = '\0';
    NametagOptions options = {.abi = NAMETAG_ABI, .mode = NAMETAG_WATCHED, .records = 1,
                              .arguments = (const char *const *)arguments + i,
                              .argument_count = count - i, .executable = executable,
                              .script_folder = folder};
    debugger.program = strdup(absolute);
    debugger.machine = nametag_machine_new(&options);
    status = debugger.machine == NULL ? usage_error("there is not enough memory to start")
                                      : debug(&debugger, absolute);
    return finish(&debugger, status);
}
