// What the files of the module array share: rows of numbers of one C type.
//
// An array keeps its items as C has them, one behind the other in a buffer. What an item is
// stands in a row of a table, by the letter of the array.

#ifndef MODULES_ARRAY_H
#define MODULES_ARRAY_H

#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/int.h"

typedef struct ArrayCode {
    char letter;
    uint8_t bytes;          // of an item
    bool is_integer, has_sign;
    int64_t least, most;    // of integers: what surely fits
    const char *format;     // of a view's item
    Object *(*load)(Vm *vm, const uint8_t *at);   // the item as an object
} ArrayCode;

typedef struct Array {
    Object base;
    uint8_t *data;          // owns: a buffer of `capacity` items; NULL: none
    int64_t count;
    int64_t capacity;       // CPython's `allocated`: sys.getsizeof() shows it
    int64_t exports;        // views that are acquired
    const ArrayCode *code;  // borrows, static
} Array;

// --- items (array_items.c) ---

// All letters, as the module has them: "bBuhHiIlLqQfd".
extern const char array_letters[];
// The row of a letter; NULL: there is none.
const ArrayCode *array_code_find(uint32_t letter);
// The row of the integers of that size with a sign, or without; of several the last one.
const ArrayCode *array_code_find_signed(int bytes);
const ArrayCode *array_code_find_unsigned(int bytes);

// The first code->bytes of *bits are the item for a value. False: it is none, and that was raised.
MUST_USE bool array_read_slow(Vm *vm, const ArrayCode *code, Object *value, uint64_t *bits);

ALWAYS_INLINE MUST_USE bool array_read(Vm *vm, const ArrayCode *code, Object *value,
                                       uint64_t *bits) {
    if (LIKELY(value->kind == KIND_INT && code->is_integer)) {
        int64_t number = ((const Int *)value)->value;
        *bits = (uint64_t)number;
        if (LIKELY(number >= code->least && number <= code->most)) return true;
    }
    return array_read_slow(vm, code, value, bits);
}

// The first place in start..count whose item equals the value; *index is `count`: none does.
// False: a comparison raised.
MUST_USE bool array_find(Vm *vm, Array *array, Object *value, int64_t start, int64_t *index);

// --- the row (array.c) ---

ALWAYS_INLINE Array *array_of(const Slot *arguments) {
    return (Array *)arguments[0].object;
}

ALWAYS_INLINE uint8_t *array_at(const Array *array, int64_t index) {
    return array->data + index * array->code->bytes;
}

ALWAYS_INLINE Object *array_load(Vm *vm, const Array *array, int64_t index) {
    return array->code->load(vm, array_at(array, index));
}

ALWAYS_INLINE void array_put(Array *array, int64_t index, uint64_t bits) {
    memcpy(array_at(array, index), &bits, array->code->bytes);
}

bool array_is(Vm *vm, const Object *object);
Type *array_get_type(Vm *vm);
// Of `count` items that are not set; exactly as large. `type` NULL: array.array itself.
MUST_USE Array *array_new(Vm *vm, Type *type, const ArrayCode *code, int64_t count);
// array.array(letter, content), or of a subclass.
MUST_USE Object *array_new_of_content(Vm *vm, Type *type, const ArrayCode *code, Object *content);
MUST_USE Object *array_new_part(Vm *vm, const Array *array, int64_t start, int64_t stop,
                                int64_t step);
// Changes how many there are by CPython's rule; what is new is not set. BufferError while
// views exist.
MUST_USE bool array_resize(Vm *vm, Array *array, int64_t count);
// Puts a value before the item at a place (a negative one: counted from the end).
MUST_USE bool array_insert(Vm *vm, Array *array, int64_t place, Object *value);
MUST_USE bool array_remove(Vm *vm, Array *array, int64_t index);
// Adds the items of another array, or of an iterable; the bytes of a view; a text.
MUST_USE bool array_extend(Vm *vm, Array *array, Object *source);
MUST_USE bool array_add_bytes(Vm *vm, Array *array, Object *source);
MUST_USE bool array_add_text(Vm *vm, Array *array, const Str *text);
// The items as a list; as a str.
MUST_USE Object *array_to_list(Vm *vm, const Array *array);
MUST_USE Object *array_to_text(Vm *vm, const Array *array);
void array_check(const Array *array);

// --- methods (array_methods.c), pickling (array_pickle.c) ---

extern const Method array_methods[];
Object *array_method___reduce_ex__(Vm *vm, const Slot *arguments);
Object *array_function__array_reconstructor(Vm *vm, const Slot *arguments);

#endif
