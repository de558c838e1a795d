// UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError: what could not be
// converted, and which stretch of it.
//
// The three have the same fields; a translation has no encoding.

#include "objects/exception.h"

#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

// The places of the arguments: a field each, in order.
static const int unicode_fields[] = {
    UNICODE_ENCODING, UNICODE_OBJECT, UNICODE_START, UNICODE_END, UNICODE_REASON,
};

static bool unicode_read_number(Vm *vm, Object *object, int field, Object *value) {
    int64_t number;
    Object *index = object_unary(vm, UNARY_INDEX, value);
    if (index == NULL) return false;
    bool fits = int_find_value(vm, index, &number) == FOUND;
    if (fits) exception_set_field(vm, object, field, index);
    object_drop(vm, index);
    return fits || raise_false(vm, ERROR_TOO_LARGE_FOR_SIZE);
}

// The object of a UnicodeDecodeError: bytes as they are, others are copied.
static bool unicode_read_bytes(Vm *vm, Object *object, Object *value) {
    Object *bytes;
    if (object_is_bytes(vm, value)) bytes = object_share(value);
    else if (object_type(vm, value)->behaviour.view == NULL)
        return raise_false(vm, ERROR_BYTES_LIKE_REQUIRED, value);
    else
        bytes = object_call_with(vm, &type_of_kind(vm, KIND_BYTES)->base, 1, value);
    if (bytes == NULL) return false;
    exception_set_field(vm, object, UNICODE_OBJECT, bytes);
    object_drop(vm, bytes);
    return true;
}

// Reads the arguments into the fields from `first` on.
static bool unicode_read(Vm *vm, Object *object, const Arguments *arguments, int first,
                         bool is_decoding) {
    int64_t wanted = UNICODE_FIELDS - first;
    if (arguments->count != wanted)
        return raise_false(vm, ERROR_FUNCTION_TAKES_EXACTLY, wanted, arguments->count);
    for (int i = 0; i < wanted; i++) {
        Object *value = arguments->values[i].object;
        int field = unicode_fields[first + i];
        if (field == UNICODE_START || field == UNICODE_END) {
            if (!unicode_read_number(vm, object, field, value)) return false;
        } else if (field == UNICODE_OBJECT && is_decoding) {
            // Checked last, when all others are known to be right.
        } else if (object_is_str(vm, value)) {
            exception_set_field(vm, object, field, value);
        } else {
            return raise_false(vm, ERROR_ARGUMENT_NOT_STR, i + 1, value);
        }
    }
    return !is_decoding || unicode_read_bytes(vm, object, arguments->values[1].object);
}

static bool unicode_start_init(Vm *vm, Object *object, const Arguments *arguments) {
    return exception_refuse_keywords(vm, object_type(vm, object), arguments) &&
           exception_set_args(vm, object, arguments);
}

static bool unicode_decode_init(Vm *vm, Object *object, const Arguments *arguments) {
    return unicode_start_init(vm, object, arguments) &&
           unicode_read(vm, object, arguments, UNICODE_ENCODING, true);
}

static bool unicode_encode_init(Vm *vm, Object *object, const Arguments *arguments) {
    return unicode_start_init(vm, object, arguments) &&
           unicode_read(vm, object, arguments, UNICODE_ENCODING, false);
}

static bool unicode_translate_init(Vm *vm, Object *object, const Arguments *arguments) {
    return unicode_start_init(vm, object, arguments) &&
           unicode_read(vm, object, arguments, UNICODE_OBJECT, false);
}

// --- text ---

static int64_t unicode_get_number(Vm *vm, Object *object, int field) {
    Object *number = exception_get_field(object, field);
    int64_t value = 0;
    if (number != NULL && int_find_value(vm, number, &value) != FOUND) value = 0;
    return value;
}

// Writes the code point as an escape: \xff, \uffff or \U0010ffff.
static void unicode_write_escape(char *text, uint32_t code_point) {
    static const char hexadecimal[] = "0123456789abcdef";
    int digits = code_point <= 0xff ? 2 : code_point <= 0xffff ? 4 : 8;
    *text++ = '\\';
    *text++ = digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        *text++ = hexadecimal[code_point >> shift & 15];
    *text = '\0';
}

// str(field), where a field that the program deleted reads as empty.
static Object *unicode_new_field_text(Vm *vm, Object *object, int field) {
    Object *value = exception_get_field(object, field);
    return value != NULL ? object_str(vm, value) : str_new_c(vm, "<NULL>");
}

static Object *unicode_decode_text(Vm *vm, Object *object, Object *encoding, Object *reason) {
    Object *source = exception_get_field(object, UNICODE_OBJECT);
    int64_t start = unicode_get_number(vm, object, UNICODE_START);
    int64_t end = unicode_get_number(vm, object, UNICODE_END);
    bool is_single = object_is_bytes(vm, source) && start >= 0 &&
                     start < ((const Bytes *)source)->count && end == start + 1;
    if (!is_single)
        return str_new_format(vm, "'%U' codec can't decode bytes in position %ld-%ld: %U",
                              encoding, start, end - 1, reason);
    char text[16];
    unicode_write_escape(text, ((const Bytes *)source)->data[start]);
    return str_new_format(vm, "'%U' codec can't decode byte 0x%s in position %ld: %U", encoding,
                          text + 2, start, reason);
}

