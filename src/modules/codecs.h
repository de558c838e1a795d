// The module _codecs: what its files share.

#ifndef MODULES_CODECS_H
#define MODULES_CODECS_H

#include "modules/modules.h"
#include "objects/codec.h"

// What the registry keeps.
typedef struct CodecsState {
    Slot searches;    // List of search functions; empty until the registry is used
    Slot cache;       // Dict: the search's 4-tuple by normalised name
    Slot handlers;    // Dict: callables by the name of an error handler
    Type *map_type;   // borrows: EncodingMap; NULL until the module is imported
} CodecsState;

// The state, made at the first use; NULL: raised.
MUST_USE CodecsState *codecs_state(Vm *vm);

// Puts the registry behind bytes.decode() and str.encode(). Called at start.
void codecs_start(Vm *vm);

MUST_USE bool codecs_register(Vm *vm, Object *search);
MUST_USE bool codecs_unregister(Vm *vm, Object *search);
// The 4-tuple of an encoding; LookupError where there is none.
MUST_USE Object *codecs_lookup(Vm *vm, Str *encoding);
// codecs.encode() and decode(): any object by any codec.
MUST_USE Object *codecs_run(Vm *vm, Object *object, Str *encoding, Str *errors,
                            enum CodecDirection direction);
MUST_USE bool codecs_register_error(Vm *vm, Str *name, Object *handler);
MUST_USE Object *codecs_lookup_error(Vm *vm, Str *name);

// The functions of the built-in error handlers (codecs_handlers.c): fills the dict.
MUST_USE bool codecs_add_handlers(Vm *vm, Dict *handlers);

// charmap (codecs_charmap.c). mapping: a str, a mapping by ints, an EncodingMap.
MUST_USE Object *codecs_charmap_decode(Vm *vm, const uint8_t *data, int64_t size, Str *errors,
                                       Object *mapping);
MUST_USE Object *codecs_charmap_encode(Vm *vm, Str *str, Str *errors, Object *mapping);
// The EncodingMap, or dict, that turns a decoding table round.
MUST_USE Object *codecs_charmap_build(Vm *vm, Str *table);
extern const TypeDefinition codecs_map_definition;

// escape_decode() and escape_encode() (codecs_escape.c).
MUST_USE Object *codecs_escape_decode(Vm *vm, const uint8_t *data, int64_t size, Str *errors);
MUST_USE Object *codecs_escape_encode(Vm *vm, const uint8_t *data, int64_t size);

#endif
