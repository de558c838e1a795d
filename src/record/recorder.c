// Writing recordings.

#include "base/host.h"
#include "record/recording_parts.h"
#include "runtime/observe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define MILLISECONDS(n) ((int64_t)(n) * 1000000)

enum {
    CHUNK_BYTES = 64 << 10,      // so much is gathered before it is written
    FILES_OPEN_MAX = 64,         // files of the library that are read at once
    HIGH_FILE = 900,             // the program's files keep their numbers
    LOOK_LINES = 4096,
    MARKS_PART = 100,            // digests may take so small a part of the time
};

#define WRITE_APART MILLISECONDS(250)

typedef struct LibraryFile {   // open now
    int file;                  // -1: none
    int64_t number;            // in the recording
    int64_t position;
} LibraryFile;

struct Recorder {
    World *outside;            // borrows
    Inputs *inputs;            // borrows
    Vm *vm;                    // borrows; NULL: the program has not begun
    int file;                  // -1: it could not be written any more
    int error;
    bool is_child;
    int64_t written;           // bytes of whole chunks
    uint64_t check;
    TextBuffer answers, files; // not yet written
    int64_t file_count;
    TextBuffer folders;        // each terminated: whose files are kept by name
    LibraryFile open[FILES_OPEN_MAX];
    int64_t write_time, mark_time, mark_cost;
};

const char recording_magic[] = "nametag recording 1\n";

