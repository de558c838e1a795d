// Making, comparing and measuring types.

#include "go/types.h"

#include <string.h>

#include "go/scope.h"

enum { CANONICAL_FIRST = 256, I = GO_IS_INTEGER, U = GO_IS_UNSIGNED, F = GO_IS_FLOAT,
       C = GO_IS_COMPLEX, S = GO_IS_STRING, B = GO_IS_BOOL, N = GO_IS_UNTYPED };

static const struct {
    const char *name;
    int8_t size, align;
    uint8_t flags;
} basics[] = {
#define BASIC(id, name, size, flags) {name, size, size == 16 ? 8 : size, flags},
#include "go/kinds.def"
#undef BASIC
};

void go_types_start(GoCompile *compile) {
    GoTypes *types = compile->types = GO_NEW(compile, GoTypes);
    for (int i = 0; i < GO_BASIC_COUNT; i++)
        types->basic[i] = (GoType){.kind = (uint8_t)i, .name = basics[i].name,
                                   .size = basics[i].size, .align = basics[i].align,
                                   .flags = basics[i].flags, .is_laid_out = true,
                                   .is_canonical = true};
    types->basic[GO_KIND_COMPLEX64].align = 4;
    types->byte_type = types->basic[GO_KIND_UINT8];
    types->byte_type.name = "byte";
    types->rune_type = types->basic[GO_KIND_INT32];
    types->rune_type.name = "rune";
    types->byte_type.is_alias_name = types->rune_type.is_alias_name = true;
    types->byte_type.is_canonical = types->rune_type.is_canonical = false;
    types->table_capacity = CANONICAL_FIRST;
    types->table = GO_NEW_ROW(compile, GoType *, CANONICAL_FIRST);
    types->any = go_type_new(compile, GO_KIND_INTERFACE);
    types->any->is_alias_name = types->any->is_complete = true;
    types->empty_interface = go_type_new(compile, GO_KIND_INTERFACE);
    types->empty_interface->is_complete = true;
}

GoType *go_type_new(GoCompile *compile, GoKind kind) {
    GoType *type = GO_NEW(compile, GoType);
    type->kind = (uint8_t)kind;
    type->compile = compile;
    return type;
}

GoType *go_type_pointer(GoCompile *compile, GoType *element) {
    if (element->pointer != NULL) return element->pointer;
    GoType *type = go_type_new(compile, GO_KIND_POINTER);
    type->element = element;
    element->pointer = type;
    return type;
}

GoType *go_type_slice(GoCompile *compile, GoType *element) {
    GoType *type = go_type_new(compile, GO_KIND_SLICE);
    type->element = element;
    return type;
}

GoType *go_type_array(GoCompile *compile, GoType *element, int64_t length) {
    GoType *type = go_type_new(compile, GO_KIND_ARRAY);
    type->element = element;
    type->length = length;
    return type;
}

GoType *go_type_map(GoCompile *compile, GoType *key, GoType *element) {
    GoType *type = go_type_new(compile, GO_KIND_MAP);
    type->key = key;
    type->element = element;
    return type;
}

GoType *go_type_channel(GoCompile *compile, GoType *element, GoDirection direction) {
    GoType *type = go_type_new(compile, GO_KIND_CHANNEL);
    type->element = element;
    type->direction = (uint8_t)direction;
    return type;
}

GoType *go_type_tuple(GoCompile *compile, GoField *fields, int count) {
    GoType *type = go_type_new(compile, GO_KIND_TUPLE);
    type->fields = fields;
    type->count = count;
    return type;
}

GoType *go_type_function(GoCompile *compile, GoField *fields, int count, GoType *results) {
    GoType *type = go_type_new(compile, GO_KIND_FUNCTION);
    type->fields = fields;
    type->count = count;
    type->results = results;
    return type;
}

// --- what a type is ---

GoType *go_type_underlying(GoType *type) {
    while (type->kind == GO_KIND_NAMED) {
        if (type->underlying == NULL && type->origin != NULL) {
            GoType *under = type->origin->underlying;
            if (under == NULL) return type;
            GoSubstitution by = {type->origin->parameters, type->arguments, type->argument_count};
            type->underlying = go_type_substitute(type->compile, go_type_underlying(under), &by);
        }
        if (type->underlying == NULL) return type;
        type = type->underlying;
    }
    if (type->kind == GO_KIND_PARAMETER)
        return type->constraint == NULL ? type : go_type_underlying(type->constraint);
    return type;
}

bool go_type_is_named(const GoType *type) {
    return type->kind < GO_BASIC_COUNT || type->kind == GO_KIND_NAMED ||
           type->kind == GO_KIND_PARAMETER;
}

