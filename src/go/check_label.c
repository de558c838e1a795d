// Labels, jumps, and statements that never come to their end.

#include <string.h>

#include "go/check.h"

typedef struct Label {
    GoNode *node;
    bool is_used;
} Label;

typedef struct Labels {
    GoCheck *checker;
    Label rows[256];
    int count;
} Labels;

typedef struct Around {   // statements that a jump stands in, the innermost first
    const struct Around *outer;
    GoNode *statement;
    const char *label;
} Around;

static void collect(Labels *labels, GoNode **list, int count);

static void collect_one(Labels *labels, GoNode *node) {
    if (node == NULL) return;
    switch (node->kind) {
    case GO_NODE_LABELED:
        if (strcmp(node->text, "_") != 0) {
            for (int i = 0; i < labels->count; i++) {
                if (labels->rows[i].node->text != node->text) continue;
                GoPosition other = go_compile_position(labels->checker->compile,
                                                       labels->rows[i].node->place);
                GO_CHECK_ERROR_AT(labels->checker, node->place,
                                  "label %s already defined at %s:%u:%u",
                                  node->text, other.file, other.line, other.column);
                collect_one(labels, node->first);
                return;
            }
            if (labels->count < (int)ARRAY_COUNT(labels->rows))
                labels->rows[labels->count++].node = node;
        }
        collect_one(labels, node->first);
        return;
    case GO_NODE_BLOCK: collect(labels, node->list, node->count); return;
    case GO_NODE_IF: collect_one(labels, node->third); collect_one(labels, node->fourth); return;
    case GO_NODE_FOR: case GO_NODE_RANGE: collect_one(labels, node->fourth); return;
    case GO_NODE_SWITCH: case GO_NODE_TYPE_SWITCH: case GO_NODE_SELECT:
        for (int i = 0; i < node->count; i++)
            collect(labels, node->list[i]->list2, node->list[i]->count2);
        return;
    default: return;
    }
}

static void collect(Labels *labels, GoNode **list, int count) {
    for (int i = 0; i < count; i++) collect_one(labels, list[i]);
}

static Label *find_label(Labels *labels, const char *name) {
    for (int i = 0; i < labels->count; i++)
        if (labels->rows[i].node->text == name) return &labels->rows[i];
    return NULL;
}

static bool is_loop(const GoNode *node) {
    return node->kind == GO_NODE_FOR || node->kind == GO_NODE_RANGE;
}

static void check_labeled_jump(Labels *labels, GoNode *node, const Around *around) {
    GoCheck *checker = labels->checker;
    Label *label = find_label(labels, node->text);
    const char *word = node->op == GO_BREAK ? "break" : "continue";
    if (label == NULL) {
        GO_CHECK_ERROR_AT(checker, node->end, node->op == GO_GOTO ? "label %s not defined"
                          : node->op == GO_BREAK ? "break label not defined: %s"
                          : "continue label not defined: %s", node->text);
        return;
    }
    label->is_used = true;
    if (node->op == GO_GOTO) return;
    for (; around != NULL; around = around->outer) {
        if (around->label != node->text) continue;
        if (node->op == GO_BREAK || is_loop(around->statement)) return;
        break;
    }
    GO_CHECK_ERROR_AT(checker, node->end, "invalid %s label %s", word, node->text);
}

static void check_jump(Labels *labels, GoNode *node, const Around *around) {
    if (node->text != NULL) {
        check_labeled_jump(labels, node, around);
        return;
    }
    if (node->op == GO_FALLTHROUGH) return;   // looked at with its clause
    for (; around != NULL; around = around->outer)
        if (is_loop(around->statement) || (node->op == GO_BREAK &&
            around->statement->kind != GO_NODE_LABELED)) return;
    GO_CHECK_ERROR(labels->checker, node, node->op == GO_BREAK
                   ? "break is not in a loop, switch, or select" : "continue is not in a loop");
}

static void walk(Labels *labels, GoNode **list, int count, const Around *around);

