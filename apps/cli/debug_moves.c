// The debugger's movements, forward and backward.

#include "cli/debug_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Commands of a breakpoint come before what is typed.
static void queue_commands(Debugger *debugger, const char *commands) {
    size_t size = strlen(commands), rest = debugger->queue == NULL ? 0 : strlen(debugger->queue);
    char *queue = malloc(size + rest + 1);
    if (queue == NULL) return;
    memcpy(queue, commands, size);
    if (rest > 0) memcpy(queue + size, debugger->queue, rest);
    queue[size + rest] = '\0';
    free(debugger->queue);
    debugger->queue = queue;
}

// At a breakpoint. 0: it does not count, go on.
static int meet_point(Debugger *debugger, Breakpoint *point, int goes_forward) {
    if (!debug_point_takes(debugger, point, goes_forward)) return 0;
    if (point->commands != NULL) queue_commands(debugger, point->commands);
    if (point->is_temporary) {
        printf("Deleted breakpoint %d at %s:%d\n", point->number, point->file, point->line);
        debug_point_drop(debugger, point);
    }
    return 1;
}

static int takes_without_points(const Debugger *debugger, const NametagSearch *search) {
    const NametagLine *line = &debugger->line;
    if (search->every) return 1;
    return search->depth_max > 0 && line->thread == search->thread &&
           (line->depth < search->depth_max ||
            (line->depth == search->depth_max && line->line >= search->depth_line));
}

NametagStop debug_open_error(Debugger *debugger, NametagStop stop) {
    if (stop != NAMETAG_AT_END) return stop;
    fflush(stdout);
    NametagStop found = nametag_time_to_error(debugger->machine);
    if (found == NAMETAG_AT_END) return stop;
    printf("The program dies here. Going back from here works.\n");
    return found;
}

// Goes until the search, or a breakpoint that counts, stops it.
static void go(Debugger *debugger, NametagSearch search, int goes_forward) {
    NametagStop stop;
    fflush(stdout);
    for (;;) {
        search.points = debug_points(debugger, &search.point_count);
        stop = goes_forward ? nametag_time_forward(debugger->machine, &search)
                            : nametag_time_back(debugger->machine, &search);
        debugger->is_over = !nametag_time_line(debugger->machine, &debugger->line);
        if (stop != NAMETAG_REACHED) break;
        Breakpoint *point = debug_point_here(debugger);
        if (point == NULL || meet_point(debugger, point, goes_forward) ||
            takes_without_points(debugger, &search)) break;
    }
    if (goes_forward) stop = debug_open_error(debugger, stop);
    debug_arrive(debugger, stop);
    debug_show_place(debugger);
}

static int is_over(Debugger *debugger) {
    if (debugger->is_over) printf("The run is over. Go back with back, rc, goto or first.\n");
    return debugger->is_over;
}

// So deep at most, in this thread.
static NametagSearch search_depth(const Debugger *debugger, int64_t less) {
    int64_t depth = debugger->line.depth - less;
    return (NametagSearch){.depth_max = depth > 0 ? depth : 0, .thread = debugger->line.thread};
}

// --- forward ---

void debug_step(Debugger *debugger, char *argument) {
    (void)argument;
    if (!is_over(debugger)) go(debugger, (NametagSearch){.every = 1}, 1);
}

void debug_next(Debugger *debugger, char *argument) {
    (void)argument;
    if (!is_over(debugger)) go(debugger, search_depth(debugger, debugger->frame), 1);
}

void debug_until(Debugger *debugger, char *argument) {
    if (is_over(debugger)) return;
    NametagSearch search = search_depth(debugger, 0);
    search.depth_line = *argument != '\0' ? atoi(argument) : debugger->line.line + 1;
    if (*argument != '\0' && search.depth_line <= debugger->line.line)
        debug_error("\"until\" line number is smaller than current line number");
    else go(debugger, search, 1);
}

void debug_continue(Debugger *debugger, char *argument) {
    (void)argument;
    if (!is_over(debugger)) go(debugger, (NametagSearch){0}, 1);
}

