// datetime.datetime: a date with a time, and a zone or none.
//
// Moments are reckoned in microseconds from 1 January of year 1 on. Without a zone they are of
// the local one where it matters: timestamp() and astimezone().

#include "modules/datetime.h"

#include "modules/posix.h"
#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/sequence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STATE_BYTES = 10, FOLD_SECONDS_MAX = 24 * 3600 };

static const int64_t day_parts = (int64_t)DATE_DAY_SECONDS * DATE_SECOND_PARTS;

static const DateTime *moment_of(const Object *object) {
    return (const DateTime *)object;
}

bool date_is_moment(Vm *vm, const Object *object) {
    return object_type(vm, object)->native == &date_moment_definition;
}

// --- making ---

// The fields are not checked: pickles may hold any that fit.
static Object *new_unchecked(Vm *vm, Type *type, const DateFields *date,
                             const ClockFields *clock, Object *zone) {
    DateTime *made = (DateTime *)type_new_instance(vm, type, sizeof(DateTime));
    if (made == NULL) return NULL;
    made->hash = -1;
    made->date = *date;
    made->clock = *clock;
    slot_fill(vm, &made->base, &made->zone, object_share_or_null(zone));
    return date_finish_with_zone(vm, &made->base, zone);
}

static Object *new_exact(Vm *vm, Type *type, const DateFields *date, const ClockFields *clock,
                         Object *zone) {
    if (!date_check(vm, date) || !date_check_clock(vm, clock)) return NULL;
    return new_unchecked(vm, type, date, clock, zone);
}

Object *date_new_moment(Vm *vm, Type *type, const DateFields *date, const ClockFields *clock,
                        Object *zone) {
    if (type == date_state(vm)->datetime) return new_exact(vm, type, date, clock, zone);
    Object *values = build_tuple(vm, "iiiiiii?", (int64_t)date->year, (int64_t)date->month,
                                 (int64_t)date->day, (int64_t)clock->hour,
                                 (int64_t)clock->minute, (int64_t)clock->second,
                                 (int64_t)clock->microsecond, zone);
    Object *made = values == NULL ? NULL
                                  : object_call_tuple(vm, &type->base, (Tuple *)values, NULL);
    object_drop_or_null(vm, values);
    // The call knows no fold.
    if (made != NULL && clock->fold != 0 && date_is_moment(vm, made))
        ((DateTime *)made)->clock.fold = 1;
    return made;
}

static int64_t parts_of(const DateFields *date, const ClockFields *clock) {
    int64_t seconds = clock->hour * 3600 + clock->minute * 60 + clock->second;
    return date_to_ordinal(date) * day_parts + seconds * DATE_SECOND_PARTS + clock->microsecond;
}

// False: beyond the calendar, and that was raised.
static bool fields_of(Vm *vm, __int128 parts, DateFields *date, ClockFields *clock) {
    if (parts < day_parts || parts >= (DATE_ORDINAL_MAX + (__int128)1) * day_parts)
        return raise_false(vm, ERROR_DATE_RANGE);
    *date = date_of_ordinal((int)(parts / day_parts));
    int64_t rest = (int64_t)(parts % day_parts);
    int seconds = (int)(rest / DATE_SECOND_PARTS);
    *clock = (ClockFields){seconds / 3600, seconds / 60 % 60, seconds % 60,
                           (int)(rest % DATE_SECOND_PARTS), 0};
    return true;
}

Object *date_shift_moment(Vm *vm, const DateTime *moment, __int128 parts) {
    DateFields date;
    ClockFields clock;
    if (!fields_of(vm, parts_of(&moment->date, &moment->clock) + parts, &date, &clock))
        return NULL;
    return date_new_moment(vm, object_type(vm, &moment->base), &date, &clock,
                           moment->zone.object);
}

// The packed state of a pickle, with a zone or without.
static bool read_state(Vm *vm, const Arguments *arguments, DateFields *date, ClockFields *clock,
                       Object **zone) {
    if (arguments->count < 1 || arguments->count > 2 || arguments->names != NULL) return false;
    Object *given = arguments->values[0].object;
    const uint8_t *state = NULL;
    if (object_is_bytes(vm, given) && ((const Bytes *)given)->count == STATE_BYTES)
        state = ((const Bytes *)given)->data;
    if (object_is_str(vm, given) && ((const Str *)given)->length == STATE_BYTES &&
        ((const Str *)given)->width == 1)
        state = ((const Str *)given)->data;
    int month = state == NULL ? 0 : state[2] & 0x7f;
    if (month < 1 || month > 12) return false;
    *date = (DateFields){state[0] << 8 | state[1], month, state[3]};
    *clock = (ClockFields){state[4], state[5], state[6],
                           state[7] << 16 | state[8] << 8 | state[9], state[2] >> 7};
    *zone = arguments->count > 1 ? arguments->values[1].object : vm->objects->none;
    return true;
}

