// str.translate and str.maketrans.

#include "objects/str_methods.h"

#include "objects/dict.h"
#include "objects/int.h"

enum { ASCII_COUNT = 128, TABLE_UNKNOWN = 0xffff, TABLE_DELETED = 0xfffe };

// Adds what the table gives for a character; tells in *ascii what that was when it is
// one ASCII character or nothing.
static bool add_translated(Vm *vm, StrBuilder *builder, Object *value,
                           uint16_t *ascii) {
    *ascii = TABLE_UNKNOWN;
    if (value == vm->objects->none) {
        *ascii = TABLE_DELETED;
        return true;
    }
    if (object_is_int(vm, value)) {
        int64_t code = -1;
        if (int_find_value(vm, value, &code) != FOUND || code < 0 || code > 0x10ffff)
            return raise_false(vm, ERROR_TRANSLATE_RANGE);
        if (code < ASCII_COUNT) *ascii = (uint16_t)code;
        str_builder_add_char(builder, (uint32_t)code);
        return true;
    }
    if (!object_is_str(vm, value)) return raise_false(vm, ERROR_TRANSLATE_TYPE);
    const Str *str = (const Str *)value;
    if (str->length == 1 && str_get_char(str, 0) < ASCII_COUNT)
        *ascii = (uint16_t)str_get_char(str, 0);
    else if (str->length == 0)
        *ascii = TABLE_DELETED;
    str_builder_add(builder, str);
    return true;
}

static bool translate_char(Vm *vm, StrBuilder *builder, Object *table, uint32_t c,
                           uint16_t *ascii) {
    Object *key = int_new(vm, c);
    if (key == NULL) return false;
    Object *value = object_load_item(vm, table, key);
    object_drop(vm, key);
    if (value == NULL) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_LookupError))) return false;
        str_builder_add_char(builder, c);
        *ascii = c < ASCII_COUNT ? (uint16_t)c : TABLE_UNKNOWN;
        return true;
    }
    bool done = add_translated(vm, builder, value, ascii);
    object_drop(vm, value);
    return done;
}

Object *str_method_translate(Vm *vm, const Slot *arguments) {
    const Str *self = (Str *)arguments[0].object;
    Object *table = arguments[1].object;
    uint16_t known[ASCII_COUNT];   // what an ASCII character gave before
    for (int i = 0; i < ASCII_COUNT; i++) known[i] = TABLE_UNKNOWN;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    // Only of an ordinary dict is it certain that asking again gives the same.
    bool is_steady = table->kind == KIND_DICT;
    for (int64_t i = 0; i < self->length; i++) {
        uint32_t c = str_get_char(self, i);
        uint16_t ascii = c < ASCII_COUNT ? known[c] : TABLE_UNKNOWN;
        if (ascii < ASCII_COUNT) {
            str_builder_add_char(&builder, ascii);
        } else if (ascii == TABLE_UNKNOWN) {
            if (!translate_char(vm, &builder, table, c, &ascii)) {
                str_builder_drop(&builder);
                return NULL;
            }
            if (c < ASCII_COUNT && is_steady) known[c] = ascii;
        }
    }
    return str_builder_finish(&builder);
}

// --- maketrans ---

static bool set_code(Vm *vm, Dict *dict, uint32_t c, Object *value) {
    Object *key = int_new(vm, c);
    if (key == NULL) return false;
    bool done = dict_set(vm, dict, key, value);
    object_drop(vm, key);
    return done;
}

// A dict whose keys are characters or code points.
static bool read_table(Vm *vm, Dict *table, Object *object) {
    int64_t position = 0;
    Object *key, *value;
    if (!object_is_dict(vm, object) || object->kind != KIND_DICT)
        return raise_false(vm, ERROR_MAKETRANS_DICT);
    while (dict_next((Dict *)object, &position, &key, &value)) {
        bool done;
        if (object_is_str(vm, key)) {
            const Str *str = (const Str *)key;
            if (str->length != 1) return raise_false(vm, ERROR_MAKETRANS_KEY_LENGTH);
            done = set_code(vm, table, str_get_char(str, 0), value);
        } else if (object_is_int(vm, key)) {
            done = dict_set(vm, table, key, value);
        } else {
            return raise_false(vm, ERROR_MAKETRANS_KEY);
        }
        if (!done) return false;
    }
    return true;
}

static bool read_pairs(Vm *vm, Dict *table, Object *from, Object *to, Object *deleted) {
    if (!object_is_str(vm, from)) return raise_false(vm, ERROR_MAKETRANS_FIRST);
    const Str *old = (Str *)from, *new = (Str *)to, *gone = (Str *)deleted;
    if (old->length != new->length) return raise_false(vm, ERROR_MAKETRANS_LENGTH);
    for (int64_t i = 0; i < old->length; i++) {
        Object *code = int_new(vm, str_get_char(new, i));
        bool done = code != NULL && set_code(vm, table, str_get_char(old, i), code);
        object_drop_or_null(vm, code);
        if (!done) return false;
    }
    for (int64_t i = 0; gone != NULL && i < gone->length; i++)
        if (!set_code(vm, table, str_get_char(gone, i), vm->objects->none)) return false;
    return true;
}

Object *str_method_maketrans(Vm *vm, const Slot *arguments) {
    Object *first = arguments[0].object, *to = arguments[1].object, *gone = arguments[2].object;
    if (to != NULL && !object_is_str(vm, to)) return raise(vm, ERROR_MAKETRANS_ARGUMENT, 2, to);
    if (gone != NULL && !object_is_str(vm, gone))
        return raise(vm, ERROR_MAKETRANS_ARGUMENT, 3, gone);
    Dict *table = dict_new(vm);
    if (table == NULL) return NULL;
    bool done = to == NULL ? read_table(vm, table, first)
                           : read_pairs(vm, table, first, to, gone);
    if (done) return &table->base;
    object_drop(vm, &table->base);
    return NULL;
}
