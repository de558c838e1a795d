// What the grammar's actions are made of: small nodes that stand between rules, and
// the functions that turn them into nodes of the tree.
//
// Out of memory, a function here gives NULL or an empty list and goes on: the arena
// remembers, and the parser looks there before it gives a tree.

#ifndef SYNTAX_BUILD_H
#define SYNTAX_BUILD_H

#include "syntax/parser.h"

// A parameter with its default, NULL for none.
typedef struct NameDefault {
    Parameter *parameter;
    Expr *value;
} NameDefault;

// Positional-only parameters, the last of them with defaults.
typedef struct SlashWithDefault {
    Seq *plain;     // Parameter, or NULL
    Seq *defaults;  // NameDefault
} SlashWithDefault;

// What begins at the star: *args, keyword-only parameters, **kwargs.
typedef struct StarEtc {
    Parameter *vararg;
    Seq *kwonly;  // NameDefault, or NULL
    Parameter *kwarg;
} StarEtc;

typedef struct KeyValue {
    Expr *key;  // NULL for **value
    Expr *value;
} KeyValue;

// A key or a keyword's name, and the pattern behind it.
typedef struct KeyPattern {
    Expr *key;
    Pattern *pattern;
} KeyPattern;

// One argument among keywords: a Starred, or a Keyword.
typedef struct Argument {
    Expr *starred;
    Keyword *keyword;
} Argument;

typedef struct CompareRight {
    CompareOperator op;
    Expr *right;
} CompareRight;

typedef struct OperatorToken {
    Operator op;
} OperatorToken;

// --- Seqs ----------------------------------------------------------------------------

#define SEQ_FIRST(type, seq) ((type *)(seq)->items[0])
#define SEQ_LAST(type, seq) ((type *)(seq)->items[(seq)->count - 1])

Seq *seq_of(Parser *p, void *item);                      // of one item
Seq *seq_prepend(Parser *p, void *item, const Seq *seq);  // seq may be NULL
Seq *seq_append(Parser *p, const Seq *seq, void *item);
Seq *seq_join(Parser *p, const Seq *first, const Seq *second);
Seq *seq_flatten(Parser *p, const Seq *seqs);  // a Seq of Seqs

// --- Whole texts ---------------------------------------------------------------------

Tree *build_module(Parser *p, Seq *body);
Tree *build_interactive(Parser *p, Seq *body);
Tree *build_expression(Parser *p, Expr *body);
Tree *build_function_type(Parser *p, Seq *types, Expr *returns);

// --- Names ---------------------------------------------------------------------------

const Identifier *build_name(Parser *p, const char *name);
IdentifierList build_names(Parser *p, const Seq *names);  // of Name expressions
Expr *build_dotted(Parser *p, Expr *left, Expr *right);   // the Name "left.right"
int32_t build_count_dots(const Seq *dots);                // NULL is 0
const Text *build_type_comment(Parser *p, const Token *comment);  // NULL gives NULL

// --- Targets -------------------------------------------------------------------------

// The expression as a target: a copy with the context, down to the elements of lists.
Expr *build_store(Parser *p, Expr *expr);
Expr *build_delete(Parser *p, Expr *expr);

// --- Expressions ---------------------------------------------------------------------

Expr *build_compare(Parser *p, Span span, Expr *left, const Seq *rights);
Expr *build_dict(Parser *p, Span span, const Seq *pairs);  // of KeyValue
Expr *build_no_arguments(Parser *p);
// A Call without a function; `rest` holds Arguments. Either may be NULL.
Expr *build_arguments(Parser *p, Span span, const Seq *positional, const Seq *rest);
Expr *build_real(Parser *p, Expr *number);       // refuses an imaginary one
Expr *build_imaginary(Parser *p, Expr *number);  // refuses a real one
// The token, when it is the unequal sign that is wanted.
Token *build_unequal(Parser *p, Token *token);

// --- Parameters and definitions ------------------------------------------------------

Parameter *build_comment_parameter(Parser *p, Parameter *parameter, const Token *comment);
NameDefault *build_default(Parser *p, Parameter *parameter, Expr *value, const Token *comment);
Parameters *build_parameters(Parser *p, const Seq *slash_plain, const SlashWithDefault *slash,
                             const Seq *plain, const Seq *defaults, const StarEtc *star);
Parameters *build_some_parameters(Parser *p, Parameters *parameters);  // NULL gives empty ones
Stmt *build_decorated(Parser *p, Seq *decorators, Stmt *definition);

// --- Patterns ------------------------------------------------------------------------

Pattern *build_mapping_pattern(Parser *p, Span span, const Seq *pairs, const Expr *rest);
Pattern *build_class_pattern(Parser *p, Span span, Expr *cls, Seq *positional,
                             const Seq *keywords);

// --- For the rules that word mistakes ------------------------------------------------

// Refuses `print "..."` and `exec "..."`; gives NULL without a mistake for other names.
void *build_refuse_legacy(Parser *p, const Expr *name, const Expr *arguments);
// Refuses a bare generator behind other arguments.
void *build_refuse_generator(Parser *p, const Expr *call, const Seq *clauses);
// The end of the last for clause.
Span build_clauses_end(const Seq *clauses);
// The span from the last column of another to nowhere.
Span build_last_column(Span span);
bool build_has_unpacking(const Expr *call);

#endif
