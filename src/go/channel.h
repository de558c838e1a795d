// Channels: a ring of values, and the goroutines that wait at its ends.

#ifndef GO_CHANNEL_H
#define GO_CHANNEL_H

#include "go/machine.h"

GoChannel *go_channel_new(GoMachine *machine, GoType *type, int64_t capacity);
// Of a value in registers at offset `slot` of the goroutine's stack. BLOCKED: it waits now,
// and goes on behind the instruction when that is done.
GoOutcome go_channel_send(GoMachine *machine, GoRoutine *routine, GoChannel *channel, int64_t slot);
// slot -1: the value isn't wanted. Whether one came is in routine->is_received.
GoOutcome go_channel_receive(GoMachine *machine, GoRoutine *routine, GoChannel *channel,
                             int64_t slot);
GoOutcome go_channel_close(GoMachine *machine, GoRoutine *routine, GoChannel *channel);

typedef struct GoCase {          // in registers, for SELECT
    GoChannel *channel;
    int64_t slot;                // offset in the frame of the value; -1: nowhere
    int64_t is_send;
} GoCase;
typedef enum GoSelectKind { GO_SELECT_WAITS, GO_SELECT_HAS_DEFAULT } GoSelectKind;
// The case that came about is in routine->chosen, -1: the default.
GoOutcome go_case_select(GoMachine *machine, GoRoutine *routine, GoCase *cases, int count,
                            int64_t base, GoSelectKind kind);

#endif
