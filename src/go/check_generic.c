// Type arguments: inferred from arguments and constraints, and held against constraints.

#include <string.h>

#include "go/check.h"

// --- unification ---

typedef struct Unifier {
    GoType **parameters, **types;
    int count;
} Unifier;

static int parameter_index(const Unifier *unifier, const GoType *type) {
    for (int i = 0; i < unifier->count; i++)
        if (unifier->parameters[i] == type) return i;
    return -1;
}

static bool unify(Unifier *unifier, GoType *wanted, GoType *given);

// Whether a type mentions one of the parameters that are looked for.
static bool mentions(GoCompile *compile, const Unifier *unifier, GoType *type) {
    GoType *other[64];
    for (int i = 0; i < unifier->count && i < 64; i++)
        other[i] = go_types_basic(compile, GO_KIND_INVALID);
    GoSubstitution by = {unifier->parameters, other, unifier->count < 64 ? unifier->count : 64};
    return go_type_substitute(compile, type, &by) != type;
}

static bool unify_fields(Unifier *unifier, GoField *wanted, GoField *given, int count) {
    for (int i = 0; i < count; i++)
        if (!unify(unifier, wanted[i].type, given[i].type)) return false;
    return true;
}

static bool unify_parts(Unifier *unifier, GoType *wanted, GoType *given) {
    switch (wanted->kind) {
    case GO_KIND_ARRAY:
        return wanted->length == given->length && unify(unifier, wanted->element, given->element);
    case GO_KIND_SLICE: case GO_KIND_POINTER:
        return unify(unifier, wanted->element, given->element);
    case GO_KIND_CHANNEL: return unify(unifier, wanted->element, given->element);
    case GO_KIND_MAP:
        return unify(unifier, wanted->key, given->key) &&
               unify(unifier, wanted->element, given->element);
    case GO_KIND_FUNCTION:
        return wanted->count == given->count && wanted->is_variadic == given->is_variadic &&
               unify_fields(unifier, wanted->fields, given->fields, wanted->count) &&
               unify(unifier, wanted->results, given->results);
    case GO_KIND_STRUCT: case GO_KIND_TUPLE:
        return wanted->count == given->count &&
               unify_fields(unifier, wanted->fields, given->fields, wanted->count);
    case GO_KIND_NAMED:
        if (wanted->origin == NULL || wanted->origin != given->origin) return false;
        for (int i = 0; i < wanted->argument_count; i++)
            if (!unify(unifier, wanted->arguments[i], given->arguments[i])) return false;
        return true;
    case GO_KIND_INTERFACE:
        if (wanted->method_count != given->method_count) return false;
        for (int i = 0; i < wanted->method_count; i++)
            if (wanted->methods[i].name != given->methods[i].name ||
                !unify(unifier, wanted->methods[i].type, given->methods[i].type)) return false;
        return true;
    default: return go_type_identical(wanted, given);
    }
}

static bool unify(Unifier *unifier, GoType *wanted, GoType *given) {
    if (wanted == given && parameter_index(unifier, wanted) < 0) return true;
    int index = parameter_index(unifier, wanted);
    if (index >= 0) {
        GoType *known = unifier->types[index];
        if (known == NULL) {
            unifier->types[index] = given;
            return true;
        }
        if (go_type_identical(known, given)) return true;
        if (go_type_has_parameters(known)) return unify(unifier, known, given);
        // A named and an unnamed type of one structure agree on the named.
        if (go_type_identical(go_type_underlying(known), go_type_underlying(given)) &&
            (known->kind != GO_KIND_NAMED || given->kind != GO_KIND_NAMED) &&
            known->kind >= GO_BASIC_COUNT && given->kind >= GO_BASIC_COUNT) {
            if (given->kind == GO_KIND_NAMED) unifier->types[index] = given;
            return true;
        }
        return false;
    }
    if (wanted->kind != GO_KIND_NAMED && given->kind == GO_KIND_NAMED)
        given = go_type_underlying(given);   // inexact, as assignment is
    else if (wanted->kind == GO_KIND_NAMED && given->kind != GO_KIND_NAMED)
        wanted = go_type_underlying(wanted);
    if (wanted->kind != given->kind) return false;
    return unify_parts(unifier, wanted, given);
}

