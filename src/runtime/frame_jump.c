// f_lineno = line: where a traced frame goes on, if its stack can be made to fit.
//
// What CPython's stack holds before each instruction is worked out in kinds, by following
// the code from its start: a row of three bits each, the topmost in the lowest. A jump is
// possible to an instruction whose row is what is left when entries are dropped from the
// row here, so nothing has to be invented: no iterator, no exception being handled.

#include "base/host.h"
#include "compile/opcodes.h"
#include "objects/int.h"
#include "objects/line_table.h"
#include "objects/str.h"
#include "runtime/lower_flow.h"
#include "runtime/trace.h"

#include <string.h>

enum {
    ROW_UNKNOWN = -2,     // not reached
    ROW_TOO_DEEP = -1,
    KIND_BITS = 3,
    ROW_ENTRIES_MAX = 63 / KIND_BITS,
};

typedef enum EntryKind {
    ENTRY_ITERATOR = 1, ENTRY_EXCEPTION, ENTRY_OBJECT, ENTRY_EMPTY, ENTRY_LASTI,
} EntryKind;

typedef struct Rows {
    Flow flow;         // for fetching only
    int64_t *rows;     // owns, by unit
    int *waiting;      // owns: units whose row is known but not followed
    int waiting_count;
} Rows;

static EntryKind row_top(int64_t row) {
    return (EntryKind)(row & ((1 << KIND_BITS) - 1));
}

static int64_t row_pop(int64_t row) {
    return row < 0 ? row : row >> KIND_BITS;
}

static int64_t row_push(int64_t row, EntryKind kind) {
    if (row < 0 || row >> (KIND_BITS * (ROW_ENTRIES_MAX - 1)) != 0) return ROW_TOO_DEEP;
    return row << KIND_BITS | kind;
}

static EntryKind row_peek(int64_t row, int from_top) {
    return row_top(row >> (KIND_BITS * (from_top - 1)));
}

static int64_t row_swap(int64_t row, int from_top) {
    if (row < 0) return row;
    int shift = KIND_BITS * (from_top - 1);
    int64_t exchanged = row_top(row) ^ row_peek(row, from_top);
    return row ^ exchanged ^ exchanged << shift;
}

static int64_t row_cut(int64_t row, int depth) {
    while (row >> (KIND_BITS * depth) > 0) row = row_pop(row);
    return row;
}

static int64_t row_pop_many(int64_t row, int count) {
    while (count-- > 0) row = row_pop(row);
    return row;
}

// --- working out the rows ---

static void reach(Rows *rows, int unit, int64_t row) {
    if (unit < 0 || unit >= rows->flow.units || rows->rows[unit] != ROW_UNKNOWN) return;
    rows->rows[unit] = row;
    rows->waiting[rows->waiting_count++] = unit;
}

// The row after an instruction that neither jumps nor has a rule of its own.
static int64_t row_after_other(int64_t row, const Fetched *fetched) {
    int effect = opcode_effect(fetched->opcode, fetched->argument);
    for (; effect < 0; effect++) row = row_pop(row);
    for (; effect > 0; effect--) row = row_push(row, ENTRY_OBJECT);
    return row;
}

static int64_t row_after(int64_t row, const Fetched *fetched) {
    int argument = fetched->argument;
    switch (fetched->opcode) {
    case OP_GET_ITER: case OP_GET_AITER: return row_push(row_pop(row), ENTRY_ITERATOR);
    case OP_END_ASYNC_FOR: return row_pop_many(row, 2);
    case OP_PUSH_EXC_INFO: return row_push(row, ENTRY_EXCEPTION);
    case OP_POP_EXCEPT: return row_pop(row);
    case OP_PUSH_NULL: return row_push(row, ENTRY_EMPTY);
    case OP_LOAD_GLOBAL:
        if (argument & 1) row = row_push(row, ENTRY_EMPTY);
        return row_push(row, ENTRY_OBJECT);
    case OP_LOAD_METHOD: return row_push(row_push(row_pop(row), ENTRY_EMPTY), ENTRY_OBJECT);
    case OP_PRECALL: return row;
    case OP_CALL: return row_push(row_pop_many(row, argument + 2), ENTRY_OBJECT);
    case OP_SWAP: return row_swap(row, argument);
    case OP_COPY: return row_push(row, row_peek(row, argument));
    default: return row_after_other(row, fetched);
    }
}