bool go_type_is_untyped(const GoType *type) {
    return type->kind < GO_BASIC_COUNT && (type->flags & GO_IS_UNTYPED) != 0;
}

bool go_type_is_parameter(const GoType *type) {
    return type->kind == GO_KIND_PARAMETER;
}

bool go_type_is_interface(GoType *type) {
    return type->kind != GO_KIND_PARAMETER && go_type_underlying(type)->kind == GO_KIND_INTERFACE;
}

bool go_type_has_nil(GoType *type) {
    GoType *under = go_type_underlying(type);
    if (go_type_is_parameter(type)) {
        go_type_complete(type->compile, under);
        if (under->term_count == 0) return false;
        for (int i = 0; i < under->term_count; i++)
            if (!go_type_has_nil(under->terms[i].type)) return false;
        return true;
    }
    switch (under->kind) {
    case GO_KIND_UNSAFE_POINTER: case GO_KIND_UNTYPED_NIL: case GO_KIND_SLICE:
    case GO_KIND_POINTER: case GO_KIND_FUNCTION: case GO_KIND_INTERFACE: case GO_KIND_MAP:
    case GO_KIND_CHANNEL:
        return true;
    default: return false;
    }
}

bool go_type_is_generic(const GoType *type) {
    return type->kind == GO_KIND_NAMED && type->parameter_count > 0 && type->origin == NULL;
}

static bool fields_have_parameters(GoField *fields, int count) {
    for (int i = 0; i < count; i++)
        if (go_type_has_parameters(fields[i].type)) return true;
    return false;
}

bool go_type_has_parameters(GoType *type) {
    switch (type->kind) {
    case GO_KIND_PARAMETER: return true;
    case GO_KIND_NAMED:
        for (int i = 0; i < type->argument_count; i++)
            if (go_type_has_parameters(type->arguments[i])) return true;
        return false;
    case GO_KIND_ARRAY: case GO_KIND_SLICE: case GO_KIND_POINTER: case GO_KIND_CHANNEL:
        return go_type_has_parameters(type->element);
    case GO_KIND_MAP:
        return go_type_has_parameters(type->element) || go_type_has_parameters(type->key);
    case GO_KIND_FUNCTION:
        return fields_have_parameters(type->fields, type->count) ||
               fields_have_parameters(type->results->fields, type->results->count);
    case GO_KIND_STRUCT: case GO_KIND_TUPLE:
        return fields_have_parameters(type->fields, type->count);
    case GO_KIND_INTERFACE:
        for (int i = 0; i < type->method_count; i++)
            if (go_type_has_parameters(type->methods[i].type)) return true;
        for (int i = 0; i < type->embedded_count; i++)
            if (go_type_has_parameters(type->embedded[i])) return true;
        return false;
    case GO_KIND_UNION:
        for (int i = 0; i < type->term_count; i++)
            if (go_type_has_parameters(type->terms[i].type)) return true;
        return false;
    default: return false;
    }
}

bool go_type_all_are(GoType *type, int flags) {
    GoType *under = go_type_underlying(type);
    if (!go_type_is_parameter(type)) return go_type_is(type, flags);
    go_type_complete(type->compile, under);
    if (!under->has_terms || under->term_count == 0) return false;
    for (int i = 0; i < under->term_count; i++)
        if (!go_type_is(under->terms[i].type, flags)) return false;
    return true;
}

bool go_type_is_comparable(GoType *type) {
    GoType *under = go_type_underlying(type);
    if (go_type_is_parameter(type)) {
        go_type_complete(type->compile, under);
        if (under->is_comparable) return true;
        if (under->term_count == 0) return false;
        for (int i = 0; i < under->term_count; i++)
            if (!go_type_is_comparable(under->terms[i].type)) return false;
        return true;
    }
    switch (under->kind) {
    case GO_KIND_SLICE: case GO_KIND_MAP: case GO_KIND_FUNCTION: case GO_KIND_UNTYPED_NIL:
        return false;
    case GO_KIND_ARRAY: return go_type_is_comparable(under->element);
    case GO_KIND_STRUCT:
        for (int i = 0; i < under->count; i++)
            if (!go_type_is_comparable(under->fields[i].type)) return false;
        return true;
    default: return true;
    }
}

GoType *go_type_core(GoType *type) {
    GoType *under = go_type_underlying(type);
    if (!go_type_is_parameter(type)) {
        if (under->kind != GO_KIND_INTERFACE) return under;
        go_type_complete(under->compile, under);
        if (!under->has_terms) return under;
    } else {
        go_type_complete(type->compile, under);
    }
    GoType *core = NULL;
    for (int i = 0; i < under->term_count; i++) {
        GoType *each = go_type_underlying(under->terms[i].type);
        if (core != NULL && core->kind == GO_KIND_CHANNEL && each->kind == GO_KIND_CHANNEL &&
            go_type_identical(core->element, each->element)) {
            if (core->direction == GO_BOTH) core = each;
            continue;
        }
        if (core != NULL && !go_type_identical(core, each)) return NULL;
        core = each;
    }
    return core;
}

