// What a Layout does with an object: its table of fields, then its own functions.

#ifndef MEMORY_LAYOUT_H
#define MEMORY_LAYOUT_H

#include "memory/slot.h"

// The table row of a struct's slot, and of one that programs know by another name.
#define FIELD(type, slot) {#slot, offsetof(type, slot)}
#define FIELD_NAMED(type, slot, name) {name, offsetof(type, slot)}

ALWAYS_INLINE Slot *field_slot(Object *object, const Field *field) {
    return (Slot *)(void *)((char *)object + field->offset);
}

ALWAYS_INLINE void layout_visit(Vm *vm, const Layout *layout, Object *object, SlotVisit *visit,
                                void *context) {
    if (layout->fields != NULL)
        for (const Field *field = layout->fields; field->name != NULL; field++)
            visit(vm, object, field_slot(object, field), context);
    if (layout->visit != NULL) layout->visit(vm, object, visit, context);
}

// Empties the fields in their order.
ALWAYS_INLINE void layout_empty_fields(Vm *vm, const Layout *layout, Object *object) {
    if (layout->fields == NULL) return;
    for (const Field *field = layout->fields; field->name != NULL; field++) {
        Slot *slot = field_slot(object, field);
        if (slot->object != NULL) slot_clear(vm, object, slot);
    }
}

ALWAYS_INLINE void layout_clear(Vm *vm, const Layout *layout, Object *object) {
    if (layout->clear != NULL) layout->clear(vm, object);
    if ((layout->flags & LAYOUT_CLEARS_FIELDS) != 0) layout_empty_fields(vm, layout, object);
}

ALWAYS_INLINE void layout_finish(Vm *vm, const Layout *layout, Object *object) {
    if (layout->finish != NULL) layout->finish(vm, object);
    layout_empty_fields(vm, layout, object);
}

// Where one of the object's own slots is.
Place layout_place(Vm *vm, const Layout *layout, Object *object, const Slot *slot);

#endif
