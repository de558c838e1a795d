// The matcher, compiled once for each width of characters.

#define _GNU_SOURCE   // memrchr

#include <string.h>

#include "modules/sre.h"

// What entries that only undo something name as their op.
static const SreOp undo_mark = {.code = OP_UNDO_MARK}, undo_loop = {.code = OP_UNDO_LOOP},
                   undo_all = {.code = OP_UNDO_ALL};

enum { FUEL = 4096 };

// Takes the entries from `first` on off, but for those that set marks back: the part
// between has matched, and only in this way. Gives the new top.
static SreEntry *keep_marks(SreEntry *first, SreEntry *top) {
    SreEntry *kept = first;
    for (SreEntry *entry = first; entry < top; entry++)
        if (entry->op == &undo_mark) *kept++ = *entry;
    return kept;
}

// Takes them off and sets the marks back.
static void undo_marks(SreRun *run, SreEntry *first, SreEntry *top) {
    while (top-- > first) {
        if (top->op != &undo_mark) continue;
        run->marks[top->first] = top->at;
        run->last_group = top->second;
    }
}

#define CHARACTER uint8_t
#define SRE_NARROW 1
#define SRE_NAME(name) name##_1
#include "modules/sre_match.inc"
#define CHARACTER uint16_t
#define SRE_NARROW 0
#define SRE_NAME(name) name##_2
#include "modules/sre_match.inc"
#define CHARACTER uint32_t
#define SRE_NARROW 0
#define SRE_NAME(name) name##_4
#include "modules/sre_match.inc"

Found sre_run_match(SreRun *run) {
    if (run->end - run->start < run->program->length_min * run->width) return ABSENT;
    switch (run->width) {
    case 1: return attempt_1(run, (const uint8_t *)run->start);
    case 2: return attempt_2(run, (const uint16_t *)(const void *)run->start);
    default: return attempt_4(run, (const uint32_t *)(const void *)run->start);
    }
}

Found sre_run_search(SreRun *run) {
    if (run->end - run->start < run->program->length_min * run->width) return ABSENT;
    switch (run->width) {
    case 1: return search_1(run);
    case 2: return search_2(run);
    default: return search_4(run);
    }
}
