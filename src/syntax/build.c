#include "syntax/build.h"

#include "syntax/mistakes.h"

#include <string.h>

// --- Seqs ----------------------------------------------------------------------------

static Seq *seq_new(Parser *p, int32_t count) {
    Seq *seq = arena_allocate(p->arena, sizeof(Seq) + (size_t)count * sizeof(void *));
    if (seq != NULL) seq->count = count;
    return seq;
}

Seq *seq_of(Parser *p, void *item) {
    Seq *seq = seq_new(p, 1);
    if (seq != NULL) seq->items[0] = item;
    return seq;
}

Seq *seq_join(Parser *p, const Seq *first, const Seq *second) {
    int32_t before = first == NULL ? 0 : first->count;
    int32_t behind = second == NULL ? 0 : second->count;
    Seq *seq = seq_new(p, before + behind);
    if (seq == NULL) return NULL;
    for (int32_t i = 0; i < before; i++) seq->items[i] = first->items[i];
    for (int32_t i = 0; i < behind; i++) seq->items[before + i] = second->items[i];
    return seq;
}

Seq *seq_prepend(Parser *p, void *item, const Seq *seq) {
    return seq_join(p, seq_of(p, item), seq);
}

Seq *seq_append(Parser *p, const Seq *seq, void *item) {
    return seq_join(p, seq, seq_of(p, item));
}

Seq *seq_flatten(Parser *p, const Seq *seqs) {
    int32_t count = 0;
    for (int32_t i = 0; i < seqs->count; i++) count += ((Seq *)seqs->items[i])->count;
    Seq *flat = seq_new(p, count);
    if (flat == NULL) return NULL;
    int32_t place = 0;
    for (int32_t i = 0; i < seqs->count; i++) {
        const Seq *inner = seqs->items[i];
        for (int32_t j = 0; j < inner->count; j++) flat->items[place++] = inner->items[j];
    }
    return flat;
}

static ExprList expr_list(Seq *seq) {
    if (seq == NULL || seq->count == 0) return (ExprList){0};
    return (ExprList){seq->count, (Expr **)seq->items};
}

// --- Whole texts ---------------------------------------------------------------------

static Tree *tree_new(Parser *p, TreeKind kind) {
    Tree *tree = arena_allocate_zeroed(p->arena, sizeof(Tree));
    if (tree != NULL) tree->kind = kind;
    return tree;
}

static StmtList stmt_list(Seq *seq) {
    if (seq == NULL || seq->count == 0) return (StmtList){0};
    return (StmtList){seq->count, (Stmt **)seq->items};
}

Tree *build_module(Parser *p, Seq *body) {
    Tree *tree = tree_new(p, TREE_Module);
    if (tree == NULL) return NULL;
    tree->Module.body = stmt_list(body);
    if (p->type_ignore_count > 0) {
        tree->Module.type_ignores = (TypeIgnoreList){
            p->type_ignore_count, (TypeIgnore **)p->type_ignores->items,
        };
    }
    return tree;
}

Tree *build_interactive(Parser *p, Seq *body) {
    Tree *tree = tree_new(p, TREE_Interactive);
    if (tree != NULL) tree->Interactive.body = stmt_list(body);
    return tree;
}

Tree *build_expression(Parser *p, Expr *body) {
    Tree *tree = tree_new(p, TREE_Expression);
    if (tree != NULL) tree->Expression.body = body;
    return tree;
}

Tree *build_function_type(Parser *p, Seq *types, Expr *returns) {
    Tree *tree = tree_new(p, TREE_FunctionType);
    if (tree == NULL) return NULL;
    tree->FunctionType.argtypes = expr_list(types);
    tree->FunctionType.returns = returns;
    return tree;
}

// --- Names ---------------------------------------------------------------------------

const Identifier *build_name(Parser *p, const char *name) {
    return names_add(p->context->names, p->arena, name, strlen(name));
}

IdentifierList build_names(Parser *p, const Seq *names) {
    size_t size = (size_t)names->count * sizeof(Identifier *);
    IdentifierList list = {names->count, arena_allocate(p->arena, size)};
    if (list.items == NULL) return (IdentifierList){0};
    for (int32_t i = 0; i < names->count; i++) {
        const Expr *name = names->items[i];
        list.items[i] = name->Name.id;
    }
    return list;
}

Expr *build_dotted(Parser *p, Expr *left, Expr *right) {
    const Identifier *first = left->Name.id, *second = right->Name.id;
    size_t length = (size_t)first->length + 1 + second->length;
    char *bytes = arena_allocate(p->arena, length);
    Expr *node = tree_expr_new(p->arena, EXPR_Name, span_join(left->span, right->span));
    if (bytes == NULL || node == NULL) return NULL;
    memcpy(bytes, first->bytes, first->length);
    bytes[first->length] = '.';
    memcpy(bytes + first->length + 1, second->bytes, second->length);
    node->Name.id = names_add(p->context->names, p->arena, bytes, length);
    node->Name.ctx = CONTEXT_Load;
    return node->Name.id == NULL ? NULL : node;
}

