// datetime.tzinfo and datetime.timezone, and what zones of programs are asked.

#include "modules/datetime.h"

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/instance.h"
#include "objects/sequence.h"

#include <stdio.h>
#include <string.h>

static const int64_t day_parts = (int64_t)DATE_DAY_SECONDS * DATE_SECOND_PARTS;

static const TimeZone *zone_of(const Object *object) {
    return (const TimeZone *)object;
}

bool date_is_zone(Vm *vm, const Object *object) {
    return type_is_subtype(object_type(vm, object), date_state(vm)->zone_base);
}

bool date_read_zone(Vm *vm, Object *given, Object **zone) {
    *zone = given == vm->objects->none ? NULL : given;
    return *zone == NULL || date_is_zone(vm, given) || raise_false(vm, ERROR_CLOCK_ZONE, given);
}

static bool is_plain(Vm *vm, const Object *object) {
    return object_type(vm, object) == date_state(vm)->zone;
}

static Object *call(Vm *vm, Object *zone, const char *method, Object *argument) {
    Str *name = str_new_interned(vm, method, strlen(method));
    Object *result = name == NULL ? NULL : object_call_method(vm, zone, name, 1, argument);
    object_drop_or_null(vm, (Object *)name);
    return result;
}

Object *date_load_offset(Vm *vm, Object *zone, const char *method, Object *argument) {
    if (zone == NULL) return none_new(vm);
    if (is_plain(vm, zone))
        return *method == 'd' ? none_new(vm) : object_share(zone_of(zone)->offset.object);
    Object *result = call(vm, zone, method, argument);
    if (result == NULL || result == vm->objects->none) return result;
    if (!delta_is(vm, result)) {
        raise(vm, ERROR_ZONE_RESULT, method, result);
    } else {
        __int128 parts = delta_get_parts((const Delta *)result);
        if (parts > -day_parts && parts < day_parts) return result;
        raise(vm, ERROR_ZONE_RESULT_RANGE);
    }
    object_drop(vm, result);
    return NULL;
}

Found date_find_offset(Vm *vm, Object *zone, const char *method, Object *argument,
                       int64_t *parts) {
    Object *offset = date_load_offset(vm, zone, method, argument);
    if (offset == NULL) return RAISED;
    Found found = offset == vm->objects->none ? ABSENT : FOUND;
    *parts = found == FOUND ? (int64_t)delta_get_parts((const Delta *)offset) : 0;
    object_drop(vm, offset);
    return found;
}

Object *date_load_zone_name(Vm *vm, Object *zone, Object *argument) {
    if (zone == NULL) return none_new(vm);
    Object *name = call(vm, zone, "tzname", argument);
    if (name == NULL || name == vm->objects->none || object_is_str(vm, name)) return name;
    raise(vm, ERROR_ZONE_NAME_RESULT, name);
    object_drop(vm, name);
    return NULL;
}

void date_write_offset(char *text, int64_t parts, const char *separator) {
    enum { PIECE_BYTES = 16 };
    char sign = parts < 0 ? '-' : '+';
    if (parts < 0) parts = -parts;
    int seconds = (int)(parts / DATE_SECOND_PARTS), rest = (int)(parts % DATE_SECOND_PARTS);
    text += snprintf(text, PIECE_BYTES, "%c%02d%s%02d", sign, seconds / 3600 % 100, separator,
                     seconds / 60 % 60);
    if (seconds % 60 == 0 && rest == 0) return;
    text += snprintf(text, PIECE_BYTES, "%s%02d", separator, seconds % 60);
    if (rest != 0) snprintf(text, PIECE_BYTES, ".%06d", rest);
}

// --- tzinfo ---

static Object *refuse(Vm *vm, const char *method) {
    return raise(vm, ERROR_ZONE_ABSTRACT, method);
}

static Object *base_method_tzname(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return refuse(vm, "tzname");
}

static Object *base_method_utcoffset(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return refuse(vm, "utcoffset");
}

static Object *base_method_dst(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return refuse(vm, "dst");
}

static const char not_a_moment[] = "fromutc: argument must be a datetime";

// Reads what fromutc() is given. NULL: raised.
static const DateTime *read_moment(Vm *vm, const Slot *arguments) {
    Object *given = arguments[1].object;
    if (!date_is_moment(vm, given)) return raise(vm, ERROR_ZONE_FROM_TYPE, not_a_moment), NULL;
    if (((const DateTime *)given)->zone.object == arguments[0].object)
        return (const DateTime *)given;
    return raise(vm, ERROR_ZONE_FROM, "fromutc: dt.tzinfo is not self"), NULL;
}

