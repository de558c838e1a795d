#include "syntax/context.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

// The text as valid utf-8, each wrong sequence replaced by U+FFFD.
static const Text *context_text(ParseContext *context, const char *bytes, size_t size) {
    Text *text = arena_allocate(context->arena, sizeof(Text));
    // Three bytes are the most that stand for one wrong byte.
    char *copy = arena_allocate(context->arena, size * 3 + 1);
    if (text == NULL || copy == NULL) return NULL;
    size_t length = 0;
    for (size_t i = 0; i < size;) {
        Utf8Step step = utf8_read(bytes + i, size - i);
        length += (size_t)utf8_write(step.code, copy + length);
        i += (size_t)step.size;
    }
    copy[length] = '\0';
    *text = (Text){length, copy};
    return text;
}

// The bytes as they are.
static const Text *context_bytes(ParseContext *context, const char *bytes, size_t size) {
    Text *text = arena_allocate(context->arena, sizeof(Text));
    const char *copy = arena_copy(context->arena, bytes, size);
    if (text == NULL || copy == NULL) return NULL;
    *text = (Text){size, copy};
    return text;
}

void context_raise_memory(ParseContext *context) {
    *context->mistake = (SyntaxMistake){.kind = MISTAKE_MEMORY};
}

void context_raise_list(ParseContext *context, MistakeKind kind, const MistakePlace *place,
                        const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *message = arena_allocate(context->arena, (size_t)length + 1);
    if (message == NULL) {
        context_raise_memory(context);
        return;
    }
    vsnprintf(message, (size_t)length + 1, format, arguments);
    *context->mistake = (SyntaxMistake){.kind = kind, .message = message};
    if (place == NULL) return;
    SyntaxMistake *mistake = context->mistake;
    mistake->line = place->line;
    mistake->offset = place->offset;
    mistake->end_line = place->end_line;
    mistake->end_offset = place->end_offset;
    mistake->has_place = true;
    mistake->has_end = true;
    if (place->text == NULL) return;
    mistake->text = kind == MISTAKE_DECODE
                        ? context_bytes(context, place->text, place->text_size)
                        : context_text(context, place->text, place->text_size);
    if (mistake->text == NULL) context_raise_memory(context);
}

void context_raise(ParseContext *context, MistakeKind kind, const MistakePlace *place,
                   const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    context_raise_list(context, kind, place, format, arguments);
    va_end(arguments);
}

ParseVerdict context_warn(ParseContext *context, ParseWarning category, const char *message,
                          int32_t line) {
    const ParseCallbacks *callbacks = context->options->callbacks;
    if (callbacks == NULL || callbacks->warn == NULL) return PARSE_GO_ON;
    ParseVerdict verdict = callbacks->warn(callbacks->context, category, message, line);
    if (verdict == PARSE_STOP) *context->mistake = (SyntaxMistake){.kind = MISTAKE_CALLER};
    return verdict;
}
