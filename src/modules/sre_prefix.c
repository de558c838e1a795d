// What can come next: the sets of characters with which the rest of a program, from an op
// on, can begin. From these come the choices that need no entry on the stack and the plan
// by which a search skips places where there can be no match.
//
// A walk goes over all ways through the ops and adds each one's characters to the set of
// their offset. It tells up to which offset every way has characters; only the sets below
// it hold.

#include <string.h>

#include "memory/system.h"
#include "modules/sre.h"

typedef struct Walk {
    const SreProgram *program;
    int limit;                       // offsets wanted
    int budget;                      // ops that may still be looked at
    bool *is_inside;                 // by loop: on the way already
    SreSet sets[SRE_PREFIX_MAX];
} Walk;

enum { WALK_BUDGET = 400 };

static int walk_from(Walk *walk, uint32_t index, int offset);

// Adds what one character op matches.
static void add_one(SreSet *set, const SreOp *op, uint8_t code) {
    switch (code) {
    case OP_CHAR: sre_set_add_char(set, op->character); break;
    case OP_SET: sre_set_add(set, op->set); break;
    default: {
        SreSet *all = &(SreSet){0};
        sre_set_add_all(all);
        if (code == OP_ANY) all->has['\n'] = 0;
        if (code == OP_NOT_CHAR && op->character < 256) all->has[op->character] = 0;
        sre_set_add(set, all);
    }
    }
}

static int least_of(int left, int right) { return left < right ? left : right; }

static int walk_both(Walk *walk, uint32_t first, uint32_t second, int offset) {
    int reached = walk_from(walk, first, offset);
    return least_of(reached, walk_from(walk, second, offset));
}

static int walk_loop(Walk *walk, const SreLoop *loop, int offset) {
    bool *is_inside = &walk->is_inside[loop - walk->program->loops];
    if (*is_inside) return offset;
    *is_inside = true;
    int reached = walk_both(walk, loop->body, loop->after, offset);
    *is_inside = false;
    return reached;
}

static int walk_branch(Walk *walk, const SreBranch *branch, int offset) {
    int reached = walk->limit;
    for (uint32_t i = 0; i < branch->count && reached > offset; i++)
        reached = least_of(reached, walk_from(walk, branch->targets[i], offset));
    return reached;
}

static int walk_text(Walk *walk, const SreOp *op, int offset) {
    for (uint32_t i = 0; i < op->b && offset < walk->limit; i++)
        sre_set_add_char(&walk->sets[offset++], walk->program->texts[op->a + i]);
    return offset;
}

// Repeats of one character: those that must be there, and perhaps one more.
static int walk_repeat(Walk *walk, uint32_t index, int offset) {
    const SreOp *op = &walk->program->ops[index];
    for (uint32_t i = 0; i < op->a && offset < walk->limit; i++)
        add_one(&walk->sets[offset++], op, op->item);
    if (offset >= walk->limit || op->a == op->b) return walk_from(walk, index + 1, offset);
    add_one(&walk->sets[offset], op, op->item);
    return least_of(offset + 1, walk_from(walk, index + 1, offset));
}

// An op where ways part or end.
static int walk_fork(Walk *walk, uint32_t index, int offset) {
    const SreOp *op = &walk->program->ops[index];
    const SreLoop *loops = walk->program->loops;
    switch (op->code) {
    case OP_BRANCH: return walk_branch(walk, op->branch, offset);
    case OP_GREEDY_ONE: case OP_LAZY_ONE:
    case OP_POSSESSIVE_ONE: return walk_repeat(walk, index, offset);
    case OP_STAR_GREEDY: case OP_STAR_LAZY: return walk_both(walk, op->a, index + 1, offset);
    case OP_LOOP_GREEDY: case OP_LOOP_LAZY: return walk_loop(walk, &loops[op->a], offset);
    case OP_LOOP_START: case OP_LOOP_ATOMIC:
        if (loops[op->a].least > 0) return walk_from(walk, index + 1, offset);
        return walk_loop(walk, &loops[op->a], offset);
    case OP_GROUP_TEST: return walk_both(walk, index + 1, op->b, offset);
    case OP_FAIL: return walk->limit;
    // ACCEPT and GROUP_AGAIN: nothing is known from here on. The end of a part that matches
    // as a whole: the part may not look at what comes after it.
    default: return offset;
    }
}

