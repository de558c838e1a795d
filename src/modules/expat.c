// The module pyexpat, over libexpat: parsers that tell handlers what they read.

#include "modules/expat.h"

#include "base/served.h"
#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "modules/lent.h"
#include "memory/system.h"
#include "objects/arguments.h"
#include "objects/bytearray.h"
#include "objects/build.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/sequence.h"

#include <limits.h>
#include <string.h>

enum { CHUNK_BYTES = 1 << 20, READ_BYTES = 2048 };

typedef struct ExpatState {
    Type *parser;      // borrows
    Slot error;        // the class ExpatError
} ExpatState;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((ExpatState *)state)->error, context);
}

static void state_drop(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((ExpatState *)state)->error);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(ExpatState), .visit = state_visit, .done = state_drop,
};

static const ExpatState *state_of(Vm *vm) {
    return state_find(vm, &state_definition);
}

static Expat *expat_of(const Slot *arguments) {
    return (Expat *)arguments[0].object;
}

// --- memory ---

static void *library_new(size_t bytes) {
    return lent_new(served_get(), bytes);
}

static void *library_resize(void *memory, size_t bytes) {
    return lent_resize(served_get(), memory, bytes);
}

static void library_drop(void *memory) {
    lent_drop(served_get(), memory);
}

static const XML_Memory_Handling_Suite library_memory = {
    library_new, library_resize, library_drop,
};

static void expat_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    Expat *expat = (Expat *)object;
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) visit(vm, object, &expat->handlers[i], context);
}

#define HANDLER(name, attribute) attribute,
static const char *const handler_names[] = {EXPAT_HANDLERS(HANDLER)};
#undef HANDLER

static Place expat_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    return (Place){.kind = PLACE_FIELD,
                   .name = handler_names[slot - ((const Expat *)object)->handlers]};
}

static void expat_clear(Vm *vm, Object *object) {
    Expat *expat = (Expat *)object;
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        if (expat->handlers[i].object == NULL) continue;
        slot_clear(vm, object, &expat->handlers[i]);
        expat_ignore(expat, (ExpatHandler)i);
    }
}

static void buffer_end(Vm *vm, Expat *expat) {
    system_drop(vm, expat->buffer, (size_t)expat->buffer_bytes);
    expat->buffer = NULL;
}

static void expat_finish(Vm *vm, Object *object) {
    Expat *expat = (Expat *)object;
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++)
        slot_clear(vm, object, &expat->handlers[i]);
    served_set(vm);
    if (expat->parser != NULL) XML_ParserFree(expat->parser);
    expat->parser = NULL;
    buffer_end(vm, expat);
}

// --- making ---

// Takes over a parser of the library; NULL: there was no memory for one.
static Expat *expat_take_new(Vm *vm, XML_Parser parser, Object *intern, Expat *parent) {
    if (parser == NULL) {
        if (!raised(vm)) raise_memory_error(vm);
        return NULL;
    }
    Expat *expat = (Expat *)type_new_instance(vm, state_of(vm)->parser, sizeof(Expat));
    if (expat == NULL) {
        XML_ParserFree(parser);
        return NULL;
    }
    expat->parser = parser;
    expat->buffer_bytes = EXPAT_BUFFER_BYTES;
    slot_fill(vm, &expat->base, &expat->intern, object_share_or_null(intern));
    slot_fill(vm, &expat->base, &expat->parent, object_share_or_null((Object *)parent));
    XML_SetUserData(parser, expat);
    object_track(vm, &expat->base);
    return expat;
}

// A text without zeros for the library, None being none. To be dropped with str_utf8_drop.
typedef struct Utf8 {
    const Str *str;      // borrows; NULL: none
    const char *text;
    size_t bytes;
} Utf8;

