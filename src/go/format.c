#include "go/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "go/digits.h"
#include "go/maps.h"

enum { WIDTH_MAX = 1000000, DEPTH_MAX = 200 };

typedef struct Printer {
    GoMachine *machine;
    TextBuffer *text;
    bool has_width, has_precision, minus, plus, sharp, space, zero;
    bool plus_v, sharp_v;
    int width, precision;
    bool wraps;              // %w is allowed: Errorf
    int64_t wrapped;
    int64_t argument;        // which operand this is
    GoOutcome outcome;
} Printer;

static void print_value(Printer *printer, GoType *type, const char *memory, uint32_t verb,
                        int depth, bool is_open);

// --- padding ---

static void pad_from(Printer *printer, size_t start) {
    TextBuffer *text = printer->text;
    if (!printer->has_width || text->is_failed) return;
    size_t shown = utf8_count(text->bytes + start, text->size - start);
    if ((size_t)printer->width <= shown) return;
    size_t count = (size_t)printer->width - shown, size = text->size - start;
    char fill = printer->zero && !printer->minus ? '0' : ' ';
    for (size_t i = 0; i < count; i++) text_add_char(text, fill);
    if (printer->minus || text->is_failed) return;
    memmove(text->bytes + start + count, text->bytes + start, size);
    memset(text->bytes + start, fill, count);
}

static void add_padded(Printer *printer, const char *bytes, size_t size) {
    size_t start = printer->text->size;
    text_add(printer->text, bytes, size);
    pad_from(printer, start);
}

// --- whole numbers ---

static void print_integer(Printer *printer, uint64_t value, bool is_negative, int base,
                          uint32_t verb) {
    char digits[80];
    int count = 0, least = 0;
    size_t start = printer->text->size;
    if (printer->has_precision) {
        least = printer->precision;
        if (least == 0 && value == 0) {
            bool zero = printer->zero;
            printer->zero = false;
            pad_from(printer, start);
            printer->zero = zero;
            return;
        }
    } else if (printer->zero && !printer->minus && printer->has_width) {
        least = printer->width;
        if (is_negative || printer->plus || printer->space) least--;
    }
    const char *letters = verb == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    do {
        digits[count++] = letters[value % (uint64_t)base];
        value /= (uint64_t)base;
    } while (value > 0);
    TextBuffer *text = printer->text;
    if (is_negative) text_add_char(text, '-');
    else if (printer->plus) text_add_char(text, '+');
    else if (printer->space) text_add_char(text, ' ');
    if (printer->sharp) {
        if (base == 2) text_add_c(text, "0b");
        else if (base == 8 && digits[count - 1] != '0' && least <= count) text_add_char(text, '0');
        else if (base == 16) text_add_c(text, verb == 'X' ? "0X" : "0x");
    }
    if (verb == 'O') text_add_c(text, "0o");
    for (int i = count; i < least; i++) text_add_char(text, '0');
    while (count > 0) text_add_char(text, digits[--count]);
    bool zero = printer->zero;
    printer->zero = false;
    pad_from(printer, start);
    printer->zero = zero;
}

static void print_code_point(Printer *printer, uint64_t code) {
    char bytes[4];
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
    int size = utf8_write((uint32_t)code, bytes);
    add_padded(printer, bytes, (size_t)size);
}

static void print_unicode(Printer *printer, uint64_t code) {
    TextBuffer text = {0};
    int least = printer->has_precision && printer->precision > 4 ? printer->precision : 4;
    text_add_format(&text, "U+%0*llX", least, (unsigned long long)code);
    if (printer->sharp && code <= 0x10ffff && digits_is_printable((uint32_t)code)) {
        text_add_c(&text, " '");
        text_add_code_point(&text, (uint32_t)code);
        text_add_char(&text, '\'');
    }
    bool zero = printer->zero;
    printer->zero = false;
    add_padded(printer, text.bytes, text.size);
    printer->zero = zero;
    text_done(&text);
}

static void print_bad_verb(Printer *printer, GoType *type, const char *memory, uint32_t verb);

static bool print_integer_verb(Printer *printer, uint64_t value, bool is_signed, uint32_t verb) {
    bool is_negative = is_signed && (int64_t)value < 0;
    uint64_t size = is_negative ? -value : value;
    switch (verb) {
    case 'v':
        if (printer->sharp_v && !is_signed) {
            bool sharp = printer->sharp;
            printer->sharp = true;
            print_integer(printer, size, false, 16, 'x');
            printer->sharp = sharp;
            return true;
        }
        // fall through
    case 'd': print_integer(printer, size, is_negative, 10, verb); return true;
    case 'b': print_integer(printer, size, is_negative, 2, verb); return true;
    case 'o': case 'O': print_integer(printer, size, is_negative, 8, verb); return true;
    case 'x': case 'X': print_integer(printer, size, is_negative, 16, verb); return true;
    case 'c': print_code_point(printer, value); return true;
    case 'U': print_unicode(printer, value); return true;
    case 'q': {
        TextBuffer text = {0};
        uint32_t code = value > 0x10ffff ? 0xfffd : (uint32_t)value;
        digits_add_quoted_rune(&text, code, printer->plus ? DIGITS_QUOTE_ASCII : DIGITS_QUOTE);
        add_padded(printer, text.bytes, text.size);
        text_done(&text);
        return true;
    }
    default: return false;
    }
}

