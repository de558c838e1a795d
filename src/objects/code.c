// code: the compiled form of a module, class, function or comprehension.

#include "objects/code.h"

#include <limits.h>

#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/line_table.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"

enum { CODE_PYTHON_BYTES = 184 };  // sys.getsizeof() without the bytecode

static Code *code_of(Object *object) {
    return (Code *)object;
}

static const Bytes *bytes_in(const Slot *slot) {
    return (const Bytes *)slot->object;
}

static Tuple *tuple_in(const Slot *slot) {
    return (Tuple *)slot->object;
}

// --- memory ---

static size_t code_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(Code);
}

static const struct {
    size_t offset;
    const char *name;
} code_slots[] = {
    {offsetof(Code, constants), "co_consts"},
    {offsetof(Code, names), "co_names"},
    {offsetof(Code, local_names), "co_varnames"},
    {offsetof(Code, local_kinds), "co_localspluskinds"},
    {offsetof(Code, filename), "co_filename"},
    {offsetof(Code, name), "co_name"},
    {offsetof(Code, qualname), "co_qualname"},
    {offsetof(Code, line_table), "co_linetable"},
    {offsetof(Code, exception_table), "co_exceptiontable"},
    {offsetof(Code, bytecode), "co_code"},
};

static Slot *code_slot(Object *object, size_t index) {
    return (Slot *)((char *)object + code_slots[index].offset);
}

static void code_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    for (size_t i = 0; i < ARRAY_COUNT(code_slots); i++)
        visit(vm, object, code_slot(object, i), context);
}

static void code_finish(Vm *vm, Object *object) {
    Code *code = code_of(object);
    if (code->lowered != NULL) code->lowered_drop(vm, code->lowered);
    code->lowered = NULL;
    for (size_t i = 0; i < ARRAY_COUNT(code_slots); i++)
        slot_clear(vm, object, code_slot(object, i));
}

static Place code_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    size_t i = 0;
    while (i + 1 < ARRAY_COUNT(code_slots) && code_slot(object, i) != slot) i++;
    return (Place){.kind = PLACE_FIELD, .name = code_slots[i].name};
}

static void code_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Code *code = code_of(object);
    const int32_t numbers[] = {code->argument_count, code->positional_only_count,
                               code->keyword_only_count, code->stack_size, code->first_line,
                               code->flags};
    add(context, numbers, sizeof(numbers));
}

// --- making ---

static bool is_tuple_of_str(Vm *vm, const Object *object) {
    if (!object_is_tuple(vm, object)) return false;
    const Tuple *tuple = (const Tuple *)object;
    for (int64_t i = 0; i < tuple->count; i++)
        if (!object_is_str(vm, tuple->items[i].object)) return false;
    return true;
}

static bool code_check_types(Vm *vm, const CodeParts *parts) {
    bool is_right = object_is_bytes(vm, parts->bytecode) &&
                    object_is_tuple(vm, parts->constants) &&
                    object_is_tuple(vm, parts->names) && object_is_tuple(vm, parts->local_names) &&
                    object_is_bytes(vm, parts->local_kinds) && object_is_str(vm, parts->name) &&
                    object_is_str(vm, parts->qualname) && object_is_str(vm, parts->filename) &&
                    object_is_bytes(vm, parts->line_table) &&
                    object_is_bytes(vm, parts->exception_table);
    is_right = is_right && parts->argument_count >= parts->positional_only_count &&
               parts->positional_only_count >= 0 && parts->keyword_only_count >= 0 &&
               parts->stack_size >= 0 && parts->flags >= 0 &&
               ((Tuple *)parts->local_names)->count == ((Bytes *)parts->local_kinds)->count;
    if (!is_right) return raise_false(vm, ERROR_CODE_BAD_CALL);
    if (!is_tuple_of_str(vm, parts->names) || !is_tuple_of_str(vm, parts->local_names))
        return raise_false(vm, ERROR_CODE_NO_STRING);
    return true;
}

