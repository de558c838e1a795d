// Making code objects from Python: the constructor and code.replace().

#include <limits.h>
#include <string.h>

#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

// --- locals: plain ones, cells and free variables in one row ---

// The place of a name among the first `count`; -1: none.
static int64_t names_find(const Tuple *names, int64_t count, const Object *name) {
    for (int64_t i = 0; i < count; i++)
        if (str_is_equal((Str *)names->items[i].object, (const Str *)name)) return i;
    return -1;
}

static int64_t cells_beside_variables(const Tuple *variables, const Tuple *cells) {
    int64_t count = 0;
    for (int64_t i = 0; i < cells->count; i++)
        count += names_find(variables, variables->count, cells->items[i].object) < 0;
    return count;
}

static void locals_add(Vm *vm, Tuple *names, uint8_t *kinds, int64_t index, Object *name,
                       uint8_t kind) {
    slot_fill(vm, &names->base, &names->items[index], object_share(name));
    kinds[index] = kind;
}

// Fills names[] and kinds[]; a cell that is a parameter too stands in the parameter's place.
static void locals_fill(Vm *vm, Tuple *names, uint8_t *kinds, const Tuple *variables,
                        const Tuple *cells, const Tuple *free) {
    int64_t next = 0;
    for (int64_t i = 0; i < variables->count; i++)
        locals_add(vm, names, kinds, next++, variables->items[i].object, LOCAL_IS_LOCAL);
    for (int64_t i = 0; i < cells->count; i++) {
        int64_t same = names_find(variables, variables->count, cells->items[i].object);
        if (same >= 0) {
            kinds[same] |= LOCAL_IS_CELL;
        } else {
            locals_add(vm, names, kinds, next++, cells->items[i].object, LOCAL_IS_CELL);
        }
    }
    for (int64_t i = 0; i < free->count; i++)
        locals_add(vm, names, kinds, next++, free->items[i].object, LOCAL_IS_FREE);
}

bool code_join_locals(Vm *vm, Tuple *variables, Tuple *cells, Tuple *free, CodeLocals *locals) {
    int64_t count = variables->count + cells_beside_variables(variables, cells) + free->count;
    uint8_t *kinds = system_new(vm, (size_t)count + 1);
    if (kinds == NULL) return false;
    Tuple *names = tuple_new(vm, count);
    if (names != NULL && count > 0) {
        locals_fill(vm, names, kinds, variables, cells, free);
        tuple_finish(vm, names);
    }
    Object *bytes = names == NULL ? NULL : bytes_new_apart(vm, kinds, count);
    system_drop(vm, kinds, (size_t)count + 1);
    if (bytes == NULL && names != NULL) object_drop(vm, &names->base);
    *locals = (CodeLocals){names, bytes};
    return bytes != NULL;
}

// --- reading arguments ---


static bool read_int(Vm *vm, Object *object, int32_t *number) {
    int64_t value;
    if (!object_index(vm, object, EXCEPTION_OverflowError, &value)) return false;
    if (value < INT_MIN || value > INT_MAX) return raise_false(vm, ERROR_CODE_INT);
    *number = (int32_t)value;
    return true;
}

typedef enum PartType { PART_BYTES, PART_TUPLE, PART_STR } PartType;

// NULL when the object has the wanted type, else the name of that type.
static const char *part_wanted(Vm *vm, PartType type, const Object *object) {
    switch (type) {
    case PART_BYTES: return object_is_bytes(vm, object) ? NULL : "bytes";
    case PART_TUPLE: return object_is_tuple(vm, object) ? NULL : "tuple";
    default: return object_is_str(vm, object) ? NULL : "str";
    }
}

static const char *part_found(Vm *vm, const Object *object) {
    return object == vm->objects->none ? "None" : object_type_name(vm, object);
}

// --- the constructor ---

static bool names_check(Vm *vm, const Tuple *names) {
    for (int64_t i = 0; i < names->count; i++)
        if (!object_is_str(vm, names->items[i].object))
            return raise_false(vm, ERROR_CODE_NAMES, names->items[i].object);
    return true;
}

