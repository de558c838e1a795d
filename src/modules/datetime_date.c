// datetime.date, and what date.isocalendar() gives.

#include "modules/datetime.h"

#include "objects/arguments.h"
#include "objects/build.h"
#include "objects/bytes.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/sequence.h"
#include "modules/posix.h"
#include "modules/seconds.h"

#include <stdio.h>
#include <string.h>

enum { STATE_BYTES = 4, WEEK_FIELDS = 3 };

static const Date *date_of(const Object *object) {
    return (const Date *)object;
}

bool date_is(Vm *vm, const Object *object) {
    return type_is_subtype(object_type(vm, object), date_state(vm)->date);
}

// --- making ---

// The fields are not checked: pickles may hold any that fit.
static Object *new_unchecked(Vm *vm, Type *type, const DateFields *date) {
    Date *made = (Date *)type_new_instance(vm, type, sizeof(Date));
    if (made == NULL) return NULL;
    made->hash = -1;
    made->date = *date;
    return date_finish_new(vm, &made->base);
}

static Object *new_exact(Vm *vm, Type *type, const DateFields *date) {
    return date_check(vm, date) ? new_unchecked(vm, type, date) : NULL;
}

Object *date_new(Vm *vm, const DateFields *date) {
    return new_exact(vm, date_state(vm)->date, date);
}

Object *date_new_of(Vm *vm, Type *type, const DateFields *date) {
    if (type == date_state(vm)->date) return new_exact(vm, type, date);
    Object *values = build_tuple(vm, "iii", (int64_t)date->year, (int64_t)date->month,
                                 (int64_t)date->day);
    Object *made = values == NULL ? NULL
                                  : object_call_tuple(vm, &type->base, (Tuple *)values, NULL);
    object_drop_or_null(vm, values);
    return made;
}

// The packed state of a pickle: bytes, or a str of Python 2's.
static bool read_state(Vm *vm, const Arguments *arguments, DateFields *date) {
    if (arguments->count != 1 || arguments->names != NULL) return false;
    Object *given = arguments->values[0].object;
    uint8_t state[STATE_BYTES];
    if (object_is_bytes(vm, given) && ((const Bytes *)given)->count == STATE_BYTES) {
        memcpy(state, ((const Bytes *)given)->data, STATE_BYTES);
    } else if (object_is_str(vm, given) && ((const Str *)given)->length == STATE_BYTES &&
               ((const Str *)given)->width == 1) {
        memcpy(state, ((const Str *)given)->data, STATE_BYTES);
    } else {
        return false;
    }
    *date = (DateFields){state[0] << 8 | state[1], state[2], state[3]};
    return date->month >= 1 && date->month <= 12;
}

static const char *const date_names[] = {"year", "month", "day"};

static Object *date_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const DateParameters parameters = {date_names, 3, 3, 3};
    DateFields date;
    if (read_state(vm, arguments, &date)) return new_unchecked(vm, type, &date);
    int *const fields[] = {&date.year, &date.month, &date.day};
    if (!date_read_arguments(vm, arguments, &parameters, fields, NULL)) return NULL;
    return new_exact(vm, type, &date);
}

static Object *date_method_fromtimestamp(Vm *vm, const Slot *arguments) {
    int64_t seconds, rest, result;
    WorldTime time;
    if (!seconds_split(vm, arguments[1].object, SECONDS_DOWN, &seconds, &rest)) return NULL;
    WorldRequest request = {.operation = WORLD_LOCAL_TIME, .numbers = {seconds, 0},
                            .out = &time, .out_bytes = sizeof time};
    if (!posix_ask(vm, &request, &result)) return NULL;
    if (time.year < INT32_MIN || time.year > INT32_MAX) return raise(vm, ERROR_DATE_YEAR_OUT);
    const DateFields date = {(int)time.year, time.month + 1, time.day};
    return date_new_of(vm, (Type *)arguments[0].object, &date);
}

static Object *date_method_today(Vm *vm, const Slot *arguments) {
    Str *name = str_new_interned(vm, "fromtimestamp", 13);
    int64_t now = world_clock(vm->world, WORLD_CLOCK_REAL);
    Object *seconds = name == NULL ? NULL : float_new(vm, (double)now * 1e-9), *made = NULL;
    if (seconds != NULL) made = object_call_method(vm, arguments[0].object, name, 1, seconds);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, seconds);
    return made;
}

static Object *date_method_fromordinal(Vm *vm, const Slot *arguments) {
    int ordinal;
    if (!argument_process(vm, arguments[1].object, &ordinal)) return NULL;
    if (ordinal < 1) return raise(vm, ERROR_DATE_ORDINAL);
    if (ordinal > DATE_ORDINAL_MAX) {
        DateFields last = date_of_ordinal(DATE_ORDINAL_MAX);
        int beyond = ordinal - DATE_ORDINAL_MAX - 1;
        return raise(vm, ERROR_DATE_YEAR, last.year + 1 + beyond / 366);
    }
    DateFields date = date_of_ordinal(ordinal);
    return date_new_of(vm, (Type *)arguments[0].object, &date);
}

