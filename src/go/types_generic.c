// Interfaces made complete, type parameters replaced, generic types instantiated.

#include <string.h>

#include "go/scope.h"

// --- complete interfaces ---

static bool is_same_method(const GoMethod *left, const GoMethod *right) {
    return left->name == right->name &&
           (left->package == right->package || go_type_exports_name(left->name));
}

static void add_method(GoCompile *compile, GoType *type, const GoMethod *method) {
    for (int i = 0; i < type->method_count; i++) {
        if (!is_same_method(&type->methods[i], method)) continue;
        if (!go_type_identical(type->methods[i].type, method->type))
            go_compile_error(compile, method->place, "duplicate method %s", method->name);
        return;
    }
    size_t count = (size_t)type->method_count;
    type->methods = go_compile_grow(compile, type->methods, count * sizeof(GoMethod),
                                    (count + 1) * sizeof(GoMethod));
    type->methods[type->method_count++] = *method;
}

static bool term_includes(const GoTerm *wide, const GoTerm *narrow) {
    if (!wide->is_approximate)
        return !narrow->is_approximate && go_type_identical(wide->type, narrow->type);
    return go_type_identical(go_type_underlying(wide->type), go_type_underlying(narrow->type));
}

static void add_term(GoCompile *compile, GoType *type, GoTerm term) {
    for (int i = 0; i < type->term_count; i++)
        if (term_includes(&type->terms[i], &term)) return;
    size_t count = (size_t)type->term_count;
    type->terms = go_compile_grow(compile, type->terms, count * sizeof(GoTerm),
                                  (count + 1) * sizeof(GoTerm));
    type->terms[type->term_count++] = term;
}

// Only types that are in both sets remain.
static void intersect_terms(GoCompile *compile, GoType *type, const GoTerm *terms, int count) {
    GoTerm *old = type->terms;
    int old_count = type->term_count;
    if (!type->has_terms) {
        type->has_terms = true;
        for (int i = 0; i < count; i++) add_term(compile, type, terms[i]);
        return;
    }
    type->terms = NULL;
    type->term_count = 0;
    for (int i = 0; i < old_count; i++)
        for (int j = 0; j < count; j++) {
            if (term_includes(&terms[j], &old[i])) add_term(compile, type, old[i]);
            else if (term_includes(&old[i], &terms[j])) add_term(compile, type, terms[j]);
        }
}

// The terms of a union, those of embedded interfaces in it among them.
static void collect_terms(GoCompile *compile, GoType *set, GoType *member, bool is_approximate,
                          bool *is_all) {
    GoType *under = go_type_underlying(member);
    if (member->kind == GO_KIND_UNION) {
        for (int i = 0; i < member->term_count; i++)
            collect_terms(compile, set, member->terms[i].type, member->terms[i].is_approximate,
                          is_all);
    } else if (under->kind == GO_KIND_INTERFACE && !go_type_is_parameter(member)) {
        go_type_complete(compile, under);
        if (!under->has_terms) *is_all = true;
        for (int i = 0; i < under->term_count; i++) add_term(compile, set, under->terms[i]);
    } else {
        add_term(compile, set, (GoTerm){member, is_approximate});
    }
}

static void sort_methods(GoType *type) {
    for (int i = 1; i < type->method_count; i++)
        for (int j = i; j > 0 && strcmp(type->methods[j - 1].name, type->methods[j].name) > 0;
             j--) {
            GoMethod swapped = type->methods[j];
            type->methods[j] = type->methods[j - 1];
            type->methods[j - 1] = swapped;
        }
}

void go_type_complete(GoCompile *compile, GoType *type) {
    if (type->kind != GO_KIND_INTERFACE || type->is_complete) return;
    type->is_complete = true;
    for (int i = 0; i < type->embedded_count; i++) {
        GoType *embedded = type->embedded[i], *under = go_type_underlying(embedded);
        if (under->kind == GO_KIND_INTERFACE && embedded->kind != GO_KIND_UNION) {
            go_type_complete(compile, under);
            for (int j = 0; j < under->method_count; j++)
                add_method(compile, type, &under->methods[j]);
            type->is_comparable |= under->is_comparable;
            if (under->has_terms)
                intersect_terms(compile, type, under->terms, under->term_count);
            continue;
        }
        GoType set = {.kind = GO_KIND_INTERFACE, .compile = compile};
        bool is_all = false;
        collect_terms(compile, &set, embedded, false, &is_all);
        if (!is_all) intersect_terms(compile, type, set.terms, set.term_count);
    }
    sort_methods(type);
}

// --- substitution ---

static GoField *substitute_fields(GoCompile *compile, GoField *fields, int count,
                                  const GoSubstitution *by) {
    GoField *copy = NULL;
    for (int i = 0; i < count; i++) {
        GoType *type = go_type_substitute(compile, fields[i].type, by);
        if (type == fields[i].type) continue;
        if (copy == NULL)
            copy = go_compile_grow(compile, fields, sizeof(GoField) * (size_t)count,
                                   sizeof(GoField) * (size_t)count);
        copy[i].type = type;
    }
    return copy == NULL ? fields : copy;
}

static GoType *copy_type(GoCompile *compile, const GoType *type) {
    GoType *copy = go_type_new(compile, (GoKind)type->kind);
    *copy = *type;
    copy->is_canonical = copy->is_laid_out = false;
    copy->runtime = NULL;
    copy->pointer = NULL;
    return copy;
}

