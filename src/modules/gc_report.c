// Collections as the program hears of them.

#include "base/world.h"
#include "memory/cycles.h"
#include "modules/gc.h"
#include "modules/modules.h"
#include "modules/sys.h"
#include "objects/str.h"

#include <stdio.h>

typedef struct GcState {
    Slot garbage, callbacks;   // Lists, or empty
    int64_t began;             // of the running collection, on the clock of performance
} GcState;

static void gc_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    GcState *gc = state;
    visit(vm, NULL, &gc->garbage, context);
    visit(vm, NULL, &gc->callbacks, context);
}

static void gc_done(Vm *vm, void *state) {
    GcState *gc = state;
    slot_clear(vm, NULL, &gc->garbage);
    slot_clear(vm, NULL, &gc->callbacks);
}

static const StateDefinition gc_state = {sizeof(GcState), gc_visit, gc_done};

static List *load_list(Vm *vm, size_t offset) {
    char *state = state_load(vm, &gc_state);
    if (state == NULL) return NULL;
    Slot *slot = (Slot *)(void *)(state + offset);
    if (slot->object == NULL) slot_fill(vm, NULL, slot, (Object *)list_new(vm, 0));
    return (List *)slot->object;
}

List *gc_load_garbage(Vm *vm) { return load_list(vm, offsetof(GcState, garbage)); }
List *gc_load_callbacks(Vm *vm) { return load_list(vm, offsetof(GcState, callbacks)); }

bool gc_is_unheard(Vm *vm) {
    const GcState *state = state_find(vm, &gc_state);
    const Object *callbacks = state == NULL ? NULL : state->callbacks.object;
    const Object *garbage = state == NULL ? NULL : state->garbage.object;
    return heap_of(vm)->collector->debug == 0 &&
           (callbacks == NULL || ((const List *)callbacks)->count == 0) &&
           (garbage == NULL || ((const List *)garbage)->count == 0);
}

void gc_forget_callbacks(Vm *vm) {
    GcState *state = state_find(vm, &gc_state);
    if (state != NULL) slot_clear(vm, NULL, &state->callbacks);
}

// --- what the debug flags ask for ---

static bool count_tracked(Vm *vm, Object *object, void *context) {
    (void)vm, (void)object;
    ++*(int64_t *)context;
    return true;
}

static void tell_start(Vm *vm, GcState *state, int generation) {
    sys_write_error(vm, "gc: collecting generation %d...\ngc: objects in each generation:",
                    generation);
    for (int i = 0; i < GENERATIONS; i++) {
        int64_t count = 0;
        cycles_each_tracked(vm, i, count_tracked, &count);
        sys_write_error(vm, " %ld", count);
    }
    sys_write_error(vm, "\ngc: objects in permanent generation: %ld\n", cycles_frozen_count(vm));
    state->began = world_clock(vm->world, WORLD_CLOCK_MONOTONIC);
}

static void tell_stop(Vm *vm, const GcState *state, int64_t collected, int64_t uncollectable) {
    int64_t took = world_clock(vm->world, WORLD_CLOCK_MONOTONIC) - state->began;
    char seconds[32];
    snprintf(seconds, sizeof seconds, "%.4f", (double)took / 1e9);
    sys_write_error(vm, "gc: done, %ld unreachable, %ld uncollectable, %ss elapsed\n",
                    collected + uncollectable, uncollectable, seconds);
}

void gc_note(Vm *vm, const char *message, Object *object) {
    sys_write_error(vm, "gc: %s <%s 0x%lx>\n", message, object_type_name(vm, object),
                    object_address(vm, object));
}

void gc_save_garbage(Vm *vm, Object *object) {
    List *garbage = gc_load_garbage(vm);
    if (garbage == NULL || !list_add(vm, garbage, object)) raised_clear(vm);
}

// --- gc.callbacks ---

static bool add_figure(Vm *vm, Dict *info, const char *name, int64_t value) {
    Object *figure = int_new(vm, value);
    bool done = figure != NULL && dict_set_c(vm, info, name, figure);
    object_drop_or_null(vm, figure);
    return done;
}

static Dict *info_new(Vm *vm, int generation, int64_t collected, int64_t uncollectable) {
    Dict *info = dict_new(vm);
    if (info == NULL) return NULL;
    if (add_figure(vm, info, "generation", generation) &&
        add_figure(vm, info, "collected", collected) &&
        add_figure(vm, info, "uncollectable", uncollectable)) return info;
    object_drop(vm, (Object *)info);
    return NULL;
}

static void call_all(Vm *vm, List *callbacks, const char *phase, Dict *info) {
    Object *text = info == NULL ? NULL : str_new_c(vm, phase);
    if (text == NULL) raised_report_unraisable(vm, NULL, NULL);
    for (int64_t i = 0; text != NULL && i < callbacks->count; i++) {
        Object *callback = object_share(callbacks->items[i].object);
        Object *result = object_call_with(vm, callback, 2, text, info);
        if (result == NULL) raised_report_unraisable(vm, NULL, callback);
        object_drop_or_null(vm, result);
        object_drop(vm, callback);
    }
    object_drop_or_null(vm, text);
}

static void call_callbacks(Vm *vm, GcState *state, const char *phase, int generation,
                           int64_t collected, int64_t uncollectable) {
    List *callbacks = (List *)state->callbacks.object;
    if (callbacks == NULL || callbacks->count == 0) return;
    object_share(&callbacks->base);
    Object *aside = raised_take(vm);
    Dict *info = info_new(vm, generation, collected, uncollectable);
    call_all(vm, callbacks, phase, info);
    object_drop_or_null(vm, (Object *)info);
    raised_restore(vm, aside);
    object_drop(vm, &callbacks->base);
}

void gc_collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                   int64_t uncollectable) {
    if (vm->objects == NULL) return;
    GcState *state = state_find(vm, &gc_state);
    if (state == NULL) return;
    bool tells = (heap_of(vm)->collector->debug & DEBUG_STATS) != 0 &&
                 !modules_is_finalizing(vm);
    bool starts = phase[2] == 'a';   // of "start"; "stop" is the other
    if (tells && !starts) tell_stop(vm, state, collected, uncollectable);
    call_callbacks(vm, state, phase, generation, collected, uncollectable);
    if (tells && starts) tell_start(vm, state, generation);
}
