#include "syntax/parse.h"

#include "syntax/parser.h"

static ParserGoal goal_of(ParseMode mode) {
    switch (mode) {
    case PARSE_EXEC: return PARSER_GOAL_FILE;
    case PARSE_EVAL: return PARSER_GOAL_EXPRESSION;
    case PARSE_SINGLE: return PARSER_GOAL_INTERACTIVE;
    case PARSE_FUNCTION_TYPE: return PARSER_GOAL_FUNCTION_TYPE;
    }
    return PARSER_GOAL_FILE;
}

static Tree *parse_source(ParseContext *context, Source *source) {
    Parser parser;
    Tree *tree = NULL;
    ParserGoal goal = goal_of(context->options->mode);
    if (parser_start(&parser, context, source, goal, 1)) tree = parser_run(&parser);
    parser_done(&parser);
    return tree;
}

Tree *parse(Arena *arena, const char *source, size_t size, const ParseOptions *options,
            SyntaxMistake *mistake) {
    *mistake = (SyntaxMistake){0};
    NameTable names = {0};
    ParseContext context = {arena, options, mistake, &names, true};
    Source text;
    Tree *tree = NULL;
    if (source_open(&text, &context, source, size)) {
        context.is_encoded = text.encoding != NULL;
        tree = parse_source(&context, &text);
    }
    source_done(&text);
    names_done(&names);
    // Builders go on without memory; only here it is known that none was short.
    if (arena->is_failed) context_raise_memory(&context);
    return mistake->kind == MISTAKE_NONE ? tree : NULL;
}
