#include "explain/source.h"

#include <string.h>

EventText source_get_line(const ExplainOptions *options, int64_t line) {
    EventText none = {NULL, 0};
    if (options->source == NULL || line < 1) return none;
    const char *at = options->source, *end = at + options->source_bytes;
    for (int64_t i = 1; i < line && at != NULL && at < end; i++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at != NULL) at++;
    }
    if (at == NULL || at >= end) return none;
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    if (stop == NULL) stop = end;
    while (at < stop && (*at == ' ' || *at == '\t')) at++;
    while (stop > at && (stop[-1] == ' ' || stop[-1] == '\r')) stop--;
    return (EventText){at, (size_t)(stop - at)};
}

EventText source_get_code(const ExplainOptions *options, int64_t line) {
    EventText text = source_get_line(options, line);
    char quote = 0;
    for (size_t i = 0; i < text.size; i++) {
        char character = text.text[i];
        if (quote != 0) {
            if (character == '\\') i++;
            else if (character == quote) quote = 0;
        } else if (character == '\'' || character == '"') {
            quote = character;
        } else if (character == '#') {
            while (i > 0 && text.text[i - 1] == ' ') i--;
            return (EventText){text.text, i};
        }
    }
    return text;
}
