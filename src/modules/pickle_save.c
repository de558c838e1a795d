// Pickling of the built-in types. Everything else: pickle_reduce.c.

#include "modules/pickle.h"

#include "memory/system.h"
#include "objects/build.h"
#include "objects/bytearray.h"
#include "objects/codec.h"
#include "objects/float.h"
#include "objects/int_limbs.h"
#include "objects/list.h"
#include "objects/set.h"

#include <stdio.h>
#include <string.h>

enum { BATCH_ITEMS = 1000, FAST_DEPTH_FREE = 50 };

// --- numbers ---

// Two's complement, as few bytes as hold the sign too.
static bool save_wide_int(Vm *vm, Pickler *pickler, Object *object) {
    IntParts parts;
    int_parts(object, &parts);
    int64_t bytes = (int64_t)(int_bit_length(object) >> 3) + 1;
    if (bytes > INT32_MAX) return raise_false(vm, ERROR_PICKLE_LARGE_INT);
    size_t room_bytes = (size_t)bytes + sizeof(Limb);
    uint8_t *room = system_new(vm, room_bytes);
    if (room == NULL) return false;
    memcpy(room, parts.limbs, (size_t)parts.count * sizeof(Limb) < room_bytes
                                  ? (size_t)parts.count * sizeof(Limb) : room_bytes);
    bool carries = parts.is_negative;
    for (int64_t i = 0; parts.is_negative && i < bytes; i++) {
        room[i] = (uint8_t)(~room[i] + carries);
        carries = carries && room[i] == 0;
    }
    if (parts.is_negative && bytes > 1 && room[bytes - 1] == 0xff && (room[bytes - 2] & 0x80) != 0)
        bytes--;
    bool is_short = bytes < 256;
    bool done = pickle_put_number(vm, pickler, is_short ? OP_LONG1 : OP_LONG4, (uint64_t)bytes,
                                  is_short ? 1 : 4) &&
                pickle_put(vm, pickler, room, bytes);
    system_drop(vm, room, room_bytes);
    return done;
}

static bool save_int_text(Vm *vm, Pickler *pickler, Object *object) {
    Object *text = int_to_text(vm, object, 10, false);
    if (text == NULL) return false;
    const Str *digits = (const Str *)text;
    bool done = pickle_put_op(vm, pickler, OP_LONG) &&
                pickle_put(vm, pickler, digits->data, digits->length) &&
                pickle_put(vm, pickler, "L\n", 2);
    object_drop(vm, text);
    return done;
}

static bool save_int(Vm *vm, Pickler *pickler, Object *object) {
    int64_t number;
    bool is_small = int_find_value(vm, object, &number) == FOUND && number <= INT32_MAX &&
                    number >= INT32_MIN;
    if (!is_small)
        return pickler->protocol >= 2 ? save_wide_int(vm, pickler, object)
                                      : save_int_text(vm, pickler, object);
    if (!pickler->is_binary) {
        char text[32];
        return pickle_put(vm, pickler, text,
                          snprintf(text, sizeof text, "I%ld\n", (long)number));
    }
    if (number >= 0 && number < 256)
        return pickle_put_number(vm, pickler, OP_BININT1, (uint64_t)number, 1);
    if (number >= 0 && number < 65536)
        return pickle_put_number(vm, pickler, OP_BININT2, (uint64_t)number, 2);
    return pickle_put_number(vm, pickler, OP_BININT, (uint64_t)number, 4);
}

static bool save_bool(Vm *vm, Pickler *pickler, bool truth) {
    if (pickler->protocol >= 2)
        return pickle_put_op(vm, pickler, truth ? OP_NEWTRUE : OP_NEWFALSE);
    return pickle_put(vm, pickler, truth ? "I01\n" : "I00\n", 4);
}

static bool save_float(Vm *vm, Pickler *pickler, const Object *object) {
    double value = float_get_value(object);
    if (pickler->is_binary) {
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        return pickle_put_number(vm, pickler, OP_BINFLOAT, __builtin_bswap64(bits), 8);
    }
    Object *text = float_to_text(vm, value);
    if (text == NULL) return false;
    const Str *digits = (const Str *)text;
    bool done = pickle_put_op(vm, pickler, OP_FLOAT) &&
                pickle_put(vm, pickler, digits->data, digits->length) &&
                pickle_put(vm, pickler, "\n", 1);
    object_drop(vm, text);
    return done;
}

// --- bytes and texts ---

