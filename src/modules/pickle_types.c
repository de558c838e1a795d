// The types Pickler and Unpickler with their memos, and the functions that need neither.

#include "modules/pickle.h"

#include "memory/buffer.h"
#include "memory/system.h"
#include "modules/argument.h"
#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/slot.h"

#include <string.h>

enum { MEMO_TABLE_LEAST = 8, OUT_BYTES_SHOWN = 4129, MEMO_TABLE_HEAD = 32, MEMO_SLOTS_LEAST = 32 };

static Pickler *pickler_of(const Slot *arguments) {
    return (Pickler *)arguments[0].object;
}

static Unpickler *unpickler_of(const Slot *arguments) {
    return (Unpickler *)arguments[0].object;
}

static Str *name_of(Vm *vm, const char *text) {
    return str_new_interned(vm, text, strlen(text));
}

// Fills a slot with an attribute, or empties it where there is none.
static bool find_into(Vm *vm, Object *owner, Object *object, const char *text, Slot *slot) {
    Object *value = NULL;
    Str *name = name_of(vm, text);
    if (name == NULL) return false;
    Found found = object_find_attribute(vm, object, name, &value);
    object_drop(vm, (Object *)name);
    if (found == RAISED) return false;
    slot_take(vm, owner, slot, found == FOUND ? value : NULL);
    return true;
}

// --- hooks ---

bool pickle_hook_find(Vm *vm, Object *object, const char *name, PickleHook *hook) {
    if (!find_into(vm, object, object, name, &hook->function)) return false;
    Object *found = hook->function.object;
    hook->is_own = found != NULL && found->kind == KIND_METHOD &&
                   ((const BoundMethod *)found)->self.object == object;
    if (hook->is_own)
        slot_set(vm, object, &hook->function, ((const BoundMethod *)found)->function.object);
    return true;
}

Object *pickle_hook_call(Vm *vm, Object *object, const PickleHook *hook, Object *argument) {
    return hook->is_own ? object_call_two(vm, hook->function.object, object, argument)
                        : object_call_one(vm, hook->function.object, argument);
}

static Object *hook_load(Vm *vm, Object *object, const PickleHook *hook, const char *name) {
    Object *function = hook->function.object;
    if (function == NULL) return raise(vm, ERROR_PICKLE_MISSING, name);
    return hook->is_own ? method_new(vm, function, object) : object_share(function);
}

static bool hook_set(Vm *vm, Object *object, PickleHook *hook, const char *name, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_PICKLE_DELETE);
    if (object_type(vm, value)->behaviour.call == NULL)
        return raise_false(vm, ERROR_PICKLE_PERSISTENT, name);
    hook->is_own = false;
    slot_set(vm, object, &hook->function, value);
    return true;
}

// --- Pickler ---

static void pickler_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Pickler *pickler = (Pickler *)object;
    for (int64_t i = 0; i < pickler->memo.count; i++)
        visit(vm, object, &pickler->memo.objects[i], context);
}

static Place pickler_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    return (Place){.kind = PLACE_INDEX, .index = slot - ((const Pickler *)object)->memo.objects};
}

static void pickler_clear(Vm *vm, Object *object) {
    pickle_memo_clear(vm, object, &((Pickler *)object)->memo);
}

static void pickler_finish(Vm *vm, Object *object) {
    Pickler *pickler = (Pickler *)object;
    pickler_clear(vm, object);
    system_drop(vm, pickler->out, (size_t)pickler->out_capacity);
    pickler->out = NULL;
}

static Object *pickler_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    Pickler *pickler = (Pickler *)type_new_instance(vm, type, sizeof(Pickler));
    if (pickler == NULL) return NULL;
    pickler->frame_start = -1;
    object_track(vm, &pickler->base);
    return &pickler->base;
}

static bool set_protocol(Vm *vm, Pickler *pickler, Object *given) {
    int64_t protocol = PICKLE_PROTOCOL_USUAL;
    if (given != NULL && given != vm->objects->none && !argument_int64(vm, given, &protocol))
        return false;
    if (protocol < 0) protocol = PICKLE_PROTOCOL_HIGHEST;
    if (protocol > PICKLE_PROTOCOL_HIGHEST)
        return raise_false(vm, ERROR_PICKLE_PROTOCOL_HIGH, PICKLE_PROTOCOL_HIGHEST);
    pickler->protocol = (int32_t)protocol;
    pickler->is_binary = protocol > 0;
    return true;
}

