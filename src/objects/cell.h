// cell: the slot of a variable that closures share.

#ifndef OBJECTS_CELL_H
#define OBJECTS_CELL_H

#include "objects/operations.h"

typedef struct Cell {
    Object base;
    Slot value;  // empty: unbound
} Cell;

extern const TypeDefinition cell_definition;

MUST_USE Object *cell_new(Vm *vm, Object *value);  // shares; NULL: empty

#endif
