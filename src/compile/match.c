// match: patterns as tests that jump away on failure, captures last.
//
// While a pattern is matched, what it has captured so far lies on the stack below the
// values still to be matched. Which depth a failing test finds is known, so it jumps
// into a ladder of POP_TOPs at the rung that clears just that many values.

#include "compile/emit.h"
#include "compile/expression.h"
#include "compile/function.h"
#include "compile/statement.h"
#include "objects/set.h"

typedef struct Matching {
    Compiler *compiler;
    NameMap captured;      // in the order they lie on the stack, deepest first
    bool may_always_match; // an irrefutable pattern is allowed here
    Block **ladder;        // rung n pops n values; NULL: nothing failed yet
    int32_t rungs, rung_capacity;
    int32_t on_top;        // values above the captured ones that a failure must pop
} Matching;

static void match_pattern(Matching *matching, Pattern *pattern);

static bool is_wildcard(const Pattern *pattern) {
    return pattern->kind == PATTERN_MatchAs && pattern->MatchAs.name == NULL;
}

static bool is_star_wildcard(const Pattern *pattern) {
    return pattern->kind == PATTERN_MatchStar && pattern->MatchStar.name == NULL;
}

// --- the ladder ---

static bool ladder_reach(Matching *matching, int32_t rung) {
    while (matching->rungs <= rung) {
        Block **ladder = compiler_grow(matching->compiler, matching->ladder, matching->rungs,
                                       &matching->rung_capacity, sizeof *ladder);
        if (ladder == NULL) return false;
        matching->ladder = ladder;
        ladder[matching->rungs++] = emit_block_new(matching->compiler);
    }
    return true;
}

static void jump_to_failure(Matching *matching, Opcode opcode) {
    int32_t pops = matching->on_top + matching->captured.count;
    if (ladder_reach(matching, pops))
        emit_jump(matching->compiler, opcode, matching->ladder[pops]);
}

static void fail_if_false(Matching *matching) {
    jump_to_failure(matching, OP_POP_JUMP_IF_FALSE);
}

static void ladder_emit(Matching *matching) {
    if (matching->rungs == 0) return;
    for (int32_t rung = matching->rungs - 1; rung > 0; rung--) {
        emit_block(matching->compiler, matching->ladder[rung]);
        emit_op(matching->compiler, OP_POP_TOP);
    }
    emit_block(matching->compiler, matching->ladder[0]);
    matching->ladder = NULL;
    matching->rungs = matching->rung_capacity = 0;
}

// --- captures ---

// Moves the top below the next count - 1 values.
static void rotate(Compiler *compiler, int32_t count) {
    for (; count > 1; count--) emit_arg(compiler, OP_SWAP, count);
}

static void mistake_twice(Compiler *compiler, Name *name) {
    Object *str = name_str(compiler, name);
    if (str != NULL)
        compiler_mistake(compiler, compiler->unit->span,
                         "multiple assignments to name %R in pattern", str);
}

static void add_captured(Matching *matching, Name *name) {
    if (name == NULL) return;
    if (name_map_find(&matching->captured, name) >= 0) mistake_twice(matching->compiler, name);
    else (void)name_map_add(matching->compiler, &matching->captured, name);
}

static void capture(Matching *matching, const Identifier *identifier) {
    Compiler *compiler = matching->compiler;
    if (compiler->failed) return;
    if (identifier == NULL) {
        emit_op(compiler, OP_POP_TOP);
        return;
    }
    Name *name = name_of(compiler, identifier);
    if (name == compiler->known.debug) {
        compiler_mistake(compiler, compiler->unit->span, "cannot assign to __debug__");
        return;
    }
    int32_t depth = matching->on_top + matching->captured.count + 1;
    int32_t before = matching->captured.count;
    add_captured(matching, name);
    if (matching->captured.count > before) rotate(compiler, depth);
}

// A pattern inside another may match always.
static void match_inside(Matching *matching, Pattern *pattern) {
    bool before = matching->may_always_match;
    matching->may_always_match = true;
    match_pattern(matching, pattern);
    matching->may_always_match = before;
}

// --- the kinds of patterns ---

