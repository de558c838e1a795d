// The module binascii: bytes to and from text. Quoted-printable text: binascii_quoted.c.

#include "modules/binascii.h"

#include "modules/argument.h"
#include "modules/error_class.h"
#include "objects/byte_row.h"
#include "objects/str.h"

#include <string.h>

typedef struct BinasciiState {
    Slot error, incomplete;   // the classes
} BinasciiState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((BinasciiState *)state)->error, context);
    visit(vm, NULL, &((BinasciiState *)state)->incomplete, context);
}

static void state_end(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((BinasciiState *)state)->error);
    slot_clear(vm, NULL, &((BinasciiState *)state)->incomplete);
}

static const StateDefinition binascii_state = {sizeof(BinasciiState), state_visit, state_end};

Type *binascii_get_error(Vm *vm) {
    return (Type *)((BinasciiState *)state_find(vm, &binascii_state))->error.object;
}

static Object *refuse(Vm *vm, const char *text) {
    return raise_text(vm, binascii_get_error(vm), "%s", text);
}

bool binascii_read(Vm *vm, Object *object, View *view) {
    *view = (View){0};
    if (object_is_str(vm, object)) {
        const Str *text = (const Str *)object;
        if (!text->is_ascii) return raise_false(vm, ERROR_BINASCII_ASCII);
        view_set_row(view, (void *)(uintptr_t)text->data, text->length);
        return true;
    }
    if (object_has_view(vm, object) && view_acquire(vm, object, view, VIEW_READ)) return true;
    raised_clear(vm);
    return raise_false(vm, ERROR_BINASCII_TYPE, object);
}

// An optional argument's truth.
static bool read_flag(Vm *vm, Object *object, bool otherwise, bool *flag) {
    *flag = otherwise;
    return object == NULL || argument_truth(vm, object, flag);
}

static Object *finish(Vm *vm, Bytes *bytes, int64_t count) {
    Object *part = bytes->count == count ? bytes_take_shared(vm, bytes)
                                         : bytes_new_part(vm, bytes, 0, count);
    if ((Object *)bytes != part && bytes->count != count) object_drop(vm, (Object *)bytes);
    return part;
}

// --- hexadecimal ---

