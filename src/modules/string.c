// The module _string: the parts of format strings, for string.Formatter.

#include "modules/modules.h"
#include "objects/build.h"
#include "objects/iterator.h"
#include "objects/markup.h"
#include "objects/sequence.h"
#include "objects/state.h"

// Both iterators: the text that is read on, and what of it is left.
typedef struct PartIterator {
    Object base;
    Slot text;             // Str
    int64_t start, stop;   // of what is left
} PartIterator;

typedef enum PartKind { PART_PIECES, PART_STEPS, PART_KINDS } PartKind;

typedef struct StringState {
    Type *types[PART_KINDS];   // borrow
} StringState;

static const StateDefinition string_state = {.bytes = sizeof(StringState)};

static const Field part_fields[] = {FIELD(PartIterator, text), {0}};

static void part_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const PartIterator *parts = (const PartIterator *)object;
    const int64_t numbers[] = {parts->start, parts->stop};
    add(context, numbers, sizeof numbers);
}

static Stretch part_rest(const PartIterator *parts) {
    return (Stretch){(const Str *)parts->text.object, parts->start, parts->stop};
}

static Object *part_new(Vm *vm, PartKind kind, Stretch stretch) {
    Type *type = ((StringState *)state_find(vm, &string_state))->types[kind];
    Object *text = object_share((Object *)(uintptr_t)stretch.str);
    PartIterator *parts = (PartIterator *)type_new_filled(vm, type, 1, text);
    if (parts == NULL) return NULL;
    parts->start = stretch.start;
    parts->stop = stretch.stop;
    return &parts->base;
}

// --- the pieces of a format string ---

// (literal, field name, specification, conversion); None for what a piece does not have.
static Object *formatter_next(Vm *vm, Object *object) {
    PartIterator *parts = (PartIterator *)object;
    Stretch rest = part_rest(parts);
    MarkupPiece piece;
    Found found = markup_next(vm, &rest, &piece);
    parts->start = rest.start;
    if (found != FOUND) return NULL;
    bool has_field = piece.has_field;
    Object *items[] = {
        markup_text(vm, piece.literal),
        has_field ? markup_text(vm, piece.name) : none_new(vm),
        has_field ? markup_text(vm, piece.spec) : none_new(vm),
        piece.conversion != 0 ? str_new_char(vm, piece.conversion) : none_new(vm),
    };
    return build_tuple(vm, "OOOO", items[0], items[1], items[2], items[3]);
}

static const TypeDefinition formatter_definition = {
    .name = "formatteriterator",
    .bytes = sizeof(PartIterator),
    .python_bytes = 64,
    .layout = {.fields = part_fields, .payload = part_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = sequence_iterate_self, .next = formatter_next},
};

static bool read_text(Vm *vm, Object *object) {
    return object_is_str(vm, object) || raise_false(vm, ERROR_STRING_EXPECTED, object);
}

static Object *string_function_formatter_parser(Vm *vm, const Slot *arguments) {
    const Str *text = (const Str *)arguments[0].object;
    if (!read_text(vm, arguments[0].object)) return NULL;
    return part_new(vm, PART_PIECES, (Stretch){text, 0, text->length});
}

// --- the steps of a field's name ---

static Object *name_or_number(Vm *vm, Stretch name, int64_t number) {
    return number >= 0 ? int_new(vm, number) : markup_text(vm, name);
}

// (is an attribute, name or index).
static Object *field_name_next(Vm *vm, Object *object) {
    PartIterator *parts = (PartIterator *)object;
    Stretch rest = part_rest(parts);
    MarkupStep step;
    Found found = markup_next_step(vm, &rest, &step);
    parts->start = rest.start;
    if (found != FOUND) return NULL;
    Object *items[] = {
        bool_new(vm, step.is_attribute),
        name_or_number(vm, step.name, step.is_attribute ? -1 : step.index),
    };
    return build_tuple(vm, "OO", items[0], items[1]);
}

static const TypeDefinition field_name_definition = {
    .name = "fieldnameiterator",
    .bytes = sizeof(PartIterator),
    .python_bytes = 56,
    .layout = {.fields = part_fields, .payload = part_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = sequence_iterate_self, .next = field_name_next},
};

static Object *string_function_formatter_field_name_split(Vm *vm, const Slot *arguments) {
    const Str *text = (const Str *)arguments[0].object;
    Stretch first, rest;
    int64_t number;
    if (!read_text(vm, arguments[0].object)) return NULL;
    markup_split_name((Stretch){text, 0, text->length}, &first, &rest);
    if (!markup_number(vm, first, &number)) return NULL;
    Object *items[] = {
        name_or_number(vm, first, number),
        part_new(vm, PART_STEPS, rest),
    };
    return build_tuple(vm, "OO", items[0], items[1]);
}

static const Method functions[] = {
    {"formatter_field_name_split", string_function_formatter_field_name_split, "(text, /)",
     "The first part of a field's name, and an iterator over the steps from there.",
     METHOD_HIDES_SIGNATURE},
    {"formatter_parser", string_function_formatter_parser, "(text, /)",
     "An iterator over the pieces of a format string.", METHOD_HIDES_SIGNATURE},
    {0},
};

bool string_module_start(Vm *vm, Module *module) {
    StringState *state = state_load(vm, &string_state);
    if (state == NULL) return false;
    state->types[PART_PIECES] = module_register_type(vm, &formatter_definition);
    state->types[PART_STEPS] = module_register_type(vm, &field_name_definition);
    return state->types[PART_PIECES] != NULL && state->types[PART_STEPS] != NULL &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What string.Formatter is made of.");
}
