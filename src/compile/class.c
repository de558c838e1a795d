// Classes: the body as a function without parameters, and the call that makes a class.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"
#include "compile/statement.h"

static void compile_class_body(Compiler *compiler, Stmt *stmt) {
    Unit *unit = compiler->unit;
    const WellKnown *known = &compiler->known;
    unit->owner = unit->name;
    emit_variable(compiler, known->name, CONTEXT_Load);
    emit_variable(compiler, known->module, CONTEXT_Store);
    if (unit->qualname != NULL)
        emit_constant(compiler, constant_merge(compiler, object_share(unit->qualname)));
    emit_variable(compiler, known->qualname, CONTEXT_Store);
    statement_compile_body(compiler, &stmt->ClassDef.body);
    unit->span = span_nowhere();
    if (unit->scope->needs_class_closure) {
        emit_arg(compiler, OP_LOAD_CLOSURE, name_map_find(&unit->cells, known->class_));
        emit_arg(compiler, OP_COPY, 1);
        emit_variable(compiler, known->class_cell, CONTEXT_Store);
    } else {
        emit_none(compiler);
    }
    emit_op(compiler, OP_RETURN_VALUE);
}

void function_compile_class(Compiler *compiler, Stmt *stmt) {
    const ExprList *decorators = &stmt->ClassDef.decorator_list;
    int32_t first_line = function_compile_decorators(compiler, decorators, stmt);
    Name *name = name_of(compiler, stmt->ClassDef.name);
    if (!unit_enter(compiler, UNIT_CLASS, name, stmt, first_line)) return;
    Unit *unit = compiler->unit;
    compile_class_body(compiler, stmt);
    Code *code = unit_finish(compiler, UNIT_ENDS_WITH_NONE);
    emit_op(compiler, OP_PUSH_NULL);
    emit_op(compiler, OP_LOAD_BUILD_CLASS);
    function_emit_closure(compiler, unit, code, 0);
    emit_name_constant(compiler, name);
    expression_compile_arguments(compiler, 2, &stmt->ClassDef.bases, &stmt->ClassDef.keywords);
    function_call_decorators(compiler, decorators);
    emit_variable(compiler, name, CONTEXT_Store);
}
