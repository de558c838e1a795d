// zlib's objects that compress and decompress bytes as they come.

#include <string.h>

#include "modules/zlib.h"
#include "modules/argument.h"
#include "objects/bytes.h"
#include "objects/row.h"
#include "objects/view.h"

static ZlibStream *stream_of(const Slot *arguments) {
    return (ZlibStream *)arguments[0].object;
}

static ZlibStream *stream_new(Vm *vm, Type *type) {
    ZlibStream *self = (ZlibStream *)type_new_instance(vm, type, sizeof(ZlibStream));
    if (self == NULL) return NULL;
    zlib_stream_start(vm, &self->stream);
    slot_fill(vm, &self->base, &self->unused, object_share(vm->objects->empty_bytes));
    slot_fill(vm, &self->base, &self->tail, object_share(vm->objects->empty_bytes));
    slot_fill(vm, &self->base, &self->dictionary, NULL);
    return self;
}

// A stream that could not be opened.
static Object *drop_unopened(Vm *vm, ZlibStream *self) {
    object_drop(vm, &self->base);
    return NULL;
}

// What remains of a copy: the library's own part is copied. Consumes `copy`.
static Object *finish_copy(Vm *vm, const ZlibStream *self, ZlibStream *copy, int code,
                           const char *doing, ErrorId memory) {
    if (code == Z_OK) {
        slot_set(vm, &copy->base, &copy->unused, self->unused.object);
        slot_set(vm, &copy->base, &copy->tail, self->tail.object);
        if (self->dictionary.object != NULL)
            slot_set(vm, &copy->base, &copy->dictionary, self->dictionary.object);
        copy->is_at_end = self->is_at_end;
        copy->is_open = true;
        return &copy->base;
    }
    if (code == Z_MEM_ERROR) zlib_raise_memory(vm, memory);
    else if (code == Z_STREAM_ERROR) raise(vm, ERROR_ZLIB_INCONSISTENT);
    else zlib_raise(vm, &self->stream, code, doing);
    return drop_unopened(vm, copy);
}

// --- compressing ---

// The dictionary is set. False: raised.
static bool set_deflate_dictionary(Vm *vm, ZlibStream *self, const View *dictionary) {
    if (dictionary->object == NULL) return true;
    int code = deflateSetDictionary(&self->stream, dictionary->data, (uInt)dictionary->bytes);
    if (code == Z_OK) return true;
    return raise_false(vm, code == Z_STREAM_ERROR ? ERROR_ZLIB_DICTIONARY
                                                  : ERROR_ZLIB_DICTIONARY_OTHER);
}

typedef struct DeflateOptions {
    int level, method, wbits, memory_level, strategy;
} DeflateOptions;

static Object *new_deflating(Vm *vm, const DeflateOptions *options, const View *dictionary) {
    if (dictionary->object != NULL && dictionary->bytes > UINT32_MAX)
        return raise(vm, ERROR_ZLIB_DICTIONARY_LONG);
    ZlibStream *self = stream_new(vm, zlib_types_load(vm)->compress);
    if (self == NULL) return NULL;
    int code = deflateInit2(&self->stream, options->level, options->method, options->wbits,
                            options->memory_level, options->strategy);
    self->is_open = code == Z_OK;
    if (code == Z_OK && set_deflate_dictionary(vm, self, dictionary)) return &self->base;
    if (code == Z_MEM_ERROR) zlib_raise_memory(vm, ERROR_ZLIB_COMPRESSION_MEMORY);
    else if (code == Z_STREAM_ERROR) raise(vm, ERROR_ZLIB_OPTION);
    else if (code != Z_OK) zlib_raise(vm, &self->stream, code, "while creating compression object");
    return drop_unopened(vm, self);
}

Object *zlib_function_compressobj(Vm *vm, const Slot *arguments) {
    DeflateOptions options;
    Object *dictionary = arguments[5].object, *made = NULL;
    View view = {0};
    if (row_int_argument(vm, arguments[0].object, Z_DEFAULT_COMPRESSION, &options.level) &&
        row_int_argument(vm, arguments[1].object, Z_DEFLATED, &options.method) &&
        row_int_argument(vm, arguments[2].object, MAX_WBITS, &options.wbits) &&
        row_int_argument(vm, arguments[3].object, ZLIB_MEMORY_LEVEL, &options.memory_level) &&
        row_int_argument(vm, arguments[4].object, Z_DEFAULT_STRATEGY, &options.strategy) &&
        (dictionary == NULL || view_acquire(vm, dictionary, &view, VIEW_READ)))
        made = new_deflating(vm, &options, &view);
    view_release(vm, &view);
    return made;
}