int32_t build_count_dots(const Seq *dots) {
    int32_t count = 0;
    for (int32_t i = 0; dots != NULL && i < dots->count; i++) {
        const Token *token = dots->items[i];
        count += token->kind == TOKEN_ELLIPSIS ? 3 : 1;
    }
    return count;
}

const Text *build_type_comment(Parser *p, const Token *comment) {
    if (comment == NULL) return NULL;
    Text *text = arena_allocate(p->arena, sizeof(Text));
    const char *bytes = arena_copy(p->arena, parser_text(p, comment), (size_t)comment->size);
    if (text == NULL || bytes == NULL) return NULL;
    *text = (Text){(size_t)comment->size, bytes};
    return text;
}

// --- Targets -------------------------------------------------------------------------

static Expr *with_context(Parser *p, const Expr *expr, ExprContext context);

static ExprList list_with_context(Parser *p, ExprList list, ExprContext context) {
    if (list.count == 0) return list;
    ExprList copy = {list.count, NULL};
    copy.items = arena_allocate(p->arena, (size_t)list.count * sizeof(Expr *));
    if (copy.items == NULL) return (ExprList){0};
    for (int32_t i = 0; i < list.count; i++) {
        copy.items[i] = with_context(p, list.items[i], context);
    }
    return copy;
}

static Expr *with_context(Parser *p, const Expr *expr, ExprContext context) {
    Expr *copy = arena_allocate(p->arena, sizeof(Expr));
    if (copy == NULL) return NULL;
    *copy = *expr;
    switch (expr->kind) {
    case EXPR_Name: copy->Name.ctx = context; break;
    case EXPR_Attribute: copy->Attribute.ctx = context; break;
    case EXPR_Subscript: copy->Subscript.ctx = context; break;
    case EXPR_Tuple:
        copy->Tuple.elts = list_with_context(p, expr->Tuple.elts, context);
        copy->Tuple.ctx = context;
        break;
    case EXPR_List:
        copy->List.elts = list_with_context(p, expr->List.elts, context);
        copy->List.ctx = context;
        break;
    case EXPR_Starred:
        copy->Starred.value = with_context(p, expr->Starred.value, context);
        copy->Starred.ctx = context;
        break;
    default: break;
    }
    return copy;
}

Expr *build_store(Parser *p, Expr *expr) {
    return with_context(p, expr, CONTEXT_Store);
}

Expr *build_delete(Parser *p, Expr *expr) {
    return with_context(p, expr, CONTEXT_Del);
}

// --- Expressions ---------------------------------------------------------------------

Expr *build_compare(Parser *p, Span span, Expr *left, const Seq *rights) {
    size_t count = (size_t)rights->count;
    Expr *node = tree_expr_new(p->arena, EXPR_Compare, span);
    CompareOperator *ops = arena_allocate(p->arena, count * sizeof(*ops));
    Expr **comparators = arena_allocate(p->arena, count * sizeof(*comparators));
    if (node == NULL || ops == NULL || comparators == NULL) return NULL;
    for (size_t i = 0; i < count; i++) {
        const CompareRight *right = rights->items[i];
        ops[i] = right->op;
        comparators[i] = right->right;
    }
    node->Compare.left = left;
    node->Compare.ops = (CompareOperatorList){rights->count, ops};
    node->Compare.comparators = (ExprList){rights->count, comparators};
    return node;
}

Expr *build_dict(Parser *p, Span span, const Seq *pairs) {
    Expr *node = tree_expr_new(p->arena, EXPR_Dict, span);
    if (node == NULL || pairs == NULL || pairs->count == 0) return node;
    size_t size = (size_t)pairs->count * sizeof(Expr *);
    Expr **keys = arena_allocate(p->arena, size);
    Expr **values = arena_allocate(p->arena, size);
    if (keys == NULL || values == NULL) return NULL;
    for (int32_t i = 0; i < pairs->count; i++) {
        const KeyValue *pair = pairs->items[i];
        keys[i] = pair->key;
        values[i] = pair->value;
    }
    node->Dict.keys = (ExprList){pairs->count, keys};
    node->Dict.values = (ExprList){pairs->count, values};
    return node;
}

Expr *build_no_arguments(Parser *p) {
    return tree_expr_new(p->arena, EXPR_Call, (Span){0});
}

