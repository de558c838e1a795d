// Places: variables, fields, elements, what pointers point to.

#include <string.h>

#include "go/lower.h"

static GoKind kind_of(GoType *type) {
    return (GoKind)go_type_underlying(type)->kind;
}

GoHome go_lower_variable(GoLower *lower, GoEntity *entity) {
    GoType *type = go_lower_type(lower, entity->type);
    if (entity->is_global)
        return (GoHome){.kind = GO_HOME_GLOBAL, .type = type, .global = entity->offset};
    if (entity->is_boxed)
        return (GoHome){.kind = GO_HOME_MEMORY, .type = type, .base = entity->home};
    return (GoHome){.kind = GO_HOME_REGISTER, .type = type, .offset = entity->home};
}

// A place inside a place, `offset` bytes behind its start.
static GoHome inside(GoHome home, int64_t offset, GoType *type) {
    home.type = type;
    switch (home.kind) {
    case GO_HOME_REGISTER: case GO_HOME_FRAME:
        home.kind = GO_HOME_FRAME;
        home.offset += (int32_t)offset;
        break;
    case GO_HOME_MEMORY: home.offset += (int32_t)offset; break;
    case GO_HOME_GLOBAL: home.global += offset; break;
    default: home.inner += offset; break;
    }
    return home;
}

// The value of a place that is a pointer becomes the address of another place.
static GoHome behind(GoLower *lower, const GoHome *home, GoType *element) {
    int32_t base;
    if (home->kind == GO_HOME_REGISTER || (home->kind == GO_HOME_FRAME && home->offset % 8 == 0)) {
        base = home->offset;
    } else {
        base = go_lower_temporary(lower, 8);
        go_lower_load(lower, home, base);
    }
    return (GoHome){.kind = GO_HOME_MEMORY, .type = element, .base = base};
}

GoHome go_lower_field(GoLower *lower, GoHome home, GoType *type, const int32_t *path, int depth) {
    for (int i = 0; i < depth; i++) {
        GoType *under = go_type_underlying(type);
        if (under->kind == GO_KIND_POINTER) {
            GoType *element = go_lower_type(lower, under->element);
            home = behind(lower, &home, element);
            type = element;
            under = go_type_underlying(element);
        }
        (void)go_type_size(under);
        GoField *field = &under->fields[path[i]];
        GoType *field_type = go_lower_type(lower, field->type);
        home = inside(home, field->offset, field_type);
        type = field_type;
    }
    return home;
}

static GoHome value_home(GoLower *lower, GoNode *node) {
    GoType *type = go_lower_type(lower, node->type);
    return (GoHome){.kind = GO_HOME_REGISTER, .type = type, .offset = go_lower_value(lower, node)};
}

static bool is_place(GoLower *lower, GoNode *node) {
    node = go_node_unparen(node);
    (void)lower;
    if (node->mode == GO_CONSTANT) return false;
    switch (node->kind) {
    case GO_NODE_IDENTIFIER: return node->entity != NULL && node->entity->kind == GO_ENTITY_VAR;
    case GO_NODE_SELECTOR:
        return node->selection == NULL ? node->entity != NULL && node->entity->kind == GO_ENTITY_VAR
                                       : node->selection->kind == GO_SELECT_FIELD;
    case GO_NODE_STAR: return true;
    case GO_NODE_INDEX: {
        GoKind kind = kind_of(go_lower_type(lower, node->first->type));
        return kind == GO_KIND_ARRAY || kind == GO_KIND_SLICE || kind == GO_KIND_POINTER;
    }
    default: return false;
    }
}

static GoHome home_or_value(GoLower *lower, GoNode *node) {
    return is_place(lower, node) ? go_lower_home(lower, node) : value_home(lower, node);
}

static int32_t index_register(GoLower *lower, GoNode *index) {
    return go_lower_value(lower, index);
}

