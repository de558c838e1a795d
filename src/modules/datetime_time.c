// datetime.time: a time of any day, with a zone or without.

#include "modules/datetime.h"

#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/int.h"
#include "objects/sequence.h"

#include <stdio.h>
#include <string.h>

enum { STATE_BYTES = 6 };

static const Time *time_of(const Object *object) {
    return (const Time *)object;
}

static bool is_time(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &date_time_definition;
}

// --- making ---

// The fields are not checked: pickles may hold any that fit.
static Object *new_unchecked(Vm *vm, Type *type, const ClockFields *clock, Object *zone) {
    Time *made = (Time *)type_new_instance(vm, type, sizeof(Time));
    if (made == NULL) return NULL;
    made->hash = -1;
    made->clock = *clock;
    slot_fill(vm, &made->base, &made->zone, object_share_or_null(zone));
    return date_finish_with_zone(vm, &made->base, zone);
}

static Object *new_exact(Vm *vm, Type *type, const ClockFields *clock, Object *zone) {
    return date_check_clock(vm, clock) ? new_unchecked(vm, type, clock, zone) : NULL;
}

Object *date_new_clock(Vm *vm, Type *type, const ClockFields *clock, Object *zone) {
    if (type == date_state(vm)->time) return new_exact(vm, type, clock, zone);
    Object *values = build_tuple(vm, "iiii?", (int64_t)clock->hour, (int64_t)clock->minute,
                                 (int64_t)clock->second, (int64_t)clock->microsecond, zone);
    Object *made = values == NULL ? NULL
                                  : object_call_tuple(vm, &type->base, (Tuple *)values, NULL);
    object_drop_or_null(vm, values);
    // The call knows no fold.
    if (made != NULL && clock->fold != 0 && is_time(vm, made)) ((Time *)made)->clock.fold = 1;
    return made;
}

static void read_bytes(const uint8_t *state, ClockFields *clock) {
    *clock = (ClockFields){state[0] & 0x7f, state[1], state[2],
                           state[3] << 16 | state[4] << 8 | state[5], state[0] >> 7};
}

// The packed state of a pickle, with a zone or without.
static bool read_state(Vm *vm, const Arguments *arguments, ClockFields *clock, Object **zone) {
    if (arguments->count < 1 || arguments->count > 2 || arguments->names != NULL) return false;
    Object *given = arguments->values[0].object;
    const uint8_t *state = NULL;
    if (object_is_bytes(vm, given) && ((const Bytes *)given)->count == STATE_BYTES)
        state = ((const Bytes *)given)->data;
    if (object_is_str(vm, given) && ((const Str *)given)->length == STATE_BYTES &&
        ((const Str *)given)->width == 1)
        state = ((const Str *)given)->data;
    if (state == NULL || (state[0] & 0x7f) >= 24) return false;
    read_bytes(state, clock);
    *zone = arguments->count > 1 ? arguments->values[1].object : vm->objects->none;
    return true;
}

static const char *const names[] = {"hour", "minute", "second", "microsecond", "tzinfo", "fold"};

static bool read_fields(Vm *vm, Object *const *values, ClockFields *clock) {
    return date_read_int(vm, values[0], &clock->hour) &&
           date_read_int(vm, values[1], &clock->minute) &&
           date_read_int(vm, values[2], &clock->second) &&
           date_read_int(vm, values[3], &clock->microsecond) &&
           date_read_int(vm, values[5], &clock->fold);
}

static Object *time_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const DateParameters parameters = {names, 0, 5, 6};
    Object *zone = vm->objects->none;
    ClockFields clock = {0};
    if (read_state(vm, arguments, &clock, &zone)) {
        if (date_read_zone(vm, zone, &zone)) return new_unchecked(vm, type, &clock, zone);
        raised_clear(vm);
        return raise_text(vm, exception_type(vm, EXCEPTION_TypeError), "bad tzinfo state arg");
    }
    int *const fields[] = {&clock.hour, &clock.minute, &clock.second, &clock.microsecond, NULL,
                           &clock.fold};
    if (!date_read_arguments(vm, arguments, &parameters, fields, &zone) ||
        !date_read_zone(vm, zone, &zone))
        return NULL;
    return new_exact(vm, type, &clock, zone);
}

