// Parses what it is sent and answers with the tree or the mistake: the parser's side
// of tests/syntax/compare_trees.
//
// A request is a line "MODE FLAGS MINOR SIZE" and SIZE bytes of source. The answer is any
// number of lines "warning CATEGORY LINE MESSAGE", then either "tree SIZE" and so many
// bytes, or "mistake KIND HAS_PLACE LINE OFFSET END_LINE END_OFFSET SIZE TEXT_SIZE",
// the message and the text of the line (TEXT_SIZE -1: there is none).

#include "base/host.h"
#include "syntax/dump.h"
#include "syntax/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BY_LINES (1u << 16)  // a flag of our own: the source comes line by line

static ParseVerdict print_warning(void *context, ParseWarning category, const char *message,
                                  int line) {
    (void)context;
    const char *name = category == PARSE_SYNTAX_WARNING ? "SyntaxWarning" : "DeprecationWarning";
    printf("warning %s %d %s\n", name, line, message);
    return PARSE_GO_ON;
}

// An interactive source: what has not been handed out yet.
typedef struct Lines {
    const char *next;
    const char *end;
} Lines;

static ParseVerdict read_line(void *context, const char **text, size_t *length) {
    Lines *lines = context;
    *text = lines->next;
    while (lines->next < lines->end && *lines->next++ != '\n') continue;
    *length = (size_t)(lines->next - *text);
    return PARSE_GO_ON;
}

static void print_mistake(const SyntaxMistake *mistake) {
    static const char *const kinds[] = {"None",        "SyntaxError", "IndentationError",
                                        "TabError",    "MemoryError", "ValueError",
                                        "OverflowError", "UnicodeDecodeError", "caller"};
    const char *message = mistake->message == NULL ? "" : mistake->message;
    printf("mistake %s %d %d %d %d %d %zu %zd\n", kinds[mistake->kind],
           mistake->has_place ? 1 + mistake->has_end : 0, mistake->line, mistake->offset,
           mistake->end_line, mistake->end_offset, strlen(message),
           mistake->text == NULL ? (ssize_t)-1 : (ssize_t)mistake->text->length);
    fputs(message, stdout);
    if (mistake->text != NULL) fwrite(mistake->text->bytes, 1, mistake->text->length, stdout);
}

static void answer(const char *source, size_t size, const ParseOptions *options) {
    Arena arena;
    arena_start(&arena);
    SyntaxMistake mistake;
    Lines lines = {source, source + size};
    ParseCallbacks interactive = {.context = &lines, .read_line = read_line};
    ParseOptions changed = *options;
    if (options->flags & BY_LINES) {
        changed.flags &= ~BY_LINES;
        changed.callbacks = &interactive;
        size = 0;
    }
    const Tree *tree = parse(&arena, source, size, &changed, &mistake);
    if (tree == NULL) {
        print_mistake(&mistake);
    } else {
        size_t length = 0;
        char *text = dump_tree(tree, &length);
        printf("tree %zu\n", length);
        if (text != NULL) fwrite(text, 1, length, stdout);
        host_release(text);
    }
    arena_done(&arena);
    fflush(stdout);
}

int main(void) {
    int mode, minor;
    unsigned flags;
    size_t size;
    static const ParseCallbacks callbacks = {.warn = print_warning};
    while (scanf("%d %u %d %zu", &mode, &flags, &minor, &size) == 4) {
        if (getchar() != '\n') return 1;
        char *source = malloc(size + 1);
        if (source == NULL || fread(source, 1, size, stdin) != size) return 1;
        ParseOptions options = {
            .mode = (ParseMode)mode,
            .flags = flags,
            .feature_minor = minor,
            .int_digits_max = 4300,
            .file_name = "<test>",
            .callbacks = &callbacks,
        };
        answer(source, size, &options);
        free(source);
    }
    return 0;
}
