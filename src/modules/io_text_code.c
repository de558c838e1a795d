// The codecs of a TextIOWrapper: built-in ones, called straight, and those of the library.
//
// A built-in decoder keeps the bytes of an unfinished character. Its states have the numbers
// that the library's classes of these codecs give.

#include "modules/io_text.h"

#include <string.h>

// --- choosing ---

// The built-in codecs that can stop in the middle of a character.
static const Codec *find_codec(const Str *encoding) {
    static const char *const names[] = {
        "utf_8", "ascii", "latin_1", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le",
        "utf_32_be",
    };
    const Codec *codec = codec_find(encoding);
    for (size_t i = 0; codec != NULL && i < ARRAY_COUNT(names); i++)
        if (strcmp(codec->name, names[i]) == 0) return codec;
    return NULL;
}

// The library's CodecInfo of an encoding; LookupError when it is not one of text.
static Object *load_info(Vm *vm, Object *encoding) {
    Str *codecs = str_new_interned(vm, "_codecs", 7), *name;
    Object *module = codecs == NULL ? NULL : vm->objects->import_hook(vm, codecs), *info = NULL;
    object_drop_or_null(vm, (Object *)codecs);
    name = module == NULL ? NULL : str_new_interned(vm, "lookup", 6);
    if (name != NULL) info = object_call_method(vm, module, name, 1, encoding);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, module);
    Object *is_text = NULL;
    name = info == NULL ? NULL : str_new_interned(vm, "_is_text_encoding", 17);
    Found found = name == NULL ? RAISED : object_find_attribute(vm, info, name, &is_text);
    object_drop_or_null(vm, (Object *)name);
    if (found == FOUND) {
        found = object_truth(vm, is_text);
        if (found == ABSENT) found = raise_found(vm, ERROR_IO_NO_TEXT_CODEC, encoding);
        object_drop(vm, is_text);
    }
    if (!raised(vm)) return info;
    object_drop_or_null(vm, info);
    return NULL;
}

// info.name(errors): an incremental decoder or encoder.
static Object *make_codec(Vm *vm, Object *info, const char *name, Object *errors) {
    Str *text = str_new_interned(vm, name, strlen(name));
    Object *made = text == NULL ? NULL : object_call_method(vm, info, text, 1, errors);
    object_drop_or_null(vm, (Object *)text);
    return made;
}

// The truth of buffer.readable() or buffer.writable().
static bool ask_able(Vm *vm, IoText *self, Str *method, bool *is_able) {
    Object *answer = io_call(vm, self->buffer.object, method);
    if (answer == NULL) return false;
    bool done = argument_truth(vm, answer, is_able);
    object_drop(vm, answer);
    return done;
}

static bool set_decoder(Vm *vm, IoText *self, const Codec *codec, Object *info, Object *errors) {
    if (!ask_able(vm, self, self->module->names.readable, &self->decodes)) return false;
    if (!self->decodes) return true;
    self->newlines = (IoNewlines){.translates = self->is_translated};
    self->decoding = (IoDecoding){.codec = codec, .variant = codec == NULL ? 0 : codec->variant};
    slot_clear(vm, &self->base, &self->decoder);
    if (codec != NULL) return true;
    Object *decoder = make_codec(vm, info, "incrementaldecoder", errors);
    if (decoder != NULL && self->is_universal) {
        Object *translates = bool_new(vm, self->is_translated);
        Object *type = (Object *)self->module->newline_decoder;
        Object *wrapped = object_call_with(vm, type, 2, decoder, translates);
        object_drop(vm, translates);
        object_drop(vm, decoder);
        decoder = wrapped;
    }
    if (decoder == NULL) return false;
    slot_take(vm, &self->base, &self->decoder, decoder);
    return true;
}

