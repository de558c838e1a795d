// The table of constants, and rows of them.

#include "compile/constant.h"

#include <math.h>
#include <string.h>

#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/complex.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/set.h"
#include "objects/tuple.h"

typedef struct ConstantPlace {
    Object *object;  // owns; NULL: free
    uint64_t hash;
    bool is_literal;
} ConstantPlace;

enum { TABLE_START = 128, ROW_SMALL = 8 };

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash ^= value;
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

static uint64_t hash_address(const void *address) {
    return mix(0, (uint64_t)(uintptr_t)address);
}

static uint64_t hash_row(const void *data, size_t size) {
    const uint8_t *bytes = data;
    uint64_t hash = size;
    for (; size >= 8; size -= 8, bytes += 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = mix(hash, word);
    }
    uint64_t rest = 0;
    if (size > 0) memcpy(&rest, bytes, size);
    return mix(hash, rest);
}

static uint64_t hash_code(const Code *code) {
    uint64_t hash = mix((uint64_t)code->first_line, (uint64_t)code->argument_count);
    const Bytes *bytecode = (const Bytes *)code->bytecode.object;
    return mix(hash, hash_row(bytecode->data, (size_t)bytecode->count));
}

// By logical address: the order of the table is the order in which its objects are dropped.
static uint64_t hash_object(Vm *vm, const Object *object) {
    return mix(0, object_address(vm, object));
}

static uint64_t hash_set(Vm *vm, const Set *set) {
    uint64_t hash = 0;
    int64_t position = 0;
    Object *key;
    while (set_next((Set *)(uintptr_t)set, &position, &key)) hash += hash_object(vm, key);
    return hash;
}

static uint64_t constant_hash(Vm *vm, const Object *object) {
    uint64_t hash = 0;
    switch (object->kind) {
    case KIND_INT:
    case KIND_BOOL: hash = mix(0, (uint64_t)((const Int *)object)->value); break;
    case KIND_BIGINT: {
        const BigInt *number = (const BigInt *)object;
        int64_t count = number->limb_count < 0 ? -number->limb_count : number->limb_count;
        hash = hash_row(number->limbs, (size_t)count * sizeof number->limbs[0]);
        break;
    }
    case KIND_FLOAT: hash = hash_row(&((const Float *)object)->value, sizeof(double)); break;
    case KIND_COMPLEX:
        hash = hash_row(&((const Complex *)object)->real, 2 * sizeof(double));
        break;
    case KIND_STR: {
        const Str *str = (const Str *)object;
        hash = hash_row(str->data, (size_t)str->length * str->width);
        break;
    }
    case KIND_BYTES:
        hash = hash_row(((const Bytes *)object)->data, (size_t)((const Bytes *)object)->count);
        break;
    case KIND_TUPLE: {
        const Tuple *tuple = (const Tuple *)(const void *)object;
        for (int64_t i = 0; i < tuple->count; i++)
            hash = mix(hash, hash_object(vm, tuple->items[i].object));
        break;
    }
    case KIND_FROZENSET: hash = hash_set(vm, (const Set *)object); break;
    case KIND_CODE: hash = hash_code((const Code *)object); break;
    default: hash = hash_object(vm, object); break;
    }
    return mix(hash, object->kind);
}

static bool bytes_equal(const Object *left, const Object *right) {
    const Bytes *a = (const Bytes *)left, *b = (const Bytes *)right;
    return a->count == b->count && memcmp(a->data, b->data, (size_t)a->count) == 0;
}

static bool tuples_equal(const Object *left, const Object *right) {
    const Tuple *a = (const Tuple *)(const void *)left, *b = (const Tuple *)(const void *)right;
    if (a->count != b->count) return false;
    for (int64_t i = 0; i < a->count; i++)
        if (a->items[i].object != b->items[i].object) return false;
    return true;
}