static void walk_one(Labels *labels, GoNode *node, const Around *around, const char *label) {
    if (node == NULL) return;
    Around here = {around, node, label};
    switch (node->kind) {
    case GO_NODE_LABELED: walk_one(labels, node->first, around, node->text); return;
    case GO_NODE_BRANCH: check_jump(labels, node, around); return;
    case GO_NODE_BLOCK: walk(labels, node->list, node->count, around); return;
    case GO_NODE_IF:
        walk_one(labels, node->third, around, NULL);
        walk_one(labels, node->fourth, around, NULL);
        return;
    case GO_NODE_FOR: case GO_NODE_RANGE: walk_one(labels, node->fourth, &here, NULL); return;
    case GO_NODE_SWITCH: case GO_NODE_TYPE_SWITCH: case GO_NODE_SELECT:
        for (int i = 0; i < node->count; i++)
            walk(labels, node->list[i]->list2, node->list[i]->count2, &here);
        return;
    default: return;
    }
}

static void walk(Labels *labels, GoNode **list, int count, const Around *around) {
    for (int i = 0; i < count; i++) walk_one(labels, list[i], around, NULL);
}

// --- goto: not into a block, not over a variable ---

typedef struct Block {
    const struct Block *outer;
    GoNode **list;
    int count;
} Block;

static GoNode *labeled_in(const Block *block, const char *name, int *index) {
    for (int i = 0; i < block->count; i++)
        for (GoNode *node = block->list[i]; node->kind == GO_NODE_LABELED; node = node->first)
            if (node->text == name) {
                *index = i;
                return node;
            }
    return NULL;
}

static bool declares_variable(const GoNode *node) {
    while (node->kind == GO_NODE_LABELED) node = node->first;
    if (node->kind == GO_NODE_DEFINITION) return true;
    return node->kind == GO_NODE_DECLARE && node->count > 0 && node->list[0]->kind == GO_NODE_VAR;
}

static void check_goto(Labels *labels, GoNode *node, const Block *block, int from) {
    Label *label = find_label(labels, node->text);
    int index = 0;
    if (label == NULL) return;
    const Block *each = block;
    while (each != NULL && labeled_in(each, node->text, &index) == NULL) each = each->outer;
    if (each == NULL) {
        GoPosition start = go_compile_position(labels->checker->compile, label->node->place);
        GO_CHECK_ERROR_AT(labels->checker, node->end, "goto %s jumps into block", node->text);
        (void)start;
        return;
    }
    if (each == block && index > from) {
        for (int i = from + 1; i < index; i++)
            if (declares_variable(each->list[i])) {
                GoPosition where = go_compile_position(labels->checker->compile,
                                                       go_node_start(each->list[i]));
                GO_CHECK_ERROR_AT(labels->checker, node->end,
                                  "goto %s jumps over variable declaration at line %u", node->text,
                                  where.line);
                return;
            }
    }
}

static void walk_gotos(Labels *labels, const Block *block);

static void goto_one(Labels *labels, GoNode *node, const Block *block, int index) {
    if (node == NULL) return;
    switch (node->kind) {
    case GO_NODE_LABELED: goto_one(labels, node->first, block, index); return;
    case GO_NODE_BRANCH:
        if (node->op == GO_GOTO) check_goto(labels, node, block, index);
        return;
    case GO_NODE_BLOCK: {
        Block inner = {block, node->list, node->count};
        walk_gotos(labels, &inner);
        return;
    }
    case GO_NODE_IF:
        goto_one(labels, node->third, block, index);
        goto_one(labels, node->fourth, block, index);
        return;
    case GO_NODE_FOR: case GO_NODE_RANGE: goto_one(labels, node->fourth, block, index); return;
    case GO_NODE_SWITCH: case GO_NODE_TYPE_SWITCH: case GO_NODE_SELECT:
        for (int i = 0; i < node->count; i++) {
            Block inner = {block, node->list[i]->list2, node->list[i]->count2};
            walk_gotos(labels, &inner);
        }
        return;
    default: return;
    }
}