static bool deflate_some(Vm *vm, z_stream *stream, Output *output, int64_t rest) {
    do {
        zlib_stream_feed(stream, &rest);
        do {
            if (!zlib_stream_make_room(stream, output)) return false;
            int code = deflate(stream, Z_NO_FLUSH);
            if (code == Z_STREAM_ERROR)
                return zlib_raise(vm, stream, code, "while compressing data");
        } while (stream->avail_out == 0);
    } while (rest != 0);
    return true;
}

static Object *compress_method_compress(Vm *vm, const Slot *arguments) {
    z_stream *stream = &stream_of(arguments)->stream;
    View view = {0};
    Output output = {.vm = vm, .max = -1};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    stream->next_in = view.data;
    stream->avail_out = 0;
    bool is_done = deflate_some(vm, stream, &output, view.bytes);
    view_release(vm, &view);
    if (is_done) return output_finish(&output, stream->avail_out);
    output_drop(&output);
    return NULL;
}

// After deflate() with that mode: closes the stream when it is finished. False: raised.
static bool finish_flush(Vm *vm, ZlibStream *self, int mode, int code) {
    if (code == Z_STREAM_END && mode == Z_FINISH) {
        code = deflateEnd(&self->stream);
        if (code != Z_OK) return zlib_raise(vm, &self->stream, code, "while finishing compression");
        self->is_open = false;
        return true;
    }
    return code == Z_OK || code == Z_BUF_ERROR ||
           zlib_raise(vm, &self->stream, code, "while flushing");
}

static Object *compress_method_flush(Vm *vm, const Slot *arguments) {
    ZlibStream *self = stream_of(arguments);
    z_stream *stream = &self->stream;
    int mode, code;
    if (!row_int_argument(vm, arguments[1].object, Z_FINISH, &mode)) return NULL;
    if (mode == Z_NO_FLUSH) return bytes_new(vm, NULL, 0);
    Output output = {.vm = vm, .max = -1};
    stream->avail_in = stream->avail_out = 0;
    do {
        code = zlib_stream_make_room(stream, &output) ? deflate(stream, mode) : Z_STREAM_ERROR;
        if (code == Z_STREAM_ERROR) break;
    } while (stream->avail_out == 0);
    if (!raised(vm) && finish_flush(vm, self, mode, code))
        return output_finish(&output, stream->avail_out);
    output_drop(&output);
    return NULL;
}

static Object *compress_copy(Vm *vm, const Slot *arguments) {
    ZlibStream *self = stream_of(arguments);
    ZlibStream *copy = stream_new(vm, zlib_types_load(vm)->compress);
    if (copy == NULL) return NULL;
    int code = deflateCopy(&copy->stream, &self->stream);
    return finish_copy(vm, self, copy, code, "while copying compression object",
                       ERROR_ZLIB_COMPRESSION_MEMORY);
}

static void compress_finish(Vm *vm, Object *object) {
    (void)vm;
    ZlibStream *self = (ZlibStream *)object;
    if (self->is_open) deflateEnd(&self->stream);
}

// --- decompressing ---

static bool set_inflate_dictionary(Vm *vm, ZlibStream *self) {
    View view = {0};
    if (!view_acquire(vm, self->dictionary.object, &view, VIEW_READ)) return false;
    bool is_done = false;
    if (view.bytes > UINT32_MAX) {
        raise(vm, ERROR_ZLIB_DICTIONARY_LONG);
    } else {
        int code = inflateSetDictionary(&self->stream, view.data, (uInt)view.bytes);
        is_done = code == Z_OK || zlib_raise(vm, &self->stream, code, "while setting zdict");
    }
    view_release(vm, &view);
    return is_done;
}

