// State of parts of the machine that not every program uses (a codec registry, a module's
// counters): a block each, made at the first use and kept until the machine ends.

#ifndef OBJECTS_STATE_H
#define OBJECTS_STATE_H

#include "memory/slot.h"

typedef struct StateDefinition {
    size_t bytes;
    // Visits the state's slots, which are roots. NULL: it has none.
    void (*visit)(Vm *vm, void *state, SlotVisit *visit, void *context);
    // Empties its slots and gives back what it owns. NULL: nothing.
    void (*done)(Vm *vm, void *state);
} StateDefinition;

// The machine's block for this definition, cleared when it is made; the same one at each
// call. NULL: MemoryError raised.
MUST_USE void *state_load(Vm *vm, const StateDefinition *definition);

// The same, but NULL while it has not been made.
void *state_find(Vm *vm, const StateDefinition *definition);

void state_visit_roots(Vm *vm, SlotVisit *visit, void *context);

// Ends all states, the youngest first.
void state_done(Vm *vm);

#endif