static const char *const names[] = {"year", "month", "day", "hour", "minute", "second",
                                    "microsecond", "tzinfo", "fold"};

static bool read_fields(Vm *vm, Object *const *values, DateFields *date, ClockFields *clock) {
    int *const fields[] = {&date->year, &date->month, &date->day, &clock->hour, &clock->minute,
                           &clock->second, &clock->microsecond, NULL, &clock->fold};
    for (int i = 0; i < 9; i++)
        if (fields[i] != NULL && !date_read_int(vm, values[i], fields[i])) return false;
    return true;
}

static Object *moment_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const DateParameters parameters = {names, 3, 8, 9};
    Object *zone = vm->objects->none;
    DateFields date = {0};
    ClockFields clock = {0};
    if (read_state(vm, arguments, &date, &clock, &zone)) {
        if (date_read_zone(vm, zone, &zone)) return new_unchecked(vm, type, &date, &clock, zone);
        raised_clear(vm);
        return raise_text(vm, exception_type(vm, EXCEPTION_TypeError), "bad tzinfo state arg");
    }
    int *const fields[] = {&date.year, &date.month, &date.day, &clock.hour, &clock.minute,
                           &clock.second, &clock.microsecond, NULL, &clock.fold};
    if (!date_read_arguments(vm, arguments, &parameters, fields, &zone) ||
        !date_read_zone(vm, zone, &zone))
        return NULL;
    return new_exact(vm, type, &date, &clock, zone);
}

// --- local time ---

typedef enum TimeKind { TIME_OF_HERE, TIME_OF_UTC } TimeKind;

static bool ask_time(Vm *vm, int64_t seconds, TimeKind kind, WorldTime *time) {
    int64_t result;
    WorldRequest request = {.operation = WORLD_LOCAL_TIME, .numbers = {seconds, kind},
                            .out = time, .out_bytes = sizeof *time};
    if (!posix_ask(vm, &request, &result)) return false;
    if (time->second > 59) time->second = 59;   // of a leap second
    return true;
}

static void read_time(const WorldTime *time, DateFields *date, ClockFields *clock) {
    *date = (DateFields){(int)time->year, time->month + 1, time->day};
    *clock = (ClockFields){time->hour, time->minute, time->second, 0, 0};
}

// Seconds from 1 January of year 1 on that local clocks show at a moment (seconds since 1970).
static bool local_seconds(Vm *vm, int64_t moment, int64_t *local) {
    WorldTime time;
    if (!ask_time(vm, moment, TIME_OF_HERE, &time)) return false;
    DateFields date;
    ClockFields clock;
    read_time(&time, &date, &clock);
    if (date.year < DATE_YEAR_MIN || date.year > DATE_YEAR_MAX)
        return raise_false(vm, ERROR_DATE_YEAR, date.year);
    *local = parts_of(&date, &clock) / DATE_SECOND_PARTS;
    return true;
}

static const int64_t epoch_seconds = (int64_t)DATE_EPOCH_ORDINAL * DATE_DAY_SECONDS;

// The moment (seconds since 1970) at which local clocks show that time: the second such one if
// there are two and fold is 1; where there is none, by the offset before or behind the gap.
static bool moment_of_local(Vm *vm, int64_t shown, int fold, int64_t *moment) {
    int64_t wanted = shown - epoch_seconds, local;
    if (!local_seconds(vm, wanted, &local)) return false;
    int64_t offset = local - epoch_seconds - wanted, first = wanted - offset;
    if (!local_seconds(vm, first, &local)) return false;
    int64_t other_offset;
    if (local == shown) {
        int64_t probe = first + (fold != 0 ? FOLD_SECONDS_MAX : -FOLD_SECONDS_MAX);
        if (!local_seconds(vm, probe, &local)) return false;
        other_offset = local - epoch_seconds - probe;
        *moment = first;
        if (offset == other_offset) return true;
    } else {
        other_offset = local - epoch_seconds - first;
    }
    int64_t second = wanted - other_offset, again;
    if (!local_seconds(vm, second, &again)) return false;
    if (again == shown) *moment = second;
    else if (local_seconds(vm, first, &local) && local == shown) *moment = first;
    else if (raised(vm)) return false;
    else *moment = fold != 0 ? (first < second ? first : second)
                             : (first > second ? first : second);
    return true;
}

// A number of seconds since 1970, its part rounded to microseconds, halves to even.
static bool read_timestamp(Vm *vm, Object *given, int64_t *seconds, int *parts) {
    *parts = 0;
    if (!object_is_float(vm, given)) {
        if (argument_int64(vm, given, seconds)) return true;
        return raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError)) &&
               raise_false(vm, ERROR_MOMENT_NO_LOCAL);
    }
    double value = float_get_value(given), whole;
    if (isnan(value)) return raise_false(vm, ERROR_SECONDS_NAN);
    double part = nearbyint(modf(value, &whole) * 1e6);
    if (part >= 1e6) {
        part -= 1e6;
        whole += 1.0;
    } else if (part < 0.0) {
        part += 1e6;
        whole -= 1.0;
    }
    if (!(whole >= -0x1p63 && whole < 0x1p63)) return raise_false(vm, ERROR_MOMENT_NO_LOCAL);
    *seconds = (int64_t)whole;
    *parts = (int)part;
    return true;
}

