// memoryview: a window on the bytes of another object, without copying them.
//
// Views of rows of bytes (format "B"): bytes, bytearray and other memoryviews.

#include "objects/memoryview.h"

#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/slice.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <stdio.h>
#include <string.h>

static MemoryView *view_of(const Slot *arguments) {
    return (MemoryView *)arguments[0].object;
}

static bool check_released(Vm *vm, const MemoryView *memory) {
    return !memory->is_released || raise_false(vm, ERROR_MEMORYVIEW_RELEASED);
}

static uint8_t *item_at(const MemoryView *memory, int64_t index) {
    return memory->view.data + memory->start + index * memory->step;
}

static size_t memoryview_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(MemoryView);
}

static bool memoryview_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    MemoryView *memory = (MemoryView *)object;
    if (!check_released(vm, memory)) return false;
    if (request == VIEW_WRITE && memory->view.is_read_only)
        return raise_false(vm, ERROR_MEMORYVIEW_NOT_WRITABLE);
    if (memory->step != 1 && memory->count > 1)
        return raise_false(vm, ERROR_MEMORYVIEW_NOT_CONTIGUOUS);
    view_set_row(view, item_at(memory, 0), memory->count);
    view->is_read_only = memory->view.is_read_only;
    memory->exports++;
    return true;
}

static void memoryview_release(Vm *vm, Object *object, View *view) {
    (void)vm, (void)view;
    ((MemoryView *)object)->exports--;
}

static const ViewBehaviour memoryview_view = {memoryview_acquire, memoryview_release};

static void release(Vm *vm, Object *object) {
    MemoryView *memory = (MemoryView *)object;
    if (memory->is_released) return;
    memory->is_released = true;
    View view = memory->view;
    view.object = slot_detach(vm, object, &memory->owner);
    view_release(vm, &view);
}

static void memoryview_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    visit(vm, object, &((MemoryView *)object)->owner, context);
}

Object *memoryview_new(Vm *vm, Object *source) {
    View view = {0};
    if (!object_has_view(vm, source)) return raise(vm, ERROR_MEMORYVIEW_SOURCE, source);
    if (!view_acquire(vm, source, &view, VIEW_READ)) return NULL;
    MemoryView *memory = (MemoryView *)object_new(vm, KIND_MEMORYVIEW, sizeof(MemoryView));
    if (memory == NULL) {
        view_release(vm, &view);
        return NULL;
    }
    memory->view = view;
    memory->view.object = NULL;   // held by the slot
    memory->start = 0;
    memory->step = 1;
    memory->count = view.bytes;
    memory->hash = -1;
    memory->exports = 0;
    memory->is_released = false;
    slot_fill(vm, &memory->base, &memory->owner, view.object);
    object_track(vm, &memory->base);
    return &memory->base;
}

static Object *memoryview_construct(Vm *vm, Type *type, const Arguments *arguments) {
    Object *values[1];
    (void)type;
    if (!arguments_bind(vm, "memoryview", "(object)", arguments, values)) return NULL;
    Object *made = memoryview_new(vm, values[0]);
    arguments_unbind(vm, values, 1);
    return made;
}

// --- as a sequence ---

static bool memoryview_length(Vm *vm, Object *object, int64_t *length) {
    if (!check_released(vm, (MemoryView *)object)) return false;
    *length = ((MemoryView *)object)->count;
    return true;
}

static Object *slice_of(Vm *vm, MemoryView *memory, Slice *slice) {
    int64_t start, stop, step;
    if (!slice_unpack(vm, slice, &start, &stop, &step)) return NULL;
    int64_t count = slice_adjust(memory->count, &start, &stop, step);
    MemoryView *part = (MemoryView *)memoryview_new(vm, memory->owner.object);
    if (part == NULL) return NULL;
    part->start = memory->start + start * memory->step;
    part->step = memory->step * step;
    part->count = count;
    return &part->base;
}

static bool take_index(Vm *vm, const MemoryView *memory, Object *key, int64_t *index) {
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_MEMORYVIEW_KEY);
    if (!object_index(vm, key, EXCEPTION_IndexError, index)) return false;
    if (*index < 0) *index += memory->count;
    if (*index >= 0 && *index < memory->count) return true;
    return raise_false(vm, ERROR_MEMORYVIEW_INDEX);
}

static Object *memoryview_load_item(Vm *vm, Object *object, Object *key) {
    MemoryView *memory = (MemoryView *)object;
    int64_t index;
    if (!check_released(vm, memory)) return NULL;
    if (key->kind == KIND_SLICE) return slice_of(vm, memory, (Slice *)key);
    return take_index(vm, memory, key, &index) ? int_new(vm, *item_at(memory, index)) : NULL;
}

static Object *memoryview_load_index(Vm *vm, Object *object, int64_t index) {
    MemoryView *memory = (MemoryView *)object;
    if (!check_released(vm, memory)) return NULL;
    if (index < 0 || index >= memory->count) return raise(vm, ERROR_MEMORYVIEW_INDEX);
    return int_new(vm, *item_at(memory, index));
}

