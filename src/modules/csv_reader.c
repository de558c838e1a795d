// _csv.reader: records out of lines, by a machine that takes a character at a time.

#include "modules/csv.h"

#include "memory/system.h"
#include "objects/float.h"
#include "objects/sequence.h"

// Where the machine stands.
typedef enum ReaderState {
    START_RECORD, START_FIELD, ESCAPED, IN_FIELD, IN_QUOTED, ESCAPED_IN_QUOTED, QUOTE_IN_QUOTED,
    AFTER_LINE, AFTER_ESCAPED_LINE,
} ReaderState;

enum { END_OF_LINE = -2, FIELD_FIRST = 256 };

typedef struct Reader {
    Object base;
    Slot lines;          // what gives the lines
    Slot dialect;        // CsvDialect
    Slot fields;         // List of the present record; empty between records
    uint32_t *field;     // owns field_capacity characters, of the present field
    int64_t field_count, field_capacity;
    int64_t line_count;
    uint8_t state;       // ReaderState
    bool is_number;      // the present field had no quotes, and is to be a float
} Reader;

static const Field reader_fields[] = {
    FIELD(Reader, dialect),
    FIELD_NAMED(Reader, lines, "input_iter"),
    FIELD(Reader, fields),
    {0},
};

static void reader_finish(Vm *vm, Object *object) {
    Reader *reader = (Reader *)object;
    system_drop(vm, reader->field, (size_t)reader->field_capacity * sizeof(uint32_t));
    reader->field = NULL;
}

static void reader_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Reader *reader = (const Reader *)object;
    add(context, &reader->line_count, sizeof reader->line_count);
    add(context, &reader->state, sizeof reader->state);
}

static const CsvDialect *dialect_of(const Reader *reader) {
    return (const CsvDialect *)reader->dialect.object;
}

// --- fields ---

static bool start_record(Vm *vm, Reader *reader) {
    List *fields = list_new(vm, 0);
    if (fields == NULL) return false;
    slot_take(vm, &reader->base, &reader->fields, (Object *)fields);
    reader->field_count = 0;
    reader->state = START_RECORD;
    reader->is_number = false;
    return true;
}

// Ends the present field (consumes its text, NULL: raised).
static bool take_field(Vm *vm, Reader *reader, Object *text) {
    reader->field_count = 0;
    if (text != NULL && reader->is_number) {
        Object *number = object_call_one(vm, (Object *)type_of_kind(vm, KIND_FLOAT), text);
        reader->is_number = false;
        object_drop(vm, text);
        text = number;
    }
    if (text == NULL) return false;
    // The lines may come from code that reads records of this very reader.
    if (reader->fields.object == NULL) {
        List *fields = list_new(vm, 0);
        if (fields != NULL) slot_fill(vm, &reader->base, &reader->fields, (Object *)fields);
    }
    if (reader->fields.object != NULL)
        return list_take_add(vm, (List *)reader->fields.object, text);
    object_drop(vm, text);
    return false;
}

static bool end_field(Vm *vm, Reader *reader) {
    return take_field(vm, reader, str_new_from_chars(vm, reader->field, 4, reader->field_count));
}

static bool refuse_long(Vm *vm) {
    return csv_refuse(vm, "field larger than field limit (%ld)", csv_get_state(vm)->field_limit);
}

static bool add_char(Vm *vm, Reader *reader, int32_t c) {
    if (reader->field_count >= csv_get_state(vm)->field_limit) return refuse_long(vm);
    if (reader->field_count == reader->field_capacity) {
        int64_t capacity = reader->field_capacity == 0 ? FIELD_FIRST : reader->field_capacity * 2;
        uint32_t *larger = system_resize(vm, reader->field,
                                         (size_t)reader->field_capacity * sizeof(uint32_t),
                                         (size_t)capacity * sizeof(uint32_t));
        if (larger == NULL) return false;
        reader->field = larger;
        reader->field_capacity = capacity;
    }
    reader->field[reader->field_count++] = (uint32_t)c;
    return true;
}

// --- the machine ---

static bool is_line_end(int32_t c) { return c == '\n' || c == '\r'; }

static bool is_quote(const CsvDialect *dialect, int32_t c) {
    return c == dialect->quote && dialect->quoting != CSV_NONE;
}

