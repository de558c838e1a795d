// Statements: assignments, imports, return, assert, if, and the way to all others.

#include "compile/statement.h"

#include <string.h>

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"
#include "compile/future.h"
#include "objects/tuple.h"

const Constant *statement_get_docstring(const StmtList *body) {
    if (body->count == 0 || body->items[0]->kind != STMT_Expr) return NULL;
    const Expr *value = body->items[0]->Expr.value;
    if (value->kind != EXPR_Constant) return NULL;
    const Constant *constant = &value->Constant.value;
    bool is_str = constant->kind == CONSTANT_STRING ||
                  (constant->kind == CONSTANT_OBJECT &&
                   ((const Object *)constant->object)->kind == KIND_STR);
    return is_str ? constant : NULL;
}

static bool handlers_have_annotation(const ExceptHandlerList *handlers) {
    for (int32_t i = 0; i < handlers->count; i++)
        if (statement_has_annotation(&handlers->items[i]->body)) return true;
    return false;
}

static bool has_annotation(const Stmt *stmt) {
    switch (stmt->kind) {
    case STMT_AnnAssign: return true;
    case STMT_For:
    case STMT_AsyncFor:
        return statement_has_annotation(&stmt->For.body) ||
               statement_has_annotation(&stmt->For.orelse);
    case STMT_While:
        return statement_has_annotation(&stmt->While.body) ||
               statement_has_annotation(&stmt->While.orelse);
    case STMT_If:
        return statement_has_annotation(&stmt->If.body) ||
               statement_has_annotation(&stmt->If.orelse);
    case STMT_With:
    case STMT_AsyncWith: return statement_has_annotation(&stmt->With.body);
    case STMT_Try:
    case STMT_TryStar:
        return handlers_have_annotation(&stmt->Try.handlers) ||
               statement_has_annotation(&stmt->Try.body) ||
               statement_has_annotation(&stmt->Try.finalbody) ||
               statement_has_annotation(&stmt->Try.orelse);
    default: return false;
    }
}

bool statement_has_annotation(const StmtList *body) {
    for (int32_t i = 0; i < body->count; i++)
        if (has_annotation(body->items[i])) return true;
    return false;
}

void statement_compile_list(Compiler *compiler, const StmtList *list) {
    for (int32_t i = 0; i < list->count; i++) statement_compile(compiler, list->items[i]);
}

void statement_compile_body(Compiler *compiler, const StmtList *body) {
    if (compiler->failed) return;
    Unit *unit = compiler->unit;
    // __annotations__ is made at the line of the module's first statement.
    if (unit->kind == UNIT_MODULE && body->count > 0) unit->span = body->items[0]->span;
    if (statement_has_annotation(body)) emit_op(compiler, OP_SETUP_ANNOTATIONS);
    int32_t first = 0;
    if (compiler->optimise < 2 && statement_get_docstring(body) != NULL) {
        expression_compile(compiler, body->items[0]->Expr.value);
        unit->span = span_nowhere();
        emit_variable(compiler, compiler->known.doc, CONTEXT_Store);
        first = 1;
    }
    for (int32_t i = first; i < body->count; i++) statement_compile(compiler, body->items[i]);
}

// --- expressions, assignments ---

static void compile_expr(Compiler *compiler, Expr *value) {
    if (compiler->is_interactive && compiler->unit->parent == NULL) {
        expression_compile(compiler, value);
        emit_op(compiler, OP_PRINT_EXPR);
        return;
    }
    if (value->kind == EXPR_Constant) {
        emit_op(compiler, OP_NOP);
        return;
    }
    expression_compile(compiler, value);
    unit_set_span(compiler, span_nowhere());
    emit_op(compiler, OP_POP_TOP);
}

static void compile_assign(Compiler *compiler, Stmt *stmt) {
    const ExprList *targets = &stmt->Assign.targets;
    expression_compile(compiler, stmt->Assign.value);
    for (int32_t i = 0; i < targets->count; i++) {
        if (i + 1 < targets->count) emit_arg(compiler, OP_COPY, 1);
        expression_compile(compiler, targets->items[i]);
    }
}

// Loads the target's value, and keeps below it what the store will need.
static void compile_augmented_load(Compiler *compiler, Expr *target) {
    unit_set_span(compiler, target->span);
    switch (target->kind) {
    case EXPR_Attribute:
        expression_compile(compiler, target->Attribute.value);
        emit_arg(compiler, OP_COPY, 1);
        expression_set_span_of_attribute(compiler, target);
        emit_with_identifier(compiler, OP_LOAD_ATTR, target->Attribute.attr);
        break;
    case EXPR_Subscript:
        expression_compile(compiler, target->Subscript.value);
        expression_compile(compiler, target->Subscript.slice);
        emit_arg(compiler, OP_COPY, 2);
        emit_arg(compiler, OP_COPY, 2);
        emit_op(compiler, OP_BINARY_SUBSCR);
        break;
    case EXPR_Name: emit_identifier(compiler, target->Name.id, CONTEXT_Load); break;
    default: break;
    }
}

