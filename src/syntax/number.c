// Number literals, as the tokenizer reads them: their shape and, when it is
// wrong, CPython's words for it. Their values are literal.c's business.
//
// Each reader is given the first byte that it has not used, and gives the next such.

#include "syntax/tokenizer.h"

#include <string.h>

#define REFUSED (-2)  // a reader has raised a mistake

static bool is_hexadecimal(int c) {
    int letter = c | 0x20;
    return tokenizer_is_digit(c) || (letter >= 'a' && letter <= 'f' && c < 128);
}

// Whether the bytes at the cursor are `rest`.
static bool follows(const Tokenizer *tokenizer, const char *rest) {
    size_t room = (size_t)(tokenizer->limit - tokenizer->cursor);
    size_t length = strlen(rest);
    return length <= room && memcmp(tokenizer->text + tokenizer->cursor, rest, length) == 0;
}

// Whether `rest` stands at the cursor and the word ends there.
static bool word_follows(const Tokenizer *tokenizer, const char *rest) {
    if (!follows(tokenizer, rest)) return false;
    const char *behind = tokenizer->text + tokenizer->cursor + strlen(rest);
    return !tokenizer_continues_name((unsigned char)*behind);
}

// Whether `c` begins a keyword that may stand right behind a number, as in `1if x else 2`.
// That is allowed with a warning only.
static bool is_keyword_behind(const Tokenizer *tokenizer, int c) {
    switch (c) {
    case 'a': return word_follows(tokenizer, "nd");
    case 'e': return word_follows(tokenizer, "lse");
    case 'f': return word_follows(tokenizer, "or");
    case 'i':
        return follows(tokenizer, "f") || follows(tokenizer, "n") || follows(tokenizer, "s");
    case 'n': return word_follows(tokenizer, "ot");
    case 'o': return word_follows(tokenizer, "r");
    default: return false;
    }
}

// Refuses a number that a name follows without a space between.
static bool number_ends(Tokenizer *tokenizer, int c, const char *what) {
    char message[40] = "invalid ";
    memcpy(message + strlen(message), what, strlen(what) + 1);
    memcpy(message + strlen(message), " literal", sizeof(" literal"));
    if (is_keyword_behind(tokenizer, c)) {
        tokenizer_unread(tokenizer, c);
        switch (context_warn(tokenizer->context, PARSE_SYNTAX_WARNING, message, tokenizer->line)) {
        case PARSE_GO_ON: break;
        case PARSE_REFUSE: tokenizer_refuse(tokenizer, "%s", message); return false;
        case PARSE_STOP: tokenizer->state = TOKENIZER_RAISED; return false;
        }
        (void)tokenizer_read(tokenizer);
        return true;
    }
    if (!tokenizer_continues_name(c)) return true;
    tokenizer_unread(tokenizer, c);
    tokenizer_refuse(tokenizer, "%s", message);
    return false;
}

static int refuse_decimal(Tokenizer *tokenizer, int c) {
    tokenizer_unread(tokenizer, c);
    tokenizer_refuse(tokenizer, "invalid decimal literal");
    return REFUSED;
}

// Reads digits with single underscores between them; `c` is the first digit.
static int read_decimal(Tokenizer *tokenizer, int c) {
    for (;;) {
        while (tokenizer_is_digit(c)) c = tokenizer_read(tokenizer);
        if (c != '_') return c;
        c = tokenizer_read(tokenizer);
        if (!tokenizer_is_digit(c)) return refuse_decimal(tokenizer, c);
    }
}

static TokenKind give_number(Tokenizer *tokenizer, int c) {
    tokenizer_unread(tokenizer, c);
    tokenizer->begin = tokenizer->token_start;
    tokenizer->end = tokenizer->cursor;
    return TOKEN_NUMBER;
}

static TokenKind end_number(Tokenizer *tokenizer, int c, const char *what) {
    if (!number_ends(tokenizer, c, what)) return TOKEN_ERROR;
    return give_number(tokenizer, c);
}

// A radix other than ten.
typedef struct Radix {
    const char *name;
    int digits;  // how many decimal digits count; 16 for hexadecimal
} Radix;

static bool is_radix_digit(const Radix *radix, int c) {
    if (radix->digits == 16) return is_hexadecimal(c);
    return c >= '0' && c < '0' + radix->digits;
}

static TokenKind refuse_radix_digit(Tokenizer *tokenizer, const Radix *radix, int c) {
    return tokenizer_refuse(tokenizer, "invalid digit '%c' in %s literal", c, radix->name);
}