// The time that comes a second time: was it shown before the clocks were put back?
static bool find_fold(Vm *vm, int64_t seconds, int64_t shown, int *fold) {
    int64_t probe, back;
    *fold = 0;
    if (!local_seconds(vm, seconds - FOLD_SECONDS_MAX, &probe)) return false;
    int64_t change = shown - probe - FOLD_SECONDS_MAX;
    if (change >= 0) return true;
    if (!local_seconds(vm, seconds + change, &back)) return false;
    *fold = back == shown;
    return true;
}

static Object *new_of_moment(Vm *vm, Type *type, int64_t seconds, int parts, TimeKind kind,
                             Object *zone) {
    WorldTime time;
    DateFields date;
    ClockFields clock;
    if (!ask_time(vm, seconds, kind, &time)) return NULL;
    if (time.year < DATE_YEAR_MIN || time.year > DATE_YEAR_MAX)
        return raise(vm, ERROR_DATE_YEAR, (int)time.year);
    read_time(&time, &date, &clock);
    clock.microsecond = parts;
    if (zone == NULL && kind == TIME_OF_HERE) {
        int64_t shown = parts_of(&date, &clock) / DATE_SECOND_PARTS;
        if (!find_fold(vm, seconds, shown, &clock.fold)) return NULL;
    }
    return date_new_moment(vm, type, &date, &clock, zone);
}

static Object *call_one(Vm *vm, Object *object, const char *method, Object *argument) {
    Str *name = str_new_interned(vm, method, strlen(method));
    Object *result = name == NULL ? NULL : object_call_method(vm, object, name, 1, argument);
    object_drop_or_null(vm, (Object *)name);
    return result;
}

// In UTC with the zone, which then makes its own time of it.
static Object *new_in_zone(Vm *vm, Type *type, int64_t seconds, int parts, Object *zone) {
    Object *utc = new_of_moment(vm, type, seconds, parts,
                                zone == NULL ? TIME_OF_HERE : TIME_OF_UTC, zone);
    if (utc == NULL || zone == NULL) return utc;
    Object *made = call_one(vm, zone, "fromutc", utc);
    object_drop(vm, utc);
    return made;
}

static void split_now(Vm *vm, int64_t *seconds, int *parts) {
    int64_t now = world_clock(vm->world, WORLD_CLOCK_REAL);
    *seconds = now / 1000000000;
    *parts = (int)(now % 1000000000 / 1000);
}

static Object *moment_method_now(Vm *vm, const Slot *arguments) {
    Object *zone = arguments[1].object == NULL ? vm->objects->none : arguments[1].object;
    int64_t seconds;
    int parts;
    if (!date_read_zone(vm, zone, &zone)) return NULL;
    split_now(vm, &seconds, &parts);
    return new_in_zone(vm, (Type *)arguments[0].object, seconds, parts, zone);
}

static Object *moment_method_utcnow(Vm *vm, const Slot *arguments) {
    int64_t seconds;
    int parts;
    split_now(vm, &seconds, &parts);
    return new_of_moment(vm, (Type *)arguments[0].object, seconds, parts, TIME_OF_UTC, NULL);
}

static Object *moment_method_fromtimestamp(Vm *vm, const Slot *arguments) {
    Object *zone = arguments[2].object == NULL ? vm->objects->none : arguments[2].object;
    int64_t seconds;
    int parts;
    if (!date_read_zone(vm, zone, &zone) ||
        !read_timestamp(vm, arguments[1].object, &seconds, &parts))
        return NULL;
    return new_in_zone(vm, (Type *)arguments[0].object, seconds, parts, zone);
}

static Object *moment_method_utcfromtimestamp(Vm *vm, const Slot *arguments) {
    int64_t seconds;
    int parts;
    if (!read_timestamp(vm, arguments[1].object, &seconds, &parts)) return NULL;
    return new_of_moment(vm, (Type *)arguments[0].object, seconds, parts, TIME_OF_UTC, NULL);
}

static Object *moment_method_strptime(Vm *vm, const Slot *arguments) {
    for (int i = 1; i < 3; i++)
        if (!object_is_str(vm, arguments[i].object))
            return raise(vm, ERROR_MOMENT_STRPTIME, i, arguments[i].object);
    Object *function = date_import(vm, &date_state(vm)->strptime, "_strptime",
                                   "_strptime_datetime");
    if (function == NULL) return NULL;
    return object_call_with(vm, function, 3, arguments[0].object, arguments[1].object,
                            arguments[2].object);
}

