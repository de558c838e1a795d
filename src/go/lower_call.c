// Calls: windows filled, functions found; go and defer.

#include <string.h>

#include "go/lower.h"

static GoKind kind_of(GoType *type) {
    return (GoKind)go_type_underlying(type)->kind;
}

static GoType **concrete_arguments(GoLower *lower, GoType **arguments, int count) {
    GoType **types = GO_NEW_ROW(lower->compile, GoType *, count);
    for (int i = 0; i < count; i++) types[i] = go_lower_type(lower, arguments[i]);
    return types;
}

GoFunction *go_lower_called(GoLower *lower, GoNode *node) {
    node = go_node_unparen(node);
    GoNode *name = node;
    if (node->kind == GO_NODE_INDEX &&
        node->argument_count > 0) name = go_node_unparen(node->first);
    GoEntity *entity = name->entity;
    bool is_name = (name->kind == GO_NODE_IDENTIFIER ||
                    (name->kind == GO_NODE_SELECTOR && name->selection == NULL)) &&
                   entity != NULL && entity->kind == GO_ENTITY_FUNCTION;
    if (!is_name) return NULL;
    return go_function_of(lower->machine, entity,
                          concrete_arguments(lower, node->arguments, node->argument_count),
                          node->argument_count);
}

GoFunction *go_lower_method(GoLower *lower, GoEntity *method, GoType *owner) {
    owner = go_lower_type(lower, owner);
    return go_function_of(lower->machine, method, owner->arguments, owner->argument_count);
}

// --- receivers ---

static bool is_addressable(GoNode *node) {
    node = go_node_unparen(node);
    return node->mode == GO_VARIABLE;
}

// The value at the end of a selection's embedded fields, as the method wants it.
void go_lower_receiver(GoLower *lower, GoNode *selector, GoSelection *selection, int32_t to) {
    GoNode *operand = selector->first;
    GoType *type = go_lower_type(lower, operand->type);
    GoHome home;
    bool wants_pointer = selection->kind == GO_SELECT_METHOD && selection->wants_pointer;
    if (selection->depth == 0 && wants_pointer && kind_of(type) != GO_KIND_POINTER) {
        go_lower_address(lower, operand, to);
        return;
    }
    if (is_addressable(operand)) home = go_lower_home(lower, operand);
    else home = (GoHome){.kind = GO_HOME_REGISTER, .type = type,
                         .offset = go_lower_value(lower, operand)};
    home = go_lower_field(lower, home, type, selection->path, selection->depth);
    GoType *found = home.type;
    if (wants_pointer) {
        if (kind_of(found) == GO_KIND_POINTER) {
            go_lower_load(lower, &home, to);
        } else if (home.kind == GO_HOME_MEMORY) {
            (void)go_lower_emit(lower, GO_OP_ADD_POINTER, to, home.base, home.offset);
        } else if (home.kind == GO_HOME_GLOBAL) {
            (void)go_lower_emit_wide(lower, GO_OP_GLOBAL, to, home.global);
        } else {
            GoNode place = *operand;
            GoHome outer = go_lower_home(lower, &place);
            if (outer.kind == GO_HOME_SLICE || outer.kind == GO_HOME_ARRAY) {
                int32_t at = go_lower_temporary(lower, 8);
                go_lower_address(lower, operand, at);
                home = (GoHome){.kind = GO_HOME_MEMORY, .type = type, .base = at};
                home = go_lower_field(lower, home, type, selection->path, selection->depth);
                (void)go_lower_emit(lower, GO_OP_ADD_POINTER, to, home.base, home.offset);
            } else {
                int32_t value = go_lower_temporary_of(lower, found);
                go_lower_load(lower, &home, value);
                int32_t block = go_lower_temporary(lower, 8);
                (void)go_lower_emit_pointer(lower, GO_OP_NEW, block, found);
                GoHome copy = {.kind = GO_HOME_MEMORY, .type = found, .base = block};
                go_lower_store(lower, &copy, value);
                (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
            }
        }
        return;
    }
    if (selection->kind == GO_SELECT_METHOD && kind_of(found) == GO_KIND_POINTER &&
        selection->owner->kind == GO_KIND_NAMED &&
        kind_of(go_lower_type(lower, selection->owner)) != GO_KIND_POINTER) {
        GoType *element = go_lower_type(lower, go_type_underlying(found)->element);
        int32_t pointer = go_lower_temporary(lower, 8);
        go_lower_load(lower, &home, pointer);
        GoHome value = {.kind = GO_HOME_MEMORY, .type = element, .base = pointer};
        go_lower_load(lower, &value, to);
        return;
    }
    go_lower_load(lower, &home, to);
}

// --- arguments ---

static GoType *parameter_of(GoLower *lower, GoType *function, int index) {
    return go_lower_type(lower, function->fields[index].type);
}

// The rest of the arguments, as the slice that a variadic parameter gets.
static void lower_variadic(GoLower *lower, GoType *slice, GoNode **nodes, int count, int32_t to) {
    GoType *element = go_lower_type(lower, go_type_underlying(slice)->element);
    int64_t size = go_type_size(element);
    if (count == 0) {
        go_lower_zero(lower, to, slice);
        return;
    }
    int32_t row = go_lower_temporary(lower, 24);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row, count);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row + 8, count);
    (void)go_lower_emit_pointer(lower, GO_OP_MAKE_SLICE, row, slice);
    for (int i = 0; i < count; i++) {
        int32_t saved = lower->top, at = go_lower_temporary_of(lower, element);
        go_lower_converted(lower, nodes[i], element, at);
        GoHome home = {.kind = GO_HOME_MEMORY, .type = element, .base = row,
                       .offset = (int32_t)(i * size)};
        go_lower_store(lower, &home, at);
        lower->top = saved;
    }
    (void)go_lower_emit(lower, GO_OP_MOVE24, to, row, 0);
}

