// Signature texts read into tables: "(self, index=-1, /)" and so on.
//
// One is made at the first call of its function and kept until the machine ends, found
// again by the address of its Method or text.

#include "objects/arguments.h"

typedef struct SignatureTable {
    const Signature **places;   // owns; by hash of the key, empty: NULL
    size_t capacity, count;     // capacity is a power of two
    size_t bytes;
} SignatureTable;

// --- reading ---

typedef struct SignatureReader {
    const char *at;
    Signature *signature;   // NULL while counting
    int names;              // parameters so far, without self
    bool saw_slash, saw_star;
    int positional, required, keyword_only, positional_only;
    bool has_self, has_rest, has_keywords;
} SignatureReader;

static void reader_skip_spaces(SignatureReader *reader) {
    while (*reader->at == ' ' || *reader->at == '\n') reader->at++;
}

// Steps over a default value: up to a comma or the closing bracket outside of others.
static void reader_skip_default(SignatureReader *reader) {
    int depth = 0;
    char quote = 0;
    for (; *reader->at != 0; reader->at++) {
        char c = *reader->at;
        if (quote != 0) {
            if (c == '\\' && reader->at[1] != 0)
                reader->at++;
            else if (c == quote)
                quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (depth > 0 && (c == ')' || c == ']' || c == '}')) {
            depth--;
        } else if (depth == 0 && (c == ',' || c == ')')) {
            return;
        }
    }
}

static void reader_add(SignatureReader *reader, const char *name, int length, bool has_default) {
    if (reader->signature != NULL)
        reader->signature->parameters[reader->names] =
            (Parameter){name, (int16_t)length, has_default};
    reader->names++;
}

static bool reader_is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void reader_take_parameter(SignatureReader *reader, int stars, bool may_be_self) {
    if (*reader->at == '$') reader->at++;
    const char *name = reader->at;
    while (reader_is_name(*reader->at)) reader->at++;
    int length = (int)(reader->at - name);
    reader_skip_spaces(reader);
    bool has_default = *reader->at == '=';
    if (has_default) reader_skip_default(reader);
    if (may_be_self) {
        reader->has_self = true;
        return;
    }
    if (stars == 2) {
        reader->has_keywords = true;
    } else if (stars == 1) {
        reader->has_rest = reader->saw_star = true;
    } else if (reader->saw_star) {
        reader->keyword_only++;
    } else {
        reader->positional++;
        if (!has_default) reader->required = reader->positional;
    }
    reader_add(reader, name, length, has_default);
}

static bool reader_starts_with(const char *text, const char *name) {
    size_t length = __builtin_strlen(name);
    return __builtin_strncmp(text, name, length) == 0 && !reader_is_name(text[length]);
}

static void signature_read(SignatureReader *reader, const char *text, int is_class_method) {
    reader->at = text + 1;
    bool is_first = true;
    for (;;) {
        reader_skip_spaces(reader);
        if (*reader->at == ')' || *reader->at == 0) return;
        if (*reader->at == '/') {
            reader->positional_only = reader->positional;
            reader->saw_slash = true;
            reader->at++;
        } else if (reader->at[0] == '*' && reader->at[1] == '*') {
            reader->at += 2;
            reader_take_parameter(reader, 2, false);
        } else if (reader->at[0] == '*' && reader_is_name(reader->at[1])) {
            reader->at++;
            reader_take_parameter(reader, 1, false);
        } else if (*reader->at == '*') {
            reader->at++;
            reader->saw_star = true;
        } else if (is_first && reader_starts_with(reader->at, "$module")) {
            reader->at += 7;   // said so that "self" can be the name of a parameter
        } else {
            const char *name = *reader->at == '$' ? reader->at + 1 : reader->at;
            bool is_self = is_first && (is_class_method || reader_starts_with(name, "self"));
            reader_take_parameter(reader, 0, is_self);
        }
        is_first = false;
        reader_skip_spaces(reader);
        if (*reader->at == ',') reader->at++;
    }
}

static uint8_t signature_convention(const SignatureReader *reader) {
    bool has_more = reader->keyword_only != 0 || reader->has_rest || reader->has_keywords;
    if (reader->positional == 0 && !has_more) return CONVENTION_NONE;
    bool is_all_positional_only = reader->positional_only == reader->positional;
    if (is_all_positional_only && reader->keyword_only == 0 && !reader->has_keywords) {
        bool is_one = reader->positional == 1 && reader->required == 1 && !reader->has_rest;
        return is_one ? CONVENTION_ONE : CONVENTION_POSITIONAL;
    }
    return CONVENTION_KEYWORDS;
}

static bool signature_ends_in_defaults(const Signature *signature) {
    int names = signature->count - signature->first;
    for (int i = signature->positional; i < names; i++)
        if (!signature->parameters[i].has_default) return false;
    return true;
}

static Signature *signature_make(Vm *vm, const void *key, const char *text,
                                 int is_class_method) {
    SignatureReader reader = {0};
    signature_read(&reader, text, is_class_method);
    size_t bytes = sizeof(Signature) + (size_t)reader.names * sizeof(Parameter);
    Signature *signature = system_new(vm, bytes);
    if (signature == NULL) return NULL;
    reader = (SignatureReader){.signature = signature};
    signature_read(&reader, text, is_class_method);
    signature->key = key;
    signature->convention = signature_convention(&reader);
    signature->first = reader.has_self;
    signature->has_rest = reader.has_rest;
    signature->has_keywords = reader.has_keywords;
    signature->positional_only = (int16_t)reader.positional_only;
    signature->positional = (int16_t)reader.positional;
    signature->keyword_only = (int16_t)reader.keyword_only;
    signature->required = (int16_t)reader.required;
    signature->count = (int16_t)(reader.names + reader.has_self);
    CHECK(signature->count <= NATIVE_PARAMETERS_MAX);
    bool is_exact = reader.required == reader.names && !reader.has_rest && !reader.has_keywords;
    signature->exact = is_exact ? signature->count : -1;
    signature->plain_most = -1;
    if (reader.has_rest || reader.has_keywords || !signature_ends_in_defaults(signature))
        return signature;
    signature->plain_least = (int16_t)(reader.required + signature->first);
    signature->plain_most = (int16_t)(reader.positional + signature->first);
    return signature;
}

// --- the table ---

static size_t signature_hash(const void *key) {
    uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 20);
}

