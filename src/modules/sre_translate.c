// From the library's code words, which are verified, to a program.
//
// Single characters, sets, folded letters and categories all become the five ops of one
// character; parts that repeat become loops, or stars where no count need be kept.

#include <string.h>

#include "memory/system.h"
#include "modules/sre.h"

typedef struct Translator {
    Vm *vm;
    SreProgram *program;
    uint8_t stop;        // the op for SUCCESS: of the part that stands alone, or ACCEPT
    bool has_marks;      // marks were set since it was last cleared
    bool ends_with_jump; // the part translated last
    bool failed;         // raised
} Translator;

enum { WIDTH_MAX = 1 << 30 };

static int64_t translate_part(Translator *translator, const uint32_t *at, const uint32_t *end);

// --- the program's parts ---

// Makes room for one more item in an array of system memory.
static bool grow(Vm *vm, void **array, uint32_t *capacity, uint32_t count, size_t bytes) {
    if (count < *capacity) return true;
    uint32_t more = *capacity == 0 ? 16 : *capacity * 2;
    void *moved = system_resize(vm, *array, *capacity * bytes, more * bytes);
    if (moved == NULL) return false;
    *array = moved;
    *capacity = more;
    return true;
}

static uint32_t emit(Translator *translator, SreOp op) {
    SreProgram *program = translator->program;
    void *ops = program->ops;
    if (translator->failed) return 0;
    if (!grow(translator->vm, &ops, &program->op_capacity, program->op_count, sizeof(SreOp))) {
        translator->failed = true;
        return 0;
    }
    program->ops = ops;
    program->ops[program->op_count] = op;
    return program->op_count++;
}

static uint32_t emit_code(Translator *translator, uint8_t code) {
    return emit(translator, (SreOp){.code = code});
}

static void add_text(Translator *translator, uint32_t c) {
    SreProgram *program = translator->program;
    void *texts = program->texts;
    if (!grow(translator->vm, &texts, &program->text_capacity, program->text_count,
              sizeof(uint32_t))) {
        translator->failed = true;
        return;
    }
    program->texts = texts;
    program->texts[program->text_count++] = c;
}

static uint32_t add_loop(Translator *translator, uint32_t least, uint32_t most) {
    SreProgram *program = translator->program;
    void *loops = program->loops;
    if (!grow(translator->vm, &loops, &program->loop_capacity, program->loop_count,
              sizeof(SreLoop))) {
        translator->failed = true;
        return 0;
    }
    program->loops = loops;
    program->loops[program->loop_count] = (SreLoop){.least = least, .most = most};
    return program->loop_count++;
}

SreSet *sre_program_new_set(Vm *vm, SreProgram *program) {
    SreSet *set = system_new(vm, sizeof(SreSet));
    if (set == NULL) return NULL;
    set->next = program->sets;
    program->sets = set;
    return set;
}

static SreSet *new_set(Translator *translator) {
    SreSet *set = sre_program_new_set(translator->vm, translator->program);
    if (set == NULL) translator->failed = true;
    return set;
}

// Where the next op will be.
static uint32_t here(const Translator *translator) { return translator->program->op_count; }

static SreOp *op_at(const Translator *translator, uint32_t index) {
    return &translator->program->ops[index];
}

// --- one character ---

// Reads the words of one character into an op; gives how many they are, 0: it's none.
static size_t read_one(Translator *translator, const uint32_t *words, SreOp *op) {
    SreSet *set = NULL;
    SreFold fold = SRE_FOLD_NONE;
    *op = (SreOp){0};
    switch (words[0]) {
    case SRE_ANY: op->code = OP_ANY; return 1;
    case SRE_ANY_ALL: op->code = OP_ALL; return 1;
    case SRE_LITERAL: *op = (SreOp){.code = OP_CHAR, .character = words[1]}; return 2;
    case SRE_NOT_LITERAL: *op = (SreOp){.code = OP_NOT_CHAR, .character = words[1]}; return 2;
    case SRE_IN: case SRE_CATEGORY: break;
    case SRE_IN_IGNORE: case SRE_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_IGNORE: fold = SRE_FOLD_ASCII; break;
    case SRE_IN_LOC_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: fold = SRE_FOLD_LOCALE; break;
    case SRE_IN_UNI_IGNORE: case SRE_LITERAL_UNI_IGNORE:
    case SRE_NOT_LITERAL_UNI_IGNORE: fold = SRE_FOLD_UNICODE; break;
    default: return 0;
    }
    op->code = OP_SET;
    op->set = set = new_set(translator);
    if (set == NULL) return 2;
    switch (words[0]) {
    case SRE_CATEGORY: sre_set_from_category(set, words[1]); return 2;
    case SRE_IN: case SRE_IN_IGNORE: case SRE_IN_LOC_IGNORE: case SRE_IN_UNI_IGNORE:
        sre_set_from_words(set, words + 2, fold);
        return 1 + words[1];
    case SRE_LITERAL_IGNORE: case SRE_LITERAL_LOC_IGNORE: case SRE_LITERAL_UNI_IGNORE:
        sre_set_from_literal(set, words[1], fold, 0);
        return 2;
    default: sre_set_from_literal(set, words[1], fold, 1); return 2;
    }
}

