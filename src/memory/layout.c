#include "memory/layout.h"

Place layout_place(Vm *vm, const Layout *layout, Object *object, const Slot *slot) {
    if (layout->fields != NULL)
        for (const Field *field = layout->fields; field->name != NULL; field++)
            if (field_slot(object, field) == slot)
                return (Place){.kind = PLACE_FIELD, .name = field->name};
    if (layout->place != NULL) return layout->place(vm, object, slot);
    return (Place){.kind = PLACE_FIELD, .name = "?"};
}
