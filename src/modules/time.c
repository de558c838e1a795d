// The module time: clocks, sleeping, the calendar.
//
// A calendar time is a WorldTime inside, and a struct_time outside: there months, days of the
// year and Monday begin at other numbers.

#include "base/world.h"
#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/posix.h"
#include "modules/seconds.h"
#include "modules/time.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "runtime/outside.h"
#include "runtime/threads.h"

#include <limits.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#define TIME(name) static Object *time_function_##name(Vm *vm, const Slot *arguments)

// --- clocks ---

static bool ask_clock(Vm *vm, WorldOperation operation, int64_t clock, int64_t *nanoseconds) {
    WorldRequest request = {.operation = operation, .numbers = {clock}};
    return posix_ask(vm, &request, nanoseconds);
}

static Object *seconds_of(Vm *vm, int64_t nanoseconds) {
    return float_new(vm, (double)nanoseconds / 1e9);
}

static Object *clock_in_seconds(Vm *vm, int64_t clock) {
    int64_t nanoseconds;
    return ask_clock(vm, WORLD_CLOCK, clock, &nanoseconds) ? seconds_of(vm, nanoseconds) : NULL;
}

static Object *clock_in_nanoseconds(Vm *vm, int64_t clock) {
    int64_t nanoseconds;
    return ask_clock(vm, WORLD_CLOCK, clock, &nanoseconds) ? int_new(vm, nanoseconds) : NULL;
}

// The clocks that have names: CLOCK_ROW(function, clock, is it monotonic).
#define CLOCKS \
    CLOCK_ROW(time, REALTIME, 0) CLOCK_ROW(monotonic, MONOTONIC, 1) \
    CLOCK_ROW(perf_counter, MONOTONIC, 1) CLOCK_ROW(process_time, PROCESS_CPUTIME_ID, 1) \
    CLOCK_ROW(thread_time, THREAD_CPUTIME_ID, 1)

