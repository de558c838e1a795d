// Indices, slices and composite literals.

#include <string.h>

#include "go/check.h"

// --- indices ---

int64_t go_check_one_index(GoCheck *checker, GoNode *node, int64_t length) {
    if (node->mode == GO_INVALID) return -1;
    go_check_convert_untyped(checker, node, go_types_basic(checker->compile, GO_KIND_INT));
    if (node->mode == GO_INVALID) return -1;
    if (!go_type_all_are(node->type, GO_IS_INTEGER)) {
        GO_CHECK_ERROR(checker, node, "invalid argument: index %s must be integer",
                       go_check_operand(checker, node));
        return -1;
    }
    if (node->mode != GO_CONSTANT) return -1;
    if (go_constant_sign(node->value) < 0) {
        GO_CHECK_ERROR(checker, node, "invalid argument: index %s must not be negative",
                       go_check_operand(checker, node));
        node->mode = GO_INVALID;
        return -1;
    }
    if (!go_constant_fits_signed(node->value, 64)) {
        GO_CHECK_ERROR(checker, node, "invalid argument: index %s overflows int",
                       go_check_text(checker->compile, node));
        node->mode = GO_INVALID;
        return -1;
    }
    int64_t value = go_constant_get_int64(node->value);
    if (length >= 0 && value >= length) {
        GO_CHECK_ERROR(checker, node, "invalid argument: index %s out of bounds [0:%lld]",
                       go_constant_text(checker->compile, node->value), (long long)length);
        node->mode = GO_INVALID;
        return -1;
    }
    return value;
}

// f[T] and T[A]; false: the operand is no generic thing.
static bool index_generic(GoCheck *checker, GoNode *node) {
    GoNode *operand = node->first;
    if (operand->mode == GO_TYPE_EXPRESSION) {
        node->mode = GO_INVALID;
        if (!go_type_is_generic(operand->type)) {
            GO_CHECK_ERROR(checker, operand, "%s is not a generic type",
                           go_check_type_text(checker, operand->type));
            return true;
        }
        node->type = go_check_instance(checker, node, operand->type, node->list, node->count);
        node->mode = node->type->kind == GO_KIND_INVALID ? GO_INVALID : GO_TYPE_EXPRESSION;
        return true;
    }
    if (operand->mode == GO_VALUE && operand->type->kind == GO_KIND_FUNCTION &&
        operand->type->parameter_count > 0) {
        node->entity = operand->entity;
        node->type = operand->type;
        node->mode = GO_VALUE;
        node->arguments = GO_NEW_ROW(checker->compile, GoType *, operand->type->parameter_count);
        if (node->count > operand->type->parameter_count) {
            GO_CHECK_ERROR(checker, node->list[operand->type->parameter_count],
                           "got %d type arguments but want %d", node->count,
                           operand->type->parameter_count);
            node->mode = GO_INVALID;
            return true;
        }
        for (int i = 0; i < node->count; i++) {
            node->arguments[i] = go_check_type(checker, node->list[i]);
            if (node->arguments[i]->kind == GO_KIND_INVALID) node->mode = GO_INVALID;
        }
        node->argument_count = node->count;
        if (node->mode != GO_INVALID && node->count == operand->type->parameter_count)
            go_check_function_value(checker, node);
        return true;
    }
    return false;
}

typedef struct Indexed {
    GoType *element;         // NULL: can't be indexed
    int64_t length;
    bool is_variable;
} Indexed;

static Indexed indexed_type(GoCheck *checker, GoNode *operand, GoType *under) {
    Indexed result = {NULL, -1, false};
    switch (under->kind) {
    case GO_KIND_STRING: case GO_KIND_UNTYPED_STRING:
        if (operand->mode == GO_CONSTANT) result.length = (int64_t)operand->value->size;
        result.element = &checker->compile->types->byte_type;
        break;
    case GO_KIND_ARRAY:
        result = (Indexed){under->element, under->length, operand->mode == GO_VARIABLE};
        break;
    case GO_KIND_POINTER: {
        GoType *array = go_type_underlying(under->element);
        if (array->kind == GO_KIND_ARRAY) result = (Indexed){array->element, array->length, true};
        break;
    }
    case GO_KIND_SLICE: result = (Indexed){under->element, -1, true}; break;
    default: break;
    }
    return result;
}

