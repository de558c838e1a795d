// Events as JSON, one object a line: what docs/events.schema.json describes.

#ifndef EXPLAIN_STREAM_H
#define EXPLAIN_STREAM_H

#include "base/text.h"
#include "memory/event.h"

// Appends one event and a line's end.
void stream_add_event(TextBuffer *text, const Event *event);

#endif