static Object *time_method_fromisoformat(Vm *vm, const Slot *arguments) {
    Object *given = arguments[1].object, *zone = NULL;
    if (!object_is_str(vm, given)) return raise(vm, ERROR_DATE_ISO_TYPE);
    const Str *str = (const Str *)given;
    Ascii text = {(const char *)str->data, str->length};
    IsoTime time;
    if (text.length > 0 && *text.text == 'T') {
        text.text++;
        text.length--;
    }
    if (!str->is_ascii || !date_read_iso_time(text, &time))
        return raise(vm, ERROR_DATE_ISO_TEXT, given);
    if (time.has_zone) {
        Object *offset = delta_new(vm, time.offset);
        zone = offset == NULL ? NULL : date_new_zone(vm, offset, NULL);
        object_drop_or_null(vm, offset);
        if (zone == NULL) return NULL;
    }
    Object *made = date_new_clock(vm, (Type *)arguments[0].object, &time.clock, zone);
    object_drop_or_null(vm, zone);
    return made;
}

// --- zones ---

static Object *time_method_utcoffset(Vm *vm, const Slot *arguments) {
    return date_load_offset(vm, time_of(arguments[0].object)->zone.object, "utcoffset",
                            vm->objects->none);
}

static Object *time_method_dst(Vm *vm, const Slot *arguments) {
    return date_load_offset(vm, time_of(arguments[0].object)->zone.object, "dst",
                            vm->objects->none);
}

static Object *time_method_tzname(Vm *vm, const Slot *arguments) {
    return date_load_zone_name(vm, time_of(arguments[0].object)->zone.object, vm->objects->none);
}

static Found find_offset(Vm *vm, const Object *time, int64_t *parts) {
    return date_find_offset(vm, time_of(time)->zone.object, "utcoffset", vm->objects->none, parts);
}

// --- behaviour ---

static int64_t parts_of(const ClockFields *clock) {
    int64_t seconds = clock->hour * 3600 + clock->minute * 60 + clock->second;
    return seconds * DATE_SECOND_PARTS + clock->microsecond;
}

static Object *compare_parts(Vm *vm, int64_t left, int64_t right, Comparison comparison) {
    return sequence_compare_counts(vm, left, right, comparison);
}

static Object *time_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!is_time(vm, right) || !is_time(vm, left)) return not_implemented_new(vm);
    int64_t a = parts_of(&time_of(left)->clock), b = parts_of(&time_of(right)->clock);
    if (time_of(left)->zone.object == time_of(right)->zone.object)
        return compare_parts(vm, a, b, comparison);
    int64_t own, other;
    Found own_found = find_offset(vm, left, &own);
    Found other_found = own_found == RAISED ? RAISED : find_offset(vm, right, &other);
    if (other_found == RAISED) return NULL;
    if (own_found == ABSENT && other_found == ABSENT) return compare_parts(vm, a, b, comparison);
    if (own_found == FOUND && other_found == FOUND)
        return compare_parts(vm, a - own, b - other, comparison);
    if (comparison == COMPARE_EQUAL) return bool_new(vm, false);
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, true);
    return raise(vm, ERROR_CLOCK_NAIVE_COMPARE, "times");
}

static void write_state(const ClockFields *clock, uint8_t *state) {
    const uint8_t bytes[] = {
        (uint8_t)clock->hour, (uint8_t)clock->minute, (uint8_t)clock->second,
        (uint8_t)(clock->microsecond >> 16), (uint8_t)(clock->microsecond >> 8),
        (uint8_t)clock->microsecond,
    };
    memcpy(state, bytes, sizeof bytes);
}

static bool hash_clock(Vm *vm, const ClockFields *clock, int64_t *hash) {
    uint8_t state[STATE_BYTES];
    write_state(clock, state);
    *hash = hash_bytes(&vm->objects->hash_key, state, STATE_BYTES);
    return true;
}

