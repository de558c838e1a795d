// Which warnings are shown: filters, and registries of those that have been.

#include "modules/warnings.h"

#include <string.h>

#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

// --- the state ---

static void visit_state(Vm *vm, void *block, SlotVisit *visit, void *context) {
    WarningsState *state = block;
    visit(vm, NULL, &state->filters, context);
    visit(vm, NULL, &state->once_registry, context);
    visit(vm, NULL, &state->default_action, context);
}

static void drop_state(Vm *vm, void *block) {
    WarningsState *state = block;
    slot_clear(vm, NULL, &state->filters);
    slot_clear(vm, NULL, &state->once_registry);
    slot_clear(vm, NULL, &state->default_action);
}

static const StateDefinition warnings_state = {sizeof(WarningsState), visit_state, drop_state};

static bool add_filter(Vm *vm, List *filters, const char *action, ExceptionId category,
                       const char *module) {
    Object *none = vm->objects->none, *zero = int_new(vm, 0);
    Object *name = module == NULL ? object_share(none) : str_new_c(vm, module);
    Object *text = (Object *)str_new_interned(vm, action, strlen(action));
    Tuple *filter = NULL;
    if (zero != NULL && name != NULL && text != NULL)
        filter = tuple_pack(vm, 5, text, none, exception_type(vm, category), name, zero);
    object_drop_or_null(vm, zero);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, text);
    return filter != NULL && list_take_add(vm, filters, (Object *)filter);
}

static bool fill_state(Vm *vm, WarningsState *state) {
    List *filters = list_new(vm, 0);
    Dict *once = filters == NULL ? NULL : dict_new(vm);
    Object *action = once == NULL ? NULL : str_new_c(vm, "default");
    bool done = action != NULL &&
        add_filter(vm, filters, "default", EXCEPTION_DeprecationWarning, "__main__") &&
        add_filter(vm, filters, "ignore", EXCEPTION_DeprecationWarning, NULL) &&
        add_filter(vm, filters, "ignore", EXCEPTION_PendingDeprecationWarning, NULL) &&
        add_filter(vm, filters, "ignore", EXCEPTION_ImportWarning, NULL) &&
        add_filter(vm, filters, "ignore", EXCEPTION_ResourceWarning, NULL);
    if (done) {
        slot_set(vm, NULL, &state->filters, (Object *)filters);
        slot_set(vm, NULL, &state->once_registry, (Object *)once);
        slot_set(vm, NULL, &state->default_action, action);
    }
    object_drop_or_null(vm, (Object *)filters);
    object_drop_or_null(vm, (Object *)once);
    object_drop_or_null(vm, action);
    return done;
}

WarningsState *warnings_load_state(Vm *vm) {
    WarningsState *state = state_load(vm, &warnings_state);
    if (state == NULL || state->default_action.object != NULL) return state;
    return fill_state(vm, state) ? state : NULL;
}

Found warnings_find(Vm *vm, const char *name, enum WarningsImport import, Object **value) {
    Str *module_name = str_new_interned(vm, "warnings", 8), *attribute;
    Object *module = NULL;
    if (module_name == NULL) return RAISED;
    if (import == WARNINGS_IMPORTED && !modules_is_finalizing(vm)) {
        module = modules_load(vm, module_name);
        if (module == NULL) raised_clear_if(vm, exception_type(vm, EXCEPTION_ImportError));
    } else if (modules_get_table(vm) != NULL) {
        module = object_share_or_null(dict_get_str(vm, modules_get_table(vm), module_name));
    }
    object_drop(vm, &module_name->base);
    if (module == NULL) return raised(vm) ? RAISED : ABSENT;
    attribute = str_new_interned(vm, name, strlen(name));
    Found found = attribute == NULL ? RAISED : object_find_attribute(vm, module, attribute, value);
    object_drop_or_null(vm, (Object *)attribute);
    object_drop(vm, module);
    return found;
}

// --- filters ---

// Does the text fit what a filter has: None, a str that is equal, or a regular expression?
static Found fits_pattern(Vm *vm, Object *pattern, Object *text) {
    if (pattern == vm->objects->none) return FOUND;
    if (pattern->kind == KIND_STR)
        return str_is_equal((Str *)pattern, (Str *)text) ? FOUND : ABSENT;
    Str *name = str_new_interned(vm, "match", 5);
    Object *match = name == NULL ? NULL : object_call_method(vm, pattern, name, 1, text);
    object_drop_or_null(vm, (Object *)name);
    Found found = match == NULL ? RAISED : object_truth(vm, match);
    object_drop_or_null(vm, match);
    return found;
}

