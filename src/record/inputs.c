#include "record/inputs.h"

#include "base/host.h"

#include <errno.h>
#include <string.h>

typedef struct Answer {
    WorldOperation operation;
    int64_t result;
    uint64_t in_hash;      // of the bytes that went out: a replay must write the same
    size_t out_used;
    size_t out_offset;     // in the log's bytes
} Answer;

struct Inputs {
    World world;           // first: a World * is an Inputs *
    Answer *answers;       // owns
    int64_t count, capacity;
    int64_t position;      // of the next answer; below count: replaying
    uint8_t *bytes;        // owns: what came in, one after another
    size_t used, room;
    bool has_diverged;
};

static uint64_t hash_bytes(const void *bytes, size_t count) {
    const uint8_t *at = bytes;
    uint64_t hash = 0xcbf29ce484222325;
    for (size_t i = 0; i < count; i++) hash = (hash ^ at[i]) * 0x100000001b3;
    return hash;
}

static bool make_room(Inputs *inputs, size_t more) {
    if (inputs->count == inputs->capacity) {
        int64_t capacity = inputs->capacity * 2 + 64;
        Answer *answers = host_resize(inputs->answers, (size_t)capacity * sizeof(Answer));
        if (answers == NULL) return false;
        inputs->answers = answers;
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

static int64_t record(Inputs *inputs, WorldRequest *request) {
    // What others change in mapped memory comes in without being asked for.
    bool is_refused = request->operation == WORLD_MAP;
    int64_t result = is_refused ? -ENOTSUP : world_ask(inputs->world.inner, request);
    if (!make_room(inputs, request->out_used)) {
        inputs->has_diverged = true;   // an answer is lost: this run can't be repeated
        return result;
    }
    Answer *answer = &inputs->answers[inputs->count++];
    *answer = (Answer){request->operation, result,
                       hash_bytes(request->in, request->in_bytes), request->out_used,
                       inputs->used};
    if (request->out_used > 0)
        memcpy(inputs->bytes + inputs->used, request->out, request->out_used);
    inputs->used += request->out_used;
    inputs->position = inputs->count;
    return result;
}

static int64_t replay(Inputs *inputs, WorldRequest *request) {
    const Answer *answer = &inputs->answers[inputs->position++];
    if (answer->operation != request->operation || answer->out_used > request->out_bytes ||
        answer->in_hash != hash_bytes(request->in, request->in_bytes))
        inputs->has_diverged = true;
    size_t used = answer->out_used < request->out_bytes ? answer->out_used : request->out_bytes;
    if (used > 0) memcpy(request->out, inputs->bytes + answer->out_offset, used);
    request->out_used = used;
    return answer->result;
}

static int64_t ask(World *world, WorldRequest *request) {
    Inputs *inputs = (Inputs *)world;
    return inputs->position < inputs->count ? replay(inputs, request) : record(inputs, request);
}

static void drop(World *world) {
    Inputs *inputs = (Inputs *)world;
    host_release(inputs->answers);
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
int64_t inputs_get_position(const Inputs *inputs) { return inputs->position; }
int64_t inputs_get_count(const Inputs *inputs) { return inputs->count; }
bool inputs_has_diverged(const Inputs *inputs) { return inputs->has_diverged; }

void inputs_set_position(Inputs *inputs, int64_t position) {
    CHECK(position >= 0 && position <= inputs->count);
    inputs->position = position;
}

size_t inputs_get_bytes(const Inputs *inputs) {
    return inputs->used + (size_t)inputs->count * sizeof(Answer);
}