Expr *build_arguments(Parser *p, Span span, const Seq *positional, const Seq *rest) {
    int32_t count = positional == NULL ? 0 : positional->count;
    int32_t rest_count = rest == NULL ? 0 : rest->count;
    Expr *call = tree_expr_new(p->arena, EXPR_Call, span);
    size_t room = (size_t)(count + rest_count) * sizeof(Expr *);
    Expr **arguments = arena_allocate(p->arena, room);
    Keyword **keywords = arena_allocate(p->arena, (size_t)rest_count * sizeof(*keywords));
    if (call == NULL || arguments == NULL || keywords == NULL) return NULL;
    for (int32_t i = 0; i < count; i++) arguments[i] = positional->items[i];
    int32_t keyword_count = 0;
    for (int32_t i = 0; i < rest_count; i++) {
        const Argument *argument = rest->items[i];
        if (argument->starred != NULL) arguments[count++] = argument->starred;
        else keywords[keyword_count++] = argument->keyword;
    }
    call->Call.args = (ExprList){count, count > 0 ? arguments : NULL};
    call->Call.keywords = (KeywordList){keyword_count, keyword_count > 0 ? keywords : NULL};
    return call;
}

Expr *build_real(Parser *p, Expr *number) {
    if (number->Constant.value.kind != CONSTANT_IMAGINARY) return number;
    return mistakes_at(p, number->span, "real number required in complex literal");
}

Expr *build_imaginary(Parser *p, Expr *number) {
    if (number->Constant.value.kind == CONSTANT_IMAGINARY) return number;
    return mistakes_at(p, number->span, "imaginary number required in complex literal");
}

Token *build_unequal(Parser *p, Token *token) {
    bool is_old = *parser_text(p, token) == '<';
    bool wants_old = (p->context->options->flags & PARSE_BARRY_AS_FLUFL) != 0;
    if (is_old == wants_old) return token;
    if (is_old) return NULL;
    return mistakes_here(p, "with Barry as BDFL, use '<>' instead of '!='");
}

// --- Parameters and definitions ------------------------------------------------------

Parameter *build_comment_parameter(Parser *p, Parameter *parameter, const Token *comment) {
    if (comment == NULL) return parameter;
    Parameter *copy = arena_allocate(p->arena, sizeof(Parameter));
    if (copy == NULL) return NULL;
    *copy = *parameter;
    copy->type_comment = build_type_comment(p, comment);
    return copy;
}

NameDefault *build_default(Parser *p, Parameter *parameter, Expr *value, const Token *comment) {
    NameDefault *pair = arena_allocate(p->arena, sizeof(NameDefault));
    if (pair == NULL) return NULL;
    *pair = (NameDefault){build_comment_parameter(p, parameter, comment), value};
    return pair->parameter == NULL ? NULL : pair;
}

static const NameDefault *default_at(const Seq *defaults, int32_t index) {
    return defaults->items[index];
}

// The parameters of NameDefaults behind plain ones.
static ParameterList parameter_list(Parser *p, const Seq *plain, const Seq *defaults) {
    int32_t count = plain == NULL ? 0 : plain->count;
    int32_t more = defaults == NULL ? 0 : defaults->count;
    if (count + more == 0) return (ParameterList){0};
    Parameter **items = arena_allocate(p->arena, (size_t)(count + more) * sizeof(*items));
    if (items == NULL) return (ParameterList){0};
    for (int32_t i = 0; i < count; i++) items[i] = plain->items[i];
    for (int32_t i = 0; i < more; i++) items[count + i] = default_at(defaults, i)->parameter;
    return (ParameterList){count + more, items};
}

// The values of two rows of NameDefaults; those without one are NULL.
static ExprList default_list(Parser *p, const Seq *first, const Seq *second) {
    int32_t count = first == NULL ? 0 : first->count;
    int32_t more = second == NULL ? 0 : second->count;
    if (count + more == 0) return (ExprList){0};
    Expr **items = arena_allocate(p->arena, (size_t)(count + more) * sizeof(*items));
    if (items == NULL) return (ExprList){0};
    for (int32_t i = 0; i < count; i++) items[i] = default_at(first, i)->value;
    for (int32_t i = 0; i < more; i++) items[count + i] = default_at(second, i)->value;
    return (ExprList){count + more, items};
}

Parameters *build_parameters(Parser *p, const Seq *slash_plain, const SlashWithDefault *slash,
                             const Seq *plain, const Seq *defaults, const StarEtc *star) {
    Parameters *parameters = arena_allocate_zeroed(p->arena, sizeof(Parameters));
    if (parameters == NULL) return NULL;
    const Seq *slash_defaults = NULL;
    if (slash != NULL) {
        slash_plain = slash->plain;
        slash_defaults = slash->defaults;
    }
    parameters->posonlyargs = parameter_list(p, slash_plain, slash_defaults);
    parameters->args = parameter_list(p, plain, defaults);
    parameters->defaults = default_list(p, slash_defaults, defaults);
    if (star == NULL) return parameters;
    parameters->vararg = star->vararg;
    parameters->kwonlyargs = parameter_list(p, NULL, star->kwonly);
    parameters->kw_defaults = default_list(p, star->kwonly, NULL);
    parameters->kwarg = star->kwarg;
    return parameters;
}