static bool set_encoder(Vm *vm, IoText *self, const Codec *codec, Object *info, Object *errors) {
    if (!ask_able(vm, self, self->module->names.writable, &self->encodes)) return false;
    if (!self->encodes) return true;
    self->encode_codec = codec;
    slot_clear(vm, &self->base, &self->encoder);
    if (codec != NULL) return true;
    Object *encoder = make_codec(vm, info, "incrementalencoder", errors);
    if (encoder == NULL) return false;
    slot_take(vm, &self->base, &self->encoder, encoder);
    return true;
}

bool io_text_set_codecs(Vm *vm, IoText *self, Object *encoding, Object *errors) {
    const Codec *codec = find_codec((Str *)encoding);
    Object *info = codec == NULL ? load_info(vm, encoding) : NULL;
    if (codec == NULL && info == NULL) return false;
    bool done = set_decoder(vm, self, codec, info, errors) &&
                set_encoder(vm, self, codec, info, errors);
    object_drop_or_null(vm, info);
    return done;
}

// --- encoding ---

static const Codec *utf16_or_utf32(const IoText *self) {
    const Codec *codec = self->encode_codec;
    // Only the start of a file has a mark; what follows is in the order of this machine.
    if (self->is_at_start || codec->variant != ORDER_NATIVE) return codec;
    if (strcmp(codec->name, "utf_16") == 0) return codec_find_c("utf_16_le");
    return strcmp(codec->name, "utf_32") == 0 ? codec_find_c("utf_32_le") : codec;
}

static Object *encode_by_library(Vm *vm, IoText *self, Str *text) {
    Object *bytes = object_call_method(vm, self->encoder.object, self->module->names.encode, 1,
                                       (Object *)text);
    if (bytes == NULL || object_is_bytes(vm, bytes)) return bytes;
    raise(vm, ERROR_IO_ENCODER_RESULT, bytes);
    object_drop(vm, bytes);
    return NULL;
}

Object *io_text_encode(Vm *vm, IoText *self, Str *text) {
    const Codec *codec = self->encode_codec;
    if (codec == NULL) return encode_by_library(vm, self, text);
    bool is_narrow = codec->encode == codec_encode_narrow;
    bool is_utf8 = codec->encode == codec_encode_utf8;
    if (text->is_ascii && (is_narrow || is_utf8)) {
        self->is_at_start = false;
        return object_share((Object *)text);
    }
    Object *bytes = NULL;
    if (is_utf8) bytes = (Object *)codec_new_utf8(vm, text);
    if (bytes == NULL && !raised(vm))
        bytes = codec_encode_with(vm, utf16_or_utf32(self), text, (Str *)self->errors.object);
    self->is_at_start = false;
    return bytes;
}

bool io_text_encoder_reset(Vm *vm, IoText *self, int is_start) {
    if (!self->encodes) return true;
    self->is_at_start = is_start;
    if (self->encode_codec != NULL) return true;
    if (is_start) return io_call_void(vm, self->encoder.object, self->module->names.reset, NULL);
    Object *zero = vm->objects->small_ints[-SMALL_INT_MIN];
    return io_call_void(vm, self->encoder.object, self->module->names.setstate, zero);
}

bool io_text_settle_encoder(Vm *vm, IoText *self) {
    if (!self->seeks || !self->encodes) return true;
    self->is_at_start = true;
    Object *position = io_call(vm, self->buffer.object, self->module->names.tell);
    if (position == NULL) return false;
    Found is_zero = object_equal(vm, position, vm->objects->small_ints[-SMALL_INT_MIN]);
    object_drop(vm, position);
    if (is_zero != ABSENT) return is_zero == FOUND;
    return io_text_encoder_reset(vm, self, false);
}

// --- decoding ---

