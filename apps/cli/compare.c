// nametag compare A.py B.go: what both runs did, statement by statement.
//
// Both are explained in words, as blocks `line N: SOURCE` with sentences below. Two blocks
// belong together when their lines bear the same mark (# @1, // @1), or, where there are no
// marks, when their statements read alike.

#include "cli/compare.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/program.h"
#include "nametag.h"

typedef struct Text {
    char *bytes;
    size_t size;
} Text;

typedef struct Block {
    const char *source;      // what stands on the line
    const char *sentences;   // below it
    long mark;               // 0: none
    char plain[200];         // the statement as both languages write it
} Block;

typedef struct Run {
    Text text;
    Block *blocks;
    int count;
} Run;

static void take(void *context, const char *bytes, size_t size) {
    Text *text = context;
    char *grown = realloc(text->bytes, text->size + size + 1);
    if (grown == NULL) return;
    text->bytes = grown;
    memcpy(grown + text->size, bytes, size);
    text->size += size;
    grown[text->size] = '\0';
}

// `x := 1 // @1` and `x = 1  # @1` are one statement.
static void make_plain(Block *block) {
    size_t size = 0;
    for (const char *at = block->source; *at != '\0' && size + 1 < sizeof block->plain; at++) {
        if (*at == '#' || (at[0] == '/' && at[1] == '/')) break;
        if (isspace((unsigned char)*at) || *at == ';' || (at[0] == ':' && at[1] == '=')) continue;
        block->plain[size++] = *at;
    }
    block->plain[size] = '\0';
}

static long read_mark(const char *source) {
    const char *comment = strstr(source, "# @");
    if (comment == NULL) comment = strstr(source, "/ @");
    return comment == NULL ? 0 : strtol(comment + 3, NULL, 10);
}

// Cuts the text into its blocks.
static void split(Run *run) {
    char *at = run->text.bytes;
    while (at != NULL && (at = strstr(at, "\nline ")) != NULL) {
        char *source = strstr(at, ": "), *end = source == NULL ? NULL : strchr(source, '\n');
        if (end == NULL) return;
        Block *grown = realloc(run->blocks, ((size_t)run->count + 1) * sizeof(Block));
        if (grown == NULL) return;
        run->blocks = grown;
        Block *block = &run->blocks[run->count++];
        *at = *end = '\0';
        *block = (Block){.source = source + 2, .sentences = end + 1};
        block->mark = read_mark(block->source);
        make_plain(block);
        at = end + 1;
        // A block ends where something else than a sentence begins.
        while (strncmp(at, "    ", 4) == 0 && strchr(at, '\n') != NULL) at = strchr(at, '\n') + 1;
        if (*at == '\n') {
            if (strncmp(at + 1, "line ", 5) != 0) *at++ = '\0';
        } else if (at > block->sentences) {
            at[-1] = '\0';
        }
    }
}

static int explain_python(Run *run, char **program) {
    const char *path;
    NametagExplain explain = {.telling = NAMETAG_TELL_SENTENCES, .paths_max = -1, .write = take,
                              .context = &run->text};
    NametagMachine *machine = program_watch(1, program, &path);
    if (machine == NULL) return 1;
    int status = nametag_explain(machine, &explain) == 0 ? nametag_run_file(machine, path) : 1;
    nametag_machine_drop(machine);
    take(&run->text, "\n", 1);
    return status;
}

static int explain_go(Run *run, char **program) {
    NametagGo go = {.path = *program, .argument_count = 1,
                    .arguments = (const char *const *)program, .verb = NAMETAG_GO_EXPLAIN,
                    .write = take, .context = &run->text};
    int status = nametag_go(&go);
    take(&run->text, "\n", 1);
    return status;
}

static int belong_together(const Block *left, const Block *right, int by_marks) {
    if (by_marks) return left->mark != 0 && left->mark == right->mark;
    return left->plain[0] != '\0' && strcmp(left->plain, right->plain) == 0;
}

// What the assignments of a statement copied, in a sentence a language.
static void show_copies(const Block *python, const Block *go) {
    if (strstr(python->sentences, "bound the name") != NULL ||
        strstr(python->sentences, "moved the name") != NULL)
        printf("    Python copied 8 bytes: a reference to an object, which stays where it is.\n");
    for (const char *at = go->sentences; (at = strstr(at, " into ")) != NULL; at++) {
        const char *of = strstr(at, " of "), *line = strchr(at, '\n');
        if (of == NULL || (line != NULL && of > line)) continue;
        long bytes = strtol(of + 4, NULL, 10);
        printf("    Go copied %ld byte%s: the value's bits, into a slot of its own.\n", bytes,
               bytes == 1 ? "" : "s");
        return;
    }
}

static void show_pair(const Block *python, const Block *go) {
    if (python->mark != 0) printf("@%ld\n", python->mark);
    printf("Python: %s\n%s\n", python->source, python->sentences);
    printf("Go:     %s\n%s\n", go->source, go->sentences);
    show_copies(python, go);
    putchar('\n');
}

static int show_pairs(const Run *python, const Run *go) {
    int by_marks = 0, pairs = 0, next = 0;
    for (int i = 0; i < python->count; i++) by_marks |= python->blocks[i].mark != 0;
    for (int i = 0; i < python->count; i++)
        for (int j = next; j < go->count; j++) {
            if (!belong_together(&python->blocks[i], &go->blocks[j], by_marks)) continue;
            show_pair(&python->blocks[i], &go->blocks[j]);
            next = j + 1;
            pairs++;
            break;
        }
    return pairs;
}

int cli_compare(int count, char **arguments) {
    if (count != 4 || program_is_go(arguments[2]) || !program_is_go(arguments[3])) {
        int is_help = count == 3 && strcmp(arguments[2], "--help") == 0;
        fprintf(is_help ? stdout : stderr,
                "usage: nametag compare PROG.py PROG.go\n\n"
                "Runs both and shows, side by side, what their statements did: those with the\n"
                "same mark (# @1, // @1), or without marks those that read alike.\n");
        return is_help ? 0 : 2;
    }
    Run python = {0}, go = {0};
    int status = explain_python(&python, arguments + 2);
    if (status == 0) status = explain_go(&go, arguments + 3);
    split(&python);
    split(&go);
    if (status == 0 && show_pairs(&python, &go) == 0) {
        fprintf(stderr, "nametag compare: no statements of the two belong together\n");
        status = 1;
    }
    free(python.blocks);
    free(python.text.bytes);
    free(go.blocks);
    free(go.text.bytes);
    return fflush(stdout) == 0 ? status : 1;
}
