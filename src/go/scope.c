#include "go/scope.h"

#include <string.h>

#include "go/constant.h"

enum { TABLE_FROM = 16 };

GoScope *go_scope_new(GoCompile *compile, GoScope *outer) {
    GoScope *scope = GO_NEW(compile, GoScope);
    scope->outer = outer;
    if (outer != NULL) scope->function = outer->function;
    return scope;
}

static uint32_t slot_of(const GoScope *scope, const char *name) {
    uint32_t at = (uint32_t)((uintptr_t)name >> 3) & (uint32_t)(scope->table_capacity - 1);
    while (scope->table[at] != NULL && scope->table[at]->name != name)
        at = (at + 1) & (uint32_t)(scope->table_capacity - 1);
    return at;
}

GoEntity *go_scope_find_here(const GoScope *scope, const char *name) {
    if (scope->table != NULL) return scope->table[slot_of(scope, name)];
    for (int i = 0; i < scope->count; i++)
        if (scope->entities[i]->name == name) return scope->entities[i];
    return NULL;
}

GoEntity *go_scope_find(const GoScope *scope, const char *name, GoPlace place) {
    for (; scope != NULL; scope = scope->outer) {
        GoEntity *entity = go_scope_find_here(scope, name);
        if (entity != NULL && entity->known_from <= place) return entity;
    }
    return NULL;
}

void go_scope_add(GoCompile *compile, GoScope *scope, GoEntity *entity) {
    if (scope->count == scope->capacity) {
        int capacity = scope->capacity == 0 ? 4 : scope->capacity * 2;
        scope->entities = go_compile_grow(compile, scope->entities,
                                          sizeof(GoEntity *) * (size_t)scope->count,
                                          sizeof(GoEntity *) * (size_t)capacity);
        scope->capacity = capacity;
        if (capacity > TABLE_FROM) {
            scope->table_capacity = capacity * 4;
            scope->table = GO_NEW_ROW(compile, GoEntity *, scope->table_capacity);
            for (int i = 0; i < scope->count; i++)
                scope->table[slot_of(scope, scope->entities[i]->name)] = scope->entities[i];
        }
    }
    scope->entities[scope->count++] = entity;
    if (scope->table != NULL) scope->table[slot_of(scope, entity->name)] = entity;
}

GoEntity *go_entity_new(GoCompile *compile, GoEntityKind kind, const char *name, GoPlace place) {
    GoEntity *entity = GO_NEW(compile, GoEntity);
    entity->kind = (uint8_t)kind;
    entity->name = name;
    entity->place = place;
    return entity;
}

// --- the universe ---

static GoEntity *declare(GoCompile *compile, GoEntityKind kind, const char *name) {
    GoEntity *entity = go_entity_new(compile, kind, go_compile_name(compile, name), 0);
    entity->state = GO_RESOLVED;
    go_scope_add(compile, compile->universe->scope, entity);
    return entity;
}

static GoType *declare_type(GoCompile *compile, const char *name, GoType *type) {
    declare(compile, GO_ENTITY_TYPE, name)->type = type;
    return type;
}

static void declare_error(GoCompile *compile) {
    GoTypes *types = compile->types;
    GoType *named = types->error = go_type_new(compile, GO_KIND_NAMED);
    GoType *interface = go_type_new(compile, GO_KIND_INTERFACE);
    GoField *result = GO_NEW(compile, GoField);
    result->type = go_types_basic(compile, GO_KIND_STRING);
    GoType *results = go_type_tuple(compile, result, 1);
    interface->methods = GO_NEW(compile, GoMethod);
    interface->methods[0] = (GoMethod){.name = go_compile_name(compile, "Error"),
                                       .type = go_type_function(compile, NULL, 0, results)};
    interface->method_count = 1;
    interface->is_complete = true;
    named->name = "error";
    named->underlying = interface;
    declare(compile, GO_ENTITY_TYPE, "error")->type = named;
    named = types->comparable = go_type_new(compile, GO_KIND_NAMED);
    named->name = "comparable";
    named->underlying = go_type_new(compile, GO_KIND_INTERFACE);
    named->underlying->is_comparable = named->underlying->is_complete = true;
    declare(compile, GO_ENTITY_TYPE, "comparable")->type = named;
}

void go_universe_start(GoCompile *compile) {
    static const char *const builtins[] = {
        "append", "cap", "close", "complex", "copy", "delete", "imag", "len", "make", "new",
        "panic", "print", "println", "real", "recover",
    };
    compile->universe = GO_NEW(compile, GoUniverse);
    compile->universe->scope = go_scope_new(compile, NULL);
    GoTypes *types = compile->types;
    for (int i = GO_KIND_BOOL; i <= GO_KIND_STRING; i++)
        declare_type(compile, types->basic[i].name, &types->basic[i]);
    declare_type(compile, "byte", &types->byte_type);
    declare_type(compile, "rune", &types->rune_type);
    declare_type(compile, "any", types->any);
    declare_error(compile);
    for (int i = 0; i < (int)ARRAY_COUNT(builtins); i++)
        declare(compile, GO_ENTITY_BUILTIN, builtins[i])->builtin = i;
    for (int i = 0; i < 2; i++) {
        GoEntity *truth = declare(compile, GO_ENTITY_CONST, i == 1 ? "true" : "false");
        truth->type = &types->basic[GO_KIND_UNTYPED_BOOL];
        truth->value = go_constant_bool(compile, i);
    }
    GoEntity *iota = compile->universe->iota = declare(compile, GO_ENTITY_CONST, "iota");
    iota->type = &types->basic[GO_KIND_UNTYPED_INT];
    iota->value = go_constant_integer(compile, 0);
    declare(compile, GO_ENTITY_NIL, "nil")->type = &types->basic[GO_KIND_UNTYPED_NIL];
}
