// Recordings through the public interface: how a machine was made, and made again.

#include "api/record.h"

#include "base/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// --- how a machine is made: texts, each with a zero ---

static void add_text(TextBuffer *head, const char *text) {
    text_add_char(head, text == NULL ? '-' : '+');   // no text is another thing than an empty one
    if (text != NULL) text_add_c(head, text);
    text_add_char(head, '\0');
}

static void add_number(TextBuffer *head, int64_t number) {
    text_add_number(head, number);
    text_add_char(head, '\0');
}

static void add_rows(TextBuffer *head, int count, const char *const *rows) {
    add_number(head, count);
    for (int i = 0; i < count; i++) add_text(head, rows[i]);
}

enum { SWITCH_COUNT = sizeof(NametagSwitches) / sizeof(int) };

static void write_head(const NametagOptions *options, TextBuffer *head) {
    const int *switches = (const int *)&options->switches;
    add_text(head, NAMETAG_VERSION);
    add_text(head, options->name);
    add_text(head, options->executable);
    add_text(head, options->library);
    add_text(head, options->script_folder);
    add_text(head, options->check_hash_pycs);
    add_number(head, (int64_t)options->object_bytes_max);
    add_number(head, options->handles_signals);
    add_number(head, SWITCH_COUNT);
    for (int i = 0; i < SWITCH_COUNT; i++) add_number(head, switches[i]);
    add_rows(head, options->argument_count, options->arguments);
    add_rows(head, options->original_count, options->originals);
    add_rows(head, options->warning_count, options->warnings);
    add_rows(head, options->extension_count, options->extensions);
}

typedef struct HeadReader {
    const char *at, *end;
    const char **rows;
    int row_count, row_capacity;
    bool is_wrong;
} HeadReader;

static const char *take_row(HeadReader *reader) {
    const char *zero = memchr(reader->at, 0, (size_t)(reader->end - reader->at));
    if (zero == NULL) {
        reader->is_wrong = true;
        return "-";
    }
    const char *row = reader->at;
    reader->at = zero + 1;
    return row;
}

static const char *take_text(HeadReader *reader) {
    const char *row = take_row(reader);
    return row[0] == '+' ? row + 1 : NULL;
}

static int64_t take_number(HeadReader *reader) {
    return strtoll(take_row(reader), NULL, 10);
}

static int take_rows(HeadReader *reader, const char *const **rows) {
    int count = (int)take_number(reader);
    if (count < 0 || count > reader->row_capacity - reader->row_count) {
        reader->is_wrong = true;
        return 0;
    }
    const char **first = reader->rows + reader->row_count;
    for (int i = 0; i < count; i++) {
        const char *text = take_text(reader);
        first[i] = text != NULL ? text : "";
    }
    reader->row_count += count;
    *rows = first;
    return count;
}

static const char *read_head(MachineReplay *replay) {
    const TextBuffer *head = &replay->recording.head;
    // Each row takes two bytes at least.
    int capacity = (int)(head->size / 2) + 1;
    replay->rows = host_allocate((size_t)capacity * sizeof(char *));
    if (replay->rows == NULL) return "there is not enough memory";
    HeadReader reader = {.at = head->bytes, .end = head->bytes + head->size, .rows = replay->rows,
                         .row_capacity = capacity};
    NametagOptions *options = &replay->options;
    int *switches = (int *)&options->switches;
    *options = (NametagOptions){.abi = NAMETAG_ABI, .mode = NAMETAG_WATCHED, .records = 1};
    const char *version = take_text(&reader);
    if (version == NULL || strcmp(version, NAMETAG_VERSION) != 0)
        return "it was recorded by another version of nametag";
    options->name = take_text(&reader);
    options->executable = take_text(&reader);
    options->library = take_text(&reader);
    options->script_folder = take_text(&reader);
    options->check_hash_pycs = take_text(&reader);
    options->object_bytes_max = (uint64_t)take_number(&reader);
    options->handles_signals = (int)take_number(&reader);
    if (take_number(&reader) != SWITCH_COUNT) return "its head is not what it should be";
    for (int i = 0; i < SWITCH_COUNT; i++) switches[i] = (int)take_number(&reader);
    options->argument_count = take_rows(&reader, &options->arguments);
    options->original_count = take_rows(&reader, &options->originals);
    options->warning_count = take_rows(&reader, &options->warnings);
    options->extension_count = take_rows(&reader, &options->extensions);
    return reader.is_wrong ? "its head is not what it should be" : NULL;
}

// --- what it runs ---

void machine_note_task(NametagMachine *machine, MachineTask task, const char *path,
                       const char *text, size_t size) {
    if (machine->recorder == NULL || machine->has_task) return;
    machine->has_task = true;
    TextBuffer row = {0};
    text_add_char(&row, (char)task);
    text_add(&row, path, strlen(path) + 1);
    text_add(&row, text, size);
    recorder_start(machine->recorder, machine->vm, &row);
    text_done(&row);
}

