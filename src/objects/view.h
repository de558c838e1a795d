// Views: the bytes behind an object (bytes, bytearray, memoryview, array, mmap).
//
// While a view is acquired the owner keeps its bytes where they are: a bytearray
// refuses to change its size ("Existing exports of data: …"). Each view that was
// acquired is released once.

#ifndef OBJECTS_VIEW_H
#define OBJECTS_VIEW_H

#include "objects/operations.h"

enum { VIEW_DIMENSIONS_MAX = 64 };

// What the one who acquires can deal with.
typedef enum ViewRequest {
    VIEW_READ,        // contiguous bytes
    VIEW_WRITE,       // contiguous bytes that may be changed
    VIEW_ANY,         // also strides, any format: for memoryview
} ViewRequest;

typedef struct View {
    Object *object;        // owns (shared): whose bytes they are; NULL: not acquired
    uint8_t *data;         // borrows: the first item
    int64_t bytes;         // of all items, as if they were contiguous
    int64_t item_bytes;
    const char *format;    // borrows: of one item, as module struct has it; "B": bytes
    int dimensions;        // 0: one item; 1: a row
    const int64_t *shape, *strides;  // borrow; NULL with one contiguous row
    bool is_read_only;
} View;

typedef struct ViewBehaviour {
    // Fills the view but for `object`; false: raised (BufferError mostly).
    bool (*acquire)(Vm *vm, Object *object, View *view, ViewRequest request);
    // NULL: nothing to do.
    void (*release)(Vm *vm, Object *object, View *view);
} ViewBehaviour;

ALWAYS_INLINE bool object_has_view(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.view != NULL;
}

// Acquires, or TypeError "a bytes-like object is required, not 'X'".
MUST_USE bool view_acquire(Vm *vm, Object *object, View *view, ViewRequest request);
// Releases it; a view that is not acquired (object NULL) is left alone.
void view_release(Vm *vm, View *view);

// The bytes of a view that was acquired with VIEW_ANY, behind each other: `bytes` of them.
typedef enum ViewOrder { VIEW_BY_ROWS, VIEW_BY_COLUMNS } ViewOrder;
void view_copy(const View *view, uint8_t *room, ViewOrder order);

// The plain row of bytes that most owners have.
void view_set_row(View *view, void *data, int64_t bytes);

#endif
