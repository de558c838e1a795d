// Instructions, registers and labels; whole functions.

#include "go/lower.h"

#include <string.h>

enum { BOX_FROM = 1 << 16 };

// --- instructions ---

static GoCode *emit_one(GoLower *lower, GoOp op, int64_t a) {
    if (lower->count == lower->capacity) {
        int32_t capacity = lower->capacity == 0 ? 64 : lower->capacity * 2;
        lower->code = go_compile_grow(lower->compile, lower->code,
                                      sizeof(GoCode) * (size_t)lower->count,
                                      sizeof(GoCode) * (size_t)capacity);
        lower->places = go_compile_grow(lower->compile, lower->places,
                                        sizeof(GoPlace) * (size_t)lower->count,
                                        sizeof(GoPlace) * (size_t)capacity);
        lower->capacity = capacity;
    }
    lower->places[lower->count] = lower->place;
    GoCode *code = &lower->code[lower->count++];
    *code = (GoCode){.op = (uint16_t)op, .a = (int32_t)a};
    return code;
}

int32_t go_lower_emit(GoLower *lower, GoOp op, int64_t a, int64_t b, int64_t c) {
    GoCode *code = emit_one(lower, op, a);
    code->b = (int32_t)b;
    code->c = (int32_t)c;
    return lower->count - 1;
}

int32_t go_lower_emit_wide(GoLower *lower, GoOp op, int64_t a, int64_t wide) {
    emit_one(lower, op, a)->wide = wide;
    return lower->count - 1;
}

int32_t go_lower_emit_pointer(GoLower *lower, GoOp op, int64_t a, const void *pointer) {
    emit_one(lower, op, a)->pointer = (void *)(uintptr_t)pointer;
    return lower->count - 1;
}

void go_lower_set_n(GoLower *lower, int32_t index, int64_t n) {
    lower->code[index].n = (uint16_t)n;
}

// --- labels ---

int go_lower_label(GoLower *lower) {
    if (lower->label_count == lower->label_capacity) {
        int32_t capacity = lower->label_capacity == 0 ? 32 : lower->label_capacity * 2;
        lower->labels = go_compile_grow(lower->compile, lower->labels,
                                        sizeof(int32_t) * (size_t)lower->label_count,
                                        sizeof(int32_t) * (size_t)capacity);
        lower->label_capacity = capacity;
    }
    lower->labels[lower->label_count] = -1;
    return lower->label_count++;
}

void go_lower_put_label(GoLower *lower, int label) {
    lower->labels[label] = lower->count;
}

void go_lower_jump(GoLower *lower, int label) {
    (void)go_lower_emit(lower, GO_OP_JUMP, 0, 0, label);
}

static const char *const operands[] = {
#define OP(id, letters, meaning) letters,
#include "go/ops.def"
#undef OP
};

static void resolve_labels(GoLower *lower) {
    for (int32_t i = 0; i < lower->count; i++) {
        GoCode *code = &lower->code[i];
        bool is_jump = strchr(operands[code->op], 'j') != NULL ||
                       (code->op == GO_OP_NOTHING && code->n == 1);
        if (is_jump && code->op != GO_OP_NEXT_RUNE) code->c = lower->labels[code->c];
    }
}

// --- registers ---

int32_t go_lower_temporary(GoLower *lower, int64_t size) {
    int32_t at = lower->top;
    lower->top += (int32_t)((size + 7) & ~(int64_t)7);
    if (lower->top > lower->most) lower->most = lower->top;
    return at;
}

int32_t go_lower_temporary_of(GoLower *lower, GoType *type) {
    return go_lower_temporary(lower, go_machine_size(type));
}

GoType *go_lower_type(GoLower *lower, GoType *type) {
    if (lower->function->substitution.count > 0)
        type = go_type_substitute(lower->compile, type, &lower->function->substitution);
    return go_types_canonical(lower->compile, type);
}

void go_lower_refuse(GoLower *lower, GoNode *node, const char *what) {
    go_compile_error(lower->compile, go_node_start(node), "not supported here: %s", what);
}

// --- variables ---

bool go_lower_is_boxed(GoLower *lower, const GoEntity *entity) {
    if (entity->is_addressed || (entity->is_captured && entity->is_assigned)) return true;
    return go_type_size(go_lower_type(lower, entity->type)) > BOX_FROM;
}

