// TextIOWrapper: making, changing and closing it, and what it tells of itself.

#include "modules/io_text.h"

#include "objects/exception.h"

bool io_text_check(Vm *vm, const IoText *self) {
    if (LIKELY(self->is_ready && !self->is_detached)) return true;
    return raise_false(vm, self->is_ready ? ERROR_IO_BUFFER_DETACHED : ERROR_IO_UNINITIALIZED);
}

bool io_text_check_open(Vm *vm, IoText *self) {
    if (!io_is_exactly(vm, &self->base, &io_text_definition))
        return io_check_closed(vm, &self->base);
    const IoFile *raw = (const IoFile *)self->raw.object;
    Found closed = LIKELY(raw != NULL) ? (raw->file < 0 ? FOUND : ABSENT)
                                       : io_is_closed(vm, self->buffer.object);
    return closed == FOUND ? raise_false(vm, ERROR_CLOSED_FILE) : closed == ABSENT;
}

// --- making ---

static Object *text_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    IoModule *module = io_module_load(vm);
    IoText *self = module == NULL ? NULL : (IoText *)instance_new(vm, type);
    if (self != NULL) {
        self->module = module;
        self->chunk_bytes = IO_BUFFER_BYTES;
    }
    return (Object *)self;
}

static void set_newline(Vm *vm, IoText *self, Object *newline) {
    bool is_none = newline == vm->objects->none;
    const Str *text = (const Str *)newline;
    self->is_translated = is_none;
    self->is_universal = is_none || text->length == 0;
    self->writes_cr = !self->is_universal && str_get_char(text, 0) == '\r';
    slot_set(vm, &self->base, &self->newline, is_none ? NULL : newline);
}

// The encoding that is meant: by name, or that of the locale.
static Object *load_encoding(Vm *vm, Object *given) {
    if (given == NULL) return io_default_encoding(vm);
    return str_is((Str *)given, "locale") ? io_locale_encoding(vm) : object_share(given);
}

// Keeps the FileIO of a buffer of ours, to see at once whether it is closed.
static bool keep_raw(Vm *vm, IoText *self) {
    Object *buffer = self->buffer.object, *raw;
    if (!io_is_exactly(vm, buffer, &io_reader_definition) &&
        !io_is_exactly(vm, buffer, &io_writer_definition) &&
        !io_is_exactly(vm, buffer, &io_random_definition))
        return true;
    Found found = object_find_attribute(vm, buffer, self->module->names.raw, &raw);
    if (found != FOUND) return found == ABSENT;
    if (io_is_exactly(vm, raw, &io_file_definition)) slot_take(vm, &self->base, &self->raw, raw);
    else object_drop(vm, raw);
    return true;
}

static bool ask_buffer(Vm *vm, IoText *self) {
    Object *buffer = self->buffer.object, *read1;
    Object *seekable = io_call(vm, buffer, self->module->names.seekable);
    if (seekable == NULL) return false;
    bool done = argument_truth(vm, seekable, &self->seeks);
    object_drop(vm, seekable);
    if (!done) return false;
    self->tells = self->seeks;
    Found found = object_find_attribute(vm, buffer, self->module->names.read1, &read1);
    if (found == RAISED) return false;
    self->has_read1 = found == FOUND;
    if (found == FOUND) object_drop(vm, read1);
    self->is_at_start = false;
    return io_text_settle_encoder(vm, self);
}

static void forget_all(Vm *vm, IoText *self) {
    Slot *const slots[] = {&self->buffer, &self->encoding, &self->encoder, &self->decoder,
                           &self->newline, &self->decoded, &self->pending, &self->snapshot,
                           &self->snapshot_flags, &self->errors, &self->raw};
    for (size_t i = 0; i < ARRAY_COUNT(slots); i++) slot_clear(vm, &self->base, slots[i]);
    self->is_ready = self->is_detached = self->decodes = self->encodes = false;
    self->used = self->pending_bytes = 0;
    self->bytes_per_char = 0.0;
    self->decoding = (IoDecoding){0};
    self->encode_codec = NULL;
}

