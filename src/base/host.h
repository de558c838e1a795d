// Memory outside the region: arenas, tools' tables, logs. Never Python objects.
//
// What is kept here does not survive a snapshot being put back, so nothing that
// a running program can observe may depend on it.

#ifndef BASE_HOST_H
#define BASE_HOST_H

#include "base/check.h"

// Gives `bytes` of memory, not cleared, or NULL when there is none.
MUST_USE void *host_allocate(size_t bytes);

// As realloc: the block grows or shrinks and may move; NULL leaves it as it was.
MUST_USE void *host_resize(void *block, size_t bytes);

// Gives back what host_allocate or host_resize gave; NULL is allowed.
void host_release(void *block);

// Makes the n-th host allocation from now fail (1 is the next); 0 plans nothing. Gives what
// was left of the former plan.
uint64_t host_plan_failure(uint64_t nth);

#endif