static const char *why_boxed(const GoEntity *entity) {
    if (entity->is_addressed && entity->is_captured)
        return "its address is taken, and a function literal uses it";
    if (entity->is_addressed) return "its address is taken";
    if (entity->is_captured) return "a function literal uses it, and it is assigned to";
    return "it is too big for the stack";
}

static void note_variable(GoLower *lower, GoEntity *entity, GoType *type) {
    if (strcmp(entity->name, "_") == 0) return;
    GoVariable *variable = GO_NEW(lower->compile, GoVariable);
    *variable = (GoVariable){.name = entity->name, .type = type, .offset = entity->home,
                             .from = lower->count, .is_boxed = entity->is_boxed,
                             .is_parameter = entity->is_parameter, .place = entity->place,
                             .why = entity->is_boxed ? why_boxed(entity) : NULL};
    go_row_add(lower->compile, &lower->variables, variable);
}

void go_lower_declare(GoLower *lower, GoEntity *entity) {
    GoType *type = go_lower_type(lower, entity->type);
    entity->is_boxed = go_lower_is_boxed(lower, entity);
    entity->home = go_lower_temporary(lower, entity->is_boxed ? 8 : go_machine_size(type));
    lower->locals = lower->top;
    note_variable(lower, entity, type);
    if (entity->is_boxed) (void)go_lower_emit_pointer(lower, GO_OP_NEW, entity->home, type);
}

void go_lower_declare_zero(GoLower *lower, GoEntity *entity) {
    go_lower_declare(lower, entity);
    if (!entity->is_boxed) go_lower_zero(lower, entity->home, go_lower_type(lower, entity->type));
}

// --- layout of windows ---

static int32_t fields_size(GoField *fields, int count) {
    int64_t size = 0;
    for (int i = 0; i < count; i++) size += go_machine_size(fields[i].type);
    return (int32_t)size;
}

int32_t go_type_result_offset(GoType *function, int index) {
    return fields_size(function->results->fields, index);
}

int32_t go_type_results_size(GoType *function) {
    return fields_size(function->results->fields, function->results->count);
}

int32_t go_type_parameter_offset(GoType *function, int index) {
    return go_type_results_size(function) + fields_size(function->fields, index);
}

int32_t go_type_arguments_end(GoType *function) {
    return go_type_parameter_offset(function, function->count);
}

// --- functions ---

void go_lower_start(GoLower *lower, GoMachine *machine, GoFunction *function) {
    memset(lower, 0, sizeof *lower);
    lower->machine = machine;
    lower->compile = machine->compile;
    lower->function = function;
    lower->top = lower->most = lower->locals = function->arguments_end + function->hidden_size;
    lower->end_label = -1;
    lower->fall_label = -1;
}

void go_lower_finish(GoLower *lower) {
    GoFunction *function = lower->function;
    resolve_labels(lower);
    function->code = lower->code;
    function->code_count = lower->count;
    function->places = lower->places;
    function->frame_size = lower->most;
    function->variable_count = lower->variables.count;
    function->variables = GO_NEW_ROW(lower->compile, GoVariable, lower->variables.count);
    for (int i = 0; i < lower->variables.count; i++)
        function->variables[i] = *(GoVariable *)lower->variables.items[i];
    function->is_lowered = true;
}

// Parameters and results stand in the window; those that need a block get one.
static void take_parameter(GoLower *lower, GoEntity *entity, int32_t at) {
    GoType *type = go_lower_type(lower, entity->type);
    entity->home = at;
    entity->is_boxed = go_lower_is_boxed(lower, entity);
    if (entity->is_boxed) {
        entity->home = go_lower_temporary(lower, 8);
        lower->locals = lower->top;
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, entity->home, type);
        GoHome home = {.kind = GO_HOME_MEMORY, .type = type, .base = entity->home};
        go_lower_store(lower, &home, at);
    }
    note_variable(lower, entity, type);
}

