// The module array: the row itself, its behaviour as a sequence, and how it is made.

#include "modules/array.h"

#include "objects/arguments.h"
#include "objects/audit.h"
#include "objects/bytearray.h"
#include "objects/build.h"
#include "objects/sequence.h"
#include "objects/slice.h"
#include "objects/slot.h"

#include <string.h>

typedef struct ArrayState {
    Type *array, *iterator;   // borrow
} ArrayState;

static const StateDefinition state_definition = {.bytes = sizeof(ArrayState)};

static const TypeDefinition array_definition;

static const ArrayState *state_of(Vm *vm) {
    return state_find(vm, &state_definition);
}

bool array_is(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &array_definition;
}

Type *array_get_type(Vm *vm) {
    return state_of(vm)->array;
}

void array_check(const Array *array) {
    CHECK(array->count >= 0 && array->count <= array->capacity && array->exports >= 0);
    CHECK((array->data == NULL) == (array->capacity == 0) && array->code != NULL);
}

// --- memory ---

static void array_finish(Vm *vm, Object *object) {
    Array *array = (Array *)object;
    if (array->code != NULL)
        buffer_drop(vm, array->data, (size_t)(array->capacity * array->code->bytes));
    array->data = NULL;
    array->count = array->capacity = 0;
}

static void array_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Array *array = (const Array *)object;
    if (array->code == NULL) return;
    const int64_t numbers[] = {array->code->letter, array->count, array->capacity};
    add(context, numbers, sizeof numbers);
    if (array->count > 0) add(context, array->data, (size_t)(array->count * array->code->bytes));
}

// The bytes of `count` items. False: MemoryError raised.
static bool size_of_items(Vm *vm, const ArrayCode *code, int64_t count, size_t *bytes) {
    int64_t size;
    if (__builtin_mul_overflow(count, (int64_t)code->bytes, &size)) {
        sequence_raise_memory(vm);
        return false;
    }
    *bytes = (size_t)size;
    return true;
}

static bool set_capacity(Vm *vm, Array *array, int64_t capacity) {
    size_t bytes, old = (size_t)(array->capacity * array->code->bytes);
    if (!size_of_items(vm, array->code, capacity, &bytes)) return false;
    if (capacity == 0) {
        buffer_drop(vm, array->data, old);
        array->data = NULL;
    } else {
        uint8_t *data = buffer_resize(vm, array->data, old, bytes);
        if (data == NULL) return false;
        array->data = data;
    }
    array->capacity = capacity;
    return true;
}

bool array_resize(Vm *vm, Array *array, int64_t count) {
    if (array->exports > 0 && count != array->count) return raise_false(vm, ERROR_ARRAY_EXPORTED);
    bool stays = array->capacity >= count && array->count < count + 16 && array->data != NULL;
    if (!stays) {
        // CPython's growth, because sys.getsizeof() shows it.
        int64_t spare = (count >> 4) + (array->count < 8 ? 3 : 7);
        if (!set_capacity(vm, array, count == 0 ? 0 : count + spare)) return false;
    }
    array->count = count;
    return true;
}

Array *array_new(Vm *vm, Type *type, const ArrayCode *code, int64_t count) {
    Array *array = (Array *)type_new_instance(vm, type != NULL ? type : state_of(vm)->array,
                                              sizeof(Array));
    if (array == NULL) return NULL;
    array->code = code;
    object_track(vm, &array->base);
    if (count == 0 || set_capacity(vm, array, count)) {
        array->count = count;
        return array;
    }
    object_drop(vm, &array->base);
    return NULL;
}

// --- adding ---

bool array_insert(Vm *vm, Array *array, int64_t place, Object *value) {
    uint64_t bits;
    if (!array_read(vm, array->code, value, &bits)) return false;
    int64_t count = array->count;
    if (!array_resize(vm, array, count + 1)) return false;
    if (place < 0) place = place + count < 0 ? 0 : place + count;
    if (place > count) place = count;
    if (place < count)
        memmove(array_at(array, place + 1), array_at(array, place),
                (size_t)((count - place) * array->code->bytes));
    array_put(array, place, bits);
    slot_tell_changed(vm, &array->base);
    return true;
}

