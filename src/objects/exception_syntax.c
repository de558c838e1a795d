// SyntaxError: the text and where in the source it is wrong.

#include "objects/exception.h"

#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

// The second argument of SyntaxError(message, details).
enum SyntaxDetail {
    DETAIL_FILENAME, DETAIL_LINE, DETAIL_OFFSET, DETAIL_TEXT, DETAIL_END_LINE, DETAIL_END_OFFSET,
    DETAIL_COUNT,
};
enum { DETAIL_COUNT_LEAST = DETAIL_END_LINE };

static const int detail_fields[DETAIL_COUNT] = {
    SYNTAX_FILENAME, SYNTAX_LINE, SYNTAX_OFFSET, SYNTAX_TEXT, SYNTAX_END_LINE, SYNTAX_END_OFFSET,
};

static bool syntax_read_details(Vm *vm, Object *object, Object *details) {
    Tuple *tuple = tuple_new_from_iterable(vm, details);
    if (tuple == NULL) return false;
    bool done = true;
    int64_t least = DETAIL_COUNT_LEAST, most = DETAIL_COUNT;
    if (tuple->count < least)
        done = raise_false(vm, ERROR_FUNCTION_TAKES_AT_LEAST, least, tuple->count);
    else if (tuple->count > most)
        done = raise_false(vm, ERROR_FUNCTION_TAKES_AT_MOST, most, tuple->count);
    for (int64_t i = 0; done && i < DETAIL_COUNT; i++) {
        Object *value = i < tuple->count ? tuple->items[i].object : NULL;
        exception_set_field(vm, object, detail_fields[i], value);
    }
    if (done && tuple->count == DETAIL_END_OFFSET)
        done = raise_false(vm, ERROR_SYNTAX_END_OFFSET);
    object_drop(vm, &tuple->base);
    return done;
}

static bool syntax_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (!exception_refuse_keywords(vm, object_type(vm, object), arguments)) return false;
    if (!exception_set_args(vm, object, arguments)) return false;
    if (arguments->count >= 1)
        exception_set_field(vm, object, SYNTAX_MESSAGE, arguments->values[0].object);
    if (arguments->count != 2) return true;
    return syntax_read_details(vm, object, arguments->values[1].object);
}

// What follows the last slash of a path: a new reference.
static Object *syntax_new_base_name(Vm *vm, const Str *path) {
    int64_t start = path->length;
    while (start > 0 && str_get_char(path, start - 1) != '/') start--;
    return str_new_slice(vm, path, start, path->length, 1);
}

static Object *syntax_str(Vm *vm, Object *object) {
    Object *message = exception_get_field(object, SYNTAX_MESSAGE);
    Object *filename = exception_get_field(object, SYNTAX_FILENAME);
    Object *line = exception_get_field(object, SYNTAX_LINE);
    if (message == NULL) message = vm->objects->none;
    bool has_line = line != NULL && (line->kind == KIND_INT || line->kind == KIND_BIGINT);
    int64_t number = -1;
    if (has_line && int_find_value(vm, line, &number) != FOUND) number = -1;
    if (filename == NULL || !object_is_str(vm, filename))
        return has_line ? str_new_format(vm, "%S (line %ld)", message, number)
                        : object_str(vm, message);
    Object *name = syntax_new_base_name(vm, (const Str *)filename);
    if (name == NULL) return NULL;
    Object *text = has_line ? str_new_format(vm, "%S (%U, line %ld)", message, name, number)
                            : str_new_format(vm, "%S (%U)", message, name);
    object_drop(vm, name);
    return text;
}

static const Member syntax_members[] = {
    EXCEPTION_FIELD("msg", SYNTAX_MESSAGE, "What is wrong."),
    EXCEPTION_FIELD("filename", SYNTAX_FILENAME, "The file."),
    EXCEPTION_FIELD("lineno", SYNTAX_LINE, "The line, from 1."),
    EXCEPTION_FIELD("offset", SYNTAX_OFFSET, "The column, from 1."),
    EXCEPTION_FIELD("text", SYNTAX_TEXT, "The line's text."),
    EXCEPTION_FIELD("end_lineno", SYNTAX_END_LINE, "The line where the mistake ends."),
    EXCEPTION_FIELD("end_offset", SYNTAX_END_OFFSET, "The column where it ends."),
    EXCEPTION_FIELD("print_file_and_line", SYNTAX_PRINT_FILE, "Whether to show file and line."),
    {0},
};

const ExceptionFamily exception_syntax_family = {
    .field_count = SYNTAX_FIELDS,
    .python_bytes = 136,
    .behaviour = {.init = syntax_init, .str = syntax_str},
    .members = syntax_members,
};
