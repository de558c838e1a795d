// The listing of a code object: a line an instruction, with the source line that begins at it,
// a mark where something jumps to, its offset, name, argument and what the argument means.

#include "compile/dis.h"

#include <stdio.h>
#include <string.h>

#include "compile/opcodes.h"
#include "objects/bytes.h"
#include "objects/line_table.h"
#include "objects/tuple.h"

enum { LINE_WIDTH = 3, OFFSET_WIDTH = 4, NAME_WIDTH = 20, ARGUMENT_WIDTH = 5 };

typedef struct Listing {
    Vm *vm;
    const Code *code;
    const uint8_t *units;
    int size;              // of the code in bytes
    bool *targets;         // owns: by code unit, where something jumps to
    int line_width;        // 0: the code has no lines
    int offset_width;
    StrBuilder *out;
} Listing;

// An instruction with its argument put together from the units before it.
typedef struct Step {
    int offset;      // of its own unit
    int opcode;
    int argument;
} Step;

static const uint8_t *bytes_of(const Slot *slot, int64_t *count) {
    const Bytes *bytes = (const Bytes *)slot->object;
    *count = bytes->count;
    return bytes->data;
}

// The instruction at an offset, EXTENDED_ARG being one; `high` is what those before it gave.
static int next_step(const Listing *listing, int offset, int high, Step *step) {
    *step = (Step){offset, listing->units[offset], listing->units[offset + 1] | high};
    return offset + 2 + 2 * opcode_info(step->opcode)->caches;
}

static int high_bits(const Step *step) {
    return step->opcode == OP_EXTENDED_ARG ? (int)((uint32_t)step->argument << 8) : 0;
}

// Where the instruction jumps to; -1: it doesn't.
static int jump_target(const Step *step) {
    switch (opcode_info(step->opcode)->operand) {
    case OPERAND_FORWARD: return step->offset + 2 + 2 * step->argument;
    case OPERAND_BACKWARD: return step->offset + 2 - 2 * step->argument;
    default: return -1;
    }
}

static void mark_target(Listing *listing, int target) {
    if (target >= 0 && target < listing->size) listing->targets[target / 2] = true;
}

static void find_targets(Listing *listing) {
    Step step;
    int high = 0;
    for (int offset = 0; offset < listing->size; high = high_bits(&step)) {
        offset = next_step(listing, offset, high, &step);
        mark_target(listing, jump_target(&step));
    }
    int64_t count;
    const uint8_t *next = bytes_of(&listing->code->exception_table, &count), *end = next + count;
    HandlerEntry entry;
    while (handler_entry_next(&next, end, &entry))
        if (entry.start < entry.stop) mark_target(listing, entry.target);
}

static int width_of(int number, int least) {
    char text[16];
    int width = snprintf(text, sizeof text, "%d", number);
    return width > least ? width : least;
}

static void start_lines(const Listing *listing, LineTable *table) {
    int64_t count;
    const uint8_t *bytes = bytes_of(&listing->code->line_table, &count);
    line_table_start(table, bytes, count, listing->code->first_line);
}

static void measure(Listing *listing) {
    LineTable table;
    int most = -1;
    start_lines(listing, &table);
    while (line_table_next(&table))
        if (table.line > most) most = table.line;
    listing->line_width = most < 0 ? 0 : most >= 1000 ? width_of(most, LINE_WIDTH) : LINE_WIDTH;
    int last = listing->size - 2;
    listing->offset_width = last >= 10000 ? width_of(last, OFFSET_WIDTH) : OFFSET_WIDTH;
}

// --- what an argument means ---

static void add_c(Listing *listing, const char *text) {
    str_builder_add_c(listing->out, text);
}

static bool add_constant(Listing *listing, int index) {
    const Tuple *constants = (const Tuple *)listing->code->constants.object;
    Object *repr = object_repr(listing->vm, constants->items[index].object);
    if (repr == NULL) return false;
    str_builder_add(listing->out, (const Str *)repr);
    object_drop(listing->vm, repr);
    return true;
}

static const Str *name_at(const Slot *names, int index) {
    return (const Str *)((const Tuple *)names->object)->items[index].object;
}

static void add_name(Listing *listing, const Slot *names, int index) {
    str_builder_add(listing->out, name_at(names, index));
}

static void add_format(Listing *listing, int argument) {
    static const char *const conversions[] = {"", "str", "repr", "ascii"};
    const char *conversion = conversions[argument & 3];
    add_c(listing, conversion);
    if (argument & 4) add_c(listing, *conversion == '\0' ? "with format" : ", with format");
}

static void add_function_parts(Listing *listing, int argument) {
    static const char *const parts[] = {"defaults", "kwdefaults", "annotations", "closure"};
    const char *before = "";
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        if ((argument >> i & 1) == 0) continue;
        add_c(listing, before);
        add_c(listing, parts[i]);
        before = ", ";
    }
}

static void add_target(Listing *listing, const Step *step) {
    char text[32];
    snprintf(text, sizeof text, "to %d", jump_target(step));
    add_c(listing, text);
}