static void follow_jump(Rows *rows, const Fetched *fetched, int64_t row) {
    int target = flow_target(fetched);
    switch (fetched->opcode) {
    case OP_JUMP_IF_FALSE_OR_POP: case OP_JUMP_IF_TRUE_OR_POP:
        reach(rows, target, row);
        reach(rows, fetched->next, row_pop(row));
        return;
    case OP_FOR_ITER:
        reach(rows, target, row_pop(row));
        reach(rows, fetched->next, row_push(row, ENTRY_OBJECT));
        return;
    case OP_SEND:
        reach(rows, target, row_pop(row));
        reach(rows, fetched->next, row);
        return;
    default:
        row = row_after_other(row, fetched);
        reach(rows, target, row);
        if (!opcode_jumps_always(fetched->opcode)) reach(rows, fetched->next, row);
    }
}

static void follow(Rows *rows, int unit) {
    Fetched fetched = flow_fetch(&rows->flow, unit);
    int64_t row = rows->rows[unit];
    // Prefixes and caches count as instructions of the same row.
    for (int i = unit + 1; i <= fetched.unit; i++) rows->rows[i] = row;
    if (opcode_jumps(fetched.opcode)) {
        follow_jump(rows, &fetched, row);
    } else if (!opcode_exits(fetched.opcode)) {
        reach(rows, fetched.next, row_after(row, &fetched));
    }
}

// Handlers of code that was reached; true: there were new ones.
static void follow_handlers(Rows *rows, const Code *code) {
    const Bytes *table = (const Bytes *)code->exception_table.object;
    const uint8_t *next = table->data;
    HandlerEntry entry;
    while (handler_entry_next(&next, table->data + table->count, &entry)) {
        int64_t row = rows->rows[entry.start / 2];
        if (row == ROW_UNKNOWN) continue;
        row = row_cut(row, entry.depth);
        if (entry.pushes_last) row = row_push(row, ENTRY_LASTI);
        reach(rows, entry.target / 2, row_push(row, ENTRY_EXCEPTION));
    }
}

static bool rows_start(Rows *rows, const Code *code) {
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    *rows = (Rows){.flow = {.bytes = bytecode->data, .units = (int)(bytecode->count / 2)}};
    size_t units = (size_t)rows->flow.units;
    rows->rows = host_allocate(units * sizeof(int64_t));
    rows->waiting = host_allocate(units * sizeof(int));
    if (rows->rows == NULL || rows->waiting == NULL) return false;
    for (size_t i = 0; i < units; i++) rows->rows[i] = ROW_UNKNOWN;
    // A generator is sent None at first, which its first POP_TOP takes.
    bool is_generator = code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR);
    reach(rows, 0, is_generator ? ENTRY_OBJECT : 0);
    do {
        while (rows->waiting_count > 0) follow(rows, rows->waiting[--rows->waiting_count]);
        follow_handlers(rows, code);
    } while (rows->waiting_count > 0);
    return true;
}

static void rows_done(Rows *rows) {
    host_release(rows->rows);
    host_release(rows->waiting);
}

// --- which instruction ---

static bool kind_fits(EntryKind from, EntryKind to) {
    if (to == ENTRY_OBJECT) return from != ENTRY_EMPTY;
    return to == ENTRY_EMPTY || from == to;
}

// Whether `to` is left when entries are dropped from `from`.
static bool row_fits(int64_t from, int64_t to) {
    if (from < 0 || to < 0) return false;
    while (from > to) from = row_pop(from);
    for (; from != 0; from = row_pop(from), to = row_pop(to))
        if (!kind_fits(row_top(from), row_top(to))) return false;
    return to == 0;
}

static const char *explain_misfit(int64_t from, int64_t to) {
    if (from == ROW_TOO_DEEP) return "stack to deep to analyze";
    if (from == ROW_UNKNOWN) return "can't jump from within an exception handler";
    if (to == ROW_TOO_DEEP) return "stack is too deep to analyze";
    if (to == ROW_UNKNOWN)
        return "can't jump into an exception handler, or code may be unreachable";
    switch (row_top(to)) {
    case ENTRY_EXCEPTION: return "can't jump into an 'except' block as there's no exception";
    case ENTRY_LASTI: return "can't jump into a re-raising block as there's no location";
    case ENTRY_ITERATOR: return "can't jump into the body of a for loop";
    default: return "incompatible stacks";
    }
}

