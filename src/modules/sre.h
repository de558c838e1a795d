// Regular expressions: what the files of the module _sre share.
//
// The library's compiler gives code words (sre_codes.def). They are verified when a
// pattern is made (sre_verify.c) and, at the first use, translated to a program
// (sre_translate.c) of SreOps that the matcher runs (sre_match.c):
//
//   words --verify--> Pattern --translate--> SreProgram --run over a subject--> marks
//
// The matcher goes forward through the ops. Where there is another way to go on it leaves
// an entry on its stack; where it changes a mark or a loop's count it leaves one that
// undoes that. To fail is to take the top entry off and resume there. So nothing recurses,
// and after a failed attempt everything is as it was. Sets of characters that may come
// next, known when the program is made, save most entries.

#ifndef MODULES_SRE_H
#define MODULES_SRE_H

#include "modules/modules.h"
#include "objects/str.h"
#include "objects/view.h"

#define SRE_CODE(name) SRE_##name,
enum SreCode {
#include "modules/sre_codes.def"
    SRE_CODE_COUNT
};
#undef SRE_CODE

#define SRE_OP(name, meaning) OP_##name,
enum SreOpCode {
#include "modules/sre_ops.def"
    OP_COUNT
};
#undef SRE_OP

enum SrePosition {
    SRE_AT_BEGINNING, SRE_AT_BEGINNING_LINE, SRE_AT_BEGINNING_STRING, SRE_AT_BOUNDARY,
    SRE_AT_NON_BOUNDARY, SRE_AT_END, SRE_AT_END_LINE, SRE_AT_END_STRING, SRE_AT_LOC_BOUNDARY,
    SRE_AT_LOC_NON_BOUNDARY, SRE_AT_UNI_BOUNDARY, SRE_AT_UNI_NON_BOUNDARY, SRE_AT_COUNT
};

enum SreCategory {
    SRE_DIGIT, SRE_NOT_DIGIT, SRE_SPACE, SRE_NOT_SPACE, SRE_WORD, SRE_NOT_WORD, SRE_LINEBREAK,
    SRE_NOT_LINEBREAK, SRE_LOC_WORD, SRE_LOC_NOT_WORD, SRE_UNI_DIGIT, SRE_UNI_NOT_DIGIT,
    SRE_UNI_SPACE, SRE_UNI_NOT_SPACE, SRE_UNI_WORD, SRE_UNI_NOT_WORD, SRE_UNI_LINEBREAK,
    SRE_UNI_NOT_LINEBREAK, SRE_CATEGORY_COUNT
};

enum SreFlag {
    SRE_FLAG_TEMPLATE = 1, SRE_FLAG_IGNORECASE = 2, SRE_FLAG_LOCALE = 4, SRE_FLAG_MULTILINE = 8,
    SRE_FLAG_DOTALL = 16, SRE_FLAG_UNICODE = 32, SRE_FLAG_VERBOSE = 64, SRE_FLAG_DEBUG = 128,
    SRE_FLAG_ASCII = 256,
};

enum SreInfo { SRE_INFO_PREFIX = 1, SRE_INFO_LITERAL = 2, SRE_INFO_CHARSET = 4 };

#define SRE_MANY UINT32_MAX   // as `most`: no limit
enum { SRE_MAGIC = 20220615, SRE_GROUPS_MAX = 1073741823, SRE_MARKS_LOCAL = 12 };

// How a character is made small before it is compared.
typedef enum SreFold {
    SRE_FOLD_NONE, SRE_FOLD_ASCII, SRE_FOLD_LOCALE, SRE_FOLD_UNICODE,
} SreFold;

uint32_t sre_fold(uint32_t c, SreFold fold);

// --- sets of characters (sre_set.c) ---

// Which characters from 256 on a set holds.
typedef enum SreHigh {
    SRE_HIGH_NONE, SRE_HIGH_ALL, SRE_HIGH_DIGIT, SRE_HIGH_NOT_DIGIT, SRE_HIGH_SPACE,
    SRE_HIGH_NOT_SPACE, SRE_HIGH_WORD, SRE_HIGH_NOT_WORD,
    SRE_HIGH_LINE_BREAK, SRE_HIGH_NOT_LINE_BREAK,
    SRE_HIGH_MIXED,   // what `words` or `literal` say
} SreHigh;

typedef struct SreSet {
    struct SreSet *next;      // owns: the program's next one
    uint8_t has[256];         // 1: that character is in it
    uint8_t high;             // SreHigh
    int16_t only;             // the one character it has; -1: there are more, or none
    uint8_t fold;             // SreFold
    bool is_negated;          // with `literal`
    bool is_unknown;          // SRE_HIGH_MIXED: any may be in it
    const uint32_t *words;    // borrows, of the pattern; NULL: a literal
    uint32_t literal;
} SreSet;