// Literals that follow each other become one string.
static const uint32_t *translate_literals(Translator *translator, const uint32_t *at,
                                          const uint32_t *end, int64_t *width) {
    const uint32_t *start = at;
    while (at < end && at[0] == SRE_LITERAL) at += 2;
    uint32_t count = (uint32_t)(at - start) / 2;
    if (count == 1) {
        emit(translator, (SreOp){.code = OP_CHAR, .character = start[1]});
    } else {
        SreOp op = {.code = OP_STRING, .a = translator->program->text_count, .b = count};
        for (uint32_t i = 0; i < count && !translator->failed; i++)
            add_text(translator, start[2 * i + 1]);
        emit(translator, op);
    }
    *width += count;
    return at;
}

// --- positions and groups ---

static SreSet *word_set(Translator *translator, uint32_t category) {
    SreSet *set = new_set(translator);
    if (set != NULL) sre_set_from_category(set, category);
    return set;
}

static void translate_at(Translator *translator, uint32_t position) {
    SreOp op = {.code = OP_AT_BOUNDARY};
    switch (position) {
    case SRE_AT_BEGINNING: case SRE_AT_BEGINNING_STRING: op.code = OP_AT_START; break;
    case SRE_AT_BEGINNING_LINE: op.code = OP_AT_LINE_START; break;
    case SRE_AT_END: op.code = OP_AT_END; break;
    case SRE_AT_END_LINE: op.code = OP_AT_LINE_END; break;
    case SRE_AT_END_STRING: op.code = OP_AT_STRING_END; break;
    case SRE_AT_NON_BOUNDARY: case SRE_AT_LOC_NON_BOUNDARY:
    case SRE_AT_UNI_NON_BOUNDARY: op.code = OP_AT_NO_BOUNDARY; break;
    }
    bool is_unicode = position == SRE_AT_UNI_BOUNDARY || position == SRE_AT_UNI_NON_BOUNDARY;
    if (op.code == OP_AT_BOUNDARY || op.code == OP_AT_NO_BOUNDARY)
        op.set = word_set(translator, is_unicode ? SRE_UNI_WORD : SRE_WORD);
    emit(translator, op);
}

static void translate_mark(Translator *translator, uint32_t mark) {
    emit(translator, (SreOp){.code = mark & 1 ? OP_MARK_END : OP_MARK, .a = mark});
    translator->has_marks = true;
}

static void translate_group(Translator *translator, uint32_t code, uint32_t group) {
    SreFold fold = code == SRE_GROUPREF_IGNORE ? SRE_FOLD_ASCII
                   : code == SRE_GROUPREF_LOC_IGNORE ? SRE_FOLD_LOCALE
                   : code == SRE_GROUPREF_UNI_IGNORE ? SRE_FOLD_UNICODE : SRE_FOLD_NONE;
    translator->program->refers_to_groups = true;
    emit(translator, (SreOp){.code = OP_GROUP_AGAIN, .a = group, .b = fold});
}

static int64_t translate_group_test(Translator *translator, const uint32_t *words,
                                    const uint32_t **next) {
    const uint32_t *yes = words + 3, *no = words + 1 + words[2];
    translator->program->refers_to_groups = true;
    uint32_t test = emit(translator, (SreOp){.code = OP_GROUP_TEST, .a = words[1]});
    int64_t width = translate_part(translator, yes, no), other = 0;
    *next = no;
    if (translator->ends_with_jump) {
        uint32_t jump = emit_code(translator, OP_JUMP);
        *next = no - 1 + no[-1];
        if (!translator->failed) op_at(translator, test)->b = here(translator);
        other = translate_part(translator, no, *next);
        if (!translator->failed) op_at(translator, jump)->a = here(translator);
    } else if (!translator->failed) {
        op_at(translator, test)->b = here(translator);
    }
    return width < other ? width : other;
}

// --- alternatives ---

static SreBranch *new_branch(Translator *translator) {
    SreBranch *branch = system_new(translator->vm, sizeof(SreBranch));
    if (branch == NULL) {
        translator->failed = true;
        return NULL;
    }
    branch->next = translator->program->branches;
    translator->program->branches = branch;
    return branch;
}

