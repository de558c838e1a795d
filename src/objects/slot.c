// The table of slots.def, and how it fills the operations of types.
//
// A class's operation is the built-in function itself when its MRO leads to a slot
// wrapper of a base (so a subclass of int adds as fast as int), and a function that
// calls the dunder method otherwise.

#include "objects/descriptors.h"
#include "objects/slot.h"
#include "objects/type_build.h"

#define SLOT(name, field, function, caller, doc) \
    extern SlotOperation slot_##function; \
    extern SlotCaller slot_caller_##caller;
#define slot_none slot_unused
#define slot_caller_none slot_caller_unused
#include "objects/slots.def"
#undef slot_none
#undef slot_caller_none
#undef SLOT

#define slot_none *(SlotOperation *)NULL
#define slot_caller_none *(SlotCaller *)NULL
#define SLOT(name, field, function, caller, doc) \
    {name, offsetof(Behaviour, field), &slot_##function, &slot_caller_##caller, doc},
const SlotRow slot_rows[] = {
#include "objects/slots.def"
};
#undef SLOT

const int slot_row_count = ARRAY_COUNT(slot_rows);

Str *slot_name(Vm *vm, int row) {
    return vm->objects->slot_names[row];
}

// --- built-in types: operations to wrappers ---

bool slots_add_wrappers(Vm *vm, Type *type, const Behaviour *own) {
    Dict *dict = type_dict(type);
    for (int i = 0; i < slot_row_count; i++) {
        const SlotRow *row = &slot_rows[i];
        SlotOperation *operation = *slot_field((Behaviour *)(uintptr_t)own, row);
        if (operation == NULL || row->caller == NULL) continue;
        Str *name = slot_name(vm, i);
        if (dict_get_str(vm, dict, name) != NULL) continue;
        bool is_refused = operation == (SlotOperation *)slot_hash_refuse;
        Object *wrapper = is_refused ? none_new(vm)
                                     : slot_wrapper_new(vm, row, operation, type, name);
        if (wrapper == NULL) return false;
        bool done = dict_set_str(vm, dict, name, wrapper);
        object_drop(vm, wrapper);
        if (!done) return false;
    }
    return true;
}

// --- classes: dunder methods to operations ---

static bool slot_is_named(Vm *vm, int row, const Str *name) {
    const Str *own = slot_name(vm, row);
    return own == name || (!name->is_interned && str_is_equal(own, name));
}

bool slots_is_name(Vm *vm, Str *name) {
    if (name->length < 5 || str_get_char(name, 0) != '_' || str_get_char(name, 1) != '_')
        return false;
    if (name == vm->objects->names.dunder_new) return true;
    for (int i = 0; i < slot_row_count; i++)
        if (slot_is_named(vm, i, name)) return true;
    return str_is(name, "__new__");
}

// The one field in use among those that go by the name of a row, or NULL.
static SlotOperation **slot_sole_field(Type *type, const SlotRow *named) {
    SlotOperation **sole = NULL;
    for (int i = 0; i < slot_row_count; i++) {
        if (__builtin_strcmp(slot_rows[i].name, named->name) != 0) continue;
        SlotOperation **field = slot_field(&type->behaviour, &slot_rows[i]);
        if (*field == NULL || field == sole) continue;
        if (sole != NULL) return NULL;
        sole = field;
    }
    return sole;
}

typedef struct SlotChoice {
    SlotOperation *generic, *specific;
    bool must_be_generic;
} SlotChoice;

static void slot_choose_wrapper(Type *type, SlotOperation **field, const SlotRow *row,
                                const SlotWrapper *wrapper, SlotChoice *choice) {
    SlotOperation **sole = slot_sole_field(type, row);
    if (sole == NULL || sole == field) choice->generic = row->function;
    bool is_same = choice->specific == NULL || choice->specific == wrapper->operation;
    if (is_same && wrapper->row->caller == row->caller &&
        type_is_subtype(type, (Type *)wrapper->owner.object))
        choice->specific = wrapper->operation;
    else
        choice->must_be_generic = true;
}

static void slot_choose(Vm *vm, Type *type, SlotOperation **field, int index,
                        SlotChoice *choice) {
    const SlotRow *row = &slot_rows[index];
    Object *value = type_get(vm, type, slot_name(vm, index));
    if (value == NULL) return;
    const SlotWrapper *wrapper = (const SlotWrapper *)value;
    if (value->kind == KIND_SLOT_WRAPPER && wrapper->name.object == (Object *)slot_name(vm, index))
        slot_choose_wrapper(type, field, row, wrapper, choice);
    else if (value == vm->objects->none && row->offset == offsetof(Behaviour, hash))
        choice->specific = (SlotOperation *)slot_hash_refuse;
    else {
        choice->must_be_generic = true;
        choice->generic = row->function;
    }
}

// Fills the field that `first` and the rows after it share; gives the row behind them.
static int slots_fill_field(Vm *vm, Type *type, int first) {
    uint16_t offset = slot_rows[first].offset;
    SlotOperation **field = slot_field(&type->behaviour, &slot_rows[first]);
    SlotChoice choice = {0};
    int row = first;
    for (; row < slot_row_count && slot_rows[row].offset == offset; row++)
        slot_choose(vm, type, field, row, &choice);
    bool is_specific = choice.specific != NULL && !choice.must_be_generic;
    *field = is_specific ? choice.specific : choice.generic;
    return row;
}

static void slots_fill_new(Vm *vm, Type *type) {
    Object *value = type_get(vm, type, vm->objects->names.dunder_new);
    if (value == NULL) return;
    if (value->kind == KIND_BUILTIN && ((Builtin *)value)->method == &type_new_method) {
        Type *base = type_super(type);
        if (base != NULL) type->behaviour.new = base->behaviour.new;
    } else {
        type->behaviour.new = slot_new;
    }
}

static void slots_note_finalizer(Vm *vm, Type *type) {
    if (type->behaviour.finalize != NULL) {
        type->flags |= TYPE_HAS_FINALIZER;
        kind_ask_finalizer(vm, type->kind);
        kind_ask_finalizer(vm, type->kind_dict);
    } else {
        type->flags &= ~(uint32_t)TYPE_HAS_FINALIZER;
        kind_skip_finalizer(vm, type->kind);
        kind_skip_finalizer(vm, type->kind_dict);
    }
}

static int slots_first_row(int row) {
    while (row > 0 && slot_rows[row - 1].offset == slot_rows[row].offset) row--;
    return row;
}

void slots_fill_name(Vm *vm, Type *type, Str *name) {
    if (name->length < 5 || str_get_char(name, 0) != '_' || str_get_char(name, 1) != '_') return;
    for (int i = 0; i < slot_row_count; i++)
        if (slot_is_named(vm, i, name)) slots_fill_field(vm, type, slots_first_row(i));
    if (str_is(name, "__new__")) slots_fill_new(vm, type);
    slots_note_finalizer(vm, type);
}

void slots_fill(Vm *vm, Type *type) {
    if (!type_is_class(type)) return;
    Tuple *mro = type_mro(type);
    __builtin_memset(&type->behaviour, 0, sizeof(Behaviour));
    for (int64_t i = 1; i < mro->count; i++)
        type_inherit(type, (const Type *)mro->items[i].object);
    if (type_bases(type)->count == 1) {
        int64_t position = 0;
        Object *key, *value;
        while (dict_next(type_dict(type), &position, &key, &value))
            if (object_is_str(vm, key)) slots_fill_name(vm, type, (Str *)key);
    } else {
        for (int i = 0; i < slot_row_count;) i = slots_fill_field(vm, type, i);
        slots_fill_new(vm, type);
    }
    slots_note_finalizer(vm, type);
}