// Is a character from 256 on in the set? Only for sets of a program's ops.
bool sre_set_has_high(const SreSet *set, uint32_t c);
// Fills the set from the words behind IN and its skip; fold: by which of the INs.
void sre_set_from_words(SreSet *set, const uint32_t *words, SreFold fold);
// What LITERAL_IGNORE and its like match.
void sre_set_from_literal(SreSet *set, uint32_t literal, SreFold fold, int is_negated);
void sre_set_from_category(SreSet *set, uint32_t category);
// Adds all of `other`; the words of the result are not known.
void sre_set_add(SreSet *set, const SreSet *other);
void sre_set_add_char(SreSet *set, uint32_t c);
void sre_set_add_all(SreSet *set);
// No character is in both: of the first 256, of all.
// Sets `only`, once the set is filled.
void sre_set_finish(SreSet *set);
bool sre_set_is_apart_narrow(const SreSet *left, const SreSet *right);
bool sre_set_is_apart(const SreSet *left, const SreSet *right);
bool sre_category_has(uint32_t category, uint32_t c);

// --- programs (sre_translate.c, sre_prefix.c) ---

enum SreOpFlag {
    // What follows can't begin with a repeated character: none need be given back. In
    // subjects of one byte a character; in all.
    SRE_IS_FINAL_NARROW = 1,
    SRE_IS_FINAL = 2,
    SRE_HAS_MARKS = 4,    // marks are set in the part
};

typedef struct SreOp {
    uint8_t code;
    uint8_t item;           // of repeats of one character: CHAR … SET
    uint16_t flags;
    uint32_t character;
    uint32_t a, b;
    union {
        const SreSet *set;
        const struct SreBranch *branch;
    };
    const SreSet *follow;   // NULL: what follows may be anything
} SreOp;

enum { SRE_BRANCH_MAX = 64, SRE_PREFIX_MAX = 8 };

// Alternatives by the character that comes next: bit n, the n-th may match.
typedef struct SreBranch {
    struct SreBranch *next;   // owns: the program's next one
    uint32_t count;
    uint32_t targets[SRE_BRANCH_MAX];
    uint64_t high;            // for a character from 256 on
    uint64_t end;             // at the end of the subject
    uint64_t low[256];
} SreBranch;

typedef struct SreLoop {
    uint32_t least, most;
    uint32_t body, after;     // ops
    const SreSet *set;        // with which the body begins; NULL: it may be empty
} SreLoop;

// How a search goes from attempt to attempt.
typedef enum SrePlan {
    SRE_PLAN_EACH,       // at each position
    SRE_PLAN_START,      // only at the start of the string
    SRE_PLAN_LINES,      // only at starts of lines
    SRE_PLAN_TEXT,       // where `prefix` is
    SRE_PLAN_FIRST,      // where a character of the first set is
    SRE_PLAN_SETS,       // where characters of several sets follow each other
} SrePlan;

typedef struct SreProgram {
    SreOp *ops;               // owns
    uint32_t op_count, op_capacity;
    uint32_t *texts;          // owns
    uint32_t text_count, text_capacity;
    SreLoop *loops;           // owns
    uint32_t loop_count, loop_capacity;
    SreSet *sets;             // owns: a chain
    SreBranch *branches;      // owns: a chain
    int64_t mark_count;
    int64_t length_min;       // of what matches
    SrePlan plan;
    bool refers_to_groups;
    const SreOp *lead;        // the repeat of one character that the pattern begins with
    // prefix_count sets that a match begins with: bit n of prefix_low[c], c is in set n.
    int prefix_count;
    uint8_t prefix_low[256];
    uint8_t prefix_high;      // the same for characters from 256 on
    uint8_t *prefix;          // owns: the text that a match begins with
    int prefix_length, prefix_width;
} SreProgram;

// Makes the program of verified words, which must stay where they are. System memory; NULL:
// raised.
MUST_USE SreProgram *sre_translate(Vm *vm, const uint32_t *words, int64_t count, int64_t groups);
void sre_program_drop(Vm *vm, SreProgram *program);   // NULL is allowed
MUST_USE SreSet *sre_program_new_set(Vm *vm, SreProgram *program);
// Sets `follow`, first sets and the plan of search, once all ops are there.
MUST_USE bool sre_prefix_analyse(Vm *vm, SreProgram *program);

// False: they are no code of the library's compiler for that many groups.
bool sre_verify(Vm *vm, const uint32_t *words, int64_t count, int64_t groups);
// The C stack has little room left for recursion over nested code.
bool sre_is_deep(Vm *vm);

// --- runs (sre_run.c, sre_match.c, sre_search.c) ---

typedef struct SreEntry {
    const SreOp *op;          // resumed when what followed fails
    const void *at;
    int64_t first, second;    // the op's own
} SreEntry;

