// Numbers and shapes of the register form's instructions, from regops.def.

#ifndef RUNTIME_REGOPS_H
#define RUNTIME_REGOPS_H

#include "base/check.h"

#define REGOP(name, words, destination, meaning) REG_##name,
typedef enum RegOp {
#include "runtime/regops.def"
    REG_COUNT
} RegOp;
#undef REGOP

typedef enum RegDestination {
    REG_DESTINATION_NONE, REG_DESTINATION_A, REG_DESTINATION_C,
} RegDestination;

typedef struct RegOpInfo {
    const char *name;
    uint8_t words;
    uint8_t destination;   // RegDestination
    const char *meaning;
} RegOpInfo;

extern const RegOpInfo regops_info[REG_COUNT];

#endif