// A constant index of an array stays a plain offset.
static GoHome array_element(GoLower *lower, GoHome home, GoType *array, GoNode *index) {
    GoType *element = go_lower_type(lower, array->element);
    if (index->mode == GO_CONSTANT && home.kind != GO_HOME_SLICE && home.kind != GO_HOME_ARRAY)
        return inside(home, go_constant_get_int64(index->value) * go_type_size(element), element);
    GoHome result = {.kind = GO_HOME_ARRAY, .type = element, .element = element,
                     .length = array->length};
    if (home.kind == GO_HOME_REGISTER || home.kind == GO_HOME_FRAME) {
        result.offset = home.offset;
        result.base = -1;
    } else {
        // The address of an array in memory doesn't move.
        result.base = go_lower_temporary(lower, 8);
        if (home.kind == GO_HOME_MEMORY) {
            (void)go_lower_emit(lower, GO_OP_ADD_POINTER, result.base, home.base, home.offset);
        } else if (home.kind == GO_HOME_GLOBAL) {
            (void)go_lower_emit_wide(lower, GO_OP_GLOBAL, result.base, home.global);
        } else {
            GoHome address = home;
            address.type = element;
            result.base = -2;
            (void)address;
        }
    }
    if (result.base == -2) {   // an array inside an element: its address is computed now
        int32_t at = go_lower_temporary(lower, 8);
        if (home.kind == GO_HOME_SLICE) {
            (void)go_lower_emit(lower, GO_OP_INDEX_SLICE, at, home.base, home.index);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(home.element));
        } else if (home.base >= 0) {
            (void)go_lower_emit(lower, GO_OP_INDEX_ARRAY, at, home.base, home.index);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(home.element));
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, home.length);
        } else {
            // Both lie in the frame: one index is made of the two.
            int32_t index_at = go_lower_temporary(lower, 8), outer = go_lower_temporary(lower, 8);
            int32_t inner = index_register(lower, index);
            (void)go_lower_emit(lower, GO_OP_CHECK_INDEX, home.index, 0, 0);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, home.length);
            (void)go_lower_emit(lower, GO_OP_CHECK_INDEX, inner, 0, 0);
            (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, array->length);
            (void)go_lower_emit(lower, GO_OP_MULTIPLY_I, outer, home.index,
                                go_type_size(home.element));
            (void)go_lower_emit(lower, GO_OP_MULTIPLY_I, index_at, inner, go_type_size(element));
            (void)go_lower_emit(lower, GO_OP_ADD_64, index_at, index_at, outer);
            return (GoHome){.kind = GO_HOME_ARRAY, .type = element, .base = -1,
                            .element = go_types_basic(lower->compile, GO_KIND_UINT8),
                            .length = (int64_t)1 << 40, .index = index_at,
                            .offset = home.offset + (int32_t)home.inner};
        }
        (void)go_lower_emit(lower, GO_OP_ADD_POINTER, at, at, home.inner);
        result.base = at;
    }
    result.index = index_register(lower, index);
    return result;
}

static GoHome index_home(GoLower *lower, GoNode *node) {
    GoType *type = go_lower_type(lower, node->first->type), *under = go_type_underlying(type);
    GoNode *index = node->list[0];
    GoType *element = go_lower_type(lower, node->type);
    if (under->kind == GO_KIND_MAP) {
        GoType *key = go_lower_type(lower, under->key);
        int32_t map = go_lower_value(lower, node->first);
        int32_t at = go_lower_temporary_of(lower, key);
        go_lower_converted(lower, index, key, at);
        return (GoHome){.kind = GO_HOME_MAP, .type = element, .base = map, .index = at};
    }
    if (under->kind == GO_KIND_SLICE) {
        int32_t slice = go_lower_value(lower, node->first);
        return (GoHome){.kind = GO_HOME_SLICE, .type = element, .element = element, .base = slice,
                        .index = index_register(lower, index)};
    }
    GoHome home = home_or_value(lower, node->first);
    if (under->kind == GO_KIND_POINTER) {
        GoType *array = go_lower_type(lower, under->element);
        home = behind(lower, &home, array);
        under = go_type_underlying(array);
    }
    return array_element(lower, home, under, index);
}