static bool utf8_acquire(Vm *vm, const char *function, const char *name, Object *value,
                         Utf8 *utf8) {
    *utf8 = (Utf8){0};
    if (value == NULL || value == vm->objects->none) return true;
    if (!object_is_str(vm, value))
        return name != NULL ? argument_refuse_named(vm, function, name, "str or None", value)
                            : argument_refuse(vm, function, 1, "str or None", value);
    const char *text = str_utf8(vm, (const Str *)value, &utf8->bytes);
    if (text == NULL) return false;
    if (strlen(text) == utf8->bytes) {
        utf8->text = text;
        utf8->str = (const Str *)value;
        return true;
    }
    str_utf8_drop(vm, (const Str *)value, text, utf8->bytes);
    return raise_false(vm, ERROR_EMBEDDED_NULL);
}

static void utf8_release(Vm *vm, Utf8 *utf8) {
    if (utf8->str != NULL) str_utf8_drop(vm, utf8->str, utf8->text, utf8->bytes);
}

static Object *parser_new(Vm *vm, const char *encoding, const char *separator, Object *intern) {
    served_set(vm);
    XML_Parser parser = XML_ParserCreate_MM(encoding, &library_memory, separator);
    Expat *expat = expat_take_new(vm, parser, intern, NULL);
    if (expat == NULL) return NULL;
    // A salt of 0 would have the library take one from the system.
    XML_SetHashSalt(parser, (unsigned long)vm->objects->hash_key.words[0] | 1);
    XML_SetUnknownEncodingHandler(parser, expat_on_unknown_encoding, NULL);
    return &expat->base;
}

static Object *expat_function_ParserCreate(Vm *vm, const Slot *arguments) {
    Utf8 encoding = {0}, separator = {0};
    Object *intern = arguments[2].object, *own = NULL, *made = NULL;
    bool done = utf8_acquire(vm, "ParserCreate", "encoding", arguments[0].object, &encoding) &&
                utf8_acquire(vm, "ParserCreate", "namespace_separator", arguments[1].object,
                             &separator);
    if (done && separator.text != NULL && separator.bytes > 1)
        done = raise_false(vm, ERROR_EXPAT_SEPARATOR);
    if (done && intern == NULL) done = (own = intern = (Object *)dict_new(vm)) != NULL;
    if (done && intern == vm->objects->none) intern = NULL;
    if (done && intern != NULL && !object_is_dict(vm, intern))
        done = raise_false(vm, ERROR_EXPAT_INTERN);
    if (done) made = parser_new(vm, encoding.text, separator.text, intern);
    utf8_release(vm, &encoding);
    utf8_release(vm, &separator);
    object_drop_or_null(vm, own);
    return made;
}

static void copy_settings(Vm *vm, Expat *expat, const Expat *from) {
    expat->has_ordered_attributes = from->has_ordered_attributes;
    expat->has_specified_attributes = from->has_specified_attributes;
    expat->has_prefixes = from->has_prefixes;
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        if (from->handlers[i].object == NULL) continue;
        slot_set(vm, &expat->base, &expat->handlers[i], from->handlers[i].object);
        expat_listen(expat, (ExpatHandler)i);
    }
}

static Object *expat_method_ExternalEntityParserCreate(Vm *vm, const Slot *arguments) {
    Expat *parent = expat_of(arguments), *expat = NULL;
    Object *given = arguments[2].object;
    Utf8 context = {0}, encoding = {0};
    if (given != NULL && !object_is_str(vm, given)) {
        argument_refuse(vm, "ExternalEntityParserCreate", 2, "str", given);
        return NULL;
    }
    if (utf8_acquire(vm, "ExternalEntityParserCreate", NULL, arguments[1].object, &context) &&
        utf8_acquire(vm, "ExternalEntityParserCreate", NULL, given, &encoding)) {
        served_set(vm);
        XML_Parser parser = XML_ExternalEntityParserCreate(parent->parser, context.text,
                                                           encoding.text);
        expat = expat_take_new(vm, parser, parent->intern.object, parent);
    }
    utf8_release(vm, &context);
    utf8_release(vm, &encoding);
    if (expat == NULL) return NULL;
    copy_settings(vm, expat, parent);
    expat->buffer_bytes = parent->buffer_bytes;
    if (parent->buffer == NULL) return &expat->base;
    expat->buffer = system_new_unset(vm, (size_t)expat->buffer_bytes);
    if (expat->buffer != NULL) return &expat->base;
    object_drop(vm, &expat->base);
    return NULL;
}