GoType *go_type_core_string(GoCompile *compile, GoType *type) {
    GoType *core = go_type_core(type), *under = go_type_underlying(type);
    if (core != NULL || !go_type_is_parameter(type) || under->term_count == 0) return core;
    for (int i = 0; i < under->term_count; i++) {
        GoType *each = go_type_underlying(under->terms[i].type);
        if (each->kind == GO_KIND_STRING) continue;
        if (each->kind != GO_KIND_SLICE ||
            go_type_underlying(each->element)->kind != GO_KIND_UINT8) return NULL;
    }
    return go_types_basic(compile, GO_KIND_STRING);
}

// --- identity ---

static bool identical_fields(const GoType *left, const GoType *right) {
    if (left->count != right->count) return false;
    for (int i = 0; i < left->count; i++)
        if (!go_type_identical(left->fields[i].type, right->fields[i].type)) return false;
    return true;
}

static bool identical_structs(const GoType *left, const GoType *right) {
    if (left->count != right->count) return false;
    for (int i = 0; i < left->count; i++) {
        const GoField *first = &left->fields[i], *second = &right->fields[i];
        if (first->name != second->name || first->is_embedded != second->is_embedded ||
            strcmp(first->tag, second->tag) != 0 ||
            (first->package != second->package && !go_type_exports_name(first->name)))
            return false;
    }
    return identical_fields(left, right);
}

static bool identical_interfaces(GoType *left, GoType *right) {
    go_type_complete(left->compile, left);
    go_type_complete(right->compile, right);
    if (left->method_count != right->method_count || left->term_count != right->term_count ||
        left->has_terms != right->has_terms || left->is_comparable != right->is_comparable)
        return false;
    for (int i = 0; i < left->method_count; i++) {
        if (left->methods[i].name != right->methods[i].name) return false;
        if (left->methods[i].type == right->methods[i].type) continue;
        if (!go_type_identical(left->methods[i].type, right->methods[i].type)) return false;
    }
    for (int i = 0; i < left->term_count; i++)
        if (!go_type_identical(left->terms[i].type, right->terms[i].type) ||
            left->terms[i].is_approximate != right->terms[i].is_approximate) return false;
    return true;
}

static bool identical_named(const GoType *left, const GoType *right) {
    if (left->origin == NULL || left->origin != right->origin ||
        left->argument_count != right->argument_count) return false;
    for (int i = 0; i < left->argument_count; i++)
        if (!go_type_identical(left->arguments[i], right->arguments[i])) return false;
    return true;
}

bool go_type_identical(GoType *left, GoType *right) {
    if (left == right) return true;
    if (left == NULL || right == NULL || left->kind != right->kind) return false;
    if (left->is_canonical && right->is_canonical && left->kind != GO_KIND_NAMED) return false;
    if (left->kind < GO_BASIC_COUNT) return true;
    switch (left->kind) {
    case GO_KIND_ARRAY:
        return left->length == right->length && go_type_identical(left->element, right->element);
    case GO_KIND_SLICE: case GO_KIND_POINTER:
        return go_type_identical(left->element, right->element);
    case GO_KIND_CHANNEL:
        return left->direction == right->direction &&
               go_type_identical(left->element, right->element);
    case GO_KIND_MAP:
        return go_type_identical(left->key, right->key) &&
               go_type_identical(left->element, right->element);
    case GO_KIND_FUNCTION:
        return left->is_variadic == right->is_variadic &&
               left->parameter_count == right->parameter_count &&
               identical_fields(left, right) && identical_fields(left->results, right->results);
    case GO_KIND_TUPLE: return identical_fields(left, right);
    case GO_KIND_STRUCT: return identical_structs(left, right);
    case GO_KIND_INTERFACE: return identical_interfaces(left, right);
    case GO_KIND_NAMED: return identical_named(left, right);
    case GO_KIND_UNION:
        if (left->term_count != right->term_count) return false;
        for (int i = 0; i < left->term_count; i++)
            if (!go_type_identical(left->terms[i].type, right->terms[i].type)) return false;
        return true;
    default: return false;
    }
}

// --- canonical types ---

