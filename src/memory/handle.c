#include "memory/handle.h"

#include "memory/slot.h"

Handle *handle_new(Vm *vm, Object *object) {
    Heap *heap = heap_of(vm);
    Handle *handle = system_new(vm, sizeof(Handle));
    if (handle == NULL) return NULL;
    Handle *first = heap->handles;
    if (first == NULL) {
        handle->next = handle->previous = heap->handles = handle;
    } else {
        handle->next = first;
        handle->previous = first->previous;
        first->previous->next = handle;
        first->previous = handle;
    }
    slot_fill(vm, NULL, &handle->object, object_share(object));
    return handle;
}

void handle_drop(Vm *vm, Handle *handle) {
    if (handle == NULL) return;
    Heap *heap = heap_of(vm);
    handle->previous->next = handle->next;
    handle->next->previous = handle->previous;
    if (heap->handles == handle) heap->handles = handle->next == handle ? NULL : handle->next;
    // Out of the ring first: the drop may run code that makes and drops handles.
    Object *object = slot_detach(vm, NULL, &handle->object);
    system_drop(vm, handle, sizeof(Handle));
    object_drop_or_null(vm, object);
}

void handle_set(Vm *vm, Handle *handle, Object *object) {
    slot_set(vm, NULL, &handle->object, object);
}

void handles_visit(Vm *vm, SlotVisit *visit, void *context) {
    Handle *first = heap_of(vm)->handles;
    if (first == NULL) return;
    Handle *handle = first;
    do {
        Handle *next = handle->next;
        visit(vm, NULL, &handle->object, context);
        handle = next;
    } while (handle != first);
}

void handles_clear(Vm *vm) {
    while (heap_of(vm)->handles != NULL) handle_drop(vm, heap_of(vm)->handles);
}
