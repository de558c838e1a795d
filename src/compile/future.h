// `from __future__ import …`: which features a file asks for.

#ifndef COMPILE_FUTURE_H
#define COMPILE_FUTURE_H

#include "compile/compiler.h"

// Adds the features that the head of the file imports to the compiler's flags.
void future_read(Compiler *compiler, const Tree *tree);

// Whether annotations become strings in place of being evaluated.
ALWAYS_INLINE bool compiler_has_string_annotations(const Compiler *compiler) {
    return (compiler->flags & COMPILE_FUTURE_ANNOTATIONS) != 0;
}

#endif