static int walk_from(Walk *walk, uint32_t index, int offset) {
    while (offset < walk->limit) {
        const SreOp *op = &walk->program->ops[index];
        if (--walk->budget < 0) return offset;
        switch (op->code) {
        case OP_CHAR: case OP_NOT_CHAR: case OP_ANY: case OP_ALL: case OP_SET:
            add_one(&walk->sets[offset++], op, op->code);
            break;
        case OP_STRING: offset = walk_text(walk, op, offset); break;
        case OP_NOTHING: case OP_MARK: case OP_MARK_END: case OP_ATOMIC: break;
        case OP_AT_START: case OP_AT_LINE_START: case OP_AT_END: case OP_AT_LINE_END:
        case OP_AT_STRING_END: case OP_AT_BOUNDARY: case OP_AT_NO_BOUNDARY: break;
        case OP_JUMP: index = op->a; continue;
        case OP_ASSERT: case OP_ASSERT_NOT: index = op->b; continue;   // they only restrict
        default: return walk_fork(walk, index, offset);
        }
        index++;
    }
    return offset;
}

// Walks anew; gives how many of walk->sets hold.
static int walk_start(Walk *walk, uint32_t index, int limit) {
    memset(walk->sets, 0, sizeof walk->sets[0] * (size_t)limit);
    walk->limit = limit;
    walk->budget = WALK_BUDGET;
    return walk_from(walk, index, 0);
}

// The set with which the program from there on begins; NULL in *set: it may be empty, or is
// not known. False: raised.
static bool find_first(Vm *vm, Walk *walk, SreProgram *program, uint32_t index,
                       const SreSet **set) {
    *set = NULL;
    if (walk_start(walk, index, 1) == 0) return true;
    SreSet *kept = sre_program_new_set(vm, program);
    if (kept == NULL) return false;
    SreSet *next = kept->next;
    *kept = walk->sets[0];
    kept->next = next;
    sre_set_finish(kept);
    *set = kept;
    return true;
}

// --- ops that choose ---

static void fill_branch(Walk *walk, SreBranch *branch) {
    for (uint32_t i = 0; i < branch->count; i++) {
        uint64_t bit = UINT64_C(1) << i;
        bool is_known = walk_start(walk, branch->targets[i], 1) > 0;
        const SreSet *first = &walk->sets[0];
        for (int c = 0; c < 256; c++)
            if (!is_known || first->has[c]) branch->low[c] |= bit;
        if (!is_known || first->high != SRE_HIGH_NONE) branch->high |= bit;
        if (!is_known) branch->end |= bit;
    }
}

static bool fill_repeat(Vm *vm, Walk *walk, SreProgram *program, uint32_t index) {
    SreOp *op = &program->ops[index];
    if (!find_first(vm, walk, program, index + 1, &op->follow)) return false;
    if (op->follow == NULL) return true;
    SreSet *item = &(SreSet){0};
    add_one(item, op, op->item);
    if (sre_set_is_apart_narrow(item, op->follow)) op->flags |= SRE_IS_FINAL_NARROW;
    if (sre_set_is_apart(item, op->follow)) op->flags |= SRE_IS_FINAL;
    return true;
}

static bool fill_op(Vm *vm, Walk *walk, SreProgram *program, uint32_t index) {
    SreOp *op = &program->ops[index];
    switch (op->code) {
    case OP_GREEDY_ONE: case OP_LAZY_ONE: return fill_repeat(vm, walk, program, index);
    case OP_STAR_GREEDY: case OP_STAR_LAZY:
        return find_first(vm, walk, program, op->a, &op->set) &&
               find_first(vm, walk, program, index + 1, &op->follow);
    case OP_LOOP_GREEDY: case OP_LOOP_LAZY:
        return find_first(vm, walk, program, program->loops[op->a].body,
                          &program->loops[op->a].set);
    }
    return true;
}

