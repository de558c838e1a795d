// Packages: declarations collected, resolved when they are needed, bodies checked last.

#include "go/check.h"

#include <string.h>

#define VARIABLE_BYTES_MAX ((int64_t)1 << 33)

static bool is_blank_name(const char *name) {
    return strcmp(name, "_") == 0;
}

// --- declaring ---

void go_check_declare(GoCheck *checker, GoScope *scope, GoEntity *entity, GoPlace known_from) {
    if (is_blank_name(entity->name)) {
        entity->is_used = true;
        return;
    }
    GoEntity *old = go_scope_find_here(scope, entity->name);
    if (old != NULL) {
        GoPosition other = go_compile_position(checker->compile, old->place);
        GO_CHECK_ERROR_AT(checker, entity->place,
                          "%s redeclared in this block\n\t%s:%u:%u: other declaration of %s",
                          entity->name, other.file, other.line, other.column, entity->name);
        return;
    }
    entity->known_from = known_from;
    go_scope_add(checker->compile, scope, entity);
}

GoEntity *go_check_variable(GoCheck *checker, const char *name, GoPlace place, GoType *type) {
    GoEntity *entity = go_entity_new(checker->compile, GO_ENTITY_VAR, name, place);
    entity->type = type;
    entity->state = GO_RESOLVED;
    entity->package = checker->package;
    entity->function = checker->function;
    if (checker->function != NULL)
        go_row_add(checker->compile, &checker->function->variables, entity);
    return entity;
}

// --- constants and variables ---

static void resolve_const(GoCheck *checker, GoEntity *entity) {
    GoNode *node = entity->node;
    GoType *type = NULL;
    GoConstant *iota = checker->iota;
    checker->iota = go_constant_integer(checker->compile, node->number);
    entity->type = go_check_invalid(checker);
    if (node->first != NULL) type = go_check_type(checker, node->first);
    if (type != NULL && type->kind != GO_KIND_INVALID && !go_type_is(type, GO_IS_NUMBER |
        GO_IS_STRING | GO_IS_BOOL)) {
        GO_CHECK_ERROR(checker, node->first, "invalid constant type %s",
                       go_check_type_text(checker, type));
        type = go_check_invalid(checker);
    }
    if (entity->index >= node->count2) {
        if (entity->index == node->count2 || node->count2 == 0)
            GO_CHECK_ERROR_AT(checker, entity->place, "missing init expr for const declaration");
        checker->iota = iota;
        return;
    }
    GoNode *value = node->list2[entity->index];
    go_check_expression(checker, value, NULL);
    if (value->mode != GO_INVALID && value->mode != GO_CONSTANT) {
        GO_CHECK_ERROR(checker, value, "%s is not constant", go_check_operand(checker, value));
        value->mode = GO_INVALID;
    }
    if (value->mode != GO_INVALID && type != NULL)
        go_check_assignment(checker, value, type, "constant declaration");
    if (value->mode != GO_INVALID) {
        entity->type = type != NULL ? type : value->type;
        entity->value = value->value;
    }
    checker->iota = iota;
}

static void resolve_var(GoCheck *checker, GoEntity *entity) {
    GoNode *node = entity->node;
    GoType *type = node->first != NULL ? go_check_type(checker, node->first) : NULL;
    entity->type = type;
    if (node->count2 == 0) return;
    if (node->count == node->count2) {
        go_check_init_variables(checker, &entity, 1, &node->list2[entity->index], 1, NULL, 0);
        return;
    }
    // Several from one call: all are resolved at once.
    GoEntity **all = GO_NEW_ROW(checker->compile, GoEntity *, node->count);
    for (int i = 0; i < node->count; i++) {
        all[i] = node->list[i]->entity;
        all[i]->state = GO_RESOLVED;
        if (type != NULL) all[i]->type = type;
    }
    if (node->count2 > node->count) {
        for (int i = 0; i < node->count2; i++) go_check_expression(checker, node->list2[i], NULL);
        GO_CHECK_ERROR(checker, node->list2[node->count], "extra init expr %s",
                       go_check_text(checker->compile, node->list2[node->count]));
        for (int i = 0; i < node->count; i++)
            if (all[i]->type == NULL) all[i]->type = go_check_invalid(checker);
        return;
    }
    if (node->count2 > 1) {
        for (int i = 0; i < node->count2; i++) go_check_expression(checker, node->list2[i], NULL);
        GO_CHECK_ERROR_AT(checker, all[node->count2]->place, "missing init expr for variable "
                          "declaration");
        for (int i = 0; i < node->count; i++)
            if (all[i]->type == NULL) all[i]->type = go_check_invalid(checker);
        return;
    }
    go_check_init_variables(checker, all, node->count, node->list2, node->count2, NULL, 0);
    for (int i = 0; i < node->count; i++) {
        for (int j = 0; j < entity->use_count && all[i] != entity; j++) {
            all[i]->uses = entity->uses;
            all[i]->use_count = all[i]->use_capacity = entity->use_count;
        }
    }
}