static void match_as(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const Identifier *identifier = pattern->MatchAs.name;
    if (pattern->MatchAs.pattern == NULL) {
        if (!matching->may_always_match && identifier == NULL) {
            compiler_mistake(compiler, pattern->span,
                             "wildcard makes remaining patterns unreachable");
        } else if (!matching->may_always_match) {
            Object *name = name_str(compiler, name_of(compiler, identifier));
            if (name != NULL)
                compiler_mistake(compiler, pattern->span,
                                 "name capture %R makes remaining patterns unreachable", name);
        }
        capture(matching, identifier);
        return;
    }
    matching->on_top++;
    emit_arg(compiler, OP_COPY, 1);
    match_pattern(matching, pattern->MatchAs.pattern);
    matching->on_top--;
    capture(matching, identifier);
}

static void match_value(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    Expr *value = pattern->MatchValue.value;
    if (value->kind != EXPR_Constant && value->kind != EXPR_Attribute) {
        compiler_mistake(compiler, pattern->span,
                         "patterns may only match literals and attribute lookups");
        return;
    }
    expression_compile(compiler, value);
    emit_compare(compiler, COMPARE_Eq);
    fail_if_false(matching);
}

static void match_singleton(Matching *matching, Pattern *pattern) {
    emit_constant(matching->compiler,
                  constant_of(matching->compiler, &pattern->MatchSingleton.value));
    emit_compare(matching->compiler, COMPARE_Is);
    fail_if_false(matching);
}

static void check_length(Matching *matching, int32_t length, CompareOperator op) {
    emit_op(matching->compiler, OP_GET_LEN);
    emit_int(matching->compiler, length);
    emit_compare(matching->compiler, op);
    fail_if_false(matching);
}

// --- sequences ---

static void match_unpacked(Matching *matching, const PatternList *patterns, int32_t star) {
    Compiler *compiler = matching->compiler;
    int32_t after = patterns->count - star - 1;
    if (star < 0) {
        emit_arg(compiler, OP_UNPACK_SEQUENCE, patterns->count);
    } else if (star >= 1 << 8 || after >= INT32_MAX >> 8) {
        compiler_mistake(compiler, compiler->unit->span,
                         "too many expressions in star-unpacking sequence pattern");
        return;
    } else {
        emit_arg(compiler, OP_UNPACK_EX, star + (after << 8));
    }
    matching->on_top += patterns->count;
    for (int32_t i = 0; i < patterns->count; i++) {
        matching->on_top--;
        match_inside(matching, patterns->items[i]);
    }
}

// With a `*_`, single items are taken out by index.
static void match_subscripted(Matching *matching, const PatternList *patterns, int32_t star) {
    Compiler *compiler = matching->compiler;
    matching->on_top++;
    for (int32_t i = 0; i < patterns->count; i++) {
        if (i == star || is_wildcard(patterns->items[i])) continue;
        emit_arg(compiler, OP_COPY, 1);
        if (i < star) {
            emit_int(compiler, i);
        } else {
            // Not every sequence knows negative indices.
            emit_op(compiler, OP_GET_LEN);
            emit_int(compiler, patterns->count - i);
            emit_binary(compiler, OPERATOR_Sub);
        }
        emit_op(compiler, OP_BINARY_SUBSCR);
        match_inside(matching, patterns->items[i]);
    }
    matching->on_top--;
    emit_op(compiler, OP_POP_TOP);
}

static void match_sequence(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const PatternList *patterns = &pattern->MatchSequence.patterns;
    int32_t star = -1;
    bool has_only_wildcards = true, has_star_wildcard = false;
    for (int32_t i = 0; i < patterns->count; i++) {
        const Pattern *item = patterns->items[i];
        if (item->kind != PATTERN_MatchStar) {
            has_only_wildcards &= is_wildcard(item);
            continue;
        }
        if (star >= 0) {
            compiler_mistake(compiler, pattern->span,
                             "multiple starred names in sequence pattern");
            return;
        }
        star = i;
        has_star_wildcard = is_star_wildcard(item);
        has_only_wildcards &= has_star_wildcard;
    }
    matching->on_top++;
    emit_op(compiler, OP_MATCH_SEQUENCE);
    fail_if_false(matching);
    if (star < 0) check_length(matching, patterns->count, COMPARE_Eq);
    else if (patterns->count > 1) check_length(matching, patterns->count - 1, COMPARE_GtE);
    matching->on_top--;
    if (has_only_wildcards) emit_op(compiler, OP_POP_TOP);
    else if (has_star_wildcard) match_subscripted(matching, patterns, star);
    else match_unpacked(matching, patterns, star);
}