// An opcode with a length, which is long or short. Op 0: there is none for that length.
static bool put_sized(Vm *vm, Pickler *pickler, PickleOp op, int size_bytes, const void *data,
                      int64_t bytes, Object *payload) {
    uint8_t head[9] = {(uint8_t)op};
    memcpy(head + 1, &bytes, (size_t)size_bytes);
    return pickle_put_long(vm, pickler, head, 1 + size_bytes, data, bytes, payload);
}

static bool put_bytes(Vm *vm, Pickler *pickler, const void *data, int64_t bytes,
                      Object *payload) {
    if (bytes <= UINT8_MAX)
        return put_sized(vm, pickler, OP_SHORT_BINBYTES, 1, data, bytes, payload);
    if (bytes <= UINT32_MAX)
        return put_sized(vm, pickler, OP_BINBYTES, 4, data, bytes, payload);
    if (pickler->protocol >= 4)
        return put_sized(vm, pickler, OP_BINBYTES8, 8, data, bytes, payload);
    return raise_false(vm, ERROR_PICKLE_LARGE_BYTES);
}

// Saves (function, arguments), both consumed, in the place of an object.
static bool save_call(Vm *vm, Pickler *pickler, Object *object, Object *call) {
    bool done = call != NULL && pickle_save_reduced(vm, pickler, object, call);
    object_drop_or_null(vm, call);
    return done;
}

static bool save_bytes(Vm *vm, Pickler *pickler, Object *object) {
    const Bytes *bytes = (const Bytes *)object;
    if (pickler->protocol >= 3)
        return put_bytes(vm, pickler, bytes->data, bytes->count, object) &&
               pickle_put_remember(vm, pickler, object);
    if (bytes->count == 0)
        return save_call(vm, pickler, object,
                         build_tuple(vm, "o()", type_of_kind(vm, KIND_BYTES)));
    Object *text = str_new_from_chars(vm, bytes->data, 1, bytes->count);
    return save_call(vm, pickler, object,
                     build_tuple(vm, "o(Os)", pickle_state(vm)->encode.object, text, "latin1"));
}

static bool save_bytearray(Vm *vm, Pickler *pickler, Object *object) {
    const ByteArray *array = (const ByteArray *)object;
    if (pickler->protocol >= 5)
        return put_sized(vm, pickler, OP_BYTEARRAY8, 8, bytearray_get_data(array), array->count,
                         object) &&
               pickle_put_remember(vm, pickler, object);
    Object *type = &type_of_kind(vm, KIND_BYTEARRAY)->base;
    if (array->count == 0) return save_call(vm, pickler, object, build_tuple(vm, "o()", type));
    Object *content = bytes_new(vm, bytearray_get_data(array), array->count);
    return save_call(vm, pickler, object, build_tuple(vm, "o(O)", type, content));
}

static bool save_view(Vm *vm, Pickler *pickler, Object *object, const View *view) {
    PickleHook callback = {.function = pickler->buffer_callback};
    bool is_inside = true;
    if (callback.function.object != NULL) {
        Object *answer = object_call_one(vm, callback.function.object, object);
        Found truth = answer == NULL ? RAISED : object_truth(vm, answer);
        object_drop_or_null(vm, answer);
        if (truth == RAISED) return false;
        is_inside = truth == FOUND;
    }
    if (!is_inside)
        return pickle_put_op(vm, pickler, OP_NEXT_BUFFER) &&
               (!view->is_read_only || pickle_put_op(vm, pickler, OP_READONLY_BUFFER));
    bool done = view->is_read_only
                    ? put_bytes(vm, pickler, view->data, view->bytes, NULL)
                    : put_sized(vm, pickler, OP_BYTEARRAY8, 8, view->data, view->bytes, NULL);
    return done && pickle_put_remember(vm, pickler, object);
}

bool pickle_save_buffer(Vm *vm, Pickler *pickler, Object *object) {
    if (pickler->protocol < 5)
        return pickle_refuse(vm, "PickleBuffer can only pickled with protocol >= 5", NULL, NULL,
                             NULL);
    const View *view = pickle_buffer_get(vm, object);
    if (view == NULL) return false;
    if (!pickle_buffer_is_contiguous(view))
        return pickle_refuse(vm, "PickleBuffer can not be pickled when pointing to a "
                                 "non-contiguous buffer", NULL, NULL, NULL);
    return save_view(vm, pickler, object, view);
}

