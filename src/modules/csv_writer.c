// _csv.writer: records as lines.

#include "modules/csv.h"

typedef struct Writer {
    Object base;
    Slot dialect;      // CsvDialect
    Slot write;        // what takes the lines
} Writer;

static const Field writer_fields[] = {
    FIELD_NAMED(Writer, write, "write"),
    FIELD(Writer, dialect),
    {0},
};

// A record that is being written.
typedef struct Record {
    const CsvDialect *dialect;   // borrows
    StrBuilder line;
    int64_t field_count;
} Record;

// --- fields ---

static bool is_special(const CsvDialect *dialect, uint32_t c) {
    int32_t d = (int32_t)c;
    if (d == dialect->delimiter || d == dialect->escape || d == dialect->quote) return true;
    const Str *end = (const Str *)dialect->line_end.object;
    for (int64_t i = 0; i < end->length; i++)
        if (str_get_char(end, i) == c) return true;
    return false;
}

// What has to stand before a special character: a character, or CSV_NO_CHAR. Notes when the
// field wants quotes.
static bool find_prefix(Vm *vm, const CsvDialect *dialect, int32_t c, bool *is_quoted,
                        int32_t *prefix) {
    bool wants_escape = dialect->quoting == CSV_NONE || c == dialect->escape;
    *prefix = CSV_NO_CHAR;
    if (!wants_escape && c == dialect->quote) {
        if (dialect->doubles_quotes) *prefix = dialect->quote;
        else wants_escape = true;
    }
    if (!wants_escape) {
        *is_quoted = true;
        return true;
    }
    *prefix = dialect->escape;
    return *prefix != CSV_NO_CHAR || csv_refuse(vm, "need to escape, but no escapechar set");
}

static bool add_text(Vm *vm, Record *record, StrBuilder *text, const Str *field,
                     bool *is_quoted) {
    for (int64_t i = 0; i < field->length; i++) {
        uint32_t c = str_get_char(field, i);
        if (UNLIKELY(is_special(record->dialect, c))) {
            int32_t prefix;
            if (!find_prefix(vm, record->dialect, (int32_t)c, is_quoted, &prefix)) return false;
            if (prefix != CSV_NO_CHAR) str_builder_add_char(text, (uint32_t)prefix);
        }
        str_builder_add_char(text, c);
    }
    return true;
}

static bool needs_no_care(const CsvDialect *dialect, const Str *field) {
    for (int64_t i = 0; i < field->length; i++)
        if (is_special(dialect, str_get_char(field, i))) return false;
    return true;
}

// Adds a field (NULL: without text), in quotes where is_quoted or its text says so.
static bool add_field(Vm *vm, Record *record, const Str *field, bool is_quoted) {
    const CsvDialect *dialect = record->dialect;
    if (record->field_count++ > 0)
        str_builder_add_char(&record->line, (uint32_t)dialect->delimiter);
    if (field == NULL || needs_no_care(dialect, field)) {
        if (is_quoted) str_builder_add_char(&record->line, (uint32_t)dialect->quote);
        if (field != NULL) str_builder_add(&record->line, field);
        if (is_quoted) str_builder_add_char(&record->line, (uint32_t)dialect->quote);
        return true;
    }
    StrBuilder text;
    str_builder_start(vm, &text);
    if (!add_text(vm, record, &text, field, &is_quoted)) {
        str_builder_drop(&text);
        return false;
    }
    Object *whole = str_builder_finish(&text);
    if (whole == NULL) return false;
    if (is_quoted) str_builder_add_char(&record->line, (uint32_t)dialect->quote);
    str_builder_add(&record->line, (const Str *)whole);
    if (is_quoted) str_builder_add_char(&record->line, (uint32_t)dialect->quote);
    object_drop(vm, whole);
    return true;
}

static bool add_value(Vm *vm, Record *record, Object *value) {
    int32_t quoting = record->dialect->quoting;
    bool is_quoted = quoting == CSV_ALL ||
                     (quoting == CSV_NONNUMERIC && !object_is_number(vm, value));
    if (object_is_str(vm, value)) return add_field(vm, record, (const Str *)value, is_quoted);
    if (value == vm->objects->none) return add_field(vm, record, NULL, is_quoted);
    Object *text = object_str(vm, value);
    bool is_done = text != NULL && add_field(vm, record, (const Str *)text, is_quoted);
    object_drop_or_null(vm, text);
    return is_done;
}

// --- records ---