// What the functions and the type have in common. Values NULL: not given.
typedef struct PicklerWish {
    Object *file, *protocol, *fixes_imports, *callback;   // borrow
} PicklerWish;

static bool pickler_start(Vm *vm, Pickler *pickler, const PicklerWish *wish) {
    Object *callback = wish->callback == vm->objects->none ? NULL : wish->callback;
    if (!set_protocol(vm, pickler, wish->protocol)) return false;
    if (callback != NULL && pickler->protocol < 5) return raise_false(vm, ERROR_PICKLE_CALLBACK);
    pickler->fixes_imports = true;
    if (wish->fixes_imports != NULL &&
        !argument_truth(vm, wish->fixes_imports, &pickler->fixes_imports))
        return false;
    pickler->fixes_imports = pickler->fixes_imports && pickler->protocol < 3;
    slot_set(vm, &pickler->base, &pickler->buffer_callback, callback);
    if (wish->file != NULL) {
        if (!find_into(vm, &pickler->base, wish->file, "write", &pickler->write)) return false;
        if (pickler->write.object == NULL) return raise_false(vm, ERROR_PICKLE_NO_WRITE);
    }
    return true;
}

static bool pickler_init(Vm *vm, Object *object, const Arguments *arguments) {
    static const char signature[] =
        "(file, protocol=None, fix_imports=True, buffer_callback=None)";
    Pickler *pickler = (Pickler *)object;
    Object *values[4];
    if (!arguments_bind(vm, "Pickler", signature, arguments, values)) return false;
    PicklerWish wish = {values[0], values[1], values[2], values[3]};
    pickler->is_ready = false;
    pickle_memo_clear(vm, object, &pickler->memo);
    pickler->is_fast = 0;
    pickler->is_ready = pickler_start(vm, pickler, &wish) &&
                        pickle_hook_find(vm, object, "persistent_id", &pickler->persistent) &&
                        find_into(vm, object, object, "dispatch_table", &pickler->dispatch_table);
    arguments_unbind(vm, values, 4);
    return pickler->is_ready;
}

static bool dump(Vm *vm, Pickler *pickler, Object *object) {
    const uint8_t head[] = {OP_PROTO, (uint8_t)pickler->protocol};
    pickler->out_bytes = 0;
    pickler->frame_start = -1;
    pickler->fast_depth = 0;
    if (pickler->protocol >= 2 && !pickle_put(vm, pickler, head, sizeof head)) return false;
    pickler->has_frames = pickler->protocol >= 4;
    bool done = pickle_save(vm, pickler, object, PICKLE_USUAL) &&
                pickle_put_op(vm, pickler, OP_STOP) && pickle_close_frame(vm, pickler);
    pickler->has_frames = false;
    return done;
}

static Object *raise_not_ready(Vm *vm, Object *object, const Slot *error, const char *what) {
    return raise_text(vm, (Type *)error->object, "%s.__init__() was not called by %T.__init__()",
                      what, object);
}

static Object *pickler_method_dump(Vm *vm, const Slot *arguments) {
    Pickler *pickler = pickler_of(arguments);
    Object *self = &pickler->base;
    if (!pickler->is_ready)
        return raise_not_ready(vm, self, &pickle_state(vm)->pickling_error, "Pickler");
    bool done = find_into(vm, self, self, "reducer_override", &pickler->reducer_override) &&
                dump(vm, pickler, arguments[1].object) && pickle_flush(vm, pickler);
    slot_clear(vm, self, &pickler->reducer_override);
    return done ? none_new(vm) : NULL;
}

static Object *pickler_method_clear_memo(Vm *vm, const Slot *arguments) {
    pickler_clear(vm, arguments[0].object);
    return none_new(vm);
}

// CPython's figure: the object, its table of the memo and its buffer.
static Object *pickler_method___sizeof__(Vm *vm, const Slot *arguments) {
    const Pickler *pickler = pickler_of(arguments);
    int64_t places = MEMO_TABLE_LEAST, count = pickler->memo.count;
    while (count * 3 >= places * 2) places *= 2;
    return int_new(vm, (int64_t)object_type(vm, &pickler->base)->python_bytes + MEMO_TABLE_HEAD +
                       places * 16 + OUT_BYTES_SHOWN);
}

