// The module zlib over the library of that name: checksums, and whole texts at once. Streams
// that take their input bit by bit: zlib_stream.c.

#include "modules/zlib.h"

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "objects/int.h"
#include "objects/row.h"
#include "objects/view.h"

static void types_visit(Vm *vm, void *types, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((ZlibTypes *)types)->error, context);
}

static void types_done(Vm *vm, void *types) {
    slot_clear(vm, NULL, &((ZlibTypes *)types)->error);
}

static const StateDefinition zlib_state = {
    .bytes = sizeof(ZlibTypes), .visit = types_visit, .done = types_done,
};

ZlibTypes *zlib_types_load(Vm *vm) {
    return state_load(vm, &zlib_state);
}

static Type *error_of(Vm *vm) {
    return (Type *)zlib_types_load(vm)->error.object;
}

// --- the library ---

static voidpf stream_allocate(voidpf vm, uInt count, uInt bytes) {
    return lent_new(vm, (size_t)count * bytes);
}

static void stream_release(voidpf vm, voidpf memory) {
    lent_drop(vm, memory);
}

void zlib_stream_start(Vm *vm, z_stream *stream) {
    *stream = (z_stream){.zalloc = stream_allocate, .zfree = stream_release, .opaque = vm};
}

void zlib_stream_feed(z_stream *stream, int64_t *rest) {
    stream->avail_in = *rest < UINT32_MAX ? (uInt)*rest : UINT32_MAX;
    *rest -= stream->avail_in;
}

bool zlib_stream_make_room(z_stream *stream, Output *output) {
    int64_t room_bytes;
    if (stream->avail_out != 0) return true;
    if (!output_grow(output, &stream->next_out, &room_bytes)) return false;
    stream->avail_out = (uInt)room_bytes;
    return true;
}

Object *zlib_raise(Vm *vm, const z_stream *stream, int code, const char *doing) {
    if (raised(vm)) return NULL;
    const char *text = code == Z_VERSION_ERROR  ? "library version mismatch"
                       : stream->msg != Z_NULL  ? stream->msg
                       : code == Z_BUF_ERROR    ? "incomplete or truncated stream"
                       : code == Z_STREAM_ERROR ? "inconsistent stream state"
                       : code == Z_DATA_ERROR   ? "invalid input data"
                                                : NULL;
    Type *error = error_of(vm);
    if (text == NULL) return raise_text(vm, error, "Error %d %s", code, doing);
    return raise_text(vm, error, "Error %d %s: %.200s", code, doing, text);
}

Object *zlib_raise_memory(Vm *vm, ErrorId error) {
    return raised(vm) ? NULL : raise(vm, error);
}

// --- whole texts ---

static bool deflate_all(Vm *vm, z_stream *stream, Output *output, int64_t rest) {
    int flush;
    do {
        zlib_stream_feed(stream, &rest);
        flush = rest == 0 ? Z_FINISH : Z_NO_FLUSH;
        do {
            if (!zlib_stream_make_room(stream, output)) return false;
            int code = deflate(stream, flush);
            if (code == Z_STREAM_ERROR)
                return zlib_raise(vm, stream, code, "while compressing data");
        } while (stream->avail_out == 0);
    } while (flush != Z_FINISH);
    return true;
}

static Object *compress_bytes(Vm *vm, const View *view, int level, int wbits) {
    z_stream stream;
    Output output = {.vm = vm, .max = -1};
    zlib_stream_start(vm, &stream);
    int code = deflateInit2(&stream, level, Z_DEFLATED, wbits, ZLIB_MEMORY_LEVEL,
                            Z_DEFAULT_STRATEGY);
    if (code == Z_MEM_ERROR) return zlib_raise_memory(vm, ERROR_ZLIB_COMPRESS_MEMORY);
    if (code == Z_STREAM_ERROR)
        return raise_text(vm, error_of(vm), "Bad compression level");
    if (code != Z_OK) return zlib_raise(vm, &stream, code, "while compressing data");
    stream.next_in = view->data;
    bool is_done = deflate_all(vm, &stream, &output, view->bytes);
    code = deflateEnd(&stream);
    if (is_done && code == Z_OK) return output_finish(&output, stream.avail_out);
    output_drop(&output);
    return is_done ? zlib_raise(vm, &stream, code, "while finishing compression") : NULL;
}

static Object *zlib_function_compress(Vm *vm, const Slot *arguments) {
    int level, wbits;
    View view = {0};
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *compressed = NULL;
    if (row_int_argument(vm, arguments[1].object, Z_DEFAULT_COMPRESSION, &level) &&
        row_int_argument(vm, arguments[2].object, MAX_WBITS, &wbits))
        compressed = compress_bytes(vm, &view, level, wbits);
    view_release(vm, &view);
    return compressed;
}

// Gives the library's last answer, Z_STREAM_END when all went well.
static int inflate_all(z_stream *stream, Output *output, int64_t rest) {
    int code = Z_OK;
    do {
        zlib_stream_feed(stream, &rest);
        int flush = rest == 0 ? Z_FINISH : Z_NO_FLUSH;
        do {
            if (!zlib_stream_make_room(stream, output)) return Z_MEM_ERROR;
            code = inflate(stream, flush);
            if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END) return code;
        } while (stream->avail_out == 0);
    } while (code != Z_STREAM_END && rest != 0);
    return code;
}