// `encoding` NULL: a translation.
static Object *unicode_encode_text(Vm *vm, Object *object, Object *encoding, Object *reason) {
    Object *source = exception_get_field(object, UNICODE_OBJECT);
    int64_t start = unicode_get_number(vm, object, UNICODE_START);
    int64_t end = unicode_get_number(vm, object, UNICODE_END);
    bool is_single = object_is_str(vm, source) && start >= 0 &&
                     start < ((const Str *)source)->length && end == start + 1;
    char text[16];
    if (is_single) unicode_write_escape(text, str_get_char((const Str *)source, start));
    if (encoding == NULL)
        return is_single
            ? str_new_format(vm, "can't translate character '%s' in position %ld: %U", text,
                             start, reason)
            : str_new_format(vm, "can't translate characters in position %ld-%ld: %U", start,
                             end - 1, reason);
    return is_single
        ? str_new_format(vm, "'%U' codec can't encode character '%s' in position %ld: %U",
                         encoding, text, start, reason)
        : str_new_format(vm, "'%U' codec can't encode characters in position %ld-%ld: %U",
                         encoding, start, end - 1, reason);
}

typedef Object *UnicodeText(Vm *vm, Object *object, Object *encoding, Object *reason);

static Object *unicode_str(Vm *vm, Object *object, UnicodeText *text, bool has_encoding) {
    // Made by __new__ alone: nothing to tell.
    if (exception_get_field(object, UNICODE_OBJECT) == NULL)
        return object_share(&vm->objects->empty_str->base);
    Object *reason = unicode_new_field_text(vm, object, UNICODE_REASON);
    if (reason == NULL) return NULL;
    Object *encoding = NULL;
    if (has_encoding) {
        encoding = unicode_new_field_text(vm, object, UNICODE_ENCODING);
        if (encoding == NULL) {
            object_drop(vm, reason);
            return NULL;
        }
    }
    Object *result = text(vm, object, encoding, reason);
    object_drop_or_null(vm, encoding);
    object_drop(vm, reason);
    return result;
}

static Object *unicode_decode_str(Vm *vm, Object *object) {
    return unicode_str(vm, object, unicode_decode_text, true);
}

static Object *unicode_encode_str(Vm *vm, Object *object) {
    return unicode_str(vm, object, unicode_encode_text, true);
}

static Object *unicode_translate_str(Vm *vm, Object *object) {
    return unicode_str(vm, object, unicode_encode_text, false);
}

// --- start and end are numbers, not objects ---

static Object *unicode_load_number(Vm *vm, Object *self, int field) {
    Object *number = exception_get_field(self, field);
    return number != NULL ? object_share(number) : int_new(vm, 0);
}

static bool unicode_set_number(Vm *vm, Object *self, int field, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_NUMBER_FIELD_DELETE);
    bool done = object_is_int(vm, value) ? unicode_read_number(vm, self, field, value)
                                         : raise_false(vm, ERROR_NUMBER_FIELD_TYPE);
    if (!done) {   // CPython's field holds -1 then
        Object *wrong = int_new(vm, -1);
        if (wrong != NULL) exception_set_field(vm, self, field, wrong);
        object_drop_or_null(vm, wrong);
    }
    return done;
}

static Object *unicode_get_start(Vm *vm, Object *self) {
    return unicode_load_number(vm, self, UNICODE_START);
}

static bool unicode_set_start(Vm *vm, Object *self, Object *value) {
    return unicode_set_number(vm, self, UNICODE_START, value);
}

static Object *unicode_get_end(Vm *vm, Object *self) {
    return unicode_load_number(vm, self, UNICODE_END);
}

static bool unicode_set_end(Vm *vm, Object *self, Object *value) {
    return unicode_set_number(vm, self, UNICODE_END, value);
}

static const Property unicode_properties[] = {
    {"start", unicode_get_start, unicode_set_start, "Where the stretch begins."},
    {"end", unicode_get_end, unicode_set_end, "The place behind the stretch."},
    {0},
};

static const Member unicode_members[] = {
    EXCEPTION_FIELD("encoding", UNICODE_ENCODING, "The name of the encoding."),
    EXCEPTION_FIELD("object", UNICODE_OBJECT, "What was to be converted."),
    EXCEPTION_FIELD("reason", UNICODE_REASON, "Why it could not be."),
    {0},
};

#define UNICODE_FAMILY(name) \
    const ExceptionFamily exception_unicode_##name##_family = { \
        .field_count = UNICODE_FIELDS, \
        .python_bytes = 112, \
        .behaviour = {.new = exception_new_bare, .init = unicode_##name##_init, \
                      .str = unicode_##name##_str},                          \
        .properties = unicode_properties, \
        .members = unicode_members, \
    }

UNICODE_FAMILY(decode);
UNICODE_FAMILY(encode);
UNICODE_FAMILY(translate);