// --- floats ---

// %#g keeps the point and the zeros behind it.
static void add_sharp(TextBuffer *number, TextBuffer *from, uint32_t verb, int precision) {
    int digits = verb == 'g' || verb == 'G' || verb == 'v' ? (precision < 0 ? 6 : precision) : 0;
    size_t tail = from->size;
    bool has_point = false, is_nonzero = false;
    for (size_t i = 1; i < from->size; i++) {
        char c = from->bytes[i];
        if (c == '.') has_point = true;
        else if (c == 'e' || c == 'E' || c == 'p' || c == 'P') {
            tail = i;
            break;
        } else {
            if (c != '0') is_nonzero = true;
            if (is_nonzero) digits--;
        }
    }
    text_add(number, from->bytes, tail);
    if (!has_point) {
        if (tail == 2 && from->bytes[1] == '0') digits--;
        text_add_char(number, '.');
    }
    for (; digits > 0; digits--) text_add_char(number, '0');
    text_add(number, from->bytes + tail, from->size - tail);
}

static void print_float(Printer *printer, double value, int bits, uint32_t verb) {
    TextBuffer plain = {0}, number = {0};
    int precision = printer->has_precision ? printer->precision
                    : verb == 'e' || verb == 'E' || verb == 'f' || verb == 'F' ? 6 : -1;
    char format = verb == 'v' ? 'g' : verb == 'F' ? 'f' : (char)verb;
    TextBuffer digits = {0};
    digits_add_float(&digits, value, format, precision, bits);
    if (digits.bytes[0] != '-' && digits.bytes[0] != '+') text_add_char(&plain, '+');
    text_add(&plain, digits.bytes, digits.size);
    text_done(&digits);
    bool is_finite = isfinite(value);
    if (printer->sharp && verb != 'b' && is_finite)
        add_sharp(&number, &plain, verb, printer->has_precision ? printer->precision : -1);
    else text_add(&number, plain.bytes, plain.size);
    char sign = number.bytes[0];
    size_t skip = printer->plus || sign != '+' ? 0 : 1;
    bool zero = printer->zero;
    size_t start = printer->text->size;
    if (!is_finite) printer->zero = false;
    if (printer->space && sign == '+' && !printer->plus) {
        number.bytes[0] = ' ';
        skip = 0;
    }
    if (isinf(value) && !printer->plus && sign == '+') skip = printer->space ? 0 : 0;
    if (isinf(value) && sign == '+' && !printer->space && !printer->plus) skip = 0;
    if (isnan(value) && !printer->plus && !printer->space) skip = 1;
    if (skip == 0 && printer->zero && !printer->minus && printer->has_width &&
        printer->width > (int)number.size) {
        text_add_char(printer->text, number.bytes[0]);
        int width = printer->width--;
        add_padded(printer, number.bytes + 1, number.size - 1);
        printer->width = width;
    } else {
        text_add(printer->text, number.bytes + skip, number.size - skip);
        pad_from(printer, start);
    }
    printer->zero = zero;
    text_done(&plain);
    text_done(&number);
}

static bool print_float_verb(Printer *printer, double value, int bits, uint32_t verb) {
    if (verb == 0 || strchr("vbgGxXfFeE", (int)verb) == NULL) return false;
    print_float(printer, value, bits, verb);
    return true;
}

static bool print_complex_verb(Printer *printer, const char *memory, int bits, uint32_t verb) {
    if (verb == 0 || strchr("vbgGxXfFeE", (int)verb) == NULL) return false;
    double parts[2];
    for (int i = 0; i < 2; i++)
        parts[i] = bits == 64 ? ((const float *)memory)[i] : ((const double *)memory)[i];
    bool plus = printer->plus;
    text_add_char(printer->text, '(');
    print_float(printer, parts[0], bits / 2, verb);
    printer->plus = true;
    print_float(printer, parts[1], bits / 2, verb);
    printer->plus = plus;
    text_add_c(printer->text, "i)");
    return true;
}

// --- strings and bytes ---

