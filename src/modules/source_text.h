// Texts of programs as arguments: str, bytes, or what has a buffer.

#ifndef MODULES_SOURCE_TEXT_H
#define MODULES_SOURCE_TEXT_H

#include "compile/source.h"
#include "modules/modules.h"
#include "objects/view.h"

typedef struct SourceText {
    const char *bytes;    // borrows, until source_text_done
    size_t size;
    const Str *text;      // when it came from a str
    View view;            // when it came from bytes or the like
    uint32_t parse_flags;
} SourceText;

// The text of an object; what is no text is refused by `wrong` with the function's name. A
// text with a NUL is refused too. False: raised, and nothing is held.
MUST_USE bool source_text_take(Vm *vm, Object *object, ErrorId wrong, const char *function,
                               SourceText *source);
void source_text_done(Vm *vm, SourceText *source);

#endif
