// What an object is, read without asking it: slots, value, size, whether it can change.
//
// Nothing here runs the program's code, and nothing stays allocated in the object zones.

#ifndef EXPLAIN_CONTENT_H
#define EXPLAIN_CONTENT_H

#include "base/text.h"
#include "memory/event.h"
#include "runtime/runtime.h"

// A place of an object that the program can name, and what is there. Borrowed pointers.
typedef struct ContentSlot {
    EventPlaceKind kind;
    int64_t index;       // of AT_INDEX
    Object *key;         // of AT_KEY; the name (Str) of AT_ATTRIBUTE
    const char *name;    // of AT_FIELD
    Object *to;
} ContentSlot;

typedef struct Content {
    ContentSlot *items;  // owns: host memory
    int64_t count, capacity;
    bool is_failed;
} Content;

// Reads the slots, in order; the memory is used again by the next reading.
void content_read(Vm *vm, Object *object, Content *content);
void content_done(Content *content);
// Entries of a namespace: names that are str, as AT_ATTRIBUTE.
void content_read_dict(Dict *dict, Content *content);

// The dict that holds attributes of the object, or NULL.
Dict *content_get_dict(Vm *vm, Object *object);

// Appends how the object is shown where its slots don't say it; false: they do. For a str
// it is its own text.
bool content_add_scalar(Vm *vm, Object *object, TextBuffer *text);
// Appends a str as utf-8.
void content_add_str(const Str *str, TextBuffer *text);
// Appends a key as it is written in brackets: 'a', 3, (1, 2), <Point>.
void content_show_key(Vm *vm, Object *key, TextBuffer *text);
// type(object).__name__
const char *content_get_type_name(Vm *vm, const Object *object);
// sys.getsizeof() of the built-in part, as CPython counts.
int64_t content_get_size(Vm *vm, Object *object);
bool content_is_mutable(Vm *vm, const Object *object);

#endif
