// The module gc: the cycle collector as programs see it.

#include "memory/cycles.h"
#include "modules/argument.h"
#include "modules/gc.h"
#include "modules/io.h"
#include "modules/modules.h"
#include "objects/audit.h"
#include "objects/str.h"
#include "objects/tuple.h"

#define GC(name) static Object *gc_function_##name(Vm *vm, const Slot *arguments)

static bool take_generation(Vm *vm, Object *object, int64_t otherwise, int64_t *generation) {
    *generation = otherwise;
    if (object == NULL) return true;
    int number;
    if (!argument_int(vm, object, &number)) return false;
    *generation = number;
    if (*generation >= 0 && *generation < GENERATIONS) return true;
    return raise_false(vm, ERROR_GENERATION);
}

GC(collect) {
    int64_t generation;
    if (!take_generation(vm, arguments[0].object, GENERATIONS - 1, &generation)) return NULL;
    return int_new(vm, heap_collect(vm, (int)generation));
}

GC(enable) {
    (void)arguments;
    heap_of(vm)->collector_enabled = true;
    return none_new(vm);
}

GC(disable) {
    (void)arguments;
    heap_of(vm)->collector_enabled = false;
    return none_new(vm);
}

GC(isenabled) {
    (void)arguments;
    return bool_new(vm, heap_of(vm)->collector_enabled);
}

static Object *triple(Vm *vm, int64_t first, int64_t second, int64_t third) {
    Object *a = int_new(vm, first), *b = int_new(vm, second), *c = int_new(vm, third);
    Object *result = a != NULL && b != NULL && c != NULL ? (Object *)tuple_pack(vm, 3, a, b, c)
                                                         : NULL;
    object_drop_or_null(vm, a);
    object_drop_or_null(vm, b);
    object_drop_or_null(vm, c);
    return result;
}

GC(get_count) {
    (void)arguments;
    const Generation *generations = heap_of(vm)->generations;
    return triple(vm, generations[0].count, generations[1].count, generations[2].count);
}

GC(get_threshold) {
    (void)arguments;
    const Generation *generations = heap_of(vm)->generations;
    return triple(vm, generations[0].threshold, generations[1].threshold,
                  generations[2].threshold);
}

GC(set_threshold) {
    int64_t values[GENERATIONS];
    for (int i = 0; i < GENERATIONS; i++) {
        values[i] = heap_of(vm)->generations[i].threshold;
        if (arguments[i].object != NULL &&
            !object_index(vm, arguments[i].object, EXCEPTION_OverflowError, &values[i]))
            return NULL;
    }
    for (int i = 0; i < GENERATIONS; i++) heap_of(vm)->generations[i].threshold = values[i];
    return none_new(vm);
}

GC(set_debug) {
    int flags;
    if (!argument_int(vm, arguments[0].object, &flags)) return NULL;
    heap_of(vm)->collector->debug = (uint32_t)flags;
    return none_new(vm);
}

GC(get_debug) {
    (void)arguments;
    return int_new(vm, heap_of(vm)->collector->debug);
}

GC(is_tracked) { return bool_new(vm, object_is_tracked(vm, arguments[0].object)); }

GC(is_finalized) {
    const Object *object = arguments[0].object;
    bool is_collected = object_layout(vm, object)->flags & LAYOUT_COLLECTED;
    return bool_new(vm, is_collected && object_is_finalized(vm, object));
}

GC(freeze) {
    (void)arguments;
    cycles_freeze(vm);
    return none_new(vm);
}

GC(unfreeze) {
    (void)arguments;
    cycles_unfreeze(vm);
    return none_new(vm);
}

GC(get_freeze_count) {
    (void)arguments;
    return int_new(vm, cycles_frozen_count(vm));
}

// --- which objects ---

typedef struct Gathering {   // of objects, in two passes: the walk must not allocate
    List *list;              // borrows
    int64_t count;
    const Tuple *wanted;     // get_referrers: who holds one of these
    bool holds;
} Gathering;

static bool count_tracked(Vm *vm, Object *object, void *context) {
    (void)vm, (void)object;
    ((Gathering *)context)->count++;
    return true;
}

