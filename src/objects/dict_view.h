// Views of a dict (keys, values, items) and the iterators over them.

#ifndef OBJECTS_DICT_VIEW_H
#define OBJECTS_DICT_VIEW_H

#include "objects/dict.h"

typedef struct DictView {
    Object base;
    Slot dict;
} DictView;

// Of all six kinds. `used` is the dict's count when the iterator was made, -1 after it
// was found changed.
typedef struct DictIterator {
    Object base;
    Slot dict;         // empty once exhausted
    Slot result;       // items: the pair to use again
    int64_t used;
    int64_t position;  // number of the next entry
    int64_t remaining;
} DictIterator;

extern const TypeDefinition dict_keys_definition, dict_values_definition, dict_items_definition;
extern const TypeDefinition dict_key_iterator_definition, dict_value_iterator_definition,
    dict_item_iterator_definition, dict_reverse_key_iterator_definition,
    dict_reverse_value_iterator_definition, dict_reverse_item_iterator_definition;

// `kind` is one of the six KIND_DICT_…_ITERATOR.
MUST_USE Object *dict_iterator_new(Vm *vm, uint32_t kind, Dict *dict);

#endif