static bool set_slice(Vm *vm, MemoryView *memory, Slice *slice, Object *value) {
    View source = {0};
    MemoryView *part = (MemoryView *)slice_of(vm, memory, slice);
    if (part == NULL) return false;
    bool done = view_acquire(vm, value, &source, VIEW_READ);
    if (done && source.bytes != part->count) done = raise_false(vm, ERROR_MEMORYVIEW_SIZES);
    else if (done && part->step == 1) memmove(item_at(part, 0), source.data, (size_t)part->count);
    else
        for (int64_t i = 0; done && i < part->count; i++) *item_at(part, i) = source.data[i];
    view_release(vm, &source);
    object_drop(vm, &part->base);
    return done;
}

static bool memoryview_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    MemoryView *memory = (MemoryView *)object;
    int64_t index, number;
    if (!check_released(vm, memory)) return false;
    if (memory->view.is_read_only) return raise_false(vm, ERROR_MEMORYVIEW_READ_ONLY);
    if (value == NULL) return raise_false(vm, ERROR_MEMORYVIEW_DELETE);
    if (key->kind == KIND_SLICE) return set_slice(vm, memory, (Slice *)key, value);
    if (!take_index(vm, memory, key, &index)) return false;
    if (object_type(vm, value)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_MEMORYVIEW_TYPE);
    if (!object_index(vm, value, EXCEPTION_COUNT, &number)) return false;
    if (number < 0 || number > 255) return raise_false(vm, ERROR_MEMORYVIEW_VALUE);
    *item_at(memory, index) = (uint8_t)number;
    return true;
}

// --- as a value ---

static Object *to_bytes(Vm *vm, const MemoryView *memory) {
    if (memory->step == 1) return bytes_new(vm, item_at(memory, 0), memory->count);
    uint8_t *copy = system_new(vm, (size_t)memory->count + 1);
    if (copy == NULL) return NULL;
    for (int64_t i = 0; i < memory->count; i++) copy[i] = *item_at(memory, i);
    Object *bytes = bytes_new(vm, copy, memory->count);
    system_drop(vm, copy, (size_t)memory->count + 1);
    return bytes;
}

static Object *memoryview_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    MemoryView *memory = (MemoryView *)left;
    View other = {0};
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_NOT_EQUAL)
        return not_implemented_new(vm);
    bool equal = left == right;
    if (!equal && object_has_view(vm, right) && !memory->is_released) {
        Object *bytes = to_bytes(vm, memory);
        if (bytes == NULL || !view_acquire(vm, right, &other, VIEW_READ)) {
            object_drop_or_null(vm, bytes);
            return NULL;
        }
        equal = other.bytes == memory->count &&
                memcmp(((Bytes *)bytes)->data, other.data, (size_t)other.bytes) == 0;
        view_release(vm, &other);
        object_drop(vm, bytes);
    } else if (!equal && !object_has_view(vm, right)) {
        return not_implemented_new(vm);
    }
    return bool_new(vm, equal == (comparison == COMPARE_EQUAL));
}

static bool memoryview_hash(Vm *vm, Object *object, int64_t *hash) {
    MemoryView *memory = (MemoryView *)object;
    if (memory->hash == -1) {
        if (!check_released(vm, memory)) return false;
        if (!memory->view.is_read_only) return raise_false(vm, ERROR_MEMORYVIEW_HASH);
        Object *bytes = to_bytes(vm, memory);
        if (bytes == NULL || !object_hash(vm, bytes, &memory->hash)) {
            object_drop_or_null(vm, bytes);
            return false;
        }
        object_drop(vm, bytes);
    }
    *hash = memory->hash;
    return true;
}

static Object *memoryview_repr(Vm *vm, Object *object) {
    char address[32];
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)object_address(vm, object));
    return str_new_format(vm, ((MemoryView *)object)->is_released ? "<released memory at %s>"
                                                                  : "<memory at %s>", address);
}

// --- methods ---

static Object *memoryview_method_tobytes(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = view_of(arguments);
    return check_released(vm, memory) ? to_bytes(vm, memory) : NULL;
}

static Object *memoryview_method_tolist(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = view_of(arguments);
    if (!check_released(vm, memory)) return NULL;
    List *list = list_new(vm, memory->count);
    for (int64_t i = 0; list != NULL && i < memory->count; i++) {
        Object *item = int_new(vm, *item_at(memory, i));
        if (item != NULL && list_take_add(vm, list, item)) continue;
        object_drop(vm, &list->base);
        list = NULL;
    }
    return (Object *)list;
}

static Object *memoryview_method_toreadonly(Vm *vm, const Slot *arguments) {
    MemoryView *memory = view_of(arguments);
    if (!check_released(vm, memory)) return NULL;
    MemoryView *copy = (MemoryView *)memoryview_new(vm, memory->owner.object);
    if (copy == NULL) return NULL;
    copy->start = memory->start;
    copy->step = memory->step;
    copy->count = memory->count;
    copy->view.is_read_only = true;
    return &copy->base;
}

