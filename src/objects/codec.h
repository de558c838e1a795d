// Codecs: bytes from and to str, and what is done where that can't be.
//
// The codecs here are built in; others come from the library through codec_hook of
// Objects. An error handler is a name: the eight of CPython are built in, others come
// through codec_error_hook as callables.

#ifndef OBJECTS_CODEC_H
#define OBJECTS_CODEC_H

#include "objects/str.h"

// bytes.decode() and str.encode(): encoding NULL is utf-8, errors NULL is "strict".
MUST_USE Object *codec_decode(Vm *vm, const uint8_t *data, int64_t size, Str *encoding,
                              Str *errors);
MUST_USE Object *codec_encode(Vm *vm, Str *str, Str *encoding, Str *errors);   // bytes

// Text from the system (arguments, file names, variables) and back, as os.fsdecode and
// os.fsencode: utf-8, where other bytes are lone surrogates.
MUST_USE Object *codec_decode_system(Vm *vm, const char *bytes, size_t size);
MUST_USE Object *codec_encode_system(Vm *vm, Str *str);   // bytes

// A codec found through the registry raised: a plain exception becomes the cause of one that
// names the codec.
void codec_chain_error(Vm *vm, enum CodecDirection direction, const char *encoding);

// --- one codec ---

// What has failed in one run of a codec. CPython makes one exception for a run and changes its
// fields at each error: its args tell of the first, and handlers see one object.
typedef struct CodecFailures {
    const char *reason;      // borrows: of the first; NULL: there was none
    int64_t start, stop;     // of the first
    Object *error;           // owns: the exception, once it is wanted
    Object *handler;         // owns: the program's handler, once it was looked up
    Object *data;            // owns: bytes that a handler put in the place of those to decode
} CodecFailures;

void codec_failures_done(Vm *vm, CodecFailures *failures);

typedef struct Decoder {
    Vm *vm;
    const char *encoding;    // borrows: the name that errors show
    const uint8_t *data;     // borrows
    int64_t size;
    int64_t at;              // the next byte; at the end: how many were decoded
    int variant;             // the codec's own: byte order, limit
    bool is_big;             // the byte order that was settled
    bool is_partial;         // more bytes may follow: an incomplete end is left alone
    Str *errors;             // borrows; NULL: strict
    StrBuilder *builder;     // borrows
    CodecFailures failures;
} Decoder;

typedef struct Encoder {
    Vm *vm;
    const char *encoding;
    Str *str;                // borrows
    int64_t at;
    int variant;
    Object *mapping;         // borrows, the caller's own; NULL: none
    Str *errors;
    StrBuilder *builder;     // borrows: bytes as characters
    CodecFailures failures;
} Encoder;

typedef struct Codec {
    const char *name;        // normalised: "utf_8"
    const char *shown;       // what errors show: "utf-8"
    bool (*decode)(Decoder *decoder);
    bool (*encode)(Encoder *encoder);
    int variant;
} Codec;

enum CodecOrder { ORDER_NATIVE = 0, ORDER_LITTLE = -1, ORDER_BIG = 1 };

// The name of an encoding as the registry knows it: small letters, digits and points, each
// run of other characters between them '_'. A new str.
MUST_USE Str *codec_new_normalised(Vm *vm, const Str *encoding);
// The built-in codec of that name or alias; NULL: there is none.
const Codec *codec_find(const Str *encoding);
const Codec *codec_find_c(const char *normalised);

// For incremental decoders: also how many bytes were taken. `variant` is read and written
// (the byte order that a mark told).
MUST_USE Object *codec_decode_with(Vm *vm, const Codec *codec, const uint8_t *data, int64_t size,
                                   Str *errors, int64_t *taken, int *variant, int is_partial);
MUST_USE Object *codec_encode_with(Vm *vm, const Codec *codec, Str *str, Str *errors);

// --- for the codecs ---

// The whole text at once; NULL without an exception where surrogates need a handler.
MUST_USE struct Bytes *codec_new_utf8(Vm *vm, const Str *str);
bool codec_decode_utf8(Decoder *decoder);
bool codec_encode_utf8(Encoder *encoder);
bool codec_decode_narrow(Decoder *decoder);    // latin-1, ascii; variant: the limit
bool codec_encode_narrow(Encoder *encoder);
bool codec_decode_utf7(Decoder *decoder);
bool codec_encode_utf7(Encoder *encoder);
bool codec_decode_utf16(Decoder *decoder);     // variant: CodecOrder
bool codec_encode_utf16(Encoder *encoder);
bool codec_decode_utf32(Decoder *decoder);
bool codec_encode_utf32(Encoder *encoder);
bool codec_decode_escape(Decoder *decoder);
bool codec_encode_escape(Encoder *encoder);
bool codec_decode_raw_escape(Decoder *decoder);
bool codec_encode_raw_escape(Encoder *encoder);

// The bytes start..stop can't be decoded: the handler's text is added and decoding goes
// on at decoder->at, which the handler sets. False: raised.
MUST_USE bool codec_decode_error(Decoder *decoder, int64_t start, int64_t stop,
                                 const char *reason);
// The same for characters. What the handler gives as a str goes to `put`, character by
// character; false of put: it can't be encoded either.
typedef bool EncoderPut(Encoder *encoder, uint32_t c);
MUST_USE bool codec_encode_error(Encoder *encoder, int64_t start, int64_t stop,
                                 const char *reason, EncoderPut *put);

// --- error handlers ---

typedef enum CodecHandler {
    HANDLER_STRICT, HANDLER_IGNORE, HANDLER_REPLACE, HANDLER_XML, HANDLER_BACKSLASH,
    HANDLER_ESCAPE, HANDLER_PASS, HANDLER_NAME, HANDLER_OTHER,
} CodecHandler;

// What a built-in handler does with a UnicodeError: a new tuple (replacement, position).
MUST_USE Object *codec_handle(Vm *vm, CodecHandler handler, Object *error);

// Adds what the handler makes of bytes; *next: where decoding goes on. ABSENT: the handler
// leaves it to strict.
MUST_USE Found codec_decode_by(CodecHandler handler, StrBuilder *builder, const char *encoding,
                               const uint8_t *data, int64_t size, int64_t start, int64_t stop,
                               int64_t *next);
// What the handler makes of characters: bytes (*is_bytes) or text in `made`. ABSENT: it
// leaves it to strict. *next may be before stop when only a part was dealt with.
MUST_USE Found codec_encode_by(CodecHandler handler, StrBuilder *made, const char *encoding,
                               const Str *str, int64_t start, int64_t stop, bool *is_bytes,
                               int64_t *next);

// DeprecationWarning for a backslash before a character that has no meaning there, or before
// an octal number above \377 (then that is `escape`). False: a filter made it an exception.
MUST_USE bool codec_warn_escape(Vm *vm, int escape);

// Adds "\xe9", "\u20ac" or "\U0001f600" for a character.
void codec_add_backslashed(StrBuilder *builder, uint32_t c);

#endif
