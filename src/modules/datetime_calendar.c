// The calendar: dates and days counted from 1 January of year 1.

#include "modules/datetime.h"

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static const int days_before[] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

int date_days_in_month(int year, int month) {
    return days_before[month + 1] - days_before[month] + (month == 2 && is_leap(year));
}

int date_day_of_year(const DateFields *date) {
    return days_before[date->month] + (date->month > 2 && is_leap(date->year)) + date->day;
}

static int days_before_year(int year) {
    int before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400;
}

int date_to_ordinal(const DateFields *date) {
    return days_before_year(date->year) + date_day_of_year(date);
}

enum { DAYS_400_YEARS = 146097, DAYS_100_YEARS = 36524, DAYS_4_YEARS = 1461 };

DateFields date_of_ordinal(int ordinal) {
    int rest = ordinal - 1;
    int year = rest / DAYS_400_YEARS * 400 + 1;
    rest %= DAYS_400_YEARS;
    int centuries = rest / DAYS_100_YEARS;
    rest %= DAYS_100_YEARS;
    int fours = rest / DAYS_4_YEARS;
    rest %= DAYS_4_YEARS;
    int ones = rest / 365;
    rest %= 365;
    year += centuries * 100 + fours * 4 + ones;
    // The last day of a leap year ends one more year than there is.
    if (ones == 4 || centuries == 4) return (DateFields){year - 1, 12, 31};
    int month = (rest + 50) >> 5;   // right, or one too many
    DateFields first = {year, month, 1};
    if (date_day_of_year(&first) - 1 > rest) first.month = --month;
    return (DateFields){year, month, rest - (date_day_of_year(&first) - 1) + 1};
}

int date_week_day(const DateFields *date) {
    return (date_to_ordinal(date) + 6) % 7;
}

int date_first_monday(int year) {
    int first = date_to_ordinal(&(DateFields){year, 1, 1});
    int week_day = (first + 6) % 7;
    return first - week_day + (week_day > 3 ? 7 : 0);
}

bool date_check(Vm *vm, const DateFields *date) {
    if (date->year < DATE_YEAR_MIN || date->year > DATE_YEAR_MAX)
        return raise_false(vm, ERROR_DATE_YEAR, date->year);
    if (date->month < 1 || date->month > 12) return raise_false(vm, ERROR_DATE_MONTH);
    if (date->day < 1 || date->day > date_days_in_month(date->year, date->month))
        return raise_false(vm, ERROR_DATE_DAY);
    return true;
}

bool date_check_clock(Vm *vm, const ClockFields *clock) {
    if (clock->hour < 0 || clock->hour > 23) return raise_false(vm, ERROR_CLOCK_HOUR);
    if (clock->minute < 0 || clock->minute > 59) return raise_false(vm, ERROR_CLOCK_MINUTE);
    if (clock->second < 0 || clock->second > 59) return raise_false(vm, ERROR_CLOCK_SECOND);
    if (clock->microsecond < 0 || clock->microsecond >= DATE_SECOND_PARTS)
        return raise_false(vm, ERROR_CLOCK_MICROSECOND);
    return clock->fold == 0 || clock->fold == 1 || raise_false(vm, ERROR_CLOCK_FOLD);
}

bool date_of_week(Vm *vm, int year, int week, int day, DateFields *date) {
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX)
        return raise_false(vm, ERROR_DATE_ISO_YEAR, year);
    int first = date_week_day(&(DateFields){year, 1, 1});
    bool is_long = first == 3 || (first == 2 && is_leap(year));
    if (week < 1 || week > 53 || (week == 53 && !is_long))
        return raise_false(vm, ERROR_DATE_ISO_WEEK, week);
    if (day < 1 || day > 7) return raise_false(vm, ERROR_DATE_ISO_DAY, day);
    int ordinal = date_first_monday(year) + (week - 1) * 7 + day - 1;
    if (ordinal < 1 || ordinal > DATE_ORDINAL_MAX)
        return raise_false(vm, ERROR_DATE_YEAR, ordinal < 1 ? 0 : DATE_YEAR_MAX + 1);
    *date = date_of_ordinal(ordinal);
    return true;
}