static bool set_up(Vm *vm, IoText *self, Object *buffer, const IoTextOptions *options) {
    forget_all(vm, self);
    Object *encoding = load_encoding(vm, options->encoding);
    if (encoding == NULL) return false;
    slot_take(vm, &self->base, &self->encoding, encoding);
    Object *errors = options->errors;
    errors = errors != NULL ? object_share(errors) : str_new_c(vm, "strict");
    if (errors == NULL) return false;
    slot_take(vm, &self->base, &self->errors, errors);
    self->chunk_bytes = IO_BUFFER_BYTES;
    self->is_line_buffered = options->is_line_buffered;
    self->writes_through = options->writes_through;
    set_newline(vm, self, options->newline);
    slot_set(vm, &self->base, &self->buffer, buffer);
    if (!io_text_set_codecs(vm, self, encoding, errors)) {
        if (self->decoder.object == NULL && self->encoder.object == NULL)
            slot_clear(vm, &self->base, &self->encoding);
        return false;
    }
    if (!keep_raw(vm, self) || !ask_buffer(vm, self)) return false;
    self->is_ready = true;
    return true;
}

// An argument that is a str, or None as NULL. False: raised.
static bool take_name(Vm *vm, const char *function, const char *name, Object **value) {
    if (*value == vm->objects->none) *value = NULL;
    if (*value == NULL) return true;
    if (!object_is_str(vm, *value))
        return argument_refuse_named(vm, function, name, "str or None", *value);
    if (chars_find_char(str_get_chars((Str *)*value), 0) >= 0)
        return raise_false(vm, ERROR_EMBEDDED_NULL);
    return true;
}

static bool check_newline(Vm *vm, const char *function, Object *newline) {
    if (newline == vm->objects->none) return true;
    if (!object_is_str(vm, newline))
        return argument_refuse_named(vm, function, "newline", "str or None", newline);
    const Str *text = (const Str *)newline;
    if (text->length == 0 || str_is(text, "\n") || str_is(text, "\r") || str_is(text, "\r\n"))
        return true;
    if (chars_find_char(str_get_chars(text), 0) >= 0) return raise_false(vm, ERROR_EMBEDDED_NULL);
    return raise_false(vm, ERROR_IO_TEXT_NEWLINE, newline);
}

static bool take_flag(Vm *vm, Object *value, bool *flag) {
    int number;
    if (value == NULL) return true;
    if (!argument_int(vm, value, &number)) return false;
    *flag = number != 0;
    return true;
}

static bool text_init(Vm *vm, Object *object, const Arguments *arguments) {
    static const char signature[] = "(buffer, encoding=None, errors=None, newline=None, "
                                    "line_buffering=False, write_through=False)";
    IoText *self = (IoText *)object;
    Object *values[6];
    const char *name = "TextIOWrapper";
    if (!arguments_bind(vm, name, signature, arguments, values)) return false;
    IoTextOptions options = {.encoding = values[1], .errors = values[2], .newline = values[3]};
    if (options.newline == NULL) options.newline = vm->objects->none;
    bool is_given = values[2] != NULL && values[2] != vm->objects->none;
    bool done = take_name(vm, name, "encoding", &options.encoding) &&
                (!is_given || object_is_str(vm, values[2]) ||
                 argument_refuse_named(vm, name, "errors", "str or None", values[2])) &&
                (options.newline == vm->objects->none || object_is_str(vm, options.newline) ||
                 check_newline(vm, name, options.newline)) &&
                take_flag(vm, values[4], &options.is_line_buffered) &&
                take_flag(vm, values[5], &options.writes_through) &&
                take_name(vm, name, "errors", &options.errors) &&
                check_newline(vm, name, options.newline) &&
                (options.encoding != NULL || io_warn_of_encoding(vm, 1)) &&
                set_up(vm, self, values[0], &options);
    arguments_unbind(vm, values, 6);
    return done;
}

Object *io_text_new(Vm *vm, Object *buffer, const IoTextOptions *options) {
    IoModule *module = io_module_load(vm);
    Object *self = module == NULL ? NULL : text_make(vm, module->text, NULL);
    if (self != NULL && check_newline(vm, "TextIOWrapper", options->newline) &&
        set_up(vm, (IoText *)self, buffer, options))
        return self;
    object_drop_or_null(vm, self);
    return NULL;
}

