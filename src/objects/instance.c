// Instances of classes. The model stands in instance.h.
//
// Invariant of inline values: slots at `next` and behind are empty; those before it
// stand in the order in which they were set (with gaps of names never set or deleted).

#include "objects/instance.h"

#include <stdarg.h>

#include "objects/str.h"
#include "objects/type_build.h"

static size_t bytes_round(size_t bytes) {
    return (bytes + sizeof(Slot) - 1) & ~(sizeof(Slot) - 1);
}

// --- making ---

// The value slots that a new instance gets. CPython's figure shrinks with each instance until
// one spare is left; only then do the instances here get smaller, all at once, so that the
// cell of a freed one serves the next.
static uint8_t shared_keys_take(SharedKeys *keys) {
    if (keys->capacity - keys->count <= 1) return (uint8_t)keys->capacity;
    keys->capacity--;
    return SHARED_KEYS_MAX;
}

Object *type_new_instance(Vm *vm, Type *type, size_t bytes) {
    uint8_t capacity = 0;
    if ((type->flags & TYPE_IS_VARIABLE) != 0) {
        if (type->slot_total != 0) bytes = bytes_round(bytes) + type->slot_total * sizeof(Slot);
    } else {
        if (bytes < type->bytes) bytes = type->bytes;
        if (type->shared_keys != NULL) {
            capacity = shared_keys_take(type->shared_keys);
            bytes = type->bytes + capacity * sizeof(Slot);
        }
    }
    Object *object = object_new(vm, type->kind, bytes);
    if (object == NULL) return NULL;
    __builtin_memset((char *)object + sizeof(Object), 0, bytes - sizeof(Object));
    if (capacity != 0) instance_header(type, object)->capacity = capacity;
    return object;
}

Object *instance_new(Vm *vm, Type *type) {
    Object *object = type_new_instance(vm, type, type->bytes);
    if (object != NULL && (type->layout.flags & LAYOUT_COLLECTED) != 0) object_track(vm, object);
    return object;
}

Object *type_new_filled(Vm *vm, Type *type, int count, ...) {
    va_list list;
    Object *object = NULL;
    bool is_complete = true;
    va_start(list, count);
    for (int i = 0; i < count; i++)
        if (va_arg(list, Object *) == NULL) is_complete = false;
    va_end(list);
    if (is_complete) object = type_new_instance(vm, type, type->bytes);
    const Field *fields = type->native_layout->fields;
    va_start(list, count);
    for (int i = 0; i < count; i++) {
        Object *value = va_arg(list, Object *);
        if (object != NULL) slot_fill(vm, object, field_slot(object, &fields[i]), value);
        else object_drop_or_null(vm, value);
    }
    va_end(list);
    if (object != NULL && (type->layout.flags & LAYOUT_COLLECTED) != 0) object_track(vm, object);
    return object;
}

// --- layout ---

Slot *instance_slots(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    size_t native = (type->flags & TYPE_IS_VARIABLE) != 0
                        ? type->native_layout->bytes(vm, object)
                        : type->native_bytes;
    return (Slot *)((char *)object + bytes_round(native));
}

static size_t instance_bytes(Vm *vm, const Object *object) {
    const Type *type = object_type(vm, object);
    if ((type->flags & TYPE_IS_VARIABLE) != 0) {
        size_t native = type->native_layout->bytes(vm, object);
        if (type->slot_total == 0) return native;
        return bytes_round(native) + type->slot_total * sizeof(Slot);
    }
    if (type->shared_keys == NULL) return type->bytes;
    Object *instance = (Object *)(uintptr_t)object;
    return type->bytes + instance_header(type, instance)->capacity * sizeof(Slot);
}

static void instance_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    const Type *type = object_type(vm, object);
    layout_visit(vm, type->native_layout, object, visit, context);
    if (type->slot_total != 0) {
        Slot *slots = instance_slots(vm, object);
        for (uint32_t i = 0; i < type->slot_total; i++)
            if (slots[i].object != NULL) visit(vm, object, &slots[i], context);
    }
    if (!instance_is_inline(vm, object)) return;
    Slot *values = instance_values(type, object);
    int count = instance_header(type, object)->next;
    for (int i = 0; i < count; i++)
        if (values[i].object != NULL) visit(vm, object, &values[i], context);
}

