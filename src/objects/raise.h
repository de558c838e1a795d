// Raising: one exception is on its way at a time, in vm->objects->raised.
//
// Texts live in errors.def, each with an id, a type and a format. Directives:
//   %s const char *   %d int   %ld int64_t   %zu size_t   %c code point (int)
//   %R %S %A repr(), str(), ascii() of an Object *   %U an Object * that is a str
//   %T name of the type of an Object *   %N name of a Type *   %% percent
//   %B as %T for an argument that is of a wrong type: "None" for None
// A precision cuts: %.200s, %.100T.

#ifndef OBJECTS_RAISE_H
#define OBJECTS_RAISE_H

#include "objects/objects.h"

#define ERROR(id, type, text) ERROR_##id,
enum ErrorIds {
#include "objects/errors.def"
    ERROR_COUNT
};
#undef ERROR
// One of these, or of errors_modules.h.
typedef uint32_t ErrorId;

// The exception types by name: EXCEPTION_KeyError and so on.
#define EXCEPTION(name, base, fields, doc) EXCEPTION_##name,
typedef enum ExceptionId {
#include "objects/exceptions.def"
    EXCEPTION_COUNT
} ExceptionId;
#undef EXCEPTION
Type *exception_type(Vm *vm, ExceptionId id);

// Raises and gives NULL, so that `return raise(vm, …)` ends a function.
// The current exception being handled becomes its __context__.
Object *raise(Vm *vm, ErrorId id, ...);
// The same, for functions that give bool: false.
bool raise_false(Vm *vm, ErrorId id, ...);
// The same, for functions that give Found: RAISED.
Found raise_found(Vm *vm, ErrorId id, ...);

// Raises a built-in exception type with a message made on the spot (syntax errors,
// messages that the program supplies; format NULL: no arguments); errors.def is for all
// that have a fixed text.
Object *raise_text(Vm *vm, Type *type, const char *format, ...);
// raise StopIteration() and the like: no arguments.
Object *raise_plain(Vm *vm, Type *type);
// raise KeyError(key) and the like: one argument as it is.
Object *raise_argument(Vm *vm, Type *type, Object *argument);
// Raises an exception instance (shared) as it is, setting __context__.
Object *raise_exception(Vm *vm, Object *exception);
// OSError (or the subclass for this errno) with errno, strerror and file name (or NULL).
Object *raise_os_error(Vm *vm, int error_number, Object *file_name);
// MemoryError, even when there is no memory for it: what Hooks.out_of_memory calls.
Object *raise_memory_error(Vm *vm);
// Issues a warning with a fixed text; false: a filter turned it into an exception.
MUST_USE bool raise_warning(Vm *vm, ExceptionId category, const char *text);
// The same with a str.
MUST_USE bool raise_warning_text(Vm *vm, ExceptionId category, Object *text);
// The same about the line `stack_level` - 1 Python calls up, and about an object (NULL: none)
// that a ResourceWarning names.
MUST_USE bool raise_warning_at(Vm *vm, ExceptionId category, Object *text, int stack_level,
                               Object *source);

ALWAYS_INLINE bool raised(Vm *vm) { return vm->objects->raised.object != NULL; }
// Is an exception of this built-in type (or a subclass) on its way?
bool raised_is(Vm *vm, const Type *type);
// Takes the raised exception off its way: a new reference, or NULL.
Object *raised_take(Vm *vm);
// Puts it back (consumes; replaces what is there).
void raised_restore(Vm *vm, Object *exception);
void raised_clear(Vm *vm);
// Clears it when it is of this type and says so.
bool raised_clear_if(Vm *vm, const Type *type);
// Reports on sys.stderr, as sys.unraisablehook does, and clears.
void raised_report_unraisable(Vm *vm, const char *where, Object *object);

#endif
