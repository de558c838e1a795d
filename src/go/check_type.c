// Type expressions.

#include <string.h>

#include "go/check.h"
#include "go/scanner.h"

int64_t go_check_array_length(GoCheck *checker, GoNode *node) {
    go_check_expression(checker, node, NULL);
    if (node->mode == GO_INVALID) return -1;
    if (node->mode != GO_CONSTANT) {
        GO_CHECK_ERROR(checker, node, "invalid array length %s",
                       go_check_text(checker->compile, node));
        return -1;
    }
    GoConstant *value = go_constant_to_integer(checker->compile, node->value);
    if (value == NULL || (!go_type_is_untyped(node->type) &&
                          !go_type_is(node->type, GO_IS_INTEGER))) {
        GO_CHECK_ERROR(checker, node, "array length %s must be integer",
                       go_check_operand(checker, node));
        return -1;
    }
    if (go_constant_sign(value) < 0 || !go_constant_fits_signed(value, 63)) {
        GO_CHECK_ERROR(checker, node, "invalid array length %s",
                       go_check_operand(checker, node));
        return -1;
    }
    go_check_convert_untyped(checker, node, go_types_basic(checker->compile, GO_KIND_INT));
    return go_constant_get_int64(value);
}

// --- structs ---

static const char *tag_text(GoCheck *checker, GoNode *tag) {
    char *bytes;
    if (tag == NULL) return "";
    size_t size = go_scanner_unquote(checker->compile, tag->text, (size_t)tag->text_size, &bytes);
    bytes[size] = '\0';
    return bytes;
}

static void check_embedded(GoCheck *checker, GoNode *node, GoType *type) {
    GoType *base = type->kind == GO_KIND_POINTER ? type->element : type;
    if (type->kind == GO_KIND_POINTER && base->kind == GO_KIND_NAMED && base->underlying == NULL &&
        base->origin == NULL) return;
    if (base->kind == GO_KIND_NAMED && base->underlying == NULL) return;
    GoType *under = go_type_underlying(base);
    if (go_type_is_parameter(base))
        GO_CHECK_ERROR(checker, node->first, "embedded field type cannot be a type parameter");
    else if (type->kind == GO_KIND_POINTER && under->kind == GO_KIND_INTERFACE)
        GO_CHECK_ERROR(checker, node->first, "embedded field type cannot be a pointer to an "
                       "interface");
    else if (under->kind == GO_KIND_POINTER || under->kind == GO_KIND_UNSAFE_POINTER)
        GO_CHECK_ERROR(checker, node->first, "embedded field type cannot be %s",
                       under->kind == GO_KIND_POINTER ? "a pointer" : "unsafe.Pointer");
}

static GoType *check_struct(GoCheck *checker, GoNode *node) {
    GoType *type = go_type_new(checker->compile, GO_KIND_STRUCT);
    type->fields = GO_NEW_ROW(checker->compile, GoField, node->count);
    for (int i = 0; i < node->count; i++) {
        GoNode *written = node->list[i];
        GoField *field = &type->fields[i];
        field->name = written->text != NULL ? written->text : go_compile_name(checker->compile,
                                                                              "_");
        field->place = written->place;
        field->package = checker->package;
        field->is_embedded = written->flag;
        field->tag = tag_text(checker, written->second);
        field->type = written->is_grouped ? type->fields[i - 1].type
                                          : go_check_type(checker, written->first);
        if (written->flag) check_embedded(checker, written, field->type);
        for (int j = 0; j < i && strcmp(field->name, "_") != 0; j++) {
            if (type->fields[j].name != field->name) continue;
            GoPosition other = go_compile_position(checker->compile, type->fields[j].place);
            GO_CHECK_ERROR_AT(checker, field->place,
                              "%s redeclared\n\t%s:%u:%u: other declaration of %s", field->name,
                              other.file, other.line, other.column, field->name);
            break;
        }
        type->count = i + 1;
    }
    return type;
}

// --- interfaces ---

static GoType *check_union(GoCheck *checker, GoNode *node);

static void add_union_term(GoCheck *checker, GoType *type, GoNode *node) {
    if (node->kind == GO_NODE_BINARY && node->op == GO_OR) {
        add_union_term(checker, type, node->first);
        add_union_term(checker, type, node->second);
        return;
    }
    bool is_approximate = node->kind == GO_NODE_UNARY && node->op == GO_TILDE;
    GoType *member = go_check_type(checker, is_approximate ? node->first : node);
    if (member->kind == GO_KIND_INVALID) return;
    if (is_approximate && member->kind == GO_KIND_NAMED && member->underlying != NULL &&
        !go_type_is_interface(member))
        GO_CHECK_ERROR(checker, node, "invalid use of ~ (underlying type of %s is %s)",
                       go_check_type_text(checker, member),
                       go_check_type_text(checker, go_type_underlying(member)));
    size_t count = (size_t)type->term_count;
    type->terms = go_compile_grow(checker->compile, type->terms, count * sizeof(GoTerm),
                                  (count + 1) * sizeof(GoTerm));
    type->terms[type->term_count++] = (GoTerm){member, is_approximate};
}