// Constraints with a core type tell more: S ~[]E gives E from S.
static bool unify_constraints(GoCheck *checker, Unifier *unifier) {
    for (int i = 0; i < unifier->count; i++) {
        GoType *constraint = unifier->parameters[i]->constraint;
        GoType *set = go_type_underlying(constraint);
        go_type_complete(checker->compile, set);
        if (set->kind != GO_KIND_INTERFACE || !set->has_terms || set->term_count == 0) continue;
        GoType *core = go_type_core(constraint);
        if (core == NULL || (set->term_count > 1 && !go_type_has_parameters(core))) continue;
        GoType *known = unifier->types[i];
        if (known == NULL) {
            if (set->term_count == 1) unifier->types[i] =
                set->terms[0].is_approximate ? core : set->terms[0].type;
        } else if (go_type_has_parameters(core)) {
            (void)unify(unifier, core, go_type_underlying(known));
        }
    }
    // Types found by way of others are made whole.
    for (int round = 0; round < unifier->count; round++)
        for (int i = 0; i < unifier->count; i++) {
            GoSubstitution by = {unifier->parameters, unifier->types, unifier->count};
            bool is_whole = true;
            for (int j = 0; j < unifier->count; j++) is_whole &= unifier->types[j] != NULL;
            if (is_whole && unifier->types[i] != unifier->parameters[i])
                unifier->types[i] = go_type_substitute(checker->compile, unifier->types[i], &by);
        }
    return true;
}

static GoType *parameter_of(GoNode *call, GoType *function, int index) {
    if (!function->is_variadic || index < function->count - 1)
        return index < function->count ? function->fields[index].type : NULL;
    GoType *last = function->fields[function->count - 1].type;
    return call->flag ? last : last->element;
}

static void tell_mismatch(GoCheck *checker, GoNode *argument, Unifier *unifier, GoType *wanted) {
    GoSubstitution by = {unifier->parameters, unifier->types, unifier->count};
    GoType *shown = wanted;
    bool has_any = false;
    for (int i = 0; i < unifier->count; i++) has_any |= unifier->types[i] != NULL;
    if (has_any) {
        GoType *filled[64];
        for (int i = 0; i < unifier->count && i < 64; i++)
            filled[i] = unifier->types[i] != NULL ? unifier->types[i] : unifier->parameters[i];
        by.arguments = filled;
        shown = go_type_substitute(checker->compile, wanted, &by);
    }
    const char *type_text = go_check_type_text(checker, argument->type);
    if (shown == wanted || go_type_identical(shown, wanted))
        GO_CHECK_ERROR(checker, argument, "type %s of %s does not match %s (cannot infer %s)",
                       type_text, go_check_text(checker->compile, argument),
                       go_check_type_text(checker, wanted),
                       go_check_type_text(checker, unifier->parameters[0]));
    else GO_CHECK_ERROR(checker, argument,
                        "type %s of %s does not match inferred type %s for %s", type_text,
                        go_check_text(checker->compile, argument), go_check_type_text(checker,
                                                                                      shown),
                        go_check_type_text(checker, wanted));
}

// The type with those type arguments filled in that are written.
static GoType *known_so_far(GoCheck *checker, const Unifier *given, GoType *type) {
    GoType *filled[64];
    int count = given->count < 64 ? given->count : 64;
    for (int i = 0; i < count; i++)
        filled[i] = given->types[i] != NULL ? given->types[i] : given->parameters[i];
    GoSubstitution by = {given->parameters, filled, count};
    return go_type_substitute(checker->compile, type, &by);
}

