// What the files of the view share.

#ifndef EXPLAIN_VIEW_PARTS_H
#define EXPLAIN_VIEW_PARTS_H

#include "explain/view.h"

// Makes room for `count` items; what is added is zero. False: the view has failed.
MUST_USE bool view_reserve(View *view, void **items, int64_t *capacity, int64_t count,
                           size_t bytes);

// Notes that `from` has a slot that refers to `to`.
void view_refer(View *view, Serial to, Serial from);

// Takes a change of an object's slots over (view_mutate.c).
void view_mutate(View *view, const Event *event);

#endif