static const char *read_task(MachineReplay *replay) {
    const TextBuffer *row = &replay->recording.task;
    const char *zero = row->size < 2 ? NULL : memchr(row->bytes + 1, 0, row->size - 1);
    if (zero == NULL) return "it was cut before the program began";
    replay->task = row->bytes[0];
    replay->path = row->bytes + 1;
    replay->text = zero + 1;
    replay->text_bytes = (size_t)(row->bytes + row->size - replay->text);
    return NULL;
}

int nametag_run_recorded(NametagMachine *machine) {
    const MachineReplay *replay = machine->replay;
    if (replay == NULL) return 2;
    switch ((MachineTask)replay->task) {
    case MACHINE_TASK_FILE: return nametag_run_file(machine, replay->path);
    case MACHINE_TASK_TEXT:
        return nametag_run_text(machine, replay->text, replay->text_bytes, replay->path);
    case MACHINE_TASK_MODULE: return nametag_run_module(machine, replay->path);
    case MACHINE_TASK_INPUT: return nametag_run_input(machine);
    }
    return 2;
}

// --- opening ---

void machine_replay_drop(MachineReplay *replay) {
    if (replay == NULL) return;
    recording_done(&replay->recording);
    host_release(replay->rows);
    host_release(replay);
}

static NametagMachine *refuse(World *world, const char *path, const char *trouble) {
    const char *const parts[] = {"nametag: ", path, ": ", trouble, "\n"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
        (void)world_write_all(world, 2, parts[i], strlen(parts[i]));
    world_drop(world);
    return NULL;
}

static NametagMachine *open_recording(World *world, Inputs *inputs, MachineReplay *replay,
                                      const char *path, TextBuffer *trouble) {
    if (!recording_read(world, path, inputs, &replay->recording, trouble)) return NULL;
    const char *wrong = read_head(replay);
    if (wrong == NULL) wrong = read_task(replay);
    if (wrong != NULL) {
        text_add_c(trouble, wrong);
        return NULL;
    }
    NametagMachine *machine = machine_new(&replay->options, world, inputs);
    if (machine == NULL) text_add_c(trouble, "the machine does not start as it did");
    else if (inputs_has_diverged(inputs))
        text_add_c(trouble, "the machine does not start as it did: another build of nametag?");
    return machine;
}

static void tell_cut(const NametagMachine *machine, const char *path) {
    const char *const parts[] = {"nametag: ", path,
                                 ": the recording was cut, and the run is known up to there\n"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) machine_write_error(machine, parts[i]);
}

NametagMachine *nametag_open(const char *path) {
    World *world = world_real_new();
    Inputs *inputs = world == NULL ? NULL : inputs_new(world);
    MachineReplay *replay = inputs == NULL ? NULL : host_allocate(sizeof(MachineReplay));
    TextBuffer trouble = {0};
    NametagMachine *machine = NULL;
    if (replay == NULL) {
        if (inputs != NULL) world_drop(inputs_get_world(inputs));
        world_drop(world);
        return NULL;
    }
    memset(replay, 0, sizeof *replay);
    machine = open_recording(world, inputs, replay, path, &trouble);
    text_add_char(&trouble, '\0');
    if (machine == NULL) {
        machine_replay_drop(replay);
        world_drop(inputs_get_world(inputs));
        (void)refuse(world, path, trouble.is_failed ? "there is not enough memory" : trouble.bytes);
    } else {
        machine->replay = replay;
        if (!replay->recording.has_end) tell_cut(machine, path);
    }
    text_done(&trouble);
    return machine;
}

int nametag_is_recording(const char *path) {
    static const char magic[] = "nametag recording ";
    char start[sizeof magic - 1];
    World *world = world_real_new();
    if (world == NULL) return 0;
    int64_t file = world_open(world, path, 0, 0), size = 0;
    if (file >= 0) {
        size = world_read(world, (int)file, start, sizeof start);
        (void)world_close(world, (int)file);
    }
    world_drop(world);
    return size == (int64_t)sizeof start && memcmp(start, magic, sizeof start) == 0;
}

// --- recording ---

bool machine_record_start(NametagMachine *machine) {
    TextBuffer head = {0};
    int error;
    write_head(machine->options, &head);
    machine->recorder = recorder_new(machine->world, machine->inputs,
                                     machine->options->recording, &head, &error);
    text_done(&head);
    if (machine->recorder != NULL) return true;
    const char *const parts[] = {machine_get_name(machine), ": can't write '",
                                 machine->options->recording, "': ", strerror(error), "\n"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) machine_write_error(machine, parts[i]);
    return false;
}

void machine_record_end(NametagMachine *machine, int status) {
    if (machine->recorder == NULL) return;
    int error = recorder_done(machine->recorder, machine->vm, status);
    machine->recorder = NULL;
    if (error == 0) return;
    const char *const parts[] = {
        machine_get_name(machine), ": the recording '", machine->options->recording,
        "' is not whole: ", strerror(error), "\n"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) machine_write_error(machine, parts[i]);
}
