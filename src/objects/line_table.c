#include "objects/line_table.h"

enum {
    INSTRUCTION_BYTES = 2,
    FORM_SHORT_LAST = 9,   // columns in one more byte
    FORM_LINE_FIRST = 10,  // 0 to 2 lines on, columns in two bytes
    FORM_LINE_LAST = 12,
    FORM_NO_COLUMNS = 13,
    FORM_LONG = 14,
};

void line_table_start(LineTable *table, const uint8_t *bytes, int64_t count, int32_t first_line) {
    *table = (LineTable){.next = bytes, .end = bytes + count, .computed_line = first_line,
                         .line = -1, .end_line = -1, .column = -1, .end_column = -1};
}

static uint32_t read_byte(LineTable *table) {
    return table->next < table->end ? *table->next++ : 0;
}

// Six bits a byte, the lowest first; bit 6 says that more follow.
static uint32_t read_number(LineTable *table) {
    uint32_t byte = read_byte(table), number = byte & 63;
    for (uint32_t shift = 6; (byte & 64) != 0 && shift < 32; shift += 6) {
        byte = read_byte(table);
        number |= (byte & 63) << shift;
    }
    return number;
}

// The sign is in the lowest bit.
static int32_t read_signed(LineTable *table) {
    uint32_t number = read_number(table);
    return number & 1 ? -(int32_t)(number >> 1) : (int32_t)(number >> 1);
}

static void read_columns(LineTable *table, uint32_t form) {
    uint32_t byte;
    table->end_line = table->line;
    if (form <= FORM_SHORT_LAST) {
        byte = read_byte(table);
        table->column = (int32_t)(form << 3 | byte >> 4);
        table->end_column = table->column + (int32_t)(byte & 15);
    } else if (form <= FORM_LINE_LAST) {
        table->column = (int32_t)read_byte(table);
        table->end_column = (int32_t)read_byte(table);
    } else if (form == FORM_LONG) {
        table->end_line = table->line + (int32_t)read_number(table);
        table->column = (int32_t)read_number(table) - 1;
        table->end_column = (int32_t)read_number(table) - 1;
    }
}

bool line_table_next(LineTable *table) {
    if (table->next >= table->end) return false;
    uint32_t head = read_byte(table), form = (head >> 3) & 15;
    table->start = table->stop;
    table->stop += (int32_t)((head & 7) + 1) * INSTRUCTION_BYTES;
    table->line = table->end_line = table->column = table->end_column = -1;
    if (form == 15) return true;
    if (form == FORM_NO_COLUMNS || form == FORM_LONG) {
        table->computed_line += read_signed(table);
    } else if (form >= FORM_LINE_FIRST) {
        table->computed_line += (int32_t)(form - FORM_LINE_FIRST);
    }
    table->line = table->computed_line;
    read_columns(table, form);
    return true;
}

// Six bits a byte, the highest first; bit 6 says that more follow.
static int32_t read_entry_number(const uint8_t **next, const uint8_t *end) {
    uint32_t number = 0, byte = 64;
    while ((byte & 64) != 0 && *next < end) {
        byte = *(*next)++;
        number = number << 6 | (byte & 63);
    }
    return (int32_t)number;
}

bool handler_entry_next(const uint8_t **next, const uint8_t *end, HandlerEntry *entry) {
    if (*next >= end) return false;
    entry->start = read_entry_number(next, end) * INSTRUCTION_BYTES;
    entry->stop = entry->start + read_entry_number(next, end) * INSTRUCTION_BYTES;
    entry->target = read_entry_number(next, end) * INSTRUCTION_BYTES;
    int32_t depth = read_entry_number(next, end);
    entry->depth = depth >> 1;
    entry->pushes_last = (depth & 1) != 0;
    return true;
}
