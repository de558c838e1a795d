#include "go/scanner.h"

#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

static const struct {
    const char *text;
    uint8_t precedence;
} tokens[] = {
#define TOKEN(id, text, precedence) {text, precedence},
#include "go/token.def"
#undef TOKEN
};

const char *go_token_text(GoToken token) {
    return tokens[token].text;
}

void go_scanner_start(GoScanner *scanner, GoCompile *compile, GoSource *source) {
    *scanner = (GoScanner){.compile = compile, .source = source, .at = source->bytes,
                           .end = source->bytes + source->size};
    if (source->size >= 3 && memcmp(source->bytes, "\xef\xbb\xbf", 3) == 0) scanner->at += 3;
}

static GoPlace place_at(const GoScanner *scanner, const char *at) {
    return scanner->source->start + (GoPlace)(at - scanner->source->bytes);
}

static int peek(const GoScanner *scanner, int offset) {
    return scanner->at + offset < scanner->end ? (uint8_t)scanner->at[offset] : -1;
}

static void new_line(GoScanner *scanner) {
    go_compile_add_line(scanner->compile, scanner->source,
                        (uint32_t)(scanner->at - scanner->source->bytes));
}

static void finish(GoScanner *scanner, GoToken token) {
    scanner->token = token;
    scanner->precedence = tokens[token].precedence;
    scanner->end_place = place_at(scanner, scanner->at);
}

static void give_semicolon(GoScanner *scanner, const char *text) {
    scanner->ends_statement = false;
    scanner->text = text;
    scanner->text_size = (int32_t)strlen(text);
    finish(scanner, GO_SEMICOLON);
}

// --- blanks and comments ---

// Skips a comment; true: it holds a line end.
static bool skip_comment(GoScanner *scanner) {
    const char *start = scanner->at;
    if (peek(scanner, 1) == '/') {
        while (scanner->at < scanner->end && *scanner->at != '\n') scanner->at++;
        return false;
    }
    bool has_line = false;
    scanner->at += 2;
    while (scanner->at < scanner->end) {
        if (*scanner->at == '*' && peek(scanner, 1) == '/') {
            scanner->at += 2;
            return has_line;
        }
        if (*scanner->at++ == '\n') {
            has_line = true;
            new_line(scanner);
        }
    }
    go_compile_error(scanner->compile, place_at(scanner, start), "comment not terminated");
    return has_line;
}

// Skips blanks and comments; true: a line ended where a statement may end.
static bool skip_blanks(GoScanner *scanner) {
    while (scanner->at < scanner->end) {
        char c = *scanner->at;
        if (c == '\n') {
            if (scanner->ends_statement) {
                scanner->place = place_at(scanner, scanner->at);
                scanner->at++;
                new_line(scanner);
                return true;
            }
            scanner->at++;
            new_line(scanner);
        } else if (c == ' ' || c == '\t' || c == '\r') {
            scanner->at++;
        } else if (c == '/' && (peek(scanner, 1) == '/' || peek(scanner, 1) == '*')) {
            GoPlace place = place_at(scanner, scanner->at);
            if (skip_comment(scanner) && scanner->ends_statement) {
                scanner->place = place;
                return true;
            }
        } else {
            return false;
        }
    }
    return false;
}

// --- names ---

static bool is_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (c >= 0x80 && unicode_is_alpha(c));
}

static GoToken find_keyword(const char *text, size_t size) {
    for (int i = GO_BREAK; i < GO_TOKEN_COUNT; i++)
        if (strlen(tokens[i].text) == size && memcmp(tokens[i].text, text, size) == 0)
            return (GoToken)i;
    return GO_NAME;
}

static bool takes_letter(GoScanner *scanner) {
    if (scanner->at >= scanner->end) return false;
    uint8_t c = (uint8_t)*scanner->at;
    if (c < 0x80) {
        if (!is_letter(c) && !(c >= '0' && c <= '9')) return false;
        scanner->at++;
        return true;
    }
    Utf8Step step = utf8_read(scanner->at, (size_t)(scanner->end - scanner->at));
    if (!is_letter(step.code) && !unicode_is_decimal(step.code)) return false;
    scanner->at += step.size;
    return true;
}

