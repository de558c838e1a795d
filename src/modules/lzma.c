// The module _lzma, over liblzma. Filters: lzma_filters.c.

#include "modules/lzma.h"

#include <string.h>

#include "modules/argument.h"
#include "modules/compression.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/row.h"

enum { FORMAT_AUTO, FORMAT_XZ, FORMAT_ALONE, FORMAT_RAW };
enum { CHECK_UNKNOWN = LZMA_CHECK_ID_MAX + 1 };

typedef struct LzmaStream {
    lzma_stream stream;
    lzma_allocator allocator;
} LzmaStream;

typedef struct LzmaCompressor {
    Object base;
    LzmaStream inner;
    bool is_open;            // the library's end function has to be called
    bool is_flushed;
} LzmaCompressor;

typedef struct LzmaDecompressor {
    Object base;
    Slot unused;             // Bytes: what came behind the end of the compressed data
    LzmaStream inner;
    CompressionInput input;
    int32_t check;
    bool is_open, is_at_end, needs_input;
} LzmaDecompressor;

typedef struct LzmaState {
    Slot error;              // the class LZMAError
} LzmaState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((LzmaState *)state)->error, context);
}

static void state_drop(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((LzmaState *)state)->error);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(LzmaState), .visit = state_visit, .done = state_drop,
};

Object *lzma_raise(Vm *vm, const char *text) {
    const LzmaState *state = state_find(vm, &state_definition);
    return raise_text(vm, (Type *)state->error.object, "%s", text);
}

// --- the library ---

static void *library_new(void *vm, size_t count, size_t bytes) {
    return __builtin_mul_overflow(count, bytes, &bytes) ? NULL : lent_new(vm, bytes);
}

static void library_drop(void *vm, void *memory) {
    lent_drop(vm, memory);
}

lzma_allocator lzma_allocator_of(Vm *vm) {
    return (lzma_allocator){.alloc = library_new, .free = library_drop, .opaque = vm};
}

bool lzma_check_answer(Vm *vm, lzma_ret answer) {
    static const struct {
        lzma_ret answer;
        const char *text;
    } texts[] = {
        {LZMA_UNSUPPORTED_CHECK, "Unsupported integrity check"},
        {LZMA_MEMLIMIT_ERROR, "Memory usage limit exceeded"},
        {LZMA_FORMAT_ERROR, "Input format not supported by decoder"},
        {LZMA_OPTIONS_ERROR, "Invalid or unsupported options"},
        {LZMA_DATA_ERROR, "Corrupt input data"},
        {LZMA_BUF_ERROR, "Insufficient buffer space"},
        {LZMA_PROG_ERROR, "Internal error"},
    };
    if (raised(vm)) return false;
    if (answer == LZMA_OK || answer == LZMA_GET_CHECK || answer == LZMA_NO_CHECK ||
        answer == LZMA_STREAM_END)
        return true;
    if (answer == LZMA_MEM_ERROR) return raise_memory_error(vm) != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++)
        if (texts[i].answer == answer) return lzma_raise(vm, texts[i].text) != NULL;
    return lzma_raise(vm, "Unrecognized error from liblzma") != NULL;
}

static lzma_stream *stream_start(Vm *vm, LzmaStream *inner) {
    inner->allocator = lzma_allocator_of(vm);
    inner->stream = (lzma_stream)LZMA_STREAM_INIT;
    inner->stream.allocator = &inner->allocator;
    return &inner->stream;
}

static bool grow(lzma_stream *stream, Output *output) {
    int64_t room_bytes;
    uint8_t *room;
    if (!output_grow(output, &room, &room_bytes)) return false;
    stream->next_out = room;
    stream->avail_out = (size_t)room_bytes;
    return true;
}

// --- compressing ---

