// The instructions of CPython 3.11's bytecode: numbers, names, effects on the stack.
//
// opcodes.def is the one list; everything here expands from it. A code unit is two
// bytes, opcode and argument; EXTENDED_ARG units before it hold an argument's higher
// bytes, and after it stand as many cache units as the table says.

#ifndef COMPILE_OPCODES_H
#define COMPILE_OPCODES_H

#include "base/check.h"

typedef enum Opcode {
#define OP(number, name, operand, pops, pushes, caches, flags, meaning) OP_##name = number,
#define PSEUDO(number, name, operand, pops, pushes, caches, flags, meaning) OP_##name = number,
#include "compile/opcodes.def"
} Opcode;

enum { OPCODE_HAS_ARGUMENT = 90, OPCODE_COUNT = 256, OPCODE_PSEUDO_END = 266 };

// What an instruction's argument means: see opcodes.def.
typedef enum OperandKind {
    OPERAND_NONE, OPERAND_NUMBER, OPERAND_CONSTANT, OPERAND_NAME, OPERAND_GLOBAL, OPERAND_LOCAL,
    OPERAND_FREE, OPERAND_COMPARE, OPERAND_BINARY, OPERAND_FORWARD, OPERAND_BACKWARD,
    OPERAND_FORMAT, OPERAND_FUNCTION,
} OperandKind;

enum OpcodeFlag {
    OPCODE_RAISES = 1, OPCODE_JUMPS = 2, OPCODE_ENDS = 4, OPCODE_GUARDS = 8,
};

typedef struct OpcodeInfo {
    const char *name;   // NULL: no such instruction
    uint8_t operand;    // OperandKind
    uint8_t caches;     // code units that follow
    uint8_t flags;      // OpcodeFlag
    const char *meaning;
} OpcodeInfo;

// By number, pseudo instructions included.
extern const OpcodeInfo opcode_table[OPCODE_PSEUDO_END];

ALWAYS_INLINE const OpcodeInfo *opcode_info(int opcode) {
    return &opcode_table[opcode];
}

// "LOAD_FAST"; for a number without an instruction "<3>", as CPython's opcode.opname.
const char *opcode_name(int opcode);

// How many values an instruction takes off the stack and puts on it (CPython's
// accounting) when it falls through, and when it jumps.
int opcode_pops(int opcode, int arg);
int opcode_pushes(int opcode, int arg);
int opcode_pushes_jumping(int opcode, int arg);

// pushes - pops on the way that falls through, and on the one that jumps.
int opcode_effect(int opcode, int arg);
int opcode_effect_jumping(int opcode, int arg);

// "+", "-=", ... : what BINARY_OP's argument stands for.
const char *opcode_binary_symbol(int arg);

ALWAYS_INLINE bool opcode_jumps(int opcode) {
    return (opcode_info(opcode)->flags & OPCODE_JUMPS) != 0;
}
// RETURN_VALUE, RAISE_VARARGS, RERAISE.
ALWAYS_INLINE bool opcode_exits(int opcode) {
    return opcode == OP_RETURN_VALUE || opcode == OP_RAISE_VARARGS || opcode == OP_RERAISE;
}
ALWAYS_INLINE bool opcode_jumps_always(int opcode) {
    return opcode == OP_JUMP || opcode == OP_JUMP_NO_INTERRUPT || opcode == OP_JUMP_FORWARD ||
           opcode == OP_JUMP_BACKWARD || opcode == OP_JUMP_BACKWARD_NO_INTERRUPT;
}
ALWAYS_INLINE bool opcode_guards(int opcode) {
    return (opcode_info(opcode)->flags & OPCODE_GUARDS) != 0;
}

#endif
