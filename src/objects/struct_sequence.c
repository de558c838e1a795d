#include "objects/struct_sequence.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/state.h"
#include "objects/str.h"

// A type that was made, with the tables that its TypeDefinition refers to.
typedef struct MadeType {
    TypeDefinition definition;        // first: a Type's definition leads to the MadeType
    const StructSequence *sequence;   // borrows
    Type *type;                       // borrows: it lives as long as the machine
    struct MadeType *next;            // owns
    Member members[];                 // of the fields with a name; ends with {0}
} MadeType;

typedef struct MadeTypes {
    MadeType *first;   // owns
} MadeTypes;

static size_t made_bytes(const StructSequence *sequence) {
    return sizeof(MadeType) + ((size_t)sequence->field_count + 1) * sizeof(Member);
}

static void made_types_done(Vm *vm, void *state) {
    MadeTypes *types = state;
    MadeType *made;
    while ((made = types->first) != NULL) {
        types->first = made->next;
        system_drop(vm, made, made_bytes(made->sequence));
    }
}

static const StateDefinition made_types_state = {
    .bytes = sizeof(MadeTypes),
    .done = made_types_done,
};

static const MadeType *made_type_of(const Type *type) {
    return (const MadeType *)(const void *)type->definition;
}

static const StructSequence *sequence_of_type(const Type *type) {
    return made_type_of(type)->sequence;
}

static const StructSequence *sequence_of(Vm *vm, const Object *object) {
    return sequence_of_type(object_type(vm, object));
}

// --- memory ---

static void struct_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Tuple *tuple = (Tuple *)object;
    int count = sequence_of(vm, object)->field_count;
    for (int i = 0; i < count; i++) visit(vm, object, &tuple->items[i], context);
}

static void struct_finish(Vm *vm, Object *object) {
    Tuple *tuple = (Tuple *)object;
    slots_clear(vm, object, tuple->items, sequence_of(vm, object)->field_count);
}

static Place struct_place(Vm *vm, Object *object, const Slot *slot) {
    const StructSequence *sequence = sequence_of(vm, object);
    int64_t index = slot - ((Tuple *)object)->items;
    if (index < sequence->visible_count) return (Place){.kind = PLACE_INDEX, .index = index};
    return (Place){.kind = PLACE_FIELD, .name = sequence->fields[index].name};
}

// --- making instances ---

static Tuple *struct_new_bare(Vm *vm, Type *type) {
    Tuple *tuple = (Tuple *)type_new_instance(vm, type, type->bytes);
    if (tuple == NULL) return NULL;
    tuple->count = sequence_of_type(type)->visible_count;
    return tuple;
}

Object *struct_sequence_take(Vm *vm, const StructSequence *definition, Object *const *values) {
    Type *type = struct_sequence_load_type(vm, definition);
    bool done = type != NULL;
    for (int i = 0; i < definition->field_count; i++)
        if (values[i] == NULL) done = false;
    Tuple *tuple = done ? struct_new_bare(vm, type) : NULL;
    for (int i = 0; i < definition->field_count; i++) {
        if (tuple == NULL) object_drop_or_null(vm, values[i]);
        else slot_fill(vm, &tuple->base, &tuple->items[i], values[i]);
    }
    return (Object *)tuple;
}

static bool check_length(Vm *vm, const StructSequence *sequence, int64_t count) {
    int least = sequence->visible_count, most = sequence->field_count;
    if (count >= least && count <= most) return true;
    const char *how = least == most ? "" : count < least ? "an at least " : "an at most ";
    if (least == most) how = "a ";
    return raise_false(vm, ERROR_STRUCT_LENGTH, sequence->name, how,
                       (int64_t)(count < least ? least : most), count);
}

