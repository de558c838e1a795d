// A text that grows, in host memory: for tools' output and tables.
//
// Running out of memory is sticky: the text stays as it was and is_failed says so.

#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/check.h"

typedef struct TextBuffer {
    char *bytes;       // owns; not terminated; NULL while empty
    size_t size, capacity;
    bool is_failed;
} TextBuffer;

void text_done(TextBuffer *text);                 // gives the memory back; the text is empty
void text_add(TextBuffer *text, const char *bytes, size_t size);
void text_add_c(TextBuffer *text, const char *terminated);
void text_add_char(TextBuffer *text, char character);
void text_add_number(TextBuffer *text, int64_t number);
void text_add_hex(TextBuffer *text, uint64_t number);   // 0x…
// One code point as utf-8; a lone surrogate as three bytes.
void text_add_code_point(TextBuffer *text, uint32_t code_point);
void text_add_format(TextBuffer *text, const char *format, ...) PRINTF_LIKE(2, 3);
// Cuts the text back to `size` bytes.
void text_cut(TextBuffer *text, size_t size);

// utf-8 as a JSON string with its quotes; surrogates become \u escapes.
void text_add_json(TextBuffer *text, const char *utf8, size_t size);

#endif