static Object *compress_some(Vm *vm, lzma_stream *stream, const View *view, lzma_action action) {
    Output output = {.vm = vm, .max = -1};
    stream->next_in = view->data;
    stream->avail_in = (size_t)view->bytes;
    stream->avail_out = 0;
    while (grow(stream, &output)) {
        lzma_ret answer = lzma_code(stream, action);
        if (answer == LZMA_BUF_ERROR && stream->avail_in == 0 && stream->avail_out > 0)
            answer = LZMA_OK;   // there was just nothing to do
        if (!lzma_check_answer(vm, answer)) break;
        bool is_through = action == LZMA_RUN ? stream->avail_in == 0 && stream->avail_out > 0
                                             : answer == LZMA_STREAM_END;
        if (is_through) return output_finish(&output, (int64_t)stream->avail_out);
    }
    output_drop(&output);
    return NULL;
}

static Object *compressor_method_compress(Vm *vm, const Slot *arguments) {
    LzmaCompressor *self = (LzmaCompressor *)arguments[0].object;
    View view = {0};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *text = self->is_flushed || !self->is_open
                       ? raise(vm, ERROR_COMPRESSOR_FLUSHED)
                       : compress_some(vm, &self->inner.stream, &view, LZMA_RUN);
    view_release(vm, &view);
    return text;
}

static Object *compressor_method_flush(Vm *vm, const Slot *arguments) {
    LzmaCompressor *self = (LzmaCompressor *)arguments[0].object;
    if (self->is_flushed || !self->is_open) return raise(vm, ERROR_COMPRESSOR_FLUSHED_TWICE);
    self->is_flushed = true;
    return compress_some(vm, &self->inner.stream, &(View){0}, LZMA_FINISH);
}

typedef struct CompressorWish {
    int format, check;
    uint32_t preset;
    Object *filters;     // borrows; NULL: by the preset
} CompressorWish;

static bool start_xz(Vm *vm, lzma_stream *stream, const CompressorWish *wish) {
    LzmaChain chain;
    lzma_check check = wish->check == -1 ? LZMA_CHECK_CRC64 : (lzma_check)wish->check;
    if (wish->filters == NULL)
        return lzma_check_answer(vm, lzma_easy_encoder(stream, wish->preset, check));
    return lzma_chain_read(vm, wish->filters, &chain) &&
           lzma_check_answer(vm, lzma_stream_encoder(stream, chain.filters, check));
}

static bool start_alone(Vm *vm, lzma_stream *stream, const CompressorWish *wish) {
    LzmaChain chain;
    lzma_options_lzma *options = &chain.options[0].lzma;
    if (wish->filters == NULL) {
        if (!lzma_preset_fill(vm, wish->preset, options)) return false;
    } else {
        if (!lzma_chain_read(vm, wish->filters, &chain)) return false;
        if (chain.filters[0].id != LZMA_FILTER_LZMA1 || chain.filters[1].id != LZMA_VLI_UNKNOWN)
            return raise_false(vm, ERROR_LZMA_ALONE_CHAIN);
    }
    return lzma_check_answer(vm, lzma_alone_encoder(stream, options));
}

static bool start_raw(Vm *vm, lzma_stream *stream, const CompressorWish *wish) {
    LzmaChain chain;
    if (wish->filters == NULL) return raise_false(vm, ERROR_LZMA_RAW_FILTERS);
    return lzma_chain_read(vm, wish->filters, &chain) &&
           lzma_check_answer(vm, lzma_raw_encoder(stream, chain.filters));
}

static bool compressor_start(Vm *vm, LzmaCompressor *self, const CompressorWish *wish) {
    if (self->is_open) lzma_end(&self->inner.stream);
    lzma_stream *stream = stream_start(vm, &self->inner);
    self->is_flushed = self->is_open = false;
    switch (wish->format) {
    case FORMAT_XZ: self->is_open = start_xz(vm, stream, wish); break;
    case FORMAT_ALONE: self->is_open = start_alone(vm, stream, wish); break;
    case FORMAT_RAW: self->is_open = start_raw(vm, stream, wish); break;
    default: return raise_false(vm, ERROR_LZMA_FORMAT, wish->format);
    }
    if (!self->is_open) lzma_end(stream);
    return self->is_open;
}

static Object *given(Vm *vm, Object *value) {
    return value == vm->objects->none ? NULL : value;
}

