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
    uint8_t own_count;       // how many fields its family has
    Slot own[];              // fields of the family, in the order of the struct enums
} Exception;

// The fields of each family, as indices of `own`. Empty ones read as None.
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

// What a family of exceptions adds to BaseException. The first type of a family in
// exceptions.def gets the behaviour and the tables; the others inherit them.
typedef struct ExceptionFamily {
    uint32_t field_count;
    uint32_t python_bytes;      // CPython's tp_basicsize
    Behaviour behaviour;
    const Method *methods;
    const Property *properties;
    const Member *members;
} ExceptionFamily;

extern const ExceptionFamily exception_exit_family, exception_stop_family,
    exception_attribute_family, exception_import_family, exception_key_family,
    exception_name_family, exception_os_family, exception_syntax_family,
    exception_unicode_decode_family, exception_unicode_encode_family,
    exception_unicode_translate_family, exception_group_family;

#define EXCEPTION_FIELD(name, index, doc) \
    {name, offsetof(Exception, own) + (index) * sizeof(Slot), 0, doc}

typedef struct Traceback {
    Object base;
    Slot next;      // Traceback or empty
    Slot frame;     // Frame object
    int32_t offset; // byte offset of the instruction (tb_lasti)
    int32_t line;   // TRACEBACK_LINE_LATER: traceback_get_line finds it
    const struct Code *code;   // borrows: what the frame runs; NULL where the line is given
} Traceback;

enum { TRACEBACK_LINE_LATER = INT32_MIN };

extern const TypeDefinition base_exception_definition, traceback_definition;

ALWAYS_INLINE bool object_is_exception(Vm *vm, const Object *object) {
    return (object_type(vm, object)->flags & TYPE_IS_EXCEPTION) != 0;
}

// True for a class that derives from BaseException.
ALWAYS_INLINE bool object_is_exception_class(Vm *vm, const Object *object) {
    return (object_type(vm, object)->flags & TYPE_IS_TYPE) != 0 &&
           (((const Type *)(const void *)object)->flags & TYPE_IS_EXCEPTION) != 0;
}

// type(*args), as a call does it.
MUST_USE Object *exception_new(Vm *vm, Type *type, Tuple *args);
// An instance of a built-in type without arguments; needs one cell and nothing else.
MUST_USE Object *exception_new_empty(Vm *vm, ExceptionId id);
// What raise X makes of X: an instance is shared, a class called; else TypeError.
MUST_USE Object *exception_new_raised(Vm *vm, Object *class_or_instance);
// Empties chain and traceback of an instance that is used again.
void exception_reset(Vm *vm, Object *exception);

// A field of the family, borrowed; NULL when empty.
ALWAYS_INLINE Object *exception_get_field(const Object *exception, int field) {
    return ((const Exception *)(const void *)exception)->own[field].object;
}
void exception_set_field(Vm *vm, Object *exception, int field, Object *value);   // shares

// __context__, __cause__ and __traceback__; NULL: none. Each shares its value. A cause
// sets __suppress_context__.
void exception_set_context(Vm *vm, Object *exception, Object *context);
void exception_set_cause(Vm *vm, Object *exception, Object *cause);
void exception_set_traceback(Vm *vm, Object *exception, Object *traceback);
// Makes `context` the __context__ and breaks the cycle that this may close.
void exception_add_context(Vm *vm, Object *exception, Object *context);

// True when the exception matches what an except clause names (a class or a tuple);
// TypeError when that is something else.
MUST_USE Found exception_matches(Vm *vm, Object *exception, Object *class_or_tuple);

// --- groups (exception_group.c) ---

// What `except* match_type` takes: *match and *rest are new references or NULL. A naked
// exception that matches is wrapped into a group.
MUST_USE bool exception_group_match(Vm *vm, Object *exception, Object *match_type,
                                    Object **match, Object **rest);
// What is raised at the end of try-except*: `raised` lists exceptions and None. NULL
// with nothing raised never happens: None when nothing is left.
MUST_USE Object *exception_group_rejoin(Vm *vm, Object *original, Object *raised_list);
// Makes the class ExceptionGroup; called by exception_start.
MUST_USE bool exception_group_start(Vm *vm);

// The subclass of OSError for an errno, or NULL: OSError itself (exception_os.c).
Type *exception_os_type(Vm *vm, int64_t error_number);

// --- tracebacks (traceback.c) ---

// An entry in front of `next` (which may be NULL); shares both.
MUST_USE Object *traceback_new(Vm *vm, Object *next, Object *frame, int offset, int line);
// Puts an entry in front of the exception's own traceback. `line` NULL: that of the offset in
// `code`, which the frame keeps alive; most are never asked for.
MUST_USE bool traceback_add(Vm *vm, Object *exception, Object *frame, int offset,
                            const struct Code *code, const int *line);
// The entry's line, from 1; -1: none.
int traceback_get_line(const Traceback *traceback);

// --- what the families build on (exception_*.c); not for others ---

// The `new` of BaseException: args are the positional arguments, fields empty.
MUST_USE Object *exception_new_bare(Vm *vm, Type *type, const Arguments *arguments);
// Sets args to the positional arguments.
MUST_USE bool exception_set_args(Vm *vm, Object *object, const Arguments *arguments);
// TypeError when there are keyword arguments.
MUST_USE bool exception_refuse_keywords(Vm *vm, const Type *type, const Arguments *arguments);
// The `init` of BaseException: the same, and no keyword arguments.
MUST_USE bool exception_set_plain_args(Vm *vm, Object *object, const Arguments *arguments);
// str() of BaseException: of the only argument, or of args.
MUST_USE Object *exception_str_by_args(Vm *vm, Object *object);
// What __reduce__ gives: (type, args) or (type, args, state); state NULL: none.
MUST_USE Object *exception_new_state(Vm *vm, Object *object, Object *args, Object *state);

ALWAYS_INLINE Tuple *exception_get_args(Object *object) {
    return (Tuple *)((Exception *)object)->args.object;
}

// --- start and end ---

// The types; called once by objects_start after type_start.
MUST_USE bool exception_start(Vm *vm);
// Drops what exception_start keeps outside the types.
void exception_done(Vm *vm);

#endif