// --- mappings ---

// Whether one of the keys before the i-th equals it as dict keys are equal.
static void check_key(Matching *matching, Pattern *pattern, const Expr *key, Set *seen) {
    Compiler *compiler = matching->compiler;
    Vm *vm = compiler->vm;
    if (key->kind == EXPR_Attribute || compiler->failed) return;
    if (key->kind != EXPR_Constant) {
        compiler_mistake(compiler, pattern->span,
                         "mapping pattern keys may only match literals and attribute lookups");
        return;
    }
    Object *value = constant_of(compiler, &key->Constant.value);
    if (value == NULL) return;
    Found found = set_contains(vm, seen, value);
    if (found == FOUND)
        compiler_mistake(compiler, pattern->span, "mapping pattern checks duplicate key (%R)",
                         value);
    else if (found == RAISED || !set_add(vm, seen, value))
        compiler_fail(compiler);
}

static void compile_keys(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const ExprList *keys = &pattern->MatchMapping.keys;
    Set *seen = set_new(compiler->vm);
    if (seen == NULL) {
        compiler_fail(compiler);
        return;
    }
    for (int32_t i = 0; i < keys->count && !compiler->failed; i++) {
        check_key(matching, pattern, keys->items[i], seen);
        expression_compile(compiler, keys->items[i]);
    }
    object_drop(compiler->vm, &seen->base);
    emit_arg(compiler, OP_BUILD_TUPLE, keys->count);
}

// Binds a dict of what no key took. On the stack: the subject, the tuple of keys.
static void match_rest(Matching *matching, const Identifier *rest, int32_t key_count) {
    Compiler *compiler = matching->compiler;
    emit_arg(compiler, OP_BUILD_MAP, 0);
    emit_arg(compiler, OP_SWAP, 3);
    emit_arg(compiler, OP_DICT_UPDATE, 2);
    emit_arg(compiler, OP_UNPACK_SEQUENCE, key_count);
    for (; key_count > 0; key_count--) {
        emit_arg(compiler, OP_COPY, key_count + 1);
        emit_arg(compiler, OP_SWAP, 2);
        emit_op(compiler, OP_DELETE_SUBSCR);
    }
    capture(matching, rest);
}

// The last step of MATCH_KEYS and MATCH_CLASS: their tuple on top, unless None.
static void match_values(Matching *matching, int32_t count) {
    Compiler *compiler = matching->compiler;
    emit_arg(compiler, OP_COPY, 1);
    emit_none(compiler);
    emit_arg(compiler, OP_IS_OP, 1);
    fail_if_false(matching);
    emit_arg(compiler, OP_UNPACK_SEQUENCE, count);
    matching->on_top += count - 1;
}

static void match_mapping(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const PatternList *patterns = &pattern->MatchMapping.patterns;
    const Identifier *rest = pattern->MatchMapping.rest;
    int32_t count = pattern->MatchMapping.keys.count;
    matching->on_top++;
    emit_op(compiler, OP_MATCH_MAPPING);
    fail_if_false(matching);
    if (count == 0 && rest == NULL) {
        matching->on_top--;
        emit_op(compiler, OP_POP_TOP);
        return;
    }
    if (count > 0) check_length(matching, count, COMPARE_GtE);
    compile_keys(matching, pattern);
    emit_op(compiler, OP_MATCH_KEYS);
    matching->on_top += 2;
    match_values(matching, count);
    for (int32_t i = 0; i < count; i++) {
        matching->on_top--;
        match_inside(matching, patterns->items[i]);
    }
    matching->on_top -= 2;
    if (rest != NULL) {
        match_rest(matching, rest, count);
    } else {
        emit_op(compiler, OP_POP_TOP);
        emit_op(compiler, OP_POP_TOP);
    }
}

