// Functions and lambdas.

#include "compile/function.h"

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/future.h"
#include "compile/statement.h"

// The bits of MAKE_FUNCTION's argument.
enum { HAS_DEFAULTS = 1, HAS_KEYWORD_DEFAULTS = 2, HAS_ANNOTATIONS = 4, HAS_CLOSURE = 8 };

bool function_may_await_at_top(const Compiler *compiler) {
    return (compiler->flags & COMPILE_TOP_LEVEL_AWAIT) != 0 &&
           compiler->unit->scope->kind == SCOPE_MODULE;
}

void function_emit_await(Compiler *compiler, AwaitReason reason) {
    emit_arg(compiler, OP_GET_AWAITABLE, (int32_t)reason);
    emit_none(compiler);
    emit_await(compiler, 3);
}

void function_emit_yield(Compiler *compiler) {
    const Scope *scope = compiler->unit->scope;
    if (scope->is_generator && scope->is_coroutine) emit_op(compiler, OP_ASYNC_GEN_WRAP);
    emit_op(compiler, OP_YIELD_VALUE);
    emit_arg(compiler, OP_RESUME, 1);
}

void function_emit_closure(Compiler *compiler, const Unit *inner, Code *code, int32_t flags) {
    if (code == NULL) return;
    Unit *unit = compiler->unit;
    for (int32_t i = 0; i < inner->frees.count; i++) {
        Name *name = inner->frees.names[i];
        // A name that is bound in a class and free in its methods is not the class's cell.
        bool is_cell = (unit->kind == UNIT_CLASS && name == compiler->known.class_) ||
                       scope_get_resolution(unit->scope, name) == RESOLVED_CELL;
        int32_t number = is_cell ? name_map_find(&unit->cells, name)
                                 : unit->cells.count + name_map_find(&unit->frees, name);
        emit_arg(compiler, OP_LOAD_CLOSURE, number);
    }
    if (inner->frees.count > 0) {
        flags |= HAS_CLOSURE;
        emit_arg(compiler, OP_BUILD_TUPLE, inner->frees.count);
    }
    emit_constant(compiler, constant_merge(compiler, &code->base));
    emit_arg(compiler, OP_MAKE_FUNCTION, flags);
}

int32_t function_compile_decorators(Compiler *compiler, const ExprList *decorators,
                                    const Stmt *stmt) {
    expression_compile_list(compiler, decorators);
    return decorators->count > 0 ? decorators->items[0]->span.line : stmt->span.line;
}

void function_call_decorators(Compiler *compiler, const ExprList *decorators) {
    if (compiler->failed) return;
    Span before = compiler->unit->span;
    for (int32_t i = decorators->count - 1; i >= 0; i--) {
        unit_set_span(compiler, decorators->items[i]->span);
        emit_call(compiler, 0);
    }
    unit_set_span(compiler, before);
}

// --- parameters ---

static bool is_debug(Compiler *compiler, const Parameter *parameter) {
    if (parameter == NULL || !tree_name_is(parameter->arg, "__debug__")) return false;
    compiler_mistake(compiler, compiler->unit->span, "cannot assign to __debug__");
    return true;
}

static bool check_parameters(Compiler *compiler, const Parameters *parameters) {
    if (compiler->failed) return false;
    const ParameterList *lists[] = {&parameters->posonlyargs, &parameters->args};
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++)
        for (int32_t j = 0; j < lists[i]->count; j++)
            if (is_debug(compiler, lists[i]->items[j])) return false;
    if (is_debug(compiler, parameters->vararg)) return false;
    for (int32_t j = 0; j < parameters->kwonlyargs.count; j++)
        if (is_debug(compiler, parameters->kwonlyargs.items[j])) return false;
    return !is_debug(compiler, parameters->kwarg);
}

// Pushes a dict of the keyword-only defaults, if there are any.
static int32_t compile_keyword_defaults(Compiler *compiler, const Parameters *parameters) {
    int32_t count = 0;
    const ParameterList *names = &parameters->kwonlyargs;
    Object **keys = compiler_allocate(compiler, (size_t)(names->count + 1) * sizeof *keys);
    if (keys == NULL) return 0;
    for (int32_t i = 0; i < names->count && !compiler->failed; i++) {
        Expr *value = parameters->kw_defaults.items[i];
        if (value == NULL) continue;
        Object *name = name_str(compiler, unit_mangle(compiler, names->items[i]->arg));
        if (name == NULL) return 0;
        keys[count++] = constant_merge(compiler, object_share(name));
        expression_compile(compiler, value);
    }
    if (count == 0 || compiler->failed) return 0;
    emit_constant(compiler, constant_tuple(compiler, keys, count));
    emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
    return HAS_KEYWORD_DEFAULTS;
}

static int32_t compile_defaults(Compiler *compiler, const Parameters *parameters) {
    int32_t flags = 0;
    if (parameters->defaults.count > 0) {
        expression_compile_list(compiler, &parameters->defaults);
        emit_arg(compiler, OP_BUILD_TUPLE, parameters->defaults.count);
        flags = HAS_DEFAULTS;
    }
    return flags | compile_keyword_defaults(compiler, parameters);
}