// f(g()) with several values of g.
static void lower_spread_arguments(GoLower *lower, GoNode *call, GoType *function, int32_t window) {
    GoNode *inner = go_node_unparen(call->list[0]);
    GoType *tuple = inner->type;
    GoWindow values = go_lower_call(lower, inner);
    int64_t offset = 0;
    int fixed = function->is_variadic ? function->count - 1 : function->count;
    int32_t row = -1;
    GoType *element = NULL;
    if (function->is_variadic) {
        GoType *slice = parameter_of(lower, function, fixed);
        element = go_lower_type(lower, go_type_underlying(slice)->element);
        row = go_lower_temporary(lower, 24);
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row, tuple->count - fixed);
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row + 8, tuple->count - fixed);
        (void)go_lower_emit_pointer(lower, GO_OP_MAKE_SLICE, row, slice);
        (void)go_lower_emit(lower, GO_OP_MOVE24, window + go_type_parameter_offset(function, fixed),
                            row, 0);
    }
    for (int i = 0; i < tuple->count; i++) {
        GoType *type = go_lower_type(lower, tuple->fields[i].type);
        int32_t from = values.at + (int32_t)offset;
        offset += go_machine_size(type);
        if (i < fixed) {
            go_lower_convert_register(lower, from, type, parameter_of(lower, function, i),
                                      window + go_type_parameter_offset(function, i));
            continue;
        }
        int32_t at = go_lower_temporary_of(lower, element);
        go_lower_convert_register(lower, from, type, element, at);
        GoHome home = {.kind = GO_HOME_MEMORY, .type = element, .base = row,
                       .offset = (int32_t)((i - fixed) * go_type_size(element))};
        go_lower_store(lower, &home, at);
    }
}

static void lower_arguments(GoLower *lower, GoNode *call, GoType *function, int32_t window) {
    if (call->count == 1 && call->list[0]->mode != GO_CONSTANT &&
        call->list[0]->type->kind == GO_KIND_TUPLE) {
        lower_spread_arguments(lower, call, function, window);
        return;
    }
    for (int i = 0; i < function->count; i++) {
        int32_t to = window + go_type_parameter_offset(function, i);
        int32_t saved = lower->top;
        if (function->is_variadic && i == function->count - 1 && !call->flag)
            lower_variadic(lower, parameter_of(lower, function, i), call->list + i, call->count - i,
                           to);
        else go_lower_converted(lower, call->list[i], function->fields[i].type, to);
        lower->top = saved;
    }
}

// --- windows ---