static bool sets_equal(const Object *left, const Object *right) {
    Set *a = (Set *)(uintptr_t)left, *b = (Set *)(uintptr_t)right;
    if (a->count != b->count) return false;
    int64_t position = 0;
    Object *key;
    while (set_next(a, &position, &key)) {
        int64_t other_position = 0;
        Object *other = NULL;
        while (set_next(b, &other_position, &other) && other != key) continue;
        if (other != key) return false;
    }
    return true;
}

static bool codes_equal(const Code *a, const Code *b) {
    return a->first_line == b->first_line && a->argument_count == b->argument_count &&
           a->positional_only_count == b->positional_only_count &&
           a->keyword_only_count == b->keyword_only_count && a->flags == b->flags &&
           a->name.object == b->name.object &&
           bytes_equal(a->bytecode.object, b->bytecode.object) &&
           tuples_equal(a->constants.object, b->constants.object) &&
           tuples_equal(a->names.object, b->names.object) &&
           tuples_equal(a->local_names.object, b->local_names.object) &&
           bytes_equal(a->line_table.object, b->line_table.object) &&
           bytes_equal(a->exception_table.object, b->exception_table.object);
}

// A NaN equals nothing but itself.
static bool doubles_equal(const double *left, const double *right, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (isnan(left[i])) return false;
    return memcmp(left, right, count * sizeof *left) == 0;
}

static bool constant_equal(const Object *left, const Object *right) {
    if (left == right) return true;
    if (left->kind != right->kind) return false;
    switch (left->kind) {
    case KIND_INT:
    case KIND_BOOL: return ((const Int *)left)->value == ((const Int *)right)->value;
    case KIND_BIGINT: {
        const BigInt *a = (const BigInt *)left, *b = (const BigInt *)right;
        int64_t count = a->limb_count < 0 ? -a->limb_count : a->limb_count;
        return a->limb_count == b->limb_count &&
               memcmp(a->limbs, b->limbs, (size_t)count * sizeof a->limbs[0]) == 0;
    }
    case KIND_FLOAT:
        return doubles_equal(&((const Float *)left)->value, &((const Float *)right)->value, 1);
    case KIND_COMPLEX:
        return doubles_equal(&((const Complex *)left)->real, &((const Complex *)right)->real, 2);
    case KIND_STR: return str_is_equal((const Str *)left, (const Str *)right);
    case KIND_BYTES: return bytes_equal(left, right);
    case KIND_TUPLE: return tuples_equal(left, right);
    case KIND_FROZENSET: return sets_equal(left, right);
    case KIND_CODE: return codes_equal((const Code *)left, (const Code *)right);
    default: return false;
    }
}

// --- the table ---

static bool constant_table_grow(Compiler *compiler) {
    ConstantTable *table = &compiler->constants;
    uint32_t places = table->places == NULL ? TABLE_START : (table->mask + 1) * 2;
    ConstantPlace *grown = compiler_allocate(compiler, places * sizeof *grown);
    if (grown == NULL) return false;
    for (uint32_t i = 0; table->places != NULL && i <= table->mask; i++) {
        if (table->places[i].object == NULL) continue;
        uint32_t place = (uint32_t)table->places[i].hash & (places - 1);
        while (grown[place].object != NULL) place = (place + 1) & (places - 1);
        grown[place] = table->places[i];
    }
    table->places = grown;
    table->mask = places - 1;
    return true;
}

// CPython builds a frozenset a second time from the order of the first, and that
// order is what the program sees. Consumes; NULL: failed.
static Object *frozenset_rebuild(Compiler *compiler, Object *object) {
    Set *set = (Set *)object;
    if (set->count == 0) return object;
    Vm *vm = compiler->vm;
    Set *rebuilt = NULL;
    Tuple *items = tuple_new(vm, set->count);
    if (items != NULL) {
        int64_t position = 0, i = 0;
        Object *key;
        while (set_next(set, &position, &key))
            slot_fill(vm, &items->base, &items->items[i++], object_share(key));
        rebuilt = frozenset_new(vm, &items->base);
        object_drop(vm, &items->base);
    }
    object_drop(vm, object);
    if (rebuilt == NULL) compiler_fail(compiler);
    return (Object *)rebuilt;
}

