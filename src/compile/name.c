// Names: the table by spelling, mangling, and maps from names to numbers.

#include "compile/name.h"

#include <string.h>

#include "compile/compiler.h"
#include "objects/state.h"

enum { NAME_TABLE_START = 256, NAME_MAP_SMALL = 8 };

static bool name_table_grow(Compiler *compiler, NameTable *table) {
    uint32_t places = table->places == NULL ? NAME_TABLE_START : (table->mask + 1) * 2;
    Name **grown = compiler_allocate(compiler, places * sizeof *grown);
    if (grown == NULL) return false;
    for (uint32_t i = 0; table->places != NULL && i <= table->mask; i++) {
        if (table->places[i] == NULL) continue;
        uint32_t place = table->places[i]->hash & (places - 1);
        while (grown[place] != NULL) place = (place + 1) & (places - 1);
        grown[place] = table->places[i];
    }
    table->places = grown;
    table->mask = places - 1;
    return true;
}

Name *name_new(Compiler *compiler, const char *bytes, size_t length, uint32_t hash) {
    NameTable *table = &compiler->names;
    if (table->places == NULL || table->count * 2 > table->mask)
        if (!name_table_grow(compiler, table)) return NULL;
    uint32_t place = hash & table->mask;
    for (; table->places[place] != NULL; place = (place + 1) & table->mask) {
        Name *name = table->places[place];
        if (name->hash == hash && name->length == length &&
            memcmp(name->bytes, bytes, length) == 0)
            return name;
    }
    Name *name = compiler_allocate(compiler, sizeof *name);
    if (name == NULL) return NULL;
    *name = (Name){hash, (uint32_t)length, bytes, NULL};
    table->places[place] = name;
    table->count++;
    return name;
}

Name *name_of(Compiler *compiler, const Identifier *identifier) {
    return name_new(compiler, identifier->bytes, identifier->length, identifier->hash);
}

Name *name_of_c(Compiler *compiler, const char *text) {
    size_t length = strlen(text);
    return name_new(compiler, text, length, tree_name_hash(text, length));
}

// --- blocks without a name ---

static const char *const block_names[] = {
    "<module>", "<lambda>", "<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>",
};

typedef struct BlockNames {
    Slot strs[ARRAY_COUNT(block_names)];   // empty until somebody asks
} BlockNames;

static void block_names_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    BlockNames *names = state;
    for (size_t i = 0; i < ARRAY_COUNT(block_names); i++)
        visit(vm, NULL, &names->strs[i], context);
}

static void block_names_done(Vm *vm, void *state) {
    BlockNames *names = state;
    for (size_t i = 0; i < ARRAY_COUNT(block_names); i++) slot_clear(vm, NULL, &names->strs[i]);
}

static const StateDefinition block_names_state = {
    .bytes = sizeof(BlockNames), .visit = block_names_visit, .done = block_names_done,
};

// The shared Str, borrowed; NULL: raised.
static Object *block_name_str(Vm *vm, const char *text) {
    BlockNames *names = state_load(vm, &block_names_state);
    if (names == NULL) return NULL;
    size_t i = 0;
    while (strcmp(block_names[i], text) != 0) i++;
    if (names->strs[i].object == NULL) slot_fill(vm, NULL, &names->strs[i], str_new_c(vm, text));
    return names->strs[i].object;
}

Name *name_of_block(Compiler *compiler, const char *text) {
    Name *name = name_of_c(compiler, text);
    if (name == NULL || name->str != NULL) return name;
    name->str = object_share_or_null(block_name_str(compiler->vm, text));
    if (name->str != NULL) return name;
    compiler_fail(compiler);
    return NULL;
}

static bool is_private(const Name *name) {
    if (name->length < 3 || name->bytes[0] != '_' || name->bytes[1] != '_') return false;
    if (name->bytes[name->length - 1] == '_' && name->bytes[name->length - 2] == '_') return false;
    return memchr(name->bytes, '.', name->length) == NULL;
}

