// What the files about a machine's timeline share.

#ifndef API_TIME_H
#define API_TIME_H

#include "api/machine.h"
#include "base/text.h"
#include "record/timeline.h"

// Where the program died: which exception, raised in which line of which code.
typedef struct MachineDeath {
    const Object *exception;   // borrows, by address alone; NULL: it lives
    const Code *code;          // likewise
    int line;
} MachineDeath;

typedef struct MachineTime {
    NametagMachine *machine;   // borrows
    NametagTime wish;
    Timeline timeline;
    void (*task)(NametagMachine *machine);   // the program
    bool has_begun;
    MachineDeath death;
    TextBuffer file, function;   // texts of the line that was told last
    const NametagSearch *search; // borrows: while one is under way
    Moment before, found;        // of a search backward: the limit, and the last hit
} MachineTime;

// The text of a str, terminated.
void time_set_text(TextBuffer *text, const Str *str);
// The value of an expression in a frame, on a copy. NULL: raised.
MUST_USE Object *time_evaluate(Vm *vm, Frame *frame, const char *text);
// Runs something on a copy of the machine that can't reach the outside. False: it can't be.
MUST_USE bool time_try(MachineTime *time, void (*errand)(Vm *vm, void *context, Frame *frame),
                       void *context);
// The frame so many calls below the innermost; NULL: there is none.
Frame *time_find_frame(Frame *frame, int index);

#endif