static void instance_drop_own(Vm *vm, Object *object, const Type *type) {
    if (type->slot_total != 0) {
        Slot *slots = instance_slots(vm, object);
        for (uint32_t i = 0; i < type->slot_total; i++)
            if (slots[i].object != NULL) slot_clear(vm, object, &slots[i]);
    }
    if (instance_is_inline(vm, object)) {
        Slot *values = instance_values(type, object);
        InlineHeader *header = instance_header(type, object);
        int count = header->next;
        header->next = 0;
        for (int i = 0; i < count; i++)
            if (values[i].object != NULL) slot_clear(vm, object, &values[i]);
    }
    if ((object_layout(vm, object)->flags & LAYOUT_DICT) != 0) {
        Slot *dict = &object_prefix(object)->dict;
        if (dict->object != NULL) slot_clear(vm, object, dict);
    }
}

static void instance_clear(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    instance_drop_own(vm, object, type);
    layout_clear(vm, type->native_layout, object);
}

static void instance_finish(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    instance_drop_own(vm, object, type);
    layout_finish(vm, type->native_layout, object);
}

static Str *instance_slot_name(const Type *type, uint32_t index) {
    for (; type != NULL; type = type_super(type)) {
        uint32_t first = type->slot_total - type->slot_count;
        if (index < first || type->slot_names.object == NULL) continue;
        return (Str *)((Tuple *)type->slot_names.object)->items[index - first].object;
    }
    return NULL;
}

static Place instance_place(Vm *vm, Object *object, const Slot *slot) {
    const Type *type = object_type(vm, object);
    if (instance_is_inline(vm, object)) {
        const Slot *values = instance_values(type, object);
        int64_t index = slot - values;
        if (slot >= values && index < instance_header(type, object)->capacity)
            return (Place){.kind = PLACE_ATTRIBUTE, .index = index,
                           .key = type->shared_keys->names[index].object};
    }
    if (type->slot_total != 0) {
        const Slot *slots = instance_slots(vm, object);
        if (slot >= slots && slot < slots + type->slot_total)
            return (Place){.kind = PLACE_ATTRIBUTE, .index = slot - slots,
                           .key = (Object *)instance_slot_name(type, (uint32_t)(slot - slots))};
    }
    return layout_place(vm, type->native_layout, object, slot);
}

const Layout instance_layout = {
    .name = "instance",
    .flags = LAYOUT_COLLECTED | LAYOUT_CLASS | LAYOUT_FINISHES_DICT,
    .bytes = instance_bytes,
    .visit = instance_visit,
    .clear = instance_clear,
    .finish = instance_finish,
    .place = instance_place,
};

// --- attributes ---

int shared_keys_index(const SharedKeys *keys, const Str *name) {
    for (int i = 0; i < keys->count; i++)
        if (keys->names[i].object == (const Object *)name) return i;
    if (name->is_interned) return -1;
    for (int i = 0; i < keys->count; i++)
        if (str_is_equal((const Str *)keys->names[i].object, name)) return i;
    return -1;
}

// A new name for the class's instances: its index, or -1 when there is no room.
static int shared_keys_add(Vm *vm, Type *type, Str *name) {
    SharedKeys *keys = type->shared_keys;
    if (keys->count >= keys->capacity || keys->count >= SHARED_KEYS_MAX || !name->is_interned)
        return -1;
    int index = keys->count;
    slot_fill(vm, (Object *)type, &keys->names[index], object_share((Object *)name));
    keys->count++;
    kind_renew(vm, type->kind);
    return index;
}

