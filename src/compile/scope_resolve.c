// The second walk: from how blocks use their names to what the names mean.
//
// A name that a block does not bind belongs to the nearest function around it that
// does; classes in between are passed over. On the way back from that function each
// block in between passes the cell on, so the name becomes free there too.

#include "compile/scope.h"

// Whether a block inside `scope` may see a local of a function around, and not a global.
static bool scope_sees_binding(const Compiler *compiler, const Scope *scope, const Name *name) {
    for (const Scope *outer = scope->parent; outer != NULL; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS && name == compiler->known.class_) return true;
        if (outer->kind != SCOPE_FUNCTION) continue;
        uint32_t flags = scope_get_flags(outer, name);
        if (flags & SYMBOL_GLOBAL) return false;
        if ((flags & SYMBOL_BOUND) && !(flags & SYMBOL_NONLOCAL)) return true;
    }
    return false;
}

// Makes `name` pass through all blocks between `scope` and the one that binds it.
static void scope_pass_on(Compiler *compiler, Scope *scope, Name *name) {
    for (Scope *outer = scope->parent; outer != NULL; outer = outer->parent) {
        if (outer->kind == SCOPE_CLASS && name == compiler->known.class_) {
            outer->needs_class_closure = true;
            return;
        }
        int32_t number = name_map_find(&outer->names, name);
        if (number >= 0) {
            Symbol *symbol = &outer->symbols[number];
            bool is_function = outer->kind == SCOPE_FUNCTION;
            if (is_function && symbol->resolution == RESOLVED_LOCAL)
                symbol->resolution = RESOLVED_CELL;
            if (is_function && symbol->resolution == RESOLVED_CELL) return;
            if (!is_function && (symbol->flags & (SYMBOL_BOUND | SYMBOL_GLOBAL)))
                symbol->flags |= SYMBOL_FREE_CLASS;
            continue;
        }
        Symbol *symbol = scope_add_symbol(compiler, outer, name);
        if (symbol == NULL) return;
        symbol->resolution = RESOLVED_FREE;
    }
}

static void scope_mistake_at_directive(Compiler *compiler, const Scope *scope, const Name *name,
                                       const char *format) {
    Span span = scope->span;
    for (int32_t i = 0; i < scope->directive_count; i++) {
        if (scope->directives[i].name != name) continue;
        span = scope->directives[i].span;
        break;
    }
    compiler_mistake_in_scope(compiler, span, format, name->bytes);
}

static Resolution scope_resolve_name(Compiler *compiler, const Scope *scope, const Name *name,
                                     uint32_t flags) {
    if (flags & SYMBOL_GLOBAL) {
        if (flags & SYMBOL_NONLOCAL)
            scope_mistake_at_directive(compiler, scope, name, "name '%s' is nonlocal and global");
        return RESOLVED_GLOBAL_EXPLICIT;
    }
    if (flags & SYMBOL_NONLOCAL) {
        if (scope->parent == NULL)
            scope_mistake_at_directive(compiler, scope, name,
                                       "nonlocal declaration not allowed at module level");
        else if (!scope_sees_binding(compiler, scope, name))
            scope_mistake_at_directive(compiler, scope, name,
                                       "no binding for nonlocal '%s' found");
        return RESOLVED_FREE;
    }
    if (flags & SYMBOL_BOUND) return RESOLVED_LOCAL;
    return scope_sees_binding(compiler, scope, name) ? RESOLVED_FREE : RESOLVED_GLOBAL_IMPLICIT;
}

void scope_resolve(Compiler *compiler, Scope *scope) {
    // Blocks inside may add symbols here later, which are resolved already.
    int32_t count = scope->names.count;
    for (int32_t i = 0; i < count && !compiler->failed; i++) {
        Name *name = scope->names.names[i];
        Resolution resolution = scope_resolve_name(compiler, scope, name, scope->symbols[i].flags);
        scope->symbols[i].resolution = resolution;
        if (resolution == RESOLVED_FREE) scope_pass_on(compiler, scope, name);
    }
    for (int32_t i = 0; i < scope->child_count && !compiler->failed; i++)
        scope_resolve(compiler, scope->children[i]);
}
