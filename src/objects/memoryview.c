// memoryview: how it is made, shared, released and indexed.

#include "objects/memoryview.h"

#include "memory/buffer.h"
#include "memory/slot.h"
#include "objects/arguments.h"
#include "objects/int.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

static MemoryView *memory_of(Object *object) {
    return (MemoryView *)object;
}

bool memoryview_check(Vm *vm, const MemoryView *memory) {
    return LIKELY(!memory->is_released) || raise_false(vm, ERROR_MEMORYVIEW_RELEASED);
}

Object *memoryview_get_owner(const MemoryView *memory) {
    return ((const ManagedBuffer *)memory->buffer.object)->owner.object;
}

// Bytes were written, which are the owner's.
static void tell_owner(Vm *vm, const MemoryView *memory) {
    Object *owner = memory->buffer.object == NULL ? NULL : memoryview_get_owner(memory);
    if (owner != NULL) slot_tell_changed(vm, owner);
}

// --- the buffer that they share ---

static void managed_release(Vm *vm, Object *object) {
    ManagedBuffer *buffer = (ManagedBuffer *)object;
    if (buffer->owner.object == NULL) return;
    View view = buffer->view;
    view.object = slot_detach(vm, object, &buffer->owner);
    view_release(vm, &view);
}

static ManagedBuffer *managed_new(Vm *vm, Object *owner) {
    View view = {0};
    if (!object_has_view(vm, owner)) {
        raise(vm, ERROR_MEMORYVIEW_SOURCE, owner);
        return NULL;
    }
    if (!view_acquire(vm, owner, &view, VIEW_ANY)) return NULL;
    ManagedBuffer *buffer = (ManagedBuffer *)object_new(vm, KIND_MANAGED_BUFFER,
                                                        sizeof(ManagedBuffer));
    if (buffer == NULL) {
        view_release(vm, &view);
        return NULL;
    }
    buffer->view = view;
    buffer->view.object = NULL;   // held by the slot
    buffer->users = 0;
    slot_fill(vm, &buffer->base, &buffer->owner, view.object);
    object_track(vm, &buffer->base);
    return buffer;
}

static const Field managed_fields[] = {FIELD_NAMED(ManagedBuffer, owner, "obj"), {0}};

const TypeDefinition managed_buffer_definition = {
    .name = "managedbuffer",
    .kind = KIND_MANAGED_BUFFER,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(ManagedBuffer),
    .python_bytes = 112,
    .layout = {
        .name = "managedbuffer",
        .flags = LAYOUT_COLLECTED,
        .fields = managed_fields,
        .clear = managed_release,
        .finish = managed_release,
    },
};

// --- memory ---

static size_t memoryview_bytes(Vm *vm, const Object *object) {
    (void)vm;
    size_t room = (size_t)((const MemoryView *)object)->room;
    return sizeof(MemoryView) + 2 * room * sizeof(int64_t);
}

static Object *memoryview_size_of(Vm *vm, Object *object) {
    int64_t basic = (int64_t)object_type(vm, object)->python_bytes;
    return int_new(vm, basic + memory_of(object)->room * 3 * (int64_t)sizeof(int64_t));
}

static MemoryView *new_of(Vm *vm, ManagedBuffer *buffer, const View *view, int dimensions) {
    int room = dimensions == 0 ? 1 : dimensions;
    size_t bytes = sizeof(MemoryView) + 2 * (size_t)room * sizeof(int64_t);
    MemoryView *memory = (MemoryView *)object_new(vm, KIND_MEMORYVIEW, bytes);
    if (memory == NULL) return NULL;
    memory->room = room;
    memory->hash = -1;
    memory->exports = 0;
    memory->is_released = false;
    memory->view = *view;
    memory->view.object = NULL;
    memory->view.dimensions = dimensions;
    memory->view.shape = memory->extents;
    memory->view.strides = memory->extents + room;
    memset(memory->extents, 0, 2 * (size_t)room * sizeof(int64_t));
    if (view->shape == NULL) memory->extents[0] = view->bytes / view->item_bytes;
    if (view->strides == NULL) memory->extents[room] = view->item_bytes;
    int known = view->dimensions < dimensions ? view->dimensions : dimensions;
    for (int i = 0; i < known; i++) {
        if (view->shape != NULL) memory->extents[i] = view->shape[i];
        if (view->strides != NULL) memory->extents[room + i] = view->strides[i];
    }
    buffer->users++;
    slot_fill(vm, &memory->base, &memory->buffer, object_share(&buffer->base));
    object_prefix(&memory->base)->weak = NULL;
    return memory;
}

