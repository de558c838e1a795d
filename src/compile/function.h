// Functions, lambdas and classes: a unit of code, and the instructions around it.

#ifndef COMPILE_FUNCTION_H
#define COMPILE_FUNCTION_H

#include "compile/unit.h"

void function_compile(Compiler *compiler, Stmt *stmt);
void function_compile_lambda(Compiler *compiler, Expr *expr);

// Makes a function of the code of `inner`, with its closure; consumes the code, and
// `flags` say what stands on the stack for it already (MAKE_FUNCTION's argument).
void function_emit_closure(Compiler *compiler, const Unit *inner, Code *code, int32_t flags);

// What the argument of GET_AWAITABLE says about who awaits.
typedef enum AwaitReason { AWAIT_EXPRESSION, AWAIT_ENTER, AWAIT_EXIT } AwaitReason;

void function_emit_await(Compiler *compiler, AwaitReason reason);
void function_emit_yield(Compiler *compiler);

// Whether `await` is allowed here because the whole module is a coroutine.
bool function_may_await_at_top(const Compiler *compiler);

// An annotation's value, or under `from __future__ import annotations` its text.
void function_compile_annotation(Compiler *compiler, Expr *annotation);

// The decorators' values, and later their calls; gives the first line of the definition.
int32_t function_compile_decorators(Compiler *compiler, const ExprList *decorators,
                                    const Stmt *stmt);
void function_call_decorators(Compiler *compiler, const ExprList *decorators);

// --- class.c ---

void function_compile_class(Compiler *compiler, Stmt *stmt);

#endif