static Object *memoryview_method_hex(Vm *vm, const Slot *arguments) {
    const MemoryView *memory = view_of(arguments);
    if (!check_released(vm, memory)) return NULL;
    Object *bytes = to_bytes(vm, memory), *result = NULL;
    Str *name = bytes == NULL ? NULL : str_new_interned(vm, "hex", 3);
    if (name != NULL) result = object_call_method(vm, bytes, name, 0);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, bytes);
    return result;
}

static Object *memoryview_method_release(Vm *vm, const Slot *arguments) {
    int64_t exports = view_of(arguments)->exports;
    if (exports > 0)
        return raise(vm, ERROR_MEMORYVIEW_EXPORTED, exports, exports == 1 ? "" : "s");
    release(vm, arguments[0].object);
    return none_new(vm);
}

static Object *memoryview_method_enter(Vm *vm, const Slot *arguments) {
    return check_released(vm, view_of(arguments)) ? object_share(arguments[0].object) : NULL;
}

static Object *memoryview_method_exit(Vm *vm, const Slot *arguments) {
    return memoryview_method_release(vm, arguments);
}

#define MEMORYVIEW_GETTER(name, expression)                              \
    static Object *memoryview_get_##name(Vm *vm, Object *object) {       \
        MemoryView *memory = (MemoryView *)object;                       \
        return check_released(vm, memory) ? (expression) : NULL;         \
    }

static Object *one_number(Vm *vm, int64_t number) {
    Object *item = int_new(vm, number);
    Object *tuple = item == NULL ? NULL : (Object *)tuple_pack(vm, 1, item);
    object_drop_or_null(vm, item);
    return tuple;
}

MEMORYVIEW_GETTER(obj, object_share(memory->owner.object))
MEMORYVIEW_GETTER(nbytes, int_new(vm, memory->count))
MEMORYVIEW_GETTER(itemsize, int_new(vm, 1))
MEMORYVIEW_GETTER(format, str_new_c(vm, "B"))
MEMORYVIEW_GETTER(ndim, int_new(vm, 1))
MEMORYVIEW_GETTER(readonly, bool_new(vm, memory->view.is_read_only))
MEMORYVIEW_GETTER(shape, one_number(vm, memory->count))
MEMORYVIEW_GETTER(strides, one_number(vm, memory->step))
MEMORYVIEW_GETTER(contiguous, bool_new(vm, memory->step == 1))
MEMORYVIEW_GETTER(suboffsets, object_share((Object *)vm->objects->empty_tuple))

static const Method memoryview_methods[] = {
    METHOD(memoryview, tobytes, "(self, /, order='C')", "The bytes, copied."),
    METHOD(memoryview, tolist, "(self, /)", "The items as a list."),
    METHOD(memoryview, toreadonly, "(self, /)", "A view that can't be written through."),
    METHOD(memoryview, hex, "(self, /)", "The bytes in hexadecimal."),
    METHOD(memoryview, release, "(self, /)", "Let the bytes go."),
    {"__enter__", memoryview_method_enter, "(self, /)", "The view itself.", 0},
    {"__exit__", memoryview_method_exit, "(self, /, *exc_info)", "Let the bytes go.", 0},
    {0},
};

static const Property memoryview_properties[] = {
    {"obj", memoryview_get_obj, NULL, "Whose bytes they are."},
    {"nbytes", memoryview_get_nbytes, NULL, "How many bytes the items take."},
    {"itemsize", memoryview_get_itemsize, NULL, "Bytes of an item."},
    {"format", memoryview_get_format, NULL, "Form of an item, as module struct has it."},
    {"ndim", memoryview_get_ndim, NULL, "How many dimensions."},
    {"readonly", memoryview_get_readonly, NULL, "Can't it be written through?"},
    {"shape", memoryview_get_shape, NULL, "Items in each dimension."},
    {"strides", memoryview_get_strides, NULL, "Bytes from item to item."},
    {"suboffsets", memoryview_get_suboffsets, NULL, "Always empty."},
    {"c_contiguous", memoryview_get_contiguous, NULL, "Without gaps?"},
    {"f_contiguous", memoryview_get_contiguous, NULL, "Without gaps?"},
    {"contiguous", memoryview_get_contiguous, NULL, "Without gaps?"},
    {0},
};

const TypeDefinition memoryview_definition = {
    .name = "memoryview",
    .kind = KIND_MEMORYVIEW,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE | TYPE_IS_SEQUENCE,
    .bytes = sizeof(MemoryView),
    .python_bytes = 168,
    .layout = {
        .name = "memoryview",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
        .bytes = memoryview_bytes,
        .visit = memoryview_visit,
        .clear = release,
        .finish = release,
    },
    .behaviour = {
        .repr = memoryview_repr,
        .hash = memoryview_hash,
        .compare = memoryview_compare,
        .length = memoryview_length,
        .load_item = memoryview_load_item,
        .load_index = memoryview_load_index,
        .set_item = memoryview_set_item,
        .new = memoryview_construct,
        .view = &memoryview_view,
    },
    .methods = memoryview_methods,
    .properties = memoryview_properties,
    .signature = "(object)",
    .doc = "A window on the bytes of an object.",
};