// Adds items that are there as bytes; `from` may be the array's own.
static bool add_items(Vm *vm, Array *array, const uint8_t *from, int64_t count) {
    int64_t old = array->count, all;
    bool is_own = from == array->data;
    if (__builtin_add_overflow(old, count, &all)) {
        sequence_raise_memory(vm);
        return false;
    }
    if (!array_resize(vm, array, all)) return false;
    if (count > 0)
        memcpy(array_at(array, old), is_own ? array->data : from,
               (size_t)(count * array->code->bytes));
    slot_tell_changed(vm, &array->base);
    return true;
}

static bool add_iterable(Vm *vm, Array *array, Object *iterable) {
    Object *iterator = object_iterate(vm, iterable), *item;
    bool done = iterator != NULL;
    while (done && (item = object_next(vm, iterator)) != NULL) {
        done = array_insert(vm, array, array->count, item);
        object_drop(vm, item);
    }
    object_drop_or_null(vm, iterator);
    return done && !raised(vm);
}

bool array_extend(Vm *vm, Array *array, Object *source) {
    if (!array_is(vm, source)) return add_iterable(vm, array, source);
    const Array *other = (const Array *)source;
    if (other->code != array->code) return raise_false(vm, ERROR_ARRAY_EXTEND_KIND);
    return add_items(vm, array, other->data, other->count);
}

bool array_add_bytes(Vm *vm, Array *array, Object *source) {
    View view;
    if (!view_acquire(vm, source, &view, VIEW_READ)) return false;
    bool done = view.item_bytes == 1 || raise_false(vm, ERROR_ARRAY_NO_BYTES);
    done = done && (view.bytes % array->code->bytes == 0 || raise_false(vm, ERROR_ARRAY_BYTES));
    done = done && add_items(vm, array, view.data, view.bytes / array->code->bytes);
    view_release(vm, &view);
    return done;
}

bool array_add_text(Vm *vm, Array *array, const Str *text) {
    int64_t old = array->count;
    if (!array_resize(vm, array, old + text->length)) return false;
    if (text->length > 0)
        chars_copy(array_at(array, old), 4, text->data, text->width, text->length);
    slot_tell_changed(vm, &array->base);
    return true;
}

static bool remove_range(Vm *vm, Array *array, int64_t start, int64_t stop) {
    if (array->exports > 0 && stop > start) return raise_false(vm, ERROR_ARRAY_EXPORTED);
    int64_t rest = array->count - stop;
    if (rest > 0 && stop > start)
        memmove(array_at(array, start), array_at(array, stop),
                (size_t)(rest * array->code->bytes));
    slot_tell_changed(vm, &array->base);
    return array_resize(vm, array, array->count - (stop - start));
}

bool array_remove(Vm *vm, Array *array, int64_t index) {
    return remove_range(vm, array, index, index + 1);
}

// --- making ---

// What is read item by item though it has an iterator: lists and tuples, by their length.
static bool fill_from_slots(Vm *vm, Array *array, Object *source) {
    for (int64_t i = 0; i < array->count; i++) {
        int64_t count;
        const Slot *items = sequence_fast_items(vm, source, &count);
        if (i >= count) return raise_false(vm, ERROR_INDEX_RANGE, "list");
        uint64_t bits;
        Object *item = object_share(items[i].object);
        bool done = array_read(vm, array->code, item, &bits);
        object_drop(vm, item);
        if (!done) return false;
        array_put(array, i, bits);
    }
    return true;
}

static bool fill(Vm *vm, Array *array, Object *content) {
    if (object_is_bytes(vm, content) || object_is_bytearray(vm, content))
        return array_add_bytes(vm, array, content);
    if (object_is_str(vm, content)) {
        const Str *text = (const Str *)content;
        if (text->length == 0) return true;
        if (!set_capacity(vm, array, text->length)) return false;
        return array_add_text(vm, array, text);
    }
    return array_extend(vm, array, content);
}

Object *array_new_of_content(Vm *vm, Type *type, const ArrayCode *code, Object *content) {
    int64_t count = 0;
    bool has_slots = object_is_list(vm, content) || object_is_tuple(vm, content);
    const Array *other = array_is(vm, content) ? (const Array *)content : NULL;
    if (has_slots) (void)sequence_fast_items(vm, content, &count);
    if (other != NULL && other->code == code) count = other->count;
    Array *array = array_new(vm, type, code, count);
    if (array == NULL) return NULL;
    bool done = true;
    if (has_slots) {
        done = fill_from_slots(vm, array, content);
    } else if (other != NULL && other->code == code) {
        if (count > 0) memcpy(array->data, other->data, (size_t)(count * code->bytes));
    } else if (other != NULL) {
        done = add_iterable(vm, array, content);   // numbers of another C type
    } else {
        done = fill(vm, array, content);
    }
    if (done) return &array->base;
    object_drop(vm, &array->base);
    return NULL;
}

