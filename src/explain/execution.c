// What the runtime tells: frames, lines, names, calls, comparisons, output.

#include "base/host.h"
#include "explain/watch_parts.h"
#include "objects/exception.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/lower.h"
#include "runtime/observe.h"

#include <string.h>

enum { COUNTED_ALWAYS = 1024 };   // with more objects alive only candidates are counted

// --- reach ---

static bool starts_with(const Str *text, const char *start, size_t size) {
    return text->width == 1 && (size_t)text->length >= size &&
           memcmp(text->data, start, size) == 0;
}

static bool is_program(const Watcher *watcher, const Code *code) {
    const Str *file = (const Str *)code->filename.object;
    TextBuffer text = {0};
    content_add_str(file, &text);
    bool is_same = event_text_is_equal((EventText){text.bytes, text.size},
                                       event_text(watcher->options->program));
    text_done(&text);
    return is_same;
}

// Packages that were installed beside the library.
static bool is_installed(const Str *file) {
    static const char *const folders[] = {"/dist-packages/", "/site-packages/"};
    for (size_t i = 0; i < ARRAY_COUNT(folders); i++) {
        int64_t length = (int64_t)strlen(folders[i]);
        for (int64_t at = 0; file->width == 1 && at + length <= file->length; at++)
            if (memcmp(file->data + at, folders[i], (size_t)length) == 0) return true;
    }
    return false;
}

static bool is_in_reach(const Watcher *watcher, const Code *code) {
    const Str *file = (const Str *)code->filename.object;
    const char *library = watcher->options->library;
    if (watcher->options->all || is_program(watcher, code)) return true;
    if (library != NULL && starts_with(file, library, strlen(library))) return false;
    if (is_installed(file)) return false;
    return !starts_with(file, "<", 1);
}

// --- frames ---

static EventText code_text(Watcher *watcher, const Object *str) {
    TextBuffer text = {0};
    content_add_str((const Str *)str, &text);
    EventText kept =
        view_keep_text(watcher->view, (EventText){text.bytes == NULL ? "" : text.bytes, text.size});
    text_done(&text);
    return kept;
}

static Scope *scope_add(Watcher *watcher, Frame *frame) {
    const Code *code = frame->code;
    size_t bytes = (size_t)(code->local_count + 1) * sizeof(Known);
    Known *locals = host_allocate(bytes);
    if (locals == NULL || !watcher_reserve(watcher, (void **)&watcher->scopes,
                                           &watcher->scope_capacity, watcher->scope_count + 1,
                                           sizeof(Scope))) {
        host_release(locals);
        frame->serial = 0;
        return NULL;
    }
    memset(locals, 0, bytes);
    Scope *scope = &watcher->scopes[watcher->scope_count++];
    *scope = (Scope){.number = watcher->frames_made++, .frame = frame, .locals = locals};
    scope->file = code_text(watcher, code->filename.object);
    scope->function = code_text(watcher, code->qualname.object);
    scope->line = code->first_line;
    scope->has_cells = code->cell_count + code->free_count > 0;
    frame->serial = (uint64_t)scope->number + 1;
    return scope;
}

static void scope_remove(Watcher *watcher, Scope *scope) {
    int64_t at = scope - watcher->scopes;
    if (scope->namespace != NULL) {
        Tracked *tracked = tracked_find(&watcher->table, scope->namespace);
        if (tracked != NULL) tracked->flags &= ~(uint32_t)TRACKED_IS_NAMESPACE;
    }
    scope_done(scope);
    memmove(scope, scope + 1, (size_t)(watcher->scope_count - at - 1) * sizeof(Scope));
    watcher->scope_count--;
}

static int64_t caller_of(Watcher *watcher, const Frame *frame) {
    for (frame = frame->previous; frame != NULL; frame = frame->previous) {
        const Scope *scope = watcher_find_scope(watcher, frame);
        if (scope != NULL) return scope->number;
    }
    return -1;
}

static void begin_namespace(Watcher *watcher, Scope *scope) {
    Object *namespace = scope->frame->namespace.object;
    if (namespace == NULL || !object_is_dict(watcher->vm, namespace)) return;
    Tracked *tracked = tracked_make(&watcher->table, namespace);
    if (tracked == NULL || (tracked->flags & TRACKED_IS_NAMESPACE)) return;   // exec in a module
    tracked->flags |= TRACKED_IS_NAMESPACE;
    tracked->frame = scope->number;
    scope->namespace = namespace;
    bool is_module = namespace == (Object *)scope->frame->globals;
    scope->names_scope = is_module ? "global" : "class";
    scope_begin_names(watcher, scope);
}