static bool add_tracked(Vm *vm, Object *object, void *context) {
    Gathering *gathering = context;
    List *list = gathering->list;
    if (object == &list->base || list->count == list->capacity) return true;
    slot_fill(vm, &list->base, &list->items[list->count], object_share(object));
    list->count++;
    return true;
}

GC(get_objects) {
    int64_t generation = -1;
    Object *given = arguments[0].object;
    if (!io_read_size(vm, given, &generation)) return NULL;
    if (!audit(vm, "gc.get_objects", 1, given != NULL ? given : vm->objects->none)) return NULL;
    if (generation >= GENERATIONS)
        return raise(vm, ERROR_GENERATION_COUNT, (int64_t)GENERATIONS);
    if (generation < -1) return raise(vm, ERROR_GENERATION_NEGATIVE);
    Gathering gathering = {0};
    cycles_each_tracked(vm, (int)generation, count_tracked, &gathering);
    gathering.list = list_new(vm, gathering.count + 8);
    if (gathering.list == NULL) return NULL;
    cycles_each_tracked(vm, (int)generation, add_tracked, &gathering);
    return &gathering.list->base;
}

static void look_for(Vm *vm, Object *owner, Slot *slot, void *context) {
    Gathering *gathering = context;
    (void)vm, (void)owner;
    for (int64_t i = 0; i < gathering->wanted->count && slot->object != NULL; i++)
        if (gathering->wanted->items[i].object == slot->object) gathering->holds = true;
}

static bool count_referrer(Vm *vm, Object *object, void *context) {
    Gathering *gathering = context;
    gathering->holds = false;
    if (object != (Object *)(uintptr_t)gathering->wanted &&
        (gathering->list == NULL || object != &gathering->list->base))
        object_visit(vm, object, look_for, gathering);
    if (gathering->holds && gathering->list == NULL) gathering->count++;
    return gathering->holds && gathering->list != NULL ? add_tracked(vm, object, gathering) : true;
}

GC(get_referrers) {
    Gathering gathering = {.wanted = (const Tuple *)arguments[0].object};
    if (!audit(vm, "gc.get_referrers", 1, gathering.wanted)) return NULL;
    cycles_each_tracked(vm, -1, count_referrer, &gathering);
    gathering.list = list_new(vm, gathering.count + 8);
    if (gathering.list == NULL) return NULL;
    cycles_each_tracked(vm, -1, count_referrer, &gathering);
    return &gathering.list->base;
}

// CPython's collector takes no notice of the keys of a dict when all of them are texts.
static bool has_other_keys(Vm *vm, Dict *dict) {
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(dict, &position, &key, &value))
        if (object_type(vm, key) != type_of_kind(vm, KIND_STR)) return true;
    return false;
}

static void add_referent(Vm *vm, Object *owner, Slot *slot, void *context) {
    Gathering *gathering = context;
    (void)owner;
    if (slot->object == NULL || raised(vm)) return;
    if (!list_add(vm, gathering->list, slot->object)) gathering->holds = true;
}

static void add_referents_of_dict(Vm *vm, Dict *dict, List *list) {
    bool has_keys = has_other_keys(vm, dict);
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(dict, &position, &key, &value))
        if (!list_add(vm, list, value) || (has_keys && !list_add(vm, list, key))) return;
}

// In the order that CPython visits them in.
static void add_referents(Vm *vm, Object *object, Gathering *gathering) {
    List *list = gathering->list;
    int64_t first = list->count;
    if (object->kind == KIND_DICT) {
        add_referents_of_dict(vm, (Dict *)object, list);
        return;
    }
    object_visit(vm, object, add_referent, gathering);
    if (object->kind != KIND_LIST && object->kind != KIND_TUPLE) return;
    for (int64_t last = list->count - 1; first < last; first++, last--)
        slots_exchange(vm, &list->base, &list->items[first], &list->items[last]);
}

GC(get_referents) {
    const Tuple *given = (const Tuple *)arguments[0].object;
    if (!audit(vm, "gc.get_referents", 1, given)) return NULL;
    Gathering gathering = {.list = list_new(vm, 0)};
    if (gathering.list == NULL) return NULL;
    for (int64_t i = 0; i < given->count; i++) {
        Object *object = given->items[i].object;
        uint32_t flags = object_layout(vm, object)->flags;
        bool is_static = (flags & LAYOUT_MAY_BE_STATIC) != 0 && !object_is_tracked(vm, object);
        if ((flags & LAYOUT_COLLECTED) != 0 && !is_static)
            add_referents(vm, object, &gathering);
    }
    if (!raised(vm)) return &gathering.list->base;
    object_drop(vm, &gathering.list->base);
    return NULL;
}