static void compile_augmented_store(Compiler *compiler, Expr *target) {
    unit_set_span(compiler, target->span);
    switch (target->kind) {
    case EXPR_Attribute:
        expression_set_span_of_attribute(compiler, target);
        emit_arg(compiler, OP_SWAP, 2);
        emit_with_identifier(compiler, OP_STORE_ATTR, target->Attribute.attr);
        break;
    case EXPR_Subscript:
        emit_arg(compiler, OP_SWAP, 3);
        emit_arg(compiler, OP_SWAP, 2);
        emit_op(compiler, OP_STORE_SUBSCR);
        break;
    case EXPR_Name: emit_identifier(compiler, target->Name.id, CONTEXT_Store); break;
    default: break;
    }
}

static void compile_augmented(Compiler *compiler, Stmt *stmt) {
    Expr *target = stmt->AugAssign.target;
    bool is_target = target->kind == EXPR_Name || target->kind == EXPR_Attribute ||
                     target->kind == EXPR_Subscript;
    if (!is_target) {
        // Only a tree made by hand has others; CPython shows its number of the kind.
        compiler_refuse(compiler, "invalid node type (%d) for augmented assignment",
                        (int)target->kind + 1);
        return;
    }
    compile_augmented_load(compiler, target);
    unit_set_span(compiler, stmt->span);
    expression_compile(compiler, stmt->AugAssign.value);
    emit_binary_in_place(compiler, stmt->AugAssign.op);
    compile_augmented_store(compiler, target);
}

// --- annotated assignments ---

static void compile_and_drop(Compiler *compiler, Expr *expr) {
    if (expr == NULL) return;
    expression_compile(compiler, expr);
    emit_op(compiler, OP_POP_TOP);
}

// Evaluates what is between the brackets of an annotated subscript without a value.
static void compile_index_and_drop(Compiler *compiler, Expr *index) {
    if (index->kind == EXPR_Slice) {
        compile_and_drop(compiler, index->Slice.lower);
        compile_and_drop(compiler, index->Slice.upper);
        compile_and_drop(compiler, index->Slice.step);
    } else if (index->kind == EXPR_Tuple) {
        for (int32_t i = 0; i < index->Tuple.elts.count; i++)
            compile_index_and_drop(compiler, index->Tuple.elts.items[i]);
    } else {
        compile_and_drop(compiler, index);
    }
}

static bool is_debug(Compiler *compiler, const Identifier *identifier) {
    if (compiler->failed || !tree_name_is(identifier, "__debug__")) return false;
    compiler_mistake(compiler, compiler->unit->span, "cannot assign to __debug__");
    return true;
}

static bool keeps_annotations(const Compiler *compiler) {
    return compiler->unit->kind == UNIT_MODULE || compiler->unit->kind == UNIT_CLASS;
}

static void compile_annotated_name(Compiler *compiler, Stmt *stmt) {
    Expr *target = stmt->AnnAssign.target;
    if (is_debug(compiler, target->Name.id)) return;
    if (stmt->AnnAssign.simple == 0 || !keeps_annotations(compiler)) return;
    function_compile_annotation(compiler, stmt->AnnAssign.annotation);
    emit_with_name(compiler, OP_LOAD_NAME, compiler->known.annotations);
    emit_name_constant(compiler, unit_mangle(compiler, target->Name.id));
    emit_op(compiler, OP_STORE_SUBSCR);
}

static void compile_annotated(Compiler *compiler, Stmt *stmt) {
    Expr *target = stmt->AnnAssign.target, *value = stmt->AnnAssign.value;
    if (value != NULL) {
        expression_compile(compiler, value);
        expression_compile(compiler, target);
    }
    if (target->kind == EXPR_Name) {
        compile_annotated_name(compiler, stmt);
    } else if (target->kind == EXPR_Attribute) {
        if (is_debug(compiler, target->Attribute.attr)) return;
        if (value == NULL) compile_and_drop(compiler, target->Attribute.value);
    } else if (value == NULL) {
        compile_and_drop(compiler, target->Subscript.value);
        compile_index_and_drop(compiler, target->Subscript.slice);
    }
    // The annotation of a target that is no plain name is evaluated, and forgotten.
    if (stmt->AnnAssign.simple == 0 && !compiler_has_string_annotations(compiler) &&
        !compiler->failed && keeps_annotations(compiler))
        compile_and_drop(compiler, stmt->AnnAssign.annotation);
}