#define CLOCK_ROW(name, clock, is_monotonic) \
    TIME(name) { \
        (void)arguments; \
        return clock_in_seconds(vm, CLOCK_##clock); \
    } \
    TIME(name##_ns) { \
        (void)arguments; \
        return clock_in_nanoseconds(vm, CLOCK_##clock); \
    }
CLOCKS
#undef CLOCK_ROW

TIME(clock_gettime) {
    int clock;
    if (!argument_process(vm, arguments[0].object, &clock)) return NULL;
    return clock_in_seconds(vm, clock);
}

TIME(clock_gettime_ns) {
    int clock;
    if (!argument_process(vm, arguments[0].object, &clock)) return NULL;
    return clock_in_nanoseconds(vm, clock);
}

TIME(clock_getres) {
    int clock;
    int64_t nanoseconds;
    if (!argument_process(vm, arguments[0].object, &clock) ||
        !ask_clock(vm, WORLD_CLOCK_RESOLUTION, clock, &nanoseconds))
        return NULL;
    return seconds_of(vm, nanoseconds);
}

static Object *set_clock(Vm *vm, int clock, int64_t nanoseconds) {
    WorldRequest request = {.operation = WORLD_SET_CLOCK, .numbers = {clock, nanoseconds}};
    return posix_ask_none(vm, &request);
}

TIME(clock_settime) {
    int clock;
    int64_t nanoseconds;
    if (!argument_process(vm, arguments[0].object, &clock) ||
        !seconds_read(vm, arguments[1].object, SECONDS_DOWN, &nanoseconds))
        return NULL;
    return set_clock(vm, clock, nanoseconds);
}

TIME(clock_settime_ns) {
    int clock;
    int64_t nanoseconds;
    Object *given = arguments[1].object;
    if (!argument_process(vm, arguments[0].object, &clock)) return NULL;
    if (!object_is_int(vm, given)) return raise(vm, ERROR_TIME_NANOSECONDS, given);
    if (int_find_value(vm, given, &nanoseconds) != FOUND)
        return raise(vm, ERROR_SECONDS_TOO_LARGE);
    return set_clock(vm, clock, nanoseconds);
}

// The clock of a thread: all threads of the program are one for the system.
TIME(pthread_getcpuclockid) {
    if (!object_is_int(vm, arguments[0].object)) {
        argument_refuse(vm, "pthread_getcpuclockid", 1, "int", arguments[0].object);
        return NULL;
    }
    WorldRequest request = {.operation = WORLD_IDENTITY, .numbers = {WORLD_THREAD}};
    int64_t thread = world_ask(vm->world, &request);
    return int_new(vm, (int32_t)(~(uint32_t)thread << 3 | 6));
}

static Object *new_clock_info(Vm *vm, const char *clock, int is_monotonic, int64_t resolution) {
    Object *info = object_call_with(vm, &type_of_kind(vm, KIND_NAMESPACE)->base, 0);
    if (info == NULL) return NULL;
    Dict *dict = (Dict *)object_prefix(info)->dict.object;
    const struct { const char *name; Object *value; } rows[] = {
        {"implementation", str_new_format(vm, "clock_gettime(CLOCK_%s)", clock)},
        {"monotonic", bool_new(vm, is_monotonic)},
        {"adjustable", bool_new(vm, !is_monotonic)},
        {"resolution", seconds_of(vm, resolution)},
    };
    bool done = true;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        done = done && rows[i].value != NULL && dict_set_c(vm, dict, rows[i].name, rows[i].value);
        object_drop_or_null(vm, rows[i].value);
    }
    if (done) return info;
    object_drop(vm, info);
    return NULL;
}

TIME(get_clock_info) {
    static const struct { const char *name, *clock; int number, is_monotonic; } rows[] = {
#define CLOCK_ROW(name, clock, is_monotonic) {#name, #clock, CLOCK_##clock, is_monotonic},
        CLOCKS
#undef CLOCK_ROW
    };
    Object *name = arguments[0].object;
    int64_t resolution;
    if (!argument_str(vm, "get_clock_info", 1, name)) return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        if (!str_is((Str *)name, rows[i].name)) continue;
        if (!ask_clock(vm, WORLD_CLOCK_RESOLUTION, rows[i].number, &resolution)) return NULL;
        return new_clock_info(vm, rows[i].clock, rows[i].is_monotonic, resolution);
    }
    return raise(vm, ERROR_TIME_CLOCK_NAME);
}

TIME(sleep) {
    int64_t nanoseconds;
    if (!seconds_read(vm, arguments[0].object, SECONDS_AWAY, &nanoseconds)) return NULL;
    if (nanoseconds < 0) return raise(vm, ERROR_TIME_SLEEP);
    if (thread_sleep(vm, thread_deadline(vm, nanoseconds)) == THREAD_RAISED) return NULL;
    return none_new(vm);
}

// --- struct_time ---

enum { STRUCT_ZONE = 9, STRUCT_OFFSET = 10, STRUCT_FIELDS = 11, STRUCT_VISIBLE = 9 };

static const StructField struct_fields[] = {
    {"tm_year", "the year, 1993 for instance"}, {"tm_mon", "the month, 1 to 12"},
    {"tm_mday", "the day of the month, 1 to 31"}, {"tm_hour", "the hour, 0 to 23"},
    {"tm_min", "the minute, 0 to 59"}, {"tm_sec", "the second, 0 to 61"},
    {"tm_wday", "the day of the week, 0 (Monday) to 6"},
    {"tm_yday", "the day of the year, 1 to 366"},
    {"tm_isdst", "1 in the summer time, 0 outside, -1: not known"},
    {"tm_zone", "the short name of the zone"}, {"tm_gmtoff", "seconds east of Greenwich"},
};

static const StructSequence struct_time = {
    .name = "time.struct_time",
    .doc = "A time of the calendar, as gmtime(), localtime() and strptime() give it.",
    .fields = struct_fields, .field_count = STRUCT_FIELDS, .visible_count = STRUCT_VISIBLE,
};