typedef struct Search {
    int64_t line;       // the first one with code that is not before the wanted one
    int best;           // unit, -1: none
    int64_t best_row;
    const char *fault;
} Search;

// Steps through the places where a line begins; gives its unit, or -1 at the end.
static int next_line_start(LineTable *table, int32_t *last) {
    while (line_table_next(table)) {
        if (table->line < 0 || table->line == *last) continue;
        *last = table->line;
        return table->start / 2;
    }
    return -1;
}

static void start_lines(const Code *code, LineTable *table) {
    const Bytes *bytes = (const Bytes *)code->line_table.object;
    line_table_start(table, bytes->data, bytes->count, code->first_line);
}

static int64_t find_line(const Code *code, int64_t wanted) {
    LineTable table;
    int32_t last = -1;
    int64_t found = -1;
    start_lines(code, &table);
    while (next_line_start(&table, &last) >= 0)
        if (last >= wanted && (found < 0 || last < found)) found = last;
    return found;
}

static void search(Search *search, const Code *code, const Rows *rows, int64_t from) {
    LineTable table;
    int32_t last = -1;
    int unit;
    bool is_explained = false;
    search->best = -1;
    search->best_row = ROW_TOO_DEEP;
    search->fault = "cannot find bytecode for specified line";
    start_lines(code, &table);
    while ((unit = next_line_start(&table, &last)) >= 0) {
        if (last != search->line) continue;
        int64_t to = rows->rows[unit];
        if (row_fits(from, to)) {
            if (to > search->best_row) {
                search->best_row = to;
                search->best = unit;
            }
        } else if (!is_explained) {
            search->fault = explain_misfit(from, to);
            is_explained = from >= 0;
        }
    }
}

// --- going there ---

static void drop_entry(Vm *vm, Frame *frame, EntryKind kind) {
    Slot *top = &frame_temporaries(frame)[--frame->stack_depth];
    Object *object = top->object;
    slot_store(top, NULL);
    if (kind == ENTRY_EXCEPTION) {   // the one that was handled before is handled again
        Slot *handled = &runtime_of(vm)->handled->exception;
        Object *ended = handled->object;
        slot_store(handled, object);
        object = ended;
    }
    object_drop_or_null(vm, object);
}

// What the trace function was told decides whether its frame can jump.
static bool check_event(Vm *vm, const Frame *frame, bool *is_yield) {
    const Thread *thread = thread_get(vm);
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    *is_yield = false;
    if (thread->event == TRACE_CALL) return raise_false(vm, ERROR_JUMP_FROM_CALL);
    if (thread->traced == frame && thread->event == TRACE_LINE) return true;
    *is_yield = thread->traced == frame && thread->event == TRACE_RETURN &&
                bytecode->data[frame->stack_offset] == OP_YIELD_VALUE;
    return *is_yield || raise_false(vm, ERROR_JUMP_NOT_FROM_LINE);
}

bool frame_jump(Vm *vm, Frame *frame, Object *line) {
    bool is_yield;
    int64_t wanted;
    if (!check_event(vm, frame, &is_yield)) return false;
    if (int_find_value(vm, line, &wanted) != FOUND || wanted > INT32_MAX || wanted < INT32_MIN) {
        raised_clear(vm);
        return raise_false(vm, ERROR_JUMP_LINE_RANGE);
    }
    if (wanted < frame->code->first_line) return raise_false(vm, ERROR_JUMP_BEFORE, wanted);
    Search found = {.line = find_line(frame->code, wanted)};
    if (found.line < 0) return raise_false(vm, ERROR_JUMP_AFTER, wanted);
    Rows rows;
    bool done = rows_start(&rows, frame->code);
    int64_t row = 0;
    if (done) {
        row = rows.rows[frame->stack_offset / 2];
        search(&found, frame->code, &rows, row);
    } else {
        raise_memory_error(vm);
    }
    rows_done(&rows);
    if (!done) return false;
    if (found.best < 0)
        return raise_text(vm, exception_type(vm, EXCEPTION_ValueError), "%s", found.fault) != NULL;
    if (is_yield) row = row_pop(row);   // the value that was yielded is gone already
    for (; row > found.best_row; row = row_pop(row)) drop_entry(vm, frame, row_top(row));
    frame->stack_offset = found.best * 2;
    return true;
}
