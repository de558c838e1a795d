// One function a sum, expanded from tree.def: a node is its name, then each field that
// is not an absent optional one, then its place.

#include "syntax/dump.h"

#include "base/host.h"
#include "base/number.h"
#include "base/unicode.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 10000

typedef struct Dump {
    char *bytes;   // owns
    size_t length;
    size_t capacity;
    int depth;
    bool is_failed;
    bool needs_comma;  // a field has been written in the node at hand
} Dump;

// --- Writing ----------------------------------------------------------------------

static void put_bytes(Dump *out, const char *bytes, size_t length) {
    if (out->is_failed) return;
    if (out->length + length + 1 > out->capacity) {
        size_t capacity = (out->length + length + 1) * 2;
        char *grown = host_resize(out->bytes, capacity);
        if (grown == NULL) {
            out->is_failed = true;
            return;
        }
        out->bytes = grown;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += length;
    out->bytes[out->length] = '\0';
}

static void put(Dump *out, const char *text) {
    put_bytes(out, text, strlen(text));
}

static void put_number(Dump *out, int64_t number) {
    char text[32];
    snprintf(text, sizeof(text), "%" PRId64, number);
    put(out, text);
}

// --- Constants ----------------------------------------------------------------------

// The quote that repr() chooses: double only when that avoids an escape.
static char quote_for(const char *bytes, size_t length) {
    bool has_single = memchr(bytes, '\'', length) != NULL;
    bool has_double = memchr(bytes, '"', length) != NULL;
    return has_single && !has_double ? '"' : '\'';
}

// Writes what has a short escape; false for other characters.
static bool put_escaped(Dump *out, uint32_t code, char quote) {
    switch (code) {
    case '\n': put(out, "\\n"); return true;
    case '\r': put(out, "\\r"); return true;
    case '\t': put(out, "\\t"); return true;
    case '\\': put(out, "\\\\"); return true;
    }
    if (code != (unsigned char)quote) return false;
    char escaped[2] = {'\\', quote};
    put_bytes(out, escaped, 2);
    return true;
}

static void put_string(Dump *out, Text text) {
    char quote = quote_for(text.bytes, text.length);
    put_bytes(out, &quote, 1);
    for (size_t i = 0; i < text.length;) {
        Utf8Step step = utf8_read_surrogate(text.bytes + i, text.length - i);
        char escape[16];
        if (put_escaped(out, step.code, quote)) {
            // written
        } else if (unicode_is_printable(step.code)) {
            put_bytes(out, text.bytes + i, (size_t)step.size);
        } else {
            const char *format = step.code < 0x100     ? "\\x%02x"
                                 : step.code < 0x10000 ? "\\u%04x"
                                                       : "\\U%08x";
            snprintf(escape, sizeof(escape), format, (unsigned)step.code);
            put(out, escape);
        }
        i += (size_t)step.size;
    }
    put_bytes(out, &quote, 1);
}

static void put_bytes_literal(Dump *out, Text text) {
    char quote = quote_for(text.bytes, text.length);
    put(out, "b");
    put_bytes(out, &quote, 1);
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        char escape[8];
        if (put_escaped(out, byte, quote)) continue;
        snprintf(escape, sizeof(escape), byte < ' ' || byte > '~' ? "\\x%02x" : "%c", byte);
        put(out, escape);
    }
    put_bytes(out, &quote, 1);
}

// A float as repr() gives it; of the imaginary part of a complex, without ".0".
static void put_float(Dump *out, double number, const char *whole_suffix) {
    if (isinf(number)) {
        put(out, "inf");
        return;
    }
    char digits[17], text[48];
    int exponent = 1, count = 1;
    digits[0] = '0';
    if (number > 0) count = number_shortest_digits(number, digits, &exponent);
    if (exponent > 16 || exponent <= -4) {
        int place = snprintf(text, sizeof(text), "%c%s%.*se%c%02d", digits[0],
                             count > 1 ? "." : "", count - 1, digits + 1,
                             exponent > 0 ? '+' : '-', exponent > 0 ? exponent - 1 : 1 - exponent);
        put_bytes(out, text, (size_t)place);
        return;
    }
    if (exponent <= 0) {
        put(out, "0.");
        for (int i = exponent; i < 0; i++) put(out, "0");
        put_bytes(out, digits, (size_t)count);
        return;
    }
    for (int i = 0; i < exponent || i < count; i++) {
        if (i == exponent) put(out, ".");
        put_bytes(out, i < count ? &digits[i] : "0", 1);
    }
    if (count <= exponent) put(out, whole_suffix);
}

