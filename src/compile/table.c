// Encoding the location table and the exception table.

#include "compile/table.h"

#include "objects/bytes.h"

enum {
    ENTRY_UNITS_MAX = 8,
    // The codes of location entries; 0 to 9 are short forms by column.
    LOCATION_ONE_LINE = 10, LOCATION_NO_COLUMN = 13, LOCATION_LONG = 14, LOCATION_NONE = 15,
    LOCATION_START = 0x80,
    MORE_FOLLOWS = 0x40, SIX_BITS = 0x3f, HANDLER_START = 0x80,
};

static void add_byte(Compiler *compiler, ByteRow *row, uint32_t byte) {
    uint8_t *bytes = compiler_grow(compiler, row->bytes, row->count, &row->capacity, 1);
    if (bytes == NULL) return;
    row->bytes = bytes;
    bytes[row->count++] = (uint8_t)byte;
}

Object *table_new_bytes(Compiler *compiler, const ByteRow *row) {
    return bytes_new_apart(compiler->vm, row->bytes, row->count);
}

// --- locations ---

// Six bits a byte, the lowest first.
static void add_number(Compiler *compiler, ByteRow *row, uint32_t value) {
    for (; value > SIX_BITS; value >>= 6)
        add_byte(compiler, row, MORE_FOLLOWS | (value & SIX_BITS));
    add_byte(compiler, row, value);
}

static void add_signed(Compiler *compiler, ByteRow *row, int32_t value) {
    uint32_t magnitude = value < 0 ? -(uint32_t)value : (uint32_t)value;
    add_number(compiler, row, magnitude << 1 | (value < 0));
}

static void add_start(Compiler *compiler, ByteRow *row, int32_t code, int32_t units) {
    add_byte(compiler, row, (uint32_t)(LOCATION_START | code << 3 | (units - 1)));
}

static void add_long(Compiler *compiler, ByteRow *row, Span span, int32_t units, int32_t delta) {
    add_start(compiler, row, LOCATION_LONG, units);
    add_signed(compiler, row, delta);
    add_number(compiler, row, (uint32_t)(span.end_line - span.line));
    add_number(compiler, row, (uint32_t)(span.column + 1));
    add_number(compiler, row, (uint32_t)(span.end_column + 1));
}

static void add_entry(Compiler *compiler, ByteRow *row, Span span, int32_t units, int32_t *line) {
    if (span.line < 0) {
        add_start(compiler, row, LOCATION_NONE, units);
        return;
    }
    int32_t delta = span.line - *line, width = span.end_column - span.column;
    bool has_columns = span.column >= 0 && span.end_column >= 0;
    *line = span.line;
    if (!has_columns && (span.end_line == span.line || span.end_line == -1)) {
        add_start(compiler, row, LOCATION_NO_COLUMN, units);
        add_signed(compiler, row, delta);
    } else if (has_columns && span.end_line == span.line && delta == 0 && span.column < 80 &&
               width >= 0 && width < 16) {
        add_start(compiler, row, span.column >> 3, units);
        add_byte(compiler, row, (uint32_t)((span.column & 7) << 4 | width));
    } else if (has_columns && span.end_line == span.line && delta >= 0 && delta < 3 &&
               span.column < 128 && span.end_column < 128) {
        add_start(compiler, row, LOCATION_ONE_LINE + delta, units);
        add_byte(compiler, row, (uint32_t)span.column);
        add_byte(compiler, row, (uint32_t)span.end_column);
    } else {
        add_long(compiler, row, span, units, delta);
    }
}

void table_add_location(Compiler *compiler, ByteRow *row, Span span, int32_t units,
                        int32_t *line) {
    for (; units > ENTRY_UNITS_MAX; units -= ENTRY_UNITS_MAX)
        add_entry(compiler, row, span, ENTRY_UNITS_MAX, line);
    add_entry(compiler, row, span, units, line);
}

// --- handlers ---

// Six bits a byte, the highest first.
static void add_item(Compiler *compiler, ByteRow *row, uint32_t value, uint32_t start) {
    for (int shift = 24; shift > 0; shift -= 6) {
        if (value >> shift == 0) continue;
        add_byte(compiler, row, start | MORE_FOLLOWS | (value >> shift & SIX_BITS));
        start = 0;
    }
    add_byte(compiler, row, start | (value & SIX_BITS));
}

void table_add_handler(Compiler *compiler, ByteRow *row, int32_t start, int32_t end,
                       const Block *handler) {
    int32_t depth = handler->depth - 1 - handler->saves_place;
    add_item(compiler, row, (uint32_t)start, HANDLER_START);
    add_item(compiler, row, (uint32_t)(end - start), 0);
    add_item(compiler, row, (uint32_t)handler->offset, 0);
    add_item(compiler, row, (uint32_t)(depth << 1 | handler->saves_place), 0);
}
