// The module zlib: what its files share.

#ifndef MODULES_ZLIB_H
#define MODULES_ZLIB_H

#include <zlib.h>

#include "modules/compression.h"

typedef struct ZlibTypes {   // the module's state
    Type *compress, *decompress;   // borrow
    Slot error;              // the class of exceptions
} ZlibTypes;

// A stream that deflates or inflates, as compressobj() and decompressobj() give it.
typedef struct ZlibStream {
    Object base;
    Slot unused;             // Bytes: what came behind the end of the compressed data
    Slot tail;               // Bytes: what was not taken since the output was full
    Slot dictionary;         // what has bytes, for inflating; empty: none
    z_stream stream;
    bool is_open;            // the library's end function has to be called
    bool is_at_end;
} ZlibStream;

enum { ZLIB_MEMORY_LEVEL = 8, ZLIB_ROOM = 16384 };

extern const TypeDefinition zlib_compress_definition, zlib_decompress_definition;

// The module's state; NULL: raised.
MUST_USE ZlibTypes *zlib_types_load(Vm *vm);

// Lets a stream take its memory from the machine.
void zlib_stream_start(Vm *vm, z_stream *stream);
// Gives the stream as much input as it can count; *rest falls.
void zlib_stream_feed(z_stream *stream, int64_t *rest);
// Adds room for output when there is none; false: raised.
MUST_USE bool zlib_stream_make_room(z_stream *stream, Output *output);
// zlib.error "Error CODE WHILE: what the library says"; NULL.
Object *zlib_raise(Vm *vm, const z_stream *stream, int code, const char *doing);
// MemoryError with this text, unless the machine raised its own; NULL.
Object *zlib_raise_memory(Vm *vm, ErrorId error);

Object *zlib_function_compressobj(Vm *vm, const Slot *arguments);
Object *zlib_function_decompressobj(Vm *vm, const Slot *arguments);

#endif