static bool compressor_read(Vm *vm, Object *const *values, CompressorWish *wish) {
    *wish = (CompressorWish){.format = FORMAT_XZ, .check = -1,
                             .filters = given(vm, values[3])};
    if ((values[0] != NULL && !argument_process(vm, values[0], &wish->format)) ||
        (values[1] != NULL && !argument_process(vm, values[1], &wish->check)))
        return false;
    if (given(vm, values[2]) != NULL && wish->filters != NULL)
        return raise_false(vm, ERROR_LZMA_BOTH);
    if (!lzma_preset_read(vm, values[2], &wish->preset)) return false;
    return wish->format == FORMAT_XZ || wish->check == -1 || wish->check == LZMA_CHECK_NONE ||
           raise_false(vm, ERROR_LZMA_CHECK);
}

static bool compressor_init(Vm *vm, Object *object, const Arguments *arguments) {
    static const char signature[] = "(format=FORMAT_XZ, check=-1, preset=None, filters=None)";
    Object *values[4];
    CompressorWish wish;
    if (!arguments_bind(vm, "LZMACompressor", signature, arguments, values)) return false;
    bool done = compressor_read(vm, values, &wish) &&
                compressor_start(vm, (LzmaCompressor *)object, &wish);
    arguments_unbind(vm, values, 4);
    return done;
}

static Object *compressor_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return type_new_instance(vm, type, sizeof(LzmaCompressor));
}

static void compressor_finish(Vm *vm, Object *object) {
    (void)vm;
    LzmaCompressor *self = (LzmaCompressor *)object;
    if (self->is_open) lzma_end(&self->inner.stream);
}

// --- decompressing ---

// Decompresses until the input or the room that may be had ends. False: raised.
static bool decompress_into(Vm *vm, LzmaDecompressor *self, Output *output) {
    lzma_stream *stream = &self->inner.stream;
    if (!grow(stream, output)) return false;
    for (;;) {
        lzma_ret answer = lzma_code(stream, LZMA_RUN);
        if (answer == LZMA_BUF_ERROR && stream->avail_in == 0 && stream->avail_out > 0)
            answer = LZMA_OK;   // there was just nothing to do
        if (!lzma_check_answer(vm, answer)) return false;
        if (answer == LZMA_GET_CHECK || answer == LZMA_NO_CHECK)
            self->check = (int32_t)lzma_get_check(stream);
        self->is_at_end = answer == LZMA_STREAM_END;
        if (self->is_at_end) return true;
        if (stream->avail_out == 0) {
            // The library may still hold bytes of input that it has taken.
            if (output->capacity == output->max) return true;
            if (!grow(stream, output)) return false;
        } else if (stream->avail_in == 0) {
            return true;
        }
    }
}

static Object *decompress(Vm *vm, LzmaDecompressor *self, const View *view, int64_t max) {
    lzma_stream *stream = &self->inner.stream;
    Output output = {.vm = vm, .max = max};
    int64_t rest = view->bytes;
    const uint8_t *data = compression_input_join(vm, &self->input, view->data, &rest);
    if (data == NULL) return NULL;
    stream->next_in = data;
    stream->avail_in = (size_t)rest;
    bool is_done = decompress_into(vm, self, &output);
    rest = (int64_t)stream->avail_in;
    if (is_done && self->is_at_end && rest > 0) {
        Object *unused = bytes_new(vm, stream->next_in, rest);
        if (unused != NULL) slot_take(vm, &self->base, &self->unused, unused);
        is_done = unused != NULL;
    }
    bool is_kept = is_done && !self->is_at_end;
    is_done = compression_input_keep(vm, &self->input, stream->next_in, is_kept ? rest : 0) &&
              is_done;
    self->needs_input = is_kept && rest == 0 && stream->avail_out > 0;
    if (is_done) return output_finish(&output, (int64_t)stream->avail_out);
    output_drop(&output);
    return NULL;
}

