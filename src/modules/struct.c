// The module _struct: rows of C values as bytes. Formats and values: struct_values.c.

#include "modules/struct.h"

#include "modules/argument.h"
#include "modules/error_class.h"
#include "modules/modules.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/sequence.h"

#include <string.h>

enum { CACHE_MOST = 100 };

typedef struct StructState {
    Slot error;      // the class struct.error
    Slot cache;      // Dict: Structs by format
    Object *last_format, *last;   // borrow: of the cache, the entry used last; NULL: unknown
    Type *type;      // borrows
    Type *iterator_type;
} StructState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((StructState *)state)->error, context);
    visit(vm, NULL, &((StructState *)state)->cache, context);
}

static void state_end(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((StructState *)state)->error);
    ((StructState *)state)->last_format = NULL;
    slot_clear(vm, NULL, &((StructState *)state)->cache);
}

static const StateDefinition struct_state = {sizeof(StructState), state_visit, state_end};

static StructState *struct_get_state(Vm *vm) {
    return state_find(vm, &struct_state);
}

Type *struct_get_error(Vm *vm) {
    return (Type *)struct_get_state(vm)->error.object;
}

Object *struct_raise(Vm *vm, const char *text) {
    return raise_text(vm, struct_get_error(vm), "%s", text);
}

// --- Struct ---

typedef struct Struct {
    Object base;
    Slot text;             // Bytes: the format as it was given
    StructFormat format;
    int64_t uses;          // calls that read the format now
} Struct;

static const Field struct_fields[] = {FIELD_NAMED(Struct, text, "format"), {0}};

static void struct_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const StructFormat *format = &((const Struct *)object)->format;
    const int64_t numbers[] = {format->size, format->value_count, format->item_count};
    add(context, numbers, sizeof numbers);
}

static void struct_finish(Vm *vm, Object *object) {
    struct_format_drop(vm, &((Struct *)object)->format);
}

// The bytes of a format given as str or bytes: a new reference.
static Object *read_format_text(Vm *vm, Object *given) {
    Object *text = NULL;
    if (object_is_bytes(vm, given)) return object_share(given);
    if (!object_is_str(vm, given)) return raise(vm, ERROR_STRUCT_FORMAT_TYPE, given);
    Object *ascii = str_new_c(vm, "ascii");
    if (ascii != NULL) text = codec_encode(vm, (Str *)given, (Str *)ascii, NULL);
    object_drop_or_null(vm, ascii);
    return text;
}

static bool struct_read(Vm *vm, Struct *self, Object *given) {
    StructFormat format;
    if (self->uses != 0) return raise_false(vm, ERROR_STRUCT_BUSY);
    Object *text = read_format_text(vm, given);
    if (text == NULL) return false;
    const char *characters = (const char *)((const Bytes *)text)->data;
    bool is_done = strlen(characters) == (size_t)((const Bytes *)text)->count;
    if (!is_done) struct_raise(vm, "embedded null character");
    if (!is_done || !struct_format_read(vm, characters, &format)) {
        object_drop(vm, text);
        return false;
    }
    struct_format_drop(vm, &self->format);
    self->format = format;
    slot_take(vm, &self->base, &self->text, text);
    return true;
}

static bool struct_init(Vm *vm, Object *object, const Arguments *arguments) {
    Object *given;
    if (!arguments_bind(vm, "Struct", "(format)", arguments, &given)) return false;
    bool is_done = struct_read(vm, (Struct *)object, given);
    object_drop(vm, given);
    return is_done;
}

static Object *struct_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return type_new_filled(vm, type, 0);
}

// The Struct of a method's self; NULL: raised, it has no format.
static Struct *struct_of(Vm *vm, Object *object) {
    Struct *self = (Struct *)object;
    if (self->format.items != NULL) return self;
    raise(vm, ERROR_STRUCT_UNREADY);
    return NULL;
}