// utf-16 and utf-32 without a mark must not come without one.
static bool check_mark(Vm *vm, const IoDecoding *decoding, const uint8_t *data, int64_t taken) {
    bool is_wide = strcmp(decoding->codec->name, "utf_32") == 0;
    int width = is_wide ? 4 : 2;
    if (decoding->codec->variant != ORDER_NATIVE || taken < width) return true;
    static const uint8_t marks[][4] = {{0xff, 0xfe}, {0xfe, 0xff}, {0xff, 0xfe, 0, 0},
                                       {0, 0, 0xfe, 0xff}};
    for (int i = 0; i < 2; i++)
        if (memcmp(marks[is_wide * 2 + i], data, (size_t)width) == 0) return true;
    return raise_false(vm, ERROR_IO_NO_MARK, is_wide ? 32 : 16);
}

// Decodes and keeps what is unfinished.
static Object *decode_row(Vm *vm, IoText *self, const uint8_t *data, int64_t count, int is_final) {
    IoDecoding *decoding = &self->decoding;
    const Codec *codec = decoding->codec;
    int64_t taken = 0;
    int variant = decoding->variant;
    bool has_order = codec->decode == codec_decode_utf16 || codec->decode == codec_decode_utf32;
    bool is_new = has_order && variant == ORDER_NATIVE;
    Object *text = codec_decode_with(vm, codec, data, count, (Str *)self->errors.object, &taken,
                                     &variant, !is_final);
    if (text == NULL) return NULL;
    if (is_new && variant != ORDER_NATIVE && !check_mark(vm, decoding, data, taken)) {
        object_drop(vm, text);
        return NULL;
    }
    decoding->variant = variant;
    int64_t rest = count - taken;
    CHECK(rest <= IO_UNDECODED_MAX);
    decoding->count = (uint8_t)rest;
    memcpy(decoding->bytes, data + taken, (size_t)rest);
    return text;
}

static Object *decode_builtin(Vm *vm, IoText *self, const View *view, int is_final) {
    IoDecoding *decoding = &self->decoding;
    bool is_narrow = decoding->codec->decode == codec_decode_narrow;
    bool is_utf8 = decoding->codec->decode == codec_decode_utf8;
    if (decoding->count == 0) {
        bool is_plain = is_narrow ? decoding->variant == 256
                                  : is_utf8 && chars_is_ascii(view->data, view->bytes);
        if (is_plain) return str_new_from_chars(vm, view->data, 1, view->bytes);
        return decode_row(vm, self, view->data, view->bytes, is_final);
    }
    int64_t count = decoding->count + view->bytes;
    uint8_t *joined = system_new(vm, (size_t)count);
    if (joined == NULL) return NULL;
    memcpy(joined, decoding->bytes, decoding->count);
    if (view->bytes > 0) memcpy(joined + decoding->count, view->data, (size_t)view->bytes);
    Object *text = decode_row(vm, self, joined, count, is_final);
    system_drop(vm, joined, (size_t)count);
    return text;
}

Object *io_text_decode(Vm *vm, IoText *self, Object *input, int is_final) {
    if (self->decoding.codec != NULL) {
        View view = {0};
        if (!view_acquire(vm, input, &view, VIEW_READ)) return NULL;
        Object *text = decode_builtin(vm, self, &view, is_final);
        view_release(vm, &view);
        if (text == NULL || !self->is_universal) return text;
        return io_newlines_take(vm, &self->newlines, text, is_final);
    }
    Object *decoder = self->decoder.object;
    if (io_is_exactly(vm, decoder, &io_newline_decoder_definition))
        return io_newline_decode(vm, decoder, input, is_final);
    Object *final = is_final ? vm->objects->true_ : vm->objects->false_;
    Object *text = object_call_method(vm, decoder, self->module->names.decode, 2, input, final);
    if (text == NULL || object_is_str(vm, text)) return text;
    raise(vm, ERROR_IO_DECODER_RESULT, text);
    object_drop(vm, text);
    return NULL;
}

bool io_text_decoder_reset(Vm *vm, IoText *self) {
    if (!self->decodes) return true;
    if (self->decoding.codec == NULL)
        return io_call_void(vm, self->decoder.object, self->module->names.reset, NULL);
    self->decoding.count = 0;
    self->decoding.variant = self->decoding.codec->variant;
    self->newlines.seen = 0;
    self->newlines.has_pending_cr = false;
    return true;
}