static void take_parameters(GoLower *lower) {
    GoFunction *function = lower->function;
    GoFunctionScope *scope = lower->scope;
    for (int i = 0; i < scope->result_count; i++) {
        int32_t at = go_type_result_offset(function->type, i);
        go_lower_zero(lower, at, go_lower_type(lower, scope->results[i]->type));
    }
    for (int i = 0; i < scope->parameter_count; i++)
        take_parameter(lower, scope->parameters[i], go_type_parameter_offset(function->type, i));
    if (scope->receiver != NULL) take_parameter(lower, scope->receiver, function->arguments_end);
    for (int i = 0; i < scope->result_count; i++)
        take_parameter(lower, scope->results[i], go_type_result_offset(function->type, i));
}

// What a function literal shares is fetched from its closure.
static void take_captures(GoLower *lower) {
    int32_t closure = lower->function->arguments_end;
    int64_t offset = 8;
    for (int i = 0; i < lower->scope->captured.count; i++) {
        GoEntity *entity = lower->scope->captured.items[i];
        GoType *type = go_lower_type(lower, entity->type);
        entity->is_boxed = go_lower_is_boxed(lower, entity);
        int64_t size = entity->is_boxed ? 8 : go_machine_size(type);
        entity->home = go_lower_temporary(lower, size);
        lower->locals = lower->top;
        if (size == 8) {
            (void)go_lower_emit(lower, GO_OP_LOAD, entity->home, closure, offset);
        } else if (size > 0) {
            (void)go_lower_emit(lower, GO_OP_LOAD_BYTES, entity->home, closure, offset);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, size);
        }
        offset += size;
        note_variable(lower, entity, type);
    }
}

static void give_boxed_results(GoLower *lower) {
    GoFunctionScope *scope = lower->scope;
    for (int i = 0; i < scope->result_count; i++) {
        if (!scope->results[i]->is_boxed) continue;
        GoHome home = go_lower_variable(lower, scope->results[i]);
        go_lower_load(lower, &home, go_type_result_offset(lower->function->type, i));
    }
}