static void print_hexadecimal(Printer *printer, const char *bytes, int64_t size, uint32_t verb) {
    TextBuffer text = {0};
    const char *format = verb == 'X' ? "%02X" : "%02x", *prefix = verb == 'X' ? "0X" : "0x";
    if (printer->has_precision && printer->precision < size) size = printer->precision;
    if (printer->sharp && size > 0) text_add_c(&text, prefix);
    for (int64_t i = 0; i < size; i++) {
        if (i > 0 && printer->space) {
            text_add_char(&text, ' ');
            if (printer->sharp) text_add_c(&text, prefix);
        }
        text_add_format(&text, format, (uint8_t)bytes[i]);
    }
    add_padded(printer, text.size > 0 ? text.bytes : "", text.size);
    text_done(&text);
}

static int64_t cut_to_precision(const Printer *printer, const char *bytes, int64_t size) {
    if (!printer->has_precision) return size;
    int64_t at = 0;
    for (int count = 0; at < size && count < printer->precision; count++)
        at += utf8_read(bytes + at, (size_t)(size - at)).size;
    return at;
}

static void print_quoted(Printer *printer, const char *bytes, int64_t size) {
    TextBuffer text = {0};
    size = cut_to_precision(printer, bytes, size);
    bool can_raw = printer->sharp;
    for (int64_t i = 0; i < size && can_raw; i++)
        can_raw = bytes[i] != '`' && (uint8_t)bytes[i] != 0x7f &&
                  ((uint8_t)bytes[i] >= ' ' || bytes[i] == '\t');
    if (can_raw) {
        text_add_char(&text, '`');
        text_add(&text, bytes, (size_t)size);
        text_add_char(&text, '`');
    } else {
        digits_add_quoted(&text, bytes, size, '"', printer->plus ? DIGITS_QUOTE_ASCII
                                                                 : DIGITS_QUOTE);
    }
    add_padded(printer, text.bytes, text.size);
    text_done(&text);
}

static bool print_string_verb(Printer *printer, const char *bytes, int64_t size, uint32_t verb) {
    switch (verb) {
    case 'v':
        if (printer->sharp_v) {
            bool sharp = printer->sharp;
            printer->sharp = false;
            print_quoted(printer, bytes, size);
            printer->sharp = sharp;
            return true;
        }
        // fall through
    case 's':
        size = cut_to_precision(printer, bytes, size);
        add_padded(printer, bytes, (size_t)size);
        return true;
    case 'x': case 'X': print_hexadecimal(printer, bytes, size, verb); return true;
    case 'q': print_quoted(printer, bytes, size); return true;
    default: return false;
    }
}

static bool print_pointer_verb(Printer *printer, const char *address, uint32_t verb,
                               const char *type_text) {
    uint64_t logical = block_logical(&printer->machine->heap, address);
    switch (verb) {
    case 'v':
        if (printer->sharp_v) {
            text_add_format(printer->text, "(%s)(", type_text);
            if (logical == 0) text_add_c(printer->text, "nil");
            else text_add_format(printer->text, "%#llx", (unsigned long long)logical);
            text_add_char(printer->text, ')');
        } else if (logical == 0) {
            add_padded(printer, "<nil>", 5);
        } else {
            bool sharp = printer->sharp;
            printer->sharp = !sharp;
            print_integer(printer, logical, false, 16, 'x');
            printer->sharp = sharp;
        }
        return true;
    case 'p': {
        bool sharp = printer->sharp;
        printer->sharp = !sharp;
        print_integer(printer, logical, false, 16, 'x');
        printer->sharp = sharp;
        return true;
    }
    case 'b': case 'o': case 'd': case 'x': case 'X':
        return print_integer_verb(printer, logical, false, verb);
    default: return false;
    }
}

// --- methods ---

static bool call_text_method(Printer *printer, GoType *type, const char *memory,
                             GoFunction *method, const char *name) {
    GoMachine *machine = printer->machine;
    char window[1024] = {0};
    int64_t size = go_machine_size(type);
    if (size > (int64_t)sizeof window - 16) return false;
    go_machine_load(window + 16, memory, type);
    GoPanic *before = machine->current->panic;
    GoOutcome outcome = go_machine_call(machine, method, window, 16 + size);
    if (outcome == GO_EXITED) {
        printer->outcome = GO_EXITED;
        return true;
    }
    if (outcome == GO_DONE) {
        const GoString *string = (const GoString *)window;
        printer->argument = printer->argument;
        (void)print_string_verb(printer, string->bytes, string->size, 's');
        return true;
    }
    // A nil receiver prints so; other panics are told in the text.
    GoPanic *panic = machine->current->panic;
    machine->current->panic = before;
    bool is_nil = go_type_underlying(type)->kind == GO_KIND_POINTER &&
                  *(const char *const *)memory == NULL;
    if (is_nil) {
        add_padded(printer, "<nil>", 5);
        return true;
    }
    Printer plain = {.machine = machine, .text = printer->text, .wrapped = -1};
    text_add_format(printer->text, "%%!v(PANIC=%s method: ", name);
    if (panic->value.type == NULL) text_add_c(printer->text, "<nil>");
    else print_value(&plain, panic->value.type, go_machine_unbox(&panic->value), 'v', 0, true);
    text_add_char(printer->text, ')');
    return true;
}