static int hex_value(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static Object *from_hex(Vm *vm, const View *view) {
    if (view->bytes % 2 != 0) return refuse(vm, "Odd-length string");
    Bytes *bytes = bytes_new_room(vm, view->bytes / 2);
    if (bytes == NULL) return NULL;
    for (int64_t i = 0; i < bytes->count; i++) {
        int high = hex_value(view->data[2 * i]), low = hex_value(view->data[2 * i + 1]);
        if (high < 0 || low < 0) {
            object_drop(vm, (Object *)bytes);
            return refuse(vm, "Non-hexadecimal digit found");
        }
        bytes->data[i] = (uint8_t)(high << 4 | low);
    }
    return bytes_take_shared(vm, bytes);
}

static Object *binascii_function_a2b_hex(Vm *vm, const Slot *arguments) {
    View view;
    if (!binascii_read(vm, arguments[0].object, &view)) return NULL;
    Object *result = from_hex(vm, &view);
    view_release(vm, &view);
    return result;
}

static Object *binascii_function_unhexlify(Vm *vm, const Slot *arguments) {
    return binascii_function_a2b_hex(vm, arguments);
}

static Object *binascii_function_b2a_hex(Vm *vm, const Slot *arguments) {
    View view;
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *text = byte_row_hex(vm, view_get_chars(&view), arguments[1].object,
                                arguments[2].object);
    view_release(vm, &view);
    if (text == NULL) return NULL;
    const Str *str = (const Str *)text;
    Object *result = bytes_new(vm, str->data, str->length);
    object_drop(vm, text);
    return result;
}

static Object *binascii_function_hexlify(Vm *vm, const Slot *arguments) {
    return binascii_function_b2a_hex(vm, arguments);
}

// --- base 64 ---

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint8_t c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static Object *to_base64(Vm *vm, const View *view, bool newline) {
    const uint8_t *from = view->data;
    int64_t left = view->bytes;
    if (left > INT64_MAX / 2) return raise_memory_error(vm);
    Bytes *bytes = bytes_new_room(vm, (left + 2) / 3 * 4 + newline);
    if (bytes == NULL) return NULL;
    uint8_t *to = bytes->data;
    for (; left > 2; left -= 3, from += 3) {
        uint32_t bits = (uint32_t)from[0] << 16 | (uint32_t)from[1] << 8 | from[2];
        *to++ = (uint8_t)base64_digits[bits >> 18];
        *to++ = (uint8_t)base64_digits[bits >> 12 & 63];
        *to++ = (uint8_t)base64_digits[bits >> 6 & 63];
        *to++ = (uint8_t)base64_digits[bits & 63];
    }
    if (left > 0) {
        uint32_t bits = (uint32_t)from[0] << 16 | (left == 2 ? (uint32_t)from[1] << 8 : 0);
        *to++ = (uint8_t)base64_digits[bits >> 18];
        *to++ = (uint8_t)base64_digits[bits >> 12 & 63];
        *to++ = left == 2 ? (uint8_t)base64_digits[bits >> 6 & 63] : '=';
        *to++ = '=';
    }
    if (newline) *to++ = '\n';
    return bytes_take_shared(vm, bytes);
}

static Object *binascii_function_b2a_base64(Vm *vm, const Slot *arguments) {
    View view;
    bool newline;
    if (!read_flag(vm, arguments[1].object, true, &newline) ||
        !view_acquire(vm, arguments[0].object, &view, VIEW_READ))
        return NULL;
    Object *result = to_base64(vm, &view, newline);
    view_release(vm, &view);
    return result;
}

// Reading base 64: four digits make three bytes.
typedef struct Base64 {
    uint8_t *to;
    int digits;         // of the present four
    int padding;        // how many = came since the last digit
    bool has_begun_padding;
    uint8_t rest;
} Base64;

// What is wrong with a character in strict mode; NULL: nothing.
static const char *strict_trouble(const Base64 *state, const View *view, int64_t i, int value) {
    if (view->data[i] == '=') {
        if (i == 0) return "Leading padding not allowed";
        return NULL;
    }
    if (value < 0) return "Only base64 data is allowed";
    return state->has_begun_padding ? "Discontinuous padding not allowed" : NULL;
}

static void take_digit(Base64 *state, uint8_t value) {
    static const int shifts[] = {0, 4, 2, 0};
    switch (state->digits) {
    case 0: state->rest = value; break;
    case 1: *state->to++ = (uint8_t)(state->rest << 2 | value >> shifts[1]); break;
    case 2: *state->to++ = (uint8_t)(state->rest << 4 | value >> shifts[2]); break;
    default: *state->to++ = (uint8_t)(state->rest << 6 | value); break;
    }
    if (state->digits == 1) state->rest = value & 0x0f;
    if (state->digits == 2) state->rest = value & 0x03;
    state->digits = (state->digits + 1) & 3;
}

// Reads on to the end of the data; NULL: all is well, else what is wrong.
static const char *read_base64(Base64 *state, const View *view, bool is_strict) {
    for (int64_t i = 0; i < view->bytes; i++) {
        int value = base64_value(view->data[i]);
        if (is_strict) {
            const char *trouble = strict_trouble(state, view, i, value);
            if (trouble != NULL) return trouble;
        }
        if (view->data[i] == '=') {
            state->has_begun_padding = true;
            state->padding++;
            if (state->digits >= 2 && state->digits + state->padding >= 4) {
                if (is_strict && i + 1 < view->bytes) return "Excess data after padding";
                state->digits = 0;
                return NULL;
            }
            continue;
        }
        if (value < 0) continue;
        state->padding = 0;
        take_digit(state, (uint8_t)value);
    }
    return NULL;
}

static Object *from_base64(Vm *vm, const View *view, bool is_strict) {
    Bytes *bytes = bytes_new_room(vm, (view->bytes + 3) / 4 * 3);
    if (bytes == NULL) return NULL;
    Base64 state = {.to = bytes->data};
    const char *trouble = read_base64(&state, view, is_strict);
    int64_t count = state.to - bytes->data;
    if (trouble == NULL && state.digits == 0) return finish(vm, bytes, count);
    object_drop(vm, (Object *)bytes);
    if (trouble != NULL) return refuse(vm, trouble);
    if (state.digits != 1) return refuse(vm, "Incorrect padding");
    return raise_text(vm, binascii_get_error(vm),
                      "Invalid base64-encoded string: number of data characters (%ld) cannot be "
                      "1 more than a multiple of 4",
                      count / 3 * 4 + 1);
}

static Object *binascii_function_a2b_base64(Vm *vm, const Slot *arguments) {
    View view;
    bool is_strict;
    if (!binascii_read(vm, arguments[0].object, &view)) return NULL;
    Object *result = NULL;
    if (read_flag(vm, arguments[1].object, false, &is_strict))
        result = from_base64(vm, &view, is_strict);
    view_release(vm, &view);
    return result;
}

// --- uuencode ---

enum { UU_LINE_MOST = 45 };

static Object *to_uu(Vm *vm, const View *view, bool backtick) {
    int64_t count = view->bytes;
    if (count > UU_LINE_MOST) return refuse(vm, "At most 45 bytes at once");
    Bytes *bytes = bytes_new_room(vm, 2 + (count + 2) / 3 * 4);
    if (bytes == NULL) return NULL;
    uint8_t *to = bytes->data, zero = backtick ? '`' : ' ';
    *to++ = count == 0 ? zero : (uint8_t)(' ' + count);
    for (int64_t i = 0; i < count; i += 3) {
        uint32_t bits = (uint32_t)view->data[i] << 16;
        if (i + 1 < count) bits |= (uint32_t)view->data[i + 1] << 8;
        if (i + 2 < count) bits |= view->data[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) {
            uint32_t digit = bits >> shift & 63;
            *to++ = digit == 0 ? zero : (uint8_t)(' ' + digit);
        }
    }
    *to = '\n';
    return bytes_take_shared(vm, bytes);
}

static Object *binascii_function_b2a_uu(Vm *vm, const Slot *arguments) {
    View view;
    bool backtick;
    if (!read_flag(vm, arguments[1].object, false, &backtick) ||
        !view_acquire(vm, arguments[0].object, &view, VIEW_READ))
        return NULL;
    Object *result = to_uu(vm, &view, backtick);
    view_release(vm, &view);
    return result;
}

static bool is_line_end(uint8_t c) { return c == '\n' || c == '\r'; }

// The six bits of a character; a line's end, and what is not there, are zeros. -1: illegal.
static int uu_value(const View *view, int64_t *at) {
    int64_t index = (*at)++;
    if (index >= view->bytes || is_line_end(view->data[index])) return 0;
    uint8_t c = view->data[index];
    return c < ' ' || c > ' ' + 64 ? -1 : (c - ' ') & 63;
}

// Only blanks may follow what belongs to a line.
static bool is_uu_end(const View *view, int64_t at) {
    for (; at < view->bytes; at++) {
        uint8_t c = view->data[at];
        if (c != ' ' && c != ' ' + 64 && !is_line_end(c)) return false;
    }
    return true;
}

static Object *from_uu(Vm *vm, const View *view) {
    int64_t at = 1, count = view->bytes == 0 ? 32 : (view->data[0] - ' ') & 63;
    Bytes *bytes = bytes_new_room(vm, count);
    if (bytes == NULL) return NULL;
    uint32_t bits = 0;
    int held = 0;
    const char *trouble = NULL;
    for (int64_t i = 0; i < count && trouble == NULL;) {
        int value = uu_value(view, &at);
        if (value < 0) trouble = "Illegal char";
        bits = bits << 6 | ((uint32_t)value & 63);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes->data[i++] = (uint8_t)(bits >> held);
        bits &= (1u << held) - 1;
    }
    if (trouble == NULL && !is_uu_end(view, at)) trouble = "Trailing garbage";
    if (trouble == NULL) return bytes_take_shared(vm, bytes);
    object_drop(vm, (Object *)bytes);
    return refuse(vm, trouble);
}

static Object *binascii_function_a2b_uu(Vm *vm, const Slot *arguments) {
    View view;
    if (!binascii_read(vm, arguments[0].object, &view)) return NULL;
    Object *result = from_uu(vm, &view);
    view_release(vm, &view);
    return result;
}

// --- check sums ---

// CRC tables of eight bytes at a time: row k is for a byte with k zero bytes behind it.
typedef struct CrcTable {
    uint32_t rows[8][256];
} CrcTable;

static uint32_t crc32_of_byte(uint32_t byte) {
    for (int bit = 0; bit < 8; bit++) byte = byte >> 1 ^ ((byte & 1) != 0 ? 0xedb88320u : 0);
    return byte;
}

static const StateDefinition crc_state = {.bytes = sizeof(CrcTable)};

static const CrcTable *crc_table(Vm *vm) {
    CrcTable *table = state_load(vm, &crc_state);
    if (table == NULL || table->rows[0][1] != 0) return table;
    for (uint32_t i = 0; i < 256; i++) table->rows[0][i] = crc32_of_byte(i);
    for (int k = 1; k < 8; k++)
        for (uint32_t i = 0; i < 256; i++) {
            uint32_t last = table->rows[k - 1][i];
            table->rows[k][i] = last >> 8 ^ table->rows[0][last & 255];
        }
    return table;
}

static uint32_t crc32_of(const CrcTable *table, uint32_t crc, const uint8_t *data, int64_t bytes) {
    crc = ~crc;
    for (; bytes >= 8; bytes -= 8, data += 8) {
        uint64_t eight;
        memcpy(&eight, data, 8);
        eight ^= crc;
        crc = 0;
        for (int i = 0; i < 8; i++) crc ^= table->rows[7 - i][eight >> (8 * i) & 255];
    }
    for (; bytes > 0; bytes--) crc = crc >> 8 ^ table->rows[0][(crc ^ *data++) & 255];
    return ~crc;
}

static Object *binascii_function_crc32(Vm *vm, const Slot *arguments) {
    View view;
    uint64_t start = 0;
    const CrcTable *table = crc_table(vm);
    if (table == NULL || !view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *result = NULL;
    if (arguments[1].object == NULL || argument_bits(vm, arguments[1].object, &start))
        result = int_new(vm, crc32_of(table, (uint32_t)start, view.data, view.bytes));
    view_release(vm, &view);
    return result;
}

// CRC-CCITT with the polynomial 0x1021.
static Object *binascii_function_crc_hqx(Vm *vm, const Slot *arguments) {
    View view;
    uint64_t start;
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *result = NULL;
    if (argument_bits(vm, arguments[1].object, &start)) {
        uint32_t crc = (uint32_t)start & 0xffff;
        for (int64_t i = 0; i < view.bytes; i++) {
            uint32_t x = crc >> 8 ^ view.data[i];
            x ^= x >> 4;
            crc = (crc << 8 ^ x << 12 ^ x << 5 ^ x) & 0xffff;
        }
        result = int_new(vm, crc);
    }
    view_release(vm, &view);
    return result;
}

// --- the module ---

#define HEX_SIGNATURE "(data, sep=<unrepresentable>, bytes_per_sep=1)"

static const Method functions[] = {
    FUNCTION(binascii, a2b_uu, "(data, /)", "Decode a line of uuencoded data."),
    FUNCTION(binascii, b2a_uu, "(data, /, *, backtick=False)", "Uuencode a line of data."),
    FUNCTION(binascii, a2b_base64, "(data, /, *, strict_mode=False)",
             "Decode base64 data; strict_mode refuses what is not of its alphabet."),
    FUNCTION(binascii, b2a_base64, "(data, /, *, newline=True)", "Encode a line as base64."),
    FUNCTION(binascii, a2b_hex, "(hexstr, /)", "The bytes of two hexadecimal digits each."),
    FUNCTION(binascii, b2a_hex, HEX_SIGNATURE, "Two hexadecimal digits for each byte."),
    FUNCTION(binascii, hexlify, HEX_SIGNATURE, "Two hexadecimal digits for each byte."),
    FUNCTION(binascii, unhexlify, "(hexstr, /)", "The bytes of two hexadecimal digits each."),
    FUNCTION(binascii, crc_hqx, "(data, crc, /)", "CRC-CCITT of the data, going on from crc."),
    FUNCTION(binascii, crc32, "(data, crc=0, /)", "CRC-32 of the data, going on from crc."),
    FUNCTION(binascii, a2b_qp, "(data, header=False)", "Decode quoted-printable data."),
    FUNCTION(binascii, b2a_qp, "(data, quotetabs=False, istext=True, header=False)",
             "Encode data as quoted-printable: with header, blanks as underscores."),
    {0},
};

bool binascii_module_start(Vm *vm, Module *module) {
    BinasciiState *state = state_load(vm, &binascii_state);
    return state != NULL && module_add_functions(vm, module, functions) &&
           error_class_add(vm, module, &state->error, "binascii.Error",
                           exception_type(vm, EXCEPTION_ValueError), NULL) &&
           error_class_add(vm, module, &state->incomplete, "binascii.Incomplete",
                           exception_type(vm, EXCEPTION_Exception), NULL) &&
           module_set_doc(vm, module, "Bytes to and from text.");
}
