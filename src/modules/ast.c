// The classes of the module _ast, made of the shapes of the tree.

#include "modules/ast.h"

#include <string.h>

#include "modules/argument.h"
#include "objects/dict.h"
#include "objects/instance.h"
#include "objects/int.h"
#include "objects/str.h"

// --- ast.AST ---

// The names that a node's class says are its fields: ABSENT: it says nothing.
static Found find_fields(Vm *vm, Object *node, Object **fields, int64_t *count) {
    Str *name = str_new_interned(vm, "_fields", 7);
    if (name == NULL) return RAISED;
    Found found = object_find_attribute(vm, &object_type(vm, node)->base, name, fields);
    object_drop(vm, &name->base);
    *count = 0;
    if (found != FOUND || object_length(vm, *fields, count)) return found;
    object_drop(vm, *fields);
    return RAISED;
}

static const char *short_name(const Type *type) {
    const char *name = type_name(type), *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;
}

static bool set_positional(Vm *vm, Object *node, Object *fields, const Arguments *arguments) {
    for (int64_t i = 0; i < arguments->count; i++) {
        Object *name = argument_load_item(vm, fields, i);
        if (name == NULL) return false;
        bool done = object_is_str(vm, name)
                        ? object_set_attribute(vm, node, (Str *)name, arguments->values[i].object)
                        : raise_false(vm, ERROR_ATTRIBUTE_NAME, name);
        object_drop(vm, name);
        if (!done) return false;
    }
    return true;
}

// FOUND: the name is one of the first `count` fields.
static Found is_given(Vm *vm, Object *fields, Object *name, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        Object *field = argument_load_item(vm, fields, i);
        if (field == NULL) return RAISED;
        Found equal = object_equal(vm, field, name);
        object_drop(vm, field);
        if (equal != ABSENT) return equal;
    }
    return ABSENT;
}

static bool set_named(Vm *vm, Object *node, Object *fields, const Arguments *arguments) {
    const Tuple *names = arguments->names;
    for (int64_t i = 0; names != NULL && i < names->count; i++) {
        Object *name = names->items[i].object;
        Object *value = arguments->values[arguments->count + i].object;
        Found given = is_given(vm, fields, name, arguments->count);
        if (given == FOUND)
            raise(vm, ERROR_AST_MULTIPLE, type_name(object_type(vm, node)), name);
        if (given != ABSENT || !object_set_attribute(vm, node, (Str *)name, value)) return false;
    }
    return true;
}

static bool ast_init(Vm *vm, Object *node, const Arguments *arguments) {
    Object *fields = NULL;
    int64_t count;
    Found found = find_fields(vm, node, &fields, &count);
    if (found == RAISED) return false;
    bool done = arguments->count <= count;
    if (!done)
        raise(vm, ERROR_AST_TOO_MANY, short_name(object_type(vm, node)), count,
              count == 1 ? "" : "s");
    done = done && set_positional(vm, node, fields, arguments) &&
           set_named(vm, node, fields, arguments);
    if (found == FOUND) object_drop(vm, fields);
    return done;
}

static Object *ast_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

static Object *ast_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *node = arguments[0].object, *dict = NULL;
    Found found = object_find_attribute(vm, node, vm->objects->names.dunder_dict, &dict);
    if (found == RAISED) return NULL;
    Object *empty = (Object *)tuple_new(vm, 0), *type = &object_type(vm, node)->base;
    Tuple *result = found == FOUND ? tuple_pack(vm, 3, type, empty, dict)
                                   : tuple_pack(vm, 2, type, empty);
    object_drop(vm, empty);
    if (found == FOUND) object_drop(vm, dict);
    return (Object *)result;
}

static const Method ast_methods[] = {
    HIDDEN_METHOD(ast, __reduce__, "(self, /)", NULL),
    {0},
};

static const Property ast_properties[] = {
    INSTANCE_DICT_PROPERTY,
    {0},
};

typedef struct Node {
    Object base;
} Node;

static const TypeDefinition ast_definition = {
    .name = "ast.AST",
    .flags = TYPE_IS_BASE | TYPE_IS_HEAP | TYPE_HAS_DICT,
    .bytes = sizeof(Node),
    .python_bytes = 24,
    .python_dict_offset = 16,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_CLEARS_FIELDS},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .set_attribute = object_set_attribute_plain, .new = ast_new, .init = ast_init},
    .methods = ast_methods,
    .properties = ast_properties,
};

// --- what a class says of itself ---

