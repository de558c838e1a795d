// What instructions do that is too long for the loop.

#ifndef GO_OPERATIONS_H
#define GO_OPERATIONS_H

#include "go/machine.h"

// How CONVERT_STRING converts.
typedef enum GoStringConversion {
    GO_BYTES_TO_STRING, GO_STRING_TO_BYTES, GO_RUNES_TO_STRING, GO_STRING_TO_RUNES,
    GO_INTEGER_TO_STRING,
} GoStringConversion;

int64_t operations_to_int(double value);
int64_t operations_to_uint(double value);
void operations_complex(int how, char *result, const char *left, const char *right);
void operations_complex_to(int how, char *result, const char *value);
int64_t operations_same_string(const GoString *left, const GoString *right);
int64_t operations_compare_string(const GoString *left, const GoString *right);
int operations_equal_interfaces(const char *left, const char *right, GoType **culprit);
GoOutcome operations_incomparable(GoMachine *machine, GoRoutine *routine, GoType *type);
GoOutcome operations_unhashable(GoMachine *machine, GoRoutine *routine, GoType *type);
GoOutcome operations_fail_index(GoMachine *machine, GoRoutine *routine, int64_t index,
                                  int64_t length);
GoOutcome operations_fail_array(GoMachine *machine, GoRoutine *routine, int64_t length,
                                  int64_t wanted);
GoOutcome operations_overflow(GoMachine *machine);
// bounds: low, high, max; which: 1 high is given, 2 max, 4 low, 8 it is an array.
GoOutcome operations_slice(GoMachine *machine, GoRoutine *routine, GoSlice *result,
                             GoSlice slice, const int64_t *bounds, int which, int64_t element);
GoOutcome operations_slice_string(GoMachine *machine, GoRoutine *routine, GoString *result,
                                    GoString string, const int64_t *bounds, int which);
// Length and capacity stand where the slice is put.
GoOutcome operations_make_slice(GoMachine *machine, GoRoutine *routine, GoSlice *result,
                                  GoType *type);
// Room for `count` more, as the runtime of 1.19 grows.
void operations_grow(GoMachine *machine, GoSlice *slice, int64_t count, GoType *type);
void operations_append(GoMachine *machine, GoSlice *result, GoSlice slice, const GoSlice *more,
                         GoType *type);
int64_t operations_copy(GoMachine *machine, const char *to, const char *from, int64_t element);
GoString operations_join(GoMachine *machine, GoString left, GoString right);
void operations_convert_string(GoMachine *machine, int how, char *result, const char *value);
int64_t operations_next_rune(const GoString *string, int64_t at, int64_t *index_and_rune);
GoOutcome operations_defer(GoMachine *machine, GoRoutine *routine, char *fp, const GoCode *pc);
GoOutcome operations_go(GoMachine *machine, GoRoutine *routine, char *fp, const GoCode *pc);
GoOutcome operations_method_value(GoMachine *machine, GoRoutine *routine, char *fp,
                                    const GoCode *pc);
void operations_print(GoMachine *machine, int how, const char *value, GoType *type);

// How GO and DEFER find the function: in the field n.
typedef enum GoCallKind { GO_CALL_FUNCTION, GO_CALL_CLOSURE } GoCallKind;

#endif
