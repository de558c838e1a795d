#include "cli/editor.h"

#include <dlfcn.h>
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The functions of libedit, by name.
#define EDIT_FUNCTIONS(FUNCTION) \
    FUNCTION(el_init) FUNCTION(el_end) FUNCTION(el_set) FUNCTION(el_get) FUNCTION(el_gets) \
    FUNCTION(el_line) FUNCTION(el_insertstr) FUNCTION(el_deletestr) FUNCTION(el_parse) \
    FUNCTION(el_source) FUNCTION(tok_init) FUNCTION(tok_end) FUNCTION(tok_str)

typedef struct Edit {
    void *library;            // NULL: not loaded
    int is_absent;            // it could not be
    EditLine *line;
    const NametagEditing *editing;
    size_t position;          // in the history; history_count: the line that is typed
    int is_interrupted;
#define FUNCTION(name) __typeof__(name) *name;
    EDIT_FUNCTIONS(FUNCTION)
#undef FUNCTION
} Edit;

static Edit edit;

static char *show_prompt(EditLine *line) {
    (void)line;
    return (char *)(size_t)edit.editing->prompt;
}

// --- the history, which the machine has ---

static int give_entry(HistEvent *event, size_t position) {
    edit.position = position;
    event->num = (int)position;
    event->str = edit.editing->history[position];
    return 0;
}

static int find_history(void *context, HistEvent *event, int operation, ...) {
    size_t count = edit.editing->history_count;
    (void)context;
    event->num = 0;
    event->str = "";
    switch (operation) {
    case H_FIRST: return count > 0 ? give_entry(event, count - 1) : -1;
    case H_LAST: return count > 0 ? give_entry(event, 0) : -1;
    case H_NEXT: return edit.position > 0 ? give_entry(event, edit.position - 1) : -1;
    case H_PREV: return edit.position + 1 < count ? give_entry(event, edit.position + 1) : -1;
    case H_CURR: return edit.position < count ? give_entry(event, edit.position) : -1;
    case H_GETSIZE: event->num = (int)count; return 0;
    default: return -1;
    }
}

// --- completion ---

typedef struct Candidates {
    char **texts;   // own
    int count;
} Candidates;

static void add_candidate(Candidates *candidates, char *text) {
    for (int i = 0; i < candidates->count; i++) {
        if (strcmp(candidates->texts[i], text) != 0) continue;
        free(text);
        return;
    }
    char **grown = realloc(candidates->texts, ((size_t)candidates->count + 1) * sizeof(char *));
    if (grown == NULL) {
        free(text);
        return;
    }
    candidates->texts = grown;
    candidates->texts[candidates->count++] = text;
}

static void drop_candidates(Candidates *candidates) {
    for (int i = 0; i < candidates->count; i++) free(candidates->texts[i]);
    free(candidates->texts);
}

static size_t common_length(const Candidates *candidates) {
    size_t length = strlen(candidates->texts[0]);
    for (int i = 1; i < candidates->count; i++) {
        size_t same = 0;
        while (same < length && candidates->texts[i][same] == candidates->texts[0][same]) same++;
        length = same;
    }
    // Not within a character.
    while (length > 0 && (candidates->texts[0][length] & 0xc0) == 0x80) length--;
    return length;
}