uint64_t recording_check(uint64_t check, const void *bytes, size_t size) {
    const char *at = bytes;
    uint64_t word;
    for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
        memcpy(&word, at, sizeof word);
        check = (check ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        check ^= check >> 29;
    }
    word = size;
    check = (check ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    word = 0;
    if (size > 0) memcpy(&word, at, size);
    check = (check ^ check >> 29 ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return check ^ check >> 32;
}

static void add_number(TextBuffer *text, uint64_t number) {
    for (; number >= 0x80; number >>= 7) text_add_char(text, (char)(number | 0x80));
    text_add_char(text, (char)number);
}

static void add_signed(TextBuffer *text, int64_t number) {
    add_number(text, (uint64_t)number << 1 ^ (uint64_t)(number >> 63));
}

// --- chunks ---

// What was written in part goes, so that the file ends with a whole chunk.
static void fail(Recorder *recorder, int error) {
    WorldRequest request = {.operation = WORLD_TRUNCATE,
                            .numbers = {recorder->file, recorder->written}};
    (void)world_ask(recorder->outside, &request);
    (void)world_close(recorder->outside, recorder->file);
    recorder->file = -1;
    recorder->error = error;
}

static void write_bytes(Recorder *recorder, const void *bytes, size_t size) {
    if (recorder->file < 0 || size == 0) return;
    int64_t result = world_write_all(recorder->outside, recorder->file, bytes, size);
    if (result < 0) fail(recorder, (int)-result);
}

static void write_chunk(Recorder *recorder, ChunkKind kind, TextBuffer *text) {
    ChunkHead head = {.kind = kind, .size = (uint32_t)text->size};
    if (text->is_failed && recorder->file >= 0) fail(recorder, ENOMEM);
    if (recorder->file < 0) return;
    head.head_check = recording_check(recorder->check, &head, offsetof(ChunkHead, head_check));
    head.check = recording_check(head.head_check, text->bytes, text->size);
    write_bytes(recorder, &head, sizeof head);
    write_bytes(recorder, text->bytes, text->size);
    recorder->check = head.check;
    recorder->written += (int64_t)(sizeof head + text->size);
    text_cut(text, 0);
}

static void write_answers(Recorder *recorder) {
    if (recorder->files.size > 0) write_chunk(recorder, CHUNK_FILES, &recorder->files);
    if (recorder->answers.size > 0) write_chunk(recorder, CHUNK_ANSWERS, &recorder->answers);
    recorder->write_time = world_clock(recorder->outside, WORLD_CLOCK_MONOTONIC);
}

// `moment`: the line that begins, or the one behind the last.
static void write_mark(Recorder *recorder, Moment moment, bool has_digest) {
    TextBuffer text = {0};
    Digest digest = {{0, 0}};
    write_answers(recorder);
    add_number(&text, (uint64_t)moment);
    add_number(&text, has_digest);
    if (has_digest) {
        int64_t start = world_clock(recorder->outside, WORLD_CLOCK_MONOTONIC);
        digest = heap_digest(recorder->vm);
        recorder->mark_time = world_clock(recorder->outside, WORLD_CLOCK_MONOTONIC);
        recorder->mark_cost = recorder->mark_time - start;
        text_add(&text, (const char *)&digest, sizeof digest);
    }
    write_chunk(recorder, CHUNK_MARK, &text);
    text_done(&text);
}

// --- files of the library ---

static LibraryFile *find_open(Recorder *recorder, int64_t file) {
    for (int i = 0; i < FILES_OPEN_MAX; i++)
        if (recorder->open[i].file == file) return &recorder->open[i];
    return NULL;
}

static bool is_library(const Recorder *recorder, const WorldRequest *request) {
    const char *folder = recorder->folders.bytes, *end = folder + recorder->folders.size;
    const char *path = request->texts[0];
    if (path == NULL || request->numbers[0] != -1 ||
        (request->numbers[1] & O_ACCMODE) != O_RDONLY) return false;
    for (; folder < end; folder += strlen(folder) + 1) {
        size_t length = strlen(folder);
        if (strncmp(path, folder, length) == 0 && path[length] == '/') return true;
    }
    return false;
}

static void note_open(Recorder *recorder, const WorldRequest *request, int64_t file) {
    LibraryFile *place = find_open(recorder, -1);
    if (place == NULL || !is_library(recorder, request)) return;
    char *bytes;
    int64_t size = world_read_path(recorder->outside, request->texts[0], &bytes);
    if (size < 0) return;
    uint64_t digest = recording_check(0, bytes, (size_t)size);
    add_number(&recorder->files, (uint64_t)size);
    text_add(&recorder->files, (const char *)&digest, sizeof digest);
    text_add(&recorder->files, request->texts[0], strlen(request->texts[0]) + 1);
    host_release(bytes);
    *place = (LibraryFile){(int)file, recorder->file_count++, 0};
}

// Follows where files of the library stand; true: the answer is a part of one of them.
static bool follow_file(Recorder *recorder, const WorldRequest *request, const Answer *answer,
                        int64_t *number, int64_t *position) {
    LibraryFile *open = find_open(recorder, request->numbers[0]);
    if (request->operation == WORLD_OPEN && answer->result >= 0) {
        if ((open = find_open(recorder, answer->result)) != NULL) open->file = -1;
        note_open(recorder, request, answer->result);
    } else if (open != NULL && request->operation == WORLD_CLOSE) {
        open->file = -1;
    } else if (open != NULL && request->operation == WORLD_SEEK) {
        if (answer->result >= 0) open->position = answer->result;
    } else if (open != NULL && request->operation == WORLD_READ && answer->result > 0) {
        *number = open->number;
        *position = open->position;
        open->position += answer->result;
        return answer->out_used > 0;
    } else if (open != NULL && request->operation == WORLD_DUPLICATE) {
        open->file = -1;   // who moves it now is not known
    }
    return false;
}

// --- following the run ---

static void note(void *context, const WorldRequest *request, const Answer *answer) {
    Recorder *recorder = context;
    TextBuffer *text = &recorder->answers;
    int64_t number, position;
    if (recorder->file < 0) return;
    bool is_part = follow_file(recorder, request, answer, &number, &position);
    add_number(text, (uint64_t)answer->operation << 1 | (is_part ? ANSWER_OF_FILE : ANSWER_WHOLE));
    add_signed(text, answer->result);
    text_add(text, (const char *)&answer->hash, sizeof answer->hash);
    add_number(text, answer->out_used);
    if (is_part) {
        add_number(text, (uint64_t)number);
        add_number(text, (uint64_t)position);
    } else if (answer->out_used > 0) {
        text_add(text, (const char *)answer->out, answer->out_used);
    }
    bool is_risky = answer->operation == WORLD_KILL || answer->operation == WORLD_KILL_GROUP;
    if (text->size >= CHUNK_BYTES || is_risky ||
        world_clock(recorder->outside, WORLD_CLOCK_MONOTONIC) - recorder->write_time >= WRITE_APART)
        write_answers(recorder);
}

static void end_run(void *context, InputsEnd why, int status) {
    Recorder *recorder = context;
    TextBuffer text = {0};
    write_answers(recorder);
    if (why == INPUTS_REPLACED) return;   // it may fail
    add_number(&text, recorder->vm == NULL ? 0 : (uint64_t)runtime_of(recorder->vm)->lines);
    add_signed(&text, why == INPUTS_ABORT ? -1 : status);
    write_chunk(recorder, CHUNK_END, &text);
    text_done(&text);
}

static void leave_child(void *context, const WorldRequest *request) {
    static const char message[] = "nametag: a forked child runs unrecorded\n";
    Recorder *recorder = context;
    recorder->is_child = true;
    (void)world_close(recorder->outside, recorder->file);
    recorder->file = -1;
    if (recorder->vm != NULL) observe_lines(recorder->vm, 0, NULL, NULL);
    bool is_helper = request->numbers[0] != 0;
    if (!is_helper)
        (void)world_write_all(recorder->outside, 2, message, sizeof message - 1);
}

static void line_begins(Vm *vm, void *context, Frame *frame, int line) {
    Recorder *recorder = context;
    (void)frame, (void)line;
    observe_lines(vm, runtime_of(vm)->lines + LOOK_LINES, line_begins, recorder);
    int64_t time = world_clock(recorder->outside, WORLD_CLOCK_MONOTONIC);
    if (time - recorder->write_time < WRITE_APART) return;
    write_mark(recorder, runtime_of(vm)->lines,
               time - recorder->mark_time >= recorder->mark_cost * MARKS_PART);
}

void recorder_start(Recorder *recorder, Vm *vm, const TextBuffer *task) {
    TextBuffer copy = {0};
    text_add(&copy, task->bytes, task->size);
    write_answers(recorder);
    write_chunk(recorder, CHUNK_TASK, &copy);
    text_done(&copy);
    recorder->vm = vm;
    runtime_of(vm)->lines = 0;
    observe_lines(vm, LOOK_LINES, line_begins, recorder);
}

// --- start and end ---

// The file's number is high, out of the program's way.
static int64_t open_high(World *outside, const char *path) {
    int64_t file = world_open(outside, path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0) return file;
    WorldRequest mode = {.operation = WORLD_SET_MODE, .numbers = {file, 0600}};
    (void)world_ask(outside, &mode);
    WorldRequest request = {.operation = WORLD_FILE_CONTROL,
                            .numbers = {file, F_DUPFD_CLOEXEC, HIGH_FILE}};
    int64_t high = world_ask(outside, &request);
    if (high < 0) return file;
    (void)world_close(outside, (int)file);
    return high;
}

void recorder_add_folder(Recorder *recorder, const char *folder) {
    if (folder != NULL) text_add(&recorder->folders, folder, strlen(folder) + 1);
}

static void recorder_drop(Recorder *recorder) {
    inputs_set_follower(recorder->inputs, &(InputsFollower){NULL, NULL, NULL, NULL});
    if (recorder->file >= 0) (void)world_close(recorder->outside, recorder->file);
    text_done(&recorder->answers);
    text_done(&recorder->files);
    text_done(&recorder->folders);
    host_release(recorder);
}

Recorder *recorder_new(World *outside, Inputs *inputs, const char *path, const TextBuffer *head,
                       int *error) {
    Recorder *recorder = host_allocate(sizeof(Recorder));
    *error = ENOMEM;
    if (recorder == NULL) return NULL;
    memset(recorder, 0, sizeof *recorder);
    recorder->outside = outside;
    recorder->inputs = inputs;
    for (int i = 0; i < FILES_OPEN_MAX; i++) recorder->open[i].file = -1;
    int64_t file = open_high(outside, path);
    recorder->file = (int)file;
    recorder->written = (int64_t)strlen(recording_magic);
    TextBuffer copy = {0};
    text_add(&copy, head->bytes, head->size);
    write_bytes(recorder, recording_magic, strlen(recording_magic));
    write_chunk(recorder, CHUNK_HEAD, &copy);
    text_done(&copy);
    *error = file < 0 ? (int)-file : recorder->error;
    if (*error != 0) {
        recorder_drop(recorder);
        return NULL;
    }
    inputs_set_follower(inputs, &(InputsFollower){recorder, note, end_run, leave_child});
    recorder->write_time = recorder->mark_time = world_clock(outside, WORLD_CLOCK_MONOTONIC);
    return recorder;
}

int recorder_done(Recorder *recorder, Vm *vm, int status) {
    if (!recorder->is_child) {
        if (recorder->vm != NULL) {
            observe_lines(vm, 0, NULL, NULL);
            write_mark(recorder, runtime_of(vm)->lines + 1, true);
        }
        end_run(recorder, INPUTS_EXIT, status);
    }
    int error = recorder->error;
    recorder_drop(recorder);
    return error;
}