Dict *instance_load_dict(Vm *vm, Object *object) {
    Slot *slot = &object_prefix(object)->dict;
    if (slot->object != NULL) return (Dict *)slot->object;
    const Type *type = object_type(vm, object);
    SharedKeys *keys = type->shared_keys;
    if (!instance_is_inline(vm, object)) {
        Dict *dict = keys != NULL ? dict_new_split(vm, keys->capacity) : dict_new(vm);
        if (dict != NULL) slot_fill(vm, object, slot, (Object *)dict);
        return dict;
    }
    Slot *values = instance_values(type, object);
    InlineHeader *header = instance_header(type, object);
    // In CPython only object.__new__ makes room for values, other types a dict when needed.
    bool is_ordinary = header->next == 0 && type->native_bytes > sizeof(Object);
    Dict *dict = is_ordinary ? dict_new(vm) : dict_new_split(vm, keys->capacity);
    if (dict == NULL) return NULL;
    for (int i = 0; i < header->next; i++) {
        if (values[i].object == NULL) continue;
        if (!dict_set_str(vm, dict, (Str *)keys->names[i].object, values[i].object)) {
            object_drop(vm, (Object *)dict);
            return NULL;
        }
    }
    slot_fill(vm, object, slot, (Object *)dict);
    object->kind = type->kind_dict;
    int count = header->next;
    header->next = 0;
    for (int i = 0; i < count; i++)
        if (values[i].object != NULL) slot_clear(vm, object, &values[i]);
    return dict;
}

void instance_set_dict(Vm *vm, Object *object, Dict *dict) {
    const Type *type = object_type(vm, object);
    Slot *slot = &object_prefix(object)->dict;
    bool was_inline = instance_is_inline(vm, object);
    if (was_inline) object->kind = type->kind_dict;
    slot_set(vm, object, slot, (Object *)dict);
    if (!was_inline) return;
    Slot *values = instance_values(type, object);
    InlineHeader *header = instance_header(type, object);
    int count = header->next;
    header->next = 0;
    for (int i = 0; i < count; i++)
        if (values[i].object != NULL) slot_clear(vm, object, &values[i]);
}

Object *instance_get___dict__(Vm *vm, Object *object) {
    Dict *dict = instance_load_dict(vm, object);
    return dict != NULL ? object_share((Object *)dict) : NULL;
}

bool instance_set___dict__(Vm *vm, Object *object, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_DICT_DELETE);
    if (!object_is_dict(vm, value)) return raise_false(vm, ERROR_DICT_NOT_DICT, value);
    instance_set_dict(vm, object, (Dict *)value);
    return true;
}

Object *instance_get_value(Vm *vm, Object *object, Str *name) {
    const Type *type = object_type(vm, object);
    if (instance_is_inline(vm, object)) {
        int index = shared_keys_index(type->shared_keys, name);
        return index < 0 ? NULL : instance_values(type, object)[index].object;
    }
    Dict *dict = (Dict *)object_prefix(object)->dict.object;
    if (dict == NULL) return NULL;
    if (LIKELY(dict->table->has_only_str_keys)) return dict_get_str(vm, dict, name);
    Object *value;
    return dict_find(vm, dict, (Object *)name, &value) == FOUND ? value : NULL;
}

// Deletes the value at an index of an inline instance; false: not the last one.
static bool instance_remove_last(Vm *vm, const Type *type, Object *object, int index) {
    InlineHeader *header = instance_header(type, object);
    Slot *values = instance_values(type, object);
    if (index != header->next - 1) return false;
    do header->next--;
    while (header->next > 0 && values[header->next - 1].object == NULL);
    slot_clear(vm, object, &values[index]);
    return true;
}

Found instance_store_value(Vm *vm, Object *object, Str *name, Object *value) {
    Type *type = object_type(vm, object);
    if (instance_is_inline(vm, object)) {
        int index = shared_keys_index(type->shared_keys, name);
        if (value == NULL) {
            if (index < 0 || instance_values(type, object)[index].object == NULL) return ABSENT;
            if (instance_remove_last(vm, type, object, index)) return FOUND;
        } else {
            if (index < 0) index = shared_keys_add(vm, type, name);
            if (index >= 0 && instance_store_inline(vm, type, object, index, value)) return FOUND;
        }
    }
    Slot *slot = &object_prefix(object)->dict;
    if (value == NULL && slot->object == NULL && !instance_is_inline(vm, object)) return ABSENT;
    Dict *dict = instance_load_dict(vm, object);
    if (dict == NULL) return RAISED;
    object_share((Object *)dict);
    Found found;
    if (value == NULL)
        found = dict_remove(vm, dict, (Object *)name);
    else
        found = dict_set(vm, dict, (Object *)name, value) ? FOUND : RAISED;
    object_drop(vm, (Object *)dict);
    return found;
}