// --- types ---

typedef struct Walk {
    const struct Walk *outer;
    GoType *type;
} Walk;

// Whether a value of the type would hold itself.
static bool holds_itself(GoCheck *checker, GoType *type, const Walk *walk) {
    if (type->kind == GO_KIND_ARRAY) return holds_itself(checker, type->element, walk);
    if (type->kind == GO_KIND_STRUCT) {
        for (int i = 0; i < type->count; i++)
            if (holds_itself(checker, type->fields[i].type, walk)) return true;
        return false;
    }
    if (type->kind != GO_KIND_NAMED) return false;
    GoType *origin = type->origin != NULL ? type->origin : type;
    if (origin->underlying == NULL || origin->is_laid_out) return false;
    int depth = 0;
    for (const Walk *each = walk; each != NULL; each = each->outer, depth++) {
        if (each->type != origin) continue;
        const Walk *path[64];
        int count = 0;
        for (const Walk *step = walk; count < 64; step = step->outer) {
            path[count++] = step;
            if (step == each) break;
        }
        TextBuffer text = {0};
        for (int i = count - 1; i >= -1; i--) {
            GoEntity *entity = (i >= 0 ? path[i]->type : origin)->entity;
            GoPosition place = go_compile_position(checker->compile, entity->place);
            text_add_format(&text, "\n\t%s:%u:%u: %s%s", place.file, place.line, place.column,
                            entity->name, i >= 0 ? " refers to" : "");
        }
        GO_CHECK_ERROR_AT(checker, origin->entity->place, "invalid recursive type %s%.*s",
                          origin->entity->name, (int)text.size, text.bytes);
        text_done(&text);
        origin->underlying = go_check_invalid(checker);
        return true;
    }
    Walk here = {walk, origin};
    return depth < 100 && holds_itself(checker, origin->underlying, &here);
}

static void attach_methods(GoCheck *checker, GoEntity *entity, GoType *type) {
    GoRow *methods = &checker->package->methods;
    for (int i = 0; i < methods->count; i++) {
        GoEntity *method = methods->items[i];
        const GoNode *receiver = method->node->first->first;
        while (receiver->kind == GO_NODE_STAR || receiver->kind == GO_NODE_PAREN ||
               receiver->kind == GO_NODE_INDEX) receiver = receiver->first;
        if (receiver->kind != GO_NODE_IDENTIFIER || receiver->text != entity->name) continue;
        method->receiver = type;
        bool is_double = false;
        for (int j = 0; j < type->declared_count; j++) {
            GoEntity *other = type->declared[j];
            if (other->name != method->name || is_blank_name(method->name)) continue;
            GoPosition place = go_compile_position(checker->compile, other->place);
            GO_CHECK_ERROR_AT(checker, method->place,
                              "%s.%s redeclared in this block\n\t%s:%u:%u: other declaration of %s",
                              entity->name, method->name, place.file, place.line, place.column,
                              method->name);
            is_double = true;
        }
        if (is_double || is_blank_name(method->name)) continue;
        if (type->declared_count == type->declared_capacity) {
            int capacity = type->declared_capacity == 0 ? 4 : type->declared_capacity * 2;
            type->declared = go_compile_grow(checker->compile, type->declared,
                                             sizeof(GoEntity *) * (size_t)type->declared_count,
                                             sizeof(GoEntity *) * (size_t)capacity);
            type->declared_capacity = capacity;
        }
        type->declared[type->declared_count++] = method;
    }
}

