// _thread._local: an object that has other attributes in each thread.
//
// prefix.dict is that of the thread that used the object last; those of the others stand
// aside, and whoever comes exchanges his for it. So all that works on attributes by
// prefix.dict works here.

#include "modules/thread_parts.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"

enum { SERIAL_NONE = -1 };

static ThreadLocal *local_of(Object *object) {
    return (ThreadLocal *)object;
}

static const Field local_fields[] = {
    FIELD(ThreadLocal, positional),
    FIELD(ThreadLocal, keywords),
    {0},
};

static void local_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    ThreadLocal *local = local_of(object);
    for (int64_t i = 0; i < local->entry_count; i++)
        visit(vm, object, &local->entries[i].dict, context);
}

static void local_clear(Vm *vm, Object *object) {
    ThreadLocal *local = local_of(object);
    while (local->entry_count > 0)
        slot_clear(vm, object, &local->entries[--local->entry_count].dict);
}

static void local_finish(Vm *vm, Object *object) {
    ThreadLocal *local = local_of(object);
    ThreadModule *module = thread_module_load(vm);
    if (local->previous != NULL) local->previous->next = local->next;
    else if (module != NULL && module->locals == local) module->locals = local->next;
    if (local->next != NULL) local->next->previous = local->previous;
    local_clear(vm, object);
    buffer_drop(vm, local->entries, (size_t)local->entry_capacity * sizeof(LocalEntry));
    local->entries = NULL;
    local->entry_capacity = 0;
}

// --- the dict of the running thread ---

static bool reserve_entry(Vm *vm, ThreadLocal *local) {
    if (local->entry_count < local->entry_capacity) return true;
    int64_t capacity = local->entry_capacity * 2 + 4;
    LocalEntry *entries = buffer_resize(vm, local->entries,
                                        (size_t)local->entry_capacity * sizeof(LocalEntry),
                                        (size_t)capacity * sizeof(LocalEntry));
    if (entries == NULL) return false;
    local->entries = entries;
    local->entry_capacity = capacity;
    return true;
}

// Puts prefix.dict aside. There is room.
static void put_aside(Vm *vm, ThreadLocal *local) {
    if (local->serial == SERIAL_NONE) return;
    LocalEntry *entry = &local->entries[local->entry_count];
    entry->serial = local->serial;
    slots_init(&entry->dict, 1);
    Object *dict = slot_detach(vm, &local->base, &object_prefix(&local->base)->dict);
    local->entry_count++;
    slot_fill(vm, &local->base, &entry->dict, dict);
    local->serial = SERIAL_NONE;
}

// What stands aside for a thread, or NULL; it is taken away.
static Object *take_entry(Vm *vm, ThreadLocal *local, int64_t serial) {
    for (int64_t i = 0; i < local->entry_count; i++) {
        LocalEntry *entry = &local->entries[i];
        if (entry->serial != serial) continue;
        Object *dict = slot_detach(vm, &local->base, &entry->dict);
        LocalEntry *last = &local->entries[--local->entry_count];
        if (last != entry) {
            entry->serial = last->serial;
            slots_move(vm, &local->base, &entry->dict, &last->dict, 1);
        }
        return dict;
    }
    return NULL;
}

static bool has_own_init(Vm *vm, const Type *type) {
    return type->behaviour.init != type_of_kind(vm, KIND_OBJECT)->behaviour.init;
}

// Gives the running thread an empty dict and has a subclass's __init__ fill it.
static bool begin(Vm *vm, ThreadLocal *local, bool calls_init) {
    Object *dict = (Object *)dict_new(vm);
    if (dict == NULL) return false;
    int64_t serial = thread_get(vm)->serial;
    slot_fill(vm, &local->base, &object_prefix(&local->base)->dict, dict);
    local->serial = serial;
    Type *type = object_type(vm, &local->base);
    if (!calls_init || !has_own_init(vm, type)) return true;
    Object *init = object_load_attribute(vm, &local->base, vm->objects->names.dunder_init);
    Object *result = init == NULL ? NULL
        : object_call_tuple(vm, init, (Tuple *)local->positional.object,
                            (Dict *)local->keywords.object);
    object_drop_or_null(vm, init);
    object_drop_or_null(vm, result);
    if (result != NULL) return true;
    // The next use in this thread tries again.
    if (local->serial == serial) {
        local->serial = SERIAL_NONE;
        dict = slot_detach(vm, &local->base, &object_prefix(&local->base)->dict);
    } else {
        dict = take_entry(vm, local, serial);
    }
    Object *aside = raised_take(vm);
    object_drop_or_null(vm, dict);
    raised_restore(vm, aside);
    return false;
}

