// print() and input().

#include "modules/builtins.h"

#include <string.h>

#include "base/host.h"
#include "modules/io.h"
#include "modules/terminal.h"
#include "objects/audit.h"
#include "objects/codec.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Printing {
    Vm *vm;
    Object *file;          // borrows
    struct IoText *plain;  // the same when its write() need not be looked up
    Object *write;         // owns: its write method otherwise
} Printing;

static bool write_text(Printing *printing, Object *text) {
    Vm *vm = printing->vm;
    if (printing->plain != NULL) return io_write(vm, printing->plain, (Str *)text);
    Object *result = object_call_with(vm, printing->write, 1, text);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static bool write_object(Printing *printing, Object *object) {
    Vm *vm = printing->vm;
    Object *text = object_str(vm, object);
    if (text == NULL) return false;
    bool done = write_text(printing, text);
    object_drop(vm, text);
    return done;
}

static bool write_all(Printing *printing, const Tuple *objects, Object *separator, Object *end) {
    Vm *vm = printing->vm;
    Object *space = separator, *newline = end;
    bool done = true;
    if (space == NULL) space = (Object *)vm->objects->characters[' '];
    if (newline == NULL) newline = (Object *)vm->objects->characters['\n'];
    for (int64_t i = 0; done && i < objects->count; i++) {
        if (i > 0) done = write_text(printing, space);
        done = done && write_object(printing, objects->items[i].object);
    }
    return done && write_text(printing, newline);
}

// A str, or None as NULL; false: something else.
static bool take_text(Vm *vm, const char *name, Object **text) {
    if (*text == vm->objects->none) *text = NULL;
    if (*text == NULL || object_is_str(vm, *text)) return true;
    return raise_false(vm, ERROR_SEP_NOT_STR, name, *text);
}

static bool flush_if_wanted(Printing *printing, Object *flush) {
    Vm *vm = printing->vm;
    Found wanted = flush == NULL ? ABSENT : object_truth(vm, flush);
    if (wanted != FOUND) return wanted == ABSENT;
    Object *result = object_call_method(vm, printing->file, vm->objects->names.flush, 0);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static Object *builtins_function_print(Vm *vm, const Slot *arguments) {
    Object *separator = arguments[1].object, *end = arguments[2].object;
    Object *file = arguments[3].object, *owned = NULL;
    if (!take_text(vm, "sep", &separator) || !take_text(vm, "end", &end)) return NULL;
    if (file == NULL || file == vm->objects->none) {
        owned = runtime_get_sys(vm, vm->objects->names.stdout_);
        if (owned == NULL) return raise(vm, ERROR_LOST_STDOUT);
        file = object_share(owned);
        if (file == vm->objects->none) {
            object_drop(vm, owned);
            return none_new(vm);
        }
    }
    Printing printing = {vm, file, io_find_plain(vm, file), NULL};
    bool done = true;
    if (printing.plain == NULL) {
        printing.write = object_load_attribute(vm, file, vm->objects->names.write);
        done = printing.write != NULL;
    }
    done = done && write_all(&printing, (const Tuple *)arguments[0].object, separator, end) &&
           flush_if_wanted(&printing, arguments[4].object);
    object_drop_or_null(vm, printing.write);
    object_drop_or_null(vm, owned);
    return done ? none_new(vm) : NULL;
}

// A line of a file without its newline; EOFError at its end.
static Object *read_line(Vm *vm, Object *input) {
    Object *line = object_call_method(vm, input, vm->objects->names.readline, 0);
    if (line == NULL) return NULL;
    const Str *text = (const Str *)line;
    if (!object_is_str(vm, line)) raise(vm, ERROR_READLINE_NO_TEXT);
    else if (text->length == 0) raise(vm, ERROR_INPUT_END);
    else if (str_get_char(text, text->length - 1) != '\n') return line;
    Object *shorter = raised(vm) ? NULL : str_new_part(vm, text, 0, text->length - 1);
    object_drop(vm, line);
    return shorter;
}

// sys.NAME that is neither missing nor None; NULL: raised. New reference.
static Object *load_stream(Vm *vm, const char *name) {
    Object *stream;
    Found found = runtime_find_sys(vm, name, &stream);
    if (found == FOUND && stream != vm->objects->none) return stream;
    if (found == FOUND) object_drop(vm, stream);
    return found == RAISED ? NULL : raise(vm, ERROR_INPUT_LOST, name);
}

static void flush_quietly(Vm *vm, Object *stream) {
    object_drop_or_null(vm, object_call_method(vm, stream, vm->objects->names.flush, 0));
    raised_clear(vm);
}

// From the terminal itself, with editing where there is an editor.
static Object *input_typed(Vm *vm, Object *prompt, Object *output) {
    Object *text = prompt == NULL ? object_share(&vm->objects->empty_str->base)
                                  : object_str(vm, prompt);
    size_t bytes, size;
    char *line;
    if (text == NULL) return NULL;
    flush_quietly(vm, output);
    const char *shown = str_utf8(vm, (Str *)text, &bytes);
    Found found = RAISED;
    if (shown != NULL && strlen(shown) != bytes) raise(vm, ERROR_PROMPT_NULL);
    else if (shown != NULL) found = terminal_read(vm, shown, TERMINAL_IS_WHOLE, &line, &size);
    if (shown != NULL) str_utf8_drop(vm, (Str *)text, shown, bytes);
    object_drop(vm, text);
    if (found == ABSENT) raise_plain(vm, exception_type(vm, EXCEPTION_EOFError));
    if (found != FOUND) return NULL;
    terminal_remember(vm, line, size);
    if (size > 0 && line[size - 1] == '\n') size--;
    Object *typed = codec_decode_system(vm, line, size);
    host_release(line);
    if (typed != NULL && !audit(vm, "builtins.input/result", 1, typed)) {
        object_drop(vm, typed);
        return NULL;
    }
    return typed;
}

static Object *input_line(Vm *vm, Object *prompt, Object *input, Object *output, Object *errors) {
    if (!audit(vm, "builtins.input", 1, prompt)) return NULL;
    flush_quietly(vm, errors);
    if (terminal_is(vm, input, 0) && terminal_is(vm, output, 1))
        return input_typed(vm, prompt, output);
    if (prompt != NULL) {
        Object *text = object_str(vm, prompt);
        Object *done = text == NULL
            ? NULL : object_call_method(vm, output, vm->objects->names.write, 1, text);
        object_drop_or_null(vm, text);
        object_drop_or_null(vm, done);
        if (done == NULL) return NULL;
    }
    flush_quietly(vm, output);
    return read_line(vm, input);
}

static Object *builtins_function_input(Vm *vm, const Slot *arguments) {
    Object *input = load_stream(vm, "stdin"), *line = NULL;
    Object *output = input == NULL ? NULL : load_stream(vm, "stdout");
    Object *errors = output == NULL ? NULL : load_stream(vm, "stderr");
    if (errors != NULL) line = input_line(vm, arguments[0].object, input, output, errors);
    object_drop_or_null(vm, input);
    object_drop_or_null(vm, output);
    object_drop_or_null(vm, errors);
    return line;
}

const Method builtins_io_functions[] = {
    FUNCTION(builtins, print, "(*args, sep=' ', end='\\n', file=None, flush=False)",
             "Write the objects as text, sep between them, end after the last."),
    FUNCTION(builtins, input, "(prompt='', /)", "Read a line from standard input."),
    {0},
};
