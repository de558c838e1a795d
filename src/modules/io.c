// The module _io: its state, open(), and the functions around it.

#include "modules/io.h"

#include "modules/error_class.h"
#include "modules/io_text.h"
#include "objects/path.h"
#include "objects/state.h"

#include <string.h>

// --- the module's state ---

static void state_visit_names(Vm *vm, void *state, SlotVisit *visit, void *context) {
    IoModule *module = state;
    Str *const *names = (Str *const *)(const void *)&module->names;
    for (size_t i = 0; i < sizeof(IoNames) / sizeof(Str *); i++)
        if (names[i] != NULL) visit(vm, NULL, (Slot *)(uintptr_t)&names[i], context);
    visit(vm, NULL, &module->unsupported, context);
}

static void state_finish(Vm *vm, void *state) {
    IoModule *module = state;
    Str **names = (Str **)(void *)&module->names;
    for (size_t i = 0; i < sizeof(IoNames) / sizeof(Str *); i++)
        object_drop_or_null(vm, (Object *)names[i]);
    memset(&module->names, 0, sizeof(IoNames));
    slot_clear(vm, NULL, &module->unsupported);
}

static const StateDefinition io_state = {
    .bytes = sizeof(IoModule),
    .visit = state_visit_names,
    .done = state_finish,
};

IoModule *io_module_get(Vm *vm) {
    return state_find(vm, &io_state);
}

#define IO_NAME(id, text) {offsetof(IoNames, id), text},
static const struct {
    size_t offset;
    const char *text;
} name_rows[] = {
#include "modules/io_names.def"
};
#undef IO_NAME

static bool make_names(Vm *vm, IoModule *module) {
    for (size_t i = 0; i < ARRAY_COUNT(name_rows); i++) {
        Str *name = str_new_interned(vm, name_rows[i].text, strlen(name_rows[i].text));
        if (name == NULL) return false;
        *(Str **)(void *)((char *)&module->names + name_rows[i].offset) = name;
    }
    return true;
}