static GoType *check_union(GoCheck *checker, GoNode *node) {
    bool is_union = (node->kind == GO_NODE_BINARY && node->op == GO_OR) ||
                    (node->kind == GO_NODE_UNARY && node->op == GO_TILDE);
    if (!is_union) return go_check_type(checker, node);
    GoType *type = go_type_new(checker->compile, GO_KIND_UNION);
    add_union_term(checker, type, node);
    return type;
}

GoType *go_check_constraint(GoCheck *checker, GoNode *node) {
    GoType *type = check_union(checker, node);
    if (type->kind == GO_KIND_INVALID) return type;
    if (type->kind == GO_KIND_NAMED && type->underlying == NULL) return type;
    if (type->kind != GO_KIND_UNION && go_type_is_interface(type)) return type;
    if (go_type_is_parameter(type)) {
        GO_CHECK_ERROR(checker, node, "cannot use a type parameter as constraint: %s", type->name);
        return go_check_invalid(checker);
    }
    GoType *interface = go_type_new(checker->compile, GO_KIND_INTERFACE);
    interface->is_implicit = true;
    interface->embedded = GO_NEW_ROW(checker->compile, GoType *, 1);
    interface->embedded[0] = type;
    interface->embedded_count = 1;
    return interface;
}

static GoType *check_interface(GoCheck *checker, GoNode *node) {
    GoType *type = go_type_new(checker->compile, GO_KIND_INTERFACE);
    type->methods = GO_NEW_ROW(checker->compile, GoMethod, node->count);
    type->embedded = GO_NEW_ROW(checker->compile, GoType *, node->count);
    for (int i = 0; i < node->count; i++) {
        GoNode *element = node->list[i];
        if (element->kind != GO_NODE_METHOD) {
            GoType *embedded = check_union(checker, element);
            if (embedded->kind != GO_KIND_INVALID)
                type->embedded[type->embedded_count++] = embedded;
            continue;
        }
        if (strcmp(element->text, "_") == 0) {
            GO_CHECK_ERROR(checker, element, "methods must have a unique non-blank name");
            continue;
        }
        GoType *signature = go_check_signature(checker, element->first);
        bool is_double = false;
        for (int j = 0; j < type->method_count; j++) {
            if (type->methods[j].name != element->text) continue;
            GoPosition other = go_compile_position(checker->compile, type->methods[j].place);
            GO_CHECK_ERROR(checker, element, "duplicate method %s\n\t%s:%u:%u: other declaration "
                           "of %s", element->text, other.file, other.line, other.column,
                           element->text);
            is_double = true;
        }
        if (is_double) continue;
        type->methods[type->method_count++] = (GoMethod){
            .name = element->text, .package = checker->package, .type = signature,
            .place = element->place};
    }
    if (node->count == 0) type->is_complete = true;
    return type;
}

// --- functions ---

static GoField *check_fields(GoCheck *checker, GoNode **list, int count, bool *is_variadic) {
    GoField *fields = GO_NEW_ROW(checker->compile, GoField, count);
    for (int i = 0; i < count; i++) {
        GoNode *written = list[i], *type = written->first;
        fields[i].name = written->text;
        fields[i].place = written->place;
        fields[i].package = checker->package;
        if (type->kind == GO_NODE_DOTS) {
            GoType *element = written->is_grouped ? NULL : go_check_type(checker, type->first);
            if (element == NULL) element = fields[i - 1].type;
            if (is_variadic == NULL || i != count - 1)
                GO_CHECK_ERROR(checker, type, "can only use ... with final parameter in list");
            else *is_variadic = true;
            fields[i].type = go_type_slice(checker->compile, element);
            continue;
        }
        fields[i].type = written->is_grouped && i > 0 ? fields[i - 1].type
                                                      : go_check_type(checker, type);
    }
    return fields;
}

GoType *go_check_signature(GoCheck *checker, GoNode *node) {
    bool is_variadic = false;
    GoField *fields = check_fields(checker, node->list, node->count, &is_variadic);
    GoField *results = check_fields(checker, node->list2, node->count2, NULL);
    GoType *type = go_type_function(checker->compile, fields, node->count,
                                    go_type_tuple(checker->compile, results, node->count2));
    type->is_variadic = is_variadic;
    return type;
}

void go_check_type_parameters(GoCheck *checker, GoNode *node, GoType ***parameters, int *count) {
    *parameters = GO_NEW_ROW(checker->compile, GoType *, node->count);
    *count = node->count;
    for (int i = 0; i < node->count; i++) {
        GoType *parameter = go_type_new(checker->compile, GO_KIND_PARAMETER);
        GoEntity *entity = go_entity_new(checker->compile, GO_ENTITY_TYPE, node->list[i]->text,
                                         node->list[i]->place);
        parameter->name = node->list[i]->text;
        parameter->index = i;
        parameter->entity = entity;
        parameter->constraint = checker->compile->types->empty_interface;
        entity->type = parameter;
        entity->state = GO_RESOLVED;
        (*parameters)[i] = parameter;
        go_check_declare(checker, checker->scope, entity, 0);
    }
    for (int i = 0; i < node->count; i++)
        (*parameters)[i]->constraint = node->list[i]->is_grouped && i > 0
            ? (*parameters)[i - 1]->constraint : go_check_constraint(checker, node->list[i]->first);
}