static void tell_call(Watcher *watcher, Scope *scope, bool is_resumed) {
    Frame *frame = scope->frame;
    int count = is_resumed ? 0 : frame->code->local_count;
    Event event = {.kind = EVENT_CALL};
    EventBinding *bindings = host_allocate((size_t)(count + 1) * sizeof *bindings);
    int64_t bound = 0, number = scope->number;
    watcher->is_entering = true;   // the arguments were the caller's
    for (int i = 0; bindings != NULL && i < count; i++) {
        Object *value = scope_get_local(scope, i);
        if (value == NULL) continue;
        EventBinding *binding = &bindings[bound++];
        binding->name = scope_get_local_name(watcher, scope, i);
        binding->scope = event_text(scope_get_local_scope(scope, i));
        binding->to = watcher_mention(watcher, value);
        scope->locals[i].value = value;
    }
    watcher->is_entering = false;
    event.frame = number;
    event.file = scope->file;
    event.call.function = scope->function;
    event.call.caller = caller_of(watcher, frame);
    event.call.bindings = (EventBindings){bindings, bound};
    event.call.is_resumed = is_resumed;
    watcher_tell(watcher, &event);
    host_release(bindings);
}

// A call of copy.copy or copy.deepcopy from code in reach.
static void note_library_copy(Watcher *watcher, Frame *frame) {
    const Code *code = frame->code;
    static const char end[] = "/copy.py";
    const Str *file = (const Str *)code->filename.object, *name = (const Str *)code->name.object;
    size_t size = sizeof end - 1;
    if (watcher->copying.frame != NULL || code->argument_count < 1) return;
    if (file->width != 1 || (size_t)file->length < size ||
        memcmp(file->data + file->length - (int64_t)size, end, size) != 0)
        return;
    bool is_deep = str_is(name, "deepcopy");
    if (!is_deep && !str_is(name, "copy")) return;
    if (watcher_find_scope(watcher, frame->previous) == NULL) return;
    watcher->copying = (LibraryCopy){frame, frame->window[0].object, is_deep};
}

// Stack code tells nothing of its names until a line begins or the frame is left.
static void flush_frame(Watcher *watcher, const Frame *frame) {
    watcher_flush(watcher);
    Scope *scope = frame->is_stack_code ? watcher_find_scope(watcher, frame) : NULL;
    if (scope != NULL) scope_compare_locals(watcher, scope);
}

static void frame_called(Vm *vm, void *context, Frame *frame) {
    Watcher *watcher = context;
    bool is_resumed = frame->owner == FRAME_IN_GENERATOR && frame->serial != 0;
    if (!watcher->has_begun) {
        frame->serial = 0;
        if (!is_program(watcher, frame->code) || frame->previous != NULL) return;
        watcher->has_begun = true;
        heap_set_watch(vm, &watcher->watch);
    }
    watcher->is_entering = true;
    if (frame->previous == NULL) watcher_flush(watcher);
    else flush_frame(watcher, frame->previous);
    watcher->is_entering = false;
    Scope *scope = is_resumed ? watcher_find_scope(watcher, frame) : NULL;
    if (scope == NULL) {
        frame->serial = 0;
        watcher_mark_candidate(watcher, frame->function.object);
        if (!is_in_reach(watcher, frame->code)) {
            note_library_copy(watcher, frame);
            return;
        }
        scope = scope_add(watcher, frame);
        if (scope == NULL) return;
        begin_namespace(watcher, scope);
    }
    scope->frame = frame;
    tell_call(watcher, scope, is_resumed);
}

// Where the locals go that only this frame holds.
static void note_locals_end(Watcher *watcher, const Scope *scope) {
    const Frame *frame = scope->frame;
    int count = frame->code->local_count;
    watcher_mark_candidate(watcher, frame->function.object);
    for (int i = 0; i < count; i++) {
        Object *value = frame->window[i].object;
        Tracked *tracked = value == NULL ? NULL : tracked_find(&watcher->table, value);
        if (tracked == NULL || tracked->serial == 0) continue;
        watcher_mark_candidate(watcher, value);
        uint32_t held = 0;
        for (int j = 0; j < count; j++) held += frame->window[j].object == value;
        if (held != value->count) continue;
        tracked->last = (EventHolder){.kind = HOLDER_NAME, .frame = scope->number,
                                      .name = scope_get_local_name(watcher, scope, i)};
    }
}