static Object *moment_method_combine(Vm *vm, const Slot *arguments) {
    Object *date = arguments[1].object, *time = arguments[2].object, *zone;
    if (!date_is(vm, date))
        return argument_refuse(vm, "combine", 1, "datetime.date", date), NULL;
    if (object_type(vm, time)->native != &date_time_definition)
        return argument_refuse(vm, "combine", 2, "datetime.time", time), NULL;
    zone = ((const Time *)time)->zone.object;
    if (arguments[3].object != NULL && !date_read_zone(vm, arguments[3].object, &zone)) return NULL;
    return date_new_moment(vm, (Type *)arguments[0].object, &((const Date *)date)->date,
                           &((const Time *)time)->clock, zone);
}

// Where the date ends in a text: behind 7, 8 or 10 characters, as its form wants.
static int64_t date_length(Ascii text) {
    const char *at = text.text;
    if (text.length == 7) return 7;
    if (text.length < 7) return 0;
    bool has_separators = at[4] == '-';
    if (at[has_separators ? 5 : 4] != 'W') return has_separators ? 10 : 8;
    if (!has_separators) {
        // YYYYWww and YYYYWwwd: a digit more is the day, where what is left has an even length.
        int64_t digits = 7;
        while (digits < text.length && at[digits] >= '0' && at[digits] <= '9') digits++;
        if (digits < 9) return digits;
        return digits % 2 == 0 ? 7 : 8;
    }
    if (text.length < 8) return 0;
    if (text.length > 8 && at[8] == '-') {
        if (text.length == 9) return 0;
        bool is_time = text.length > 10 && at[10] >= '0' && at[10] <= '9';
        return is_time ? 8 : 10;
    }
    return 8;
}

static bool read_iso(Vm *vm, Ascii text, DateFields *date, IsoTime *time) {
    int64_t length = date_length(text);
    *time = (IsoTime){0};
    if (length == 0 || length > text.length ||
        !date_read_iso(vm, (Ascii){text.text, length}, date))
        return false;
    if (length == text.length) return true;
    // One character of any kind stands between date and time.
    return date_read_iso_time((Ascii){text.text + length + 1, text.length - length - 1}, time);
}

static Object *moment_method_fromisoformat(Vm *vm, const Slot *arguments) {
    Object *given = arguments[1].object, *zone = NULL;
    if (!object_is_str(vm, given)) return raise(vm, ERROR_DATE_ISO_TYPE);
    const Str *str = (const Str *)given;
    DateFields date;
    IsoTime time;
    size_t bytes;
    const char *utf8 = str_utf8(vm, str, &bytes);
    if (utf8 == NULL) return NULL;
    bool done = read_iso(vm, (Ascii){utf8, (int64_t)bytes}, &date, &time);
    if (!done && !str->is_ascii && str->length > 10) {   // the character between may be any
        char plain[64];
        int64_t length = str->length < 63 ? str->length : 63;
        for (int64_t i = 0; i < length; i++) {
            uint32_t c = str_get_char(str, i);
            plain[i] = (char)(c < 128 ? c : i == 8 || i == 10 || i == 7 ? 'T' : '?');
        }
        raised_clear(vm);
        done = str->length < 63 && read_iso(vm, (Ascii){plain, length}, &date, &time);
    }
    str_utf8_drop(vm, str, utf8, bytes);
    if (!done) {
        raised_clear(vm);
        return raise(vm, ERROR_DATE_ISO_TEXT, given);
    }
    if (time.has_zone) {
        Object *offset = delta_new(vm, time.offset);
        zone = offset == NULL ? NULL : date_new_zone(vm, offset, NULL);
        object_drop_or_null(vm, offset);
        if (zone == NULL) return NULL;
    }
    Object *made = date_new_moment(vm, (Type *)arguments[0].object, &date, &time.clock, zone);
    object_drop_or_null(vm, zone);
    return made;
}

// --- zones ---

Object *date_zone_of(Vm *vm, Object *moment, const char *method) {
    return date_load_offset(vm, moment_of(moment)->zone.object, method, moment);
}

static Object *moment_method_utcoffset(Vm *vm, const Slot *arguments) {
    return date_zone_of(vm, arguments[0].object, "utcoffset");
}

static Object *moment_method_dst(Vm *vm, const Slot *arguments) {
    return date_zone_of(vm, arguments[0].object, "dst");
}

static Object *moment_method_tzname(Vm *vm, const Slot *arguments) {
    Object *moment = arguments[0].object;
    return date_load_zone_name(vm, moment_of(moment)->zone.object, moment);
}

static Found find_offset(Vm *vm, Object *moment, int64_t *parts) {
    return date_find_offset(vm, moment_of(moment)->zone.object, "utcoffset", moment, parts);
}

// timezone(offset, name) of the local clocks at a moment.
static Object *local_zone(Vm *vm, int64_t seconds) {
    WorldTime time;
    if (!ask_time(vm, seconds, TIME_OF_HERE, &time)) return NULL;
    Object *offset = delta_new(vm, (__int128)time.offset_seconds * DATE_SECOND_PARTS);
    Object *name = offset == NULL ? NULL : str_new_c(vm, time.zone);
    Object *zone = name == NULL ? NULL : date_new_zone(vm, offset, name);
    object_drop_or_null(vm, offset);
    object_drop_or_null(vm, name);
    return zone;
}