MemoryView *memoryview_new_share(Vm *vm, const MemoryView *memory, int dimensions) {
    return new_of(vm, (ManagedBuffer *)memory->buffer.object, &memory->view, dimensions);
}

Object *memoryview_new(Vm *vm, Object *source) {
    MemoryView *memory;
    if (source->kind == KIND_MEMORYVIEW) {
        const MemoryView *other = memory_of(source);
        if (!memoryview_check(vm, other)) return NULL;
        memory = memoryview_new_share(vm, other, other->view.dimensions);
    } else {
        ManagedBuffer *buffer = managed_new(vm, source);
        if (buffer == NULL) return NULL;
        memory = new_of(vm, buffer, &buffer->view, buffer->view.dimensions);
        object_drop(vm, &buffer->base);
    }
    if (memory != NULL) object_track(vm, &memory->base);
    return (Object *)memory;
}

static void let_go(Vm *vm, Object *object) {
    MemoryView *memory = memory_of(object);
    ManagedBuffer *buffer = (ManagedBuffer *)memory->buffer.object;
    if (memory->is_released || buffer == NULL) return;
    memory->is_released = true;
    if (--buffer->users == 0) managed_release(vm, &buffer->base);
}

bool memoryview_release(Vm *vm, MemoryView *memory) {
    if (memory->exports > 0)
        return raise_false(vm, ERROR_MEMORYVIEW_EXPORTED, memory->exports,
                           memory->exports == 1 ? "" : "s");
    let_go(vm, &memory->base);
    return true;
}

static Object *memoryview_construct(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[1];
    (void)type;
    if (!arguments_bind(vm, "memoryview", "(object)", arguments, values)) return NULL;
    Object *made = memoryview_new(vm, values[0]);
    arguments_unbind(vm, values, 1);
    return made;
}

// --- contiguity ---

bool memoryview_is_contiguous(const MemoryView *memory) {
    const View *view = &memory->view;
    int64_t expected = view->item_bytes;
    if (view->dimensions != 1 && view->bytes == 0) return true;
    for (int i = view->dimensions - 1; i >= 0; i--) {
        if (view->shape[i] != 1 && view->strides[i] != expected) return false;
        expected *= view->shape[i];
    }
    return true;
}

bool memoryview_is_column_contiguous(const MemoryView *memory) {
    const View *view = &memory->view;
    int64_t expected = view->item_bytes;
    if (view->dimensions != 1 && view->bytes == 0) return true;
    for (int i = 0; i < view->dimensions; i++) {
        if (view->shape[i] != 1 && view->strides[i] != expected) return false;
        expected *= view->shape[i];
    }
    return true;
}

// --- views of it ---

static bool memoryview_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    MemoryView *memory = memory_of(object);
    if (!memoryview_check(vm, memory)) return false;
    if (request == VIEW_WRITE && memory->view.is_read_only)
        return raise_false(vm, ERROR_MEMORYVIEW_NOT_WRITABLE);
    if (request == VIEW_ANY) {
        *view = memory->view;
    } else {
        if (!memoryview_is_contiguous(memory))
            return raise_false(vm, ERROR_MEMORYVIEW_NOT_CONTIGUOUS);
        view_set_row(view, memory->view.data, memory->view.bytes);
        view->item_bytes = memory->view.item_bytes;
        view->is_read_only = memory->view.is_read_only;
    }
    memory->exports++;
    return true;
}

static void memoryview_let_go(Vm *vm, Object *object, View *view) {
    MemoryView *memory = memory_of(object);
    memory->exports--;
    if (!view->is_read_only) tell_owner(vm, memory);
}

