#include "objects/view.h"

bool view_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    const ViewBehaviour *behaviour = object_type(vm, object)->behaviour.view;
    *view = (View){0};
    if (behaviour == NULL) return raise_false(vm, ERROR_BYTES_LIKE_REQUIRED, object);
    if (!behaviour->acquire(vm, object, view, request)) return false;
    view->object = object_share(object);
    return true;
}

void view_release(Vm *vm, View *view) {
    Object *object = view->object;
    if (object == NULL) return;
    view->object = NULL;
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
