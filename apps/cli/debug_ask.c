// The debugger's questions to the past, and its watches.

#include "cli/debug_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORY_MOST = 20 };

static int is_over(const Debugger *debugger) {
    if (debugger->is_over) debug_error("the run is over: go back first");
    return debugger->is_over;
}

static NametagStop ask(Debugger *debugger, NametagQuestion question, const char *text,
                       NametagMoment before, NametagAnswer *answer) {
    fflush(stdout);
    NametagStop stop = nametag_time_ask(debugger->machine, debugger->frame, question, text,
                                        before, answer);
    if (stop == NAMETAG_FAILED) debug_error("there is no place '%s'", text);
    if (stop == NAMETAG_STOPPED) printf("Stopped on the way.\n");
    return stop;
}

// The line of a moment; the machine comes back to where it stood.
static void show_moment(Debugger *debugger, const NametagAnswer *answer) {
    NametagLine line;
    NametagMoment here = debugger->line.moment;
    if (nametag_time_go(debugger->machine, answer->moment) == NAMETAG_REACHED &&
        nametag_time_line(debugger->machine, &line)) {
        char *source = debug_source_line(debugger, line.file, line.line);
        printf("moment %lld%s: %s(%d)%s()", (long long)line.moment,
               answer->is_start ? ", where it begins" : "", line.file, line.line, line.function);
        if (source != NULL) printf("\n-> %s", source + strspn(source, " \t\f"));
        printf("\n");
        free(source);
    }
    (void)nametag_time_go(debugger->machine, here);
    (void)nametag_time_line(debugger->machine, &debugger->line);
}

void debug_why(Debugger *debugger, char *argument) {
    NametagAnswer answer;
    if (is_over(debugger)) return;
    NametagStop stop = ask(debugger, NAMETAG_LAST_WRITE, argument, 0, &answer);
    if (stop == NAMETAG_AT_START) printf("%s is from before the program.\n", argument);
    if (stop == NAMETAG_REACHED) show_moment(debugger, &answer);
}

void debug_history_(Debugger *debugger, char *argument) {
    NametagAnswer answers[HISTORY_MOST];
    int count = 0;
    NametagMoment before = 0;
    if (is_over(debugger)) return;
    while (count < HISTORY_MOST) {
        NametagAnswer *answer = &answers[count];
        NametagStop stop = ask(debugger, NAMETAG_LAST_WRITE, argument, before, answer);
        if (stop != NAMETAG_REACHED) break;
        before = answer->after;
        count++;
        if (answer->is_start) break;
    }
    if (count == HISTORY_MOST) printf("The last %d of them:\n", HISTORY_MOST);
    while (count-- > 0) show_moment(debugger, &answers[count]);
}

void debug_holders(Debugger *debugger, char *argument) {
    Text out;
    if (is_over(debugger)) return;
    int result = debug_look(debugger, NAMETAG_LOOK_HOLDERS, argument, &out);
    printf("%s%s", result == 2 ? "*** " : "", out.bytes != NULL ? out.bytes : "");
    debug_text_drop(&out);
}

static void go_to_write(Debugger *debugger, char *argument, NametagQuestion question) {
    NametagAnswer answer;
    if (is_over(debugger)) return;
    NametagStop stop = ask(debugger, question, argument, 0, &answer);
    if (stop == NAMETAG_AT_START || stop == NAMETAG_AT_END)
        printf("No line %s writes %s.\n", question == NAMETAG_LAST_WRITE ? "before" : "after this",
               argument);
    if (stop != NAMETAG_REACHED) return;
    if (answer.is_start && question == NAMETAG_NEXT_WRITE) printf("It ends:\n");
    // Going on, one arrives behind the write; going back, before it.
    NametagMoment moment = question == NAMETAG_NEXT_WRITE ? answer.after : answer.moment;
    if (question == NAMETAG_NEXT_WRITE) show_moment(debugger, &answer);
    debug_arrive(debugger, nametag_time_go(debugger->machine, moment));
    debug_show_place(debugger);
}

void debug_origin(Debugger *debugger, char *argument) {
    go_to_write(debugger, argument, NAMETAG_LAST_WRITE);
}

void debug_watch(Debugger *debugger, char *argument) {
    go_to_write(debugger, argument, NAMETAG_NEXT_WRITE);
}