// Fields that the sequence does not reach come from the dict, or are None.
static Object *fill_instance(Vm *vm, Type *type, const List *items, Dict *more) {
    const StructSequence *sequence = sequence_of_type(type);
    Tuple *tuple = struct_new_bare(vm, type);
    if (tuple == NULL) return NULL;
    for (int i = 0; i < sequence->field_count; i++) {
        Object *value = vm->objects->none;
        if (i < items->count) {
            value = items->items[i].object;
        } else if (more != NULL && sequence->fields[i].name != NULL) {
            Object *name = str_new_c(vm, sequence->fields[i].name), *found = NULL;
            Found given = name == NULL ? RAISED : dict_find(vm, more, name, &found);
            object_drop_or_null(vm, name);
            if (given == FOUND) value = found;
            if (given == RAISED) {
                object_drop(vm, &tuple->base);
                return NULL;
            }
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], object_share(value));
    }
    return &tuple->base;
}

static List *load_items(Vm *vm, Object *sequence) {
    if (sequence->kind == KIND_LIST) return (List *)object_share(sequence);
    Object *iterator = object_iterate(vm, sequence);
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            raise(vm, ERROR_STRUCT_NO_SEQUENCE);
        return NULL;
    }
    List *items = list_new_from_iterable(vm, iterator);
    object_drop(vm, iterator);
    return items;
}

Object *struct_sequence_make(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[2], *made = NULL;
    if (!arguments_bind(vm, "structseq", "(sequence, dict=None)", arguments, values)) return NULL;
    const StructSequence *sequence = sequence_of_type(type);
    List *items = load_items(vm, values[0]);
    if (items != NULL && values[1] != NULL && !object_is_dict(vm, values[1]))
        raise(vm, ERROR_STRUCT_DICT, sequence->name);
    else if (items != NULL && check_length(vm, sequence, items->count))
        made = fill_instance(vm, type, items, (Dict *)values[1]);
    object_drop_or_null(vm, (Object *)items);
    arguments_unbind(vm, values, 2);
    return made;
}

// --- behaviour and methods ---

static Object *struct_repr(Vm *vm, Object *object) {
    const Tuple *tuple = (const Tuple *)object;
    const MadeType *made = made_type_of(object_type(vm, object));
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_c(&builder, made->sequence->name);
    str_builder_add_c(&builder, "(");
    for (int i = 0; i < made->sequence->visible_count; i++) {
        Object *text = object_repr(vm, tuple->items[i].object);
        if (text == NULL) {
            str_builder_drop(&builder);
            return NULL;
        }
        // As CPython has it: the i-th name, also where items before it have none.
        if (i > 0) str_builder_add_c(&builder, ", ");
        str_builder_add_c(&builder, made->members[i].name);
        str_builder_add_c(&builder, "=");
        str_builder_add(&builder, (Str *)text);
        object_drop(vm, text);
    }
    str_builder_add_c(&builder, ")");
    return str_builder_finish(&builder);
}

// What only names reach, by name.
static Dict *hidden_items(Vm *vm, Object *object) {
    const StructSequence *sequence = sequence_of(vm, object);
    const Tuple *tuple = (const Tuple *)object;
    Dict *dict = dict_new(vm);
    for (int i = sequence->visible_count; dict != NULL && i < sequence->field_count; i++) {
        Object *value = tuple->items[i].object;
        if (dict_set_c(vm, dict, sequence->fields[i].name, value)) continue;
        object_drop(vm, (Object *)dict);
        dict = NULL;
    }
    return dict;
}

static Object *struct_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    const Tuple *tuple = (const Tuple *)self;
    Tuple *visible = tuple_new_from(vm, tuple->items, tuple->count), *values = NULL;
    Dict *hidden = visible == NULL ? NULL : hidden_items(vm, self);
    Object *reduced = NULL;
    if (hidden != NULL) values = tuple_pack(vm, 2, visible, hidden);
    if (values != NULL) reduced = (Object *)tuple_pack(vm, 2, object_type(vm, self), values);
    object_drop_or_null(vm, (Object *)visible);
    object_drop_or_null(vm, (Object *)hidden);
    object_drop_or_null(vm, (Object *)values);
    return reduced;
}

static const Method struct_methods[] = {
    {"__reduce__", struct_method___reduce__, "(self, /)",
     "What copy and pickle make an equal one of.", METHOD_HIDES_SIGNATURE},
    {0},
};

