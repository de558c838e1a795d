// Folding: what can be computed before the program runs becomes a constant.
//
// CPython 3.11 does this on the tree too, with the same limits on sizes, so that the
// same expressions end up as constants of the code.

#ifndef COMPILE_FOLD_H
#define COMPILE_FOLD_H

#include "compile/compiler.h"

// Folds the whole tree in place.
void fold_tree(Compiler *compiler, Tree *tree);

// --- fold_constant.c: one node, whose parts are folded already ---

void fold_binary(Compiler *compiler, Expr *expr);
void fold_unary(Compiler *compiler, Expr *expr);
void fold_subscript(Compiler *compiler, Expr *expr);
void fold_tuple(Compiler *compiler, Expr *expr);
// What is only iterated over or searched: a list becomes a tuple, a set a frozenset.
void fold_iterable(Compiler *compiler, Expr *expr);

// --- fold_format.c ---

// "…%s…" % (a, b) becomes an f-string where it means the same.
void fold_format(Compiler *compiler, Expr *expr, const Text *format);

#endif
