// The module _io: open(), the standard files, and what the module's files share.
//
//   TextIOWrapper -> BufferedReader … -> FileIO -> World
//
// Each layer calls the one below by its methods, as the library's _pyio does, so that a
// program can put a class of its own at any place. Where the object below is exactly one
// of our own types, the C function is called straight.

#ifndef MODULES_IO_H
#define MODULES_IO_H

#include "memory/layout.h"
#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"
#include "runtime/threads.h"

// --- for the rest of the machine ---

// What _io.open() does with its arguments given; NULL: the default. New reference.
typedef struct IoOpenOptions {
    Object *encoding, *errors, *newline, *opener;   // borrow
    int buffering;                                  // -1: by the file
    bool keeps_file;                                // closing leaves the system's file open
} IoOpenOptions;
MUST_USE Object *io_open(Vm *vm, Object *file, const char *mode, const IoOpenOptions *options);

// Makes sys.stdin, sys.stdout and sys.stderr. False: raised.
MUST_USE bool io_standard_start(Vm *vm, Module *sys, const Settings *settings);

// The file, when it is exactly a TextIOWrapper with the type's own write(); else NULL. Borrowed.
struct IoText *io_find_plain(Vm *vm, Object *file);
// Its write(); false: raised.
MUST_USE bool io_write(Vm *vm, struct IoText *file, Str *text);

// --- the module ---

enum { IO_BUFFER_BYTES = 8192 };

// Names of attributes that _io looks up: IO_NAME(field, "text").
#define IO_NAME(id, text) Str *id;
typedef struct IoNames {
#include "modules/io_names.def"
} IoNames;
#undef IO_NAME

// The types, in the order in which they are made: IO_TYPE(field, definition, base).
#define IO_TYPE(id, base, name) Type *id;
typedef struct IoModule {
    IoNames names;         // owned as the roots that they are
#include "modules/io_types.def"
    Type *object;
    Slot unsupported;      // the class UnsupportedOperation
    bool is_dev_mode, warns_of_encoding;
    bool is_utf8_mode;
} IoModule;
#undef IO_TYPE

#define IO_TYPE(id, base, name) extern const TypeDefinition io_##id##_definition;
#include "modules/io_types.def"
#undef IO_TYPE

// The module's state, made with its types at the first use. NULL: raised.
MUST_USE IoModule *io_module_load(Vm *vm);
// The same once it is made: there is an object of one of its types.
IoModule *io_module_get(Vm *vm);

#define IO_NAMES(vm) (io_module_get(vm)->names)

// --- FileIO ---

typedef struct IoFile {
    Object base;
    int32_t file;            // -1: closed
    uint32_t block_bytes;
    bool is_created, is_readable, is_writable, is_appending;
    bool closes_file, is_finalizing;
    int8_t seekable;         // -1: not known yet
} IoFile;

ALWAYS_INLINE bool io_is_exactly(Vm *vm, const Object *object, const TypeDefinition *definition) {
    return object_type(vm, object)->definition == definition;
}

// Would nobody see it if the object never died? False for what is no file.
bool io_end_is_unseen(Vm *vm, Object *object);

// Exactly of the type, and its method of that name is the type's own.
bool io_is_plain(Vm *vm, Object *object, const TypeDefinition *definition, Str *method);
// read(2) and write(2) with the file's checks; *result is -1 for None (it would block).
MUST_USE bool io_file_read_into(Vm *vm, IoFile *file, void *bytes, int64_t count,
                                int64_t *result);
MUST_USE bool io_file_write_from(Vm *vm, IoFile *file, const void *bytes, int64_t count,
                                 int64_t *result);
MUST_USE bool io_file_seek(Vm *vm, IoFile *file, int64_t offset, int whence, int64_t *position);
// How a FileIO is made.
typedef struct IoOpening {
    Object *name;        // borrows: a path, or a number
    Str *mode;           // borrows
    Object *opener;      // borrows; NULL: none
    bool closes_file;
} IoOpening;
MUST_USE Object *io_file_new(Vm *vm, const IoOpening *opening);

