// Reading recordings.

#include "base/host.h"
#include "record/recording_parts.h"

#include <string.h>

typedef struct KeptFile {    // of the library
    const char *path;        // borrows
    char *bytes;             // owns; NULL: not asked for yet
    uint64_t size, digest;
} KeptFile;

typedef struct Reader {
    World *outside;
    Inputs *inputs;
    Recording *recording;
    TextBuffer *trouble;
    const char *at, *end;    // of the chunk
    KeptFile *files;         // owns
    uint64_t file_count;
    bool is_damaged;
} Reader;

static bool refuse(Reader *reader, const char *text, const char *name) {
    if (reader->trouble->size == 0) {
        text_add_c(reader->trouble, text);
        text_add_c(reader->trouble, name);
    }
    return false;
}

// --- what a chunk holds ---

static uint64_t take_number(Reader *reader) {
    uint64_t number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (reader->at == reader->end) break;
        uint8_t byte = (uint8_t)*reader->at++;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) return number;
    }
    reader->is_damaged = true;
    return 0;
}

static int64_t take_signed(Reader *reader) {
    uint64_t number = take_number(reader);
    return (int64_t)(number >> 1 ^ (0 - (number & 1)));
}

static const char *take_bytes(Reader *reader, uint64_t size) {
    if (size > (uint64_t)(reader->end - reader->at)) {
        reader->is_damaged = true;
        return NULL;
    }
    const char *bytes = reader->at;
    reader->at += size;
    return bytes;
}

static bool take_copy(Reader *reader, void *to, size_t size) {
    const char *bytes = take_bytes(reader, size);
    if (bytes != NULL) memcpy(to, bytes, size);
    return bytes != NULL;
}

// --- files ---

static bool take_files(Reader *reader) {
    while (reader->at < reader->end && !reader->is_damaged) {
        KeptFile *grown = host_resize(reader->files,
                                      (size_t)(reader->file_count + 1) * sizeof(KeptFile));
        if (grown == NULL) return refuse(reader, "there is not enough memory", "");
        reader->files = grown;
        KeptFile *file = &grown[reader->file_count];
        *file = (KeptFile){.size = take_number(reader)};
        if (!take_copy(reader, &file->digest, sizeof file->digest)) break;
        file->path = reader->at;
        const char *zero = memchr(reader->at, 0, (size_t)(reader->end - reader->at));
        if (zero == NULL) reader->is_damaged = true;
        else reader->at = zero + 1;
        if (zero != NULL) reader->file_count++;
    }
    return true;
}

// The bytes of a file of the library, as they were.
static const char *load_file(Reader *reader, uint64_t number) {
    if (number >= reader->file_count) {
        reader->is_damaged = true;
        return NULL;
    }
    KeptFile *file = &reader->files[number];
    if (file->bytes != NULL) return file->bytes;
    int64_t size = world_read_path(reader->outside, file->path, &file->bytes);
    if (size < 0) (void)refuse(reader, "a file of the library can't be read: ", file->path);
    else if ((uint64_t)size != file->size ||
             recording_check(0, file->bytes, (size_t)size) != file->digest)
        (void)refuse(reader, "a file of the library has changed since: ", file->path);
    return reader->trouble->size > 0 ? NULL : file->bytes;
}

static bool take_answers(Reader *reader) {
    while (reader->at < reader->end && !reader->is_damaged) {
        uint64_t head = take_number(reader);
        Answer answer = {.operation = (WorldOperation)(head >> 1), .result = take_signed(reader)};
        (void)take_copy(reader, &answer.hash, sizeof answer.hash);
        answer.out_used = take_number(reader);
        const char *bytes;
        if ((head & 1) == ANSWER_OF_FILE) {
            uint64_t number = take_number(reader), position = take_number(reader);
            bytes = load_file(reader, number);
            if (bytes == NULL) return false;
            uint64_t size = reader->files[number].size;
            if (position > size || answer.out_used > size - position) reader->is_damaged = true;
            else bytes += position;
        } else {
            bytes = take_bytes(reader, answer.out_used);
        }
        if (head >> 1 >= WORLD_COUNT) reader->is_damaged = true;
        if (reader->is_damaged) break;
        answer.out = (const uint8_t *)bytes;
        if (!inputs_add(reader->inputs, &answer))
            return refuse(reader, "there is not enough memory", "");
    }
    return true;
}

