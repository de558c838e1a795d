// What the files of the module _json share.

#ifndef MODULES_JSON_H
#define MODULES_JSON_H

#include "modules/modules.h"
#include "objects/str.h"

extern const TypeDefinition json_scanner_definition, json_encoder_definition;

// Raises json.JSONDecodeError(message, text, index); NULL.
Object *json_refuse(Vm *vm, const char *message, const Str *text, int64_t index);

// The string whose opening quote stands before `index`, and the index behind its closing one.
MUST_USE Object *json_scan_string(Vm *vm, const Str *text, int64_t index, int is_strict,
                                  int64_t *end);

typedef enum JsonRange { JSON_ANY, JSON_ASCII } JsonRange;

// Adds the text in quotes, with escapes for what has to have some (JSON_ASCII: all that is
// not ASCII too).
void json_add_quoted(StrBuilder *builder, const Str *text, JsonRange range);

// How a function that encodes strings does it: JSON_ANY or JSON_ASCII for those of this
// module. ABSENT: it is another one.
Found json_find_range(Vm *vm, const Object *function, JsonRange *range);

Native json_function_scanstring, json_function_encode_basestring,
    json_function_encode_basestring_ascii;

#endif
