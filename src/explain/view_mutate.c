// Changes of an object's slots, in the view.
//
// Slots stand in order: positions first to last, then keys, attributes and fields in the
// order in which they came. So the slots of a list (or a subclass's) begin with index 0.

#include "explain/view_parts.h"

#include <string.h>

// How many of the first slots are positions.
static int64_t positions_count(const ViewObject *object) {
    int64_t count = 0;
    // A row has its positions at the front, and most objects have nothing else.
    if (object->slot_count > 0 && object->slots[object->slot_count - 1].place.kind == AT_INDEX)
        return object->slot_count;
    while (count < object->slot_count && object->slots[count].place.kind == AT_INDEX) count++;
    return count;
}

// Replaces `old_count` positions from `at` by others.
static void replace_positions(View *view, ViewObject *object, int64_t at, int64_t old_count,
                              const Serial *new, int64_t new_count) {
    int64_t change = new_count - old_count, count = object->slot_count;
    if (at + old_count > count) return;
    if (!view_reserve(view, (void **)&object->slots, &object->slot_capacity, count + change,
                      sizeof(ViewSlot)))
        return;
    ViewSlot *slots = object->slots;
    memmove(slots + at + new_count, slots + at + old_count,
            (size_t)(count - at - old_count) * sizeof(ViewSlot));
    object->slot_count = count + change;
    for (int64_t i = 0; i < new_count; i++) {
        slots[at + i] = (ViewSlot){{.kind = AT_INDEX, .index = at + i}, new[i], view->step};
        view_refer(view, new[i], object->serial);
    }
    if (change == 0) return;
    for (int64_t i = at + new_count; i < object->slot_count; i++)
        if (slots[i].place.kind == AT_INDEX) slots[i].place.index = i;
}

static void mutate_position(View *view, ViewObject *object, const Event *event) {
    const EventPlace *place = &event->mutate.place;
    Serial new = event->mutate.new.one;
    bool had = event->mutate.old.one != 0;
    int64_t at = place->index, count = positions_count(object);
    if (at > count) return;
    replace_positions(view, object, at, had && at < count, &new, new != 0);
}

static bool place_is(const EventPlace *one, const EventPlace *other) {
    if (one->kind != other->kind) return false;
    if (one->kind == AT_KEY) return one->key == other->key;
    return one->index == other->index && event_text_is_equal(one->at, other->at);
}

static int64_t find_slot(const ViewObject *object, const Event *event) {
    const EventPlace *place = &event->mutate.place;
    for (int64_t i = 0; i < object->slot_count; i++) {
        const ViewSlot *slot = &object->slots[i];
        if (place->kind == AT_ELEMENT) {
            if (slot->place.kind == AT_ELEMENT && slot->to == event->mutate.old.one) return i;
        } else if (place_is(&slot->place, place)) {
            return i;
        }
    }
    return -1;
}

static void mutate_named(View *view, ViewObject *object, const Event *event) {
    Serial new = event->mutate.new.one;
    int64_t index = event->mutate.old.one == 0 ? -1 : find_slot(object, event);
    if (index < 0) {
        if (new == 0) return;
        if (!view_reserve(view, (void **)&object->slots, &object->slot_capacity,
                          object->slot_count + 1, sizeof(ViewSlot)))
            return;
        index = object->slot_count++;
        object->slots[index].place = event->mutate.place;
        object->slots[index].place.at = view_keep_text(view, event->mutate.place.at);
    } else if (new == 0) {
        memmove(&object->slots[index], &object->slots[index + 1],
                (size_t)(object->slot_count - index - 1) * sizeof(ViewSlot));
        object->slot_count--;
        return;
    }
    object->slots[index].to = new;
    object->slots[index].changed = view->step;
    view_refer(view, new, object->serial);
    if (event->mutate.place.kind == AT_KEY && event->mutate.place.key != 0)
        view_refer(view, event->mutate.place.key, object->serial);
}

void view_mutate(View *view, const Event *event) {
    ViewObject *object = view_object(view, event->mutate.object);
    if (object == NULL) return;
    object->changed = view->step;
    if (event->mutate.size >= 0) object->size = event->mutate.size;
    const EventPlace *place = &event->mutate.place;
    switch (place->kind) {
    case AT_SLICE:
        replace_positions(view, object, place->index, event->mutate.old.count,
                          event->mutate.new.items, event->mutate.new.count);
        break;
    case AT_INDEX: mutate_position(view, object, event); break;
    case AT_CONTENT: break;
    default: mutate_named(view, object, event); break;
    }
}