static Object *zone_of_naive(Vm *vm, const DateTime *moment) {
    int64_t seconds;
    int64_t shown = parts_of(&moment->date, &moment->clock) / DATE_SECOND_PARTS;
    if (!moment_of_local(vm, shown, moment->clock.fold, &seconds)) return NULL;
    return local_zone(vm, seconds);
}

static Object *to_zone(Vm *vm, const DateTime *moment, Object *own, Object *zone) {
    int64_t offset, seconds = 0;
    Object *local = NULL, *source = own, *made = NULL;
    // utcoffset() None: the moment counts as one of local time.
    Found found = date_find_offset(vm, own, "utcoffset", (Object *)(uintptr_t)moment, &offset);
    if (found == RAISED) return NULL;
    if (found == ABSENT) {
        local = source = zone_of_naive(vm, moment);
        if (local == NULL ||
            date_find_offset(vm, local, "utcoffset", vm->objects->none, &offset) == RAISED)
            return NULL;
    }
    if (source == zone && local == NULL) return object_share((Object *)(uintptr_t)moment);
    DateFields date;
    ClockFields clock;
    __int128 parts = (__int128)parts_of(&moment->date, &moment->clock) - offset;
    if (fields_of(vm, parts, &date, &clock)) {
        Object *target = zone;
        if (target == NULL) {
            seconds = (int64_t)(parts / DATE_SECOND_PARTS) - epoch_seconds;
            target = local_zone(vm, seconds);
        } else {
            object_share(target);
        }
        Object *utc = target == NULL ? NULL
                                     : date_new_moment(vm, object_type(vm, &moment->base), &date,
                                                       &clock, target);
        if (utc != NULL) made = call_one(vm, target, "fromutc", utc);
        object_drop_or_null(vm, target);
        object_drop_or_null(vm, utc);
    }
    object_drop_or_null(vm, local);
    return made;
}

static Object *moment_method_astimezone(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    Object *zone = arguments[1].object == NULL ? vm->objects->none : arguments[1].object;
    if (zone != vm->objects->none && !date_is_zone(vm, zone))
        return raise_text(vm, exception_type(vm, EXCEPTION_TypeError),
                          "tzinfo argument must be None or of a tzinfo subclass, not type '%T'",
                          zone);
    if (zone == vm->objects->none) zone = NULL;
    Object *own = moment->zone.object;
    if (own != NULL && own == zone) return object_share(arguments[0].object);
    return to_zone(vm, moment, own, zone);
}

static Object *moment_method_timestamp(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    int64_t parts = parts_of(&moment->date, &moment->clock), offset = 0, seconds;
    if (moment->zone.object == NULL) {
        if (!moment_of_local(vm, parts / DATE_SECOND_PARTS, moment->clock.fold, &seconds))
            return NULL;
        return float_new(vm, (double)seconds + moment->clock.microsecond / 1e6);
    }
    Found found = find_offset(vm, arguments[0].object, &offset);
    if (found == RAISED) return NULL;
    if (found == ABSENT) return raise(vm, ERROR_MOMENT_NAIVE_SUBTRACT);
    Object *delta = delta_new(vm, (__int128)parts - offset -
                                  (__int128)epoch_seconds * DATE_SECOND_PARTS);
    Str *name = delta == NULL ? NULL : str_new_interned(vm, "total_seconds", 13);
    Object *result = name == NULL ? NULL : object_call_method(vm, delta, name, 0);
    object_drop_or_null(vm, delta);
    object_drop_or_null(vm, (Object *)name);
    return result;
}

// --- arithmetic ---

static Object *moment_add(Vm *vm, Object *left, Object *right) {
    bool is_first = date_is_moment(vm, left);
    Object *moment = is_first ? left : right, *delta = is_first ? right : left;
    if (!date_is_moment(vm, moment) || !delta_is(vm, delta)) return not_implemented_new(vm);
    return date_shift_moment(vm, moment_of(moment), delta_get_parts((const Delta *)delta));
}

static Object *moment_distance(Vm *vm, Object *left, Object *right) {
    const DateTime *a = moment_of(left), *b = moment_of(right);
    int64_t own = 0, other = 0;
    if (a->zone.object != b->zone.object) {
        Found own_found = find_offset(vm, left, &own);
        Found other_found = own_found == RAISED ? RAISED : find_offset(vm, right, &other);
        if (other_found == RAISED) return NULL;
        if (own_found != other_found) return raise(vm, ERROR_MOMENT_NAIVE_SUBTRACT);
    }
    return delta_new(vm, (__int128)(parts_of(&a->date, &a->clock) - own) -
                         (parts_of(&b->date, &b->clock) - other));
}

