#include "syntax/literal.h"

#include "base/number.h"
#include "base/unicode_name.h"
#include "base/utf8.h"
#include "syntax/fstring.h"
#include "syntax/mistakes.h"

#include <stdio.h>
#include <string.h>

bool literal_append(Parser *p, TextBuilder *builder, const char *bytes, size_t size) {
    if (builder->length + size + 1 > builder->capacity) {
        size_t capacity = (builder->length + size + 1) * 2;
        char *grown = arena_allocate(p->arena, capacity);
        if (grown == NULL) {
            parser_notice(p);
            return false;
        }
        if (builder->length > 0) memcpy(grown, builder->bytes, builder->length);
        builder->bytes = grown;
        builder->capacity = capacity;
    }
    if (size > 0) memcpy(builder->bytes + builder->length, bytes, size);
    builder->length += size;
    builder->bytes[builder->length] = '\0';
    return true;
}

// --- Numbers ----------------------------------------------------------------------

// The token's text without underscores; NULL: is_failed.
static char *number_text(Parser *p, const Token *token, size_t *length) {
    const char *text = parser_text(p, token);
    char *copy = arena_allocate(p->arena, (size_t)token->size + 1);
    if (copy == NULL) {
        parser_notice(p);
        return NULL;
    }
    *length = 0;
    for (int32_t i = 0; i < token->size; i++) {
        if (text[i] != '_') copy[(*length)++] = text[i];
    }
    copy[*length] = '\0';
    bool has_underscores = *length < (size_t)token->size;
    if (has_underscores && p->feature_minor < 6) {
        return mistakes_here(p, "Underscores in numeric literals are only supported in Python "
                             "3.6 and greater");
    }
    return copy;
}