static void check_methods_against_fields(GoCheck *checker, GoType *type) {
    GoType *under = go_type_underlying(type);
    if (under->kind != GO_KIND_STRUCT) {
        if (type->declared_count > 0 && (under->kind == GO_KIND_POINTER ||
                                         under->kind == GO_KIND_INTERFACE))
            for (int i = 0; i < type->declared_count; i++)
                GO_CHECK_ERROR(checker, type->declared[i]->node->first->first,
                               "invalid receiver type %s%s", go_check_type_text(checker, type),
                               under->kind == GO_KIND_POINTER ? " (pointer or interface type)"
                                                              : " (pointer or interface type)");
        return;
    }
    for (int i = 0; i < type->declared_count; i++)
        for (int j = 0; j < under->count; j++) {
            GoEntity *method = type->declared[i];
            if (under->fields[j].name != method->name) continue;
            GoPosition place = go_compile_position(checker->compile, under->fields[j].place);
            GO_CHECK_ERROR_AT(checker, method->place,
                              "field and method with the same name %s\n\t%s:%u:%u: other "
                              "declaration of %s", method->name, place.file, place.line,
                              place.column, method->name);
        }
}

static void resolve_type(GoCheck *checker, GoEntity *entity) {
    GoNode *node = entity->node;
    if (node->flag) {
        entity->is_alias = true;
        entity->type = go_check_invalid(checker);
        entity->type = go_check_type_or_generic(checker, node->first);
        return;
    }
    GoType *type = go_type_new(checker->compile, GO_KIND_NAMED);
    type->name = entity->name;
    type->package = checker->package;
    type->entity = entity;
    entity->type = type;
    if (entity->is_global) attach_methods(checker, entity, type);
    GoScope *outer = checker->scope;
    if (node->count > 0) {
        checker->scope = entity->inner = go_scope_new(checker->compile, outer);
        go_check_type_parameters(checker, node, &type->parameters, &type->parameter_count);
    }
    GoType *right = go_check_type(checker, node->first);
    checker->scope = outer;
    if (go_type_is_parameter(right)) {
        GO_CHECK_ERROR(checker, node->first,
                       "cannot use a type parameter as RHS in type declaration");
        right = go_check_invalid(checker);
    }
    // A chain of names that comes back to itself has nothing behind it.
    GoType *each = right;
    for (int i = 0; each->kind == GO_KIND_NAMED && i < 1000; i++) {
        if (each == type) {
            GoPosition place = go_compile_position(checker->compile, entity->place);
            GO_CHECK_ERROR_AT(checker, entity->place, "invalid recursive type %s\n\t%s:%u:%u: %s "
                              "refers to\n\t%s:%u:%u: %s", entity->name, place.file, place.line,
                              place.column, entity->name, place.file, place.line, place.column,
                              entity->name);
            right = go_check_invalid(checker);
            break;
        }
        if (each->underlying == NULL) break;
        each = each->underlying;
    }
    type->underlying = right;
    (void)holds_itself(checker, type, NULL);
}

// --- functions ---

