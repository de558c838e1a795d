// What the files of the module _collections share.

#ifndef MODULES_COLLECTIONS_H
#define MODULES_COLLECTIONS_H

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/errors_modules.h"
#include "objects/iterator.h"
#include "objects/module.h"
#include "objects/sequence.h"
#include "objects/unpack.h"

// The types: COLLECTION(field, definition).
#define COLLECTIONS(COLLECTION)                                        \
    COLLECTION(deque, deque) COLLECTION(defaultdict, defaultdict)      \
    COLLECTION(ordered_dict, ordered_dict)                             \
    COLLECTION(deque_iterator, deque_iterator)                         \
    COLLECTION(deque_reverse_iterator, deque_reverse_iterator)         \
    COLLECTION(tuplegetter, tuplegetter)

// Those that no name of the module leads to.
#define COLLECTIONS_HIDDEN(COLLECTION)                                                  \
    COLLECTION(ordered_keys, ordered_keys) COLLECTION(ordered_values, ordered_values)   \
    COLLECTION(ordered_items, ordered_items)                                            \
    COLLECTION(ordered_iterator, ordered_iterator)

#define COLLECTION(field, definition) \
    extern const TypeDefinition collections_##definition##_definition;
COLLECTIONS(COLLECTION) COLLECTIONS_HIDDEN(COLLECTION)
#undef COLLECTION

#define COLLECTION(field, definition) Type *field;   // borrows
typedef struct CollectionsTypes { COLLECTIONS(COLLECTION) COLLECTIONS_HIDDEN(COLLECTION) }
    CollectionsTypes;
#undef COLLECTION

const CollectionsTypes *collections_get_types(Vm *vm);

Object *collections_function__count_elements(Vm *vm, const Slot *arguments);

#endif