// --- parsing ---

static bool set_number(Vm *vm, Object *error, const char *name, int64_t value) {
    Str *key = str_new_interned(vm, name, strlen(name));
    Object *number = key == NULL ? NULL : int_new(vm, value);
    bool done = number != NULL && object_set_attribute(vm, error, key, number);
    object_drop_or_null(vm, (Object *)key);
    object_drop_or_null(vm, number);
    return done;
}

// Raises ExpatError for a code of the library, with the place where it is; false.
static bool raise_code(Vm *vm, const Expat *expat, enum XML_Error code) {
    int64_t line = (int64_t)XML_GetErrorLineNumber(expat->parser);
    int64_t column = (int64_t)XML_GetErrorColumnNumber(expat->parser);
    Object *text = str_new_format(vm, "%s: line %ld, column %ld", XML_ErrorString(code), line,
                                  column);
    Object *class = state_of(vm)->error.object;
    Object *error = text == NULL ? NULL : object_call_one(vm, class, text);
    if (error != NULL && set_number(vm, error, "code", (int64_t)code) &&
        set_number(vm, error, "offset", column) && set_number(vm, error, "lineno", line))
        (void)raise_exception(vm, error);
    object_drop_or_null(vm, text);
    object_drop_or_null(vm, error);
    return false;
}

// One call of the library at a time: it can't be entered again by a handler.
static bool parse_begin(Vm *vm, Expat *expat) {
    if (expat->is_parsing) return raise_false(vm, ERROR_EXPAT_BUSY);
    expat->is_parsing = true;
    served_set(vm);
    return true;
}

static Object *parse_end(Vm *vm, Expat *expat, enum XML_Status status) {
    expat->is_parsing = false;
    if (raised(vm)) return NULL;
    if (status == XML_STATUS_ERROR) {
        (void)raise_code(vm, expat, XML_GetErrorCode(expat->parser));
        return NULL;
    }
    return expat_flush(vm, expat) ? int_new(vm, (int64_t)status) : NULL;
}

static Object *parse_bytes(Vm *vm, Expat *expat, const uint8_t *data, int64_t bytes,
                           bool is_final) {
    enum XML_Status status = XML_STATUS_OK;
    if (!parse_begin(vm, expat)) return NULL;
    for (; status != XML_STATUS_ERROR && bytes > CHUNK_BYTES; bytes -= CHUNK_BYTES) {
        status = XML_Parse(expat->parser, (const char *)data, CHUNK_BYTES, 0);
        data += CHUNK_BYTES;
    }
    if (status != XML_STATUS_ERROR)
        status = XML_Parse(expat->parser, (const char *)data, (int)bytes, is_final);
    return parse_end(vm, expat, status);
}

static Object *parse_text(Vm *vm, Expat *expat, Object *text, bool is_final) {
    Object *bytes = codec_encode(vm, (Str *)text, NULL, NULL);
    if (bytes == NULL) return NULL;
    (void)XML_SetEncoding(expat->parser, "utf-8");
    const Bytes *utf8 = (const Bytes *)bytes;
    Object *result = parse_bytes(vm, expat, utf8->data, utf8->count, is_final);
    object_drop(vm, bytes);
    return result;
}

static Object *expat_method_Parse(Vm *vm, const Slot *arguments) {
    Expat *expat = expat_of(arguments);
    bool is_final = false;
    View view;
    if (arguments[2].object != NULL && !argument_truth(vm, arguments[2].object, &is_final))
        return NULL;
    served_set(vm);
    if (object_is_str(vm, arguments[1].object))
        return parse_text(vm, expat, arguments[1].object, is_final);
    if (!view_acquire(vm, arguments[1].object, &view, VIEW_READ)) return NULL;
    Object *result = parse_bytes(vm, expat, view.data, view.bytes, is_final);
    view_release(vm, &view);
    return result;
}