// --- return, assert, raise, if ---

static void compile_return(Compiler *compiler, Stmt *stmt) {
    Expr *value = stmt->Return.value;
    const Scope *scope = compiler->unit->scope;
    if (scope->kind != SCOPE_FUNCTION) {
        compiler_mistake(compiler, stmt->span, "'return' outside function");
        return;
    }
    if (value != NULL && scope->is_coroutine && scope->is_generator) {
        compiler_mistake(compiler, stmt->span, "'return' with value in async generator");
        return;
    }
    bool is_constant = value != NULL && value->kind == EXPR_Constant;
    if (value != NULL && !is_constant) {
        expression_compile(compiler, value);
    } else if (value != NULL) {
        unit_set_span(compiler, value->span);
        emit_op(compiler, OP_NOP);
    }
    if (value == NULL || value->span.line != stmt->span.line) {
        unit_set_span(compiler, stmt->span);
        emit_op(compiler, OP_NOP);
    }
    bool keeps = value != NULL && !is_constant;
    statement_unwind(compiler, keeps ? UNWIND_KEEPS_VALUE : UNWIND_NOTHING, NULL);
    if (value == NULL) emit_none(compiler);
    else if (is_constant)
        emit_constant(compiler, constant_of(compiler, &value->Constant.value));
    emit_op(compiler, OP_RETURN_VALUE);
}

static bool is_filled_tuple(const Expr *expr) {
    if (expr->kind == EXPR_Tuple) return expr->Tuple.elts.count > 0;
    if (expr->kind != EXPR_Constant || expr->Constant.value.kind != CONSTANT_OBJECT) return false;
    const Object *object = expr->Constant.value.object;
    return object->kind == KIND_TUPLE && ((const Tuple *)(const void *)object)->count > 0;
}

static void compile_assert(Compiler *compiler, Stmt *stmt) {
    if (is_filled_tuple(stmt->Assert.test))
        compiler_warn(compiler, stmt->span,
                      "assertion is always true, perhaps remove parentheses?");
    if (compiler->optimise > 0) return;
    Block *end = emit_block_new(compiler);
    expression_jump(compiler, stmt->Assert.test, end, JUMP_WHEN_TRUE);
    emit_op(compiler, OP_LOAD_ASSERTION_ERROR);
    if (stmt->Assert.msg != NULL) {
        expression_compile(compiler, stmt->Assert.msg);
        emit_call(compiler, 0);
    }
    emit_arg(compiler, OP_RAISE_VARARGS, 1);
    emit_block(compiler, end);
}

static void compile_raise(Compiler *compiler, Stmt *stmt) {
    int32_t count = 0;
    if (stmt->Raise.exc != NULL) {
        expression_compile(compiler, stmt->Raise.exc);
        count++;
        if (stmt->Raise.cause != NULL) {
            expression_compile(compiler, stmt->Raise.cause);
            count++;
        }
    }
    emit_arg(compiler, OP_RAISE_VARARGS, count);
}

static void compile_if(Compiler *compiler, Stmt *stmt) {
    const StmtList *orelse = &stmt->If.orelse;
    Block *end = emit_block_new(compiler);
    Block *otherwise = orelse->count > 0 ? emit_block_new(compiler) : end;
    expression_jump(compiler, stmt->If.test, otherwise, JUMP_WHEN_FALSE);
    statement_compile_list(compiler, &stmt->If.body);
    if (orelse->count > 0) {
        emit_jump_nowhere(compiler, OP_JUMP, end);
        emit_block(compiler, otherwise);
        statement_compile_list(compiler, orelse);
    }
    emit_block(compiler, end);
}

// --- imports ---