static void code_count_locals(Code *code) {
    const Bytes *kinds = bytes_in(&code->local_kinds);
    code->local_count = (int32_t)kinds->count;
    code->plain_local_count = code->cell_count = code->free_count = 0;
    for (int64_t i = 0; i < kinds->count; i++) {
        code->plain_local_count += (kinds->data[i] & LOCAL_IS_LOCAL) != 0;
        code->cell_count += (kinds->data[i] & LOCAL_IS_CELL) != 0;
        code->free_count += (kinds->data[i] & LOCAL_IS_FREE) != 0;
    }
}

static bool code_check_counts(Vm *vm, const CodeParts *parts) {
    const Bytes *bytecode = (const Bytes *)parts->bytecode;
    const Bytes *kinds = (const Bytes *)parts->local_kinds;
    if (bytecode->count > INT_MAX) return raise_false(vm, ERROR_CODE_TOO_LARGE);
    if (bytecode->count % 2 != 0) return raise_false(vm, ERROR_CODE_MALFORMED);
    int64_t locals = 0;
    for (int64_t i = 0; i < kinds->count; i++) locals += (kinds->data[i] & LOCAL_IS_LOCAL) != 0;
    int64_t parameters = (int64_t)parts->argument_count + parts->keyword_only_count +
                         ((parts->flags & CODE_VARARGS) != 0) +
                         ((parts->flags & CODE_VARKEYWORDS) != 0);
    return parameters <= locals || raise_false(vm, ERROR_CODE_VARIABLES);
}

// Replaces a str in a tuple that nobody else has seen change by its interned equal.
static void tuple_intern_item(Vm *vm, Tuple *tuple, int64_t index) {
    Object *interned = str_intern(vm, object_share(tuple->items[index].object));
    slot_take(vm, &tuple->base, &tuple->items[index], interned);
}

static void names_intern(Vm *vm, Tuple *names) {
    for (int64_t i = 0; i < names->count; i++) tuple_intern_item(vm, names, i);
}

static bool str_looks_like_name(const Str *str) {
    if (!str->is_ascii) return false;
    for (int64_t i = 0; i < str->length; i++) {
        uint8_t c = str->data[i];
        bool is_letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        if (!is_letter && !(c >= '0' && c <= '9') && c != '_') return false;
    }
    return true;
}

// Constants that look like names are interned, in tuples of constants too.
static void constants_intern(Vm *vm, Tuple *constants) {
    for (int64_t i = 0; i < constants->count; i++) {
        Object *item = constants->items[i].object;
        if (item->kind == KIND_STR) {
            if (str_looks_like_name((Str *)item)) tuple_intern_item(vm, constants, i);
        } else if (item->kind == KIND_TUPLE) {
            constants_intern(vm, (Tuple *)item);
        }
    }
}

static void code_fill(Vm *vm, Object *object, const CodeParts *parts) {
    Code *code = code_of(object);
    slot_fill(vm, object, &code->name, object_share(parts->name));
    slot_fill(vm, object, &code->qualname, object_share(parts->qualname));
    slot_fill(vm, object, &code->filename, object_share(parts->filename));
    slot_fill(vm, object, &code->bytecode, object_share(parts->bytecode));
    slot_fill(vm, object, &code->constants, object_share(parts->constants));
    slot_fill(vm, object, &code->names, object_share(parts->names));
    slot_fill(vm, object, &code->local_names, object_share(parts->local_names));
    slot_fill(vm, object, &code->local_kinds, object_share(parts->local_kinds));
    slot_fill(vm, object, &code->line_table, object_share(parts->line_table));
    slot_fill(vm, object, &code->exception_table, object_share(parts->exception_table));
}

Code *code_new(Vm *vm, const CodeParts *parts) {
    if (!code_check_types(vm, parts) || !code_check_counts(vm, parts)) return NULL;
    names_intern(vm, (Tuple *)parts->names);
    names_intern(vm, (Tuple *)parts->local_names);
    constants_intern(vm, (Tuple *)parts->constants);
    Code *code = (Code *)object_new(vm, KIND_CODE, sizeof(Code));
    if (code == NULL) return NULL;
    code_fill(vm, &code->base, parts);
    code->argument_count = parts->argument_count;
    code->positional_only_count = parts->positional_only_count;
    code->keyword_only_count = parts->keyword_only_count;
    code->stack_size = parts->stack_size;
    code->first_line = parts->first_line;
    code->flags = parts->flags;
    code->lowered = NULL;
    code->lowered_drop = NULL;
    code_count_locals(code);
    return code;
}

