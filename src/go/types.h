// Go's types, as the checker and the running program know them.
//
// Basic types stand once; named types once a declaration and instance. Others are made
// freely and compared by go_type_identical; go_types_canonical gives the one of all identical
// ones, which the running program uses, so that there a pointer tells a type.

#ifndef GO_TYPES_H
#define GO_TYPES_H

#include "go/compile.h"

typedef enum GoKind {
#define BASIC(id, name, size, flags) GO_KIND_##id,
#include "go/kinds.def"
#undef BASIC
    GO_BASIC_COUNT,
    GO_KIND_ARRAY = GO_BASIC_COUNT, GO_KIND_SLICE, GO_KIND_STRUCT, GO_KIND_POINTER,
    GO_KIND_FUNCTION, GO_KIND_INTERFACE, GO_KIND_MAP, GO_KIND_CHANNEL, GO_KIND_NAMED,
    GO_KIND_PARAMETER, GO_KIND_TUPLE, GO_KIND_UNION,
} GoKind;

enum {
    GO_IS_INTEGER = 1, GO_IS_UNSIGNED = 2, GO_IS_FLOAT = 4, GO_IS_COMPLEX = 8, GO_IS_STRING = 16,
    GO_IS_BOOL = 32, GO_IS_UNTYPED = 64,
    GO_IS_NUMBER = GO_IS_INTEGER | GO_IS_FLOAT | GO_IS_COMPLEX,
    GO_IS_ORDERED = GO_IS_INTEGER | GO_IS_FLOAT | GO_IS_STRING,
};

typedef struct GoType GoType;

typedef struct GoField {
    const char *name;        // NULL: none, of parameters
    GoType *type;
    struct GoPackage *package;
    const char *tag;         // as the tag says, "" without
    GoPlace place;
    bool is_embedded;
    int64_t offset;          // in its struct
} GoField;

typedef struct GoMethod {
    const char *name;
    struct GoPackage *package;
    GoType *type;            // function type, without receiver
    GoPlace place;
} GoMethod;

typedef struct GoTerm {
    GoType *type;
    bool is_approximate;     // ~
} GoTerm;

struct GoType {
    uint8_t kind;            // GoKind
    uint8_t flags;           // of basic types
    uint8_t direction;       // GoDirection of channels
    bool is_variadic;
    bool is_comparable;      // of interfaces: embeds comparable
    bool is_complete;        // of interfaces: methods are those of embedded ones too
    bool is_laid_out;
    bool is_canonical;
    bool is_implicit;        // an interface that only a constraint's terms stand for
    bool has_terms;          // of interfaces: only types of `terms`
    bool is_alias_name;      // byte and rune, which print so
    int32_t align;
    int64_t size;
    GoType *element, *key;   // key also: an array literal's own
    int64_t length;          // of arrays
    GoField *fields;         // of structs; of tuples; parameters of functions
    int32_t count;
    GoType *results;         // tuple
    GoMethod *methods;       // of interfaces, sorted by name once complete
    int32_t method_count;
    GoType **embedded;       // of interfaces
    GoPlace *embedded_places;
    int32_t embedded_count;
    GoTerm *terms;           // of unions and complete interfaces
    int32_t term_count;
    // named types and type parameters
    const char *name;
    struct GoPackage *package;   // NULL: universe
    struct GoEntity *entity;     // its declaration
    GoType *underlying;          // NULL until known
    GoType *origin;              // of an instance: the generic type
    GoType **arguments;
    int32_t argument_count;
    struct GoEntity **declared;  // methods
    int32_t declared_count, declared_capacity;
    GoType **parameters;         // of a generic type or function type
    int32_t parameter_count;
    GoType *constraint;          // of a type parameter
    int32_t index;
    int32_t number;              // of a canonical type, in the order they were made
    int32_t local_number;        // tells apart types of one name declared in functions
    struct GoRuntimeType *runtime;
    GoType *pointer;             // the canonical *T, once there is one
    GoCompile *compile;          // of instances, whose underlying type is made when asked for
};

typedef struct GoTypes {
    GoType basic[GO_BASIC_COUNT];
    GoType byte_type, rune_type;       // as uint8 and int32, but with these names
    GoType *error, *any, *comparable;
    GoType *empty_interface;
    GoType **table;                    // canonical types
    uint32_t table_count, table_capacity;
    GoType **instances;                // of generic types
    int instance_count, instance_capacity;
} GoTypes;

void go_types_start(GoCompile *compile);
ALWAYS_INLINE GoType *go_types_basic(GoCompile *compile, GoKind kind) {
    return &compile->types->basic[kind];
}