static bool put_utf8(Vm *vm, Pickler *pickler, const char *utf8, int64_t bytes) {
    if (bytes <= UINT8_MAX && pickler->protocol >= 4)
        return put_sized(vm, pickler, OP_SHORT_BINUNICODE, 1, utf8, bytes, NULL);
    if (bytes <= UINT32_MAX)
        return put_sized(vm, pickler, OP_BINUNICODE, 4, utf8, bytes, NULL);
    if (pickler->protocol >= 4)
        return put_sized(vm, pickler, OP_BINUNICODE8, 8, utf8, bytes, NULL);
    return raise_false(vm, ERROR_PICKLE_LARGE_STR);
}

// One line: what would end it, or is no latin-1, is escaped.
static bool put_escaped(Vm *vm, Pickler *pickler, const Str *str) {
    if (!pickle_put_op(vm, pickler, OP_UNICODE)) return false;
    for (int64_t i = 0; i < str->length; i++) {
        uint32_t c = str_get_char(str, i);
        char text[16] = {(char)c};
        int length = 1;
        if (c >= 0x10000) length = snprintf(text, sizeof text, "\\U%08x", c);
        else if (c >= 256 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1a)
            length = snprintf(text, sizeof text, "\\u%04x", c);
        if (!pickle_put(vm, pickler, text, length)) return false;
    }
    return pickle_put(vm, pickler, "\n", 1);
}

static bool save_str(Vm *vm, Pickler *pickler, Object *object) {
    const Str *str = (const Str *)object;
    bool done;
    if (pickler->is_binary) {
        size_t bytes;
        const char *utf8 = str_utf8(vm, str, &bytes);
        if (utf8 == NULL) return false;
        done = put_utf8(vm, pickler, utf8, (int64_t)bytes);
        str_utf8_drop(vm, str, utf8, bytes);
    } else {
        done = put_escaped(vm, pickler, str);
    }
    return done && pickle_put_remember(vm, pickler, object);
}

// --- tuples ---

static bool save_slots(Vm *vm, Pickler *pickler, const Tuple *tuple) {
    for (int64_t i = 0; i < tuple->count; i++)
        if (!pickle_save(vm, pickler, tuple->items[i].object, PICKLE_USUAL)) return false;
    return true;
}

// The tuple holds itself, and was remembered in there: its items are thrown away again.
static bool fetch_instead(Vm *vm, Pickler *pickler, int64_t place, int64_t pops) {
    for (int64_t i = 0; i < pops; i++)
        if (!pickle_put_op(vm, pickler, OP_POP)) return false;
    return pickle_put_get(vm, pickler, place);
}

static bool save_tuple(Vm *vm, Pickler *pickler, Object *object) {
    static const PickleOp short_ops[] = {OP_EMPTY_TUPLE, OP_TUPLE1, OP_TUPLE2, OP_TUPLE3};
    const Tuple *tuple = (const Tuple *)object;
    if (tuple->count == 0)
        return pickler->is_binary ? pickle_put_op(vm, pickler, OP_EMPTY_TUPLE)
                                  : pickle_put(vm, pickler, "(t", 2);
    bool is_short = tuple->count <= 3 && pickler->protocol >= 2;
    if (!is_short && !pickle_put_op(vm, pickler, OP_MARK)) return false;
    if (!save_slots(vm, pickler, tuple)) return false;
    int64_t place = pickle_memo_find(&pickler->memo, object);
    if (place >= 0 && !is_short && pickler->is_binary)
        return pickle_put_op(vm, pickler, OP_POP_MARK) && pickle_put_get(vm, pickler, place);
    if (place >= 0)
        return fetch_instead(vm, pickler, place, tuple->count + (is_short ? 0 : 1));
    return pickle_put_op(vm, pickler, is_short ? short_ops[tuple->count] : OP_TUPLE) &&
           pickle_put_remember(vm, pickler, object);
}

// --- lists and dicts ---

// Without a memo nothing notices a cycle but this, once it is deep.
static bool fast_enter(Vm *vm, Pickler *pickler, Object *object) {
    if (++pickler->fast_depth < FAST_DEPTH_FREE) return true;
    if (pickler->fast_memo.object == NULL) {
        Dict *memo = dict_new(vm);
        if (memo == NULL) return false;
        slot_fill(vm, &pickler->base, &pickler->fast_memo, &memo->base);
    }
    Object *key = int_new(vm, (int64_t)(uintptr_t)object), *value;
    if (key == NULL) return false;
    Dict *memo = (Dict *)pickler->fast_memo.object;
    Found found = dict_find(vm, memo, key, &value);
    bool done = found == ABSENT && dict_set(vm, memo, key, vm->objects->none);
    object_drop(vm, key);
    if (found != FOUND) return done;
    char address[24];
    object_address_text(vm, object, address);
    return raise_false(vm, ERROR_PICKLE_FAST_CYCLE, object, address);
}

