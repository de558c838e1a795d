// The module _datetime: what its types have in common, and how they come to be.

#include "modules/datetime.h"

#include "modules/constant.h"
#include "objects/dict.h"

#include <string.h>

static void state_visit(Vm *vm, void *block, SlotVisit *visit, void *context) {
    DateState *state = block;
    for (Slot *slot = &state->utc; slot <= &state->strptime; slot++)
        visit(vm, NULL, slot, context);
}

static void state_drop(Vm *vm, void *block) {
    DateState *state = block;
    for (Slot *slot = &state->utc; slot <= &state->strptime; slot++) slot_clear(vm, NULL, slot);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(DateState), .visit = state_visit, .done = state_drop,
};

DateState *date_state(Vm *vm) {
    return state_find(vm, &state_definition);
}

Object *date_import(Vm *vm, Slot *kept, const char *module, const char *name) {
    if (kept->object != NULL) return kept->object;
    Str *module_name = str_new_interned(vm, module, strlen(module));
    Str *key = str_new_interned(vm, name, strlen(name));
    Object *loaded = NULL, *value = NULL;
    if (module_name != NULL && key != NULL) loaded = modules_load(vm, module_name);
    if (loaded != NULL) value = object_load_attribute(vm, loaded, key);
    if (value != NULL) slot_take(vm, NULL, kept, value);
    object_drop_or_null(vm, (Object *)module_name);
    object_drop_or_null(vm, (Object *)key);
    object_drop_or_null(vm, loaded);
    return value;
}

// --- arguments ---

// The argument of a name that was given by its name. NULL: there is none.
static Object *find_keyword(const Arguments *arguments, const char *name) {
    int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
    for (int64_t i = 0; i < named; i++)
        if (str_is((const Str *)arguments->names->items[i].object, name))
            return arguments->values[arguments->count + i].object;
    return NULL;
}

static bool check_keywords(Vm *vm, const Arguments *arguments, const DateParameters *parameters) {
    int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
    for (int64_t i = 0; i < named; i++) {
        const Str *key = (const Str *)arguments->names->items[i].object;
        int j = 0;
        while (j < parameters->count && !str_is(key, parameters->names[j])) j++;
        if (j == parameters->count) return raise_false(vm, ERROR_FUNCTION_KEYWORD, key);
    }
    return true;
}

bool date_read_arguments(Vm *vm, const Arguments *arguments, const DateParameters *parameters,
                         int *const *fields, Object **other) {
    int64_t named = arguments->names == NULL ? 0 : arguments->names->count;
    int64_t given = arguments->count + named;
    int count = parameters->count, positional = parameters->positional;
    if (given > count)
        return raise_false(vm, ERROR_FUNCTION_MANY, count, "", count == 1 ? "" : "s", given);
    if (arguments->count > positional)
        return raise_false(vm, ERROR_FUNCTION_MANY, positional, " positional",
                           positional == 1 ? "" : "s", arguments->count);
    for (int i = 0; i < count; i++) {
        Object *keyword = find_keyword(arguments, parameters->names[i]);
        Object *value = i < arguments->count ? arguments->values[i].object : keyword;
        if (i < arguments->count && keyword != NULL)
            return raise_false(vm, ERROR_FUNCTION_TWICE, parameters->names[i], i + 1);
        if (value == NULL && i < parameters->required)
            return raise_false(vm, ERROR_FUNCTION_MISSING, parameters->names[i], i + 1);
        if (value == NULL) continue;
        if (fields[i] == NULL) *other = value;
        else if (!date_read_int(vm, value, fields[i])) return false;
    }
    return check_keywords(vm, arguments, parameters);
}

bool date_read_int(Vm *vm, Object *value, int *number) {
    return value == NULL || argument_process(vm, value, number);
}

// --- the module ---

// Sets an attribute of a type, which programs can't. Consumes the value; NULL: raised.
static bool take_set(Vm *vm, Type *type, const char *name, Object *value) {
    bool done = value != NULL && dict_set_c(vm, (Dict *)type->dict.object, name, value);
    object_drop_or_null(vm, value);
    return done;
}

static const DateFields first_day = {1, 1, 1}, last_day = {9999, 12, 31};
static const ClockFields first_clock = {0, 0, 0, 0, 0}, last_clock = {23, 59, 59, 999999, 0};

