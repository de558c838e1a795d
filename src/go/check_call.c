// Calls of functions and methods; conversions and built-in functions are handed on.

#include <string.h>

#include "go/check.h"

typedef struct Arguments {
    GoNode **nodes;          // those written, or places for the values of one call
    int count;
    bool is_spread_call;     // f(g()) with several values
} Arguments;

static const char *types_text(GoCheck *checker, GoNode **nodes, int count) {
    TextBuffer text = {0};
    text_add_char(&text, '(');
    for (int i = 0; i < count; i++) {
        if (i > 0) text_add_c(&text, ", ");
        GoType *type = nodes[i]->type;
        if (type != NULL && go_type_is_untyped(type) && type->kind != GO_KIND_UNTYPED_NIL)
            text_add_c(&text, (type->flags & GO_IS_NUMBER) ? "number"
                              : type->flags & GO_IS_STRING ? "string" : "bool");
        else if (type != NULL && type->kind == GO_KIND_UNTYPED_NIL) text_add_c(&text, "nil");
        else if (type != NULL) text_add_c(&text, go_check_type_text(checker, type));
    }
    text_add_char(&text, ')');
    const char *copy = go_compile_format(checker->compile, "%.*s", (int)text.size, text.bytes);
    text_done(&text);
    return copy;
}

static const char *wanted_text(GoCheck *checker, GoType *function) {
    TextBuffer text = {0};
    text_add_char(&text, '(');
    for (int i = 0; i < function->count; i++) {
        if (i > 0) text_add_c(&text, ", ");
        if (function->is_variadic && i == function->count - 1) {
            text_add_c(&text, "...");
            go_type_add_text(&text, function->fields[i].type->element, GO_TEXT_MESSAGE);
        } else {
            go_type_add_text(&text, function->fields[i].type, GO_TEXT_MESSAGE);
        }
    }
    text_add_char(&text, ')');
    const char *copy = go_compile_format(checker->compile, "%.*s", (int)text.size, text.bytes);
    text_done(&text);
    return copy;
}

// Checks the arguments; of one call with several values makes a place each.
static bool take_arguments(GoCheck *checker, GoNode *call, GoType *function, Arguments *given) {
    bool is_right = true;
    *given = (Arguments){call->list, call->count, false};
    for (int i = 0; i < call->count; i++) {
        GoType *hint = NULL;
        (void)function;
        if (call->count == 1) go_check_several(checker, call->list[i], hint);
        else go_check_expression(checker, call->list[i], hint);
        is_right &= call->list[i]->mode != GO_INVALID;
    }
    if (!is_right || call->count != 1 || call->list[0]->type->kind != GO_KIND_TUPLE)
        return is_right;
    GoType *tuple = call->list[0]->type;
    given->is_spread_call = true;
    given->count = tuple->count;
    given->nodes = GO_NEW_ROW(checker->compile, GoNode *, tuple->count);
    for (int i = 0; i < tuple->count; i++) {
        given->nodes[i] = GO_NEW(checker->compile, GoNode);
        *given->nodes[i] = *call->list[0];
        given->nodes[i]->type = tuple->fields[i].type;
        given->nodes[i]->mode = GO_VALUE;
    }
    return true;
}

static bool check_count(GoCheck *checker, GoNode *call, GoType *function,
                        const Arguments *given) {
    int wanted = function->count;
    bool is_enough = given->count >= (function->is_variadic && !call->flag ? wanted - 1 : wanted);
    bool is_more = given->count > wanted && (!function->is_variadic || call->flag);
    if (is_enough && !is_more) return true;
    GoPlace place = is_more ? go_node_start(given->nodes[wanted])
                    : given->count > 0 ? go_node_start(given->nodes[given->count - 1])
                    : go_node_start(call);
    GO_CHECK_ERROR_AT(checker, place, "%s arguments in call to %s\n\thave %s\n\twant %s",
                      is_more ? "too many" : "not enough",
                      go_check_text(checker->compile, call->first),
                      types_text(checker, given->nodes, given->count),
                      wanted_text(checker, function));
    return false;
}

static void give_result(GoCheck *checker, GoNode *call, GoType *function) {
    GoType *results = function->results;
    (void)checker;
    switch (results->count) {
    case 0:
        call->mode = GO_NO_VALUE;
        call->type = results;
        break;
    case 1:
        call->mode = GO_VALUE;
        call->type = results->fields[0].type;
        break;
    default:
        call->mode = GO_VALUE;
        call->type = results;
    }
}

static GoType *parameter_type(GoNode *call, GoType *function, int index) {
    if (!function->is_variadic || index < function->count - 1) return function->fields[index].type;
    GoType *last = function->fields[function->count - 1].type;
    return call->flag ? last : last->element;
}