static bool returns_string(const GoFunction *method) {
    return method->type->count == 0 && method->type->results->count == 1 &&
           go_type_underlying(method->type->results->fields[0].type)->kind == GO_KIND_STRING;
}

static bool print_by_method(Printer *printer, GoType *type, const char *memory, uint32_t verb) {
    GoMachine *machine = printer->machine;
    if (printer->outcome != GO_DONE) return true;
    if (type->kind != GO_KIND_NAMED && type->kind != GO_KIND_POINTER &&
        type->kind != GO_KIND_STRUCT) return false;
    if (printer->sharp_v) {
        GoFunction *method = go_machine_find_method(
            machine, type, go_compile_name(machine->compile, "GoString"), NULL);
        return method != NULL && returns_string(method) &&
               call_text_method(printer, type, memory, method, "GoString");
    }
    if (strchr("vsxXq", (int)verb) == NULL || verb == 0) return false;
    static const char *const names[] = {"Error", "String"};
    for (int i = 0; i < 2; i++) {
        GoFunction *method = go_machine_find_method(
            machine, type, go_compile_name(machine->compile, names[i]), NULL);
        if (method == NULL || !returns_string(method)) continue;
        if (verb == 'v' || verb == 's') return call_text_method(printer, type, memory, method,
                                                                names[i]);
        // The text goes through the verb.
        TextBuffer inner = {0};
        Printer plain = {.machine = machine, .text = &inner, .wrapped = -1};
        bool is_done = call_text_method(&plain, type, memory, method, names[i]);
        if (is_done) (void)print_string_verb(printer, inner.size > 0 ? inner.bytes : "",
                                             (int64_t)inner.size, verb);
        text_done(&inner);
        return is_done;
    }
    return false;
}

// --- aggregates ---

static void add_type(Printer *printer, GoType *type) {
    go_type_add_text(printer->text, type, GO_TEXT_RUNTIME);
}

static void print_struct(Printer *printer, GoType *type, const char *memory, uint32_t verb,
                         int depth, bool is_open) {
    GoType *under = go_type_underlying(type);
    if (printer->sharp_v) add_type(printer, type);
    (void)go_type_size(under);
    text_add_char(printer->text, '{');
    for (int i = 0; i < under->count; i++) {
        GoField *field = &under->fields[i];
        if (i > 0) text_add_c(printer->text, printer->sharp_v ? ", " : " ");
        if (printer->plus_v || printer->sharp_v)
            text_add_format(printer->text, "%s:", field->name);
        GoType *field_type = field->type;
        const char *at = memory + field->offset;
        if (go_type_underlying(field_type)->kind == GO_KIND_INTERFACE) {
            const GoInterface *value = (const GoInterface *)at;
            if (value->type == NULL) {
                if (printer->sharp_v) {
                    add_type(printer, field_type);
                    text_add_c(printer->text, "(nil)");
                } else add_padded(printer, "<nil>", 5);
                continue;
            }
            field_type = value->type;
            at = go_machine_unbox(value);
        }
        print_value(printer, field_type, at, verb, depth + 1,
                    is_open && go_type_exports_name(field->name));
    }
    text_add_char(printer->text, '}');
}

// Maps print in the order of their keys.
typedef struct MapRow {
    const char *key, *value;
} MapRow;

static int compare_keys(GoType *type, const char *left, const char *right) {
    GoType *under = go_type_underlying(type);
    int64_t a, b;
    if (under->kind == GO_KIND_STRING) {
        const GoString *first = (const GoString *)left, *second = (const GoString *)right;
        int64_t shared = first->size < second->size ? first->size : second->size;
        int order = shared == 0 ? 0 : memcmp(first->bytes, second->bytes, (size_t)shared);
        return order != 0 ? order : (first->size > second->size) - (first->size < second->size);
    }
    if (under->kind == GO_KIND_FLOAT64 || under->kind == GO_KIND_FLOAT32) {
        double x = under->kind == GO_KIND_FLOAT64 ? *(const double *)left : *(const float *)left;
        double y = under->kind == GO_KIND_FLOAT64 ? *(const double *)right : *(const float *)right;
        if (isnan(x) || isnan(y)) return isnan(y) - isnan(x);
        return (x > y) - (x < y);
    }
    if (under->kind == GO_KIND_INTERFACE) {
        const GoInterface *first = (const GoInterface *)left, *second = (const GoInterface *)right;
        if (first->type != second->type) {
            if (first->type == NULL) return -1;
            if (second->type == NULL) return 1;
            return first->type < second->type ? -1 : 1;
        }
        return first->type == NULL ? 0 : compare_keys(first->type, go_machine_unbox(first),
                                                      go_machine_unbox(second));
    }
    if (under->kind == GO_KIND_ARRAY || under->kind == GO_KIND_STRUCT) {
        (void)go_type_size(under);
        int64_t count = under->kind == GO_KIND_ARRAY ? under->length : under->count;
        for (int64_t i = 0; i < count; i++) {
            bool is_array = under->kind == GO_KIND_ARRAY;
            GoType *part = is_array ? under->element : under->fields[i].type;
            int64_t offset = is_array ? i * go_type_size(part) : under->fields[i].offset;
            int order = compare_keys(part, left + offset, right + offset);
            if (order != 0) return order;
        }
        return 0;
    }
    go_machine_load((char *)&a, left, under);
    go_machine_load((char *)&b, right, under);
    if (under->flags & GO_IS_UNSIGNED)
        return ((uint64_t)a > (uint64_t)b) - ((uint64_t)a < (uint64_t)b);
    return (a > b) - (a < b);
}