Parameters *build_some_parameters(Parser *p, Parameters *parameters) {
    if (parameters != NULL) return parameters;
    return arena_allocate_zeroed(p->arena, sizeof(Parameters));
}

Stmt *build_decorated(Parser *p, Seq *decorators, Stmt *definition) {
    // The undecorated one may be kept as a rule's result: it must not change.
    Stmt *copy = arena_allocate(p->arena, sizeof(Stmt));
    if (copy == NULL) return NULL;
    *copy = *definition;
    ExprList list = expr_list(decorators);
    switch (definition->kind) {
    case STMT_FunctionDef: copy->FunctionDef.decorator_list = list; break;
    case STMT_AsyncFunctionDef: copy->AsyncFunctionDef.decorator_list = list; break;
    default: copy->ClassDef.decorator_list = list; break;
    }
    return copy;
}

// --- Patterns ------------------------------------------------------------------------

Pattern *build_mapping_pattern(Parser *p, Span span, const Seq *pairs, const Expr *rest) {
    Pattern *node = tree_pattern_new(p->arena, PATTERN_MatchMapping, span);
    if (node == NULL) return NULL;
    node->MatchMapping.rest = rest == NULL ? NULL : rest->Name.id;
    if (pairs == NULL) return node;
    size_t count = (size_t)pairs->count;
    Expr **keys = arena_allocate(p->arena, count * sizeof(*keys));
    Pattern **patterns = arena_allocate(p->arena, count * sizeof(*patterns));
    if (keys == NULL || patterns == NULL) return NULL;
    for (size_t i = 0; i < count; i++) {
        const KeyPattern *pair = pairs->items[i];
        keys[i] = pair->key;
        patterns[i] = pair->pattern;
    }
    node->MatchMapping.keys = (ExprList){pairs->count, keys};
    node->MatchMapping.patterns = (PatternList){pairs->count, patterns};
    return node;
}

Pattern *build_class_pattern(Parser *p, Span span, Expr *cls, Seq *positional,
                             const Seq *keywords) {
    Pattern *node = tree_pattern_new(p->arena, PATTERN_MatchClass, span);
    if (node == NULL) return NULL;
    node->MatchClass.cls = cls;
    if (positional != NULL) {
        node->MatchClass.patterns = (PatternList){positional->count,
                                                  (Pattern **)positional->items};
    }
    if (keywords == NULL) return node;
    size_t count = (size_t)keywords->count;
    const Identifier **names = arena_allocate(p->arena, count * sizeof(*names));
    Pattern **patterns = arena_allocate(p->arena, count * sizeof(*patterns));
    if (names == NULL || patterns == NULL) return NULL;
    for (size_t i = 0; i < count; i++) {
        const KeyPattern *pair = keywords->items[i];
        names[i] = pair->key->Name.id;
        patterns[i] = pair->pattern;
    }
    node->MatchClass.kwd_attrs = (IdentifierList){keywords->count, names};
    node->MatchClass.kwd_patterns = (PatternList){keywords->count, patterns};
    return node;
}

// --- For the rules that word mistakes ------------------------------------------------

void *build_refuse_legacy(Parser *p, const Expr *name, const Expr *arguments) {
    if (!mistakes_is_legacy(name)) return NULL;
    const char *word = name->Name.id->bytes;
    return mistakes_at(p, span_join(name->span, arguments->span),
                       "Missing parentheses in call to '%s'. Did you mean %s(...)?", word, word);
}

Span build_clauses_end(const Seq *clauses) {
    const Comprehension *last = SEQ_LAST(Comprehension, clauses);
    if (last->ifs.count > 0) return last->ifs.items[last->ifs.count - 1]->span;
    return last->iter->span;
}

void *build_refuse_generator(Parser *p, const Expr *call, const Seq *clauses) {
    int32_t count = call->Call.args.count;
    // Alone it may stand without parentheses of its own.
    if (count <= 1) return NULL;
    const Expr *last = call->Call.args.items[count - 1];
    return mistakes_at(p, span_join(last->span, build_clauses_end(clauses)),
                       "Generator expression must be parenthesized");
}

Span build_last_column(Span span) {
    return (Span){span.line, span.end_column - 1, span.end_line, -1};
}

bool build_has_unpacking(const Expr *call) {
    for (int32_t i = 0; i < call->Call.keywords.count; i++) {
        if (call->Call.keywords.items[i]->arg == NULL) return true;
    }
    return false;
}