static void tell_return(Watcher *watcher, Frame *frame, Scope *scope, Object *value,
                        bool is_suspended) {
    Event event = {.kind = EVENT_RETURN};
    event.returns.value = watcher_mention(watcher, value);
    event.frame = scope->number;
    event.file = scope->file;
    event.returns.function = scope->function;
    event.returns.caller = caller_of(watcher, frame);
    event.returns.is_suspended = is_suspended;
    watcher_tell(watcher, &event);
}

static void frame_returned(Vm *vm, void *context, Frame *frame, Object *value) {
    (void)vm;
    Watcher *watcher = context;
    flush_frame(watcher, frame);
    if (watcher->copying.frame == frame && watcher->has_begun) {
        LibraryCopy copying = watcher->copying;
        watcher->copying.frame = NULL;
        if (value != NULL && value != copying.source)
            watcher_tell_copy(watcher, copying.source, value,
                              copying.is_deep ? "copy.deepcopy" : "copy.copy",
                              copying.is_deep ? "deep" : "shallow");
    }
    Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL) return;
    note_locals_end(watcher, scope);
    tell_return(watcher, frame, scope, value, false);
    if (scope->number == 0) {   // its names live until the teardown
        scope->frame = NULL;
        return;
    }
    frame->serial = 0;
    scope_remove(watcher, scope);
}

static void frame_left(Vm *vm, void *context, Frame *frame) {
    frame_returned(vm, context, frame, NULL);
}

static void frame_suspended(Vm *vm, void *context, Frame *frame, Object *generator) {
    (void)vm;
    Watcher *watcher = context;
    Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL) return;
    watcher_flush(watcher);
    scope->frame = &((Generator *)generator)->frame;
    tell_return(watcher, frame, scope, generator, true);
    frame->serial = 0;
}

static void frame_yielded(Vm *vm, void *context, Frame *frame, Object *value) {
    (void)vm;
    Watcher *watcher = context;
    flush_frame(watcher, frame);
    const Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL) return;
    Event event = {.kind = EVENT_YIELD};
    event.yield.value = watcher_mention(watcher, value);
    event.frame = scope->number;
    event.file = scope->file;
    event.yield.function = scope->function;
    event.yield.caller = caller_of(watcher, frame);
    watcher_tell(watcher, &event);
}

// --- lines and counts ---

static void add_extra(Vm *vm, Object *object, void *context) {
    (void)vm;
    Watcher *watcher = context;
    Tracked *tracked = tracked_find(&watcher->table, object);
    if (tracked == NULL || tracked->serial == 0) return;
    tracked->extra++;
    watcher_mark_candidate(watcher, object);
}

// Marks what may be counted anew: what the frame's names and operands hold, and operands
// that CPython would hold on its stack now and that are only named here. Places of operands
// that were used up may still show what is gone: it is only looked up, never looked into.
static void count_pending(Watcher *watcher, const Frame *frame) {
    int64_t places = frame->code->local_count + frame->code->stack_size;
    for (int64_t i = 0; i < places; i++) watcher_mark_candidate(watcher, frame->window[i].object);
    runtime_visit_pending(watcher->vm, add_extra, watcher);
}

static void forget_extra(Watcher *watcher) {
    for (int64_t i = 0; i < watcher->candidate_count; i++) {
        Tracked *tracked = tracked_find(&watcher->table, watcher->candidates[i]);
        if (tracked == NULL) continue;
        tracked->flags &= ~(uint32_t)TRACKED_IS_CANDIDATE;
        tracked->extra = 0;
    }
    watcher->candidate_count = 0;
}

