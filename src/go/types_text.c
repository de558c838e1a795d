// Types as text: as the compiler's messages have them, and as fmt's %T.

#include <string.h>

#include "go/scope.h"

static void add_fields(TextBuffer *text, const GoType *type, const GoField *fields, int count,
                       GoTextStyle style) {
    text_add_char(text, '(');
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(text, ", ");
        if (style == GO_TEXT_MESSAGE && fields[i].name != NULL)
            text_add_format(text, "%s ", fields[i].name);
        if (type->is_variadic && i == count - 1 && fields == type->fields) {
            text_add_c(text, "...");
            GoType *variadic = fields[i].type;
            go_type_add_text(text, variadic->kind == GO_KIND_SLICE ? variadic->element : variadic,
                             style);
        } else {
            go_type_add_text(text, fields[i].type, style);
        }
    }
    text_add_char(text, ')');
}

static void add_signature(TextBuffer *text, const GoType *type, GoTextStyle style) {
    add_fields(text, type, type->fields, type->count, style);
    const GoType *results = type->results;
    if (results == NULL || results->count == 0) return;
    text_add_char(text, ' ');
    if (results->count == 1 && (results->fields[0].name == NULL || style == GO_TEXT_RUNTIME))
        go_type_add_text(text, results->fields[0].type, style);
    else add_fields(text, results, results->fields, results->count, style);
}

static void add_quoted(TextBuffer *text, const char *tag) {
    text_add_char(text, '"');
    for (; *tag != '\0'; tag++) {
        if (*tag == '"' || *tag == '\\') text_add_char(text, '\\');
        text_add_char(text, *tag);
    }
    text_add_char(text, '"');
}

static void add_struct(TextBuffer *text, const GoType *type, GoTextStyle style) {
    bool is_runtime = style == GO_TEXT_RUNTIME;
    text_add_c(text, is_runtime ? "struct {" : "struct{");
    for (int i = 0; i < type->count; i++) {
        const GoField *field = &type->fields[i];
        text_add_c(text, i > 0 ? "; " : is_runtime ? " " : "");
        if (!field->is_embedded) text_add_format(text, "%s ", field->name);
        go_type_add_text(text, field->type, style);
        if (field->tag[0] == '\0') continue;
        text_add_char(text, ' ');
        add_quoted(text, field->tag);
    }
    text_add_c(text, is_runtime && type->count > 0 ? " }" : "}");
}

static void add_terms(TextBuffer *text, const GoTerm *terms, int count, GoTextStyle style) {
    for (int i = 0; i < count; i++) {
        text_add_c(text, i > 0 ? " | " : "");
        if (terms[i].is_approximate) text_add_char(text, '~');
        go_type_add_text(text, terms[i].type, style);
    }
}

static void add_interface(TextBuffer *text, const GoType *type, GoTextStyle style) {
    bool is_runtime = style == GO_TEXT_RUNTIME, is_first = true;
    if (type->is_alias_name && !is_runtime) {
        text_add_c(text, "any");
        return;
    }
    if (type->is_implicit && type->embedded_count == 1 && type->method_count == 0) {
        go_type_add_text(text, type->embedded[0], style);
        return;
    }
    text_add_c(text, is_runtime ? "interface {" : "interface{");
    for (int i = 0; i < type->method_count; i++) {
        text_add_c(text, !is_first ? "; " : is_runtime ? " " : "");
        is_first = false;
        text_add_c(text, type->methods[i].name);
        add_signature(text, type->methods[i].type, style);
    }
    for (int i = 0; i < type->embedded_count && !is_runtime; i++) {
        text_add_c(text, is_first ? "" : "; ");
        is_first = false;
        go_type_add_text(text, type->embedded[i], style);
    }
    text_add_c(text, is_runtime && !is_first ? " }" : "}");
}

static void add_named(TextBuffer *text, GoType *type, GoTextStyle style) {
    GoPackage *package = type->package;
    if (package != NULL && (style == GO_TEXT_RUNTIME || package->is_library))
        text_add_format(text, "%s.", package->name);
    text_add_c(text, type->name);
    if (type->argument_count > 0) {
        text_add_char(text, '[');
        for (int i = 0; i < type->argument_count; i++) {
            if (i > 0) text_add_c(text, ",");
            go_type_add_text(text, type->arguments[i], style);
        }
        text_add_char(text, ']');
    } else if (type->parameter_count > 0 && style == GO_TEXT_MESSAGE) {
        text_add_char(text, '[');
        for (int i = 0; i < type->parameter_count; i++) {
            text_add_format(text, "%s%s ", i > 0 ? ", " : "", type->parameters[i]->name);
            go_type_add_text(text, type->parameters[i]->constraint, style);
        }
        text_add_char(text, ']');
    }
}

static void add_channel(TextBuffer *text, GoType *type, GoTextStyle style) {
    text_add_c(text, type->direction == GO_RECEIVE_ONLY ? "<-chan "
                     : type->direction == GO_SEND_ONLY ? "chan<- " : "chan ");
    bool is_wrapped = type->direction != GO_SEND_ONLY && type->element->kind == GO_KIND_CHANNEL &&
                      type->element->direction == GO_RECEIVE_ONLY;
    if (is_wrapped) text_add_char(text, '(');
    go_type_add_text(text, type->element, style);
    if (is_wrapped) text_add_char(text, ')');
}

void go_type_add_text(TextBuffer *text, GoType *type, GoTextStyle style) {
    switch (type->kind) {
    case GO_KIND_ARRAY:
        text_add_format(text, "[%lld]", (long long)type->length);
        go_type_add_text(text, type->element, style);
        return;
    case GO_KIND_SLICE:
        text_add_c(text, "[]");
        go_type_add_text(text, type->element, style);
        return;
    case GO_KIND_POINTER:
        text_add_char(text, '*');
        go_type_add_text(text, type->element, style);
        return;
    case GO_KIND_MAP:
        text_add_c(text, "map[");
        go_type_add_text(text, type->key, style);
        text_add_char(text, ']');
        go_type_add_text(text, type->element, style);
        return;
    case GO_KIND_CHANNEL: add_channel(text, type, style); return;
    case GO_KIND_FUNCTION:
        text_add_c(text, "func");
        add_signature(text, type, style);
        return;
    case GO_KIND_TUPLE: add_fields(text, type, type->fields, type->count, style); return;
    case GO_KIND_STRUCT: add_struct(text, type, style); return;
    case GO_KIND_INTERFACE: add_interface(text, type, style); return;
    case GO_KIND_UNION: add_terms(text, type->terms, type->term_count, style); return;
    case GO_KIND_NAMED: add_named(text, type, style); return;
    default:
        text_add_c(text, style == GO_TEXT_RUNTIME && type->is_alias_name
                   ? (type->kind == GO_KIND_UINT8 ? "uint8" : "int32") : type->name);
        return;
    }
}

static const char *text_of(GoCompile *compile, GoType *type, GoTextStyle style) {
    TextBuffer text = {0};
    go_type_add_text(&text, type, style);
    const char *copy = go_compile_format(compile, "%.*s", (int)text.size,
                                         text.size > 0 ? text.bytes : "");
    text_done(&text);
    return copy;
}

const char *go_type_text(GoCompile *compile, GoType *type) {
    return text_of(compile, type, GO_TEXT_MESSAGE);
}

const char *go_type_runtime_text(GoCompile *compile, GoType *type) {
    return text_of(compile, type, GO_TEXT_RUNTIME);
}
