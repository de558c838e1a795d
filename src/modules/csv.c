// The module _csv: records of fields in lines of text. Dialects: csv_dialect.c; csv_reader.c,
// csv_writer.c.

#include "modules/csv.h"

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/tuple.h"

#include <stdarg.h>

enum { FIELD_LIMIT = 128 * 1024 };

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((CsvState *)state)->error, context);
    visit(vm, NULL, &((CsvState *)state)->dialects, context);
}

static void state_end(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((CsvState *)state)->error);
    slot_clear(vm, NULL, &((CsvState *)state)->dialects);
}

static const StateDefinition csv_state = {sizeof(CsvState), state_visit, state_end};

CsvState *csv_get_state(Vm *vm) {
    return state_find(vm, &csv_state);
}

bool csv_refuse(Vm *vm, const char *format, ...) {
    va_list list;
    va_start(list, format);
    Object *text = str_new_format_list(vm, format, &list);
    va_end(list);
    if (text == NULL) return false;
    raise_argument(vm, (Type *)csv_get_state(vm)->error.object, text);
    object_drop(vm, text);
    return false;
}

Object *csv_refuse_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return raise(vm, ERROR_CANNOT_CREATE, type);
}

// --- the registry ---

static Dict *registry(Vm *vm) {
    return (Dict *)csv_get_state(vm)->dialects.object;
}

Object *csv_find_dialect(Vm *vm, Object *name) {
    Object *found;
    Found result = dict_find(vm, registry(vm), name, &found);
    if (result == FOUND) return object_share(found);
    if (result == ABSENT) csv_refuse(vm, "unknown dialect");
    return NULL;
}

CsvDialect *csv_load_dialect(Vm *vm, Object *dialect, Dict *keywords) {
    Object *type = (Object *)csv_get_state(vm)->dialect;
    Tuple *values = dialect == NULL ? tuple_new(vm, 0) : tuple_pack(vm, 1, dialect);
    if (values == NULL) return NULL;
    Object *made = object_call_tuple(vm, type, values, keywords);
    object_drop(vm, (Object *)values);
    return (CsvDialect *)made;
}

bool csv_read_values(Vm *vm, const Slot *arguments, Object **first, Object **second) {
    const Tuple *given = (const Tuple *)arguments[0].object;
    *second = given->count == 2 ? given->items[1].object : NULL;
    if (given->count < 1) return raise_false(vm, ERROR_CSV_FEW);
    if (given->count > 2) return raise_false(vm, ERROR_CSV_MANY, given->count);
    *first = given->items[0].object;
    return true;
}

static Object *csv_function_register_dialect(Vm *vm, const Slot *arguments) {
    Object *name, *given;
    if (!csv_read_values(vm, arguments, &name, &given)) return NULL;
    if (!object_is_str(vm, name)) return raise(vm, ERROR_CSV_NAME);
    CsvDialect *dialect = csv_load_dialect(vm, given, (Dict *)arguments[1].object);
    if (dialect == NULL) return NULL;
    bool is_done = dict_set(vm, registry(vm), name, &dialect->base);
    object_drop(vm, &dialect->base);
    return is_done ? none_new(vm) : NULL;
}

static Object *csv_function_unregister_dialect(Vm *vm, const Slot *arguments) {
    Found found = dict_remove(vm, registry(vm), arguments[0].object);
    if (found == ABSENT) csv_refuse(vm, "unknown dialect");
    return found == FOUND ? none_new(vm) : NULL;
}

static Object *csv_function_get_dialect(Vm *vm, const Slot *arguments) {
    return csv_find_dialect(vm, arguments[0].object);
}

static Object *csv_function_list_dialects(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return (Object *)list_new_from_iterable(vm, (Object *)registry(vm));
}

static Object *csv_function_field_size_limit(Vm *vm, const Slot *arguments) {
    CsvState *state = csv_get_state(vm);
    int64_t former = state->field_limit;
    Object *given = arguments[0].object;
    if (given != NULL) {
        if (given->kind != KIND_INT && given->kind != KIND_BIGINT)
            return raise(vm, ERROR_CSV_LIMIT);
        if (!argument_int64(vm, given, &state->field_limit)) {
            state->field_limit = former;
            return NULL;
        }
    }
    return int_new(vm, former);
}

// --- the module ---

static const Method functions[] = {
    {"reader", csv_function_reader, "(*args, **fmt)",
     "reader(iterable [, dialect='excel'] [optional keyword args])\n\n"
     "An iterator over the records of lines, each a list of fields.",
     METHOD_HIDES_SIGNATURE},
    {"writer", csv_function_writer, "(*args, **fmt)",
     "writer(fileobj [, dialect='excel'] [optional keyword args])\n\n"
     "What writes records as lines to a file.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(csv, list_dialects, "()", "The names of all dialects."),
    {"register_dialect", csv_function_register_dialect, "(*args, **fmt)",
     "register_dialect(name [, dialect] [optional keyword args])\n\n"
     "Know a dialect by a name.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(csv, unregister_dialect, "(name)", "Forget the dialect of a name."),
    FUNCTION(csv, get_dialect, "(name)", "The dialect of a name."),
    FUNCTION(csv, field_size_limit, "(new_limit=<unrepresentable>)",
             "The most characters that a field may have when read; sets it, if it is given."),
    {0},
};

static const Constant constants[] = {
    {"QUOTE_MINIMAL", CSV_MINIMAL}, {"QUOTE_ALL", CSV_ALL},
    {"QUOTE_NONNUMERIC", CSV_NONNUMERIC}, {"QUOTE_NONE", CSV_NONE},
};

bool csv_module_start(Vm *vm, Module *module) {
    CsvState *state = state_load(vm, &csv_state);
    if (state == NULL) return false;
    if (state->dialects.object == NULL) {
        Dict *dialects = dict_new(vm);
        if (dialects == NULL) return false;
        slot_fill(vm, NULL, &state->dialects, (Object *)dialects);
        state->field_limit = FIELD_LIMIT;
    }
    state->dialect = module_add_type(vm, module, &csv_dialect_definition);
    state->reader = module_register_type(vm, &csv_reader_definition);
    state->writer = module_register_type(vm, &csv_writer_definition);
    return state->dialect != NULL && state->reader != NULL && state->writer != NULL &&
           module_set(vm, module, "Reader", (Object *)state->reader) &&
           module_set(vm, module, "Writer", (Object *)state->writer) &&
           module_take_set(vm, module, "__version__", str_new_c(vm, "1.0")) &&
           module_set(vm, module, "_dialects", state->dialects.object) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           error_class_add(vm, module, &state->error, "_csv.Error",
                           exception_type(vm, EXCEPTION_Exception), NULL) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Records of fields in lines of text.");
}