// Calls read(size) and copies what it gives; -1: raised.
static int read_into(Vm *vm, Object *read, char *room) {
    Object *size = int_new(vm, READ_BYTES);
    Object *content = size == NULL ? NULL : object_call_one(vm, read, size);
    int count = -1;
    object_drop_or_null(vm, size);
    if (content == NULL) return -1;
    View view = {0};
    bool is_row = object_is_bytes(vm, content) || object_is_bytearray(vm, content);
    if (!is_row) {
        raise(vm, ERROR_EXPAT_READ_TYPE, content);
    } else if (view_acquire(vm, content, &view, VIEW_READ)) {
        if (view.bytes > READ_BYTES) raise(vm, ERROR_EXPAT_READ_SIZE, READ_BYTES, view.bytes);
        else memcpy(room, view.data, (size_t)(count = (int)view.bytes));
    }
    view_release(vm, &view);
    object_drop(vm, content);
    return count;
}

static Object *parse_file(Vm *vm, Expat *expat, Object *read) {
    enum XML_Status status = XML_STATUS_OK;
    if (!parse_begin(vm, expat)) return NULL;
    for (int count = 1; count > 0 && status != XML_STATUS_ERROR;) {
        char room[READ_BYTES];
        count = read_into(vm, read, room);
        served_set(vm);
        if (count < 0) break;
        status = XML_Parse(expat->parser, room, count, count == 0);
        if (raised(vm)) break;
    }
    return parse_end(vm, expat, status);
}

static Object *expat_method_ParseFile(Vm *vm, const Slot *arguments) {
    Object *read;
    Str *name = str_new_interned(vm, "read", 4);
    if (name == NULL) return NULL;
    Found found = object_find_attribute(vm, arguments[1].object, name, &read);
    object_drop(vm, (Object *)name);
    if (found == ABSENT) return raise(vm, ERROR_EXPAT_NO_READ);
    if (found == RAISED) return NULL;
    Object *result = parse_file(vm, expat_of(arguments), read);
    object_drop(vm, read);
    return result;
}

// --- other methods ---

static Object *expat_method_SetBase(Vm *vm, const Slot *arguments) {
    Utf8 base;
    if (!argument_str(vm, "SetBase", 0, arguments[1].object) ||
        !utf8_acquire(vm, "SetBase", NULL, arguments[1].object, &base))
        return NULL;
    served_set(vm);
    enum XML_Status status = XML_SetBase(expat_of(arguments)->parser, base.text);
    utf8_release(vm, &base);
    if (status != XML_STATUS_ERROR) return none_new(vm);
    return raised(vm) ? NULL : raise_memory_error(vm);
}

static Object *expat_method_GetBase(Vm *vm, const Slot *arguments) {
    const char *base = XML_GetBase(expat_of(arguments)->parser);
    return base == NULL ? none_new(vm) : str_new_c(vm, base);
}

static Object *expat_method_GetInputContext(Vm *vm, const Slot *arguments) {
    const Expat *expat = expat_of(arguments);
    int offset, bytes;
    if (!expat->is_in_callback) return none_new(vm);
    const char *context = XML_GetInputContext(expat->parser, &offset, &bytes);
    return context == NULL ? none_new(vm) : bytes_new(vm, context + offset, bytes - offset);
}

static Object *expat_method_SetParamEntityParsing(Vm *vm, const Slot *arguments) {
    int flag;
    if (!argument_int(vm, arguments[1].object, &flag)) return NULL;
    return int_new(vm, XML_SetParamEntityParsing(expat_of(arguments)->parser,
                                                 (enum XML_ParamEntityParsing)flag));
}