static Object *pack(Vm *vm, Struct *self, const Slot *values, int64_t count) {
    const StructFormat *format = &self->format;
    if (count != format->value_count)
        return raise_text(vm, struct_get_error(vm),
                          "pack expected %ld items for packing (got %ld)",
                          format->value_count, count);
    Bytes *bytes = bytes_new_room(vm, format->size);
    if (bytes == NULL) return NULL;
    self->uses++;
    bool is_done = struct_pack_values(vm, format, values, bytes->data);
    self->uses--;
    if (is_done) return bytes_take_shared(vm, bytes);
    object_drop(vm, (Object *)bytes);
    return NULL;
}

typedef enum Transfer { TRANSFER_PACKS, TRANSFER_UNPACKS } Transfer;

// Where in a buffer the format's bytes begin; false: raised, they are not all in it.
static bool find_place(Vm *vm, const Struct *self, int64_t *offset, int64_t bytes,
                       Transfer transfer) {
    int64_t size = self->format.size;
    bool packs = transfer == TRANSFER_PACKS;
    Type *error = struct_get_error(vm);
    if (*offset < 0) {
        if (*offset + size > 0)
            raise_text(vm, error, packs ? "no space to pack %ld bytes at offset %ld"
                                        : "not enough data to unpack %ld bytes at offset %ld",
                       size, *offset);
        else if (*offset + bytes < 0)
            raise_text(vm, error, "offset %ld out of range for %ld-byte buffer", *offset, bytes);
        if (raised(vm)) return false;
        *offset += bytes;
    }
    if (bytes - *offset >= size) return true;
    raise_text(vm, error,
               packs ? "pack_into requires a buffer of at least %ld bytes for packing %ld bytes "
                       "at offset %ld (actual buffer size is %ld)"
                     : "unpack_from requires a buffer of at least %ld bytes for unpacking %ld "
                       "bytes at offset %ld (actual buffer size is %ld)",
               (int64_t)((uint64_t)size + (uint64_t)*offset), size, *offset, bytes);
    return false;
}

// pack_into(buffer, offset, values …).
static Object *pack_into(Vm *vm, Struct *self, const Slot *values, int64_t count) {
    View view;
    int64_t offset, wanted = self->format.value_count;
    if (count != wanted + 2) {
        if (count == 0) return struct_raise(vm, "pack_into expected buffer argument");
        if (count == 1) return struct_raise(vm, "pack_into expected offset argument");
        return raise_text(vm, struct_get_error(vm),
                          "pack_into expected %ld items for packing (got %ld)", wanted, count - 2);
    }
    if (!object_has_view(vm, values[0].object) ||
        !view_acquire(vm, values[0].object, &view, VIEW_WRITE)) {
        raised_clear(vm);
        return raise(vm, ERROR_STRUCT_ROOM, values[0].object);
    }
    self->uses++;
    bool is_done = object_index(vm, values[1].object, EXCEPTION_IndexError, &offset) &&
                   find_place(vm, self, &offset, view.bytes, TRANSFER_PACKS) &&
                   struct_pack_values(vm, &self->format, values + 2, view.data + offset);
    self->uses--;
    view_release(vm, &view);
    return is_done ? none_new(vm) : NULL;
}

static Object *unpack(Vm *vm, const Struct *self, Object *buffer) {
    View view;
    Object *result = NULL;
    if (!view_acquire(vm, buffer, &view, VIEW_READ)) return NULL;
    if (view.bytes == self->format.size)
        result = (Object *)struct_unpack_values(vm, &self->format, view.data);
    else raise_text(vm, struct_get_error(vm), "unpack requires a buffer of %ld bytes",
                    self->format.size);
    view_release(vm, &view);
    return result;
}

static Object *unpack_from(Vm *vm, const Struct *self, Object *buffer, Object *place) {
    View view;
    int64_t offset = 0;
    Object *result = NULL;
    if (!view_acquire(vm, buffer, &view, VIEW_READ)) return NULL;
    if ((place == NULL || argument_size(vm, place, &offset)) &&
        find_place(vm, self, &offset, view.bytes, TRANSFER_UNPACKS))
        result = (Object *)struct_unpack_values(vm, &self->format, view.data + offset);
    view_release(vm, &view);
    return result;
}

