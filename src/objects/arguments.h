// Binding the arguments of a call to the parameters of a native signature.
//
// The form of a signature says which of CPython's calling conventions the function
// has there, and so which texts its errors have: no parameters (METH_NOARGS), one
// that is positional only (METH_O), several (METH_FASTCALL), or keywords.

#ifndef OBJECTS_ARGUMENTS_H
#define OBJECTS_ARGUMENTS_H

#include "objects/function.h"
#include "objects/operations.h"

enum { NATIVE_PARAMETERS_MAX = 24 };

typedef enum Convention {
    CONVENTION_NONE,        // "takes no arguments"
    CONVENTION_ONE,         // "takes exactly one argument"
    CONVENTION_POSITIONAL,  // "expected 2 arguments"
    CONVENTION_KEYWORDS,    // keywords allowed
} Convention;

typedef struct Parameter {
    const char *name;   // borrows: in the signature text, not terminated
    int16_t length;
    bool has_default;
} Parameter;

// A signature text, read once. System memory, kept by the machine until its end.
typedef struct Signature {
    const void *key;        // the Method or text that it was made for
    uint8_t convention;
    uint8_t first;          // 1 when the first value is self (or the class)
    bool has_rest, has_keywords;          // *args, **kwargs
    int16_t positional_only, positional;  // without self; positional includes positional_only
    int16_t keyword_only;
    int16_t required;                     // of the positional ones
    int16_t count;                        // of all values given to the Native
    int16_t exact;                        // count when all are required positionals; else -1
    // So many positional values, self included, are taken as they are, with empty places
    // behind them; never where plain_most is -1.
    int16_t plain_least, plain_most;
    Parameter parameters[];               // without self; *args and **kwargs in their places
} Signature;

// The signature of a method; made at the first use. Borrowed; NULL: MemoryError raised.
MUST_USE const Signature *signature_of(Vm *vm, const Method *method);
// The same for a text, known by the address of `key`.
MUST_USE const Signature *signature_find(Vm *vm, const void *key, const char *text,
                                         int is_class_method);
void signature_done(Vm *vm);

// Arguments that CPython puts into a tuple (and a dict) of their own for the time of a call:
// their counts are one higher there. A chain on the C stack, innermost call first.
typedef struct ArgumentTuple {
    const Arguments *arguments;   // borrows
    struct ArgumentTuple *previous;
} ArgumentTuple;

ALWAYS_INLINE void arguments_hold(Vm *vm, ArgumentTuple *tuple, const Arguments *arguments) {
    *tuple = (ArgumentTuple){arguments, vm->objects->argument_tuples};
    vm->objects->argument_tuples = tuple;
}

ALWAYS_INLINE void arguments_let_go(Vm *vm, const ArgumentTuple *tuple) {
    vm->objects->argument_tuples = tuple->previous;
}

// Visits each argument held so in the chain from `tuple` on.
void arguments_visit_held(Vm *vm, const ArgumentTuple *tuple,
                          void (*visit)(Vm *vm, Object *object, void *context), void *context);

// Binds and calls a builtin or descriptor. `self` is NULL for functions of modules; otherwise
// the first value. Raises TypeError with CPython's text for its calling conventions.
MUST_USE Object *signature_call(Vm *vm, Object *callable, const Method *method,
                                const Signature *signature, Object *self,
                                const Arguments *arguments);

// What a builtin or method descriptor calls when it takes these arguments just as they are;
// NULL: it must be called in general.
ALWAYS_INLINE Native *arguments_find_exact(Vm *vm, const Object *callable, const Slot *arguments,
                                           int64_t count) {
    if (callable->kind == KIND_METHOD_DESCRIPTOR) {
        const MethodDescriptor *method = (const MethodDescriptor *)callable;
        if (method->signature == NULL || method->signature->exact != count || count == 0 ||
            (Object *)object_type(vm, arguments[0].object) != method->owner.object)
            return NULL;
        return method->method->function;
    }
    const Builtin *builtin = (const Builtin *)callable;
    if (builtin->signature == NULL || builtin->signature->first != 0 ||
        builtin->signature->exact != count)
        return NULL;
    return builtin->method->function;
}

// Calls a builtin or method descriptor as object_call does, with positional arguments only.
// They may lie in the caller's window: they are borrowed.
MUST_USE Object *arguments_call_native(Vm *vm, Object *callable, const Slot *arguments,
                                       int64_t count);

// For `new`, `init` and `call` behaviours: binds `arguments` by a signature text (a
// string literal, without self) into values[0..count): new references, drop after.
MUST_USE bool arguments_bind(Vm *vm, const char *function_name, const char *signature,
                             const Arguments *arguments, Object **values);
void arguments_unbind(Vm *vm, Object **values, int count);

// TypeError unless there are no keywords: "NAME() takes no keyword arguments".
MUST_USE bool arguments_refuse_keywords(Vm *vm, const char *function_name,
                                        const Arguments *arguments);
// TypeError unless `count` is in between: "NAME expected at least 1 argument, got 0".
MUST_USE bool arguments_check_count(Vm *vm, const char *function_name, int64_t count,
                                    int64_t least, int64_t most);
// The value of a keyword argument, or NULL. Borrowed.
Object *arguments_get_keyword(const Arguments *arguments, const char *name);

#endif
