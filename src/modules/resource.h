// The module resource.

#ifndef MODULES_RESOURCE_H
#define MODULES_RESOURCE_H

#include "base/world.h"
#include "modules/modules.h"

// resource.struct_rusage. New reference.
MUST_USE Object *resource_usage_new(Vm *vm, const WorldUsage *usage);

#endif
