// The module _codecs: the registry, and the codecs that are built in.

#include "modules/codecs.h"

#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/row.h"
#include "objects/tuple.h"
#include "objects/view.h"

// --- arguments ---

// An argument that must be a str. NULL: raised.
static Str *str_argument(Vm *vm, const char *function, int position, Object *object) {
    if (object_is_str(vm, object)) return (Str *)object;
    raise(vm, ERROR_NTH_ARGUMENT, function, position, "str", object);
    return NULL;
}

// The name of an error handler, or None; NULL in *errors stands for "strict".
static bool errors_argument(Vm *vm, const char *function, Object *object, Str **errors) {
    *errors = NULL;
    if (object == NULL || object == vm->objects->none) return true;
    if (!object_is_str(vm, object))
        return raise_false(vm, ERROR_NTH_ARGUMENT, function, 2, "str or None", object);
    *errors = (Str *)object;
    if (chars_find_char(str_get_chars(*errors), 0) >= 0)
        return raise_false(vm, ERROR_EMBEDDED_NULL);
    return true;
}

// Bytes of an argument; a str's utf-8 where the function takes one.
typedef struct Source {
    Vm *vm;
    View view;
    Object *encoded;   // owns: bytes of a str
    const uint8_t *data;
    int64_t size;
} Source;

static bool source_start(Vm *vm, Source *source, Object *object, bool takes_str) {
    *source = (Source){.vm = vm};
    if (takes_str && object_is_str(vm, object)) {
        object = source->encoded = codec_encode(vm, (Str *)object, NULL, NULL);
        if (object == NULL) return false;
    }
    if (!view_acquire(vm, object, &source->view, VIEW_READ)) return false;
    source->data = source->view.data;
    source->size = source->view.bytes;
    return true;
}

static void source_done(Source *source) {
    view_release(source->vm, &source->view);
    object_drop_or_null(source->vm, source->encoded);
}

// (object, number); consumes the object.
static Object *take_pair(Vm *vm, Object *object, int64_t number) {
    return build_tuple(vm, "Oi", object, number);
}

// --- encoders and decoders of text ---

typedef struct TextCodec {
    const char *function;   // for messages
    const char *codec;      // its name in the table of codecs
    bool takes_str;         // its decoder takes a str for its utf-8
} TextCodec;

static Object *encode_text(Vm *vm, const Slot *arguments, const char *function, const char *codec) {
    Str *errors, *str = str_argument(vm, function, 1, arguments[0].object);
    if (str == NULL || !errors_argument(vm, function, arguments[1].object, &errors)) return NULL;
    return take_pair(vm, codec_encode_with(vm, codec_find_c(codec), str, errors), str->length);
}

// `final` NULL: as `otherwise` says. *variant as codec_decode_with has it, or NULL.
static Object *decode_text(Vm *vm, const Slot *arguments, const TextCodec *codec, Object *final,
                           int is_final, int *variant) {
    Source source;
    Str *errors;
    int64_t taken = 0;
    if (!source_start(vm, &source, arguments[0].object, codec->takes_str)) return NULL;
    Object *text = NULL;
    if (errors_argument(vm, codec->function, arguments[1].object, &errors) &&
        row_int_argument(vm, final, is_final, &is_final))
        text = codec_decode_with(vm, codec_find_c(codec->codec), source.data,
                                 source.size, errors, &taken, variant, !is_final);
    source_done(&source);
    return take_pair(vm, text, taken);
}

#define ENCODER(name)                                                            \
    static Object *codecs_function_##name##_encode(Vm *vm, const Slot *arguments) { \
        return encode_text(vm, arguments, #name "_encode", #name);               \
    }
// Decoders whose third argument is `final`.
#define DECODER(name, takes_str, is_final)                                       \
    static Object *codecs_function_##name##_decode(Vm *vm, const Slot *arguments) { \
        static const TextCodec codec = {#name "_decode", #name, takes_str};      \
        return decode_text(vm, arguments, &codec, arguments[2].object, is_final, NULL); \
    }
#define WHOLE_DECODER(name)                                                      \
    static Object *codecs_function_##name##_decode(Vm *vm, const Slot *arguments) { \
        static const TextCodec codec = {#name "_decode", #name, false};          \
        return decode_text(vm, arguments, &codec, NULL, 1, NULL);                \
    }