static int compare_texts(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void show_candidates(Candidates *candidates) {
    enum { WIDTH = 80 };
    int longest = 0;
    for (int i = 0; i < candidates->count; i++) {
        int length = (int)strlen(candidates->texts[i]);
        if (length > longest) longest = length;
    }
    qsort(candidates->texts, (size_t)candidates->count, sizeof(char *), compare_texts);
    int columns = WIDTH / (longest + 2) > 0 ? WIDTH / (longest + 2) : 1;
    printf("\r\n");
    for (int i = 0; i < candidates->count; i++)
        printf("%-*s%s", longest + 2, candidates->texts[i],
               (i + 1) % columns == 0 || i + 1 == candidates->count ? "\r\n" : "");
    fflush(stdout);
}

static unsigned char complete(EditLine *line, int key) {
    const NametagEditing *editing = edit.editing;
    const LineInfo *info = edit.el_line(line);
    size_t end = (size_t)(info->cursor - info->buffer), start = end;
    char *text = strndup(info->buffer, (size_t)(info->lastchar - info->buffer)), *candidate;
    Candidates candidates = {NULL, 0};
    unsigned char result = CC_ERROR;
    (void)key;
    if (text == NULL) return CC_ERROR;
    while (start > 0 && strchr(editing->delimiters, text[start - 1]) == NULL) start--;
    for (int i = 0; (candidate = editing->complete(editing->context, text, start, end, i)) != NULL;
         i++)
        add_candidate(&candidates, candidate);
    if (candidates.count > 0) {
        size_t length = common_length(&candidates);
        if (length > end - start || candidates.count == 1) {
            char *common = strndup(candidates.texts[0], length);
            edit.el_deletestr(line, (int)(end - start));
            if (common != NULL) edit.el_insertstr(line, common);
            free(common);
            result = CC_REFRESH;
        }
        if (candidates.count > 1) {
            show_candidates(&candidates);
            result = CC_REDISPLAY;
        }
    }
    drop_candidates(&candidates);
    free(text);
    return result;
}

// --- keys ---

// One character in the locale's encoding: other threads of the program run until it comes.
static int read_key(EditLine *line, wchar_t *key) {
    char bytes[8];
    size_t count = 0;
    mbstate_t state;
    (void)line;
    while (count < sizeof bytes) {
        if (!edit.editing->wait(edit.editing->context)) {
            edit.is_interrupted = 1;
            return 0;
        }
        long got = read(0, bytes + count, 1);
        if (got < 0 && errno == EINTR) {
            edit.is_interrupted = 1;
            return 0;
        }
        if (got <= 0) return 0;
        count++;
        memset(&state, 0, sizeof state);
        size_t used = mbrtowc(key, bytes, count, &state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) *key = (unsigned char)bytes[0];
        return 1;
    }
    return 0;
}

// --- the library ---

static int load_library(void) {
    edit.library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
    if (edit.library == NULL) return 0;
#define FUNCTION(name) \
    edit.name = (__typeof__(name) *)(size_t)dlsym(edit.library, #name); \
    if (edit.name == NULL) return 0;
    EDIT_FUNCTIONS(FUNCTION)
#undef FUNCTION
    return 1;
}

static int start(void) {
    setlocale(LC_CTYPE, "");
    if (!load_library()) return 0;
    edit.line = edit.el_init("nametag", stdin, stdout, stderr);
    if (edit.line == NULL) return 0;
    edit.el_set(edit.line, EL_PROMPT, show_prompt);
    edit.el_set(edit.line, EL_EDITOR, "emacs");
    edit.el_set(edit.line, EL_SIGNAL, 0);
    edit.el_set(edit.line, EL_HIST, find_history, &edit);
    edit.el_set(edit.line, EL_GETCFN, read_key);
    edit.el_set(edit.line, EL_ADDFN, "rl_complete", "complete the word", complete);
    edit.el_set(edit.line, EL_ADDFN, "rl-complete", "complete the word", complete);
    edit.el_set(edit.line, EL_BIND, "^R", "em-inc-search-prev", NULL);
    edit.el_source(edit.line, NULL);
    return 1;
}

static int is_ready(void) {
    if (edit.line == NULL && !edit.is_absent) edit.is_absent = !start();
    return edit.line != NULL;
}

static long read_text(void *context, const NametagEditing *editing, const char **text) {
    int count;
    (void)context;
    if (!is_ready()) return -2;
    edit.editing = editing;
    edit.position = editing->history_count;
    edit.is_interrupted = 0;
    if (editing->begin != NULL) edit.el_set(edit.line, EL_UNBUFFERED, 0);
    // Before the prompt is shown, or the terminal itself takes the keys that follow at once.
    edit.el_set(edit.line, EL_PREP_TERM, 1);
    *text = edit.el_gets(edit.line, &count);
    if (edit.is_interrupted) {
        fputs("\n", stdout);
        fflush(stdout);
        return -1;
    }
    if (*text == NULL || count <= 0) {
        fputs("\n", stdout);
        fflush(stdout);
        return 0;
    }
    return count;
}

static void configure(void *context, const char *text) {
    Tokenizer *tokenizer;
    int count;
    const char **words;
    (void)context;
    if (!is_ready() || (tokenizer = edit.tok_init(NULL)) == NULL) return;
    if (edit.tok_str(tokenizer, text, &count, &words) == 0 && count > 0)
        edit.el_parse(edit.line, count, words);
    edit.tok_end(tokenizer);
}

const NametagEditor *editor_get(void) {
    static const NametagEditor editor = {NULL, read_text, configure};
    return &editor;
}

void editor_done(void) {
    if (edit.line != NULL) edit.el_end(edit.line);
    edit.line = NULL;
}
