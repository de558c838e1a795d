// Expressions to instructions: each leaves its value on the stack.

#ifndef COMPILE_EXPRESSION_H
#define COMPILE_EXPRESSION_H

#include "compile/unit.h"

enum { STACK_USE_MAX = 30 };  // values that a display or call may put on the stack at once

typedef enum JumpWhen { JUMP_WHEN_FALSE, JUMP_WHEN_TRUE } JumpWhen;

// Loads, stores into or deletes the expression, by its context.
void expression_compile(Compiler *compiler, Expr *expr);
void expression_compile_list(Compiler *compiler, const ExprList *list);

// Jumps to `target` when the truth of the expression is the given one, else goes on.
void expression_jump(Compiler *compiler, Expr *expr, Block *target, JumpWhen when);

// Moves the unit's span, that of an attribute or a call of it, to the attribute's name
// when that stands on another line than the start.
void expression_set_span_of_attribute(Compiler *compiler, const Expr *attribute);

// --- display.c: tuples, lists, sets and dicts ---

// Which instructions collect items: build, add one, extend.
typedef enum Display { DISPLAY_TUPLE, DISPLAY_LIST, DISPLAY_SET } Display;

// Collects the items, with `pushed` ones that stand on the stack already.
void display_compile(Compiler *compiler, const ExprList *items, int32_t pushed, Display display);
void display_compile_dict(Compiler *compiler, Expr *expr);
// Unpacks the value on the stack into targets.
void display_unpack(Compiler *compiler, const ExprList *targets);

// --- call.c ---

void expression_compile_call(Compiler *compiler, Expr *expr);
// The arguments and the call itself, with `pushed` arguments on the stack already.
void expression_compile_arguments(Compiler *compiler, int32_t pushed, const ExprList *arguments,
                            const KeywordList *keywords);

// --- comprehension.c ---

void expression_compile_comprehension(Compiler *compiler, Expr *expr);

// --- doubt.c: warnings about what is surely not meant ---

void expression_doubt_compare(Compiler *compiler, const Expr *expr);
void expression_doubt_call(Compiler *compiler, const Expr *function);
void expression_doubt_subscript(Compiler *compiler, const Expr *container, const Expr *index);

// --- unparse.c ---

// The text of an expression, as annotations that are not evaluated have it. A new
// constant, borrowed; NULL: failed.
Object *expression_text(Compiler *compiler, const Expr *expr);

#endif
