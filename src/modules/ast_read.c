// A tree made of objects, for compile(): what they lack or hold wrongly is refused in
// CPython's words. The program's code may run on the way (properties, __instancecheck__).

#include "modules/ast.h"

#include <stdio.h>

#include "base/host.h"
#include "modules/argument.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "syntax/names.h"

static bool read_node(AstReader *reader, ShapeId top, Object *object, void **node);

static bool fail_memory(AstReader *reader) {
    raise_memory_error(reader->vm);
    return false;
}

static void *reader_allocate(AstReader *reader, size_t size) {
    void *piece = arena_allocate_zeroed(reader->arena, size);
    if (piece == NULL) fail_memory(reader);
    return piece;
}

static bool reader_keep(AstReader *reader, Object *object) {
    if (reader->kept_count == reader->kept_capacity) {
        size_t capacity = reader->kept_capacity * 2 + 16;
        Object **kept = host_resize(reader->kept, capacity * sizeof *kept);
        if (kept == NULL) return fail_memory(reader);
        reader->kept = kept;
        reader->kept_capacity = capacity;
    }
    reader->kept[reader->kept_count++] = object_share(object);
    return true;
}

void ast_reader_done(AstReader *reader) {
    for (size_t i = 0; i < reader->kept_count; i++) object_drop(reader->vm, reader->kept[i]);
    host_release(reader->kept);
}

// --- single values ---

static bool read_identifier(AstReader *reader, Object *object, const Identifier **name) {
    Vm *vm = reader->vm;
    *name = NULL;
    if (object == vm->objects->none) return true;
    if (object->kind != KIND_STR) return raise_false(vm, ERROR_AST_IDENTIFIER);
    size_t size;
    const char *bytes = str_utf8(vm, (const Str *)object, &size);
    if (bytes == NULL) return false;
    *name = names_add(reader->names, reader->arena, bytes, size);
    str_utf8_drop(vm, (const Str *)object, bytes, size);
    return *name != NULL || fail_memory(reader);
}

static bool read_text(AstReader *reader, Object *object, const Text **text) {
    Vm *vm = reader->vm;
    if (object->kind != KIND_STR && object->kind != KIND_BYTES)
        return raise_false(vm, ERROR_AST_STRING);
    Text *made = reader_allocate(reader, sizeof *made);
    *text = made;
    if (made == NULL || object->kind == KIND_BYTES) return made != NULL;
    const char *bytes = str_utf8(vm, (const Str *)object, &made->length);
    if (bytes == NULL) return false;
    made->bytes = arena_copy(reader->arena, bytes, made->length);
    str_utf8_drop(vm, (const Str *)object, bytes, made->length);
    return made->bytes != NULL || fail_memory(reader);
}

static bool read_number(AstReader *reader, Object *object, int32_t *number) {
    if (!object_is_int(reader->vm, object))
        return raise_false(reader->vm, ERROR_AST_INT, object);
    return argument_int(reader->vm, object, number);
}

static bool read_constant(AstReader *reader, Object *object, Constant *constant) {
    const Objects *objects = reader->vm->objects;
    *constant = (Constant){.kind = CONSTANT_OBJECT, .object = object};
    if (object == objects->none) constant->kind = CONSTANT_NONE;
    else if (object == objects->true_) constant->kind = CONSTANT_TRUE;
    else if (object == objects->false_) constant->kind = CONSTANT_FALSE;
    else if (object == objects->ellipsis) constant->kind = CONSTANT_ELLIPSIS;
    else return reader_keep(reader, object);
    return true;
}

// Which alternative of a sum the object is: its own class first, then as isinstance says.
static bool find_alternative(AstReader *reader, ShapeId top, Object *object, ShapeId *id) {
    const ShapeTop *shape = &shape_tops[top];
    const Slot *types = reader->state->types;
    const Object *own = &object_type(reader->vm, object)->base;
    for (*id = shape->first; *id <= shape->last; ++*id)
        if (types[*id].object == own) return true;
    for (*id = shape->first; *id <= shape->last; ++*id) {
        Found found = object_is_instance(reader->vm, object, types[*id].object);
        if (found != ABSENT) return found == FOUND;
    }
    return raise_false(reader->vm, ERROR_AST_KIND, shape_name(top), object);
}

static bool read_value(AstReader *reader, ShapeId top, Object *object, int *value) {
    ShapeId id;
    if (!find_alternative(reader, top, object, &id)) return false;
    *value = (int)id - (int)shape_tops[top].first;
    return true;
}

// --- fields ---

static bool read_item(AstReader *reader, const ShapeField *field, Object *object, ShapeList *list,
                      int32_t i) {
    switch (field->kind) {
    case SHAPE_IDENTIFIERS:
        if (!read_identifier(reader, object, &((const Identifier **)list->items)[i])) return false;
        return ((const Identifier **)list->items)[i] != NULL ||
               raise_false(reader->vm, ERROR_AST_IDENTIFIER);
    case SHAPE_ENUMS: return read_value(reader, field->type, object, &((int *)list->items)[i]);
    default: return read_node(reader, field->type, object, &((void **)list->items)[i]);
    }
}

static bool enter(AstReader *reader, ShapeId id) {
    char where[64];
    snprintf(where, sizeof where, " while traversing '%s' node", shape_name(shape_top(id)));
    return recursion_enter(reader->vm, where);
}

