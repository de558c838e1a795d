// The module unicodedata: the Unicode character database as functions of the module and, for
// version 3.2.0, as methods of ucd_3_2_0.
//
// Both are the same functions: their `self` is the module or a Database.

#include "modules/modules.h"

#include "base/host.h"
#include "base/unicode.h"
#include "base/unicode_name.h"
#include "base/unicode_old.h"
#include "modules/argument.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/float.h"
#include "objects/int.h"

enum { LOOKUP_BYTES_MAX = 256, DECOMPOSITION_TEXT_MAX = 24 + 8 * UNICODE_DECOMPOSITION_MAX };

typedef struct Database {
    Object base;
    Slot version;
} Database;

// Which version a call asks: 3.2.0 if it is a method's, not the module's.
static bool asks_old(const Slot *arguments) {
    return arguments[0].object->kind != KIND_MODULE;
}

// What 3.2.0 knew of a character; NULL: this version is not asked for.
static const UnicodeOldRecord *old_record(const Slot *arguments, uint32_t c) {
    return asks_old(arguments) ? unicode_old_get(c) : NULL;
}

// The argument of most functions, a str of one character. `place` as for argument_refuse.
static bool char_argument(Vm *vm, const char *function, int place, Object *object, uint32_t *c) {
    if (!object_is_str(vm, object) || ((Str *)object)->length != 1)
        return argument_refuse(vm, function, place, "a unicode character", object);
    *c = str_get_char((Str *)object, 0);
    return true;
}

// --- numbers ---

// The second argument, or the error that there is no such value.
static Object *otherwise(Vm *vm, const Slot *arguments, ErrorId error) {
    Object *object = arguments[2].object;
    return object != NULL ? object_share(object) : raise(vm, error);
}

static Object *unicodedata_method_decimal(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "decimal", 1, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    int number = old == NULL ? unicode_get_decimal(c)
                             : old->decimal == UNICODE_OLD_NONE ? -1 : old->decimal;
    if (number < 0) return otherwise(vm, arguments, ERROR_UNICODE_DECIMAL);
    return int_new(vm, number);
}

static Object *unicodedata_method_digit(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "digit", 1, arguments[1].object, &c)) return NULL;
    int number = unicode_get_digit(c);   // of all versions
    if (number < 0) return otherwise(vm, arguments, ERROR_UNICODE_DIGIT);
    return int_new(vm, number);
}

static Object *unicodedata_method_numeric(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "numeric", 1, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    double number;
    if ((old != NULL && !old->is_assigned) || !unicode_find_number(c, &number))
        return otherwise(vm, arguments, ERROR_UNICODE_NUMERIC);
    return float_new(vm, number);
}

// --- properties ---

static Object *unicodedata_method_category(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "category", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    int category = old != NULL ? old->category : unicode_get_properties(c)->category;
    return str_new_c(vm, unicode_category_name(category));
}

static Object *unicodedata_method_bidirectional(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "bidirectional", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    return str_new_c(vm, unicode_bidi_name(old != NULL ? old->bidi
                                                       : unicode_get_properties(c)->bidi));
}

static Object *unicodedata_method_combining(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "combining", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    bool is_missing = old != NULL && !old->is_assigned;
    return int_new(vm, is_missing ? 0 : unicode_get_properties(c)->combining);
}

static Object *unicodedata_method_mirrored(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "mirrored", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    return int_new(vm, old != NULL ? old->is_mirrored : unicode_get_properties(c)->is_mirrored);
}

static Object *unicodedata_method_east_asian_width(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "east_asian_width", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    return str_new_c(vm, unicode_width_name(old != NULL ? old->width
                                                        : unicode_get_properties(c)->width));
}

static char *write_hex(char *text, uint32_t c) {
    int digits = c > 0xfffff ? 6 : c > 0xffff ? 5 : 4;
    for (int i = digits - 1; i >= 0; i--) *text++ = "0123456789ABCDEF"[c >> 4 * i & 15];
    return text;
}

