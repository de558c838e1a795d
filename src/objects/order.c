#include "objects/order.h"

#include "objects/errors_modules.h"

// --- nodes and entries ---

static void link_last(Order *order, OrderNode *node) {
    node->previous = order->last;
    node->next = NULL;
    if (order->last == NULL) order->first = node;
    else order->last->next = node;
    order->last = node;
    order->changes++;
}

static void unlink_node(Order *order, OrderNode *node) {
    if (node->previous == NULL) order->first = node->next;
    else node->previous->next = node->next;
    if (node->next == NULL) order->last = node->previous;
    else node->next->previous = node->previous;
    order->changes++;
}

void order_move_last(Order *order, OrderNode *node) {
    if (node == order->last) return;
    unlink_node(order, node);
    link_last(order, node);
}

void order_move_first(Order *order, OrderNode *node) {
    if (node == order->first) return;
    unlink_node(order, node);
    node->previous = NULL;
    node->next = order->first;
    order->first->previous = node;
    order->first = node;
}

static void place_node(Order *order, OrderNode *node, int64_t entry) {
    order->nodes[entry] = node;
    node->entry = entry;
}

// A new table has the entries of the old one closed up, in their order, and so the nodes:
// false when the dict was changed otherwise in between.
static bool place_in_order(Order *order, OrderNode *const *old, int64_t old_room) {
    const DictTable *table = order->dict->table;
    int64_t entry = 0;
    for (int64_t i = 0; i < old_room; i++) {
        if (old[i] == NULL) continue;
        if (entry >= table->entry_count ||
            table->entries[entry].key.object != old[i]->key.object)
            return false;
        place_node(order, old[i], entry++);
    }
    return true;
}

static bool place_by_lookup(Vm *vm, Order *order) {
    uint64_t changes = order->changes;
    for (int64_t i = 0; i < order->room; i++) order->nodes[i] = NULL;
    for (OrderNode *node = order->first; node != NULL; node = node->next) {
        const DictTable *table = order->dict->table;
        int64_t entry = dict_lookup(vm, order->dict, node->key.object, node->hash);
        if (entry == INDEX_RAISED) return false;
        if (changes != order->changes || table != order->dict->table)
            return raise_false(vm, ERROR_ORDERED_MUTATED);
        if (entry >= 0 && table->entries[entry].key.object == node->key.object)
            place_node(order, node, entry);
    }
    return true;
}

// Brings `nodes` to the dict's present table; false: raised.
static bool follow_table(Vm *vm, Order *order) {
    const DictTable *table = order->dict->table;
    if (LIKELY(order->table == table)) return true;
    int64_t room = dict_table_room(table->log2_indices), old_room = order->room;
    OrderNode **nodes = buffer_new(vm, (size_t)room * sizeof(OrderNode *));
    OrderNode **old = order->nodes;
    if (nodes == NULL) return false;
    for (int64_t i = 0; i < room; i++) nodes[i] = NULL;
    order->nodes = nodes;
    order->room = room;
    order->python_places = INT64_C(1) << table->log2_indices;
    order->table = table;
    bool is_done = place_in_order(order, old, old_room) || place_by_lookup(vm, order);
    buffer_drop(vm, old, (size_t)old_room * sizeof(OrderNode *));
    return is_done;
}

// The node of an entry of the present table; NULL: it has none.
static OrderNode *node_of_entry(const Order *order, int64_t entry) {
    OrderNode *node = order->nodes[entry];
    const DictEntry *found = &order->dict->table->entries[entry];
    return node != NULL && node->key.object == found->key.object ? node : NULL;
}

Found order_find(Vm *vm, Order *order, Object *key, int64_t hash,
                         OrderNode **node, int64_t *entry) {
    *node = NULL;
    if (order->dict->count == 0) return ABSENT;
    *entry = dict_lookup(vm, order->dict, key, hash);
    if (*entry < 0) return *entry == INDEX_RAISED ? RAISED : ABSENT;
    if (!follow_table(vm, order)) return RAISED;
    *node = node_of_entry(order, *entry);
    return *node != NULL ? FOUND : ABSENT;
}