// Texts go only into arrays of characters.
static bool check_text(Vm *vm, uint32_t letter, Object *content) {
    if (letter == 'u') return true;
    if (object_is_str(vm, content)) return raise_false(vm, ERROR_ARRAY_OF_STR, (int)letter);
    if (array_is(vm, content) && ((const Array *)content)->code->letter == 'u')
        return raise_false(vm, ERROR_ARRAY_OF_UNICODE, (int)letter);
    return true;
}

static bool check_arguments(Vm *vm, Type *type, const Arguments *arguments) {
    bool takes_only_these = type->behaviour.init == state_of(vm)->array->behaviour.init;
    int64_t count = arguments->count;
    if (takes_only_these && !arguments_refuse_keywords(vm, "array.array", arguments)) return false;
    if (count < 1 || count > 2) {
        bool is_few = count < 1;
        return raise_false(vm, ERROR_TAKES_ARGUMENTS, "array", is_few ? "at least" : "at most",
                           (int64_t)(is_few ? 1 : 2), "", is_few ? "" : "s", count);
    }
    Object *letter = arguments->values[0].object;
    return (object_is_str(vm, letter) && ((const Str *)letter)->length == 1) ||
           argument_refuse(vm, "array", 1, "a unicode character", letter);
}

static Object *array_new_from_call(Vm *vm, Type *type, const Arguments *arguments) {
    if (!check_arguments(vm, type, arguments)) return NULL;
    uint32_t letter = str_get_char((const Str *)arguments->values[0].object, 0);
    Object *content = arguments->count > 1 ? arguments->values[1].object : NULL;
    if (!audit(vm, "array.__new__", 2, arguments->values[0].object,
                     content != NULL ? content : vm->objects->none))
        return NULL;
    const ArrayCode *code = array_code_find(letter);
    if (content != NULL && !check_text(vm, letter, content)) return NULL;
    if (code == NULL) return raise(vm, ERROR_ARRAY_LETTER);
    if (content != NULL) return array_new_of_content(vm, type, code, content);
    return (Object *)array_new(vm, type, code, 0);
}

Object *array_new_part(Vm *vm, const Array *array, int64_t start, int64_t stop, int64_t step) {
    int64_t count = slice_adjust(array->count, &start, &stop, step);
    int bytes = array->code->bytes;
    if (count < 0) count = 0;
    Array *part = array_new(vm, NULL, array->code, count);
    if (part == NULL || count == 0) return (Object *)part;
    if (step == 1) {
        memcpy(part->data, array_at(array, start), (size_t)(count * bytes));
        return &part->base;
    }
    for (int64_t i = 0; i < count; i++)
        memcpy(array_at(part, i), array_at(array, start + i * step), (size_t)bytes);
    return &part->base;
}

// --- behaviour ---

Object *array_to_list(Vm *vm, const Array *array) {
    List *list = list_new(vm, array->count);
    for (int64_t i = 0; list != NULL && i < array->count; i++) {
        Object *item = array_load(vm, array, i);
        if (item == NULL || !list_take_add(vm, list, item)) {
            object_drop(vm, &list->base);
            return NULL;
        }
    }
    return (Object *)list;
}

Object *array_to_text(Vm *vm, const Array *array) {
    const uint32_t *characters = (const uint32_t *)(const void *)array->data;
    for (int64_t i = 0; i < array->count; i++)
        if (characters[i] > CHAR_MAX_OF_ALL)
            return raise(vm, ERROR_ARRAY_CHARACTER, (int)characters[i]);
    return str_new_from_chars(vm, characters, 4, array->count);
}

