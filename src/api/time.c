// Time through the public interface: a run that stands at one of its moments.

#include "api/time.h"

#include "api/record.h"

#include "base/host.h"
#include "explain/content.h"
#include "objects/str.h"
#include "runtime/observe.h"
#include "runtime/threads.h"

#include <string.h>

// --- start and end ---

static bool tell_progress(void *context, Moment moment) {
    const MachineTime *time = context;
    return time->wish.progress != NULL && time->wish.progress(time->wish.context, moment) != 0;
}

int nametag_time_start(NametagMachine *machine, const NametagTime *wish) {
    if (machine->inputs == NULL || machine->time != NULL || machine->rewind != NULL ||
        machine->options->mode != NAMETAG_WATCHED) return -1;
    MachineTime *time = host_allocate(sizeof(MachineTime));
    if (time == NULL) return -1;
    *time = (MachineTime){.machine = machine, .wish = *wish,
                          .timeline.bytes_max = wish->bytes_max};
    machine->time = time;
    return 0;
}

void machine_time_done(NametagMachine *machine) {
    MachineTime *time = machine->time;
    if (time == NULL) return;
    if (time->has_begun) timeline_done(&time->timeline);
    text_done(&time->file);
    text_done(&time->function);
    host_release(time);
    machine->time = NULL;
}

static NametagStop stop_of(NametagMachine *machine, TimelineStop stop) {
    const Timeline *timeline = &machine->time->timeline;
    // A forked child has run to its end, and nobody debugs it.
    if (timeline->is_child) world_exit(machine->world, machine->status);
    switch (stop) {
    case TIMELINE_REACHED: case TIMELINE_WANTED: return NAMETAG_REACHED;
    case TIMELINE_BROKEN: return NAMETAG_STOPPED;
    case TIMELINE_ENDED: break;
    }
    return NAMETAG_AT_END;
}

// The run is the program and what follows it: threads that go on, atexit, flushing.
static void whole_task(NametagMachine *machine) {
    machine->time->task(machine);
    machine->status = modules_end(machine->vm, machine->status);
    timeline_end(&machine->time->timeline);
}

static void time_program(NametagMachine *machine, void (*task)(NametagMachine *machine)) {
    MachineTime *time = machine->time;
    Timeline *timeline = &time->timeline;
    time->task = task;
    time->has_begun = true;
    timeline_start(timeline, machine->vm, machine->world, machine->inputs, &machine->host,
                   &machine->main);
    if (machine->replay != NULL) {
        const Recording *recording = &machine->replay->recording;
        timeline->marks = recording->marks;
        timeline->mark_count = recording->mark_count;
        timeline->limit = recording->has_end ? 0 : recording->last;
    }
    timeline->progress = tell_progress;
    timeline->progress_context = time;
    machine->task = whole_task;
    (void)stop_of(machine, timeline_run(timeline, 1));
}

void machine_run_program(NametagMachine *machine, void (*task)(NametagMachine *machine)) {
    if (machine->time != NULL) time_program(machine, task);
    else if (machine->rewind != NULL) machine_rewind_program(machine, task);
    else machine_run(machine, task);
}

void machine_time_note_death(NametagMachine *machine, Object *exception) {
    MachineTime *time = machine->time;
    Vm *vm = machine->vm;
    if (time == NULL || object_has_type(vm, exception, exception_type(vm, EXCEPTION_SystemExit)))
        return;
    const Traceback *entry = (const Traceback *)((Exception *)exception)->traceback.object;
    if (entry == NULL || &entry->base == vm->objects->none) return;
    while (entry->next.object != NULL && entry->next.object != vm->objects->none)
        entry = (const Traceback *)entry->next.object;
    time->death = (MachineDeath){exception, entry->code, traceback_get_line(entry)};
}

// --- where it stands ---

void time_set_text(TextBuffer *text, const Str *str) {
    text_cut(text, 0);
    content_add_str(str, text);
    text_add_char(text, '\0');
}

Frame *time_find_frame(Frame *frame, int index) {
    while (frame != NULL && index-- > 0) frame = frame->previous;
    return frame;
}

static bool is_there(const NametagMachine *machine) {
    const MachineTime *time = machine->time;
    return time != NULL && time->has_begun && !time->timeline.has_ended &&
           time->timeline.frame != NULL;
}

int nametag_time_line(NametagMachine *machine, NametagLine *line) {
    MachineTime *time = machine->time;
    if (!is_there(machine)) return 0;
    const Timeline *timeline = &time->timeline;
    const Code *code = timeline->frame->code;
    const char *library = machine_get_library(machine);
    time_set_text(&time->file, (const Str *)code->filename.object);
    time_set_text(&time->function, (const Str *)code->name.object);
    if (time->file.is_failed || time->function.is_failed) return 0;
    size_t length = library == NULL ? 0 : strlen(library);
    const char *file = time->file.bytes;
    *line = (NametagLine){
        .moment = timeline->now, .file = file, .function = time->function.bytes,
        .line = timeline->line_number, .depth = runtime_of(machine->vm)->depth,
        .thread = thread_get(machine->vm)->serial,
        .is_library = file[0] == '<' || (length > 0 && strncmp(file, library, length) == 0),
    };
    return 1;
}

const char *nametag_time_source(NametagMachine *machine, const char *file, size_t *size) {
    if (machine->text == NULL || strcmp(file, machine->path) != 0) return NULL;
    *size = machine->text_bytes;
    return machine->text;
}

NametagMoment nametag_time_last(NametagMachine *machine, int *is_end) {
    const MachineTime *time = machine->time;
    *is_end = time != NULL && time->timeline.end != MOMENT_NEVER;
    return time == NULL ? 0 : time->timeline.last;
}