static Object *expat_method_UseForeignDTD(Vm *vm, const Slot *arguments) {
    const Expat *expat = expat_of(arguments);
    bool flag = true;
    if (arguments[1].object != NULL && !argument_truth(vm, arguments[1].object, &flag))
        return NULL;
    enum XML_Error code = XML_UseForeignDTD(expat->parser, flag ? XML_TRUE : XML_FALSE);
    if (code == XML_ERROR_NONE) return none_new(vm);
    (void)raise_code(vm, expat, code);
    return NULL;
}

static const Method expat_methods[] = {
    METHOD(expat, Parse, "(self, data, isfinal=False, /)",
           "Read the next piece of a document; isfinal: it is the last one."),
    METHOD(expat, ParseFile, "(self, file, /)", "Read a document from a file."),
    METHOD(expat, SetBase, "(self, base, /)", "Set the URL that others are relative to."),
    METHOD(expat, GetBase, "(self, /)", "The URL that others are relative to."),
    METHOD(expat, GetInputContext, "(self, /)",
           "The text that the handler that runs is called for, in the encoding of the document."),
    METHOD(expat, ExternalEntityParserCreate, "(self, context, encoding=<unrepresentable>, /)",
           "Make a parser for an external entity of this document."),
    METHOD(expat, SetParamEntityParsing, "(self, flag, /)",
           "Say which parameter entities are read, by a constant XML_PARAM_ENTITY_PARSING_…;\n"
           "gives whether that was possible."),
    METHOD(expat, UseForeignDTD, "(self, flag=True, /)",
           "Have the handler of external entities asked for a DTD, though the document has none."),
    {0},
};

// --- attributes ---

static Object *handler_get(Vm *vm, Object *object, ExpatHandler handler) {
    Object *function = ((Expat *)object)->handlers[handler].object;
    return function == NULL ? none_new(vm) : object_share(function);
}

static bool handler_set(Vm *vm, Object *object, ExpatHandler handler, Object *value) {
    Expat *expat = (Expat *)object;
    if (value == NULL) return raise_false(vm, ERROR_EXPAT_DELETE);
    served_set(vm);
    if (handler == EXPAT_CharacterData && !expat_flush(vm, expat)) return false;
    bool is_none = value == vm->objects->none;
    slot_set(vm, object, &expat->handlers[handler], is_none ? NULL : value);
    if (!is_none) expat_listen(expat, handler);
    else if (handler == EXPAT_CharacterData && expat->is_in_callback) expat_ignore_rest(expat);
    else expat_ignore(expat, handler);
    return true;
}

#define HANDLER(name, attribute)                                                    \
    static Object *get_##name(Vm *vm, Object *object) {                             \
        return handler_get(vm, object, EXPAT_##name);                               \
    }                                                                               \
    static bool set_##name(Vm *vm, Object *object, Object *value) {                 \
        return handler_set(vm, object, EXPAT_##name, value);                        \
    }
EXPAT_HANDLERS(HANDLER)
#undef HANDLER

#define NUMBER(name)                                                                \
    static Object *get_##name(Vm *vm, Object *object) {                             \
        return int_new(vm, (int64_t)XML_Get##name(((Expat *)object)->parser));      \
    }
NUMBER(ErrorCode)
NUMBER(ErrorLineNumber)
NUMBER(ErrorColumnNumber)
NUMBER(ErrorByteIndex)
NUMBER(CurrentLineNumber)
NUMBER(CurrentColumnNumber)
NUMBER(CurrentByteIndex)

// The truth of a value that an attribute is set to.
static bool read_switch(Vm *vm, Object *value, bool *is_on) {
    if (value == NULL) return raise_false(vm, ERROR_EXPAT_DELETE);
    return argument_truth(vm, value, is_on);
}