static bool add_limits(Vm *vm, const DateState *state) {
    Type *date = state->date, *delta = state->delta, *time = state->time;
    Type *moment = state->datetime;
    return take_set(vm, delta, "min", delta_new_of(vm, delta, -DATE_DAYS_MAX, 0, 0)) &&
           take_set(vm, delta, "max", delta_new_of(vm, delta, DATE_DAYS_MAX, DATE_DAY_SECONDS - 1,
                                                   DATE_SECOND_PARTS - 1)) &&
           take_set(vm, delta, "resolution", delta_new(vm, 1)) &&
           take_set(vm, date, "min", date_new(vm, &first_day)) &&
           take_set(vm, date, "max", date_new(vm, &last_day)) &&
           take_set(vm, date, "resolution", delta_new_of(vm, delta, 1, 0, 0)) &&
           take_set(vm, time, "min", date_new_clock(vm, time, &first_clock, NULL)) &&
           take_set(vm, time, "max", date_new_clock(vm, time, &last_clock, NULL)) &&
           take_set(vm, time, "resolution", delta_new(vm, 1)) &&
           take_set(vm, moment, "min",
                    date_new_moment(vm, moment, &first_day, &first_clock, NULL)) &&
           take_set(vm, moment, "max",
                    date_new_moment(vm, moment, &last_day, &last_clock, NULL)) &&
           take_set(vm, moment, "resolution", delta_new(vm, 1));
}

// timezone(timedelta of so many minutes)
static Object *zone_of_minutes(Vm *vm, int minutes) {
    Object *offset = delta_new(vm, (__int128)minutes * 60 * DATE_SECOND_PARTS);
    Object *zone = offset == NULL ? NULL : date_new_zone(vm, offset, NULL);
    object_drop_or_null(vm, offset);
    return zone;
}

enum { ZONE_MINUTES_MAX = 23 * 60 + 59 };

static bool add_zones(Vm *vm, DateState *state) {
    if (state->utc.object == NULL) {
        Object *utc = zone_of_minutes(vm, 0);
        if (utc == NULL) return false;
        slot_fill(vm, NULL, &state->utc, utc);
    }
    return take_set(vm, state->zone, "utc", object_share(state->utc.object)) &&
           take_set(vm, state->zone, "min", zone_of_minutes(vm, -ZONE_MINUTES_MAX)) &&
           take_set(vm, state->zone, "max", zone_of_minutes(vm, ZONE_MINUTES_MAX));
}

// A type over another of these, made once a machine.
static Type *load_type(Vm *vm, Type **kept, const TypeDefinition *definition, Type *base) {
    if (*kept == NULL) *kept = type_register(vm, definition, base);
    return *kept;
}

static bool make_types(Vm *vm, DateState *state) {
    return load_type(vm, &state->delta, &date_delta_definition, NULL) != NULL &&
           load_type(vm, &state->zone_base, &date_zone_base_definition, NULL) != NULL &&
           load_type(vm, &state->zone, &date_zone_definition, state->zone_base) != NULL &&
           load_type(vm, &state->date, &date_date_definition, NULL) != NULL &&
           load_type(vm, &state->time, &date_time_definition, NULL) != NULL &&
           load_type(vm, &state->datetime, &date_moment_definition, state->date) != NULL &&
           load_type(vm, &state->week, &date_week_definition, NULL) != NULL;
}

static const Constant constants[] = {
    CONSTANT_OF(MINYEAR, DATE_YEAR_MIN) CONSTANT_OF(MAXYEAR, DATE_YEAR_MAX)
};

bool datetime_module_start(Vm *vm, Module *module) {
    DateState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    bool is_new = state->week == NULL;
    return make_types(vm, state) && (!is_new || (add_zones(vm, state) && add_limits(vm, state))) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           module_set(vm, module, "date", &state->date->base) &&
           module_set(vm, module, "datetime", &state->datetime->base) &&
           module_set(vm, module, "time", &state->time->base) &&
           module_set(vm, module, "timedelta", &state->delta->base) &&
           module_set(vm, module, "timezone", &state->zone->base) &&
           module_set(vm, module, "tzinfo", &state->zone_base->base) &&
           module_set(vm, module, "UTC", state->utc.object) &&
           module_set_doc(vm, module, "Dates and times.");
}
