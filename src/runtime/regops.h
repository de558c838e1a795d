// Numbers and shapes of the register form's instructions, from regops.def.

#ifndef RUNTIME_REGOPS_H
#define RUNTIME_REGOPS_H

#include "base/check.h"

#define REGOP(name, words, operands, meaning) REG_##name,
#define FAST(name, a, b, c) REG_##name##_##a##b##c,
typedef enum RegOp {
#include "runtime/regops.def"
    REG_COUNT,
    REG_BEFORE_FAST = REG_COUNT - 1,
#include "runtime/regops_fast.def"
    REG_COUNT_ALL
} RegOp;
#undef REGOP
#undef FAST

typedef enum FormOperand {   // in the names of fast forms: _ is not asked, D discards
    FORM__, FORM_L, FORM_T, FORM_C, FORM_D = FORM_C,
} FormOperand;

#define REG_KINDS(a, b, c) ((a) | (b) << 2 | (c) << 4)

typedef struct RegOpInfo {
    const char *name;
    const char *operands;  // what a, b and c are, as regops.def says; of fast forms empty
    uint8_t words;
    uint16_t plain;        // of a fast form: the instruction that it is a form of
    const char *meaning;
} RegOpInfo;

extern const RegOpInfo regops_info[REG_COUNT_ALL];

// Words of an instruction or fast form, inline caches included.
static inline int regops_words(int op) {
    return regops_info[regops_info[op].plain].words;
}

// The fast form of an instruction whose operands are of these kinds, or the instruction.
RegOp regops_find_fast(RegOp op, FormOperand a, FormOperand b, FormOperand c);

#endif
