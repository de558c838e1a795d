// Displays: (a, b), [a, *b], {a, b}, {a: b, **c}; and targets that unpack.

#include "compile/emit.h"
#include "compile/expression.h"

typedef struct Collector {
    Opcode build, add, extend;
} Collector;

static const Collector collectors[] = {
    [DISPLAY_TUPLE] = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND},
    [DISPLAY_LIST] = {OP_BUILD_LIST, OP_LIST_APPEND, OP_LIST_EXTEND},
    [DISPLAY_SET] = {OP_BUILD_SET, OP_SET_ADD, OP_SET_UPDATE},
};

static bool are_constants(Expr *const *items, int32_t count) {
    for (int32_t i = 0; i < count; i++)
        if (items[i] == NULL || items[i]->kind != EXPR_Constant) return false;
    return true;
}

static bool has_starred(const ExprList *items) {
    for (int32_t i = 0; i < items->count; i++)
        if (items->items[i]->kind == EXPR_Starred) return true;
    return false;
}

// A tuple of the values of constant expressions. Borrowed; NULL: failed.
static Object *tuple_of(Compiler *compiler, Expr *const *items, int32_t count) {
    Object **values = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *values);
    if (values == NULL) return NULL;
    for (int32_t i = 0; i < count; i++) {
        values[i] = constant_of(compiler, &items[i]->Constant.value);
        if (values[i] == NULL) return NULL;
    }
    return constant_tuple(compiler, values, count);
}

static void display_constants(Compiler *compiler, const ExprList *items, int32_t pushed,
                              Display display) {
    Object *values = tuple_of(compiler, items->items, items->count);
    if (values == NULL) return;
    if (display == DISPLAY_TUPLE && pushed == 0) {
        emit_constant(compiler, values);
        return;
    }
    if (display == DISPLAY_SET) values = constant_frozenset(compiler, values);
    emit_arg(compiler, collectors[display].build, pushed);
    emit_constant(compiler, values);
    emit_arg(compiler, collectors[display].extend, 1);
    if (display == DISPLAY_TUPLE) emit_op(compiler, OP_LIST_TO_TUPLE);
}

// Item by item: for displays with stars, and for those too long for the stack.
static void display_step_by_step(Compiler *compiler, const ExprList *items, int32_t pushed,
                                 Display display) {
    const Collector *collector = &collectors[display];
    bool is_built = items->count + pushed > STACK_USE_MAX;
    if (is_built) emit_arg(compiler, collector->build, pushed);
    for (int32_t i = 0; i < items->count; i++) {
        Expr *item = items->items[i];
        if (item->kind == EXPR_Starred) {
            if (!is_built) emit_arg(compiler, collector->build, i + pushed);
            is_built = true;
            expression_compile(compiler, item->Starred.value);
            emit_arg(compiler, collector->extend, 1);
        } else {
            expression_compile(compiler, item);
            if (is_built) emit_arg(compiler, collector->add, 1);
        }
    }
    if (display == DISPLAY_TUPLE) emit_op(compiler, OP_LIST_TO_TUPLE);
}

void display_compile(Compiler *compiler, const ExprList *items, int32_t pushed, Display display) {
    if (items->count > 2 && are_constants(items->items, items->count)) {
        display_constants(compiler, items, pushed, display);
        return;
    }
    if (has_starred(items) || items->count + pushed > STACK_USE_MAX) {
        display_step_by_step(compiler, items, pushed, display);
        return;
    }
    expression_compile_list(compiler, items);
    Opcode build = display == DISPLAY_TUPLE ? OP_BUILD_TUPLE : collectors[display].build;
    emit_arg(compiler, build, items->count + pushed);
}

// --- dicts ---

// The pairs from `start` to `end`, none of them a `**`, as one new dict.
static void dict_part(Compiler *compiler, Expr *expr, int32_t start, int32_t end) {
    Expr *const *keys = expr->Dict.keys.items, *const *values = expr->Dict.values.items;
    int32_t count = end - start;
    bool is_big = count * 2 > STACK_USE_MAX;
    if (count > 1 && !is_big && are_constants(keys + start, count)) {
        for (int32_t i = start; i < end; i++) expression_compile(compiler, values[i]);
        emit_constant(compiler, tuple_of(compiler, keys + start, count));
        emit_arg(compiler, OP_BUILD_CONST_KEY_MAP, count);
        return;
    }
    if (is_big) emit_arg(compiler, OP_BUILD_MAP, 0);
    for (int32_t i = start; i < end; i++) {
        expression_compile(compiler, keys[i]);
        expression_compile(compiler, values[i]);
        if (is_big) emit_arg(compiler, OP_MAP_ADD, 1);
    }
    if (!is_big) emit_arg(compiler, OP_BUILD_MAP, count);
}

static void dict_add_part(Compiler *compiler, Expr *expr, int32_t start, int32_t end,
                          bool *has_dict) {
    dict_part(compiler, expr, start, end);
    if (*has_dict) emit_arg(compiler, OP_DICT_UPDATE, 1);
    *has_dict = true;
}

void display_compile_dict(Compiler *compiler, Expr *expr) {
    int32_t count = expr->Dict.values.count;
    bool has_dict = false;
    int32_t pending = 0;  // pairs before i that are not compiled yet
    for (int32_t i = 0; i < count; i++) {
        if (expr->Dict.keys.items[i] == NULL) {
            if (pending > 0) dict_add_part(compiler, expr, i - pending, i, &has_dict);
            pending = 0;
            if (!has_dict) emit_arg(compiler, OP_BUILD_MAP, 0);
            has_dict = true;
            expression_compile(compiler, expr->Dict.values.items[i]);
            emit_arg(compiler, OP_DICT_UPDATE, 1);
        } else if (pending * 2 > STACK_USE_MAX) {
            dict_add_part(compiler, expr, i - pending, i + 1, &has_dict);
            pending = 0;
        } else {
            pending++;
        }
    }
    if (pending > 0) dict_add_part(compiler, expr, count - pending, count, &has_dict);
    if (!has_dict) emit_arg(compiler, OP_BUILD_MAP, 0);
}

// --- targets ---

static void unpack_instruction(Compiler *compiler, const ExprList *targets) {
    bool has_star = false;
    for (int32_t i = 0; i < targets->count; i++) {
        if (targets->items[i]->kind != EXPR_Starred) continue;
        int32_t after = targets->count - i - 1;
        if (has_star) {
            compiler_mistake(compiler, compiler->unit->span,
                             "multiple starred expressions in assignment");
            return;
        }
        if (i >= 1 << 8 || after >= INT32_MAX >> 8) {
            compiler_mistake(compiler, compiler->unit->span,
                             "too many expressions in star-unpacking assignment");
            return;
        }
        emit_arg(compiler, OP_UNPACK_EX, i + (after << 8));
        has_star = true;
    }
    if (!has_star) emit_arg(compiler, OP_UNPACK_SEQUENCE, targets->count);
}

void display_unpack(Compiler *compiler, const ExprList *targets) {
    if (compiler->failed) return;
    unpack_instruction(compiler, targets);
    for (int32_t i = 0; i < targets->count; i++) {
        Expr *target = targets->items[i];
        expression_compile(compiler,
                           target->kind == EXPR_Starred ? target->Starred.value : target);
    }
}
