#include "runtime/regops.h"

#define REGOP(name, words, operands, meaning) {#name, operands, words, REG_##name, meaning},
#define FAST(name, a, b, c) {#name, "", 0, REG_##name, ""},
const RegOpInfo regops_info[REG_COUNT_ALL] = {
#include "runtime/regops.def"
#include "runtime/regops_fast.def"
};
#undef REGOP
#undef FAST

#define FAST(name, a, b, c) \
    [REG_##name][REG_KINDS(FORM_##a, FORM_##b, FORM_##c)] = REG_##name##_##a##b##c,
static const uint16_t fast_ops[REG_COUNT][1 << 6] = {
#include "runtime/regops_fast.def"
};
#undef FAST

RegOp regops_find_fast(RegOp op, FormOperand a, FormOperand b, FormOperand c) {
    const char *operands = regops_info[op].operands;
    const FormOperand kinds[3] = {a, b, c};
    int code = 0;
    for (int i = 0; i < 3; i++)
        if (operands[i] == 'w' || operands[i] == 'r') code |= kinds[i] << (2 * i);
    return fast_ops[op][code] != 0 ? (RegOp)fast_ops[op][code] : op;
}
