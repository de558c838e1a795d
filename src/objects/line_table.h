// The tables of a code object that lead from an instruction to lines, columns and handlers.
//
// Line table: entries in order of the code, each for some instructions; the first
// byte has its high bit set, four bits of form, three of length - 1. Exception
// table: entries of four numbers, the first byte of each marked by its high bit.
// Offsets are in bytes of the code; both tables count in instructions of two bytes.

#ifndef OBJECTS_LINE_TABLE_H
#define OBJECTS_LINE_TABLE_H

#include "base/check.h"

typedef struct LineTable {
    const uint8_t *next, *end;   // borrow
    int32_t computed_line;       // what the next delta adds to
    // The entry that line_table_next read.
    int32_t start, stop;         // offsets
    int32_t line, end_line, column, end_column;  // -1: none
} LineTable;

// Before the first entry of a table of `bytes` for code that starts at first_line.
void line_table_start(LineTable *table, const uint8_t *bytes, int64_t count, int32_t first_line);

// Reads the next entry; false at the end.
MUST_USE bool line_table_next(LineTable *table);

typedef struct HandlerEntry {
    int32_t start, stop, target;  // offsets
    int32_t depth;                // of the value stack
    bool pushes_last;             // the offset of the instruction is pushed too
} HandlerEntry;

// Reads an entry of an exception table and moves *next behind it; false at the end.
MUST_USE bool handler_entry_next(const uint8_t **next, const uint8_t *end, HandlerEntry *entry);

#endif
