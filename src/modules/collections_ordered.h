// OrderedDict: a dict with an order of its keys beside it.

#ifndef MODULES_COLLECTIONS_ORDERED_H
#define MODULES_COLLECTIONS_ORDERED_H

#include "modules/collections.h"
#include "objects/order.h"

typedef struct OrderedDict {
    Dict dict;
    Order order;
} OrderedDict;

ALWAYS_INLINE Order *ordered_dict_order(Object *object) {
    OrderedDict *ordered = (OrderedDict *)object;
    ordered->order.owner = object;
    ordered->order.dict = &ordered->dict;
    return &ordered->order;
}

bool ordered_dict_set_item(Vm *vm, Object *object, Object *key, Object *value);
// Takes the key out and gives its value: as pop(), `otherwise` NULL: KeyError.
MUST_USE Object *ordered_dict_take(Vm *vm, Object *object, Object *key, Object *otherwise);
void ordered_dict_clear(Vm *vm, Object *object);

// iter(ordered).
MUST_USE Object *ordered_dict_iterate(Vm *vm, Object *ordered);

extern const Method ordered_dict_methods[];
// ordered.update(…) and the same for one argument, by the object's own __setitem__.
MUST_USE bool ordered_dict_update(Vm *vm, Object *object, const Arguments *arguments);
MUST_USE bool ordered_dict_update_from(Vm *vm, Object *object, Object *other);

#endif