Found order_find_value(Vm *vm, Order *order, const OrderNode *node, Object **value) {
    const DictTable *table = order->dict->table;
    if (order->table == table && node->entry < table->entry_count &&
        table->entries[node->entry].key.object == node->key.object) {
        *value = table->entries[node->entry].value.object;
        return FOUND;
    }
    return dict_find(vm, order->dict, node->key.object, value);
}

// --- changes ---

// The entry that the dict has for a key that was just set; negative: see dict_lookup.
static int64_t entry_just_set(Vm *vm, Order *order, Object *key, int64_t hash) {
    const DictTable *table = order->dict->table;
    int64_t last = table->entry_count - 1;
    if (last >= 0 && table->entries[last].key.object == key) return last;
    return dict_lookup(vm, order->dict, key, hash);
}

static bool add_node(Vm *vm, Order *order, Object *key, int64_t hash) {
    int64_t entry = entry_just_set(vm, order, key, hash);
    if (entry < 0) return entry != INDEX_RAISED;
    if (!follow_table(vm, order)) return false;
    if (node_of_entry(order, entry) != NULL) return true;
    OrderNode *node = buffer_new(vm, sizeof(OrderNode));
    if (node == NULL) return false;
    Object *own = order->dict->table->entries[entry].key.object;
    slot_fill(vm, order->owner, &node->key, object_share(own));
    node->hash = hash;
    place_node(order, node, entry);
    link_last(order, node);
    order->count++;
    return true;
}

// Unlinks the node and gives the caller its key.
static Object *detach_node(Vm *vm, Order *order, OrderNode *node) {
    if (order->table == order->dict->table && order->nodes[node->entry] == node)
        order->nodes[node->entry] = NULL;
    unlink_node(order, node);
    order->count--;
    Object *key = slot_detach(vm, order->owner, &node->key);
    buffer_drop(vm, node, sizeof(OrderNode));
    return key;
}

bool order_set(Vm *vm, Order *order, Object *key, int64_t hash, Object *value) {
    int64_t count = order->dict->count;
    if (!dict_set_hashed(vm, order->dict, key, hash, value)) return false;
    bool is_known = order->dict->count == count && order->count == count;
    if (is_known || add_node(vm, order, key, hash)) return true;
    Object *why = raised_take(vm);   // without a node the key must not stay
    if (dict_remove(vm, order->dict, key) == RAISED) raised_clear(vm);
    raised_restore(vm, why);
    return false;
}

Found order_take(Vm *vm, Order *order, Object *key, int64_t hash, Object **value) {
    int64_t entry = INDEX_FREE;
    OrderNode *node;
    *value = NULL;
    Found found = order_find(vm, order, key, hash, &node, &entry);
    if (found == RAISED || entry < 0) return found;
    Object *node_key = node == NULL ? NULL : detach_node(vm, order, node), *own;
    dict_detach_entry(vm, order->dict, entry, &own, value);
    object_drop_or_null(vm, node_key);
    object_drop(vm, own);
    return FOUND;
}

// --- memory ---

void order_visit(Vm *vm, Order *order, SlotVisit *visit, void *context) {
    for (OrderNode *node = order->first; node != NULL; node = node->next)
        visit(vm, order->owner, &node->key, context);
}

int64_t order_index(const Order *order, const Slot *slot) {
    int64_t index = 0;
    for (const OrderNode *node = order->first; node != NULL; node = node->next, index++)
        if (&node->key == slot) return index;
    return -1;
}

void order_drop(Vm *vm, Order *order) {
    OrderNode *node = order->first, *next;
    buffer_drop(vm, order->nodes, (size_t)order->room * sizeof(OrderNode *));
    order->nodes = NULL;
    order->first = order->last = NULL;
    order->count = order->room = order->python_places = 0;
    order->table = NULL;
    order->changes++;
    for (; node != NULL; node = next) {
        next = node->next;
        slot_clear(vm, order->owner, &node->key);
        buffer_drop(vm, node, sizeof(OrderNode));
    }
}