static int digit_value(char c) {
    if (c <= '9') return c - '0';
    return (c | 0x20) - 'a' + 10;
}

// Writes an int in decimal. Limbs hold nine decimal digits, the lowest first.
static void put_int(Dump *out, const Constant *value) {
    if (value->base == 10) {
        put_bytes(out, value->text.bytes, value->text.length);
        return;
    }
    uint32_t *limbs = host_allocate((value->text.length + 1) * sizeof(uint32_t));
    if (limbs == NULL) {
        out->is_failed = true;
        return;
    }
    size_t count = 1;
    limbs[0] = 0;
    for (size_t i = 0; i < value->text.length; i++) {
        uint64_t carry = (uint64_t)digit_value(value->text.bytes[i]);
        for (size_t j = 0; j < count; j++) {
            carry += (uint64_t)limbs[j] * (uint64_t)value->base;
            limbs[j] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry > 0) limbs[count++] = (uint32_t)carry;
    }
    char text[16];
    for (size_t i = count; i-- > 0;) {
        snprintf(text, sizeof(text), i + 1 == count ? "%" PRIu32 : "%09" PRIu32, limbs[i]);
        put(out, text);
    }
    host_release(limbs);
}

static void put_constant(Dump *out, const Constant *value) {
    switch (value->kind) {
    case CONSTANT_NONE: put(out, "None"); break;
    case CONSTANT_TRUE: put(out, "True"); break;
    case CONSTANT_FALSE: put(out, "False"); break;
    case CONSTANT_ELLIPSIS: put(out, "Ellipsis"); break;
    case CONSTANT_INT: put_int(out, value); break;
    case CONSTANT_FLOAT: put_float(out, value->number, ".0"); break;
    case CONSTANT_IMAGINARY:
        put_float(out, value->number, "");
        put(out, "j");
        break;
    case CONSTANT_STRING: put_string(out, value->text); break;
    case CONSTANT_BYTES: put_bytes_literal(out, value->text); break;
    case CONSTANT_OBJECT: put(out, "<object>"); break;
    }
}

static void put_identifier(Dump *out, const Identifier *name) {
    put_string(out, (Text){name->length, name->bytes});
}

// --- Nodes --------------------------------------------------------------------------

static bool dump_enter(Dump *out, const char *name) {
    if (++out->depth > DEPTH_MAX) out->is_failed = true;
    put(out, name);
    put(out, "(");
    out->needs_comma = false;
    return !out->is_failed;
}

static void dump_leave(Dump *out) {
    put(out, ")");
    out->needs_comma = true;
    out->depth--;
}

static void dump_field(Dump *out, const char *name) {
    if (out->needs_comma) put(out, ", ");
    put(out, name);
    put(out, "=");
    out->needs_comma = true;
}

static void dump_span(Dump *out, Span span) {
    dump_field(out, "lineno");
    put_number(out, span.line);
    dump_field(out, "col_offset");
    put_number(out, span.column);
    dump_field(out, "end_lineno");
    put_number(out, span.end_line);
    dump_field(out, "end_col_offset");
    put_number(out, span.end_column);
}

// The enumerations are written as nodes without fields.
#define DUMP_CHOICE(type)                                \
    static void dump_##type(Dump *out, type value) {     \
        put(out, type##_names[value]);                   \
        put(out, "()");                                  \
    }

static const char *const ExprContext_names[] = {
#define CONTEXT(value) #value,
#include "syntax/tree.def"
};
static const char *const BoolOperator_names[] = {
#define BOOL_OPERATOR(value) #value,
#include "syntax/tree.def"
};
static const char *const Operator_names[] = {
#define OPERATOR(value) #value,
#include "syntax/tree.def"
};
static const char *const PrefixOperator_names[] = {
#define UNARY_OPERATOR(value) #value,
#include "syntax/tree.def"
};
static const char *const CompareOperator_names[] = {
#define COMPARE_OPERATOR(value) #value,
#include "syntax/tree.def"
};

DUMP_CHOICE(ExprContext)
DUMP_CHOICE(BoolOperator)
DUMP_CHOICE(Operator)
DUMP_CHOICE(PrefixOperator)
DUMP_CHOICE(CompareOperator)

static void dump_Expr(Dump *out, const Expr *node);
static void dump_Stmt(Dump *out, const Stmt *node);
static void dump_Pattern(Dump *out, const Pattern *node);
#define PRODUCT(type, node, position, fields) static void dump_##type(Dump *out, const type *node_);
#include "syntax/tree.def"

