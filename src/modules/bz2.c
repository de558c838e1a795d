// The module _bz2, over libbz2.

#include <bzlib.h>
#include <string.h>

#include "memory/buffer.h"
#include "modules/argument.h"
#include "modules/compression.h"
#include "objects/arguments.h"
#include "objects/bytes.h"
#include "objects/row.h"
#include "objects/view.h"

typedef struct Bz2Compressor {
    Object base;
    bz_stream stream;
    bool is_open;            // the library's end function has to be called
    bool is_flushed;
} Bz2Compressor;

typedef struct Bz2Decompressor {
    Object base;
    Slot unused;             // Bytes: what came behind the end of the compressed data
    bz_stream stream;
    CompressionInput input;
    bool is_open, is_at_end, needs_input, is_broken;
} Bz2Decompressor;

// --- the library ---

static void *stream_allocate(void *vm, int count, int bytes) {
    if (count < 0 || bytes < 0) return NULL;
    return lent_new(vm, (size_t)count * (size_t)bytes);
}

static void stream_release(void *vm, void *memory) {
    lent_drop(vm, memory);
}

static void stream_start(Vm *vm, bz_stream *stream) {
    *stream = (bz_stream){.bzalloc = stream_allocate, .bzfree = stream_release, .opaque = vm};
}

// Raises what an answer of the library means; false. True: it is no error.
static bool check_answer(Vm *vm, int code) {
    if (raised(vm)) return false;
    switch (code) {
    case BZ_OK:
    case BZ_RUN_OK:
    case BZ_FLUSH_OK:
    case BZ_FINISH_OK:
    case BZ_STREAM_END: return true;
    case BZ_CONFIG_ERROR: return raise_false(vm, ERROR_BZ2_CONFIGURATION);
    case BZ_PARAM_ERROR: return raise_false(vm, ERROR_BZ2_PARAMETER);
    case BZ_MEM_ERROR: return raise_memory_error(vm) != NULL;
    case BZ_DATA_ERROR:
    case BZ_DATA_ERROR_MAGIC: return raise_false(vm, ERROR_BZ2_DATA);
    case BZ_IO_ERROR: return raise_false(vm, ERROR_BZ2_INPUT);
    case BZ_UNEXPECTED_EOF: return raise_false(vm, ERROR_BZ2_END);
    case BZ_SEQUENCE_ERROR: return raise_false(vm, ERROR_BZ2_SEQUENCE);
    default: return raise_false(vm, ERROR_BZ2_UNKNOWN, code);
    }
}

// Gives the stream as much input as it can count; *rest falls.
static void feed(bz_stream *stream, int64_t *rest) {
    stream->avail_in = *rest < UINT32_MAX ? (unsigned)*rest : UINT32_MAX;
    *rest -= stream->avail_in;
}

static bool grow(bz_stream *stream, Output *output) {
    int64_t room_bytes;
    uint8_t *room;
    if (!output_grow(output, &room, &room_bytes)) return false;
    stream->next_out = (char *)room;
    stream->avail_out = (unsigned)room_bytes;
    return true;
}

// --- compressing ---

static Object *compress_some(Vm *vm, bz_stream *stream, const View *view, int action) {
    Output output = {.vm = vm, .max = -1};
    int64_t rest = view->bytes;
    int code = BZ_OK;
    stream->next_in = (char *)view->data;
    stream->avail_in = stream->avail_out = 0;
    for (;;) {
        if (action == BZ_RUN && stream->avail_in == 0 && rest == 0) break;
        if (stream->avail_in == 0) feed(stream, &rest);
        if (stream->avail_out == 0 && !grow(stream, &output)) break;
        code = BZ2_bzCompress(stream, action);
        if (!check_answer(vm, code) || code == BZ_STREAM_END) break;
    }
    if (!raised(vm)) return output_finish(&output, stream->avail_out);
    output_drop(&output);
    return NULL;
}

static Object *compressor_method_compress(Vm *vm, const Slot *arguments) {
    Bz2Compressor *self = (Bz2Compressor *)arguments[0].object;
    View view = {0};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *text = self->is_flushed ? raise(vm, ERROR_COMPRESSOR_FLUSHED)
                                    : compress_some(vm, &self->stream, &view, BZ_RUN);
    view_release(vm, &view);
    return text;
}

static Object *compressor_method_flush(Vm *vm, const Slot *arguments) {
    Bz2Compressor *self = (Bz2Compressor *)arguments[0].object;
    if (self->is_flushed) return raise(vm, ERROR_COMPRESSOR_FLUSHED_TWICE);
    self->is_flushed = true;
    return compress_some(vm, &self->stream, &(View){0}, BZ_FINISH);
}

static Object *compressor_new(Vm *vm, Type *type, const Arguments *arguments) {
    int level;
    if (!arguments_refuse_keywords(vm, "BZ2Compressor", arguments) ||
        !arguments_check_count(vm, "BZ2Compressor", arguments->count, 0, 1) ||
        !row_int_argument(vm, arguments->count > 0 ? arguments->values[0].object : NULL, 9, &level))
        return NULL;
    if (level < 1 || level > 9) return raise(vm, ERROR_BZ2_LEVEL);
    Bz2Compressor *self = (Bz2Compressor *)type_new_instance(vm, type, sizeof(Bz2Compressor));
    if (self == NULL) return NULL;
    stream_start(vm, &self->stream);
    self->is_open = check_answer(vm, BZ2_bzCompressInit(&self->stream, level, 0, 0));
    if (self->is_open) return &self->base;
    object_drop(vm, &self->base);
    return NULL;
}