static Object *date_method_fromisoformat(Vm *vm, const Slot *arguments) {
    Object *given = arguments[1].object;
    if (!object_is_str(vm, given)) return raise(vm, ERROR_DATE_ISO_TYPE);
    const Str *str = (const Str *)given;
    DateFields date;
    bool fits = str->is_ascii && (str->length == 7 || str->length == 8 || str->length == 10);
    if (fits && date_read_iso(vm, (Ascii){(const char *)str->data, str->length}, &date))
        return date_new_of(vm, (Type *)arguments[0].object, &date);
    if (raised(vm)) raised_clear(vm);
    return raise(vm, ERROR_DATE_ISO_TEXT, given);
}

static Object *date_method_fromisocalendar(Vm *vm, const Slot *arguments) {
    int numbers[3];
    DateFields date;
    for (int i = 0; i < 3; i++) {
        if (date_read_int(vm, arguments[1 + i].object, &numbers[i])) continue;
        if (raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError)))
            raise(vm, ERROR_DATE_ISO_COMPONENT);
        return NULL;
    }
    if (!date_of_week(vm, numbers[0], numbers[1], numbers[2], &date)) return NULL;
    return date_new_of(vm, (Type *)arguments[0].object, &date);
}

// --- arithmetic ---

static Object *shift(Vm *vm, Object *object, int64_t days) {
    int64_t ordinal = date_to_ordinal(&date_of(object)->date) + days;
    if (ordinal < 1 || ordinal > DATE_ORDINAL_MAX) return raise(vm, ERROR_DATE_RANGE);
    DateFields date = date_of_ordinal((int)ordinal);
    return date_new_of(vm, object_type(vm, object), &date);
}

static Object *date_add(Vm *vm, Object *left, Object *right) {
    if (date_is_moment(vm, left) || date_is_moment(vm, right)) return not_implemented_new(vm);
    bool is_first = date_is(vm, left);
    Object *date = is_first ? left : right, *delta = is_first ? right : left;
    if (!delta_is(vm, delta)) return not_implemented_new(vm);
    return shift(vm, date, ((const Delta *)delta)->days);
}

static Object *date_subtract(Vm *vm, Object *left, Object *right) {
    if (date_is_moment(vm, left) || date_is_moment(vm, right)) return not_implemented_new(vm);
    if (!date_is(vm, left)) return not_implemented_new(vm);
    if (delta_is(vm, right)) return shift(vm, left, -(int64_t)((const Delta *)right)->days);
    if (!date_is(vm, right)) return not_implemented_new(vm);
    int days = date_to_ordinal(&date_of(left)->date) - date_to_ordinal(&date_of(right)->date);
    return delta_new_of(vm, date_state(vm)->delta, days, 0, 0);
}

static Object *date_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!date_is(vm, right)) return not_implemented_new(vm);
    int a = date_to_ordinal(&date_of(left)->date), b = date_to_ordinal(&date_of(right)->date);
    return sequence_compare_counts(vm, a, b, comparison);
}

static void write_state(const DateFields *date, uint8_t *state) {
    state[0] = (uint8_t)(date->year >> 8);
    state[1] = (uint8_t)date->year;
    state[2] = (uint8_t)date->month;
    state[3] = (uint8_t)date->day;
}

static bool date_hash(Vm *vm, Object *object, int64_t *hash) {
    Date *date = (Date *)object;
    uint8_t state[STATE_BYTES];
    write_state(&date->date, state);
    if (date->hash == -1)
        date->hash = hash_bytes(&vm->objects->hash_key, state, STATE_BYTES);
    *hash = date->hash;
    return true;
}

static Object *date_repr(Vm *vm, Object *object) {
    const DateFields *date = &date_of(object)->date;
    return str_new_format(vm, "%s(%d, %d, %d)", object_type_name(vm, object), date->year,
                          date->month, date->day);
}

// str() is isoformat(), which a subclass may have its own way with.
static Object *date_str(Vm *vm, Object *object) {
    Str *name = str_new_interned(vm, "isoformat", 9);
    Object *text = name == NULL ? NULL : object_call_method(vm, object, name, 0);
    object_drop_or_null(vm, (Object *)name);
    return text;
}

// --- methods ---

