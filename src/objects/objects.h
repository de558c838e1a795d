// The state of the object layer: singletons, well-known names, the raised exception.

#ifndef OBJECTS_OBJECTS_H
#define OBJECTS_OBJECTS_H

#include "base/hash.h"
#include "objects/type.h"

enum { SLOT_ROWS_MAX = 100 };
enum { SMALL_INT_MIN = -5, SMALL_INT_MAX = 256, SMALL_INT_COUNT = 262, IMMORTAL_COUNT = 999999999 };

// Strings that the machine itself looks up, interned at start: NAME(init, "__init__").
#define NAME(id, text) Str *id;
typedef struct Names {
#include "objects/names.def"
} Names;
#undef NAME

enum CodecDirection { CODEC_ENCODES, CODEC_DECODES };

typedef struct Objects {
    Slot raised;           // owns: the exception on its way; empty: none
    Object *none, *true_, *false_, *not_implemented, *ellipsis;  // own
    Object *small_ints[SMALL_INT_COUNT];
    Str *characters[256];  // one-character strings of latin-1
    Str *empty_str;
    HashKey hash_key;             // of str and bytes: zeros unless PYTHONHASHSEED says else
    Object *empty_bytes;
    Object *bytes_of_one[256];
    Tuple *empty_tuple;
    Object *memory_error;  // made at start, so that raising it needs no memory
    bool is_raising_memory_error;
    Object *exception_group;  // the class ExceptionGroup, which has two bases
    TypeDefinition *exception_definitions;  // owns: one a row of exceptions.def
    int64_t int_digits_max;  // of int texts, less the default (int_get_digits_max)
    Names names;
    Dict *builtins;         // borrows: of the module builtins, set once that is made
    uint32_t keys_version;  // the last one that dict_keys_version gave out
    Str *slot_names[SLOT_ROWS_MAX];           // own: of slots.def, row by row
    struct MethodCache *method_cache;         // owns: type_get's
    struct SignatureTable *signatures;        // owns: signature_of's
    Object **repr_stack;                      // owns; borrows each: inside repr() now
    int32_t repr_count, repr_capacity;
    int32_t recursion_depth, recursion_limit; // nested calls, of both Python and C
    struct ArgumentTuple *argument_tuples;    // borrows: see objects/arguments.h
    // Of the call that was made with a tuple last and still runs, and that tuple (borrowed).
    const struct Arguments *tuple_arguments;
    struct Tuple *tuple_given;
    Object *(*call_hook)(Vm *vm, Object *callable, const Arguments *arguments);
    // For super() without arguments: class and first argument of the running method,
    // borrowed; false: raised.
    bool (*super_hook)(Vm *vm, Type **type, Object **object);
    // Imports a module by name: a new reference.
    Object *(*import_hook)(Vm *vm, Str *name);
    // The globals of the running Python code, borrowed; NULL: nothing runs.
    Dict *(*globals_hook)(Vm *vm);
    // The exception that an except or finally block handles now, borrowed, or NULL.
    Object *(*handled_hook)(Vm *vm);
    // Reports an exception that nobody can catch (borrowed) on sys.stderr.
    void (*unraisable_hook)(Vm *vm, Object *exception, const char *where, Object *object);
    // Codecs and error handlers of the library: encodes or decodes with the codec of that
    // name (errors may be NULL); the callable of an error handler. New references.
    Object *(*codec_hook)(Vm *vm, Object *object, Str *encoding, Str *errors,
                          enum CodecDirection direction);
    Object *(*codec_error_hook)(Vm *vm, Str *name);
    struct State *states;   // owns: see objects/state.h
    Slot audit_hooks;       // List of what sys.addaudithook added, empty until the first
    // warnings.warn(text, category, stack_level, source), source may be NULL; false: raised.
    bool (*warning_hook)(Vm *vm, Type *category, Object *text, int stack_level, Object *source);
} Objects;

// Makes types, singletons and names on an empty heap, with that key for the hashes of str
// and bytes; false when memory ends.
MUST_USE bool objects_start(Vm *vm, HashKey hash_key);

// Drops everything that objects_start made; after it the heap is empty.
void objects_done(Vm *vm);

// Visits the slots by which the object layer itself holds objects: Hooks.visit_roots.
void objects_visit_roots(Vm *vm, SlotVisit *visit, void *context);

ALWAYS_INLINE Object *none_new(Vm *vm) { return object_share(vm->objects->none); }
ALWAYS_INLINE Object *not_implemented_new(Vm *vm) {
    return object_share(vm->objects->not_implemented);
}
ALWAYS_INLINE Object *bool_new(Vm *vm, int truth) {
    return object_share(truth ? vm->objects->true_ : vm->objects->false_);
}

#endif