static int64_t count_changed(Watcher *watcher, EventCount *counts) {
    bool takes_all = watcher->mentioned_count <= COUNTED_ALWAYS;
    int64_t limit = takes_all ? watcher->mentioned_count : watcher->candidate_count, changed = 0;
    Object **objects = takes_all ? watcher->mentioned : watcher->candidates;
    for (int64_t i = 0; i < limit; i++) {
        const Tracked *tracked =
            objects[i] == NULL ? NULL : tracked_find(&watcher->table, objects[i]);
        if (tracked == NULL || tracked->serial == 0) continue;
        int64_t count = (int64_t)objects[i]->count + tracked->extra;
        ViewObject *seen = view_object(watcher->view, tracked->serial);
        if (seen == NULL || seen->count == count) continue;
        counts[changed++] = (EventCount){tracked->serial, count};
    }
    return changed;
}

static void line_begins(Vm *vm, void *context, Frame *frame, int line) {
    (void)vm;
    Watcher *watcher = context;
    Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL) return;
    watcher_flush(watcher);
    scope_compare_locals(watcher, scope);
    scope->line = line;
    count_pending(watcher, frame);
    int64_t limit = watcher->mentioned_count + watcher->candidate_count + 1;
    EventCount *counts = host_allocate((size_t)limit * sizeof *counts);
    Event event = {.kind = EVENT_LINE};
    if (counts != NULL)
        event.line_begins.counts = (EventCounts){counts, count_changed(watcher, counts)};
    watcher_tell(watcher, &event);
    forget_extra(watcher);
    host_release(counts);
}

static void name_bound(Vm *vm, void *context, Frame *frame, int index, Object *old, Object *new) {
    (void)vm;
    Watcher *watcher = context;
    Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL) return;
    watcher_flush(watcher);
    watcher_mark_candidate(watcher, old);
    watcher_mark_candidate(watcher, new);
    Tracked *tracked = old == NULL || old->count != 1 ? NULL
                                                      : tracked_find(&watcher->table, old);
    if (tracked != NULL && tracked->serial != 0)
        tracked->last = (EventHolder){.kind = HOLDER_NAME, .frame = scope->number,
                                      .name = scope_get_local_name(watcher, scope, index)};
    scope_compare_local(watcher, scope, index);
    if (watcher->late_free == 0) return;
    Serial late = watcher->late_free;
    watcher->late_free = 0;
    watcher_tell_free(watcher, late, FREED_BY_COUNT,
                      (EventHolder){.kind = HOLDER_NAME, .frame = scope->number,
                                    .name = scope_get_local_name(watcher, scope, index)});
}

static void instruction_begins(Vm *vm, void *context, Frame *frame) {
    (void)vm;
    Watcher *watcher = context;
    if (watcher->dirty_count > 0 || watcher->cells_are_dirty) {
        // What was written is the last instruction's doing.
        const Instruction *now = frame->next_op;
        if (frame == watcher->last_frame) frame->next_op = watcher->last_op;
        watcher_flush(watcher);
        frame->next_op = now;
    }
    watcher->last_frame = frame;
    watcher->last_op = frame->next_op;
    if (watcher->late_free != 0) {
        Serial late = watcher->late_free;
        watcher->late_free = 0;
        watcher_tell_free(watcher, late, FREED_BY_COUNT, (EventHolder){0});
    }
}

// --- native functions ---

static bool is_container(Vm *vm, const Object *object) {
    return object_is_dict(vm, object) || object_is_set(vm, object) ||
           object->kind == KIND_BYTEARRAY ||
           (object_type(vm, object)->flags & (TYPE_IS_LIST | TYPE_IS_TUPLE)) != 0;
}

// What a call that may copy has as its source, or NULL.
static Object *copied_by(Vm *vm, Object *callable, const char *name, const Slot *arguments,
                         int64_t count) {
    Object *source = NULL;
    if (callable == NULL) source = arguments[0].object;
    else if (callable->kind == KIND_TYPE)
        source = count == 1 ? arguments[0].object : NULL;
    else if (strcmp(name, "copy") == 0 && callable->kind == KIND_BUILTIN)
        source = ((Builtin *)callable)->self.object;
    else if (strcmp(name, "copy") == 0 && count == 1)
        source = arguments[0].object;
    return source != NULL && is_container(vm, source) ? source : NULL;
}

