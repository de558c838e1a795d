// The module _symtable: the compiler's symbol tables as objects.

#include "compile/symbols.h"
#include "modules/argument.h"
#include "modules/modules.h"
#include "modules/source_text.h"
#include "modules/warnings.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/path.h"
#include "objects/str.h"

enum { RESOLUTION_SHIFT = 11, RESOLUTION_MASK = 15, SYMBOL_FREE = 32 };

typedef struct Entry {
    Object base;
    Slot id, name, symbols, parameters, children;
    int32_t is_nested, kind, line;
} Entry;

static const Field entry_fields[] = {
    FIELD(Entry, id),
    FIELD(Entry, name),
    FIELD(Entry, symbols),
    FIELD_NAMED(Entry, parameters, "varnames"),
    FIELD(Entry, children),
    {0},
};

static void entry_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Entry *entry = (const Entry *)object;
    const int32_t numbers[] = {entry->is_nested, entry->kind, entry->line};
    add(context, numbers, sizeof numbers);
}

static Object *entry_repr(Vm *vm, Object *object) {
    const Entry *entry = (const Entry *)object;
    return str_new_format(vm, "<symtable entry %U(%R), line %d>", entry->name.object,
                          entry->id.object, (int)entry->line);
}

static const Member entry_members[] = {
    {"id", offsetof(Entry, id), MEMBER_READ_ONLY, NULL},
    {"name", offsetof(Entry, name), MEMBER_READ_ONLY, NULL},
    {"symbols", offsetof(Entry, symbols), MEMBER_READ_ONLY, NULL},
    {"varnames", offsetof(Entry, parameters), MEMBER_READ_ONLY, NULL},
    {"children", offsetof(Entry, children), MEMBER_READ_ONLY, NULL},
    {"nested", offsetof(Entry, is_nested), MEMBER_READ_ONLY | MEMBER_IS_INT32, NULL},
    {"type", offsetof(Entry, kind), MEMBER_READ_ONLY | MEMBER_IS_INT32, NULL},
    {"lineno", offsetof(Entry, line), MEMBER_READ_ONLY | MEMBER_IS_INT32, NULL},
    {0},
};

static const TypeDefinition entry_definition = {
    .name = "symtable entry",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Entry),
    .python_bytes = 120,
    .layout = {.fields = entry_fields, .payload = entry_payload},
    .behaviour = {.repr = entry_repr, .load_attribute = object_load_attribute_plain},
    .members = entry_members,
};

// --- tables as objects ---

// dict[name] = value, which is consumed.
static bool take_symbol(Compiler *compiler, Dict *symbols, Name *name, Object *value) {
    Object *key = name_str(compiler, name);
    bool done = key != NULL && value != NULL &&
                dict_set(compiler->vm, symbols, key, value);
    object_drop_or_null(compiler->vm, value);
    return done;
}

static Object *new_symbols(Compiler *compiler, const Scope *scope) {
    Dict *symbols = dict_new(compiler->vm);
    for (int32_t i = 0; symbols != NULL && i < scope->names.count; i++) {
        const Symbol *symbol = &scope->symbols[i];
        int64_t flags = symbol->flags | symbol->resolution << RESOLUTION_SHIFT;
        if (take_symbol(compiler, symbols, scope->names.names[i], int_new(compiler->vm, flags)))
            continue;
        object_drop(compiler->vm, &symbols->base);
        return NULL;
    }
    return (Object *)symbols;
}

static Object *new_parameters(Compiler *compiler, const Scope *scope) {
    List *names = list_new(compiler->vm, 0);
    for (int32_t i = 0; names != NULL && i < scope->parameter_count; i++) {
        Object *name = name_str(compiler, scope->parameters[i]);
        if (name != NULL && list_add(compiler->vm, names, name)) continue;
        object_drop(compiler->vm, &names->base);
        return NULL;
    }
    return (Object *)names;
}

static Object *load_entry(Compiler *compiler, const Scope *scope);

static Object *new_children(Compiler *compiler, const Scope *scope) {
    List *children = list_new(compiler->vm, 0);
    for (int32_t i = 0; children != NULL && i < scope->child_count; i++) {
        Object *child = load_entry(compiler, scope->children[i]);
        if (child != NULL && list_take_add(compiler->vm, children, child)) continue;
        object_drop(compiler->vm, &children->base);
        return NULL;
    }
    return (Object *)children;
}