// The element that all types of a type parameter's set share.
static Indexed indexed_parameter(GoCheck *checker, GoNode *operand) {
    GoType *set = go_type_underlying(operand->type);
    Indexed result = {NULL, -1, true};
    go_type_complete(checker->compile, set);
    for (int i = 0; i < set->term_count; i++) {
        Indexed each = indexed_type(checker, operand, go_type_underlying(set->terms[i].type));
        if (each.element == NULL || (result.element != NULL &&
            !go_type_identical(result.element, each.element))) return (Indexed){NULL, -1, false};
        result.element = each.element;
        result.is_variable &= each.is_variable;
        if (each.length >= 0 && (result.length < 0 || each.length < result.length))
            result.length = each.length;
    }
    return result;
}

void go_check_index(GoCheck *checker, GoNode *node) {
    GoNode *operand = node->first;
    go_check_raw(checker, operand, NULL);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (operand->mode == GO_INVALID) {
        for (int i = 0; i < node->count; i++) go_check_raw(checker, node->list[i], NULL);
        return;
    }
    if (index_generic(checker, node)) return;
    if (operand->mode == GO_NO_VALUE || operand->mode == GO_BUILTIN) {
        GO_CHECK_ERROR(checker, operand, "%s used as value", go_check_operand(checker, operand));
        return;
    }
    GoNode *index = node->list[0];
    go_check_expression(checker, index, NULL);
    if (node->count > 1) {
        GO_CHECK_ERROR(checker, node->list[1], "unexpected comma; expecting ]");
        return;
    }
    GoType *core = go_type_core(operand->type);
    if (core != NULL && core->kind == GO_KIND_MAP) {
        go_check_assignment(checker, index, core->key, "map index");
        node->mode = GO_MAP_INDEX;
        node->type = core->element;
        return;
    }
    Indexed indexed = go_type_is_parameter(operand->type)
                      ? indexed_parameter(checker, operand)
                      : indexed_type(checker, operand, go_type_underlying(operand->type));
    if (indexed.element == NULL) {
        GO_CHECK_ERROR(checker, operand, "invalid operation: cannot index %s",
                       go_check_operand(checker, operand));
        return;
    }
    if (operand->mode != GO_CONSTANT) go_check_set_type(checker, operand,
        go_check_default(checker, operand->type));
    int64_t at = go_check_one_index(checker, index, indexed.length);
    node->type = indexed.element;
    node->mode = indexed.is_variable ? GO_VARIABLE : GO_VALUE;
    if (operand->mode == GO_CONSTANT) {
        GoType *given = go_check_default(checker, operand->type);
        if (at >= 0) {
            node->mode = GO_VALUE;
        }
        go_check_set_type(checker, operand, given);
    }
}

// --- slices ---

static GoType *sliced_type(GoCheck *checker, GoNode *node, int64_t *length) {
    GoNode *operand = node->first;
    GoType *core = go_type_core_string(checker->compile, operand->type);
    *length = -1;
    if (core == NULL) {
        GO_CHECK_ERROR(checker, operand, "cannot slice %s: %s has no core type",
                       go_check_operand(checker, operand),
                       go_check_type_text(checker, operand->type));
        return NULL;
    }
    switch (core->kind) {
    case GO_KIND_STRING: case GO_KIND_UNTYPED_STRING:
        if (node->flag) {
            GO_CHECK_ERROR(checker, node, "invalid operation: 3-index slice of string");
            return NULL;
        }
        if (operand->mode == GO_CONSTANT) *length = (int64_t)operand->value->size + 1;
        if (go_type_is_untyped(operand->type)) {
            go_check_set_type(checker, operand, go_types_basic(checker->compile, GO_KIND_STRING));
            return go_types_basic(checker->compile, GO_KIND_STRING);
        }
        return operand->type;
    case GO_KIND_ARRAY:
        if (operand->mode != GO_VARIABLE) {
            GO_CHECK_ERROR(checker, operand, "invalid operation: %s (slice of unaddressable value)",
                           go_check_operand(checker, operand));
            return NULL;
        }
        go_check_mark(operand, GO_USE_ADDRESS);
        *length = core->length + 1;
        return go_type_slice(checker->compile, core->element);
    case GO_KIND_POINTER: {
        GoType *array = go_type_underlying(core->element);
        if (array->kind != GO_KIND_ARRAY) break;
        *length = array->length + 1;
        return go_type_slice(checker->compile, array->element);
    }
    case GO_KIND_SLICE: return operand->type;
    default: break;
    }
    GO_CHECK_ERROR(checker, operand, "cannot slice %s", go_check_operand(checker, operand));
    return NULL;
}