static GoType *resolve_receiver(GoCheck *checker, GoEntity *entity, GoNode *receiver) {
    GoNode *written = receiver->first;
    while (written->kind == GO_NODE_PAREN) written = written->first;
    bool is_pointer = written->kind == GO_NODE_STAR;
    GoNode *base = is_pointer ? written->first : written;
    while (base->kind == GO_NODE_PAREN) base = base->first;
    entity->has_pointer_receiver = is_pointer;
    if (base->kind != GO_NODE_INDEX) {
        GoType *type = go_check_type(checker, receiver->first), *named = type;
        if (type->kind == GO_KIND_POINTER) named = type->element;
        if (type->kind == GO_KIND_INVALID) return type;
        if (named->kind != GO_KIND_NAMED || named->package != checker->package) {
            if (named->kind == GO_KIND_NAMED || named->kind < GO_BASIC_COUNT)
                GO_CHECK_ERROR(checker, base, "cannot define new methods on non-local type %s",
                               go_check_type_text(checker, named));
            else GO_CHECK_ERROR(checker, base, "invalid receiver type %s",
                                go_check_type_text(checker, type));
            return go_check_invalid(checker);
        }
        return type;
    }
    // The receiver of a generic type names its type parameters anew.
    GoType *generic = go_check_type_or_generic(checker, base->first);
    if (generic->kind == GO_KIND_INVALID) return generic;
    if (!go_type_is_generic(generic) || generic->parameter_count != base->count) {
        GO_CHECK_ERROR(checker, base, "%s is not a generic type", go_check_type_text(checker,
                                                                                     generic));
        return go_check_invalid(checker);
    }
    GoType **parameters = GO_NEW_ROW(checker->compile, GoType *, base->count);
    for (int i = 0; i < base->count; i++) {
        GoType *parameter = go_type_new(checker->compile, GO_KIND_PARAMETER);
        GoEntity *name = go_entity_new(checker->compile, GO_ENTITY_TYPE, base->list[i]->text,
                                       base->list[i]->place);
        parameter->name = base->list[i]->text;
        parameter->index = i;
        parameter->entity = name;
        name->type = parameter;
        name->state = GO_RESOLVED;
        parameters[i] = parameter;
        go_check_declare(checker, checker->scope, name, 0);
    }
    GoSubstitution by = {generic->parameters, parameters, base->count};
    for (int i = 0; i < base->count; i++)
        parameters[i]->constraint = go_type_substitute(checker->compile,
                                                       generic->parameters[i]->constraint, &by);
    entity->parameters = parameters;
    entity->parameter_count = base->count;
    GoType *type = go_type_instance(checker->compile, generic, parameters, base->count);
    return is_pointer ? go_type_pointer(checker->compile, type) : type;
}

static void resolve_function(GoCheck *checker, GoEntity *entity) {
    GoNode *node = entity->node;
    GoScope *outer = checker->scope;
    checker->scope = entity->inner = go_scope_new(checker->compile, outer);
    if (node->first != NULL) {
        if (node->count > 0)
            GO_CHECK_ERROR(checker, node, "methods cannot have type parameters");
        node->first->type = resolve_receiver(checker, entity, node->first);
    } else if (node->count > 0) {
        go_check_type_parameters(checker, node, &entity->parameters, &entity->parameter_count);
    }
    GoType *type = go_check_signature(checker, node->second);
    if (node->first == NULL) {
        type->parameters = entity->parameters;
        type->parameter_count = entity->parameter_count;
    }
    entity->type = type;
    checker->scope = outer;
}

static void tell_cycle(GoCheck *checker, GoEntity *entity) {
    GoPosition place = go_compile_position(checker->compile, entity->place);
    if (entity->kind == GO_ENTITY_TYPE) return;
    GO_CHECK_ERROR_AT(checker, entity->place,
                      "initialization cycle or refers to itself\n\t%s:%u:%u: "
                      "%s refers to\n\t%s:%u:%u: %s", place.file, place.line, place.column,
                      entity->name, place.file, place.line, place.column, entity->name);
    entity->type = go_check_invalid(checker);
}

void go_check_resolve(GoCheck *checker, GoEntity *entity) {
    if (entity->state == GO_RESOLVED || entity->node == NULL) return;
    if (entity->state == GO_RESOLVING) {
        if (entity->type == NULL && entity->kind != GO_ENTITY_FUNCTION) tell_cycle(checker, entity);
        return;
    }
    GoCheck saved = *checker;
    entity->state = GO_RESOLVING;
    if (entity->file != NULL) {
        checker->scope = entity->file;
        checker->function = NULL;
        checker->declared = entity;
        checker->iota = NULL;
    }
    switch (entity->kind) {
    case GO_ENTITY_CONST: resolve_const(checker, entity); break;
    case GO_ENTITY_VAR: resolve_var(checker, entity); break;
    case GO_ENTITY_TYPE: resolve_type(checker, entity); break;
    default: resolve_function(checker, entity); break;
    }
    if (entity->type == NULL) entity->type = go_check_invalid(checker);
    entity->state = GO_RESOLVED;
    *checker = saved;
}