bool go_check_infer(GoCheck *checker, GoNode *call, GoType *function, GoNode **arguments,
                    int argument_count, GoType **types, const char **missing) {
    Unifier unifier = {function->parameters, types, function->parameter_count};
    GoType **written = GO_NEW_ROW(checker->compile, GoType *, function->parameter_count);
    for (int i = 0; i < function->parameter_count; i++) written[i] = types[i];
    Unifier given = {function->parameters, written, function->parameter_count};
    *missing = NULL;
    for (int i = 0; i < argument_count; i++) {
        GoType *wanted = parameter_of(call, function, i);
        if (wanted == NULL || !mentions(checker->compile, &unifier, known_so_far(
            checker, &given, wanted))) continue;
        if (go_type_is_untyped(arguments[i]->type)) continue;
        if (!unify(&unifier, wanted, arguments[i]->type)) {
            tell_mismatch(checker, arguments[i], &unifier, wanted);
            return false;
        }
    }
    (void)unify_constraints(checker, &unifier);
    bool *is_default = GO_NEW_ROW(checker->compile, bool, function->parameter_count);
    // Untyped constants give their default types to parameters that nothing else tells.
    for (int i = 0; i < argument_count; i++) {
        GoType *wanted = parameter_of(call, function, i);
        int index = wanted == NULL ? -1 : parameter_index(&unifier, wanted);
        if (index < 0 || !go_type_is_untyped(arguments[i]->type) ||
            arguments[i]->type->kind == GO_KIND_UNTYPED_NIL) continue;
        GoType *type = go_check_default(checker, arguments[i]->type);
        if (types[index] == NULL) {
            types[index] = type;
            is_default[index] = true;
        } else if (is_default[index] && !go_type_identical(types[index], type)) {
            GO_CHECK_ERROR(checker, arguments[i],
                           "default type %s of %s does not match inferred type %s for %s",
                           go_check_type_text(checker, type),
                           go_check_text(checker->compile, arguments[i]),
                           go_check_type_text(checker, types[index]),
                           function->parameters[index]->name);
            return false;
        }
    }
    (void)unify_constraints(checker, &unifier);
    for (int i = 0; i < unifier.count; i++)
        if (types[i] == NULL) {
            *missing = function->parameters[i]->name;
            return false;
        }
    return true;
}

// A generic function that is no operand of a call must be instantiated in full.
void go_check_function_value(GoCheck *checker, GoNode *node) {
    GoNode *inner = go_node_unparen(node);
    GoType *function = node->type;
    if (node->mode == GO_INVALID || function->kind != GO_KIND_FUNCTION ||
        function->parameter_count == 0) return;
    if (inner->argument_count == 0) return;   // told as not instantiated
    GoType **types = GO_NEW_ROW(checker->compile, GoType *, function->parameter_count);
    for (int i = 0; i < inner->argument_count; i++) types[i] = inner->arguments[i];
    Unifier unifier = {function->parameters, types, function->parameter_count};
    (void)unify_constraints(checker, &unifier);
    for (int i = 0; i < unifier.count; i++)
        if (types[i] == NULL) {
            GO_CHECK_ERROR(checker, node, "cannot use generic function %s without instantiation",
                           go_check_text(checker->compile, inner->first));
            node->mode = GO_INVALID;
            return;
        }
    GoSubstitution by = {function->parameters, types, function->parameter_count};
    for (int i = 0; i < unifier.count; i++) {
        const char *cause;
        GoType *constraint = go_type_substitute(checker->compile,
                                                function->parameters[i]->constraint, &by);
        if (go_check_satisfies(checker, types[i], constraint, &cause)) continue;
        GO_CHECK_ERROR(checker, i < inner->count ? inner->list[i] : node, "%s", cause);
        node->mode = GO_INVALID;
        return;
    }
    GoType *plain = go_type_new(checker->compile, GO_KIND_FUNCTION);
    *plain = *function;
    plain->parameters = NULL;
    plain->parameter_count = 0;
    plain->is_canonical = false;
    inner->arguments = types;
    inner->argument_count = function->parameter_count;
    inner->type = node->type = go_type_substitute(checker->compile, plain, &by);
}

// --- constraints ---

static bool set_includes(GoType *set, GoType *type) {
    for (int i = 0; i < set->term_count; i++) {
        const GoTerm *term = &set->terms[i];
        if (go_type_identical(term->type, type)) return true;
        if (term->is_approximate && go_type_identical(go_type_underlying(term->type),
                                                      go_type_underlying(type))) return true;
    }
    return false;
}

static bool terms_satisfy(GoType *argument, GoType *set) {
    if (!go_type_is_parameter(argument)) return set_includes(set, argument);
    GoType *own = go_type_underlying(argument);
    go_type_complete(argument->compile, own);
    if (own->term_count == 0) return false;
    for (int i = 0; i < own->term_count; i++) {
        bool is_in = false;
        for (int j = 0; j < set->term_count; j++) {
            const GoTerm *narrow = &own->terms[i], *wide = &set->terms[j];
            is_in |= wide->is_approximate
                     ? go_type_identical(go_type_underlying(wide->type),
                                         go_type_underlying(narrow->type))
                     : !narrow->is_approximate && go_type_identical(wide->type, narrow->type);
        }
        if (!is_in) return false;
    }
    return true;
}

