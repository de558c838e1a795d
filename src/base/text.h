// A text that grows, in host memory: for tools' output and tables.
//
// Running out of memory is sticky: the text stays as it was and is_failed says so.

#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/check.h"

typedef struct Text {
    char *bytes;       // owns; not terminated; NULL while empty
    size_t size, capacity;
    bool is_failed;
} Text;

void text_done(Text *text);                 // gives the memory back; the text is empty
void text_add(Text *text, const char *bytes, size_t size);
void text_add_c(Text *text, const char *terminated);
void text_add_char(Text *text, char character);
void text_add_number(Text *text, int64_t number);
void text_add_hex(Text *text, uint64_t number);   // 0x…
// One code point as utf-8; a lone surrogate as three bytes.
void text_add_code_point(Text *text, uint32_t code_point);
void text_add_format(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);
// Cuts the text back to `size` bytes.
void text_cut(Text *text, size_t size);

// utf-8 as a JSON string with its quotes; surrogates become \u escapes.
void text_add_json(Text *text, const char *utf8, size_t size);

#endif