// --- iter_unpack ---

typedef struct UnpackIterator {
    Object base;
    Slot format;     // Struct; empty at the end
    Slot buffer;     // whose view is acquired; empty at the end
    View view;       // its `object` is in `buffer`
    int64_t index;   // of the next byte
} UnpackIterator;

static const Field iterator_fields[] = {
    FIELD(UnpackIterator, format),
    FIELD(UnpackIterator, buffer),
    {0},
};

static void iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const UnpackIterator *iterator = (const UnpackIterator *)object;
    add(context, &iterator->index, sizeof iterator->index);
}

static void unpack_iterator_end(Vm *vm, Object *object) {
    UnpackIterator *iterator = (UnpackIterator *)object;
    if (iterator->format.object != NULL) ((Struct *)iterator->format.object)->uses--;
    slot_clear(vm, object, &iterator->format);
    iterator->view.object = slot_detach(vm, object, &iterator->buffer);
    view_release(vm, &iterator->view);
}

static Object *unpack_iterator_next(Vm *vm, Object *object) {
    UnpackIterator *iterator = (UnpackIterator *)object;
    const Struct *self = (const Struct *)iterator->format.object;
    if (self == NULL) return NULL;
    if (iterator->view.bytes - iterator->index < self->format.size) {
        unpack_iterator_end(vm, object);
        return NULL;
    }
    const uint8_t *from = iterator->view.data + iterator->index;
    iterator->index += self->format.size;
    return (Object *)struct_unpack_values(vm, &self->format, from);
}

static Object *unpack_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const UnpackIterator *iterator = (const UnpackIterator *)arguments[0].object;
    const Struct *self = (const Struct *)iterator->format.object;
    if (self == NULL) return int_new(vm, 0);
    return int_new(vm, (iterator->view.bytes - iterator->index) / self->format.size);
}

static const Method unpack_iterator_methods[] = {
    HIDDEN_METHOD(unpack_iterator, __length_hint__, "(self, /)", NULL),
    {0},
};

static const TypeDefinition unpack_iterator_definition = {
    .name = "_struct.unpack_iterator",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(UnpackIterator),
    .python_bytes = 112,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = iterator_fields,
               .clear = unpack_iterator_end, .finish = unpack_iterator_end,
               .payload = iterator_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = sequence_iterate_self, .next = unpack_iterator_next},
    .methods = unpack_iterator_methods,
};

static Object *iterate_over(Vm *vm, Struct *self, Object *buffer) {
    View view;
    int64_t size = self->format.size;
    if (size == 0)
        return struct_raise(vm, "cannot iteratively unpack with a struct of length 0");
    if (!view_acquire(vm, buffer, &view, VIEW_READ)) return NULL;
    if (view.bytes % size != 0) {
        view_release(vm, &view);
        return raise_text(vm, struct_get_error(vm),
                          "iterative unpacking requires a buffer of a multiple of %ld bytes",
                          size);
    }
    Object *made = type_new_filled(vm, struct_get_state(vm)->iterator_type, 1,
                                   object_share((Object *)self));
    if (made == NULL) {
        view_release(vm, &view);
        return NULL;
    }
    UnpackIterator *iterator = (UnpackIterator *)made;
    iterator->view = view;
    iterator->view.object = NULL;
    slot_fill(vm, made, &iterator->buffer, view.object);
    self->uses++;
    return made;
}

// --- methods of Struct ---

static Object *struct_method_pack(Vm *vm, const Slot *arguments) {
    Struct *self = struct_of(vm, arguments[0].object);
    const Tuple *values = (const Tuple *)arguments[1].object;
    return self == NULL ? NULL : pack(vm, self, values->items, values->count);
}

static Object *struct_method_pack_into(Vm *vm, const Slot *arguments) {
    Struct *self = struct_of(vm, arguments[0].object);
    const Tuple *values = (const Tuple *)arguments[1].object;
    return self == NULL ? NULL : pack_into(vm, self, values->items, values->count);
}

