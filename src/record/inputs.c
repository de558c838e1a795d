#include "record/inputs.h"

#include "base/host.h"

#include <errno.h>
#include <string.h>

typedef struct Row {
    uint16_t operation;    // WorldOperation
    int64_t result;
    uint64_t hash;
    size_t out_used;
    size_t out_offset;     // in the log's bytes
} Row;

struct Inputs {
    World world;           // first: a World * is an Inputs *
    Row *rows;             // owns
    int64_t count, capacity;
    int64_t position;      // of the next answer; below count: replaying
    uint8_t *bytes;        // owns: what came in, one after another
    size_t used, room;
    InputsFollower follower;
    bool has_diverged, is_closed, is_child;
};

// --- what is asked ---

// Eight bytes at a time: each step can be undone, so no single difference is lost.
static uint64_t hash_more(uint64_t hash, const void *bytes, size_t count) {
    const char *at = bytes;
    uint64_t word;
    for (; count >= sizeof word; at += sizeof word, count -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    word = count;
    if (count > 0) memcpy(&word, at, count);
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static uint64_t hash_request(const WorldRequest *request) {
    uint64_t hash = (uint64_t)request->operation;
    // What an editor is told are addresses.
    if (request->operation == WORLD_EDIT) return hash;
    hash = hash_more(hash, request->numbers, sizeof request->numbers);
    for (int i = 0; i < WORLD_TEXTS; i++)
        if (request->texts[i] != NULL)
            hash = hash_more(hash, request->texts[i], strlen(request->texts[i]));
    return hash_more(hash, request->in, request->in_bytes);
}

// --- the log ---

static bool make_room(Inputs *inputs, size_t more) {
    if (inputs->count == inputs->capacity) {
        int64_t capacity = inputs->capacity * 2 + 64;
        Row *rows = host_resize(inputs->rows, (size_t)capacity * sizeof(Row));
        if (rows == NULL) return false;
        inputs->rows = rows;
        inputs->capacity = capacity;
    }
    if (inputs->room - inputs->used < more) {
        size_t room = inputs->room * 2 + more + 256;
        uint8_t *bytes = host_resize(inputs->bytes, room);
        if (bytes == NULL) return false;
        inputs->bytes = bytes;
        inputs->room = room;
    }
    return true;
}

bool inputs_add(Inputs *inputs, const Answer *answer) {
    if (!make_room(inputs, answer->out_used)) return false;
    inputs->rows[inputs->count++] = (Row){(uint16_t)answer->operation, answer->result,
                                          answer->hash, answer->out_used, inputs->used};
    if (answer->out_used > 0)
        memcpy(inputs->bytes + inputs->used, answer->out, answer->out_used);
    inputs->used += answer->out_used;
    return true;
}

// What may end the process, and with which status.
static bool is_end(const WorldRequest *request, InputsEnd *why) {
    switch (request->operation) {
    case WORLD_EXIT: *why = INPUTS_EXIT; return true;
    case WORLD_ABORT: *why = INPUTS_ABORT; return true;
    case WORLD_EXECUTE: *why = INPUTS_REPLACED; return true;
    default: return false;
    }
}

static bool may_fork(WorldOperation operation) {
    return operation == WORLD_FORK || operation == WORLD_FORK_TERMINAL;
}

static void tell_end(const Inputs *inputs, InputsEnd why, int64_t status) {
    if (inputs->follower.ends != NULL)
        inputs->follower.ends(inputs->follower.context, why, (int)status);
}

static int64_t record(Inputs *inputs, WorldRequest *request) {
    InputsEnd why;
    if (is_end(request, &why)) tell_end(inputs, why, request->numbers[0]);
    uint64_t hash = hash_request(request);
    // What others change in mapped memory comes in without being asked for.
    bool is_refused = request->operation == WORLD_MAP;
    int64_t result = is_refused ? -ENOTSUP : world_ask(inputs->world.inner, request);
    Answer answer = {request->operation, result, hash, request->out_used, request->out};
    if (may_fork(request->operation) && result == 0) {
        inputs->is_child = true;
        if (inputs->follower.forked != NULL)
            inputs->follower.forked(inputs->follower.context, request);
        return result;
    }
    if (!inputs_add(inputs, &answer)) {
        inputs->has_diverged = true;   // an answer is lost: this run can't be repeated
        return result;
    }
    inputs->position = inputs->count;
    if (inputs->follower.noted != NULL)
        inputs->follower.noted(inputs->follower.context, request, &answer);
    return result;
}

static int64_t replay(Inputs *inputs, WorldRequest *request) {
    const Row *row = &inputs->rows[inputs->position++];
    if (row->operation != request->operation || row->out_used > request->out_bytes ||
        row->hash != hash_request(request))
        inputs->has_diverged = true;
    size_t used = row->out_used < request->out_bytes ? row->out_used : request->out_bytes;
    if (used > 0) memcpy(request->out, inputs->bytes + row->out_offset, used);
    request->out_used = used;
    return row->result;
}

static int64_t ask(World *world, WorldRequest *request) {
    Inputs *inputs = (Inputs *)world;
    request->out_used = 0;
    if (inputs->is_child) return world_ask(inputs->world.inner, request);
    if (inputs->position < inputs->count) return replay(inputs, request);
    InputsEnd why = INPUTS_CLOSED;
    if (!inputs->is_closed) return record(inputs, request);
    (void)is_end(request, &why);
    tell_end(inputs, why, request->numbers[0]);
    return -EIO;
}

// --- start and end ---

static void drop(World *world) {
    Inputs *inputs = (Inputs *)world;
    host_release(inputs->rows);
    host_release(inputs->bytes);
    host_release(inputs);
}

Inputs *inputs_new(World *inner) {
    Inputs *inputs = host_allocate(sizeof(Inputs));
    if (inputs == NULL) return NULL;
    memset(inputs, 0, sizeof(Inputs));
    inputs->world = (World){.ask = ask, .drop = drop, .inner = inner};
    return inputs;
}

World *inputs_get_world(Inputs *inputs) { return &inputs->world; }
void inputs_set_inner(Inputs *inputs, World *inner) { inputs->world.inner = inner; }
void inputs_close(Inputs *inputs) { inputs->is_closed = true; }
int64_t inputs_get_position(const Inputs *inputs) { return inputs->position; }
int64_t inputs_get_count(const Inputs *inputs) { return inputs->count; }
bool inputs_has_diverged(const Inputs *inputs) { return inputs->has_diverged; }

void inputs_set_follower(Inputs *inputs, const InputsFollower *follower) {
    inputs->follower = *follower;
}

void inputs_set_position(Inputs *inputs, int64_t position) {
    CHECK(position >= 0 && position <= inputs->count);
    inputs->position = position;
}

size_t inputs_get_bytes(const Inputs *inputs) {
    return inputs->used + (size_t)inputs->count * sizeof(Row);
}