void go_check_slice(GoCheck *checker, GoNode *node) {
    int64_t length, values[3];
    go_check_expression(checker, node->first, NULL);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (node->first->mode == GO_INVALID) {
        for (int i = 0; i < 3; i++)
            if (node->list[i] != NULL) go_check_expression(checker, node->list[i], NULL);
        return;
    }
    GoType *type = sliced_type(checker, node, &length);
    for (int i = 0; i < 3; i++) {
        values[i] = -1;
        if (node->list[i] == NULL) continue;
        go_check_expression(checker, node->list[i], NULL);
        values[i] = go_check_one_index(checker, node->list[i], type == NULL ? -1 : length);
    }
    for (int i = 0; i < 3; i++)
        for (int j = i + 1; j < 3; j++) {
            if (values[i] < 0 || values[j] < 0 || values[i] <= values[j]) continue;
            GO_CHECK_ERROR(checker, node->list[j], "invalid slice indices: %lld < %lld",
                           (long long)values[j], (long long)values[i]);
            i = j = 3;
        }
    if (type == NULL) return;
    node->type = type;
    node->mode = GO_VALUE;
}

// --- composite literals ---

static void check_struct_keys(GoCheck *checker, GoNode *node, GoType *type, GoType *under) {
    bool *seen = GO_NEW_ROW(checker->compile, bool, under->count);
    for (int i = 0; i < node->count; i++) {
        GoNode *pair = node->list[i];
        if (pair->kind != GO_NODE_KEY_VALUE) {
            GO_CHECK_ERROR(checker, pair, "mixture of field:value and value elements in struct "
                           "literal");
            go_check_expression(checker, pair, NULL);
            continue;
        }
        int index = 0;
        GoNode *key = pair->first;
        const char *name = key->kind == GO_NODE_IDENTIFIER ? key->text : NULL;
        while (index < under->count && (under->fields[index].name != name ||
               (under->fields[index].package != checker->package && !go_type_exports_name(name))))
            index++;
        if (name == NULL || index == under->count) {
            go_check_expression(checker, pair->second, NULL);
            if (name == NULL) GO_CHECK_ERROR(checker, pair,
                                             "invalid field name %s in struct literal",
                                             go_check_text(checker->compile, key));
            else GO_CHECK_ERROR(checker, pair, "unknown field '%s' in struct literal of type %s",
                                name,
                                go_check_type_text(checker, type));
            continue;
        }
        pair->number = index;
        go_check_expression(checker, pair->second, under->fields[index].type);
        go_check_assignment(checker, pair->second, under->fields[index].type, "struct literal");
        if (seen[index])
            GO_CHECK_ERROR(checker, pair, "duplicate field name %s in struct literal", name);
        seen[index] = true;
    }
}

static void check_struct_values(GoCheck *checker, GoNode *node, GoType *type, GoType *under) {
    for (int i = 0; i < node->count; i++) {
        GoNode *value = node->list[i];
        if (value->kind == GO_NODE_KEY_VALUE) {
            GO_CHECK_ERROR(checker, value, "mixture of field:value and value elements in struct "
                           "literal");
            continue;
        }
        GoType *wanted = i < under->count ? under->fields[i].type : NULL;
        go_check_expression(checker, value, wanted);
        if (wanted == NULL) {
            GO_CHECK_ERROR(checker, value, "too many values in %s",
                           go_check_text(checker->compile, node));
            return;
        }
        if (under->fields[i].package != checker->package &&
            !go_type_exports_name(under->fields[i].name))
            GO_CHECK_ERROR(checker, value,
                           "implicit assignment to unexported field %s in %s literal",
                           under->fields[i].name, go_check_type_text(checker, type));
        go_check_assignment(checker, value, wanted, "struct literal");
    }
    if (node->count < under->count)
        GO_CHECK_ERROR_AT(checker, node->end, "too few values in %s",
                          go_check_text(checker->compile, node));
}