// Of three objects, which are consumed; NULL among them: raised already.
static Object *week_take_new(Vm *vm, Type *type, Object *const *fields) {
    bool is_whole = fields[0] != NULL && fields[1] != NULL && fields[2] != NULL;
    Tuple *week = !is_whole ? NULL : (Tuple *)type_new_instance(vm, type, type->bytes);
    if (week == NULL) {
        for (int i = 0; i < WEEK_FIELDS; i++) object_drop_or_null(vm, fields[i]);
        return NULL;
    }
    week->count = WEEK_FIELDS;
    for (int i = 0; i < WEEK_FIELDS; i++) slot_fill(vm, &week->base, &week->items[i], fields[i]);
    object_track(vm, &week->base);
    return &week->base;
}

static Object *date_method_isoformat(Vm *vm, const Slot *arguments) {
    return date_text(vm, &date_of(arguments[0].object)->date);
}

static Object *date_method_ctime(Vm *vm, const Slot *arguments) {
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Object *self = arguments[0].object;
    const DateFields *date = &date_of(self)->date;
    ClockFields clock = {0};
    char text[64];
    if (date_is_moment(vm, self)) clock = ((const DateTime *)self)->clock;
    snprintf(text, sizeof text, "%s %s %2d %02d:%02d:%02d %04d", days[date_week_day(date)],
             months[date->month - 1], date->day, clock.hour, clock.minute, clock.second,
             date->year);
    return str_new_c(vm, text);
}

static Object *date_method_strftime(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *format = arguments[1].object;
    if (!argument_str(vm, "strftime", 1, format)) return NULL;
    Str *name = str_new_interned(vm, "timetuple", 9);
    Object *tuple = name == NULL ? NULL : object_call_method(vm, self, name, 0);
    Object *text = tuple == NULL ? NULL : date_format(vm, self, format, tuple, self);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, tuple);
    return text;
}

static Object *date_method___format__(Vm *vm, const Slot *arguments) {
    return date_format_by(vm, arguments[0].object, arguments[1].object);
}

static Object *date_method_timetuple(Vm *vm, const Slot *arguments) {
    return date_struct_time(vm, &date_of(arguments[0].object)->date, &(ClockFields){0}, -1);
}

static Object *date_method_toordinal(Vm *vm, const Slot *arguments) {
    return int_new(vm, date_to_ordinal(&date_of(arguments[0].object)->date));
}

static Object *date_method_weekday(Vm *vm, const Slot *arguments) {
    return int_new(vm, date_week_day(&date_of(arguments[0].object)->date));
}

static Object *date_method_isoweekday(Vm *vm, const Slot *arguments) {
    return int_new(vm, date_week_day(&date_of(arguments[0].object)->date) + 1);
}

static Object *date_method_isocalendar(Vm *vm, const Slot *arguments) {
    const DateFields *date = &date_of(arguments[0].object)->date;
    int today = date_to_ordinal(date), year = date->year;
    int monday = date_first_monday(year);
    if (today < monday) monday = date_first_monday(--year);
    else if (today >= date_first_monday(year + 1)) monday = date_first_monday(++year);
    Object *const numbers[] = {
        int_new(vm, year), int_new(vm, (today - monday) / 7 + 1),
        int_new(vm, (today - monday) % 7 + 1),
    };
    return week_take_new(vm, date_state(vm)->week, numbers);
}

static Object *date_method_replace(Vm *vm, const Slot *arguments) {
    DateFields date = date_of(arguments[0].object)->date;
    int *const fields[] = {&date.year, &date.month, &date.day};
    for (int i = 0; i < 3; i++)
        if (arguments[1 + i].object != NULL &&
            !date_read_int(vm, arguments[1 + i].object, fields[i]))
            return NULL;
    return new_exact(vm, object_type(vm, arguments[0].object), &date);
}

static Object *date_method___reduce__(Vm *vm, const Slot *arguments) {
    uint8_t state[STATE_BYTES];
    write_state(&date_of(arguments[0].object)->date, state);
    return build_tuple(vm, "o(O)", object_type(vm, arguments[0].object),
                       bytes_new(vm, state, STATE_BYTES));
}

#define FIELD_GETTER(field)                                                     \
    static Object *get_##field(Vm *vm, Object *object) {                        \
        return int_new(vm, date_of(object)->date.field);                        \
    }
FIELD_GETTER(year)
FIELD_GETTER(month)
FIELD_GETTER(day)