typedef struct Callee {
    GoFunction *function;        // known; else
    int32_t closure;             // the register with a function value, or
    int32_t interface;           // with an interface whose method is called
    GoMethod *method;
    GoType *type;
    GoSelection *selection;
    int64_t hidden;              // size of what stands behind the parameters
} Callee;

static GoType *signature_of(GoLower *lower, GoType *type) {
    return go_type_underlying(go_lower_type(lower, type));
}

static Callee find_callee(GoLower *lower, GoNode *call) {
    GoNode *called = go_node_unparen(call->first);
    Callee callee = {.closure = -1, .interface = -1, .hidden = 8};
    callee.function = go_lower_called(lower, called);
    if (callee.function != NULL) {
        callee.type = callee.function->type;
        return callee;
    }
    callee.type = signature_of(lower, called->type);
    if (called->kind == GO_NODE_SELECTOR && called->selection != NULL &&
        called->selection->kind != GO_SELECT_FIELD && !called->selection->is_expression) {
        GoSelection *selection = callee.selection = go_lower_selection(lower, called);
        if (selection->kind == GO_SELECT_METHOD) {
            callee.function = go_lower_method(lower, selection->method, selection->owner);
            callee.type = callee.function->type;
            callee.hidden = callee.function->hidden_size;
            return callee;
        }
        GoType *interface = go_lower_type(lower, selection->receiver);
        GoType *under = go_type_underlying(interface);
        callee.method = &under->methods[selection->method_index];
        callee.interface = go_lower_temporary(lower, 16);
        go_lower_receiver(lower, called, selection, callee.interface);
        return callee;
    }
    callee.closure = go_lower_value(lower, called);
    return callee;
}

static void emit_call(GoLower *lower, const Callee *callee, int32_t window, int32_t end) {
    if (callee->interface >= 0) {
        (void)go_lower_emit(lower, GO_OP_CALL_METHOD, window, callee->interface, end);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, callee->method);
        (void)go_lower_emit(lower, GO_OP_NOTHING, 0, 0, 0);
        (void)go_lower_emit(lower, GO_OP_NOTHING, 0, 0, 0);
    } else if (callee->function != NULL && callee->function->native != NULL) {
        (void)go_lower_emit_pointer(lower, GO_OP_CALL_NATIVE, window, &callee->function->native);
    } else if (callee->function != NULL) {
        (void)go_lower_emit_pointer(lower, GO_OP_CALL, window, callee->function);
    } else {
        (void)go_lower_emit(lower, GO_OP_CALL_CLOSURE, window, callee->closure, end);
    }
}

// Fills the window of a call; nothing is called yet.
static GoWindow fill_window(GoLower *lower, GoNode *call, Callee *callee) {
    *callee = find_callee(lower, call);
    GoWindow window = {.end = go_type_arguments_end(callee->type)};
    window.size = window.end + (int32_t)callee->hidden;
    window.at = go_lower_temporary(lower, window.size);
    if (callee->selection != NULL && callee->interface < 0) {
        int32_t saved = lower->top;
        go_lower_receiver(lower, go_node_unparen(call->first), callee->selection,
                          window.at + window.end);
        lower->top = saved;
    }
    lower_arguments(lower, call, callee->type, window.at);
    return window;
}

GoWindow go_lower_call(GoLower *lower, GoNode *call) {
    Callee callee;
    GoPlace place = lower->place;
    call = go_node_unparen(call);
    lower->place = call->place;
    GoWindow window = fill_window(lower, call, &callee);
    // The callee's frame lies over all that is above the window.
    emit_call(lower, &callee, window.at, window.end);
    lower->top = window.at + go_type_results_size(callee.type);
    if (lower->top < window.at + 8) lower->top = window.at + 8;
    if (lower->top > lower->most) lower->most = lower->top;
    lower->place = place;
    return window;
}

// --- go and defer ---

// A function that runs one call of a built-in function, or of a method of an interface, with
// operands that were evaluated before: they are its parameters.
typedef struct Thunk {
    GoNode *call;
    int32_t *offsets;
    GoFunction *owner;           // in which the call is written
    GoPackage *package;
} Thunk;