static Found fits_filter(Vm *vm, const Warning *warning, const Tuple *filter) {
    int64_t line;
    Found message = fits_pattern(vm, filter->items[1].object, warning->text);
    if (message == RAISED) return RAISED;
    Found module = fits_pattern(vm, filter->items[3].object, warning->module);
    if (module == RAISED) return RAISED;
    Found category = object_is_subclass(vm, warning->category, filter->items[2].object);
    if (category == RAISED ||
        !object_index(vm, filter->items[4].object, EXCEPTION_OverflowError, &line)) return RAISED;
    bool fits = message == FOUND && module == FOUND && category == FOUND &&
                (line == 0 || line == warning->line);
    return fits ? FOUND : ABSENT;
}

// The filters in force: those of the module warnings once it is imported.
static List *load_filters(Vm *vm, WarningsState *state) {
    Object *filters;
    Found found = warnings_find(vm, "filters", WARNINGS_AS_IMPORTED, &filters);
    if (found == RAISED) return NULL;
    if (found == FOUND) slot_take(vm, NULL, &state->filters, filters);
    filters = state->filters.object;
    if (filters == NULL || !object_is_list(vm, filters)) {
        raise(vm, ERROR_FILTERS_NO_LIST);
        return NULL;
    }
    return (List *)object_share(filters);
}

static Object *default_action(Vm *vm, WarningsState *state) {
    Object *action;
    Found found = warnings_find(vm, "defaultaction", WARNINGS_AS_IMPORTED, &action);
    if (found == RAISED) return NULL;
    if (found == ABSENT) return object_share(state->default_action.object);
    if (object_is_str(vm, action)) {
        slot_set(vm, NULL, &state->default_action, action);
        return action;
    }
    raise(vm, ERROR_DEFAULT_ACTION, "defaultaction", action);
    object_drop(vm, action);
    return NULL;
}

Object *warnings_new_action(Vm *vm, const Warning *warning, Object **item) {
    WarningsState *state = warnings_load_state(vm);
    List *filters = state == NULL ? NULL : load_filters(vm, state);
    Object *action = NULL;
    if (filters == NULL) return NULL;
    bool done = true;
    // The filters may change while they are gone through.
    for (int64_t i = 0; done && action == NULL && i < filters->count; i++) {
        Object *filter = object_share(filters->items[i].object);
        const Tuple *row = (const Tuple *)filter;
        if (!object_is_tuple(vm, filter) || row->count != 5) {
            done = raise_false(vm, ERROR_FILTER_NO_TUPLE, i);
        } else if (!object_is_str(vm, row->items[0].object)) {
            done = raise_false(vm, ERROR_FILTER_ACTION, row->items[0].object);
        } else {
            Found fits = fits_filter(vm, warning, row);
            done = fits != RAISED;
            if (fits == FOUND) {
                action = object_share(row->items[0].object);
                *item = object_share(filter);
            }
        }
        object_drop(vm, filter);
    }
    object_drop(vm, &filters->base);
    if (!done || action != NULL) return action;
    action = default_action(vm, state);
    if (action != NULL) *item = none_new(vm);
    return action;
}

// --- registries ---

// Empties a registry that was filled under other filters.
static bool refresh_registry(Vm *vm, Dict *registry, int64_t version, bool *is_fresh) {
    Str *name = str_new_interned(vm, "version", 7);
    Object *found = name == NULL ? NULL : dict_get_str(vm, registry, name);
    *is_fresh = found == NULL || found->kind != KIND_INT || int_get_value(found) != version;
    bool done = name != NULL;
    if (done && *is_fresh) {
        Object *number = int_new(vm, version);
        dict_empty(vm, registry);
        done = number != NULL && dict_set_str(vm, registry, name, number);
        object_drop_or_null(vm, number);
    }
    object_drop_or_null(vm, (Object *)name);
    return done;
}

Found warnings_was_given(Vm *vm, Dict *registry, Object *key, enum WarningsNote note) {
    const WarningsState *state = warnings_load_state(vm);
    bool is_fresh;
    Object *given;
    if (state == NULL || !refresh_registry(vm, registry, state->filters_version, &is_fresh))
        return RAISED;
    if (!is_fresh) {
        Found found = dict_find(vm, registry, key, &given);
        if (found == FOUND) {
            object_share(given);
            found = object_truth(vm, given);
            object_drop(vm, given);
        }
        if (found != ABSENT) return found;
    }
    if (note == WARNINGS_ASK || dict_set(vm, registry, key, vm->objects->true_)) return ABSENT;
    return RAISED;
}
