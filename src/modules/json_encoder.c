// _json.make_encoder: values as a text of JSON.

#include "modules/json.h"

#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/sequence.h"

#include <math.h>

typedef struct Encoder {
    Object base;
    Slot markers;          // Dict of what is being encoded, by identity; or None
    Slot fallback;         // `default`: what makes others encodable
    Slot encoder;          // makes JSON of a string
    Slot indent;
    Slot key_separator, item_separator;   // Str
    bool sorts_keys, skips_keys, allows_nan;
    bool is_fast;          // encoder is one of this module's, and so range:
    uint8_t range;         // JsonRange
} Encoder;

static const Field encoder_fields[] = {
    FIELD(Encoder, markers),
    FIELD_NAMED(Encoder, fallback, "default"),
    FIELD(Encoder, encoder),
    FIELD(Encoder, indent),
    FIELD(Encoder, key_separator),
    FIELD(Encoder, item_separator),
    {0},
};

// A text that is being written.
typedef struct Output {
    Vm *vm;
    const Encoder *encoder;   // borrows
    StrBuilder *builder;      // borrows
} Output;

static bool add_value(Output *output, Object *value);

static void add_text(Output *output, const Slot *text) {
    str_builder_add(output->builder, (const Str *)text->object);
}

// Adds a text that is consumed; NULL: raised.
static bool take_text(Output *output, Object *text) {
    if (text == NULL) return false;
    str_builder_add(output->builder, (const Str *)text);
    object_drop(output->vm, text);
    return true;
}

// --- plain values ---

static bool add_string(Output *output, Object *string) {
    Vm *vm = output->vm;
    if (output->encoder->is_fast) {
        json_add_quoted(output->builder, (const Str *)string, (JsonRange)output->encoder->range);
        return true;
    }
    Object *text = object_call_one(vm, output->encoder->encoder.object, string);
    if (text == NULL || object_is_str(vm, text)) return take_text(output, text);
    raise(vm, ERROR_JSON_ENCODER, text);
    object_drop(vm, text);
    return false;
}

static Object *float_text(Vm *vm, const Encoder *encoder, double value) {
    if (isfinite(value)) return float_to_text(vm, value);
    if (!encoder->allows_nan) return raise(vm, ERROR_JSON_FLOAT);
    return str_new_c(vm, isnan(value) ? "NaN" : value > 0.0 ? "Infinity" : "-Infinity");
}

// The text of None, a bool or a number; ABSENT: it is something else.
static Found find_plain(Output *output, Object *value, Object **text) {
    Vm *vm = output->vm;
    const Objects *objects = vm->objects;
    if (value == objects->none) *text = str_new_c(vm, "null");
    else if (value == objects->true_) *text = str_new_c(vm, "true");
    else if (value == objects->false_) *text = str_new_c(vm, "false");
    else if (object_is_int(vm, value)) *text = int_to_text(vm, value, 10, 0);
    else if (object_is_float(vm, value))
        *text = float_text(vm, output->encoder, float_get_value(value));
    else return ABSENT;
    return *text != NULL ? FOUND : RAISED;
}

// --- circles ---

// Notes that a container is being encoded: *mark is its key among the markers, or NULL where
// there are none. False: raised, it is inside itself.
static bool mark(Output *output, Object *object, Object **key) {
    Vm *vm = output->vm;
    Object *markers = output->encoder->markers.object, *found;
    *key = NULL;
    if (markers == vm->objects->none) return true;
    *key = int_new_unsigned(vm, object_address(vm, object));
    if (*key == NULL) return false;
    Found known = dict_find(vm, (Dict *)markers, *key, &found);
    if (known == FOUND) raise(vm, ERROR_JSON_CIRCULAR);
    if (known == ABSENT && dict_set(vm, (Dict *)markers, *key, object)) return true;
    object_drop(vm, *key);
    return false;
}

// Forgets it again, if all went well.
static bool unmark(Output *output, Object *key, bool is_done) {
    Vm *vm = output->vm;
    if (key == NULL) return is_done;
    Dict *markers = (Dict *)output->encoder->markers.object;
    if (is_done && dict_remove(vm, markers, key) == ABSENT) {
        raise_argument(vm, exception_type(vm, EXCEPTION_KeyError), key);
    }
    object_drop(vm, key);
    return is_done && !raised(vm);
}

// --- containers ---