static Object *unicodedata_method_decomposition(Vm *vm, const Slot *arguments) {
    uint32_t c, parts[UNICODE_DECOMPOSITION_MAX];
    if (!char_argument(vm, "decomposition", 0, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    const char *tag = "";
    int count = old != NULL && !old->is_assigned ? 0 : unicode_get_decomposition(c, &tag, parts);
    char text[DECOMPOSITION_TEXT_MAX], *end = text;
    while (count > 0 && *tag != 0) *end++ = *tag++;
    for (int i = 0; i < count; i++) {
        if (end != text) *end++ = ' ';
        end = write_hex(end, parts[i]);
    }
    return str_new(vm, text, (size_t)(end - text));
}

// --- names ---

static Object *unicodedata_method_name(Vm *vm, const Slot *arguments) {
    uint32_t c;
    if (!char_argument(vm, "name", 1, arguments[1].object, &c)) return NULL;
    const UnicodeOldRecord *old = old_record(arguments, c);
    char name[UNICODE_NAME_MAX];
    size_t length = old != NULL && !old->is_assigned ? 0 : unicode_name_write(c, name);
    return length == 0 ? otherwise(vm, arguments, ERROR_UNICODE_NO_NAME)
                       : str_new(vm, name, length);
}

// Is it a name of the database itself, and of a character that 3.2.0 had? Aliases are newer.
static bool is_old_name(uint32_t c, const char *text, size_t bytes) {
    char name[UNICODE_NAME_MAX];
    if (unicode_name_is_computed(c)) return true;   // CPython doesn't ask since when
    if (unicode_name_write(c, name) != bytes) return false;
    for (size_t i = 0; i < bytes; i++) {
        bool is_small = text[i] >= 'a' && text[i] <= 'z';
        if (name[i] != (is_small ? text[i] - ('a' - 'A') : text[i])) return false;
    }
    return unicode_old_get(c)->is_assigned;
}

static Object *raise_undefined(Vm *vm, const char *text, size_t bytes) {
    size_t shown = 0;   // CPython's message ends at a zero
    while (shown < bytes && text[shown] != 0) shown++;
    Str *errors = str_new_interned(vm, "replace", 7);
    Object *name = NULL;
    int64_t taken;
    if (errors != NULL)
        name = codec_decode_with(vm, codec_find_c("utf_8"), (const uint8_t *)text, (int64_t)shown,
                                 errors, &taken, NULL, false);
    if (name != NULL) raise(vm, ERROR_UNICODE_UNDEFINED, name);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, (Object *)errors);
    return NULL;
}

static Object *lookup(Vm *vm, const char *text, size_t bytes, bool is_old) {
    uint32_t row[UNICODE_SEQUENCE_MAX];
    if (bytes > LOOKUP_BYTES_MAX) return raise(vm, ERROR_UNICODE_LONG_NAME);
    int32_t code = unicode_name_find(text, bytes);
    if (code >= 0 && (!is_old || is_old_name((uint32_t)code, text, bytes)))
        return str_new_char(vm, (uint32_t)code);
    int count = is_old ? 0 : unicode_name_find_sequence(text, bytes, row);
    if (count == 0) return raise_undefined(vm, text, bytes);
    return str_new_from_chars(vm, row, sizeof row[0], count);
}

// The name is a str or bytes that stay as they are.
static Object *unicodedata_method_lookup(Vm *vm, const Slot *arguments) {
    Object *name = arguments[1].object, *encoded = NULL;
    const ViewBehaviour *behaviour = object_type(vm, name)->behaviour.view;
    if (behaviour != NULL && behaviour->release != NULL) {
        argument_refuse(vm, "lookup", 0, "read-only bytes-like object", name);
        return NULL;
    }
    if (object_is_str(vm, name)) {
        name = encoded = codec_encode(vm, (Str *)name, NULL, NULL);
        if (name == NULL) return NULL;
    }
    View view = {0};
    Object *found = NULL;
    if (view_acquire(vm, name, &view, VIEW_READ)) {
        found = lookup(vm, (const char *)view.data, (size_t)view.bytes, asks_old(arguments));
        view_release(vm, &view);
    }
    object_drop_or_null(vm, encoded);
    return found;
}

// --- normal forms ---

static bool read_form(Vm *vm, const Str *name, UnicodeForm *form) {
    static const char *const names[] = {"NFC", "NFD", "NFKC", "NFKD"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        if (!str_is(name, names[i])) continue;
        *form = (UnicodeForm)i;
        return true;
    }
    return raise_false(vm, ERROR_UNICODE_FORM);
}

// Whether each character may stand in the form, as far as it alone tells.
static UnicodeQuick check_quickly(const Str *str, UnicodeForm form) {
    if (str->is_ascii) return UNICODE_YES;
    UnicodeQuick answer = UNICODE_YES;
    int last = 0;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        if (c < UNICODE_BOUNDARY_ALWAYS) {
            last = 0;
            continue;
        }
        const UnicodeProperties *properties = unicode_get_properties(c);
        if (properties->combining != 0 && last > properties->combining) return UNICODE_NO;
        last = properties->combining;
        UnicodeQuick own = unicode_get_quick(properties, form);
        if (own == UNICODE_NO) return UNICODE_NO;
        if (own == UNICODE_PERHAPS) answer = UNICODE_PERHAPS;
    }
    return answer;
}

static Object *normalise(Vm *vm, const Str *str, UnicodeForm form, UnicodeAge age) {
    size_t bytes = (size_t)str->length * sizeof(uint32_t);
    uint32_t *chars = system_new(vm, bytes);
    if (chars == NULL) return NULL;
    for (int64_t i = 0; i < str->length; i++) chars[i] = str_get_char(str, i);
    int64_t length;
    uint32_t *normal = unicode_normalise(form, age, chars, str->length, &length);
    system_drop(vm, chars, bytes);
    if (normal == NULL) return raise_memory_error(vm);
    Object *result = str_new_from_chars(vm, normal, sizeof normal[0], length);
    host_release(normal);
    return result;
}