// To the caller first; from there back to the line before.
void debug_return(Debugger *debugger, char *argument) {
    (void)argument;
    if (is_over(debugger)) return;
    NametagMoment start = debugger->line.moment;
    NametagSearch out = search_depth(debugger, debugger->frame + 1);
    NametagSearch inside = search_depth(debugger, debugger->frame);
    out.points = debug_points(debugger, &out.point_count);
    fflush(stdout);
    NametagStop stop = nametag_time_forward(debugger->machine, &out);
    debugger->is_over = !nametag_time_line(debugger->machine, &debugger->line);
    Breakpoint *point = debug_point_here(debugger);
    if (stop == NAMETAG_REACHED && !takes_without_points(debugger, &out)) {
        if (point == NULL || meet_point(debugger, point, 1)) {
            debug_arrive(debugger, stop);
            debug_show_place(debugger);
        } else {
            debug_return(debugger, argument);
        }
        return;
    }
    NametagMoment outside = stop == NAMETAG_REACHED ? debugger->line.moment : 0;
    stop = nametag_time_back(debugger->machine, &inside);
    (void)nametag_time_line(debugger->machine, &debugger->line);
    if (debugger->line.moment <= start && outside > 0)
        stop = nametag_time_go(debugger->machine, outside);
    else if (debugger->line.moment <= start)
        stop = debug_open_error(debugger, nametag_time_forward(debugger->machine,
                                                               &(NametagSearch){0}));
    debug_arrive(debugger, stop);
    debug_show_place(debugger);
}

// --- backward ---

void debug_back(Debugger *debugger, char *argument) {
    (void)argument;
    go(debugger, (NametagSearch){.every = 1}, 0);
}

void debug_rnext(Debugger *debugger, char *argument) {
    (void)argument;
    if (debugger->is_over) go(debugger, (NametagSearch){.every = 1}, 0);
    else go(debugger, search_depth(debugger, debugger->frame), 0);
}

void debug_rreturn(Debugger *debugger, char *argument) {
    (void)argument;
    if (debugger->is_over) go(debugger, (NametagSearch){.every = 1}, 0);
    else go(debugger, search_depth(debugger, debugger->frame + 1), 0);
}

void debug_reverse_continue(Debugger *debugger, char *argument) {
    (void)argument;
    go(debugger, (NametagSearch){0}, 0);
}

// --- anywhere ---

static void go_to(Debugger *debugger, NametagMoment moment) {
    fflush(stdout);
    debug_arrive(debugger, nametag_time_go(debugger->machine, moment));
    debug_show_place(debugger);
}

void debug_goto(Debugger *debugger, char *argument) {
    char *rest;
    int is_end;
    NametagMoment moment = strtoll(argument, &rest, 10);
    NametagMoment here = debugger->is_over ? nametag_time_last(debugger->machine, &is_end)
                                           : debugger->line.moment;
    if (rest == argument || *rest != '\0') {
        debug_error("goto takes a moment: a number, or +N or -N from here");
        return;
    }
    if (*argument == '+' || *argument == '-') moment += here;
    go_to(debugger, moment < 1 ? 1 : moment);
}

void debug_first(Debugger *debugger, char *argument) {
    (void)argument;
    go_to(debugger, 1);
}

void debug_last(Debugger *debugger, char *argument) {
    int is_end;
    (void)argument;
    fflush(stdout);
    NametagMoment last = nametag_time_last(debugger->machine, &is_end);
    if (!is_end) {
        NametagStop stop = nametag_time_forward(debugger->machine, &(NametagSearch){0});
        if (stop != NAMETAG_AT_END) {
            debug_arrive(debugger, stop);
            debug_show_place(debugger);
            return;
        }
        last = nametag_time_last(debugger->machine, &is_end);
    }
    go_to(debugger, last - 1);
}

void debug_error_(Debugger *debugger, char *argument) {
    (void)argument;
    fflush(stdout);
    NametagStop stop = nametag_time_to_error(debugger->machine);
    if (stop == NAMETAG_AT_END) {
        debug_error("the program has not died of an exception (so far)");
        return;
    }
    debug_arrive(debugger, stop);
    debug_show_place(debugger);
}

void debug_moment(Debugger *debugger, char *argument) {
    int is_end;
    NametagMoment last = nametag_time_last(debugger->machine, &is_end);
    (void)argument;
    if (debugger->is_over) printf("after the last line, moment %lld\n", (long long)last - 1);
    else printf("moment %lld of %lld%s\n", (long long)debugger->line.moment,
                (long long)last - is_end, is_end ? "" : " (so far)");
}