static bool set_figure(Vm *vm, Dict *dict, const char *name, int64_t value) {
    Object *figure = int_new(vm, value);
    bool done = figure != NULL && dict_set_c(vm, dict, name, figure);
    object_drop_or_null(vm, figure);
    return done;
}

GC(get_stats) {
    (void)arguments;
    List *list = list_new(vm, 0);
    bool done = list != NULL;
    for (int i = 0; done && i < GENERATIONS; i++) {
        const Generation *generation = &heap_of(vm)->generations[i];
        Dict *dict = dict_new(vm);
        done = dict != NULL && set_figure(vm, dict, "collections", generation->collections) &&
               set_figure(vm, dict, "collected", generation->collected) &&
               set_figure(vm, dict, "uncollectable", generation->uncollectable) &&
               list_add(vm, list, (Object *)dict);
        object_drop_or_null(vm, (Object *)dict);
    }
    if (done) return &list->base;
    object_drop_or_null(vm, (Object *)list);
    return NULL;
}

static const Method functions[] = {
    FUNCTION(gc, collect, "(generation=2)", "Collect now; the number of unreachable objects."),
    FUNCTION(gc, enable, "()", "Let collections happen by themselves."),
    FUNCTION(gc, disable, "()", "Stop collections from happening by themselves."),
    FUNCTION(gc, isenabled, "()", "Do collections happen by themselves?"),
    FUNCTION(gc, get_count, "()", "The counts that the thresholds are compared with."),
    FUNCTION(gc, get_threshold, "()", "When each generation is collected."),
    FUNCTION(gc, set_threshold,
             "(threshold0, threshold1=<unrepresentable>, threshold2=<unrepresentable>, /)",
             "Set when each generation is collected."),
    FUNCTION(gc, set_debug, "(flags, /)", "Set what the collector reports."),
    FUNCTION(gc, get_debug, "()", "What the collector reports."),
    FUNCTION(gc, is_tracked, "(obj, /)", "Does the collector watch the object?"),
    FUNCTION(gc, is_finalized, "(obj, /)", "Has its finaliser run already?"),
    FUNCTION(gc, freeze, "()", "Leave all objects of now out of future collections."),
    FUNCTION(gc, unfreeze, "()", "Take frozen objects into the oldest generation."),
    FUNCTION(gc, get_freeze_count, "()", "How many objects are frozen."),
    FUNCTION(gc, get_objects, "(generation=None)", "The objects that the collector watches."),
    FUNCTION(gc, get_referrers, "(*objs)", "Who refers directly to one of the objects."),
    FUNCTION(gc, get_referents, "(*objs)", "What the objects refer to directly."),
    FUNCTION(gc, get_stats, "()", "Figures on the collections of each generation."),
    {0},
};

bool gc_module_start(Vm *vm, Module *module) {
    static const struct { const char *name; int value; } constants[] = {
        {"DEBUG_STATS", DEBUG_STATS}, {"DEBUG_COLLECTABLE", DEBUG_COLLECTABLE},
        {"DEBUG_UNCOLLECTABLE", DEBUG_UNCOLLECTABLE}, {"DEBUG_SAVEALL", DEBUG_SAVEALL},
        {"DEBUG_LEAK", DEBUG_LEAK},
    };
    bool done = module_add_functions(vm, module, functions);
    for (size_t i = 0; done && i < ARRAY_COUNT(constants); i++) {
        Object *value = int_new(vm, constants[i].value);
        done = value != NULL && module_take_set(vm, module, constants[i].name, value);
    }
    List *garbage = gc_load_garbage(vm), *callbacks = gc_load_callbacks(vm);
    return done && garbage != NULL && callbacks != NULL &&
           module_set(vm, module, "garbage", &garbage->base) &&
           module_set(vm, module, "callbacks", &callbacks->base);
}
