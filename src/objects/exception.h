// Exceptions: args, the chain and the traceback, then the fields of each family.

#ifndef OBJECTS_EXCEPTION_H
#define OBJECTS_EXCEPTION_H

#include "objects/raise.h"

typedef struct Exception {   // __dict__ is prefix.dict
    Object base;
    Slot args;               // Tuple
    Slot notes;              // __notes__ stands in the dict; kept empty
    Slot traceback;          // Traceback or empty
    Slot context, cause;     // Exception or empty
    bool suppress_context;
    Slot own[];              // fields of the family, in the order of the struct enums
} Exception;

// The fields of each family, as indices of `own`.
enum ExitField { EXIT_CODE, EXIT_FIELDS };
enum StopField { STOP_VALUE, STOP_FIELDS };
enum AttributeField { ATTRIBUTE_NAME, ATTRIBUTE_OBJECT, ATTRIBUTE_FIELDS };
enum ImportField { IMPORT_MESSAGE, IMPORT_NAME, IMPORT_PATH, IMPORT_FIELDS };
enum NameField { NAME_NAME, NAME_FIELDS };
enum OsField { OS_ERRNO, OS_STRERROR, OS_FILENAME, OS_FILENAME2, OS_WRITTEN, OS_FIELDS };
enum SyntaxField {
    SYNTAX_MESSAGE, SYNTAX_FILENAME, SYNTAX_LINE, SYNTAX_OFFSET, SYNTAX_END_LINE,
    SYNTAX_END_OFFSET, SYNTAX_TEXT, SYNTAX_PRINT_FILE, SYNTAX_FIELDS
};
enum UnicodeField { UNICODE_ENCODING, UNICODE_OBJECT, UNICODE_START, UNICODE_END, UNICODE_REASON,
    UNICODE_FIELDS };
enum GroupField { GROUP_MESSAGE, GROUP_EXCEPTIONS, GROUP_FIELDS };

typedef struct Traceback {
    Object base;
    Slot next;      // Traceback or empty
    Slot frame;     // Frame object
    int32_t offset; // byte offset of the instruction (tb_lasti)
    int32_t line;
} Traceback;

extern const TypeDefinition base_exception_definition, traceback_definition;

ALWAYS_INLINE bool object_is_exception(Vm *vm, const Object *object) {
    return (object_type(vm, object)->flags & TYPE_IS_EXCEPTION) != 0;
}

// True when the exception matches what an except clause names (a class or a tuple).
MUST_USE Found exception_matches(Vm *vm, Object *exception, Object *class_or_tuple);

// The types; called once by objects_start after type_start.
MUST_USE bool exception_start(Vm *vm);

#endif