// --- the plan of a search ---

static uint32_t skip_marks(const SreProgram *program, uint32_t index) {
    while (program->ops[index].code == OP_MARK || program->ops[index].code == OP_MARK_END ||
           program->ops[index].code == OP_NOTHING)
        index++;
    return index;
}

// Visits the characters of the text that every match begins with; gives how many.
static int each_prefix_char(const SreProgram *program, uint8_t *text, int width, uint32_t *max) {
    int count = 0;
    for (uint32_t i = skip_marks(program, 0);; i = skip_marks(program, i + 1)) {
        const SreOp *op = &program->ops[i];
        if (op->code != OP_CHAR && op->code != OP_STRING) return count;
        uint32_t length = op->code == OP_CHAR ? 1 : op->b;
        for (uint32_t j = 0; j < length; j++) {
            uint32_t c = op->code == OP_CHAR ? op->character : program->texts[op->a + j];
            if (c > *max) *max = c;
            if (text != NULL) chars_put(text, width, count, c);
            count++;
        }
    }
}

static bool plan_text(Vm *vm, SreProgram *program) {
    uint32_t max = 0;
    int length = each_prefix_char(program, NULL, 0, &max);
    if (length == 0 || max > CHAR_MAX_OF_ALL) return true;
    program->prefix_width = chars_width_for(max);
    program->prefix_length = length;
    program->prefix = system_new(vm, (size_t)length * (size_t)program->prefix_width);
    if (program->prefix == NULL) return false;
    each_prefix_char(program, program->prefix, program->prefix_width, &max);
    program->plan = SRE_PLAN_TEXT;
    return true;
}

static void plan_sets(Walk *walk, SreProgram *program) {
    int count = walk_start(walk, 0, SRE_PREFIX_MAX), members = 0;
    program->prefix_count = count;
    for (int i = 0; i < count; i++) {
        const SreSet *set = &walk->sets[i];
        for (int c = 0; c < 256; c++) program->prefix_low[c] |= (uint8_t)(set->has[c] << i);
        if (set->high != SRE_HIGH_NONE) program->prefix_high |= (uint8_t)(1 << i);
    }
    for (int c = 0; c < 256; c++) members += walk->sets[0].has[c];
    program->plan = SRE_PLAN_SETS;
    if (count == 0 || (count == 1 && members > 250)) program->plan = SRE_PLAN_EACH;
    else if (count == 1) program->plan = SRE_PLAN_FIRST;
}

static bool make_plan(Vm *vm, Walk *walk, SreProgram *program) {
    const SreOp *first = &program->ops[skip_marks(program, 0)];
    bool is_repeat = first->code == OP_GREEDY_ONE || first->code == OP_LAZY_ONE ||
                     first->code == OP_POSSESSIVE_ONE;
    if (is_repeat && first->b == SRE_MANY && !program->refers_to_groups) program->lead = first;
    if (first->code == OP_AT_START) program->plan = SRE_PLAN_START;
    else if (first->code == OP_AT_LINE_START) program->plan = SRE_PLAN_LINES;
    else plan_sets(walk, program);
    if (program->plan == SRE_PLAN_START || program->plan == SRE_PLAN_LINES) return true;
    return plan_text(vm, program);
}

bool sre_prefix_analyse(Vm *vm, SreProgram *program) {
    size_t inside_bytes = program->loop_count + 1;
    Walk *walk = system_new(vm, sizeof(Walk));
    if (walk == NULL) return false;
    walk->program = program;
    walk->is_inside = system_new(vm, inside_bytes);
    bool done = walk->is_inside != NULL;
    for (SreBranch *branch = program->branches; done && branch != NULL; branch = branch->next)
        fill_branch(walk, branch);
    for (uint32_t i = 0; done && i < program->op_count; i++) done = fill_op(vm, walk, program, i);
    done = done && make_plan(vm, walk, program);
    system_drop(vm, walk->is_inside, inside_bytes);
    system_drop(vm, walk, sizeof(Walk));
    return done;
}