// The elements of an array or slice; gives the greatest index + 1.
static int64_t check_elements(GoCheck *checker, GoNode *node, GoType *element, int64_t length) {
    int64_t index = 0, count = 0;
    int64_t *seen = GO_NEW_ROW(checker->compile, int64_t, node->count);
    bool has_keys = false;
    for (int i = 0; i < node->count; i++) {
        GoNode *each = node->list[i], *value = each;
        if (each->kind == GO_NODE_KEY_VALUE) {
            has_keys = true;
            value = each->second;
            go_check_expression(checker, each->first, NULL);
            int64_t at = -1;
            if (each->first->mode == GO_CONSTANT)
                at = go_check_one_index(checker, each->first, length);
            else if (each->first->mode != GO_INVALID)
                GO_CHECK_ERROR(checker, each->first, "index %s must be integer constant",
                               go_check_text(checker->compile, each->first));
            if (at >= 0) index = at;
        } else if (length >= 0 && index >= length) {
            GO_CHECK_ERROR(checker, each, "index %lld is out of bounds (>= %lld)",
                           (long long)index, (long long)length);
        }
        for (int j = 0; j < i && has_keys; j++)
            if (seen[j] == index) {
                GO_CHECK_ERROR(checker, each, "duplicate index %lld in array or slice literal",
                               (long long)index);
                break;
            }
        seen[i] = index;
        each->number = (int32_t)index;
        go_check_expression(checker, value, element);
        go_check_assignment(checker, value, element, "array or slice literal");
        index++;
        if (index > count) count = index;
    }
    return count;
}

static void check_map_elements(GoCheck *checker, GoNode *node, GoType *under) {
    for (int i = 0; i < node->count; i++) {
        GoNode *pair = node->list[i];
        if (pair->kind != GO_NODE_KEY_VALUE) {
            GO_CHECK_ERROR(checker, pair, "missing key in map literal");
            continue;
        }
        go_check_expression(checker, pair->first, under->key);
        go_check_assignment(checker, pair->first, under->key, "map literal");
        go_check_expression(checker, pair->second, under->element);
        go_check_assignment(checker, pair->second, under->element, "map literal");
        if (pair->first->mode != GO_CONSTANT) continue;
        for (int j = 0; j < i && node->count < 2000; j++) {
            GoNode *other = node->list[j]->first;
            if (node->list[j]->kind != GO_NODE_KEY_VALUE || other->mode != GO_CONSTANT ||
                !go_type_identical(other->type, pair->first->type) ||
                !go_constant_compare(GO_EQUAL, other->value, pair->first->value)) continue;
            GO_CHECK_ERROR(checker, pair, "duplicate key %s in map literal",
                           go_check_text(checker->compile, pair->first));
            break;
        }
    }
}

static GoType *composite_type(GoCheck *checker, GoNode *node, GoType *hint, GoType **base) {
    if (node->first != NULL && node->first->kind == GO_NODE_ARRAY_TYPE &&
        node->first->first->kind == GO_NODE_DOTS) {
        GoType *array = go_type_array(checker->compile,
                                      go_check_type(checker, node->first->second), -1);
        node->first->type = array;
        *base = array;
        return array;
    }
    if (node->first != NULL) {
        GoType *type = go_check_type(checker, node->first);
        *base = go_type_core(type);
        return type;
    }
    if (hint == NULL) {
        GO_CHECK_ERROR(checker, node, "invalid composite literal type: missing type");
        return NULL;
    }
    // In a literal of pointers {…} is &T{…}.
    GoType *core = go_type_core(hint);
    if (core != NULL && core->kind == GO_KIND_POINTER) {
        GoType *pointed = go_type_core(core->element);
        if (pointed != NULL) core = pointed;
    }
    *base = core;
    return hint;
}

void go_check_composite(GoCheck *checker, GoNode *node, GoType *hint) {
    GoType *base = NULL, *type = composite_type(checker, node, hint, &base);
    node->mode = GO_INVALID;
    node->type = go_check_invalid(checker);
    if (type == NULL || type->kind == GO_KIND_INVALID) return;
    switch (base == NULL ? GO_KIND_INVALID : base->kind) {
    case GO_KIND_STRUCT:
        if (node->count > 0 && node->list[0]->kind == GO_NODE_KEY_VALUE)
            check_struct_keys(checker, node, type, base);
        else if (node->count > 0) check_struct_values(checker, node, type, base);
        break;
    case GO_KIND_ARRAY: {
        int64_t count = check_elements(checker, node, base->element, base->length);
        if (base->length < 0) base->length = count;
        break;
    }
    case GO_KIND_SLICE: (void)check_elements(checker, node, base->element, -1); break;
    case GO_KIND_MAP: check_map_elements(checker, node, base); break;
    default:
        for (int i = 0; i < node->count; i++) {
            GoNode *each = node->list[i];
            go_check_raw(checker, each->kind == GO_NODE_KEY_VALUE ? each->second : each, NULL);
        }
        GO_CHECK_ERROR(checker, node, "invalid composite literal type %s",
                       go_check_type_text(checker, type));
        return;
    }
    node->mode = GO_VALUE;
    node->type = type;
}