static GoType *substitute_function(GoCompile *compile, GoType *type, const GoSubstitution *by) {
    GoField *fields = substitute_fields(compile, type->fields, type->count, by);
    GoType *results = go_type_substitute(compile, type->results, by);
    if (fields == type->fields && results == type->results) return type;
    GoType *copy = copy_type(compile, type);
    copy->fields = fields;
    copy->results = results;
    return copy;
}

static GoType *substitute_interface(GoCompile *compile, GoType *type, const GoSubstitution *by) {
    if (!go_type_has_parameters(type)) return type;
    GoType *copy = copy_type(compile, type);
    copy->methods = go_compile_grow(compile, type->methods,
                                    sizeof(GoMethod) * (size_t)type->method_count,
                                    sizeof(GoMethod) * (size_t)type->method_count);
    for (int i = 0; i < copy->method_count; i++)
        copy->methods[i].type = go_type_substitute(compile, copy->methods[i].type, by);
    copy->embedded = GO_NEW_ROW(compile, GoType *, type->embedded_count);
    for (int i = 0; i < copy->embedded_count; i++)
        copy->embedded[i] = go_type_substitute(compile, type->embedded[i], by);
    copy->is_complete = false;
    copy->has_terms = false;
    copy->terms = NULL;
    copy->term_count = 0;
    return copy;
}

static GoType *substitute_named(GoCompile *compile, GoType *type, const GoSubstitution *by) {
    GoType **arguments = NULL;
    for (int i = 0; i < type->argument_count; i++) {
        GoType *argument = go_type_substitute(compile, type->arguments[i], by);
        if (argument != type->arguments[i] && arguments == NULL)
            arguments = go_compile_grow(compile, type->arguments,
                                        sizeof(GoType *) * (size_t)type->argument_count,
                                        sizeof(GoType *) * (size_t)type->argument_count);
        if (arguments != NULL) arguments[i] = argument;
    }
    if (arguments == NULL) return type;
    return go_type_instance(compile, type->origin, arguments, type->argument_count);
}

static GoType *substitute_union(GoCompile *compile, GoType *type, const GoSubstitution *by) {
    GoType *copy = copy_type(compile, type);
    copy->terms = GO_NEW_ROW(compile, GoTerm, type->term_count);
    for (int i = 0; i < type->term_count; i++)
        copy->terms[i] = (GoTerm){go_type_substitute(compile, type->terms[i].type, by),
                                  type->terms[i].is_approximate};
    return copy;
}

GoType *go_type_substitute(GoCompile *compile, GoType *type, const GoSubstitution *by) {
    if (by->count == 0) return type;
    switch (type->kind) {
    case GO_KIND_PARAMETER:
        for (int i = 0; i < by->count; i++)
            if (by->parameters[i] == type) return by->arguments[i];
        return type;
    case GO_KIND_NAMED: return substitute_named(compile, type, by);
    case GO_KIND_FUNCTION: return substitute_function(compile, type, by);
    case GO_KIND_INTERFACE: return substitute_interface(compile, type, by);
    case GO_KIND_UNION: return substitute_union(compile, type, by);
    case GO_KIND_STRUCT: case GO_KIND_TUPLE: {
        GoField *fields = substitute_fields(compile, type->fields, type->count, by);
        if (fields == type->fields) return type;
        GoType *copy = copy_type(compile, type);
        copy->fields = fields;
        return copy;
    }
    case GO_KIND_POINTER: {
        GoType *element = go_type_substitute(compile, type->element, by);
        return element == type->element ? type : go_type_pointer(compile, element);
    }
    case GO_KIND_ARRAY: case GO_KIND_SLICE: case GO_KIND_MAP: case GO_KIND_CHANNEL: {
        GoType *element = go_type_substitute(compile, type->element, by);
        GoType *key = type->kind == GO_KIND_MAP ? go_type_substitute(compile, type->key, by) : NULL;
        if (element == type->element && (key == NULL || key == type->key)) return type;
        GoType *copy = copy_type(compile, type);
        copy->element = element;
        if (key != NULL) copy->key = key;
        return copy;
    }
    default: return type;
    }
}

GoType *go_type_instance(GoCompile *compile, GoType *origin, GoType **arguments, int count) {
    GoTypes *types = compile->types;
    for (int i = 0; i < types->instance_count; i++) {
        GoType *each = types->instances[i];
        if (each->origin != origin || each->argument_count != count) continue;
        int same = 0;
        while (same < count && go_type_identical(each->arguments[same], arguments[same])) same++;
        if (same == count) return each;
    }
    GoType *type = go_type_new(compile, GO_KIND_NAMED);
    type->name = origin->name;
    type->package = origin->package;
    type->entity = origin->entity;
    type->origin = origin;
    type->arguments = arguments;
    type->argument_count = count;
    if (types->instance_count == types->instance_capacity) {
        int capacity = types->instance_capacity == 0 ? 32 : types->instance_capacity * 2;
        types->instances = go_compile_grow(compile, types->instances,
                                           sizeof(GoType *) * (size_t)types->instance_count,
                                           sizeof(GoType *) * (size_t)capacity);
        types->instance_capacity = capacity;
    }
    types->instances[types->instance_count++] = type;
    return type;
}