static const ViewBehaviour memoryview_view = {memoryview_acquire, memoryview_let_go};

// --- indexing ---

typedef enum MemoryKey { KEY_OTHER, KEY_INDEX, KEY_SLICE, KEY_INDICES, KEY_SLICES } MemoryKey;

static bool is_index(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.unary[UNARY_INDEX] != NULL;
}

static MemoryKey key_of(Vm *vm, const Object *key) {
    if (is_index(vm, key)) return KEY_INDEX;
    if (key->kind == KIND_SLICE) return KEY_SLICE;
    if (!object_is_tuple(vm, key)) return KEY_OTHER;
    const Tuple *tuple = (const Tuple *)key;
    int64_t indices = 0, slices = 0;
    for (int64_t i = 0; i < tuple->count; i++) {
        indices += is_index(vm, tuple->items[i].object);
        slices += tuple->items[i].object->kind == KIND_SLICE;
    }
    return indices == tuple->count ? KEY_INDICES : slices == tuple->count ? KEY_SLICES : KEY_OTHER;
}

// Steps along one dimension; NULL: IndexError.
static uint8_t *step_to(Vm *vm, const View *view, uint8_t *at, int dimension, int64_t index) {
    int64_t count = view->shape[dimension];
    if (index < 0) index += count;
    if (index >= 0 && index < count) return at + index * view->strides[dimension];
    raise(vm, ERROR_MEMORYVIEW_BOUNDS, dimension + 1);
    return NULL;
}

// The item of a key that is an index or a tuple of indices. NULL: raised; `partial` is the
// error about too few of them.
static uint8_t *find_item(Vm *vm, const MemoryView *memory, Object *key, MemoryKey kind,
                          ErrorId partial) {
    const View *view = &memory->view;
    const Tuple *tuple = kind == KEY_INDICES ? (const Tuple *)key : NULL;
    int64_t given = tuple == NULL ? 1 : tuple->count, index;
    uint8_t *at = view->data;
    bool is_refused = given < view->dimensions && partial == ERROR_MEMORYVIEW_SUBVIEWS;
    if (tuple == NULL && !is_refused && !object_index(vm, key, EXCEPTION_IndexError, &index))
        return NULL;
    if (given < view->dimensions) {
        raise(vm, partial);
        return NULL;
    }
    if (given > view->dimensions) {
        raise(vm, ERROR_MEMORYVIEW_INDICES, (int64_t)view->dimensions, given);
        return NULL;
    }
    for (int i = 0; at != NULL && i < view->dimensions; i++) {
        if (tuple != NULL &&
            !object_index(vm, tuple->items[i].object, EXCEPTION_IndexError, &index))
            return NULL;
        if (!memoryview_check(vm, memory)) return NULL;
        at = step_to(vm, view, at, i, index);
    }
    return at;
}

// A view with a slice of the first dimension.
static MemoryView *slice_new_view(Vm *vm, const MemoryView *memory, Slice *slice) {
    int64_t start, stop, step;
    MemoryView *part = memoryview_new_share(vm, memory, memory->view.dimensions);
    if (part == NULL) return NULL;
    object_track(vm, &part->base);
    if (!slice_unpack(vm, slice, &start, &stop, &step)) {   // may run code of the program
        object_drop(vm, &part->base);
        return NULL;
    }
    int64_t *count = &part->extents[0], *stride = &part->extents[part->room];
    int64_t old = *count;
    *count = slice_adjust(old, &start, &stop, step);
    part->view.data += start * *stride;
    *stride *= step;
    part->view.bytes = part->view.item_bytes;
    for (int i = 0; i < part->view.dimensions; i++) part->view.bytes *= part->view.shape[i];
    return part;
}

// The one item of a memoryview without dimensions is that of () and of `...`.
static bool is_whole(Vm *vm, const Object *key) {
    return key == vm->objects->ellipsis ||
           (object_is_tuple(vm, key) && ((const Tuple *)key)->count == 0);
}

