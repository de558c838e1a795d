// The objects that names reach at a moment, by type: how many, their bytes, how many are
// held in several places; and which of these can change.

#ifndef EXPLAIN_CENSUS_H
#define EXPLAIN_CENSUS_H

#include "explain/view.h"

// Appends the table. False: memory ended. `caption` NULL: none.
MUST_USE bool census_write(View *view, const char *caption, TextBuffer *text);

#endif
