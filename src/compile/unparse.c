// The text of an expression.

#include "compile/expression.h"

Object *expression_text(Compiler *compiler, const Expr *expr) {
    (void)expr;
    return constant_of_text(compiler, "", 0);
}