// Reads what follows 0x, 0o or 0b.
static TokenKind read_radix(Tokenizer *tokenizer, const Radix *radix) {
    int c = tokenizer_read(tokenizer);
    do {
        if (c == '_') c = tokenizer_read(tokenizer);
        if (!is_radix_digit(radix, c)) {
            if (tokenizer_is_digit(c)) return refuse_radix_digit(tokenizer, radix, c);
            tokenizer_unread(tokenizer, c);
            return tokenizer_refuse(tokenizer, "invalid %s literal", radix->name);
        }
        while (is_radix_digit(radix, c)) c = tokenizer_read(tokenizer);
    } while (c == '_');
    if (tokenizer_is_digit(c)) return refuse_radix_digit(tokenizer, radix, c);
    return end_number(tokenizer, c, radix->name);
}

static TokenKind end_imaginary(Tokenizer *tokenizer) {
    return end_number(tokenizer, tokenizer_read(tokenizer), "imaginary");
}

// Reads what may follow the digits and the fraction: an exponent and a j.
static TokenKind read_exponent(Tokenizer *tokenizer, int c) {
    if (c == 'e' || c == 'E') {
        int letter = c;
        c = tokenizer_read(tokenizer);
        if (c == '+' || c == '-') {
            c = tokenizer_read(tokenizer);
            if (!tokenizer_is_digit(c)) {
                (void)refuse_decimal(tokenizer, c);
                return TOKEN_ERROR;
            }
        } else if (!tokenizer_is_digit(c)) {
            // Not an exponent: the e may begin a keyword.
            tokenizer_unread(tokenizer, c);
            return end_number(tokenizer, letter, "decimal");
        }
        c = read_decimal(tokenizer, c);
        if (c == REFUSED) return TOKEN_ERROR;
    }
    if (c == 'j' || c == 'J') return end_imaginary(tokenizer);
    return end_number(tokenizer, c, "decimal");
}

TokenKind tokenizer_fraction(Tokenizer *tokenizer, int c) {
    if (tokenizer_is_digit(c)) {
        c = read_decimal(tokenizer, c);
        if (c == REFUSED) return TOKEN_ERROR;
    }
    return read_exponent(tokenizer, c);
}

// Reads a number that begins with 0 and no radix: zeros, or a float with leading zeros.
static TokenKind read_zeros(Tokenizer *tokenizer, int c) {
    for (;;) {
        if (c == '_') {
            c = tokenizer_read(tokenizer);
            if (!tokenizer_is_digit(c)) {
                (void)refuse_decimal(tokenizer, c);
                return TOKEN_ERROR;
            }
        }
        if (c != '0') break;
        c = tokenizer_read(tokenizer);
    }
    int32_t zeros_end = tokenizer->cursor;
    bool has_more = tokenizer_is_digit(c);
    if (has_more) {
        c = read_decimal(tokenizer, c);
        if (c == REFUSED) return TOKEN_ERROR;
    }
    if (c == '.') return tokenizer_fraction(tokenizer, tokenizer_read(tokenizer));
    if (c == 'e' || c == 'E') return read_exponent(tokenizer, c);
    if (c == 'j' || c == 'J') return end_imaginary(tokenizer);
    if (!has_more) return end_number(tokenizer, c, "decimal");
    tokenizer_unread(tokenizer, c);
    return tokenizer_refuse_range(tokenizer, tokenizer->token_start + 1 - tokenizer->line_start,
                                  zeros_end - tokenizer->line_start,
                                  "leading zeros in decimal integer literals are not permitted; "
                                  "use an 0o prefix for octal integers");
}

TokenKind tokenizer_number(Tokenizer *tokenizer, int c) {
    static const Radix hexadecimal = {"hexadecimal", 16};
    static const Radix octal = {"octal", 8};
    static const Radix binary = {"binary", 2};
    if (c == '0') {
        c = tokenizer_read(tokenizer);
        switch (c) {
        case 'x': case 'X': return read_radix(tokenizer, &hexadecimal);
        case 'o': case 'O': return read_radix(tokenizer, &octal);
        case 'b': case 'B': return read_radix(tokenizer, &binary);
        default: return read_zeros(tokenizer, c);
        }
    }
    c = read_decimal(tokenizer, c);
    if (c == REFUSED) return TOKEN_ERROR;
    if (c == '.') return tokenizer_fraction(tokenizer, tokenizer_read(tokenizer));
    return read_exponent(tokenizer, c);
}