ENCODER(utf_8) DECODER(utf_8, false, 0)
ENCODER(utf_7) DECODER(utf_7, false, 0)
ENCODER(utf_16_le) DECODER(utf_16_le, false, 0)
ENCODER(utf_16_be) DECODER(utf_16_be, false, 0)
DECODER(utf_16, false, 0)
ENCODER(utf_32_le) DECODER(utf_32_le, false, 0)
ENCODER(utf_32_be) DECODER(utf_32_be, false, 0)
DECODER(utf_32, false, 0)
ENCODER(unicode_escape) DECODER(unicode_escape, true, 1)
ENCODER(raw_unicode_escape) DECODER(raw_unicode_escape, true, 1)
ENCODER(latin_1) WHOLE_DECODER(latin_1)
ENCODER(ascii) WHOLE_DECODER(ascii)

// utf_16_encode and utf_32_encode: byteorder says which codec it is.
static Object *encode_ordered(Vm *vm, const Slot *arguments, const char *function,
                              const char *const codecs[3]) {
    int order;
    if (str_argument(vm, function, 1, arguments[0].object) == NULL) return NULL;
    if (!row_int_argument(vm, arguments[2].object, 0, &order)) return NULL;
    return encode_text(vm, arguments, function, codecs[order < 0 ? 0 : order == 0 ? 1 : 2]);
}

static Object *codecs_function_utf_16_encode(Vm *vm, const Slot *arguments) {
    static const char *const codecs[] = {"utf_16_le", "utf_16", "utf_16_be"};
    return encode_ordered(vm, arguments, "utf_16_encode", codecs);
}

static Object *codecs_function_utf_32_encode(Vm *vm, const Slot *arguments) {
    static const char *const codecs[] = {"utf_32_le", "utf_32", "utf_32_be"};
    return encode_ordered(vm, arguments, "utf_32_encode", codecs);
}

// utf_16_ex_decode and utf_32_ex_decode: (text, consumed, byteorder).
static Object *decode_ordered(Vm *vm, const Slot *arguments, const TextCodec *codec) {
    int order;
    if (!row_int_argument(vm, arguments[2].object, 0, &order)) return NULL;
    Object *pair = decode_text(vm, arguments, codec, arguments[3].object, 0, &order);
    if (pair == NULL) return NULL;
    const Slot *items = ((const Tuple *)pair)->items;
    Object *triple = build_tuple(vm, "ooi", items[0].object, items[1].object, (int64_t)order);
    object_drop(vm, pair);
    return triple;
}

static Object *codecs_function_utf_16_ex_decode(Vm *vm, const Slot *arguments) {
    static const TextCodec codec = {"utf_16_ex_decode", "utf_16", false};
    return decode_ordered(vm, arguments, &codec);
}

static Object *codecs_function_utf_32_ex_decode(Vm *vm, const Slot *arguments) {
    static const TextCodec codec = {"utf_32_ex_decode", "utf_32", false};
    return decode_ordered(vm, arguments, &codec);
}

// --- charmap ---

static Object *codecs_function_charmap_encode(Vm *vm, const Slot *arguments) {
    Object *mapping = arguments[2].object;
    Str *errors, *str = str_argument(vm, "charmap_encode", 1, arguments[0].object);
    if (str == NULL || !errors_argument(vm, "charmap_encode", arguments[1].object, &errors))
        return NULL;
    Object *bytes = mapping == NULL || mapping == vm->objects->none
                        ? codec_encode_with(vm, codec_find_c("latin_1"), str, errors)
                        : codecs_charmap_encode(vm, str, errors, mapping);
    return take_pair(vm, bytes, str->length);
}

static Object *codecs_function_charmap_decode(Vm *vm, const Slot *arguments) {
    Object *mapping = arguments[2].object, *text = NULL;
    Source source;
    Str *errors;
    if (!source_start(vm, &source, arguments[0].object, false)) return NULL;
    int64_t size = source.size;
    if (errors_argument(vm, "charmap_decode", arguments[1].object, &errors))
        text = mapping == NULL || mapping == vm->objects->none
                   ? str_new_from_chars(vm, source.data, 1, size)
                   : codecs_charmap_decode(vm, source.data, size, errors, mapping);
    source_done(&source);
    return take_pair(vm, text, size);
}

static Object *codecs_function_charmap_build(Vm *vm, const Slot *arguments) {
    Object *table = arguments[0].object;
    if (!object_is_str(vm, table))
        return raise(vm, ERROR_ARGUMENT_MUST_BE, "charmap_build", "str", table);
    return codecs_charmap_build(vm, (Str *)table);
}

// --- bytes from bytes ---