static const char *approximate_hint(GoType *set, GoType *type) {
    for (int i = 0; i < set->term_count; i++)
        if (!set->terms[i].is_approximate && type->kind == GO_KIND_NAMED &&
            go_type_identical(set->terms[i].type, go_type_underlying(type)))
            return set->terms[i].type->name;
    return NULL;
}

bool go_check_satisfies(GoCheck *checker, GoType *argument, GoType *constraint,
                        const char **cause) {
    GoCompile *compile = checker->compile;
    GoType *set = go_type_underlying(constraint);
    if (set->kind != GO_KIND_INTERFACE || argument->kind == GO_KIND_INVALID) return true;
    go_type_complete(compile, set);
    const char *type_text = go_check_type_text(checker, argument);
    const char *constraint_text = go_check_type_text(checker, constraint);
    const char *missing = go_check_missing(checker, argument, set);
    if (missing != NULL) {
        *cause = go_compile_format(compile, "%s does not implement %s %s", type_text,
                                   constraint_text, missing);
        return false;
    }
    if (set->is_comparable && (!go_type_is_comparable(argument) ||
                               go_type_is_interface(argument))) {
        *cause = go_compile_format(compile, "%s does not implement comparable", type_text);
        return false;
    }
    if (!set->has_terms) return true;
    if (set->term_count == 0) {
        *cause = go_compile_format(compile, "cannot implement %s (empty type set)",
                                   constraint_text);
        return false;
    }
    if (terms_satisfy(argument, set)) return true;
    const char *hint = approximate_hint(set, argument);
    TextBuffer text = {0};
    go_type_add_text(&text, constraint, GO_TEXT_MESSAGE);
    if (hint != NULL)
        *cause = go_compile_format(compile,
                                   "%s does not implement %s (possibly missing ~ for %s in "
                                   "constraint %s)", type_text, constraint_text, hint,
                                   constraint_text);
    else if (set->is_implicit)
        *cause = go_compile_format(compile, "%s does not implement %s", type_text, constraint_text);
    else {
        TextBuffer terms = {0};
        for (int i = 0; i < set->term_count; i++) {
            text_add_c(&terms, i > 0 ? " | " : "");
            if (set->terms[i].is_approximate) text_add_char(&terms, '~');
            go_type_add_text(&terms, set->terms[i].type, GO_TEXT_MESSAGE);
        }
        *cause = go_compile_format(compile, "%s does not implement %s (%s missing in %.*s)",
                                   type_text, constraint_text, type_text, (int)terms.size,
                                   terms.bytes);
        text_done(&terms);
    }
    text_done(&text);
    return false;
}

GoType *go_check_instance(GoCheck *checker, GoNode *node, GoType *generic, GoNode **arguments,
                          int count) {
    int wanted = generic->parameter_count;
    GoType **types = GO_NEW_ROW(checker->compile, GoType *, count > wanted ? count : wanted);
    bool is_right = true;
    for (int i = 0; i < count; i++) {
        types[i] = go_check_type(checker, arguments[i]);
        is_right &= types[i]->kind != GO_KIND_INVALID;
    }
    if (!is_right) return go_check_invalid(checker);
    if (count != wanted) {
        GoPlace place = count > wanted ? go_node_start(arguments[wanted]) : go_node_start(node);
        GO_CHECK_ERROR_AT(checker, place, "got %d arguments but %d type parameters", count, wanted);
        return go_check_invalid(checker);
    }
    GoSubstitution by = {generic->parameters, types, wanted};
    for (int i = 0; i < wanted; i++) {
        const char *cause;
        if (generic->parameters[i]->constraint == NULL) continue;
        // Inside its own declaration a generic type isn't known well enough yet.
        if (generic->underlying == NULL) continue;
        GoType *constraint = go_type_substitute(checker->compile,
                                                generic->parameters[i]->constraint, &by);
        if (go_check_satisfies(checker, types[i], constraint, &cause)) continue;
        GO_CHECK_ERROR(checker, arguments[i], "%s", cause);
        return go_check_invalid(checker);
    }
    return go_type_instance(checker->compile, generic, types, wanted);
}
