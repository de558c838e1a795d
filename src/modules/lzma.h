// What the files of the module _lzma share.

#ifndef MODULES_LZMA_H
#define MODULES_LZMA_H

#include <lzma.h>

#include "modules/modules.h"

// A row of filters as the library wants it, with the options that the filters point to.
typedef struct LzmaChain {
    lzma_filter filters[LZMA_FILTERS_MAX + 1];
    union LzmaOptions {
        lzma_options_lzma lzma;
        lzma_options_delta delta;
        lzma_options_bcj bcj;
    } options[LZMA_FILTERS_MAX];
} LzmaChain;

// Reads a sequence of dicts.
MUST_USE bool lzma_chain_read(Vm *vm, Object *specifiers, LzmaChain *chain);
// A preset: an int of 32 bits, or None for the usual one.
MUST_USE bool lzma_preset_read(Vm *vm, Object *value, uint32_t *preset);
// The options of a preset.
MUST_USE bool lzma_preset_fill(Vm *vm, uint32_t preset, lzma_options_lzma *options);

// The library's memory is the machine's.
lzma_allocator lzma_allocator_of(Vm *vm);
// Raises what an answer of the library means; false. True: it is no error.
MUST_USE bool lzma_check_answer(Vm *vm, lzma_ret answer);
// Raises LZMAError; NULL.
Object *lzma_raise(Vm *vm, const char *text);

extern const Method lzma_filter_functions[];

#endif