Name *name_mangle(Compiler *compiler, const Name *owner, Name *name) {
    if (owner == NULL || name == NULL || !is_private(name)) return name;
    const char *class_name = owner->bytes;
    size_t class_length = owner->length;
    while (class_length > 0 && *class_name == '_') class_name++, class_length--;
    if (class_length == 0) return name;
    size_t length = 1 + class_length + name->length;
    char *bytes = compiler_allocate(compiler, length + 1);
    if (bytes == NULL) return NULL;
    bytes[0] = '_';
    memcpy(bytes + 1, class_name, class_length);
    memcpy(bytes + 1 + class_length, name->bytes, name->length);
    return name_new(compiler, bytes, length, tree_name_hash(bytes, length));
}

Object *name_str(Compiler *compiler, Name *name) {
    if (name == NULL) return NULL;
    if (name->str == NULL) {
        name->str = (Object *)str_new_interned(compiler->vm, name->bytes, name->length);
        if (name->str == NULL) compiler_fail(compiler);
    }
    return name->str;
}

void name_table_done(Compiler *compiler) {
    NameTable *table = &compiler->names;
    for (uint32_t i = 0; table->places != NULL && i <= table->mask; i++)
        if (table->places[i] != NULL) object_drop_or_null(compiler->vm, table->places[i]->str);
}

bool name_is(const Name *name, const char *text) {
    return name != NULL && strcmp(name->bytes, text) == 0;
}

int name_compare(const Name *left, const Name *right) {
    // The order of utf-8 bytes is that of code points.
    size_t shorter = left->length < right->length ? left->length : right->length;
    int order = memcmp(left->bytes, right->bytes, shorter);
    if (order != 0) return order;
    return left->length < right->length ? -1 : left->length > right->length;
}

// --- maps ---

int32_t name_map_find(const NameMap *map, const Name *name) {
    if (map->index == NULL) {
        for (int32_t i = 0; i < map->count; i++)
            if (map->names[i] == name) return i;
        return -1;
    }
    uint32_t mask = (uint32_t)map->capacity * 2 - 1;
    for (uint32_t place = name->hash & mask; map->index[place] != 0; place = (place + 1) & mask)
        if (map->names[map->index[place] - 1] == name) return map->index[place] - 1;
    return -1;
}

static void name_map_enter(NameMap *map, int32_t number) {
    uint32_t mask = (uint32_t)map->capacity * 2 - 1;
    uint32_t place = map->names[number]->hash & mask;
    while (map->index[place] != 0) place = (place + 1) & mask;
    map->index[place] = number + 1;
}

static bool name_map_grow(Compiler *compiler, NameMap *map) {
    int32_t capacity = map->capacity == 0 ? NAME_MAP_SMALL : map->capacity * 2;
    Name **names = compiler_allocate(compiler, (size_t)capacity * sizeof *names);
    if (names == NULL) return false;
    if (map->count > 0) memcpy(names, map->names, (size_t)map->count * sizeof *names);
    int32_t *index = NULL;
    if (capacity > NAME_MAP_SMALL) {
        index = compiler_allocate(compiler, (size_t)capacity * 2 * sizeof *index);
        if (index == NULL) return false;
    }
    map->names = names;
    map->capacity = capacity;
    map->index = index;
    for (int32_t i = 0; index != NULL && i < map->count; i++) name_map_enter(map, i);
    return true;
}

int32_t name_map_add(Compiler *compiler, NameMap *map, Name *name) {
    if (name == NULL) return -1;
    int32_t number = name_map_find(map, name);
    if (number >= 0) return number;
    if (map->count == map->capacity && !name_map_grow(compiler, map)) return -1;
    map->names[map->count] = name;
    if (map->index != NULL) name_map_enter(map, map->count);
    return map->count++;
}