static Object *memo_proxy_new(Vm *vm, Object *owner, Type *type) {
    return type_new_filled(vm, type, 1, object_share(owner));
}

static Object *pickler_get_memo(Vm *vm, Object *object) {
    return memo_proxy_new(vm, object, pickle_state(vm)->pickler_memo);
}

// A dict of what is in the memo: of ids to (number, object).
static Object *pickler_memo_dict(Vm *vm, const Pickler *pickler) {
    const PickleMemo *memo = &pickler->memo;
    Dict *dict = dict_new(vm);
    for (int64_t i = 0; dict != NULL && i < memo->count; i++) {
        Object *object = memo->objects[i].object;
        Object *key = int_new_unsigned(vm, object_address(vm, object));
        Object *pair = key == NULL ? NULL : build_tuple(vm, "io", memo->numbers[i], object);
        bool done = pair != NULL && dict_set(vm, dict, key, pair);
        object_drop_or_null(vm, key);
        object_drop_or_null(vm, pair);
        if (done) continue;
        object_drop(vm, &dict->base);
        return NULL;
    }
    return (Object *)dict;
}

static bool pickler_fill_memo(Vm *vm, Pickler *pickler, Dict *dict) {
    Object *key, *pair;
    int64_t position = 0, number;
    while (dict_next(dict, &position, &key, &pair)) {
        const Tuple *tuple = (const Tuple *)pair;
        if (!object_is_tuple(vm, pair) || tuple->count != 2)
            return raise_false(vm, ERROR_PICKLE_MEMO_ITEM);
        if (!argument_size(vm, tuple->items[0].object, &number) ||
            !pickle_memo_add(vm, &pickler->base, &pickler->memo, tuple->items[1].object, number))
            return false;
    }
    return true;
}

typedef struct MemoProxy {
    Object base;
    Slot owner;       // Pickler or Unpickler
} MemoProxy;

static Object *owner_of(const Slot *arguments) {
    return ((const MemoProxy *)arguments[0].object)->owner.object;
}

static bool pickler_set_memo(Vm *vm, Object *object, Object *value) {
    Object *dict;
    if (value == NULL) return raise_false(vm, ERROR_PICKLE_DELETE);
    if (object_type(vm, value) == pickle_state(vm)->pickler_memo)
        dict = pickler_memo_dict(vm, (Pickler *)((const MemoProxy *)value)->owner.object);
    else if (object_is_dict(vm, value)) dict = object_share(value);
    else return raise_false(vm, ERROR_PICKLE_MEMO_TYPE, value);
    if (dict == NULL) return false;
    pickler_clear(vm, object);
    bool done = pickler_fill_memo(vm, (Pickler *)object, (Dict *)dict);
    object_drop(vm, dict);
    return done;
}

static Object *pickler_get_persistent_id(Vm *vm, Object *object) {
    return hook_load(vm, object, &((const Pickler *)object)->persistent, "persistent_id");
}

static bool pickler_set_persistent_id(Vm *vm, Object *object, Object *value) {
    return hook_set(vm, object, &((Pickler *)object)->persistent, "persistent_id", value);
}

static const Method pickler_methods[] = {
    METHOD(pickler, __sizeof__, "(self, /)", "Its size in memory, in bytes."),
    METHOD(pickler, clear_memo, "(self, /)",
           "Forget which objects were written: they are written anew."),
    METHOD(pickler, dump, "(self, obj, /)", "Write an object to the file."),
    {0},
};

static const Property pickler_properties[] = {
    {"memo", pickler_get_memo, pickler_set_memo, NULL},
    {"persistent_id", pickler_get_persistent_id, pickler_set_persistent_id, NULL},
    {0},
};

static const Member pickler_members[] = {
    {"bin", offsetof(Pickler, is_binary), MEMBER_IS_UINT32, NULL},
    {"fast", offsetof(Pickler, is_fast), MEMBER_IS_UINT32, NULL},
    {"dispatch_table", offsetof(Pickler, dispatch_table), MEMBER_RAISES, NULL},
    {0},
};

