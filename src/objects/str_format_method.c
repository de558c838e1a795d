// str.format, str.format_map and str.__format__.

#include "objects/str_methods.h"

#include "objects/dict.h"
#include "objects/format_spec.h"
#include "objects/int.h"
#include "objects/markup.h"
#include "objects/tuple.h"

enum { FORMAT_NESTING = 2 };   // fields, and fields in their specifications

typedef enum Numbering { NUMBERING_OPEN, NUMBERING_AUTOMATIC, NUMBERING_MANUAL } Numbering;

typedef struct Formatting {
    Vm *vm;
    StrBuilder *builder;   // borrows
    Tuple *positional;     // borrows; NULL: format_map
    Object *named;         // borrows: a mapping; NULL: none
    Numbering numbering;
    int64_t next;          // the next automatic number
    Object *sole;          // owns: the one str that is all of the result; NULL: none
} Formatting;

static bool format_text(Formatting *formatting, Stretch text, int depth);

// --- what a field names ---

// Settles the index of a field's first part; -1 stays: it is a name.
static bool number_field(Formatting *formatting, Stretch first, int64_t *index) {
    Vm *vm = formatting->vm;
    if (!markup_number(vm, first, index)) return false;
    bool is_automatic = first.start == first.stop;
    if (!is_automatic && *index == -1) return true;
    Numbering wanted = is_automatic ? NUMBERING_AUTOMATIC : NUMBERING_MANUAL;
    if (formatting->numbering == NUMBERING_OPEN) formatting->numbering = wanted;
    if (formatting->numbering != wanted)
        return raise_false(vm, is_automatic ? ERROR_MARKUP_TO_AUTOMATIC : ERROR_MARKUP_TO_MANUAL);
    if (is_automatic) *index = formatting->next++;
    return true;
}

static Object *load_named(Formatting *formatting, Stretch first) {
    Vm *vm = formatting->vm;
    Object *key = markup_text(vm, first);
    if (key == NULL) return NULL;
    Object *value = NULL;
    if (formatting->named == NULL) raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    else value = object_load_item(vm, formatting->named, key);
    object_drop(vm, key);
    return value;
}

static Object *load_first(Formatting *formatting, Stretch first) {
    Vm *vm = formatting->vm;
    int64_t index;
    if (!number_field(formatting, first, &index)) return NULL;
    if (index == -1) return load_named(formatting, first);
    if (formatting->positional == NULL) return raise(vm, ERROR_MARKUP_POSITIONAL);
    if (index >= formatting->positional->count) return raise(vm, ERROR_MARKUP_INDEX, index);
    return object_share(formatting->positional->items[index].object);
}

static Object *load_step(Vm *vm, Object *object, const MarkupStep *step) {
    Object *key = !step->is_attribute && step->index >= 0 ? int_new(vm, step->index)
                                                          : markup_text(vm, step->name);
    if (key == NULL) return NULL;
    Object *value = step->is_attribute ? object_load_attribute(vm, object, (Str *)key)
                                       : object_load_item(vm, object, key);
    object_drop(vm, key);
    return value;
}

static Object *load_field(Formatting *formatting, Stretch name) {
    Vm *vm = formatting->vm;
    Stretch first, rest;
    markup_split_name(name, &first, &rest);
    Object *object = load_first(formatting, first);
    while (object != NULL) {
        MarkupStep step;
        Found found = markup_next_step(vm, &rest, &step);
        if (found == ABSENT) return object;
        Object *value = found == FOUND ? load_step(vm, object, &step) : NULL;
        object_drop(vm, object);
        object = value;
    }
    return NULL;
}

// --- writing it ---

static Object *take_converted(Vm *vm, Object *object, uint32_t conversion) {
    Object *text = NULL;
    switch (conversion) {
    case 0: return object;
    case 'r': text = object_repr(vm, object); break;
    case 's': text = object_str(vm, object); break;
    case 'a': text = object_ascii(vm, object); break;
    default:
        if (conversion > 32 && conversion < 127) raise(vm, ERROR_MARKUP_CONVERSION, conversion);
        else raise(vm, ERROR_MARKUP_CONVERSION_CODE, conversion);
    }
    object_drop(vm, object);
    return text;
}

// The specification as a str, its own fields filled in; NULL with *done true: it is empty.
static Object *load_spec(Formatting *formatting, const MarkupPiece *piece, int depth,
                         bool *done) {
    Vm *vm = formatting->vm;
    *done = true;
    if (piece->spec.start >= piece->spec.stop) return NULL;
    Object *spec = NULL;
    if (piece->spec_has_fields) {
        StrBuilder *outer = formatting->builder, builder;
        str_builder_start(vm, &builder);
        formatting->builder = &builder;
        if (format_text(formatting, piece->spec, depth - 1)) spec = str_builder_finish(&builder);
        else str_builder_drop(&builder);
        formatting->builder = outer;
    } else {
        spec = markup_text(vm, piece->spec);
    }
    *done = spec != NULL;
    return spec;
}