static void sort_rows(GoType *key, MapRow *rows, MapRow *scratch, int64_t count) {
    if (count < 2) return;
    int64_t half = count / 2, i = 0, j = half, at = 0;
    sort_rows(key, rows, scratch, half);
    sort_rows(key, rows + half, scratch, count - half);
    memcpy(scratch, rows, sizeof(MapRow) * (size_t)count);
    while (i < half || j < count) {
        bool takes_left = j == count || (i < half &&
                          compare_keys(key, scratch[i].key, scratch[j].key) <= 0);
        rows[at++] = scratch[takes_left ? i++ : j++];
    }
}

static void print_map(Printer *printer, GoType *type, const char *memory, uint32_t verb, int depth,
                      bool is_open) {
    GoMap *map = *(GoMap *const *)memory;
    GoType *under = go_type_underlying(type);
    if (printer->sharp_v) {
        add_type(printer, type);
        if (map == NULL) {
            text_add_c(printer->text, "(nil)");
            return;
        }
        text_add_char(printer->text, '{');
    } else {
        text_add_c(printer->text, "map[");
    }
    int64_t count = map == NULL ? 0 : map->count;
    MapRow *rows = NULL;
    if (count > 0) {
        rows = (MapRow *)go_machine_new(printer->machine, (int64_t)sizeof(MapRow) * count * 2,
                                        NULL);
        GoMapIterator iterator = {map, map->entries, 0};
        for (int64_t i = 0; i < count && go_map_next(&iterator, &rows[i].key, &rows[i].value); i++)
            continue;
        sort_rows(under->key, rows, rows + count, count);
    }
    for (int64_t i = 0; i < count; i++) {
        if (i > 0) text_add_c(printer->text, printer->sharp_v ? ", " : " ");
        print_value(printer, under->key, rows[i].key, verb, depth + 1, is_open);
        text_add_char(printer->text, ':');
        print_value(printer, under->element, rows[i].value, verb, depth + 1, is_open);
    }
    text_add_char(printer->text, printer->sharp_v ? '}' : ']');
}

static void print_bytes(Printer *printer, GoType *type, const char *bytes, int64_t size,
                        bool is_nil) {
    if (printer->sharp_v) {
        add_type(printer, type);
        if (is_nil) {
            text_add_c(printer->text, "(nil)");
            return;
        }
        text_add_char(printer->text, '{');
        for (int64_t i = 0; i < size; i++)
            text_add_format(printer->text, "%s%#x", i > 0 ? ", " : "", (uint8_t)bytes[i]);
        text_add_char(printer->text, '}');
        return;
    }
    text_add_char(printer->text, '[');
    for (int64_t i = 0; i < size; i++) {
        if (i > 0) text_add_char(printer->text, ' ');
        print_integer(printer, (uint8_t)bytes[i], false, 10, 'd');
    }
    text_add_char(printer->text, ']');
}

static void print_row(Printer *printer, GoType *type, const char *memory, uint32_t verb, int depth,
                      bool is_open) {
    GoType *under = go_type_underlying(type);
    bool is_slice = under->kind == GO_KIND_SLICE;
    const GoSlice *slice = (const GoSlice *)memory;
    const char *items = is_slice ? slice->items : memory;
    int64_t count = is_slice ? slice->length : under->length, size = go_type_size(under->element);
    bool has_bytes = go_type_underlying(under->element)->kind == GO_KIND_UINT8;
    if (has_bytes && verb != 0 && strchr("sqxX", (int)verb) != NULL) {
        (void)print_string_verb(printer, items, count, verb);
        return;
    }
    if (has_bytes && (verb == 'v' || verb == 'd') && depth == 0 && is_slice) {
        print_bytes(printer, type, items, count, items == NULL);
        return;
    }
    if (is_slice && verb == 'p') {
        (void)print_pointer_verb(printer, items, verb, "");
        return;
    }
    if (printer->sharp_v) {
        add_type(printer, type);
        if (is_slice && items == NULL) {
            text_add_c(printer->text, "(nil)");
            return;
        }
    }
    text_add_char(printer->text, printer->sharp_v ? '{' : '[');
    for (int64_t i = 0; i < count; i++) {
        if (i > 0) text_add_c(printer->text, printer->sharp_v ? ", " : " ");
        print_value(printer, under->element, items + i * size, verb, depth + 1, is_open);
    }
    text_add_char(printer->text, printer->sharp_v ? '}' : ']');
}