// Makes prefix.dict that of the running thread.
static bool select_thread(Vm *vm, ThreadLocal *local) {
    int64_t serial = thread_get(vm)->serial;
    if (LIKELY(local->serial == serial)) return true;
    if (!reserve_entry(vm, local)) return false;
    put_aside(vm, local);
    Object *dict = take_entry(vm, local, serial);
    if (dict == NULL) return begin(vm, local, true);
    slot_fill(vm, &local->base, &object_prefix(&local->base)->dict, dict);
    local->serial = serial;
    return true;
}

void thread_local_forget(Vm *vm, int64_t serial) {
    ThreadModule *module = thread_module_load(vm);
    if (module == NULL) {
        raised_clear(vm);
        return;
    }
    // Dropping a dict may run code that makes and drops such objects: begin again then.
    for (ThreadLocal *local = module->locals; local != NULL;) {
        Object *dict = local->serial == serial
            ? slot_detach(vm, &local->base, &object_prefix(&local->base)->dict)
            : take_entry(vm, local, serial);
        if (local->serial == serial) local->serial = SERIAL_NONE;
        if (dict == NULL) {
            local = local->next;
            continue;
        }
        object_drop(vm, dict);
        local = module->locals;
    }
}

// --- the type ---

static Object *local_load_attribute(Vm *vm, Object *object, Str *name) {
    if (!select_thread(vm, local_of(object))) return NULL;
    if (str_is_equal(name, vm->objects->names.dunder_dict))
        return object_share(object_prefix(object)->dict.object);
    return object_load_attribute_plain(vm, object, name);
}

static bool local_set_attribute(Vm *vm, Object *object, Str *name, Object *value) {
    if (!select_thread(vm, local_of(object))) return false;
    if (str_is_equal(name, vm->objects->names.dunder_dict))
        return raise_false(vm, ERROR_LOCAL_DICT, object, name);
    return object_set_attribute_plain(vm, object, name, value);
}

static Found has_arguments(Vm *vm, const Type *type, const Arguments *arguments) {
    if (has_own_init(vm, type)) return ABSENT;
    bool is_given = arguments->count > 0 ||
                    (arguments->names != NULL && arguments->names->count > 0);
    return is_given ? FOUND : ABSENT;
}

static Object *local_new(Vm *vm, Type *type, const Arguments *arguments) {
    ThreadModule *module = thread_module_load(vm);
    if (module == NULL) return NULL;
    if (has_arguments(vm, type, arguments) == FOUND) return raise(vm, ERROR_LOCAL_ARGUMENTS);
    Object *values[2];   // a tuple and a dict
    if (!arguments_bind(vm, "_local", "(*args, **kwargs)", arguments, values)) return NULL;
    Object *object = type_new_instance(vm, type, sizeof(ThreadLocal));
    if (object == NULL) {
        arguments_unbind(vm, values, 2);
        return NULL;
    }
    ThreadLocal *local = local_of(object);
    local->serial = SERIAL_NONE;
    slot_fill(vm, object, &local->positional, values[0]);
    slot_fill(vm, object, &local->keywords, values[1]);
    local->next = module->locals;
    if (local->next != NULL) local->next->previous = local;
    module->locals = local;
    object_track(vm, object);
    if (begin(vm, local, false)) return object;
    object_drop(vm, object);
    return NULL;
}

const TypeDefinition thread_local_definition = {
    .name = "_thread._local",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_IS_HEAP,
    .bytes = sizeof(ThreadLocal),
    .python_bytes = 64,
    .python_weak_offset = 40,
    .layout = {
        .name = "_thread._local",
        .flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
        .fields = local_fields,
        .visit = local_visit,
        .clear = local_clear,
        .finish = local_finish,
    },
    .behaviour = {
        .new = local_new,
        .load_attribute = local_load_attribute,
        .set_attribute = local_set_attribute,
    },
    .doc = "Data of each thread's own",
};