// --- what all classes do ---

// NULL with UnsupportedOperation raised.
Object *io_raise_unsupported(Vm *vm, const char *message);
// ValueError when object.closed is true.
MUST_USE bool io_check_closed(Vm *vm, Object *object);
// UnsupportedOperation unless the method gives exactly True.
MUST_USE bool io_check_able(Vm *vm, Object *object, Str *method, const char *message);
// object.closed as a truth.
MUST_USE Found io_is_closed(Vm *vm, Object *object);
// What _IOBase.close does: flush() and the mark.
MUST_USE Object *io_base_close(Vm *vm, Object *object);
// b"".join(parts).
MUST_USE Object *io_join(Vm *vm, List *parts);
// True, and clears, when InterruptedError is what was raised.
bool io_clear_interrupted(Vm *vm);
// A size argument: an int, or None or nothing for -1.
MUST_USE bool io_read_size(Vm *vm, Object *argument, int64_t *size);
// Calls object.name(…) where the arguments are objects or NULL; drops the result.
MUST_USE bool io_call_void(Vm *vm, Object *object, Str *name, Object *argument);
// object.name() gives a new reference.
MUST_USE Object *io_call(Vm *vm, Object *object, Str *name);
// Makes what was raised the context of `earlier` (consumed; NULL: nothing was).
void io_chain_raised(Vm *vm, Object *earlier);
// The encoding of the locale: a new str.
MUST_USE Object *io_locale_encoding(Vm *vm);
// What is meant where no encoding is given: a new str.
MUST_USE Object *io_default_encoding(Vm *vm);
// EncodingWarning where that is wanted, for want of an encoding.
MUST_USE bool io_warn_of_encoding(Vm *vm, int stack_level);
// "<type name='…'>", and "<type>" without a name.
Object *io_repr_named(Vm *vm, Object *object);
// ResourceWarning "unclosed file <repr>"; what it raises is reported.
void io_warn_unclosed(Vm *vm, Object *source);
// For __setstate__: the position (ValueError when negative) and the dict of a state; `item`
// says which of its items it is.
MUST_USE bool io_set_position(Vm *vm, Object *value, const char *item, int64_t *position);
MUST_USE bool io_set_dict(Vm *vm, Object *self, Object *value, const char *item);

// --- newlines ---

enum IoNewlineSeen { IO_SEEN_CR = 1, IO_SEEN_LF = 2, IO_SEEN_CRLF = 4 };

// State of universal newlines between two decoded parts.
typedef struct IoNewlines {
    uint8_t seen;            // IoNewlineSeen
    bool translates;
    bool has_pending_cr;
} IoNewlines;

// Puts the newlines of decoded text right (consumes it); NULL: raised.
MUST_USE Object *io_newlines_take(Vm *vm, IoNewlines *state, Object *text, int is_final);
// IncrementalNewlineDecoder.decode.
MUST_USE Object *io_newline_decode(Vm *vm, Object *decoder, Object *input, int is_final);
// The attribute `newlines`.
MUST_USE Object *io_newlines_seen(Vm *vm, int seen);

typedef struct IoLineEnd {
    bool is_universal, is_translated;   // readuniversal, readtranslate
    const Str *newline;                 // borrows; what else ends a line
} IoLineEnd;
// Where the line that starts at `start` ends (behind its newline), -1: not before `stop`;
// then *rest is from where on a later search has to look.
int64_t io_find_line_end(const IoLineEnd *line_end, Chars text, int64_t start, int64_t stop,
                         int64_t *rest);
// The argument `newline`: None, '', or one of the three; TypeError, ValueError.
MUST_USE bool io_check_newline(Vm *vm, Object *newline);
// readline() of a subclass: OSError when it gives no str.
MUST_USE Object *io_next_by_readline(Vm *vm, Object *object);

#endif
