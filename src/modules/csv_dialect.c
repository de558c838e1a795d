// Dialects of the module _csv: which characters separate, quote and escape.

#include "modules/csv.h"

#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/tuple.h"

#include <limits.h>

// The arguments in their order; each is an attribute of dialects too.
enum { DIALECT, DELIMITER, DOUBLE_QUOTE, ESCAPE, LINE_END, QUOTE, QUOTING, SKIP_SPACE, STRICT,
       DIALECT_VALUES };

static const char *const value_names[DIALECT_VALUES] = {
    "dialect", "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar",
    "quoting", "skipinitialspace", "strict",
};

static const Field dialect_fields[] = {FIELD_NAMED(CsvDialect, line_end, "lineterminator"), {0}};

static void dialect_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const CsvDialect *dialect = (const CsvDialect *)object;
    add(context, &dialect->delimiter, 4 * sizeof(int32_t) + 3 * sizeof(bool));
}

// --- reading the values ---

// A character, or with None (where may_lack says so) none.
static bool read_char(Vm *vm, const char *name, Object *value, int32_t otherwise, int may_lack,
                      int32_t *c) {
    *c = otherwise;
    if (value == NULL) return true;
    if (may_lack && value == vm->objects->none) {
        *c = CSV_NO_CHAR;
        return true;
    }
    if (!object_is_str(vm, value))
        return raise_false(vm, ERROR_CSV_CHAR_TYPE, name, may_lack ? "string or None" : "string",
                           object_type_name(vm, value));
    const Str *str = (const Str *)value;
    if (str->length != 1) return raise_false(vm, ERROR_CSV_CHAR, name);
    *c = (int32_t)str_get_char(str, 0);
    return true;
}

static bool read_line_end(Vm *vm, CsvDialect *dialect, Object *value) {
    Object *text = NULL;
    if (value == NULL) text = str_new(vm, "\r\n", 2);
    else if (value == vm->objects->none) return true;   // refused later on
    else if (object_is_str(vm, value)) text = object_share(value);
    else return raise_false(vm, ERROR_CSV_LINE_END);
    if (text != NULL) slot_fill(vm, &dialect->base, &dialect->line_end, text);
    return text != NULL;
}

static bool read_quoting(Vm *vm, CsvDialect *dialect, Object *value) {
    if (value == NULL) return true;
    if (value->kind != KIND_INT && value->kind != KIND_BIGINT)
        return raise_false(vm, ERROR_CSV_QUOTING_TYPE);
    int number;
    if (!argument_int(vm, value, &number)) return false;
    dialect->quoting = number;
    return true;
}

static bool read_flag(Vm *vm, Object *value, bool otherwise, bool *flag) {
    *flag = otherwise;
    return value == NULL || argument_truth(vm, value, flag);
}

static bool check_whole(Vm *vm, CsvDialect *dialect, Object *const *values) {
    if (dialect->quoting < 0 || dialect->quoting >= CSV_QUOTINGS)
        return raise_false(vm, ERROR_CSV_QUOTING);
    if (values[QUOTE] == vm->objects->none && values[QUOTING] == NULL) dialect->quoting = CSV_NONE;
    if (dialect->quoting != CSV_NONE && dialect->quote == CSV_NO_CHAR)
        return raise_false(vm, ERROR_CSV_NO_QUOTE);
    return dialect->line_end.object != NULL || raise_false(vm, ERROR_CSV_NO_LINE_END);
}

static bool read_values(Vm *vm, CsvDialect *dialect, Object *const *values) {
    return read_char(vm, "delimiter", values[DELIMITER], ',', 0, &dialect->delimiter) &&
           read_flag(vm, values[DOUBLE_QUOTE], true, &dialect->doubles_quotes) &&
           read_char(vm, "escapechar", values[ESCAPE], CSV_NO_CHAR, 1, &dialect->escape) &&
           read_line_end(vm, dialect, values[LINE_END]) &&
           read_char(vm, "quotechar", values[QUOTE], '"', 1, &dialect->quote) &&
           read_quoting(vm, dialect, values[QUOTING]) &&
           read_flag(vm, values[SKIP_SPACE], false, &dialect->skips_space) &&
           read_flag(vm, values[STRICT], false, &dialect->is_strict) &&
           check_whole(vm, dialect, values);
}

// Takes what was not given from the attributes of the dialect that was; those that can't be
// had are left out.
static bool inherit_values(Vm *vm, Object **values) {
    for (int i = DELIMITER; i < DIALECT_VALUES; i++) {
        if (values[i] != NULL) continue;
        Object *name = str_new_c(vm, value_names[i]);
        if (name == NULL) return false;
        if (object_find_attribute(vm, values[DIALECT], (Str *)name, &values[i]) != FOUND) {
            values[i] = NULL;
            raised_clear(vm);
        }
        object_drop(vm, name);
    }
    return true;
}