// A branch op holds a limited number of alternatives; the last of them is then another one.
static SreBranch *branch_with_room(Translator *translator, SreBranch *branch, bool is_last) {
    if (branch->count < SRE_BRANCH_MAX - 1 || is_last) return branch;
    branch->targets[branch->count++] = here(translator);
    SreBranch *more = new_branch(translator);
    emit(translator, (SreOp){.code = OP_BRANCH, .branch = more});
    return more;
}

static int64_t translate_branch(Translator *translator, const uint32_t *words,
                                const uint32_t **next) {
    SreBranch *branch = new_branch(translator);
    emit(translator, (SreOp){.code = OP_BRANCH, .branch = branch});
    int64_t least = WIDTH_MAX;
    uint32_t last_jump = UINT32_MAX;   // a chain of jumps to the end, by their `a`
    const uint32_t *at = words + 1;
    for (; at[0] != 0 && !translator->failed; at += at[0]) {
        branch = branch_with_room(translator, branch, at[at[0]] == 0);
        if (branch == NULL) break;
        branch->targets[branch->count++] = here(translator);
        int64_t width = translate_part(translator, at + 1, at + at[0] - 2);
        if (width < least) least = width;
        last_jump = emit(translator, (SreOp){.code = OP_JUMP, .a = last_jump});
    }
    *next = at + 1;
    while (last_jump != UINT32_MAX && !translator->failed) {
        SreOp *jump = op_at(translator, last_jump);
        last_jump = jump->a;
        jump->a = here(translator);
    }
    return least;
}

// --- repeats ---

static int64_t width_times(int64_t width, uint32_t times) {
    return width != 0 && times > WIDTH_MAX / width ? WIDTH_MAX : width * times;
}

static int64_t translate_loop(Translator *translator, const uint32_t *part, const uint32_t *end,
                              uint32_t least, uint32_t most) {
    bool is_lazy = *end == SRE_MIN_UNTIL;
    uint32_t loop = add_loop(translator, least, most);
    uint32_t start = emit(translator, (SreOp){.code = OP_LOOP_START, .a = loop});
    uint32_t body = here(translator);
    int64_t width = translate_part(translator, part, end);
    if (translator->failed) return 0;
    bool is_star = width > 0 && most == SRE_MANY && least <= 1;
    uint32_t until = here(translator);
    if (is_star) {
        emit(translator, (SreOp){.code = is_lazy ? OP_STAR_LAZY : OP_STAR_GREEDY, .a = body});
        SreOp enter = {.code = least == 0 ? OP_JUMP : OP_NOTHING, .a = until};
        *op_at(translator, start) = enter;
    } else {
        emit(translator, (SreOp){.code = is_lazy ? OP_LOOP_LAZY : OP_LOOP_GREEDY, .a = loop});
        op_at(translator, start)->b = until;
    }
    translator->program->loops[loop].body = body;
    translator->program->loops[loop].after = until + 1;
    return width_times(width, least);
}

// A part that matches as a whole, between two ops; `open` has code, a and b filled in but
// for the op that comes after.
static int64_t translate_closed(Translator *translator, SreOp open, uint8_t close,
                                const uint32_t *part, const uint32_t *end) {
    uint8_t stop = translator->stop;
    bool had_marks = translator->has_marks;
    translator->has_marks = false;
    translator->stop = close;
    uint32_t start = emit(translator, open);
    int64_t width = translate_part(translator, part, end);
    emit_code(translator, close);
    translator->stop = stop;
    if (translator->failed) return 0;
    op_at(translator, start)->b = here(translator);
    if (translator->has_marks) op_at(translator, start)->flags |= SRE_HAS_MARKS;
    translator->has_marks = translator->has_marks || had_marks;
    return width;
}

static int64_t translate_loop_atomic(Translator *translator, const uint32_t *part,
                                     const uint32_t *end, uint32_t least, uint32_t most) {
    uint32_t loop = add_loop(translator, least, most);
    SreOp open = {.code = OP_LOOP_ATOMIC, .a = loop};
    uint32_t start = here(translator);
    int64_t width = translate_closed(translator, open, OP_LOOP_ATOMIC_END, part, end);
    if (translator->failed) return 0;
    translator->program->loops[loop].body = start + 1;
    translator->program->loops[loop].after = here(translator);
    return width_times(width, least);
}