void function_compile_annotation(Compiler *compiler, Expr *annotation) {
    if (compiler_has_string_annotations(compiler)) {
        if (compiler->failed) return;
        Span before = compiler->unit->span;
        emit_constant(compiler, expression_text(compiler, annotation));
        compiler->unit->span = before;
    } else if (annotation->kind == EXPR_Starred) {
        // *args: *Ts
        expression_compile(compiler, annotation->Starred.value);
        emit_arg(compiler, OP_UNPACK_SEQUENCE, 1);
    } else {
        expression_compile(compiler, annotation);
    }
}

// Pushes a parameter's name and annotation: 2 values; 0 when there is none.
static int32_t compile_annotated(Compiler *compiler, Name *name, Expr *annotation) {
    if (annotation == NULL) return 0;
    emit_name_constant(compiler, name_mangle(compiler, compiler->unit->owner, name));
    function_compile_annotation(compiler, annotation);
    return 2;
}

static int32_t compile_annotated_parameter(Compiler *compiler, const Parameter *parameter) {
    if (parameter == NULL || parameter->annotation == NULL) return 0;
    return compile_annotated(compiler, name_of(compiler, parameter->arg), parameter->annotation);
}

static int32_t compile_annotations(Compiler *compiler, const Parameters *parameters,
                                   Expr *returns) {
    int32_t count = 0;
    for (int32_t i = 0; i < parameters->args.count; i++)
        count += compile_annotated_parameter(compiler, parameters->args.items[i]);
    for (int32_t i = 0; i < parameters->posonlyargs.count; i++)
        count += compile_annotated_parameter(compiler, parameters->posonlyargs.items[i]);
    count += compile_annotated_parameter(compiler, parameters->vararg);
    for (int32_t i = 0; i < parameters->kwonlyargs.count; i++)
        count += compile_annotated_parameter(compiler, parameters->kwonlyargs.items[i]);
    count += compile_annotated_parameter(compiler, parameters->kwarg);
    count += compile_annotated(compiler, compiler->known.return_, returns);
    if (count == 0) return 0;
    emit_arg(compiler, OP_BUILD_TUPLE, count);
    return HAS_ANNOTATIONS;
}

static void unit_set_parameters(Unit *unit, const Parameters *parameters) {
    unit->argument_count = parameters->args.count;
    unit->positional_only_count = parameters->posonlyargs.count;
    unit->keyword_only_count = parameters->kwonlyargs.count;
}

// --- bodies ---

static void compile_body(Compiler *compiler, const StmtList *body) {
    const Constant *docstring = NULL;
    if (compiler->optimise < 2) docstring = statement_get_docstring(body);
    Object *first = docstring == NULL ? compiler->vm->objects->none
                                      : constant_of(compiler, docstring);
    // The first constant is the docstring, or None.
    constant_row_add(compiler, &compiler->unit->constants, first);
    for (int32_t i = docstring != NULL ? 1 : 0; i < body->count; i++)
        statement_compile(compiler, body->items[i]);
}

void function_compile(Compiler *compiler, Stmt *stmt) {
    // FunctionDef and AsyncFunctionDef have the same fields in the same order.
    const Parameters *parameters = stmt->FunctionDef.args;
    const ExprList *decorators = &stmt->FunctionDef.decorator_list;
    if (!check_parameters(compiler, parameters)) return;
    int32_t first_line = function_compile_decorators(compiler, decorators, stmt);
    int32_t flags = compile_defaults(compiler, parameters);
    flags |= compile_annotations(compiler, parameters, stmt->FunctionDef.returns);
    UnitKind kind = stmt->kind == STMT_FunctionDef ? UNIT_FUNCTION : UNIT_ASYNC_FUNCTION;
    Name *name = name_of(compiler, stmt->FunctionDef.name);
    if (!unit_enter(compiler, kind, name, stmt, first_line)) return;
    Unit *unit = compiler->unit;
    unit_set_parameters(unit, parameters);
    compile_body(compiler, &stmt->FunctionDef.body);
    Code *code = unit_finish(compiler, UNIT_ENDS_WITH_NONE);
    function_emit_closure(compiler, unit, code, flags);
    function_call_decorators(compiler, decorators);
    emit_variable(compiler, name, CONTEXT_Store);
}

void function_compile_lambda(Compiler *compiler, Expr *expr) {
    const Parameters *parameters = expr->Lambda.args;
    if (!check_parameters(compiler, parameters)) return;
    int32_t flags = compile_defaults(compiler, parameters);
    Name *name = name_of_block(compiler, "<lambda>");
    if (!unit_enter(compiler, UNIT_LAMBDA, name, expr, expr->span.line)) return;
    Unit *unit = compiler->unit;
    unit_set_parameters(unit, parameters);
    constant_row_add(compiler, &unit->constants, compiler->vm->objects->none);
    expression_compile(compiler, expr->Lambda.body);
    UnitEnd end = UNIT_ENDS_AS_IT_IS;
    if (!unit->scope->is_generator) {
        emit_op(compiler, OP_RETURN_VALUE);
        end = UNIT_ENDS_WITH_NONE;
    }
    Code *code = unit_finish(compiler, end);
    function_emit_closure(compiler, unit, code, flags);
}