static bool end_last_field(Vm *vm, Reader *reader, int32_t c) {
    reader->state = c == END_OF_LINE ? START_RECORD : AFTER_LINE;
    return end_field(vm, reader);
}

static bool step_start_field(Vm *vm, Reader *reader, int32_t c) {
    const CsvDialect *dialect = dialect_of(reader);
    if (is_line_end(c) || c == END_OF_LINE) return end_last_field(vm, reader, c);
    if (is_quote(dialect, c)) {
        reader->state = IN_QUOTED;
    } else if (c == dialect->escape) {
        reader->state = ESCAPED;
    } else if (c == dialect->delimiter && !(c == ' ' && dialect->skips_space)) {
        return end_field(vm, reader);
    } else if (c != ' ' || !dialect->skips_space) {
        if (dialect->quoting == CSV_NONNUMERIC) reader->is_number = true;
        reader->state = IN_FIELD;
        return add_char(vm, reader, c);
    }
    return true;
}

static bool step_in_field(Vm *vm, Reader *reader, int32_t c) {
    const CsvDialect *dialect = dialect_of(reader);
    if (is_line_end(c) || c == END_OF_LINE) return end_last_field(vm, reader, c);
    if (c == dialect->escape) {
        reader->state = ESCAPED;
        return true;
    }
    if (c != dialect->delimiter) return add_char(vm, reader, c);
    reader->state = START_FIELD;
    return end_field(vm, reader);
}

static bool step_in_quoted(Vm *vm, Reader *reader, int32_t c) {
    const CsvDialect *dialect = dialect_of(reader);
    if (c == END_OF_LINE) return true;
    if (c == dialect->escape) reader->state = ESCAPED_IN_QUOTED;
    else if (is_quote(dialect, c))
        reader->state = dialect->doubles_quotes ? QUOTE_IN_QUOTED : IN_FIELD;
    else return add_char(vm, reader, c);
    return true;
}

static bool step_quote_in_quoted(Vm *vm, Reader *reader, int32_t c) {
    const CsvDialect *dialect = dialect_of(reader);
    if (is_quote(dialect, c)) {
        reader->state = IN_QUOTED;
        return add_char(vm, reader, c);
    }
    if (c == dialect->delimiter) {
        reader->state = START_FIELD;
        return end_field(vm, reader);
    }
    if (is_line_end(c) || c == END_OF_LINE) return end_last_field(vm, reader, c);
    if (dialect->is_strict)
        return csv_refuse(vm, "'%c' expected after '%c'", dialect->delimiter, dialect->quote);
    reader->state = IN_FIELD;
    return add_char(vm, reader, c);
}

static bool step_escaped(Vm *vm, Reader *reader, int32_t c) {
    if (is_line_end(c)) {
        reader->state = AFTER_ESCAPED_LINE;
        return add_char(vm, reader, c);
    }
    reader->state = IN_FIELD;
    return add_char(vm, reader, c == END_OF_LINE ? '\n' : c);
}

static bool step_after_line(Vm *vm, Reader *reader, int32_t c) {
    if (is_line_end(c)) return true;
    if (c != END_OF_LINE)
        return csv_refuse(vm, "new-line character seen in unquoted field - do you need to open "
                              "the file in universal-newline mode?");
    reader->state = START_RECORD;
    return true;
}

static bool step(Vm *vm, Reader *reader, int32_t c) {
    switch ((ReaderState)reader->state) {
    case START_RECORD:
        if (c == END_OF_LINE) return true;
        reader->state = is_line_end(c) ? AFTER_LINE : START_FIELD;
        return is_line_end(c) || step_start_field(vm, reader, c);
    case START_FIELD: return step_start_field(vm, reader, c);
    case ESCAPED: return step_escaped(vm, reader, c);
    case AFTER_ESCAPED_LINE: return c == END_OF_LINE || step_in_field(vm, reader, c);
    case IN_FIELD: return step_in_field(vm, reader, c);
    case IN_QUOTED: return step_in_quoted(vm, reader, c);
    case ESCAPED_IN_QUOTED:
        reader->state = IN_QUOTED;
        return add_char(vm, reader, c == END_OF_LINE ? '\n' : c);
    case QUOTE_IN_QUOTED: return step_quote_in_quoted(vm, reader, c);
    case AFTER_LINE: return step_after_line(vm, reader, c);
    }
    return true;
}