static bool has_meaning(const Code *code, const Step *step) {
    switch (opcode_info(step->opcode)->operand) {
    case OPERAND_NONE: case OPERAND_NUMBER: return false;
    case OPERAND_CONSTANT: return step->opcode == OP_LOAD_CONST;
    case OPERAND_FORMAT: return (step->argument & 7) != 0;
    case OPERAND_FUNCTION: return (step->argument & 15) != 0;
    case OPERAND_NAME: return name_at(&code->names, step->argument)->length > 0;
    case OPERAND_LOCAL: case OPERAND_FREE:
        return name_at(&code->local_names, step->argument)->length > 0;
    default: return true;
    }
}

static bool add_meaning(Listing *listing, const Step *step) {
    static const char *const comparisons[] = {"<", "<=", "==", "!=", ">", ">="};
    const Code *code = listing->code;
    int argument = step->argument;
    switch (opcode_info(step->opcode)->operand) {
    case OPERAND_CONSTANT: return add_constant(listing, argument);
    case OPERAND_NAME: add_name(listing, &code->names, argument); break;
    case OPERAND_GLOBAL:
        if (argument & 1) add_c(listing, "NULL + ");
        add_name(listing, &code->names, argument >> 1);
        break;
    case OPERAND_LOCAL: case OPERAND_FREE:
        add_name(listing, &code->local_names, argument);
        break;
    case OPERAND_COMPARE: add_c(listing, comparisons[argument]); break;
    case OPERAND_BINARY: add_c(listing, opcode_binary_symbol(argument)); break;
    case OPERAND_FORMAT: add_format(listing, argument); break;
    case OPERAND_FUNCTION: add_function_parts(listing, argument); break;
    default: add_target(listing, step); break;
    }
    return true;
}

// --- lines ---

// `line`: the source line that begins here, or -1.
static bool add_step(Listing *listing, const Step *step, int line) {
    char text[128];
    if (line >= 0 && step->offset > 0) add_c(listing, "\n");
    if (listing->line_width > 0) {
        if (line >= 0) snprintf(text, sizeof text, "%*d ", listing->line_width, line);
        else snprintf(text, sizeof text, "%*s ", listing->line_width, "");
        add_c(listing, text);
    }
    const char *mark = listing->targets[step->offset / 2] ? ">>" : "  ";
    const char *name = opcode_name(step->opcode);
    if (step->opcode < OPCODE_HAS_ARGUMENT) {
        snprintf(text, sizeof text, "    %s %*d %s", mark, listing->offset_width, step->offset,
                 name);
        add_c(listing, text);
    } else {
        snprintf(text, sizeof text, "    %s %*d %-*s %*d", mark, listing->offset_width,
                 step->offset, NAME_WIDTH, name, ARGUMENT_WIDTH, step->argument);
        add_c(listing, text);
        if (has_meaning(listing->code, step)) {
            add_c(listing, " (");
            if (!add_meaning(listing, step)) return false;
            add_c(listing, ")");
        }
    }
    add_c(listing, "\n");
    return true;
}

static bool add_steps(Listing *listing) {
    LineTable table;
    Step step;
    int high = 0, last_line = -1;
    start_lines(listing, &table);
    for (int offset = 0; offset < listing->size; high = high_bits(&step)) {
        while (offset >= table.stop && line_table_next(&table)) continue;
        int line = offset >= table.start && offset < table.stop ? table.line : -1;
        bool begins = line >= 0 && line != last_line;
        if (begins) last_line = line;
        offset = next_step(listing, offset, high, &step);
        if (!add_step(listing, &step, begins ? line : -1)) return false;
    }
    return true;
}

static void add_handlers(Listing *listing) {
    int64_t count;
    const uint8_t *next = bytes_of(&listing->code->exception_table, &count), *end = next + count;
    HandlerEntry entry;
    if (count > 0) add_c(listing, "ExceptionTable:\n");
    while (handler_entry_next(&next, end, &entry)) {
        char text[128];
        snprintf(text, sizeof text, "  %d to %d -> %d [%d]%s\n", entry.start, entry.stop - 2,
                 entry.target, entry.depth, entry.pushes_last ? " lasti" : "");
        add_c(listing, text);
    }
}

static bool write_one(Vm *vm, Code *code, StrBuilder *out) {
    int64_t size;
    Listing listing = {.vm = vm, .code = code, .out = out};
    listing.units = bytes_of(&code->bytecode, &size);
    listing.size = (int)size;
    size_t room = (size_t)size / 2 + 1;
    listing.targets = system_new(vm, room);
    if (listing.targets == NULL) return false;
    memset(listing.targets, 0, room);
    find_targets(&listing);
    measure(&listing);
    bool done = add_steps(&listing);
    if (done) add_handlers(&listing);
    system_drop(vm, listing.targets, room);
    return done;
}

bool dis_write(Vm *vm, Code *code, StrBuilder *out, DisMore *more) {
    if (!recursion_enter(vm, " while listing code")) return false;
    bool done = write_one(vm, code, out) && (more == NULL || more(vm, code, out));
    const Tuple *constants = (const Tuple *)code->constants.object;
    for (int64_t i = 0; done && i < constants->count; i++) {
        Object *inner = constants->items[i].object;
        if (inner->kind != KIND_CODE) continue;
        Object *repr = object_repr(vm, inner);
        done = repr != NULL;
        if (!done) break;
        str_builder_add_c(out, "\nDisassembly of ");
        str_builder_add(out, (const Str *)repr);
        str_builder_add_c(out, ":\n");
        object_drop(vm, repr);
        done = dis_write(vm, (Code *)inner, out, more);
    }
    recursion_leave(vm);
    return done;
}