static Object *moment_subtract(Vm *vm, Object *left, Object *right) {
    if (!date_is_moment(vm, left)) return not_implemented_new(vm);
    if (date_is_moment(vm, right)) return moment_distance(vm, left, right);
    if (!delta_is(vm, right)) return not_implemented_new(vm);
    return date_shift_moment(vm, moment_of(left), -delta_get_parts((const Delta *)right));
}

// --- behaviour ---

// Is the offset another one with the other fold? Then no moment of another zone equals it.
static Found depends_on_fold(Vm *vm, Object *object, Found own_found, int64_t own) {
    const DateTime *moment = moment_of(object);
    ClockFields clock = moment->clock;
    clock.fold = !clock.fold;
    Object *flipped = new_exact(vm, date_state(vm)->datetime, &moment->date, &clock,
                                moment->zone.object);
    int64_t parts;
    if (flipped == NULL) return RAISED;
    Found found = find_offset(vm, flipped, &parts);
    object_drop(vm, flipped);
    if (found == RAISED) return RAISED;
    return found != own_found || (found == FOUND && parts != own) ? FOUND : ABSENT;
}

static Object *compare_zones(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const DateTime *a = moment_of(left), *b = moment_of(right);
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    int64_t own, other, x = parts_of(&a->date, &a->clock), y = parts_of(&b->date, &b->clock);
    Found own_found = find_offset(vm, left, &own);
    Found other_found = own_found == RAISED ? RAISED : find_offset(vm, right, &other);
    if (other_found == RAISED) return NULL;
    if (own_found != other_found) {
        if (is_equality) return bool_new(vm, comparison == COMPARE_NOT_EQUAL);
        return raise(vm, ERROR_CLOCK_NAIVE_COMPARE, "datetimes");
    }
    if (is_equality) {
        Found depends = depends_on_fold(vm, left, own_found, own);
        if (depends == ABSENT) depends = depends_on_fold(vm, right, other_found, other);
        if (depends == RAISED) return NULL;
        if (depends == FOUND) return bool_new(vm, comparison == COMPARE_NOT_EQUAL);
    }
    return sequence_compare_counts(vm, x - own, y - other, comparison);
}

static Object *moment_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!date_is_moment(vm, right)) {
        if (!date_is(vm, right)) return not_implemented_new(vm);
        // A datetime is a date, but never equal to one that is no datetime.
        if (comparison == COMPARE_EQUAL) return bool_new(vm, false);
        if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, true);
        return raise(vm, ERROR_DATE_COMPARE, object_type_name(vm, left),
                     object_type_name(vm, right));
    }
    const DateTime *a = moment_of(left), *b = moment_of(right);
    if (a->zone.object != b->zone.object) return compare_zones(vm, left, right, comparison);
    return sequence_compare_counts(vm, parts_of(&a->date, &a->clock),
                                   parts_of(&b->date, &b->clock), comparison);
}

static void write_state(const DateTime *moment, uint8_t *state) {
    const DateFields *date = &moment->date;
    const ClockFields *clock = &moment->clock;
    const uint8_t bytes[] = {
        (uint8_t)(date->year >> 8), (uint8_t)date->year, (uint8_t)date->month,
        (uint8_t)date->day, (uint8_t)clock->hour, (uint8_t)clock->minute,
        (uint8_t)clock->second, (uint8_t)(clock->microsecond >> 16),
        (uint8_t)(clock->microsecond >> 8), (uint8_t)clock->microsecond,
    };
    memcpy(state, bytes, sizeof bytes);
}

// Equal moments have equal hashes: by what they are in UTC, and whatever the fold.
static bool hash_moment(Vm *vm, Object *object, int64_t *hash) {
    const DateTime *moment = moment_of(object);
    int64_t offset;
    Object *plain = NULL;
    if (moment->clock.fold != 0 && moment->zone.object != NULL) {
        ClockFields clock = moment->clock;
        clock.fold = 0;
        plain = new_exact(vm, date_state(vm)->datetime, &moment->date, &clock,
                          moment->zone.object);
        if (plain == NULL) return false;
    }
    Found found = find_offset(vm, plain != NULL ? plain : object, &offset);
    object_drop_or_null(vm, plain);
    if (found == RAISED) return false;
    if (found == ABSENT) {
        uint8_t state[STATE_BYTES];
        write_state(moment, state);
        *hash = hash_bytes(&vm->objects->hash_key, state, STATE_BYTES);
        return true;
    }
    Object *delta = delta_new(vm, (__int128)parts_of(&moment->date, &moment->clock) - offset);
    bool done = delta != NULL && object_hash(vm, delta, hash);
    object_drop_or_null(vm, delta);
    return done;
}

static bool moment_hash(Vm *vm, Object *object, int64_t *hash) {
    DateTime *moment = (DateTime *)object;
    if (moment->hash == -1 && !hash_moment(vm, object, &moment->hash)) return false;
    *hash = moment->hash;
    return true;
}

