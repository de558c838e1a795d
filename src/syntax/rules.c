// The parser that tools/generate/python_rules.inc.py makes of python.grammar
// and mistakes.grammar, and the words that their actions use.

#include "syntax/build.h"
#include "syntax/literal.h"
#include "syntax/mistakes.h"

// From the first token of the alternative to the last one matched.
#define SPAN parser_span(p, start)

// A new node of a sum, with its fields in the order of tree.def; NULL: no memory.
#define EXPR(node, ...) \
    ({ Expr *new_ = tree_expr_new(p->arena, EXPR_##node, SPAN); \
       if (new_ != NULL) new_->node = (typeof(new_->node)){__VA_ARGS__}; \
       new_; })
#define STMT(node, ...) \
    ({ Stmt *new_ = tree_stmt_new(p->arena, STMT_##node, SPAN); \
       if (new_ != NULL) new_->node = (typeof(new_->node)){__VA_ARGS__}; \
       new_; })
#define PATTERN(node, ...) \
    ({ Pattern *new_ = tree_pattern_new(p->arena, PATTERN_##node, SPAN); \
       if (new_ != NULL) new_->node = (typeof(new_->node)){__VA_ARGS__}; \
       new_; })

// A new structure with these members.
#define NEW(type, ...) \
    ({ type *new_ = arena_allocate(p->arena, sizeof(type)); \
       if (new_ != NULL) *new_ = (type){__VA_ARGS__}; \
       new_; })

// A Seq, or NULL, as the tree's list of nodes of a type.
#define LIST(type, seq) \
    ({ Seq *list_ = (seq); \
       bool is_full_ = list_ != NULL && list_->count > 0; \
       (type##List){is_full_ ? list_->count : 0, is_full_ ? (type **)list_->items : NULL}; })

// The node, where Python 3.`minor` or later is asked for.
#define VERSION(minor, what, node) mistakes_check_version(p, minor, what, node)

#define NAME_OR_NULL(name) ((name) == NULL ? NULL : (name)->Name.id)
#define CALL_ARGUMENTS(call) ((call) == NULL ? (ExprList){0} : (call)->Call.args)
#define CALL_KEYWORDS(call) ((call) == NULL ? (KeywordList){0} : (call)->Call.keywords)

// The step of a slice with a second colon and nothing behind it.
#define NO_STEP ((Expr *)PARSER_MATCHED)
#define NULL_IF_NONE(step) ((step) == NO_STEP ? NULL : (step))

// A line that should begin a block does not: `what` began at the node or token.
#define NO_BLOCK(what, keyword) \
    mistakes_here_indent(p, "expected an indented block after " what " on line %d", \
                         (int)(keyword)->span.line)

#include "python_rules.inc"

void *parser_try_goal(Parser *p) {
    switch (p->goal) {
    case PARSER_GOAL_FILE: return rule_file(p);
    case PARSER_GOAL_EXPRESSION: return rule_eval(p);
    case PARSER_GOAL_INTERACTIVE: return rule_interactive(p);
    case PARSER_GOAL_FUNCTION_TYPE: return rule_func_type(p);
    case PARSER_GOAL_FSTRING: return rule_fstring(p);
    }
    return NULL;
}
