// Expressions made code.

#include <string.h>

#include "go/lower.h"

static GoKind kind_of(GoType *type) {
    return (GoKind)go_type_underlying(type)->kind;
}

void go_lower_move(GoLower *lower, int32_t to, int32_t from, GoType *type) {
    int64_t size = go_machine_size(type);
    if (to == from || size == 0) return;
    if (size == 8) (void)go_lower_emit(lower, GO_OP_MOVE, to, from, 0);
    else if (size == 16) (void)go_lower_emit(lower, GO_OP_MOVE16, to, from, 0);
    else if (size == 24) (void)go_lower_emit(lower, GO_OP_MOVE24, to, from, 0);
    else (void)go_lower_emit(lower, GO_OP_MOVE_BYTES, to, from, size);
}

void go_lower_zero(GoLower *lower, int32_t to, GoType *type) {
    int64_t size = go_machine_size(type);
    if (size == 8) (void)go_lower_emit(lower, GO_OP_ZERO, to, 0, 0);
    else if (size > 0) (void)go_lower_emit(lower, GO_OP_ZERO_BYTES, to, 0, size);
}

// --- constants ---

static int64_t float_bits(double value, bool is_single) {
    int64_t bits = 0;
    float single = (float)value;
    if (is_single) memcpy(&bits, &single, 4);
    else memcpy(&bits, &value, 8);
    return bits;
}

void go_lower_constant(GoLower *lower, const GoConstant *value, GoType *type, int32_t to) {
    GoType *under = go_type_underlying(type);
    if (under->kind == GO_KIND_INTERFACE) {   // a generic constant where T is an interface
        go_lower_zero(lower, to, type);
        return;
    }
    switch (under->kind) {
    case GO_KIND_BOOL: case GO_KIND_UNTYPED_BOOL:
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to, value->truth);
        return;
    case GO_KIND_STRING: case GO_KIND_UNTYPED_STRING: {
        GoString *string = GO_NEW(lower->compile, GoString);
        *string = (GoString){NULL, (int64_t)value->size};
        if (value->size > 0) {
            string->bytes = block_constant(&lower->machine->heap, value->bytes, string->size);
            if (string->bytes == NULL) go_compile_no_memory(lower->compile->world);
        }
        (void)go_lower_emit_pointer(lower, GO_OP_CONSTANT16, to, string);
        return;
    }
    case GO_KIND_FLOAT32:
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to,
                                 float_bits(go_constant_get_float(value), true));
        return;
    case GO_KIND_FLOAT64: case GO_KIND_UNTYPED_FLOAT:
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to,
                                 float_bits(go_constant_get_double(value), false));
        return;
    case GO_KIND_COMPLEX64:
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to, (int64_t)(
            (uint64_t)float_bits(go_constant_get_float(value), true) |
            (uint64_t)float_bits(go_constant_get_imaginary_float(value), true) << 32));
        return;
    case GO_KIND_COMPLEX128: case GO_KIND_UNTYPED_COMPLEX: {
        double *parts = GO_NEW_ROW(lower->compile, double, 2);
        parts[0] = go_constant_get_double(value);
        parts[1] = go_constant_get_imaginary(value);
        (void)go_lower_emit_pointer(lower, GO_OP_CONSTANT16, to, parts);
        return;
    }
    default: {
        const GoConstant *integer = go_constant_to_integer(lower->compile, value);
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to,
                                 go_constant_get_int64(integer != NULL ? integer : value));
    }
    }
}

// --- conversions that assignment makes ---

void go_lower_convert_register(GoLower *lower, int32_t from, GoType *type, GoType *wanted,
                               int32_t to) {
    if (kind_of(wanted) == GO_KIND_INTERFACE && kind_of(type) != GO_KIND_INTERFACE) {
        (void)go_lower_emit(lower, GO_OP_BOX, to, from, 0);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    } else {
        go_lower_move(lower, to, from, wanted);
    }
}

static bool is_nil_node(GoNode *node) {
    node = go_node_unparen(node);
    return node->kind == GO_NODE_IDENTIFIER && node->entity != NULL &&
           node->entity->kind == GO_ENTITY_NIL;
}

void go_lower_converted(GoLower *lower, GoNode *node, GoType *wanted, int32_t to) {
    wanted = go_lower_type(lower, wanted);
    if (is_nil_node(node)) {
        go_lower_zero(lower, to, wanted);
        return;
    }
    GoType *type = go_lower_type(lower, node->type);
    if (kind_of(wanted) != GO_KIND_INTERFACE || kind_of(type) == GO_KIND_INTERFACE) {
        go_lower_into(lower, node, to);
        return;
    }
    int32_t value = go_lower_value(lower, node);
    go_lower_convert_register(lower, value, type, wanted, to);
}

