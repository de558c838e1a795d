#include "syntax/tokenizer.h"

#include <string.h>

TokenKind tokenizer_keyword(const char *text, int32_t length) {
    // A switch over the length, then the words of that length.
#include "keywords.inc"
    return TOKEN_NAME;
}