static const Field pickler_fields[] = {
    FIELD(Pickler, write), FIELD_NAMED(Pickler, persistent.function, "persistent_id"),
    FIELD(Pickler, dispatch_table), FIELD(Pickler, fast_memo), FIELD(Pickler, reducer_override),
    FIELD(Pickler, buffer_callback), {0},
};

const TypeDefinition pickle_pickler_definition = {
    .name = "_pickle.Pickler",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Pickler),
    .python_bytes = 152,
    .layout = {.name = "_pickle.Pickler", .fields = pickler_fields,
               .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .visit = pickler_visit,
               .place = pickler_place, .clear = pickler_clear, .finish = pickler_finish},
    .behaviour = {.new = pickler_new, .init = pickler_init},
    .methods = pickler_methods,
    .properties = pickler_properties,
    .members = pickler_members,
    .signature = "(file, protocol=None, fix_imports=True, buffer_callback=None)",
    .doc = "Writes objects to a file, by one of the protocols 0 to 5.",
};

// --- Unpickler ---

static void unpickler_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Unpickler *unpickler = (Unpickler *)object;
    for (int64_t i = 0; i < unpickler->count; i++)
        visit(vm, object, &unpickler->items[i], context);
    for (int64_t i = 0; i < unpickler->memo_capacity; i++)
        visit(vm, object, &unpickler->memo[i], context);
    visit(vm, object, (Slot *)(void *)&unpickler->view.object, context);
}

static Place unpickler_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    const Unpickler *unpickler = (const Unpickler *)object;
    bool is_on_stack = slot >= unpickler->items && slot < unpickler->items + unpickler->capacity;
    return (Place){.kind = PLACE_INDEX,
                   .index = slot - (is_on_stack ? unpickler->items : unpickler->memo)};
}

static void unpickler_clear(Vm *vm, Object *object) {
    Unpickler *unpickler = (Unpickler *)object;
    if (unpickler->is_loading) return;
    unpickler_drop_to(vm, unpickler, 0);
    unpickler_clear_memo(vm, unpickler);
}

static void unpickler_finish(Vm *vm, Object *object) {
    Unpickler *unpickler = (Unpickler *)object;
    unpickler_drop_to(vm, unpickler, 0);
    unpickler_clear_memo(vm, unpickler);
    buffer_drop(vm, unpickler->items, (size_t)unpickler->capacity * sizeof(Slot));
    system_drop(vm, unpickler->marks, (size_t)unpickler->mark_capacity * sizeof(int64_t));
    system_drop(vm, unpickler->room, (size_t)unpickler->room_bytes);
    view_release(vm, &unpickler->view);
    unpickler->items = NULL;
}

static Object *unpickler_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    Unpickler *unpickler = (Unpickler *)type_new_instance(vm, type, sizeof(Unpickler));
    if (unpickler == NULL) return NULL;
    unpickler->data = (const uint8_t *)"";
    object_track(vm, &unpickler->base);
    return &unpickler->base;
}

// Values NULL: not given.
typedef struct UnpicklerWish {
    Object *fixes_imports, *encoding, *errors, *buffers;   // borrow
} UnpicklerWish;

static bool set_text(Vm *vm, Unpickler *unpickler, const char *function, const char *name,
                     Object *given, const char *otherwise, Slot *slot) {
    if (given != NULL && !object_is_str(vm, given))
        return argument_refuse_named(vm, function, name, "str", given);
    Object *text = given != NULL ? object_share(given) : str_new_c(vm, otherwise);
    if (text != NULL) slot_take(vm, &unpickler->base, slot, text);
    return text != NULL;
}

static bool unpickler_start(Vm *vm, Unpickler *unpickler, const char *function,
                            const UnpicklerWish *wish) {
    Object *self = &unpickler->base, *buffers = wish->buffers;
    unpickler->fixes_imports = true;
    if (wish->fixes_imports != NULL &&
        !argument_truth(vm, wish->fixes_imports, &unpickler->fixes_imports))
        return false;
    if (!set_text(vm, unpickler, function, "encoding", wish->encoding, "ASCII",
                  &unpickler->encoding) ||
        !set_text(vm, unpickler, function, "errors", wish->errors, "strict", &unpickler->errors))
        return false;
    if (buffers == NULL || buffers == vm->objects->none) return true;
    Object *iterator = object_iterate(vm, buffers);
    if (iterator != NULL) slot_take(vm, self, &unpickler->buffers, iterator);
    return iterator != NULL;
}

