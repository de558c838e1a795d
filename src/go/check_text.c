// Expressions as messages have them.

#include "go/check.h"

#include <string.h>

static void add_node(TextBuffer *text, const GoNode *node);

static void add_list(TextBuffer *text, GoNode **list, int count) {
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(text, ", ");
        add_node(text, list[i]);
    }
}

static void add_fields(TextBuffer *text, GoNode **list, int count, const char *between) {
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(text, list[i]->is_grouped ? ", " : between);
        if (list[i]->text != NULL && !list[i]->flag) text_add_c(text, list[i]->text);
        bool shares = i + 1 < count && list[i + 1]->is_grouped;
        if (shares) continue;
        if (list[i]->text != NULL && !list[i]->flag) text_add_char(text, ' ');
        add_node(text, list[i]->first);
    }
}

static void add_signature(TextBuffer *text, const GoNode *node) {
    text_add_char(text, '(');
    add_fields(text, node->list, node->count, ", ");
    text_add_char(text, ')');
    if (node->count2 == 0) return;
    text_add_char(text, ' ');
    bool is_one = node->count2 == 1 && node->list2[0]->text == NULL;
    if (!is_one) text_add_char(text, '(');
    add_fields(text, node->list2, node->count2, ", ");
    if (!is_one) text_add_char(text, ')');
}

static void add_interface(TextBuffer *text, const GoNode *node) {
    text_add_c(text, "interface{");
    for (int i = 0; i < node->count; i++) {
        if (i > 0) text_add_c(text, "; ");
        const GoNode *element = node->list[i];
        if (element->kind == GO_NODE_METHOD) {
            text_add_c(text, element->text);
            add_signature(text, element->first);
        } else {
            add_node(text, element);
        }
    }
    text_add_char(text, '}');
}

static void add_type(TextBuffer *text, const GoNode *node) {
    switch (node->kind) {
    case GO_NODE_ARRAY_TYPE:
        text_add_char(text, '[');
        add_node(text, node->first);
        text_add_char(text, ']');
        add_node(text, node->second);
        return;
    case GO_NODE_SLICE_TYPE: text_add_c(text, "[]"); add_node(text, node->first); return;
    case GO_NODE_STRUCT_TYPE:
        text_add_c(text, "struct{");
        add_fields(text, node->list, node->count, "; ");
        text_add_char(text, '}');
        return;
    case GO_NODE_FUNCTION_TYPE: text_add_c(text, "func"); add_signature(text, node); return;
    case GO_NODE_INTERFACE_TYPE: add_interface(text, node); return;
    case GO_NODE_MAP_TYPE:
        text_add_c(text, "map[");
        add_node(text, node->first);
        text_add_char(text, ']');
        add_node(text, node->second);
        return;
    case GO_NODE_CHANNEL_TYPE:
        text_add_c(text, node->op == GO_RECEIVE_ONLY ? "<-chan "
                         : node->op == GO_SEND_ONLY ? "chan<- " : "chan ");
        add_node(text, node->first);
        return;
    default:
        text_add_c(text, "...");
        if (node->first != NULL) add_node(text, node->first);
        return;
    }
}

static void add_slice(TextBuffer *text, const GoNode *node) {
    add_node(text, node->first);
    text_add_char(text, '[');
    for (int i = 0; i < (node->flag ? 3 : 2); i++) {
        if (i > 0) text_add_c(text, ":");
        if (node->list[i] != NULL) add_node(text, node->list[i]);
    }
    text_add_char(text, ']');
}

static void add_operator(TextBuffer *text, const GoNode *node) {
    if (node->kind == GO_NODE_STAR) {
        text_add_char(text, '*');
        add_node(text, node->first);
        return;
    }
    if (node->kind == GO_NODE_UNARY) {
        text_add_c(text, go_token_text((GoToken)node->op));
        add_node(text, node->first);
        return;
    }
    add_node(text, node->first);
    text_add_format(text, " %s ", go_token_text((GoToken)node->op));
    add_node(text, node->second);
}

