// "%s and %5r" % (a, b) as the f-string f"{a!s} and {b!r:>5}".
//
// Only formats made of %s, %r, %a and %% are understood; any other format, or a tuple of
// another length, leaves the operator to run.

#include <string.h>

#include "compile/fold.h"

enum { DIGITS_MAX = 3 };

typedef struct Format {
    const char *next, *end;
} Format;

typedef struct Specification {
    char conversion;
    bool is_left;
    int width, precision;  // -1: none
} Specification;

static Expr *new_string(Compiler *compiler, const char *bytes, size_t length) {
    Expr *expr = tree_expr_new(&compiler->arena, EXPR_Constant, (Span){-1, -1, -1, -1});
    if (expr == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    expr->Constant.value = (Constant){.kind = CONSTANT_STRING, .text = {length, bytes}};
    return expr;
}

// The text up to the next conversion, "%%" as one sign; NULL when there is none.
static Expr *read_literal(Compiler *compiler, Format *format) {
    char *text = compiler_allocate(compiler, (size_t)(format->end - format->next) + 1);
    if (text == NULL) return NULL;
    size_t length = 0;
    while (format->next < format->end) {
        if (*format->next == '%') {
            if (format->next + 1 >= format->end || format->next[1] != '%') break;
            format->next++;
        }
        text[length++] = *format->next++;
    }
    return length == 0 ? NULL : new_string(compiler, text, length);
}

static bool is_digit(const Format *format) {
    return format->next < format->end && *format->next >= '0' && *format->next <= '9';
}

// A number of at most two digits; false: there are more.
static bool read_number(Format *format, int *number) {
    int digits = 0;
    *number = 0;
    for (; is_digit(format); format->next++) {
        *number = *number * 10 + (*format->next - '0');
        if (++digits >= DIGITS_MAX) return false;
    }
    return true;
}

// Reads what stands behind a '%'; false: it is not understood.
static bool read_specification(Format *format, Specification *specification) {
    *specification = (Specification){.width = -1, .precision = -1};
    for (; format->next < format->end; format->next++) {
        if (*format->next == '-') specification->is_left = true;
        else if (strchr("+ #0", *format->next) == NULL || *format->next == '\0') break;
    }
    if (is_digit(format) && !read_number(format, &specification->width)) return false;
    if (format->next < format->end && *format->next == '.') {
        format->next++;
        specification->precision = 0;
        if (is_digit(format) && !read_number(format, &specification->precision)) return false;
    }
    if (format->next >= format->end) return false;
    specification->conversion = *format->next++;
    return specification->conversion == 's' || specification->conversion == 'r' ||
           specification->conversion == 'a';
}

static char *add_number(char *text, int number) {
    if (number >= 10) *text++ = (char)('0' + number / 10);
    *text++ = (char)('0' + number % 10);
    return text;
}

// The f-string's format specification; NULL where it needs none.
static Expr *new_specification(Compiler *compiler, const Specification *specification) {
    char *text = compiler_allocate(compiler, 2 * DIGITS_MAX + 2);
    if (text == NULL) return NULL;
    char *end = text;
    if (!specification->is_left && specification->width > 0) *end++ = '>';
    if (specification->width >= 0) end = add_number(end, specification->width);
    if (specification->precision >= 0) {
        *end++ = '.';
        end = add_number(end, specification->precision);
    }
    return end == text ? NULL : new_string(compiler, text, (size_t)(end - text));
}

static Expr *read_value(Compiler *compiler, Format *format, Expr *value) {
    Specification specification;
    if (!read_specification(format, &specification)) return NULL;
    Expr *formatted = tree_expr_new(&compiler->arena, EXPR_FormattedValue, value->span);
    if (formatted == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    formatted->FormattedValue.value = value;
    formatted->FormattedValue.conversion = specification.conversion;
    formatted->FormattedValue.format_spec = new_specification(compiler, &specification);
    return formatted;
}

void fold_format(Compiler *compiler, Expr *expr, const Text *text) {
    const ExprList *values = &expr->BinOp.right->Tuple.elts;
    Format format = {text->bytes, text->bytes + text->length};
    size_t room = (size_t)values->count * 2 + 1;
    Expr **parts = compiler_allocate(compiler, room * sizeof *parts);
    if (parts == NULL) return;
    int32_t part_count = 0, used = 0;
    for (;;) {
        Expr *literal = read_literal(compiler, &format);
        if (literal != NULL) parts[part_count++] = literal;
        if (format.next >= format.end || used >= values->count || compiler->failed) break;
        format.next++;
        Expr *value = read_value(compiler, &format, values->items[used++]);
        if (value == NULL) return;
        parts[part_count++] = value;
    }
    if (format.next < format.end || used < values->count || compiler->failed) return;
    Span span = expr->span;
    *expr = (Expr){.kind = EXPR_JoinedStr, .span = span};
    expr->JoinedStr.values = (ExprList){part_count, parts};
}