static bool add_items(Output *output, Object *sequence) {
    Vm *vm = output->vm;
    Object *fast = sequence_fast(vm, sequence, ERROR_JSON_CIRCULAR);
    if (fast == NULL) return false;
    bool is_done = true;
    for (int64_t i = 0; is_done; i++) {
        int64_t count;
        const Slot *items = sequence_fast_items(vm, fast, &count);
        if (i >= count) break;
        if (i > 0) add_text(output, &output->encoder->item_separator);
        Object *item = object_share(items[i].object);
        is_done = add_value(output, item);
        object_drop(vm, item);
    }
    object_drop(vm, fast);
    return is_done;
}

static bool add_list(Output *output, Object *list) {
    int64_t count;
    Object *key;
    if (!object_length(output->vm, list, &count)) return false;
    if (count == 0) {
        str_builder_add_c(output->builder, "[]");
        return true;
    }
    if (!mark(output, list, &key)) return false;
    str_builder_add_char(output->builder, '[');
    bool is_done = unmark(output, key, add_items(output, list));
    str_builder_add_char(output->builder, ']');
    return is_done;
}

// The str that stands for a key. ABSENT: it is skipped.
static Found find_key(Output *output, Object *key, Object **text) {
    Vm *vm = output->vm;
    if (object_is_str(vm, key)) {
        *text = object_share(key);
        return FOUND;
    }
    Found found = find_plain(output, key, text);
    if (found != ABSENT || output->encoder->skips_keys) return found;
    raise(vm, ERROR_JSON_KEY, key);
    return RAISED;
}

static bool add_member(Output *output, Object *key, Object *value, bool *is_first) {
    Object *text;
    Found found = find_key(output, key, &text);
    if (found != FOUND) return found == ABSENT;
    if (!*is_first) add_text(output, &output->encoder->item_separator);
    *is_first = false;
    bool is_done = add_string(output, text);
    object_drop(output->vm, text);
    add_text(output, &output->encoder->key_separator);
    return is_done && add_value(output, value);
}

static Object *list_members(Output *output, Object *dict) {
    Vm *vm = output->vm;
    Str *name = str_new_interned(vm, "items", 5);
    Object *items = name == NULL ? NULL : object_call_method(vm, dict, name, 0);
    object_drop_or_null(vm, (Object *)name);
    List *list = items == NULL ? NULL : list_new_from_iterable(vm, items);
    object_drop_or_null(vm, items);
    if (list == NULL || !output->encoder->sorts_keys) return (Object *)list;
    if (list_sort(vm, list, NULL, 0)) return (Object *)list;
    object_drop(vm, (Object *)list);
    return NULL;
}

static bool add_members(Output *output, Object *dict) {
    Vm *vm = output->vm;
    const List *members = (const List *)list_members(output, dict);
    bool is_done = members != NULL, is_first = true;
    for (int64_t i = 0; is_done && i < members->count; i++) {
        const Tuple *pair = (const Tuple *)object_share(members->items[i].object);
        is_done = object_is_tuple(vm, &pair->base) && pair->count == 2
                      ? add_member(output, pair->items[0].object, pair->items[1].object, &is_first)
                      : raise_false(vm, ERROR_JSON_MEMBER);
        object_drop(vm, (Object *)(uintptr_t)pair);
    }
    object_drop_or_null(vm, (Object *)(uintptr_t)members);
    return is_done;
}

static bool add_dict(Output *output, Object *dict) {
    Object *key;
    if (((const Dict *)dict)->count == 0) {
        str_builder_add_c(output->builder, "{}");
        return true;
    }
    if (!mark(output, dict, &key)) return false;
    str_builder_add_char(output->builder, '{');
    bool is_done = unmark(output, key, add_members(output, dict));
    str_builder_add_char(output->builder, '}');
    return is_done;
}

static bool add_other(Output *output, Object *value) {
    Object *key;
    if (!mark(output, value, &key)) return false;
    Object *made = object_call_one(output->vm, output->encoder->fallback.object, value);
    bool is_done = made != NULL && add_value(output, made);
    object_drop_or_null(output->vm, made);
    return unmark(output, key, is_done);
}

static bool add_nested(Output *output, Object *value) {
    Vm *vm = output->vm;
    if (!recursion_enter(vm, " while encoding a JSON object")) return false;
    bool is_done;
    if (object_is_list(vm, value) || object_is_tuple(vm, value)) is_done = add_list(output, value);
    else if (object_is_dict(vm, value)) is_done = add_dict(output, value);
    else is_done = add_other(output, value);
    recursion_leave(vm);
    return is_done;
}