static Object *array_repr(Vm *vm, Object *object) {
    const Array *array = (const Array *)object;
    const char *name = type_name(object_type(vm, object)), *dot = strrchr(name, '.');
    int letter = array->code->letter;
    if (dot != NULL) name = dot + 1;
    if (array->count == 0) return str_new_format(vm, "%s('%c')", name, letter);
    Object *content = letter == 'u' ? array_to_text(vm, array) : array_to_list(vm, array);
    if (content == NULL) return NULL;
    Object *repr = str_new_format(vm, "%s('%c', %R)", name, letter, content);
    object_drop(vm, content);
    return repr;
}

static bool items_are_same(const Array *left, const Array *right, int64_t index) {
    const uint8_t *a = array_at(left, index), *b = array_at(right, index);
    double x, y;
    float narrow_x, narrow_y;
    switch (left->code->letter) {
    case 'd':
        memcpy(&x, a, sizeof x);
        memcpy(&y, b, sizeof y);
        return x == y;
    case 'f':
        memcpy(&narrow_x, a, sizeof narrow_x);
        memcpy(&narrow_y, b, sizeof narrow_y);
        return narrow_x == narrow_y;
    default: return memcmp(a, b, left->code->bytes) == 0;
    }
}

// Compares by the first items that differ: those of one C type without making objects of them.
static Object *compare_items(Vm *vm, const Array *left, const Array *right,
                             Comparison comparison) {
    int64_t i = 0;
    for (; i < left->count && i < right->count; i++) {
        if (left->code == right->code && items_are_same(left, right, i)) continue;
        Object *a = array_load(vm, left, i), *answer = NULL;
        Object *b = a == NULL ? NULL : array_load(vm, right, i);
        Found equal = b == NULL ? RAISED : object_equal(vm, a, b);
        if (equal == ABSENT) answer = object_compare(vm, a, b, comparison);
        object_drop_or_null(vm, a);
        object_drop_or_null(vm, b);
        if (equal != FOUND) return answer;
    }
    return sequence_compare_counts(vm, left->count, right->count, comparison);
}

static Object *array_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!array_is(vm, left) || !array_is(vm, right)) return not_implemented_new(vm);
    const Array *a = (const Array *)left, *b = (const Array *)right;
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (is_equality && a->count != b->count)
        return bool_new(vm, comparison == COMPARE_NOT_EQUAL);
    return compare_items(vm, a, b, comparison);
}

static bool array_length(Vm *vm, Object *object, int64_t *length) {
    (void)vm;
    *length = ((const Array *)object)->count;
    return true;
}

static Found array_contains(Vm *vm, Object *object, Object *item) {
    Array *array = (Array *)object;
    int64_t index;
    if (!array_find(vm, array, item, 0, &index)) return RAISED;
    return index < array->count ? FOUND : ABSENT;
}

static Object *array_concatenate(Vm *vm, Object *left, Object *right) {
    if (!array_is(vm, right)) return raise(vm, ERROR_ARRAY_APPEND, right);
    const Array *a = (const Array *)left, *b = (const Array *)right;
    if (a->code != b->code) return raise(vm, ERROR_BAD_ARGUMENT);
    if (a->count > INT64_MAX - b->count) return sequence_raise_memory(vm);
    Array *both = array_new(vm, NULL, a->code, a->count + b->count);
    if (both == NULL) return NULL;
    if (a->count > 0) memcpy(both->data, a->data, (size_t)(a->count * a->code->bytes));
    if (b->count > 0)
        memcpy(array_at(both, a->count), b->data, (size_t)(b->count * b->code->bytes));
    return &both->base;
}

static Object *array_concatenate_in_place(Vm *vm, Object *left, Object *right) {
    if (!array_is(vm, right)) return raise(vm, ERROR_ARRAY_EXTEND, right);
    return array_extend(vm, (Array *)left, right) ? object_share(left) : NULL;
}

static void repeat_bytes(uint8_t *to, const uint8_t *from, size_t size, int64_t times) {
    for (int64_t i = 0; size > 0 && i < times; i++) memmove(to + (size_t)i * size, from, size);
}

static bool repeated_count(Vm *vm, const Array *array, int64_t times, int64_t *count) {
    size_t bytes;
    if (!__builtin_mul_overflow(array->count, times, count))
        return size_of_items(vm, array->code, *count, &bytes);
    sequence_raise_memory(vm);
    return false;
}