static Object *struct_time_new(Vm *vm, const WorldTime *time) {
    const int64_t numbers[STRUCT_VISIBLE] = {
        time->year, time->month + 1, time->day, time->hour, time->minute, time->second,
        (time->week_day + 6) % 7, time->year_day + 1, time->is_summer,
    };
    Object *values[STRUCT_FIELDS];
    for (int i = 0; i < STRUCT_VISIBLE; i++) values[i] = int_new(vm, numbers[i]);
    values[STRUCT_ZONE] = posix_text_new(vm, time->zone, (int64_t)strlen(time->zone),
                                         POSIX_AS_STR);
    values[STRUCT_OFFSET] = int_new(vm, time->offset_seconds);
    return struct_sequence_take(vm, &struct_time, values);
}

// Zone and offset of a struct_time, which a tuple has not.
static bool read_zone(Vm *vm, const Tuple *tuple, WorldTime *time) {
    Object *zone = tuple->items[STRUCT_ZONE].object, *offset = tuple->items[STRUCT_OFFSET].object;
    int64_t seconds;
    size_t bytes;
    if (zone != vm->objects->none) {
        if (!object_is_str(vm, zone)) return raise_false(vm, ERROR_TIME_TUPLE_ITEMS, "zone");
        const char *text = str_utf8(vm, (Str *)zone, &bytes);
        if (text == NULL) return false;
        memcpy(time->zone, text, bytes < sizeof time->zone ? bytes : sizeof time->zone - 1);
        str_utf8_drop(vm, (Str *)zone, text, bytes);
    }
    if (offset == vm->objects->none) return true;
    if (!argument_int64(vm, offset, &seconds)) return false;
    time->offset_seconds = (int32_t)seconds;
    return true;
}

// Reads a struct_time or a tuple of nine; `function` is for errors.
static bool read_struct(Vm *vm, const char *function, Object *given, WorldTime *time) {
    int n[STRUCT_VISIBLE];
    if (!object_is_tuple(vm, given)) return raise_false(vm, ERROR_TIME_TUPLE);
    const Tuple *tuple = (const Tuple *)given;
    if (tuple->count != STRUCT_VISIBLE)
        return raise_false(vm, ERROR_TIME_TUPLE_ITEMS, function);
    object_share(given);
    bool done = true;
    for (int i = 0; done && i < STRUCT_VISIBLE; i++)
        done = argument_process(vm, tuple->items[i].object, &n[i]);
    if (done && n[0] < INT_MIN + 1900) done = raise_false(vm, ERROR_TIME_YEAR);
    *time = (WorldTime){0};
    const Type *type = struct_sequence_load_type(vm, &struct_time);
    if (done && object_type(vm, given) == type) done = read_zone(vm, tuple, time);
    object_drop(vm, given);
    if (!done) return false;
    time->year = n[0];
    time->month = (int32_t)((uint32_t)n[1] - 1);
    time->day = n[2];
    time->hour = n[3];
    time->minute = n[4];
    time->second = n[5];
    time->week_day = (int32_t)((uint32_t)n[6] + 1) % 7;
    time->year_day = (int32_t)((uint32_t)n[7] - 1);
    time->is_summer = n[8];
    return true;
}

static bool is_within(Vm *vm, int64_t value, int64_t last, const char *name) {
    return (value >= 0 && value <= last) || raise_false(vm, ERROR_TIME_FIELD, name);
}

// Months and days may be 0 and mean the first.
static bool check_struct(Vm *vm, WorldTime *time) {
    if (time->month == -1) time->month = 0;
    if (time->day == 0) time->day = 1;
    if (time->year_day == -1) time->year_day = 0;
    return is_within(vm, time->month, 11, "month") &&
           is_within(vm, time->day, 31, "day of month") &&
           is_within(vm, time->hour, 23, "hour") && is_within(vm, time->minute, 59, "minute") &&
           is_within(vm, time->second, 61, "seconds") &&
           is_within(vm, time->week_day, 6, "day of week") &&
           is_within(vm, time->year_day, 365, "day of year");
}

