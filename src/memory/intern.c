#include "memory/intern.h"

enum { INTERN_CAPACITY_FIRST = 1024 };

static uint64_t intern_start(const Interned *interned, int64_t hash) {
    uint64_t mixed = (uint64_t)hash * UINT64_C(0x9e3779b97f4a7c15);
    return (mixed >> 32) & (interned->capacity - 1);
}

Object *intern_find(Vm *vm, int64_t hash, InternEqual *equal, const void *key) {
    const Interned *interned = heap_of(vm)->interned;
    if (interned->capacity == 0) return NULL;
    uint64_t i = intern_start(interned, hash);
    while (interned->entries[i].object != NULL) {
        const InternEntry *entry = &interned->entries[i];
        if (entry->hash == hash && equal(entry->object, key)) return entry->object;
        i = (i + 1) & (interned->capacity - 1);
    }
    return NULL;
}

static void intern_put(Interned *interned, InternEntry entry) {
    uint64_t i = intern_start(interned, entry.hash);
    while (interned->entries[i].object != NULL) i = (i + 1) & (interned->capacity - 1);
    interned->entries[i] = entry;
    interned->count++;
}

static bool intern_grow(Vm *vm, Interned *interned) {
    Interned old = *interned;
    uint64_t capacity = old.capacity == 0 ? INTERN_CAPACITY_FIRST : old.capacity * 2;
    InternEntry *entries = system_new(vm, capacity * sizeof(InternEntry));
    if (entries == NULL) return false;
    *interned = (Interned){entries, capacity, 0};
    for (uint64_t i = 0; i < old.capacity; i++)
        if (old.entries[i].object != NULL) intern_put(interned, old.entries[i]);
    system_drop(vm, old.entries, old.capacity * sizeof(InternEntry));
    return true;
}

bool intern_add(Vm *vm, Object *object, int64_t hash) {
    Interned *interned = heap_of(vm)->interned;
    // Never more than half full, so that searches stay short.
    if (interned->count * 2 >= interned->capacity && !intern_grow(vm, interned)) return false;
    intern_put(interned, (InternEntry){object, hash});
    return true;
}

void intern_remove(Vm *vm, Object *object, int64_t hash) {
    Interned *interned = heap_of(vm)->interned;
    uint64_t mask = interned->capacity - 1;
    uint64_t i = intern_start(interned, hash);
    while (interned->entries[i].object != object) {
        CHECK(interned->entries[i].object != NULL);
        i = (i + 1) & mask;
    }
    interned->count--;
    // Entries behind the hole that may stand in it move up, so that no search ends early.
    for (uint64_t j = (i + 1) & mask; interned->entries[j].object != NULL; j = (j + 1) & mask) {
        uint64_t start = intern_start(interned, interned->entries[j].hash);
        if (((j - start) & mask) >= ((j - i) & mask)) {
            interned->entries[i] = interned->entries[j];
            i = j;
        }
    }
    interned->entries[i] = (InternEntry){NULL, 0};
}

void intern_each(Vm *vm, void (*visit)(Vm *vm, Object *object, void *context), void *context) {
    const Interned *interned = heap_of(vm)->interned;
    for (uint64_t i = 0; i < interned->capacity; i++)
        if (interned->entries[i].object != NULL) visit(vm, interned->entries[i].object, context);
}

int64_t intern_verify(Vm *vm) {
    const Interned *interned = heap_of(vm)->interned;
    int64_t faults = 0;
    uint64_t count = 0;
    for (uint64_t i = 0; i < interned->capacity; i++) {
        const InternEntry *entry = &interned->entries[i];
        if (entry->object == NULL) continue;
        count++;
        faults += entry->object->count == 0;
        uint64_t j = intern_start(interned, entry->hash);
        uint64_t mask = interned->capacity - 1;
        while (j != i && interned->entries[j].object != NULL) j = (j + 1) & mask;
        faults += j != i;
    }
    return faults + (count != interned->count);
}
