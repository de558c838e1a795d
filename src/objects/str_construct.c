// str(…), repr, indexing, and the tables of str's methods.

#include "objects/str_methods.h"

#include "base/unicode.h"
#include "objects/arguments.h"
#include "objects/codec.h"
#include "objects/int.h"
#include "objects/slice.h"
#include "objects/tuple.h"
#include "objects/view.h"

#include <string.h>

// --- repr ---

static bool is_shown_as_is(uint32_t c) {
    return c < 0x7f ? c >= ' ' : c > 0x7f && unicode_is_printable(c);
}

static void add_shown(StrBuilder *builder, uint32_t c, uint32_t quote) {
    static const char escapes[] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r'};
    if (c == quote || c == '\\') {
        str_builder_add_char(builder, '\\');
        str_builder_add_char(builder, c);
    } else if (c < sizeof(escapes) && escapes[c] != 0) {
        str_builder_add_char(builder, '\\');
        str_builder_add_char(builder, (uint32_t)escapes[c]);
    } else if (is_shown_as_is(c)) {
        str_builder_add_char(builder, c);
    } else {
        codec_add_backslashed(builder, c);
    }
}

// True when each character stands for itself between single quotes.
static bool is_shown_plain(const Str *str) {
    if (!str->is_ascii) return false;
    for (int64_t i = 0; i < str->length; i++) {
        uint8_t c = str->data[i];
        if (c < ' ' || c == 0x7f || c == '\'' || c == '\\') return false;
    }
    return true;
}

Object *str_repr(Vm *vm, Object *object) {
    const Str *str = (Str *)object;
    if (is_shown_plain(str)) {
        Str *repr = str_new_room(vm, str->length + 2, 0x7f);
        if (repr == NULL) return NULL;
        repr->data[0] = repr->data[str->length + 1] = '\'';
        memcpy(repr->data + 1, str->data, (size_t)str->length);
        return &repr->base;
    }
    Chars chars = str_get_chars(str);
    bool prefers_double = chars_find_char(chars, '\'') >= 0 && chars_find_char(chars, '"') < 0;
    uint32_t quote = prefers_double ? '"' : '\'';
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, str->length + 2, 0);
    str_builder_add_char(&builder, quote);
    for (int64_t i = 0; i < str->length; i++) add_shown(&builder, str_get_char(str, i), quote);
    str_builder_add_char(&builder, quote);
    return str_builder_finish(&builder);
}

Object *str_take_ascii(Vm *vm, Object *repr) {
    const Str *str = (Str *)repr;
    if (repr == NULL || str->is_ascii) return repr;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        if (c < 0x80) str_builder_add_char(&builder, c);
        else codec_add_backslashed(&builder, c);
    }
    object_drop(vm, repr);
    return str_builder_finish(&builder);
}

// --- str(object, encoding, errors) ---

static Object *decode_object(Vm *vm, Object *object, Str *encoding, Str *errors) {
    View view;
    if (object_is_str(vm, object)) return raise(vm, ERROR_DECODING_STR);
    if (!object_has_view(vm, object)) return raise(vm, ERROR_DECODING_TYPE, object);
    if (!view_acquire(vm, object, &view, VIEW_READ)) return NULL;
    Object *text = codec_decode(vm, view.data, view.bytes, encoding, errors);
    view_release(vm, &view);
    return text;
}

static Object *str_from_values(Vm *vm, Object **values) {
    for (int i = 1; i <= 2; i++)
        if (values[i] != NULL && !object_is_str(vm, values[i]))
            return raise(vm, ERROR_NAMED_ARGUMENT, "str", i == 1 ? "encoding" : "errors", "str",
                         values[i]);
    if (values[0] == NULL) return object_share(&vm->objects->empty_str->base);
    if (values[1] == NULL && values[2] == NULL) return object_str(vm, values[0]);
    return decode_object(vm, values[0], (Str *)values[1], (Str *)values[2]);
}

