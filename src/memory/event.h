// Events: what a run did, one effect each, in order. The kinds stand in event.def.
//
// An event names objects by serial, frames by number, and carries all texts itself:
// whoever reads events needs nothing of the machine. What an event points at lives
// only while it is being told.

#ifndef MEMORY_EVENT_H
#define MEMORY_EVENT_H

#include "base/check.h"

typedef uint64_t Serial;   // of an object; 0: none

typedef struct EventText {
    const char *text;      // utf-8, not terminated; NULL: none
    size_t size;
} EventText;

// Where in an object: PLACE_KIND(ID, name).
#define EVENT_PLACES(ROW)                                                     \
    ROW(INDEX, "index")          /* position `index` */                       \
    ROW(SLICE, "slice")          /* positions from `index` to `end` */        \
    ROW(KEY, "key")              /* the value under the object `key` */       \
    ROW(ELEMENT, "element")      /* a member of a set */                      \
    ROW(ATTRIBUTE, "attribute")  /* the attribute `at` */                     \
    ROW(FIELD, "field")          /* a part that has a name of its own: `at` */ \
    ROW(CELL, "cell")            /* the content of a cell */                  \
    ROW(CONTENT, "content")      /* bytes that are no slots */
#define ROW(id, name) AT_##id,
typedef enum EventPlaceKind { EVENT_PLACES(ROW) AT_COUNT } EventPlaceKind;
#undef ROW

typedef struct EventPlace {
    EventPlaceKind kind;
    int64_t index, end;
    EventText at;      // empty where index says it
    Serial key;        // the object that is the key
} EventPlace;

typedef struct EventSlot {
    EventPlace place;
    Serial to;
} EventSlot;

typedef struct EventSlots {
    const EventSlot *items;
    int64_t count;
} EventSlots;

typedef struct EventValues {   // several: items; one: count -1 and `one`; none: -1 and 0
    const Serial *items;
    int64_t count;
    Serial one;
} EventValues;

typedef struct EventPath {     // the name `path` begins with is a name of that frame
    int64_t frame;
    EventText path;
} EventPath;

typedef struct EventPaths {
    const EventPath *items;
    int64_t count;
    bool is_absent;
} EventPaths;

typedef struct EventCount {
    Serial object;
    int64_t count;
} EventCount;

typedef struct EventCounts {
    const EventCount *items;
    int64_t count;
} EventCounts;

typedef struct EventBinding {
    EventText name, scope;
    Serial to;
} EventBinding;

typedef struct EventBindings {
    const EventBinding *items;
    int64_t count;
} EventBindings;

typedef struct EventStrings {
    const EventText *items;
    int64_t count;
} EventStrings;

// Who holds a reference: a place of an object, a name of a frame, or neither: an operand.
typedef struct EventHolder {
    enum { HOLDER_ABSENT, HOLDER_OBJECT, HOLDER_NAME, HOLDER_TEMPORARY } kind;
    Serial object;
    EventPlace place;
    int64_t frame;
    EventText name;
} EventHolder;

#define EVENT(ID, member, name, doc) EVENT_##ID,
#define FIELD(member, field, kind, need, doc)
#define EVENT_END(member)
typedef enum EventKind {
#include "memory/event.def"
    EVENT_COUNT
} EventKind;
#undef EVENT
#undef FIELD
#undef EVENT_END

typedef enum FieldKind {
    FIELD_SERIAL, FIELD_VALUES, FIELD_TEXT, FIELD_NUMBER, FIELD_TRUTH, FIELD_PLACE, FIELD_SLOTS,
    FIELD_PATHS, FIELD_COUNTS, FIELD_BINDINGS, FIELD_STRINGS, FIELD_HOLDER,
} FieldKind;

typedef enum FieldNeed { FIELD_REQUIRED, FIELD_NULLABLE, FIELD_OPTIONAL } FieldNeed;

#define FIELD_TYPE_SERIAL Serial
#define FIELD_TYPE_VALUES EventValues
#define FIELD_TYPE_TEXT EventText
#define FIELD_TYPE_NUMBER int64_t
#define FIELD_TYPE_TRUTH int
#define FIELD_TYPE_PLACE EventPlace
#define FIELD_TYPE_SLOTS EventSlots
#define FIELD_TYPE_PATHS EventPaths
#define FIELD_TYPE_COUNTS EventCounts
#define FIELD_TYPE_BINDINGS EventBindings
#define FIELD_TYPE_STRINGS EventStrings
#define FIELD_TYPE_HOLDER EventHolder

typedef struct Event {
    EventKind kind;
    uint64_t step;          // numbers events from 1 without gaps
    EventText file;
    int64_t line;           // 0: none
    int64_t frame;          // 0: __main__; -1: none
    bool is_exit;           // part of the teardown after the program
#define EVENT(ID, member, name, doc) struct {
#define FIELD(member, field, kind, need, doc) FIELD_TYPE_##kind field;
#define EVENT_END(member) } member;
    union {
#include "memory/event.def"
    };
#undef EVENT
#undef FIELD
#undef EVENT_END
} Event;

typedef struct EventField {
    const char *name;
    FieldKind kind;
    FieldNeed need;
    size_t offset;          // in Event
} EventField;

typedef struct EventRow {
    const char *name;
    int field_first, field_count;   // in event_fields
} EventRow;

extern const EventRow event_rows[EVENT_COUNT];
extern const EventField event_fields[];
extern const char *const event_place_names[AT_COUNT];

// An EventText of a zero-terminated text; NULL: the absent one.
EventText event_text(const char *text);

// Who is told of events. The state before an event is gone when it is told.
typedef void EventSink(void *context, const Event *event);

#endif
