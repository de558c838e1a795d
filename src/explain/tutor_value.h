// Values of a view in Python Tutor's way: small ones inline, others as ["REF", number] into a
// heap that is gathered while values are written.

#ifndef EXPLAIN_TUTOR_VALUE_H
#define EXPLAIN_TUTOR_VALUE_H

#include "explain/explain.h"


typedef struct TutorHeap {
    View *view;              // borrows
    const ExplainOptions *options;
    Serial *queue;           // owns; what was referred to in this step
    int64_t count, capacity;
    uint64_t mark;           // of objects that are in the queue
    bool is_failed;
} TutorHeap;

void tutor_heap_begin(TutorHeap *heap);   // nothing has been referred to
// Appends a value as it stands in a name or a slot.
void tutor_heap_add_value(TutorHeap *heap, Serial serial, TextBuffer *text);
// Appends what was referred to, and all that these refer to.
void tutor_heap_add(TutorHeap *heap, TextBuffer *text);
void tutor_heap_done(TutorHeap *heap);

#endif
