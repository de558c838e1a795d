#include "memory/slot.h"

void slots_init(Slot *slots, int64_t count) {
    for (int64_t i = 0; i < count; i++) slot_store(&slots[i], NULL);
}

static void slots_tell_moved(Vm *vm, Object *owner, Slot *slots, int64_t count) {
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->moved(vm, watch->context, owner, slots, count);
}

// The stretch that holds both the source and the target of a move.
static void slots_tell_stretch(Vm *vm, Object *owner, Slot *to, Slot *from, int64_t count) {
    Slot *first = to < from ? to : from;
    Slot *last = to < from ? from : to;
    if (last - first <= count) {
        slots_tell_moved(vm, owner, first, last - first + count);
    } else {
        slots_tell_moved(vm, owner, to, count);
    }
}

void slots_move(Vm *vm, Object *owner, Slot *to, Slot *from, int64_t count) {
    if (count <= 0 || to == from) return;
    slots_store_moved(to, from, count);
    if (UNLIKELY(heap_of(vm)->watch != NULL)) slots_tell_stretch(vm, owner, to, from, count);
}

void slots_exchange(Vm *vm, Object *owner, Slot *left, Slot *right) {
    Object *old = left->object;
    slot_store(left, right->object);
    slot_store(right, old);
    slots_tell_moved(vm, owner, left, 1);
    slots_tell_moved(vm, owner, right, 1);
}

void slots_reverse(Vm *vm, Object *owner, Slot *slots, int64_t count) {
    for (int64_t i = 0, j = count - 1; i < j; i++, j--) {
        Object *old = slots[i].object;
        slot_store(&slots[i], slots[j].object);
        slot_store(&slots[j], old);
    }
    if (count > 1) slots_tell_moved(vm, owner, slots, count);
}

void slots_fill_shared(Vm *vm, Object *owner, Slot *to, const Slot *from, int64_t count) {
    for (int64_t i = 0; i < count; i++) slot_store(&to[i], object_share_or_null(from[i].object));
    if (LIKELY(heap_of(vm)->watch == NULL)) return;
    for (int64_t i = 0; i < count; i++) slot_tell(vm, owner, &to[i], NULL, to[i].object);
}

void slots_clear(Vm *vm, Object *owner, Slot *slots, int64_t count) {
    if (UNLIKELY(heap_of(vm)->watch != NULL)) {
        for (int64_t i = count; i > 0; i--) slot_clear(vm, owner, &slots[i - 1]);
        return;
    }
    for (int64_t i = count; i > 0; i--) {
        Object *old = slots[i - 1].object;
        slot_store(&slots[i - 1], NULL);
        if (old != NULL) object_drop_number(vm, old);
    }
}

void slots_set_order(Vm *vm, Object *owner, Slot *slots, Object *const *order, int64_t count) {
    for (int64_t i = 0; i < count; i++) slot_store(&slots[i], order[i]);
    if (count > 0) slots_tell_moved(vm, owner, slots, count);
}
