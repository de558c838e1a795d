// _json.make_scanner: values out of a text of JSON.

#include "modules/json.h"

#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/tuple.h"

typedef struct Scanner {
    Object base;
    Slot object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
    bool is_strict;
} Scanner;

static const Field scanner_fields[] = {
    FIELD(Scanner, object_hook),
    FIELD(Scanner, object_pairs_hook),
    FIELD(Scanner, parse_float),
    FIELD(Scanner, parse_int),
    FIELD(Scanner, parse_constant),
    {0},
};

// A text that is being read.
typedef struct Scan {
    Vm *vm;
    const Scanner *scanner;   // borrows
    const Str *text;          // borrows
    Dict *keys;               // owns: the keys so far, so that equal ones are one object
    int64_t index;            // of the next character
} Scan;

static Object *scan_value(Scan *scan);

static bool has(const Scan *scan, char c) {
    return scan->index < scan->text->length &&
           str_get_char(scan->text, scan->index) == (uint32_t)c;
}

static void skip_blanks(Scan *scan) {
    for (; scan->index < scan->text->length; scan->index++) {
        uint32_t c = str_get_char(scan->text, scan->index);
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    }
}

static Object *stop(Scan *scan, int64_t index) {
    Object *number = int_new(scan->vm, index);
    if (number == NULL) return NULL;
    raise_argument(scan->vm, exception_type(scan->vm, EXCEPTION_StopIteration), number);
    object_drop(scan->vm, number);
    return NULL;
}

static bool expect(Scan *scan, char c, const char *message) {
    if (has(scan, c)) return true;
    json_refuse(scan->vm, message, scan->text, scan->index);
    return false;
}

// --- objects and arrays ---

static Object *scan_string(Scan *scan) {
    return json_scan_string(scan->vm, scan->text, scan->index + 1, scan->scanner->is_strict,
                            &scan->index);
}

static Object *scan_key(Scan *scan) {
    Object *key = scan_string(scan), *known;
    if (key == NULL) return NULL;
    Found found = dict_find(scan->vm, scan->keys, key, &known);
    if (found == FOUND) {
        object_share(known);
        object_drop(scan->vm, key);
        return known;
    }
    if (found == ABSENT && dict_set(scan->vm, scan->keys, key, key)) return key;
    object_drop(scan->vm, key);
    return NULL;
}

// One "key": value; `pairs` or `dict` takes it.
static bool scan_member(Scan *scan, List *pairs, Dict *dict) {
    Vm *vm = scan->vm;
    if (!expect(scan, '"', "Expecting property name enclosed in double quotes")) return false;
    Object *key = scan_key(scan), *value = NULL;
    if (key == NULL) return false;
    skip_blanks(scan);
    if (expect(scan, ':', "Expecting ':' delimiter")) {
        scan->index++;
        skip_blanks(scan);
        value = scan_value(scan);
    }
    bool is_done = value != NULL;
    if (is_done && pairs != NULL) {
        Object *pair = (Object *)tuple_pack(vm, 2, key, value);
        is_done = pair != NULL && list_take_add(vm, pairs, pair);
    } else if (is_done) {
        is_done = dict_set(vm, dict, key, value);
    }
    object_drop(vm, key);
    object_drop_or_null(vm, value);
    return is_done;
}

static bool scan_members(Scan *scan, List *pairs, Dict *dict) {
    skip_blanks(scan);
    if (has(scan, '}')) return true;
    for (;;) {
        if (!scan_member(scan, pairs, dict)) return false;
        skip_blanks(scan);
        if (has(scan, '}')) return true;
        if (!expect(scan, ',', "Expecting ',' delimiter")) return false;
        scan->index++;
        skip_blanks(scan);
    }
}

static Object *scan_object(Scan *scan) {
    Vm *vm = scan->vm;
    Object *none = vm->objects->none, *pairs_hook = scan->scanner->object_pairs_hook.object;
    Object *hook = pairs_hook != none ? pairs_hook : scan->scanner->object_hook.object;
    List *pairs = pairs_hook != none ? list_new(vm, 0) : NULL;
    Dict *dict = pairs_hook == none ? dict_new(vm) : NULL;
    Object *made = pairs != NULL ? (Object *)pairs : (Object *)dict;
    if (made == NULL) return NULL;
    scan->index++;
    if (!scan_members(scan, pairs, dict)) {
        object_drop(vm, made);
        return NULL;
    }
    scan->index++;
    if (hook == none) return made;
    Object *result = object_call_one(vm, hook, made);
    object_drop(vm, made);
    return result;
}

