// Calls of built-in functions made code.

#include "go/lower.h"

static GoType *under_of(GoLower *lower, GoNode *node) {
    return go_type_underlying(go_lower_type(lower, node->type));
}

static void lower_length(GoLower *lower, GoNode *call, GoBuiltin which, int32_t to) {
    GoNode *operand = call->list[0];
    GoType *under = under_of(lower, operand);
    if (under->kind == GO_KIND_POINTER) {
        under = go_type_underlying(go_lower_type(lower, under->element));
        (void)go_lower_value(lower, operand);
    }
    if (under->kind == GO_KIND_ARRAY) {
        if (under_of(lower, operand)->kind == GO_KIND_ARRAY) (void)go_lower_value(lower, operand);
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to, under->length);
        return;
    }
    int32_t at = go_lower_value(lower, operand);
    switch (under->kind) {
    case GO_KIND_MAP: (void)go_lower_emit(lower, GO_OP_MAP_LENGTH, to, at, 0); return;
    case GO_KIND_CHANNEL:
        (void)go_lower_emit(lower, which == GO_LEN ? GO_OP_CHANNEL_LENGTH : GO_OP_CHANNEL_CAPACITY,
                            to, at, 0);
        return;
    default: (void)go_lower_emit(lower, GO_OP_MOVE, to, at + (which == GO_LEN ? 8 : 16), 0); return;
    }
}

static void lower_append(GoLower *lower, GoNode *call, int32_t to) {
    GoType *type = go_lower_type(lower, call->type), *under = go_type_underlying(type);
    GoType *element = go_lower_type(lower, under->element);
    int32_t slice = go_lower_temporary(lower, 24);
    if (call->flag) {
        go_lower_converted(lower, call->list[0], type, slice);
        int32_t more = go_lower_temporary(lower, 24);
        go_lower_into(lower, call->list[1], more);   // of a string: bytes and length
        (void)go_lower_emit(lower, GO_OP_APPEND_SLICE, slice, slice, more);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
        (void)go_lower_emit(lower, GO_OP_MOVE24, to, slice, 0);
        return;
    }
    // All operands first: one may look at the slice or change what it shares.
    int32_t first = call->count == 2 ? go_lower_value(lower, call->list[0]) : slice;
    if (call->count != 2) go_lower_converted(lower, call->list[0], type, slice);
    int32_t values = go_lower_temporary(lower, go_machine_size(element) * (call->count - 1));
    for (int i = 1; i < call->count; i++)
        go_lower_converted(lower, call->list[i], element,
                           values + (int32_t)go_machine_size(element) * (i - 1));
    if (call->count == 2) {
        int32_t index = go_lower_emit(lower, GO_OP_APPEND, to, first, values);
        go_lower_set_n(lower, index, go_type_size(element));
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
        if (go_type_size(element) > UINT16_MAX) go_lower_refuse(lower, call, "elements this big");
        return;
    }
    // Several go through a slice of their own, so that the room grows once.
    int32_t row = go_lower_temporary(lower, 24);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row, call->count - 1);
    (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, row + 8, call->count - 1);
    (void)go_lower_emit_pointer(lower, GO_OP_MAKE_SLICE, row, type);
    for (int i = 1; i < call->count; i++) {
        GoHome home = {.kind = GO_HOME_MEMORY, .type = element, .base = row,
                       .offset = (int32_t)(go_type_size(element) * (i - 1))};
        go_lower_store(lower, &home, values + (int32_t)go_machine_size(element) * (i - 1));
    }
    (void)go_lower_emit(lower, GO_OP_APPEND_SLICE, slice, slice, row);
    (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, type);
    (void)go_lower_emit(lower, GO_OP_MOVE24, to, slice, 0);
}

static void lower_make(GoLower *lower, GoNode *call, int32_t to) {
    GoType *type = go_lower_type(lower, call->type), *under = go_type_underlying(type);
    int32_t sizes = go_lower_temporary(lower, 24);
    for (int i = 1; i < call->count; i++) {
        GoNode *size = call->list[i];
        go_lower_into(lower, size, sizes + 8 * (i - 1));
        GoType *given = under_of(lower, size);
        // A float without fraction may be written for a length.
        if (size->mode == GO_CONSTANT && !(given->flags & GO_IS_INTEGER)) {
            GoConstant *whole = go_constant_to_integer(lower->compile, size->value);
            go_lower_constant(lower, whole, go_types_basic(lower->compile, GO_KIND_INT),
                              sizes + 8 * (i - 1));
        }
    }
    switch (under->kind) {
    case GO_KIND_SLICE:
        if (call->count == 2) (void)go_lower_emit(lower, GO_OP_MOVE, sizes + 8, sizes, 0);
        (void)go_lower_emit_pointer(lower, GO_OP_MAKE_SLICE, sizes, type);
        (void)go_lower_emit(lower, GO_OP_MOVE24, to, sizes, 0);
        return;
    case GO_KIND_MAP: (void)go_lower_emit_pointer(lower, GO_OP_MAKE_MAP, to, type); return;
    default:
        if (call->count == 1) (void)go_lower_emit(lower, GO_OP_ZERO, sizes, 0, 0);
        (void)go_lower_emit_pointer(lower, GO_OP_MAKE_CHANNEL, to, type);
        (void)go_lower_emit(lower, GO_OP_NOTHING, sizes, 0, 0);
    }
}

