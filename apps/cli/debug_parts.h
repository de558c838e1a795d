// What the files of the debugger share.

#ifndef CLI_DEBUG_PARTS_H
#define CLI_DEBUG_PARTS_H

#include "cli/debug.h"

#include <stddef.h>

typedef struct Breakpoint {
    int number;
    char *file;               // owns
    int line;
    int is_temporary, is_disabled;
    int ignored;              // how many hits are still passed by
    int hits;
    char *condition;          // owns; NULL: none
    char *commands;           // owns: lines; NULL: none
} Breakpoint;

typedef struct Display {
    char *text;               // owns: the expression
    char *value;              // owns: what it was last
} Display;

typedef struct Debugger {
    NametagMachine *machine;
    char *program;            // owns: its path, as code names it; NULL: none
    NametagLine line;         // where it stands
    int is_over;              // the run's end is where it stands
    int frame;                // that is looked at: so many calls below the innermost
    Breakpoint *points;       // own
    int point_count, point_last;
    NametagPoint *places;     // owns: of the points in force
    Display *displays;        // own
    int display_count;
    char **history;           // owns: what was typed
    size_t history_count;
    char *queue;              // owns: commands that come before what is typed
    int list_line;            // where `list` goes on; 0: around the line
    int is_terminal, is_done;
} Debugger;

struct Command;

typedef struct Text {         // what is written for others to read
    char *bytes;              // owns; terminated
    size_t size;
} Text;

typedef void CommandRun(Debugger *debugger, char *argument);

typedef struct Command {
    const char *name, *letters;   // letters: the short form, or ""
    const char *argument, *help;
    CommandRun *run;
} Command;

extern const Command debug_commands[];
extern const int debug_command_count;

// --- debug.c ---

// Reads a line without its newline, to be released; NULL: the end.
char *debug_read(Debugger *debugger, const char *prompt);
void debug_run_line(Debugger *debugger, char *line);
void debug_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

// --- debug_look.c ---

// A look at the chosen frame, as text: 0, 1 or 2 as nametag_time_look; -1.
int debug_look(Debugger *debugger, NametagLook look, const char *text, Text *out);
void debug_text_drop(Text *text);
// Where it stands: file, function, source line; and what is displayed.
void debug_show_place(Debugger *debugger);
// Reads what the machine tells of itself now, after a movement.
void debug_arrive(Debugger *debugger, NametagStop stop);
// A line of a file without its newline, to be released; NULL: there is none.
char *debug_source_line(Debugger *debugger, const char *file, int line);
// The frame that is looked at. 0: there is none.
int debug_find_frame(Debugger *debugger, char **file, int *line, char **function);

// --- debug_moves.c ---

// From the end of a run that died to where it did.
NametagStop debug_open_error(Debugger *debugger, NametagStop stop);

// --- debug_points.c ---

const NametagPoint *debug_points(Debugger *debugger, size_t *count);
// The enabled breakpoint where the machine stands; NULL: none.
Breakpoint *debug_point_here(Debugger *debugger);
// Whether a stop there counts: its condition holds, and it is not to be ignored.
int debug_point_takes(Debugger *debugger, Breakpoint *point, int goes_forward);
void debug_point_drop(Debugger *debugger, Breakpoint *point);
void debug_points_done(Debugger *debugger);

#define COMMAND(name, letters, argument, function, help) CommandRun debug_##function;
#include "cli/debug_commands.def"
#undef COMMAND

#endif