static bool set_file(Vm *vm, Unpickler *unpickler, Object *file) {
    Object *self = &unpickler->base;
    if (!find_into(vm, self, file, "peek", &unpickler->peek) ||
        !find_into(vm, self, file, "read", &unpickler->read) ||
        !find_into(vm, self, file, "readline", &unpickler->readline))
        return false;
    unpickler->bytes = unpickler->at = unpickler->ahead = 0;
    return (unpickler->read.object != NULL && unpickler->readline.object != NULL) ||
           raise_false(vm, ERROR_PICKLE_NO_READ);
}

static bool unpickler_init(Vm *vm, Object *object, const Arguments *arguments) {
    static const char signature[] =
        "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())";
    Unpickler *unpickler = (Unpickler *)object;
    Object *values[5];
    if (unpickler->is_loading) {
        (void)unpickler_raise(vm, "load() can't be entered again");
        return false;
    }
    if (!arguments_bind(vm, "Unpickler", signature, arguments, values)) return false;
    UnpicklerWish wish = {values[1], values[2], values[3], values[4]};
    unpickler_clear(vm, object);
    slot_clear(vm, object, &unpickler->buffers);
    unpickler->is_ready = set_file(vm, unpickler, values[0]) &&
                          unpickler_start(vm, unpickler, "Unpickler", &wish) &&
                          pickle_hook_find(vm, object, "persistent_load", &unpickler->persistent);
    arguments_unbind(vm, values, 5);
    return unpickler->is_ready;
}

static Object *unpickler_method_load(Vm *vm, const Slot *arguments) {
    Unpickler *unpickler = unpickler_of(arguments);
    if (!unpickler->is_ready)
        return raise_not_ready(vm, &unpickler->base, &pickle_state(vm)->unpickling_error,
                               "Unpickler");
    return unpickler_load_object(vm, unpickler);
}

static Object *unpickler_method_find_class(Vm *vm, const Slot *arguments) {
    return unpickler_find_class(vm, unpickler_of(arguments), arguments[1].object,
                               arguments[2].object);
}

static Object *unpickler_method___sizeof__(Vm *vm, const Slot *arguments) {
    const Unpickler *unpickler = unpickler_of(arguments);
    const Str *encoding = (const Str *)unpickler->encoding.object;
    const Str *errors = (const Str *)unpickler->errors.object;
    int64_t memo = unpickler->memo_capacity, bytes = 0;
    if (memo < MEMO_SLOTS_LEAST) memo = MEMO_SLOTS_LEAST;
    if (encoding != NULL) bytes += encoding->length + 1;
    if (errors != NULL) bytes += errors->length + 1;
    return int_new(vm, (int64_t)object_type(vm, &unpickler->base)->python_bytes + memo * 8 +
                       unpickler->mark_capacity * 8 + bytes);
}

static Object *unpickler_get_memo(Vm *vm, Object *object) {
    return memo_proxy_new(vm, object, pickle_state(vm)->unpickler_memo);
}

static Object *unpickler_memo_dict(Vm *vm, const Unpickler *unpickler) {
    Dict *dict = dict_new(vm);
    for (int64_t i = 0; dict != NULL && i < unpickler->memo_capacity; i++) {
        Object *object = unpickler->memo[i].object;
        if (object == NULL) continue;
        Object *key = int_new(vm, i);
        bool done = key != NULL && dict_set(vm, dict, key, object);
        object_drop_or_null(vm, key);
        if (done) continue;
        object_drop(vm, &dict->base);
        return NULL;
    }
    return (Object *)dict;
}

static bool unpickler_fill_memo(Vm *vm, Unpickler *unpickler, Dict *dict) {
    Object *key, *value;
    int64_t position = 0, index;
    while (dict_next(dict, &position, &key, &value)) {
        if (!object_is_int(vm, key)) return raise_false(vm, ERROR_UNPICKLE_MEMO_KEY);
        if (!argument_size(vm, key, &index)) return false;
        if (index < 0) return raise_false(vm, ERROR_UNPICKLE_MEMO_NEGATIVE);
        if (!unpickler_memo_set(vm, unpickler, index, value)) return false;
    }
    return true;
}