static bool fast_leave(Vm *vm, Pickler *pickler, Object *object) {
    if (pickler->fast_depth-- < FAST_DEPTH_FREE) return true;
    Object *key = int_new(vm, (int64_t)(uintptr_t)object);
    bool done = key != NULL && dict_remove(vm, (Dict *)pickler->fast_memo.object, key) != RAISED;
    object_drop_or_null(vm, key);
    return done;
}

static bool save_held(Vm *vm, Pickler *pickler, Object *item) {
    object_share(item);
    bool done = pickle_save(vm, pickler, item, PICKLE_USUAL);
    object_drop(vm, item);
    return done;
}

// The items of an exact list, which the program may change meanwhile.
static bool save_list_items(Vm *vm, Pickler *pickler, const List *list) {
    if (list->count == 1)
        return save_held(vm, pickler, list->items[0].object) &&
               pickle_put_op(vm, pickler, OP_APPEND);
    for (int64_t i = 0; i < list->count;) {
        if (!pickle_put_op(vm, pickler, OP_MARK)) return false;
        for (int64_t end = i + BATCH_ITEMS; i < end && i < list->count; i++)
            if (!save_held(vm, pickler, list->items[i].object)) return false;
        if (!pickle_put_op(vm, pickler, OP_APPENDS)) return false;
    }
    return true;
}

// What saves one thing that an iterator gives.
typedef bool SaveItem(Vm *vm, Pickler *pickler, Object *item);

static bool save_pair(Vm *vm, Pickler *pickler, Object *item) {
    if (!object_is_tuple(vm, item) || ((const Tuple *)item)->count != 2)
        return raise_false(vm, ERROR_PICKLE_ITEMS);
    return save_slots(vm, pickler, (const Tuple *)item);
}

static bool save_one(Vm *vm, Pickler *pickler, Object *item) {
    return pickle_save(vm, pickler, item, PICKLE_USUAL);
}

// Two opcodes: for one item, and for all that stand behind a mark.
typedef struct BatchOps {
    PickleOp one, many;
    SaveItem *save;
} BatchOps;

static const BatchOps list_ops = {OP_APPEND, OP_APPENDS, save_one};
static const BatchOps dict_ops = {OP_SETITEM, OP_SETITEMS, save_pair};

static bool take_save(Vm *vm, Pickler *pickler, const BatchOps *ops, Object *item) {
    bool done = ops->save(vm, pickler, item);
    object_drop(vm, item);
    return done;
}

static bool save_iterator_singly(Vm *vm, Pickler *pickler, Object *iterator,
                                 const BatchOps *ops) {
    Object *item;
    while ((item = object_next(vm, iterator)) != NULL)
        if (!take_save(vm, pickler, ops, item) || !pickle_put_op(vm, pickler, ops->one))
            return false;
    return !raised(vm);
}

static bool save_iterator(Vm *vm, Pickler *pickler, Object *iterator, const BatchOps *ops) {
    if (!pickler->is_binary) return save_iterator_singly(vm, pickler, iterator, ops);
    for (;;) {
        Object *first = object_next(vm, iterator);
        if (first == NULL) return !raised(vm);
        Object *item = object_next(vm, iterator);
        if (item == NULL) {
            bool ends = !raised(vm);
            bool done = take_save(vm, pickler, ops, first);
            return ends && done && pickle_put_op(vm, pickler, ops->one);
        }
        bool done = pickle_put_op(vm, pickler, OP_MARK);
        if (done) done = take_save(vm, pickler, ops, first);
        else object_drop(vm, first);
        int count = 1;
        while (done && item != NULL) {
            done = take_save(vm, pickler, ops, item);
            item = ++count == BATCH_ITEMS || !done ? NULL : object_next(vm, iterator);
        }
        object_drop_or_null(vm, item);
        if (!done || raised(vm) || !pickle_put_op(vm, pickler, ops->many)) return false;
        if (count < BATCH_ITEMS) return true;
    }
}