// Where a field begins whose text stands in the line as it is, up to a delimiter: takes it
// whole. Gives the index behind the delimiter; `at` itself: there is no such field.
static int64_t take_plain_field(Vm *vm, Reader *reader, const Str *line, int64_t at,
                                bool *is_done) {
    const CsvDialect *dialect = dialect_of(reader);
    int64_t end = at;
    if (dialect->quoting == CSV_NONNUMERIC || dialect->skips_space) return at;
    for (; end < line->length; end++) {
        int32_t c = line->data[end];
        if (c == dialect->delimiter) break;
        if (c == dialect->quote || c == dialect->escape || is_line_end(c)) return at;
    }
    if (end == line->length || end - at > csv_get_state(vm)->field_limit) return at;
    reader->state = START_FIELD;
    *is_done = take_field(vm, reader, str_new_from_chars(vm, line->data + at, 1, end - at));
    return end + 1;
}

static bool read_line(Vm *vm, Reader *reader, const Str *line) {
    bool is_done = true;
    for (int64_t i = 0; is_done && i < line->length;) {
        bool is_start = reader->state == START_RECORD || reader->state == START_FIELD;
        int64_t next = line->width == 1 && is_start
                           ? take_plain_field(vm, reader, line, i, &is_done) : i;
        if (next != i) {
            i = next;
            continue;
        }
        is_done = step(vm, reader, (int32_t)str_get_char(line, i++));
    }
    return is_done && step(vm, reader, END_OF_LINE);
}

// The next line; NULL: there is none, or it raised.
static Object *next_line(Vm *vm, Reader *reader) {
    Object *lines = object_share(reader->lines.object), *line = object_next(vm, lines);
    object_drop(vm, lines);
    if (line == NULL || object_is_str(vm, line)) {
        reader->line_count += line != NULL;
        return line;
    }
    csv_refuse(vm, "iterator should return strings, not %.200s (the file should be opened in "
                   "text mode)", object_type_name(vm, line));
    object_drop(vm, line);
    return NULL;
}

static Object *reader_next(Vm *vm, Object *object) {
    Reader *reader = (Reader *)object;
    if (!start_record(vm, reader)) return NULL;
    do {
        Object *line = next_line(vm, reader);
        if (line == NULL) {
            bool is_open = reader->field_count != 0 || reader->state == IN_QUOTED;
            if (raised(vm) || !is_open) return NULL;
            if (dialect_of(reader)->is_strict) csv_refuse(vm, "unexpected end of data");
            else if (end_field(vm, reader)) break;
            return NULL;
        }
        bool is_done = read_line(vm, reader, (const Str *)line);
        object_drop(vm, line);
        if (!is_done) return NULL;
    } while (reader->state != START_RECORD);
    return slot_detach(vm, object, &reader->fields);
}

static const Member reader_members[] = {
    {"dialect", offsetof(Reader, dialect), MEMBER_READ_ONLY, NULL},
    {"line_num", offsetof(Reader, line_count), MEMBER_READ_ONLY | MEMBER_IS_INT64, NULL},
    {0},
};

const TypeDefinition csv_reader_definition = {
    .name = "_csv.reader",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Reader),
    .python_bytes = 88,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = reader_fields,
               .finish = reader_finish, .payload = reader_payload},
    .behaviour = {.iterate = sequence_iterate_self, .next = reader_next,
                  .new = csv_refuse_new},
    .members = reader_members,
    .doc = "An iterator over the records of lines, each a list of fields.",
};

Object *csv_function_reader(Vm *vm, const Slot *arguments) {
    Object *lines, *given;
    if (!csv_read_values(vm, arguments, &lines, &given)) return NULL;
    Object *iterator = object_iterate(vm, lines);
    if (iterator == NULL) return NULL;
    CsvDialect *dialect = csv_load_dialect(vm, given, (Dict *)arguments[1].object);
    Object *made = NULL;
    if (dialect != NULL) made = type_new_filled(vm, csv_get_state(vm)->reader, 0);
    if (made == NULL) {
        object_drop_or_null(vm, (Object *)dialect);
        object_drop(vm, iterator);
        return NULL;
    }
    slot_fill(vm, made, &((Reader *)made)->dialect, &dialect->base);
    slot_fill(vm, made, &((Reader *)made)->lines, iterator);
    return made;
}