// --- declarations in functions ---

static void check_local_const(GoCheck *checker, GoNode *node) {
    GoEntity **entities = GO_NEW_ROW(checker->compile, GoEntity *, node->count);
    for (int i = 0; i < node->count; i++) {
        GoNode *name = node->list[i];
        GoEntity *entity = go_entity_new(checker->compile, GO_ENTITY_CONST, name->text,
                                         name->place);
        entity->node = node;
        entity->index = i;
        entity->package = checker->package;
        entities[i] = entity;
        go_check_resolve(checker, entity);
    }
    for (int i = 0; i < node->count; i++)
        go_check_declare(checker, checker->scope, entities[i], 0);
    if (node->count2 > node->count && !node->flag)
        GO_CHECK_ERROR(checker, node->list2[node->count], "extra init expr %s",
                       go_check_text(checker->compile, node->list2[node->count]));
}

static void check_local_var(GoCheck *checker, GoNode *node) {
    GoEntity **entities = GO_NEW_ROW(checker->compile, GoEntity *, node->count);
    GoType *type = node->first != NULL ? go_check_type(checker, node->first) : NULL;
    for (int i = 0; i < node->count; i++) {
        entities[i] = go_check_variable(checker, node->list[i]->text, node->list[i]->place, type);
        node->list[i]->entity = entities[i];
        node->list[i]->flag = true;
    }
    if (node->count2 > node->count) {
        for (int i = 0; i < node->count2; i++) go_check_expression(checker, node->list2[i], NULL);
        GO_CHECK_ERROR(checker, node->list2[node->count], "extra init expr %s",
                       go_check_text(checker->compile, node->list2[node->count]));
        for (int i = 0; i < node->count; i++)
            if (entities[i]->type == NULL) entities[i]->type = go_check_invalid(checker);
    } else if (node->count2 > 1 && node->count2 < node->count) {
        for (int i = 0; i < node->count2; i++) go_check_expression(checker, node->list2[i], NULL);
        GO_CHECK_ERROR(checker, node->list[node->count2], "missing init expr for variable "
                       "declaration");
        for (int i = 0; i < node->count; i++)
            if (entities[i]->type == NULL) entities[i]->type = go_check_invalid(checker);
    } else if (node->count2 > 0) {
        go_check_init_variables(checker, entities, node->count, node->list2, node->count2, NULL, 0);
    }
    for (int i = 0; i < node->count; i++)
        go_check_declare(checker, checker->scope, entities[i], 0);
}

static void check_local_type(GoCheck *checker, GoNode *node) {
    GoEntity *entity = go_entity_new(checker->compile, GO_ENTITY_TYPE, node->text, node->place);
    entity->node = node;
    entity->package = checker->package;
    if (node->count > 0) {
        GO_CHECK_ERROR(checker, node, "generic type cannot be declared inside a function");
        node->count = 0;
    }
    go_check_declare(checker, checker->scope, entity, 0);
    go_check_resolve(checker, entity);
}

void go_check_local_declaration(GoCheck *checker, GoNode *node) {
    if (node->kind == GO_NODE_CONST) check_local_const(checker, node);
    else if (node->kind == GO_NODE_VAR) check_local_var(checker, node);
    else if (node->kind == GO_NODE_TYPE) check_local_type(checker, node);
}

// --- bodies ---

static GoEntity *parameter_variable(GoCheck *checker, const char *name, GoPlace place,
                                    GoType *type) {
    GoEntity *variable = go_check_variable(
        checker, name != NULL ? name : go_compile_name(checker->compile, "_"), place, type);
    variable->is_parameter = true;
    return variable;
}