static Object *load_scalar(Vm *vm, MemoryView *memory, Object *key) {
    if (key == vm->objects->ellipsis) return object_share(&memory->base);
    if (!is_whole(vm, key)) return raise(vm, ERROR_MEMORYVIEW_SCALAR);
    const char *format = memoryview_item_format(vm, memory);
    return format == NULL ? NULL : memoryview_unpack(vm, memory->view.data, format);
}

static Object *memoryview_load_item(Vm *vm, Object *object, Object *key) {
    MemoryView *memory = memory_of(object);
    if (!memoryview_check(vm, memory)) return NULL;
    if (memory->view.dimensions == 0) return load_scalar(vm, memory, key);
    MemoryKey kind = key_of(vm, key);
    if (kind == KEY_SLICE) return (Object *)slice_new_view(vm, memory, (Slice *)key);
    if (kind == KEY_SLICES) return raise(vm, ERROR_MEMORYVIEW_SLICES);
    if (kind == KEY_OTHER) return raise(vm, ERROR_MEMORYVIEW_KEY);
    ErrorId partial = kind == KEY_INDEX ? ERROR_MEMORYVIEW_SUBVIEW : ERROR_MEMORYVIEW_SUBVIEWS;
    const char *format = memoryview_item_format(vm, memory);
    uint8_t *at = format == NULL ? NULL : find_item(vm, memory, key, kind, partial);
    return at == NULL ? NULL : memoryview_unpack(vm, at, format);
}

static Object *memoryview_load_index(Vm *vm, Object *object, int64_t index) {
    MemoryView *memory = memory_of(object);
    if (!memoryview_check(vm, memory)) return NULL;
    if (memory->view.dimensions == 0) return raise(vm, ERROR_MEMORYVIEW_SCALAR);
    if (memory->view.dimensions > 1) return raise(vm, ERROR_MEMORYVIEW_SUBVIEW);
    const char *format = memoryview_item_format(vm, memory);
    if (format == NULL) return NULL;
    if (index < 0) index -= memory->view.shape[0];   // it was adjusted already: stays wrong
    uint8_t *at = step_to(vm, &memory->view, memory->view.data, 0, index);
    return at == NULL ? NULL : memoryview_unpack(vm, at, format);
}

// --- assigning ---

static bool has_same_structure(const View *left, const View *right) {
    const char *a = left->format + (*left->format == '@');
    const char *b = right->format + (*right->format == '@');
    int64_t right_count = right->shape != NULL ? right->shape[0] : right->bytes / right->item_bytes;
    return strcmp(a, b) == 0 && left->item_bytes == right->item_bytes &&
           right->dimensions == 1 && left->shape[0] == right_count;
}

// Items of one dimension; where both overlap they go by way of a copy.
static bool copy_items(Vm *vm, const View *to, const View *from) {
    int64_t count = to->shape[0], size = to->item_bytes;
    int64_t stride = from->strides != NULL ? from->strides[0] : size;
    if (to->strides[0] == size && stride == size) {
        memmove(to->data, from->data, (size_t)(count * size));
        return true;
    }
    uint8_t *copy = buffer_new(vm, (size_t)(count * size));
    if (copy == NULL) return false;
    for (int64_t i = 0; i < count; i++)
        memcpy(copy + i * size, from->data + i * stride, (size_t)size);
    for (int64_t i = 0; i < count; i++)
        memcpy(to->data + i * to->strides[0], copy + i * size, (size_t)size);
    buffer_drop(vm, copy, (size_t)(count * size));
    return true;
}

static bool set_slice(Vm *vm, MemoryView *memory, Slice *slice, Object *value) {
    View source = {0};
    MemoryView *part = NULL;
    if (!view_acquire(vm, value, &source, VIEW_ANY)) return false;
    if (memoryview_check(vm, memory)) part = slice_new_view(vm, memory, slice);
    bool done = part != NULL && memoryview_check(vm, memory);
    if (done && !has_same_structure(&part->view, &source))
        done = raise_false(vm, ERROR_MEMORYVIEW_SIZES);
    done = done && copy_items(vm, &part->view, &source);
    if (done) tell_owner(vm, memory);
    view_release(vm, &source);
    object_drop_or_null(vm, (Object *)part);
    return done;
}

