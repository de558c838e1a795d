// What the files of the module _datetime share: days counted from 1 January of year 1, and the
// objects date, time, datetime, timedelta and timezone.

#ifndef MODULES_DATETIME_H
#define MODULES_DATETIME_H

#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/int.h"
#include "objects/tuple.h"

enum {
    DATE_YEAR_MIN = 1, DATE_YEAR_MAX = 9999, DATE_ORDINAL_MAX = 3652059,
    DATE_DAYS_MAX = 999999999,       // of a timedelta
    DATE_DAY_SECONDS = 86400, DATE_SECOND_PARTS = 1000000,
    DATE_EPOCH_ORDINAL = 719163,     // 1 January 1970
};

// --- the calendar (datetime_calendar.c) ---

typedef struct DateFields {
    int year, month, day;
} DateFields;

typedef struct ClockFields {
    int hour, minute, second, microsecond, fold;
} ClockFields;

int date_days_in_month(int year, int month);
int date_day_of_year(const DateFields *date);          // from 1 on
int date_to_ordinal(const DateFields *date);
DateFields date_of_ordinal(int ordinal);
int date_week_day(const DateFields *date);             // Monday 0
// The ordinal of the Monday of week 1 of a year.
int date_first_monday(int year);
MUST_USE bool date_check(Vm *vm, const DateFields *date);
MUST_USE bool date_check_clock(Vm *vm, const ClockFields *clock);
// The date of a year, week and day of ISO 8601. False: raised.
MUST_USE bool date_of_week(Vm *vm, int year, int week, int day, DateFields *date);

// --- objects ---

typedef struct Delta {
    Object base;
    int64_t hash;          // -1 until known
    int32_t days, seconds, microseconds;
} Delta;

typedef struct Date {
    Object base;
    int64_t hash;
    DateFields date;
} Date;

typedef struct DateTime {      // begins as a Date
    Object base;
    int64_t hash;
    DateFields date;
    ClockFields clock;
    Slot zone;             // empty: None
} DateTime;

typedef struct Time {
    Object base;
    int64_t hash;
    ClockFields clock;
    Slot zone;
} Time;

typedef struct TimeZone {      // datetime.timezone
    Object base;
    Slot offset;           // Delta
    Slot name;             // Str, or empty
} TimeZone;

typedef struct DateState {
    Type *date, *datetime, *time, *delta, *zone_base, *zone, *week;   // borrow
    Slot utc;              // timezone.utc
    Slot struct_time, time_strftime, strptime;   // functions of the library, once they are used
} DateState;

DateState *date_state(Vm *vm);

// A new instance of one of these types is ready: those of classes are collected.
ALWAYS_INLINE Object *date_finish_new(Vm *vm, Object *object) {
    if (type_is_class(object_type(vm, object)) &&
        (object_layout(vm, object)->flags & LAYOUT_COLLECTED) != 0)
        object_track(vm, object);
    return object;
}

// The same for those with a zone: CPython collects none of them, but one whose zone is of a
// class of the program may be part of a cycle, which would never end.
ALWAYS_INLINE Object *date_finish_with_zone(Vm *vm, Object *object, const Object *zone) {
    bool is_plain = zone == NULL || object_type(vm, zone) == date_state(vm)->zone;
    if (is_plain) return date_finish_new(vm, object);
    object_track(vm, object);
    return object;
}

// CPython's figure, which knows no links of the collector.
ALWAYS_INLINE Object *date_size_of(Vm *vm, Object *object) {
    enum { LINK_BYTES = 16 };   // as sys.getsizeof() adds them
    const Type *type = object_type(vm, object);
    return int_new(vm, (int64_t)type->python_bytes - (type_is_class(type) ? 0 : LINK_BYTES));
}

// Reads arguments as CPython's format without a function's name does, one after the other:
// `required` of `count` names must be given, `positional` may be without a name. fields[i] gets
// the int of argument i; where it is NULL, *other gets that argument, borrowed, if it is given.
typedef struct DateParameters {
    const char *const *names;
    int required, positional, count;
} DateParameters;
MUST_USE bool date_read_arguments(Vm *vm, const Arguments *arguments,
                                  const DateParameters *parameters, int *const *fields,
                                  Object **other);
// An int argument, where one is given.
MUST_USE bool date_read_int(Vm *vm, Object *value, int *number);
// An attribute of a module of the library, kept in the slot. Borrowed; NULL: raised.
Object *date_import(Vm *vm, Slot *kept, const char *module, const char *name);
// Texts of fixed digits: "2024-05-01", "13:45:06.000001".
Object *date_text(Vm *vm, const DateFields *date);