static Object *codecs_function_escape_decode(Vm *vm, const Slot *arguments) {
    Source source;
    Str *errors;
    Object *bytes = NULL;
    if (!source_start(vm, &source, arguments[0].object, true)) return NULL;
    int64_t size = source.size;
    if (errors_argument(vm, "escape_decode", arguments[1].object, &errors))
        bytes = codecs_escape_decode(vm, source.data, size, errors);
    source_done(&source);
    return take_pair(vm, bytes, size);
}

static Object *codecs_function_escape_encode(Vm *vm, const Slot *arguments) {
    Object *data = arguments[0].object;
    Str *errors;
    if (!object_is_bytes(vm, data))
        return raise(vm, ERROR_NTH_ARGUMENT, "escape_encode", 1, "bytes", data);
    if (!errors_argument(vm, "escape_encode", arguments[1].object, &errors)) return NULL;
    const Bytes *bytes = (const Bytes *)data;
    return take_pair(vm, codecs_escape_encode(vm, bytes->data, bytes->count), bytes->count);
}

static Object *codecs_function_readbuffer_encode(Vm *vm, const Slot *arguments) {
    Source source;
    Str *errors;
    Object *bytes = NULL;
    if (!source_start(vm, &source, arguments[0].object, true)) return NULL;
    int64_t size = source.size;
    if (errors_argument(vm, "readbuffer_encode", arguments[1].object, &errors))
        bytes = bytes_new(vm, source.data, size);
    source_done(&source);
    return take_pair(vm, bytes, size);
}

// --- the registry ---

static Object *codecs_function_register(Vm *vm, const Slot *arguments) {
    return codecs_register(vm, arguments[0].object) ? none_new(vm) : NULL;
}

static Object *codecs_function_unregister(Vm *vm, const Slot *arguments) {
    return codecs_unregister(vm, arguments[0].object) ? none_new(vm) : NULL;
}

// A name without zeros. NULL: raised.
static Str *name_argument(Vm *vm, const char *function, const char *argument, Object *object) {
    if (!object_is_str(vm, object)) {
        if (argument == NULL) raise(vm, ERROR_ARGUMENT_MUST_BE, function, "str", object);
        else raise(vm, ERROR_NAMED_ARGUMENT, function, argument, "str", object);
        return NULL;
    }
    if (chars_find_char(str_get_chars((Str *)object), 0) < 0) return (Str *)object;
    raise(vm, ERROR_EMBEDDED_NULL);
    return NULL;
}

static Object *codecs_function_lookup(Vm *vm, const Slot *arguments) {
    Str *encoding = name_argument(vm, "lookup", NULL, arguments[0].object);
    return encoding == NULL ? NULL : codecs_lookup(vm, encoding);
}

static Object *run_any(Vm *vm, const Slot *arguments, const char *function,
                       enum CodecDirection direction) {
    Str *encoding = NULL, *errors = NULL;
    if (arguments[1].object != NULL) {
        encoding = name_argument(vm, function, "encoding", arguments[1].object);
        if (encoding == NULL) return NULL;
    }
    if (arguments[2].object != NULL) {
        errors = name_argument(vm, function, "errors", arguments[2].object);
        if (errors == NULL) return NULL;
    }
    if (encoding != NULL) return codecs_run(vm, arguments[0].object, encoding, errors, direction);
    Object *utf8 = str_new_c(vm, "utf-8");
    if (utf8 == NULL) return NULL;
    Object *result = codecs_run(vm, arguments[0].object, (Str *)utf8, errors, direction);
    object_drop(vm, utf8);
    return result;
}

static Object *codecs_function_encode(Vm *vm, const Slot *arguments) {
    return run_any(vm, arguments, "encode", CODEC_ENCODES);
}

static Object *codecs_function_decode(Vm *vm, const Slot *arguments) {
    return run_any(vm, arguments, "decode", CODEC_DECODES);
}

static Object *codecs_function_register_error(Vm *vm, const Slot *arguments) {
    Object *name = arguments[0].object;
    if (!object_is_str(vm, name))
        return raise(vm, ERROR_NTH_ARGUMENT, "register_error", 1, "str", name);
    if (chars_find_char(str_get_chars((Str *)name), 0) >= 0) return raise(vm, ERROR_EMBEDDED_NULL);
    return codecs_register_error(vm, (Str *)name, arguments[1].object) ? none_new(vm) : NULL;
}

