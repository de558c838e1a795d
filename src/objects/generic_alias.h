// types.GenericAlias and types.UnionType: list[int] and int | None.

#ifndef OBJECTS_GENERIC_ALIAS_H
#define OBJECTS_GENERIC_ALIAS_H

#include "objects/str.h"

typedef struct GenericAlias {
    Object base;
    Slot origin;       // list
    Slot arguments;    // Tuple
    Slot parameters;   // Tuple of type variables; empty until asked for
    bool is_unpacked;  // *list[int]
} GenericAlias;

typedef struct Union {
    Object base;
    Slot arguments;    // Tuple
    Slot parameters;   // as above
} Union;

extern const TypeDefinition generic_alias_definition, generic_alias_iterator_definition,
    union_definition;

// origin[item]; a tuple counts as several items.
MUST_USE Object *generic_alias_new(Vm *vm, Object *origin, Object *item);
// The function of __class_getitem__ of built-in types; GENERIC_ALIAS_METHOD is its row.
Object *generic_alias_class_load_item(Vm *vm, const Slot *arguments);
#define GENERIC_ALIAS_METHOD \
    {"__class_getitem__", generic_alias_class_load_item, "(type, item, /)", \
     "Give the type with parameters, for annotations.", METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE}

// left | right for types, None, aliases and unions; NotImplemented for anything else.
Object *union_new(Vm *vm, Object *left, Object *right);

// The type variables in a tuple of arguments. A new Tuple.
MUST_USE Object *generic_alias_find_parameters(Vm *vm, Tuple *arguments);
// `self`'s arguments with its parameters replaced by `item`. A new Tuple.
MUST_USE Object *generic_alias_substitute(Vm *vm, Object *self, Tuple *arguments,
                                          Tuple *parameters, Object *item);
// Adds the text of one argument, as reprs of aliases and unions show it.
MUST_USE bool generic_alias_add_text(Vm *vm, StrBuilder *builder, Object *argument);

#endif
