// Aliasing bugs that happened: each is told with its two steps as proof.
//
// A pattern (rules.def) is reported only when an object was changed through one way and
// its change was seen through another later.

#ifndef EXPLAIN_CHECK_H
#define EXPLAIN_CHECK_H

#include "explain/explain.h"

typedef struct Check Check;

MUST_USE Check *check_new(View *view, const ExplainOptions *options);
void check_take(Check *check, const Event *event);
// Appends the findings; gives their number, and one more where memory ended meanwhile.
int64_t check_report(Check *check, TextBuffer *text);
void check_drop(Check *check);   // NULL is allowed

#endif
