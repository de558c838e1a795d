// Struct sequences: tuples whose items have names (os.stat_result, sys.version_info).
//
//   | Object | count | visible items … | items that only names reach … |
//
// A type is made of a StructSequence at its first use. What an instance shows as a tuple
// are its first `visible_count` fields; the others are attributes alone.

#ifndef OBJECTS_STRUCT_SEQUENCE_H
#define OBJECTS_STRUCT_SEQUENCE_H

#include "objects/tuple.h"

typedef struct StructField {
    const char *name;   // NULL: the item has no name
    const char *doc;
} StructField;

enum StructSequenceFlag {
    STRUCT_IS_STATIC = 1,   // one of the interpreter's own types: it can't be changed
    STRUCT_IS_SEALED = 2,   // the program can't make instances
};

typedef struct StructSequence {
    const char *name;             // "os.stat_result"
    const char *doc;
    const StructField *fields;
    int field_count;
    int visible_count;
    uint32_t flags;
    // __new__ in the place of the usual one. NULL: the usual one.
    Object *(*new)(Vm *vm, Type *type, const Arguments *arguments);
} StructSequence;

// The machine's type for a definition; the same one at each call. Borrowed; NULL: raised.
MUST_USE Type *struct_sequence_load_type(Vm *vm, const StructSequence *definition);

// An instance of the fields' values, one a field. Consumes them all; a NULL among them says
// that making it raised: then NULL.
MUST_USE Object *struct_sequence_take(Vm *vm, const StructSequence *definition,
                                      Object *const *values);

// The usual __new__: type(sequence, dict={}).
MUST_USE Object *struct_sequence_make(Vm *vm, Type *type, const Arguments *arguments);

#endif