// Writes a list; `write` is a statement for items[i].
#define DUMP_LIST(name, list, write)                  \
    dump_field(out, #name);                           \
    put(out, "[");                                    \
    for (int32_t i = 0; i < (list).count; i++) {      \
        if (i > 0) put(out, ", ");                    \
        write;                                        \
    }                                                 \
    put(out, "]");                                    \
    out->needs_comma = true;

// How each kind of field is written; `fields_` is the structure that holds it.
#define NODE(type, name) dump_field(out, #name); dump_##type(out, fields_->name);
#define OPTIONAL(type, name) if (fields_->name != NULL) { NODE(type, name) }
#define LIST(type, name) DUMP_LIST(name, fields_->name, dump_##type(out, fields_->name.items[i]))
#define HOLES(type, name)                                              \
    DUMP_LIST(name, fields_->name,                                     \
              if (fields_->name.items[i] == NULL) put(out, "None");    \
              else dump_##type(out, fields_->name.items[i]))
#define IDENTIFIER(name) dump_field(out, #name); put_identifier(out, fields_->name);
#define OPTIONAL_IDENTIFIER(name) if (fields_->name != NULL) { IDENTIFIER(name) }
#define IDENTIFIERS(name) \
    DUMP_LIST(name, fields_->name, put_identifier(out, fields_->name.items[i]))
#define TEXT(name) dump_field(out, #name); put_string(out, *fields_->name);
#define OPTIONAL_TEXT(name) if (fields_->name != NULL) { TEXT(name) }
#define NUMBER(name) dump_field(out, #name); put_number(out, fields_->name);
#define OPTIONAL_NUMBER(name) NUMBER(name)
#define VALUE(name) dump_field(out, #name); put_constant(out, &fields_->name);
#define ENUM(type, name) dump_field(out, #name); dump_##type(out, fields_->name);
#define ENUMS(type, name) LIST(type, name)

static void dump_Expr(Dump *out, const Expr *expr) {
    if (!dump_enter(out, tree_expr_name(expr->kind))) return;
    switch (expr->kind) {
#define EXPR(node, fields)                               \
    case EXPR_##node: {                                  \
        const typeof(expr->node) *fields_ = &expr->node; \
        (void)fields_;                                   \
        fields                                           \
        break;                                           \
    }
#include "syntax/tree.def"
    }
    dump_span(out, expr->span);
    dump_leave(out);
}

static void dump_Stmt(Dump *out, const Stmt *stmt) {
    if (!dump_enter(out, tree_stmt_name(stmt->kind))) return;
    switch (stmt->kind) {
#define STMT(node, fields)                               \
    case STMT_##node: {                                  \
        const typeof(stmt->node) *fields_ = &stmt->node; \
        (void)fields_;                                   \
        fields                                           \
        break;                                           \
    }
#include "syntax/tree.def"
    }
    dump_span(out, stmt->span);
    dump_leave(out);
}

static void dump_Pattern(Dump *out, const Pattern *pattern) {
    if (!dump_enter(out, tree_pattern_name(pattern->kind))) return;
    switch (pattern->kind) {
#define PATTERN(node, fields)                                  \
    case PATTERN_##node: {                                     \
        const typeof(pattern->node) *fields_ = &pattern->node; \
        fields                                                 \
        break;                                                 \
    }
#include "syntax/tree.def"
    }
    dump_span(out, pattern->span);
    dump_leave(out);
}

#define DUMP_POSITIONED dump_span(out, fields_->span);
#define DUMP_UNPOSITIONED
#define PRODUCT(type, node, position, fields)                  \
    static void dump_##type(Dump *out, const type *fields_) {  \
        if (!dump_enter(out, #node)) return;                   \
        fields                                                 \
        DUMP_##position                                        \
        dump_leave(out);                                       \
    }
#include "syntax/tree.def"

static void dump_root(Dump *out, const Tree *tree) {
    static const char *const names[] = {
#define MOD(node, fields) #node,
#include "syntax/tree.def"
    };
    if (!dump_enter(out, names[tree->kind])) return;
    switch (tree->kind) {
#define MOD(node, fields)                                \
    case TREE_##node: {                                  \
        const typeof(tree->node) *fields_ = &tree->node; \
        fields                                           \
        break;                                           \
    }
#include "syntax/tree.def"
    }
    dump_leave(out);
}

char *dump_tree(const Tree *tree, size_t *length) {
    Dump out = {0};
    dump_root(&out, tree);
    if (out.is_failed) {
        host_release(out.bytes);
        return NULL;
    }
    *length = out.length;
    return out.bytes;
}