// --- where a value is ---

int32_t go_lower_value(GoLower *lower, GoNode *node) {
    GoNode *inner = go_node_unparen(node);
    GoType *type = go_lower_type(lower, node->type);
    if (node->mode != GO_CONSTANT) {
        bool is_name = inner->kind == GO_NODE_IDENTIFIER && inner->entity != NULL &&
                       inner->entity->kind == GO_ENTITY_VAR;
        bool is_field = inner->kind == GO_NODE_SELECTOR && inner->selection != NULL &&
                        inner->selection->kind == GO_SELECT_FIELD &&
                        !inner->selection->is_indirect;
        if (is_name || is_field) {
            GoHome home = go_lower_home(lower, inner);
            if (home.kind == GO_HOME_REGISTER) return home.offset;
            bool is_whole = home.kind == GO_HOME_FRAME && home.offset % 8 == 0 &&
                            (!go_machine_is_scalar(type) || go_type_size(type) == 8);
            if (is_whole) return home.offset;
            int32_t to = go_lower_temporary_of(lower, type);
            go_lower_load(lower, &home, to);
            return to;
        }
    }
    if (inner->kind == GO_NODE_CALL && node->mode != GO_CONSTANT &&
        inner->first->mode != GO_TYPE_EXPRESSION && inner->first->mode != GO_BUILTIN)
        return go_lower_call(lower, inner).at;
    int32_t to = go_lower_temporary_of(lower, type);
    go_lower_into(lower, node, to);
    return to;
}

// --- function values ---

void go_lower_function_value(GoLower *lower, GoFunction *function, int32_t to) {
    if (function->closure == NULL) {
        function->closure = go_machine_new(lower->machine, 8, NULL);
        *(GoFunction **)function->closure = function;
    }
    (void)go_lower_emit_pointer(lower, GO_OP_CONSTANT, to, function->closure);
}

static GoFunction *literal_function(GoLower *lower, GoNode *node) {
    GoFunctionScope *scope = node->function;
    const char *package = lower->package->name;
    GoFunction *function = go_function_new(lower->machine, go_compile_format(
        lower->compile, "%s.%s", package, scope->name));
    function->scope = scope;
    function->body = node->second;
    function->outer = lower->function;
    function->entity = lower->function->entity;
    function->substitution = lower->function->substitution;
    function->type = go_lower_type(lower, node->type);
    function->arguments_end = go_type_arguments_end(function->type);
    function->result_size = go_type_results_size(function->type);
    function->hidden_size = 8;
    function->frame_size = function->arguments_end + 8;
    go_row_add(lower->compile, &lower->function->literals, function);
    return function;
}

void go_lower_closure(GoLower *lower, GoNode *node, int32_t to) {
    GoFunction *function = literal_function(lower, node);
    GoRow *captured = &node->function->captured;
    if (captured->count == 0) {
        go_lower_function_value(lower, function, to);
        return;
    }
    int64_t size = 8;
    for (int i = 0; i < captured->count; i++) {
        GoEntity *entity = captured->items[i];
        size += entity->is_boxed ? 8 : go_machine_size(go_lower_type(lower, entity->type));
    }
    int32_t block = go_lower_temporary(lower, 8), at = go_lower_temporary(lower, 8);
    (void)go_lower_emit(lower, GO_OP_NEW_BYTES, block, size, 0);
    (void)go_lower_emit_pointer(lower, GO_OP_CONSTANT, at, function);
    (void)go_lower_emit(lower, GO_OP_STORE, block, 0, at);
    int64_t offset = 8;
    for (int i = 0; i < captured->count; i++) {
        GoEntity *entity = captured->items[i];
        int64_t bytes = entity->is_boxed ? 8 : go_machine_size(go_lower_type(lower, entity->type));
        if (bytes == 8) {
            (void)go_lower_emit(lower, GO_OP_STORE, block, offset, entity->home);
        } else if (bytes > 0) {
            (void)go_lower_emit(lower, GO_OP_STORE_BYTES, block, offset, entity->home);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, bytes);
        }
        offset += bytes;
    }
    (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
}

// --- selectors that are no places ---

