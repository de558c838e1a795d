// Dates and times as texts, and back: the forms of ISO 8601, and strftime.

#include "modules/datetime.h"

#include "objects/build.h"
#include "objects/codec.h"
#include "objects/int.h"

#include <stdio.h>
#include <string.h>

Object *date_text(Vm *vm, const DateFields *date) {
    char text[48];
    snprintf(text, sizeof text, "%04d-%02d-%02d", date->year, date->month, date->day);
    return str_new_c(vm, text);
}

// --- clocks ---

bool date_read_precision(Vm *vm, Object *given, int place, ClockPrecision *precision) {
    static const char *const names[] = {"auto", "hours", "minutes", "seconds", "milliseconds",
                                        "microseconds"};
    *precision = CLOCK_AUTO;
    if (given == NULL) return true;
    if (!object_is_str(vm, given)) return argument_refuse(vm, "isoformat", place, "str", given);
    for (int i = 0; i < CLOCK_PRECISION_COUNT; i++) {
        *precision = (ClockPrecision)i;
        if (str_is((const Str *)given, names[i])) return true;
    }
    return raise_false(vm, ERROR_CLOCK_SPECIFICATION);
}

void date_write_clock(char *text, const ClockFields *clock, ClockPrecision precision) {
    enum { PIECE_BYTES = 16 };
    if (precision == CLOCK_AUTO)
        precision = clock->microsecond != 0 ? CLOCK_MICROSECONDS : CLOCK_SECONDS;
    text += snprintf(text, PIECE_BYTES, "%02d", clock->hour);
    if (precision >= CLOCK_MINUTES) text += snprintf(text, PIECE_BYTES, ":%02d", clock->minute);
    if (precision >= CLOCK_SECONDS) text += snprintf(text, PIECE_BYTES, ":%02d", clock->second);
    if (precision == CLOCK_MILLISECONDS)
        snprintf(text, PIECE_BYTES, ".%03d", clock->microsecond / 1000);
    if (precision == CLOCK_MICROSECONDS) snprintf(text, PIECE_BYTES, ".%06d", clock->microsecond);
}

// --- reading ---

// Reads exactly so many digits at *at.
static bool read_digits(const char **at, const char *end, int count, int *number) {
    *number = 0;
    if (end - *at < count) return false;
    for (int i = 0; i < count; i++) {
        char c = *(*at)++;
        if (c < '0' || c > '9') return false;
        *number = *number * 10 + (c - '0');
    }
    return true;
}

static bool take(const char **at, const char *end, char c) {
    if (*at >= end || **at != c) return false;
    ++*at;
    return true;
}

bool date_read_iso(Vm *vm, Ascii text, DateFields *date) {
    const char *at = text.text, *end = at + text.length;
    if (!read_digits(&at, end, 4, &date->year)) return false;
    bool has_separators = take(&at, end, '-');
    if (take(&at, end, 'W')) {
        int week, day = 1;
        if (!read_digits(&at, end, 2, &week)) return false;
        if (at < end) {
            if (has_separators && !take(&at, end, '-')) return false;
            if (!read_digits(&at, end, 1, &day)) return false;
        }
        return at == end && date_of_week(vm, date->year, week, day, date);
    }
    return read_digits(&at, end, 2, &date->month) &&
           (!has_separators || take(&at, end, '-')) && read_digits(&at, end, 2, &date->day) &&
           at == end;
}

// HH[[:]MM[[:]SS[(.|,)fff…]]]
static bool read_clock(const char *at, const char *end, ClockFields *clock) {
    int *const fields[] = {&clock->hour, &clock->minute, &clock->second};
    bool has_separators = false;
    *clock = (ClockFields){0};
    for (int i = 0; i < 3; i++) {
        if (i == 1) has_separators = at < end && *at == ':';
        if (i > 0 && has_separators && !take(&at, end, ':')) return false;
        if (!read_digits(&at, end, 2, fields[i])) return false;
        if (at == end) return true;
        if (i < 2 && has_separators && *at != ':') return false;
    }
    if (!take(&at, end, '.') && !take(&at, end, ',')) return false;
    int64_t digits = end - at, used = digits < 6 ? digits : 6;
    if (digits == 0 || !read_digits(&at, end, (int)used, &clock->microsecond)) return false;
    for (int64_t i = used; i < 6; i++) clock->microsecond *= 10;
    while (at < end && *at >= '0' && *at <= '9') at++;   // what is smaller is cut off
    return at == end;
}

bool date_read_iso_time(Ascii text, IsoTime *time) {
    const char *at = text.text, *end = at + text.length, *zone = at;
    ClockFields offset;
    while (zone < end && *zone != '+' && *zone != '-' && *zone != 'Z') zone++;
    time->has_zone = zone < end;
    time->offset = 0;
    if (!read_clock(at, zone, &time->clock)) return false;
    if (!time->has_zone) return true;
    if (*zone == 'Z') return zone + 1 == end;
    if (!read_clock(zone + 1, end, &offset)) return false;
    int64_t seconds = offset.hour * 3600 + offset.minute * 60 + offset.second;
    time->offset = seconds * DATE_SECOND_PARTS + offset.microsecond;
    if (*zone == '-') time->offset = -time->offset;
    return true;
}

