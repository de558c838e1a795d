// The tables that expand from opcodes.def.

#include "compile/opcodes.h"

enum { RAISES = OPCODE_RAISES, JUMPS = OPCODE_JUMPS, ENDS = OPCODE_ENDS, GUARDS = OPCODE_GUARDS };

const OpcodeInfo opcode_table[OPCODE_PSEUDO_END] = {
#define OP(number, name, operand, pops, pushes, caches, flags, meaning) \
    [number] = {#name, OPERAND_##operand, caches, flags, meaning},
#define PSEUDO(number, name, operand, pops, pushes, caches, flags, meaning) \
    [number] = {#name, OPERAND_##operand, caches, flags, meaning},
#include "compile/opcodes.def"
};

const char *opcode_name(int opcode) {
#define ROW(n) "<" #n "0>", "<" #n "1>", "<" #n "2>", "<" #n "3>", "<" #n "4>", "<" #n "5>", \
    "<" #n "6>", "<" #n "7>", "<" #n "8>", "<" #n "9>",
    static const char *const unnamed[260] = {
        "<0>", "<1>", "<2>", "<3>", "<4>", "<5>", "<6>", "<7>", "<8>", "<9>",
        ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) ROW(9) ROW(10) ROW(11) ROW(12)
        ROW(13) ROW(14) ROW(15) ROW(16) ROW(17) ROW(18) ROW(19) ROW(20) ROW(21) ROW(22) ROW(23)
        ROW(24) ROW(25)
    };
#undef ROW
    CHECK(opcode >= 0 && opcode < OPCODE_PSEUDO_END);
    const char *name = opcode_table[opcode].name;
    return name != NULL ? name : unnamed[opcode];
}

int opcode_pops(int opcode, int arg) {
    switch (opcode) {
#define OP(number, name, operand, pops, pushes, caches, flags, meaning) case number: return pops;
#define PSEUDO(number, name, operand, pops, pushes, caches, flags, meaning) \
    case number: return pops;
#include "compile/opcodes.def"
    }
    (void)arg;
    return 0;
}

static int pushes_of(int opcode, int arg, int jumps) {
    switch (opcode) {
#define OP(number, name, operand, pops, pushes, caches, flags, meaning) \
    case number: return pushes;
#define PSEUDO(number, name, operand, pops, pushes, caches, flags, meaning) \
    case number: return pushes;
#include "compile/opcodes.def"
    }
    return 0;
}

int opcode_pushes(int opcode, int arg) {
    return pushes_of(opcode, arg, 0);
}

int opcode_pushes_jumping(int opcode, int arg) {
    return pushes_of(opcode, arg, 1);
}

int opcode_effect(int opcode, int arg) {
    return opcode_pushes(opcode, arg) - opcode_pops(opcode, arg);
}

int opcode_effect_jumping(int opcode, int arg) {
    return opcode_pushes_jumping(opcode, arg) - opcode_pops(opcode, arg);
}

const char *opcode_binary_symbol(int arg) {
    static const char *const symbols[] = {
        "+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^",
        "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
    };
    CHECK(arg >= 0 && (size_t)arg < ARRAY_COUNT(symbols));
    return symbols[arg];
}