int nametag_time_status(NametagMachine *machine) {
    const MachineTime *time = machine->time;
    bool was_cut = time != NULL && time->timeline.was_cut;
    return was_cut && time->timeline.why == INPUTS_EXIT ? time->timeline.status : machine->status;
}

const char *nametag_time_trouble(NametagMachine *machine) {
    const MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return NULL;
    const Timeline *timeline = &time->timeline;
    if (timeline_has_diverged(timeline))
        return "the run does not repeat: what follows may be wrong";
    if (!timeline->has_ended || !timeline->was_cut) return NULL;
    switch (timeline->why) {
    case INPUTS_CLOSED: return "the recording ends here, before the run does";
    case INPUTS_ABORT: return "the program aborts here";
    case INPUTS_REPLACED: return "another program takes the place of this one here";
    case INPUTS_EXIT: break;
    }
    return NULL;
}

// --- going ---

NametagStop nametag_time_go(NametagMachine *machine, NametagMoment moment) {
    MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return NAMETAG_FAILED;
    return stop_of(machine, timeline_seek(&time->timeline, moment));
}

static bool is_point(const NametagPoint *point, const Frame *frame, int line) {
    if (point->line != line) return false;
    const Str *file = (const Str *)frame->code->filename.object;
    size_t length = strlen(point->file);
    if (file->is_ascii)
        return (size_t)file->length == length && memcmp(file->data, point->file, length) == 0;
    TextBuffer text = {0};
    content_add_str(file, &text);
    bool is_same = text.size == length && memcmp(text.bytes, point->file, length) == 0;
    text_done(&text);
    return is_same;
}

static bool takes_line(Vm *vm, const NametagSearch *search, const Frame *frame, int line) {
    if (search->every) return true;
    if (search->depth_max > 0 && runtime_of(vm)->depth <= search->depth_max &&
        line >= (runtime_of(vm)->depth == search->depth_max ? search->depth_line : 0) &&
        thread_get(vm)->serial == search->thread) return true;
    for (size_t i = 0; i < search->point_count; i++)
        if (is_point(&search->points[i], frame, line)) return true;
    return false;
}

// The line where the search began does not count.
static bool filter_forward(Vm *vm, void *context, Frame *frame, int line) {
    const MachineTime *time = context;
    return time->timeline.now > time->before && takes_line(vm, time->search, frame, line);
}

static bool filter_back(Vm *vm, void *context, Frame *frame, int line) {
    MachineTime *time = context;
    if (time->timeline.now < time->before && takes_line(vm, time->search, frame, line))
        time->found = time->timeline.now;
    return false;
}

NametagStop nametag_time_forward(NametagMachine *machine, const NametagSearch *search) {
    MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return NAMETAG_FAILED;
    Timeline *timeline = &time->timeline;
    time->search = search;
    time->before = timeline->now;
    timeline->filter = filter_forward;
    timeline->filter_context = time;
    TimelineStop stop = timeline_run(timeline, MOMENT_NEVER);
    timeline->filter = NULL;
    return stop_of(machine, stop);
}

// Runs the stretch from a snapshot to `until` again, and notes the last hit in it.
static TimelineStop search_stretch(MachineTime *time, Moment from, Moment until) {
    Timeline *timeline = &time->timeline;
    if (!timeline_go_back(timeline, from)) return TIMELINE_ENDED;
    timeline->filter = filter_back;
    timeline->filter_context = time;
    TimelineStop stop = timeline_run(timeline, until);
    timeline->filter = NULL;
    return stop;
}

NametagStop nametag_time_back(NametagMachine *machine, const NametagSearch *search) {
    MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return NAMETAG_FAILED;
    Timeline *timeline = &time->timeline;
    Moment until = timeline->now, start = until;
    time->search = search;
    time->before = until;
    time->found = 0;
    while (time->found == 0 && until > 1) {
        Moment from = timeline_find(timeline, until - 1);
        if (from == 0) break;
        if (search_stretch(time, from, until) == TIMELINE_BROKEN) {
            (void)nametag_time_go(machine, start);
            return NAMETAG_STOPPED;
        }
        until = from;
    }
    NametagStop stop = nametag_time_go(machine, time->found == 0 ? 1 : time->found);
    return time->found == 0 && stop == NAMETAG_REACHED ? NAMETAG_AT_START : stop;
}

// --- the error that a program died of ---

static void note_raise(Vm *vm, void *context, Frame *frame, Object *exception) {
    MachineTime *time = context;
    (void)vm;
    if (exception == time->death.exception && frame->code == time->death.code &&
        frame_get_line(frame) == time->death.line)
        time->found = runtime_of(vm)->lines;
}

NametagStop nametag_time_to_error(NametagMachine *machine) {
    MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return NAMETAG_FAILED;
    if (time->death.exception == NULL) return NAMETAG_AT_END;
    Timeline *timeline = &time->timeline;
    const Observer observer = {.context = time, .raised = note_raise};
    Moment until = timeline->end;
    time->found = 0;
    while (time->found == 0 && until > 1) {
        Moment from = timeline_find(timeline, until - 1);
        if (from == 0 || !timeline_go_back(timeline, from)) break;
        timeline_tell(timeline, &observer, NULL);
        TimelineStop stop = timeline_run(timeline, until == timeline->end ? MOMENT_NEVER : until);
        timeline_tell(timeline, NULL, NULL);
        if (stop == TIMELINE_BROKEN) break;
        until = from;
    }
    return nametag_time_go(machine, time->found == 0 ? timeline->end - 1 : time->found);
}
