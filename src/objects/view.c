#include "objects/view.h"

#include "memory/slot.h"

#include <string.h>

bool view_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    const ViewBehaviour *behaviour = object_type(vm, object)->behaviour.view;
    *view = (View){0};
    if (behaviour == NULL) return raise_false(vm, ERROR_BYTES_LIKE_REQUIRED, object);
    if (!behaviour->acquire(vm, object, view, request)) return false;
    // One that gives the view of another object has acquired it already.
    if (view->object == NULL) view->object = object_share(object);
    return true;
}

void view_release(Vm *vm, View *view) {
    Object *object = view->object;
    if (object == NULL) return;
    view->object = NULL;
    if (!view->is_read_only) slot_tell_changed(vm, object);   // who could write may have
    const ViewBehaviour *behaviour = object_type(vm, object)->behaviour.view;
    if (behaviour->release != NULL) behaviour->release(vm, object, view);
    object_drop(vm, object);
}

void view_set_row(View *view, void *data, int64_t bytes) {
    view->data = data;
    view->bytes = bytes;
    view->item_bytes = 1;
    view->format = "B";
    view->dimensions = 1;
}

// Copies along one dimension, and along those inside it.
static uint8_t *copy_dimension(const View *view, const uint8_t *data, int step, int dimension,
                               uint8_t *room) {
    if (dimension < 0 || dimension == view->dimensions) {
        memcpy(room, data, (size_t)view->item_bytes);
        return room + view->item_bytes;
    }
    for (int64_t i = 0; i < view->shape[dimension]; i++)
        room = copy_dimension(view, data + i * view->strides[dimension], step, dimension + step,
                              room);
    return room;
}

void view_copy(const View *view, uint8_t *room, ViewOrder order) {
    if (view->strides == NULL) {
        memcpy(room, view->data, (size_t)view->bytes);
        return;
    }
    // By columns the last dimension is the outermost one.
    bool is_by_rows = order == VIEW_BY_ROWS;
    copy_dimension(view, view->data, is_by_rows ? 1 : -1, is_by_rows ? 0 : view->dimensions - 1,
                   room);
}