// --- the calendar ---

typedef enum TimeZone { TIME_IS_LOCAL, TIME_IS_UTC } TimeZone;

// The calendar time of seconds since 1970; given NULL or None: of now.
static bool load_time(Vm *vm, Object *given, TimeZone zone, WorldTime *time) {
    int64_t seconds, rest, result;
    if (given != NULL && given != vm->objects->none) {
        if (!seconds_split(vm, given, SECONDS_DOWN, &seconds, &rest)) return false;
    } else {
        seconds = world_clock(vm->world, WORLD_CLOCK_REAL) / SECONDS_NANOSECONDS;
    }
    WorldRequest request = {.operation = WORLD_LOCAL_TIME, .numbers = {seconds, zone},
                            .out = time, .out_bytes = sizeof *time};
    return posix_ask(vm, &request, &result);
}

TIME(gmtime) {
    WorldTime time;
    return load_time(vm, arguments[0].object, TIME_IS_UTC, &time) ? struct_time_new(vm, &time)
                                                                  : NULL;
}

TIME(localtime) {
    WorldTime time;
    return load_time(vm, arguments[0].object, TIME_IS_LOCAL, &time) ? struct_time_new(vm, &time)
                                                                    : NULL;
}

static Object *time_text(Vm *vm, const WorldTime *time) {
    static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                     "Sep", "Oct", "Nov", "Dec"};
    return str_new_format(vm, "%s %s%3d %02d:%02d:%02d %ld", days[time->week_day],
                          months[time->month], time->day, time->hour, time->minute, time->second,
                          time->year);
}

TIME(asctime) {
    WorldTime time;
    Object *given = arguments[0].object;
    bool done = given == NULL ? load_time(vm, NULL, TIME_IS_LOCAL, &time)
                              : read_struct(vm, "asctime", given, &time) &&
                                    check_struct(vm, &time);
    return done ? time_text(vm, &time) : NULL;
}

TIME(ctime) {
    WorldTime time;
    return load_time(vm, arguments[0].object, TIME_IS_LOCAL, &time) ? time_text(vm, &time) : NULL;
}

TIME(mktime) {
    WorldTime time;
    int64_t seconds;
    if (!read_struct(vm, "mktime", arguments[0].object, &time)) return NULL;
    WorldRequest request = {.operation = WORLD_ZONE_SECONDS, .in = &time, .in_bytes = sizeof time,
                            .out = &seconds, .out_bytes = sizeof seconds};
    if (world_ask(vm->world, &request) < 0) return raise(vm, ERROR_TIME_MKTIME);
    return float_new(vm, (double)seconds);
}

// --- strftime ---

enum { FORMAT_ROOM = 1024, FORMAT_GROWTH_MAX = 256 };

// A time and its format as the world wants them, in system memory.
typedef struct TimeFormat {
    WorldTime time;
    wchar_t format[];    // with a zero behind
} TimeFormat;

static size_t format_bytes(const Str *format) {
    return sizeof(TimeFormat) + (size_t)(format->length + 1) * sizeof(wchar_t);
}

static TimeFormat *format_new(Vm *vm, const WorldTime *time, const Str *format) {
    TimeFormat *made = system_new(vm, format_bytes(format));
    if (made == NULL) return NULL;
    made->time = *time;
    for (int64_t i = 0; i < format->length; i++) {
        made->format[i] = (wchar_t)str_get_char(format, i);
        if (made->format[i] != 0) continue;
        system_drop(vm, made, format_bytes(format));
        return (TimeFormat *)raise(vm, ERROR_EMBEDDED_NULL);
    }
    return made;
}

// Asks into a room of so many characters; how many were written.
static int64_t ask_format(Vm *vm, const TimeFormat *wanted, size_t bytes, void *room,
                          int64_t characters) {
    WorldRequest request = {.operation = WORLD_FORMAT_TIME, .in = wanted, .in_bytes = bytes,
                            .out = room, .out_bytes = (size_t)characters * sizeof(wchar_t)};
    return world_ask(vm->world, &request) / (int64_t)sizeof(wchar_t);
}

