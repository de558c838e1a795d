// Units: entering and leaving blocks of code; the whole program.

#include "compile/unit.h"

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/statement.h"

Name *unit_mangle(Compiler *compiler, const Identifier *identifier) {
    return name_mangle(compiler, compiler->unit->owner, name_of(compiler, identifier));
}

bool unit_push_nest(Compiler *compiler, Nest nest) {
    if (compiler->failed) return false;
    Unit *unit = compiler->unit;
    if (unit->nest_count >= NEST_MAX) {
        compiler_mistake(compiler, unit->span, "too many statically nested blocks");
        return false;
    }
    unit->nests[unit->nest_count++] = nest;
    return true;
}

void unit_pop_nest(Compiler *compiler, NestKind kind) {
    if (compiler->failed) return;
    Unit *unit = compiler->unit;
    CHECK(unit->nest_count > 0 && unit->nests[unit->nest_count - 1].kind == kind);
    unit->nest_count--;
}

static void sort_names(Name **names, int32_t count) {
    for (int32_t i = 1; i < count; i++) {
        Name *name = names[i];
        int32_t place = i;
        for (; place > 0 && name_compare(names[place - 1], name) > 0; place--)
            names[place] = names[place - 1];
        names[place] = name;
    }
}

// Adds the scope's names of one resolution, or with a flag, in order of spelling.
static void unit_add_sorted(Compiler *compiler, NameMap *map, const Scope *scope,
                            Resolution resolution, uint32_t flag) {
    int32_t count = scope->names.count, found = 0;
    Name **names = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *names);
    if (names == NULL) return;
    for (int32_t i = 0; i < count; i++)
        if (scope->symbols[i].resolution == resolution || (scope->symbols[i].flags & flag))
            names[found++] = scope->names.names[i];
    sort_names(names, found);
    for (int32_t i = 0; i < found; i++) name_map_add(compiler, map, names[i]);
}

static void unit_add_variables(Compiler *compiler, Unit *unit) {
    const Scope *scope = unit->scope;
    for (int32_t i = 0; i < scope->parameter_count; i++)
        name_map_add(compiler, &unit->locals, scope->parameters[i]);
    unit_add_sorted(compiler, &unit->cells, scope, RESOLVED_CELL, 0);
    if (scope->needs_class_closure)
        name_map_add(compiler, &unit->cells, compiler->known.class_);
    unit_add_sorted(compiler, &unit->frees, scope, RESOLVED_FREE, SYMBOL_FREE_CLASS);
}

static bool unit_is_function(const Unit *unit) {
    return unit->kind == UNIT_FUNCTION || unit->kind == UNIT_ASYNC_FUNCTION ||
           unit->kind == UNIT_LAMBDA;
}

// A definition that its outer block declares global is named as if it stood at the top.
static bool unit_is_global(Compiler *compiler, const Unit *unit) {
    if (unit->kind != UNIT_FUNCTION && unit->kind != UNIT_ASYNC_FUNCTION &&
        unit->kind != UNIT_CLASS)
        return false;
    Name *mangled = name_mangle(compiler, unit->parent->owner, unit->name);
    return mangled != NULL &&
           scope_get_resolution(unit->parent->scope, mangled) == RESOLVED_GLOBAL_EXPLICIT;
}

static void unit_make_qualname(Compiler *compiler, Unit *unit) {
    Object *name = name_str(compiler, unit->name);
    if (name == NULL) return;
    Vm *vm = compiler->vm;
    const Unit *parent = unit->parent;
    if (parent == NULL || parent->parent == NULL || unit_is_global(compiler, unit))
        unit->qualname = object_share(name);
    else if (unit_is_function(parent))
        unit->qualname = str_new_format(vm, "%U.<locals>.%U", parent->qualname, name);
    else
        unit->qualname = str_new_format(vm, "%U.%U", parent->qualname, name);
    if (unit->qualname == NULL) compiler_fail(compiler);
}

bool unit_enter(Compiler *compiler, UnitKind kind, Name *name, const void *node, int32_t line) {
    if (compiler->failed) return false;
    Unit *unit = compiler_allocate(compiler, sizeof *unit);
    if (unit == NULL) return false;
    unit->kind = kind;
    unit->name = name;
    unit->parent = compiler->unit;
    unit->scope = scope_get(compiler, node);
    unit->owner = unit->parent == NULL ? NULL : unit->parent->owner;
    unit->first_line = line;
    unit->span = (Span){line, 0, line, 0};
    unit_add_variables(compiler, unit);
    unit_make_qualname(compiler, unit);
    compiler->unit = unit;
    unit->current = emit_block_new(compiler);
    if (kind == UNIT_MODULE) unit->span.line = 0;
    emit_arg(compiler, OP_RESUME, 0);
    if (kind == UNIT_MODULE) unit->span.line = -1;
    return true;
}

Code *unit_finish(Compiler *compiler, UnitEnd end) {
    Unit *unit = compiler->unit;
    Code *code = NULL;
    if (!compiler->failed) {
        const Instruction *last = block_last(unit->current);
        if (last == NULL || last->opcode != OP_RETURN_VALUE) {
            unit->span = span_nowhere();
            if (end == UNIT_ENDS_WITH_NONE) emit_none(compiler);
            emit_op(compiler, OP_RETURN_VALUE);
        }
        if (!compiler->failed) code = unit_assemble(compiler, unit);
    }
    object_drop_or_null(compiler->vm, unit->qualname);
    compiler->unit = unit->parent;
    return code;
}

Code *unit_compile_tree(Compiler *compiler, Tree *tree) {
    Name *name = name_of_block(compiler, "<module>");
    if (name == NULL || !unit_enter(compiler, UNIT_MODULE, name, tree, 1)) return NULL;
    UnitEnd end = UNIT_ENDS_WITH_NONE;
    switch (tree->kind) {
    case TREE_Module: statement_compile_body(compiler, &tree->Module.body); break;
    case TREE_Interactive:
        if (statement_has_annotation(&tree->Interactive.body))
            emit_op(compiler, OP_SETUP_ANNOTATIONS);
        compiler->is_interactive = true;
        statement_compile_list(compiler, &tree->Interactive.body);
        break;
    case TREE_Expression:
        expression_compile(compiler, tree->Expression.body);
        end = UNIT_ENDS_AS_IT_IS;
        break;
    case TREE_FunctionType: break;
    }
    return unit_finish(compiler, end);
}
