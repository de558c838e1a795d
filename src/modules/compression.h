// What the modules zlib, _bz2 and _lzma have in common: where their output goes, and what they
// have not taken yet of their input.

#ifndef MODULES_COMPRESSION_H
#define MODULES_COMPRESSION_H

#include "modules/lent.h"
#include "modules/modules.h"

// Bytes that grow by CPython's steps, since what a library writes may depend on the room that
// it has. To start: {.vm = vm, .max = …}.
typedef struct Output {
    Vm *vm;
    int64_t first;       // bytes of the first step; 0: as all of them
    int64_t max;         // no more bytes than these; < 0: any number
    uint8_t *data;       // owns: a buffer
    int64_t capacity;
    int steps;
} Output;

// Adds a step of room behind what is full; false: raised.
MUST_USE bool output_grow(Output *output, uint8_t **room, int64_t *room_bytes);
// The bytes but for the last `unused` of the room. NULL: raised.
MUST_USE Object *output_finish(Output *output, int64_t unused);
void output_drop(Output *output);

// What a decompressor has not taken yet of its input.
typedef struct CompressionInput {
    uint8_t *data;           // owns: a buffer
    int64_t bytes, capacity;
} CompressionInput;

// What is kept and the new bytes behind each other, *bytes of them: the new ones themselves when
// nothing is kept. NULL: raised.
MUST_USE const uint8_t *compression_input_join(Vm *vm, CompressionInput *input,
                                               const uint8_t *data, int64_t *bytes);
// Keeps the bytes from `next` on, which may be some of those kept.
MUST_USE bool compression_input_keep(Vm *vm, CompressionInput *input, const uint8_t *next,
                                     int64_t bytes);
void compression_input_drop(Vm *vm, CompressionInput *input);

#endif