// A generic function: finds its type arguments and gives the instance's type.
static GoType *instantiate(GoCheck *checker, GoNode *call, GoType *function,
                           const Arguments *given) {
    GoNode *called = go_node_unparen(call->first);
    GoType **types = GO_NEW_ROW(checker->compile, GoType *, function->parameter_count);
    const char *missing = NULL;
    for (int i = 0; i < called->argument_count; i++) types[i] = called->arguments[i];
    // Arguments as many as parameters: a variadic one's element is wanted several times.
    if (!go_check_infer(checker, call, function, given->nodes, given->count, types, &missing)) {
        if (missing != NULL)
            GO_CHECK_ERROR_AT(checker, (GoPlace)call->number, "cannot infer %s", missing);
        return NULL;
    }
    GoSubstitution by = {function->parameters, types, function->parameter_count};
    for (int i = 0; i < function->parameter_count; i++) {
        const char *cause = NULL;
        GoType *constraint = go_type_substitute(checker->compile,
                                                function->parameters[i]->constraint, &by);
        if (go_check_satisfies(checker, types[i], constraint, &cause)) continue;
        GoPlace place = (GoPlace)call->number;
        if (called->kind == GO_NODE_INDEX && i < called->count)
            place = go_node_start(called->list[i]);
        GO_CHECK_ERROR_AT(checker, place, "%s", cause);
        return NULL;
    }
    called->arguments = types;
    called->argument_count = function->parameter_count;
    GoType *plain = go_type_new(checker->compile, GO_KIND_FUNCTION);
    *plain = *function;
    plain->parameters = NULL;
    plain->parameter_count = 0;
    plain->is_canonical = false;
    plain = go_type_substitute(checker->compile, plain, &by);
    called->type = plain;
    if (called != call->first) call->first->type = plain;
    return plain;
}

static void check_function_call(GoCheck *checker, GoNode *call, GoType *function) {
    Arguments given;
    call->mode = GO_INVALID;
    call->type = go_check_invalid(checker);
    bool is_right = take_arguments(checker, call, function, &given);
    GoType *known = function->parameter_count == 0 ? function : NULL;
    if (known != NULL) give_result(checker, call, known);
    if (!is_right) return;
    if (call->flag && (!function->is_variadic || given.is_spread_call)) {
        if (given.is_spread_call)
            GO_CHECK_ERROR(checker, call->list[0], "cannot use ... with %d-valued %s", given.count,
                           go_check_text(checker->compile, call->list[0]));
        else GO_CHECK_ERROR(checker, call->list[call->count - 1],
                            "have (...%s) but function is not variadic: %s", "",
                            go_check_text(checker->compile, call->first));
        return;
    }
    if (!check_count(checker, call, function, &given)) return;
    if (known == NULL) {
        function = instantiate(checker, call, function, &given);
        if (function == NULL) return;
        give_result(checker, call, function);
    }
    const char *context = go_compile_format(checker->compile, "argument to %s",
                                            go_check_text(checker->compile, call->first));
    for (int i = 0; i < given.count; i++)
        go_check_assignment(checker, given.nodes[i], parameter_type(call, function, i), context);
}

static void check_conversion_call(GoCheck *checker, GoNode *call) {
    GoType *type = call->first->type;
    call->mode = GO_INVALID;
    call->type = go_check_invalid(checker);
    if (go_type_is_generic(type)) {
        GO_CHECK_ERROR(checker, call->first, "cannot use generic type %s without instantiation",
                       go_check_type_text(checker, type));
        return;
    }
    if (call->count != 1) {
        for (int i = 0; i < call->count; i++) go_check_expression(checker, call->list[i], NULL);
        const char *text = go_check_type_text(checker, type);
        if (call->count == 0)
            GO_CHECK_ERROR_AT(checker, call->end, "missing argument in conversion to %s", text);
        else GO_CHECK_ERROR(checker, call->list[call->count - 1],
                            "too many arguments in conversion to %s", text);
        return;
    }
    if (go_type_is_interface(type)) {
        GoType *under = go_type_underlying(type);
        go_type_complete(checker->compile, under);
        if (under->has_terms || under->is_comparable) {
            GO_CHECK_ERROR(checker, call,
                           "cannot use interface %s in conversion (contains specific "
                           "type constraints or is comparable)", go_check_type_text(checker, type));
            return;
        }
    }
    go_check_expression(checker, call->list[0], type);
    go_check_conversion(checker, call, call->list[0], type);
}

void go_check_call(GoCheck *checker, GoNode *call) {
    go_check_raw(checker, call->first, NULL);
    GoNode *called = call->first;
    switch (called->mode) {
    case GO_INVALID:
        for (int i = 0; i < call->count; i++) go_check_raw(checker, call->list[i], NULL);
        call->mode = GO_INVALID;
        call->type = go_check_invalid(checker);
        return;
    case GO_TYPE_EXPRESSION: check_conversion_call(checker, call); return;
    case GO_BUILTIN:
        go_check_builtin(checker, call, (GoBuiltin)go_node_unparen(called)->entity->builtin);
        return;
    default: break;
    }
    GoType *core = called->mode == GO_NO_VALUE ? NULL : go_type_core(called->type);
    if (core == NULL || core->kind != GO_KIND_FUNCTION) {
        for (int i = 0; i < call->count; i++) go_check_raw(checker, call->list[i], NULL);
        GO_CHECK_ERROR(checker, called, "invalid operation: cannot call non-function %s",
                       go_check_operand(checker, called));
        call->mode = GO_INVALID;
        call->type = go_check_invalid(checker);
        return;
    }
    check_function_call(checker, call, core);
}