static bool print_pointer(Printer *printer, GoType *type, const char *memory, uint32_t verb,
                          int depth, bool is_open) {
    const char *address = *(const char *const *)memory;
    GoType *under = go_type_underlying(type);
    if (depth == 0 && address != NULL && under->kind == GO_KIND_POINTER && verb != 'p') {
        GoKind kind = (GoKind)go_type_underlying(under->element)->kind;
        if (kind == GO_KIND_ARRAY || kind == GO_KIND_SLICE || kind == GO_KIND_STRUCT ||
            kind == GO_KIND_MAP) {
            text_add_char(printer->text, '&');
            print_value(printer, under->element, address, verb, depth + 1, is_open);
            return true;
        }
    }
    return print_pointer_verb(printer, address, verb,
                              go_type_runtime_text(printer->machine->compile, type));
}

static bool print_bool_verb(Printer *printer, bool truth, uint32_t verb) {
    if (verb != 't' && verb != 'v') return false;
    add_padded(printer, truth ? "true" : "false", truth ? 4 : 5);
    return true;
}

static bool print_basic(Printer *printer, GoType *under, const char *memory, uint32_t verb) {
    int64_t number;
    switch (under->kind) {
    case GO_KIND_BOOL: return print_bool_verb(printer, *memory != 0, verb);
    case GO_KIND_FLOAT32: return print_float_verb(printer, *(const float *)memory, 32, verb);
    case GO_KIND_FLOAT64: return print_float_verb(printer, *(const double *)memory, 64, verb);
    case GO_KIND_COMPLEX64: return print_complex_verb(printer, memory, 64, verb);
    case GO_KIND_COMPLEX128: return print_complex_verb(printer, memory, 128, verb);
    case GO_KIND_STRING: {
        const GoString *string = (const GoString *)memory;
        return print_string_verb(printer, string->bytes, string->size, verb);
    }
    case GO_KIND_UNSAFE_POINTER:
        return print_pointer_verb(printer, *(const char *const *)memory, verb, "unsafe.Pointer");
    default:
        go_machine_load((char *)&number, memory, under);
        return print_integer_verb(printer, (uint64_t)number, !(under->flags & GO_IS_UNSIGNED),
                                  verb);
    }
}

static void print_value(Printer *printer, GoType *type, const char *memory, uint32_t verb,
                        int depth, bool is_open) {
    GoType *under = go_type_underlying(type);
    if (depth > DEPTH_MAX || printer->outcome != GO_DONE) return;
    if (under->kind == GO_KIND_INTERFACE) {
        const GoInterface *value = (const GoInterface *)memory;
        if (value->type != NULL) {
            print_value(printer, value->type, go_machine_unbox(value), verb, depth, is_open);
        } else if (printer->sharp_v) {
            add_type(printer, type);
            text_add_c(printer->text, "(nil)");
        } else {
            text_add_c(printer->text, "<nil>");
        }
        return;
    }
    if (is_open && print_by_method(printer, type, memory, verb)) return;
    bool is_done = true;
    switch (under->kind) {
    case GO_KIND_STRUCT: print_struct(printer, type, memory, verb, depth, is_open); break;
    case GO_KIND_MAP:
        if (verb == 'p') is_done = print_pointer(printer, type, memory, verb, depth, is_open);
        else print_map(printer, type, memory, verb, depth, is_open);
        break;
    case GO_KIND_ARRAY: case GO_KIND_SLICE:
        print_row(printer, type, memory, verb, depth, is_open);
        break;
    case GO_KIND_POINTER: case GO_KIND_CHANNEL: case GO_KIND_FUNCTION:
        is_done = print_pointer(printer, type, memory, verb, depth, is_open);
        break;
    default: is_done = print_basic(printer, under, memory, verb); break;
    }
    if (!is_done) print_bad_verb(printer, type, memory, verb);
}

// %!verb(type=value)
static void print_bad_verb(Printer *printer, GoType *type, const char *memory, uint32_t verb) {
    Printer plain = *printer;
    text_add_c(printer->text, "%!");
    text_add_code_point(printer->text, verb);
    text_add_char(printer->text, '(');
    go_type_add_text(printer->text, type, GO_TEXT_RUNTIME);
    text_add_char(printer->text, '=');
    print_value(&plain, type, memory, 'v', 0, false);
    text_add_char(printer->text, ')');
}

