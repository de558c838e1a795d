// The state of a run at a moment, rebuilt from its events and from nothing else.
//
//   View ── frames ── names ──> objects ── slots ──> objects
//
// Drawing, sentences, checks and the census read this. Objects stand at the index of
// their serial; a freed one keeps its type and scalar, without slots.

#ifndef EXPLAIN_VIEW_H
#define EXPLAIN_VIEW_H

#include "base/arena.h"
#include "base/text.h"
#include "memory/event.h"

typedef struct ViewSlot {
    EventPlace place;       // its text lives as long as the view
    Serial to;
    uint64_t changed;       // step of the last write, 0: as it was introduced
} ViewSlot;

// Whoever refers to an object: an object that has a slot (may be stale: look there).
typedef struct ViewReferrers {
    Serial *items;
    int64_t count, capacity;
} ViewReferrers;

typedef struct ViewObject {
    Serial serial;          // 0: no such object
    EventText id, type, scalar;
    int64_t size, count;    // bytes; references as of the last line
    bool is_mutable, existed, is_alive;
    uint64_t born, died, changed;   // steps; died 0: alive
    int64_t born_line;
    ViewSlot *slots;        // owns
    int64_t slot_count, slot_capacity;
    ViewReferrers referrers;
    uint64_t mark;          // for walks: view->mark_last when visited
    int64_t distance;
    uint64_t listed;        // view->list_last when met in a row of referrers
} ViewObject;

typedef struct ViewName {
    EventText name, scope;
    Serial to;
    uint64_t changed;       // step of the last binding
} ViewName;

typedef enum ViewFrameState { FRAME_ABSENT, FRAME_RUNS, FRAME_SUSPENDED, FRAME_ENDED }
    ViewFrameState;

typedef struct ViewFrame {
    int64_t number, caller;       // caller -1: none
    ViewFrameState state;
    EventText function, file;
    int64_t line;                 // the one that runs or ran last; 0: none yet
    ViewName *names;              // owns; in the order in which they were bound
    int64_t name_count, name_capacity;
    Serial value;                 // returned or yielded last
    Serial generator;             // the object that keeps a suspended frame, 0: none
} ViewFrame;

typedef struct View {
    uint64_t step;                // of the last event
    int64_t line, frame;          // of the last event
    EventText file;
    bool is_exit;
    ViewObject **objects;         // owns; index: serial
    int64_t object_capacity;
    Serial object_last;
    int64_t alive, made, freed;   // introduced objects: alive now; created; freed
    ViewFrame **frames;           // owns; index: number; NULL: ended
    int64_t frame_count, frame_capacity;
    int64_t frame_current;        // the running one, -1: none
    int64_t *live;                // owns; numbers of the frames that live, ascending
    int64_t live_count, live_capacity;
    uint64_t mark_last, list_last;
    Serial dead;                  // whose slots go at the next event
    int64_t ended;                // the frame that goes at the next event, -1: none
    Arena texts;
    struct ViewTexts *kept;       // texts that are stored once
    bool is_failed;               // memory ended: the state is not whole
} View;

MUST_USE View *view_new(void);    // NULL: no memory
void view_drop(View *view);       // NULL is allowed

// Takes one event over into the state.
void view_apply(View *view, const Event *event);

// NULL: no such object or frame.
ViewObject *view_object(const View *view, Serial serial);
ViewFrame *view_frame(const View *view, int64_t number);
ViewName *view_name(const ViewFrame *frame, EventText name);
bool view_frame_is_live(const ViewFrame *frame);   // runs or is suspended

// The same text, stored for as long as the view lives.
EventText view_keep_text(View *view, EventText text);
bool event_text_is_equal(EventText one, EventText other);
bool event_text_is(EventText text, const char *terminated);

// Appends the value of an object as Python would show it, by type and slots alone; what
// goes beyond `width` bytes becomes "…".
void view_show(View *view, Serial serial, size_t width, TextBuffer *text);
// Appends an object's count: ×3, or ×∞ where it only says that the object is there for ever.
void view_show_count(const ViewObject *object, TextBuffer *text);
// Appends a place as it is written after what it is a place of: [0], ['a'], .x.
void view_show_place(View *view, const EventPlace *place, TextBuffer *text);
// The index as text, or the place's own text.
void view_show_place_at(const EventPlace *place, TextBuffer *text);

// The shortest paths from root slots to an object (owners.c): one a live name that
// reaches it, sorted by frame, then name. Gives their number; `paths` (host memory, `at`
// texts in `texts`) takes at most `limit`.
typedef struct ViewPaths {
    EventPath *items;       // owns
    int64_t count, more;
    TextBuffer texts;
} ViewPaths;
void view_find_paths(View *view, Serial target, int64_t limit, ViewPaths *paths);
void view_paths_done(ViewPaths *paths);

#endif
