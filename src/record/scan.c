#include "record/scan.h"

#include "objects/code.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type.h"
#include "runtime/threads.h"

#include <string.h>

enum { DEPTHS = 4096 };

// A line that began so many calls deep, in a thread.
typedef struct ScanLine {
    Moment moment;            // 0: none in this stretch
    int64_t thread;
} ScanLine;

typedef struct Scan {
    const ScanPlace *place;
    // The last line of each depth. What a frame does belongs to the line that it began last,
    // though other lines have begun since, in what it called.
    ScanLine lines[DEPTHS];
    int depth;                // of the frame that made the hit
    int64_t thread;
    bool is_settled;          // the hit's moment is that of its frame's line
    Moment after, before;     // hits between these count
    bool stops_first;         // looking forward: the first one is enough
    ScanHit hit;
    Observer observer;
    Watch watch;
} Scan;

// --- whether a write is one to the place ---

// The entry of a dict that a slot is part of; NULL: it is none. The newest one is counted only
// when it is whole.
static const DictEntry *find_entry(Vm *vm, const Object *owner, const Slot *slot) {
    if (owner->kind != KIND_DICT && !(object_type(vm, owner)->flags & TYPE_IS_DICT)) return NULL;
    const DictTable *table = ((const Dict *)owner)->table;
    const char *first = (const char *)table->entries, *at = (const char *)slot;
    if (table->log2_indices == 0 || at < first ||
        at >= (const char *)(table->entries + table->entry_count + 1)) return NULL;
    return &table->entries[(size_t)(at - first) / sizeof table->entries[0]];
}

// The key or the name whose value stands in the slot; NULL: another part, or another owner.
// `old`: what the slot held before.
static const Object *find_key(Vm *vm, const Object *owner, const Slot *slot, const Object *old) {
    const DictEntry *entry = find_entry(vm, owner, slot);
    if (entry != NULL && slot == &entry->key && entry->key.object == NULL) return old;
    if (entry != NULL) return entry->key.object;
    const Type *type = object_type(vm, owner);
    if (!instance_is_inline(vm, owner) || type->shared_keys == NULL) return NULL;
    int64_t index = slot - instance_values(type, (Object *)(uintptr_t)owner);
    return index >= 0 && index < type->shared_keys->count ? type->shared_keys->names[index].object
                                                          : NULL;
}

static bool is_place(Vm *vm, const ScanPlace *place, const Object *owner, const Slot *slot,
                     const Object *old) {
    if (place->kind == SCAN_OBJECT) return true;
    if (slot == NULL) return false;
    if (place->kind == SCAN_INDEX)
        return owner->kind == KIND_LIST && slot == ((const List *)owner)->items + place->index;
    const Object *key = find_key(vm, owner, slot, old);
    return key != NULL && key->kind == KIND_STR && str_is((const Str *)key, place->key);
}

static bool counts(Vm *vm, const Scan *scan) {
    Moment moment = runtime_of(vm)->lines;
    return moment >= scan->after && moment < scan->before &&
           !(scan->stops_first && scan->hit.moment > 0);
}

// `depth`: of the frame that does it.
static void note_at(Vm *vm, Scan *scan, int depth, bool is_start) {
    if (!counts(vm, scan)) return;
    int64_t thread = thread_get(vm)->serial;
    const ScanLine *line = depth > 0 && depth < DEPTHS ? &scan->lines[depth] : NULL;
    scan->is_settled = line != NULL && line->moment > 0 && line->thread == thread;
    Moment moment = scan->is_settled ? line->moment : runtime_of(vm)->lines;
    // A line may make an object and write into it: it is the start all the same.
    bool is_in_start = scan->hit.is_start && scan->hit.moment == moment;
    scan->hit = (ScanHit){.moment = moment, .after = runtime_of(vm)->lines,
                          .is_start = is_start || is_in_start};
    scan->depth = depth;
    scan->thread = thread;
}

static void note(Vm *vm, Scan *scan, bool is_start) {
    note_at(vm, scan, runtime_of(vm)->depth, is_start);
}

// --- what is told ---

static void wrote(Vm *vm, void *context, Object *owner, Slot *slot, Object *old, Object *new) {
    Scan *scan = context;
    (void)new;
    if (owner == scan->place->owner && is_place(vm, scan->place, owner, slot, old))
        note(vm, scan, false);
}

static void moved(Vm *vm, void *context, Object *owner, Slot *slots, int64_t count) {
    Scan *scan = context;
    const ScanPlace *place = scan->place;
    if (owner != place->owner) return;
    bool is_within = place->kind == SCAN_OBJECT;
    if (place->kind == SCAN_INDEX && owner->kind == KIND_LIST) {
        const Slot *slot = ((const List *)owner)->items + place->index;
        is_within = slot >= slots && slot < slots + count;
    }
    if (is_within) note(vm, scan, false);
}

static void changed(Vm *vm, void *context, Object *owner) {
    Scan *scan = context;
    if (owner == scan->place->owner && scan->place->kind == SCAN_OBJECT) note(vm, scan, false);
}

static void created(Vm *vm, void *context, Object *object) {
    Scan *scan = context;
    if (object == scan->place->owner && !scan->stops_first) note(vm, scan, true);
}

static void freed(Vm *vm, void *context, Object *object, FreeCause cause) {
    Scan *scan = context;
    (void)cause;
    if (object == scan->place->owner && scan->stops_first) note(vm, scan, true);
}

