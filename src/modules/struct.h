// What the files of the module _struct share.

#ifndef MODULES_STRUCT_H
#define MODULES_STRUCT_H

#include "objects/errors_modules.h"
#include "objects/module.h"
#include "objects/tuple.h"

// How values of a format's letter are kept.
typedef enum StructWay {
    STRUCT_PAD, STRUCT_CHAR, STRUCT_BOOL, STRUCT_BYTES, STRUCT_PASCAL, STRUCT_SIGNED,
    STRUCT_UNSIGNED, STRUCT_POINTER, STRUCT_FLOAT,
} StructWay;

// A letter with its repeat count.
typedef struct StructItem {
    char letter;
    uint8_t way;
    uint8_t bytes;      // of one value; of s and p all
    int64_t offset;
    int64_t repeat;     // how many values; of s and p how many bytes their one has
} StructItem;

typedef struct StructFormat {
    StructItem *items;      // owns item_capacity; NULL: not read yet
    int64_t item_count, item_capacity;
    int64_t value_count;    // how many Python values
    int64_t size;           // in bytes
    bool is_big;            // byte order
    bool is_native;         // C's own sizes and places
} StructFormat;

// struct.error with a text; NULL.
Object *struct_raise(Vm *vm, const char *text);
Type *struct_get_error(Vm *vm);

// Reads a format's text, zero-terminated. False: raised, and there is nothing to drop.
MUST_USE bool struct_format_read(Vm *vm, const char *text, StructFormat *format);
void struct_format_drop(Vm *vm, StructFormat *format);

// Writes the values, as many as the format wants, to format->size bytes.
MUST_USE bool struct_pack_values(Vm *vm, const StructFormat *format, const Slot *values,
                                 uint8_t *to);
MUST_USE Tuple *struct_unpack_values(Vm *vm, const StructFormat *format, const uint8_t *from);

#endif
