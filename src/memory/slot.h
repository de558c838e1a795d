// The one write door: every reference that an object keeps is stored here.
//
// Rules: store first, drop after (dropping may run code that looks at the
// owner); the owner is named in each write, for those who watch. A slot that
// is being filled for the first time (a new object's) uses slot_fill.

#ifndef MEMORY_SLOT_H
#define MEMORY_SLOT_H

#include <string.h>

#include "memory/heap.h"

// The only store into a slot in the whole program.
ALWAYS_INLINE void slot_store(Slot *slot, Object *value) {
    *(Object **)(uintptr_t)slot = value;
}

// Tells the watcher, if there is one.
ALWAYS_INLINE void slot_tell(Vm *vm, Object *owner, Slot *slot, Object *old, Object *new) {
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->wrote(vm, watch->context, owner, slot, old, new);
}

// Tells the watcher that what is no slot changed: bytes, order, how many slots count.
ALWAYS_INLINE void slot_tell_changed(Vm *vm, Object *owner) {
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->changed(vm, watch->context, owner);
}

// Fills an empty (or not yet cleared) slot; consumes value, which may be NULL.
ALWAYS_INLINE void slot_fill(Vm *vm, Object *owner, Slot *slot, Object *value) {
    slot_store(slot, value);
    slot_tell(vm, owner, slot, NULL, value);
}

// Replaces what the slot holds; consumes value, which may be NULL.
ALWAYS_INLINE void slot_take(Vm *vm, Object *owner, Slot *slot, Object *value) {
    Object *old = slot->object;
    slot_store(slot, value);
    slot_tell(vm, owner, slot, old, value);
    object_drop_or_null(vm, old);
}

// As slot_take; but the caller's reference to value, which may not be NULL, lives until the
// old object is gone, as CPython's does in some places.
ALWAYS_INLINE void slot_take_last(Vm *vm, Object *owner, Slot *slot, Object *value) {
    Object *old = slot->object;
    slot_store(slot, value);
    slot_tell(vm, owner, slot, old, value);
    if (old == NULL || --old->count != 0) return;
    object_share(value);
    object_free(vm, old);
    object_drop(vm, value);
}

// Replaces what the slot holds; shares value, which may be NULL.
ALWAYS_INLINE void slot_set(Vm *vm, Object *owner, Slot *slot, Object *value) {
    slot_take(vm, owner, slot, object_share_or_null(value));
}

// Empties the slot.
ALWAYS_INLINE void slot_clear(Vm *vm, Object *owner, Slot *slot) {
    slot_take(vm, owner, slot, NULL);
}

// Empties the slot and gives the caller its reference (may be NULL).
ALWAYS_INLINE Object *slot_detach(Vm *vm, Object *owner, Slot *slot) {
    Object *old = slot->object;
    slot_store(slot, NULL);
    slot_tell(vm, owner, slot, old, NULL);
    return old;
}

// Moves references without counting or telling; for slots_move.
ALWAYS_INLINE void slots_store_moved(Slot *to, const Slot *from, int64_t count) {
    memmove((void *)to, from, (size_t)count * sizeof(*to));
}

// Replaces what the slot holds; consumes value, gives the caller the old reference.
ALWAYS_INLINE Object *slot_exchange_value(Vm *vm, Object *owner, Slot *slot, Object *value) {
    Object *old = slot->object;
    slot_store(slot, value);
    slot_tell(vm, owner, slot, old, value);
    return old;
}

// Gives `count` slots the same references in another order; one event. `order` borrows.
void slots_set_order(Vm *vm, Object *owner, Slot *slots, Object *const *order, int64_t count);

// Marks `count` slots as empty without dropping: memory fresh from buffer_new.
void slots_init(Slot *slots, int64_t count);

// Moves `count` references from `from` to `to` (may overlap) of the same owner,
// without counting; what stood in `to` must be empty or moved too. One event.
void slots_move(Vm *vm, Object *owner, Slot *to, Slot *from, int64_t count);

// Exchanges two slots of one owner.
void slots_exchange(Vm *vm, Object *owner, Slot *left, Slot *right);

// Reverses the order of `count` slots; one event.
void slots_reverse(Vm *vm, Object *owner, Slot *slots, int64_t count);

// Fills `count` empty slots of `to` with shared references to those in `from`.
void slots_fill_shared(Vm *vm, Object *owner, Slot *to, const Slot *from, int64_t count);

// Fills `count` empty slots of `to` with the references in `from`, which are taken over.
ALWAYS_INLINE void slots_fill_taken(Vm *vm, Object *owner, Slot *to, const Slot *from,
                                    int64_t count) {
    for (int64_t i = 0; i < count; i++) slot_store(&to[i], from[i].object);
    if (LIKELY(heap_of(vm)->watch == NULL)) return;
    for (int64_t i = 0; i < count; i++) slot_tell(vm, owner, &to[i], NULL, to[i].object);
}

// Empties `count` slots, last first, as CPython clears its sequences.
void slots_clear(Vm *vm, Object *owner, Slot *slots, int64_t count);

#endif