GoSelection *go_lower_selection(GoLower *lower, GoNode *node) {
    GoSelection *selection = node->selection;
    if (lower->function->substitution.count == 0) return selection;
    // Type arguments may turn an interface's method into a concrete one.
    GoType *type = go_lower_type(lower, node->first->type);
    GoPackage *package = selection->method != NULL ? selection->method->package : lower->package;
    GoSelection *found = go_type_select(lower->compile, type, package, node->text);
    if (found->kind == GO_SELECT_NONE) return selection;
    found->is_expression = selection->is_expression;
    return found;
}

void go_lower_method_value(GoLower *lower, GoNode *node, int32_t to) {
    GoSelection *selection = go_lower_selection(lower, node);
    GoType *type = go_lower_type(lower, node->first->type);
    if (selection->is_expression) {
        GoFunction *function = go_function_expression(lower->machine, type, selection,
                                                      go_lower_type(lower, node->type));
        go_lower_function_value(lower, function, to);
        return;
    }
    GoFunction *bound = go_function_bound(lower->machine, type, selection);
    int64_t size = go_machine_size(bound->receiver);
    int32_t block = go_lower_temporary(lower, 8), at = go_lower_temporary(lower, 8);
    int32_t receiver = go_lower_temporary(lower, size);
    go_lower_receiver(lower, node, selection, receiver);
    if (selection->kind == GO_SELECT_INTERFACE)
        (void)go_lower_emit(lower, GO_OP_CHECK_NIL, receiver, 0, 0);
    (void)go_lower_emit(lower, GO_OP_NEW_BYTES, block, size + 8, 0);
    (void)go_lower_emit_pointer(lower, GO_OP_CONSTANT, at, bound);
    (void)go_lower_emit(lower, GO_OP_STORE, block, 0, at);
    if (size > 0) {
        (void)go_lower_emit(lower, GO_OP_STORE_BYTES, block, 8, receiver);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, size);
    }
    (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
}

// --- assertions, slices ---

void go_lower_assertion(GoLower *lower, GoNode *node, int32_t to, GoWanted wanted) {
    GoType *type = go_lower_type(lower, node->type);
    GoType *interface = go_lower_type(lower, node->first->type);
    int32_t value = go_lower_value(lower, node->first);
    bool is_interface = kind_of(type) == GO_KIND_INTERFACE;
    int32_t index = go_lower_emit(lower, is_interface ? GO_OP_ASSERT_INTERFACE : GO_OP_ASSERT, to,
                                  value, 0);
    go_lower_set_n(lower, index, wanted == GO_VALUE_AND_OK);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, interface);
}

void go_lower_slicing(GoLower *lower, GoNode *node, int32_t to) {
    GoType *type = go_lower_type(lower, node->first->type), *under = go_type_underlying(type);
    int32_t operand, which = 0;
    GoType *array = NULL;
    if (under->kind == GO_KIND_ARRAY) {
        array = under;
        operand = go_lower_temporary(lower, 8);
        go_lower_address(lower, node->first, operand);
    } else {
        operand = go_lower_value(lower, node->first);
        if (under->kind == GO_KIND_POINTER)
            array = go_type_underlying(go_lower_type(lower, under->element));
    }
    int32_t bounds = go_lower_temporary(lower, 24);
    static const int bits[] = {4, 1, 2};
    for (int i = 0; i < 3; i++) {
        if (node->list[i] == NULL) continue;
        go_lower_into(lower, node->list[i], bounds + 8 * i);
        which |= bits[i];
    }
    int32_t index;
    if (under->kind == GO_KIND_STRING) {
        index = go_lower_emit(lower, GO_OP_SLICE_STRING, to, operand, bounds);
        go_lower_set_n(lower, index, which);
    } else if (array != NULL) {
        index = go_lower_emit(lower, GO_OP_SLICE_ARRAY, to, operand, bounds);
        go_lower_set_n(lower, index, which);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, array->length);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0,
                                 go_type_size(go_lower_type(lower, array->element)));
    } else {
        index = go_lower_emit(lower, GO_OP_SLICE_SLICE, to, operand, bounds);
        go_lower_set_n(lower, index, which);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0,
                                 go_type_size(go_lower_type(lower, under->element)));
    }
}

// --- composite literals ---

// Puts a value at an offset of an aggregate in the frame.
static void put_part(GoLower *lower, GoNode *value, GoType *type, int32_t to, int64_t offset) {
    GoHome home = {.kind = GO_HOME_FRAME, .type = type, .offset = to + (int32_t)offset};
    int32_t saved = lower->top;
    if (home.offset % 8 == 0 && (!go_machine_is_scalar(type) || go_type_size(type) == 8) &&
        go_type_size(type) % 8 == 0) {
        go_lower_converted(lower, value, type, home.offset);
    } else {
        int32_t at = go_lower_temporary_of(lower, type);
        go_lower_converted(lower, value, type, at);
        go_lower_store(lower, &home, at);
    }
    lower->top = saved;
}

