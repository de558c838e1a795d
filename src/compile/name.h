// Names of one compilation: a Name for each spelling, so that equal pointers are
// equal names; and maps from names to small numbers, in the order of adding.

#ifndef COMPILE_NAME_H
#define COMPILE_NAME_H

#include "objects/str.h"
#include "syntax/tree.h"

typedef struct Name {
    uint32_t hash;
    uint32_t length;    // in bytes
    const char *bytes;  // borrows: utf-8 with a NUL behind it, in the tree or the arena
    Object *str;        // owns: the Str, interned but for names of blocks; NULL until asked for
} Name;

// All names of a compilation, by spelling.
typedef struct NameTable {
    Name **places;  // owns in the arena: open addressing, NULL where free
    uint32_t mask;
    uint32_t count;
} NameTable;

// A set of names that numbers them 0, 1, 2, … as they are added.
typedef struct NameMap {
    Name **names;   // in the order of adding
    int32_t count;
    int32_t capacity;
    int32_t *index;  // places of 1 + number by hash; NULL while the map is small
} NameMap;

struct Compiler;

// The Name of a spelling; `bytes` must live as long as the compilation. NULL: failed.
Name *name_new(struct Compiler *compiler, const char *bytes, size_t length, uint32_t hash);
Name *name_of(struct Compiler *compiler, const Identifier *identifier);
Name *name_of_c(struct Compiler *compiler, const char *text);
// The Name of a block that has none in the source: "<module>", "<lambda>" and so on. Its
// Str is one for the whole machine and not interned, as CPython's. NULL: failed.
Name *name_of_block(struct Compiler *compiler, const char *text);

// What the name is called inside a class: `__x` becomes `_Class__x`. owner NULL: unchanged.
Name *name_mangle(struct Compiler *compiler, const Name *owner, Name *name);

// The name as a Str, borrowed. NULL: failed.
Object *name_str(struct Compiler *compiler, Name *name);

// Drops the strings of all names.
void name_table_done(struct Compiler *compiler);

bool name_is(const Name *name, const char *text);
// By code points: negative, 0, positive.
int name_compare(const Name *left, const Name *right);

// The number of a name, or -1.
int32_t name_map_find(const NameMap *map, const Name *name);
// The number of a name, which is added when it is not there; -1: failed.
int32_t name_map_add(struct Compiler *compiler, NameMap *map, Name *name);

#endif