static void make_builtin_thunk(GoMachine *machine, GoFunction *function) {
    const Thunk *thunk = function->plan;
    GoLower *lower = GO_NEW(machine->compile, GoLower);
    go_lower_start(lower, machine, function);
    lower->package = thunk->package;
    GoNode call = *thunk->call;
    call.list = GO_NEW_ROW(machine->compile, GoNode *, call.count);
    for (int i = 0; i < call.count; i++) {
        // Each argument is a variable that lives where the parameter is.
        GoNode *name = GO_NEW(machine->compile, GoNode);
        GoEntity *entity = go_entity_new(machine->compile, GO_ENTITY_VAR, "_", 0);
        *name = *thunk->call->list[i];
        if (name->mode != GO_CONSTANT && name->mode != GO_TYPE_EXPRESSION) {
            name->kind = GO_NODE_IDENTIFIER;
            entity->type = name->type;
            entity->home = thunk->offsets[i];
            name->entity = entity;
            name->mode = GO_VARIABLE;
        }
        call.list[i] = name;
    }
    int32_t to = go_lower_temporary(lower, 64);
    go_lower_builtin(lower, &call, to);
    // A deferred recover() counts as called by the function that deferred it.
    if (lower->code[lower->count - 1].op == GO_OP_RECOVER)
        go_lower_set_n(lower, lower->count - 1, 1);
    (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    go_lower_finish(lower);
}

static void start_builtin(GoLower *lower, GoNode *node) {
    GoNode *call = node->first;
    Thunk *thunk = GO_NEW(lower->compile, Thunk);
    *thunk = (Thunk){call, GO_NEW_ROW(lower->compile, int32_t, call->count), lower->function,
                     lower->package};
    int64_t size = 0;
    for (int i = 0; i < call->count; i++) {
        thunk->offsets[i] = (int32_t)size;
        if (call->list[i]->mode != GO_CONSTANT && call->list[i]->mode != GO_TYPE_EXPRESSION)
            size += go_machine_size(go_lower_type(lower, call->list[i]->type));
    }
    GoFunction *function = go_function_new(lower->machine, "runtime.builtin");
    function->make = make_builtin_thunk;
    function->plan = thunk;
    function->substitution = lower->function->substitution;
    function->arguments_end = (int32_t)size;
    function->hidden_size = 8;
    function->frame_size = (int32_t)size + 8;
    int32_t window = go_lower_temporary(lower, size + 8);
    for (int i = 0; i < call->count; i++)
        if (call->list[i]->mode != GO_CONSTANT && call->list[i]->mode != GO_TYPE_EXPRESSION)
            go_lower_into(lower, call->list[i], window + thunk->offsets[i]);
    int32_t index = go_lower_emit(lower, node->kind == GO_NODE_GO ? GO_OP_GO : GO_OP_DEFER, window,
                                  size + 8, 0);
    go_lower_set_n(lower, index, GO_CALL_FUNCTION);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, function);
}

void go_lower_started(GoLower *lower, GoNode *node) {
    GoNode *call = node->first;
    if (call->first->mode == GO_BUILTIN) {
        start_builtin(lower, node);
        return;
    }
    Callee callee;
    GoWindow window = fill_window(lower, call, &callee);
    bool is_closure = callee.closure >= 0;
    if (callee.interface >= 0) {   // the method's value is a closure, its receiver found now
        GoNode *called = go_node_unparen(call->first);
        GoSelection *selection = callee.selection;
        GoFunction *bound = go_function_bound(lower->machine, go_lower_type(lower,
                                              selection->receiver), selection);
        callee.closure = go_lower_temporary(lower, 8);
        (void)called;
        (void)go_lower_emit(lower, GO_OP_METHOD_VALUE, callee.closure, callee.interface, 0);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, bound);
        is_closure = true;
    }
    int32_t index = go_lower_emit(lower, node->kind == GO_NODE_GO ? GO_OP_GO : GO_OP_DEFER,
                                  window.at, window.size, 0);
    go_lower_set_n(lower, index, is_closure ? GO_CALL_CLOSURE : GO_CALL_FUNCTION);
    if (is_closure) (void)go_lower_emit(lower, GO_OP_NOTHING, 0, callee.closure, window.end);
    else (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, callee.function);
}