GoFunctionScope *go_check_function_scope(GoCheck *checker, GoNode *type_node, GoType *type,
                                         GoNode *receiver) {
    GoFunctionScope *function = GO_NEW(checker->compile, GoFunctionScope);
    GoFunctionScope *outer = checker->function;
    (void)type_node;
    function->outer = outer;
    function->type = type;
    checker->function = function;
    function->parameters = GO_NEW_ROW(checker->compile, GoEntity *, type->count);
    function->results = GO_NEW_ROW(checker->compile, GoEntity *, type->results->count);
    function->parameter_count = type->count;
    function->result_count = type->results->count;
    if (receiver != NULL)
        function->receiver = parameter_variable(checker, receiver->text, receiver->place,
                                                receiver->type);
    for (int i = 0; i < type->count; i++)
        function->parameters[i] = parameter_variable(checker, type->fields[i].name,
                                                     type->fields[i].place, type->fields[i].type);
    for (int i = 0; i < type->results->count; i++) {
        GoField *field = &type->results->fields[i];
        function->has_named_results |= field->name != NULL;
        function->results[i] = parameter_variable(checker, field->name, field->place, field->type);
    }
    checker->function = outer;
    return function;
}

void go_check_body(GoCheck *checker, GoFunctionScope *function, GoNode *body) {
    GoFunctionScope *outer_function = checker->function;
    GoScope *outer = checker->scope;
    checker->function = function;
    checker->scope = go_scope_new(checker->compile, outer);
    checker->scope->function = function;
    if (function->receiver != NULL)
        go_check_declare(checker, checker->scope, function->receiver, 0);
    for (int i = 0; i < function->parameter_count; i++)
        go_check_declare(checker, checker->scope, function->parameters[i], 0);
    for (int i = 0; i < function->result_count; i++)
        go_check_declare(checker, checker->scope, function->results[i], 0);
    go_check_statements(checker, body->list, body->count);
    if (outer_function != NULL) go_check_labels(checker, body);   // others were looked at before
    if (function->result_count > 0 && !go_check_terminates(body->list, body->count))
        GO_CHECK_ERROR_AT(checker, body->end, "missing return");
    go_check_usage(checker, checker->scope);
    checker->scope = outer;
    checker->function = outer_function;
}

static void check_function_body(GoCheck *checker, GoEntity *entity) {
    GoNode *node = entity->node;
    if (entity->type->kind != GO_KIND_FUNCTION) return;
    if (node->third == NULL) {
        if (!checker->package->is_library)
            GO_CHECK_ERROR(checker, node, "missing function body");
    }
    checker->scope = entity->inner;
    checker->declared = entity;
    checker->function = NULL;
    node->function = go_check_function_scope(checker, node->second, entity->type, node->first);
    node->function->node = node;
    node->function->name = entity->name;
    node->entity = entity;
    if (node->third != NULL) go_check_body(checker, node->function, node->third);
    checker->declared = NULL;
}

// --- collecting ---

static void collect_import(GoCheck *checker, GoNode *node, GoScope *file, GoImport *import) {
    GoConstant *path = go_constant_read(checker->compile, GO_STRING, node->first->text,
                                        (size_t)node->first->text_size);
    const char *name = go_compile_intern(checker->compile, path->bytes, path->size);
    GoPackage *package = import(checker->compile, name);
    if (package == NULL) {
        GO_CHECK_ERROR(checker, node->first, "package %s is not in GOROOT (this implementation has "
                       "no such package)", name);
        return;
    }
    go_row_add(checker->compile, &checker->package->imports, package);
    const char *known = node->text != NULL ? node->text : package->name;
    if (is_blank_name(known)) return;
    if (strcmp(known, ".") == 0) {
        for (int i = 0; i < package->scope->count; i++)
            if (go_type_exports_name(package->scope->entities[i]->name))
                go_scope_add(checker->compile, file, package->scope->entities[i]);
        return;
    }
    GoEntity *entity = go_entity_new(checker->compile, GO_ENTITY_PACKAGE, known,
                                     node->first->place);
    entity->imported = package;
    entity->state = GO_RESOLVED;
    entity->node = node;
    go_check_declare(checker, file, entity, 0);
}

