// The table of events, as data for those that treat all kinds alike.

#include "memory/event.h"

#include <string.h>

enum FieldCount {   // how many fields each kind has
#define EVENT(ID, member, name, doc) FIELDS_OF_##member = 0
#define FIELD(member, field, kind, need, doc) + 1
#define EVENT_END(member) ,
#include "memory/event.def"
#undef EVENT
#undef FIELD
#undef EVENT_END
};

enum FieldFirst {   // the index of each event's first field, one entry a field between
#define EVENT(ID, member, name, doc) FIRST_OF_##member,
#define FIELD(member, field, kind, need, doc)
#define EVENT_END(member) NEXT_AFTER_##member = FIRST_OF_##member + FIELDS_OF_##member - 1,
#include "memory/event.def"
#undef EVENT
#undef FIELD
#undef EVENT_END
};

const EventRow event_rows[EVENT_COUNT] = {
#define EVENT(ID, member, name, doc) [EVENT_##ID] = {name, FIRST_OF_##member, FIELDS_OF_##member},
#define FIELD(member, field, kind, need, doc)
#define EVENT_END(member)
#include "memory/event.def"
#undef EVENT
#undef FIELD
#undef EVENT_END
};

const EventField event_fields[] = {
#define EVENT(ID, member, name, doc)
#define FIELD(member, field, kind, need, doc) \
    {#field, FIELD_##kind, FIELD_##need, offsetof(Event, member.field)},
#define EVENT_END(member)
#include "memory/event.def"
#undef EVENT
#undef FIELD
#undef EVENT_END
};

const char *const event_place_names[AT_COUNT] = {
#define ROW(id, name) [AT_##id] = name,
    EVENT_PLACES(ROW)
#undef ROW
};

EventText event_text(const char *text) {
    return (EventText){text, text == NULL ? 0 : strlen(text)};
}