// --- reconfigure() ---

static bool change_codecs(Vm *vm, IoText *self, Object *encoding, Object *errors,
                          bool changes_newline) {
    if (encoding == NULL && errors == NULL && !changes_newline) return true;
    Object *new_encoding, *new_errors;
    if (errors == NULL && encoding == NULL) new_errors = object_share(self->errors.object);
    else new_errors = errors != NULL ? object_share(errors) : str_new_c(vm, "strict");
    if (encoding == NULL) new_encoding = object_share(self->encoding.object);
    else new_encoding = load_encoding(vm, encoding);
    bool done = new_encoding != NULL && new_errors != NULL &&
                io_text_set_codecs(vm, self, new_encoding, new_errors);
    if (done) {
        slot_set(vm, &self->base, &self->encoding, new_encoding);
        slot_set(vm, &self->base, &self->errors, new_errors);
    }
    object_drop_or_null(vm, new_encoding);
    object_drop_or_null(vm, new_errors);
    return done && io_text_settle_encoder(vm, self);
}

static bool take_optional_flag(Vm *vm, Object *value, bool *flag) {
    return value == NULL || value == vm->objects->none || take_flag(vm, value, flag);
}

static Object *text_method_reconfigure(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    Object *encoding = arguments[1].object, *errors = arguments[2].object;
    Object *newline = arguments[3].object;
    if (!take_name(vm, "reconfigure", "encoding", &encoding) ||
        !take_name(vm, "reconfigure", "errors", &errors) ||
        (newline != NULL && newline != vm->objects->none && !object_is_str(vm, newline) &&
         !check_newline(vm, "reconfigure", newline)))
        return NULL;
    if (self->decoded.object != NULL && (encoding != NULL || errors != NULL || newline != NULL))
        return io_raise_unsupported(vm, "It is not possible to set the encoding or newline of "
                                        "stream after the first read");
    if (newline != NULL && !check_newline(vm, "reconfigure", newline)) return NULL;
    bool is_line_buffered = self->is_line_buffered, writes_through = self->writes_through;
    if (!take_optional_flag(vm, arguments[4].object, &is_line_buffered) ||
        !take_optional_flag(vm, arguments[5].object, &writes_through) ||
        !io_text_flush_self(vm, self))
        return NULL;
    self->bytes_per_char = 0.0;
    if (newline != NULL) set_newline(vm, self, newline);
    if (!change_codecs(vm, self, encoding, errors, newline != NULL)) return NULL;
    self->is_line_buffered = is_line_buffered;
    self->writes_through = writes_through;
    return none_new(vm);
}

// --- closing ---

static Object *text_method_detach(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    if (!io_text_check(vm, self) || !io_text_flush_self(vm, self)) return NULL;
    self->is_detached = true;
    return slot_detach(vm, &self->base, &self->buffer);
}

static Object *text_method_close(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    if (!io_text_check(vm, self)) return NULL;
    Found closed = io_is_closed(vm, self->buffer.object);
    if (closed != ABSENT) return closed == FOUND ? none_new(vm) : NULL;
    if (self->is_finalizing &&
        !io_call_void(vm, self->buffer.object, self->module->names.dealloc_warn, &self->base))
        raised_clear(vm);
    Object *earlier = io_text_flush_self(vm, self) ? NULL : raised_take(vm);
    Object *result = io_call(vm, self->buffer.object, vm->objects->names.close);
    if (earlier == NULL) return result;
    io_chain_raised(vm, earlier);
    object_drop_or_null(vm, result);
    return NULL;
}

static Object *text_method_truncate(Vm *vm, const Slot *arguments) {
    IoText *self = io_text_of(arguments);
    Object *size = arguments[1].object != NULL ? arguments[1].object : vm->objects->none;
    if (!io_text_check(vm, self) || !io_text_flush_self(vm, self)) return NULL;
    return object_call_method(vm, self->buffer.object, self->module->names.truncate, 1, size);
}

// --- what the buffer says ---