Tuple *code_new_names(Vm *vm, const Code *code, uint8_t local_kind) {
    const Bytes *kinds = bytes_in(&code->local_kinds);
    const Tuple *names = tuple_in(&code->local_names);
    int64_t count = 0;
    for (int64_t i = 0; i < kinds->count; i++) count += (kinds->data[i] & local_kind) != 0;
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL || count == 0) return tuple;
    int64_t next = 0;
    for (int64_t i = 0; i < kinds->count; i++) {
        if ((kinds->data[i] & local_kind) == 0) continue;
        slot_fill(vm, &tuple->base, &tuple->items[next++], object_share(names->items[i].object));
    }
    tuple_finish(vm, tuple);
    return tuple;
}

// --- where an instruction stands ---

static bool code_find_entry(const Code *code, int offset, LineTable *table) {
    const Bytes *bytes = bytes_in(&code->line_table);
    line_table_start(table, bytes->data, bytes->count, code->first_line);
    while (line_table_next(table))
        if (offset >= table->start && offset < table->stop) return true;
    return false;
}

CodePosition code_get_position(const Code *code, int offset) {
    LineTable table;
    if (!code_find_entry(code, offset, &table)) return (CodePosition){-1, -1, -1, -1};
    return (CodePosition){table.line, table.end_line, table.column, table.end_column};
}

int code_get_line(const Code *code, int offset) {
    LineTable table;
    if (offset < 0) return code->first_line;
    return code_find_entry(code, offset, &table) ? table.line : -1;
}

bool code_find_handler(const Code *code, int offset, int *target, int *depth, int *push_lasti) {
    const Bytes *bytes = bytes_in(&code->exception_table);
    const uint8_t *next = bytes->data, *end = next + bytes->count;
    HandlerEntry entry;
    while (handler_entry_next(&next, end, &entry)) {
        if (offset < entry.start) return false;  // in order of start
        if (offset >= entry.stop) continue;
        *target = entry.target;
        *depth = entry.depth;
        *push_lasti = entry.pushes_last;
        return true;
    }
    return false;
}

// --- the type ---

static Object *code_repr(Vm *vm, Object *object) {
    const Code *code = code_of(object);
    int line = code->first_line != 0 ? code->first_line : -1;
    return str_new_format(vm, "<code object %U at 0x%lx, file \"%U\", line %d>",
                          code->name.object, (int64_t)object_address(vm, object),
                          code->filename.object, line);
}

// As CPython, whose code objects have the bytecode inside.
static Object *code_size_of(Vm *vm, Object *object) {
    int64_t bytes = CODE_PYTHON_BYTES + bytes_in(&code_of(object)->bytecode)->count;
    return int_new(vm, (bytes + 7) & -8);
}

static Object *code_get_co_varnames(Vm *vm, Object *self) {
    return (Object *)code_new_names(vm, code_of(self), LOCAL_IS_LOCAL);
}

static Object *code_get_co_cellvars(Vm *vm, Object *self) {
    return (Object *)code_new_names(vm, code_of(self), LOCAL_IS_CELL);
}

static Object *code_get_co_freevars(Vm *vm, Object *self) {
    return (Object *)code_new_names(vm, code_of(self), LOCAL_IS_FREE);
}

static Object *code_get_co_code(Vm *vm, Object *self) {
    (void)vm;
    return object_share(code_of(self)->bytecode.object);
}

static Object *code_method___sizeof__(Vm *vm, const Slot *arguments) {
    return code_size_of(vm, arguments[0].object);
}