static void print_argument(Printer *printer, const GoInterface *argument, uint32_t verb) {
    if (verb == 'T') {
        TextBuffer text = {0};
        if (argument->type == NULL) text_add_c(&text, "<nil>");
        else go_type_add_text(&text, argument->type, GO_TEXT_RUNTIME);
        (void)print_string_verb(printer, text.bytes, (int64_t)text.size, 's');
        text_done(&text);
        return;
    }
    if (argument->type == NULL) {
        if (verb == 'v') {
            add_padded(printer, "<nil>", 5);
        } else {
            text_add_c(printer->text, "%!");
            text_add_code_point(printer->text, verb);
            text_add_c(printer->text, "(<nil>)");
        }
        return;
    }
    if (verb == 'w') {
        bool is_error = go_machine_find_method(printer->machine, argument->type, go_compile_name(
            printer->machine->compile, "Error"), NULL) != NULL;
        if (!printer->wraps || !is_error || printer->wrapped >= 0) {
            print_bad_verb(printer, argument->type, go_machine_unbox(argument), verb);
            return;
        }
        printer->wrapped = printer->argument;
        verb = 'v';
    }
    if (verb == 'p') {
        GoKind kind = (GoKind)go_type_underlying(argument->type)->kind;
        bool is_pointer = go_machine_is_direct(argument->type) || kind == GO_KIND_SLICE;
        if (!is_pointer) {
            print_bad_verb(printer, argument->type, go_machine_unbox(argument), verb);
            return;
        }
        print_value(printer, argument->type, go_machine_unbox(argument), verb, 0, false);
        return;
    }
    print_value(printer, argument->type, go_machine_unbox(argument), verb, 0, true);
}

GoOutcome format_print(GoMachine *machine, TextBuffer *text, GoSlice arguments,
                          GoPrintStyle style) {
    Printer printer = {.machine = machine, .text = text, .wrapped = -1};
    const GoInterface *items = (const GoInterface *)arguments.items;
    bool was_string = true;
    for (int64_t i = 0; i < arguments.length; i++) {
        bool is_string = items[i].type != NULL &&
                         go_type_underlying(items[i].type)->kind == GO_KIND_STRING;
        if (i > 0 && (style == GO_PRINT_LINE || (!is_string && !was_string)))
            text_add_char(text, ' ');
        print_argument(&printer, &items[i], 'v');
        if (printer.outcome != GO_DONE) return printer.outcome;
        was_string = is_string;
    }
    if (style == GO_PRINT_LINE) text_add_char(text, '\n');
    return GO_DONE;
}

void format_value(GoMachine *machine, TextBuffer *text, GoType *type, const char *memory) {
    Printer printer = {.machine = machine, .text = text, .wrapped = -1, .plus_v = true};
    if (go_type_is(type, GO_IS_STRING)) {
        const GoString *string = (const GoString *)memory;
        digits_add_quoted(text, string->bytes, string->size, '"', DIGITS_QUOTE);
        return;
    }
    print_value(&printer, type, memory, 'v', 1, false);
}

// --- formats ---

typedef struct Format {
    Printer printer;
    const char *at, *end;
    const GoInterface *items;
    int64_t count, next;
    bool is_reordered, has_bad_index;
} Format;

static bool read_number(Format *format, int *number) {
    const char *start = format->at;
    int value = 0;
    for (; format->at < format->end && *format->at >= '0' && *format->at <= '9'; format->at++) {
        if (value > WIDTH_MAX) return false;
        value = value * 10 + (*format->at - '0');
    }
    *number = value;
    return format->at > start;
}

// [n] before a verb, width or precision.
static bool read_index(Format *format) {
    if (format->at >= format->end || *format->at != '[') return false;
    format->is_reordered = true;
    const char *close = memchr(format->at, ']', (size_t)(format->end - format->at));
    if (close == NULL) {
        format->has_bad_index = true;
        format->at++;
        return false;
    }
    int number = 0;
    format->at++;
    bool is_right = read_number(format, &number) && format->at == close && number >= 1 &&
                    number <= format->count;
    format->at = close + 1;
    if (is_right) format->next = number - 1;
    else format->has_bad_index = true;
    return is_right;
}

static bool take_integer(Format *format, int *number) {
    if (format->next >= format->count) return false;
    const GoInterface *item = &format->items[format->next++];
    if (item->type == NULL || !go_type_is(item->type, GO_IS_INTEGER)) return false;
    int64_t value;
    go_machine_load((char *)&value, go_machine_unbox(item), item->type);
    if (value > WIDTH_MAX || value < -WIDTH_MAX) return false;
    *number = (int)value;
    return true;
}