// An instance of a subclass with the text, which is consumed.
static Object *take_as_instance(Vm *vm, Type *type, Object *text) {
    const Str *str = (Str *)text;
    size_t bytes = (size_t)(str->length + 1) * str->width;
    Str *instance = (Str *)type_new_instance(vm, type, offsetof(Str, data) + bytes);
    if (instance != NULL) {
        instance->length = str->length;
        instance->hash = -1;
        instance->width = str->width;
        instance->is_ascii = str->is_ascii;
        memcpy(instance->data, str->data, bytes);
        if (object_layout(vm, &instance->base)->flags & LAYOUT_COLLECTED)
            object_track(vm, &instance->base);
    }
    object_drop(vm, text);
    return instance == NULL ? NULL : &instance->base;
}

Object *str_new_from_call(Vm *vm, Type *type, const Arguments *arguments) {
    Object *text = NULL;
    if (arguments->names == NULL && arguments->count <= 1) {
        text = arguments->count == 0 ? object_share(&vm->objects->empty_str->base)
                                     : object_str(vm, arguments->values[0].object);
    } else {
        Object *values[3] = {NULL};
        if (!arguments_bind(vm, "str", "(object='', encoding='utf-8', errors='strict')",
                            arguments, values))
            return NULL;
        text = str_from_values(vm, values);
        arguments_unbind(vm, values, 3);
    }
    if (text == NULL || type->kind == KIND_STR) return text;
    return take_as_instance(vm, type, text);
}

// --- str[key] ---

Object *str_load_item(Vm *vm, Object *object, Object *key) {
    const Str *str = (Str *)object;
    int64_t index, stop, step;
    if (key->kind == KIND_SLICE) {
        if (!slice_unpack(vm, (Slice *)key, &index, &stop, &step)) return NULL;
        slice_adjust(str->length, &index, &stop, step);
        return str_new_slice(vm, str, index, stop, step);
    }
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_STR_INDICES, key);
    if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return NULL;
    if (index < 0) index += str->length;
    if (index < 0 || index >= str->length) return raise(vm, ERROR_STR_INDEX);
    return str_new_char(vm, str_get_char(str, index));
}

// --- methods ---

static Object *str_method_encode(Vm *vm, const Slot *arguments) {
    for (int i = 1; i <= 2; i++) {
        Object *value = arguments[i].object;
        if (value != NULL && !object_is_str(vm, value))
            return raise(vm, ERROR_NAMED_ARGUMENT, "encode", i == 1 ? "encoding" : "errors",
                         "str", value);
    }
    return codec_encode(vm, (Str *)arguments[0].object, (Str *)arguments[1].object,
                        (Str *)arguments[2].object);
}

static Object *str_method___sizeof__(Vm *vm, const Slot *arguments) {
    return str_definition.behaviour.size_of(vm, arguments[0].object);
}

static Object *str_method___getnewargs__(Vm *vm, const Slot *arguments) {
    const Str *self = (Str *)arguments[0].object;
    Object *copy = str_new_from_chars(vm, self->data, self->width, self->length);
    if (copy == NULL) return NULL;
    Tuple *tuple = tuple_pack(vm, 1, copy);
    object_drop(vm, copy);
    return (Object *)tuple;
}

// A method whose arguments CPython reads by a format: it shows in the errors.
#define PARSED(name, signature, doc) \
    {#name, str_method_##name, signature, doc, \
     METHOD_IS_PARSED | METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE}
#define SEARCH_SIGNATURE "(self, sub, start=None, end=None, /)"

