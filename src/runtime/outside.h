// Asking the world for what may take long: other threads run meanwhile, signals are handled.
//
// The world itself sleeps only when no thread can run. So before a request that would wait
// for a file the thread waits for the file first; and a request that a signal cut short is
// made again once the handlers have run.

#ifndef RUNTIME_OUTSIDE_H
#define RUNTIME_OUTSIDE_H

#include "base/world.h"
#include "runtime/runtime.h"

typedef enum OutsideDirection { OUTSIDE_READS, OUTSIDE_WRITES } OutsideDirection;

// Asks until no signal interrupts; *result is the world's, below 0 -errno. False: a handler
// of a signal raised.
MUST_USE bool outside_ask(Vm *vm, WorldRequest *request, int64_t *result);

// The same for what waits long for something else than a file. With other threads around it
// is `attempt` that is made, which doesn't wait, again after a pause while its result is
// `pending`.
MUST_USE bool outside_ask_patiently(Vm *vm, WorldRequest *request, WorldRequest *attempt,
                                    int64_t pending, int64_t *result);

// Lets other threads run until a file that blocks can be read or written. False: raised.
MUST_USE bool outside_await_file(Vm *vm, int file, OutsideDirection direction);

// read() and write() of the system, as outside_ask does them.
MUST_USE bool outside_read(Vm *vm, int file, void *bytes, int64_t count, int64_t *result);
MUST_USE bool outside_write(Vm *vm, int file, const void *bytes, int64_t count, int64_t *result);

// Runs the handlers of signals that came; false: one raised.
MUST_USE bool outside_handle_signals(Vm *vm);

#endif