#define CLASS_MAKER(name, signature, doc) \
    {#name, date_method_##name, signature, doc, METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE}

static const Method date_methods[] = {
    HIDDEN_METHOD(date, __format__, "(self, format, /)", "By a format of strftime()."),
    HIDDEN_METHOD(date, __reduce__, "(self, /)", "What copies and pickles make of it."),
    HIDDEN_METHOD(date, ctime, "(self, /)", "As C writes it: Thu Feb 29 00:00:00 2024."),
    CLASS_MAKER(fromisocalendar, "(cls, year, week, day)", "Of a year, week and day of ISO 8601."),
    CLASS_MAKER(fromisoformat, "(cls, string, /)", "Of a text in a form of ISO 8601."),
    CLASS_MAKER(fromordinal, "(cls, ordinal, /)", "Of days from 1 January of year 1, which is 1."),
    {"fromtimestamp", date_method_fromtimestamp, "(cls, timestamp, /)",
     "Of seconds since 1970, in local time.", METHOD_IS_CLASS},
    HIDDEN_METHOD(date, isocalendar, "(self, /)", "Year, week and day of ISO 8601."),
    HIDDEN_METHOD(date, isoformat, "(self, /)", "As ISO 8601 writes it: 2024-02-29."),
    HIDDEN_METHOD(date, isoweekday, "(self, /)", "The day of the week: Monday is 1."),
    HIDDEN_METHOD(date, replace, "(self, year=0, month=0, day=0)", "One with some fields changed."),
    HIDDEN_METHOD(date, strftime, "(self, format)", "By a format whose marks begin with %."),
    HIDDEN_METHOD(date, timetuple, "(self, /)", "As time.localtime() gives it."),
    CLASS_MAKER(today, "(cls, /)", "The date of now, in local time."),
    HIDDEN_METHOD(date, toordinal, "(self, /)", "Days from 1 January of year 1, which is 1."),
    HIDDEN_METHOD(date, weekday, "(self, /)", "The day of the week: Monday is 0."),
    {0},
};

static const Property date_properties[] = {
    {"year", get_year, NULL, NULL}, {"month", get_month, NULL, NULL}, {"day", get_day, NULL, NULL},
    {0},
};

const TypeDefinition date_date_definition = {
    .name = "datetime.date",
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Date),
    .python_bytes = 32,
    .layout = {.name = "datetime.date"},
    .behaviour = {
        .repr = date_repr, .str = date_str, .hash = date_hash, .compare = date_compare,
        .load_attribute = object_load_attribute_plain, .new = date_make,
        .binary = {[BINARY_ADD] = date_add, [BINARY_SUBTRACT] = date_subtract},
    },
    .methods = date_methods,
    .properties = date_properties,
    .doc = "date(year, month, day): a day of the calendar.",
};

// --- IsoCalendarDate ---

static const Tuple *week_of(const Object *object) {
    return (const Tuple *)object;
}

static void week_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    for (int i = 0; i < WEEK_FIELDS; i++) visit(vm, object, &((Tuple *)object)->items[i], context);
}

static void week_finish(Vm *vm, Object *object) {
    slots_clear(vm, object, ((Tuple *)object)->items, WEEK_FIELDS);
}

static Place week_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm;
    return (Place){.kind = PLACE_INDEX, .index = slot - ((const Tuple *)object)->items};
}

static Object *week_make(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] = "(year, week, weekday)";
    Object *values[WEEK_FIELDS];
    if (!arguments_bind(vm, "IsoCalendarDate", signature, arguments, values)) return NULL;
    return week_take_new(vm, type, values);
}

static Object *week_repr(Vm *vm, Object *object) {
    const Slot *items = week_of(object)->items;
    return str_new_format(vm, "%s(year=%S, week=%S, weekday=%S)", object_type_name(vm, object),
                          items[0].object, items[1].object, items[2].object);
}

static Object *week_get_year(Vm *vm, Object *object) {
    (void)vm;
    return object_share(week_of(object)->items[0].object);
}

static Object *week_get_week(Vm *vm, Object *object) {
    (void)vm;
    return object_share(week_of(object)->items[1].object);
}

static Object *week_get_weekday(Vm *vm, Object *object) {
    (void)vm;
    return object_share(week_of(object)->items[2].object);
}

// A pickle needs no more than a tuple.
static Object *week_method___reduce__(Vm *vm, const Slot *arguments) {
    const Slot *items = week_of(arguments[0].object)->items;
    return build_tuple(vm, "o((ooo))", type_of_kind(vm, KIND_TUPLE), items[0].object,
                       items[1].object, items[2].object);
}

static const Method week_methods[] = {
    HIDDEN_METHOD(week, __reduce__, "(self, /)", "What copies and pickles make of it."),
    {0},
};

static const Property week_properties[] = {
    {"year", week_get_year, NULL, NULL},
    {"week", week_get_week, NULL, NULL},
    {"weekday", week_get_weekday, NULL, NULL},
    {0},
};

const TypeDefinition date_week_definition = {
    .name = "datetime.IsoCalendarDate",
    .base = KIND_TUPLE,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Tuple) + WEEK_FIELDS * sizeof(Slot),
    .python_bytes = 32,
    .python_item_bytes = 8,
    .layout = {.flags = LAYOUT_COLLECTED, .visit = week_visit, .finish = week_finish,
               .place = week_place},
    .behaviour = {.repr = week_repr, .new = week_make},
    .methods = week_methods,
    .properties = week_properties,
    .doc = "Year, week and day of ISO 8601.",
};