// --- states ---

void io_text_drop_state(Vm *vm, IoTextState *state) {
    object_drop_or_null(vm, state->held);
    object_drop_or_null(vm, state->flags);
    *state = (IoTextState){0};
}

bool io_text_state_number(Vm *vm, const IoTextState *state, int32_t *number) {
    int wide;
    if (state->flags == NULL) {
        *number = (int32_t)state->number;
        return true;
    }
    if (!argument_int(vm, state->flags, &wide)) return false;
    *number = wide;
    return true;
}

// What the library's classes of these codecs give for the byte order.
static uint64_t order_number(const IoDecoding *decoding) {
    const Codec *codec = decoding->codec;
    bool has_order = codec->decode == codec_decode_utf16 || codec->decode == codec_decode_utf32;
    if (!has_order || codec->variant != ORDER_NATIVE) return 0;
    return decoding->variant == ORDER_NATIVE ? 2 : decoding->variant == ORDER_BIG;
}

bool io_text_get_state(Vm *vm, IoText *self, IoTextState *state) {
    *state = (IoTextState){0};
    if (self->decoding.codec != NULL) {
        state->held = bytes_new(vm, self->decoding.bytes, self->decoding.count);
        state->number = order_number(&self->decoding);
        if (self->is_universal) state->number = state->number << 1 | self->newlines.has_pending_cr;
        return state->held != NULL;
    }
    Object *pair = io_call(vm, self->decoder.object, self->module->names.getstate);
    if (pair == NULL) return false;
    const Tuple *tuple = (const Tuple *)pair;
    bool done = object_is_tuple(vm, pair) && tuple->count == 2;
    if (!done) {
        raise(vm, ERROR_IO_DECODER_STATE);
    } else if (!object_is_bytes(vm, tuple->items[0].object)) {
        done = raise_false(vm, ERROR_IO_DECODER_STATE_BYTES, tuple->items[0].object);
    } else {
        state->held = object_share(tuple->items[0].object);
        state->flags = object_share(tuple->items[1].object);
    }
    object_drop(vm, pair);
    return done;
}

static bool set_library_state(Vm *vm, IoText *self, const IoTextState *state) {
    Object *flags = state->flags != NULL ? object_share(state->flags)
                                         : int_new(vm, (int32_t)state->number);
    Tuple *pair = flags == NULL ? NULL : tuple_pack(vm, 2, state->held, flags);
    bool done = pair != NULL && io_call_void(vm, self->decoder.object,
                                             self->module->names.setstate, (Object *)pair);
    object_drop_or_null(vm, (Object *)pair);
    object_drop_or_null(vm, flags);
    return done;
}

bool io_text_set_state(Vm *vm, IoText *self, const IoTextState *state) {
    if (self->decoding.codec == NULL) return set_library_state(vm, self, state);
    IoDecoding *decoding = &self->decoding;
    const Bytes *held = (const Bytes *)state->held;
    uint64_t number = state->number;
    int32_t given;
    if (state->flags != NULL) {
        if (!io_text_state_number(vm, state, &given)) return false;
        number = (uint64_t)given;
    }
    if (self->is_universal) {
        self->newlines.has_pending_cr = number & 1;
        number >>= 1;
    }
    if (decoding->codec->variant == ORDER_NATIVE &&
        (decoding->codec->decode == codec_decode_utf16 ||
         decoding->codec->decode == codec_decode_utf32))
        decoding->variant = number == 0 ? ORDER_LITTLE : number == 1 ? ORDER_BIG : ORDER_NATIVE;
    decoding->count = (uint8_t)(held->count < IO_UNDECODED_MAX ? held->count : IO_UNDECODED_MAX);
    memcpy(decoding->bytes, held->data, decoding->count);
    return true;
}
