// Equality and hash of code objects, by all that decides what they do.
//
// Constants are equal only when their types are too: 1, True and 1.0 differ, and so
// do 0.0 and -0.0, alone and inside of tuples and frozensets.

#include <math.h>

#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/complex.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/set.h"
#include "objects/tuple.h"

static Found constant_equal(Vm *vm, Object *left, Object *right);

static Found tuple_constants_equal(Vm *vm, const Tuple *left, const Tuple *right) {
    if (left->count != right->count) return ABSENT;
    for (int64_t i = 0; i < left->count; i++) {
        Found found = constant_equal(vm, left->items[i].object, right->items[i].object);
        if (found != FOUND) return found;
    }
    return FOUND;
}

static Found set_has_constant(Vm *vm, const Set *set, Object *constant) {
    int64_t position = 0;
    Object *key;
    while (set_next((Set *)(uintptr_t)set, &position, &key)) {
        Found found = constant_equal(vm, key, constant);
        if (found != ABSENT) return found;
    }
    return ABSENT;
}

static Found set_constants_equal(Vm *vm, const Set *left, const Set *right) {
    if (left->count != right->count) return ABSENT;
    int64_t position = 0;
    Object *key;
    while (set_next((Set *)(uintptr_t)left, &position, &key)) {
        Found found = set_has_constant(vm, right, key);
        if (found != FOUND) return found;
    }
    return FOUND;
}

static bool double_is_same(double left, double right) {
    return left == right && (signbit(left) != 0) == (signbit(right) != 0);
}

static Found constant_equal(Vm *vm, Object *left, Object *right) {
    if (left == right) return FOUND;
    if (object_type(vm, left) != object_type(vm, right)) return ABSENT;
    switch (left->kind) {
    case KIND_TUPLE: return tuple_constants_equal(vm, (Tuple *)left, (Tuple *)right);
    case KIND_FROZENSET: return set_constants_equal(vm, (Set *)left, (Set *)right);
    case KIND_FLOAT: return double_is_same(((Float *)left)->value, ((Float *)right)->value);
    case KIND_COMPLEX:
        return double_is_same(((Complex *)left)->real, ((Complex *)right)->real) &&
               double_is_same(((Complex *)left)->imaginary, ((Complex *)right)->imaginary);
    case KIND_INT:
    case KIND_BIGINT:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_CODE: return object_equal(vm, left, right);
    default: return ABSENT;  // other objects: only the same one
    }
}

static bool code_numbers_equal(const Code *left, const Code *right) {
    return left->argument_count == right->argument_count &&
           left->positional_only_count == right->positional_only_count &&
           left->keyword_only_count == right->keyword_only_count &&
           left->flags == right->flags && left->first_line == right->first_line;
}

static Found code_equal(Vm *vm, const Code *left, const Code *right) {
    if (!code_numbers_equal(left, right)) return ABSENT;
    const Slot *const pairs[][2] = {
        {&left->name, &right->name},
        {&left->bytecode, &right->bytecode},
        {&left->names, &right->names},
        {&left->local_names, &right->local_names},
        {&left->line_table, &right->line_table},
        {&left->exception_table, &right->exception_table},
    };
    for (size_t i = 0; i < ARRAY_COUNT(pairs); i++) {
        Found found = object_equal(vm, pairs[i][0]->object, pairs[i][1]->object);
        if (found != FOUND) return found;
    }
    return constant_equal(vm, left->constants.object, right->constants.object);
}

Object *code_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_asked = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_asked || left->kind != KIND_CODE || right->kind != KIND_CODE)
        return not_implemented_new(vm);
    Found found = code_equal(vm, (Code *)left, (Code *)right);
    if (found == RAISED) return NULL;
    return bool_new(vm, (found == FOUND) == (comparison == COMPARE_EQUAL));
}

bool code_hash(Vm *vm, Object *object, int64_t *hash) {
    const Code *code = (const Code *)object;
    const Slot *const parts[] = {&code->name, &code->constants, &code->names, &code->local_names,
                                 &code->line_table, &code->exception_table};
    int64_t mixed = 0;
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
        int64_t part;
        if (!object_hash(vm, parts[i]->object, &part)) return false;
        mixed ^= part;
    }
    mixed ^= code->argument_count ^ code->positional_only_count ^ code->keyword_only_count ^
             code->flags;
    *hash = mixed == -1 ? -2 : mixed;
    return true;
}