static void put_element(GoLower *lower, GoNode *value, GoType *type, int32_t block,
                        int64_t offset) {
    GoHome home = {.kind = GO_HOME_MEMORY, .type = type, .base = block, .offset = (int32_t)offset};
    int32_t saved = lower->top, at = go_lower_temporary_of(lower, type);
    go_lower_converted(lower, value, type, at);
    go_lower_store(lower, &home, at);
    lower->top = saved;
}

static GoNode *value_of(GoNode *element) {
    return element->kind == GO_NODE_KEY_VALUE ? element->second : element;
}

static void lower_struct(GoLower *lower, GoNode *node, GoType *under, int32_t to) {
    (void)go_type_size(under);
    go_lower_zero(lower, to, under);
    for (int i = 0; i < node->count; i++) {
        GoNode *each = node->list[i];
        int field = each->kind == GO_NODE_KEY_VALUE ? each->number : i;
        put_part(lower, value_of(each), go_lower_type(lower, under->fields[field].type), to,
                 under->fields[field].offset);
    }
}

static void lower_slice_literal(GoLower *lower, GoNode *node, GoType *under, int32_t to) {
    GoType *element = go_lower_type(lower, under->element);
    int64_t count = 0, size = go_type_size(element);
    for (int i = 0; i < node->count; i++)
        if (node->list[i]->number >= count) count = node->list[i]->number + 1;
    int32_t at = go_lower_temporary(lower, 24);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, at, count);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, at + 8, count);
    (void)go_lower_emit_pointer(lower, GO_OP_MAKE_SLICE, at, under);
    for (int i = 0; i < node->count; i++)
        put_element(lower, value_of(node->list[i]), element, at, node->list[i]->number * size);
    (void)go_lower_emit(lower, GO_OP_MOVE24, to, at, 0);
}

static void lower_map_literal(GoLower *lower, GoNode *node, GoType *type, int32_t to) {
    GoType *under = go_type_underlying(type);
    GoType *key = go_lower_type(lower, under->key), *element = go_lower_type(lower, under->element);
    int32_t map = go_lower_temporary(lower, 8), zero = go_lower_temporary(lower, 8);
    (void)zero;
    (void)go_lower_emit_pointer(lower, GO_OP_MAKE_MAP, map, type);
    for (int i = 0; i < node->count; i++) {
        int32_t saved = lower->top, key_at = go_lower_temporary_of(lower, key);
        int32_t value_at = go_lower_temporary_of(lower, element);
        go_lower_converted(lower, node->list[i]->first, key, key_at);
        go_lower_converted(lower, node->list[i]->second, element, value_at);
        (void)go_lower_emit(lower, GO_OP_MAP_SET, map, key_at, value_at);
        lower->top = saved;
    }
    (void)go_lower_emit(lower, GO_OP_MOVE, to, map, 0);
}

void go_lower_composite(GoLower *lower, GoNode *node, int32_t to) {
    GoType *type = go_lower_type(lower, node->type), *under = go_type_underlying(type);
    if (under->kind == GO_KIND_POINTER) {   // {…} in a literal of pointers
        GoType *pointed = go_lower_type(lower, under->element);
        GoNode inner = *node;
        inner.type = pointed;
        int32_t value = go_lower_temporary_of(lower, pointed), block = go_lower_temporary(lower, 8);
        go_lower_composite(lower, &inner, value);
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, block, pointed);
        GoHome home = {.kind = GO_HOME_MEMORY, .type = pointed, .base = block};
        go_lower_store(lower, &home, value);
        (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
        return;
    }
    // The variable that is assigned to may stand in the literal: it is made apart.
    int32_t at = under->kind == GO_KIND_STRUCT || under->kind == GO_KIND_ARRAY
                 ? go_lower_temporary_of(lower, type) : to;
    switch (under->kind) {
    case GO_KIND_STRUCT: lower_struct(lower, node, under, at); break;
    case GO_KIND_ARRAY: {
        GoType *element = go_lower_type(lower, under->element);
        go_lower_zero(lower, at, type);
        for (int i = 0; i < node->count; i++)
            put_part(lower, value_of(node->list[i]), element, at,
                     node->list[i]->number * go_type_size(element));
        break;
    }
    case GO_KIND_SLICE: lower_slice_literal(lower, node, under, to); return;
    default: lower_map_literal(lower, node, type, to); return;
    }
    go_lower_move(lower, to, at, type);
}

