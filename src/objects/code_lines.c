// What Python sees of a code object's line table: co_lines(), co_positions(), co_lnotab.

#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/int.h"
#include "objects/line_table.h"
#include "objects/tuple.h"

// line_iterator and positions_iterator.
typedef struct LineIterator {
    Object base;
    Slot code;
    LineTable table;   // borrows the bytes of the code's table
    int32_t offset;    // of the next instruction: positions only
} LineIterator;

static LineIterator *iterator_of(Object *object) {
    return (LineIterator *)object;
}

static const Field iterator_fields[] = {FIELD(LineIterator, code), {0}};

static void iterator_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const LineIterator *iterator = iterator_of(object);
    const int32_t numbers[] = {iterator->table.stop, iterator->offset};
    add(context, numbers, sizeof(numbers));
}

static void code_start_table(const Code *code, LineTable *table) {
    const Bytes *bytes = (const Bytes *)code->line_table.object;
    line_table_start(table, bytes->data, bytes->count, code->first_line);
}

static Object *iterator_new(Vm *vm, uint32_t kind, Object *code) {
    LineIterator *iterator = (LineIterator *)object_new(vm, kind, sizeof(LineIterator));
    if (iterator == NULL) return NULL;
    slot_fill(vm, &iterator->base, &iterator->code, object_share(code));
    code_start_table((const Code *)code, &iterator->table);
    iterator->offset = 0;
    return &iterator->base;
}

Object *code_method_co_lines(Vm *vm, const Slot *arguments) {
    return iterator_new(vm, KIND_LINE_ITERATOR, arguments[0].object);
}

Object *code_method_co_positions(Vm *vm, const Slot *arguments) {
    return iterator_new(vm, KIND_POSITIONS_ITERATOR, arguments[0].object);
}

static Object *iterator_iterate(Vm *vm, Object *object) {
    (void)vm;
    return object_share(object);
}

// A tuple of ints, None for -1 from index `from` on.
static Object *tuple_of_numbers(Vm *vm, const int32_t *numbers, int64_t count, int64_t from) {
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL) return NULL;
    for (int64_t i = 0; i < count; i++) {
        bool is_none = i >= from && numbers[i] < 0;
        Object *number = is_none ? none_new(vm) : int_new(vm, numbers[i]);
        if (number == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], number);
    }
    tuple_finish(vm, tuple);
    return &tuple->base;
}

static Object *line_iterator_next(Vm *vm, Object *object) {
    LineTable *table = &iterator_of(object)->table;
    const Code *code = (const Code *)iterator_of(object)->code.object;
    if (table->stop >= ((const Bytes *)code->bytecode.object)->count) return NULL;
    if (!line_table_next(table)) return NULL;
    const int32_t numbers[] = {table->start, table->stop, table->line};
    return tuple_of_numbers(vm, numbers, 3, 2);
}

static Object *positions_iterator_next(Vm *vm, Object *object) {
    LineIterator *iterator = iterator_of(object);
    LineTable *table = &iterator->table;
    const Code *code = (const Code *)iterator->code.object;
    if (iterator->offset >= table->stop) {
        if (table->stop >= ((const Bytes *)code->bytecode.object)->count) return NULL;
        if (!line_table_next(table)) return NULL;
    }
    iterator->offset += 2;
    const int32_t numbers[] = {table->line, table->end_line, table->column, table->end_column};
    return tuple_of_numbers(vm, numbers, 4, 0);
}

#define ITERATOR_DEFINITION(type_name, type_kind, python_size, next_function) \
    { \
        .name = type_name, \
        .kind = type_kind, \
        .base = KIND_OBJECT, \
        .flags = TYPE_IS_IMMUTABLE, \
        .bytes = sizeof(LineIterator), \
        .python_bytes = python_size, \
        .layout = { \
            .name = type_name, \
            .fields = iterator_fields, \
            .payload = iterator_payload, \
        }, \
        .behaviour = {.iterate = iterator_iterate, .next = next_function}, \
    }

const TypeDefinition line_iterator_definition =
    ITERATOR_DEFINITION("line_iterator", KIND_LINE_ITERATOR, 64, line_iterator_next);

const TypeDefinition positions_iterator_definition =
    ITERATOR_DEFINITION("positions_iterator", KIND_POSITIONS_ITERATOR, 80,
                        positions_iterator_next);

// --- co_lnotab: pairs of bytes, how far the code and the line go on ---

typedef struct Deltas {
    uint8_t *bytes;   // NULL: only counts
    int64_t count;
} Deltas;

static void deltas_add(Deltas *deltas, int32_t code, int32_t line) {
    if (deltas->bytes != NULL) {
        deltas->bytes[deltas->count] = (uint8_t)code;
        deltas->bytes[deltas->count + 1] = (uint8_t)line;
    }
    deltas->count += 2;
}

static void deltas_add_far(Deltas *deltas, int32_t code, int32_t line) {
    for (; code > 255; code -= 255) deltas_add(deltas, 255, 0);
    for (; line > 127; line -= 127, code = 0) deltas_add(deltas, code, 127);
    for (; line < -128; line += 128, code = 0) deltas_add(deltas, code, -128);
    deltas_add(deltas, code, line);
}

static void deltas_of(const Code *code, Deltas *deltas) {
    LineTable table;
    int32_t offset = 0, line = code->first_line;
    code_start_table(code, &table);
    while (line_table_next(&table)) {
        if (table.computed_line == line) continue;
        deltas_add_far(deltas, table.start - offset, table.computed_line - line);
        offset = table.start;
        line = table.computed_line;
    }
}

Object *code_get_co_lnotab(Vm *vm, Object *self) {
    Deltas counted = {NULL, 0};
    deltas_of((const Code *)self, &counted);
    size_t room = (size_t)counted.count + 1;
    Deltas deltas = {system_new(vm, room), 0};
    if (deltas.bytes == NULL) return NULL;
    deltas_of((const Code *)self, &deltas);
    Object *bytes = bytes_new(vm, deltas.bytes, deltas.count);
    system_drop(vm, deltas.bytes, room);
    return bytes;
}
