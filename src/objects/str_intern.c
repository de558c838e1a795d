// The interned strings: one object a text, found by its hash.
//
// The table refers to its strings without counting them: one that nobody else
// refers to dies and leaves the table (str_intern_forget).

#include "objects/str.h"

#include <string.h>

// Open addressing with linear probing; places are 2^n and at most two thirds full.
typedef struct InternTable {
    int64_t count;
    int64_t places;
    Str *strings[];   // borrows; NULL: empty
} InternTable;

static size_t table_bytes(int64_t places) {
    return sizeof(InternTable) + (size_t)places * sizeof(Str *);
}

static int64_t place_for(Vm *vm, const InternTable *table, Str *str) {
    int64_t mask = table->places - 1;
    int64_t place = str_get_hash(vm, str) & mask;
    while (table->strings[place] != NULL && !str_is_equal_slow(table->strings[place], str))
        place = (place + 1) & mask;
    return place;
}

static bool table_grow(Vm *vm) {
    InternTable *old = vm->objects->interned;
    int64_t places = old == NULL ? 1024 : old->places * 2;
    InternTable *table = system_new(vm, table_bytes(places));
    if (table == NULL) return false;
    table->places = places;
    table->count = old == NULL ? 0 : old->count;
    for (int64_t i = 0; old != NULL && i < old->places; i++)
        if (old->strings[i] != NULL)
            table->strings[place_for(vm, table, old->strings[i])] = old->strings[i];
    if (old != NULL) system_drop(vm, old, table_bytes(old->places));
    vm->objects->interned = table;
    return true;
}

Object *str_intern(Vm *vm, Object *object) {
    Str *str = (Str *)object;
    if (str->is_interned || object->kind != KIND_STR) return object;
    const InternTable *before = vm->objects->interned;
    if (before == NULL || before->count * 3 >= before->places * 2) {
        // Not interned is slower, not wrong.
        if (!table_grow(vm)) {
            raised_clear(vm);
            if (before == NULL || before->count + 1 >= before->places) return object;
        }
    }
    InternTable *table = vm->objects->interned;
    int64_t place = place_for(vm, table, str);
    if (table->strings[place] != NULL) {
        object_share(&table->strings[place]->base);
        object_drop(vm, object);
        return &table->strings[place]->base;
    }
    table->strings[place] = str;
    table->count++;
    str->is_interned = true;
    return object;
}

void str_intern_forget(Vm *vm, Str *str) {
    InternTable *table = vm->objects->interned;
    int64_t mask = table->places - 1;
    int64_t hole = place_for(vm, table, str);
    CHECK(table->strings[hole] == str);
    table->count--;
    // Close the hole: move back what a search from its own place would no longer reach.
    for (int64_t i = (hole + 1) & mask; table->strings[i] != NULL; i = (i + 1) & mask) {
        int64_t home = str_get_hash(vm, table->strings[i]) & mask;
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            table->strings[hole] = table->strings[i];
            hole = i;
        }
    }
    table->strings[hole] = NULL;
}

Str *str_new_interned(Vm *vm, const char *utf8, size_t bytes) {
    Object *str = str_new(vm, utf8, bytes);
    return str == NULL ? NULL : (Str *)str_intern(vm, str);
}

void str_intern_done(Vm *vm) {
    InternTable *table = vm->objects->interned;
    if (table == NULL) return;
    for (int64_t i = 0; i < table->places; i++)
        if (table->strings[i] != NULL) table->strings[i]->is_interned = false;
    system_drop(vm, table, table_bytes(table->places));
    vm->objects->interned = NULL;
}