static void native_called(Vm *vm, void *context, Frame *frame, const char *name,
                          Object *callable, const Slot *arguments, int64_t count) {
    Watcher *watcher = context;
    if (!watcher->has_begun) return;
    watcher_flush(watcher);
    for (int64_t i = 0; i < count; i++) watcher_mark_candidate(watcher, arguments[i].object);
    if (!watcher_reserve(watcher, (void **)&watcher->natives, &watcher->native_capacity,
                         watcher->native_count + 1, sizeof(NativeCall)))
        return;
    Object *source = watcher_find_scope(watcher, frame) == NULL
        ? NULL : copied_by(vm, callable, name, arguments, count);
    watcher->natives[watcher->native_count++] = (NativeCall){frame, name, source};
}

static void native_returned(Vm *vm, void *context, Object *result) {
    Watcher *watcher = context;
    if (watcher->native_count == 0) return;
    watcher_flush(watcher);
    NativeCall native = watcher->natives[--watcher->native_count];
    if (native.source == NULL || result == NULL || result == native.source) return;
    if (is_container(vm, result))
        watcher_tell_copy(watcher, native.source, result, native.name, "shallow");
}

// --- the rest ---

static void objects_compared(Vm *vm, void *context, Object *left, Object *right, int is_identity,
                             Object *result) {
    Watcher *watcher = context;
    const Frame *frame = runtime_of(vm)->frame;
    if (watcher_find_scope(watcher, frame) == NULL) return;
    watcher_flush(watcher);
    Event event = {.kind = EVENT_COMPARE};
    event.compare.left = watcher_mention(watcher, left);
    event.compare.right = watcher_mention(watcher, right);
    event.compare.operator = event_text(observe_comparison_name(frame));
    event.compare.same_object = left == right;
    event.compare.equal = is_identity ? -1 : result == vm->objects->true_;
    watcher_tell(watcher, &event);
}

// Type and first argument, as a traceback's last line has them.
static void add_exception(Vm *vm, const Object *exception, TextBuffer *text) {
    const Tuple *arguments = (const Tuple *)((const Exception *)exception)->args.object;
    text_add_c(text, object_type_name(vm, exception));
    if (arguments == NULL || arguments->count == 0) return;
    Object *first = arguments->items[0].object;
    text_add_c(text, ": ");
    if (first->kind == KIND_STR) content_add_str((const Str *)first, text);
    else content_show_key(vm, first, text);
}

static void exception_raised(Vm *vm, void *context, Frame *frame, Object *exception) {
    Watcher *watcher = context;
    const Scope *scope = watcher_find_scope(watcher, frame);
    if (scope == NULL || exception == NULL) return;
    bool passes = exception == watcher->raised && scope->number != watcher->raised_frame;
    watcher->raised = exception;
    watcher->raised_frame = scope->number;
    if (passes) return;
    watcher_flush(watcher);
    Event event = {.kind = EVENT_RAISE};
    TextBuffer text = {0};
    add_exception(vm, exception, &text);
    event.raise.exception = watcher_mention(watcher, exception);
    event.raise.text = (EventText){text.bytes, text.size};
    watcher_tell(watcher, &event);
    text_done(&text);
}

static void text_written(Vm *vm, void *context, int file, Str *str) {
    (void)vm;
    Watcher *watcher = context;
    if (!watcher->has_begun || str->length == 0) return;
    watcher_flush(watcher);
    Event event = {.kind = EVENT_OUTPUT};
    TextBuffer text = {0};
    content_add_str(str, &text);
    event.output.stream = event_text(file == 2 ? "stderr" : "stdout");
    event.output.text = (EventText){text.bytes, text.size};
    watcher_tell(watcher, &event);
    text_done(&text);
}

static void cycles_collected(Vm *vm, void *context, int generation, int64_t freed) {
    (void)vm;
    Watcher *watcher = context;
    if (!watcher->has_begun) return;
    watcher_flush(watcher);
    Event event = {.kind = EVENT_COLLECT};
    event.collect.generation = generation;
    event.collect.freed = freed;
    watcher_tell(watcher, &event);
}

void watcher_observe(Watcher *watcher) {
    watcher->observer = (Observer){
        .context = watcher, .line = line_begins, .called = frame_called,
        .returned = frame_returned, .yielded = frame_yielded, .raised = exception_raised,
        .bound = name_bound, .compared = objects_compared, .native_called = native_called,
        .native_returned = native_returned, .instruction = instruction_begins,
        .left = frame_left, .suspended = frame_suspended, .collected = cycles_collected,
        .output = text_written,
    };
}
