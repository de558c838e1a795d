// Quoted-printable text: bytes that are no printable ASCII stand as =XX, lines are short.

#include "modules/binascii.h"

#include "memory/system.h"
#include "modules/argument.h"

#include <string.h>

enum { QUOTED_LINE_MOST = 76 };

// A flag that is given as an int.
static bool read_flag(Vm *vm, Object *object, bool *flag) {
    int number;
    if (object == NULL) return true;
    if (!argument_int(vm, object, &number)) return false;
    *flag = number != 0;
    return true;
}

// --- decoding ---

static int hex_value(uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Decodes what stands behind a = (from[at]); gives how many characters that was.
static int64_t decode_escape(const View *view, int64_t at, uint8_t **to) {
    const uint8_t *from = view->data;
    if (from[at] == '\n' || from[at] == '\r') {   // a line that goes on
        int64_t end = at;
        while (end < view->bytes && from[end] != '\n') end++;
        return end - at + (end < view->bytes);
    }
    bool has_two = at + 1 < view->bytes && hex_value(from[at]) >= 0 && hex_value(from[at + 1]) >= 0;
    if (has_two) *(*to)++ = (uint8_t)(hex_value(from[at]) << 4 | hex_value(from[at + 1]));
    else *(*to)++ = '=';
    return has_two ? 2 : from[at] == '=';
}

static int64_t decode(const View *view, bool is_header, uint8_t *start) {
    uint8_t *to = start;
    for (int64_t at = 0; at < view->bytes;) {
        uint8_t c = view->data[at++];
        if (c != '=') *to++ = is_header && c == '_' ? ' ' : c;
        else if (at < view->bytes) at += decode_escape(view, at, &to);
    }
    return to - start;
}

Object *binascii_function_a2b_qp(Vm *vm, const Slot *arguments) {
    View view;
    bool is_header = false;
    if (!binascii_read(vm, arguments[0].object, &view)) return NULL;
    Object *result = NULL;
    if (read_flag(vm, arguments[1].object, &is_header)) {
        size_t bytes = (size_t)view.bytes + 1;
        uint8_t *room = system_new(vm, bytes);
        if (room != NULL) result = bytes_new(vm, room, decode(&view, is_header, room));
        system_drop(vm, room, bytes);
    }
    view_release(vm, &view);
    return result;
}

// --- encoding ---

typedef struct Quoting {
    const uint8_t *from;
    int64_t count, at;
    uint8_t *start, *to;
    int line;               // characters of the present one
    bool quotes_blanks, is_text, is_header;
    bool has_returns;       // lines end with \r\n
} Quoting;

static bool must_quote(const Quoting *quoting) {
    const uint8_t *from = quoting->from + quoting->at;
    uint8_t c = *from;
    bool is_last = quoting->at + 1 == quoting->count;
    bool is_blank = c == ' ' || c == '\t', is_end = c == '\r' || c == '\n';
    if (c > 126 || c == '=' || (quoting->is_header && c == '_')) return true;
    // A dot alone on its line would end a mail.
    if (c == '.' && quoting->line == 0)
        return is_last || from[1] == '\n' || from[1] == '\r' || from[1] == 0;
    if (is_end) return !quoting->is_text;
    if (is_blank) return is_last || quoting->quotes_blanks;
    return c < ' ';
}

static void add_hex(Quoting *quoting, uint8_t c) {
    static const char digits[] = "0123456789ABCDEF";
    *quoting->to++ = '=';
    *quoting->to++ = (uint8_t)digits[c >> 4];
    *quoting->to++ = (uint8_t)digits[c & 15];
}

static void end_line(Quoting *quoting) {
    if (quoting->has_returns) *quoting->to++ = '\r';
    *quoting->to++ = '\n';
    quoting->line = 0;
}

static void break_line(Quoting *quoting) {
    *quoting->to++ = '=';
    end_line(quoting);
}

static void add_line_end(Quoting *quoting) {
    if (quoting->to > quoting->start && (quoting->to[-1] == ' ' || quoting->to[-1] == '\t'))
        add_hex(quoting, *--quoting->to);
    end_line(quoting);
    quoting->at += quoting->from[quoting->at] == '\r' ? 2 : 1;
}

static void add_plain(Quoting *quoting) {
    const uint8_t *from = quoting->from + quoting->at;
    bool is_last = quoting->at + 1 == quoting->count;
    if (!is_last && from[1] != '\n' && quoting->line + 1 >= QUOTED_LINE_MOST) break_line(quoting);
    quoting->line++;
    *quoting->to++ = quoting->is_header && *from == ' ' ? '_' : *from;
    quoting->at++;
}

static void quote_next(Quoting *quoting) {
    const uint8_t *from = quoting->from + quoting->at;
    bool has_next = quoting->at + 1 < quoting->count;
    if (must_quote(quoting)) {
        if (quoting->line + 3 >= QUOTED_LINE_MOST) break_line(quoting);
        add_hex(quoting, *from);
        quoting->line += 3;
        quoting->at++;
    } else if (quoting->is_text &&
               (*from == '\n' || (*from == '\r' && has_next && from[1] == '\n'))) {
        add_line_end(quoting);
    } else {
        add_plain(quoting);
    }
}

static Object *quote_all(Vm *vm, Quoting *quoting) {
    // Three characters a byte, and three a line of at least 70.
    size_t bytes = (size_t)quoting->count * 3 + ((size_t)quoting->count * 3 / 70 + 2) * 3;
    quoting->start = quoting->to = system_new(vm, bytes);
    if (quoting->start == NULL) return NULL;
    const uint8_t *end = quoting->count == 0 ? NULL
                                             : memchr(quoting->from, '\n', (size_t)quoting->count);
    quoting->has_returns = end != NULL && end > quoting->from && end[-1] == '\r';
    while (quoting->at < quoting->count) quote_next(quoting);
    Object *result = bytes_new(vm, quoting->start, quoting->to - quoting->start);
    system_drop(vm, quoting->start, bytes);
    return result;
}

Object *binascii_function_b2a_qp(Vm *vm, const Slot *arguments) {
    View view;
    Quoting quoting = {.is_text = true};
    bool *flags[] = {&quoting.quotes_blanks, &quoting.is_text, &quoting.is_header};
    for (int i = 0; i < 3; i++)
        if (!read_flag(vm, arguments[i + 1].object, flags[i])) return NULL;
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    quoting.from = view.data;
    quoting.count = view.bytes;
    Object *result = quote_all(vm, &quoting);
    view_release(vm, &view);
    return result;
}
