// The frame of a compilation: its memory, its passes in order, its end.

#include "compile/compiler.h"

#include <string.h>

#include "compile/constant.h"
#include "compile/fold.h"
#include "compile/future.h"
#include "compile/symbols.h"
#include "compile/unit.h"

enum {
    ROW_START = 8,
    LEVELS_PER_CALL = 3,   // of the tree, for each level that sys.setrecursionlimit allows
    LEVELS_MAX = 6000,     // what the C stack surely bears, whatever the program set
};

void compiler_fail(Compiler *compiler) {
    if (compiler->failed) return;
    compiler->failed = true;
    if (!raised(compiler->vm)) raise_memory_error(compiler->vm);
}

void *compiler_allocate(Compiler *compiler, size_t size) {
    void *piece = arena_allocate_zeroed(&compiler->arena, size);
    if (piece == NULL) compiler_fail(compiler);
    return piece;
}

void *compiler_grow(Compiler *compiler, void *row, int32_t count, int32_t *capacity,
                    size_t item_size) {
    if (count < *capacity) return row;
    int32_t grown_capacity = *capacity == 0 ? ROW_START : *capacity * 2;
    char *grown = arena_allocate(&compiler->arena, (size_t)grown_capacity * item_size);
    if (grown == NULL) {
        compiler_fail(compiler);
        return NULL;
    }
    size_t used = (size_t)count * item_size;
    if (used > 0) memcpy(grown, row, used);
    memset(grown + used, 0, (size_t)grown_capacity * item_size - used);
    *capacity = grown_capacity;
    return grown;
}

bool compiler_enter(Compiler *compiler) {
    if (compiler->failed) return false;
    if (++compiler->depth <= compiler->depth_max) return true;
    compiler->depth--;
    raise_text(compiler->vm, exception_type(compiler->vm, EXCEPTION_RecursionError),
               "maximum recursion depth exceeded during compilation");
    compiler_fail(compiler);
    return false;
}

static void compiler_start(Compiler *compiler, Vm *vm, Str *filename,
                           const CompileOptions *options) {
    *compiler = (Compiler){.vm = vm, .options = options, .filename = filename,
                           .flags = options->flags, .optimise = options->optimise};
    arena_start(&compiler->arena);
    int64_t levels = (int64_t)vm->objects->recursion_limit * LEVELS_PER_CALL;
    compiler->depth = vm->objects->recursion_depth * LEVELS_PER_CALL;
    if (levels > LEVELS_MAX + compiler->depth) levels = LEVELS_MAX + compiler->depth;
    compiler->depth_max = (int32_t)levels;
    WellKnown *known = &compiler->known;
    known->annotations = name_of_c(compiler, "__annotations__");
    known->assertion_error = name_of_c(compiler, "AssertionError");
    known->class_ = name_of_c(compiler, "__class__");
    known->class_cell = name_of_c(compiler, "__classcell__");
    known->debug = name_of_c(compiler, "__debug__");
    known->doc = name_of_c(compiler, "__doc__");
    known->module = name_of_c(compiler, "__module__");
    known->name = name_of_c(compiler, "__name__");
    known->qualname = name_of_c(compiler, "__qualname__");
    known->super = name_of_c(compiler, "super");
    known->return_ = name_of_c(compiler, "return");
    known->iterator = name_of_c(compiler, ".0");
}

static void compiler_done(Compiler *compiler) {
    constant_table_done(compiler);
    name_table_done(compiler);
    arena_done(&compiler->arena);
}

Object *symbols_load(Vm *vm, Tree *tree, Str *filename, const CompileOptions *options,
                     Object *(*load)(Compiler *compiler, const Scope *scope)) {
    Compiler compiler;
    compiler_start(&compiler, vm, filename, options);
    Object *made = NULL;
    if (!compiler.failed) future_read(&compiler, tree);
    if (!compiler.failed) scope_build(&compiler, tree);
    if (!compiler.failed) made = load(&compiler, compiler.scope);
    compiler_done(&compiler);
    return made;
}

Code *compile_tree(Vm *vm, Tree *tree, Str *filename, const CompileOptions *options) {
    Compiler compiler;
    compiler_start(&compiler, vm, filename, options);
    Code *code = NULL;
    if (!compiler.failed) future_read(&compiler, tree);
    if (!compiler.failed) fold_tree(&compiler, tree);
    if (!compiler.failed) scope_build(&compiler, tree);
    if (!compiler.failed) code = unit_compile_tree(&compiler, tree);
    if (compiler.failed && code != NULL) {
        object_drop(vm, &code->base);
        code = NULL;
    }
    if (options->literals != NULL) {
        *options->literals = code == NULL ? NULL : constant_load_literals(&compiler);
        if (code != NULL && *options->literals == NULL) {
            object_drop(vm, &code->base);
            code = NULL;
        }
    }
    compiler_done(&compiler);
    return code;
}