static Object *moment_repr(Vm *vm, Object *object) {
    const DateTime *moment = moment_of(object);
    const DateFields *date = &moment->date;
    const ClockFields *clock = &moment->clock;
    char text[112];
    int length = snprintf(text, sizeof text, "%d, %d, %d, %d, %d", date->year, date->month,
                          date->day, clock->hour, clock->minute);
    if (clock->second != 0 || clock->microsecond != 0)
        length += snprintf(text + length, 16, ", %d", clock->second);
    if (clock->microsecond != 0) length += snprintf(text + length, 16, ", %d", clock->microsecond);
    if (clock->fold != 0) snprintf(text + length, 16, ", fold=1");
    const char *name = object_type_name(vm, object);
    if (moment->zone.object == NULL) return str_new_format(vm, "%s(%s)", name, text);
    return str_new_format(vm, "%s(%s, tzinfo=%R)", name, text, moment->zone.object);
}

static Object *iso_text(Vm *vm, Object *object, uint32_t separator, ClockPrecision precision) {
    const DateTime *moment = moment_of(object);
    char date[48], clock[64];
    int64_t offset;
    snprintf(date, sizeof date, "%04d-%02d-%02d", moment->date.year, moment->date.month,
             moment->date.day);
    date_write_clock(clock, &moment->clock, precision);
    switch (find_offset(vm, object, &offset)) {
    case FOUND: date_write_offset(clock + strlen(clock), offset, ":"); break;
    case ABSENT: break;
    case RAISED: return NULL;
    }
    return str_new_format(vm, "%s%c%s", date, (int)separator, clock);
}

static Object *moment_str(Vm *vm, Object *object) {
    Object *separator = str_new_char(vm, ' ');
    Object *text = separator == NULL ? NULL : call_one(vm, object, "isoformat", separator);
    object_drop_or_null(vm, separator);
    return text;
}

// --- methods ---

static Object *moment_method_isoformat(Vm *vm, const Slot *arguments) {
    Object *separator = arguments[1].object;
    ClockPrecision precision;
    if (separator != NULL &&
        (!object_is_str(vm, separator) || ((const Str *)separator)->length != 1)) {
        argument_refuse(vm, "isoformat", 1, "a unicode character", separator);
        return NULL;
    }
    if (!date_read_precision(vm, arguments[2].object, 2, &precision)) return NULL;
    return iso_text(vm, arguments[0].object,
                    separator == NULL ? 'T' : str_get_char((const Str *)separator, 0), precision);
}

static Object *moment_method_date(Vm *vm, const Slot *arguments) {
    return date_new(vm, &moment_of(arguments[0].object)->date);
}

static Object *moment_method_time(Vm *vm, const Slot *arguments) {
    return date_new_clock(vm, date_state(vm)->time, &moment_of(arguments[0].object)->clock, NULL);
}

static Object *moment_method_timetz(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    return date_new_clock(vm, date_state(vm)->time, &moment->clock, moment->zone.object);
}

static Object *moment_method_timetuple(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    int64_t summer;
    int is_summer = -1;
    switch (date_find_offset(vm, moment->zone.object, "dst", arguments[0].object, &summer)) {
    case FOUND: is_summer = summer != 0; break;
    case ABSENT: break;
    case RAISED: return NULL;
    }
    return date_struct_time(vm, &moment->date, &moment->clock, is_summer);
}

static Object *moment_method_utctimetuple(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    DateFields date = moment->date;
    ClockFields clock = moment->clock;
    int64_t offset;
    Found found = find_offset(vm, arguments[0].object, &offset);
    if (found == RAISED) return NULL;
    if (found == FOUND &&
        !fields_of(vm, (__int128)parts_of(&date, &clock) - offset, &date, &clock))
        return NULL;
    return date_struct_time(vm, &date, &clock, 0);
}

static Object *moment_method_replace(Vm *vm, const Slot *arguments) {
    const DateTime *moment = moment_of(arguments[0].object);
    DateFields date = moment->date;
    ClockFields clock = moment->clock;
    Object *zone = moment->zone.object, *values[9];
    for (int i = 0; i < 9; i++) values[i] = arguments[1 + i].object;
    if (!read_fields(vm, values, &date, &clock) ||
        (values[7] != NULL && !date_read_zone(vm, values[7], &zone)))
        return NULL;
    return new_exact(vm, object_type(vm, &moment->base), &date, &clock, zone);
}

static Object *reduce(Vm *vm, const DateTime *moment, int protocol) {
    uint8_t state[STATE_BYTES];
    write_state(moment, state);
    if (protocol > 3 && moment->clock.fold != 0) state[2] |= 0x80;
    Object *bytes = bytes_new(vm, state, STATE_BYTES);
    Object *type = &object_type(vm, &moment->base)->base, *zone = moment->zone.object;
    return zone == NULL ? build_tuple(vm, "o(O)", type, bytes)
                        : build_tuple(vm, "o(Oo)", type, bytes, zone);
}