// The part of a dotted name from `start` to its next dot, as a Name.
static Name *name_part(Compiler *compiler, const Identifier *dotted, size_t start, size_t *next) {
    const char *bytes = dotted->bytes + start;
    const char *dot = memchr(bytes, '.', dotted->length - start);
    size_t length = dot == NULL ? dotted->length - start : (size_t)(dot - bytes);
    *next = dot == NULL ? 0 : start + length + 1;
    char *part = arena_copy(&compiler->arena, bytes, length);
    if (part == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    return name_new(compiler, part, length, tree_name_hash(part, length));
}

// `import a.b.c as name`: goes from the package a, on the stack, to c.
static void compile_import_as(Compiler *compiler, const Alias *alias) {
    size_t next;
    name_part(compiler, alias->name, 0, &next);
    bool is_dotted = next != 0;
    while (next != 0) {
        Name *part = name_part(compiler, alias->name, next, &next);
        emit_with_name(compiler, OP_IMPORT_FROM, part);
        if (next == 0) break;
        emit_arg(compiler, OP_SWAP, 2);
        emit_op(compiler, OP_POP_TOP);
    }
    emit_identifier(compiler, alias->asname, CONTEXT_Store);
    if (is_dotted) emit_op(compiler, OP_POP_TOP);
}

static void compile_import(Compiler *compiler, Stmt *stmt) {
    for (int32_t i = 0; i < stmt->Import.names.count; i++) {
        const Alias *alias = stmt->Import.names.items[i];
        emit_int(compiler, 0);
        emit_none(compiler);
        emit_with_identifier(compiler, OP_IMPORT_NAME, alias->name);
        if (alias->asname != NULL) {
            compile_import_as(compiler, alias);
        } else {
            size_t next;
            emit_variable(compiler, name_part(compiler, alias->name, 0, &next), CONTEXT_Store);
        }
    }
}

static Object *import_names(Compiler *compiler, const AliasList *names) {
    Object **items = compiler_allocate(compiler, (size_t)(names->count + 1) * sizeof *items);
    for (int32_t i = 0; items != NULL && i < names->count; i++) {
        Object *name = name_str(compiler, name_of(compiler, names->items[i]->name));
        if (name == NULL) return NULL;
        items[i] = constant_merge(compiler, object_share(name));
        if (items[i] == NULL) return NULL;
    }
    return items == NULL ? NULL : constant_tuple(compiler, items, names->count);
}

static void compile_import_from(Compiler *compiler, Stmt *stmt) {
    const Identifier *module = stmt->ImportFrom.module;
    const AliasList *names = &stmt->ImportFrom.names;
    emit_int(compiler, stmt->ImportFrom.level);
    if (module != NULL && stmt->span.line > compiler->future_line &&
        tree_name_is(module, "__future__")) {
        compiler_mistake(compiler, stmt->span,
                         "from __future__ imports must occur at the beginning of the file");
        return;
    }
    emit_constant(compiler, import_names(compiler, names));
    Name *name = module != NULL ? unit_mangle(compiler, module) : name_of_c(compiler, "");
    emit_with_name(compiler, OP_IMPORT_NAME, name);
    for (int32_t i = 0; i < names->count; i++) {
        const Alias *alias = names->items[i];
        if (i == 0 && alias->name->bytes[0] == '*') {
            emit_op(compiler, OP_IMPORT_STAR);
            return;
        }
        emit_with_identifier(compiler, OP_IMPORT_FROM, alias->name);
        emit_identifier(compiler, alias->asname != NULL ? alias->asname : alias->name,
                        CONTEXT_Store);
    }
    emit_op(compiler, OP_POP_TOP);
}

void statement_compile(Compiler *compiler, Stmt *stmt) {
    if (compiler->failed) return;
    unit_set_span(compiler, stmt->span);
    switch (stmt->kind) {
    case STMT_FunctionDef:
    case STMT_AsyncFunctionDef: function_compile(compiler, stmt); break;
    case STMT_ClassDef: function_compile_class(compiler, stmt); break;
    case STMT_Return: compile_return(compiler, stmt); break;
    case STMT_Delete: expression_compile_list(compiler, &stmt->Delete.targets); break;
    case STMT_Assign: compile_assign(compiler, stmt); break;
    case STMT_AugAssign: compile_augmented(compiler, stmt); break;
    case STMT_AnnAssign: compile_annotated(compiler, stmt); break;
    case STMT_For: statement_compile_for(compiler, stmt); break;
    case STMT_AsyncFor: statement_compile_async_for(compiler, stmt); break;
    case STMT_While: statement_compile_while(compiler, stmt); break;
    case STMT_If: compile_if(compiler, stmt); break;
    case STMT_With:
    case STMT_AsyncWith: statement_compile_with(compiler, stmt); break;
    case STMT_Match: statement_compile_match(compiler, stmt); break;
    case STMT_Raise: compile_raise(compiler, stmt); break;
    case STMT_Try: statement_compile_try(compiler, stmt); break;
    case STMT_TryStar: statement_compile_try_star(compiler, stmt); break;
    case STMT_Assert: compile_assert(compiler, stmt); break;
    case STMT_Import: compile_import(compiler, stmt); break;
    case STMT_ImportFrom: compile_import_from(compiler, stmt); break;
    case STMT_Global:
    case STMT_Nonlocal: break;
    case STMT_Expr: compile_expr(compiler, stmt->Expr.value); break;
    case STMT_Pass: emit_op(compiler, OP_NOP); break;
    case STMT_Break: statement_compile_break(compiler, stmt); break;
    case STMT_Continue: statement_compile_continue(compiler, stmt); break;
    }
}