// Children know no number of their own: the entry's address is one that no other has.
static Object *load_entry(Compiler *compiler, const Scope *scope) {
    Vm *vm = compiler->vm;
    Type *type = module_register_type(vm, &entry_definition);
    Object *name = type == NULL ? NULL : name_str(compiler, scope->name);
    if (name == NULL) return NULL;
    Object *symbols = new_symbols(compiler, scope);
    Object *parameters = symbols == NULL ? NULL : new_parameters(compiler, scope);
    Object *children = parameters == NULL ? NULL : new_children(compiler, scope);
    Object *object = type_new_filled(vm, type, 5, none_new(vm), object_share(name), symbols,
                                     parameters, children);
    if (object == NULL) return NULL;
    Entry *entry = (Entry *)object;
    entry->is_nested = scope->is_nested;
    entry->kind = scope->kind;
    entry->line = scope->span.line;
    Object *id = int_new(vm, (int64_t)object_address(vm, object));
    if (id != NULL) {
        slot_take(vm, object, &entry->id, id);
        return object;
    }
    object_drop(vm, object);
    return NULL;
}

static bool take_mode(Vm *vm, Object *object, ParseMode *mode) {
    if (!argument_str(vm, "symtable", 3, object)) return false;
    const Str *text = (const Str *)object;
    if (str_is(text, "exec")) *mode = PARSE_EXEC;
    else if (str_is(text, "eval")) *mode = PARSE_EVAL;
    else if (str_is(text, "single")) *mode = PARSE_SINGLE;
    else return raise_false(vm, ERROR_SYMTABLE_MODE);
    return true;
}

static Object *symtable_function_symtable(Vm *vm, const Slot *arguments) {
    ParseMode mode = PARSE_EXEC;
    SourceText source;
    Str *filename = path_load_text(vm, arguments[1].object);
    if (filename == NULL) return NULL;
    Object *table = NULL;
    if (take_mode(vm, arguments[2].object, &mode) &&
        source_text_take(vm, arguments[0].object, ERROR_SYMTABLE_SOURCE, "symtable", &source)) {
        CompileOptions options = {.warn = warnings_of_syntax,
                                  .warn_deprecated = warnings_of_escapes};
        Arena arena;
        arena_start(&arena);
        Tree *tree = source_parse(vm, &arena, source.bytes, source.size, filename, mode,
                                  source.parse_flags, &options);
        if (tree != NULL) table = symbols_load(vm, tree, filename, &options, load_entry);
        arena_done(&arena);
        source_text_done(vm, &source);
    }
    object_drop(vm, &filename->base);
    return table;
}

static const Method functions[] = {
    FUNCTION(symtable, symtable, "(source, filename, startstr, /)",
             "Give the symbol table of a text's module, with those of all blocks inside."),
    {0},
};

static bool set_numbers(Vm *vm, Module *module) {
    static const struct {
        const char *name;
        int value;
    } numbers[] = {
        {"USE", SYMBOL_USED}, {"DEF_GLOBAL", SYMBOL_GLOBAL}, {"DEF_NONLOCAL", SYMBOL_NONLOCAL},
        {"DEF_LOCAL", SYMBOL_LOCAL}, {"DEF_PARAM", SYMBOL_PARAMETER}, {"DEF_FREE", SYMBOL_FREE},
        {"DEF_FREE_CLASS", SYMBOL_FREE_CLASS}, {"DEF_IMPORT", SYMBOL_IMPORT},
        {"DEF_BOUND", SYMBOL_BOUND}, {"DEF_ANNOT", SYMBOL_ANNOTATED},
        {"TYPE_FUNCTION", SCOPE_FUNCTION}, {"TYPE_CLASS", SCOPE_CLASS},
        {"TYPE_MODULE", SCOPE_MODULE}, {"LOCAL", RESOLVED_LOCAL},
        {"GLOBAL_EXPLICIT", RESOLVED_GLOBAL_EXPLICIT},
        {"GLOBAL_IMPLICIT", RESOLVED_GLOBAL_IMPLICIT}, {"FREE", RESOLVED_FREE},
        {"CELL", RESOLVED_CELL}, {"SCOPE_OFF", RESOLUTION_SHIFT},
        {"SCOPE_MASK", RESOLUTION_MASK},
    };
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++)
        if (!module_take_set(vm, module, numbers[i].name, int_new(vm, numbers[i].value)))
            return false;
    return true;
}

bool symtable_module_start(Vm *vm, Module *module) {
    return module_register_type(vm, &entry_definition) != NULL &&
           module_add_functions(vm, module, functions) && set_numbers(vm, module);
}