// --- names and all ---

static GoType *check_named(GoCheck *checker, GoNode *node) {
    if (node->kind == GO_NODE_IDENTIFIER) go_check_identifier(checker, node);
    else go_check_selector(checker, node);
    if (node->mode == GO_INVALID) return go_check_invalid(checker);
    if (node->mode != GO_TYPE_EXPRESSION) {
        GO_CHECK_ERROR(checker, node, "%s is not a type", go_check_text(checker->compile, node));
        return go_check_invalid(checker);
    }
    return node->type;
}

static GoType *check_array(GoCheck *checker, GoNode *node) {
    if (node->first->kind == GO_NODE_DOTS) {
        GO_CHECK_ERROR(checker, node->first, "invalid use of [...] array (outside a composite "
                       "literal)");
        (void)go_check_type(checker, node->second);
        return go_check_invalid(checker);
    }
    int64_t length = go_check_array_length(checker, node->first);
    GoType *element = go_check_type(checker, node->second);
    if (length < 0) return go_check_invalid(checker);
    return go_type_array(checker->compile, element, length);
}

static GoType *check_map(GoCheck *checker, GoNode *node) {
    GoType *key = go_check_type(checker, node->first);
    GoType *element = go_check_type(checker, node->second);
    bool is_known = key->kind != GO_KIND_INVALID &&
                    !(key->kind == GO_KIND_NAMED && go_type_underlying(key) == key);
    // A type parameter's constraint may stand behind it in the list.
    if (go_type_is_parameter(key) &&
        key->constraint == checker->compile->types->empty_interface) is_known = false;
    if (is_known && !go_type_is_comparable(key)) {
        GO_CHECK_ERROR(checker, node->first, go_type_is_parameter(key)
                       ? "invalid map key type %s (missing comparable constraint)"
                       : "invalid map key type %s", go_check_type_text(checker, key));
    }
    return go_type_map(checker->compile, key, element);
}

static GoType *check_type_node(GoCheck *checker, GoNode *node) {
    GoCompile *compile = checker->compile;
    switch (node->kind) {
    case GO_NODE_IDENTIFIER: case GO_NODE_SELECTOR: return check_named(checker, node);
    case GO_NODE_PAREN: return go_check_type_or_generic(checker, node->first);
    case GO_NODE_INDEX: {
        GoType *generic = go_check_type_or_generic(checker, node->first);
        if (generic->kind == GO_KIND_INVALID) return generic;
        if (!go_type_is_generic(generic)) {
            GO_CHECK_ERROR(checker, node, "%s is not a generic type",
                           go_check_type_text(checker, generic));
            return go_check_invalid(checker);
        }
        return go_check_instance(checker, node, generic, node->list, node->count);
    }
    case GO_NODE_STAR: {
        GoType *element = go_check_type(checker, node->first);
        return element->kind == GO_KIND_INVALID ? element : go_type_pointer(compile, element);
    }
    case GO_NODE_ARRAY_TYPE: return check_array(checker, node);
    case GO_NODE_SLICE_TYPE: return go_type_slice(compile, go_check_type(checker, node->first));
    case GO_NODE_STRUCT_TYPE: return check_struct(checker, node);
    case GO_NODE_FUNCTION_TYPE: return go_check_signature(checker, node);
    case GO_NODE_INTERFACE_TYPE: return check_interface(checker, node);
    case GO_NODE_MAP_TYPE: return check_map(checker, node);
    case GO_NODE_CHANNEL_TYPE:
        return go_type_channel(compile, go_check_type(checker, node->first), (GoDirection)node->op);
    case GO_NODE_BAD: return go_check_invalid(checker);
    default:
        GO_CHECK_ERROR(checker, node, "%s is not a type", go_check_text(compile, node));
        return go_check_invalid(checker);
    }
}

GoType *go_check_type_or_generic(GoCheck *checker, GoNode *node) {
    GoType *type = check_type_node(checker, node);
    node->mode = type->kind == GO_KIND_INVALID ? GO_INVALID : GO_TYPE_EXPRESSION;
    node->type = type;
    return type;
}

GoType *go_check_type(GoCheck *checker, GoNode *node) {
    GoType *type = go_check_type_or_generic(checker, node);
    if (!go_type_is_generic(type)) return type;
    GO_CHECK_ERROR(checker, node, "cannot use generic type %s without instantiation",
                   go_check_type_text(checker, type));
    node->type = go_check_invalid(checker);
    return node->type;
}
