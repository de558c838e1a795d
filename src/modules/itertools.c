// The module itertools: iterators made of numbers and of other iterators.

#include "modules/itertools.h"

#include "modules/modules.h"
#include "objects/state.h"

typedef struct ItertoolsState {
    Type *types[ITERTOOLS_COUNT];   // borrow: they live as long as the machine
} ItertoolsState;

static const StateDefinition itertools_state = {.bytes = sizeof(ItertoolsState)};

Type *itertools_get_type(Vm *vm, ItertoolsId id) {
    return ((ItertoolsState *)state_find(vm, &itertools_state))->types[id];
}

bool itertools_refuse_keywords(Vm *vm, const Type *type, const char *name,
                               const Arguments *arguments) {
    const Type *object = type_of_kind(vm, KIND_OBJECT);
    if (type->behaviour.init != object->behaviour.init) return true;
    return arguments_refuse_keywords(vm, name, arguments);
}

Object *itertools_new_over(Vm *vm, Type *type, const char *name, const Arguments *arguments) {
    if (!itertools_refuse_keywords(vm, type, name, arguments)) return NULL;
    if (!arguments_check_count(vm, name, arguments->count, 2, 2)) return NULL;
    Object *iterator = object_iterate(vm, arguments->values[1].object);
    return type_new_filled(vm, type, 2, object_share(arguments->values[0].object), iterator);
}

Object *itertools_reduce_pair(Vm *vm, const Slot *arguments) {
    Object *object = arguments[0].object;
    return build_tuple(vm, "o(oo)", object_type(vm, object), itertools_get_field(object, 0),
                       itertools_get_field(object, 1));
}

static const Method functions[] = {
    FUNCTION(itertools, tee, "(iterable, n=2, /)",
             "A tuple of n iterators, each over all that the iterable gives."),
    {0},
};

bool itertools_module_start(Vm *vm, Module *module) {
#define ITERTOOL(name) [ITERTOOLS_##name] = &itertools_##name##_definition,
    static const TypeDefinition *const definitions[ITERTOOLS_COUNT] = {ITERTOOLS(ITERTOOL)};
#undef ITERTOOL
    ItertoolsState *state = state_load(vm, &itertools_state);
    if (state == NULL) return false;
    for (int i = 0; i < ITERTOOLS_COUNT; i++) {
        state->types[i] = module_add_type(vm, module, definitions[i]);
        if (state->types[i] == NULL) return false;
    }
    return module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Iterators as building blocks: endless ones, those that "
                                      "pick, join and group, and those that combine.");
}
