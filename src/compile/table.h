// The tables of a code object: where instructions stand in the source, and which
// handlers catch their exceptions.

#ifndef COMPILE_TABLE_H
#define COMPILE_TABLE_H

#include "compile/unit.h"

// A growing row of bytes in the arena.
typedef struct ByteRow {
    uint8_t *bytes;
    int32_t count, capacity;
} ByteRow;

// The row as a new bytes object. NULL: failed.
MUST_USE Object *table_new_bytes(Compiler *compiler, const ByteRow *row);

// Adds the place of an instruction that is `units` long; *line is that of the one before.
void table_add_location(Compiler *compiler, ByteRow *row, Span span, int32_t units,
                        int32_t *line);

// Adds a handler for the code from start to end, in units.
void table_add_handler(Compiler *compiler, ByteRow *row, int32_t start, int32_t end,
                       const Block *handler);

#endif