static Object *array_repeat(Vm *vm, Object *object, int64_t times) {
    const Array *array = (const Array *)object;
    int64_t count;
    if (times < 0) times = 0;
    if (!repeated_count(vm, array, times, &count)) return NULL;
    Array *made = array_new(vm, NULL, array->code, count);
    if (made != NULL)
        repeat_bytes(made->data, array->data, (size_t)(array->count * array->code->bytes), times);
    return (Object *)made;
}

static Object *array_repeat_in_place(Vm *vm, Object *object, int64_t times) {
    Array *array = (Array *)object;
    int64_t count, old = array->count;
    if (times < 0) times = 0;
    if (old > 0 && times != 1) {
        if (!repeated_count(vm, array, times, &count) || !array_resize(vm, array, count))
            return NULL;
        repeat_bytes(array->data, array->data, (size_t)(old * array->code->bytes), times);
        slot_tell_changed(vm, object);
    }
    return object_share(object);
}

static Object *array_load_index(Vm *vm, Object *object, int64_t index) {
    const Array *array = (const Array *)object;
    if (index < 0 || index >= array->count) return raise(vm, ERROR_ARRAY_INDEX);
    return array_load(vm, array, index);
}

static Object *array_load_item(Vm *vm, Object *object, Object *key) {
    const Array *array = (const Array *)object;
    int64_t start, stop, step;
    if (LIKELY(key->kind == KIND_INT)) {
        int64_t index = int_get_value(key);
        return array_load_index(vm, object, index < 0 ? index + array->count : index);
    }
    if (key->kind == KIND_SLICE) {
        if (!slice_unpack(vm, (Slice *)key, &start, &stop, &step)) return NULL;
        return array_new_part(vm, array, start, stop, step);
    }
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise(vm, ERROR_ARRAY_INDEX_TYPE);
    if (!object_index(vm, key, EXCEPTION_IndexError, &start)) return NULL;
    return array_load_index(vm, object, start < 0 ? start + array->count : start);
}

static bool array_set_index(Vm *vm, Object *object, int64_t index, Object *value) {
    Array *array = (Array *)object;
    uint64_t bits;
    if (index < 0 || index >= array->count) return raise_false(vm, ERROR_ARRAY_SET_INDEX);
    if (value == NULL) return array_remove(vm, array, index);
    if (!array_read(vm, array->code, value, &bits)) return false;
    // Reading the value may have run the program, and that shortened the array.
    if (index >= array->count) return raise_false(vm, ERROR_ARRAY_SET_INDEX);
    array_put(array, index, bits);
    slot_tell_changed(vm, object);
    return true;
}

// The places start, start + step, … as they are counted upwards.
typedef struct Places {
    int64_t first, stop, step, count;
} Places;

static bool remove_places(Vm *vm, Array *array, Places places) {
    if (places.step < 0) {
        places.stop = places.first + 1;
        places.first += places.step * (places.count - 1);
        places.step = -places.step;
    }
    int bytes = array->code->bytes;
    int64_t to = places.first;
    for (int64_t i = 0; i < places.count; i++) {
        int64_t from = places.first + i * places.step + 1;
        int64_t end = i + 1 < places.count ? from + places.step - 1 : array->count;
        memmove(array_at(array, to), array_at(array, from), (size_t)((end - from) * bytes));
        to += end - from;
    }
    slot_tell_changed(vm, &array->base);
    return array_resize(vm, array, array->count - places.count);
}

static bool replace_range(Vm *vm, Array *array, Places places, const Array *other,
                          int64_t needed) {
    int64_t old = array->count, end = places.first + places.count;
    int64_t growth = needed - places.count;
    int bytes = array->code->bytes;
    size_t rest = (size_t)((old - end) * bytes);
    if (growth < 0 && rest > 0)
        memmove(array_at(array, places.first + needed), array_at(array, end), rest);
    if (!array_resize(vm, array, old + growth)) return false;
    if (growth > 0 && rest > 0)
        memmove(array_at(array, places.first + needed), array_at(array, end), rest);
    if (needed > 0)
        memcpy(array_at(array, places.first), other->data, (size_t)(needed * bytes));
    slot_tell_changed(vm, &array->base);
    return true;
}

