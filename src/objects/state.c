#include "objects/state.h"

#include "memory/system.h"
#include "objects/objects.h"

typedef struct State {
    const StateDefinition *definition;   // borrows
    struct State *next;                  // owns: the one made before it
    max_align_t block[];
} State;

void *state_find(Vm *vm, const StateDefinition *definition) {
    for (State *state = vm->objects->states; state != NULL; state = state->next)
        if (state->definition == definition) return state->block;
    return NULL;
}

void *state_load(Vm *vm, const StateDefinition *definition) {
    void *block = state_find(vm, definition);
    if (block != NULL) return block;
    State *state = system_new(vm, sizeof(State) + definition->bytes);
    if (state == NULL) return NULL;
    state->definition = definition;
    state->next = vm->objects->states;
    vm->objects->states = state;
    return state->block;
}

void state_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    for (State *state = vm->objects->states; state != NULL; state = state->next)
        if (state->definition->visit != NULL)
            state->definition->visit(vm, state->block, visit, context);
}

void state_done(Vm *vm) {
    State *state;
    while ((state = vm->objects->states) != NULL) {
        if (state->definition->done != NULL) state->definition->done(vm, state->block);
        vm->objects->states = state->next;
        system_drop(vm, state, sizeof(State) + state->definition->bytes);
    }
}
