// TextIOWrapper: characters of a file of bytes.
//
//   write: str -> pending (str, bytes or a list of them) -> buffer.write()
//   read:  buffer.read1() -> decoded (str, given out up to `used`)
//
// The codecs that every program has (utf-8 and its like) are called straight, others by the
// incremental decoder and encoder of the library. While `tells`, the bytes of the last part and
// the decoder's state before them are kept: a position in the middle is found by decoding anew.

#ifndef MODULES_IO_TEXT_H
#define MODULES_IO_TEXT_H

#include "modules/io_buffered.h"

enum { IO_UNDECODED_MAX = 8 };

// A built-in codec at work on a stream.
typedef struct IoDecoding {
    const Codec *codec;      // borrows; NULL: the library's decoder, or none
    int variant;             // byte order, once it is known
    uint8_t count;           // of bytes that wait for the rest of their character
    uint8_t bytes[IO_UNDECODED_MAX];
} IoDecoding;

typedef struct IoText {
    Object base;
    Slot buffer, encoding, errors;
    Slot decoder, encoder;   // of the library; empty: a built-in codec, or no such direction
    Slot newline;            // Str: what else ends a line; empty: None
    Slot decoded;            // Str; empty: nothing was read
    Slot pending;            // str, bytes or List; empty: nothing
    Slot snapshot;           // Bytes that came last; empty: none
    Slot snapshot_flags;     // state of a library's decoder before them
    Slot raw;                // FileIO behind an exact buffer
    IoModule *module;        // borrows
    IoDecoding decoding;
    const Codec *encode_codec;   // borrows; NULL: the library's encoder, or none
    uint64_t flags;          // state of a built-in decoder before the snapshot
    IoNewlines newlines;
    int64_t chunk_bytes, used, pending_bytes;
    double bytes_per_char;
    bool is_ready, is_detached, is_finalizing;
    bool decodes, encodes;   // the buffer can be read, written
    bool is_line_buffered, writes_through;
    bool is_universal, is_translated;    // newlines that are read
    bool writes_cr;          // '\n' is written as `newline`
    bool seeks, tells, has_read1;
    bool is_at_start;        // the encoder writes a byte order mark next
    uint8_t standard;        // 1, 2: it is sys.stdout, sys.stderr for those who watch
} IoText;

ALWAYS_INLINE IoText *io_text_of(const Slot *arguments) {
    return (IoText *)arguments[0].object;
}

// ValueError when it is not ready or was detached; when it is closed.
MUST_USE bool io_text_check(Vm *vm, const IoText *self);
MUST_USE bool io_text_check_open(Vm *vm, IoText *self);

// --- codecs (io_text_code.c) ---

// Sets decoder and encoder as the buffer can be read and written. False: raised.
MUST_USE bool io_text_set_codecs(Vm *vm, IoText *self, Object *encoding, Object *errors);
// Finds out whether writing begins at the start of the file.
MUST_USE bool io_text_settle_encoder(Vm *vm, IoText *self);
// Decodes bytes; a new str with its newlines right.
MUST_USE Object *io_text_decode(Vm *vm, IoText *self, Object *input, int is_final);
// A str (ASCII, as it is) or bytes.
MUST_USE Object *io_text_encode(Vm *vm, IoText *self, Str *text);
MUST_USE bool io_text_decoder_reset(Vm *vm, IoText *self);
MUST_USE bool io_text_encoder_reset(Vm *vm, IoText *self, int is_start);
// The decoder's state: bytes it holds back (a new reference) and a number.
typedef struct IoTextState {
    Object *held;            // Bytes
    Object *flags;           // owns; NULL: `number` is it
    uint64_t number;
} IoTextState;
MUST_USE bool io_text_get_state(Vm *vm, IoText *self, IoTextState *state);
MUST_USE bool io_text_set_state(Vm *vm, IoText *self, const IoTextState *state);
void io_text_drop_state(Vm *vm, IoTextState *state);
// The number of a state as an int32: what positions can hold.
MUST_USE bool io_text_state_number(Vm *vm, const IoTextState *state, int32_t *number);

// --- reading and writing ---
void io_text_set_decoded(Vm *vm, IoText *self, Object *decoded);   // consumes; NULL: nothing
MUST_USE bool io_text_write_pending(Vm *vm, IoText *self);
MUST_USE bool io_text_write(Vm *vm, IoText *self, Str *text);
MUST_USE Object *io_text_read_line(Vm *vm, IoText *self, int64_t limit);
// self.flush(), whatever that is.
MUST_USE bool io_text_flush_self(Vm *vm, IoText *self);

// What open() calls.
typedef struct IoTextOptions {
    Object *encoding, *errors, *newline;   // borrow; NULL: not given; newline None or a str
    bool is_line_buffered, writes_through;
} IoTextOptions;
MUST_USE Object *io_text_new(Vm *vm, Object *buffer, const IoTextOptions *options);

Native io_text_method_write, io_text_method_flush, io_text_method_read, io_text_method_readline,
    io_text_method_tell, io_text_method_seek;
UnaryFunction io_text_next;

#endif
