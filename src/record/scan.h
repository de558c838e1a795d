// Scanning a run for what happened to one place: stretches run again with somebody told.
//
// A place is a local name of a call, a key, an item, an attribute of an object, or an object
// as a whole. What is looked for backward is sought in the stretch from the last snapshot to
// now, then in the one before it, and so on, until there is a hit or the place came to be.

#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include "base/text.h"
#include "record/timeline.h"

typedef struct ScanPlace {
    enum { SCAN_LOCAL, SCAN_KEY, SCAN_INDEX, SCAN_OBJECT } kind;
    const Frame *frame;    // of LOCAL: of which call, by address
    int64_t index;         // of LOCAL and INDEX
    const Object *owner;   // of the others, by address
    const char *key;       // of KEY: a name; borrows
} ScanPlace;

typedef struct ScanHit {
    Moment moment;         // of the line that did it; 0: none was found
    Moment after;          // of scan_next: the first moment behind it; of scan_last: the last
                           // that had begun when it happened
    bool is_start;         // it is that in which the place came to be: the call, the creation
} ScanHit;

// The last write to the place before `before`, or how it came to be. TIMELINE_REACHED: *hit
// says which; TIMELINE_BROKEN: progress() said so. The machine stands anywhere then.
MUST_USE TimelineStop scan_last(Timeline *timeline, const ScanPlace *place, Moment before,
                                ScanHit *hit);
// The next write to it after now, or the object's end (is_start).
MUST_USE TimelineStop scan_next(Timeline *timeline, const ScanPlace *place, ScanHit *hit);

// Which key, index or name a slot of an object stands for, as `['key']`, `[3]` or `.name`: text,
// or nothing; and the key alone.
void scan_add_key(Vm *vm, const Object *owner, const Slot *slot, TextBuffer *text);
void scan_add_place(Vm *vm, const Object *owner, const Slot *slot, TextBuffer *text);

#endif
