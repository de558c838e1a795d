// Constants: one object a value in a compilation, told apart as CPython tells them.
//
// 1, 1.0 and True are three constants, 0.0 and -0.0 two, and tuples of them differ
// likewise. Items of tuples and frozensets are constants of the table themselves, so
// that two tuples are one constant exactly when their items are the same objects.

#ifndef COMPILE_CONSTANT_H
#define COMPILE_CONSTANT_H

#include "compile/compiler.h"

// A row of different constants of the table: co_consts in the making.
typedef struct ConstantRow {
    Object **objects;  // borrows from the table
    int32_t count, capacity;
    int32_t *index;    // places of 1 + number by address; NULL while the row is small
    int32_t index_capacity;
} ConstantRow;

// The table's object equal to `object`, which is consumed. Borrowed; NULL: failed.
Object *constant_merge(Compiler *compiler, Object *object);
// The object of a literal. Borrowed; NULL: failed.
Object *constant_of(Compiler *compiler, const Constant *constant);
Object *constant_of_text(Compiler *compiler, const char *utf8, size_t length);
// The same, as what a literal or an expression of literals gives.
Object *constant_merge_literal(Compiler *compiler, Object *object);
// A tuple of all literals in the table. NULL: failed.
Tuple *constant_load_literals(Compiler *compiler);
// A tuple of `count` constants of the table. Borrowed; NULL: failed.
Object *constant_tuple(Compiler *compiler, Object *const *items, int32_t count);

// The frozenset of a tuple's items. Borrowed; NULL: failed.
Object *constant_frozenset(Compiler *compiler, Object *tuple);

void constant_table_done(Compiler *compiler);

// The number of a constant of the table in the row, which is added when it is new.
// -1: failed.
int32_t constant_row_add(Compiler *compiler, ConstantRow *row, Object *object);

#endif
