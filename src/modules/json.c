// The module _json: strings of JSON, and the module. json_scanner.c reads, json_encoder.c
// writes.

#include "modules/json.h"

#include "modules/argument.h"
#include "objects/build.h"
#include "objects/int.h"
#include "objects/function.h"

Object *json_refuse(Vm *vm, const char *message, const Str *text, int64_t index) {
    Object *type = modules_load_member(vm, "json.decoder", "JSONDecodeError"), *error = NULL;
    Object *values = type == NULL ? NULL : build_tuple(vm, "soi", message, text, index);
    if (values != NULL) error = object_call_tuple(vm, type, (Tuple *)values, NULL);
    if (error != NULL) raise_exception(vm, error);
    object_drop_or_null(vm, error);
    object_drop_or_null(vm, values);
    object_drop_or_null(vm, type);
    return NULL;
}

// --- reading strings ---

enum { BAD_ESCAPE = -1 };

// Four hexadecimal digits; BAD_ESCAPE: they are none.
static int32_t read_hex(const Str *text, int64_t index) {
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t c = str_get_char(text, index + i), digit;
        if (c >= '0' && c <= '9') digit = c - '0';
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') digit = (c | 0x20) - 'a' + 10;
        else return BAD_ESCAPE;
        value = value << 4 | (int32_t)digit;
    }
    return value;
}

// The character of \uXXXX, and of a pair of them; `index` stands behind the u and is moved on.
static int32_t read_unicode_escape(Vm *vm, const Str *text, int64_t *index) {
    int64_t end = *index + 4;
    int32_t c = end >= text->length ? BAD_ESCAPE : read_hex(text, *index);
    if (c == BAD_ESCAPE) {
        json_refuse(vm, "Invalid \\uXXXX escape", text, *index - 1);
        return BAD_ESCAPE;
    }
    *index = end;
    bool has_second = (c & 0xfc00) == 0xd800 && end + 6 < text->length &&
                      str_get_char(text, end) == '\\' && str_get_char(text, end + 1) == 'u';
    if (!has_second) return c;
    int32_t low = read_hex(text, end + 2);
    if (low == BAD_ESCAPE) {
        json_refuse(vm, "Invalid \\uXXXX escape", text, end + 1);
        return BAD_ESCAPE;
    }
    if ((low & 0xfc00) != 0xdc00) return c;
    *index = end + 6;
    return 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
}

// The character of the escape whose backslash stands before `index`, which is moved on.
static int32_t read_escape(Vm *vm, const Str *text, int64_t *index) {
    uint32_t c = str_get_char(text, (*index)++);
    switch (c) {
    case '"':
    case '\\':
    case '/': return (int32_t)c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'u': return read_unicode_escape(vm, text, index);
    default:
        json_refuse(vm, "Invalid \\escape", text, *index - 2);
        return BAD_ESCAPE;
    }
}

// The index of the next quote or backslash; -1: raised.
static int64_t find_end(Vm *vm, const Str *text, int64_t index, int64_t begin, int is_strict) {
    for (; index < text->length; index++) {
        uint32_t c = str_get_char(text, index);
        if (c == '"' || c == '\\') return index;
        if (c <= 0x1f && is_strict) {
            json_refuse(vm, "Invalid control character at", text, index);
            return -1;
        }
    }
    json_refuse(vm, "Unterminated string starting at", text, begin);
    return -1;
}

static bool add_parts(Vm *vm, StrBuilder *builder, const Str *text, int64_t *index,
                      int64_t begin, int is_strict) {
    for (;;) {
        int64_t next = find_end(vm, text, *index, begin, is_strict);
        if (next < 0) return false;
        str_builder_add_part(builder, text, *index, next);
        *index = next + 1;
        if (str_get_char(text, next) == '"') return true;
        if (*index == text->length) {
            json_refuse(vm, "Unterminated string starting at", text, begin);
            return false;
        }
        int32_t c = read_escape(vm, text, index);
        if (c == BAD_ESCAPE) return false;
        str_builder_add_char(builder, (uint32_t)c);
    }
}

Object *json_scan_string(Vm *vm, const Str *text, int64_t index, int is_strict, int64_t *end) {
    int64_t begin = index - 1;
    if (index < 0 || index > text->length) return raise(vm, ERROR_JSON_BOUNDS);
    int64_t next = find_end(vm, text, index, begin, is_strict);
    if (next < 0) return NULL;
    *end = next + 1;
    if (str_get_char(text, next) == '"') return str_new_part(vm, text, index, next);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    *end = index;
    if (add_parts(vm, &builder, text, end, begin, is_strict)) return str_builder_finish(&builder);
    str_builder_drop(&builder);
    return NULL;
}