// --- timedelta (datetime_delta.c) ---

extern const TypeDefinition date_delta_definition;
// All of it in microseconds.
__int128 delta_get_parts(const Delta *delta);
// OverflowError beyond its range.
MUST_USE Object *delta_new(Vm *vm, __int128 parts);
// Of the type given, which may be a subclass.
MUST_USE Object *delta_new_of(Vm *vm, Type *type, int days, int seconds, int microseconds);
bool delta_is(Vm *vm, const Object *object);

// --- zones (datetime_zone.c) ---

extern const TypeDefinition date_zone_base_definition, date_zone_definition;
bool date_is_zone(Vm *vm, const Object *object);      // an instance of tzinfo
// NULL and None are no zone; anything else must be one: the slot's value, borrowed.
MUST_USE bool date_read_zone(Vm *vm, Object *given, Object **zone);
// zone.utcoffset(argument) and zone.dst(argument). FOUND: *parts are its microseconds.
// ABSENT: None.
MUST_USE Found date_find_offset(Vm *vm, Object *zone, const char *method, Object *argument,
                                int64_t *parts);
// The same as an object, None or a timedelta.
MUST_USE Object *date_load_offset(Vm *vm, Object *zone, const char *method, Object *argument);
MUST_USE Object *date_load_zone_name(Vm *vm, Object *zone, Object *argument);
MUST_USE Object *date_new_zone(Vm *vm, Object *offset, Object *name);
// "+05:30" of an offset; separator "" gives "+0530". In room for 48 bytes.
void date_write_offset(char *text, int64_t parts, const char *separator);

// --- date (datetime_date.c), time (datetime_time.c), datetime (datetime_moment.c) ---

extern const TypeDefinition date_date_definition, date_week_definition, date_time_definition,
    date_moment_definition;
bool date_is(Vm *vm, const Object *object);          // a datetime too
bool date_is_moment(Vm *vm, const Object *object);
MUST_USE Object *date_new(Vm *vm, const DateFields *date);
// By calling the type where it is a subclass.
MUST_USE Object *date_new_of(Vm *vm, Type *type, const DateFields *date);
MUST_USE Object *date_new_clock(Vm *vm, Type *type, const ClockFields *clock, Object *zone);
MUST_USE Object *date_new_moment(Vm *vm, Type *type, const DateFields *date,
                                 const ClockFields *clock, Object *zone);
// moment + parts, of the moment's own type; `sign` -1 subtracts.
MUST_USE Object *date_shift_moment(Vm *vm, const DateTime *moment, __int128 parts);
MUST_USE Object *date_zone_of(Vm *vm, Object *moment, const char *method);

// --- texts (datetime_text.c) ---

typedef enum ClockPrecision {
    CLOCK_AUTO, CLOCK_HOURS, CLOCK_MINUTES, CLOCK_SECONDS, CLOCK_MILLISECONDS,
    CLOCK_MICROSECONDS, CLOCK_PRECISION_COUNT,
} ClockPrecision;

// The precision that a timespec, argument `place` of isoformat(), names; NULL: "auto".
MUST_USE bool date_read_precision(Vm *vm, Object *given, int place, ClockPrecision *precision);
// Writes a clock's time, zero-terminated, in room for 64 bytes.
void date_write_clock(char *text, const ClockFields *clock, ClockPrecision precision);
// What a text says, of any form of ISO 8601 that CPython reads.
typedef struct IsoTime {
    ClockFields clock;
    bool has_zone;
    int64_t offset;        // in microseconds
} IsoTime;
typedef struct Ascii {     // a text of ASCII characters, borrowed
    const char *text;
    int64_t length;
} Ascii;
MUST_USE bool date_read_iso(Vm *vm, Ascii text, DateFields *date);    // false: none, or raised
bool date_read_iso_time(Ascii text, IsoTime *time);
// strftime: the marks that time.strftime doesn't know are replaced.
MUST_USE Object *date_format(Vm *vm, Object *object, Object *format, Object *tuple,
                             Object *argument);
// __format__: str() of an empty format, else strftime().
MUST_USE Object *date_format_by(Vm *vm, Object *object, Object *format);
// A time.struct_time.
MUST_USE Object *date_struct_time(Vm *vm, const DateFields *date, const ClockFields *clock,
                                  int is_summer);

#endif