bool pickle_save_iterator(Vm *vm, Pickler *pickler, Object *iterator, PickleItems items) {
    return save_iterator(vm, pickler, iterator, items == PICKLE_LIST ? &list_ops : &dict_ops);
}

static bool save_list_content(Vm *vm, Pickler *pickler, Object *object) {
    if (object->kind == KIND_LIST && pickler->is_binary)
        return save_list_items(vm, pickler, (const List *)object);
    Object *iterator = object_iterate(vm, object);
    bool done = iterator != NULL && save_iterator(vm, pickler, iterator, &list_ops);
    object_drop_or_null(vm, iterator);
    return done;
}

static bool save_list(Vm *vm, Pickler *pickler, Object *object) {
    if (pickler->is_fast && !fast_enter(vm, pickler, object)) return false;
    bool done = (pickler->is_binary ? pickle_put_op(vm, pickler, OP_EMPTY_LIST)
                                    : pickle_put(vm, pickler, "(l", 2)) &&
                pickle_put_remember(vm, pickler, object);
    if (done && ((const List *)object)->count > 0)
        done = save_list_content(vm, pickler, object);
    return (!pickler->is_fast || fast_leave(vm, pickler, object)) && done;
}

// The items of an exact dict.
static bool save_dict_items(Vm *vm, Pickler *pickler, Dict *dict) {
    int64_t position = 0, count = dict->count;
    Object *key, *value;
    for (int saved = BATCH_ITEMS; saved == BATCH_ITEMS;) {
        saved = 0;
        if (count > 1 && !pickle_put_op(vm, pickler, OP_MARK)) return false;
        while (saved < BATCH_ITEMS && dict_next(dict, &position, &key, &value)) {
            object_share(key);
            object_share(value);
            bool done = pickle_save(vm, pickler, key, PICKLE_USUAL) &&
                        pickle_save(vm, pickler, value, PICKLE_USUAL);
            object_drop(vm, key);
            object_drop(vm, value);
            if (!done) return false;
            saved++;
            if (count == 1) return pickle_put_op(vm, pickler, OP_SETITEM);
        }
        if (!pickle_put_op(vm, pickler, OP_SETITEMS)) return false;
        if (dict->count != count) return raise_false(vm, ERROR_PICKLE_DICT_CHANGED);
    }
    return true;
}

static bool save_dict_content(Vm *vm, Pickler *pickler, Object *object) {
    if (object->kind == KIND_DICT && pickler->is_binary)
        return save_dict_items(vm, pickler, (Dict *)object);
    Str *name = str_new_interned(vm, "items", 5);
    Object *items = name == NULL ? NULL : object_call_method(vm, object, name, 0);
    Object *iterator = items == NULL ? NULL : object_iterate(vm, items);
    bool done = iterator != NULL && save_iterator(vm, pickler, iterator, &dict_ops);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, items);
    object_drop_or_null(vm, iterator);
    return done;
}

static bool save_dict(Vm *vm, Pickler *pickler, Object *object) {
    if (pickler->is_fast && !fast_enter(vm, pickler, object)) return false;
    bool done = (pickler->is_binary ? pickle_put_op(vm, pickler, OP_EMPTY_DICT)
                                    : pickle_put(vm, pickler, "(d", 2)) &&
                pickle_put_remember(vm, pickler, object);
    if (done && ((const Dict *)object)->count > 0)
        done = save_dict_content(vm, pickler, object);
    return (!pickler->is_fast || fast_leave(vm, pickler, object)) && done;
}

// --- sets ---

// (type, ([items],)), for protocols that know no sets.
static bool save_set_as_list(Vm *vm, Pickler *pickler, Object *object, uint32_t kind) {
    Object *items = (Object *)list_new_from_iterable(vm, object);
    return save_call(vm, pickler, object,
                     build_tuple(vm, "o(O)", type_of_kind(vm, kind), items));
}

// Saves up to a batch of elements, from *position on; -1: raised.
static int save_elements(Vm *vm, Pickler *pickler, Set *set, int64_t *position, int most) {
    Object *element;
    int saved = 0;
    while (saved < most && set_next(set, position, &element)) {
        if (!save_held(vm, pickler, element)) return -1;
        saved++;
    }
    return saved;
}

