// What tells this build of the program from any other.

#ifndef BASE_IDENTITY_H
#define BASE_IDENTITY_H

#include "base/check.h"

// The digest of the program that the linker has noted in it; *size 0: it has none.
const uint8_t *identity_of_program(size_t *size);

#endif