// --- classes ---

static void check_attributes(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const IdentifierList *names = &pattern->MatchClass.kwd_attrs;
    Pattern *const *patterns = pattern->MatchClass.kwd_patterns.items;
    for (int32_t i = 0; i < names->count && !compiler->failed; i++) {
        if (tree_name_is(names->items[i], "__debug__"))
            compiler_mistake(compiler, patterns[i]->span, "cannot assign to __debug__");
        for (int32_t j = i + 1; j < names->count; j++)
            if (names->items[j] == names->items[i])
                compiler_mistake(compiler, patterns[j]->span,
                                 "attribute name repeated in class pattern: %s",
                                 names->items[i]->bytes);
    }
}

static Object *attribute_names(Compiler *compiler, const IdentifierList *names) {
    Object **items = compiler_allocate(compiler, (size_t)(names->count + 1) * sizeof *items);
    for (int32_t i = 0; items != NULL && i < names->count; i++) {
        Object *name = name_str(compiler, name_of(compiler, names->items[i]));
        if (name == NULL) return NULL;
        items[i] = constant_merge(compiler, object_share(name));
        if (items[i] == NULL) return NULL;
    }
    return items == NULL ? NULL : constant_tuple(compiler, items, names->count);
}

static void match_class(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    const PatternList *positional = &pattern->MatchClass.patterns;
    const PatternList *named = &pattern->MatchClass.kwd_patterns;
    int32_t count = positional->count + named->count;
    check_attributes(matching, pattern);
    expression_compile(compiler, pattern->MatchClass.cls);
    emit_constant(compiler, attribute_names(compiler, &pattern->MatchClass.kwd_attrs));
    emit_arg(compiler, OP_MATCH_CLASS, positional->count);
    matching->on_top++;
    match_values(matching, count);
    for (int32_t i = 0; i < count; i++) {
        matching->on_top--;
        Pattern *item = i < positional->count ? positional->items[i]
                                              : named->items[i - positional->count];
        if (is_wildcard(item)) emit_op(compiler, OP_POP_TOP);
        else match_inside(matching, item);
    }
}

// --- alternatives ---

// Moves the first `count` captured names behind the next `distance` ones.
static void captured_rotate(NameMap *captured, int32_t count, int32_t distance) {
    int32_t end = distance + count - 1;
    for (; count > 0; count--) {
        Name *first = captured->names[0];
        for (int32_t i = 0; i < end; i++) captured->names[i] = captured->names[i + 1];
        captured->names[end] = first;
    }
}

static int32_t captured_find(const NameMap *captured, const Name *name) {
    // The order is changed here, which the map's index does not follow.
    for (int32_t i = 0; i < captured->count; i++)
        if (captured->names[i] == name) return i;
    return -1;
}

// Brings this alternative's captures into the order of the first one's.
static bool match_reorder(Matching *matching, const NameMap *first) {
    Compiler *compiler = matching->compiler;
    NameMap *captured = &matching->captured;
    if (captured->count != first->count) return false;
    for (int32_t wanted = first->count - 1; wanted >= 0; wanted--) {
        int32_t found = captured_find(captured, first->names[wanted]);
        if (found < 0) return false;
        if (found == wanted) continue;
        captured_rotate(captured, found + 1, wanted - found);
        for (int32_t i = 0; i <= found; i++) rotate(compiler, wanted + 1);
    }
    return true;
}

static NameMap match_alternatives(Matching *matching, const PatternList *patterns, Block *end) {
    Compiler *compiler = matching->compiler;
    NameMap first = {0};
    for (int32_t i = 0; i < patterns->count && !compiler->failed; i++) {
        Pattern *pattern = patterns->items[i];
        unit_set_span(compiler, pattern->span);
        Matching inner = {.compiler = compiler};
        inner.may_always_match = i == patterns->count - 1 && matching->may_always_match;
        emit_arg(compiler, OP_COPY, 1);
        match_pattern(&inner, pattern);
        if (compiler->failed) break;
        if (i == 0) {
            first = inner.captured;
        } else if (!match_reorder(&inner, &first)) {
            compiler_mistake(compiler, compiler->unit->span,
                             "alternative patterns bind different names");
            break;
        }
        emit_jump(compiler, OP_JUMP, end);
        ladder_emit(&inner);
    }
    return first;
}

