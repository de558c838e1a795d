// A machine with types and objects but without the interpreter: for tests of objects/.

#ifndef TESTS_MACHINE_H
#define TESTS_MACHINE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "objects/raise.h"

// For cmocka's setup and teardown: *state is the Vm. Teardown verifies the heap.
int machine_setup(void **state);
int machine_teardown(void **state);

// A repeatable stream of numbers.
uint64_t machine_random(uint64_t *state);

#endif