GoHome go_lower_home(GoLower *lower, GoNode *node) {
    node = go_node_unparen(node);
    GoType *type = go_lower_type(lower, node->type);
    switch (node->kind) {
    case GO_NODE_IDENTIFIER: return go_lower_variable(lower, node->entity);
    case GO_NODE_SELECTOR: {
        if (node->selection == NULL) return go_lower_variable(lower, node->entity);
        GoType *operand = go_lower_type(lower, node->first->type);
        return go_lower_field(lower, home_or_value(lower, node->first), operand,
                              node->selection->path, node->selection->depth);
    }
    case GO_NODE_STAR: {
        int32_t base = go_lower_value(lower, node->first);
        return (GoHome){.kind = GO_HOME_MEMORY, .type = type, .base = base};
    }
    case GO_NODE_INDEX: return index_home(lower, node);
    default: return value_home(lower, node);
    }
}

// --- reading and writing ---

static GoOp load_op(GoType *type, GoOp first) {
    // The order of the rows is 8S 8U 16S 16U 32S 32U 64.
    switch (kind_of(type)) {
    case GO_KIND_INT8: return first;
    case GO_KIND_BOOL: case GO_KIND_UINT8: return first + 1;
    case GO_KIND_INT16: return first + 2;
    case GO_KIND_UINT16: return first + 3;
    case GO_KIND_INT32: return first + 4;
    case GO_KIND_UINT32: case GO_KIND_FLOAT32: return first + 5;
    default: return first + 6;
    }
}

static GoOp store_op(GoType *type, GoOp first) {
    switch (go_type_size(type)) {
    case 1: return first;
    case 2: return first + 1;
    case 4: return first + 2;
    default: return first + 3;
    }
}

static void load_memory(GoLower *lower, GoType *type, int32_t base, int64_t offset, int32_t to) {
    if (go_machine_is_scalar(type)) {
        (void)go_lower_emit(lower, load_op(type, GO_OP_LOAD8S), to, base, offset);
        return;
    }
    (void)go_lower_emit(lower, GO_OP_LOAD_BYTES, to, base, offset);
    (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(type));
}

static void store_memory(GoLower *lower, GoType *type, int32_t base, int64_t offset, int32_t from) {
    if (go_machine_is_scalar(type)) {
        (void)go_lower_emit(lower, store_op(type, GO_OP_STORE8), base, offset, from);
        return;
    }
    (void)go_lower_emit(lower, GO_OP_STORE_BYTES, base, offset, from);
    (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(type));
}

// The address of an element, for the next instruction only when it lies in the frame.
static int32_t element_address(GoLower *lower, const GoHome *home) {
    int32_t at = go_lower_temporary(lower, 8);
    if (home->kind == GO_HOME_SLICE) {
        (void)go_lower_emit(lower, GO_OP_INDEX_SLICE, at, home->base, home->index);
        (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(home->element));
        return at;
    }
    int32_t base = home->base;
    if (base < 0) {
        base = at;
        (void)go_lower_emit(lower, GO_OP_ADDRESS_FRAME, at, home->offset, 0);
    }
    (void)go_lower_emit(lower, GO_OP_INDEX_ARRAY, at, base, home->index);
    (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, go_type_size(home->element));
    (void)go_lower_emit_wide(lower, GO_OP_NOTHING, 0, home->length);
    return at;
}

static bool is_plain_element(const GoHome *home) {
    return home->kind == GO_HOME_SLICE && home->inner == 0 && home->type == home->element &&
           go_machine_is_scalar(home->type);
}

void go_lower_load(GoLower *lower, const GoHome *home, int32_t to) {
    switch (home->kind) {
    case GO_HOME_REGISTER: go_lower_move(lower, to, home->offset, home->type); return;
    case GO_HOME_FRAME:
        if (go_machine_is_scalar(home->type) && go_type_size(home->type) < 8)
            (void)go_lower_emit(lower, load_op(home->type, GO_OP_GET8S), to, home->offset, 0);
        else if (go_machine_is_scalar(home->type))
            (void)go_lower_emit(lower, GO_OP_MOVE, to, home->offset, 0);
        else (void)go_lower_emit(lower, GO_OP_MOVE_BYTES, to, home->offset,
                                 go_type_size(home->type));
        return;
    case GO_HOME_MEMORY: load_memory(lower, home->type, home->base, home->offset, to); return;
    case GO_HOME_GLOBAL: {
        if (go_machine_is_scalar(home->type) && go_type_size(home->type) == 8) {
            (void)go_lower_emit_wide(lower, GO_OP_LOAD_GLOBAL, to, home->global);
            return;
        }
        int32_t at = go_lower_temporary(lower, 8);
        (void)go_lower_emit_wide(lower, GO_OP_GLOBAL, at, home->global);
        load_memory(lower, home->type, at, 0, to);
        return;
    }
    case GO_HOME_SLICE: case GO_HOME_ARRAY:
        if (is_plain_element(home)) {
            (void)go_lower_emit(lower, load_op(home->type, GO_OP_SLICE_LOAD8S), to, home->base,
                                home->index);
            return;
        }
        load_memory(lower, home->type, element_address(lower, home), home->inner, to);
        return;
    case GO_HOME_MAP: {
        (void)go_lower_emit(lower, GO_OP_MAP_GET, to, home->base, home->index);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0, home->type);
        return;
    }
    default: return;
    }
}