static void lower_complex(GoLower *lower, GoNode *call, int32_t to) {
    GoType *type = go_lower_type(lower, call->type);
    bool is_small = go_type_underlying(type)->kind == GO_KIND_COMPLEX64;
    int32_t real = go_lower_value(lower, call->list[0]);
    int32_t imaginary = go_lower_value(lower, call->list[1]);
    int32_t at = go_lower_temporary(lower, 16);
    (void)go_lower_emit(lower, is_small ? GO_OP_PUT32 : GO_OP_MOVE, at, real, 0);
    (void)go_lower_emit(lower, is_small ? GO_OP_PUT32 : GO_OP_MOVE, at + (is_small ? 4 : 8),
                        imaginary, 0);
    go_lower_move(lower, to, at, type);
}

static void lower_part(GoLower *lower, GoNode *call, GoBuiltin which, int32_t to) {
    int32_t at = go_lower_value(lower, call->list[0]);
    bool is_small = under_of(lower, call->list[0])->kind == GO_KIND_COMPLEX64;
    int32_t offset = which == GO_REAL ? 0 : is_small ? 4 : 8;
    (void)go_lower_emit(lower, is_small ? GO_OP_GET32U : GO_OP_MOVE, to, at + offset, 0);
}

static void lower_print(GoLower *lower, GoNode *call, GoBuiltin which) {
    int32_t *registers = GO_NEW_ROW(lower->compile, int32_t, call->count);
    for (int i = 0; i < call->count; i++) registers[i] = go_lower_value(lower, call->list[i]);
    for (int i = 0; i < call->count; i++) {
        if (i > 0 && which == GO_PRINTLN) (void)go_lower_emit_pointer(lower, GO_OP_PRINT, 0, NULL);
        (void)go_lower_emit_pointer(lower, GO_OP_PRINT, registers[i],
                                    go_lower_type(lower, call->list[i]->type));
    }
    if (which != GO_PRINTLN) return;
    int32_t index = go_lower_emit_pointer(lower, GO_OP_PRINT, 0, NULL);
    go_lower_set_n(lower, index, 1);
}

static void lower_panic(GoLower *lower, GoNode *call) {
    GoType *any = go_lower_type(lower, lower->compile->types->empty_interface);
    int32_t at = go_lower_temporary(lower, 16);
    go_lower_converted(lower, call->list[0], any, at);
    (void)go_lower_emit(lower, GO_OP_PANIC, at, 0, 0);
}

static void lower_delete(GoLower *lower, GoNode *call) {
    GoType *under = under_of(lower, call->list[0]);
    GoType *key = go_lower_type(lower, under->key);
    int32_t map = go_lower_value(lower, call->list[0]), at = go_lower_temporary_of(lower, key);
    go_lower_converted(lower, call->list[1], key, at);
    (void)go_lower_emit(lower, GO_OP_MAP_DELETE, map, at, 0);
}

static void lower_copy(GoLower *lower, GoNode *call, int32_t to) {
    GoType *under = under_of(lower, call->list[0]);
    int32_t left = go_lower_value(lower, call->list[0]), right = go_lower_value(lower,
                                                                                call->list[1]);
    (void)go_lower_emit(lower, GO_OP_COPY, to, left, right);
    (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0,
                             go_type_size(go_lower_type(lower, under->element)));
}

static void lower_unsafe(GoLower *lower, GoNode *call, GoBuiltin which, int32_t to) {
    int32_t left = go_lower_value(lower, call->list[0]);
    if (which == GO_ADD_POINTER) {
        int32_t right = go_lower_value(lower, call->list[1]);
        (void)go_lower_emit(lower, GO_OP_ADD_64, to, left, right);
    } else if (which == GO_SLICE_POINTER) {
        int32_t right = go_lower_value(lower, call->list[1]);
        (void)go_lower_emit(lower, GO_OP_UNSAFE_SLICE, to, left, right);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, 0);
    } else {   // Sizeof and Alignof of a type parameter's value
        GoType *type = go_lower_type(lower, call->list[0]->type);
        (void)go_lower_emit_wide(lower, GO_OP_CONSTANT, to, which == GO_SIZEOF
                                 ? go_type_size(type) : go_type_align(type));
    }
}

void go_lower_builtin(GoLower *lower, GoNode *call, int32_t to) {
    GoBuiltin which = (GoBuiltin)go_node_unparen(call->first)->entity->builtin;
    switch (which) {
    case GO_LEN: case GO_CAP: lower_length(lower, call, which, to); return;
    case GO_APPEND: lower_append(lower, call, to); return;
    case GO_COPY: lower_copy(lower, call, to); return;
    case GO_CLOSE: {
        int32_t channel = go_lower_value(lower, call->list[0]);
        (void)go_lower_emit(lower, GO_OP_CLOSE, channel, 0, 0);
        return;
    }
    case GO_DELETE: lower_delete(lower, call); return;
    case GO_COMPLEX: lower_complex(lower, call, to); return;
    case GO_REAL: case GO_IMAG: lower_part(lower, call, which, to); return;
    case GO_MAKE: lower_make(lower, call, to); return;
    case GO_NEW_OF:
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, to,
                                    go_lower_type(lower, call->list[0]->type));
        return;
    case GO_PANIC: lower_panic(lower, call); return;
    case GO_PRINT: case GO_PRINTLN: lower_print(lower, call, which); return;
    case GO_RECOVER: (void)go_lower_emit(lower, GO_OP_RECOVER, to, 0, 0); return;
    default: lower_unsafe(lower, call, which, to); return;
    }
}
