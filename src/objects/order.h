// An order of the keys of a dict that is not that of its entries, and can be changed.
//
//   dict entries:  | a | b | - | c |      nodes[i] is the node of entry i, or NULL
//   list:          first -> b <-> c <-> a <- last
//
// Keys and values are added and removed through the order. Whoever changes the dict behind
// its back leaves nodes without entries, or entries without nodes; each access checks what
// it finds.

#ifndef OBJECTS_ORDER_H
#define OBJECTS_ORDER_H

#include "objects/dict_table.h"

typedef struct OrderNode {
    Slot key;                          // the same object as in the dict's entry
    int64_t hash;
    int64_t entry;                     // its number, while order->table is the dict's
    struct OrderNode *previous, *next; // own the list together
} OrderNode;

typedef struct Order {
    Object *owner;             // borrows: whose slots the nodes' keys are
    Dict *dict;                // borrows
    OrderNode *first, *last;
    int64_t count;
    OrderNode **nodes;         // owns `room`, the entries of `table`; borrows each
    int64_t room;
    int64_t python_places;     // of CPython's table of nodes, for sys.getsizeof()
    const DictTable *table;    // only compared: the dict's table that nodes belong to
    uint64_t changes;          // counts up with each change of the list
} Order;

// The node of a key and the number of its entry. May run __eq__.
MUST_USE Found order_find(Vm *vm, Order *order, Object *key, int64_t hash, OrderNode **node,
                          int64_t *entry);
// The value that the dict has for a node's key, borrowed. ABSENT: none any more.
MUST_USE Found order_find_value(Vm *vm, Order *order, const OrderNode *node, Object **value);
// Sets a value; a new key comes last.
MUST_USE bool order_set(Vm *vm, Order *order, Object *key, int64_t hash, Object *value);
// Takes a key out of the list and the dict: a new reference to its value.
MUST_USE Found order_take(Vm *vm, Order *order, Object *key, int64_t hash, Object **value);
// Moves a node to an end of the list.
void order_move_last(Order *order, OrderNode *node);
void order_move_first(Order *order, OrderNode *node);
// Drops all nodes; the dict stays as it is.
void order_drop(Vm *vm, Order *order);

// Visits the nodes' keys; says where a slot is, index < 0: not a key of a node.
void order_visit(Vm *vm, Order *order, SlotVisit *visit, void *context);
int64_t order_index(const Order *order, const Slot *slot);

#endif