static bool form_arguments(Vm *vm, const char *function, const Slot *arguments, Str **form,
                           Str **text) {
    *form = (Str *)arguments[1].object;
    *text = (Str *)arguments[2].object;
    return argument_str(vm, function, 1, arguments[1].object) &&
           argument_str(vm, function, 2, arguments[2].object);
}

static Object *unicodedata_method_normalize(Vm *vm, const Slot *arguments) {
    Str *name, *text;
    UnicodeForm form = UNICODE_NFC;
    bool is_old = asks_old(arguments);
    if (!form_arguments(vm, "normalize", arguments, &name, &text)) return NULL;
    if (text->length == 0) return object_share(&text->base);
    if (!read_form(vm, name, &form)) return NULL;
    if (!is_old && check_quickly(text, form) == UNICODE_YES) return object_share(&text->base);
    return normalise(vm, text, form, is_old ? UNICODE_3_2 : UNICODE_14_0);
}

static Object *unicodedata_method_is_normalized(Vm *vm, const Slot *arguments) {
    Str *name, *text;
    UnicodeForm form = UNICODE_NFC;
    bool is_old = asks_old(arguments);
    if (!form_arguments(vm, "is_normalized", arguments, &name, &text)) return NULL;
    if (text->length == 0) return bool_new(vm, true);
    if (!read_form(vm, name, &form)) return NULL;
    UnicodeQuick answer = is_old ? UNICODE_PERHAPS : check_quickly(text, form);
    if (answer != UNICODE_PERHAPS) return bool_new(vm, answer == UNICODE_YES);
    Object *normal = normalise(vm, text, form, is_old ? UNICODE_3_2 : UNICODE_14_0);
    if (normal == NULL) return NULL;
    bool is_equal = str_is_equal((Str *)normal, text);
    object_drop(vm, normal);
    return bool_new(vm, is_equal);
}

// --- the module ---

static const Method methods[] = {
    METHOD(unicodedata, decimal, "(self, chr, default=<unrepresentable>, /)",
           "The decimal digit that a character is; without it the default, or ValueError."),
    METHOD(unicodedata, digit, "(self, chr, default=<unrepresentable>, /)",
           "The digit that a character is; without it the default, or ValueError."),
    METHOD(unicodedata, numeric, "(self, chr, default=<unrepresentable>, /)",
           "The number that a character is, a float; without it the default, or ValueError."),
    METHOD(unicodedata, category, "(self, chr, /)", "The category of a character: 'Lu'."),
    METHOD(unicodedata, bidirectional, "(self, chr, /)",
           "The class of a character in texts of two directions, '' where it has none."),
    METHOD(unicodedata, combining, "(self, chr, /)",
           "The combining class of a character, 0 where it has none."),
    METHOD(unicodedata, mirrored, "(self, chr, /)",
           "1: the character is mirrored in text that runs from right to left; 0: it is not."),
    METHOD(unicodedata, east_asian_width, "(self, chr, /)", "How wide a character is: 'Na'."),
    METHOD(unicodedata, decomposition, "(self, chr, /)",
           "What a character decomposes to: code points, after a tag if there is one."),
    METHOD(unicodedata, name, "(self, chr, default=<unrepresentable>, /)",
           "The name of a character; without it the default, or ValueError."),
    METHOD(unicodedata, lookup, "(self, name, /)",
           "The character, or the sequence, of that name; KeyError when there is none."),
    METHOD(unicodedata, is_normalized, "(self, form, unistr, /)",
           "Is the text in that normal form: 'NFC', 'NFKC', 'NFD' or 'NFKD'?"),
    METHOD(unicodedata, normalize, "(self, form, unistr, /)",
           "The text in that normal form: 'NFC', 'NFKC', 'NFD' or 'NFKD'."),
    {0},
};

static const Member database_members[] = {
    {"unidata_version", offsetof(Database, version), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Field database_fields[] = {FIELD_NAMED(Database, version, "unidata_version"), {0}};

static const TypeDefinition database_definition = {
    .name = "unicodedata.UCD",
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_HEAP,
    .bytes = sizeof(Database),
    .python_bytes = 40,
    .layout = {
        .name = "unicodedata.UCD",
        .flags = LAYOUT_COLLECTED,
        .fields = database_fields,
    },
    .methods = methods,
    .members = database_members,
};

bool unicodedata_module_start(Vm *vm, Module *module) {
    Type *type = module_add_type(vm, module, &database_definition);
    if (type == NULL) return false;
    Object *old = type_new_filled(vm, type, 1, str_new_c(vm, UNICODE_OLD_VERSION));
    return module_add_functions(vm, module, methods) &&
           module_take_set(vm, module, "ucd_3_2_0", old) &&
           module_take_set(vm, module, "unidata_version", str_new_c(vm, UNICODE_VERSION)) &&
           module_set_doc(vm, module, "The Unicode character database, version 14.0.0.");
}