// The place of the table's object equal to `object`, which is consumed; NULL: failed.
static ConstantPlace *constant_place(Compiler *compiler, Object *object) {
    Vm *vm = compiler->vm;
    ConstantTable *table = &compiler->constants;
    if (object == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    if ((table->places == NULL || table->count * 2 > table->mask) &&
        !constant_table_grow(compiler)) {
        object_drop(vm, object);
        return NULL;
    }
    uint64_t hash = constant_hash(vm, object);
    uint32_t place = (uint32_t)hash & table->mask;
    for (; table->places[place].object != NULL; place = (place + 1) & table->mask) {
        if (table->places[place].hash != hash) continue;
        if (!constant_equal(table->places[place].object, object)) continue;
        object_drop(vm, object);
        return &table->places[place];
    }
    if (object->kind == KIND_FROZENSET) object = frozenset_rebuild(compiler, object);
    if (object == NULL) return NULL;
    table->places[place] = (ConstantPlace){object, hash, false};
    table->count++;
    return &table->places[place];
}

Object *constant_merge(Compiler *compiler, Object *object) {
    const ConstantPlace *place = constant_place(compiler, object);
    return place == NULL ? NULL : place->object;
}

Object *constant_merge_literal(Compiler *compiler, Object *object) {
    // A str that was interned before is not the object that the literal made.
    bool was_there = object != NULL && object->kind == KIND_STR && object->count > 1;
    ConstantPlace *place = constant_place(compiler, object);
    if (place == NULL) return NULL;
    place->is_literal |= !was_there;
    return place->object;
}

Tuple *constant_load_literals(Compiler *compiler) {
    const ConstantTable *table = &compiler->constants;
    int64_t count = 0, limit = table->places == NULL ? 0 : (int64_t)table->mask + 1;
    for (int64_t i = 0; i < limit; i++)
        count += table->places[i].object != NULL && table->places[i].is_literal;
    Tuple *literals = tuple_new(compiler->vm, count);
    if (literals == NULL) return NULL;
    for (int64_t i = 0, at = 0; i < limit; i++)
        if (table->places[i].object != NULL && table->places[i].is_literal)
            slot_fill(compiler->vm, &literals->base, &literals->items[at++],
                      object_share(table->places[i].object));
    return literals;
}

void constant_table_done(Compiler *compiler) {
    ConstantTable *table = &compiler->constants;
    for (uint32_t i = 0; table->places != NULL && i <= table->mask; i++)
        object_drop_or_null(compiler->vm, table->places[i].object);
}

// Strings that could be names are interned, as CPython interns them.
static bool looks_like_name(const char *utf8, size_t length) {
    for (size_t i = 0; i < length; i++) {
        char c = utf8[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '_') return false;
    }
    return true;
}

Object *constant_of_text(Compiler *compiler, const char *utf8, size_t length) {
    Vm *vm = compiler->vm;
    if (looks_like_name(utf8, length))
        return constant_merge_literal(compiler, (Object *)str_new_interned(vm, utf8, length));
    return constant_merge_literal(compiler, str_new(vm, utf8, length));
}

// The table's object for one of a tree that the program made: items of a tuple or frozenset
// must be the table's too. Borrowed; NULL: failed.
static Object *constant_of_object(Compiler *compiler, Object *object) {
    Vm *vm = compiler->vm;
    if (object->kind != KIND_TUPLE && object->kind != KIND_FROZENSET)
        return constant_merge_literal(compiler, object_share(object));
    bool is_tuple = object->kind == KIND_TUPLE;
    int64_t count = is_tuple ? ((Tuple *)object)->count : ((Set *)object)->count;
    Tuple *items = tuple_new(vm, count);
    bool is_same = items != NULL, has_all = is_same;
    int64_t position = 0;
    Object *item = NULL;
    for (int64_t i = 0; has_all && i < count; i++) {
        if (is_tuple) item = ((Tuple *)object)->items[i].object;
        else set_next((Set *)object, &position, &item);
        Object *own = constant_of_object(compiler, item);
        has_all = own != NULL;
        is_same &= own == item;
        if (has_all) slot_fill(vm, &items->base, &items->items[i], object_share(own));
    }
    Object *made = NULL;
    if (has_all && is_same) made = object_share(object);
    else if (has_all && is_tuple) made = object_share(&items->base);
    else if (has_all) made = (Object *)frozenset_new(vm, &items->base);
    if (items != NULL) tuple_finish(vm, items);
    object_drop_or_null(vm, (Object *)items);
    return constant_merge_literal(compiler, made);
}

Object *constant_of(Compiler *compiler, const Constant *constant) {
    Vm *vm = compiler->vm;
    const Text *text = &constant->text;
    switch (constant->kind) {
    case CONSTANT_NONE: return vm->objects->none;
    case CONSTANT_TRUE: return vm->objects->true_;
    case CONSTANT_FALSE: return vm->objects->false_;
    case CONSTANT_ELLIPSIS: return vm->objects->ellipsis;
    case CONSTANT_INT:
        return constant_merge_literal(
            compiler, int_new_from_digits(vm, text->bytes, text->length, constant->base));
    case CONSTANT_FLOAT: return constant_merge_literal(compiler, float_new(vm, constant->number));
    case CONSTANT_IMAGINARY:
        return constant_merge_literal(compiler, complex_new(vm, 0, constant->number));
    case CONSTANT_STRING: return constant_of_text(compiler, text->bytes, text->length);
    case CONSTANT_BYTES:
        return constant_merge_literal(compiler, bytes_new(vm, text->bytes, (int64_t)text->length));
    case CONSTANT_OBJECT: return constant_of_object(compiler, constant->object);
    }
    return NULL;
}

Object *constant_tuple(Compiler *compiler, Object *const *items, int32_t count) {
    Vm *vm = compiler->vm;
    Tuple *tuple = tuple_new(vm, count);
    for (int32_t i = 0; tuple != NULL && i < count; i++)
        slot_fill(vm, &tuple->base, &tuple->items[i], object_share(items[i]));
    if (tuple != NULL) tuple_finish(vm, tuple);
    return constant_merge(compiler, (Object *)tuple);
}

Object *constant_frozenset(Compiler *compiler, Object *tuple) {
    return constant_merge(compiler, (Object *)frozenset_new(compiler->vm, tuple));
}

// --- rows ---

static void constant_row_enter(ConstantRow *row, int32_t number) {
    uint32_t mask = (uint32_t)row->index_capacity - 1;
    uint32_t place = (uint32_t)hash_address(row->objects[number]) & mask;
    while (row->index[place] != 0) place = (place + 1) & mask;
    row->index[place] = number + 1;
}

static int32_t constant_row_find(const ConstantRow *row, const Object *object) {
    if (row->index == NULL) {
        for (int32_t i = 0; i < row->count; i++)
            if (row->objects[i] == object) return i;
        return -1;
    }
    uint32_t mask = (uint32_t)row->index_capacity - 1;
    uint32_t place = (uint32_t)hash_address(object) & mask;
    for (; row->index[place] != 0; place = (place + 1) & mask)
        if (row->objects[row->index[place] - 1] == object) return row->index[place] - 1;
    return -1;
}

int32_t constant_row_add(Compiler *compiler, ConstantRow *row, Object *object) {
    if (object == NULL) return -1;
    int32_t number = constant_row_find(row, object);
    if (number >= 0) return number;
    Object **objects = compiler_grow(compiler, row->objects, row->count, &row->capacity,
                                     sizeof *objects);
    if (objects == NULL) return -1;
    row->objects = objects;
    objects[row->count] = object;
    if (row->capacity > ROW_SMALL && row->index_capacity != row->capacity * 2) {
        int32_t *index = compiler_allocate(compiler, (size_t)row->capacity * 2 * sizeof *index);
        if (index == NULL) return -1;
        row->index = index;
        row->index_capacity = row->capacity * 2;
        for (int32_t i = 0; i < row->count; i++) constant_row_enter(row, i);
    }
    if (row->index != NULL) constant_row_enter(row, row->count);
    return row->count++;
}