static void read_name(GoScanner *scanner) {
    const char *start = scanner->at;
    while (takes_letter(scanner)) continue;
    size_t size = (size_t)(scanner->at - start);
    GoToken token = find_keyword(start, size);
    if (token == GO_NAME) scanner->text = go_compile_intern(scanner->compile, start, size);
    scanner->ends_statement = token == GO_NAME || token == GO_BREAK || token == GO_CONTINUE ||
                              token == GO_FALLTHROUGH || token == GO_RETURN;
    finish(scanner, token);
}

// --- numbers ---

static void number_error(GoScanner *scanner, const char *at, const char *text) {
    if (!scanner->is_broken) go_compile_error(scanner->compile, place_at(scanner, at), "%s", text);
    scanner->is_broken = true;
}

static int digit_value(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

static const char *base_name(int base) {
    return base == 2 ? "binary" : base == 8 ? "octal" : base == 16 ? "hexadecimal" : "decimal";
}

typedef struct Digits {
    int count;
    const char *invalid;     // the first digit that the base hasn't
    bool has_wrong_separator;
} Digits;

// Takes digits and separators; `after_prefix`: a separator may come first.
static void take_digits(GoScanner *scanner, int base, int before, Digits *digits) {
    int last = before, limit = base <= 10 ? 10 : 16;
    for (;; scanner->at++) {
        int c = peek(scanner, 0);
        if (c == '_') {
            if (last != '0') digits->has_wrong_separator = true;
            last = '_';
        } else if (c >= 0 && digit_value(c) < limit) {
            if (digit_value(c) >= base && digits->invalid == NULL) digits->invalid = scanner->at;
            digits->count++;
            last = '0';
        } else {
            break;
        }
    }
    if (last == '_') digits->has_wrong_separator = true;
}

static void read_exponent(GoScanner *scanner, int base, char prefix, Digits *digits) {
    int c = peek(scanner, 0) | 0x20;
    if (c == 'e' && prefix != 0 && prefix != '0') {
        if (base != 16) number_error(scanner, scanner->at, go_compile_format(
            scanner->compile, "'%c' exponent requires decimal mantissa", *scanner->at));
    } else if (c == 'p' && prefix != 'x') {
        number_error(scanner, scanner->at, go_compile_format(
            scanner->compile, "'%c' exponent requires hexadecimal mantissa", *scanner->at));
    }
    scanner->at++;
    if (peek(scanner, 0) == '+' || peek(scanner, 0) == '-') scanner->at++;
    Digits exponent = {0};
    take_digits(scanner, 10, '.', &exponent);
    if (exponent.count == 0) number_error(scanner, scanner->at, "exponent has no digits");
    digits->has_wrong_separator |= exponent.has_wrong_separator;
}

static void check_number(GoScanner *scanner, const char *start, int base, const Digits *digits) {
    if (digits->count == 0)
        number_error(scanner, start, go_compile_format(scanner->compile, "%s literal has no digits",
                                                       base_name(base)));
    if (digits->invalid != NULL && scanner->token == GO_INTEGER)
        number_error(scanner, digits->invalid, go_compile_format(
            scanner->compile, "invalid digit '%c' in %s literal", *digits->invalid,
            base_name(base)));
    if (digits->has_wrong_separator)
        number_error(scanner, start, "'_' must separate successive digits");
}

static int read_prefix(GoScanner *scanner, char *prefix) {
    if (peek(scanner, 0) != '0') return 10;
    int c = peek(scanner, 1) | 0x20;
    int base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 0;
    if (base != 0) {
        scanner->at += 2;
        *prefix = (char)c;
        return base;
    }
    *prefix = '0';
    return 8;
}

static void read_number(GoScanner *scanner) {
    const char *start = scanner->at;
    char prefix = 0;
    Digits digits = {0};
    scanner->is_broken = false;
    scanner->token = GO_INTEGER;
    int base = 10;
    if (peek(scanner, 0) != '.') {
        base = read_prefix(scanner, &prefix);
        take_digits(scanner, base, prefix == 0 || prefix == '0' ? '.' : '0', &digits);
    }
    if (peek(scanner, 0) == '.') {
        scanner->token = GO_FLOAT;
        if (prefix == 'o' || prefix == 'b')
            number_error(scanner, scanner->at, go_compile_format(
                scanner->compile, "invalid radix point in %s literal", base_name(base)));
        scanner->at++;
        take_digits(scanner, base == 8 ? 10 : base, '.', &digits);
    }
    int c = peek(scanner, 0) | 0x20;
    if (c == 'e' || c == 'p') {
        scanner->token = GO_FLOAT;
        read_exponent(scanner, base, prefix, &digits);
    } else if (prefix == 'x' && scanner->token == GO_FLOAT) {
        number_error(scanner, start, "hexadecimal mantissa requires a 'p' exponent");
    }
    if (peek(scanner, 0) == 'i') {
        scanner->token = GO_IMAGINARY;
        scanner->at++;
    }
    check_number(scanner, start, base, &digits);
    scanner->text = start;
    scanner->text_size = (int32_t)(scanner->at - start);
    scanner->ends_statement = true;
    finish(scanner, scanner->token);
}

// --- strings and characters ---

static void escape_error(GoScanner *scanner, const char *at, const char *text) {
    go_compile_error(scanner->compile, place_at(scanner, at), "%s", text);
    scanner->is_broken = true;
}

// Checks an escape behind a backslash, which has been taken.
static bool check_escape(GoScanner *scanner, char quote) {
    const char *start = scanner->at;
    int c = peek(scanner, 0), count = 0, base = 16;
    uint32_t limit = 0x10ffff, value = 0;
    if (c == quote || (c > 0 && strchr("abfnrtv\\", c) != NULL)) {
        scanner->at++;
        return true;
    }
    if (c >= '0' && c <= '7') { count = 3; base = 8; limit = 255; }
    else if (c == 'x') { count = 2; limit = 255; scanner->at++; }
    else if (c == 'u') { count = 4; scanner->at++; }
    else if (c == 'U') { count = 8; scanner->at++; }
    else {
        if (c < 0) return true;   // the end is told elsewhere
        escape_error(scanner, start, "unknown escape");
        return false;
    }
    for (int i = 0; i < count; i++, scanner->at++) {
        int digit = peek(scanner, 0);
        if (digit < 0) return true;
        if (digit_value(digit) >= base) {
            escape_error(scanner, scanner->at, go_compile_format(
                scanner->compile, "invalid character %s%c%s in %s escape",
                digit == '\'' ? "" : "'", digit == '\'' ? '\'' : digit,
                digit == '\'' ? "" : "'", base_name(base)));
            return false;
        }
        value = value * (uint32_t)base + (uint32_t)digit_value(digit);
    }
    if (value > limit && base == 8) {
        escape_error(scanner, start, go_compile_format(
            scanner->compile, "octal escape value %u > 255", value));
        return false;
    }
    if (value > limit || (value >= 0xd800 && value < 0xe000 && count >= 4)) {
        escape_error(scanner, start, go_compile_format(
            scanner->compile, "escape is invalid Unicode code point U+%04X", value));
        return false;
    }
    return true;
}

static void end_literal(GoScanner *scanner, const char *start, GoToken token) {
    scanner->text = start;
    scanner->text_size = (int32_t)(scanner->at - start);
    scanner->ends_statement = true;
    finish(scanner, token);
}

static void read_string(GoScanner *scanner) {
    const char *start = scanner->at++;
    scanner->is_broken = false;
    for (;;) {
        int c = peek(scanner, 0);
        if (c == '"') {
            scanner->at++;
            break;
        }
        if (c == '\\') {
            scanner->at++;
            (void)check_escape(scanner, '"');
        } else if (c == '\n') {
            escape_error(scanner, scanner->at, "newline in string");
            break;
        } else if (c < 0) {
            escape_error(scanner, start, "string not terminated");
            break;
        } else {
            scanner->at++;
        }
    }
    end_literal(scanner, start, GO_STRING);
}

static void read_raw_string(GoScanner *scanner) {
    const char *start = scanner->at++;
    scanner->is_broken = false;
    while (scanner->at < scanner->end && *scanner->at != '`')
        if (*scanner->at++ == '\n') new_line(scanner);
    if (scanner->at < scanner->end) scanner->at++;
    else escape_error(scanner, start, "string not terminated");
    end_literal(scanner, start, GO_STRING);
}

static void read_character(GoScanner *scanner) {
    const char *start = scanner->at++;
    scanner->is_broken = false;
    for (int count = 0;; count++) {
        int c = peek(scanner, 0);
        if (c == '\'') {
            scanner->at++;
            if (scanner->is_broken) break;
            if (count == 0)
                escape_error(scanner, start, "empty rune literal or unescaped ' in rune literal");
            else if (count != 1)
                escape_error(scanner, start, "more than one character in rune literal");
            break;
        }
        if (c == '\\') {
            scanner->at++;
            if (!check_escape(scanner, '\'')) continue;
        } else if (c == '\n') {
            if (!scanner->is_broken) escape_error(scanner, scanner->at, "newline in rune literal");
            break;
        } else if (c < 0) {
            if (!scanner->is_broken) escape_error(scanner, start, "rune literal not terminated");
            break;
        } else {
            scanner->at += utf8_read(scanner->at, (size_t)(scanner->end - scanner->at)).size;
        }
    }
    end_literal(scanner, start, GO_CHARACTER);
}

// --- operators ---

static bool take(GoScanner *scanner, char c) {
    if (peek(scanner, 0) != c) return false;
    scanner->at++;
    return true;
}

static void finish_operator(GoScanner *scanner, GoToken token) {
    if (take(scanner, '=')) {
        scanner->operator = token;
        finish(scanner, GO_ASSIGN_OPERATOR);
        return;
    }
    finish(scanner, token);
}

static void read_sign(GoScanner *scanner, char c) {
    switch (c) {
    case '+':
        if (!take(scanner, '+')) { finish_operator(scanner, GO_ADD); return; }
        scanner->ends_statement = true;
        finish(scanner, GO_INCREMENT);
        return;
    case '-':
        if (!take(scanner, '-')) { finish_operator(scanner, GO_SUBTRACT); return; }
        scanner->ends_statement = true;
        finish(scanner, GO_DECREMENT);
        return;
    case '*': finish_operator(scanner, GO_MULTIPLY); return;
    case '/': finish_operator(scanner, GO_DIVIDE); return;
    case '%': finish_operator(scanner, GO_REMAINDER); return;
    case '^': finish_operator(scanner, GO_XOR); return;
    case '&':
        if (take(scanner, '&')) { finish(scanner, GO_AND_AND); return; }
        finish_operator(scanner, take(scanner, '^') ? GO_AND_NOT : GO_AND);
        return;
    case '|':
        if (take(scanner, '|')) { finish(scanner, GO_OR_OR); return; }
        finish_operator(scanner, GO_OR);
        return;
    case '<':
        if (take(scanner, '<')) { finish_operator(scanner, GO_SHIFT_LEFT); return; }
        finish(scanner, take(scanner, '=') ? GO_LESS_EQUAL
                        : take(scanner, '-') ? GO_ARROW : GO_LESS);
        return;
    case '>':
        if (take(scanner, '>')) { finish_operator(scanner, GO_SHIFT_RIGHT); return; }
        finish(scanner, take(scanner, '=') ? GO_GREATER_EQUAL : GO_GREATER);
        return;
    case '=': finish(scanner, take(scanner, '=') ? GO_EQUAL : GO_ASSIGN); return;
    case '!': finish(scanner, take(scanner, '=') ? GO_NOT_EQUAL : GO_NOT); return;
    case ':': finish(scanner, take(scanner, '=') ? GO_DEFINE : GO_COLON); return;
    default: finish(scanner, GO_TILDE); return;
    }
}

static bool read_punctuation(GoScanner *scanner, char c) {
    static const char marks[] = "([{,)]}";
    static const uint8_t ids[] = {GO_LEFT_PAREN, GO_LEFT_BRACKET, GO_LEFT_BRACE, GO_COMMA,
                                  GO_RIGHT_PAREN, GO_RIGHT_BRACKET, GO_RIGHT_BRACE};
    const char *found = strchr(marks, c);
    if (found == NULL || c == '\0') return false;
    scanner->at++;
    GoToken token = (GoToken)ids[found - marks];
    scanner->ends_statement = token >= GO_RIGHT_PAREN && token <= GO_RIGHT_BRACE;
    finish(scanner, token);
    return true;
}

static void read_other(GoScanner *scanner) {
    Utf8Step step = utf8_read(scanner->at, (size_t)(scanner->end - scanner->at));
    GoPlace place = place_at(scanner, scanner->at);
    if (is_letter(step.code) && step.error == UTF8_VALID) {
        read_name(scanner);
        return;
    }
    scanner->at += step.size;
    if (step.error != UTF8_VALID)
        go_compile_error(scanner->compile, place, "invalid UTF-8 encoding");
    else if (step.code == 0) go_compile_error(scanner->compile, place, "invalid NUL character");
    else {
        char bytes[4];
        int size = utf8_write(step.code, bytes);
        go_compile_error(scanner->compile, place, "invalid character U+%04X%s%.*s%s", step.code,
                         step.code >= 32 ? " '" : "", step.code >= 32 ? size : 0, bytes,
                         step.code >= 32 ? "'" : "");
    }
    go_scanner_next(scanner);
}

void go_scanner_next(GoScanner *scanner) {
    bool could_end = scanner->ends_statement;
    if (skip_blanks(scanner)) {
        give_semicolon(scanner, "newline");
        return;
    }
    scanner->place = place_at(scanner, scanner->at);
    if (scanner->at >= scanner->end) {
        if (could_end) give_semicolon(scanner, "EOF");
        else finish(scanner, GO_END);
        return;
    }
    scanner->ends_statement = false;
    char c = *scanner->at;
    bool is_digit = c >= '0' && c <= '9';
    if ((uint8_t)c < 0x80 && is_letter((uint8_t)c)) read_name(scanner);
    else if (is_digit || (c == '.' && peek(scanner, 1) >= '0' && peek(scanner, 1) <= '9'))
        read_number(scanner);
    else if (c == '"') read_string(scanner);
    else if (c == '`') read_raw_string(scanner);
    else if (c == '\'') read_character(scanner);
    else if (read_punctuation(scanner, c)) return;
    else if (c == ';') {
        scanner->at++;
        give_semicolon(scanner, "semicolon");
    } else if (c == '.') {
        bool is_dots = peek(scanner, 1) == '.' && peek(scanner, 2) == '.';
        scanner->at += is_dots ? 3 : 1;
        finish(scanner, is_dots ? GO_DOTS : GO_DOT);
    } else if (c != '\0' && strchr("+-*/%^&|<>=!:~", c) != NULL) {
        scanner->at++;
        read_sign(scanner, c);
    } else {
        scanner->ends_statement = could_end;
        read_other(scanner);
    }
}

// --- decoding ---

static size_t unquote_escape(const char **at, char *out) {
    static const char letters[] = "abfnrtv\\'\"", values[] = "\a\b\f\n\r\t\v\\'\"";
    const char *found = strchr(letters, **at);
    int count = 3, base = 8;
    if (found != NULL) {
        ++*at;
        *out = values[found - letters];
        return 1;
    }
    bool is_code = **at == 'u' || **at == 'U';
    if (**at == 'x') { count = 2; base = 16; ++*at; }
    else if (is_code) { count = **at == 'u' ? 4 : 8; base = 16; ++*at; }
    uint32_t value = 0;
    for (int i = 0; i < count; i++)
        value = value * (uint32_t)base + (uint32_t)digit_value(*(*at)++);
    if (is_code) return (size_t)utf8_write(value, out);
    *out = (char)value;
    return 1;
}

size_t go_scanner_unquote(GoCompile *compile, const char *text, size_t size, char **bytes) {
    char *out = *bytes = go_compile_new(compile, size + 4);
    const char *at = text + 1, *end = text + size - 1;
    if (*text == '`') {
        for (; at < end; at++)
            if (*at != '\r') *out++ = *at;
        return (size_t)(out - *bytes);
    }
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        at++;
        out += unquote_escape(&at, out);
    }
    return (size_t)(out - *bytes);
}
