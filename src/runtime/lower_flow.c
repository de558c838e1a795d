#include "runtime/lower_flow.h"

#include "base/host.h"
#include "compile/opcodes.h"
#include "objects/bytes.h"

#include <string.h>

int flow_entry(const Code *code) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    int64_t unit = 0;
    while (2 * unit < bytecode->count && bytecode->data[2 * unit] != OP_RESUME) unit++;
    return (int)unit;
}

bool flow_begins_line(const Code *code, int unit) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    return unit > flow_entry(code) && bytecode->data[2 * unit] != OP_RESUME;
}

Fetched flow_fetch(const Flow *flow, int unit) {
    Fetched fetched = {0};
    for (;; unit++) {
        fetched.opcode = flow->bytes[unit * 2];
        fetched.argument = (int)((unsigned)fetched.argument << 8 | flow->bytes[unit * 2 + 1]);
        if (fetched.opcode != OP_EXTENDED_ARG || unit + 1 >= flow->units) break;
    }
    fetched.unit = unit;
    fetched.next = unit + 1 + opcode_info(fetched.opcode)->caches;
    return fetched;
}

int flow_target(const Fetched *fetched) {
    bool is_backward = opcode_info(fetched->opcode)->operand == OPERAND_BACKWARD;
    return fetched->next + (is_backward ? -fetched->argument : fetched->argument);
}

// --- the exception table ---

static int read_number(const uint8_t **at, const uint8_t *end) {
    uint32_t value = 0;
    while (*at < end) {
        uint8_t byte = *(*at)++;
        value = value << 6 | (byte & 0x3f);
        if (!(byte & 0x40)) break;
    }
    return (int)(value & (INT32_MAX >> 2));   // so that two can be added
}

static bool read_handlers(Flow *flow, const Code *code) {
    const Bytes *table = (const Bytes *)code->exception_table.object;
    const uint8_t *at = table->data, *end = table->data + table->count;
    flow->handlers = host_allocate(((size_t)table->count / 4 + 1) * sizeof(Handler));
    if (flow->handlers == NULL) return false;
    while (at < end) {
        Handler *handler = &flow->handlers[flow->handler_count++];
        handler->start = read_number(&at, end);
        handler->end = handler->start + read_number(&at, end);
        handler->target = read_number(&at, end);
        int depth_lasti = read_number(&at, end);
        handler->depth = depth_lasti >> 1;
        handler->pushes_lasti = depth_lasti & 1;
    }
    return true;
}

const Handler *handler_find(const Handler *handlers, int count, int unit) {
    int low = 0, high = count;   // sorted by start, not overlapping
    while (low < high) {
        int middle = (low + high) / 2;
        if (handlers[middle].end <= unit) low = middle + 1;
        else high = middle;
    }
    return low < count && handlers[low].start <= unit ? &handlers[low] : NULL;
}

// --- the analysis: forward over the code until nothing changes ---

typedef struct Analysis {
    Flow *flow;
    const Code *code;
    uint64_t *now;      // owns: bound here
    int unit;           // that was looked at last
    int depth;          // of the stack here, -1 after a jump away
    bool changed;       // what an earlier unit begins with
    bool malformed;
} Analysis;

static uint64_t *bound_at(const Flow *flow, int unit) {
    return flow->bound + (size_t)unit * (size_t)flow->words;
}

// How many entries of the stack an instruction reads, also those that it leaves there.
static int entries_read(const Fetched *fetched) {
    int argument = fetched->argument;
    switch (fetched->opcode) {
    case OP_COPY: case OP_SWAP: return argument > 0 ? argument : INT32_MAX;
    case OP_LIST_APPEND: case OP_SET_ADD: case OP_LIST_EXTEND: case OP_SET_UPDATE:
    case OP_DICT_UPDATE: return argument > 0 ? argument + 1 : INT32_MAX;
    case OP_MAP_ADD: return argument > 0 ? argument + 2 : INT32_MAX;
    case OP_DICT_MERGE: return argument > 0 ? argument + 3 : INT32_MAX;   // and the callee
    case OP_RERAISE: return argument + 1;
    case OP_CALL: return 2;
    default: return opcode_pops(fetched->opcode, argument);
    }
}

// A path with this depth and these locals reaches a start.
static void arrive(Analysis *analysis, int unit, int depth, const uint64_t *bound) {
    Flow *flow = analysis->flow;
    if (unit < 0 || unit >= flow->units || depth < 0 || depth > analysis->code->stack_size) {
        analysis->malformed = true;
        return;
    }
    bool is_new = !flow->is_start[unit] || flow->depth[unit] < 0;
    flow->is_start[unit] = 1;
    uint64_t *there = bound_at(flow, unit);
    if (flow->depth[unit] < 0) {
        flow->depth[unit] = depth;
        memcpy(there, bound, (size_t)flow->words * 8);
    }
    if (flow->depth[unit] != depth) analysis->malformed = true;
    for (int i = 0; i < flow->words; i++) {
        uint64_t both = there[i] & bound[i];
        if (both != there[i]) is_new = true;
        there[i] = both;
    }
    // The pass that is under way will see what comes later.
    if (is_new && unit <= analysis->unit) analysis->changed = true;
}

