// Warnings, as programs and the machine itself give them.

#ifndef MODULES_WARNINGS_H
#define MODULES_WARNINGS_H

#include "modules/modules.h"

// Objects.warning_hook: warnings.warn(text, category, stack_level, source); source may be
// NULL. False: a filter made it an exception.
bool warnings_warn(Vm *vm, Type *category, Object *text, int stack_level, Object *source);

// CompileOptions.warn and warn_deprecated: a SyntaxWarning or DeprecationWarning about a line.
Found warnings_of_syntax(Vm *vm, void *context, const char *message, Str *filename, int line);
Found warnings_of_escapes(Vm *vm, void *context, const char *message, Str *filename, int line);

// --- between the files of the module ---

typedef struct WarningsState {
    Slot filters;          // List, or what the program has put in its place
    Slot once_registry;    // Dict
    Slot default_action;   // Str
    int64_t filters_version;
} WarningsState;

// What is warned of, and where. All but message, text and category may be NULL.
typedef struct Warning {
    Object *text;          // str
    Object *message;       // the exception
    Object *category;      // its class
    Object *filename;      // str
    int64_t line;
    Object *module;        // str; None: say nothing
    Object *registry;      // dict or None
    Object *source_line;   // str
    Object *source;        // the object that a ResourceWarning is about
} Warning;

MUST_USE WarningsState *warnings_load_state(Vm *vm);

// An attribute of the module warnings, if the program has imported it; `imports` imports it.
// New reference.
enum WarningsImport { WARNINGS_AS_IMPORTED, WARNINGS_IMPORTED };
MUST_USE Found warnings_find(Vm *vm, const char *name, enum WarningsImport import,
                             Object **value);

// The action of the first filter that fits: a new str, with the filter in *item (new).
MUST_USE Object *warnings_new_action(Vm *vm, const Warning *warning, Object **item);

// Is the warning under this key in the registry? If not, and `notes` is set, it is now.
enum WarningsNote { WARNINGS_ASK, WARNINGS_NOTE };
MUST_USE Found warnings_was_given(Vm *vm, Dict *registry, Object *key, enum WarningsNote note);

// Shows it through warnings._showwarnmsg, or on sys.stderr. False: raised.
MUST_USE bool warnings_show(Vm *vm, const Warning *warning);

#endif