static bool save_set(Vm *vm, Pickler *pickler, Object *object) {
    Set *set = (Set *)object;
    int64_t position = 0, count = set->count;
    if (pickler->protocol < 4) return save_set_as_list(vm, pickler, object, KIND_SET);
    if (!pickle_put_op(vm, pickler, OP_EMPTY_SET) || !pickle_put_remember(vm, pickler, object))
        return false;
    for (int saved = count == 0 ? 0 : BATCH_ITEMS; saved == BATCH_ITEMS;) {
        if (!pickle_put_op(vm, pickler, OP_MARK)) return false;
        saved = save_elements(vm, pickler, set, &position, BATCH_ITEMS);
        if (saved < 0 || !pickle_put_op(vm, pickler, OP_ADDITEMS)) return false;
        if (set->count != count) return raise_false(vm, ERROR_PICKLE_SET_CHANGED);
    }
    return true;
}

static bool save_frozenset(Vm *vm, Pickler *pickler, Object *object) {
    int64_t position = 0;
    if (pickler->protocol < 4) return save_set_as_list(vm, pickler, object, KIND_FROZENSET);
    if (!pickle_put_op(vm, pickler, OP_MARK) ||
        save_elements(vm, pickler, (Set *)object, &position, INT32_MAX) < 0)
        return false;
    int64_t place = pickle_memo_find(&pickler->memo, object);
    if (place >= 0)   // it holds itself, and was remembered in there
        return pickle_put_op(vm, pickler, OP_POP_MARK) && pickle_put_get(vm, pickler, place);
    return pickle_put_op(vm, pickler, OP_FROZENSET) && pickle_put_remember(vm, pickler, object);
}

// --- all of them ---

// Writes the id that the program gives an object. ABSENT: it gives none.
static Found save_persistent(Vm *vm, Pickler *pickler, Object *object) {
    Object *id = pickle_hook_call(vm, &pickler->base, &pickler->persistent, object);
    if (id == NULL) return RAISED;
    bool done = id == vm->objects->none;
    Found found = done ? ABSENT : FOUND;
    if (found == FOUND && pickler->is_binary) {
        done = pickle_save(vm, pickler, id, PICKLE_AS_ITS_ID) &&
               pickle_put_op(vm, pickler, OP_BINPERSID);
    } else if (found == FOUND) {
        Object *text = object_str(vm, id);
        const Str *str = (const Str *)text;
        if (text != NULL && !str->is_ascii)
            done = pickle_refuse(vm, "persistent IDs in protocol 0 must be ASCII strings", NULL,
                                 NULL, NULL);
        else if (text != NULL)
            done = pickle_put_op(vm, pickler, OP_PERSID) &&
                   pickle_put(vm, pickler, str->data, str->length) &&
                   pickle_put(vm, pickler, "\n", 1);
        object_drop_or_null(vm, text);
    }
    object_drop(vm, id);
    return done ? found : RAISED;
}

static bool save_deep(Vm *vm, Pickler *pickler, Object *object) {
    switch (object->kind) {
    case KIND_DICT: return save_dict(vm, pickler, object);
    case KIND_SET: return save_set(vm, pickler, object);
    case KIND_FROZENSET: return save_frozenset(vm, pickler, object);
    case KIND_LIST: return save_list(vm, pickler, object);
    case KIND_TUPLE: return save_tuple(vm, pickler, object);
    case KIND_BYTEARRAY: return save_bytearray(vm, pickler, object);
    default: return pickle_save_reduction(vm, pickler, object);
    }
}

bool pickle_save(Vm *vm, Pickler *pickler, Object *object, PickleWay way) {
    if (!pickle_put_boundary(vm, pickler)) return false;
    if (way == PICKLE_USUAL && pickler->persistent.function.object != NULL) {
        Found found = save_persistent(vm, pickler, object);
        if (found != ABSENT) return found == FOUND;
    }
    switch (object->kind) {
    case KIND_NONE: return pickle_put_op(vm, pickler, OP_NONE);
    case KIND_BOOL: return save_bool(vm, pickler, object == vm->objects->true_);
    case KIND_INT:
    case KIND_BIGINT: return save_int(vm, pickler, object);
    case KIND_FLOAT: return save_float(vm, pickler, object);
    default: break;
    }
    int64_t place = pickle_memo_find(&pickler->memo, object);
    if (place >= 0) return pickle_put_get(vm, pickler, place);
    if (object->kind == KIND_STR) return save_str(vm, pickler, object);
    if (object->kind == KIND_BYTES) return save_bytes(vm, pickler, object);
    if (!recursion_enter(vm, " while pickling an object")) return false;
    bool done = save_deep(vm, pickler, object);
    recursion_leave(vm);
    return done;
}