#define FORWARD(name)                                                                \
    static Object *text_method_##name(Vm *vm, const Slot *arguments) {               \
        IoText *self = io_text_of(arguments);                                        \
        if (!io_text_check(vm, self)) return NULL;                                   \
        return io_call(vm, self->buffer.object, self->module->names.name);           \
    }

FORWARD(fileno)
FORWARD(seekable)
FORWARD(readable)
FORWARD(writable)
FORWARD(isatty)

static Object *text_get_name(Vm *vm, Object *object) {
    IoText *self = (IoText *)object;
    if (!io_text_check(vm, self)) return NULL;
    return object_load_attribute(vm, self->buffer.object, vm->objects->names.name);
}

static Object *text_get_closed(Vm *vm, Object *object) {
    IoText *self = (IoText *)object;
    if (!io_text_check(vm, self)) return NULL;
    return object_load_attribute(vm, self->buffer.object, self->module->names.closed);
}

// --- attributes ---

static Object *text_get_newlines(Vm *vm, Object *object) {
    IoText *self = (IoText *)object;
    Object *seen;
    if (!io_text_check(vm, self)) return NULL;
    if (!self->decodes) return none_new(vm);
    if (self->decoding.codec != NULL)
        return self->is_universal ? io_newlines_seen(vm, self->newlines.seen) : none_new(vm);
    Str *name = self->module->names.newlines;
    Found found = object_find_attribute(vm, self->decoder.object, name, &seen);
    return found == FOUND ? seen : found == ABSENT ? none_new(vm) : NULL;
}

static Object *text_get_errors(Vm *vm, Object *object) {
    const IoText *self = (const IoText *)object;
    if (!self->is_ready) return raise(vm, ERROR_IO_UNINITIALIZED);
    return object_share(self->errors.object);
}

static Object *text_get_chunk(Vm *vm, Object *object) {
    const IoText *self = (const IoText *)object;
    return io_text_check(vm, self) ? int_new(vm, self->chunk_bytes) : NULL;
}

static bool text_set_chunk(Vm *vm, Object *object, Object *value) {
    IoText *self = (IoText *)object;
    int64_t bytes;
    if (!io_text_check(vm, self)) return false;
    if (value == NULL) return raise_false(vm, ERROR_IO_CHUNK_DELETE);
    if (!object_index(vm, value, EXCEPTION_ValueError, &bytes)) return false;
    if (bytes <= 0) return raise_false(vm, ERROR_IO_CHUNK_SIZE);
    self->chunk_bytes = bytes;
    return true;
}

// " key=repr" of an attribute, when there is one. False: raised.
static bool add_attribute(Vm *vm, StrBuilder *builder, Object *object, Str *name,
                          const char *key) {
    Object *value;
    Found found = object_find_attribute(vm, object, name, &value);
    // A detached file has no name to show.
    if (found == RAISED && raised_clear_if(vm, exception_type(vm, EXCEPTION_ValueError)))
        found = ABSENT;
    if (found != FOUND) return found == ABSENT;
    Object *text = object_repr(vm, value);
    object_drop(vm, value);
    if (text == NULL) return false;
    str_builder_add_c(builder, key);
    str_builder_add(builder, (Str *)text);
    object_drop(vm, text);
    return true;
}

static Object *text_repr(Vm *vm, Object *object) {
    const IoText *self = (const IoText *)object;
    if (!self->is_ready) return raise(vm, ERROR_IO_UNINITIALIZED);
    Found inside = repr_enter(vm, object);
    if (inside == FOUND) return raise(vm, ERROR_REPR_REENTERED, object_type_name(vm, object));
    if (inside == RAISED) return NULL;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_c(&builder, "<_io.TextIOWrapper");
    Object *text = object_repr(vm, self->encoding.object);
    bool done = text != NULL &&
                add_attribute(vm, &builder, object, vm->objects->names.name, " name=") &&
                add_attribute(vm, &builder, object, self->module->names.mode, " mode=");
    repr_leave(vm, object);
    if (done) {
        str_builder_add_c(&builder, " encoding=");
        str_builder_add(&builder, (Str *)text);
        str_builder_add_c(&builder, ">");
    }
    object_drop_or_null(vm, text);
    if (done) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

static void text_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const IoText *self = (const IoText *)object;
    (void)vm;
    const int64_t numbers[] = {self->used, self->pending_bytes, self->decoding.variant,
                               self->newlines.seen};
    add(context, numbers, sizeof numbers);
    add(context, self->decoding.bytes, self->decoding.count);
}