static GoEntity *collect_one(GoCheck *checker, GoEntityKind kind, GoNode *node, const char *name,
                             GoPlace place) {
    GoEntity *entity = go_entity_new(checker->compile, kind, name, place);
    entity->node = node;
    entity->is_global = true;
    entity->package = checker->package;
    entity->file = checker->scope;
    entity->order = checker->package->entities.count;
    go_row_add(checker->compile, &checker->package->entities, entity);
    return entity;
}

static void collect_function(GoCheck *checker, GoNode *node) {
    GoPackage *package = checker->package;
    GoEntity *entity = collect_one(checker, GO_ENTITY_FUNCTION, node, node->text, node->place);
    node->entity = entity;
    if (node->first != NULL) {
        go_row_add(checker->compile, &package->methods, entity);
        return;
    }
    bool is_init = strcmp(node->text, "init") == 0;
    bool is_main = strcmp(node->text, "main") == 0 && strcmp(package->name, "main") == 0;
    if ((is_init || is_main) && node->count > 0)
        GO_CHECK_ERROR(checker, node, "func %s must have no type parameters", node->text);
    if ((is_init || is_main) && (node->second->count > 0 || node->second->count2 > 0))
        GO_CHECK_ERROR(checker, node, "func %s must have no arguments and no return values",
                       node->text);
    if (is_init) {
        go_row_add(checker->compile, &package->starts, node);
        return;
    }
    go_check_declare(checker, package->scope, entity, 0);
}

static void collect_names(GoCheck *checker, GoNode *node, GoEntityKind kind) {
    for (int i = 0; i < node->count; i++) {
        GoEntity *entity = collect_one(checker, kind, node, node->list[i]->text,
                                       node->list[i]->place);
        entity->index = i;
        node->list[i]->entity = entity;
        go_check_declare(checker, checker->package->scope, entity, 0);
    }
}

static void collect(GoCheck *checker, GoFile *file, GoImport *import) {
    GoScope *scope = go_scope_new(checker->compile, checker->package->scope);
    checker->scope = scope;
    for (int i = 0; i < file->count; i++) {
        GoNode *node = file->declarations[i];
        switch (node->kind) {
        case GO_NODE_IMPORT: collect_import(checker, node, scope, import); break;
        case GO_NODE_CONST: collect_names(checker, node, GO_ENTITY_CONST); break;
        case GO_NODE_VAR: collect_names(checker, node, GO_ENTITY_VAR); break;
        case GO_NODE_TYPE:
            go_check_declare(checker, checker->package->scope,
                             collect_one(checker, GO_ENTITY_TYPE, node, node->text, node->place),
                                 0);
            break;
        default: collect_function(checker, node); break;
        }
    }
}

// --- what can only be seen in the end ---

typedef struct Dependence {
    GoEntity *entity;
    GoRow needs;             // variables and constants, by way of functions too
    int left;                // how many of them have no value yet
    bool is_done;
} Dependence;

static void collect_needs(GoCheck *checker, GoEntity *entity, GoRow *seen, GoRow *needs) {
    for (int i = 0; i < entity->use_count; i++) {
        GoEntity *used = entity->uses[i];
        bool is_known = false;
        for (int j = 0; j < seen->count; j++) is_known |= seen->items[j] == used;
        if (is_known) continue;
        go_row_add(checker->compile, seen, used);
        if (used->kind == GO_ENTITY_FUNCTION) collect_needs(checker, used, seen, needs);
        else if (used->kind != GO_ENTITY_TYPE) go_row_add(checker->compile, needs, used);
    }
}

static void give_value(Dependence *rows, int count, Dependence *row) {
    row->is_done = true;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < rows[i].needs.count; j++)
            rows[i].left -= rows[i].needs.items[j] == row->entity;
}

// Of those that need least, the first that is declared; NULL: all have their values.
static Dependence *next_variable(Dependence *rows, int count) {
    Dependence *next = NULL;
    for (int i = 0; i < count; i++)
        if (!rows[i].is_done && (next == NULL || rows[i].left < next->left)) next = &rows[i];
    return next;
}