static void read_flags(Format *format) {
    Printer *printer = &format->printer;
    for (; format->at < format->end; format->at++) {
        switch (*format->at) {
        case '#': printer->sharp = true; break;
        case '0': printer->zero = !printer->minus; break;
        case '+': printer->plus = true; break;
        case '-':
            printer->minus = true;
            printer->zero = false;
            break;
        case ' ': printer->space = true; break;
        default: return;
        }
    }
}

static void read_width(Format *format, bool *after_index) {
    Printer *printer = &format->printer;
    *after_index = read_index(format);
    if (format->at < format->end && *format->at == '*') {
        format->at++;
        printer->has_width = take_integer(format, &printer->width);
        if (!printer->has_width) text_add_c(printer->text, "%!(BADWIDTH)");
        if (printer->width < 0) {
            printer->width = -printer->width;
            printer->minus = true;
            printer->zero = false;
        }
        *after_index = false;
        return;
    }
    printer->has_width = read_number(format, &printer->width);
    if (*after_index && printer->has_width) format->has_bad_index = true;
}

static void read_precision(Format *format, bool *after_index) {
    Printer *printer = &format->printer;
    if (format->at >= format->end || *format->at != '.') return;
    format->at++;
    if (*after_index) format->has_bad_index = true;
    *after_index = read_index(format);
    if (format->at < format->end && *format->at == '*') {
        format->at++;
        printer->has_precision = take_integer(format, &printer->precision);
        if (printer->precision < 0) {
            printer->precision = 0;
            printer->has_precision = false;
        }
        if (!printer->has_precision) text_add_c(printer->text, "%!(BADPREC)");
        *after_index = false;
        return;
    }
    printer->has_precision = true;
    if (!read_number(format, &printer->precision)) printer->precision = 0;
}

static void run_verb(Format *format, uint32_t verb) {
    Printer *printer = &format->printer;
    if (verb == '%') {
        text_add_char(printer->text, '%');
        return;
    }
    if (format->has_bad_index) {
        text_add_c(printer->text, "%!");
        text_add_code_point(printer->text, verb);
        text_add_c(printer->text, "(BADINDEX)");
        return;
    }
    if (format->next >= format->count) {
        text_add_c(printer->text, "%!");
        text_add_code_point(printer->text, verb);
        text_add_c(printer->text, "(MISSING)");
        return;
    }
    if (verb == 'v' || verb == 'w') {
        printer->sharp_v = printer->sharp;
        printer->plus_v = printer->plus;
        printer->sharp = false;
        printer->plus = false;
    }
    printer->argument = format->next;
    print_argument(printer, &format->items[format->next++], verb);
}

static void tell_extra(Format *format) {
    TextBuffer *text = format->printer.text;
    text_add_c(text, "%!(EXTRA ");
    for (int64_t i = format->next; i < format->count; i++) {
        if (i > format->next) text_add_c(text, ", ");
        if (format->items[i].type == NULL) {
            text_add_c(text, "<nil>");
            continue;
        }
        go_type_add_text(text, format->items[i].type, GO_TEXT_RUNTIME);
        text_add_char(text, '=');
        Printer plain = {.machine = format->printer.machine, .text = text, .wrapped = -1};
        print_argument(&plain, &format->items[i], 'v');
    }
    text_add_char(text, ')');
}

GoOutcome format_printf(GoMachine *machine, TextBuffer *text, GoString string,
                           GoSlice arguments, int64_t *wrapped) {
    Format format = {.at = string.bytes, .end = string.bytes + string.size,
                     .items = (const GoInterface *)arguments.items, .count = arguments.length};
    int64_t wraps_at = -1;
    bool wraps = *wrapped != -2;
    while (format.at < format.end) {
        const char *percent = memchr(format.at, '%', (size_t)(format.end - format.at));
        if (percent == NULL) percent = format.end;
        text_add(text, format.at, (size_t)(percent - format.at));
        format.at = percent;
        if (percent == format.end) break;
        format.at++;
        format.printer = (Printer){.machine = machine, .text = text, .wrapped = wraps_at,
                                   .wraps = wraps};
        format.has_bad_index = false;
        bool after_index;
        read_flags(&format);
        read_width(&format, &after_index);
        read_precision(&format, &after_index);
        if (!after_index) after_index = read_index(&format);
        if (format.at >= format.end) {
            text_add_c(text, "%!(NOVERB)");
            break;
        }
        Utf8Step step = utf8_read(format.at, (size_t)(format.end - format.at));
        format.at += step.size;
        run_verb(&format, step.code);
        wraps_at = format.printer.wrapped;
        if (format.printer.outcome != GO_DONE) return format.printer.outcome;
    }
    if (!format.is_reordered && format.next < format.count) tell_extra(&format);
    *wrapped = wraps_at;
    return GO_DONE;
}
