// sys.stdin, sys.stdout and sys.stderr: made as CPython makes them.
//
// The encoding is that of PYTHONIOENCODING, else utf-8 in the utf-8 mode, else the locale's.
// A file that the system has closed is None.

#include "modules/io.h"

#include "modules/io_text.h"

#include <string.h>

enum { NAME_BYTES = 256 };

typedef struct Standard {
    Vm *vm;
    Object *encoding, *errors;   // own
    bool is_unbuffered;
} Standard;

// --- encoding and error handler ---

// The name under which the library knows the codec (consumes and gives a new str).
static Object *take_codec_name(Vm *vm, Object *encoding) {
    static const char *const names[][2] = {
        {"utf_8", "utf-8"}, {"ascii", "ascii"}, {"latin_1", "iso8859-1"}, {"utf_16", "utf-16"},
        {"utf_16_le", "utf-16-le"}, {"utf_16_be", "utf-16-be"}, {"utf_32", "utf-32"},
        {"utf_32_le", "utf-32-le"}, {"utf_32_be", "utf-32-be"},
    };
    const Codec *codec = codec_find((Str *)encoding);
    for (size_t i = 0; codec != NULL && i < ARRAY_COUNT(names); i++) {
        if (strcmp(names[i][0], codec->name) != 0) continue;
        object_drop(vm, encoding);
        return str_new_c(vm, names[i][1]);
    }
    return encoding;
}

// Locales in which a byte that is no text is kept as a lone surrogate.
static bool is_plain_locale(Vm *vm) {
    static const char *const plain[] = {"C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"};
    char text[2 * NAME_BYTES] = "";
    WorldRequest request = {.operation = WORLD_LOCALE, .out = text, .out_bytes = sizeof text};
    int64_t bytes = world_ask(vm->world, &request);
    if (bytes <= 0 || bytes > (int64_t)sizeof text) return false;
    for (size_t i = 0; i < ARRAY_COUNT(plain); i++)
        if (strcmp(text, plain[i]) == 0) return true;
    return false;
}

// "encoding:errors" of PYTHONIOENCODING; either may be missing. False: no memory.
static bool read_io_encoding(Standard *standard, const char *text) {
    const char *colon = strchr(text, ':');
    size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);
    const char *errors = colon != NULL && colon[1] != 0 ? colon + 1 : length > 0 ? "strict" : NULL;
    if (length > 0) standard->encoding = str_new(standard->vm, text, length);
    if (errors != NULL) standard->errors = str_new_c(standard->vm, errors);
    return !raised(standard->vm);
}

static bool choose_encoding(Standard *standard, const Settings *settings) {
    Vm *vm = standard->vm;
    if (settings->io_encoding != NULL && !read_io_encoding(standard, settings->io_encoding))
        return false;
    if (standard->errors == NULL)
        standard->errors = str_new_c(vm, settings->utf8_mode || is_plain_locale(vm)
                                             ? "surrogateescape" : "strict");
    if (standard->encoding == NULL)
        standard->encoding = settings->utf8_mode ? str_new_c(vm, "utf-8") : io_locale_encoding(vm);
    if (standard->encoding != NULL)
        standard->encoding = take_codec_name(vm, standard->encoding);
    return standard->encoding != NULL && standard->errors != NULL;
}

// --- one file ---

static bool is_open(Vm *vm, int file) {
    WorldRequest request = {.operation = WORLD_FILE_FLAG, .numbers = {file, WORLD_IS_INHERITABLE}};
    return world_ask(vm->world, &request) >= 0;
}

static bool set_text(Vm *vm, Object *object, Str *attribute, const char *text) {
    Object *value = str_new_c(vm, text);
    bool done = value != NULL && object_set_attribute(vm, object, attribute, value);
    object_drop_or_null(vm, value);
    return done;
}

static Object *new_buffer(Standard *standard, int file, const char *name) {
    Vm *vm = standard->vm;
    Object *number = int_new(vm, file), *buffer = NULL;
    IoOpenOptions options = {.buffering = standard->is_unbuffered && file != 0 ? 0 : -1,
                             .keeps_file = true};
    if (number != NULL) buffer = io_open(vm, number, file == 0 ? "rb" : "wb", &options);
    object_drop_or_null(vm, number);
    if (buffer == NULL) return NULL;
    Object *raw = buffer;
    if (!io_is_exactly(vm, buffer, &io_file_definition)) raw = ((IoBuffered *)buffer)->raw.object;
    if (set_text(vm, raw, vm->objects->names.name, name)) return buffer;
    object_drop(vm, buffer);
    return NULL;
}

static Object *new_file(Standard *standard, int file, const char *name) {
    Vm *vm = standard->vm;
    if (!is_open(vm, file)) return none_new(vm);
    Object *buffer = new_buffer(standard, file, name), *text = NULL;
    Object *errors = file == 2 ? str_new_c(vm, "backslashreplace")
                               : object_share(standard->errors);
    bool by_line = file == 2 || world_is_terminal(vm->world, file);
    IoTextOptions options = {
        .encoding = standard->encoding, .errors = errors,
        .newline = (Object *)vm->objects->characters['\n'],
        .is_line_buffered = !standard->is_unbuffered && by_line,
        .writes_through = standard->is_unbuffered,
    };
    if (buffer != NULL && errors != NULL) text = io_text_new(vm, buffer, &options);
    object_drop_or_null(vm, buffer);
    object_drop_or_null(vm, errors);
    if (text == NULL) return NULL;
    ((IoText *)text)->standard = (uint8_t)file;
    if (set_text(vm, text, io_module_get(vm)->names.mode, file == 0 ? "r" : "w")) return text;
    object_drop(vm, text);
    return NULL;
}

static bool add_file(Standard *standard, Module *sys, int file) {
    static const char *const names[][3] = {
        {"__stdin__", "stdin", "<stdin>"}, {"__stdout__", "stdout", "<stdout>"},
        {"__stderr__", "stderr", "<stderr>"},
    };
    Vm *vm = standard->vm;
    Object *made = new_file(standard, file, names[file][2]);
    bool done = made != NULL && module_set(vm, sys, names[file][0], made) &&
                module_set(vm, sys, names[file][1], made);
    object_drop_or_null(vm, made);
    return done;
}

bool io_standard_start(Vm *vm, Module *sys, const Settings *settings) {
    IoModule *module = io_module_load(vm);
    if (module == NULL) return false;
    module->is_dev_mode = settings->dev_mode != 0;
    module->warns_of_encoding = settings->warns_of_encoding != 0;
    module->is_utf8_mode = settings->utf8_mode != 0;
    Standard standard = {.vm = vm, .is_unbuffered = settings->unbuffered != 0};
    bool done = choose_encoding(&standard, settings) && add_file(&standard, sys, 0) &&
                add_file(&standard, sys, 1) && add_file(&standard, sys, 2);
    object_drop_or_null(vm, standard.encoding);
    object_drop_or_null(vm, standard.errors);
    return done;
}

// --- print() ---

struct IoText *io_find_plain(Vm *vm, Object *file) {
    bool is_plain = io_is_plain(vm, file, &io_text_definition, vm->objects->names.write);
    return is_plain ? (IoText *)file : NULL;
}

bool io_write(Vm *vm, struct IoText *file, Str *text) {
    return io_text_write(vm, file, text);
}