static bool hash_shifted(Vm *vm, int64_t parts, int64_t *hash) {
    const int64_t day_parts = (int64_t)DATE_DAY_SECONDS * DATE_SECOND_PARTS;
    if (parts >= 0 && parts < day_parts) {
        int seconds = (int)(parts / DATE_SECOND_PARTS);
        ClockFields clock = {seconds / 3600, seconds / 60 % 60, seconds % 60,
                             (int)(parts % DATE_SECOND_PARTS), 0};
        return hash_clock(vm, &clock, hash);
    }
    Object *delta = delta_new(vm, parts);
    bool done = delta != NULL && object_hash(vm, delta, hash);
    object_drop_or_null(vm, delta);
    return done;
}

static bool time_hash(Vm *vm, Object *object, int64_t *hash) {
    Time *time = (Time *)object;
    int64_t offset;
    *hash = time->hash;
    if (*hash != -1) return true;
    Found found = find_offset(vm, object, &offset);
    if (found == RAISED) return false;
    bool done = found == ABSENT ? hash_clock(vm, &time->clock, &time->hash)
                                : hash_shifted(vm, parts_of(&time->clock) - offset, &time->hash);
    *hash = time->hash;
    return done;
}

static Object *time_repr(Vm *vm, Object *object) {
    const ClockFields *clock = &time_of(object)->clock;
    Object *zone = time_of(object)->zone.object;
    char text[64];
    int length = snprintf(text, sizeof text, "%d, %d", clock->hour, clock->minute);
    if (clock->second != 0 || clock->microsecond != 0)
        length += snprintf(text + length, 16, ", %d", clock->second);
    if (clock->microsecond != 0) snprintf(text + length, 16, ", %d", clock->microsecond);
    const char *name = object_type_name(vm, object), *fold = clock->fold != 0 ? ", fold=1" : "";
    if (zone == NULL) return str_new_format(vm, "%s(%s%s)", name, text, fold);
    return str_new_format(vm, "%s(%s, tzinfo=%R%s)", name, text, zone, fold);
}

static Object *time_str(Vm *vm, Object *object) {
    Str *name = str_new_interned(vm, "isoformat", 9);
    Object *text = name == NULL ? NULL : object_call_method(vm, object, name, 0);
    object_drop_or_null(vm, (Object *)name);
    return text;
}

// --- methods ---

static Object *time_method_isoformat(Vm *vm, const Slot *arguments) {
    const Time *time = time_of(arguments[0].object);
    ClockPrecision precision;
    int64_t offset;
    char text[64];
    if (!date_read_precision(vm, arguments[1].object, 1, &precision)) return NULL;
    date_write_clock(text, &time->clock, precision);
    switch (find_offset(vm, &time->base, &offset)) {
    case FOUND: date_write_offset(text + strlen(text), offset, ":"); break;
    case ABSENT: break;
    case RAISED: return NULL;
    }
    return str_new_c(vm, text);
}

static Object *time_method_strftime(Vm *vm, const Slot *arguments) {
    Object *format = arguments[1].object;
    if (!argument_str(vm, "strftime", 1, format)) return NULL;
    Object *tuple = date_struct_time(vm, &(DateFields){1900, 1, 1},
                                     &time_of(arguments[0].object)->clock, -1);
    Object *text = tuple == NULL ? NULL
                                 : date_format(vm, arguments[0].object, format, tuple,
                                               vm->objects->none);
    object_drop_or_null(vm, tuple);
    return text;
}

static Object *time_method___format__(Vm *vm, const Slot *arguments) {
    return date_format_by(vm, arguments[0].object, arguments[1].object);
}

