// Statements to instructions.

#ifndef COMPILE_STATEMENT_H
#define COMPILE_STATEMENT_H

#include "compile/unit.h"

void statement_compile(Compiler *compiler, Stmt *stmt);
void statement_compile_list(Compiler *compiler, const StmtList *list);
// The body of a module or class: __annotations__, docstring, statements.
void statement_compile_body(Compiler *compiler, const StmtList *body);

// The string that a body begins with; NULL: none.
const Constant *statement_get_docstring(const StmtList *body);
// Whether a body annotates variables, in whatever nested statements.
bool statement_has_annotation(const StmtList *body);

// --- loop.c ---

void statement_compile_for(Compiler *compiler, Stmt *stmt);
void statement_compile_async_for(Compiler *compiler, Stmt *stmt);
void statement_compile_while(Compiler *compiler, Stmt *stmt);
void statement_compile_break(Compiler *compiler, Stmt *stmt);
void statement_compile_continue(Compiler *compiler, Stmt *stmt);

// What a return leaves on the stack while it unwinds.
typedef enum UnwindTop { UNWIND_NOTHING, UNWIND_KEEPS_VALUE } UnwindTop;
// Unwinds all statements around, up to the unit's end; or, when `loop` is given, to the
// nearest loop, which is put there (NULL: there is none).
void statement_unwind(Compiler *compiler, UnwindTop top, Nest **loop);

// --- handle.c: try, except, finally ---

void statement_compile_try(Compiler *compiler, Stmt *stmt);
void statement_compile_try_star(Compiler *compiler, Stmt *stmt);
// The code of a cleanup: puts the handled exception back and raises on.
void statement_emit_reraise(Compiler *compiler);

// --- with.c ---

void statement_compile_with(Compiler *compiler, Stmt *stmt);
// The call of __exit__(None, None, None).
void statement_emit_exit(Compiler *compiler);

// --- match.c ---

void statement_compile_match(Compiler *compiler, Stmt *stmt);

#endif