static bool add_values(Vm *vm, Record *record, Object *row) {
    Object *iterator = object_iterate(vm, row), *value;
    if (iterator == NULL) {
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_TypeError)))
            csv_refuse(vm, "iterable expected, not %.200s", object_type_name(vm, row));
        return false;
    }
    bool is_done = true;
    while (is_done && (value = object_next(vm, iterator)) != NULL) {
        is_done = add_value(vm, record, value);
        object_drop(vm, value);
    }
    object_drop(vm, iterator);
    return is_done && !raised(vm);
}

// The line of a record; NULL: raised.
static Object *make_line(Vm *vm, const CsvDialect *dialect, Object *row) {
    Record record = {.dialect = dialect};
    str_builder_start(vm, &record.line);
    bool is_done = add_values(vm, &record, row);
    if (is_done && record.field_count > 0 && record.line.length == 0) {
        // One empty field would read as no field at all.
        record.field_count = 0;
        is_done = dialect->quoting == CSV_NONE
                      ? csv_refuse(vm, "single empty field record must be quoted")
                      : add_field(vm, &record, NULL, true);
    }
    if (!is_done) {
        str_builder_drop(&record.line);
        return NULL;
    }
    str_builder_add(&record.line, (const Str *)dialect->line_end.object);
    return str_builder_finish(&record.line);
}

static Object *write_row(Vm *vm, const Writer *writer, Object *row) {
    Object *dialect = object_share(writer->dialect.object);
    Object *line = make_line(vm, (const CsvDialect *)dialect, row);
    object_drop(vm, dialect);
    if (line == NULL) return NULL;
    Object *result = object_call_one(vm, writer->write.object, line);
    object_drop(vm, line);
    return result;
}

static Object *writer_method_writerow(Vm *vm, const Slot *arguments) {
    return write_row(vm, (const Writer *)arguments[0].object, arguments[1].object);
}

static Object *writer_method_writerows(Vm *vm, const Slot *arguments) {
    Object *iterator = object_iterate(vm, arguments[1].object), *row;
    if (iterator == NULL) return NULL;
    while ((row = object_next(vm, iterator)) != NULL) {
        Object *result = write_row(vm, (const Writer *)arguments[0].object, row);
        object_drop(vm, row);
        if (result == NULL) break;
        object_drop(vm, result);
    }
    object_drop(vm, iterator);
    return raised(vm) ? NULL : none_new(vm);
}

static const Method writer_methods[] = {
    {"writerow", writer_method_writerow, "(self, row, /)",
     "writerow(iterable)\n\nWrite a record.", METHOD_HIDES_SIGNATURE | METHOD_COUNTS_WITH_TYPE},
    {"writerows", writer_method_writerows, "(self, rows, /)",
     "writerows(iterable of iterables)\n\nWrite records.",
     METHOD_HIDES_SIGNATURE | METHOD_COUNTS_WITH_TYPE},
    {0},
};

static const Member writer_members[] = {
    {"dialect", offsetof(Writer, dialect), MEMBER_READ_ONLY, NULL},
    {0},
};

const TypeDefinition csv_writer_definition = {
    .name = "_csv.writer",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Writer),
    .python_bytes = 72,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS, .fields = writer_fields},
    .behaviour = {.new = csv_refuse_new},
    .methods = writer_methods,
    .members = writer_members,
    .doc = "Writes records as lines, through the write() of a file.",
};

// The write() of a file. ABSENT: it has none that can be called.
static Found find_write(Vm *vm, Object *file, Object **write) {
    Str *name = str_new_interned(vm, "write", 5);
    if (name == NULL) return RAISED;
    Found found = object_find_attribute(vm, file, name, write);
    object_drop(vm, (Object *)name);
    if (found != FOUND || object_type(vm, *write)->behaviour.call != NULL) return found;
    object_drop(vm, *write);
    return ABSENT;
}

Object *csv_function_writer(Vm *vm, const Slot *arguments) {
    Object *file, *given, *write = NULL;
    if (!csv_read_values(vm, arguments, &file, &given)) return NULL;
    CsvDialect *dialect = csv_load_dialect(vm, given, (Dict *)arguments[1].object);
    if (dialect == NULL) return NULL;
    Found found = find_write(vm, file, &write);
    if (found == ABSENT) raise(vm, ERROR_CSV_NO_WRITE);
    if (found != FOUND) {
        object_drop(vm, &dialect->base);
        return NULL;
    }
    return type_new_filled(vm, csv_get_state(vm)->writer, 2, write, &dialect->base);
}