// An offset that may not be None.
static bool read_offset(Vm *vm, Object *moment, const char *method, const char *text,
                        int64_t *parts) {
    Object *zone = ((const DateTime *)moment)->zone.object;
    Found found = date_find_offset(vm, zone, method, moment, parts);
    return found == FOUND || (found == ABSENT && raise_false(vm, ERROR_ZONE_FROM, text));
}

static Object *base_method_fromutc(Vm *vm, const Slot *arguments) {
    const DateTime *moment = read_moment(vm, arguments);
    int64_t offset, summer, again;
    if (moment == NULL) return NULL;
    Object *given = arguments[1].object;
    if (!read_offset(vm, given, "utcoffset", "fromutc: non-None utcoffset() result required",
                     &offset) ||
        !read_offset(vm, given, "dst", "fromutc: non-None dst() result required", &summer))
        return NULL;
    Object *result = date_shift_moment(vm, moment, offset - summer);
    if (result == NULL) return NULL;
    bool done = read_offset(vm, result, "dst", "fromutc: tz.dst() gave inconsistent results; "
                                               "cannot convert", &again);
    Object *final = NULL;
    if (done && again == 0) return result;
    if (done) final = date_shift_moment(vm, (const DateTime *)result, again);
    object_drop(vm, result);
    return final;
}

static Object *base_method___reduce__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *method, *values;
    Str *name = str_new_interned(vm, "__getinitargs__", 15);
    if (name == NULL) return NULL;
    Found found = object_find_attribute(vm, self, name, &method);
    object_drop(vm, (Object *)name);
    if (found == RAISED) return NULL;
    values = found == FOUND ? object_call_with(vm, method, 0)
                            : object_share((Object *)vm->objects->empty_tuple);
    if (found == FOUND) object_drop(vm, method);
    Object *state = values == NULL ? NULL
                                   : object_call_method(vm, self,
                                                        vm->objects->names.dunder_getstate, 0);
    if (state == NULL) {
        object_drop_or_null(vm, values);
        return NULL;
    }
    return build_tuple(vm, "oOO", object_type(vm, self), values, state);
}

static Object *base_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

static const Method base_methods[] = {
    HIDDEN_METHOD(base, __reduce__, "(self, /)", "What copies and pickles make of it."),
    HIDDEN_METHOD(base, dst, "(self, dt, /)", "By how much summer time differs then."),
    HIDDEN_METHOD(base, fromutc, "(self, dt, /)", "The moment, given in UTC, as the zone has it."),
    HIDDEN_METHOD(base, tzname, "(self, dt, /)", "The name of the zone then."),
    HIDDEN_METHOD(base, utcoffset, "(self, dt, /)", "How far the zone is ahead of UTC then."),
    {0},
};

const TypeDefinition date_zone_base_definition = {
    .name = "datetime.tzinfo",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .layout = {.name = "datetime.tzinfo"},
    .behaviour = {.load_attribute = object_load_attribute_plain, .new = base_make},
    .methods = base_methods,
    .doc = "What classes of time zones are derived from.",
};

// --- timezone ---

static Object *zone_new_of(Vm *vm, Type *type, Object *offset, Object *name) {
    __int128 parts = delta_get_parts((const Delta *)offset);
    DateState *state = date_state(vm);
    if (parts == 0 && name == NULL && state->utc.object != NULL)
        return object_share(state->utc.object);
    if (parts <= -day_parts || parts >= day_parts) return raise(vm, ERROR_ZONE_RANGE, offset);
    TimeZone *zone = (TimeZone *)type_new_instance(vm, type, sizeof(TimeZone));
    if (zone == NULL) return NULL;
    slot_fill(vm, &zone->base, &zone->offset, object_share(offset));
    slot_fill(vm, &zone->base, &zone->name, object_share_or_null(name));
    return date_finish_new(vm, &zone->base);
}

Object *date_new_zone(Vm *vm, Object *offset, Object *name) {
    return zone_new_of(vm, date_state(vm)->zone, offset, name);
}