// The order in which variables get their values: whatever they need comes before.
static void order_variables(GoCheck *checker) {
    GoPackage *package = checker->package;
    Dependence *rows = GO_NEW_ROW(checker->compile, Dependence, package->entities.count), *next;
    int count = 0;
    for (int i = 0; i < package->entities.count; i++) {
        GoEntity *entity = package->entities.items[i];
        if (entity->kind != GO_ENTITY_VAR && entity->kind != GO_ENTITY_CONST) continue;
        GoRow seen = {0};
        rows[count].entity = entity;
        collect_needs(checker, entity, &seen, &rows[count].needs);
        rows[count].left = rows[count].needs.count;
        count++;
    }
    while ((next = next_variable(rows, count)) != NULL) {
        GoEntity *entity = next->entity;
        if (next->left > 0) {
            tell_cycle(checker, entity);
            return;
        }
        give_value(rows, count, next);
        if (entity->kind != GO_ENTITY_VAR || entity->node->count2 == 0) continue;
        // One call gives several their values: the first of them stands for all.
        bool is_shared = entity->node->count != entity->node->count2;
        if (is_shared && entity->node->number != 0) continue;
        if (is_shared) entity->node->number = 1;
        go_row_add(checker->compile, &package->initial, entity);
    }
}

static void tell_unused_imports(GoCheck *checker, GoScope *file) {
    for (int i = 0; i < file->count; i++) {
        GoEntity *entity = file->entities[i];
        if (entity->kind != GO_ENTITY_PACKAGE || entity->is_used) continue;
        if (entity->name == entity->imported->name)
            go_compile_soft_error(checker->compile, entity->place, "imported and not used: \"%s\"",
                                  entity->imported->path);
        else go_compile_soft_error(checker->compile, entity->place,
                                   "imported and not used: \"%s\" as %s", entity->imported->path,
                                   entity->name);
    }
}

// A package's variables must have places in memory.
static void check_sizes(GoCheck *checker) {
    for (int i = 0; i < checker->package->entities.count; i++) {
        GoEntity *entity = checker->package->entities.items[i];
        if (entity->kind != GO_ENTITY_VAR || go_type_size(entity->type) < VARIABLE_BYTES_MAX)
            continue;
        GO_CHECK_ERROR_AT(checker, entity->place, "type %s larger than address space",
                          go_check_type_text(checker, entity->type));
    }
}

static void check_receivers(GoCheck *checker) {
    for (int i = 0; i < checker->package->methods.count; i++) {
        GoEntity *method = checker->package->methods.items[i];
        go_check_resolve(checker, method);
    }
    for (int i = 0; i < checker->package->entities.count; i++) {
        GoEntity *entity = checker->package->entities.items[i];
        if (entity->kind != GO_ENTITY_TYPE || entity->is_alias ||
            entity->type->kind != GO_KIND_NAMED) continue;
        check_methods_against_fields(checker, entity->type);
        go_type_complete(checker->compile, go_type_underlying(entity->type));
    }
}

void go_check_package(GoCompile *compile, GoPackage *package, GoImport *import) {
    GoCheck checker = {.compile = compile, .package = package};
    GoRow scopes = {0};
    package->scope = go_scope_new(compile, compile->universe->scope);
    for (int i = 0; i < package->file_count; i++) {
        collect(&checker, package->files[i], import);
        go_row_add(compile, &scopes, checker.scope);
    }
    for (int i = 0; i < package->entities.count; i++) {
        GoEntity *entity = package->entities.items[i];
        if (entity->kind == GO_ENTITY_FUNCTION && entity->node->third != NULL)
            go_check_labels(&checker, entity->node->third);
    }
    for (int i = 0; i < package->entities.count; i++) {
        checker.scope = scopes.items[0];
        go_check_resolve(&checker, package->entities.items[i]);
    }
    check_receivers(&checker);
    for (int i = 0; i < package->entities.count; i++) {
        GoEntity *entity = package->entities.items[i];
        if (entity->kind == GO_ENTITY_FUNCTION) check_function_body(&checker, entity);
    }
    if (compile->mistake_count == 0) check_sizes(&checker);
    order_variables(&checker);
    for (int i = 0; i < scopes.count; i++) tell_unused_imports(&checker, scopes.items[i]);
    package->is_checked = true;
}
