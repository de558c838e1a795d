// Introducing objects: each with its content, when it is first mentioned.

#include "base/host.h"
#include "explain/watch_parts.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

static EventText keep(Watcher *watcher, size_t start) {
    TextBuffer *text = &watcher->text;
    EventText part = {text->size == start ? "" : text->bytes + start, text->size - start};
    part = view_keep_text(watcher->view, part);
    text_cut(text, start);
    return part;
}

static EventText key_text(Watcher *watcher, Object *key) {
    size_t start = watcher->text.size;
    content_show_key(watcher->vm, key, &watcher->text);
    return keep(watcher, start);
}

static EventText name_text(Watcher *watcher, Object *name) {
    size_t start = watcher->text.size;
    if (object_is_str(watcher->vm, name)) content_add_str((const Str *)name, &watcher->text);
    return keep(watcher, start);
}

// Gives the object its number, and has it introduced in its turn.
static Serial enqueue(Watcher *watcher, Object *object) {
    Tracked *tracked = tracked_make(&watcher->table, object);
    if (tracked == NULL) {
        watcher->is_failed = true;
        return 0;
    }
    if (tracked->serial != 0) return tracked->serial;
    if (!watcher_reserve(watcher, (void **)&watcher->queue, &watcher->queue_capacity,
                         watcher->queue_count + 1, sizeof(Object *)) ||
        !watcher_reserve(watcher, (void **)&watcher->mentioned, &watcher->mentioned_capacity,
                         watcher->mentioned_count + 1, sizeof(Object *)))
        return 0;
    tracked->serial = ++watcher->serials;
    tracked->row = watcher->mentioned_count;
    watcher->mentioned[watcher->mentioned_count++] = object;
    watcher->queue[watcher->queue_count++] = object;
    return tracked->serial;
}

static EventPlace read_place(Watcher *watcher, const ContentSlot *slot) {
    EventPlace place = {.kind = slot->kind};
    switch (slot->kind) {
    case AT_INDEX: place.index = slot->index; break;
    case AT_KEY:
        place.key = enqueue(watcher, slot->key);
        place.at = key_text(watcher, slot->key);
        break;
    case AT_ATTRIBUTE: place.at = name_text(watcher, slot->key); break;
    case AT_ELEMENT: place.at = key_text(watcher, slot->to); break;
    case AT_CELL: place.at = event_text("cell_contents"); break;
    default: place.at = event_text(slot->name); break;
    }
    return place;
}

void watcher_watch_parts(Watcher *watcher, Object *object) {
    Dict *dict = content_get_dict(watcher->vm, object);
    if (dict == NULL) return;
    Tracked *part = tracked_make(&watcher->table, (Object *)dict);
    if (part != NULL) part->part_of = object;
}

static void tell_object(Watcher *watcher, Object *object, const EventSlot *slots, int64_t count) {
    Vm *vm = watcher->vm;
    const Tracked *tracked = tracked_find(&watcher->table, object);
    Event event = {.kind = tracked->flags & TRACKED_IS_NEW ? EVENT_CREATE : EVENT_EXISTS};
    TextBuffer id = {0}, scalar = {0};
    text_add_hex(&id, object_address(vm, object));
    event.create.object = tracked->serial;
    event.create.id = (EventText){id.bytes, id.size};
    event.create.type = event_text(content_get_type_name(vm, object));
    event.create.size = content_get_size(vm, object);
    event.create.count = object->count;
    event.create.is_mutable = content_is_mutable(vm, object);
    event.create.slots = (EventSlots){slots, count};
    if (content_add_scalar(vm, object, &scalar))
        event.create.scalar = (EventText){scalar.bytes == NULL ? "" : scalar.bytes, scalar.size};
    watcher_tell(watcher, &event);
    text_done(&id);
    text_done(&scalar);
}

// What it holds is numbered here and introduced after it, so that a chain of a million
// links is no deep walk.
static void introduce(Watcher *watcher, Object *object) {
    Content *content = &watcher->content;
    content_read(watcher->vm, object, content);
    EventSlot *slots = NULL;
    int64_t capacity = 0, count = 0;
    if (watcher_reserve(watcher, (void **)&slots, &capacity, content->count, sizeof *slots)) {
        for (; count < content->count; count++) {
            Serial to = enqueue(watcher, content->items[count].to);
            slots[count] = (EventSlot){read_place(watcher, &content->items[count]), to};
        }
    }
    watcher_watch_parts(watcher, object);
    tell_object(watcher, object, slots, count);
    host_release(slots);
}

static void introduce_queue(Watcher *watcher) {
    bool was_looking = watcher->is_looking;
    watcher->is_looking = true;
    // A flush in the middle of reading contents keeps its own.
    Content outer = watcher->content;
    watcher->content = (Content){0};
    for (int64_t i = 0; i < watcher->queue_count; i++) introduce(watcher, watcher->queue[i]);
    watcher->queue_count = 0;
    content_done(&watcher->content);
    watcher->content = outer;
    watcher->is_looking = was_looking;
}

EventPlace watcher_place(Watcher *watcher, const ContentSlot *slot) {
    EventPlace place = read_place(watcher, slot);
    introduce_queue(watcher);
    return place;
}

Serial watcher_mention(Watcher *watcher, Object *object) {
    if (object == NULL) return 0;
    Serial serial = enqueue(watcher, object);
    if (watcher->queue_count > 0) introduce_queue(watcher);
    return serial;
}

bool watcher_knows(Watcher *watcher, Object *object) {
    const Tracked *tracked = tracked_find(&watcher->table, object);
    return tracked == NULL || tracked->serial != 0 || !(tracked->flags & TRACKED_IS_NEW);
}

// --- why an object was there before ---

static bool is_singleton(Vm *vm, const Object *object) {
    const Objects *objects = vm->objects;
    return object == objects->none || object == objects->true_ || object == objects->false_ ||
           object == objects->ellipsis || object == objects->not_implemented;
}

static bool is_cached(Vm *vm, const Object *object) {
    const Objects *objects = vm->objects;
    if (object == (Object *)objects->empty_tuple || object == (Object *)objects->empty_str ||
        object == objects->empty_bytes)
        return true;
    return object->kind == KIND_STR && ((const Str *)object)->length == 1 &&
           str_get_char((const Str *)object, 0) < 256;
}

static bool is_constant_of(const Code *code, const Object *object) {
    const Tuple *constants = (const Tuple *)code->constants.object;
    for (int64_t i = 0; i < constants->count; i++)
        if (constants->items[i].object == object) return true;
    return false;
}

EventText watcher_get_reason(Watcher *watcher, Object *object, int was_known) {
    Vm *vm = watcher->vm;
    const Runtime *runtime = runtime_of(vm);
    if (!was_known || object == NULL) return (EventText){NULL, 0};
    if (is_singleton(vm, object)) return event_text("singleton");
    if (object->kind == KIND_INT && int_get_value(object) >= SMALL_INT_MIN &&
        int_get_value(object) <= SMALL_INT_MAX)
        return event_text("small int");
    if (object->kind == KIND_STR && ((const Str *)object)->is_interned)
        return event_text("interned");
    if (runtime->frame != NULL && is_constant_of(runtime->frame->code, object))
        return event_text("constant");
    if (is_cached(vm, object)) return event_text("cached");
    return event_text("same object");
}