static Object *codecs_function_lookup_error(Vm *vm, const Slot *arguments) {
    Str *name = name_argument(vm, "lookup_error", NULL, arguments[0].object);
    return name == NULL ? NULL : codecs_lookup_error(vm, name);
}

// --- the module ---

#define ENCODES(name, what) \
    FUNCTION(codecs, name##_encode, "(str, errors=None, /)", "The text as " what ".")
#define DECODES(name, what) \
    FUNCTION(codecs, name##_decode, "(data, errors=None, final=False, /)", "Text of " what ".")
#define EX_SIGNATURE                                              \
    "(data, errors=None, byteorder=0, final=False,\n"             \
    "                 /)"

static const Method functions[] = {
    FUNCTION(codecs, register, "(search_function, /)", "Add a function that looks for codecs."),
    FUNCTION(codecs, unregister, "(search_function, /)", "Take such a function away again."),
    FUNCTION(codecs, lookup, "(encoding, /)", "The codec of that name, a tuple."),
    FUNCTION(codecs, encode, "(obj, encoding='utf-8', errors='strict')",
             "The object as a codec encodes it."),
    FUNCTION(codecs, decode, "(obj, encoding='utf-8', errors='strict')",
             "The object as a codec decodes it."),
    FUNCTION(codecs, escape_encode, "(data, errors=None, /)", "Bytes with escapes."),
    FUNCTION(codecs, escape_decode, "(data, errors=None, /)", "Bytes of escapes."),
    ENCODES(utf_8, "utf-8"), DECODES(utf_8, "utf-8"),
    ENCODES(utf_7, "utf-7"), DECODES(utf_7, "utf-7"),
    FUNCTION(codecs, utf_16_encode, "(str, errors=None, byteorder=0, /)", "The text as utf-16."),
    ENCODES(utf_16_le, "utf-16, little-endian"), ENCODES(utf_16_be, "utf-16, big-endian"),
    DECODES(utf_16, "utf-16"), DECODES(utf_16_le, "utf-16, little-endian"),
    DECODES(utf_16_be, "utf-16, big-endian"),
    FUNCTION(codecs, utf_16_ex_decode, EX_SIGNATURE, "Text of utf-16, and its byte order."),
    FUNCTION(codecs, utf_32_encode, "(str, errors=None, byteorder=0, /)", "The text as utf-32."),
    ENCODES(utf_32_le, "utf-32, little-endian"), ENCODES(utf_32_be, "utf-32, big-endian"),
    DECODES(utf_32, "utf-32"), DECODES(utf_32_le, "utf-32, little-endian"),
    DECODES(utf_32_be, "utf-32, big-endian"),
    FUNCTION(codecs, utf_32_ex_decode, EX_SIGNATURE, "Text of utf-32, and its byte order."),
    ENCODES(unicode_escape, "ASCII with escapes"),
    FUNCTION(codecs, unicode_escape_decode, "(data, errors=None, final=True, /)",
             "Text of ASCII with escapes."),
    ENCODES(raw_unicode_escape, "latin-1 with escapes"),
    FUNCTION(codecs, raw_unicode_escape_decode, "(data, errors=None, final=True, /)",
             "Text of latin-1 with escapes."),
    ENCODES(latin_1, "latin-1"),
    FUNCTION(codecs, latin_1_decode, "(data, errors=None, /)", "Text of latin-1."),
    ENCODES(ascii, "ASCII"),
    FUNCTION(codecs, ascii_decode, "(data, errors=None, /)", "Text of ASCII."),
    FUNCTION(codecs, charmap_encode, "(str, errors=None, mapping=None, /)",
             "The text by a mapping to bytes."),
    FUNCTION(codecs, charmap_decode, "(data, errors=None, mapping=None, /)",
             "Text by a mapping from bytes."),
    FUNCTION(codecs, charmap_build, "(map, /)", "The mapping that turns a decoding table round."),
    FUNCTION(codecs, readbuffer_encode, "(data, errors=None, /)", "The bytes of an object."),
    FUNCTION(codecs, register_error, "(errors, handler, /)", "Name a handler of errors."),
    FUNCTION(codecs, lookup_error, "(name, /)", "The handler of errors of that name."),
    {0},
};

bool codecs_module_start(Vm *vm, Module *module) {
    CodecsState *state = codecs_state(vm);
    if (state == NULL) return false;
    if (state->map_type == NULL) state->map_type = type_register(vm, &codecs_map_definition, NULL);
    return state->map_type != NULL && module_add_functions(vm, module, functions);
}