// An empty answer may be one that had too little room: then more is tried.
static Object *format_in_more(Vm *vm, const TimeFormat *wanted, const Str *format) {
    for (int64_t room = 2 * FORMAT_ROOM; ; room *= 2) {
        size_t bytes = (size_t)room * sizeof(wchar_t);
        void *text = system_new(vm, bytes);
        if (text == NULL) return NULL;
        int64_t count = ask_format(vm, wanted, format_bytes(format), text, room);
        bool is_last = count > 0 || room >= FORMAT_GROWTH_MAX * format->length;
        Object *made = is_last ? str_new_from_chars(vm, text, sizeof(wchar_t), count) : NULL;
        system_drop(vm, text, bytes);
        if (is_last) return made;
    }
}

static Object *format_time(Vm *vm, const WorldTime *time, const Str *format) {
    wchar_t room[FORMAT_ROOM];
    TimeFormat *wanted = format_new(vm, time, format);
    if (wanted == NULL) return NULL;
    int64_t count = ask_format(vm, wanted, format_bytes(format), room, FORMAT_ROOM);
    bool is_whole = count > 0 || FORMAT_ROOM >= FORMAT_GROWTH_MAX * format->length;
    Object *text = is_whole ? str_new_from_chars(vm, room, sizeof(wchar_t), count)
                            : format_in_more(vm, wanted, format);
    system_drop(vm, wanted, format_bytes(format));
    return text;
}

TIME(strftime) {
    WorldTime time;
    Object *format = arguments[0].object, *given = arguments[1].object;
    if (!argument_str(vm, "strftime", 1, format)) return NULL;
    bool done = given == NULL ? load_time(vm, NULL, TIME_IS_LOCAL, &time)
                              : read_struct(vm, "strftime", given, &time) &&
                                    check_struct(vm, &time);
    if (!done) return NULL;
    time.is_summer = time.is_summer < -1 ? -1 : time.is_summer > 1 ? 1 : time.is_summer;
    return format_time(vm, &time, (Str *)format);
}

TIME(strptime) {
    Object *function = modules_load_member(vm, "_strptime", "_strptime_time");
    if (function == NULL) return NULL;
    Object *result = object_call_tuple(vm, function, (Tuple *)arguments[0].object, NULL);
    object_drop(vm, function);
    return result;
}

// --- the zone ---

static bool add_zone(Vm *vm, Module *module) {
    WorldZones zones = {0};
    WorldRequest request = {.operation = WORLD_ZONES, .out = &zones, .out_bytes = sizeof zones};
    (void)world_ask(vm->world, &request);
    Object *names[2];
    for (int i = 0; i < 2; i++)
        names[i] = posix_text_new(vm, zones.names[i], (int64_t)strlen(zones.names[i]),
                                  POSIX_AS_STR);
    Tuple *pair = names[0] == NULL || names[1] == NULL ? NULL
                                                       : tuple_pack(vm, 2, names[0], names[1]);
    object_drop_or_null(vm, names[0]);
    object_drop_or_null(vm, names[1]);
    const Constant rows[] = {
        {"timezone", zones.west_seconds[0]}, {"altzone", zones.west_seconds[1]},
        {"daylight", zones.west_seconds[0] != zones.west_seconds[1]},
    };
    return pair != NULL && module_take_set(vm, module, "tzname", (Object *)pair) &&
           constants_add(vm, module, rows, ARRAY_COUNT(rows));
}

bool time_set_zone(Vm *vm) {
    Str *name = str_new_interned(vm, "time", 4);
    Object *module = name == NULL ? NULL : dict_get_str(vm, modules_get_table(vm), name);
    object_drop_or_null(vm, (Object *)name);
    if (module == NULL || module->kind != KIND_MODULE) return !raised(vm);
    return add_zone(vm, (Module *)module);
}