static void walk_gotos(Labels *labels, const Block *block) {
    for (int i = 0; i < block->count; i++) goto_one(labels, block->list[i], block, i);
}

void go_check_labels(GoCheck *checker, GoNode *body) {
    Labels *labels = GO_NEW(checker->compile, Labels);
    labels->checker = checker;
    collect(labels, body->list, body->count);
    walk(labels, body->list, body->count, NULL);
    Block block = {NULL, body->list, body->count};
    if (labels->count > 0) walk_gotos(labels, &block);
    for (int i = 0; i < labels->count; i++)
        if (!labels->rows[i].is_used)
            go_compile_soft_error(checker->compile, labels->rows[i].node->place,
                                  "label %s defined and not used", labels->rows[i].node->text);
}

// --- statements that end a function ---

static bool has_break(GoNode **list, int count, const char *label, bool is_inner);

static bool breaks(GoNode *node, const char *label, bool is_inner) {
    if (node == NULL) return false;
    switch (node->kind) {
    case GO_NODE_BRANCH:
        return node->op == GO_BREAK && (node->text == NULL ? !is_inner : node->text == label);
    case GO_NODE_LABELED: return breaks(node->first, label, is_inner);
    case GO_NODE_BLOCK: return has_break(node->list, node->count, label, is_inner);
    case GO_NODE_IF:
        return breaks(node->third, label, is_inner) || breaks(node->fourth, label, is_inner);
    case GO_NODE_FOR: case GO_NODE_RANGE: return breaks(node->fourth, label, true);
    case GO_NODE_SWITCH: case GO_NODE_TYPE_SWITCH: case GO_NODE_SELECT:
        for (int i = 0; i < node->count; i++)
            if (has_break(node->list[i]->list2, node->list[i]->count2, label, true)) return true;
        return false;
    default: return false;
    }
}

static bool has_break(GoNode **list, int count, const char *label, bool is_inner) {
    for (int i = 0; i < count; i++)
        if (breaks(list[i], label, is_inner)) return true;
    return false;
}

static bool clauses_terminate(GoNode *node, const char *label) {
    bool has_default = node->kind == GO_NODE_SELECT;
    for (int i = 0; i < node->count; i++) {
        GoNode *clause = node->list[i];
        has_default |= clause->flag;
        GoNode *last = clause->count2 > 0 ? clause->list2[clause->count2 - 1] : NULL;
        bool falls = last != NULL && last->kind == GO_NODE_BRANCH && last->op == GO_FALLTHROUGH;
        if (!falls && !go_check_terminates(clause->list2, clause->count2)) return false;
        if (has_break(clause->list2, clause->count2, label, false)) return false;
    }
    return has_default;
}

static bool terminates(GoNode *node, const char *label) {
    switch (node->kind) {
    case GO_NODE_RETURN: return true;
    case GO_NODE_BRANCH: return node->op == GO_GOTO;
    case GO_NODE_EXPRESSION: {
        GoNode *call = go_node_unparen(node->first);
        if (call->kind != GO_NODE_CALL) return false;
        GoNode *called = go_node_unparen(call->first);
        return called->mode == GO_BUILTIN && called->entity != NULL &&
               called->entity->builtin == GO_PANIC;
    }
    case GO_NODE_BLOCK: return go_check_terminates(node->list, node->count);
    case GO_NODE_IF:
        return node->fourth != NULL && terminates(node->third, NULL) &&
               terminates(node->fourth, NULL);
    case GO_NODE_FOR: return node->second == NULL && !breaks(node->fourth, label, false);
    case GO_NODE_LABELED: return terminates(node->first, node->text);
    case GO_NODE_SWITCH: case GO_NODE_TYPE_SWITCH: case GO_NODE_SELECT:
        return clauses_terminate(node, label);
    default: return false;
    }
}

bool go_check_terminates(GoNode **list, int count) {
    while (count > 0 && list[count - 1]->kind == GO_NODE_EMPTY) count--;
    return count > 0 && terminates(list[count - 1], NULL);
}
