// A pattern at work on a subject: set-up, memory, and what comes out.

#include "memory/system.h"
#include "modules/sre.h"
#include "objects/bytes.h"

enum { STACK_FIRST = 64, STACK_KEPT_MAX = 4096, FUEL = 4096 };

bool sre_text_of(Vm *vm, Object *object, SreText *text) {
    *text = (SreText){0};
    if (object_is_str(vm, object)) {
        text->chars = str_get_chars((const Str *)object);
        return true;
    }
    if (!object_has_view(vm, object)) return raise_false(vm, ERROR_SRE_SUBJECT, object);
    if (!view_acquire(vm, object, &text->view, VIEW_READ)) {
        raised_clear(vm);
        return raise_false(vm, ERROR_SRE_SUBJECT, object);
    }
    text->is_bytes = true;
    text->chars = (Chars){text->view.data, text->view.bytes, 1};
    return true;
}

// --- memory ---

// The stack that the last run left, or a new one.
static bool take_stack(SreRun *run) {
    SreState *state = run->state;
    if (state->stack != NULL) {
        run->stack = state->stack;
        run->stack_capacity = state->stack_capacity;
        state->stack = NULL;
        return true;
    }
    run->stack = system_new(run->vm, STACK_FIRST * sizeof(SreEntry));
    run->stack_capacity = STACK_FIRST;
    return run->stack != NULL;
}

static void leave_stack(SreRun *run) {
    SreState *state = run->state;
    if (state->stack == NULL && run->stack_capacity <= STACK_KEPT_MAX) {
        state->stack = run->stack;
        state->stack_capacity = run->stack_capacity;
    } else {
        system_drop(run->vm, run->stack, run->stack_capacity * sizeof(SreEntry));
    }
    run->stack = NULL;
}

bool sre_run_grow(SreRun *run) {
    size_t bytes = run->stack_capacity * sizeof(SreEntry);
    void *more = system_resize(run->vm, run->stack, bytes, bytes * 2);
    if (more == NULL) return false;
    run->stack = more;
    run->stack_capacity *= 2;
    return true;
}

bool sre_run_tick(SreRun *run) {
    run->fuel = FUEL;
    Runtime *runtime = runtime_of(run->vm);
    return runtime->ticks < runtime->tick_limit || runtime_tick(run->vm);
}

// Room for marks and loops.
static bool take_block(SreRun *run) {
    const SreProgram *program = run->program;
    size_t mark_bytes = (size_t)program->mark_count * sizeof(void *);
    size_t bytes = mark_bytes + program->loop_count * sizeof(SreLoopState);
    char *block = (char *)run->local;
    if (bytes > sizeof run->local) {
        block = run->block = system_new(run->vm, bytes);
        if (block == NULL) return false;
        run->block_bytes = bytes;
    }
    run->marks = (const void **)(void *)block;
    run->loops = (SreLoopState *)(void *)(block + mark_bytes);
    return true;
}

// --- start and end ---

static int64_t limited(int64_t value, int64_t most) {
    return value < 0 ? 0 : value > most ? most : value;
}

static bool check_kinds(Vm *vm, const SrePattern *pattern, const SreText *text) {
    if (text->is_bytes && pattern->is_bytes == 0) return raise_false(vm, ERROR_SRE_STR_ON_BYTES);
    if (!text->is_bytes && pattern->is_bytes > 0) return raise_false(vm, ERROR_SRE_BYTES_ON_STR);
    return true;
}

bool sre_run_start(Vm *vm, SreRun *run, SrePattern *pattern, Object *subject, int64_t pos,
                   int64_t endpos) {
    SreText text;
    const SreProgram *program = sre_pattern_program(vm, pattern);
    if (program == NULL || !sre_text_of(vm, subject, &text)) return false;
    run->vm = vm;
    run->state = pattern->state;
    run->program = program;
    run->subject = subject;
    run->view = text.view;
    run->width = text.chars.width;
    run->is_bytes = text.is_bytes;
    run->is_whole = run->must_advance = false;
    run->beginning = text.chars.data;
    run->endpos = limited(endpos, text.chars.length);
    run->pos = limited(pos, text.chars.length);
    run->end = run->beginning + run->endpos * run->width;
    run->start = run->beginning + run->pos * run->width;
    run->block = NULL;
    run->block_bytes = 0;
    run->fuel = FUEL;
    if (check_kinds(vm, pattern, &text) && take_block(run) && take_stack(run)) {
        sre_run_reset(run);
        return true;
    }
    system_drop(vm, run->block, run->block_bytes);
    view_release(vm, &text.view);
    return false;
}

void sre_run_done(SreRun *run) {
    leave_stack(run);
    system_drop(run->vm, run->block, run->block_bytes);
    view_release(run->vm, &run->view);
}

void sre_run_reset(SreRun *run) {
    for (int64_t i = 0; i < run->program->mark_count; i++) run->marks[i] = NULL;
    run->last_group = -1;
}

// --- what comes out ---

Object *sre_run_slice(SreRun *run, int64_t start, int64_t stop) {
    Object *subject = run->subject;
    if (!run->is_bytes) return str_new_part(run->vm, (const Str *)subject, start, stop);
    if (subject->kind == KIND_BYTES && start == 0 && stop == ((const Bytes *)subject)->count)
        return object_share(subject);
    return bytes_new(run->vm, run->beginning + start, stop - start);
}

Object *sre_run_group(SreRun *run, int64_t group, Object *otherwise) {
    const void *from = run->marks[2 * group - 2], *to = run->marks[2 * group - 1];
    if (from != NULL && to != NULL && from <= to)
        return sre_run_slice(run, sre_run_index(run, from), sre_run_index(run, to));
    return otherwise != NULL ? object_share(otherwise) : sre_run_slice(run, 0, 0);
}