static int64_t translate_repeat(Translator *translator, const uint32_t *words,
                                const uint32_t **next) {
    uint32_t least = words[2], most = words[3];
    const uint32_t *part = words + 4, *end = words + 1 + words[1];
    SreOp one;
    if (words[0] == SRE_REPEAT) {
        *next = end + 1;
        return translate_loop(translator, part, end, least, most);
    }
    bool is_whole = words[0] == SRE_POSSESSIVE_REPEAT;
    if (is_whole) end++;
    *next = end--;
    size_t count = is_whole ? 0 : read_one(translator, part, &one);
    if (count == 0 || part + count != end)   // the library's compiler gives none but one
        return translate_loop_atomic(translator, part, end, least, most);
    one.item = one.code;
    one.code = words[0] == SRE_REPEAT_ONE ? OP_GREEDY_ONE
               : words[0] == SRE_MIN_REPEAT_ONE ? OP_LAZY_ONE : OP_POSSESSIVE_ONE;
    one.a = least;
    one.b = most;
    emit(translator, one);
    return least;
}

static int64_t translate_assert(Translator *translator, const uint32_t *words,
                                const uint32_t **next) {
    bool is_not = words[0] == SRE_ASSERT_NOT;
    const uint32_t *end = words + words[1];
    *next = end + 1;
    SreOp open = {.code = is_not ? OP_ASSERT_NOT : OP_ASSERT, .a = words[2]};
    translate_closed(translator, open, is_not ? OP_ASSERT_NOT_END : OP_ASSERT_END, words + 3, end);
    return 0;
}

// --- all ---

// One construct; gives the least width of what it matches.
static int64_t translate_one(Translator *translator, const uint32_t *at, const uint32_t **next) {
    SreOp one;
    size_t count = read_one(translator, at, &one);
    if (count != 0) {
        emit(translator, one);
        *next = at + count;
        return 1;
    }
    *next = at + 2;
    switch (at[0]) {
    case SRE_MARK: translate_mark(translator, at[1]); return 0;
    case SRE_AT: translate_at(translator, at[1]); return 0;
    case SRE_INFO: *next = at + 1 + at[1]; return 0;
    case SRE_BRANCH: return translate_branch(translator, at, next);
    case SRE_ATOMIC_GROUP:
        *next = at + 1 + at[1];
        return translate_closed(translator, (SreOp){.code = OP_ATOMIC}, OP_ATOMIC_END, at + 2,
                                *next - 1);
    case SRE_GROUPREF_EXISTS: return translate_group_test(translator, at, next);
    case SRE_ASSERT: case SRE_ASSERT_NOT: return translate_assert(translator, at, next);
    case SRE_GROUPREF: case SRE_GROUPREF_IGNORE: case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE: translate_group(translator, at[0], at[1]); return 0;
    case SRE_SUCCESS: emit_code(translator, translator->stop); break;
    case SRE_FAILURE: emit_code(translator, OP_FAIL); break;
    default: return translate_repeat(translator, at, next);
    }
    *next = at + 1;
    return 0;
}

static int64_t translate_part(Translator *translator, const uint32_t *at, const uint32_t *end) {
    int64_t width = 0;
    if (sre_is_deep(translator->vm)) {
        raise(translator->vm, ERROR_RECURSION_DEPTH);
        translator->failed = true;
    }
    while (at < end && at[0] != SRE_JUMP && !translator->failed) {
        if (at[0] == SRE_LITERAL)
            at = translate_literals(translator, at, end, &width);
        else
            width += translate_one(translator, at, &at);
        if (width > WIDTH_MAX) width = WIDTH_MAX;
    }
    translator->ends_with_jump = at < end;
    return width;
}

SreProgram *sre_translate(Vm *vm, const uint32_t *words, int64_t count, int64_t groups) {
    SreProgram *program = system_new(vm, sizeof(SreProgram));
    if (program == NULL) return NULL;
    Translator translator = {.vm = vm, .program = program, .stop = OP_ACCEPT};
    program->mark_count = 2 * groups + 2;   // as many as the verifier lets through
    program->length_min = translate_part(&translator, words, words + count);
    if (!translator.failed && sre_prefix_analyse(vm, program)) return program;
    sre_program_drop(vm, program);
    return NULL;
}

void sre_program_drop(Vm *vm, SreProgram *program) {
    if (program == NULL) return;
    for (SreSet *set = program->sets, *next; set != NULL; set = next) {
        next = set->next;
        system_drop(vm, set, sizeof *set);
    }
    for (SreBranch *branch = program->branches, *next; branch != NULL; branch = next) {
        next = branch->next;
        system_drop(vm, branch, sizeof *branch);
    }
    system_drop(vm, program->ops, program->op_capacity * sizeof(SreOp));
    system_drop(vm, program->texts, program->text_capacity * sizeof(uint32_t));
    system_drop(vm, program->loops, program->loop_capacity * sizeof(SreLoop));
    size_t prefix_bytes = (size_t)program->prefix_length * (size_t)program->prefix_width;
    system_drop(vm, program->prefix, prefix_bytes);
    system_drop(vm, program, sizeof *program);
}
