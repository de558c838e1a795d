// The value of what has no slots, as text.

#include "base/host.h"
#include "base/number.h"
#include "explain/content.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/complex.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/module.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"
#include "runtime/generator.h"

#include <math.h>
#include <string.h>

void content_add_str(const Str *str, TextBuffer *text) {
    if (str->is_ascii) {
        text_add(text, (const char *)str->data, (size_t)str->length);
        return;
    }
    for (int64_t i = 0; i < str->length; i++) text_add_code_point(text, str_get_char(str, i));
}

// --- numbers ---

static void add_big(const BigInt *big, TextBuffer *text) {
    static const uint64_t chunk = UINT64_C(1000000000000000000);
    int64_t count = big->limb_count < 0 ? -big->limb_count : big->limb_count, parts = 0;
    size_t part_max = (size_t)count * 2 + 1;
    uint64_t *limbs = host_allocate((size_t)count * 8 + part_max * 8 + 8);
    if (limbs == NULL) return;
    uint64_t *remainders = limbs + count;
    memcpy(limbs, big->limbs, (size_t)count * 8);
    while (count > 0) {
        unsigned __int128 rest = 0;
        for (int64_t i = count - 1; i >= 0; i--) {
            rest = rest << 64 | limbs[i];
            limbs[i] = (uint64_t)(rest / chunk);
            rest %= chunk;
        }
        remainders[parts++] = (uint64_t)rest;
        while (count > 0 && limbs[count - 1] == 0) count--;
    }
    if (big->limb_count < 0) text_add_char(text, '-');
    if (parts == 0) text_add_char(text, '0');
    for (int64_t i = parts - 1; i >= 0; i--)
        text_add_format(text, i == parts - 1 ? "%llu" : "%018llu",
                        (unsigned long long)remainders[i]);
    host_release(limbs);
}

static void add_fixed(TextBuffer *text, const char *digits, int count, int point) {
    for (int i = 0; i < point || i < count; i++) {
        if (i == point) text_add_char(text, '.');
        text_add_char(text, i < count ? digits[i] : '0');
    }
    if (count <= point) text_add_c(text, ".0");
}

// As repr() of a float; `is_part`: without ".0", as in a complex.
static void add_double(double value, bool is_part, TextBuffer *text) {
    if (isnan(value)) {
        text_add_c(text, "nan");
        return;
    }
    if (signbit(value)) text_add_char(text, '-');
    if (isinf(value)) {
        text_add_c(text, "inf");
        return;
    }
    char digits[17] = "0";
    int exponent = 1, count = 1;
    if (value != 0) count = number_shortest_digits(fabs(value), digits, &exponent);
    size_t start = text->size;
    if (exponent > -4 && exponent <= 16) {
        if (exponent <= 0) {
            text_add_c(text, "0.");
            for (int i = exponent; i < 0; i++) text_add_char(text, '0');
            text_add(text, digits, (size_t)count);
        } else {
            add_fixed(text, digits, count, exponent);
            if (is_part && count <= exponent) text_cut(text, text->size - 2);
        }
        (void)start;
        return;
    }
    text_add_char(text, digits[0]);
    if (count > 1) text_add_char(text, '.');
    text_add(text, digits + 1, (size_t)count - 1);
    text_add_format(text, "e%c%02d", exponent - 1 < 0 ? '-' : '+',
                    exponent - 1 < 0 ? 1 - exponent : exponent - 1);
}

static void add_complex(const Complex *number, TextBuffer *text) {
    bool has_real = number->real != 0 || signbit(number->real);
    if (has_real) {
        text_add_char(text, '(');
        add_double(number->real, true, text);
        if (!signbit(number->imaginary) || isnan(number->imaginary)) text_add_char(text, '+');
    }
    add_double(number->imaginary, true, text);
    text_add_c(text, has_real ? "j)" : "j");
}

static void add_bytes(const uint8_t *data, int64_t count, TextBuffer *text) {
    bool has_single = memchr(data, '\'', (size_t)count) != NULL;
    char quote = has_single && memchr(data, '"', (size_t)count) == NULL ? '"' : '\'';
    text_add_char(text, 'b');
    text_add_char(text, quote);
    for (int64_t i = 0; i < count; i++) {
        uint8_t byte = data[i];
        if (byte == quote || byte == '\\') text_add_format(text, "\\%c", byte);
        else if (byte == '\n') text_add_c(text, "\\n");
        else if (byte == '\t') text_add_c(text, "\\t");
        else if (byte == '\r') text_add_c(text, "\\r");
        else if (byte < 0x20 || byte > 0x7e) text_add_format(text, "\\x%02x", byte);
        else text_add_char(text, (char)byte);
    }
    text_add_char(text, quote);
}

