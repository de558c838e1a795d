// The state as the heap itself has it, for tests that compare it with the events.
//
// At a line, every name of every watched frame and all that it reaches is read anew from
// frames and objects: nothing that was told before is used but the numbers of frames.

#include "base/host.h"
#include "explain/watch_parts.h"

typedef struct HeapWalk {
    Watcher *watcher;
    TextBuffer *text;
    TrackedTable seen;
    Object **queue;       // owns
    int64_t count, capacity;
} HeapWalk;

static void add_id(HeapWalk *walk, Object *object) {
    text_add_char(walk->text, '"');
    text_add_hex(walk->text, object_address(walk->watcher->vm, object));
    text_add_char(walk->text, '"');
    Tracked *tracked = tracked_make(&walk->seen, object);
    if (tracked == NULL || tracked->flags != 0) return;
    tracked->flags = 1;
    if (watcher_reserve(walk->watcher, (void **)&walk->queue, &walk->capacity, walk->count + 1,
                        sizeof(Object *)))
        walk->queue[walk->count++] = object;
}

static void add_key(HeapWalk *walk, bool is_first, EventText key) {
    if (!is_first) text_add_char(walk->text, ',');
    text_add_json(walk->text, key.text, key.size);
    text_add_char(walk->text, ':');
}

static bool is_hidden(const Scope *scope, const Object *key, const Object *value) {
    for (int64_t i = 0; i < scope->name_count; i++)
        if (scope->names[i].key == key)
            return scope->names[i].is_hidden && scope->names[i].value == value;
    return false;
}

static void add_scope(HeapWalk *walk, const Scope *scope) {
    bool is_first = true;
    for (int i = 0; i < scope_get_local_count(scope); i++) {
        Object *value = scope->frame->window == NULL ? NULL : scope_get_local(scope, i);
        if (value == NULL) continue;
        add_key(walk, is_first, scope_get_local_name(walk->watcher, scope, i));
        add_id(walk, value);
        is_first = false;
    }
    if (scope->namespace == NULL) return;
    Content content = {0};
    content_read_dict((Dict *)scope->namespace, &content);
    for (int64_t i = 0; i < content.count; i++) {
        TextBuffer name = {0};
        if (is_hidden(scope, content.items[i].key, content.items[i].to)) continue;
        content_add_str((const Str *)content.items[i].key, &name);
        add_key(walk, is_first, (EventText){name.bytes, name.size});
        add_id(walk, content.items[i].to);
        text_done(&name);
        is_first = false;
    }
    content_done(&content);
}

static void add_slots(HeapWalk *walk, Object *object) {
    Content content = {0};
    Vm *vm = walk->watcher->vm;
    content_read(vm, object, &content);
    for (int64_t i = 0; i < content.count; i++) {
        const ContentSlot *slot = &content.items[i];
        TextBuffer at = {0};
        if (slot->kind == AT_INDEX) text_add_number(&at, slot->index);
        else if (slot->kind == AT_KEY) content_show_key(vm, slot->key, &at);
        else if (slot->kind == AT_ELEMENT) content_show_key(vm, slot->to, &at);
        else if (slot->kind == AT_CELL) text_add_c(&at, "cell_contents");
        else if (slot->kind == AT_ATTRIBUTE) content_add_str((const Str *)slot->key, &at);
        else text_add_c(&at, slot->name);
        text_add_format(walk->text, "%s[\"%s\",", i == 0 ? "" : ",",
                        event_place_names[slot->kind]);
        text_add_json(walk->text, at.bytes, at.size);
        text_add_char(walk->text, ',');
        add_id(walk, slot->to);
        text_add_char(walk->text, ']');
        text_done(&at);
    }
    content_done(&content);
}

static void add_object(HeapWalk *walk, Object *object) {
    Vm *vm = walk->watcher->vm;
    const Tracked *tracked = tracked_find(&walk->watcher->table, object);
    int64_t extra = tracked == NULL ? 0 : tracked->extra;
    TextBuffer scalar = {0};
    text_add_format(walk->text, "\"0x%llx\":{\"type\":",
                    (unsigned long long)object_address(vm, object));
    EventText type = event_text(content_get_type_name(vm, object));
    text_add_json(walk->text, type.text, type.size);
    text_add_format(walk->text, ",\"count\":%lld,\"size\":%lld,\"slots\":[",
                    (long long)(object->count + extra), (long long)content_get_size(vm, object));
    add_slots(walk, object);
    text_add_char(walk->text, ']');
    if (content_add_scalar(vm, object, &scalar)) {
        text_add_c(walk->text, ",\"scalar\":");
        text_add_json(walk->text, scalar.bytes, scalar.size);
    }
    text_add_char(walk->text, '}');
    text_done(&scalar);
}

void watcher_walk(Watcher *watcher, TextBuffer *text) {
    HeapWalk walk = {.watcher = watcher, .text = text};
    bool was_looking = watcher->is_looking;
    watcher->is_looking = true;
    text_add_c(text, "{\"walk\":{\"frames\":{");
    for (int64_t i = 0; i < watcher->scope_count; i++) {
        text_add_format(text, "%s\"%lld\":{", i == 0 ? "" : ",",
                        (long long)watcher->scopes[i].number);
        add_scope(&walk, &watcher->scopes[i]);
        text_add_char(text, '}');
    }
    text_add_c(text, "},\"objects\":{");
    for (int64_t i = 0; i < walk.count; i++) {
        if (i > 0) text_add_char(text, ',');
        add_object(&walk, walk.queue[i]);
    }
    text_add_c(text, "}}}\n");
    watcher->is_looking = was_looking;
    host_release(walk.queue);
    host_release(walk.seen.places);
}