static Object *code_method__varname_from_oparg(Vm *vm, const Slot *arguments) {
    const Tuple *names = tuple_in(&code_of(arguments[0].object)->local_names);
    int64_t index;
    if (!object_index(vm, arguments[1].object, EXCEPTION_OverflowError, &index)) return NULL;
    if (index < INT_MIN || index > INT_MAX) return raise(vm, ERROR_CODE_INT);
    if (index < 0 || index >= names->count) return raise(vm, ERROR_CODE_VARIABLE_INDEX);
    return object_share(names->items[index].object);
}

#define REPLACE_SIGNATURE \
    "(self, /, *, co_argcount=-1, co_posonlyargcount=-1, co_kwonlyargcount=-1, " \
    "co_nlocals=-1, co_stacksize=-1, co_flags=-1, co_firstlineno=-1, co_code=None, " \
    "co_consts=None, co_names=None, co_varnames=None, co_freevars=None, co_cellvars=None, " \
    "co_filename=None, co_name=None, co_qualname=None, co_linetable=None, " \
    "co_exceptiontable=None)"

static const Method code_methods[] = {
    METHOD(code, replace, REPLACE_SIGNATURE, "A copy with the given parts in place of its own."),
    HIDDEN_METHOD(code, co_lines, "(self, /)", "Iterate over (start, end, line) of all stretches."),
    HIDDEN_METHOD(code, co_positions, "(self, /)",
                  "Iterate over (line, end line, column, end column) of all instructions."),
    HIDDEN_METHOD(code, __sizeof__, "(self, /)", "Size in memory, in bytes."),
    METHOD(code, _varname_from_oparg, "(self, /, oparg)",
           "The name of the local variable that an instruction's argument means."),
    {0},
};

static const Property code_properties[] = {
    {"co_lnotab", code_get_co_lnotab, NULL, "Lines, in the form of older versions."},
    {"_co_code_adaptive", code_get_co_code, NULL, "The instructions as they run."},
    {"co_varnames", code_get_co_varnames, NULL, "Names of parameters and local variables."},
    {"co_cellvars", code_get_co_cellvars, NULL, "Names of variables that inner functions use."},
    {"co_freevars", code_get_co_freevars, NULL, "Names of variables of outer functions."},
    {"co_code", code_get_co_code, NULL, "The instructions."},
    {0},
};

#define NUMBER(name, field) {name, offsetof(Code, field), MEMBER_READ_ONLY | MEMBER_IS_INT32, NULL}
#define OBJECT(name, field) {name, offsetof(Code, field), MEMBER_READ_ONLY, NULL}

static const Member code_members[] = {
    NUMBER("co_argcount", argument_count),
    NUMBER("co_posonlyargcount", positional_only_count),
    NUMBER("co_kwonlyargcount", keyword_only_count),
    NUMBER("co_stacksize", stack_size),
    NUMBER("co_flags", flags),
    OBJECT("co_names", names),
    OBJECT("co_filename", filename),
    OBJECT("co_name", name),
    OBJECT("co_qualname", qualname),
    NUMBER("co_firstlineno", first_line),
    OBJECT("co_linetable", line_table),
    OBJECT("co_exceptiontable", exception_table),
    NUMBER("co_nlocals", plain_local_count),
    OBJECT("co_consts", constants),
    {0},
};

const TypeDefinition code_definition = {
    .name = "code",
    .kind = KIND_CODE,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Code),
    .python_bytes = 184,
    .python_item_bytes = 2,
    .layout = {
        .name = "code",
        .flags = LAYOUT_WEAK,
        .bytes = code_bytes,
        .visit = code_visit,
        .finish = code_finish,
        .place = code_place,
        .payload = code_payload,
    },
    .behaviour = {.repr = code_repr, .hash = code_hash, .compare = code_compare,
                  .new = code_make, .size_of = code_size_of},
    .methods = code_methods,
    .properties = code_properties,
    .members = code_members,
    .signature = "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, "
                 "codestring, constants, names, varnames, filename, name, qualname, "
                 "firstlineno, linetable, exceptiontable, freevars=(), cellvars=(), /)",
    .doc = "The compiled form of a block. It can't be changed; use replace().",
};