static Object *struct_method_unpack(Vm *vm, const Slot *arguments) {
    const Struct *self = struct_of(vm, arguments[0].object);
    return self == NULL ? NULL : unpack(vm, self, arguments[1].object);
}

static Object *struct_method_unpack_from(Vm *vm, const Slot *arguments) {
    const Struct *self = struct_of(vm, arguments[0].object);
    return self == NULL ? NULL : unpack_from(vm, self, arguments[1].object, arguments[2].object);
}

static Object *struct_method_iter_unpack(Vm *vm, const Slot *arguments) {
    Struct *self = struct_of(vm, arguments[0].object);
    return self == NULL ? NULL : iterate_over(vm, self, arguments[1].object);
}

// CPython keeps 32 bytes an item, and one more at the end.
static Object *struct_size_of(Vm *vm, Object *object) {
    const Struct *self = (const Struct *)object;
    int64_t items = self->format.items == NULL ? 0 : self->format.item_count + 1;
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes + 32 * items);
}

static Object *struct_method___sizeof__(Vm *vm, const Slot *arguments) {
    return struct_size_of(vm, arguments[0].object);
}

static Object *struct_get_format(Vm *vm, Object *object) {
    const Struct *self = struct_of(vm, object);
    if (self == NULL) return NULL;
    const Bytes *text = (const Bytes *)self->text.object;
    return str_new(vm, (const char *)text->data, (size_t)text->count);
}

static Object *struct_get_size(Vm *vm, Object *object) {
    const Struct *self = struct_of(vm, object);
    return self == NULL ? NULL : int_new(vm, self->format.size);
}

static const Method struct_methods[] = {
    METHOD(struct, iter_unpack, "(self, buffer, /)",
           "An iterator over the tuples of a buffer that holds several rows."),
    HIDDEN_METHOD(struct, pack, "(self, *values)", "The values as bytes."),
    HIDDEN_METHOD(struct, pack_into, "(self, *values)",
                  "Write values to a buffer: pack_into(buffer, offset, values …)."),
    METHOD(struct, unpack, "(self, buffer, /)", "The values of a buffer, as a tuple."),
    METHOD(struct, unpack_from, "(self, /, buffer, offset=0)",
           "The values of a buffer from an offset on."),
    HIDDEN_METHOD(struct, __sizeof__, "(self, /)", "How many bytes it takes."),
    {0},
};

static const Property struct_properties[] = {
    {"format", struct_get_format, NULL, "The format as it was given."},
    {"size", struct_get_size, NULL, "How many bytes a row has."},
    {0},
};

static const TypeDefinition struct_definition = {
    .name = "_struct.Struct",
    .flags = TYPE_IS_BASE | TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Struct),
    .python_bytes = 56,
    .python_weak_offset = 48,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK, .fields = struct_fields,
               .finish = struct_finish, .payload = struct_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .set_attribute = object_set_attribute_plain,
                  .new = struct_new, .init = struct_init, .size_of = struct_size_of},
    .methods = struct_methods,
    .properties = struct_properties,
    .doc = "Struct(fmt): a format that is read once, with the functions of the module.",
};

// --- functions of the module ---

static void forget_formats(Vm *vm, StructState *state) {
    state->last_format = state->last = NULL;
    dict_empty(vm, (Dict *)state->cache.object);
}

// The Struct of a format, out of the cache if it is there: a new reference.
static Struct *load_struct(Vm *vm, Object *format) {
    StructState *state = struct_get_state(vm);
    Dict *cache = (Dict *)state->cache.object;
    Object *found;
    if (format == state->last_format) return (Struct *)object_share(state->last);
    switch (dict_find(vm, cache, format, &found)) {
    case FOUND: return (Struct *)object_share(found);
    case RAISED: return NULL;
    case ABSENT: break;
    }
    Object *made = object_call_one(vm, (Object *)state->type, format);
    if (made == NULL) return NULL;
    if (cache->count >= CACHE_MOST) forget_formats(vm, state);
    if (!dict_set(vm, cache, format, made)) {
        raised_clear(vm);
        return (Struct *)made;
    }
    state->last_format = format;
    state->last = made;
    return (Struct *)made;
}

