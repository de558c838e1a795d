// The end of a program, and of the modules: each step in CPython's order, because
// finalisers that run on the way can see it.

#include <string.h>

#include "modules/abc.h"
#include "modules/atexit.h"
#include "modules/gc.h"
#include "modules/io.h"
#include "modules/modules.h"
#include "modules/sys.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/weakref.h"
#include "runtime/generator.h"
#include "runtime/threads.h"

enum { FLUSH_FAILED_STATUS = 120 };

// --- the end of the program ---

static bool is_closed(Vm *vm, Object *file) {
    Str *name = str_new_interned(vm, "closed", 6);
    Object *closed;
    Found found = name == NULL ? RAISED : object_find_attribute(vm, file, name, &closed);
    object_drop_or_null(vm, (Object *)name);
    Found truth = found == FOUND ? object_truth(vm, closed) : ABSENT;
    if (found == FOUND) object_drop(vm, closed);
    raised_clear(vm);
    return truth == FOUND;
}

static bool flush(Vm *vm, const char *name) {
    Object *file;
    if (runtime_find_sys(vm, name, &file) != FOUND) {
        raised_clear(vm);
        return true;
    }
    bool done = true;
    if (file != vm->objects->none && !is_closed(vm, file)) {
        Object *result = object_call_method(vm, file, vm->objects->names.flush, 0);
        done = result != NULL;
        object_drop_or_null(vm, result);
    }
    if (!done && strcmp(name, "stdout") == 0) raised_report_unraisable(vm, NULL, file);
    raised_clear(vm);
    object_drop(vm, file);
    return done;
}

bool modules_end_output(Vm *vm) {
    Object *aside = raised_take(vm);
    bool has_output = flush(vm, "stdout"), has_errors = flush(vm, "stderr");
    raised_restore(vm, aside);
    return has_output && has_errors;
}

// threading._shutdown(), where the program has imported threading.
static void wait_for_threads(Vm *vm) {
    Str *name = str_new_interned(vm, "threading", 9);
    Str *function = str_new_interned(vm, "_shutdown", 9);
    Object *threading = NULL;
    if (name != NULL && function != NULL)
        threading = dict_get_str(vm, modules_get_table(vm), name);
    if (threading != NULL) {
        object_share(threading);
        Object *result = object_call_method(vm, threading, function, 0);
        if (result == NULL) raised_report_unraisable(vm, NULL, threading);
        object_drop_or_null(vm, result);
        object_drop(vm, threading);
    }
    raised_clear(vm);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, (Object *)function);
}

int modules_end(Vm *vm, int status) {
    raised_clear(vm);
    wait_for_threads(vm);
    atexit_call(vm);
    modules_set_finalizing(vm);
    threads_abandon(vm);
    return modules_end_output(vm) ? status : FLUSH_FAILED_STATUS;
}

// --- the end of the modules ---

// Sets the names of a module to None: first those with one underscore, then the others
// but __builtins__, as CPython clears a module that is still in use.
static void clear_names(Vm *vm, Dict *dict) {
    for (int pass = 0; pass < 2; pass++) {
        int64_t position = 0;
        Object *key, *value;
        while (dict_next(dict, &position, &key, &value)) {
            if (value == vm->objects->none || !object_is_str(vm, key)) continue;
            const Str *name = (const Str *)key;
            bool is_private = name->length > 0 && str_get_char(name, 0) == '_' &&
                              !(name->length > 1 && str_get_char(name, 1) == '_');
            bool is_kept = pass == 1 && str_is(name, "__builtins__");
            if ((pass == 0 && !is_private) || is_kept) continue;
            if (!dict_set(vm, dict, key, vm->objects->none)) raised_clear(vm);
        }
    }
}

// Sets each entry of sys.modules to None, in order, and notes its module weakly: what only
// sys.modules holds dies here.
static void drop_modules(Vm *vm, Dict *table, List *weak) {
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(table, &position, &key, &value)) {
        if (!object_has_type(vm, value, type_of_kind(vm, KIND_MODULE))) continue;
        Object *reference = weakref_new(vm, value, NULL);
        if (reference == NULL || !list_take_add(vm, weak, reference)) raised_clear(vm);
        if (!dict_set(vm, table, key, vm->objects->none)) raised_clear(vm);
    }
}

// Empties what is still alive, the last imported first.
static void clear_modules(Vm *vm, const List *weak, const Dict *kept) {
    for (int64_t i = weak->count; i-- > 0;) {
        Object *module = weakref_get((const WeakReference *)weak->items[i].object);
        if (module == NULL) continue;
        Dict *dict = module_get_dict((Module *)module);
        if (dict == NULL || dict == kept || dict == (Dict *)runtime_of(vm)->builtins.object)
            continue;
        object_share(module);
        clear_names(vm, dict);
        object_drop(vm, module);
    }
}

void modules_done(Vm *vm) {
    Dict *table = modules_get_table(vm);
    List *weak = list_new(vm, 0);
    if (table == NULL || weak == NULL) {
        raised_clear(vm);
        return;
    }
    Object *sys = dict_get_str(vm, table, vm->objects->names.sys);
    object_share_or_null(sys);
    if (heap_of(vm)->collector_enabled) heap_collect(vm, GENERATIONS - 1);
    gc_forget_callbacks(vm);
    sys_forget_names(vm);
    drop_modules(vm, table, weak);
    dict_empty(vm, table);
    modules_restore_builtins(vm);
    heap_collect(vm, GENERATIONS - 1);
    bool is_whole = sys != NULL && sys->kind == KIND_MODULE;
    Dict *sys_dict = is_whole ? module_get_dict((Module *)sys) : NULL;
    clear_modules(vm, weak, sys_dict);
    object_drop(vm, &weak->base);
    if (sys_dict != NULL) clear_names(vm, sys_dict);
    object_drop_or_null(vm, sys);
    if (runtime_of(vm)->builtins.object != NULL)
        clear_names(vm, (Dict *)runtime_of(vm)->builtins.object);
    raised_clear(vm);
    heap_collect(vm, GENERATIONS - 1);
}

// --- is there anything to see? ---

static bool is_generator_kind(uint32_t kind) {
    return kind == KIND_GENERATOR || kind == KIND_COROUTINE || kind == KIND_ASYNC_GENERATOR;
}

static bool has_seen_finalizer(Vm *vm, Object *object) {
    if ((object_type(vm, object)->flags & TYPE_HAS_FINALIZER) == 0) return false;
    if (object_is_finalized(vm, object)) return false;
    if (is_generator_kind(object->kind))
        return ((const Generator *)object)->state != GENERATOR_FINISHED;
    return !io_end_is_unseen(vm, object);
}

static bool has_seen_callback(const Object *object) {
    const WeakReference *reference = (const WeakReference *)object;
    return reference->target != NULL && reference->callback.object != NULL &&
           !abc_is_own_callback(reference->callback.object);
}

static void look_for_seen(Vm *vm, Object *object, void *context) {
    bool *is_seen = context;
    const Kind *kind = object_kind(vm, object);
    if (UNLIKELY((kind->flags & KIND_FINALIZES) != 0) && has_seen_finalizer(vm, object))
        *is_seen = true;
    if (UNLIKELY((kind->layout_flags & LAYOUT_IS_WEAK_REFERENCE) != 0) &&
        has_seen_callback(object))
        *is_seen = true;
}

bool modules_end_is_unseen(Vm *vm) {
    bool is_seen = !gc_is_unheard(vm) || vm->objects->audit_hooks.object != NULL;
    if (!is_seen) heap_each(vm, look_for_seen, &is_seen);
    return !is_seen;
}