static void add_signature(StrBuilder *doc, ShapeId id) {
    str_builder_add_c(doc, shape_name(id));
    const ShapeField *field = shape_fields(id);
    if (field->name == NULL) return;
    for (const char *before = "("; field->name != NULL; field++, before = ", ") {
        str_builder_add_c(doc, before);
        str_builder_add_c(doc, shape_field_type(field));
        str_builder_add_c(doc, shape_field_mark(field));
        str_builder_add_c(doc, " ");
        str_builder_add_c(doc, field->name);
    }
    str_builder_add_c(doc, ")");
}

static bool is_sum(ShapeId id) {
    return id < SHAPE_TOP_COUNT && shape_tops[id].first != id;
}

// A sum lists its alternatives, one a line unless they are mere values.
static Object *new_doc(Vm *vm, ShapeId id) {
    StrBuilder doc;
    str_builder_start(vm, &doc);
    if (!is_sum(id)) {
        add_signature(&doc, id);
        return str_builder_finish(&doc);
    }
    const ShapeTop *top = &shape_tops[id];
    str_builder_add_c(&doc, shape_name(id));
    str_builder_add_c(&doc, " = ");
    for (ShapeId each = top->first; each <= top->last; each++) {
        if (each > top->first && top->bytes != 0) {
            str_builder_add_char(&doc, '\n');
            str_builder_add_fill(&doc, ' ', (int64_t)strlen(shape_name(id)));
        }
        if (each > top->first) str_builder_add_c(&doc, " | ");
        add_signature(&doc, each);
    }
    return str_builder_finish(&doc);
}

static Tuple *new_field_names(Vm *vm, ShapeId id) {
    const ShapeField *fields = shape_fields(id);
    int64_t count = 0;
    while (fields[count].name != NULL) count++;
    Tuple *names = tuple_new(vm, count);
    for (int64_t i = 0; names != NULL && i < count; i++)
        slot_fill(vm, &names->base, &names->items[i],
                  (Object *)str_new_interned(vm, fields[i].name, strlen(fields[i].name)));
    if (names != NULL) tuple_finish(vm, names);
    if (!raised(vm)) return names;
    object_drop_or_null(vm, (Object *)names);
    return NULL;
}

// dict[name] = value, which is consumed; NULL: raised already.
static bool take_entry(Vm *vm, Dict *dict, const char *name, Object *value) {
    Str *key = value == NULL ? NULL : str_new_interned(vm, name, strlen(name));
    bool done = key != NULL && dict_set_str(vm, dict, key, value);
    object_drop_or_null(vm, (Object *)key);
    object_drop_or_null(vm, value);
    return done;
}

static Object *new_class(Vm *vm, const char *name, Type *base, Tuple *fields, Object *doc) {
    Dict *space = dict_new(vm);
    Tuple *bases = tuple_pack(vm, 1, base);
    Object *text = str_new_c(vm, name), *class = NULL;
    static const Arguments none = {0};
    bool done = space != NULL && bases != NULL && text != NULL && doc != NULL &&
                take_entry(vm, space, "_fields", object_share(&fields->base)) &&
                take_entry(vm, space, "__match_args__", object_share(&fields->base)) &&
                take_entry(vm, space, "__module__", str_new_c(vm, "ast")) &&
                take_entry(vm, space, "__doc__", object_share(doc));
    if (done)
        class = type_new_class(vm, type_of_kind(vm, KIND_TYPE), (Str *)text, bases, space, &none);
    object_drop_or_null(vm, doc);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, (Object *)bases);
    object_drop_or_null(vm, (Object *)space);
    return class;
}

static bool set_class_value(Vm *vm, Object *class, const char *name, Object *value) {
    Str *key = str_new_interned(vm, name, strlen(name));
    bool done = key != NULL && object_set_attribute(vm, class, key, value);
    object_drop_or_null(vm, (Object *)key);
    return done;
}

// What may be left out of a node reads as None: fields, and of places the end.
static bool set_optional(Vm *vm, Object *class, ShapeId id) {
    Object *none = vm->objects->none;
    bool done = true;
    for (const ShapeField *field = shape_fields(id); done && field->name != NULL; field++)
        if (*shape_field_mark(field) == '?') done = set_class_value(vm, class, field->name, none);
    if (!done || id >= SHAPE_TOP_COUNT || shape_tops[id].span_offset < 0) return done;
    return id == SHAPE_pattern || (set_class_value(vm, class, "end_lineno", none) &&
                                   set_class_value(vm, class, "end_col_offset", none));
}