static Object *time_method_replace(Vm *vm, const Slot *arguments) {
    const Time *time = time_of(arguments[0].object);
    ClockFields clock = time->clock;
    Object *zone = time->zone.object, *values[6];
    for (int i = 0; i < 6; i++) values[i] = arguments[1 + i].object;
    if (!read_fields(vm, values, &clock) ||
        (values[4] != NULL && !date_read_zone(vm, values[4], &zone)))
        return NULL;
    return new_exact(vm, object_type(vm, &time->base), &clock, zone);
}

static Object *reduce(Vm *vm, const Time *time, int protocol) {
    uint8_t state[STATE_BYTES];
    write_state(&time->clock, state);
    if (protocol > 3 && time->clock.fold != 0) state[0] |= 0x80;
    Object *bytes = bytes_new(vm, state, STATE_BYTES);
    Object *type = &object_type(vm, &time->base)->base;
    return time->zone.object == NULL ? build_tuple(vm, "o(O)", type, bytes)
                                     : build_tuple(vm, "o(Oo)", type, bytes, time->zone.object);
}

static Object *time_method___reduce__(Vm *vm, const Slot *arguments) {
    return reduce(vm, time_of(arguments[0].object), 2);
}

static Object *time_method___reduce_ex__(Vm *vm, const Slot *arguments) {
    int protocol;
    if (!argument_process(vm, arguments[1].object, &protocol)) return NULL;
    return reduce(vm, time_of(arguments[0].object), protocol);
}

#define FIELD_GETTER(field)                                                     \
    static Object *get_##field(Vm *vm, Object *object) {                        \
        return int_new(vm, time_of(object)->clock.field);                       \
    }
FIELD_GETTER(hour)
FIELD_GETTER(minute)
FIELD_GETTER(second)
FIELD_GETTER(microsecond)
FIELD_GETTER(fold)

static Object *get_tzinfo(Vm *vm, Object *object) {
    Object *zone = time_of(object)->zone.object;
    return zone == NULL ? none_new(vm) : object_share(zone);
}

static const Method time_methods[] = {
    HIDDEN_METHOD(time, __format__, "(self, format, /)", "By a format of strftime()."),
    HIDDEN_METHOD(time, __reduce__, "(self, /)", "What copies and pickles make of it."),
    HIDDEN_METHOD(time, __reduce_ex__, "(self, protocol, /)",
                  "What copies and pickles of a protocol make of it."),
    HIDDEN_METHOD(time, dst, "(self, /)", "By how much the zone's summer time differs, or None."),
    {"fromisoformat", time_method_fromisoformat, "(cls, string, /)",
     "Of a text in a form of ISO 8601.", METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE},
    HIDDEN_METHOD(time, isoformat, "(self, timespec='auto')",
                  "As ISO 8601 writes it: 13:45:06.000001+02:00."),
    HIDDEN_METHOD(time, replace,
                  "(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)",
                  "One with some fields changed."),
    HIDDEN_METHOD(time, strftime, "(self, format)", "By a format whose marks begin with %."),
    HIDDEN_METHOD(time, tzname, "(self, /)", "The zone's name, or None."),
    HIDDEN_METHOD(time, utcoffset, "(self, /)", "How far the zone is ahead of UTC, or None."),
    {0},
};

#define GETTER(field) {#field, get_##field, NULL, NULL}

static const Property time_properties[] = {
    GETTER(hour), GETTER(minute), GETTER(second), GETTER(microsecond), GETTER(tzinfo),
    GETTER(fold), {0},
};

static const Field time_fields[] = {FIELD_NAMED(Time, zone, "tzinfo"), {0}};

const TypeDefinition date_time_definition = {
    .name = "datetime.time",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Time),
    .python_bytes = 40,
    .layout = {.name = "datetime.time", .flags = LAYOUT_COLLECTED, .fields = time_fields},
    .behaviour = {.repr = time_repr, .str = time_str, .hash = time_hash, .compare = time_compare,
                  .load_attribute = object_load_attribute_plain, .new = time_make,
                  .size_of = date_size_of},
    .methods = time_methods,
    .properties = time_properties,
    .doc = "time([hour[, minute[, second[, microsecond[, tzinfo]]]]]): a time of any day.",
};
