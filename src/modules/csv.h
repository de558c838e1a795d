// What the files of the module _csv share.

#ifndef MODULES_CSV_H
#define MODULES_CSV_H

#include "modules/modules.h"
#include "objects/list.h"
#include "objects/str.h"

typedef enum CsvQuoting { CSV_MINIMAL, CSV_ALL, CSV_NONNUMERIC, CSV_NONE, CSV_QUOTINGS } CsvQuoting;

enum { CSV_NO_CHAR = -1 };

typedef struct CsvDialect {
    Object base;
    Slot line_end;         // Str
    int32_t delimiter, quote, escape;   // characters, or CSV_NO_CHAR
    int32_t quoting;       // CsvQuoting
    bool doubles_quotes, skips_space, is_strict;
} CsvDialect;

typedef struct CsvState {
    Slot error;            // the class _csv.Error
    Slot dialects;         // Dict: by name
    Type *dialect, *reader, *writer;   // borrow
    int64_t field_limit;
} CsvState;

extern const TypeDefinition csv_dialect_definition, csv_reader_definition, csv_writer_definition;

CsvState *csv_get_state(Vm *vm);
// Raises _csv.Error; gives false.
bool csv_refuse(Vm *vm, const char *format, ...);

// The `new` of types that only the module makes instances of.
Object *csv_refuse_new(Vm *vm, Type *type, const Arguments *arguments);

// The Dialect that a function's optional argument and keywords ask for. A new reference.
MUST_USE CsvDialect *csv_load_dialect(Vm *vm, Object *dialect, Dict *keywords);
// The dialect registered under a name; _csv.Error when there is none.
MUST_USE Object *csv_find_dialect(Vm *vm, Object *name);
// The one or two positional values of a call; TypeError. `second` stays NULL for one.
MUST_USE bool csv_read_values(Vm *vm, const Slot *arguments, Object **first, Object **second);

Native csv_function_reader, csv_function_writer;

#endif
