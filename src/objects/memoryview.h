// memoryview: a window on the bytes of another object.
//
// A ManagedBuffer acquires the bytes; the memoryviews of it, of its slices and casts share them:
//
//     memoryview ──┐
//     its slice  ──┼──> ManagedBuffer ──> bytearray
//     its cast   ──┘
//
// Invariant of a MemoryView: `shape` and `strides` point to its own extents, unless it has no
// dimension.

#ifndef OBJECTS_MEMORYVIEW_H
#define OBJECTS_MEMORYVIEW_H

#include "objects/view.h"

typedef struct ManagedBuffer {
    Object base;
    Slot owner;            // whose bytes they are; empty once they were let go
    View view;             // acquired, though its object is the slot's
    int64_t users;         // memoryviews of it that are not released
} ManagedBuffer;

typedef struct MemoryView {
    Object base;
    Slot buffer;           // ManagedBuffer
    View view;             // its object stays NULL
    int64_t hash;          // -1 until known
    int64_t exports;       // views that others acquired of it
    bool is_released;
    int32_t room;          // extents of so many dimensions
    int64_t extents[];     // `room` of the shape, then of the strides
} MemoryView;

extern const TypeDefinition memoryview_definition, managed_buffer_definition,
    memory_iterator_definition;

// memoryview(source); TypeError when it has no bytes to show.
MUST_USE Object *memoryview_new(Vm *vm, Object *source);

// --- between the files of memoryview ---

extern const Method memoryview_methods[];
extern const Property memoryview_properties[];

// False: ValueError raised since it is released.
MUST_USE bool memoryview_check(Vm *vm, const MemoryView *memory);
// Another one of the same bytes, with room for so many dimensions. Not tracked yet.
MUST_USE MemoryView *memoryview_new_share(Vm *vm, const MemoryView *memory, int dimensions);
bool memoryview_is_contiguous(const MemoryView *memory);           // rows behind each other
bool memoryview_is_column_contiguous(const MemoryView *memory);    // as Fortran has it
// The owner, borrowed.
Object *memoryview_get_owner(const MemoryView *memory);
// Lets its part of the buffer go; false: BufferError, somebody uses it.
MUST_USE bool memoryview_release(Vm *vm, MemoryView *memory);
// Its bytes as a bytes object.
MUST_USE Object *memoryview_to_bytes(Vm *vm, const MemoryView *memory, ViewOrder order);

// Items: one character of module struct, native. 0: another format.
char memoryview_native(const char *format);
int64_t memoryview_native_bytes(char native);
// The item at an address. NotImplementedError for formats that are not native.
MUST_USE Object *memoryview_unpack(Vm *vm, const uint8_t *at, const char *format);
MUST_USE bool memoryview_pack(Vm *vm, uint8_t *at, const char *format, Object *value);
// The format without "@"; NULL: raised, it is no native one.
const char *memoryview_item_format(Vm *vm, const MemoryView *memory);
// Are all items equal? Shapes are.
MUST_USE Found memoryview_equal_items(Vm *vm, const View *left, const View *right);

#endif