static void add_node(TextBuffer *text, const GoNode *node) {
    switch (node->kind) {
    case GO_NODE_IDENTIFIER: text_add_c(text, node->text); return;
    case GO_NODE_LITERAL: text_add(text, node->text, (size_t)node->text_size); return;
    case GO_NODE_COMPOSITE:
        if (node->first != NULL) add_node(text, node->first);
        text_add_c(text, node->count > 0 ? "{…}" : "{}");
        return;
    case GO_NODE_KEY_VALUE:
        add_node(text, node->first);
        text_add_c(text, ": ");
        add_node(text, node->second);
        return;
    case GO_NODE_FUNCTION_LITERAL:
        add_node(text, node->first);
        text_add_c(text, node->second->count > 0 ? " {…}" : " {}");
        return;
    case GO_NODE_PAREN:
        text_add_char(text, '(');
        add_node(text, node->first);
        text_add_char(text, ')');
        return;
    case GO_NODE_SELECTOR:
        add_node(text, node->first);
        text_add_format(text, ".%s", node->text);
        return;
    case GO_NODE_INDEX:
        add_node(text, node->first);
        text_add_char(text, '[');
        add_list(text, node->list, node->count);
        text_add_char(text, ']');
        return;
    case GO_NODE_SLICE: add_slice(text, node); return;
    case GO_NODE_ASSERT:
        add_node(text, node->first);
        text_add_c(text, ".(");
        if (node->second != NULL) add_node(text, node->second);
        else text_add_c(text, "type");
        text_add_char(text, ')');
        return;
    case GO_NODE_CALL:
        add_node(text, node->first);
        text_add_char(text, '(');
        add_list(text, node->list, node->count);
        text_add_c(text, node->flag ? "...)" : ")");
        return;
    case GO_NODE_STAR: case GO_NODE_UNARY: case GO_NODE_BINARY: add_operator(text, node); return;
    case GO_NODE_PART: add_node(text, node->first); return;
    case GO_NODE_BAD: text_add_c(text, "_"); return;
    default: add_type(text, node); return;
    }
}

static const char *take_text(GoCompile *compile, TextBuffer *text) {
    const char *copy = go_compile_format(compile, "%.*s", (int)text->size,
                                         text->size > 0 ? text->bytes : "");
    text_done(text);
    return copy;
}

const char *go_check_text(GoCompile *compile, const GoNode *node) {
    TextBuffer text = {0};
    add_node(&text, node);
    return take_text(compile, &text);
}

const char *go_check_type_text(GoCheck *checker, GoType *type) {
    return go_type_text(checker->compile, type);
}

static const char *mode_text(GoMode mode) {
    switch (mode) {
    case GO_INVALID: return "invalid operand";
    case GO_NO_VALUE: return "no value";
    case GO_BUILTIN: return "built-in";
    case GO_TYPE_EXPRESSION: return "type";
    case GO_CONSTANT: return "constant";
    case GO_VARIABLE: return "variable";
    case GO_MAP_INDEX: return "map index expression";
    case GO_NIL: return "nil";
    case GO_COMMA_OK: return "comma, ok expression";
    default: return "value";
    }
}

const char *go_check_operand(GoCheck *checker, const GoNode *node) {
    GoCompile *compile = checker->compile;
    const char *expression = go_check_text(compile, node);
    GoMode mode = (GoMode)node->mode;
    GoType *type = node->type;
    if (mode == GO_NIL || (type != NULL && type->kind == GO_KIND_UNTYPED_NIL)) return "nil";
    bool is_untyped = type != NULL && go_type_is_untyped(type);
    bool has_type = !is_untyped && type != NULL && mode != GO_INVALID && mode != GO_NO_VALUE &&
                    mode != GO_BUILTIN && mode != GO_TYPE_EXPRESSION;
    const char *value = "";
    if (mode == GO_CONSTANT && node->value != NULL) {
        value = go_constant_text(compile, node->value);
        bool is_same = strcmp(value, expression) == 0;
        value = is_same || node->value->kind == GO_CONSTANT_UNKNOWN
                ? "" : go_compile_format(compile, " %s", value);
        // A character is shown as it is written.
        if (node->kind == GO_NODE_LITERAL && node->op == GO_STRING) value = "";
    }
    const char *of = "";
    if (has_type) {
        if (type->kind == GO_KIND_INVALID) of = " with invalid type";
        else of = go_compile_format(compile, go_type_is_generic(type) ? " of generic type %s"
                                                                      : " of type %s",
                                    go_type_text(compile, type));
        if (go_type_is_parameter(type))
            of = go_compile_format(compile, "%s constrained by %s", of,
                                   go_type_text(compile, type->constraint));
    }
    return go_compile_format(compile, "%s (%s%s%s%s%s)", expression,
                             is_untyped ? type->name : "", is_untyped ? " " : "",
                             mode_text(mode), value, of);
}
