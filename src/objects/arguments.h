// Binding the arguments of a call to the parameters of a native signature.

#ifndef OBJECTS_ARGUMENTS_H
#define OBJECTS_ARGUMENTS_H

#include "objects/operations.h"

enum { NATIVE_PARAMETERS_MAX = 16 };

// A signature text, read once. System memory, owned by the function object.
typedef struct Signature {
    int16_t positional_only, positional;  // counts; positional includes positional_only
    int16_t keyword_only;
    int16_t required;                     // of the positional ones
    int16_t count;                        // of all values given to the Native
    bool has_rest, has_keywords;          // *args, **kwargs
    Str *names[];                         // owns: `count` names, interned
} Signature;

MUST_USE Signature *signature_new(Vm *vm, const Method *method);
void signature_drop(Vm *vm, Signature *signature);

// Binds and calls. `self` is NULL for functions of modules; otherwise the first value.
// Raises TypeError with CPython's text for its calling conventions.
MUST_USE Object *native_call(Vm *vm, const Method *method, const Signature *signature,
                             Object *self, const Arguments *arguments);

// For `new`, `init` and `call` behaviours: binds `arguments` by a signature text given
// as a static Method (function NULL) into values[0..count): new references, drop after.
MUST_USE bool arguments_bind(Vm *vm, const char *function_name, const char *signature,
                             const Arguments *arguments, Object **values);
void arguments_unbind(Vm *vm, Object **values, int count);

// TypeError unless there are no keywords: "NAME() takes no keyword arguments".
MUST_USE bool arguments_refuse_keywords(Vm *vm, const char *function_name,
                                        const Arguments *arguments);

#endif