static bool make_types(Vm *vm, IoModule *module) {
    module->object = type_of_kind(vm, KIND_OBJECT);
#define IO_TYPE(id, base, name)                                                      \
    module->id = type_register(vm, &io_##id##_definition, module->base);             \
    if (module->id == NULL) return false;
#include "modules/io_types.def"
#undef IO_TYPE
    return true;
}

// class UnsupportedOperation(OSError, ValueError)
static bool make_unsupported(Vm *vm, IoModule *module) {
    Tuple *bases = tuple_pack(vm, 2, exception_type(vm, EXCEPTION_OSError),
                              exception_type(vm, EXCEPTION_ValueError));
    Object *made = bases == NULL ? NULL : error_class_new_with(vm, "io.UnsupportedOperation",
                                                               bases, NULL);
    if (made != NULL) slot_take(vm, NULL, &module->unsupported, made);
    object_drop_or_null(vm, (Object *)bases);
    return made != NULL;
}

IoModule *io_module_load(Vm *vm) {
    IoModule *module = state_load(vm, &io_state);
    if (module == NULL || LIKELY(module->unsupported.object != NULL)) return module;
    bool done = make_names(vm, module) && make_types(vm, module) && make_unsupported(vm, module);
    return done ? module : NULL;
}

// --- encodings ---

Object *io_locale_encoding(Vm *vm) {
    char texts[512];
    WorldRequest request = {.operation = WORLD_LOCALE, .out = texts, .out_bytes = sizeof texts};
    int64_t bytes = world_ask(vm->world, &request);
    if (bytes <= 0 || bytes > (int64_t)sizeof texts) return str_new_c(vm, "UTF-8");
    return str_new_c(vm, texts + strlen(texts) + 1);
}

Object *io_default_encoding(Vm *vm) {
    return io_module_get(vm)->is_utf8_mode ? str_new_c(vm, "utf-8") : io_locale_encoding(vm);
}

bool io_warn_of_encoding(Vm *vm, int stack_level) {
    if (!io_module_get(vm)->warns_of_encoding) return true;
    Object *text = str_new_c(vm, "'encoding' argument not specified");
    if (text == NULL) return false;
    bool done = raise_warning_at(vm, EXCEPTION_EncodingWarning, text, stack_level, NULL);
    object_drop(vm, text);
    return done;
}

// --- open() ---

// What a mode says. The letters of a raw mode are its own without 't' and 'b'.
typedef struct Mode {
    char raw[8];
    bool is_text, is_binary;
    bool reads, writes, creates, appends, updates;
} Mode;

static bool read_mode(Vm *vm, const char *text, Mode *mode) {
    size_t used = 0;
    *mode = (Mode){0};
    for (const char *at = text; *at != 0; at++) {
        switch (*at) {
        case 'x': mode->creates = true; break;
        case 'r': mode->reads = true; break;
        case 'w': mode->writes = true; break;
        case 'a': mode->appends = true; break;
        case '+': mode->updates = true; break;
        case 't': mode->is_text = true; break;
        case 'b': mode->is_binary = true; break;
        default: return raise_false(vm, ERROR_IO_OPEN_MODE, text);
        }
        if (strchr(at + 1, *at) != NULL) return raise_false(vm, ERROR_IO_OPEN_MODE, text);
    }
    // In this order, whatever the order of the mode.
    if (mode->creates) mode->raw[used++] = 'x';
    if (mode->reads) mode->raw[used++] = 'r';
    if (mode->writes) mode->raw[used++] = 'w';
    if (mode->appends) mode->raw[used++] = 'a';
    if (mode->updates) mode->raw[used++] = '+';
    return true;
}

static bool check_mode(Vm *vm, const Mode *mode, const IoOpenOptions *options) {
    if (mode->is_text && mode->is_binary) return raise_false(vm, ERROR_IO_OPEN_BOTH);
    if (mode->creates + mode->reads + mode->writes + mode->appends > 1)
        return raise_false(vm, ERROR_IO_OPEN_ONE);
    if (!mode->is_binary) return true;
    if (options->encoding != NULL) return raise_false(vm, ERROR_IO_OPEN_BINARY, "an encoding");
    if (options->errors != NULL) return raise_false(vm, ERROR_IO_OPEN_BINARY, "an errors");
    if (options->newline != NULL) return raise_false(vm, ERROR_IO_OPEN_BINARY, "a newline");
    return options->buffering != 1 ||
           raise_warning(vm, EXCEPTION_RuntimeWarning,
                         "line buffering (buffering=1) isn't supported in binary mode, the "
                         "default buffer size will be used");
}

static Object *open_raw(Vm *vm, Object *file, const Mode *mode, const IoOpenOptions *options) {
    Object *opener = options->opener == vm->objects->none ? NULL : options->opener;
    Object *text = str_new_c(vm, mode->raw);
    if (text == NULL) return NULL;
    IoOpening opening = {file, (Str *)text, opener, !options->keeps_file};
    Object *raw = io_file_new(vm, &opening);
    object_drop(vm, text);
    return raw;
}

// The raw file (consumed) behind a buffer, and behind a TextIOWrapper for text.
static Object *take_wrapped(Vm *vm, Object *raw, const char *mode_text, const Mode *mode,
                            const IoOpenOptions *options) {
    const IoModule *module = io_module_get(vm);
    int64_t size = options->buffering;
    bool is_terminal = size < 0 && world_is_terminal(vm->world, ((IoFile *)raw)->file);
    bool by_line = size == 1 || is_terminal;
    if (size < 0 || by_line) size = ((IoFile *)raw)->block_bytes;
    if (size == 0) {
        if (mode->is_binary) return raw;
        object_drop(vm, raw);
        return raise(vm, ERROR_IO_OPEN_UNBUFFERED);
    }
    Type *type = mode->updates ? module->random : mode->reads ? module->reader : module->writer;
    Object *buffer = io_buffered_new(vm, type, raw, size);
    object_drop(vm, raw);
    if (buffer == NULL || mode->is_binary) return buffer;
    Object *newline = options->newline != NULL ? options->newline : vm->objects->none;
    IoTextOptions text = {options->encoding, options->errors, newline, by_line, false};
    Object *wrapper = NULL;
    if (options->encoding != NULL || io_warn_of_encoding(vm, 1))
        wrapper = io_text_new(vm, buffer, &text);
    object_drop(vm, buffer);
    Object *shown = wrapper == NULL ? NULL : str_new_c(vm, mode_text);
    bool done = shown != NULL && object_set_attribute(vm, wrapper, module->names.mode, shown);
    object_drop_or_null(vm, shown);
    if (done) return wrapper;
    object_drop_or_null(vm, wrapper);
    return NULL;
}

Object *io_open(Vm *vm, Object *file, const char *mode_text, const IoOpenOptions *options) {
    Mode mode;
    if (io_module_load(vm) == NULL) return NULL;
    const Behaviour *its = &object_type(vm, file)->behaviour;
    bool is_number = its->unary[UNARY_INDEX] != NULL || its->unary[UNARY_INT] != NULL ||
                     its->unary[UNARY_FLOAT] != NULL;
    Object *path = is_number ? object_share(file) : path_load(vm, file);
    if (path == NULL) return NULL;
    Object *opened = NULL;
    if (read_mode(vm, mode_text, &mode) && check_mode(vm, &mode, options))
        opened = open_raw(vm, path, &mode, options);
    object_drop(vm, path);
    return opened == NULL ? NULL : take_wrapped(vm, opened, mode_text, &mode, options);
}

// An argument that is a str or None (then NULL).
static bool take_text(Vm *vm, const char *name, Object **value) {
    if (*value == vm->objects->none) *value = NULL;
    if (*value == NULL) return true;
    if (!object_is_str(vm, *value))
        return argument_refuse_named(vm, "open", name, "str or None", *value);
    if (chars_find_char(str_get_chars((Str *)*value), 0) >= 0)
        return raise_false(vm, ERROR_EMBEDDED_NULL);
    return true;
}

static Object *io_function_open(Vm *vm, const Slot *arguments) {
    Object *mode = arguments[1].object;
    IoOpenOptions options = {arguments[3].object, arguments[4].object, arguments[5].object,
                             arguments[7].object, -1, false};
    int closes_file = 1;
    const char *mode_text = "r";
    char text[16];
    if (mode != NULL && !object_is_str(vm, mode)) {
        argument_refuse_named(vm, "open", "mode", "str", mode);
        return NULL;
    }
    if (mode != NULL && chars_find_char(str_get_chars((Str *)mode), 0) >= 0)
        return raise(vm, ERROR_EMBEDDED_NULL);
    if ((arguments[2].object != NULL &&
         !argument_int(vm, arguments[2].object, &options.buffering)) ||
        !take_text(vm, "encoding", &options.encoding) ||
        !take_text(vm, "errors", &options.errors) || !take_text(vm, "newline", &options.newline) ||
        (arguments[6].object != NULL && !argument_int(vm, arguments[6].object, &closes_file)))
        return NULL;
    options.keeps_file = closes_file == 0;
    if (mode != NULL) {
        const Str *given = (const Str *)mode;
        // Longer than any mode, or of other letters: it is shown in the error as it is.
        if (!given->is_ascii || given->length >= (int64_t)sizeof text)
            return raise_text(vm, exception_type(vm, EXCEPTION_ValueError), "invalid mode: '%U'",
                              mode);
        memcpy(text, given->data, (size_t)given->length);
        text[given->length] = 0;
        mode_text = text;
    }
    return io_open(vm, arguments[0].object, mode_text, &options);
}

static Object *io_function_open_code(Vm *vm, const Slot *arguments) {
    IoOpenOptions options = {.buffering = -1};
    if (object_is_str(vm, arguments[0].object))
        return io_open(vm, arguments[0].object, "rb", &options);
    argument_refuse_named(vm, "open_code", "path", "str", arguments[0].object);
    return NULL;
}

static Object *io_function_text_encoding(Vm *vm, const Slot *arguments) {
    int stack_level = 2;
    if (arguments[1].object != NULL && !argument_int(vm, arguments[1].object, &stack_level))
        return NULL;
    if (arguments[0].object != vm->objects->none) return object_share(arguments[0].object);
    if (!io_warn_of_encoding(vm, stack_level)) return NULL;
    return str_new_c(vm, io_module_get(vm)->is_utf8_mode ? "utf-8" : "locale");
}

static const Method functions[] = {
    FUNCTION(io, open,
             "(file, mode='r', buffering=-1, encoding=None,\n"
             "     errors=None, newline=None, closefd=True, opener=None)",
             "Open a file by its path or number, as text, or as bytes with 'b' in the mode."),
    FUNCTION(io, text_encoding, "(encoding, stacklevel=2, /)",
             "The encoding for a function that opens files: \"locale\" stands for None."),
    FUNCTION(io, open_code, "(path)", "Open a file that holds code, to be read as bytes."),
    {0},
};

static bool add_types(Vm *vm, Module *module, const IoModule *state) {
#define IO_TYPE(id, base, name)                                                      \
    const char *name_of_##id = name;                                                 \
    if (name_of_##id != NULL && !module_set(vm, module, name_of_##id, (Object *)state->id)) \
        return false;
#include "modules/io_types.def"
#undef IO_TYPE
    return module_set(vm, module, "UnsupportedOperation", state->unsupported.object) &&
           module_set(vm, module, "BlockingIOError",
                      (Object *)exception_type(vm, EXCEPTION_BlockingIOError));
}

bool io_module_start(Vm *vm, Module *module) {
    IoModule *state = io_module_load(vm);
    Object *name = state == NULL ? NULL : str_new_c(vm, "io");
    if (name == NULL) return false;
    // CPython's module knows itself under this name.
    slot_set(vm, &module->base, &module->name, name);
    Object *size = int_new(vm, IO_BUFFER_BYTES);
    return module_take_set(vm, module, "__name__", name) && size != NULL &&
           module_take_set(vm, module, "DEFAULT_BUFFER_SIZE", size) &&
           add_types(vm, module, state) && module_add_functions(vm, module, functions);
}