// Puts the items of `other` (NULL: none) in the places of a slice.
static bool replace_places(Vm *vm, Array *array, Places places, const Array *other) {
    int64_t needed = other == NULL ? 0 : other->count;
    if (array->exports > 0 && (needed == 0 || places.count != needed))
        return raise_false(vm, ERROR_ARRAY_EXPORTED);
    if (places.step == 1) return replace_range(vm, array, places, other, needed);
    if (needed == 0) return places.count == 0 || remove_places(vm, array, places);
    if (needed != places.count)
        return raise_false(vm, ERROR_ARRAY_SLICE_SIZE, needed, places.count);
    for (int64_t i = 0; i < needed; i++)
        memcpy(array_at(array, places.first + i * places.step), array_at(other, i),
               array->code->bytes);
    slot_tell_changed(vm, &array->base);
    return true;
}

static bool set_slice(Vm *vm, Array *array, Slice *slice, Object *value) {
    Places places;
    if (!slice_unpack(vm, slice, &places.first, &places.stop, &places.step)) return false;
    places.count = slice_adjust(array->count, &places.first, &places.stop, places.step);
    if (places.count < 0) places.count = 0;
    if (value == NULL) return replace_places(vm, array, places, NULL);
    if (!array_is(vm, value)) return raise_false(vm, ERROR_ARRAY_SLICE_VALUE, value);
    if (((const Array *)value)->code != array->code) return raise_false(vm, ERROR_BAD_ARGUMENT);
    if (value != &array->base) return replace_places(vm, array, places, (const Array *)value);
    Object *copy = array_new_part(vm, array, 0, array->count, 1);
    if (copy == NULL) return false;
    bool done = replace_places(vm, array, places, (const Array *)copy);
    object_drop(vm, copy);
    return done;
}

static bool array_set_item(Vm *vm, Object *object, Object *key, Object *value) {
    Array *array = (Array *)object;
    int64_t index;
    if (key->kind == KIND_SLICE) return set_slice(vm, array, (Slice *)key, value);
    if (key->kind == KIND_INT) index = int_get_value(key);
    else if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_ARRAY_INDEX_TYPE);
    else if (!object_index(vm, key, EXCEPTION_IndexError, &index)) return false;
    return array_set_index(vm, object, index < 0 ? index + array->count : index, value);
}

static bool array_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    (void)vm, (void)request;
    Array *array = (Array *)object;
    // An empty one points at something that can be given to memcpy, and is never written.
    uint8_t *data = array->data != NULL ? array->data : (uint8_t *)(uintptr_t)"";
    view_set_row(view, data, array->count * array->code->bytes);
    view->item_bytes = array->code->bytes;
    view->format = array->code->format;
    array->exports++;
    return true;
}

static void array_release(Vm *vm, Object *object, View *view) {
    (void)view;
    ((Array *)object)->exports--;
    slot_tell_changed(vm, object);   // it may have been written through the view
}

static const ViewBehaviour array_view = {array_acquire, array_release};

static Object *array_size_of(Vm *vm, Object *object) {
    const Array *array = (const Array *)object;
    return int_new(vm, (int64_t)object_type(vm, object)->python_bytes +
                       array->capacity * array->code->bytes);
}

static Object *array_get_typecode(Vm *vm, Object *object) {
    return str_new_char(vm, (uint8_t)((const Array *)object)->code->letter);
}

static Object *array_get_itemsize(Vm *vm, Object *object) {
    return int_new(vm, ((const Array *)object)->code->bytes);
}

static const Property array_properties[] = {
    {"typecode", array_get_typecode, NULL, "The letter that says what its items are."},
    {"itemsize", array_get_itemsize, NULL, "How many bytes an item has."},
    {0},
};

// --- iterating ---

typedef struct ArrayIterator {
    Object base;
    Slot source;      // empty: at the end
    int64_t index;
} ArrayIterator;

static const Field iterator_fields[] = {FIELD_NAMED(ArrayIterator, source, "array"), {0}};

static void iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((const ArrayIterator *)object)->index, sizeof(int64_t));
}

static Object *array_iterate(Vm *vm, Object *object) {
    return type_new_filled(vm, state_of(vm)->iterator, 1, object_share(object));
}

static Object *iterator_next(Vm *vm, Object *object) {
    ArrayIterator *iterator = (ArrayIterator *)object;
    const Array *array = (const Array *)iterator->source.object;
    if (array == NULL) return NULL;
    if (iterator->index < array->count) return array_load(vm, array, iterator->index++);
    slot_clear(vm, object, &iterator->source);
    return NULL;
}