static int radix_of(const char *text) {
    if (text[0] != '0') return 10;
    switch (text[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 10;
    }
}

// An int's digits without prefix and leading zeros; false: it has too many.
static bool set_int(Parser *p, const Token *token, const char *text, size_t length,
                    Constant *value) {
    int base = radix_of(text);
    if (base != 10) {
        text += 2;
        length -= 2;
    }
    size_t limit = (size_t)p->context->options->int_digits_max;
    if (base == 10 && limit > 0 && length > limit) {
        Span span = {token->span.line, -1, token->span.end_line, -1};
        (void)mistakes_at(p, span, "Exceeds the limit (%zu digits) for integer string conversion: "
                          "value has %zu digits; use sys.set_int_max_str_digits() to increase the "
                          "limit - Consider hexadecimal for huge integer literals to avoid decimal "
                          "conversion limits.", limit, length);
        return false;
    }
    while (length > 1 && *text == '0') {
        text++;
        length--;
    }
    *value = (Constant){.kind = CONSTANT_INT, .base = base, .text = {length, text}};
    return true;
}

Expr *literal_number(Parser *p, const Token *token) {
    size_t length;
    const char *text = number_text(p, token, &length);
    Expr *node = tree_expr_new(p->arena, EXPR_Constant, token->span);
    if (text == NULL || node == NULL) return NULL;
    Constant *value = &node->Constant.value;
    bool is_imaginary = (text[length - 1] | 0x20) == 'j';
    bool is_decimal = radix_of(text) == 10;
    if (!is_imaginary && (!is_decimal || strcspn(text, ".eE") == length)) {
        return set_int(p, token, text, length, value) ? node : NULL;
    }
    double number = 0;
    // The tokenizer has let only whole literals through, so all of it is read.
    (void)!number_parse_double(text, length - (is_imaginary ? 1 : 0), &number);
    value->kind = is_imaginary ? CONSTANT_IMAGINARY : CONSTANT_FLOAT;
    value->number = number;
    return node;
}

// --- Escapes ------------------------------------------------------------------------

bool literal_warn_escape(Parser *p, const Token *token, const char *escape) {
    // The second pass would say it all again.
    if (p->is_second_pass) return true;
    char message[60];
    bool is_octal = *escape >= '4' && *escape <= '7';
    if (is_octal) {
        snprintf(message, sizeof(message), "invalid octal escape sequence '\\%.3s'", escape);
    } else {
        snprintf(message, sizeof(message), "invalid escape sequence '\\%c'", *escape);
    }
    switch (context_warn(p->context, PARSE_DEPRECATION_WARNING, message, token->span.line)) {
    case PARSE_GO_ON: return true;
    case PARSE_REFUSE: (void)mistakes_at(p, token->span, "%s", message); return false;
    case PARSE_STOP: p->is_failed = true; return false;
    }
    return false;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Reads up to `most` hexadecimal digits; gives how many there were.
static int read_hex(const char **c, const char *end, int most, uint32_t *value) {
    int count = 0;
    *value = 0;
    while (count < most && *c < end && hex_value(**c) >= 0) {
        *value = *value << 4 | (uint32_t)hex_value(*(*c)++);
        count++;
    }
    return count;
}

// Reads up to three octal digits.
static uint32_t read_octal(const char **c, const char *end) {
    uint32_t value = 0;
    for (int i = 0; i < 3 && *c < end && **c >= '0' && **c <= '7'; i++) {
        value = value << 3 | (uint32_t)(*(*c)++ - '0');
    }
    return value;
}

// The character of a one-letter escape, or -1.
static int simple_escape(char letter) {
    switch (letter) {
    case '\\': case '\'': case '"': return letter;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return -1;
    }
}

// The str or bytes literal whose text is being read.
typedef struct EscapeReader {
    Parser *p;
    TextBuilder *builder;
    const Token *token;
    const char *start, *end;
    const char *invalid;  // the first escape that means nothing, or NULL
} EscapeReader;

// How far `place` is in CPython's intermediate form of the text, in which characters
// beyond ASCII are written as escapes of ten bytes: its codec counts there.
static int codec_position(const EscapeReader *reader, const char *place) {
    int position = 0;
    bool is_escaped = false;
    for (const char *c = reader->start; c < place;) {
        if ((unsigned char)*c >= 128) {
            if (is_escaped) position += 5;
            position += 10;
            c += utf8_read(c, (size_t)(reader->end - c)).size;
            is_escaped = false;
            continue;
        }
        is_escaped = *c == '\\' && !is_escaped;
        position++;
        c++;
    }
    return position;
}

// Refuses the escape in [from, to).
static bool refuse_escape(EscapeReader *reader, const char *from, const char *to,
                          const char *reason) {
    int start = codec_position(reader, from), end = codec_position(reader, to);
    if (end == start + 1) {
        (void)mistakes_here(reader->p, "(unicode error) 'unicodeescape' codec can't decode byte "
                            "0x%02x in position %d: %s", (unsigned char)*from, start, reason);
    } else {
        (void)mistakes_here(reader->p, "(unicode error) 'unicodeescape' codec can't decode bytes "
                            "in position %d-%d: %s", start, end - 1, reason);
    }
    return false;
}

static bool append_code(EscapeReader *reader, uint32_t code) {
    char bytes[4];
    int size = utf8_write(code, bytes);
    return literal_append(reader->p, reader->builder, bytes, (size_t)size);
}

// Reads \xXX, \uXXXX or \UXXXXXXXX; *c is behind the letter.
static bool read_code_escape(EscapeReader *reader, const char *backslash, const char **c) {
    char letter = (*c)[-1];
    int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    uint32_t code;
    if (read_hex(c, reader->end, digits, &code) < digits) {
        const char *reason = letter == 'x' ? "truncated \\xXX escape"
                             : letter == 'u' ? "truncated \\uXXXX escape"
                                             : "truncated \\UXXXXXXXX escape";
        return refuse_escape(reader, backslash, *c, reason);
    }
    if (code > 0x10FFFF) {
        return refuse_escape(reader, backslash, *c, "illegal Unicode character");
    }
    return append_code(reader, code);
}

// Reads \N{name}; *c is behind the N.
static bool read_name_escape(EscapeReader *reader, const char *backslash, const char **c) {
    const char *end = reader->end;
    const char *reason = "malformed \\N character escape";
    if (*c < end && **c == '{') {
        const char *name = ++*c;
        while (*c < end && **c != '}') (*c)++;
        if (*c < end && *c > name) {
            int32_t code = unicode_name_find(name, (size_t)(*c - name));
            (*c)++;
            if (code >= 0) return append_code(reader, (uint32_t)code);
            reason = "unknown Unicode character name";
        }
    }
    return refuse_escape(reader, backslash, *c, reason);
}

// Reads one escape; *c is at the letter behind the backslash.
static bool read_escape(EscapeReader *reader, const char **c) {
    const char *backslash = *c - 1;
    // Only the text before an f-string's brace can end so: the backslash stays.
    if (*c == reader->end) return append_code(reader, '\\');
    char letter = *(*c)++;
    if (letter == '\n') return true;
    int simple = simple_escape(letter);
    if (simple >= 0) return append_code(reader, (uint32_t)simple);
    switch (letter) {
    case 'x': case 'u': case 'U': return read_code_escape(reader, backslash, c);
    case 'N': return read_name_escape(reader, backslash, c);
    }
    if (letter >= '0' && letter <= '7') {
        (*c)--;
        uint32_t code = read_octal(c, reader->end);
        if (code > 0377 && reader->invalid == NULL) reader->invalid = backslash + 1;
        return append_code(reader, code);
    }
    if (!append_code(reader, '\\')) return false;
    if ((unsigned char)letter >= 128) {
        // CPython keeps this backslash without a word.
        (*c)--;
        return true;
    }
    if (reader->invalid == NULL) reader->invalid = backslash + 1;
    return append_code(reader, (unsigned char)letter);
}

// Appends a run of bytes that hold no escape, which must be utf-8.
static bool append_plain(EscapeReader *reader, const char *from, const char *to,
                         const char *counted_from) {
    for (const char *c = from; c < to;) {
        if ((unsigned char)*c < 128) {
            c++;
            continue;
        }
        Utf8Step step = utf8_read(c, (size_t)(to - c));
        if (step.error != UTF8_VALID) {
            if (counted_from == NULL) {
                counted_from = c;
                while (counted_from > from && (unsigned char)counted_from[-1] >= 128) {
                    counted_from--;
                }
            }
            mistakes_decoding(reader->p, c, step, (int)(c - counted_from));
            return false;
        }
        c += step.size;
    }
    return literal_append(reader->p, reader->builder, from, (size_t)(to - from));
}

bool literal_append_decoded(Parser *p, TextBuilder *builder, const Token *token,
                            const char *bytes, size_t length, uint32_t raw) {
    EscapeReader reader = {p, builder, token, bytes, bytes + length, NULL};
    if (raw == LITERAL_RAW || memchr(bytes, '\\', length) == NULL) {
        return append_plain(&reader, bytes, reader.end, bytes);
    }
    const char *c = bytes;
    while (c < reader.end) {
        const char *backslash = memchr(c, '\\', (size_t)(reader.end - c));
        const char *stop = backslash == NULL ? reader.end : backslash;
        if (!append_plain(&reader, c, stop, NULL)) return false;
        if (backslash == NULL) break;
        c = backslash + 1;
        if (!read_escape(&reader, &c)) return false;
    }
    return reader.invalid == NULL || literal_warn_escape(p, token, reader.invalid);
}

// --- Bytes ------------------------------------------------------------------------------

// Reads one escape of a bytes literal; *c is at the letter behind the backslash.
static bool read_bytes_escape(EscapeReader *reader, const char **c) {
    const char *backslash = *c - 1;
    char letter = *(*c)++;
    if (letter == '\n') return true;
    int simple = simple_escape(letter);
    char byte = (char)simple;
    if (simple < 0 && letter == 'x') {
        uint32_t value;
        if (read_hex(c, reader->end, 2, &value) < 2) {
            (void)mistakes_here(reader->p, "(value error) invalid \\x escape at position %d",
                                (int)(backslash - reader->start));
            return false;
        }
        byte = (char)value;
    } else if (simple < 0 && letter >= '0' && letter <= '7') {
        (*c)--;
        uint32_t value = read_octal(c, reader->end);
        if (value > 0377 && reader->invalid == NULL) reader->invalid = backslash + 1;
        byte = (char)value;
    } else if (simple < 0) {
        if (reader->invalid == NULL) reader->invalid = backslash + 1;
        if (!literal_append(reader->p, reader->builder, "\\", 1)) return false;
        byte = letter;
    }
    return literal_append(reader->p, reader->builder, &byte, 1);
}

// Appends the value of a bytes literal's text.
static bool append_bytes(Parser *p, TextBuilder *builder, const Token *token, const char *bytes,
                         size_t length, uint32_t raw) {
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 128) {
            return mistakes_here(p, "bytes can only contain ASCII literal characters");
        }
    }
    if (raw == LITERAL_RAW) return literal_append(p, builder, bytes, length);
    EscapeReader reader = {p, builder, token, bytes, bytes + length, NULL};
    const char *c = bytes;
    while (c < reader.end) {
        const char *backslash = memchr(c, '\\', (size_t)(reader.end - c));
        const char *stop = backslash == NULL ? reader.end : backslash;
        if (!literal_append(p, builder, c, (size_t)(stop - c))) return false;
        if (backslash == NULL) break;
        c = backslash + 1;
        if (!read_bytes_escape(&reader, &c)) return false;
    }
    return reader.invalid == NULL || literal_warn_escape(p, token, reader.invalid);
}