void go_lower_store(GoLower *lower, const GoHome *home, int32_t from) {
    switch (home->kind) {
    case GO_HOME_REGISTER: go_lower_move(lower, home->offset, from, home->type); return;
    case GO_HOME_FRAME:
        if (go_machine_is_scalar(home->type) && go_type_size(home->type) < 8)
            (void)go_lower_emit(lower, store_op(home->type, GO_OP_PUT8), home->offset, from, 0);
        else if (go_machine_is_scalar(home->type))
            (void)go_lower_emit(lower, GO_OP_MOVE, home->offset, from, 0);
        else (void)go_lower_emit(lower, GO_OP_MOVE_BYTES, home->offset, from,
                                 go_type_size(home->type));
        return;
    case GO_HOME_MEMORY: store_memory(lower, home->type, home->base, home->offset, from); return;
    case GO_HOME_GLOBAL: {
        if (go_machine_is_scalar(home->type) && go_type_size(home->type) == 8) {
            (void)go_lower_emit_wide(lower, GO_OP_STORE_GLOBAL, from, home->global);
            return;
        }
        int32_t at = go_lower_temporary(lower, 8);
        (void)go_lower_emit_wide(lower, GO_OP_GLOBAL, at, home->global);
        store_memory(lower, home->type, at, 0, from);
        return;
    }
    case GO_HOME_SLICE: case GO_HOME_ARRAY:
        if (is_plain_element(home)) {
            (void)go_lower_emit(lower, store_op(home->type, GO_OP_SLICE_STORE8), home->base,
                                home->index, from);
            return;
        }
        store_memory(lower, home->type, element_address(lower, home), home->inner, from);
        return;
    case GO_HOME_MAP: (void)go_lower_emit(lower, GO_OP_MAP_SET, home->base, home->index,
                                          from); return;
    default: return;
    }
}

void go_lower_address(GoLower *lower, GoNode *node, int32_t to) {
    node = go_node_unparen(node);
    GoType *type = go_lower_type(lower, node->type);
    if (node->kind == GO_NODE_COMPOSITE) {
        int32_t value = go_lower_value(lower, node);
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, to, type);
        store_memory(lower, type, to, 0, value);
        return;
    }
    GoHome home = go_lower_home(lower, node);
    switch (home.kind) {
    case GO_HOME_MEMORY:
        if (home.offset == 0 && node->kind == GO_NODE_IDENTIFIER)
            (void)go_lower_emit(lower, GO_OP_MOVE, to, home.base, 0);
        else (void)go_lower_emit(lower, GO_OP_ADD_POINTER, to, home.base, home.offset);
        return;
    case GO_HOME_GLOBAL: (void)go_lower_emit_wide(lower, GO_OP_GLOBAL, to, home.global); return;
    case GO_HOME_SLICE: case GO_HOME_ARRAY: {
        int32_t at = element_address(lower, &home);
        (void)go_lower_emit(lower, GO_OP_ADD_POINTER, to, at, home.inner);
        return;
    }
    default: {
        // A value that no variable holds, as the receiver of a method with a pointer.
        int32_t value = go_lower_temporary_of(lower, type);
        go_lower_load(lower, &home, value);
        int32_t block = go_lower_temporary(lower, 8);
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, block, type);
        store_memory(lower, type, block, 0, value);
        (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
    }
    }
}