static void apply_to_bound(Analysis *analysis, const Fetched *fetched) {
    uint64_t bit = UINT64_C(1) << (fetched->argument & 63);
    int word = fetched->argument >> 6;
    switch (fetched->opcode) {
    case OP_LOAD_FAST: case OP_STORE_FAST: case OP_MAKE_CELL:
        if (word < analysis->flow->words) analysis->now[word] |= bit;
        break;
    case OP_DELETE_FAST:
        if (word < analysis->flow->words) analysis->now[word] &= ~bit;
        break;
    default:
        break;
    }
}

static void step_analysis(Analysis *analysis, const Fetched *fetched) {
    Flow *flow = analysis->flow;
    const OpcodeInfo *info = opcode_info(fetched->opcode);
    const Handler *handler = handler_find(flow->handlers, flow->handler_count, fetched->unit);
    if (entries_read(fetched) > analysis->depth ||
        (handler != NULL && handler->depth > analysis->depth)) {
        analysis->malformed = true;
        return;
    }
    if (handler != NULL)
        arrive(analysis, handler->target, handler->depth + handler->pushes_lasti + 1,
               analysis->now);
    if (info->flags & OPCODE_JUMPS) {
        int effect = opcode_effect_jumping(fetched->opcode, fetched->argument);
        arrive(analysis, flow_target(fetched), analysis->depth + effect, analysis->now);
    }
    apply_to_bound(analysis, fetched);
    if (info->flags & OPCODE_ENDS) {
        analysis->depth = -1;
        return;
    }
    // CPython counts no effect of RETURN_GENERATOR, but what is sent first stands there.
    analysis->depth += fetched->opcode == OP_RETURN_GENERATOR
        ? 1 : opcode_effect(fetched->opcode, fetched->argument);
    if (analysis->depth < 0 || analysis->depth > analysis->code->stack_size)
        analysis->malformed = true;
}

static void pass(Analysis *analysis) {
    Flow *flow = analysis->flow;
    analysis->unit = analysis->depth = -1;
    for (int unit = 0; unit < flow->units && !analysis->malformed;) {
        if (flow->is_start[unit]) {
            if (analysis->depth >= 0) arrive(analysis, unit, analysis->depth, analysis->now);
            analysis->depth = flow->depth[unit];
            memcpy(analysis->now, bound_at(flow, unit), (size_t)flow->words * 8);
        }
        analysis->unit = unit;
        Fetched fetched = flow_fetch(flow, unit);
        if (analysis->depth >= 0) step_analysis(analysis, &fetched);
        unit = fetched.next;
    }
    if (analysis->depth >= 0) analysis->malformed = true;   // it runs off the end
}

// Does a way lead into the middle of an instruction, or back before the first RESUME?
static bool has_stray_starts(const Flow *flow, const Code *code) {
    int entry = flow_entry(code);
    for (int unit = 0; unit < flow->units;) {
        if (unit > 0 && unit < entry && flow->depth[unit] >= 0) return true;
        int next = flow_fetch(flow, unit).next;
        for (int inside = unit + 1; inside < next && inside < flow->units; inside++)
            if (flow->depth[inside] >= 0) return true;
        unit = next;
    }
    return false;
}

// A protected range is a block of its own, so that what lies below its handler's
// depth is real when the handler is entered.
static void mark_protected_starts(Flow *flow) {
    for (int i = 0; i < flow->handler_count; i++) {
        if (flow->handlers[i].start < flow->units) flow->is_start[flow->handlers[i].start] = 1;
    }
}

static void bind_parameters(const Code *code, uint64_t *bound) {
    int count = code->argument_count + code->keyword_only_count;
    if (code->flags & CODE_VARARGS) count++;
    if (code->flags & CODE_VARKEYWORDS) count++;
    for (int i = 0; i < count; i++) bound[i >> 6] |= UINT64_C(1) << (i & 63);
}

bool flow_start(Flow *flow, const Code *code) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    *flow = (Flow){
        .bytes = bytecode->data,
        .units = (int)(bytecode->count / 2),
        .words = (code->local_count + 63) / 64 + 1,
    };
    size_t units = (size_t)flow->units, words = (size_t)flow->words;
    flow->is_start = host_allocate(units);
    flow->depth = host_allocate(units * sizeof(int32_t));
    flow->bound = host_allocate(units * words * 8);
    flow->is_malformed = !flow_is_sound(flow, code);
    if (flow->is_malformed) return false;
    uint64_t *now = host_allocate(words * 8);
    if (flow->is_start == NULL || flow->depth == NULL || flow->bound == NULL || now == NULL ||
        !read_handlers(flow, code)) {
        host_release(now);
        return false;
    }
    memset(flow->is_start, 0, units);
    memset(flow->depth, 0xff, units * sizeof(int32_t));
    memset(flow->bound, 0, units * words * 8);
    mark_protected_starts(flow);
    flow->is_start[0] = 1;
    flow->depth[0] = 0;
    bind_parameters(code, flow->bound);
    Analysis analysis = {.flow = flow, .code = code, .now = now};
    do {
        analysis.changed = false;
        pass(&analysis);
    } while (analysis.changed && !analysis.malformed);
    host_release(now);
    flow->is_malformed = analysis.malformed || has_stray_starts(flow, code);
    return !flow->is_malformed;
}

void flow_done(Flow *flow) {
    host_release(flow->is_start);
    host_release(flow->depth);
    host_release(flow->bound);
    host_release(flow->handlers);
}