const Method str_methods[] = {
    METHOD(str, encode, "(self, /, encoding='utf-8', errors='strict')",
           "The text as bytes in an encoding."),
    METHOD(str, replace, "(self, old, new, count=-1, /)",
           "A copy with occurrences of old replaced by new; count limits how many."),
    METHOD(str, split, "(self, /, sep=None, maxsplit=-1)",
           "The parts between separators (white space unless given), from the left."),
    METHOD(str, rsplit, "(self, /, sep=None, maxsplit=-1)",
           "The parts between separators, counted from the right."),
    METHOD(str, join, "(self, iterable, /)", "The strings of iterable, with this between them."),
    METHOD(str, capitalize, "(self, /)", "A copy whose first character alone is a capital."),
    METHOD(str, casefold, "(self, /)", "A copy for comparing without regard to case."),
    METHOD(str, title, "(self, /)", "A copy in which each word begins with a capital."),
    METHOD(str, center, "(self, width, fillchar=' ', /)", "The text in the middle of width."),
    PARSED(count, SEARCH_SIGNATURE, "How often sub occurs without overlap."),
    METHOD(str, expandtabs, "(self, /, tabsize=8)", "A copy with tabs as spaces."),
    PARSED(find, SEARCH_SIGNATURE, "Where sub first occurs, -1 when nowhere."),
    METHOD(str, partition, "(self, sep, /)", "What is before the first sep, sep, what is after."),
    PARSED(index, SEARCH_SIGNATURE, "Where sub first occurs; ValueError when nowhere."),
    METHOD(str, ljust, "(self, width, fillchar=' ', /)", "The text at the left of width."),
    METHOD(str, lower, "(self, /)", "A copy in lower case."),
    METHOD(str, lstrip, "(self, chars=None, /)", "A copy without white space at the start."),
    PARSED(rfind, SEARCH_SIGNATURE, "Where sub last occurs, -1 when nowhere."),
    PARSED(rindex, SEARCH_SIGNATURE, "Where sub last occurs; ValueError when nowhere."),
    METHOD(str, rjust, "(self, width, fillchar=' ', /)", "The text at the right of width."),
    METHOD(str, rstrip, "(self, chars=None, /)", "A copy without white space at the end."),
    METHOD(str, rpartition, "(self, sep, /)", "What is before the last sep, sep, what is after."),
    METHOD(str, splitlines, "(self, /, keepends=False)", "The lines of the text."),
    METHOD(str, strip, "(self, chars=None, /)", "A copy without white space at both ends."),
    METHOD(str, swapcase, "(self, /)", "A copy with capitals as small letters and vice versa."),
    METHOD(str, translate, "(self, table, /)", "A copy with each character looked up in table."),
    METHOD(str, upper, "(self, /)", "A copy in upper case."),
    PARSED(startswith, "(self, prefix, start=None, end=None, /)", "Whether it begins so."),
    PARSED(endswith, "(self, suffix, start=None, end=None, /)", "Whether it ends so."),
    METHOD(str, removeprefix, "(self, prefix, /)", "A copy without the prefix, if it is there."),
    METHOD(str, removesuffix, "(self, suffix, /)", "A copy without the suffix, if it is there."),
    METHOD(str, isascii, "(self, /)", "Whether all characters are ASCII."),
    METHOD(str, islower, "(self, /)", "Whether all cased characters are small, and there is one."),
    METHOD(str, isupper, "(self, /)",
           "Whether all cased characters are capitals, and there is one."),
    METHOD(str, istitle, "(self, /)", "Whether words begin with a capital and go on small."),
    METHOD(str, isspace, "(self, /)", "Whether all is white space, and there is some."),
    METHOD(str, isdecimal, "(self, /)", "Whether all are digits of decimal numbers."),
    METHOD(str, isdigit, "(self, /)", "Whether all are digits."),
    METHOD(str, isnumeric, "(self, /)", "Whether all stand for numbers."),
    METHOD(str, isalpha, "(self, /)", "Whether all are letters."),
    METHOD(str, isalnum, "(self, /)", "Whether all are letters or stand for numbers."),
    METHOD(str, isidentifier, "(self, /)", "Whether it could be a name in a program."),
    METHOD(str, isprintable, "(self, /)", "Whether repr() would show all characters as they are."),
    METHOD(str, zfill, "(self, width, /)", "The text filled with zeros behind its sign."),
    HIDDEN_METHOD(str, format, "(self, *args, **kwargs)", "The text with its {fields} filled in."),
    HIDDEN_METHOD(str, format_map, "(self, mapping, /)",
                  "The text with its {fields} from a mapping."),
    METHOD(str, __format__, "(self, format_spec, /)", "The text by a format specification."),
    STATIC_METHOD(str, maketrans, "(x, y=<unrepresentable>, z=<unrepresentable>, /)",
                  "A table for translate()."),
    METHOD(str, __sizeof__, "(self, /)", "Its size in memory, in bytes."),
    HIDDEN_METHOD(str, __getnewargs__, "(self, /)", "What copies and pickles make it of."),
    {0},
};
