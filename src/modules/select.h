// What select.c and select_epoll.c share.

#ifndef MODULES_SELECT_H
#define MODULES_SELECT_H

#include "modules/modules.h"
#include "objects/list.h"

typedef enum SelectUnit {
    SELECT_EXACT_SECONDS,   // not negative
    SELECT_SECONDS,         // below 0: for ever
    SELECT_MILLISECONDS,    // the same
} SelectUnit;

// A timeout as nanoseconds, -1 for ever (None or not given). False: raised.
MUST_USE bool select_read_timeout(Vm *vm, Object *given, SelectUnit unit, int64_t *nanoseconds);

// Adds (file, events) to a list of such pairs. Consumes the list; NULL: raised.
MUST_USE List *select_take_pair(Vm *vm, List *pairs, int64_t file, int64_t events);

extern const TypeDefinition select_epoll_definition;

#endif