static void match_or(Matching *matching, Pattern *pattern) {
    Compiler *compiler = matching->compiler;
    Block *end = emit_block_new(compiler);
    NameMap first = match_alternatives(matching, &pattern->MatchOr.patterns, end);
    emit_op(compiler, OP_POP_TOP);
    jump_to_failure(matching, OP_JUMP);
    emit_block(compiler, end);
    // The captures lie on top of the subject's copy: each goes down to its place.
    int32_t depth = first.count + 1 + matching->on_top + matching->captured.count;
    for (int32_t i = 0; i < first.count; i++) {
        rotate(compiler, depth);
        add_captured(matching, first.names[i]);
    }
    emit_op(compiler, OP_POP_TOP);
}

static void match_pattern(Matching *matching, Pattern *pattern) {
    if (matching->compiler->failed) return;
    unit_set_span(matching->compiler, pattern->span);
    switch (pattern->kind) {
    case PATTERN_MatchValue: match_value(matching, pattern); break;
    case PATTERN_MatchSingleton: match_singleton(matching, pattern); break;
    case PATTERN_MatchSequence: match_sequence(matching, pattern); break;
    case PATTERN_MatchMapping: match_mapping(matching, pattern); break;
    case PATTERN_MatchClass: match_class(matching, pattern); break;
    case PATTERN_MatchStar: capture(matching, pattern->MatchStar.name); break;
    case PATTERN_MatchAs: match_as(matching, pattern); break;
    case PATTERN_MatchOr: match_or(matching, pattern); break;
    }
}

// --- the statement ---

typedef enum CasePlace { CASE_IS_LAST, CASE_IS_FOLLOWED } CasePlace;

// A case; one that is followed leaves the subject for the next.
static void compile_case(Compiler *compiler, MatchCase *matched, CasePlace place,
                         bool may_always_match, Block *end) {
    Matching matching = {.compiler = compiler};
    matching.may_always_match = may_always_match || matched->guard != NULL;
    unit_set_span(compiler, matched->pattern->span);
    if (place == CASE_IS_FOLLOWED) emit_arg(compiler, OP_COPY, 1);
    match_pattern(&matching, matched->pattern);
    for (int32_t i = 0; i < matching.captured.count; i++)
        emit_variable(compiler, matching.captured.names[i], CONTEXT_Store);
    if (matched->guard != NULL && ladder_reach(&matching, 0))
        expression_jump(compiler, matched->guard, matching.ladder[0], JUMP_WHEN_FALSE);
    if (place == CASE_IS_FOLLOWED) emit_op(compiler, OP_POP_TOP);
    statement_compile_list(compiler, &matched->body);
    emit_jump(compiler, OP_JUMP, end);
    // The cleanup belongs to the pattern that failed, not to the body's last line.
    unit_set_span(compiler, matched->pattern->span);
    ladder_emit(&matching);
}

void statement_compile_match(Compiler *compiler, Stmt *stmt) {
    const MatchCaseList *cases = &stmt->Match.cases;
    expression_compile(compiler, stmt->Match.subject);
    Block *end = emit_block_new(compiler);
    MatchCase *last = cases->items[cases->count - 1];
    bool has_default = is_wildcard(last->pattern) && cases->count > 1;
    int32_t count = cases->count - has_default;
    for (int32_t i = 0; i < count && !compiler->failed; i++)
        compile_case(compiler, cases->items[i],
                     i == count - 1 ? CASE_IS_LAST : CASE_IS_FOLLOWED, i == cases->count - 1, end);
    if (has_default) {
        unit_set_span(compiler, last->pattern->span);
        emit_op(compiler, OP_NOP);
        if (last->guard != NULL) expression_jump(compiler, last->guard, end, JUMP_WHEN_FALSE);
        statement_compile_list(compiler, &last->body);
    }
    emit_block(compiler, end);
}