static Object *decompressor_method_decompress(Vm *vm, const Slot *arguments) {
    LzmaDecompressor *self = (LzmaDecompressor *)arguments[0].object;
    int64_t max;
    View view = {0};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *text = NULL;
    if (row_size_argument(vm, arguments[2].object, -1, &max))
        text = self->is_at_end || !self->is_open
                   ? raise(vm, ERROR_LZMA_ENDED)
                   : decompress(vm, self, &view, max < 0 ? -1 : max);
    view_release(vm, &view);
    return text;
}

static bool decompressor_open(Vm *vm, LzmaDecompressor *self, int format, uint64_t most,
                              Object *filters) {
    const uint32_t flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
    lzma_stream *stream = &self->inner.stream;
    LzmaChain chain;
    switch (format) {
    case FORMAT_AUTO: return lzma_check_answer(vm, lzma_auto_decoder(stream, most, flags));
    case FORMAT_XZ: return lzma_check_answer(vm, lzma_stream_decoder(stream, most, flags));
    case FORMAT_ALONE:
        self->check = LZMA_CHECK_NONE;
        return lzma_check_answer(vm, lzma_alone_decoder(stream, most));
    case FORMAT_RAW:
        self->check = LZMA_CHECK_NONE;
        return lzma_chain_read(vm, filters, &chain) &&
               lzma_check_answer(vm, lzma_raw_decoder(stream, chain.filters));
    default: return raise_false(vm, ERROR_LZMA_FORMAT, format);
    }
}

static bool decompressor_start(Vm *vm, LzmaDecompressor *self, Object *const *values) {
    int format = FORMAT_AUTO;
    uint64_t most = UINT64_MAX;
    Object *filters = given(vm, values[2]);
    if (values[0] != NULL && !argument_process(vm, values[0], &format)) return false;
    if (given(vm, values[1]) != NULL) {
        if (format == FORMAT_RAW) return raise_false(vm, ERROR_LZMA_RAW_LIMIT);
        if (!argument_unsigned(vm, values[1], &most)) return false;
    }
    if (format == FORMAT_RAW && filters == NULL) return raise_false(vm, ERROR_LZMA_RAW_FILTERS);
    if (format != FORMAT_RAW && filters != NULL) return raise_false(vm, ERROR_LZMA_NO_FILTERS);
    if (self->is_open) lzma_end(&self->inner.stream);
    compression_input_drop(vm, &self->input);
    self->check = CHECK_UNKNOWN;
    self->needs_input = true;
    self->is_at_end = false;
    slot_set(vm, &self->base, &self->unused, vm->objects->empty_bytes);
    (void)stream_start(vm, &self->inner);
    self->is_open = decompressor_open(vm, self, format, most, filters);
    if (!self->is_open) lzma_end(&self->inner.stream);
    return self->is_open;
}

static bool decompressor_init(Vm *vm, Object *object, const Arguments *arguments) {
    static const char signature[] = "(format=FORMAT_AUTO, memlimit=None, filters=None)";
    Object *values[3];
    if (!arguments_bind(vm, "LZMADecompressor", signature, arguments, values)) return false;
    bool done = decompressor_start(vm, (LzmaDecompressor *)object, values);
    arguments_unbind(vm, values, 3);
    return done;
}

static Object *decompressor_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return type_new_instance(vm, type, sizeof(LzmaDecompressor));
}

static void decompressor_finish(Vm *vm, Object *object) {
    LzmaDecompressor *self = (LzmaDecompressor *)object;
    if (self->is_open) lzma_end(&self->inner.stream);
    compression_input_drop(vm, &self->input);
}

// --- the types ---

static const Method compressor_methods[] = {
    METHOD(compressor, compress, "(self, data, /)",
           "What there is so far of the bytes compressed."),
    METHOD(compressor, flush, "(self, /)", "The rest of the compressed bytes."),
    {0},
};

static const Method decompressor_methods[] = {
    METHOD(decompressor, decompress, "(self, /, data, max_length=-1)",
           "What the compressed bytes give; max_length: no more bytes than that."),
    {0},
};

enum { READ_ONLY_BOOL = MEMBER_READ_ONLY | MEMBER_IS_BOOL };

