// Arguments of native functions read into C values, with the texts of CPython's converters.
//
// `place` says which argument it is in messages: 0 "argument" (the only one), 1 and more
// "argument 1"; argument_named: "argument 'name'".

#ifndef MODULES_ARGUMENT_H
#define MODULES_ARGUMENT_H

#include "objects/str.h"
#include "objects/view.h"

// TypeError "function() argument 2 must be str, not int"; false.
bool argument_refuse(Vm *vm, const char *function, int place, const char *expected, Object *value);
bool argument_refuse_named(Vm *vm, const char *function, const char *name, const char *expected,
                           Object *value);

// Rows for functions whose arguments CPython reads by a format from a tuple, and for those
// that only have no __text_signature__.
#define PARSED_FUNCTION(module, name, signature, doc) \
    {#name, module##_function_##name, signature, doc, \
     METHOD_HIDES_SIGNATURE | METHOD_IS_PARSED | METHOD_TAKES_TUPLE}
#define HIDDEN_FUNCTION(module, name, signature, doc) \
    {#name, module##_function_##name, signature, doc, METHOD_HIDES_SIGNATURE}

// What fits a C int; OverflowError "Python int too large to convert to C int".
MUST_USE bool argument_int(Vm *vm, Object *value, int *number);
// What fits 64 bits; OverflowError "Python int too large to convert to C long".
MUST_USE bool argument_int64(Vm *vm, Object *value, int64_t *number);
// What fits an ssize_t; OverflowError "Python int too large to convert to C ssize_t".
MUST_USE bool argument_size(Vm *vm, Object *value, int64_t *number);
// The last 64 bits of an int, whatever its size.
MUST_USE bool argument_bits(Vm *vm, Object *value, uint64_t *bits);
// The truth of anything as an int: 0 or 1.
MUST_USE bool argument_truth(Vm *vm, Object *value, bool *truth);
MUST_USE bool argument_str(Vm *vm, const char *function, int place, Object *value);

// A file: an int, or what fileno() gives.
MUST_USE bool argument_file(Vm *vm, Object *value, int *file);
// A directory that paths start from: an int, or None (or nothing) for -1.
MUST_USE bool argument_directory(Vm *vm, Object *value, int *file);
// An int as file number, whatever its sign.
MUST_USE bool argument_file_number(Vm *vm, Object *value, int *file);
// The number of a user ("uid") or a group ("gid"); -1 is one too.
MUST_USE bool argument_identity(Vm *vm, const char *name, Object *value, int64_t *id);
// What CPython's format "i" takes for process ids.
MUST_USE bool argument_process(Vm *vm, Object *value, int *process);
// Exactly an int, of 64 bits without a sign.
MUST_USE bool argument_unsigned(Vm *vm, Object *value, uint64_t *number);
// The same, where a negative one is a ValueError, and a larger one is too large for C's long.
MUST_USE bool argument_unsigned_long(Vm *vm, Object *value, uint64_t *number);
// The same as argument_unsigned, where a negative one is a ValueError; at most `most`.
MUST_USE bool argument_positive(Vm *vm, Object *value, uint64_t most, uint64_t *number);

// The numbers of signals that an iterable gives: bit n - 1 is signal n.
MUST_USE bool argument_signals(Vm *vm, Object *iterable, uint64_t *bits);

// What CPython takes for a sequence: it can be indexed, and is no dict.
bool argument_is_sequence(Vm *vm, const Object *object);
// sequence[index]: a new reference.
MUST_USE Object *argument_load_item(Vm *vm, Object *sequence, int64_t index);

// The contiguous bytes of an object that can be written; view_release when done. (Those of one
// that is only read: view_acquire.)
MUST_USE bool argument_room(Vm *vm, const char *function, int place, Object *value, View *view);

#endif