// Calls `use` with the Struct of the first of all arguments and with the others.
static Object *call_with_format(Vm *vm, const Slot *arguments,
                                Object *(*use)(Vm *vm, Struct *self, const Slot *values,
                                               int64_t count)) {
    const Tuple *values = (const Tuple *)arguments[0].object;
    if (values->count == 0) return raise(vm, ERROR_STRUCT_NO_FORMAT);
    Struct *self = load_struct(vm, values->items[0].object);
    if (self == NULL) return NULL;
    Object *result = use(vm, self, values->items + 1, values->count - 1);
    object_drop(vm, (Object *)self);
    return result;
}

static Object *struct_function_pack(Vm *vm, const Slot *arguments) {
    return call_with_format(vm, arguments, pack);
}

static Object *struct_function_pack_into(Vm *vm, const Slot *arguments) {
    return call_with_format(vm, arguments, pack_into);
}

static Object *struct_function_calcsize(Vm *vm, const Slot *arguments) {
    Struct *self = load_struct(vm, arguments[0].object);
    Object *size = self == NULL ? NULL : int_new(vm, self->format.size);
    object_drop_or_null(vm, (Object *)self);
    return size;
}

static Object *struct_function_unpack(Vm *vm, const Slot *arguments) {
    Struct *self = load_struct(vm, arguments[0].object);
    Object *result = self == NULL ? NULL : unpack(vm, self, arguments[1].object);
    object_drop_or_null(vm, (Object *)self);
    return result;
}

static Object *struct_function_unpack_from(Vm *vm, const Slot *arguments) {
    Struct *self = load_struct(vm, arguments[0].object);
    Object *result = NULL;
    if (self != NULL) result = unpack_from(vm, self, arguments[1].object, arguments[2].object);
    object_drop_or_null(vm, (Object *)self);
    return result;
}

static Object *struct_function_iter_unpack(Vm *vm, const Slot *arguments) {
    Struct *self = load_struct(vm, arguments[0].object);
    Object *result = self == NULL ? NULL : iterate_over(vm, self, arguments[1].object);
    object_drop_or_null(vm, (Object *)self);
    return result;
}

static Object *struct_function__clearcache(Vm *vm, const Slot *arguments) {
    (void)arguments;
    forget_formats(vm, struct_get_state(vm));
    return none_new(vm);
}

static const Method functions[] = {
    FUNCTION(struct, _clearcache, "()", "Forget the formats that were used."),
    FUNCTION(struct, calcsize, "(format, /)", "How many bytes a row of the format has."),
    FUNCTION(struct, iter_unpack, "(format, buffer, /)",
             "An iterator over the tuples of a buffer that holds several rows."),
    {"pack", struct_function_pack, "(*values)",
     "pack(format, v1, v2, ...) -> bytes\n\nThe values as bytes.", METHOD_HIDES_SIGNATURE},
    {"pack_into", struct_function_pack_into, "(*values)",
     "pack_into(format, buffer, offset, v1, v2, ...)\n\nWrite values to a buffer.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(struct, unpack, "(format, buffer, /)", "The values of a buffer, as a tuple."),
    FUNCTION(struct, unpack_from, "(format, /, buffer, offset=0)",
             "The values of a buffer from an offset on."),
    {0},
};

bool struct_module_start(Vm *vm, Module *module) {
    StructState *state = state_load(vm, &struct_state);
    if (state == NULL) return false;
    if (state->cache.object == NULL) {
        Dict *cache = dict_new(vm);
        if (cache == NULL) return false;
        slot_fill(vm, NULL, &state->cache, (Object *)cache);
    }
    state->iterator_type = module_register_type(vm, &unpack_iterator_definition);
    state->type = module_add_type(vm, module, &struct_definition);
    return state->iterator_type != NULL && state->type != NULL &&
           error_class_add(vm, module, &state->error, "struct.error",
                           exception_type(vm, EXCEPTION_Exception), NULL) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Rows of C values as bytes, by formats such as '<ih10s'.");
}
