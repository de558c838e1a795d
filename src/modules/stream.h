// The standard streams: text on the file descriptors 0, 1 and 2.

#ifndef MODULES_STREAM_H
#define MODULES_STREAM_H

#include "runtime/runtime.h"

typedef enum StreamBuffering { STREAM_UNBUFFERED, STREAM_BY_LINE, STREAM_BY_BLOCK } StreamBuffering;

typedef struct Stream {
    Object base;
    int32_t file;
    int32_t buffering;     // StreamBuffering
    uint8_t *buffer;       // owns: system memory
    int64_t used, start;   // bytes waiting (output: 0..used; input: start..used)
    bool is_closed, is_at_end;
} Stream;

extern const TypeDefinition stream_definition;

MUST_USE Object *stream_new(Vm *vm, int file, StreamBuffering buffering);
// Writes text; false: raised.
MUST_USE bool stream_write(Vm *vm, Stream *stream, Str *text);
MUST_USE bool stream_flush(Vm *vm, Stream *stream);

// sys.stdout or sys.stderr when it is still a Stream, else NULL; borrowed.
Stream *stream_get_standard(Vm *vm, const char *name);

#endif