static void text_clear(Vm *vm, Object *object) {
    IoText *self = (IoText *)object;
    self->is_ready = false;
    forget_all(vm, self);
}

static const Method text_methods[] = {
    METHOD(text, detach, "(self, /)", "Give the buffer away; this file can't be used more."),
    METHOD(text, reconfigure,
           "(self, /, *, encoding=None, errors=None, newline=None,\n"
           "            line_buffering=None, write_through=None)",
           "Change what is given; of encoding and newlines only before the first read."),
    {"write", io_text_method_write, "(self, text, /)", "Write a str, and give its length.", 0},
    {"read", io_text_method_read, "(self, size=-1, /)", "Read at most size characters, or all.",
     0},
    {"readline", io_text_method_readline, "(self, size=-1, /)",
     "Read a line, or what is left of one.", 0},
    {"flush", io_text_method_flush, "(self, /)", "Write out what is buffered.", 0},
    METHOD(text, close, "(self, /)", "Flush and close the file; again does nothing."),
    METHOD(text, fileno, "(self, /)", "The file's number in the system."),
    METHOD(text, seekable, "(self, /)", "Can the place in the file be changed?"),
    METHOD(text, readable, "(self, /)", "Can it be read?"),
    METHOD(text, writable, "(self, /)", "Can it be written?"),
    METHOD(text, isatty, "(self, /)", "Is it a terminal?"),
    {"seek", io_text_method_seek, "(self, cookie, whence=os.SEEK_SET, /)",
     "Go to a place that tell() gave, to the start or to the end.", 0},
    {"tell", io_text_method_tell, "(self, /)", "A number that stands for the place.", 0},
    METHOD(text, truncate, "(self, pos=None, /)", "Cut or extend the file."),
    {0},
};

static const Member text_members[] = {
    {"encoding", offsetof(IoText, encoding), MEMBER_READ_ONLY, NULL},
    {"buffer", offsetof(IoText, buffer), MEMBER_READ_ONLY, NULL},
    {"line_buffering", offsetof(IoText, is_line_buffered), MEMBER_READ_ONLY | MEMBER_IS_BOOL,
     NULL},
    {"write_through", offsetof(IoText, writes_through), MEMBER_READ_ONLY | MEMBER_IS_BOOL, NULL},
    {"_finalizing", offsetof(IoText, is_finalizing), MEMBER_IS_BOOL, NULL},
    {0},
};

static const Property text_properties[] = {
    {"name", text_get_name, NULL, NULL},
    {"closed", text_get_closed, NULL, NULL},
    {"newlines", text_get_newlines, NULL, NULL},
    {"errors", text_get_errors, NULL, NULL},
    {"_CHUNK_SIZE", text_get_chunk, text_set_chunk, NULL},
    {0},
};

static const Field text_fields[] = {
    FIELD(IoText, buffer), FIELD(IoText, encoding), FIELD(IoText, encoder),
    FIELD(IoText, decoder), FIELD_NAMED(IoText, newline, "newline"),
    FIELD_NAMED(IoText, decoded, "decoded text"), FIELD_NAMED(IoText, pending, "pending output"),
    FIELD(IoText, snapshot), FIELD_NAMED(IoText, snapshot_flags, "snapshot state"),
    FIELD(IoText, errors), FIELD(IoText, raw), {0},
};

const TypeDefinition io_text_definition = {
    .name = "_io.TextIOWrapper",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoText),
    .python_bytes = 192,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_DICT | LAYOUT_WEAK, .fields = text_fields,
               .clear = text_clear, .payload = text_payload},
    .behaviour = {.repr = text_repr, .next = io_text_next, .new = text_make, .init = text_init},
    .methods = text_methods,
    .members = text_members,
    .properties = text_properties,
    .signature = "(buffer, encoding=None, errors=None, newline=None,\n"
                 "              line_buffering=False, write_through=False)",
    .doc = "A file of characters, which a buffer has as bytes.",
};
