// The iterators over strings: one type for ASCII texts, one for others, as CPython has them.

#include "objects/str.h"

#include "objects/int.h"
#include "objects/sequence.h"
#include "objects/tuple.h"

typedef struct StrIterator {
    Object base;
    Slot str;        // Str; empty when exhausted
    int64_t index;
} StrIterator;

Object *str_iterate(Vm *vm, Object *object) {
    uint32_t kind = ((Str *)object)->is_ascii ? KIND_STR_ASCII_ITERATOR : KIND_STR_ITERATOR;
    StrIterator *iterator = (StrIterator *)object_new(vm, kind, sizeof(StrIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->str, object_share(object));
    iterator->index = 0;
    object_track(vm, &iterator->base);
    return &iterator->base;
}

static Object *iterator_next(Vm *vm, Object *object) {
    StrIterator *iterator = (StrIterator *)object;
    const Str *str = (Str *)iterator->str.object;
    if (str == NULL) return NULL;
    if (iterator->index < str->length)
        return str_new_char(vm, str_get_char(str, iterator->index++));
    slot_clear(vm, object, &iterator->str);
    return NULL;
}

static const Field iterator_fields[] = {FIELD(StrIterator, str), {0}};

static Object *str_iterator_method___length_hint__(Vm *vm, const Slot *arguments) {
    const StrIterator *iterator = (StrIterator *)arguments[0].object;
    const Str *str = (Str *)iterator->str.object;
    return int_new(vm, str == NULL ? 0 : str->length - iterator->index);
}

static Object *str_iterator_method___reduce__(Vm *vm, const Slot *arguments) {
    const StrIterator *iterator = (StrIterator *)arguments[0].object;
    Object *str = iterator->str.object;
    Object *iter = sequence_get_builtin(vm, "iter"), *index = NULL;
    if (iter == NULL) return NULL;
    Tuple *result = NULL;
    Tuple *call = tuple_pack(vm, 1, str != NULL ? str : &vm->objects->empty_str->base);
    if (call != NULL && str != NULL && (index = int_new(vm, iterator->index)) != NULL)
        result = tuple_pack(vm, 3, iter, call, index);
    else if (call != NULL && str == NULL)
        result = tuple_pack(vm, 2, iter, call);
    object_drop_or_null(vm, index);
    object_drop_or_null(vm, (Object *)call);
    return (Object *)result;
}

static Object *str_iterator_method___setstate__(Vm *vm, const Slot *arguments) {
    StrIterator *iterator = (StrIterator *)arguments[0].object;
    const Str *str = (Str *)iterator->str.object;
    int64_t index;
    if (!object_is_int(vm, arguments[1].object)) return raise(vm, ERROR_INTEGER_REQUIRED);
    if (int_find_value(vm, arguments[1].object, &index) != FOUND)
        return raise(vm, ERROR_INT_TOO_LARGE, "ssize_t");
    if (str != NULL)
        iterator->index = index < 0 ? 0 : index > str->length ? str->length : index;
    return none_new(vm);
}

static const Method str_iterator_methods[] = {
    HIDDEN_METHOD(str_iterator, __length_hint__, "(self, /)", "How many items may be left."),
    HIDDEN_METHOD(str_iterator, __reduce__, "(self, /)", "What copies and pickles make it of."),
    HIDDEN_METHOD(str_iterator, __setstate__, "(self, state, /)", "Moves to a position."),
    {0},
};

#define STR_ITERATOR_DEFINITION(own_name, own_kind)                                 \
    {                                                                               \
        .name = own_name,                                                           \
        .kind = own_kind,                                                           \
        .base = KIND_OBJECT,                                                        \
        .bytes = sizeof(StrIterator),                                               \
        .python_bytes = 32,                                                         \
        .layout = {.name = own_name,                                                \
                   .flags = LAYOUT_COLLECTED,                                       \
                   .fields = iterator_fields},                                      \
        .behaviour = {.iterate = object_share_self, .next = iterator_next},         \
        .methods = str_iterator_methods,                                            \
    }

static Object *object_share_self(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

const TypeDefinition str_iterator_definition =
    STR_ITERATOR_DEFINITION("str_iterator", KIND_STR_ITERATOR);
const TypeDefinition str_ascii_iterator_definition =
    STR_ITERATOR_DEFINITION("str_ascii_iterator", KIND_STR_ASCII_ITERATOR);