static bool read_list(AstReader *reader, ShapeId id, const ShapeField *field, Object *object,
                      ShapeList *nodes) {
    Vm *vm = reader->vm;
    if (!object_is_list(vm, object))
        return raise_false(vm, ERROR_AST_LIST, shape_name(id), field->name,
                           object_type(vm, object)->name.object);
    const List *list = (const List *)object;
    int64_t count = list->count;
    if (count > INT32_MAX) return fail_memory(reader);
    // Nodes and names are pointers, values of an enumeration need less.
    if (count > 0) nodes->items = reader_allocate(reader, (size_t)count * sizeof(void *));
    if (count > 0 && nodes->items == NULL) return false;
    nodes->count = (int32_t)count;
    for (int32_t i = 0; i < nodes->count; i++) {
        if (!enter(reader, id)) return false;
        Object *item = object_share(list->items[i].object);
        bool done = read_item(reader, field, item, nodes, i);
        object_drop(vm, item);
        recursion_leave(vm);
        if (!done) return false;
        if (list->count != count)
            return raise_false(vm, ERROR_AST_LIST_CHANGED, shape_name(id), field->name);
    }
    return true;
}

static bool read_present(AstReader *reader, ShapeId id, const ShapeField *field, Object *value,
                         void *at) {
    switch (field->kind) {
    case SHAPE_NODE: case SHAPE_OPTIONAL: return read_node(reader, field->type, value, at);
    case SHAPE_LIST: case SHAPE_HOLES: case SHAPE_IDENTIFIERS: case SHAPE_ENUMS:
        return read_list(reader, id, field, value, at);
    case SHAPE_IDENTIFIER: case SHAPE_OPTIONAL_IDENTIFIER:
        return read_identifier(reader, value, at);
    case SHAPE_TEXT: case SHAPE_OPTIONAL_TEXT: return read_text(reader, value, at);
    case SHAPE_NUMBER: case SHAPE_OPTIONAL_NUMBER: return read_number(reader, value, at);
    case SHAPE_VALUE: return read_constant(reader, value, at);
    case SHAPE_ENUM: return read_value(reader, field->type, value, at);
    }
    return false;
}

static bool read_field(AstReader *reader, ShapeId id, int number, Object *object, char *node) {
    Vm *vm = reader->vm;
    const ShapeField *field = &shape_fields(id)[number];
    bool is_optional = *shape_field_mark(field) == '?';
    Object *value = NULL;
    Found found = object_find_attribute(vm, object, ast_field_name(reader->state, id, number),
                                        &value);
    if (found == RAISED) return false;
    if (found == ABSENT)
        return is_optional ||
               raise_false(vm, ERROR_AST_FIELD_MISSING, field->name, shape_name(id));
    bool done = is_optional && value == vm->objects->none;
    if (!done && enter(reader, id)) {
        done = read_present(reader, id, field, value, node + field->offset);
        recursion_leave(vm);
    }
    object_drop(vm, value);
    return done;
}

// None stands for no node, and what must be there may be it until here.
static bool check_required(AstReader *reader, ShapeId id, const char *node) {
    for (const ShapeField *field = shape_fields(id); field->name != NULL; field++) {
        if (field->kind != SHAPE_NODE && field->kind != SHAPE_IDENTIFIER) continue;
        if (*(void *const *)(const void *)(node + field->offset) == NULL)
            return raise_false(reader->vm, ERROR_AST_FIELD_NONE, field->name, shape_name(id));
    }
    return true;
}

// Where the end is not told it is the start.
static bool read_places(AstReader *reader, ShapeId id, Object *object, Span *span) {
    Vm *vm = reader->vm;
    int32_t *const numbers[] = {&span->line, &span->column, &span->end_line, &span->end_column};
    const Slot *names = ((const Tuple *)reader->state->places.object)->items;
    for (int i = 0; i < 4; i++) {
        Object *value = NULL;
        Found found = object_find_attribute(vm, object, (Str *)names[i].object, &value);
        if (found == RAISED) return false;
        bool is_optional = i >= 2 && id != SHAPE_pattern;
        bool is_absent = found == ABSENT || (is_optional && value == vm->objects->none);
        if (is_absent) *numbers[i] = i < 2 ? 0 : *numbers[i - 2];
        bool done = is_absent ? found == FOUND || is_optional
                              : read_number(reader, value, numbers[i]);
        if (found == FOUND) object_drop(vm, value);
        else if (!done) raise(vm, ERROR_AST_PLACE_MISSING, names[i].object, shape_name(id));
        if (!done) return false;
    }
    return true;
}

static bool is_sum(ShapeId top) {
    return shape_tops[top].first != top;
}

static bool read_node(AstReader *reader, ShapeId top, Object *object, void **node) {
    const ShapeTop *shape = &shape_tops[top];
    ShapeId id = top;
    *node = NULL;
    if (is_sum(top) && object == reader->vm->objects->none) return true;
    char *made = reader_allocate(reader, shape->bytes);
    if (made == NULL) return false;
    Span *span = shape->span_offset < 0 ? NULL : (Span *)(void *)(made + shape->span_offset);
    if (is_sum(top)) {
        if (span != NULL && !read_places(reader, top, object, span)) return false;
        if (!find_alternative(reader, top, object, &id)) return false;
    }
    if (shape->kind_offset >= 0)
        *(int *)(void *)(made + shape->kind_offset) = (int)id - (int)shape->first;
    for (int i = 0; shape_fields(id)[i].name != NULL; i++)
        if (!read_field(reader, id, i, object, made)) return false;
    if (!is_sum(top) && span != NULL && !read_places(reader, top, object, span)) return false;
    *node = made;
    return check_required(reader, id, made);
}

bool ast_read_tree(AstReader *reader, Object *object, Tree **tree) {
    void *node;
    reader->state = ast_state_load(reader->vm);
    if (reader->state == NULL || !read_node(reader, SHAPE_mod, object, &node)) return false;
    *tree = node;
    return true;
}
