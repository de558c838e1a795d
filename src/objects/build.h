// Small tuples and what is in them, made from a pattern: what __reduce__ and its like give.

#ifndef OBJECTS_BUILD_H
#define OBJECTS_BUILD_H

#include "objects/operations.h"

// A tuple with an item for each letter of the pattern:
//   o Object * (shared)   O Object * (consumed; NULL: raised already)   ? Object * or NULL: None
//   i int64_t             b int, a bool          d double               s const char *
//   ( … ) a tuple of what stands between
// build_tuple(vm, "o(oi)", type, source, index). NULL: raised; what was to be consumed is gone.
MUST_USE Object *build_tuple(Vm *vm, const char *pattern, ...);

#endif