static bool make_class(Vm *vm, AstState *state, ShapeId id) {
    if (state->types[id].object != NULL) return true;
    Type *base = id < SHAPE_TOP_COUNT ? state->base
                                      : (Type *)state->types[shape_top(id)].object;
    Tuple *names = new_field_names(vm, id);
    if (names == NULL) return false;
    Object *class = new_class(vm, shape_name(id), base, names, new_doc(vm, id));
    bool done = class != NULL;
    if (done && id < SHAPE_TOP_COUNT) {
        bool has_places = shape_tops[id].span_offset >= 0;
        Object *places = has_places ? object_share(state->places.object)
                                    : (Object *)tuple_new(vm, 0);
        done = set_class_value(vm, class, "_attributes", places);
        object_drop(vm, places);
    }
    done = done && set_optional(vm, class, id);
    Object *value = NULL;
    if (done && id >= SHAPE_TOP_COUNT && shape_tops[shape_top(id)].bytes == 0) {
        value = instance_new(vm, (Type *)class);
        done = value != NULL;
    }
    if (done) {
        slot_set(vm, NULL, &state->names[id], &names->base);
        slot_set(vm, NULL, &state->types[id], class);
        if (value != NULL) slot_set(vm, NULL, &state->values[id], value);
    }
    object_drop_or_null(vm, value);
    object_drop_or_null(vm, class);
    object_drop(vm, &names->base);
    return done;
}

// --- the state ---

static void ast_visit(Vm *vm, void *block, SlotVisit *visit, void *context) {
    AstState *state = block;
    for (int i = 0; i < SHAPE_COUNT; i++) {
        visit(vm, NULL, &state->types[i], context);
        visit(vm, NULL, &state->values[i], context);
        visit(vm, NULL, &state->names[i], context);
    }
    visit(vm, NULL, &state->places, context);
}

static void ast_done(Vm *vm, void *block) {
    AstState *state = block;
    for (int i = 0; i < SHAPE_COUNT; i++) {
        slot_clear(vm, NULL, &state->values[i]);
        slot_clear(vm, NULL, &state->types[i]);
        slot_clear(vm, NULL, &state->names[i]);
    }
    slot_clear(vm, NULL, &state->places);
}

static const StateDefinition ast_state = {
    .bytes = sizeof(AstState),
    .visit = ast_visit,
    .done = ast_done,
};

static Tuple *new_place_names(Vm *vm) {
    static const char *const names[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    Tuple *places = tuple_new(vm, ARRAY_COUNT(names));
    for (size_t i = 0; places != NULL && i < ARRAY_COUNT(names); i++)
        slot_fill(vm, &places->base, &places->items[i],
                  (Object *)str_new_interned(vm, names[i], strlen(names[i])));
    if (places != NULL) tuple_finish(vm, places);
    return places;
}

AstState *ast_state_load(Vm *vm) {
    AstState *state = state_load(vm, &ast_state);
    if (state == NULL || state->is_ready) return state;
    state->base = module_register_type(vm, &ast_definition);
    Tuple *places = state->base == NULL ? NULL : new_place_names(vm);
    Object *empty = (Object *)tuple_new(vm, 0);
    bool done = places != NULL && !raised(vm);
    static const char *const names[] = {"_fields", "__match_args__", "_attributes"};
    for (size_t i = 0; done && i < ARRAY_COUNT(names); i++)
        done = set_class_value(vm, &state->base->base, names[i], empty);
    object_drop(vm, empty);
    if (done) slot_set(vm, NULL, &state->places, &places->base);
    object_drop_or_null(vm, (Object *)places);
    for (int i = 0; done && i < SHAPE_COUNT; i++) done = make_class(vm, state, (ShapeId)i);
    state->is_ready = done;
    return done ? state : NULL;
}

Found ast_is_node(Vm *vm, Object *object) {
    const AstState *state = ast_state_load(vm);
    return state == NULL ? RAISED : object_is_instance(vm, object, &state->base->base);
}

// --- the module ---

static bool add_classes(Vm *vm, Module *module, const AstState *state, ShapeId id) {
    if (!module_set(vm, module, shape_name(id), state->types[id].object)) return false;
    bool done = true;
    if (!is_sum(id)) return done;
    for (ShapeId each = shape_tops[id].first; done && each <= shape_tops[id].last; each++)
        done = module_set(vm, module, shape_name(each), state->types[each].object);
    return done;
}

bool ast_module_start(Vm *vm, Module *module) {
    const AstState *state = ast_state_load(vm);
    if (state == NULL) return false;
    bool done = module_set(vm, module, "AST", &state->base->base) &&
                module_take_set(vm, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT",
                                int_new(vm, COMPILE_TOP_LEVEL_AWAIT)) &&
                module_take_set(vm, module, "PyCF_ONLY_AST", int_new(vm, COMPILE_ONLY_TREE)) &&
                module_take_set(vm, module, "PyCF_TYPE_COMMENTS",
                                int_new(vm, COMPILE_TYPE_COMMENTS));
    for (int i = 0; done && i < SHAPE_TOP_COUNT; i++)
        done = add_classes(vm, module, state, (ShapeId)i);
    return done;
}
