// _sre.SRE_Scanner: finds one match after the other; what finditer() goes through.

#include "modules/sre.h"

static const Field scanner_fields[] = {
    {"string", offsetof(SreScanner, subject)},
    {"pattern", offsetof(SreScanner, pattern)},
    {0},
};

static void scanner_finish(Vm *vm, Object *object) {
    SreScanner *scanner = (SreScanner *)object;
    if (!scanner->is_started) return;
    scanner->is_started = false;
    // The slot held the view's reference to its object.
    if (scanner->run.is_bytes)
        scanner->run.view.object = slot_detach(vm, object, &scanner->subject);
    sre_run_done(&scanner->run);
}

Object *sre_scanner_new(Vm *vm, SrePattern *pattern, Object *subject, int64_t pos,
                        int64_t endpos) {
    uint32_t kind = pattern->state->scanner_type->kind;
    SreScanner *scanner = (SreScanner *)object_new(vm, kind, sizeof(SreScanner));
    if (scanner == NULL) return NULL;
    slots_init(&scanner->pattern, 2);
    scanner->is_running = scanner->is_over = scanner->is_started = false;
    if (!sre_run_start(vm, &scanner->run, pattern, subject, pos, endpos)) {
        object_drop(vm, &scanner->base);
        return NULL;
    }
    scanner->is_started = true;
    Object *held = scanner->run.is_bytes ? scanner->run.view.object : object_share(subject);
    scanner->run.view.object = NULL;
    slot_fill(vm, &scanner->base, &scanner->subject, held);
    slot_fill(vm, &scanner->base, &scanner->pattern, object_share(&pattern->base));
    object_track(vm, &scanner->base);
    return &scanner->base;
}

// The next match, found by `find`; None when there are no more.
static Object *scan(Vm *vm, SreScanner *scanner, Found (*find)(SreRun *run)) {
    SreRun *run = &scanner->run;
    if (scanner->is_running) return raise(vm, ERROR_SRE_SCANNER_BUSY);
    if (scanner->is_over || !scanner->is_started) return none_new(vm);
    scanner->is_running = true;
    sre_run_reset(run);
    Found found = find(run);
    Object *match = NULL;
    if (found == ABSENT) match = none_new(vm);
    if (found == FOUND) match = sre_match_new(vm, (SrePattern *)scanner->pattern.object, run);
    scanner->is_running = false;
    scanner->is_over = found == ABSENT;
    if (found == FOUND) {
        run->must_advance = run->stop == run->start;
        run->start = run->stop;
    }
    return match;
}

static Object *scanner_method_match(Vm *vm, const Slot *arguments) {
    return scan(vm, (SreScanner *)arguments[0].object, sre_run_match);
}

static Object *scanner_method_search(Vm *vm, const Slot *arguments) {
    return scan(vm, (SreScanner *)arguments[0].object, sre_run_search);
}

static const Method scanner_methods[] = {
    METHOD(scanner, match, "(self, /)", "The match right where the last one ended, or None."),
    METHOD(scanner, search, "(self, /)", "The next match, or None."),
    {0},
};

static const Member scanner_members[] = {
    {"pattern", offsetof(SreScanner, pattern), MEMBER_READ_ONLY, "What is searched for."},
    {0},
};

const TypeDefinition sre_scanner_definition = {
    .name = "_sre.SRE_Scanner",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(SreScanner),
    .python_bytes = 240,
    .layout = {
        .name = "_sre.SRE_Scanner",
        .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS,
        .fields = scanner_fields,
        .clear = scanner_finish,
        .finish = scanner_finish,
    },
    .methods = scanner_methods,
    .members = scanner_members,
};
