// A run as a trace of Python Tutor: at each step the whole state, as JSON, so that front ends
// which were made for that can show it. Values are read from the view; no method is asked.

#ifndef EXPLAIN_TUTOR_H
#define EXPLAIN_TUTOR_H

#include "explain/explain.h"

typedef struct Tutor Tutor;

MUST_USE Tutor *tutor_new(View *view, const ExplainOptions *options);   // NULL: no memory
// Takes an event, which the view has taken before, and appends the step that it makes, if any.
void tutor_take(Tutor *tutor, const Event *event, TextBuffer *text);
// The program has ended: appends the rest; later events are not told.
void tutor_end(Tutor *tutor, TextBuffer *text);
bool tutor_is_done(const Tutor *tutor);   // whether the trace has ended
void tutor_drop(Tutor *tutor);   // NULL is allowed

#endif