static const Member decompressor_members[] = {
    {"check", offsetof(LzmaDecompressor, check), MEMBER_READ_ONLY | MEMBER_IS_INT32,
     "The number of the check of the input, CHECK_UNKNOWN while it is not known."},
    {"eof", offsetof(LzmaDecompressor, is_at_end), READ_ONLY_BOOL,
     "Is the end of the data reached?"},
    {"needs_input", offsetof(LzmaDecompressor, needs_input), READ_ONLY_BOOL,
     "Does it want more input before it can give more?"},
    {"unused_data", offsetof(LzmaDecompressor, unused), MEMBER_READ_ONLY,
     "What came behind the end of the data."},
    {0},
};

static const Field decompressor_fields[] = {
    FIELD_NAMED(LzmaDecompressor, unused, "unused_data"), {0},
};

static const TypeDefinition compressor_definition = {
    .name = "_lzma.LZMACompressor",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(LzmaCompressor),
    .python_bytes = 192,
    .layout = {.name = "_lzma.LZMACompressor", .finish = compressor_finish},
    .behaviour = {.new = compressor_new, .init = compressor_init},
    .methods = compressor_methods,
    .doc = "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None):\n"
           "compresses bytes as they come.",
};

static const TypeDefinition decompressor_definition = {
    .name = "_lzma.LZMADecompressor",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(LzmaDecompressor),
    .python_bytes = 224,
    .layout = {.name = "_lzma.LZMADecompressor", .fields = decompressor_fields,
               .finish = decompressor_finish},
    .behaviour = {.new = decompressor_new, .init = decompressor_init},
    .methods = decompressor_methods,
    .members = decompressor_members,
    .signature = "(format=FORMAT_AUTO, memlimit=None, filters=None)",
    .doc = "Decompresses bytes as they come.",
};

static Object *lzma_function_is_check_supported(Vm *vm, const Slot *arguments) {
    int check;
    if (!argument_process(vm, arguments[0].object, &check)) return NULL;
    return bool_new(vm, lzma_check_is_supported((lzma_check)check));
}

static const Method functions[] = {
    FUNCTION(lzma, is_check_supported, "(check_id, /)", "Can the library compute that check?"),
    {0},
};

#define PREFIXED(name) {#name, (int64_t)LZMA_##name},

static const Constant constants[] = {
    CONSTANT(FORMAT_AUTO) CONSTANT(FORMAT_XZ) CONSTANT(FORMAT_ALONE) CONSTANT(FORMAT_RAW)
    PREFIXED(CHECK_NONE) PREFIXED(CHECK_CRC32) PREFIXED(CHECK_CRC64) PREFIXED(CHECK_SHA256)
    PREFIXED(CHECK_ID_MAX) CONSTANT(CHECK_UNKNOWN) PREFIXED(FILTER_LZMA1)
    PREFIXED(FILTER_LZMA2) PREFIXED(FILTER_DELTA) PREFIXED(FILTER_X86) PREFIXED(FILTER_IA64)
    PREFIXED(FILTER_ARM) PREFIXED(FILTER_ARMTHUMB) PREFIXED(FILTER_SPARC)
    PREFIXED(FILTER_POWERPC) PREFIXED(MF_HC3) PREFIXED(MF_HC4) PREFIXED(MF_BT2)
    PREFIXED(MF_BT3) PREFIXED(MF_BT4) PREFIXED(MODE_FAST) PREFIXED(MODE_NORMAL)
    PREFIXED(PRESET_DEFAULT) PREFIXED(PRESET_EXTREME)
};

bool lzma_module_start(Vm *vm, Module *module) {
    LzmaState *state = state_load(vm, &state_definition);
    return state != NULL &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           error_class_add(vm, module, &state->error, "_lzma.LZMAError",
                           exception_type(vm, EXCEPTION_Exception),
                           "The library liblzma says that something is wrong.") &&
           module_add_type(vm, module, &compressor_definition) != NULL &&
           module_add_type(vm, module, &decompressor_definition) != NULL &&
           module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, lzma_filter_functions);
}