TIME(tzset) {
    (void)arguments;
    return time_set_zone(vm) ? none_new(vm) : NULL;
}

// --- the module ---

static const Method functions[] = {
    HIDDEN_FUNCTION(time, time, "()", "Seconds since 1970."),
    HIDDEN_FUNCTION(time, time_ns, "()", "Nanoseconds since 1970."),
    PARSED_FUNCTION(time, clock_gettime, "(clk_id, /)", "Seconds of a clock: CLOCK_…."),
    PARSED_FUNCTION(time, clock_gettime_ns, "(clk_id, /)", "Nanoseconds of a clock."),
    PARSED_FUNCTION(time, clock_settime, "(clk_id, time, /)", "Set a clock to seconds."),
    PARSED_FUNCTION(time, clock_settime_ns, "(clk_id, time, /)", "Set a clock to nanoseconds."),
    PARSED_FUNCTION(time, clock_getres, "(clk_id, /)", "Seconds between two ticks of a clock."),
    PARSED_FUNCTION(time, pthread_getcpuclockid, "(thread_id, /)",
                    "The clock of the processor time of a thread."),
    HIDDEN_FUNCTION(time, sleep, "(seconds, /)", "Wait so many seconds; others run meanwhile."),
    PARSED_FUNCTION(time, gmtime, "(seconds=None, /)",
                    "The calendar time in UTC of seconds since 1970, or of now."),
    PARSED_FUNCTION(time, localtime, "(seconds=None, /)",
                    "The calendar time in the local zone of seconds since 1970, or of now."),
    HIDDEN_FUNCTION(time, asctime, "(tuple=None, /)",
                    "A calendar time as text: 'Sat Jun 06 16:26:11 1998'."),
    PARSED_FUNCTION(time, ctime, "(seconds=None, /)", "The same of seconds since 1970."),
    HIDDEN_FUNCTION(time, mktime, "(tuple, /)",
                    "Seconds since 1970 of a calendar time in the local zone."),
    PARSED_FUNCTION(time, strftime, "(format, tuple=None, /)",
                    "A calendar time as text by a format, whose marks begin with %."),
    HIDDEN_FUNCTION(time, strptime, "(*args)",
                    "strptime(string, format): the calendar time that a text tells."),
    HIDDEN_FUNCTION(time, tzset, "()", "Read the variable TZ anew."),
    HIDDEN_FUNCTION(time, monotonic, "()", "Seconds of a clock that never goes back."),
    HIDDEN_FUNCTION(time, monotonic_ns, "()", "Nanoseconds of a clock that never goes back."),
    HIDDEN_FUNCTION(time, process_time, "()", "Seconds of processor time of the process."),
    HIDDEN_FUNCTION(time, process_time_ns, "()", "The same in nanoseconds."),
    HIDDEN_FUNCTION(time, thread_time, "()", "Seconds of processor time of the thread."),
    HIDDEN_FUNCTION(time, thread_time_ns, "()", "The same in nanoseconds."),
    HIDDEN_FUNCTION(time, perf_counter, "()", "Seconds of the clock for measuring."),
    HIDDEN_FUNCTION(time, perf_counter_ns, "()", "Nanoseconds of the clock for measuring."),
    PARSED_FUNCTION(time, get_clock_info, "(name, /)", "What is known of a clock, by its name."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(CLOCK_REALTIME) CONSTANT(CLOCK_MONOTONIC) CONSTANT(CLOCK_MONOTONIC_RAW)
    CONSTANT(CLOCK_PROCESS_CPUTIME_ID) CONSTANT(CLOCK_THREAD_CPUTIME_ID)
    CONSTANT(CLOCK_BOOTTIME) CONSTANT(CLOCK_TAI) CONSTANT_OF(_STRUCT_TM_ITEMS, STRUCT_FIELDS)
};

bool time_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "Clocks, sleeping, and times of the calendar.") &&
           module_add_functions(vm, module, functions) && add_zone(vm, module) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           posix_add_type(vm, module, "struct_time", &struct_time);
}
