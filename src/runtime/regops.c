#include "runtime/regops.h"

enum { NONE = REG_DESTINATION_NONE, IN_A = REG_DESTINATION_A, IN_C = REG_DESTINATION_C };

#define REGOP(name, words, destination, meaning) {#name, words, destination, meaning},
const RegOpInfo regops_info[REG_COUNT] = {
#include "runtime/regops.def"
};
#undef REGOP
