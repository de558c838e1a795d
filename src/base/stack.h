// C stacks that the program switches between itself: one for each green thread.
//
//   memory                                     memory + bytes
//   | guard | free ........ <- pointer | frames in use    |
//
// A Stack keeps where its suspended code goes on. Exactly one runs at a time in a
// host thread; the one that the host gave at the start is a Stack too, filled in
// when it is first left. AddressSanitizer is told of every switch.

#ifndef BASE_STACK_H
#define BASE_STACK_H

#include "base/check.h"

typedef void StackFunction(void *argument);

typedef struct Stack {
    void *pointer;            // saved stack pointer; the lowest address in use
    const char *memory;       // borrows; the host's own: known under AddressSanitizer only
    size_t bytes;
    StackFunction *function;  // what runs on it
    void *argument;
    void *fake_frames;        // AddressSanitizer's
} Stack;

// Lays a first frame into `memory`, so that the first switch to the stack calls
// function(argument), which never returns: it ends in stack_switch_last.
void stack_start(Stack *stack, char *memory, size_t bytes, StackFunction *function,
                 void *argument);

// Suspends the running code as `from` and goes on with `to`; comes back when somebody
// switches to `from`.
void stack_switch(Stack *from, Stack *to);

// The same for a stack that is never resumed: its memory may be given back.
NO_RETURN void stack_switch_last(Stack *from, Stack *to);

#endif
