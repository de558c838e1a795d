#include "go/maps.h"

#include <string.h>

enum { TABLE_FIRST = 8 };

typedef struct EntryHead {
    uint32_t hash;
    uint32_t is_live;
} EntryHead;

GoMap *go_map_new(GoMachine *machine, GoType *type, int64_t wanted) {
    GoType *under = go_type_underlying(type);
    GoMap *map = (GoMap *)go_machine_new(machine, sizeof(GoMap), NULL);
    GoKind kind = (GoKind)go_type_underlying(under->key)->kind;
    map->type = under;
    map->key_size = (int32_t)go_type_size(under->key);
    map->value_size = (int32_t)go_type_size(under->element);
    map->key_offset = sizeof(EntryHead);
    map->value_offset = map->key_offset + ((map->key_size + 7) & ~7);
    map->entry_size = map->value_offset + ((map->value_size + 7) & ~7);
    map->is_string = kind == GO_KIND_STRING;
    map->is_word = map->key_size == 8 && kind != GO_KIND_FLOAT64 && kind != GO_KIND_COMPLEX64 &&
                   (kind < GO_BASIC_COUNT || kind == GO_KIND_POINTER || kind == GO_KIND_CHANNEL);
    (void)wanted;
    return map;
}

static uint32_t hash_key(const GoMap *map, const char *key, GoType **culprit) {
    uint64_t hash;
    if (map->is_word) {
        hash = *(const uint64_t *)key * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    } else {
        hash = go_machine_hash(map->type->key, key, culprit);
    }
    return (uint32_t)hash;
}

static bool is_key(const GoMap *map, const char *left, const char *right) {
    GoType *culprit;
    if (map->is_word) return *(const uint64_t *)left == *(const uint64_t *)right;
    if (map->is_string) {
        const GoString *first = (const GoString *)left, *second = (const GoString *)right;
        return first->size == second->size && (first->bytes == second->bytes ||
               memcmp(first->bytes, second->bytes, (size_t)first->size) == 0);
    }
    return go_machine_equal(map->type->key, left, right, &culprit) == GO_EQUAL_YES;
}

static char *entry_at(const GoMap *map, const GoEntries *entries, int64_t index) {
    return (char *)entries->items + index * map->entry_size;
}

// The entry of a key; NULL: absent, *slot is where in the table it would go.
static char *find_entry(const GoMap *map, const char *key, uint32_t hash, int64_t *slot) {
    int64_t mask = map->table_size - 1, at = hash & (uint32_t)mask;
    for (;; at = (at + 1) & mask) {
        uint32_t number = map->table[at];
        if (number == 0) {
            *slot = at;
            return NULL;
        }
        char *entry = entry_at(map, map->entries, number - 1);
        EntryHead *head = (EntryHead *)entry;
        if (head->hash == hash && head->is_live && is_key(map, entry + map->key_offset, key)) {
            *slot = at;
            return entry;
        }
    }
}

char *go_map_find(GoMap *map, const char *key, GoType **culprit) {
    int64_t slot;
    if (map == NULL || map->count == 0) {
        if (map != NULL && !map->is_word) (void)hash_key(map, key, culprit);
        return NULL;
    }
    uint32_t hash = hash_key(map, key, culprit);
    if (*culprit != NULL) return NULL;
    char *entry = find_entry(map, key, hash, &slot);
    return entry == NULL ? NULL : entry + map->value_offset;
}

static void rebuild(GoMachine *machine, GoMap *map) {
    int64_t table_size = map->table_size == 0 ? TABLE_FIRST : map->table_size;
    if (map->count * 2 >= table_size) table_size *= 2;
    int64_t capacity = table_size * 3 / 4;
    GoEntries *entries = (GoEntries *)go_machine_new(
        machine, (int64_t)sizeof(GoEntries) + capacity * map->entry_size, NULL);
    uint32_t *table = (uint32_t *)block_new(&machine->heap, table_size * 4, GO_PLAIN);
    if (table == NULL) go_compile_no_memory(machine->world);
    entries->capacity = capacity;
    int64_t old_used = map->entries == NULL ? 0 : map->entries->used;
    for (int64_t i = 0; i < old_used; i++) {
        char *old = entry_at(map, map->entries, i);
        if (!((EntryHead *)old)->is_live) continue;
        memcpy(entry_at(map, entries, entries->used), old, (size_t)map->entry_size);
        int64_t at = ((EntryHead *)old)->hash & (uint32_t)(table_size - 1);
        while (table[at] != 0) at = (at + 1) & (table_size - 1);
        table[at] = (uint32_t)++entries->used;
    }
    map->entries = entries;
    map->table = table;
    map->table_size = table_size;
}

char *go_map_place(GoMachine *machine, GoMap *map, const char *key, GoType **culprit) {
    int64_t slot;
    uint32_t hash = hash_key(map, key, culprit);
    if (*culprit != NULL) return NULL;
    if (map->table_size == 0) rebuild(machine, map);
    char *entry = find_entry(map, key, hash, &slot);
    if (entry != NULL) return entry + map->value_offset;
    if (map->entries->used == map->entries->capacity) {
        rebuild(machine, map);
        (void)find_entry(map, key, hash, &slot);
    }
    entry = entry_at(map, map->entries, map->entries->used++);
    map->table[slot] = (uint32_t)map->entries->used;
    *(EntryHead *)entry = (EntryHead){hash, 1};
    block_write(&machine->heap, entry + map->key_offset, key, (size_t)map->key_size);
    map->count++;
    return entry + map->value_offset;
}

void go_map_delete(GoMachine *machine, GoMap *map, const char *key, GoType **culprit) {
    int64_t slot;
    if (map == NULL) return;
    uint32_t hash = hash_key(map, key, culprit);
    if (*culprit != NULL || map->count == 0) return;
    char *entry = find_entry(map, key, hash, &slot);
    if (entry == NULL) return;
    ((EntryHead *)entry)->is_live = 0;
    (void)machine;
    memset(entry + map->key_offset, 0, (size_t)(map->entry_size - map->key_offset));
    if (--map->count > 0) return;
    // Empty again: the row starts anew, unless an iterator looks at it, which then ends.
    memset(map->table, 0, (size_t)map->table_size * 4);
    map->entries->used = 0;
}

bool go_map_next(GoMapIterator *iterator, const char **key, const char **value) {
    GoMap *map = iterator->map;
    if (map == NULL) return false;
    if (iterator->entries == NULL) iterator->entries = map->entries;
    GoEntries *entries = iterator->entries;
    while (entries != NULL && iterator->position < entries->used) {
        char *entry = entry_at(map, entries, iterator->position++);
        if (!((EntryHead *)entry)->is_live) continue;
        *key = entry + map->key_offset;
        *value = entry + map->value_offset;
        if (entries == map->entries) return true;
        GoType *culprit = NULL;
        *value = go_map_find(map, *key, &culprit);
        if (*value != NULL) return true;   // else it was deleted since
    }
    return false;
}