static bool scan_items(Scan *scan, List *list) {
    skip_blanks(scan);
    if (has(scan, ']')) return true;
    for (;;) {
        Object *value = scan_value(scan);
        if (value == NULL || !list_take_add(scan->vm, list, value)) return false;
        skip_blanks(scan);
        if (has(scan, ']')) return true;
        if (!expect(scan, ',', "Expecting ',' delimiter")) return false;
        scan->index++;
        skip_blanks(scan);
    }
}

static Object *scan_array(Scan *scan) {
    List *list = list_new(scan->vm, 0);
    if (list == NULL) return NULL;
    scan->index++;
    if (!scan_items(scan, list)) {
        object_drop(scan->vm, (Object *)list);
        return NULL;
    }
    scan->index++;
    return (Object *)list;
}

// --- constants and numbers ---

static bool matches(const Scan *scan, const char *word) {
    int64_t index = scan->index;
    for (; *word != 0; word++, index++)
        if (index >= scan->text->length || str_get_char(scan->text, index) != (uint32_t)*word)
            return false;
    return true;
}

static Object *call_constant(Scan *scan, const char *word, int64_t length) {
    Str *name = str_new_interned(scan->vm, word, (size_t)length);
    if (name == NULL) return NULL;
    scan->index += length;
    Object *result = object_call_one(scan->vm, scan->scanner->parse_constant.object,
                                     (Object *)name);
    object_drop(scan->vm, (Object *)name);
    return result;
}

static bool is_digit_at(const Scan *scan, int64_t index) {
    if (index >= scan->text->length) return false;
    uint32_t c = str_get_char(scan->text, index);
    return c >= '0' && c <= '9';
}

static int64_t skip_digits(const Scan *scan, int64_t index) {
    while (is_digit_at(scan, index)) index++;
    return index;
}

static bool is_at(const Scan *scan, int64_t index, char c, char other) {
    if (index >= scan->text->length) return false;
    uint32_t found = str_get_char(scan->text, index);
    return found == (uint32_t)c || found == (uint32_t)other;
}

// Where a number ends that begins at scan->index; -1: there is none.
static int64_t find_number(const Scan *scan, bool *is_float) {
    int64_t index = scan->index;
    *is_float = false;
    if (is_at(scan, index, '-', '-')) index++;
    if (!is_digit_at(scan, index)) return -1;
    index = is_at(scan, index, '0', '0') ? index + 1 : skip_digits(scan, index);
    if (is_at(scan, index, '.', '.') && is_digit_at(scan, index + 1)) {
        *is_float = true;
        index = skip_digits(scan, index + 1);
    }
    if (is_at(scan, index, 'e', 'E')) {
        int64_t digits = index + 1;
        if (is_at(scan, digits, '+', '-')) digits++;
        if (is_digit_at(scan, digits)) {
            *is_float = true;
            index = skip_digits(scan, digits);
        }
    }
    return index;
}

// Small ints without a string in between. ABSENT: it is not small.
static Found read_small_int(const Scan *scan, int64_t end, int64_t *value) {
    int64_t index = scan->index;
    bool is_negative = is_at(scan, index, '-', '-');
    index += is_negative;
    if (end - index > 18) return ABSENT;
    *value = 0;
    for (; index < end; index++)
        *value = *value * 10 + ((int64_t)str_get_char(scan->text, index) - '0');
    if (is_negative) *value = -*value;
    return FOUND;
}

static Object *scan_number(Scan *scan) {
    Vm *vm = scan->vm;
    bool is_float;
    int64_t start = scan->index, end = find_number(scan, &is_float), value;
    if (end < 0) return stop(scan, start);
    Object *function = is_float ? scan->scanner->parse_float.object
                                : scan->scanner->parse_int.object;
    bool is_plain = function == (Object *)type_of_kind(vm, is_float ? KIND_FLOAT : KIND_INT);
    if (is_plain && !is_float && read_small_int(scan, end, &value) == FOUND) {
        scan->index = end;
        return int_new(vm, value);
    }
    Object *text = str_new_part(vm, scan->text, start, end);
    if (text == NULL) return NULL;
    scan->index = end;
    Object *number = object_call_one(vm, function, text);
    object_drop(vm, text);
    return number;
}

static Object *scan_nested(Scan *scan, Object *(*function)(Scan *scan), const char *where) {
    if (!recursion_enter(scan->vm, where)) return NULL;
    Object *value = function(scan);
    recursion_leave(scan->vm);
    return value;
}

static Object *scan_word(Scan *scan, const char *word, int64_t length, Object *value) {
    if (!matches(scan, word)) return NULL;
    scan->index += length;
    return object_share(value);
}