static bool has_values(Object *const *values) {
    for (int i = DELIMITER; i < DIALECT_VALUES; i++)
        if (values[i] != NULL) return true;
    return false;
}

static Object *make(Vm *vm, Type *type, Object **values) {
    Object *given = values[DIALECT];
    if (given != NULL && object_is_str(vm, given)) {
        values[DIALECT] = csv_find_dialect(vm, given);
        object_drop(vm, given);
        given = values[DIALECT];
        if (given == NULL) return NULL;
    }
    bool is_dialect = given != NULL &&
                      object_has_type(vm, given, csv_get_state(vm)->dialect);
    if (is_dialect && !has_values(values)) return object_share(given);
    if (given != NULL && !inherit_values(vm, values)) return NULL;
    Object *made = type_new_filled(vm, type, 0);
    if (made == NULL || read_values(vm, (CsvDialect *)made, values)) return made;
    object_drop(vm, made);
    return NULL;
}

// CPython names no function in the text for a keyword that it does not know.
static bool check_keywords(Vm *vm, const Arguments *arguments) {
    const Tuple *names = arguments->names;
    for (int64_t i = 0; names != NULL && i < names->count; i++) {
        const Str *name = (const Str *)names->items[i].object;
        int known = 0;
        while (known < DIALECT_VALUES && !str_is(name, value_names[known])) known++;
        if (known == DIALECT_VALUES) return raise_false(vm, ERROR_CSV_KEYWORD, name);
    }
    return true;
}

static Object *dialect_new(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[DIALECT_VALUES];
    if (!check_keywords(vm, arguments)) return NULL;
    if (!arguments_bind(vm, "this function",
                        "(dialect=None, delimiter=None, doublequote=None, escapechar=None, "
                        "lineterminator=None, quotechar=None, quoting=None, "
                        "skipinitialspace=None, strict=None)",
                        arguments, values))
        return NULL;
    Object *made = make(vm, type, values);
    arguments_unbind(vm, values, DIALECT_VALUES);
    return made;
}

// --- the type ---

static Object *char_or_none(Vm *vm, int32_t c) {
    return c == CSV_NO_CHAR ? none_new(vm) : str_new_char(vm, (uint32_t)c);
}

static Object *dialect_get_delimiter(Vm *vm, Object *object) {
    return char_or_none(vm, ((const CsvDialect *)object)->delimiter);
}

static Object *dialect_get_escape(Vm *vm, Object *object) {
    return char_or_none(vm, ((const CsvDialect *)object)->escape);
}

static Object *dialect_get_quote(Vm *vm, Object *object) {
    return char_or_none(vm, ((const CsvDialect *)object)->quote);
}

static Object *dialect_get_line_end(Vm *vm, Object *object) {
    (void)vm;
    return object_share(((const CsvDialect *)object)->line_end.object);
}

static Object *dialect_get_quoting(Vm *vm, Object *object) {
    return int_new(vm, ((const CsvDialect *)object)->quoting);
}

static Object *dialect_method_reduce(Vm *vm, const Slot *arguments) {
    const Type *type = object_type(vm, arguments[0].object);
    return raise(vm, ERROR_CSV_PICKLE, type->name.object);
}

static const Method dialect_methods[] = {
    {"__reduce__", dialect_method_reduce, "(self, *args)",
     "raises an exception to avoid pickling", METHOD_HIDES_SIGNATURE},
    {"__reduce_ex__", dialect_method_reduce, "(self, *args)",
     "raises an exception to avoid pickling", METHOD_HIDES_SIGNATURE},
    {0},
};

enum { MEMBER_READ_ONLY_BOOL = MEMBER_READ_ONLY | MEMBER_IS_BOOL };

static const Member dialect_members[] = {
    {"skipinitialspace", offsetof(CsvDialect, skips_space), MEMBER_READ_ONLY_BOOL, NULL},
    {"doublequote", offsetof(CsvDialect, doubles_quotes), MEMBER_READ_ONLY_BOOL, NULL},
    {"strict", offsetof(CsvDialect, is_strict), MEMBER_READ_ONLY_BOOL, NULL},
    {0},
};

static const Property dialect_properties[] = {
    {"delimiter", dialect_get_delimiter, NULL, NULL},
    {"escapechar", dialect_get_escape, NULL, NULL},
    {"lineterminator", dialect_get_line_end, NULL, NULL},
    {"quotechar", dialect_get_quote, NULL, NULL},
    {"quoting", dialect_get_quoting, NULL, NULL},
    {0},
};

const TypeDefinition csv_dialect_definition = {
    .name = "_csv.Dialect",
    .flags = TYPE_IS_BASE | TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(CsvDialect),
    .python_bytes = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = dialect_fields,
               .payload = dialect_payload},
    .behaviour = {.new = dialect_new},
    .methods = dialect_methods,
    .properties = dialect_properties,
    .members = dialect_members,
    .doc = "Which characters separate, quote and escape in a file of records.",
};