// The joined code of all three ways: `names` with the plain locals, cells and free ones.
static Object *code_from(Vm *vm, CodeParts *parts, int32_t local_count, Tuple *variables,
                         Tuple *cells, Tuple *free) {
    CodeLocals locals;
    if (local_count != variables->count) return raise(vm, ERROR_CODE_LOCAL_COUNT);
    if (!code_join_locals(vm, variables, cells, free, &locals)) return NULL;
    parts->local_names = &locals.names->base;
    parts->local_kinds = locals.kinds;
    Code *code = code_new(vm, parts);
    object_drop(vm, &locals.names->base);
    object_drop(vm, locals.kinds);
    return (Object *)code;
}

enum { MAKE_NUMBERS = 6, MAKE_LEAST = 16, MAKE_MOST = 18 };

static bool make_check_types(Vm *vm, const Slot *values, int64_t count) {
    static const struct {
        int index;
        PartType type;
    } wanted[] = {
        {6, PART_BYTES},   {7, PART_TUPLE}, {8, PART_TUPLE},  {9, PART_TUPLE},
        {10, PART_STR},    {11, PART_STR},  {12, PART_STR},   {14, PART_BYTES},
        {15, PART_BYTES},  {16, PART_TUPLE}, {17, PART_TUPLE},
    };
    for (size_t i = 0; i < ARRAY_COUNT(wanted); i++) {
        if (wanted[i].index >= count) continue;
        const Object *value = values[wanted[i].index].object;
        const char *name = part_wanted(vm, wanted[i].type, value);
        if (name != NULL)
            return raise_false(vm, ERROR_ARGUMENT_NUMBER_TYPE, "code", wanted[i].index + 1, name,
                               part_found(vm, value));
    }
    return true;
}

static bool make_check_numbers(Vm *vm, const int32_t numbers[MAKE_NUMBERS]) {
    static const char *const names[] = {"argcount", "posonlyargcount", "kwonlyargcount",
                                        "nlocals"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        if (numbers[i] < 0) return raise_false(vm, ERROR_CODE_NEGATIVE, names[i]);
    return true;
}

Object *code_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "code", arguments)) return NULL;
    if (!arguments_check_count(vm, "code", arguments->count, MAKE_LEAST, MAKE_MOST)) return NULL;
    const Slot *values = arguments->values;
    int32_t numbers[MAKE_NUMBERS], first_line = 0;
    for (int i = 0; i < MAKE_NUMBERS; i++)
        if (!read_int(vm, values[i].object, &numbers[i])) return NULL;
    if (!make_check_types(vm, values, arguments->count)) return NULL;
    if (!read_int(vm, values[13].object, &first_line)) return NULL;
    if (!make_check_numbers(vm, numbers)) return NULL;
    Tuple *empty = vm->objects->empty_tuple;
    Tuple *free = arguments->count > 16 ? (Tuple *)values[16].object : empty;
    Tuple *cells = arguments->count > 17 ? (Tuple *)values[17].object : empty;
    Tuple *names = (Tuple *)values[8].object, *variables = (Tuple *)values[9].object;
    if (!names_check(vm, names) || !names_check(vm, variables) || !names_check(vm, free) ||
        !names_check(vm, cells))
        return NULL;
    CodeParts parts = {
        .name = values[11].object, .qualname = values[12].object, .filename = values[10].object,
        .bytecode = values[6].object, .constants = values[7].object, .names = &names->base,
        .line_table = values[14].object, .exception_table = values[15].object,
        .argument_count = numbers[0], .positional_only_count = numbers[1],
        .keyword_only_count = numbers[2], .stack_size = numbers[4], .flags = numbers[5],
        .first_line = first_line,
    };
    return code_from(vm, &parts, numbers[3], variables, cells, free);
}

// --- replace ---

// The arguments of replace(), self apart, in the order of its signature.
enum ReplacePart {
    REPLACE_NUMBERS = 7, REPLACE_CODE = REPLACE_NUMBERS, REPLACE_CONSTANTS, REPLACE_NAMES,
    REPLACE_VARIABLES, REPLACE_FREE, REPLACE_CELLS, REPLACE_FILENAME, REPLACE_NAME,
    REPLACE_QUALNAME, REPLACE_LINES, REPLACE_HANDLERS, REPLACE_COUNT
};