static Object *scan_value(Scan *scan) {
    const Objects *objects = scan->vm->objects;
    Object *value = NULL;
    if (scan->index >= scan->text->length) return stop(scan, scan->index);
    switch (str_get_char(scan->text, scan->index)) {
    case '"': return scan_string(scan);
    case '{':
        return scan_nested(scan, scan_object,
                           " while decoding a JSON object from a unicode string");
    case '[':
        return scan_nested(scan, scan_array,
                           " while decoding a JSON array from a unicode string");
    case 'n': value = scan_word(scan, "null", 4, objects->none); break;
    case 't': value = scan_word(scan, "true", 4, objects->true_); break;
    case 'f': value = scan_word(scan, "false", 5, objects->false_); break;
    case 'N':
        if (matches(scan, "NaN")) return call_constant(scan, "NaN", 3);
        break;
    case 'I':
        if (matches(scan, "Infinity")) return call_constant(scan, "Infinity", 8);
        break;
    case '-':
        if (matches(scan, "-Infinity")) return call_constant(scan, "-Infinity", 9);
        break;
    default: break;
    }
    return value != NULL ? value : scan_number(scan);
}

// --- the type ---

static Object *scan_once(Vm *vm, const Scanner *scanner, Object *text, Object *place) {
    Scan scan = {.vm = vm, .scanner = scanner, .text = (const Str *)text};
    if (!argument_size(vm, place, &scan.index)) return NULL;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_JSON_STRING, text);
    if (scan.index < 0) return raise(vm, ERROR_JSON_INDEX);
    scan.keys = dict_new(vm);
    Object *value = scan.keys == NULL ? NULL : scan_value(&scan);
    object_drop_or_null(vm, (Object *)scan.keys);
    return value == NULL ? NULL : build_tuple(vm, "Oi", value, scan.index);
}

static Object *scanner_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Object *values[2];
    if (!arguments_bind(vm, "scan_once", "(string, idx)", arguments, values)) return NULL;
    object_share(callable);
    Object *result = scan_once(vm, (const Scanner *)callable, values[0], values[1]);
    object_drop(vm, callable);
    arguments_unbind(vm, values, 2);
    return result;
}

static Object *load_named(Vm *vm, Object *context, const char *text) {
    Object *name = str_new_c(vm, text);
    Object *value = name == NULL ? NULL : object_load_attribute(vm, context, (Str *)name);
    object_drop_or_null(vm, name);
    return value;
}

static bool fill_from(Vm *vm, Scanner *scanner, Object *context) {
    Object *strict = load_named(vm, context, "strict");
    if (strict == NULL) return false;
    bool is_read = argument_truth(vm, strict, &scanner->is_strict);
    object_drop(vm, strict);
    for (const Field *field = scanner_fields; is_read && field->name != NULL; field++) {
        Object *value = load_named(vm, context, field->name);
        if (value == NULL) return false;
        slot_fill(vm, &scanner->base, field_slot(&scanner->base, field), value);
    }
    return is_read;
}

static Object *scanner_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *context;
    if (!arguments_bind(vm, "make_scanner", "(context)", arguments, &context)) return NULL;
    Object *made = type_new_filled(vm, type, 0);
    bool is_done = made != NULL && fill_from(vm, (Scanner *)made, context);
    object_drop(vm, context);
    if (is_done) return made;
    object_drop_or_null(vm, made);
    return NULL;
}

static const Member scanner_members[] = {
    {"strict", offsetof(Scanner, is_strict), MEMBER_READ_ONLY | MEMBER_IS_BOOL, "strict"},
    {"object_hook", offsetof(Scanner, object_hook), MEMBER_READ_ONLY, "object_hook"},
    {"object_pairs_hook", offsetof(Scanner, object_pairs_hook), MEMBER_READ_ONLY, NULL},
    {"parse_float", offsetof(Scanner, parse_float), MEMBER_READ_ONLY, "parse_float"},
    {"parse_int", offsetof(Scanner, parse_int), MEMBER_READ_ONLY, "parse_int"},
    {"parse_constant", offsetof(Scanner, parse_constant), MEMBER_READ_ONLY, "parse_constant"},
    {0},
};

const TypeDefinition json_scanner_definition = {
    .name = "_json.Scanner",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(Scanner),
    .python_bytes = 72,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = scanner_fields},
    .behaviour = {.call = scanner_call, .new = scanner_new},
    .members = scanner_members,
    .doc = "Reads a value of JSON from an index of a text on.",
};