// --- strftime ---

Object *date_struct_time(Vm *vm, const DateFields *date, const ClockFields *clock,
                         int is_summer) {
    Object *make = date_import(vm, &date_state(vm)->struct_time, "time", "struct_time");
    if (make == NULL) return NULL;
    Object *fields = build_tuple(vm, "iiiiiiiii", (int64_t)date->year, (int64_t)date->month,
                                 (int64_t)date->day, (int64_t)clock->hour,
                                 (int64_t)clock->minute, (int64_t)clock->second,
                                 (int64_t)date_week_day(date),
                                 (int64_t)date_day_of_year(date), (int64_t)is_summer);
    Object *made = fields == NULL ? NULL : object_call_one(vm, make, fields);
    object_drop_or_null(vm, fields);
    return made;
}

// What the marks that depend on more than a struct_time are replaced by.
typedef struct Marks {
    Object *object, *argument;      // borrow: `argument` is what the zone is asked with
    Object *zone;                   // borrows; NULL: none
    int microsecond;
} Marks;

static bool add_offset(Vm *vm, StrBuilder *builder, const Marks *marks) {
    int64_t parts;
    char text[48];
    switch (date_find_offset(vm, marks->zone, "utcoffset", marks->argument, &parts)) {
    case FOUND:
        date_write_offset(text, parts, "");
        str_builder_add_c(builder, text);
        return true;
    case ABSENT: return true;
    default: return false;
    }
}

// The zone's name, its % written so that strftime gives it back.
static bool add_zone_name(Vm *vm, StrBuilder *builder, const Marks *marks) {
    Object *name = date_load_zone_name(vm, marks->zone, marks->argument);
    // A name that can't be written in utf-8 is refused, as CPython's strftime does.
    Object *bytes = name == NULL || name == vm->objects->none
                        ? object_share_or_null(name)
                        : codec_encode(vm, (Str *)name, NULL, NULL);
    if (bytes == NULL) {
        object_drop_or_null(vm, name);
        return false;
    }
    object_drop(vm, bytes);
    for (int64_t i = 0; name != vm->objects->none && i < ((const Str *)name)->length; i++) {
        uint32_t c = str_get_char((const Str *)name, i);
        if (c == '%') str_builder_add_char(builder, '%');
        str_builder_add_char(builder, c);
    }
    object_drop(vm, name);
    return true;
}

static bool add_mark(Vm *vm, StrBuilder *builder, const Marks *marks, uint32_t mark) {
    char text[16];
    switch (mark) {
    case 'z': return add_offset(vm, builder, marks);
    case 'Z': return add_zone_name(vm, builder, marks);
    case 'f':
        snprintf(text, sizeof text, "%06d", marks->microsecond);
        str_builder_add_c(builder, text);
        return true;
    default:
        str_builder_add_char(builder, '%');
        if (mark != 0) str_builder_add_char(builder, mark);
        return true;
    }
}

static Object *replace_marks(Vm *vm, const Str *format, const Marks *marks) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < format->length; i++) {
        uint32_t c = str_get_char(format, i);
        if (c != '%') {
            str_builder_add_char(&builder, c);
            continue;
        }
        uint32_t mark = ++i < format->length ? str_get_char(format, i) : 0;
        if (add_mark(vm, &builder, marks, mark)) continue;
        str_builder_drop(&builder);
        return NULL;
    }
    return str_builder_finish(&builder);
}

static void find_marks(Vm *vm, Object *object, Object *argument, Marks *marks) {
    *marks = (Marks){.object = object, .argument = argument};
    const TypeDefinition *native = object_type(vm, object)->native;
    if (native == &date_moment_definition) {
        marks->zone = ((const DateTime *)object)->zone.object;
        marks->microsecond = ((const DateTime *)object)->clock.microsecond;
    } else if (native == &date_time_definition) {
        marks->zone = ((const Time *)object)->zone.object;
        marks->microsecond = ((const Time *)object)->clock.microsecond;
    }
}

Object *date_format(Vm *vm, Object *object, Object *format, Object *tuple, Object *argument) {
    Object *strftime = date_import(vm, &date_state(vm)->time_strftime, "time", "strftime");
    Marks marks;
    if (strftime == NULL) return NULL;
    find_marks(vm, object, argument, &marks);
    Object *plain = replace_marks(vm, (const Str *)format, &marks), *text = NULL;
    if (plain != NULL) text = object_call_two(vm, strftime, plain, tuple);
    object_drop_or_null(vm, plain);
    return text;
}

Object *date_format_by(Vm *vm, Object *object, Object *format) {
    if (!object_is_str(vm, format)) return raise(vm, ERROR_DATE_FORMAT_TYPE, format);
    if (((const Str *)format)->length == 0) return object_str(vm, object);
    Str *name = str_new_interned(vm, "strftime", 8);
    Object *text = name == NULL ? NULL : object_call_method(vm, object, name, 1, format);
    object_drop_or_null(vm, (Object *)name);
    return text;
}