static Object *zone_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] = "(offset, name=<unrepresentable>)";
    Object *values[2], *made = NULL;
    if (!arguments_bind(vm, "timezone", signature, arguments, values)) return NULL;
    if (!delta_is(vm, values[0]))
        argument_refuse(vm, "timezone", 1, "datetime.timedelta", values[0]);
    else if (values[1] != NULL && !object_is_str(vm, values[1]))
        argument_refuse(vm, "timezone", 2, "str", values[1]);
    else
        made = zone_new_of(vm, type, values[0], values[1]);
    arguments_unbind(vm, values, 2);
    return made;
}

static Object *zone_str(Vm *vm, Object *object) {
    const TimeZone *zone = zone_of(object);
    if (zone->name.object != NULL) return object_share(zone->name.object);
    int64_t parts = (int64_t)delta_get_parts((const Delta *)zone->offset.object);
    char text[48] = "UTC";
    if (object != date_state(vm)->utc.object && parts != 0) date_write_offset(text + 3, parts, ":");
    return str_new_c(vm, text);
}

static Object *zone_repr(Vm *vm, Object *object) {
    const TimeZone *zone = zone_of(object);
    const char *type = object_type_name(vm, object);
    if (object == date_state(vm)->utc.object) return str_new_c(vm, "datetime.timezone.utc");
    if (zone->name.object == NULL)
        return str_new_format(vm, "%s(%R)", type, zone->offset.object);
    return str_new_format(vm, "%s(%R, %R)", type, zone->offset.object, zone->name.object);
}

static Object *zone_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_NOT_EQUAL)
        return not_implemented_new(vm);
    if (object_type(vm, right)->native != &date_zone_definition ||
        object_type(vm, left)->native != &date_zone_definition)
        return not_implemented_new(vm);
    return object_compare(vm, zone_of(left)->offset.object, zone_of(right)->offset.object,
                          comparison);
}

static bool zone_hash(Vm *vm, Object *object, int64_t *hash) {
    return object_hash(vm, zone_of(object)->offset.object, hash);
}

static bool check_moment(Vm *vm, Object *given, const char *method) {
    return given == vm->objects->none || date_is_moment(vm, given) ||
           raise_false(vm, ERROR_ZONE_ARGUMENT, method, given);
}

static Object *zone_method_tzname(Vm *vm, const Slot *arguments) {
    return check_moment(vm, arguments[1].object, "tzname") ? zone_str(vm, arguments[0].object)
                                                           : NULL;
}

static Object *zone_method_utcoffset(Vm *vm, const Slot *arguments) {
    if (!check_moment(vm, arguments[1].object, "utcoffset")) return NULL;
    return object_share(zone_of(arguments[0].object)->offset.object);
}

static Object *zone_method_dst(Vm *vm, const Slot *arguments) {
    return check_moment(vm, arguments[1].object, "dst") ? none_new(vm) : NULL;
}

static Object *zone_method_fromutc(Vm *vm, const Slot *arguments) {
    const DateTime *moment = read_moment(vm, arguments);
    if (moment == NULL) return NULL;
    const Object *offset = zone_of(arguments[0].object)->offset.object;
    return date_shift_moment(vm, moment, delta_get_parts((const Delta *)offset));
}

static Object *zone_method___getinitargs__(Vm *vm, const Slot *arguments) {
    const TimeZone *zone = zone_of(arguments[0].object);
    if (zone->name.object == NULL) return build_tuple(vm, "o", zone->offset.object);
    return build_tuple(vm, "oo", zone->offset.object, zone->name.object);
}

static const Method zone_methods[] = {
    HIDDEN_METHOD(zone, __getinitargs__, "(self, /)", "What pickles make it of."),
    HIDDEN_METHOD(zone, dst, "(self, dt, /)", "None: there is no summer time."),
    HIDDEN_METHOD(zone, fromutc, "(self, dt, /)", "The moment, given in UTC, as the zone has it."),
    HIDDEN_METHOD(zone, tzname, "(self, dt, /)", "The name, or UTC and the offset."),
    HIDDEN_METHOD(zone, utcoffset, "(self, dt, /)", "The offset."),
    {0},
};

static const Field zone_fields[] = {FIELD(TimeZone, offset), FIELD(TimeZone, name), {0}};

const TypeDefinition date_zone_definition = {
    .name = "datetime.timezone",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(TimeZone),
    .python_bytes = 32,
    .layout = {.name = "datetime.timezone", .fields = zone_fields},
    .behaviour = {.repr = zone_repr, .str = zone_str, .hash = zone_hash, .compare = zone_compare,
                  .new = zone_make},
    .methods = zone_methods,
    .doc = "A zone that is always as far from UTC.",
};
