// Questions about a place at a moment: who wrote it last, who holds it.

#include "api/time.h"

#include "base/host.h"
#include "memory/verify.h"
#include "objects/cell.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "record/scan.h"

#include <string.h>

typedef struct Resolving {
    const char *text;
    int frame;
    bool may_come;        // a name may be bound later only
    ScanPlace place;
    TextBuffer key;       // owns: the key of the place, where it is none of the text
    bool is_found;
} Resolving;

static bool is_name(const char *text) {
    if (*text == '\0' || (*text >= '0' && *text <= '9')) return false;
    for (; *text != '\0'; text++) {
        bool is_letter = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
        if (!is_letter && *text != '_' && !(*text >= '0' && *text <= '9') &&
            (unsigned char)*text < 0x80) return false;
    }
    return true;
}

// --- names ---

static bool find_local(Resolving *resolving, const Frame *frame) {
    const Code *code = frame->code;
    const Tuple *names = (const Tuple *)code->local_names.object;
    for (int i = 0; i < code->local_count; i++) {
        if (!str_is((const Str *)names->items[i].object, resolving->text)) continue;
        Object *value = frame->window[i].object;
        if (value != NULL && value->kind == KIND_CELL)
            resolving->place = (ScanPlace){.kind = SCAN_OBJECT, .owner = value};
        else resolving->place = (ScanPlace){.kind = SCAN_LOCAL, .frame = frame, .index = i};
        return true;
    }
    return false;
}

static bool has_key(Vm *vm, Object *dict, const char *name) {
    int64_t position = 0;
    Object *key, *value;
    if (dict == NULL || dict->kind != KIND_DICT) return false;
    while (dict_next((Dict *)dict, &position, &key, &value))
        if (object_is_str(vm, key) && str_is((const Str *)key, name)) return true;
    return false;
}

static void find_name(Vm *vm, Resolving *resolving, const Frame *frame) {
    Object *const dicts[] = {frame->namespace.object, &frame->globals->base};
    if (find_local(resolving, frame)) {
        resolving->is_found = true;
        return;
    }
    for (size_t i = 0; i < ARRAY_COUNT(dicts) && !resolving->is_found; i++) {
        if (!has_key(vm, dicts[i], resolving->text)) continue;
        resolving->place = (ScanPlace){.kind = SCAN_KEY, .owner = dicts[i], .key = resolving->text};
        resolving->is_found = true;
    }
    if (resolving->is_found || !resolving->may_come) return;
    resolving->place = (ScanPlace){.kind = SCAN_KEY, .owner = dicts[1], .key = resolving->text};
    resolving->is_found = true;
}

// --- parts of objects ---

// Where the last part of an expression begins: its `.name` or `[…]`; NULL: it has none.
static const char *find_part(const char *text) {
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == ']') {
        int depth = 0;
        for (const char *at = text + length; at > text; at--) {
            if (at[-1] == ']') depth++;
            if (at[-1] == '[' && --depth == 0) return at - 1 > text ? at - 1 : NULL;
        }
        return NULL;
    }
    const char *dot = strrchr(text, '.');
    return dot != NULL && dot > text && is_name(dot + 1) ? dot : NULL;
}

// The object that holds the attribute, by its name.
static void find_attribute(Vm *vm, Resolving *resolving, Object *owner, const char *name) {
    if (!instance_is_inline(vm, owner)) {
        if ((object_layout(vm, owner)->flags & LAYOUT_DICT) == 0) return;
        owner = (Object *)instance_load_dict(vm, owner);
        if (owner == NULL) return;
    }
    resolving->place = (ScanPlace){.kind = SCAN_KEY, .owner = owner, .key = name};
    resolving->is_found = true;
}

