// str % values.

#include "objects/str.h"

#include "objects/int.h"
#include "objects/percent.h"

static Object *str_percent_key(Vm *vm, Chars format, int64_t start, int64_t stop) {
    Chars key = chars_part(format, start, stop);
    return str_new_from_chars(vm, key.data, key.width, key.length);
}

static bool str_percent_is_plain(Vm *vm, Object *values) {
    return object_is_str(vm, values);
}

// A str that its field shows as it is, and that is all of the result, is the result itself.
static Found add_str(Percent *percent, const PercentField *field, Object *text) {
    int64_t length = ((Str *)text)->length;
    bool is_whole = field->width <= length && !field->has_sign && !field->has_blank &&
                    (field->precision < 0 || field->precision >= length);
    if (is_whole && text->kind == KIND_STR && percent_is_sole(percent))
        percent->sole = object_share(text);
    percent_add_text(percent, field, str_get_chars((Str *)text));
    return FOUND;
}

static Found add_taken(Percent *percent, const PercentField *field, Object *text) {
    if (text == NULL) return RAISED;
    Found found = add_str(percent, field, text);
    object_drop(percent->vm, text);
    return found;
}

static Found add_character(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    PercentField whole = *field;
    whole.precision = -1;
    if (object_is_str(vm, value)) {
        if (((Str *)value)->length != 1) return raise_found(vm, ERROR_PERCENT_C_TYPE);
        percent_add_text(percent, &whole, str_get_chars((Str *)value));
        return FOUND;
    }
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_found(vm, ERROR_PERCENT_C_TYPE);
    Object *number = object_unary(vm, UNARY_INDEX, value);
    if (number == NULL) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError))) return RAISED;
        return raise_found(vm, ERROR_PERCENT_C_TYPE);
    }
    int64_t code = -1;
    bool fits = int_find_value(vm, number, &code) == FOUND && code >= 0 && code <= 0x10ffff;
    object_drop(vm, number);
    if (!fits) return raise_found(vm, ERROR_PERCENT_C_RANGE);
    return add_taken(percent, &whole, str_new_char(vm, (uint32_t)code));
}

static Found str_percent_add(Percent *percent, const PercentField *field, Object *value) {
    Vm *vm = percent->vm;
    switch (field->conversion) {
    case 's':
        if (value->kind == KIND_STR) return add_str(percent, field, value);
        return add_taken(percent, field, object_str(vm, value));
    case 'r': return add_taken(percent, field, object_repr(vm, value));
    case 'a': return add_taken(percent, field, object_ascii(vm, value));
    case 'c': return add_character(percent, field, value);
    default: return ABSENT;
    }
}

static const PercentKind str_percent_kind = {
    .name = "string",
    .key = str_percent_key,
    .add = str_percent_add,
    .is_plain = str_percent_is_plain,
    .float_required = ERROR_COUNT,
    .precision_too_big = ERROR_PERCENT_PRECISION,
    .shown_min = 31,
    .shown_max = 126,
};

Object *str_remainder(Vm *vm, Object *format, Object *values) {
    if (!object_is_str(vm, format)) return not_implemented_new(vm);
    StrBuilder builder;
    Object *sole = NULL, *text = NULL;
    str_builder_start(vm, &builder);
    Chars chars = str_get_chars((Str *)format);
    if (percent_format(vm, &str_percent_kind, &builder, chars, values, &sole)) {
        // A format without fields is the result itself.
        if (sole == NULL && chars.length != 0 && chars_find_char(chars, '%') < 0)
            sole = object_share(format);
        if (sole == NULL) return str_builder_finish(&builder);
        text = sole;
    }
    str_builder_drop(&builder);
    return text;
}