static const Signature **signature_place(SignatureTable *table, const void *key) {
    size_t place = signature_hash(key) & (table->capacity - 1);
    while (table->places[place] != NULL && table->places[place]->key != key)
        place = (place + 1) & (table->capacity - 1);
    return &table->places[place];
}

static bool signature_table_grow(Vm *vm, SignatureTable *table) {
    SignatureTable grown = {.capacity = table->capacity == 0 ? 256 : table->capacity * 2};
    grown.places = system_new(vm, grown.capacity * sizeof(Signature *));
    if (grown.places == NULL) return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->places[i] != NULL)
            *signature_place(&grown, table->places[i]->key) = table->places[i];
    system_drop(vm, table->places, table->capacity * sizeof(Signature *));
    table->places = grown.places;
    table->capacity = grown.capacity;
    return true;
}

const Signature *signature_find(Vm *vm, const void *key, const char *text, int is_class_method) {
    SignatureTable *table = vm->objects->signatures;
    if (table == NULL) {
        table = vm->objects->signatures = system_new(vm, sizeof(SignatureTable));
        if (table == NULL) return NULL;
    }
    if (table->count * 2 >= table->capacity && !signature_table_grow(vm, table)) return NULL;
    const Signature **place = signature_place(table, key);
    if (*place == NULL) {
        *place = signature_make(vm, key, text, is_class_method);
        if (*place != NULL) table->count++;
    }
    return *place;
}

const Signature *signature_of(Vm *vm, const Method *method) {
    int is_class_method = (method->flags & METHOD_IS_CLASS) != 0;
    return signature_find(vm, method, method->signature, is_class_method);
}

void signature_done(Vm *vm) {
    SignatureTable *table = vm->objects->signatures;
    if (table == NULL) return;
    for (size_t i = 0; i < table->capacity; i++) {
        const Signature *signature = table->places[i];
        if (signature == NULL) continue;
        size_t names = (size_t)(signature->count - signature->first);
        system_drop(vm, (void *)(uintptr_t)signature,
                    sizeof(Signature) + names * sizeof(Parameter));
    }
    system_drop(vm, table->places, table->capacity * sizeof(Signature *));
    system_drop(vm, table, sizeof(SignatureTable));
    vm->objects->signatures = NULL;
}