GoType *go_type_new(GoCompile *compile, GoKind kind);
GoType *go_type_pointer(GoCompile *compile, GoType *element);
GoType *go_type_slice(GoCompile *compile, GoType *element);
GoType *go_type_array(GoCompile *compile, GoType *element, int64_t length);
GoType *go_type_map(GoCompile *compile, GoType *key, GoType *element);
GoType *go_type_channel(GoCompile *compile, GoType *element, GoDirection direction);
GoType *go_type_tuple(GoCompile *compile, GoField *fields, int count);
GoType *go_type_function(GoCompile *compile, GoField *fields, int count, GoType *results);

// The type behind names; of a type parameter its constraint's interface.
GoType *go_type_underlying(GoType *type);
bool go_type_identical(GoType *left, GoType *right);
GoType *go_types_canonical(GoCompile *compile, GoType *type);

// Size, alignment and offsets as gc's on amd64; the type is complete.
void go_type_lay_out(GoType *type);
int64_t go_type_size(GoType *type);
int32_t go_type_align(GoType *type);

ALWAYS_INLINE bool go_type_is(GoType *type, int flags) {   // a basic type with one of the flags
    GoType *under = go_type_underlying(type);
    return under->kind < GO_BASIC_COUNT && (under->flags & flags) != 0;
}
bool go_type_is_named(const GoType *type);       // basic, named or a type parameter
bool go_type_is_untyped(const GoType *type);
bool go_type_is_interface(GoType *type);         // not a type parameter
bool go_type_is_parameter(const GoType *type);
bool go_type_has_nil(GoType *type);
bool go_type_is_generic(const GoType *type);     // not instantiated
bool go_type_has_parameters(GoType *type);       // mentions type parameters
// Whether all types that a type stands for (one, or those of a constraint) have a flag.
bool go_type_all_are(GoType *type, int flags);
// NULL, or why == is not defined: text for the message, possibly empty.
bool go_type_is_comparable(GoType *type);
// The one underlying type of all types of a constraint; NULL: there is none.
GoType *go_type_core(GoType *type);
// As go_type_core, where string counts as []byte.
GoType *go_type_core_string(GoCompile *compile, GoType *type);

// Fills in the methods and terms of an interface from what it embeds.
void go_type_complete(GoCompile *compile, GoType *type);

// Replaces type parameters.
typedef struct GoSubstitution {
    GoType **parameters, **arguments;
    int count;
} GoSubstitution;
GoType *go_type_substitute(GoCompile *compile, GoType *type, const GoSubstitution *by);
// The instance of a generic type.
GoType *go_type_instance(GoCompile *compile, GoType *origin, GoType **arguments, int count);

typedef enum GoTextStyle { GO_TEXT_MESSAGE, GO_TEXT_RUNTIME } GoTextStyle;
const char *go_type_text(GoCompile *compile, GoType *type);     // as messages have it
const char *go_type_runtime_text(GoCompile *compile, GoType *type);   // as %T has it
// A package's name before a message's types; NULL: none is left out.
void go_type_add_text(TextBuffer *text, GoType *type, GoTextStyle style);

// --- fields and methods ---

typedef enum GoSelectionKind { GO_SELECT_NONE, GO_SELECT_FIELD, GO_SELECT_METHOD,
                               GO_SELECT_INTERFACE, GO_SELECT_AMBIGUOUS } GoSelectionKind;

typedef struct GoSelection {
    GoSelectionKind kind;
    int32_t *path;           // indices of fields; without the last for a method
    int32_t depth;
    bool is_indirect;        // a pointer was followed on the way
    GoType *receiver;        // type that the last step finds it in (pointer or not)
    GoType *type;            // of the field, or of the method without receiver
    struct GoEntity *method; // SELECT_METHOD: of the origin type
    GoType *owner;           // named type of the method, instance or not
    int32_t method_index;    // in the interface
    bool wants_pointer;      // the method has a pointer receiver
    GoField *field;
    bool is_expression;      // T.method
} GoSelection;

// Looks a name up in a type's fields and methods. The selection is new.
GoSelection *go_type_select(GoCompile *compile, GoType *type, struct GoPackage *package,
                            const char *name);
// The name of a method that a type lacks for an interface; NULL: it has all.
typedef struct GoMissing {
    const GoMethod *method;
    GoType *found;           // its type, if a method of that name has a wrong one
    bool wants_pointer;      // only the pointer has it
    GoSelection *selection;
    const char *other_case;  // a method of that name but for case
} GoMissing;
bool go_type_lacks(GoCompile *compile, GoType *type, GoType *interface, GoMissing *missing);
bool go_type_exports_name(const char *name);

#endif
