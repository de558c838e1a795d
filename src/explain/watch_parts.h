// What the files of the watcher share.

#ifndef EXPLAIN_WATCH_PARTS_H
#define EXPLAIN_WATCH_PARTS_H

#include "explain/content.h"
#include "explain/watch.h"
#include "runtime/generator.h"

enum TrackedFlag {
    TRACKED_IS_NEW = 1,          // made since the first event
    TRACKED_IS_DIRTY = 2,        // written since the last comparison
    TRACKED_IS_NAMESPACE = 4,    // the dict of a frame's names
    TRACKED_IS_CELL = 8,         // a cell of a watched frame
    TRACKED_IS_CANDIDATE = 16,   // its count may have changed since the last line
};

// What the watcher knows of a live object, by its address.
typedef struct Tracked {
    Object *object;      // NULL: free place
    Serial serial;       // 0: not mentioned yet
    uint32_t flags;
    int64_t frame;       // of a namespace: whose
    Object *part_of;     // of a dict: the object whose attributes it holds
    int64_t row;         // place in Watcher.mentioned
    int64_t extra;       // references that CPython would count besides
    EventHolder last;    // who dropped what was the last reference but one's own
} Tracked;

typedef struct TrackedTable {
    Tracked *places;      // owns; open addressing
    size_t count, capacity;
} TrackedTable;

// The entry of an object, NULL when nothing is known of it.
Tracked *tracked_find(const TrackedTable *table, const Object *object);
// Makes one where there is none; NULL: no memory. Entries move when others are made.
Tracked *tracked_make(TrackedTable *table, Object *object);
void tracked_remove(TrackedTable *table, const Object *object);

// A name's value as it was told last.
typedef struct Known {
    Object *key;         // Str of a namespace's name; NULL in locals
    Object *value;
    bool is_hidden;      // there before the first event, and not yet told
} Known;

// A frame in reach, while it lives.
typedef struct Scope {
    int64_t number;
    Frame *frame;        // borrows; NULL: it ended, and only its namespace is left
    EventText file, function;
    int64_t line;
    Object *namespace;   // Dict, or NULL
    const char *names_scope;   // of the namespace's names
    Known *names;        // owns; of the namespace, in its order
    int64_t name_count, name_capacity;
    Known *locals;       // owns; one a local
    bool has_cells;
} Scope;

typedef struct NativeCall {
    Frame *frame;        // that called
    const char *name;
    Object *source;      // what a copying call copies, or NULL
} NativeCall;

typedef struct LibraryCopy {   // a call of copy.copy or copy.deepcopy that runs
    Frame *frame;        // NULL: none
    Object *source;
    bool is_deep;
} LibraryCopy;

struct Watcher {
    Vm *vm;
    const ExplainOptions *options;
    View *view;                 // borrows
    EventSink *sink;
    void *sink_context;
    Watch watch;
    Observer observer;
    bool has_begun, is_exit, is_looking, is_entering, is_failed, is_stopped;
    uint64_t step;
    Serial serials;             // given out so far
    int64_t frames_made;
    TrackedTable table;
    Object **mentioned;         // owns; live objects with a serial
    int64_t mentioned_count, mentioned_capacity;
    Object **dirty;             // owns
    int64_t dirty_count, dirty_capacity;
    Object **candidates;        // owns
    int64_t candidate_count, candidate_capacity;
    Object **queue;             // owns; to be introduced, in order
    int64_t queue_count, queue_capacity;
    Scope *scopes;              // owns; ascending numbers
    int64_t scope_count, scope_capacity;
    NativeCall *natives;        // owns
    int64_t native_count, native_capacity;
    LibraryCopy copying;
    bool cells_are_dirty;
    Object *raised;             // the exception told last
    int64_t raised_frame;
    Serial late_free;           // a str that `+=` replaces: its end is told after the name's move
    const Frame *last_frame;    // of the instruction that ran last
    const Instruction *last_op;
    Content content;            // used again and again
    TextBuffer text;
};

bool watcher_reserve(Watcher *watcher, void **items, int64_t *capacity, int64_t count,
                     size_t bytes);

// --- telling (watch.c) ---

// Fills in the common fields and hands the event on.
void watcher_tell(Watcher *watcher, Event *event);
// The frame in reach that runs now or called what runs; NULL: none.
Scope *watcher_get_scope(Watcher *watcher);
Scope *watcher_find_scope(Watcher *watcher, const Frame *frame);
// The method or operator that changes objects now.
EventText watcher_get_effect(Watcher *watcher);
void watcher_mark_candidate(Watcher *watcher, Object *object);
void watcher_tell_free(Watcher *watcher, Serial serial, FreeCause cause, EventHolder last);

// --- introducing (introduce.c) ---

// The serial of an object, which is introduced first if need be. NULL: 0.
Serial watcher_mention(Watcher *watcher, Object *object);
// Why the object of a new binding was there before; absent: it was not.
EventText watcher_get_reason(Watcher *watcher, Object *object, int was_known);
bool watcher_knows(Watcher *watcher, Object *object);
// A dict of attributes tells its object when it is written.
void watcher_watch_parts(Watcher *watcher, Object *object);
// The place in events' terms; its text lives as long as the view.
EventPlace watcher_place(Watcher *watcher, const ContentSlot *slot);

// --- comparing (compare.c) ---

// Tells what changed in the objects that were written since the last time.
void watcher_flush(Watcher *watcher);
void watcher_mark_dirty(Watcher *watcher, Tracked *tracked);

// --- names (names.c) ---

void scope_begin_names(Watcher *watcher, Scope *scope);   // reads what is there, telling nothing
void scope_compare_names(Watcher *watcher, Scope *scope);
void scope_compare_locals(Watcher *watcher, Scope *scope);
void scope_compare_local(Watcher *watcher, Scope *scope, int index);
int scope_get_local_count(const Scope *scope);
Object *scope_get_local(const Scope *scope, int index);
EventText scope_get_local_name(Watcher *watcher, const Scope *scope, int index);
const char *scope_get_local_scope(const Scope *scope, int index);
void scope_done(Scope *scope);

// --- execution (execution.c) ---

void watcher_observe(Watcher *watcher);   // fills in watcher->observer

// --- copies (copies.c) ---

void watcher_tell_copy(Watcher *watcher, Object *source, Object *result, const char *by,
                       const char *depth);

#endif