static bool unpickler_set_memo(Vm *vm, Object *object, Object *value) {
    Object *dict;
    if (value == NULL) return raise_false(vm, ERROR_PICKLE_DELETE);
    if (object_type(vm, value) == pickle_state(vm)->unpickler_memo)
        dict = unpickler_memo_dict(vm, (Unpickler *)((const MemoProxy *)value)->owner.object);
    else if (object_is_dict(vm, value)) dict = object_share(value);
    else return raise_false(vm, ERROR_UNPICKLE_MEMO_TYPE, value);
    if (dict == NULL) return false;
    unpickler_clear_memo(vm, (Unpickler *)object);
    bool done = unpickler_fill_memo(vm, (Unpickler *)object, (Dict *)dict);
    object_drop(vm, dict);
    return done;
}

static Object *unpickler_get_persistent_load(Vm *vm, Object *object) {
    return hook_load(vm, object, &((const Unpickler *)object)->persistent, "persistent_load");
}

static bool unpickler_set_persistent_load(Vm *vm, Object *object, Object *value) {
    return hook_set(vm, object, &((Unpickler *)object)->persistent, "persistent_load", value);
}

static const Method unpickler_methods[] = {
    METHOD(unpickler, __sizeof__, "(self, /)", "Its size in memory, in bytes."),
    METHOD(unpickler, find_class, "(self, module_name, global_name, /)",
           "What a module has under a name: a subclass can refuse it here."),
    METHOD(unpickler, load, "(self, /)", "Read an object from the file."),
    {0},
};

static const Property unpickler_properties[] = {
    {"memo", unpickler_get_memo, unpickler_set_memo, NULL},
    {"persistent_load", unpickler_get_persistent_load, unpickler_set_persistent_load, NULL},
    {0},
};

static const Field unpickler_fields[] = {
    FIELD(Unpickler, read), FIELD(Unpickler, readline), FIELD(Unpickler, peek),
    FIELD(Unpickler, buffers), FIELD(Unpickler, encoding), FIELD(Unpickler, errors),
    FIELD_NAMED(Unpickler, persistent.function, "persistent_load"), {0},
};

const TypeDefinition pickle_unpickler_definition = {
    .name = "_pickle.Unpickler",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Unpickler),
    .python_bytes = 272,
    .layout = {.name = "_pickle.Unpickler", .fields = unpickler_fields,
               .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .visit = unpickler_visit,
               .place = unpickler_place, .clear = unpickler_clear, .finish = unpickler_finish},
    .behaviour = {.new = unpickler_new, .init = unpickler_init},
    .methods = unpickler_methods,
    .properties = unpickler_properties,
    .signature = "(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n"
                 "          buffers=())",
    .doc = "Reads the objects that a Pickler wrote to a file. Never read what you don't trust:\n"
           "a pickle can run anything.",
};

// --- memos as the program sees them ---

static Object *pickler_memo_method_clear(Vm *vm, const Slot *arguments) {
    pickler_clear(vm, owner_of(arguments));
    return none_new(vm);
}

static Object *pickler_memo_method_copy(Vm *vm, const Slot *arguments) {
    return pickler_memo_dict(vm, (const Pickler *)owner_of(arguments));
}

static Object *unpickler_memo_method_clear(Vm *vm, const Slot *arguments) {
    unpickler_clear_memo(vm, (Unpickler *)owner_of(arguments));
    return none_new(vm);
}

static Object *unpickler_memo_method_copy(Vm *vm, const Slot *arguments) {
    return unpickler_memo_dict(vm, (const Unpickler *)owner_of(arguments));
}

// (dict, (copy,)); consumes the copy.
static Object *reduce_as_dict(Vm *vm, Object *dict) {
    return build_tuple(vm, "o(O)", type_of_kind(vm, KIND_DICT), dict);
}

static Object *pickler_memo_method___reduce__(Vm *vm, const Slot *arguments) {
    return reduce_as_dict(vm, pickler_memo_method_copy(vm, arguments));
}

static Object *unpickler_memo_method___reduce__(Vm *vm, const Slot *arguments) {
    return reduce_as_dict(vm, unpickler_memo_method_copy(vm, arguments));
}

