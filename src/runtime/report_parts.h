// What the files of reports share.

#ifndef RUNTIME_REPORT_PARTS_H
#define RUNTIME_REPORT_PARTS_H

#include "objects/str.h"
#include "runtime/report.h"

typedef struct Report {
    Vm *vm;
    StrBuilder text;
    int depth;             // groups nested; 0: none
    bool needs_close;      // the last exception of a group ends with a line
    int64_t lost_at;       // where it couldn't go on; -1: it could
    const Object **seen;   // owns, host memory: the exceptions that were begun
    size_t seen_count;
} Report;

// It can't go on: what is added from here on is not shown. Clears what was raised.
void report_lose(Report *report);

// Adds a formatted text; what raises on the way is left out.
void report_add(Report *report, const char *format, ...);

// Begins a line: the indentation and margin of the group that it is in.
void report_begin_line(Report *report);

// The entries of a traceback with their source lines and marks; `header` as it stands below
// a margin of its own (NULL: the usual one).
void report_add_traceback(Report *report, const Traceback *traceback, const char *header,
                          const char *header_margin);

// "File …, line …", the line and its marks, for a SyntaxError; gives its message (new), or
// NULL where it is not like one.
Object *report_add_syntax(Report *report, Object *exception);

// The name that the program may have meant, for NameError and AttributeError: a new str, or
// NULL; nothing is raised.
Object *report_new_suggestion(Vm *vm, Object *exception);

#endif