static void bound(Vm *vm, void *context, Frame *frame, int index, Object *old, Object *new) {
    Scan *scan = context;
    (void)old, (void)new;
    if (frame == scan->place->frame && index == scan->place->index) note(vm, scan, false);
}

// A frame's record serves one call after the other.
static void called(Vm *vm, void *context, Frame *frame) {
    Scan *scan = context;
    // The parameters are bound by the caller's line.
    if (frame == scan->place->frame && !scan->stops_first)
        note_at(vm, scan, runtime_of(vm)->depth - 1, true);
}

static bool line_begins(Vm *vm, void *context, Frame *frame, int line) {
    Scan *scan = context;
    int depth = runtime_of(vm)->depth;
    (void)frame, (void)line;
    if (depth > 0 && depth < DEPTHS)
        scan->lines[depth] = (ScanLine){runtime_of(vm)->lines, thread_get(vm)->serial};
    return scan->stops_first && scan->hit.moment > 0;
}

// --- running ---

static TimelineStop run_watched(Timeline *timeline, Scan *scan, Moment until) {
    scan->observer = (Observer){.context = scan, .bound = bound, .called = called};
    scan->watch = (Watch){scan, created, wrote, moved, changed, freed};
    bool is_local = scan->place->kind == SCAN_LOCAL;
    timeline_tell(timeline, is_local ? &scan->observer : NULL, is_local ? NULL : &scan->watch);
    memset(scan->lines, 0, sizeof scan->lines);
    timeline->filter = line_begins;
    timeline->filter_context = scan;
    TimelineStop stop = timeline_run(timeline, until);
    timeline_tell(timeline, NULL, NULL);
    timeline->filter = NULL;
    return stop;
}

// The frame's line began before the stretch: the last line not deeper than it, in its thread.
static bool note_line(Vm *vm, void *context, Frame *frame, int line) {
    Scan *scan = context;
    (void)frame, (void)line;
    Moment moment = runtime_of(vm)->lines;
    if (moment < scan->before && runtime_of(vm)->depth <= scan->depth &&
        thread_get(vm)->serial == scan->thread) scan->hit.moment = moment;
    return false;
}

static void settle(Timeline *timeline, Scan *scan) {
    Moment until = scan->hit.moment + 1, first = scan->hit.moment;
    if (scan->is_settled || scan->hit.moment == 0) return;
    scan->before = until;
    scan->hit.moment = 0;
    while (scan->hit.moment == 0 && until > 1) {
        Moment from = timeline_find(timeline, until - 1);
        if (from == 0 || !timeline_go_back(timeline, from)) break;
        timeline->filter = note_line;
        timeline->filter_context = scan;
        TimelineStop stop = timeline_run(timeline, until);
        timeline->filter = NULL;
        if (stop == TIMELINE_BROKEN) break;
        until = from;
    }
    if (scan->hit.moment == 0) scan->hit.moment = first;
}

TimelineStop scan_last(Timeline *timeline, const ScanPlace *place, Moment before, ScanHit *hit) {
    Scan scan = {.place = place, .before = before};
    Moment until = before;
    *hit = (ScanHit){.moment = 0};
    while (scan.hit.moment == 0 && until > 1) {
        Moment from = timeline_find(timeline, until - 1);
        if (from == 0 || !timeline_go_back(timeline, from)) break;
        scan.after = from;
        scan.before = until;
        bool is_last = timeline->end != MOMENT_NEVER && until >= timeline->end;
        if (run_watched(timeline, &scan, is_last ? MOMENT_NEVER : until) == TIMELINE_BROKEN)
            return TIMELINE_BROKEN;
        until = from;
    }
    settle(timeline, &scan);
    *hit = scan.hit;
    return TIMELINE_REACHED;
}

TimelineStop scan_next(Timeline *timeline, const ScanPlace *place, ScanHit *hit) {
    Scan scan = {.place = place, .before = INT64_MAX, .after = timeline->now, .stops_first = true};
    TimelineStop stop = run_watched(timeline, &scan, MOMENT_NEVER);
    hit->after = timeline->now;
    if (stop != TIMELINE_BROKEN) settle(timeline, &scan);
    hit->moment = scan.hit.moment;
    hit->is_start = scan.hit.is_start;
    return stop == TIMELINE_BROKEN ? stop : TIMELINE_REACHED;
}

void scan_add_key(Vm *vm, const Object *owner, const Slot *slot, TextBuffer *text) {
    const Object *key = find_key(vm, owner, slot, NULL);
    if (key != NULL && key->kind == KIND_STR && ((const Str *)key)->is_ascii)
        text_add_c(text, (const char *)((const Str *)key)->data);
}

void scan_add_place(Vm *vm, const Object *owner, const Slot *slot, TextBuffer *text) {
    const Object *key = find_key(vm, owner, slot, NULL);
    if (owner->kind == KIND_LIST)
        text_add_format(text, "[%lld]", (long long)(slot - ((const List *)owner)->items));
    else if (owner->kind == KIND_TUPLE)
        text_add_format(text, "[%lld]", (long long)(slot - ((const Tuple *)owner)->items));
    else if (key != NULL && key->kind == KIND_STR && ((const Str *)key)->is_ascii)
        text_add_format(text, owner->kind == KIND_DICT ? "['%.100s']" : ".%.100s",
                        (const char *)((const Str *)key)->data);
}
