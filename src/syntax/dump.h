// A tree as text, as CPython's ast.dump(tree, include_attributes=True) writes it.

#ifndef SYNTAX_DUMP_H
#define SYNTAX_DUMP_H

#include "syntax/tree.h"

// Gives the text with a NUL behind it, in host memory that the caller releases, and its
// length. NULL: there is no memory, or the tree is nested beyond 10,000 nodes.
MUST_USE char *dump_tree(const Tree *tree, size_t *length);

#endif