static Object *moment_method___reduce__(Vm *vm, const Slot *arguments) {
    return reduce(vm, moment_of(arguments[0].object), 2);
}

static Object *moment_method___reduce_ex__(Vm *vm, const Slot *arguments) {
    int protocol;
    if (!argument_process(vm, arguments[1].object, &protocol)) return NULL;
    return reduce(vm, moment_of(arguments[0].object), protocol);
}

static Object *moment_method_ctime(Vm *vm, const Slot *arguments) {
    for (const Method *row = date_date_definition.methods; row->name != NULL; row++)
        if (strcmp(row->name, "ctime") == 0) return row->function(vm, arguments);
    return NULL;
}

#define FIELD_GETTER(field)                                                     \
    static Object *get_##field(Vm *vm, Object *object) {                        \
        return int_new(vm, moment_of(object)->clock.field);                     \
    }
FIELD_GETTER(hour)
FIELD_GETTER(minute)
FIELD_GETTER(second)
FIELD_GETTER(microsecond)
FIELD_GETTER(fold)

static Object *get_tzinfo(Vm *vm, Object *object) {
    Object *zone = moment_of(object)->zone.object;
    return zone == NULL ? none_new(vm) : object_share(zone);
}

#define CLASS_MAKER(name, signature, doc) \
    {#name, moment_method_##name, signature, doc, METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE}
#define OWN(name, signature, doc) HIDDEN_METHOD(moment, name, signature, doc)

static const Method moment_methods[] = {
    OWN(__reduce__, "(self, /)", "What copies and pickles make of it."),
    OWN(__reduce_ex__, "(self, protocol, /)", "What copies and pickles of a protocol make of it."),
    OWN(astimezone, "(self, tz=None)", "The same moment in another zone, or in the local one."),
    CLASS_MAKER(combine, "(cls, date, time, tzinfo=None)", "Of a date and a time."),
    OWN(ctime, "(self, /)", "As the C library writes it: Thu Feb 29 13:45:06 2024."),
    OWN(date, "(self, /)", "The date alone."),
    OWN(dst, "(self, /)", "By how much the zone's summer time differs, or None."),
    CLASS_MAKER(fromisoformat, "(cls, string, /)", "Of a text in a form of ISO 8601."),
    CLASS_MAKER(fromtimestamp, "(cls, timestamp, tz=None)",
                "Of seconds since 1970, in the zone, or in local time."),
    OWN(isoformat, "(self, sep='T', timespec='auto')",
        "As ISO 8601 writes it: 2024-02-29T13:45:06+02:00."),
    {"now", moment_method_now, "(cls, /, tz=None)", "Now, in the zone or in local time.",
     METHOD_IS_CLASS},
    OWN(replace, "(self, year=0, month=0, day=0, hour=0, minute=0, second=0, microsecond=0, "
                 "tzinfo=None, *, fold=0)", "One with some fields changed."),
    CLASS_MAKER(strptime, "(cls, string, format, /)", "Of a text, by the format that it has."),
    OWN(time, "(self, /)", "The time alone, without its zone."),
    OWN(timestamp, "(self, /)", "Seconds since 1970."),
    OWN(timetuple, "(self, /)", "As time.localtime() gives it."),
    OWN(timetz, "(self, /)", "The time with its zone."),
    OWN(tzname, "(self, /)", "The zone's name, or None."),
    CLASS_MAKER(utcfromtimestamp, "(cls, timestamp, /)",
                "Of seconds since 1970, in UTC but without a zone."),
    CLASS_MAKER(utcnow, "(cls, /)", "Now, in UTC but without a zone."),
    OWN(utcoffset, "(self, /)", "How far the zone is ahead of UTC, or None."),
    OWN(utctimetuple, "(self, /)", "As time.gmtime() gives it."),
    {0},
};

#define GETTER(field) {#field, get_##field, NULL, NULL}

static const Property moment_properties[] = {
    GETTER(hour), GETTER(minute), GETTER(second), GETTER(microsecond), GETTER(tzinfo),
    GETTER(fold), {0},
};

static const Field moment_fields[] = {FIELD_NAMED(DateTime, zone, "tzinfo"), {0}};

const TypeDefinition date_moment_definition = {
    .name = "datetime.datetime",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(DateTime),
    .python_bytes = 48,
    .layout = {.name = "datetime.datetime", .flags = LAYOUT_COLLECTED, .fields = moment_fields},
    .behaviour = {
        .repr = moment_repr, .str = moment_str, .hash = moment_hash, .compare = moment_compare,
        .load_attribute = object_load_attribute_plain, .new = moment_make,
        .size_of = date_size_of,
        .binary = {[BINARY_ADD] = moment_add, [BINARY_SUBTRACT] = moment_subtract},
    },
    .methods = moment_methods,
    .properties = moment_properties,
    .doc = "datetime(year, month, day[, hour[, minute[, second[, microsecond[, tzinfo]]]]]):\n"
           "a date with a time.",
};
