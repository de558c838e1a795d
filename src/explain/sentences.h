// A run in sentences: what each line did, to be read aloud.
//
// The texts stand in sentences.def. Lines are grouped: a heading with the source, then a
// sentence an effect. Nothing but events and the view is read.

#ifndef EXPLAIN_SENTENCES_H
#define EXPLAIN_SENTENCES_H

#include "explain/explain.h"

typedef struct Sentences Sentences;

MUST_USE Sentences *sentences_new(View *view, const ExplainOptions *options);
// Takes an event; where it is told, appends what there is to say of it.
void sentences_take(Sentences *sentences, const Event *event, int is_told, TextBuffer *text);
// Appends what the run was as a whole.
void sentences_add_summary(Sentences *sentences, TextBuffer *text);
void sentences_drop(Sentences *sentences);   // NULL is allowed

#endif