// Adds a str; the only one, with nothing to follow, becomes the result itself.
static void add_whole(Formatting *formatting, Str *text, bool is_last) {
    if (is_last && formatting->builder->length == 0 && text->length != 0) {
        object_drop_or_null(formatting->vm, formatting->sole);
        formatting->sole = object_share(&text->base);
    }
    str_builder_add(formatting->builder, text);
}

static bool write_field(Formatting *formatting, const MarkupPiece *piece, int depth,
                        bool is_last) {
    Vm *vm = formatting->vm;
    Object *object = load_field(formatting, piece->name);
    if (object != NULL) object = take_converted(vm, object, piece->conversion);
    if (object == NULL) return false;
    bool done;
    Object *spec = load_spec(formatting, piece, depth, &done);
    Object *text = NULL;
    if (done && spec == NULL && object->kind == KIND_STR) text = object_share(object);
    else if (done) text = object_format(vm, object, spec);
    object_drop_or_null(vm, spec);
    object_drop(vm, object);
    if (text == NULL) return false;
    add_whole(formatting, (Str *)text, is_last);
    object_drop(vm, text);
    return true;
}

static bool format_text(Formatting *formatting, Stretch text, int depth) {
    Vm *vm = formatting->vm;
    if (depth <= 0) return raise_false(vm, ERROR_MARKUP_DEPTH);
    for (;;) {
        MarkupPiece piece;
        Found found = markup_next(vm, &text, &piece);
        if (found != FOUND) return found == ABSENT;
        bool is_last = depth == FORMAT_NESTING && text.start >= text.stop;
        if (piece.literal.start == 0 && piece.literal.stop == piece.literal.str->length)
            add_whole(formatting, (Str *)(uintptr_t)piece.literal.str, is_last);
        else
            str_builder_add_part(formatting->builder, piece.literal.str, piece.literal.start,
                                 piece.literal.stop);
        if (piece.has_field && !write_field(formatting, &piece, depth, is_last)) return false;
    }
}

static Object *format_with(Vm *vm, Str *format, Tuple *positional, Object *named) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Formatting formatting = {
        .vm = vm, .builder = &builder, .positional = positional, .named = named,
    };
    Object *text = NULL;
    bool done = format_text(&formatting, (Stretch){format, 0, format->length}, FORMAT_NESTING);
    if (done && formatting.sole == NULL) return str_builder_finish(&builder);
    if (done) text = formatting.sole;
    else object_drop_or_null(vm, formatting.sole);
    str_builder_drop(&builder);
    return text;
}

Object *str_method_format(Vm *vm, const Slot *arguments) {
    return format_with(vm, (Str *)arguments[0].object, (Tuple *)arguments[1].object,
                       arguments[2].object);
}

Object *str_method_format_map(Vm *vm, const Slot *arguments) {
    return format_with(vm, (Str *)arguments[0].object, NULL, arguments[1].object);
}

// --- format(str, specification) ---

static bool spec_check(Vm *vm, const FormatSpec *spec, Object *object) {
    if (spec->type != 's') {
        format_spec_raise_unknown(vm, spec, object);
        return false;
    }
    if (spec->sign == ' ') return raise_false(vm, ERROR_FORMAT_STR_SPACE);
    if (spec->sign != 0) return raise_false(vm, ERROR_FORMAT_STR_SIGN);
    if (spec->coerces_negative_zero) return raise_false(vm, ERROR_FORMAT_STR_ZERO);
    if (spec->is_alternate) return raise_false(vm, ERROR_FORMAT_STR_ALTERNATE);
    return spec->align != '=' || raise_false(vm, ERROR_FORMAT_STR_ALIGN);
}

Object *str_to_format(Vm *vm, Str *str, const Str *text) {
    if (text == NULL || text->length == 0)
        return str->base.kind == KIND_STR ? object_share(&str->base) : object_str(vm, &str->base);
    FormatSpec spec;
    if (!format_spec_parse(vm, &spec, &str->base, text, '<', 's')) return NULL;
    if (!spec_check(vm, &spec, &str->base)) return NULL;
    int64_t length = str->length, left, right;
    if (spec.precision >= 0 && spec.precision < length) length = spec.precision;
    if (spec.width <= length) return str_new_part(vm, str, 0, length);
    format_spec_padding(&spec, length, &left, &right);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_fill(&builder, spec.fill, left);
    str_builder_add_part(&builder, str, 0, length);
    str_builder_add_fill(&builder, spec.fill, right);
    return str_builder_finish(&builder);
}

Object *str_method___format__(Vm *vm, const Slot *arguments) {
    Object *spec = arguments[1].object;
    if (!object_is_str(vm, spec))
        return raise(vm, ERROR_METHOD_ARGUMENT_NOT_STR, "__format__", spec);
    return str_to_format(vm, (Str *)arguments[0].object, (Str *)spec);
}