typedef struct SreLoopState {
    int64_t count;
    const void *last;         // where the last time began
} SreLoopState;

// A pattern at work on a subject.
typedef struct SreRun {
    Vm *vm;
    struct SreState *state;        // borrows
    const SreProgram *program;     // borrows: the caller keeps the pattern
    Object *subject;               // borrows
    View view;                     // acquired for subjects of bytes
    int width;
    bool is_bytes, is_whole;       // is_whole: only a match up to the end counts
    bool must_advance;             // an empty match at `start` does not count
    const char *beginning, *end;   // of the string; up to endpos
    const char *start;             // where to begin; then: where the match began
    const char *stop;              // where it ended
    int64_t pos, endpos;
    int64_t last_group;            // the last group to be closed, -1: none
    const void **marks;            // two a group; NULL: not set
    SreLoopState *loops;
    void *block;                   // owns: marks and loops where `local` is too small
    size_t block_bytes;
    SreEntry *stack;               // owns
    size_t stack_capacity;
    uint32_t fuel;                 // steps until signals are looked at
    const void *local[SRE_MARKS_LOCAL];
} SreRun;

struct SrePattern;
// Sets a run up on string[pos:endpos]. False: raised, and nothing is to be ended.
MUST_USE bool sre_run_start(Vm *vm, SreRun *run, struct SrePattern *pattern, Object *subject,
                            int64_t pos, int64_t endpos);
void sre_run_done(SreRun *run);
// Forgets the groups, before another attempt after a match.
void sre_run_reset(SreRun *run);
// An attempt at run->start; a search from there on.
MUST_USE Found sre_run_match(SreRun *run);
MUST_USE Found sre_run_search(SreRun *run);
// Twice the room for the stack; false: raised.
MUST_USE bool sre_run_grow(SreRun *run);
// Signals. False: raised.
MUST_USE bool sre_run_tick(SreRun *run);
// string[start:stop] of the subject, in characters.
MUST_USE Object *sre_run_slice(SreRun *run, int64_t start, int64_t stop);
// What a group matched; `otherwise` (shared) when it did not. NULL for otherwise: an empty text.
MUST_USE Object *sre_run_group(SreRun *run, int64_t group, Object *otherwise);

ALWAYS_INLINE int64_t sre_run_index(const SreRun *run, const void *at) {
    return ((const char *)at - run->beginning) / run->width;
}

// The text of an object: a str's or the bytes of what has a view. False: raised.
typedef struct SreText {
    Chars chars;
    View view;        // to be released
    bool is_bytes;
} SreText;
MUST_USE bool sre_text_of(Vm *vm, Object *object, SreText *text);

// --- objects ---

typedef struct SrePattern {
    Object base;
    Slot pattern;           // as it was given
    Slot group_index;       // Dict of names, empty when there are none
    Slot index_group;       // Tuple of names by group, empty when there are none
    struct SreState *state; // borrows
    SreProgram *program;    // owns; NULL until it is used
    int64_t groups;
    int32_t flags;
    int8_t is_bytes;        // -1: either
    int64_t count;          // of words
    uint32_t words[];
} SrePattern;

typedef struct SreMatch {
    Object base;
    Slot subject;
    Slot pattern;
    Slot spans;             // Tuple, once asked for
    int64_t pos, endpos;
    int64_t last_group;     // -1: none
    int64_t groups;         // with the whole match, group 0
    int64_t marks[];        // two a group; -1: not matched
} SreMatch;

typedef struct SreScanner {
    Object base;
    Slot pattern;
    Slot subject;
    SreRun run;
    bool is_running, is_over;
    bool is_started;        // the run is set up
} SreScanner;

extern const TypeDefinition sre_pattern_definition, sre_match_definition, sre_scanner_definition;

// The types, once the module has started.
// (A pattern knows it.)
typedef struct SreState {
    Type *pattern_type, *match_type, *scanner_type;   // borrow
    SreEntry *stack;          // owns: what the last run left for the next
    size_t stack_capacity;
} SreState;

// The pattern's program; NULL: raised.
MUST_USE const SreProgram *sre_pattern_program(Vm *vm, SrePattern *pattern);
// The Match of a run that has matched.
MUST_USE Object *sre_match_new(Vm *vm, SrePattern *pattern, const SreRun *run);
MUST_USE Object *sre_scanner_new(Vm *vm, SrePattern *pattern, Object *subject, int64_t pos,
                                 int64_t endpos);
// sub() and subn(): the new text in *result, how many were replaced. False: raised.
MUST_USE bool sre_replace(Vm *vm, SrePattern *pattern, Object *replacement, Object *subject,
                          int64_t most, Object **result, int64_t *count);
// Calls a function of the library's re.
MUST_USE Object *sre_call_library(Vm *vm, const char *function, int count, Object *first,
                                  Object *second, Object *third);

#endif