// Values convert themselves by calls that may release the memoryview: they are packed aside.
static bool set_at(Vm *vm, const MemoryView *memory, uint8_t *at, const char *format,
                   Object *value) {
    uint8_t item[sizeof(int64_t)] = {0};
    if (!memoryview_pack(vm, item, format, value) || !memoryview_check(vm, memory)) return false;
    memcpy(at, item, (size_t)memoryview_native_bytes(*format));
    tell_owner(vm, memory);
    return true;
}

static bool memoryview_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    MemoryView *memory = memory_of(object);
    if (!memoryview_check(vm, memory)) return false;
    const char *format = memoryview_item_format(vm, memory);
    if (format == NULL) return false;
    if (memory->view.is_read_only) return raise_false(vm, ERROR_MEMORYVIEW_READ_ONLY);
    if (value == NULL) return raise_false(vm, ERROR_MEMORYVIEW_DELETE);
    if (memory->view.dimensions == 0) {
        if (!is_whole(vm, key)) return raise_false(vm, ERROR_MEMORYVIEW_SCALAR);
        return set_at(vm, memory, memory->view.data, format, value);
    }
    MemoryKey kind = key_of(vm, key);
    if (kind == KEY_SLICE && memory->view.dimensions == 1)
        return set_slice(vm, memory, (Slice *)key, value);
    if (kind == KEY_SLICE || kind == KEY_SLICES)
        return raise_false(vm, ERROR_MEMORYVIEW_SLICES_SET);
    if (kind == KEY_OTHER) return raise_false(vm, ERROR_MEMORYVIEW_KEY);
    uint8_t *at = find_item(vm, memory, key, kind, ERROR_MEMORYVIEW_SUBVIEWS);
    return at != NULL && set_at(vm, memory, at, format, value);
}

static bool memoryview_length(Vm *vm, Object *object, int64_t *length) {
    const MemoryView *memory = memory_of(object);
    *length = memory->view.dimensions == 0 ? 1 : memory->view.shape[0];
    return memoryview_check(vm, memory);
}

// --- iterating ---

typedef struct MemoryIterator {
    Object base;
    Slot memory;         // empty at the end
    int64_t index, count;
    const char *format;  // borrows
} MemoryIterator;

static Object *memoryview_iterate(Vm *vm, Object *object) {
    const MemoryView *memory = memory_of(object);
    if (!memoryview_check(vm, memory)) return NULL;
    if (memory->view.dimensions == 0) return raise(vm, ERROR_MEMORYVIEW_SCALAR);
    if (memory->view.dimensions > 1) return raise(vm, ERROR_MEMORYVIEW_SUBVIEW);
    const char *format = memoryview_item_format(vm, memory);
    MemoryIterator *iterator = format == NULL ? NULL
        : (MemoryIterator *)object_new(vm, KIND_MEMORY_ITERATOR, sizeof(MemoryIterator));
    if (iterator == NULL) return NULL;
    iterator->index = 0;
    iterator->count = memory->view.shape[0];
    iterator->format = format;
    slot_fill(vm, &iterator->base, &iterator->memory, object_share(object));
    object_track(vm, &iterator->base);
    return &iterator->base;
}

static Object *iterator_next(Vm *vm, Object *object) {
    MemoryIterator *iterator = (MemoryIterator *)object;
    MemoryView *memory = memory_of(iterator->memory.object);
    if (memory == NULL) return NULL;
    if (iterator->index < iterator->count) {
        if (!memoryview_check(vm, memory)) return NULL;
        const View *view = &memory->view;
        return memoryview_unpack(vm, view->data + iterator->index++ * view->strides[0],
                                 iterator->format);
    }
    slot_clear(vm, object, &iterator->memory);
    return NULL;
}

