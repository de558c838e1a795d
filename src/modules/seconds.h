// Numbers of seconds, as programs give them, in nanoseconds.

#ifndef MODULES_SECONDS_H
#define MODULES_SECONDS_H

#include "objects/raise.h"

typedef enum SecondsRounding {
    SECONDS_DOWN,        // towards minus infinity
    SECONDS_UP,          // towards infinity
    SECONDS_NEAREST,     // halves to even
    SECONDS_AWAY,        // away from 0: what waits has not ended too early
} SecondsRounding;

enum { SECONDS_NANOSECONDS = 1000000000 };

// An int or a float of seconds. ValueError for nan, OverflowError beyond 64 bits, TypeError
// for what is no number.
MUST_USE bool seconds_read(Vm *vm, Object *object, SecondsRounding rounding,
                           int64_t *nanoseconds);

// The same of milliseconds.
MUST_USE bool seconds_read_milliseconds(Vm *vm, Object *object, SecondsRounding rounding,
                                        int64_t *nanoseconds);

// The same as whole seconds and the rest, 0..999999999. OverflowError where the seconds don't
// fit a time_t.
MUST_USE bool seconds_split(Vm *vm, Object *object, SecondsRounding rounding, int64_t *seconds,
                            int64_t *nanoseconds);

#endif