static Object *decompress_bytes(Vm *vm, const View *view, int wbits, int64_t room) {
    z_stream stream;
    Output output = {.vm = vm, .max = -1, .first = room == 0 ? 1 : room};
    zlib_stream_start(vm, &stream);
    int code = inflateInit2(&stream, wbits);
    if (code == Z_MEM_ERROR) return zlib_raise_memory(vm, ERROR_ZLIB_DECOMPRESS_MEMORY);
    if (code != Z_OK) return zlib_raise(vm, &stream, code, "while preparing to decompress data");
    stream.next_in = view->data;
    code = inflate_all(&stream, &output, view->bytes);
    if (code == Z_MEM_ERROR) zlib_raise_memory(vm, ERROR_ZLIB_DECOMPRESS_MEMORY);
    else if (code != Z_STREAM_END) zlib_raise(vm, &stream, code, "while decompressing data");
    inflateEnd(&stream);
    if (code == Z_STREAM_END) return output_finish(&output, stream.avail_out);
    output_drop(&output);
    return NULL;
}

static Object *zlib_function_decompress(Vm *vm, const Slot *arguments) {
    int wbits;
    int64_t room;
    View view = {0};
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *text = NULL;
    if (row_int_argument(vm, arguments[1].object, MAX_WBITS, &wbits) &&
        row_size_argument(vm, arguments[2].object, ZLIB_ROOM, &room)) {
        if (room < 0) raise(vm, ERROR_ZLIB_ROOM_NEGATIVE);
        else text = decompress_bytes(vm, &view, wbits, room);
    }
    view_release(vm, &view);
    return text;
}

// --- checksums ---

typedef uLong Checksum(uLong start, const Bytef *data, z_size_t bytes);

static Object *checksum(Vm *vm, const Slot *arguments, uint64_t start, Checksum *function) {
    View view = {0};
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *sum = NULL;
    if (arguments[1].object == NULL || argument_bits(vm, arguments[1].object, &start))
        sum = int_new(vm, (int64_t)function((uint32_t)start, view.data, (z_size_t)view.bytes));
    view_release(vm, &view);
    return sum;
}

static Object *zlib_function_adler32(Vm *vm, const Slot *arguments) {
    return checksum(vm, arguments, 1, adler32_z);
}

static Object *zlib_function_crc32(Vm *vm, const Slot *arguments) {
    return checksum(vm, arguments, 0, crc32_z);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(zlib, adler32, "(data, value=1, /)", "The Adler-32 checksum of bytes."),
    FUNCTION(zlib, compress, "(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
             "The bytes compressed."),
    FUNCTION(zlib, compressobj,
             "(level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n"
             "            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n"
             "            strategy=Z_DEFAULT_STRATEGY, zdict=None)",
             "An object that compresses bytes as they come."),
    FUNCTION(zlib, crc32, "(data, value=0, /)", "The CRC-32 checksum of bytes."),
    FUNCTION(zlib, decompress, "(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
             "The bytes that were compressed."),
    FUNCTION(zlib, decompressobj, "(wbits=MAX_WBITS, zdict=b'')",
             "An object that decompresses bytes as they come."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(MAX_WBITS) CONSTANT_OF(DEFLATED, Z_DEFLATED)
    CONSTANT_OF(DEF_MEM_LEVEL, ZLIB_MEMORY_LEVEL)
    CONSTANT_OF(DEF_BUF_SIZE, ZLIB_ROOM) CONSTANT(Z_NO_COMPRESSION) CONSTANT(Z_BEST_SPEED)
    CONSTANT(Z_BEST_COMPRESSION) CONSTANT(Z_DEFAULT_COMPRESSION) CONSTANT(Z_FILTERED)
    CONSTANT(Z_HUFFMAN_ONLY) CONSTANT(Z_RLE) CONSTANT(Z_FIXED) CONSTANT(Z_DEFAULT_STRATEGY)
    CONSTANT(Z_NO_FLUSH) CONSTANT(Z_PARTIAL_FLUSH) CONSTANT(Z_SYNC_FLUSH)
    CONSTANT(Z_FULL_FLUSH) CONSTANT(Z_FINISH) CONSTANT(Z_BLOCK) CONSTANT(Z_TREES)
};

static bool add_error(Vm *vm, Module *module, ZlibTypes *types) {
    if (types->error.object == NULL) {
        Type *base = exception_type(vm, EXCEPTION_Exception);
        Object *error = error_class_new(vm, "zlib.error", base, NULL);
        if (error == NULL) return false;
        slot_take(vm, NULL, &types->error, error);
    }
    return module_set(vm, module, "error", types->error.object);
}

bool zlib_module_start(Vm *vm, Module *module) {
    ZlibTypes *types = zlib_types_load(vm);
    if (types == NULL) return false;
    types->compress = module_register_type(vm, &zlib_compress_definition);
    types->decompress = module_register_type(vm, &zlib_decompress_definition);
    return types->compress != NULL && types->decompress != NULL &&
           add_error(vm, module, types) &&
           module_add_functions(vm, module, functions) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           module_take_set(vm, module, "ZLIB_VERSION", str_new_c(vm, ZLIB_VERSION)) &&
           module_take_set(vm, module, "ZLIB_RUNTIME_VERSION", str_new_c(vm, zlibVersion())) &&
           module_take_set(vm, module, "__version__", str_new_c(vm, "1.0")) &&
           module_set_doc(vm, module, "Compression as gzip has it, and its checksums.");
}
