// Pattern.sub and subn.
//
// A replacement without backslashes is put in as it is; another text becomes, by the
// library's re._subx, such a text or a function; a function is called with each match.

#include "modules/sre.h"

#include "memory/system.h"
#include "objects/bytes.h"

typedef struct Replacing {
    SrePattern *pattern;
    SreRun run;
    Object *filter;        // owns: the text or the function
    bool is_literal;
    List *parts;           // owns
} Replacing;

// Whether a replacement is a text without backslashes. False: raised.
static bool is_plain(Vm *vm, Object *replacement, bool *plain) {
    SreText text;
    *plain = false;
    if (!sre_text_of(vm, replacement, &text)) {
        raised_clear(vm);
        return true;   // re._subx says what is wrong with it
    }
    *plain = chars_find_char(text.chars, '\\') < 0;
    view_release(vm, &text.view);
    return true;
}

static bool is_callable(Vm *vm, Object *object) {
    return object_type(vm, object)->behaviour.call != NULL;
}

static bool prepare_filter(Vm *vm, Replacing *replacing, Object *replacement) {
    replacing->is_literal = false;
    if (is_callable(vm, replacement)) {
        replacing->filter = object_share(replacement);
        return true;
    }
    bool plain;
    if (!is_plain(vm, replacement, &plain)) return false;
    replacing->is_literal = plain;
    replacing->filter = plain ? object_share(replacement)
                              : sre_call_library(vm, "_subx", 2, &replacing->pattern->base,
                                                 replacement, NULL);
    if (replacing->filter == NULL) return false;
    if (!plain) replacing->is_literal = !is_callable(vm, replacing->filter);
    return true;
}

static bool add_part(Replacing *replacing, int64_t start, int64_t stop) {
    if (start >= stop) return true;
    Object *part = sre_run_slice(&replacing->run, start, stop);
    return part != NULL && list_take_add(replacing->run.vm, replacing->parts, part);
}

// What a match is replaced by; None adds nothing.
static bool add_replacement(Replacing *replacing) {
    Vm *vm = replacing->run.vm;
    if (replacing->is_literal) {
        if (replacing->filter == vm->objects->none) return true;
        return list_add(vm, replacing->parts, replacing->filter);
    }
    Object *match = sre_match_new(vm, replacing->pattern, &replacing->run);
    if (match == NULL) return false;
    Object *item = object_call_with(vm, replacing->filter, 1, match);
    object_drop(vm, match);
    if (item == NULL) return false;
    if (item != vm->objects->none) return list_take_add(vm, replacing->parts, item);
    object_drop(vm, item);
    return true;
}

static bool replace_each(Replacing *replacing, int64_t most, int64_t *count) {
    SreRun *run = &replacing->run;
    int64_t done = 0;   // of the subject
    for (*count = 0; most == 0 || *count < most; (*count)++) {
        Found found = sre_run_search(run);
        if (found == RAISED) return false;
        if (found == ABSENT) break;
        if (!add_part(replacing, done, sre_run_index(run, run->start))) return false;
        if (!add_replacement(replacing)) return false;
        done = sre_run_index(run, run->stop);
        run->must_advance = run->stop == run->start;
        run->start = run->stop;
        sre_run_reset(run);
    }
    return add_part(replacing, done, run->endpos);
}

// Joins the parts by an empty text of the subject's kind.
static Object *join_parts(Replacing *replacing) {
    Vm *vm = replacing->run.vm;
    Object *joiner = sre_run_slice(&replacing->run, 0, 0);
    if (joiner == NULL || replacing->parts->count == 0) return joiner;
    Object *joined = NULL;
    if (!replacing->run.is_bytes) {
        joined = str_join(vm, (Str *)joiner, &replacing->parts->base);
    } else {
        Object *name = (Object *)str_new_interned(vm, "join", 4);
        if (name != NULL)
            joined = object_call_method(vm, joiner, (Str *)name, 1, &replacing->parts->base);
        object_drop_or_null(vm, name);
    }
    object_drop(vm, joiner);
    return joined;
}

bool sre_replace(Vm *vm, SrePattern *pattern, Object *replacement, Object *subject, int64_t most,
                 Object **result, int64_t *count) {
    Replacing replacing = {.pattern = pattern};
    if (!prepare_filter(vm, &replacing, replacement)) return false;
    *result = NULL;
    if (sre_run_start(vm, &replacing.run, pattern, subject, 0, INT64_MAX)) {
        replacing.parts = list_new(vm, 0);
        if (replacing.parts != NULL && replace_each(&replacing, most, count))
            *result = join_parts(&replacing);
        object_drop_or_null(vm, (Object *)replacing.parts);
        sre_run_done(&replacing.run);
    }
    object_drop(vm, replacing.filter);
    return *result != NULL;
}