// The __new__ of a type that the program can't make instances of.
static Object *struct_refuse(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return raise(vm, ERROR_CANNOT_CREATE, type);
}

// --- the types ---

static const TypeDefinition definition_form = {
    .base = KIND_TUPLE,
    .python_bytes = 24,
    .python_item_bytes = 8,
    .layout = {
        .flags = LAYOUT_COLLECTED,
        .visit = struct_visit,
        .finish = struct_finish,
        .place = struct_place,
    },
    .behaviour = {.repr = struct_repr, .new = struct_sequence_make},
    .methods = struct_methods,
};

static void fill_definition(MadeType *made, const StructSequence *sequence) {
    int named = 0;
    for (int i = 0; i < sequence->field_count; i++) {
        const StructField *field = &sequence->fields[i];
        if (field->name == NULL) continue;
        size_t offset = offsetof(Tuple, items) + (size_t)i * sizeof(Slot);
        made->members[named++] = (Member){field->name, offset, MEMBER_READ_ONLY, field->doc};
    }
    made->sequence = sequence;
    TypeDefinition *definition = &made->definition;
    *definition = definition_form;
    definition->name = sequence->name;
    definition->doc = sequence->doc;
    definition->members = made->members;
    definition->bytes = sizeof(Tuple) + (size_t)sequence->field_count * sizeof(Slot);
    if ((sequence->flags & STRUCT_IS_STATIC) == 0) definition->flags |= TYPE_IS_HEAP;
    if (sequence->new != NULL) definition->behaviour.new = sequence->new;
    if ((sequence->flags & STRUCT_IS_SEALED) != 0) definition->behaviour.new = struct_refuse;
}

static bool set_count(Vm *vm, Type *type, const char *name, int count) {
    Object *number = int_new(vm, count);
    bool done = number != NULL && dict_set_c(vm, (Dict *)type->dict.object, name, number);
    object_drop_or_null(vm, number);
    return done;
}

// __match_args__: the names of visible items.
static bool set_match_args(Vm *vm, Type *type, const StructSequence *sequence) {
    List *names = list_new(vm, 0);
    bool done = names != NULL;
    for (int i = 0; done && i < sequence->visible_count; i++) {
        const char *name = sequence->fields[i].name;
        if (name == NULL) continue;
        Str *text = str_new_interned(vm, name, __builtin_strlen(name));
        done = text != NULL && list_take_add(vm, names, (Object *)text);
    }
    Tuple *tuple = done ? list_to_tuple(vm, names) : NULL;
    done = tuple != NULL && dict_set_str(vm, (Dict *)type->dict.object,
                                         vm->objects->names.dunder_match_args, (Object *)tuple);
    object_drop_or_null(vm, (Object *)names);
    object_drop_or_null(vm, (Object *)tuple);
    return done;
}

static bool fill_type(Vm *vm, Type *type, const StructSequence *sequence) {
    int unnamed = 0;
    for (int i = 0; i < sequence->field_count; i++) unnamed += sequence->fields[i].name == NULL;
    return set_count(vm, type, "n_sequence_fields", sequence->visible_count) &&
           set_count(vm, type, "n_fields", sequence->field_count) &&
           set_count(vm, type, "n_unnamed_fields", unnamed) &&
           set_match_args(vm, type, sequence);
}

Type *struct_sequence_load_type(Vm *vm, const StructSequence *definition) {
    MadeTypes *types = state_load(vm, &made_types_state);
    if (types == NULL) return NULL;
    for (MadeType *made = types->first; made != NULL; made = made->next)
        if (made->sequence == definition) return made->type;
    MadeType *made = system_new(vm, made_bytes(definition));
    if (made == NULL) return NULL;
    fill_definition(made, definition);
    made->next = types->first;
    types->first = made;
    made->type = type_register(vm, &made->definition, type_of_kind(vm, KIND_TUPLE));
    if (made->type == NULL || !fill_type(vm, made->type, definition)) return NULL;
    return made->type;
}