static void compressor_finish(Vm *vm, Object *object) {
    (void)vm;
    Bz2Compressor *self = (Bz2Compressor *)object;
    if (self->is_open) BZ2_bzCompressEnd(&self->stream);
}

// --- decompressing ---

// Decompresses until the input or the room that may be had ends. False: raised.
static bool decompress_into(Vm *vm, Bz2Decompressor *self, Output *output, int64_t *rest) {
    bz_stream *stream = &self->stream;
    if (!grow(stream, output)) return false;
    for (;;) {
        feed(stream, rest);
        int code = BZ2_bzDecompress(stream);
        *rest += stream->avail_in;
        self->is_broken = !check_answer(vm, code);
        if (self->is_broken) return false;
        self->is_at_end = code == BZ_STREAM_END;
        if (self->is_at_end || *rest == 0) return true;
        if (stream->avail_out != 0) continue;
        if (output->capacity == output->max) return true;
        if (!grow(stream, output)) return false;
    }
}

static Object *decompress(Vm *vm, Bz2Decompressor *self, const View *view, int64_t max) {
    Output output = {.vm = vm, .max = max};
    int64_t rest = view->bytes;
    const uint8_t *data = compression_input_join(vm, &self->input, view->data, &rest);
    if (data == NULL) return NULL;
    self->stream.next_in = (char *)(uintptr_t)data;
    bool is_done = decompress_into(vm, self, &output, &rest);
    const uint8_t *next = (const uint8_t *)self->stream.next_in;
    if (is_done && self->is_at_end && rest > 0) {
        Object *unused = bytes_new(vm, next, rest);
        if (unused != NULL) slot_take(vm, &self->base, &self->unused, unused);
        is_done = unused != NULL;
    }
    bool is_kept = is_done && !self->is_at_end;
    is_done = compression_input_keep(vm, &self->input, next, is_kept ? rest : 0) && is_done;
    self->needs_input = is_kept && rest == 0;
    if (is_done) return output_finish(&output, self->stream.avail_out);
    output_drop(&output);
    return NULL;
}

static Object *decompressor_method_decompress(Vm *vm, const Slot *arguments) {
    Bz2Decompressor *self = (Bz2Decompressor *)arguments[0].object;
    int64_t max;
    View view = {0};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *text = NULL;
    if (row_size_argument(vm, arguments[2].object, -1, &max))
        text = self->is_at_end   ? raise(vm, ERROR_DECOMPRESSOR_ENDED)
               : self->is_broken ? raise(vm, ERROR_DECOMPRESSOR_BROKEN)
                                 : decompress(vm, self, &view, max < 0 ? -1 : max);
    view_release(vm, &view);
    return text;
}

static Object *decompressor_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "BZ2Decompressor", arguments)) return NULL;
    if (arguments->count != 0)
        return raise(vm, ERROR_TAKES_NO_POSITIONAL, "BZ2Decompressor");
    Bz2Decompressor *self = (Bz2Decompressor *)type_new_instance(vm, type, sizeof(Bz2Decompressor));
    if (self == NULL) return NULL;
    stream_start(vm, &self->stream);
    slot_fill(vm, &self->base, &self->unused, object_share(vm->objects->empty_bytes));
    self->needs_input = true;
    self->is_open = check_answer(vm, BZ2_bzDecompressInit(&self->stream, 0, 0));
    if (self->is_open) return &self->base;
    object_drop(vm, &self->base);
    return NULL;
}

static void decompressor_finish(Vm *vm, Object *object) {
    Bz2Decompressor *self = (Bz2Decompressor *)object;
    if (self->is_open) BZ2_bzDecompressEnd(&self->stream);
    compression_input_drop(vm, &self->input);
}

// --- the types ---

static bool init_nothing(Vm *vm, Object *object, const Arguments *arguments) {
    (void)vm, (void)object, (void)arguments;
    return true;
}

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

static const Member decompressor_members[] = {
    {"eof", offsetof(Bz2Decompressor, is_at_end), MEMBER_READ_ONLY | MEMBER_IS_BOOL,
     "Is the end of the data reached?"},
    {"unused_data", offsetof(Bz2Decompressor, unused), MEMBER_READ_ONLY,
     "What came behind the end of the data."},
    {"needs_input", offsetof(Bz2Decompressor, needs_input), MEMBER_READ_ONLY | MEMBER_IS_BOOL,
     "Does it want more input before it can give more?"},
    {0},
};

static const Field decompressor_fields[] = {
    FIELD_NAMED(Bz2Decompressor, unused, "unused_data"), {0},
};

static const TypeDefinition compressor_definition = {
    .name = "_bz2.BZ2Compressor",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Bz2Compressor),
    .python_bytes = 112,
    .layout = {.name = "_bz2.BZ2Compressor", .finish = compressor_finish},
    .behaviour = {.new = compressor_new, .init = init_nothing},
    .methods = compressor_methods,
    .signature = "(compresslevel=9, /)",
    .doc = "Compresses bytes as they come.",
};

static const TypeDefinition decompressor_definition = {
    .name = "_bz2.BZ2Decompressor",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Bz2Decompressor),
    .python_bytes = 152,
    .layout = {.name = "_bz2.BZ2Decompressor", .fields = decompressor_fields,
               .finish = decompressor_finish},
    .behaviour = {.new = decompressor_new, .init = init_nothing},
    .methods = decompressor_methods,
    .members = decompressor_members,
    .signature = "()",
    .doc = "Decompresses bytes as they come.",
};

bool bz2_module_start(Vm *vm, Module *module) {
    return module_add_type(vm, module, &compressor_definition) != NULL &&
           module_add_type(vm, module, &decompressor_definition) != NULL;
}