static void lower_body(GoMachine *machine, GoFunction *function) {
    GoLower *lower = GO_NEW(machine->compile, GoLower);
    go_lower_start(lower, machine, function);
    lower->scope = function->scope;
    lower->package = function->entity != NULL ? function->entity->package : machine->main_package;
    lower->place = function->body->place;
    lower->end_label = go_lower_label(lower);
    function->has_defer = function->scope->has_defer;
    take_parameters(lower);
    take_captures(lower);
    go_lower_statements(lower, function->body->list, function->body->count);
    lower->place = function->body->end;
    go_lower_put_label(lower, lower->end_label);
    function->defers_at = lower->count;
    if (function->has_defer) (void)go_lower_emit(lower, GO_OP_RUN_DEFERS, 0, 0, 0);
    give_boxed_results(lower);
    (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    go_lower_finish(lower);
}

static void lower_native(GoMachine *machine, GoFunction *function) {
    GoLower *lower = GO_NEW(machine->compile, GoLower);
    go_lower_start(lower, machine, function);
    (void)go_lower_emit_pointer(lower, GO_OP_CALL_NATIVE, 0, &function->native);
    (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    go_lower_finish(lower);
}

void go_function_ensure(GoMachine *machine, GoFunction *function) {
    if (function->is_lowered) return;
    if (function->make != NULL) function->make(machine, function);
    else if (function->native != NULL) lower_native(machine, function);
    else lower_body(machine, function);
}

GoFunction *go_function_new(GoMachine *machine, const char *name) {
    static const GoCode stub[1] = {{.op = GO_OP_LOWER}};
    GoFunction *function = GO_NEW(machine->compile, GoFunction);
    function->name = name;
    function->code = (GoCode *)(uintptr_t)stub;
    function->defers_at = -1;
    go_row_add(machine->compile, &machine->all_functions, function);
    return function;
}

static const char *function_name(GoMachine *machine, GoEntity *entity) {
    GoType *receiver = entity->receiver;
    const char *package = entity->package->name;
    if (receiver == NULL)
        return go_compile_format(machine->compile, "%s.%s", package, entity->name);
    return go_compile_format(machine->compile, entity->has_pointer_receiver ? "%s.(*%s).%s"
                             : "%s.%s.%s", package, receiver->name, entity->name);
}

GoFunction *go_function_of(GoMachine *machine, GoEntity *entity, GoType **arguments, int count) {
    GoCompile *compile = machine->compile;
    for (GoFunction *each = entity->compiled; each != NULL; each = each->next) {
        int same = 0;
        while (same < count && each->arguments[same] == arguments[same]) same++;
        if (same == count) return each;
    }
    GoFunction *function = go_function_new(machine, function_name(machine, entity));
    function->next = entity->compiled;
    entity->compiled = function;
    function->entity = entity;
    function->arguments = arguments;
    function->substitution = (GoSubstitution){entity->parameters, arguments, count};
    function->scope = entity->node->function;
    function->body = entity->node->third;
    GoType *type = go_type_substitute(compile, entity->type, &function->substitution);
    if (type->parameter_count > 0) {
        GoType *plain = go_type_new(compile, GO_KIND_FUNCTION);
        *plain = *type;
        plain->parameter_count = 0;
        plain->is_canonical = false;
        type = plain;
    }
    function->type = go_types_canonical(compile, type);
    function->arguments_end = go_type_arguments_end(function->type);
    function->result_size = go_type_results_size(function->type);
    if (entity->node->first != NULL) {
        function->receiver = go_types_canonical(compile, go_type_substitute(
            compile, entity->node->first->type, &function->substitution));
        function->hidden_size = (int32_t)go_machine_size(function->receiver);
    } else {
        function->hidden_size = 8;
    }
    function->frame_size = function->arguments_end + function->hidden_size;
    if (function->body == NULL) {
        const char *name = entity->receiver == NULL ? entity->name : go_compile_format(
            compile, "%s.%s", entity->receiver->name, entity->name);
        function->native = go_native_find(entity->package->path, name);
        if (function->native == NULL)
            go_compile_error(compile, entity->place, "function %s.%s has no body",
                             entity->package->path, name);
    }
    return function;
}

// --- the start: package variables, init functions, main ---

static void lower_initial_variable(GoLower *lower, GoEntity *entity) {
    GoNode *node = entity->node;
    lower->place = entity->place;
    if (node->count == node->count2) {
        GoType *type = go_lower_type(lower, entity->type);
        GoNode *value = node->list2[entity->index];
        int32_t at = go_lower_temporary_of(lower, type);
        go_lower_converted(lower, value, type, at);
        if (strcmp(entity->name, "_") != 0) {
            GoHome home = go_lower_variable(lower, entity);
            go_lower_store(lower, &home, at);
        }
    } else {
        int32_t registers[64];
        GoType *types[64];
        for (int i = 0; i < node->count && i < 64; i++) {
            types[i] = go_lower_type(lower, node->list[i]->entity->type);
            registers[i] = go_lower_temporary_of(lower, types[i]);
        }
        go_lower_spread(lower, node->list2[0], registers, types, node->count);
        for (int i = 0; i < node->count && i < 64; i++) {
            if (strcmp(node->list[i]->text, "_") == 0) continue;
            GoHome home = go_lower_variable(lower, node->list[i]->entity);
            go_lower_store(lower, &home, registers[i]);
        }
    }
    lower->top = lower->locals;
}

GoFunction *go_function_initial(GoMachine *machine, GoPackage **packages, int count,
                                GoFunction *main) {
    GoFunction *function = go_function_new(machine, "runtime.main");
    GoField none = {0};
    (void)none;
    function->type = go_type_function(machine->compile, NULL, 0,
                                      go_type_tuple(machine->compile, NULL, 0));
    GoLower *lower = GO_NEW(machine->compile, GoLower);
    go_lower_start(lower, machine, function);
    for (int i = 0; i < count; i++) {
        lower->package = packages[i];
        for (int j = 0; j < packages[i]->initial.count; j++)
            lower_initial_variable(lower, packages[i]->initial.items[j]);
        for (int j = 0; j < packages[i]->starts.count; j++) {
            GoNode *node = packages[i]->starts.items[j];
            (void)go_lower_emit_pointer(lower, GO_OP_CALL, lower->top,
                                        go_function_of(machine, node->entity, NULL, 0));
        }
    }
    (void)go_lower_emit_pointer(lower, GO_OP_CALL, lower->top, main);
    (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    go_lower_finish(lower);
    return function;
}
