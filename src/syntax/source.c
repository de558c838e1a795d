#include "syntax/source.h"

#include "base/host.h"
#include "base/utf8.h"
#include "syntax/charset.h"

#include <string.h>

#define SOURCE_SIZE_MAX (INT32_MAX / 2)

// Raises a mistake of the encoding. For a text CPython gives it a place of sorts, for a
// file none.
COLD PRINTF_LIKE(2, 3) static bool refuse_encoding(ParseContext *context, const char *format,
                                                   ...) {
    static const MistakePlace nowhere = {.offset = -1};
    bool is_file = (context->options->flags & PARSE_SOURCE_IS_FILE) != 0;
    va_list arguments;
    va_start(arguments, format);
    context_raise_list(context, MISTAKE_SYNTAX, is_file ? NULL : &nowhere, format, arguments);
    va_end(arguments);
    context->mistake->has_end = false;
    return false;
}

// --- Lines ---------------------------------------------------------------------

// Copies bytes, each \r\n and \r turned into \n. In a file, a NUL hides what follows
// up to and with the newline. Gives the end of the copy.
static char *copy_lines(char *to, const char *from, size_t size, uint32_t flags) {
    bool is_file = (flags & PARSE_SOURCE_IS_FILE) != 0;
    const char *end = from + size;
    while (from < end) {
        char c = *from++;
        if (c == '\0' && is_file) {
            while (from < end && *from != '\n' && *from != '\r') from++;
            if (from < end) from += *from == '\r' && from + 1 < end && from[1] == '\n' ? 2 : 1;
            continue;
        }
        if (c == '\r') {
            if (from < end && *from == '\n') from++;
            c = '\n';
        }
        *to++ = c;
    }
    return to;
}

// Copies the source into the arena with its lines in order; a program's last line gets
// the newline that it may lack.
static bool source_copy(Source *source, ParseContext *context, const char *bytes, size_t size) {
    char *text = arena_allocate(context->arena, size + 2);
    if (text == NULL) {
        context_raise_memory(context);
        return false;
    }
    char *end = copy_lines(text, bytes, size, context->options->flags);
    // CPython does not see the newline in a last \r\n: such a text gets another line.
    bool has_newline = end > text && end[-1] == '\n' &&
                       !(size >= 2 && memcmp(bytes + size - 2, "\r\n", 2) == 0);
    if (context->options->mode == PARSE_EXEC && !has_newline) *end++ = '\n';
    *end = '\0';
    source->text = text;
    source->size = (int32_t)(end - text);
    return true;
}

// --- The coding comment ----------------------------------------------------------

#define ENCODING_NAME_MAX 100

static bool is_encoding_letter(int c) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_letter || c == '-' || c == '_' || c == '.';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

// Finds "coding: NAME" in a line that is nothing but a comment. Gives the name's length,
// 0 for none, and sets *name.
static size_t find_coding(const char *line, size_t length, const char **name) {
    size_t i = 0;
    while (i < length && is_blank(line[i])) i++;
    if (i == length || line[i] != '#') return 0;
    for (; i + 6 < length; i++) {
        const char *c = line + i;
        if (memcmp(c, "coding", 6) != 0 || (c[6] != ':' && c[6] != '=')) continue;
        c += 7;
        while (*c == ' ' || *c == '\t') c++;
        *name = c;
        while (is_encoding_letter((unsigned char)*c)) c++;
        if (c > *name) return (size_t)(c - *name);
    }
    return 0;
}