// --- the rest ---

static bool add_word(TextBuffer *text, const char *word, const Object *name) {
    text_add_char(text, '<');
    text_add_c(text, word);
    if (name != NULL && name->kind == KIND_STR) {
        text_add_char(text, ' ');
        content_add_str((const Str *)name, text);
    }
    text_add_char(text, '>');
    return true;
}

static bool add_named(Vm *vm, Object *object, TextBuffer *text) {
    switch (object->kind) {
    case KIND_FUNCTION: return add_word(text, "function", ((Function *)object)->qualname.object);
    case KIND_BUILTIN: case KIND_METHOD_DESCRIPTOR: {
        const Method *method = object->kind == KIND_BUILTIN ? ((Builtin *)object)->method
                                                            : ((MethodDescriptor *)object)->method;
        text_add_format(text, "<built-in %s>", method->name);
        return true;
    }
    case KIND_MODULE: return add_word(text, "module", ((Module *)object)->name.object);
    case KIND_CODE: return add_word(text, "code", ((Code *)object)->name.object);
    case KIND_GENERATOR: case KIND_COROUTINE: case KIND_ASYNC_GENERATOR:
        return add_word(text, type_name(object_type(vm, object)),
                        ((Generator *)object)->qualname.object);
    default:
        if (!object_is_type(vm, object)) return false;
        text_add_format(text, "<class %s>", type_name((Type *)object));
        return true;
    }
}

bool content_add_scalar(Vm *vm, Object *object, TextBuffer *text) {
    switch (object->kind) {
    case KIND_NONE: text_add_c(text, "None"); return true;
    case KIND_ELLIPSIS: text_add_c(text, "Ellipsis"); return true;
    case KIND_NOT_IMPLEMENTED: text_add_c(text, "NotImplemented"); return true;
    case KIND_BOOL: text_add_c(text, int_get_value(object) ? "True" : "False"); return true;
    case KIND_INT: text_add_number(text, int_get_value(object)); return true;
    case KIND_BIGINT: add_big((BigInt *)object, text); return true;
    case KIND_FLOAT: add_double(float_get_value(object), false, text); return true;
    case KIND_COMPLEX: add_complex((Complex *)object, text); return true;
    case KIND_STR: content_add_str((Str *)object, text); return true;
    default: break;
    }
    if (object_is_int(vm, object)) add_big((BigInt *)object, text);
    else if (object_is_str(vm, object)) content_add_str((Str *)object, text);
    else if (object_is_bytes(vm, object))
        add_bytes(((Bytes *)object)->data, ((Bytes *)object)->count, text);
    else if (object_is_float(vm, object)) add_double(float_get_value(object), false, text);
    else if (object_is_bytearray(vm, object)) {
        const ByteArray *array = (const ByteArray *)object;
        text_add_c(text, "bytearray(");
        add_bytes(bytearray_get_data(array), array->count, text);
        text_add_char(text, ')');
    } else if (object->kind == KIND_OBJECT) text_add_c(text, "<object>");
    else return add_named(vm, object, text);
    return true;
}

// --- keys ---

static void show_quoted(const Str *str, TextBuffer *text) {
    bool has_single = false, has_double = false;
    for (int64_t i = 0; i < str->length; i++) {
        has_single |= str_get_char(str, i) == '\'';
        has_double |= str_get_char(str, i) == '"';
    }
    char quote = has_single && !has_double ? '"' : '\'';
    text_add_char(text, quote);
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t character = str_get_char(str, i);
        if (character == (uint32_t)quote || character == '\\') text_add_char(text, '\\');
        if (character == '\n') text_add_c(text, "\\n");
        else if (character < 0x20) text_add_format(text, "\\x%02x", (unsigned)character);
        else text_add_code_point(text, character);
    }
    text_add_char(text, quote);
}

static void show_key(Vm *vm, Object *key, int depth, TextBuffer *text) {
    if (key->kind == KIND_STR) {
        show_quoted((Str *)key, text);
    } else if (key->kind == KIND_TUPLE && depth < 3) {
        const Tuple *tuple = (const Tuple *)key;
        text_add_char(text, '(');
        for (int64_t i = 0; i < tuple->count; i++) {
            if (i > 0) text_add_c(text, ", ");
            show_key(vm, tuple->items[i].object, depth + 1, text);
        }
        text_add_c(text, tuple->count == 1 ? ",)" : ")");
    } else if (!content_add_scalar(vm, key, text)) {
        text_add_format(text, "<%s>", content_get_type_name(vm, key));
    }
}

void content_show_key(Vm *vm, Object *key, TextBuffer *text) {
    show_key(vm, key, 0, text);
}