static Object *iterator_self(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

static const Field iterator_fields[] = {FIELD(MemoryIterator, memory), {0}};

const TypeDefinition memory_iterator_definition = {
    .name = "memory_iterator",
    .kind = KIND_MEMORY_ITERATOR,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(MemoryIterator),
    .python_bytes = 48,
    .layout = {.name = "memory_iterator", .flags = LAYOUT_COLLECTED, .fields = iterator_fields},
    .behaviour = {.load_attribute = object_load_attribute_plain, .iterate = iterator_self,
                  .next = iterator_next},
};

// --- as a value ---

static Object *memoryview_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_NOT_EQUAL)
        return not_implemented_new(vm);
    const MemoryView *memory = memory_of(left);
    bool is_other_released = right->kind == KIND_MEMORYVIEW && memory_of(right)->is_released;
    bool negates = comparison == COMPARE_NOT_EQUAL;
    if (memory->is_released || is_other_released) return bool_new(vm, (left == right) != negates);
    View other = {0}, own = {0};
    if (!object_has_view(vm, right)) return not_implemented_new(vm);
    if (!view_acquire(vm, right, &other, VIEW_ANY)) {
        raised_clear(vm);
        return not_implemented_new(vm);
    }
    if (!view_acquire(vm, left, &own, VIEW_ANY)) {
        view_release(vm, &other);
        return NULL;
    }
    bool has_shape = own.dimensions == other.dimensions;
    for (int i = 0; has_shape && i < own.dimensions; i++) {
        int64_t count = other.shape != NULL ? other.shape[i] : other.bytes / other.item_bytes;
        has_shape = own.shape[i] == count;
        if (count == 0) break;
    }
    Found found = has_shape ? memoryview_equal_items(vm, &own, &other) : ABSENT;
    view_release(vm, &own);
    view_release(vm, &other);
    return found == RAISED ? NULL : bool_new(vm, (found == FOUND) != negates);
}

static bool memoryview_hash(Vm *vm, Object *object, int64_t *hash) {
    MemoryView *memory = memory_of(object);
    if (memory->hash == -1) {
        if (!memoryview_check(vm, memory)) return false;
        if (!memory->view.is_read_only) return raise_false(vm, ERROR_MEMORYVIEW_HASH);
        char native = memoryview_native(memory->view.format);
        if (native != 'B' && native != 'b' && native != 'c')
            return raise_false(vm, ERROR_MEMORYVIEW_HASH_FORMAT);
        int64_t of_owner;
        if (!object_hash(vm, memoryview_get_owner(memory), &of_owner)) return false;
        Object *bytes = memoryview_to_bytes(vm, memory, VIEW_BY_ROWS);
        bool done = bytes != NULL && object_hash(vm, bytes, &memory->hash);
        object_drop_or_null(vm, bytes);
        if (!done) return false;
    }
    *hash = memory->hash;
    return true;
}

static Object *memoryview_repr(Vm *vm, Object *object) {
    char address[24];
    object_address_text(vm, object, address);
    return str_new_format(vm, memory_of(object)->is_released ? "<released memory at %s>"
                                                             : "<memory at %s>", address);
}

static const Field memoryview_fields[] = {FIELD(MemoryView, buffer), {0}};

const TypeDefinition memoryview_definition = {
    .name = "memoryview",
    .kind = KIND_MEMORYVIEW,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_SEQUENCE | TYPE_IS_VARIABLE,
    .bytes = sizeof(MemoryView),
    .python_bytes = 144,
    .python_item_bytes = 8,
    .layout = {
        .name = "memoryview",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
        .bytes = memoryview_bytes,
        .fields = memoryview_fields,
        .clear = let_go,
        .finish = let_go,
    },
    .behaviour = {
        .load_attribute = object_load_attribute_plain,
        .repr = memoryview_repr,
        .hash = memoryview_hash,
        .compare = memoryview_compare,
        .iterate = memoryview_iterate,
        .length = memoryview_length,
        .load_item = memoryview_load_item,
        .load_index = memoryview_load_index,
        .set_item = memoryview_set_item,
        .new = memoryview_construct,
        .view = &memoryview_view,
        .size_of = memoryview_size_of,
    },
    .methods = memoryview_methods,
    .properties = memoryview_properties,
    .signature = "(object)",
    .doc = "A window on the bytes of an object.",
};