static bool add_value(Output *output, Object *value) {
    Object *text;
    if (object_is_str(output->vm, value)) return add_string(output, value);
    Found found = find_plain(output, value, &text);
    if (found == FOUND) return take_text(output, text);
    return found == ABSENT && add_nested(output, value);
}

// --- the type ---

// A list of the text in one piece.
static Object *encode(Vm *vm, const Encoder *encoder, Object *value) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    Output output = {vm, encoder, &builder};
    if (!add_value(&output, value)) {
        str_builder_drop(&builder);
        return NULL;
    }
    Object *text = str_builder_finish(&builder);
    List *list = text == NULL ? NULL : list_new(vm, 1);
    if (list != NULL && list_add(vm, list, text)) {
        object_drop(vm, text);
        return (Object *)list;
    }
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, (Object *)list);
    return NULL;
}

static Object *encoder_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *values[2], *result = NULL;
    int64_t level;
    if (!arguments_bind(vm, "_iterencode", "(obj, _current_indent_level)", arguments, values))
        return NULL;
    object_share(callable);
    if (argument_size(vm, values[1], &level))
        result = encode(vm, (const Encoder *)callable, values[0]);
    object_drop(vm, callable);
    arguments_unbind(vm, values, 2);
    return result;
}

enum { MARKERS, DEFAULT, ENCODER, INDENT, KEY_SEPARATOR, ITEM_SEPARATOR, SORT_KEYS, SKIP_KEYS,
       ALLOW_NAN, ENCODER_VALUES };

static Object *make(Vm *vm, Type *type, Object *const *values) {
    Object *markers = values[MARKERS];
    bool flags[3];
    for (int i = KEY_SEPARATOR; i <= ITEM_SEPARATOR; i++)
        if (!object_is_str(vm, values[i])) return raise(vm, ERROR_JSON_SEPARATOR, i + 1, values[i]);
    for (int i = 0; i < 3; i++)
        if (!argument_truth(vm, values[SORT_KEYS + i], &flags[i])) return NULL;
    if (markers != vm->objects->none && !object_is_dict(vm, markers))
        return raise(vm, ERROR_JSON_MARKERS, markers);
    Object *made = type_new_filled(vm, type, 0);
    if (made == NULL) return NULL;
    Encoder *encoder = (Encoder *)made;
    for (int i = 0; i < SORT_KEYS; i++)
        slot_fill(vm, made, field_slot(made, &encoder_fields[i]), object_share(values[i]));
    encoder->sorts_keys = flags[0];
    encoder->skips_keys = flags[1];
    encoder->allows_nan = flags[2];
    JsonRange range = JSON_ANY;
    encoder->is_fast = json_find_range(vm, values[ENCODER], &range) == FOUND;
    encoder->range = (uint8_t)range;
    return made;
}

static Object *encoder_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[ENCODER_VALUES];
    if (!arguments_bind(vm, "make_encoder",
                        "(markers, default, encoder, indent, key_separator, item_separator, "
                        "sort_keys, skipkeys, allow_nan)",
                        arguments, values))
        return NULL;
    Object *made = make(vm, type, values);
    arguments_unbind(vm, values, ENCODER_VALUES);
    return made;
}

static const Member encoder_members[] = {
    {"markers", offsetof(Encoder, markers), MEMBER_READ_ONLY, "markers"},
    {"default", offsetof(Encoder, fallback), MEMBER_READ_ONLY, "default"},
    {"encoder", offsetof(Encoder, encoder), MEMBER_READ_ONLY, "encoder"},
    {"indent", offsetof(Encoder, indent), MEMBER_READ_ONLY, "indent"},
    {"key_separator", offsetof(Encoder, key_separator), MEMBER_READ_ONLY, "key_separator"},
    {"item_separator", offsetof(Encoder, item_separator), MEMBER_READ_ONLY, "item_separator"},
    {"sort_keys", offsetof(Encoder, sorts_keys), MEMBER_READ_ONLY | MEMBER_IS_BOOL, "sort_keys"},
    {"skipkeys", offsetof(Encoder, skips_keys), MEMBER_READ_ONLY | MEMBER_IS_BOOL, "skipkeys"},
    {0},
};

const TypeDefinition json_encoder_definition = {
    .name = "_json.Encoder",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(Encoder),
    .python_bytes = 80,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = encoder_fields},
    .behaviour = {.call = encoder_call, .new = encoder_new},
    .members = encoder_members,
    .doc = "Makes JSON of a value: a list of texts.",
};