// Whether `name` is `prefix`, or goes on behind it with a hyphen.
static bool is_variant(const char *name, const char *prefix) {
    size_t length = strlen(prefix);
    return memcmp(name, prefix, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

// Gives the two encodings that CPython knows by heart their one name.
static void normalise_encoding(char *name) {
    char start[13] = {0};
    for (int i = 0; i < 12 && name[i] != '\0'; i++) {
        char c = name[i];
        start[i] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    if (is_variant(start, "utf-8")) memcpy(name, "utf-8", sizeof("utf-8"));
    if (is_variant(start, "latin-1") || is_variant(start, "iso-8859-1") ||
        is_variant(start, "iso-latin-1")) {
        memcpy(name, "iso-8859-1", sizeof("iso-8859-1"));
    }
}

// Whether a line leaves the next one the chance to name the encoding.
static bool holds_nothing(const char *line, size_t length) {
    size_t i = 0;
    while (i < length && is_blank(line[i])) i++;
    return i == length || line[i] == '#' || line[i] == '\n';
}

// Reads the encoding that one of the first two lines names into `name`; "" for none.
static void read_coding(const char *text, char name[ENCODING_NAME_MAX]) {
    name[0] = '\0';
    for (int line = 0; line < 2; line++) {
        const char *newline = strchr(text, '\n');
        if (newline == NULL) return;
        const char *found;
        size_t length = find_coding(text, (size_t)(newline - text), &found);
        if (length > 0) {
            if (length >= ENCODING_NAME_MAX - 16) length = ENCODING_NAME_MAX - 16;
            memcpy(name, found, length);
            name[length] = '\0';
            // The names known by heart may be longer than what they replace.
            memset(name + length, 0, 16);
            normalise_encoding(name);
            return;
        }
        if (!holds_nothing(text, (size_t)(newline - text))) return;
        text = newline + 1;
    }
}

// --- Decoding --------------------------------------------------------------------

// Asks the caller to decode what the tables can't.
static bool decode_by_caller(Source *source, ParseContext *context, const char *encoding) {
    const ParseCallbacks *callbacks = context->options->callbacks;
    ParseVerdict verdict = PARSE_REFUSE;
    const char *text = NULL;
    size_t length = 0;
    if (callbacks != NULL && callbacks->decode != NULL) {
        verdict = callbacks->decode(callbacks->context, encoding, source->text,
                                    (size_t)source->size, &text, &length);
    }
    if (verdict == PARSE_STOP) {
        *context->mistake = (SyntaxMistake){.kind = MISTAKE_CALLER};
        return false;
    }
    if (verdict == PARSE_REFUSE || length > SOURCE_SIZE_MAX) {
        bool is_file = (context->options->flags & PARSE_SOURCE_IS_FILE) != 0;
        if (!is_file && text != NULL) return refuse_encoding(context, "%s", text);
        return refuse_encoding(context, is_file ? "encoding problem: %s" : "unknown encoding: %s",
                               encoding);
    }
    return source_copy(source, context, text, length);
}

static bool decode_by_table(Source *source, ParseContext *context, const Charset *charset,
                            const char *encoding) {
    char *text = arena_allocate(context->arena, (size_t)source->size * 3 + 1);
    if (text == NULL) {
        context_raise_memory(context);
        return false;
    }
    char *to = text;
    for (int32_t i = 0; i < source->size; i++) {
        unsigned char byte = (unsigned char)source->text[i];
        uint32_t code = charset_decode(charset, byte);
        if (code == CHARSET_UNDEFINED) {
            if (context->options->flags & PARSE_SOURCE_IS_FILE) {
                return refuse_encoding(context, "encoding problem: %s", encoding);
            }
            return refuse_encoding(context, "'%s' codec can't decode byte 0x%02x in position %d: "
                                   "%s", charset_codec(charset), byte, (int)i,
                                   charset_reason(charset));
        }
        to += utf8_write(code, to);
    }
    *to = '\0';
    source->text = text;
    source->size = (int32_t)(to - text);
    return true;
}

// Raises CPython's words for a program file with bytes that are not utf-8.
static bool check_file_utf8(const Source *source, ParseContext *context) {
    int32_t line = 1;
    for (int32_t i = 0; i < source->size;) {
        if (source->text[i] == '\n') line++;
        Utf8Step step = utf8_read(source->text + i, (size_t)(source->size - i));
        if (step.error != UTF8_VALID) {
            const char *name = context->options->file_name;
            return refuse_encoding(context, "Non-UTF-8 code starting with '\\x%.2x' in file %s on "
                                   "line %d, but no encoding declared; see "
                                   "https://peps.python.org/pep-0263/ for details",
                                   (unsigned char)source->text[i], name ? name : "<string>",
                                   (int)line);
        }
        i += step.size;
    }
    return true;
}

// Turns bytes into utf-8, as a byte order mark or a coding comment says.
static bool source_decode(Source *source, ParseContext *context) {
    bool has_mark = source->size >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0;
    if (has_mark) {
        source->text += 3;
        source->size -= 3;
    }
    char name[ENCODING_NAME_MAX];
    read_coding(source->text, name);
    bool is_utf8 = name[0] == '\0' || strcmp(name, "utf-8") == 0;
    if (is_utf8) source->encoding = has_mark || name[0] != '\0' ? "utf-8" : NULL;
    else source->encoding = arena_copy(context->arena, name, strlen(name));
    if (has_mark && !is_utf8) {
        return refuse_encoding(context, "encoding problem: %s with BOM", name);
    }
    if (is_utf8) {
        bool is_file = (context->options->flags & PARSE_SOURCE_IS_FILE) != 0;
        return !is_file || check_file_utf8(source, context);
    }
    const Charset *charset = charset_find(name);
    if (charset == NULL) return decode_by_caller(source, context, name);
    return decode_by_table(source, context, charset, name);
}

// --- The door --------------------------------------------------------------------

bool source_open(Source *source, ParseContext *context, const char *bytes, size_t size) {
    uint32_t flags = context->options->flags;
    const ParseCallbacks *callbacks = context->options->callbacks;
    *source = (Source){0};
    if (size > SOURCE_SIZE_MAX) {
        context_raise(context, MISTAKE_OVERFLOW, NULL,
                      "Parser column offset overflow - source line is too big");
        return false;
    }
    source->is_interactive = context->options->mode == PARSE_SINGLE && callbacks != NULL &&
                             callbacks->read_line != NULL;
    source->is_file = (flags & PARSE_SOURCE_IS_FILE) != 0;
    if (!source->is_file && size > 0 && memchr(bytes, '\0', size) != NULL) {
        context_raise(context, MISTAKE_VALUE, NULL, "source code string cannot contain null bytes");
        return false;
    }
    if (!source_copy(source, context, bytes, size)) return false;
    source->encoding = "utf-8";
    if ((flags & PARSE_SOURCE_IS_TEXT) || source->is_interactive) return true;
    return source_decode(source, context);
}

// Makes room for `more` bytes and a NUL.
static bool source_reserve(Source *source, ParseContext *context, size_t more) {
    size_t needed = (size_t)source->size + more + 1;
    if (needed <= (size_t)source->capacity) return true;
    size_t capacity = needed * 2 < 256 ? 256 : needed * 2;
    char *text = NULL;
    if (capacity <= SOURCE_SIZE_MAX) {
        text = source->capacity > 0 ? host_resize(source->text, capacity) : host_allocate(capacity);
    }
    if (text == NULL) {
        context_raise_memory(context);
        return false;
    }
    if (source->capacity == 0) memcpy(text, source->text, (size_t)source->size + 1);
    source->text = text;
    source->capacity = (int32_t)capacity;
    return true;
}

bool source_read_line(Source *source, ParseContext *context) {
    const ParseCallbacks *callbacks = context->options->callbacks;
    const char *line = NULL;
    size_t length = 0;
    if (callbacks->read_line(callbacks->context, &line, &length) != PARSE_GO_ON) {
        *context->mistake = (SyntaxMistake){.kind = MISTAKE_CALLER};
        return false;
    }
    if (!source_reserve(source, context, length)) return false;
    char *end = copy_lines(source->text + source->size, line, length, 0);
    *end = '\0';
    source->size = (int32_t)(end - source->text);
    return true;
}

void source_done(Source *source) {
    if (source->capacity > 0) host_release(source->text);
    *source = (Source){0};
}