static bool take_mark(Reader *reader) {
    Recording *recording = reader->recording;
    TimelineMark mark = {.moment = (Moment)take_number(reader)};
    recording->last = mark.moment;
    if (take_number(reader) == 0 || !take_copy(reader, &mark.digest, sizeof mark.digest))
        return true;
    TimelineMark *grown = host_resize(recording->marks, (size_t)(recording->mark_count + 1) *
                                                            sizeof(TimelineMark));
    if (grown == NULL) return refuse(reader, "there is not enough memory", "");
    recording->marks = grown;
    grown[recording->mark_count++] = mark;
    return true;
}

static bool take_chunk(Reader *reader, ChunkKind kind) {
    Recording *recording = reader->recording;
    switch (kind) {
    case CHUNK_HEAD:
        text_add(&recording->head, reader->at, (size_t)(reader->end - reader->at));
        return true;
    case CHUNK_TASK:
        text_add(&recording->task, reader->at, (size_t)(reader->end - reader->at));
        return true;
    case CHUNK_FILES: return take_files(reader);
    case CHUNK_ANSWERS: return take_answers(reader);
    case CHUNK_MARK: return take_mark(reader);
    case CHUNK_END:
        recording->last = (Moment)take_number(reader);
        recording->status = (int)take_signed(reader);
        recording->has_end = true;
        return true;
    }
    reader->is_damaged = true;
    return true;
}

// --- the whole ---

static bool damaged(Reader *reader, size_t at) {
    TextBuffer *trouble = reader->trouble;
    text_add_format(trouble, "it is damaged: the chunk at byte %llu is not what was written",
                    (unsigned long long)at);
    return false;
}

static bool take_all(Reader *reader, const char *bytes, size_t size) {
    size_t at = strlen(recording_magic), version = at - 2;
    uint64_t check = 0;
    if (size < at && memcmp(bytes, recording_magic, size) == 0)
        return refuse(reader, "it was cut before its first chunk", "");
    if (size < at || memcmp(bytes, recording_magic, version) != 0)
        return refuse(reader, "it is no recording", "");
    if (memcmp(bytes, recording_magic, at) != 0)
        return refuse(reader, "it is a recording of another version", "");
    while (at < size && !reader->recording->has_end) {
        ChunkHead head;
        if (size - at < sizeof head) break;
        memcpy(&head, bytes + at, sizeof head);
        check = recording_check(check, &head, offsetof(ChunkHead, head_check));
        if (check != head.head_check) return damaged(reader, at);
        if (head.size > size - at - sizeof head) break;
        const char *content = bytes + at + sizeof head;
        check = recording_check(check, content, head.size);
        if (check != head.check) return damaged(reader, at);
        reader->at = content;
        reader->end = content + head.size;
        if (!take_chunk(reader, (ChunkKind)head.kind)) return false;
        if (reader->is_damaged) return damaged(reader, at);
        at += sizeof head + head.size;
    }
    if (reader->recording->has_end && at < size) return damaged(reader, at);
    reader->recording->was_cut = at < size;
    if (reader->recording->head.size == 0)
        return refuse(reader, "it was cut before its first chunk", "");
    return true;
}

bool recording_read(World *outside, const char *path, Inputs *inputs, Recording *recording,
                    TextBuffer *trouble) {
    Reader reader = {.outside = outside, .inputs = inputs, .recording = recording,
                     .trouble = trouble};
    char *bytes;
    *recording = (Recording){.status = 0};
    int64_t size = world_read_path(outside, path, &bytes);
    if (size < 0) return refuse(&reader, strerror((int)-size), "");
    bool done = take_all(&reader, bytes, (size_t)size);
    for (uint64_t i = 0; i < reader.file_count; i++) host_release(reader.files[i].bytes);
    host_release(reader.files);
    host_release(bytes);
    inputs_close(inputs);
    if (!done) recording_done(recording);
    return done;
}

void recording_done(Recording *recording) {
    text_done(&recording->head);
    text_done(&recording->task);
    host_release(recording->marks);
    recording->marks = NULL;
    recording->mark_count = 0;
}
