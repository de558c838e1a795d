// Which bytecode may run at all. What the compiler makes is sound; code.replace() and damaged
// files give any bytes. Here is what can be seen of each instruction by itself; how deep the
// stack is, and where jumps go, lower_flow.c finds out.
//
// Not sound: an index behind its row; a cell that the prologue has not made; a yield in what is
// no generator; CALL without its PRECALL.

#include "runtime/lower_flow.h"

#include "compile/opcodes.h"
#include "objects/bytes.h"
#include "objects/tuple.h"

enum { GENERATOR_FLAGS = CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR };

typedef struct Soundness {
    const Code *code;
    const uint8_t *kinds;      // of the locals
    int entry;                 // unit of the first RESUME
    bool has_free, generates;  // the prologue has COPY_FREE_VARS, RETURN_GENERATOR
    int called;                // the count of a PRECALL just before, -1: none
} Soundness;

static int64_t count_of(const Slot *tuple) {
    return ((const Tuple *)tuple->object)->count;
}

static bool is_cell(const Soundness *sound, int index) {
    return (sound->kinds[index] & (LOCAL_IS_CELL | LOCAL_IS_FREE)) != 0;
}

static bool operand_is_sound(const Soundness *sound, const Fetched *fetched) {
    const Code *code = sound->code;
    int argument = fetched->argument;
    if (argument < 0) return false;
    switch (opcode_info(fetched->opcode)->operand) {
    case OPERAND_CONSTANT: return argument < count_of(&code->constants);
    case OPERAND_NAME: return argument < count_of(&code->names);
    case OPERAND_GLOBAL: return argument >> 1 < count_of(&code->names);
    case OPERAND_LOCAL: return argument < code->local_count;
    case OPERAND_FREE: return argument < code->local_count && is_cell(sound, argument);
    case OPERAND_COMPARE: return argument < 6;
    case OPERAND_BINARY: return argument < 26;
    default: return true;
    }
}

// The instructions before RESUME prepare the frame, in one go.
static bool prologue_is_sound(Soundness *sound, const Fetched *fetched) {
    switch (fetched->opcode) {
    case OP_MAKE_CELL:
        return (sound->kinds[fetched->argument] & LOCAL_IS_CELL) != 0;
    case OP_COPY_FREE_VARS:
        sound->has_free = true;
        return fetched->argument == sound->code->free_count;
    case OP_RETURN_GENERATOR:
        sound->generates = true;
        return (sound->code->flags & GENERATOR_FLAGS) != 0;
    default:
        return (opcode_info(fetched->opcode)->flags & (OPCODE_JUMPS | OPCODE_ENDS)) == 0;
    }
}

static bool body_is_sound(const Soundness *sound, const Fetched *fetched) {
    const Tuple *constants = (const Tuple *)sound->code->constants.object;
    switch (fetched->opcode) {
    case OP_MAKE_CELL: case OP_COPY_FREE_VARS: case OP_RETURN_GENERATOR: return false;
    case OP_YIELD_VALUE: case OP_ASYNC_GEN_WRAP: return sound->generates;
    case OP_STORE_FAST: case OP_DELETE_FAST: return !is_cell(sound, fetched->argument);
    case OP_KW_NAMES:
        return constants->items[fetched->argument].object->kind == KIND_TUPLE;
    case OP_CALL: return sound->called == fetched->argument;
    case OP_LOAD_DEREF: case OP_STORE_DEREF: case OP_DELETE_DEREF: case OP_LOAD_CLOSURE:
    case OP_LOAD_CLASSDEREF:
        return !(sound->kinds[fetched->argument] & LOCAL_IS_FREE) || sound->has_free;
    default: return true;
    }
}

// Each local that is a cell is made one before RESUME, where anything asks for cells.
static bool makes_cells(const Soundness *sound, const Flow *flow) {
    for (int i = 0; i < sound->code->local_count; i++) {
        if (!(sound->kinds[i] & LOCAL_IS_CELL)) continue;
        bool is_made = false;
        for (int unit = 0; unit < sound->entry && !is_made;) {
            Fetched fetched = flow_fetch(flow, unit);
            is_made = fetched.opcode == OP_MAKE_CELL && fetched.argument == i;
            unit = fetched.next;
        }
        if (!is_made) return false;
    }
    return true;
}

bool flow_is_sound(const Flow *flow, const Code *code) {
    Soundness sound = {
        .code = code, .kinds = ((const Bytes *)code->local_kinds.object)->data,
        .entry = flow_entry(code), .called = -1,
    };
    if (flow->units == 0 || !makes_cells(&sound, flow)) return false;
    for (int unit = 0; unit < flow->units;) {
        Fetched fetched = flow_fetch(flow, unit);
        bool is_prologue = fetched.unit < sound.entry;
        if (!operand_is_sound(&sound, &fetched)) return false;
        if (is_prologue ? !prologue_is_sound(&sound, &fetched) : !body_is_sound(&sound, &fetched))
            return false;
        sound.called = fetched.opcode == OP_PRECALL ? fetched.argument : -1;
        unit = fetched.next;
    }
    return true;
}
