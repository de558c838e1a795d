// mappingproxy: a read-only view of a mapping, such as the __dict__ of a class.

#ifndef OBJECTS_MAPPING_PROXY_H
#define OBJECTS_MAPPING_PROXY_H

#include "objects/operations.h"

typedef struct MappingProxy {
    Object base;
    Slot mapping;
} MappingProxy;

extern const TypeDefinition mapping_proxy_definition;

MUST_USE Object *mapping_proxy_new(Vm *vm, Object *mapping);   // shares

#endif