Object *zlib_function_decompressobj(Vm *vm, const Slot *arguments) {
    int wbits;
    Object *dictionary = arguments[1].object;
    if (!row_int_argument(vm, arguments[0].object, MAX_WBITS, &wbits)) return NULL;
    if (dictionary != NULL && !object_has_view(vm, dictionary))
        return raise(vm, ERROR_ZLIB_DICTIONARY_TYPE);
    ZlibStream *self = stream_new(vm, zlib_types_load(vm)->decompress);
    if (self == NULL) return NULL;
    if (dictionary != NULL) slot_set(vm, &self->base, &self->dictionary, dictionary);
    int code = inflateInit2(&self->stream, wbits);
    self->is_open = code == Z_OK;
    // Raw data don't ask for their dictionary.
    if (code == Z_OK && (dictionary == NULL || wbits >= 0 || set_inflate_dictionary(vm, self)))
        return &self->base;
    if (code == Z_MEM_ERROR) zlib_raise_memory(vm, ERROR_ZLIB_DECOMPRESSION_MEMORY);
    else if (code == Z_STREAM_ERROR) raise(vm, ERROR_ZLIB_OPTION);
    else if (code != Z_OK)
        zlib_raise(vm, &self->stream, code, "while creating decompression object");
    return drop_unopened(vm, self);
}

// Keeps what the library has not taken of the input. False: raised.
static bool save_input(Vm *vm, ZlibStream *self, const View *view, int code) {
    z_stream *stream = &self->stream;
    int64_t left = view->data + view->bytes - stream->next_in;
    if (code == Z_STREAM_END && stream->avail_in > 0) {
        const Bytes *old = (const Bytes *)self->unused.object;
        Bytes *unused = bytes_new_room(vm, old->count + left);
        if (unused == NULL) return false;
        memcpy(unused->data, old->data, (size_t)old->count);
        memcpy(unused->data + old->count, stream->next_in, (size_t)left);
        slot_take(vm, &self->base, &self->unused, &unused->base);
        stream->avail_in = 0;
    }
    if (stream->avail_in == 0 && ((const Bytes *)self->tail.object)->count == 0) return true;
    Object *tail = bytes_new(vm, stream->next_in, left);
    if (tail == NULL) return false;
    slot_take(vm, &self->base, &self->tail, tail);
    return true;
}

typedef struct Inflating {
    int64_t rest;            // bytes of the input behind avail_in
    bool is_last;            // the end of the input is the end of the data
    bool failed;             // raised
} Inflating;

// Gives the library's last answer. `max` as in Output: it ends when there are so many bytes.
static int inflate_some(Vm *vm, ZlibStream *self, Output *output, Inflating *input) {
    z_stream *stream = &self->stream;
    int code = Z_OK;
    do {
        zlib_stream_feed(stream, &input->rest);
        int flush = !input->is_last ? Z_SYNC_FLUSH : input->rest == 0 ? Z_FINISH : Z_NO_FLUSH;
        do {
            if (stream->avail_out == 0 && output->capacity == output->max) return code;
            input->failed = !zlib_stream_make_room(stream, output);
            if (input->failed) return code;
            code = inflate(stream, flush);
            bool wants_dictionary = code == Z_NEED_DICT && self->dictionary.object != NULL;
            if (wants_dictionary) input->failed = !set_inflate_dictionary(vm, self);
            bool is_well = code == Z_OK || code == Z_BUF_ERROR || code == Z_STREAM_END;
            if (input->failed || (!is_well && !wants_dictionary)) return code;
        } while (stream->avail_out == 0 || code == Z_NEED_DICT);
    } while (code != Z_STREAM_END && input->rest != 0);
    return code;
}

static Object *decompress_some(Vm *vm, ZlibStream *self, const View *view, int64_t max) {
    Output output = {.vm = vm, .max = max};
    Inflating input = {.rest = view->bytes};
    self->stream.next_in = view->data;
    self->stream.avail_out = 0;
    int code = inflate_some(vm, self, &output, &input);
    if (!input.failed && save_input(vm, self, view, code)) {
        if (code == Z_STREAM_END) self->is_at_end = true;
        if (code == Z_STREAM_END || code == Z_OK || code == Z_BUF_ERROR)
            return output_finish(&output, self->stream.avail_out);
        zlib_raise(vm, &self->stream, code, "while decompressing data");
    }
    output_drop(&output);
    return NULL;
}

static Object *decompress_method_decompress(Vm *vm, const Slot *arguments) {
    int64_t max;
    View view = {0};
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *text = NULL;
    if (row_size_argument(vm, arguments[2].object, 0, &max)) {
        if (max < 0) raise(vm, ERROR_ZLIB_MAX_NEGATIVE);
        else text = decompress_some(vm, stream_of(arguments), &view, max == 0 ? -1 : max);
    }
    view_release(vm, &view);
    return text;
}

// The end of the data: the library's memory is given back. False: raised.
static bool finish_inflating(Vm *vm, ZlibStream *self) {
    self->is_at_end = true;
    self->is_open = false;
    int code = inflateEnd(&self->stream);
    return code == Z_OK || zlib_raise(vm, &self->stream, code, "while finishing decompression");
}

