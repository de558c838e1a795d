// What the files of the module itertools share.

#ifndef MODULES_ITERTOOLS_H
#define MODULES_ITERTOOLS_H

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/errors_modules.h"
#include "objects/iterator.h"
#include "objects/module.h"
#include "objects/sequence.h"
#include "objects/unpack.h"

// The types: ITERTOOL(name); `itertools_<name>_definition` is each one's definition.
#define ITERTOOLS(ITERTOOL)                                                                 \
    ITERTOOL(accumulate) ITERTOOL(combinations) ITERTOOL(combinations_with_replacement)     \
    ITERTOOL(cycle) ITERTOOL(dropwhile) ITERTOOL(takewhile) ITERTOOL(islice)                \
    ITERTOOL(starmap) ITERTOOL(chain) ITERTOOL(compress) ITERTOOL(filterfalse)              \
    ITERTOOL(count) ITERTOOL(zip_longest) ITERTOOL(pairwise) ITERTOOL(permutations)         \
    ITERTOOL(product) ITERTOOL(repeat) ITERTOOL(groupby) ITERTOOL(_grouper) ITERTOOL(_tee)  \
    ITERTOOL(_tee_dataobject)

#define ITERTOOL(name) ITERTOOLS_##name,
typedef enum ItertoolsId { ITERTOOLS(ITERTOOL) ITERTOOLS_COUNT } ItertoolsId;
#undef ITERTOOL

#define ITERTOOL(name) extern const TypeDefinition itertools_##name##_definition;
ITERTOOLS(ITERTOOL)
#undef ITERTOOL

Type *itertools_get_type(Vm *vm, ItertoolsId id);

// Constructors that take positional arguments only: "NAME() takes no keyword arguments",
// but for subclasses with an __init__ of their own, which may take them.
MUST_USE bool itertools_refuse_keywords(Vm *vm, const Type *type, const char *name,
                                        const Arguments *arguments);

// Two positional arguments, the second of which is iterated over: what several types are
// made of. Fills their first two fields.
MUST_USE Object *itertools_new_over(Vm *vm, Type *type, const char *name,
                                    const Arguments *arguments);

// next() of an iterator that a field holds: it lives on until its step is done, whatever
// the step does to the field.
ALWAYS_INLINE Object *itertools_next(Vm *vm, Object *iterator) {
    object_share(iterator);
    Object *item = object_next(vm, iterator);
    object_drop(vm, iterator);
    return item;
}

// What the first two fields of an object hold: the function and the iterator of those.
ALWAYS_INLINE Object *itertools_get_field(const Object *object, int index) {
    return ((const Slot *)(const void *)(object + 1))[index].object;
}

// (type, (first field, second field)).
Object *itertools_reduce_pair(Vm *vm, const Slot *arguments);

Object *itertools_function_tee(Vm *vm, const Slot *arguments);

// What the rows of all of them have in common.
#define ITERTOOLS_TYPE(name_, struct_, bytes_)               \
    .name = "itertools." name_, .base = KIND_OBJECT,         \
    .flags = TYPE_IS_BASE, .bytes = sizeof(struct_), .python_bytes = bytes_

#define ITERTOOLS_BEHAVIOUR(new_, next_)                                        \
    .load_attribute = object_load_attribute_plain, .iterate = sequence_iterate_self, \
    .next = next_, .new = new_

#define ITERTOOLS_REDUCE(function) \
    {"__reduce__", function, "(self, /)", "How to make an equal iterator.", METHOD_HIDES_SIGNATURE}
#define ITERTOOLS_SET_STATE(function) \
    {"__setstate__", function, "(self, state, /)", "Go to a pickled state.", METHOD_HIDES_SIGNATURE}

#endif
