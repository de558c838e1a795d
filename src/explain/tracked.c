// Objects by address, in host memory.

#include "base/host.h"
#include "explain/watch_parts.h"

#include <string.h>

static size_t place_of(const TrackedTable *table, const Object *object) {
    uint64_t hash = ((uint64_t)(uintptr_t)object >> 4) * UINT64_C(0x9e3779b97f4a7c15);
    size_t mask = table->capacity - 1, i = (size_t)(hash >> 20) & mask;
    while (table->places[i].object != NULL && table->places[i].object != object) i = (i + 1) & mask;
    return i;
}

Tracked *tracked_find(const TrackedTable *table, const Object *object) {
    if (table->capacity == 0) return NULL;
    Tracked *tracked = &table->places[place_of(table, object)];
    return tracked->object == NULL ? NULL : tracked;
}

static bool table_grow(TrackedTable *table) {
    TrackedTable grown = {.capacity = table->capacity == 0 ? 1024 : table->capacity * 2};
    grown.places = host_allocate(grown.capacity * sizeof(Tracked));
    if (grown.places == NULL) return false;
    memset(grown.places, 0, grown.capacity * sizeof(Tracked));
    for (size_t i = 0; i < table->capacity; i++)
        if (table->places[i].object != NULL)
            grown.places[place_of(&grown, table->places[i].object)] = table->places[i];
    grown.count = table->count;
    host_release(table->places);
    *table = grown;
    return true;
}

Tracked *tracked_make(TrackedTable *table, Object *object) {
    if (table->count * 2 >= table->capacity && !table_grow(table)) return NULL;
    Tracked *tracked = &table->places[place_of(table, object)];
    if (tracked->object == NULL) {
        table->count++;
        *tracked = (Tracked){.object = object, .row = -1};
    }
    return tracked;
}

void tracked_remove(TrackedTable *table, const Object *object) {
    if (table->capacity == 0) return;
    size_t mask = table->capacity - 1, hole = place_of(table, object);
    if (table->places[hole].object == NULL) return;
    table->places[hole].object = NULL;
    table->count--;
    // Those behind move up when the hole is on their way.
    for (size_t i = (hole + 1) & mask; table->places[i].object != NULL; i = (i + 1) & mask) {
        Tracked moved = table->places[i];
        table->places[i].object = NULL;
        size_t place = place_of(table, moved.object);
        table->places[place] = moved;
    }
}