#define SWITCH(name, field)                                                         \
    static Object *get_##name(Vm *vm, Object *object) {                             \
        return bool_new(vm, ((Expat *)object)->field);                              \
    }                                                                               \
    static bool set_##name(Vm *vm, Object *object, Object *value) {                 \
        return read_switch(vm, value, &((Expat *)object)->field);                   \
    }
SWITCH(ordered_attributes, has_ordered_attributes)
SWITCH(specified_attributes, has_specified_attributes)

static Object *get_namespace_prefixes(Vm *vm, Object *object) {
    return bool_new(vm, ((Expat *)object)->has_prefixes);
}

static bool set_namespace_prefixes(Vm *vm, Object *object, Object *value) {
    Expat *expat = (Expat *)object;
    if (!read_switch(vm, value, &expat->has_prefixes)) return false;
    XML_SetReturnNSTriplet(expat->parser, expat->has_prefixes);
    return true;
}

static Object *get_buffer_text(Vm *vm, Object *object) {
    return bool_new(vm, ((Expat *)object)->buffer != NULL);
}

static bool set_buffer_text(Vm *vm, Object *object, Object *value) {
    Expat *expat = (Expat *)object;
    bool is_on;
    if (!read_switch(vm, value, &is_on)) return false;
    if (is_on == (expat->buffer != NULL)) return true;
    if (!is_on) {
        if (!expat_flush(vm, expat)) return false;
        buffer_end(vm, expat);
        return true;
    }
    expat->buffer = system_new_unset(vm, (size_t)expat->buffer_bytes);
    expat->buffer_used = 0;
    return expat->buffer != NULL;
}

static Object *get_buffer_size(Vm *vm, Object *object) {
    return int_new(vm, ((Expat *)object)->buffer_bytes);
}

static bool set_buffer_size(Vm *vm, Object *object, Object *value) {
    Expat *expat = (Expat *)object;
    int64_t bytes;
    if (value == NULL) return raise_false(vm, ERROR_EXPAT_DELETE);
    if (!object_is_int(vm, value)) return raise_false(vm, ERROR_EXPAT_SIZE_TYPE);
    if (!argument_int64(vm, value, &bytes)) return false;
    if (bytes <= 0) return raise_false(vm, ERROR_EXPAT_SIZE_SMALL);
    if (bytes > INT_MAX) return raise_false(vm, ERROR_EXPAT_SIZE_LARGE, INT_MAX);
    if (expat->buffer != NULL && bytes != expat->buffer_bytes) {
        if (!expat_flush(vm, expat)) return false;
        char *buffer = system_new_unset(vm, (size_t)bytes);
        if (buffer == NULL) return false;
        buffer_end(vm, expat);
        expat->buffer = buffer;
    }
    expat->buffer_bytes = (int)bytes;
    return true;
}

static Object *get_buffer_used(Vm *vm, Object *object) {
    return int_new(vm, ((Expat *)object)->buffer_used);
}

#define READ_ONLY(name, doc) {#name, get_##name, NULL, doc}
#define CHANGEABLE(name) {#name, get_##name, set_##name, NULL}
#define HANDLER(name, attribute) {attribute, get_##name, set_##name, NULL},

static const Property expat_properties[] = {
    READ_ONLY(ErrorCode, NULL), READ_ONLY(ErrorLineNumber, NULL),
    READ_ONLY(ErrorColumnNumber, NULL), READ_ONLY(ErrorByteIndex, NULL),
    READ_ONLY(CurrentLineNumber, NULL), READ_ONLY(CurrentColumnNumber, NULL),
    READ_ONLY(CurrentByteIndex, NULL), CHANGEABLE(buffer_size), CHANGEABLE(buffer_text),
    READ_ONLY(buffer_used, NULL), CHANGEABLE(namespace_prefixes),
    CHANGEABLE(ordered_attributes), CHANGEABLE(specified_attributes),
    EXPAT_HANDLERS(HANDLER)
    {0},
};
#undef HANDLER

