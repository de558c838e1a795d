// cell: the slot of a variable that closures share.

#include "objects/cell.h"

#include "objects/arguments.h"
#include "objects/str.h"

static Cell *cell_of(Object *object) {
    return (Cell *)object;
}

static const Field cell_fields[] = {FIELD_NAMED(Cell, value, "cell_contents"), {0}};

// --- for C ---

Object *cell_new(Vm *vm, Object *value) {
    Cell *cell = (Cell *)object_new(vm, KIND_CELL, sizeof(Cell));
    if (cell == NULL) return NULL;
    slot_fill(vm, &cell->base, &cell->value, object_share_or_null(value));
    object_track(vm, &cell->base);
    return &cell->base;
}

// --- the type ---

static Object *cell_repr(Vm *vm, Object *object) {
    const Object *value = cell_of(object)->value.object;
    int64_t address = (int64_t)object_address(vm, object);
    if (value == NULL) return str_new_format(vm, "<cell at 0x%lx: empty>", address);
    return str_new_format(vm, "<cell at 0x%lx: %.80T object at 0x%lx>", address, value,
                          (int64_t)object_address(vm, value));
}

// By what they hold; an empty cell comes before any other.
static Object *cell_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (left->kind != KIND_CELL || right->kind != KIND_CELL) return not_implemented_new(vm);
    Object *a = cell_of(left)->value.object, *b = cell_of(right)->value.object;
    if (a != NULL && b != NULL) return object_compare(vm, a, b, comparison);
    int order = (a != NULL) - (b != NULL);
    switch (comparison) {
    case COMPARE_LESS: return bool_new(vm, order < 0);
    case COMPARE_LESS_EQUAL: return bool_new(vm, order <= 0);
    case COMPARE_EQUAL: return bool_new(vm, order == 0);
    case COMPARE_NOT_EQUAL: return bool_new(vm, order != 0);
    case COMPARE_GREATER: return bool_new(vm, order > 0);
    default: return bool_new(vm, order >= 0);
    }
}

static Object *cell_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    if (!arguments_refuse_keywords(vm, "cell", arguments)) return NULL;
    if (!arguments_check_count(vm, "cell", arguments->count, 0, 1)) return NULL;
    return cell_new(vm, arguments->count == 0 ? NULL : arguments->values[0].object);
}

static Object *cell_get_contents(Vm *vm, Object *self) {
    Object *value = cell_of(self)->value.object;
    return value != NULL ? object_share(value) : raise(vm, ERROR_CELL_EMPTY);
}

static bool cell_set_contents(Vm *vm, Object *self, Object *value) {
    slot_set(vm, self, &cell_of(self)->value, value);
    return true;
}

static const Property cell_properties[] = {
    {"cell_contents", cell_get_contents, cell_set_contents, NULL},
    {0},
};

const TypeDefinition cell_definition = {
    .name = "cell",
    .kind = KIND_CELL,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Cell),
    .python_bytes = 24,
    .layout = {
        .name = "cell",
        .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS,
        .fields = cell_fields,
    },
    .behaviour = {.repr = cell_repr, .compare = cell_compare, .new = cell_make},
    .properties = cell_properties,
    .doc = "A variable that an inner function shares with the outer one.\n\n"
           "cell([contents]) makes one, empty without contents.",
};
