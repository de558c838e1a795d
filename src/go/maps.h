// Maps: a row of entries in the order of insertion, and a table that finds them.
//
//   map block -> entries block: [hash|live|key|value] [hash|live|key|value] …
//             -> table block: numbers of entries + 1, 0: free, by hash
//
// Deleted entries stay as holes until the row is made anew. An iterator keeps the row it
// began with, so that it goes on when the map gets another one.

#ifndef GO_MAPS_H
#define GO_MAPS_H

#include "go/machine.h"

typedef struct GoEntries {
    int64_t used, capacity;
    char items[];
} GoEntries;

typedef struct GoMap {
    GoType *type;
    int64_t count;
    GoEntries *entries;
    uint32_t *table;
    int64_t table_size;          // a power of two; 0: none yet
    int32_t key_offset, value_offset, entry_size;
    int32_t key_size, value_size;
    bool is_word, is_string;     // how keys are compared
} GoMap;

typedef struct GoMapIterator {
    GoMap *map;
    GoEntries *entries;
    int64_t position;
} GoMapIterator;

GoMap *go_map_new(GoMachine *machine, GoType *type, int64_t wanted);
// The value's memory; NULL: absent. *culprit: a key in an interface can't be compared.
char *go_map_find(GoMap *map, const char *key, GoType **culprit);
// Memory for the value of that key, new or old; NULL: as above.
char *go_map_place(GoMachine *machine, GoMap *map, const char *key, GoType **culprit);
void go_map_delete(GoMachine *machine, GoMap *map, const char *key, GoType **culprit);
// The next entry's key and value; false: no more.
bool go_map_next(GoMapIterator *iterator, const char **key, const char **value);

#endif