static const struct {
    const char *name;
    PartType type;
} replace_parts[REPLACE_COUNT] = {
    {"co_argcount", 0}, {"co_posonlyargcount", 0}, {"co_kwonlyargcount", 0}, {"co_nlocals", 0},
    {"co_stacksize", 0}, {"co_flags", 0}, {"co_firstlineno", 0},
    {"co_code", PART_BYTES}, {"co_consts", PART_TUPLE}, {"co_names", PART_TUPLE},
    {"co_varnames", PART_TUPLE}, {"co_freevars", PART_TUPLE}, {"co_cellvars", PART_TUPLE},
    {"co_filename", PART_STR}, {"co_name", PART_STR}, {"co_qualname", PART_STR},
    {"co_linetable", PART_BYTES}, {"co_exceptiontable", PART_BYTES},
};

static bool replace_numbers(Vm *vm, const Code *code, const Slot *given,
                            int32_t numbers[REPLACE_NUMBERS]) {
    const int32_t own[REPLACE_NUMBERS] = {
        code->argument_count, code->positional_only_count, code->keyword_only_count,
        code->plain_local_count, code->stack_size, code->flags, code->first_line};
    for (int i = 0; i < REPLACE_NUMBERS; i++) {
        numbers[i] = own[i];
        if (given[i].object != NULL && !read_int(vm, given[i].object, &numbers[i])) return false;
    }
    for (int i = REPLACE_NUMBERS; i < REPLACE_COUNT; i++) {
        if (given[i].object == NULL) continue;
        const char *name = part_wanted(vm, replace_parts[i].type, given[i].object);
        if (name != NULL)
            return raise_false(vm, ERROR_ARGUMENT_TYPE, "replace", replace_parts[i].name, name,
                               part_found(vm, given[i].object));
    }
    for (int i = 0; i < REPLACE_NUMBERS; i++)
        if (numbers[i] < 0) return raise_false(vm, ERROR_CODE_POSITIVE, replace_parts[i].name);
    return true;
}

static Object *given_or(const Slot *given, const Slot *own) {
    return given->object != NULL ? given->object : own->object;
}

// A new reference to the given tuple, or to the code's own names of that kind.
static Tuple *names_given_or(Vm *vm, const Slot *given, const Code *code, uint8_t kind) {
    if (given->object != NULL) return (Tuple *)object_share(given->object);
    return code_new_names(vm, code, kind);
}

static bool names_are_str(Vm *vm, const Tuple *names) {
    for (int64_t i = 0; i < names->count; i++)
        if (!object_is_str(vm, names->items[i].object))
            return raise_false(vm, ERROR_CODE_NO_STRING);
    return true;
}

Object *code_method_replace(Vm *vm, const Slot *arguments) {
    const Code *code = (const Code *)arguments[0].object;
    const Slot *given = arguments + 1;
    int32_t numbers[REPLACE_NUMBERS];
    if (!replace_numbers(vm, code, given, numbers)) return NULL;
    CodeParts parts = {
        .name = given_or(&given[REPLACE_NAME], &code->name),
        .qualname = given_or(&given[REPLACE_QUALNAME], &code->qualname),
        .filename = given_or(&given[REPLACE_FILENAME], &code->filename),
        .bytecode = given_or(&given[REPLACE_CODE], &code->bytecode),
        .constants = given_or(&given[REPLACE_CONSTANTS], &code->constants),
        .names = given_or(&given[REPLACE_NAMES], &code->names),
        .line_table = given_or(&given[REPLACE_LINES], &code->line_table),
        .exception_table = given_or(&given[REPLACE_HANDLERS], &code->exception_table),
        .argument_count = numbers[0], .positional_only_count = numbers[1],
        .keyword_only_count = numbers[2], .stack_size = numbers[4], .flags = numbers[5],
        .first_line = numbers[6],
    };
    Object *made = NULL;
    Tuple *variables = names_given_or(vm, &given[REPLACE_VARIABLES], code, LOCAL_IS_LOCAL);
    Tuple *cells = names_given_or(vm, &given[REPLACE_CELLS], code, LOCAL_IS_CELL);
    Tuple *free = names_given_or(vm, &given[REPLACE_FREE], code, LOCAL_IS_FREE);
    if (variables != NULL && cells != NULL && free != NULL && names_are_str(vm, variables) &&
        names_are_str(vm, cells) && names_are_str(vm, free))
        made = code_from(vm, &parts, numbers[3], variables, cells, free);
    object_drop_or_null(vm, (Object *)variables);
    object_drop_or_null(vm, (Object *)cells);
    object_drop_or_null(vm, (Object *)free);
    return made;
}