static const Field memo_fields[] = {FIELD(MemoProxy, owner), {0}};

#define MEMO_TYPE(prefix, python_name)                                                     \
    static const Method prefix##_methods[] = {                                             \
        METHOD(prefix, __reduce__, "(self, /)", "What copies and pickles make of it."),    \
        METHOD(prefix, clear, "(self, /)", "Forget all."),                                 \
        METHOD(prefix, copy, "(self, /)", "A dict of what is in it."),                     \
        {0},                                                                               \
    };                                                                                     \
    const TypeDefinition pickle_##prefix##_definition = {                                  \
        .name = "_pickle." python_name,                                                    \
        .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,                                         \
        .bytes = sizeof(MemoProxy),                                                        \
        .python_bytes = 24,                                                                \
        .layout = {.name = "_pickle." python_name, .fields = memo_fields,                  \
                   .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS},                      \
        .behaviour = {.hash = slot_hash_refuse,                                            \
                      .load_attribute = object_load_attribute_plain},                      \
        .methods = prefix##_methods,                                                       \
    };

MEMO_TYPE(pickler_memo, "PicklerMemoProxy")
MEMO_TYPE(unpickler_memo, "UnpicklerMemoProxy")

// --- functions ---

static Pickler *new_pickler(Vm *vm, const PicklerWish *wish) {
    Pickler *pickler = (Pickler *)pickler_new(vm, pickle_state(vm)->pickler, NULL);
    if (pickler == NULL || pickler_start(vm, pickler, wish)) return pickler;
    object_drop(vm, &pickler->base);
    return NULL;
}

Object *pickle_function_dump(Vm *vm, const Slot *arguments) {
    PicklerWish wish = {arguments[1].object, arguments[2].object, arguments[3].object,
                        arguments[4].object};
    Pickler *pickler = new_pickler(vm, &wish);
    if (pickler == NULL) return NULL;
    bool done = dump(vm, pickler, arguments[0].object) && pickle_flush(vm, pickler);
    object_drop(vm, &pickler->base);
    return done ? none_new(vm) : NULL;
}

Object *pickle_function_dumps(Vm *vm, const Slot *arguments) {
    PicklerWish wish = {NULL, arguments[1].object, arguments[2].object, arguments[3].object};
    Pickler *pickler = new_pickler(vm, &wish);
    if (pickler == NULL) return NULL;
    Object *bytes = NULL;
    if (dump(vm, pickler, arguments[0].object))
        bytes = bytes_new(vm, pickler->out, pickler->out_bytes);
    object_drop(vm, &pickler->base);
    return bytes;
}

static Unpickler *new_unpickler(Vm *vm) {
    return (Unpickler *)unpickler_new(vm, pickle_state(vm)->unpickler, NULL);
}

static Object *load_and_drop(Vm *vm, Unpickler *unpickler, const char *function,
                             const UnpicklerWish *wish) {
    Object *result = NULL;
    if (unpickler_start(vm, unpickler, function, wish))
        result = unpickler_load_object(vm, unpickler);
    object_drop(vm, &unpickler->base);
    return result;
}

Object *pickle_function_load(Vm *vm, const Slot *arguments) {
    UnpicklerWish wish = {arguments[1].object, arguments[2].object, arguments[3].object,
                          arguments[4].object};
    Unpickler *unpickler = new_unpickler(vm);
    if (unpickler == NULL) return NULL;
    if (set_file(vm, unpickler, arguments[0].object))
        return load_and_drop(vm, unpickler, "load", &wish);
    object_drop(vm, &unpickler->base);
    return NULL;
}

Object *pickle_function_loads(Vm *vm, const Slot *arguments) {
    UnpicklerWish wish = {arguments[1].object, arguments[2].object, arguments[3].object,
                          arguments[4].object};
    Unpickler *unpickler = new_unpickler(vm);
    if (unpickler == NULL) return NULL;
    if (!view_acquire(vm, arguments[0].object, &unpickler->view, VIEW_READ)) {
        object_drop(vm, &unpickler->base);
        return NULL;
    }
    unpickler->data = unpickler->view.data;
    unpickler->bytes = unpickler->view.bytes;
    return load_and_drop(vm, unpickler, "loads", &wish);
}