static Object *decompress_method_flush(Vm *vm, const Slot *arguments) {
    ZlibStream *self = stream_of(arguments);
    int64_t room;
    View view = {0};
    if (!row_size_argument(vm, arguments[1].object, ZLIB_ROOM, &room)) return NULL;
    if (room <= 0) return raise(vm, ERROR_ZLIB_ROOM_ZERO);
    if (!view_acquire(vm, self->tail.object, &view, VIEW_READ)) return NULL;
    Output output = {.vm = vm, .max = -1, .first = room};
    Inflating input = {.rest = view.bytes, .is_last = true};
    self->stream.next_in = view.data;
    self->stream.avail_out = 0;
    int code = inflate_some(vm, self, &output, &input);
    bool is_done = !input.failed && save_input(vm, self, &view, code) &&
                   (code != Z_STREAM_END || finish_inflating(vm, self));
    view_release(vm, &view);
    if (is_done) return output_finish(&output, self->stream.avail_out);
    output_drop(&output);
    return NULL;
}

static Object *decompress_copy(Vm *vm, const Slot *arguments) {
    ZlibStream *self = stream_of(arguments);
    ZlibStream *copy = stream_new(vm, zlib_types_load(vm)->decompress);
    if (copy == NULL) return NULL;
    int code = inflateCopy(&copy->stream, &self->stream);
    return finish_copy(vm, self, copy, code, "while copying decompression object",
                       ERROR_ZLIB_DECOMPRESSION_MEMORY);
}

static void decompress_finish(Vm *vm, Object *object) {
    (void)vm;
    ZlibStream *self = (ZlibStream *)object;
    if (self->is_open) inflateEnd(&self->stream);
}

// --- the types ---

#define STREAM_METHOD(name, function, signature, doc) \
    {name, function, signature, doc, METHOD_KNOWS_CLASS}
#define COPIES(function)                                                                \
    STREAM_METHOD("copy", function, "(self, /)", "Another one in the same state."),     \
    STREAM_METHOD("__copy__", function, "(self, /)", "The same as copy()."),            \
    STREAM_METHOD("__deepcopy__", function, "(self, memo, /)", "The same as copy().")

static const Method compress_methods[] = {
    STREAM_METHOD("compress", compress_method_compress, "(self, data, /)",
                  "What there is so far of the bytes compressed."),
    STREAM_METHOD("flush", compress_method_flush, "(self, mode=zlib.Z_FINISH, /)",
           "The rest of the compressed bytes; after Z_FINISH it is at its end."),
    COPIES(compress_copy),
    {0},
};

static const Method decompress_methods[] = {
    STREAM_METHOD("decompress", decompress_method_decompress, "(self, data, /, max_length=0)",
           "What the compressed bytes give; max_length: no more bytes than that."),
    STREAM_METHOD("flush", decompress_method_flush, "(self, length=zlib.DEF_BUF_SIZE, /)",
           "What unconsumed_tail gives still."),
    COPIES(decompress_copy),
    {0},
};

static const Member decompress_members[] = {
    {"unused_data", offsetof(ZlibStream, unused), MEMBER_READ_ONLY, NULL},
    {"unconsumed_tail", offsetof(ZlibStream, tail), MEMBER_READ_ONLY, NULL},
    {"eof", offsetof(ZlibStream, is_at_end), MEMBER_READ_ONLY | MEMBER_IS_BOOL, NULL},
    {0},
};

static const Field stream_fields[] = {
    FIELD_NAMED(ZlibStream, unused, "unused_data"),
    FIELD_NAMED(ZlibStream, tail, "unconsumed_tail"),
    FIELD_NAMED(ZlibStream, dictionary, "zdict"),
    {0},
};

const TypeDefinition zlib_compress_definition = {
    .name = "zlib.Compress",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(ZlibStream),
    .python_bytes = 168,
    .layout = {.name = "zlib.Compress", .fields = stream_fields, .finish = compress_finish},
    .methods = compress_methods,
};

const TypeDefinition zlib_decompress_definition = {
    .name = "zlib.Decompress",
    .flags = TYPE_IS_HEAP,
    .bytes = sizeof(ZlibStream),
    .python_bytes = 168,
    .layout = {.name = "zlib.Decompress", .fields = stream_fields, .finish = decompress_finish},
    .methods = decompress_methods,
    .members = decompress_members,
};