static uint32_t hash_type(GoType *type) {
    uint32_t hash = type->kind * 2654435761u;
    switch (type->kind) {
    case GO_KIND_ARRAY: hash += (uint32_t)type->length * 31; // fall through
    case GO_KIND_SLICE: case GO_KIND_POINTER: case GO_KIND_CHANNEL:
        return hash * 31 + hash_type(type->element);
    case GO_KIND_MAP: return (hash * 31 + hash_type(type->key)) * 31 + hash_type(type->element);
    case GO_KIND_NAMED: case GO_KIND_PARAMETER: return hash + (uint32_t)((uintptr_t)type >> 4);
    case GO_KIND_STRUCT: case GO_KIND_TUPLE: case GO_KIND_FUNCTION:
        for (int i = 0; i < type->count; i++) hash = hash * 31 + hash_type(type->fields[i].type);
        return hash;
    case GO_KIND_INTERFACE:
        go_type_complete(type->compile, type);
        for (int i = 0; i < type->method_count; i++)
            hash = hash * 31 + (uint32_t)((uintptr_t)type->methods[i].name >> 3);
        return hash;
    default: return hash;
    }
}

static void canonical_fields(GoCompile *compile, GoField *fields, int count) {
    for (int i = 0; i < count; i++) fields[i].type = go_types_canonical(compile, fields[i].type);
}

static void canonical_parts(GoCompile *compile, GoType *type) {
    type->is_canonical = true;
    if (type->element != NULL) type->element = go_types_canonical(compile, type->element);
    if (type->kind == GO_KIND_MAP) type->key = go_types_canonical(compile, type->key);
    if (type->results != NULL) type->results = go_types_canonical(compile, type->results);
    canonical_fields(compile, type->fields, type->count);
    for (int i = 0; i < type->method_count; i++)
        type->methods[i].type = go_types_canonical(compile, type->methods[i].type);
}

static void grow_table(GoCompile *compile, GoTypes *types) {
    GoType **old = types->table;
    uint32_t count = types->table_capacity;
    types->table_capacity *= 2;
    types->table = GO_NEW_ROW(compile, GoType *, types->table_capacity);
    for (uint32_t i = 0; i < count; i++) {
        if (old[i] == NULL) continue;
        uint32_t at = hash_type(old[i]) & (types->table_capacity - 1);
        while (types->table[at] != NULL) at = (at + 1) & (types->table_capacity - 1);
        types->table[at] = old[i];
    }
}

GoType *go_types_canonical(GoCompile *compile, GoType *type) {
    GoTypes *types = compile->types;
    if (type->is_canonical) return type;
    if (type->kind < GO_BASIC_COUNT) return &types->basic[type->kind];
    if (type->kind == GO_KIND_NAMED && type->origin == NULL) return type;
    if (type->kind == GO_KIND_NAMED)
        return go_type_instance(compile, type->origin, type->arguments, type->argument_count);
    if (types->table_count * 2 >= types->table_capacity) grow_table(compile, types);
    uint32_t at = hash_type(type) & (types->table_capacity - 1);
    for (; types->table[at] != NULL; at = (at + 1) & (types->table_capacity - 1))
        if (go_type_identical(types->table[at], type)) return types->table[at];
    types->table[at] = type;
    type->number = (int32_t)++types->table_count;
    canonical_parts(compile, type);
    return type;
}

// --- layout ---

static void lay_out_struct(GoType *type) {
    int64_t offset = 0;
    int32_t align = 1;
    for (int i = 0; i < type->count; i++) {
        GoField *field = &type->fields[i];
        int32_t wanted = go_type_align(field->type);
        int64_t size = go_type_size(field->type);
        offset = (offset + wanted - 1) / wanted * wanted;
        field->offset = offset;
        offset += size;
        if (wanted > align) align = wanted;
        // An address just behind the struct must not be another block's.
        if (i == type->count - 1 && size == 0 && offset > 0) offset++;
    }
    type->align = align;
    type->size = (offset + align - 1) / align * align;
}

void go_type_lay_out(GoType *type) {
    if (type->is_laid_out) return;
    type->is_laid_out = true;
    type->align = 8;
    switch (type->kind) {
    case GO_KIND_NAMED: case GO_KIND_PARAMETER: {
        GoType *under = go_type_underlying(type);
        if (under == type) {
            type->is_laid_out = false;
            return;
        }
        type->size = go_type_size(under);
        type->align = go_type_align(under);
        return;
    }
    case GO_KIND_ARRAY:
        type->size = go_type_size(type->element) * type->length;
        type->align = go_type_align(type->element);
        return;
    case GO_KIND_STRUCT: lay_out_struct(type); return;
    case GO_KIND_SLICE: type->size = 24; return;
    case GO_KIND_INTERFACE: type->size = 16; return;
    default: type->size = 8; return;
    }
}

int64_t go_type_size(GoType *type) {
    go_type_lay_out(type);
    return type->size;
}

int32_t go_type_align(GoType *type) {
    go_type_lay_out(type);
    return type->align;
}