Object *json_function_scanstring(Vm *vm, const Slot *arguments) {
    int64_t index, end;
    bool is_strict = true;
    if (!argument_size(vm, arguments[1].object, &index)) return NULL;
    if (arguments[2].object != NULL && !argument_truth(vm, arguments[2].object, &is_strict))
        return NULL;
    if (!object_is_str(vm, arguments[0].object))
        return raise(vm, ERROR_JSON_STRING, arguments[0].object);
    Object *string = json_scan_string(vm, (const Str *)arguments[0].object, index, is_strict, &end);
    return string == NULL ? NULL : build_tuple(vm, "Oi", string, end);
}

// --- writing strings ---

static void add_hex(StrBuilder *builder, uint32_t unit) {
    static const char digits[] = "0123456789abcdef";
    char escape[] = "\\u0000";
    for (int i = 0; i < 4; i++) escape[5 - i] = digits[unit >> (4 * i) & 15];
    str_builder_add_latin1(builder, escape, 6);
}

static void add_escape(StrBuilder *builder, uint32_t c) {
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *pair = letters; *pair != 0; pair += 2) {
        if ((uint32_t)*pair != c) continue;
        str_builder_add_char(builder, '\\');
        str_builder_add_char(builder, (uint32_t)pair[1]);
        return;
    }
    if (c >= 0x10000) {
        add_hex(builder, 0xd800 | ((c - 0x10000) >> 10));
        c = 0xdc00 | ((c - 0x10000) & 0x3ff);
    }
    add_hex(builder, c);
}

void json_add_quoted(StrBuilder *builder, const Str *text, JsonRange range) {
    int64_t start = 0;
    uint32_t most = range == JSON_ASCII ? '~' : UINT32_MAX;
    str_builder_add_char(builder, '"');
    for (int64_t i = 0; i < text->length; i++) {
        uint32_t c = str_get_char(text, i);
        if (LIKELY(c >= ' ' && c <= most && c != '"' && c != '\\')) continue;
        if (i > start) str_builder_add_part(builder, text, start, i);
        add_escape(builder, c);
        start = i + 1;
    }
    if (start < text->length) str_builder_add_part(builder, text, start, text->length);
    str_builder_add_char(builder, '"');
}

static Object *quote(Vm *vm, Object *text, JsonRange range) {
    StrBuilder builder;
    if (!object_is_str(vm, text)) return raise(vm, ERROR_JSON_STRING, text);
    str_builder_start(vm, &builder);
    json_add_quoted(&builder, (const Str *)text, range);
    return str_builder_finish(&builder);
}

Object *json_function_encode_basestring(Vm *vm, const Slot *arguments) {
    return quote(vm, arguments[0].object, JSON_ANY);
}

Object *json_function_encode_basestring_ascii(Vm *vm, const Slot *arguments) {
    return quote(vm, arguments[0].object, JSON_ASCII);
}

Found json_find_range(Vm *vm, const Object *function, JsonRange *range) {
    (void)vm;
    if (function->kind != KIND_BUILTIN) return ABSENT;
    Native *native = ((const Builtin *)function)->method->function;
    *range = native == json_function_encode_basestring_ascii ? JSON_ASCII : JSON_ANY;
    return *range == JSON_ASCII || native == json_function_encode_basestring ? FOUND : ABSENT;
}

// --- the module ---

static const Method functions[] = {
    {"encode_basestring_ascii", json_function_encode_basestring_ascii, "(string, /)",
     "encode_basestring_ascii(string) -> string\n\nA string as JSON in ASCII.",
     METHOD_HIDES_SIGNATURE},
    {"encode_basestring", json_function_encode_basestring, "(string, /)",
     "encode_basestring(string) -> string\n\nA string as JSON.", METHOD_HIDES_SIGNATURE},
    {"scanstring", json_function_scanstring, "(string, end, strict=True, /)",
     "scanstring(string, end, strict=True) -> (string, end)\n\n"
     "The string of JSON whose opening quote stands before `end`, and where it ends.",
     METHOD_HIDES_SIGNATURE | METHOD_TAKES_TUPLE | METHOD_IS_PARSED},
    {0},
};

bool json_module_start(Vm *vm, Module *module) {
    Type *scanner = module_register_type(vm, &json_scanner_definition);
    Type *encoder = module_register_type(vm, &json_encoder_definition);
    return scanner != NULL && encoder != NULL &&
           module_set(vm, module, "make_scanner", (Object *)scanner) &&
           module_set(vm, module, "make_encoder", (Object *)encoder) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What the module json does in C.");
}