static void find_item(Vm *vm, Resolving *resolving, Object *owner, Frame *frame,
                      const char *part) {
    TextBuffer text = {0};
    text_add(&text, part + 1, strlen(part) - 2);
    text_add_char(&text, '\0');
    Object *key = text.is_failed ? NULL : time_evaluate(vm, frame, text.bytes);
    int64_t index;
    if (key != NULL && owner->kind == KIND_LIST && object_is_int(vm, key) &&
        int_find_value(vm, key, &index) == FOUND) {
        if (index < 0) index += ((List *)owner)->count;
        resolving->place = (ScanPlace){.kind = SCAN_INDEX, .owner = owner, .index = index};
        resolving->is_found = index >= 0 && index < ((List *)owner)->count;
    } else if (key != NULL && owner->kind == KIND_DICT && key->kind == KIND_STR) {
        time_set_text(&resolving->key, (const Str *)key);
        resolving->place = (ScanPlace){.kind = SCAN_KEY, .owner = owner,
                                       .key = resolving->key.bytes};
        resolving->is_found = !resolving->key.is_failed;
    }
    text_done(&text);
    raised_clear(vm);
}

static void resolve(Vm *vm, void *context, Frame *innermost) {
    Resolving *resolving = context;
    Frame *frame = time_find_frame(innermost, resolving->frame);
    if (frame == NULL) return;
    if (is_name(resolving->text)) {
        find_name(vm, resolving, frame);
        return;
    }
    const char *part = find_part(resolving->text);
    TextBuffer text = {0};
    text_add(&text, resolving->text, part != NULL ? (size_t)(part - resolving->text)
                                                  : strlen(resolving->text));
    text_add_char(&text, '\0');
    Object *owner = text.is_failed ? NULL : time_evaluate(vm, frame, text.bytes);
    text_done(&text);
    raised_clear(vm);
    if (owner == NULL) return;
    if (part != NULL && *part == '.') {
        find_attribute(vm, resolving, owner, part + 1);
    } else if (part != NULL) {
        find_item(vm, resolving, owner, frame, part);
    } else {
        resolving->place = (ScanPlace){.kind = SCAN_OBJECT, .owner = owner};
        resolving->is_found = true;
    }
}

// `*NAME` is the object that the name is bound to, not the name.
static bool find_place(NametagMachine *machine, const char *text, Resolving *resolving) {
    resolving->text = text;
    TextBuffer whole = {0};
    if (*text == '*') {
        text_add_format(&whole, "(%s)", text + 1);
        text_add_char(&whole, '\0');
        resolving->text = whole.bytes;
    }
    bool done = !whole.is_failed && time_try(machine->time, resolve, resolving);
    text_done(&whole);
    resolving->text = text;
    // What only the copy had is no place of the run.
    return done && resolving->is_found &&
           (resolving->place.kind == SCAN_LOCAL ||
            verify_has_object(machine->vm, resolving->place.owner));
}

// --- asking ---

NametagStop nametag_time_ask(NametagMachine *machine, int frame, NametagQuestion question,
                             const char *text, NametagMoment before, NametagAnswer *answer) {
    MachineTime *time = machine->time;
    Resolving resolving = {.frame = frame, .may_come = question == NAMETAG_NEXT_WRITE};
    *answer = (NametagAnswer){0, 0, 0};
    if (time == NULL || !time->has_begun || time->timeline.has_ended) return NAMETAG_FAILED;
    Timeline *timeline = &time->timeline;
    Moment here = timeline->now;
    ScanHit hit = {.moment = 0};
    bool is_found = find_place(machine, text, &resolving);
    TimelineStop stop = TIMELINE_ENDED;
    if (is_found && question == NAMETAG_LAST_WRITE)
        stop = scan_last(timeline, &resolving.place, before > 0 && before < here ? before : here,
                         &hit);
    else if (is_found) stop = scan_next(timeline, &resolving.place, &hit);
    text_done(&resolving.key);
    if (!is_found) return NAMETAG_FAILED;
    *answer = (NametagAnswer){hit.moment, hit.after, hit.is_start};
    NametagStop back = nametag_time_go(machine, here);
    if (stop == TIMELINE_BROKEN) return NAMETAG_STOPPED;
    if (back != NAMETAG_REACHED) return back;
    return hit.moment > 0 ? NAMETAG_REACHED
           : question == NAMETAG_LAST_WRITE ? NAMETAG_AT_START : NAMETAG_AT_END;
}
