// The objects of a tree: what ast.parse() gives.

#include "modules/ast.h"

#include "objects/bytes.h"
#include "objects/complex.h"
#include "objects/float.h"
#include "objects/instance.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"

enum {
    LEVELS_PER_CALL = 3,   // of the tree, for each level that sys.setrecursionlimit allows
    LEVELS_MAX = 6000,     // what the C stack surely bears
};

typedef struct Loader {
    Vm *vm;
    AstState *state;
    int64_t depth, depth_max;
} Loader;

static Object *load_node(Loader *loader, ShapeId top, const void *node);

static Object *load_text(Vm *vm, const Text *text) {
    return text == NULL ? none_new(vm) : str_new(vm, text->bytes, text->length);
}

static Object *load_identifier(Vm *vm, const Identifier *name) {
    return name == NULL ? none_new(vm) : (Object *)str_new_interned(vm, name->bytes, name->length);
}

static Object *load_constant(Vm *vm, const Constant *constant) {
    const Text *text = &constant->text;
    switch (constant->kind) {
    case CONSTANT_NONE: return none_new(vm);
    case CONSTANT_TRUE: return object_share(vm->objects->true_);
    case CONSTANT_FALSE: return object_share(vm->objects->false_);
    case CONSTANT_ELLIPSIS: return object_share(vm->objects->ellipsis);
    case CONSTANT_INT: return int_new_from_digits(vm, text->bytes, text->length, constant->base);
    case CONSTANT_FLOAT: return float_new(vm, constant->number);
    case CONSTANT_IMAGINARY: return complex_new(vm, 0, constant->number);
    case CONSTANT_STRING: return load_text(vm, text);
    case CONSTANT_BYTES: return bytes_new(vm, text->bytes, (int64_t)text->length);
    case CONSTANT_OBJECT: return object_share(constant->object);
    }
    return NULL;
}

static Object *load_value(Loader *loader, ShapeId type, int value) {
    return object_share(loader->state->values[(int)shape_tops[type].first + value].object);
}

static Object *load_item(Loader *loader, const ShapeField *field, const ShapeList *list,
                         int32_t i) {
    switch (field->kind) {
    case SHAPE_IDENTIFIERS:
        return load_identifier(loader->vm, ((const Identifier **)list->items)[i]);
    case SHAPE_ENUMS: return load_value(loader, field->type, ((const int *)list->items)[i]);
    default: return load_node(loader, field->type, ((void **)list->items)[i]);
    }
}

static Object *load_list(Loader *loader, const ShapeField *field, const ShapeList *nodes) {
    Vm *vm = loader->vm;
    List *list = list_new(vm, nodes->count);
    for (int32_t i = 0; list != NULL && i < nodes->count; i++) {
        Object *item = load_item(loader, field, nodes, i);
        if (item != NULL && list_take_add(vm, list, item)) continue;
        object_drop(vm, &list->base);
        return NULL;
    }
    return (Object *)list;
}

static Object *load_field(Loader *loader, const ShapeField *field, const void *at) {
    Vm *vm = loader->vm;
    switch (field->kind) {
    case SHAPE_NODE: case SHAPE_OPTIONAL:
        return load_node(loader, field->type, *(void *const *)at);
    case SHAPE_LIST: case SHAPE_HOLES: case SHAPE_IDENTIFIERS: case SHAPE_ENUMS:
        return load_list(loader, field, at);
    case SHAPE_IDENTIFIER: case SHAPE_OPTIONAL_IDENTIFIER:
        return load_identifier(vm, *(const Identifier *const *)at);
    case SHAPE_TEXT: case SHAPE_OPTIONAL_TEXT: return load_text(vm, *(const Text *const *)at);
    case SHAPE_NUMBER: case SHAPE_OPTIONAL_NUMBER: return int_new(vm, *(const int32_t *)at);
    case SHAPE_VALUE: return load_constant(vm, at);
    case SHAPE_ENUM: return load_value(loader, field->type, *(const int *)at);
    }
    return NULL;
}

// node.name = value, which is consumed; NULL: raised already.
static bool take_attribute(Vm *vm, Object *node, Str *name, Object *value) {
    if (value == NULL) return false;
    bool done = object_set_attribute(vm, node, name, value);
    object_drop(vm, value);
    return done;
}

static bool set_places(Loader *loader, Object *node, const Span *span) {
    const Slot *names = ((const Tuple *)loader->state->places.object)->items;
    const int32_t numbers[] = {span->line, span->column, span->end_line, span->end_column};
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++)
        if (!take_attribute(loader->vm, node, (Str *)names[i].object,
                            int_new(loader->vm, numbers[i]))) return false;
    return true;
}

static bool fill_node(Loader *loader, ShapeId id, Object *object, const char *node) {
    const ShapeField *fields = shape_fields(id);
    for (int i = 0; fields[i].name != NULL; i++) {
        Object *value = load_field(loader, &fields[i], node + fields[i].offset);
        if (!take_attribute(loader->vm, object, ast_field_name(loader->state, id, i), value))
            return false;
    }
    int16_t span = shape_tops[shape_top(id)].span_offset;
    return span < 0 || set_places(loader, object, (const Span *)(const void *)(node + span));
}

static Object *load_node(Loader *loader, ShapeId top, const void *node) {
    Vm *vm = loader->vm;
    if (node == NULL) return none_new(vm);
    if (loader->depth >= loader->depth_max) return raise(vm, ERROR_AST_DEPTH);
    const ShapeTop *shape = &shape_tops[top];
    int kind = shape->kind_offset < 0 ? 0
        : *(const int *)(const void *)((const char *)node + shape->kind_offset);
    ShapeId id = (ShapeId)((int)shape->first + kind);
    loader->depth++;
    Object *object = instance_new(vm, (Type *)loader->state->types[id].object);
    if (object != NULL && !fill_node(loader, id, object, node)) {
        object_drop(vm, object);
        object = NULL;
    }
    loader->depth--;
    return object;
}

Object *ast_load_tree(Vm *vm, const Tree *tree) {
    AstState *state = ast_state_load(vm);
    if (state == NULL) return NULL;
    Loader loader = {.vm = vm, .state = state,
                     .depth = (int64_t)vm->objects->recursion_depth * LEVELS_PER_CALL};
    loader.depth_max = (int64_t)vm->objects->recursion_limit * LEVELS_PER_CALL;
    if (loader.depth_max > LEVELS_MAX + loader.depth) loader.depth_max = LEVELS_MAX + loader.depth;
    return load_node(&loader, SHAPE_mod, tree);
}
