// Warnings about expressions that can't mean what they say.

#include "compile/emit.h"
#include "compile/expression.h"

static const char *constant_type(const Constant *constant) {
    switch (constant->kind) {
    case CONSTANT_NONE: return "NoneType";
    case CONSTANT_TRUE:
    case CONSTANT_FALSE: return "bool";
    case CONSTANT_ELLIPSIS: return "ellipsis";
    case CONSTANT_INT: return "int";
    case CONSTANT_FLOAT: return "float";
    case CONSTANT_IMAGINARY: return "complex";
    case CONSTANT_STRING: return "str";
    case CONSTANT_BYTES: return "bytes";
    case CONSTANT_OBJECT: break;
    }
    switch (((const Object *)constant->object)->kind) {
    case KIND_NONE: return "NoneType";
    case KIND_BOOL: return "bool";
    case KIND_ELLIPSIS: return "ellipsis";
    case KIND_FLOAT: return "float";
    case KIND_COMPLEX: return "complex";
    case KIND_STR: return "str";
    case KIND_BYTES: return "bytes";
    case KIND_TUPLE: return "tuple";
    case KIND_FROZENSET: return "frozenset";
    default: return "int";
    }
}

// The name of the type that the expression surely has, or NULL.
static const char *type_of(const Expr *expr) {
    switch (expr->kind) {
    case EXPR_Tuple: return "tuple";
    case EXPR_List:
    case EXPR_ListComp: return "list";
    case EXPR_Dict:
    case EXPR_DictComp: return "dict";
    case EXPR_Set:
    case EXPR_SetComp: return "set";
    case EXPR_GeneratorExp: return "generator";
    case EXPR_Lambda: return "function";
    case EXPR_JoinedStr:
    case EXPR_FormattedValue: return "str";
    case EXPR_Constant: return constant_type(&expr->Constant.value);
    default: return NULL;
    }
}

static bool type_is(const char *type, const char *name) {
    while (*type != '\0' && *type == *name) type++, name++;
    return *type == *name;
}

static bool type_is_one_of(const char *type, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (type_is(type, names[i])) return true;
    return false;
}

static Span here(const Compiler *compiler) {
    return compiler->unit->span;
}

// Whether `is` makes sense: no literal, or one of which there is one object only.
static bool has_identity(const Expr *expr) {
    static const char *const unique[] = {"NoneType", "bool", "ellipsis"};
    return expr->kind != EXPR_Constant ||
           type_is_one_of(constant_type(&expr->Constant.value), unique, ARRAY_COUNT(unique));
}

void expression_doubt_compare(Compiler *compiler, const Expr *expr) {
    if (compiler->failed) return;
    bool left = has_identity(expr->Compare.left);
    for (int32_t i = 0; i < expr->Compare.ops.count; i++) {
        CompareOperator op = expr->Compare.ops.items[i];
        bool right = has_identity(expr->Compare.comparators.items[i]);
        if ((op == COMPARE_Is || op == COMPARE_IsNot) && (!left || !right)) {
            compiler_warn(compiler, here(compiler), op == COMPARE_Is
                          ? "\"is\" with a literal. Did you mean \"==\"?"
                          : "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

void expression_doubt_call(Compiler *compiler, const Expr *function) {
    if (compiler->failed || function->kind == EXPR_Lambda) return;
    const char *type = type_of(function);
    if (type == NULL) return;
    compiler_warn(compiler, here(compiler),
                  "'%.200s' object is not callable; perhaps you missed a comma?", type);
}

static bool can_be_subscripted(const Expr *container) {
    static const char *const never[] = {"NoneType", "ellipsis", "int", "bool", "float", "complex",
                                        "frozenset"};
    switch (container->kind) {
    case EXPR_Constant:
        return !type_is_one_of(constant_type(&container->Constant.value), never,
                               ARRAY_COUNT(never));
    case EXPR_Set:
    case EXPR_SetComp:
    case EXPR_GeneratorExp:
    case EXPR_Lambda: return false;
    default: return true;
    }
}

static bool is_sequence(const Expr *container) {
    static const char *const sequences[] = {"str", "bytes", "tuple"};
    switch (container->kind) {
    case EXPR_Constant:
        return type_is_one_of(constant_type(&container->Constant.value), sequences,
                              ARRAY_COUNT(sequences));
    case EXPR_Tuple:
    case EXPR_List:
    case EXPR_ListComp:
    case EXPR_JoinedStr:
    case EXPR_FormattedValue: return true;
    default: return false;
    }
}

void expression_doubt_subscript(Compiler *compiler, const Expr *container, const Expr *index) {
    if (compiler->failed) return;
    if (!can_be_subscripted(container)) {
        compiler_warn(compiler, here(compiler),
                      "'%.200s' object is not subscriptable; perhaps you missed a comma?",
                      type_of(container));
        if (compiler->failed) return;
    }
    const char *index_type = type_of(index);
    if (index_type == NULL || type_is(index_type, "int") || type_is(index_type, "bool")) return;
    if (!is_sequence(container)) return;
    compiler_warn(compiler, here(compiler),
                  "%.200s indices must be integers or slices, not %.200s; "
                  "perhaps you missed a comma?", type_of(container), index_type);
}