// --- dispatch ---

static void lower_identifier(GoLower *lower, GoNode *node, int32_t to) {
    GoEntity *entity = node->entity;
    if (entity->kind == GO_ENTITY_NIL) {
        go_lower_zero(lower, to, go_lower_type(lower, node->type));
    } else if (entity->kind == GO_ENTITY_FUNCTION) {
        go_lower_function_value(lower, go_lower_called(lower, node), to);
    } else {
        GoHome home = go_lower_variable(lower, entity);
        go_lower_load(lower, &home, to);
    }
}

static void lower_selector(GoLower *lower, GoNode *node, int32_t to) {
    if (node->selection == NULL) {
        lower_identifier(lower, node, to);
        return;
    }
    if (node->selection->kind != GO_SELECT_FIELD) {
        go_lower_method_value(lower, node, to);
        return;
    }
    GoHome home = go_lower_home(lower, node);
    go_lower_load(lower, &home, to);
}

static void lower_index(GoLower *lower, GoNode *node, int32_t to) {
    GoType *under = go_type_underlying(go_lower_type(lower, node->first->type));
    if (node->entity != NULL && node->entity->kind == GO_ENTITY_FUNCTION) {
        go_lower_function_value(lower, go_lower_called(lower, node), to);
        return;
    }
    if (under->kind == GO_KIND_STRING) {
        int32_t string = go_lower_value(lower, node->first);
        int32_t index = go_lower_value(lower, node->list[0]);
        (void)go_lower_emit(lower, GO_OP_INDEX_STRING, to, string, index);
        return;
    }
    GoHome home = go_lower_home(lower, node);
    go_lower_load(lower, &home, to);
}

static void lower_call_into(GoLower *lower, GoNode *node, int32_t to) {
    if (node->first->mode == GO_TYPE_EXPRESSION) {
        go_lower_conversion(lower, node->list[0], go_lower_type(lower, node->type), to);
        return;
    }
    if (node->first->mode == GO_BUILTIN) {
        go_lower_builtin(lower, node, to);
        return;
    }
    GoWindow window = go_lower_call(lower, node);
    go_lower_move(lower, to, window.at, go_lower_type(lower, node->type));
}

// The first part makes the call, whose results then stand in the window.
static void lower_part(GoLower *lower, GoNode *node, int32_t to) {
    GoNode *call = node->first;
    if (node->number == 0) call->number = go_lower_call(lower, call).at;
    int64_t offset = 0;
    for (int i = 0; i < node->number; i++)
        offset += go_machine_size(go_lower_type(lower, call->type->fields[i].type));
    go_lower_move(lower, to, call->number + (int32_t)offset, go_lower_type(lower, node->type));
}

void go_lower_into(GoLower *lower, GoNode *node, int32_t to) {
    GoPlace place = lower->place;
    if (node->mode == GO_CONSTANT) {
        go_lower_constant(lower, node->value, go_lower_type(lower, node->type), to);
        return;
    }
    switch (node->kind) {
    case GO_NODE_IDENTIFIER: lower_identifier(lower, node, to); break;
    case GO_NODE_PAREN: go_lower_into(lower, node->first, to); break;
    case GO_NODE_COMPOSITE: go_lower_composite(lower, node, to); break;
    case GO_NODE_FUNCTION_LITERAL: go_lower_closure(lower, node, to); break;
    case GO_NODE_SELECTOR: lower_selector(lower, node, to); break;
    case GO_NODE_INDEX: lower_index(lower, node, to); break;
    case GO_NODE_SLICE: go_lower_slicing(lower, node, to); break;
    case GO_NODE_ASSERT: go_lower_assertion(lower, node, to, GO_VALUE_ALONE); break;
    case GO_NODE_CALL:
        lower->place = node->place;
        lower_call_into(lower, node, to);
        break;
    case GO_NODE_STAR: {
        GoHome home = go_lower_home(lower, node);
        go_lower_load(lower, &home, to);
        break;
    }
    case GO_NODE_UNARY: go_lower_unary(lower, node, to); break;
    case GO_NODE_BINARY: go_lower_binary(lower, node, to); break;
    case GO_NODE_PART: lower_part(lower, node, to); break;
    default: go_lower_refuse(lower, node, "this expression"); break;
    }
    lower->place = place;
}
