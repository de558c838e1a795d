// Names of frames: what they were told to be bound to, against what they are.

#include "base/host.h"
#include "explain/watch_parts.h"
#include "objects/bytes.h"
#include "objects/cell.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

static EventText str_text(Watcher *watcher, const Object *str) {
    TextBuffer *text = &watcher->text;
    size_t start = text->size;
    if (object_is_str(watcher->vm, str)) content_add_str((const Str *)str, text);
    EventText part = {text->size == start ? "" : text->bytes + start, text->size - start};
    part = view_keep_text(watcher->view, part);
    text_cut(text, start);
    return part;
}

// Tells that a name of a frame moved; what it names is introduced first.
static void tell_name(Watcher *watcher, const Scope *scope, EventText name, const char *kind,
                      Object *value) {
    ViewFrame *frame = view_frame(watcher->view, scope->number);
    const ViewName *told = frame == NULL ? NULL : view_name(frame, name);
    Serial old = told == NULL ? 0 : told->to;
    bool was_known = value != NULL && watcher_knows(watcher, value);
    Event event = {.kind = old == 0 ? EVENT_BIND : value == NULL ? EVENT_UNBIND : EVENT_REBIND};
    if (old == 0 && value == NULL) return;
    event.frame = scope->number;
    event.file = scope->file;
    event.bind.name = name;
    event.bind.scope = event_text(kind);
    event.bind.old = old;
    event.bind.new = watcher_mention(watcher, value);
    if (event.bind.new == old) return;
    if (event.kind == EVENT_UNBIND) {
        event.unbind.old = old;
    } else {
        EventText reason = watcher_get_reason(watcher, value, was_known);
        if (event.kind == EVENT_BIND) event.bind.shared = reason;
        else event.rebind.shared = reason;
    }
    watcher_tell(watcher, &event);
}

// --- names in a dict ---

static bool add_known(Watcher *watcher, Scope *scope, Object *key, Object *value, bool is_hidden) {
    if (!watcher_reserve(watcher, (void **)&scope->names, &scope->name_capacity,
                         scope->name_count + 1, sizeof(Known)))
        return false;
    scope->names[scope->name_count++] = (Known){key, value, is_hidden};
    return true;
}

void scope_begin_names(Watcher *watcher, Scope *scope) {
    if (scope->namespace == NULL) return;
    Content content = {0};
    content_read_dict((Dict *)scope->namespace, &content);
    for (int64_t i = 0; i < content.count; i++)
        if (!add_known(watcher, scope, content.items[i].key, content.items[i].to, true)) break;
    content_done(&content);
}

static void remove_known(Scope *scope, int64_t at) {
    memmove(&scope->names[at], &scope->names[at + 1],
            (size_t)(scope->name_count - at - 1) * sizeof(Known));
    scope->name_count--;
}

static void tell_removed(Watcher *watcher, Scope *scope, int64_t at) {
    Known gone = scope->names[at];
    remove_known(scope, at);
    if (!gone.is_hidden)
        tell_name(watcher, scope, str_text(watcher, gone.key), scope->names_scope, NULL);
}

void scope_compare_names(Watcher *watcher, Scope *scope) {
    Content content = {0};
    int64_t at = 0;
    content_read_dict((Dict *)scope->namespace, &content);
    for (int64_t i = 0; i < content.count; i++) {
        const ContentSlot *now = &content.items[i];
        while (at < scope->name_count && scope->names[at].key != now->key)
            tell_removed(watcher, scope, at);
        if (at < scope->name_count && scope->names[at].value == now->to) {
            at++;
            continue;
        }
        if (at == scope->name_count && !add_known(watcher, scope, now->key, NULL, false)) break;
        scope->names[at].value = now->to;
        scope->names[at].is_hidden = false;
        at++;
        tell_name(watcher, scope, str_text(watcher, now->key), scope->names_scope, now->to);
    }
    while (at < scope->name_count) tell_removed(watcher, scope, at);
    content_done(&content);
}

// --- locals ---

static uint8_t local_kind(const Scope *scope, int index) {
    return ((const Bytes *)scope->frame->code->local_kinds.object)->data[index];
}

EventText scope_get_local_name(Watcher *watcher, const Scope *scope, int index) {
    const Tuple *names = (const Tuple *)scope->frame->code->local_names.object;
    return str_text(watcher, names->items[index].object);
}

const char *scope_get_local_scope(const Scope *scope, int index) {
    return local_kind(scope, index) & (LOCAL_IS_CELL | LOCAL_IS_FREE) ? "cell" : "local";
}

// The cell of a free variable before COPY_FREE_VARS has put it into the window.
static Object *closure_cell(const Scope *scope, int index) {
    const Code *code = scope->frame->code;
    const Function *function = (const Function *)scope->frame->function.object;
    const Tuple *closure = function == NULL ? NULL : (const Tuple *)function->closure.object;
    int64_t i = index - (code->local_count - code->free_count);
    return closure == NULL || i < 0 || i >= closure->count ? NULL : closure->items[i].object;
}

int scope_get_local_count(const Scope *scope) {
    return scope->frame == NULL ? 0 : scope->frame->code->local_count;
}

Object *scope_get_local(const Scope *scope, int index) {
    Object *value = scope->frame->window[index].object;
    uint8_t kind = local_kind(scope, index);
    if (value == NULL && (kind & LOCAL_IS_FREE)) value = closure_cell(scope, index);
    if (value != NULL && (kind & (LOCAL_IS_CELL | LOCAL_IS_FREE)) && value->kind == KIND_CELL)
        return ((Cell *)value)->value.object;
    return value;
}

// Whether another object stands where the one that was told stood. A text that `+=` made
// longer in its own cell is another object to the program.
static bool is_replaced(Watcher *watcher, Object *value) {
    if (value == NULL) return false;
    Tracked *tracked = tracked_find(&watcher->table, value);
    const ViewObject *seen =
        tracked == NULL ? NULL : view_object(watcher->view, tracked->serial);
    if (seen == NULL) return true;
    if (value->kind != KIND_STR) return false;
    TextBuffer text = {0};
    content_add_str((Str *)value, &text);
    bool is_same = text.size == seen->scalar.size;
    text_done(&text);
    if (is_same) return false;
    watcher->late_free = tracked->serial;
    tracked->serial = 0;
    tracked->flags |= TRACKED_IS_NEW;
    watcher->mentioned[tracked->row] = NULL;
    return true;
}

void scope_compare_local(Watcher *watcher, Scope *scope, int index) {
    Object *value = scope_get_local(scope, index);
    uint8_t kind = local_kind(scope, index);
    Object *held = scope->frame->window[index].object;
    if ((kind & (LOCAL_IS_CELL | LOCAL_IS_FREE)) && held != NULL && held->kind == KIND_CELL) {
        Tracked *cell = tracked_make(&watcher->table, held);
        if (cell != NULL) cell->flags |= TRACKED_IS_CELL;
    }
    if (scope->locals[index].value == value && !is_replaced(watcher, value)) return;
    scope->locals[index].value = value;
    tell_name(watcher, scope, scope_get_local_name(watcher, scope, index),
              scope_get_local_scope(scope, index), value);
}

void scope_compare_locals(Watcher *watcher, Scope *scope) {
    for (int i = 0; i < scope_get_local_count(scope); i++)
        scope_compare_local(watcher, scope, i);
}

void scope_done(Scope *scope) {
    host_release(scope->names);
    host_release(scope->locals);
}