static Object *iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const ArrayIterator *iterator = (const ArrayIterator *)arguments[0].object;
    Object *iter = sequence_get_builtin(vm, "iter"), *array = iterator->source.object;
    if (iter == NULL) return NULL;
    if (array == NULL) return build_tuple(vm, "o(o)", iter, vm->objects->empty_tuple);
    return build_tuple(vm, "o(o)i", iter, array, iterator->index);
}

static Object *iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    ArrayIterator *iterator = (ArrayIterator *)arguments[0].object;
    const Array *array = (const Array *)iterator->source.object;
    int64_t index;
    if (!object_is_int(vm, arguments[1].object)) return raise(vm, ERROR_INTEGER_REQUIRED);
    if (!argument_size(vm, arguments[1].object, &index)) return NULL;
    if (array != NULL)
        iterator->index = index < 0 ? 0 : index > array->count ? array->count : index;
    return none_new(vm);
}

static const Method iterator_methods[] = {
    METHOD(iterator, __reduce__, "(self, /)", "What copies and pickles make it of."),
    METHOD(iterator, __setstate__, "(self, state, /)", "Move to a position."),
    {0},
};

static const TypeDefinition iterator_definition = {
    .name = "array.arrayiterator",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(ArrayIterator),
    .python_bytes = 40,
    .layout = {.name = "array.arrayiterator", .flags = LAYOUT_COLLECTED,
               .fields = iterator_fields, .payload = iterator_payload},
    .behaviour = {.load_attribute = object_load_attribute_plain,
                  .iterate = sequence_iterate_self, .next = iterator_next},
    .methods = iterator_methods,
};

static const TypeDefinition array_definition = {
    .name = "array.array",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE | TYPE_IS_IMMUTABLE | TYPE_IS_SEQUENCE,
    .bytes = sizeof(Array),
    .python_bytes = 64,
    .layout = {.name = "array.array", .flags = LAYOUT_COLLECTED | LAYOUT_WEAK,
               .finish = array_finish, .payload = array_payload},
    .behaviour = {
        .repr = array_repr, .hash = slot_hash_refuse, .compare = array_compare,
        .load_attribute = object_load_attribute_plain, .iterate = array_iterate,
        .length = array_length, .contains = array_contains,
        .concatenate = array_concatenate,
        .concatenate_in_place = array_concatenate_in_place,
        .repeat = array_repeat, .repeat_in_place = array_repeat_in_place,
        .load_index = array_load_index, .set_index = array_set_index,
        .load_item = array_load_item, .set_item = array_set_item,
        .new = array_new_from_call, .view = &array_view, .size_of = array_size_of,
    },
    .methods = array_methods,
    .properties = array_properties,
    .doc = "array(typecode[, content]): a row of numbers of one C type, or of characters (u).\n"
           "\n"
           "The letters: b h i l q are integers of 1, 2, 4, 8 and 8 bytes, B H I L Q the same\n"
           "without a sign, f and d floats of 4 and 8 bytes, u a character. The content is a\n"
           "list, bytes, or anything that can be iterated; for u also a str.",
};

// --- the module ---

static const Method functions[] = {
    FUNCTION(array, _array_reconstructor, "(arraytype, typecode, mformat_code, items, /)",
             "Make an array of bytes that another machine has written: for pickles."),
    {0},
};

// isinstance(array, collections.abc.MutableSequence) is true.
static bool add_to_sequences(Vm *vm, Type *type) {
    Object *class = modules_load_member(vm, "collections.abc", "MutableSequence");
    Str *name = class == NULL ? NULL : str_new_interned(vm, "register", 8);
    Object *result = name == NULL ? NULL : object_call_method(vm, class, name, 1, &type->base);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, class);
    object_drop_or_null(vm, result);
    return result != NULL;
}

bool array_module_start(Vm *vm, Module *module) {
    ArrayState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    state->iterator = module_register_type(vm, &iterator_definition);
    state->array = module_add_type(vm, module, &array_definition);
    return state->iterator != NULL && state->array != NULL &&
           module_set(vm, module, "ArrayType", &state->array->base) &&
           add_to_sequences(vm, state->array) && module_add_functions(vm, module, functions) &&
           module_take_set(vm, module, "typecodes", str_new_c(vm, array_letters)) &&
           module_set_doc(vm, module, "Rows of numbers of one C type.");
}