// --- Strings side by side -----------------------------------------------------------------

// A string token, taken apart.
typedef struct StringToken {
    const char *body;
    size_t length;
    bool is_bytes;
    bool is_format;
    uint32_t raw;
} StringToken;

static StringToken split_string(const Parser *p, const Token *token) {
    StringToken parts = {0};
    const char *c = parser_text(p, token);
    for (; *c != '"' && *c != '\''; c++) {
        switch (*c | 0x20) {
        case 'b': parts.is_bytes = true; break;
        case 'f': parts.is_format = true; break;
        case 'r': parts.raw = LITERAL_RAW; break;
        }
    }
    const char *end = parser_text(p, token) + token->size;
    size_t quotes = end - c >= 6 && c[1] == c[0] && c[2] == c[0] ? 3 : 1;
    parts.body = c + quotes;
    parts.length = (size_t)(end - c) - 2 * quotes;
    return parts;
}

// Adds the values of all tokens to the builder or, once one is an f-string, the f-string.
static bool append_strings(Parser *p, const Seq *tokens, FString *string) {
    bool is_bytes = false;
    for (int32_t i = 0; i < tokens->count; i++) {
        const Token *token = tokens->items[i];
        StringToken parts = split_string(p, token);
        bool is_done;
        if (parts.is_bytes) {
            is_done = append_bytes(p, &string->text, token, parts.body, parts.length, parts.raw);
        } else if (parts.is_format) {
            if (p->feature_minor < 6) {
                return mistakes_here(p, "Format strings are only supported in Python 3.6 and "
                                     "greater");
            }
            is_done = true;
        } else {
            is_done = literal_append_decoded(p, &string->text, token, parts.body, parts.length,
                                             parts.raw);
        }
        if (!is_done) return false;
        if (i > 0 && is_bytes != parts.is_bytes) {
            return mistakes_here(p, "cannot mix bytes and nonbytes literals");
        }
        is_bytes = parts.is_bytes;
        if (!parts.is_format) continue;
        if (!fstring_append(string, token, parts.body, parts.length, parts.raw)) return false;
    }
    string->is_bytes = is_bytes;
    return true;
}

Expr *literal_strings(Parser *p, const Seq *tokens) {
    FString string;
    const Token *first = tokens->items[0];
    const Token *last = tokens->items[tokens->count - 1];
    fstring_start(&string, p, span_join(first->span, last->span));
    string.has_kind_u = *parser_text(p, first) == 'u';
    if (!append_strings(p, tokens, &string)) return NULL;
    return fstring_finish(&string);
}