static const Member expat_members[] = {
    {"intern", offsetof(Expat, intern), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Field expat_fields[] = {FIELD(Expat, intern), FIELD(Expat, parent), {0}};

static const TypeDefinition expat_definition = {
    .name = "pyexpat.xmlparser",
    .flags = TYPE_IS_HEAP | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Expat),
    .python_bytes = 72,
    .layout = {.name = "pyexpat.xmlparser", .flags = LAYOUT_COLLECTED, .fields = expat_fields,
               .visit = expat_visit, .place = expat_place, .clear = expat_clear,
               .finish = expat_finish},
    .behaviour = {.load_attribute = object_load_attribute_plain},
    .methods = expat_methods,
    .properties = expat_properties,
    .members = expat_members,
    .doc = "A parser of XML, which tells its handlers what it reads.",
};

// --- the module ---

static Object *expat_function_ErrorString(Vm *vm, const Slot *arguments) {
    int64_t code;
    if (!argument_int64(vm, arguments[0].object, &code)) return NULL;
    const char *text = XML_ErrorString((enum XML_Error)code);
    return text == NULL ? none_new(vm) : str_new_c(vm, text);
}

static const Method functions[] = {
    FUNCTION(expat, ErrorString, "(code, /)", "The text of an error's number."),
    FUNCTION(expat, ParserCreate,
             "(encoding=None, namespace_separator=None, intern=<unrepresentable>)",
             "Make a parser."),
    {0},
};

static const char *const error_names[] = {   // from number 1 on
    "NO_MEMORY", "SYNTAX", "NO_ELEMENTS", "INVALID_TOKEN", "UNCLOSED_TOKEN", "PARTIAL_CHAR",
    "TAG_MISMATCH", "DUPLICATE_ATTRIBUTE", "JUNK_AFTER_DOC_ELEMENT", "PARAM_ENTITY_REF",
    "UNDEFINED_ENTITY", "RECURSIVE_ENTITY_REF", "ASYNC_ENTITY", "BAD_CHAR_REF",
    "BINARY_ENTITY_REF", "ATTRIBUTE_EXTERNAL_ENTITY_REF", "MISPLACED_XML_PI",
    "UNKNOWN_ENCODING", "INCORRECT_ENCODING", "UNCLOSED_CDATA_SECTION",
    "EXTERNAL_ENTITY_HANDLING", "NOT_STANDALONE", "UNEXPECTED_STATE", "ENTITY_DECLARED_IN_PE",
    "FEATURE_REQUIRES_XML_DTD", "CANT_CHANGE_FEATURE_ONCE_PARSING", "UNBOUND_PREFIX",
    "UNDECLARING_PREFIX", "INCOMPLETE_PE", "XML_DECL", "TEXT_DECL", "PUBLICID", "SUSPENDED",
    "NOT_SUSPENDED", "ABORTED", "FINISHED", "SUSPEND_PE", "RESERVED_PREFIX_XML",
    "RESERVED_PREFIX_XMLNS", "RESERVED_NAMESPACE_URI", "INVALID_ARGUMENT", "NO_BUFFER",
    "AMPLIFICATION_LIMIT_BREACH",
};

static const Constant model_constants[] = {
    CONSTANT(XML_CTYPE_EMPTY) CONSTANT(XML_CTYPE_ANY) CONSTANT(XML_CTYPE_MIXED)
    CONSTANT(XML_CTYPE_NAME) CONSTANT(XML_CTYPE_CHOICE) CONSTANT(XML_CTYPE_SEQ)
    CONSTANT(XML_CQUANT_NONE) CONSTANT(XML_CQUANT_OPT) CONSTANT(XML_CQUANT_REP)
    CONSTANT(XML_CQUANT_PLUS)
};

static const Constant entity_constants[] = {
    CONSTANT(XML_PARAM_ENTITY_PARSING_NEVER)
    CONSTANT(XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
    CONSTANT(XML_PARAM_ENTITY_PARSING_ALWAYS)
};

// Adds an error to pyexpat.errors: its name, and its text and number to two dicts.
static bool add_error(Vm *vm, Module *errors, int code, Dict *codes, Dict *messages) {
    const char *text = XML_ErrorString((enum XML_Error)code);
    char name[48] = "XML_ERROR_";
    if (text == NULL) return true;   // an older library
    strncat(name, error_names[code - 1], sizeof name - strlen(name) - 1);
    Object *message = str_new_c(vm, text), *number = int_new(vm, code);
    bool done = message != NULL && number != NULL && module_set(vm, errors, name, message) &&
                dict_set(vm, codes, message, number) && dict_set(vm, messages, number, message);
    object_drop_or_null(vm, message);
    object_drop_or_null(vm, number);
    return done;
}

static bool fill_errors(Vm *vm, Module *errors) {
    Dict *codes = dict_new(vm), *messages = dict_new(vm);
    bool done = codes != NULL && messages != NULL &&
                module_set_doc(vm, errors, "What can be wrong with a document.");
    for (int code = 1; done && code <= (int)ARRAY_COUNT(error_names); code++)
        done = add_error(vm, errors, code, codes, messages);
    done = done && module_set(vm, errors, "codes", (Object *)codes) &&
           module_set(vm, errors, "messages", (Object *)messages);
    object_drop_or_null(vm, (Object *)codes);
    object_drop_or_null(vm, (Object *)messages);
    return done;
}

static bool fill_model(Vm *vm, Module *model) {
    return module_set_doc(vm, model, "What the models of elements are made of.") &&
           constants_add(vm, model, model_constants, ARRAY_COUNT(model_constants));
}

// A module inside the module, known to sys.modules too.
static bool add_inner(Vm *vm, Module *module, const char *full_name,
                      bool (*fill)(Vm *vm, Module *module)) {
    Module *inner = module_new(vm, full_name);
    bool done = inner != NULL && fill(vm, inner) &&
                dict_set_c(vm, modules_get_table(vm), full_name, &inner->base) &&
                module_set(vm, module, strchr(full_name, '.') + 1, &inner->base);
    object_drop_or_null(vm, (Object *)inner);
    return done;
}

static Object *features_new(Vm *vm) {
    const XML_Feature *feature = XML_GetFeatureList();
    List *list = list_new(vm, 0);
    for (; list != NULL && feature->feature != XML_FEATURE_END; feature++) {
        Object *row = build_tuple(vm, "si", feature->name, (int64_t)feature->value);
        if (list_take_add(vm, list, row)) continue;
        object_drop(vm, &list->base);
        return NULL;
    }
    return (Object *)list;
}

bool expat_module_start(Vm *vm, Module *module) {
    ExpatState *state = state_load(vm, &state_definition);
    XML_Expat_Version version = XML_ExpatVersionInfo();
    if (state == NULL) return false;
    state->parser = module_register_type(vm, &expat_definition);
    return state->parser != NULL &&
           error_class_add(vm, module, &state->error, "xml.parsers.expat.ExpatError",
                           exception_type(vm, EXCEPTION_Exception), NULL) &&
           module_set(vm, module, "error", state->error.object) &&
           module_set(vm, module, "XMLParserType", &state->parser->base) &&
           module_take_set(vm, module, "EXPAT_VERSION", str_new_c(vm, XML_ExpatVersion())) &&
           module_take_set(vm, module, "version_info",
                           build_tuple(vm, "iii", (int64_t)version.major,
                                       (int64_t)version.minor, (int64_t)version.micro)) &&
           module_take_set(vm, module, "native_encoding", str_new_c(vm, "UTF-8")) &&
           module_take_set(vm, module, "features", features_new(vm)) &&
           constants_add(vm, module, entity_constants, ARRAY_COUNT(entity_constants)) &&
           add_inner(vm, module, "pyexpat.errors", fill_errors) &&
           add_inner(vm, module, "pyexpat.model", fill_model) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Reads XML, by the library expat.");
}
