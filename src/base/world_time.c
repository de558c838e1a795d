// The real world's time: clocks, the calendar of the local zone, waiting.

#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "base/host.h"
#include "base/world_real.h"

static const int64_t second_nanoseconds = 1000000000;

static int64_t nanoseconds(const struct timespec *time) {
    return (int64_t)time->tv_sec * second_nanoseconds + time->tv_nsec;
}

int64_t real_clock(WorldRequest *request) {
    struct timespec time;
    if (clock_gettime((clockid_t)request->numbers[0], &time) != 0) return -errno;
    return nanoseconds(&time);
}

int64_t real_clock_resolution(WorldRequest *request) {
    struct timespec time;
    if (clock_getres((clockid_t)request->numbers[0], &time) != 0) return -errno;
    return nanoseconds(&time);
}

int64_t real_set_clock(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct timespec time = {n[1] / second_nanoseconds, n[1] % second_nanoseconds};
    return world_real_result(clock_settime((clockid_t)n[0], &time));
}

// --- the calendar ---

int64_t real_local_time(WorldRequest *request) {
    time_t seconds = (time_t)request->numbers[0];
    struct tm tm;
    errno = EOVERFLOW;
    bool is_utc = request->numbers[1] != 0;
    if ((is_utc ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm)) == NULL) return -errno;
    WorldTime time = {tm.tm_sec, tm.tm_min, tm.tm_hour, tm.tm_mday, tm.tm_mon,
                      tm.tm_year + INT64_C(1900), tm.tm_wday, tm.tm_yday, tm.tm_isdst,
                      (int32_t)tm.tm_gmtoff, ""};
    if (tm.tm_zone != NULL) strncpy(time.zone, tm.tm_zone, sizeof(time.zone) - 1);
    (void)world_real_answer(request, &time, sizeof(time));
    return 0;
}

static struct tm calendar_time(const WorldTime *time) {
    return (struct tm){.tm_sec = time->second, .tm_min = time->minute, .tm_hour = time->hour,
                       .tm_mday = time->day, .tm_mon = time->month,
                       .tm_year = (int)(time->year - 1900), .tm_wday = time->week_day,
                       .tm_yday = time->year_day, .tm_isdst = time->is_summer,
                       .tm_gmtoff = time->offset_seconds, .tm_zone = time->zone};
}

int64_t real_zone_seconds(WorldRequest *request) {
    struct tm tm = calendar_time(request->in);
    tm.tm_wday = -1;   // stays so when the time can't be told
    int64_t seconds = mktime(&tm);
    if (seconds == -1 && tm.tm_wday == -1) return -EOVERFLOW;
    (void)world_real_answer(request, &seconds, sizeof(seconds));
    return 0;
}

int64_t real_format_time(WorldRequest *request) {
    const WorldTime *time = request->in;
    struct tm tm = calendar_time(time);
    size_t room = request->out_bytes / sizeof(wchar_t);
    const wchar_t *format = (const wchar_t *)(const void *)(time + 1);
    size_t length = wcsftime_l(request->out, room, format, &tm, world_real_locale());
    return world_real_received(request, (int64_t)(length * sizeof(wchar_t)));
}

// The local time of a moment, by which the zone in one half of a year is known.
static struct tm zone_at(int64_t seconds, char *name) {
    struct tm tm = {0};
    time_t moment = (time_t)seconds;
    if (localtime_r(&moment, &tm) != NULL && tm.tm_zone != NULL)
        strncpy(name, tm.tm_zone, WORLD_ZONE_LETTERS);
    return tm;
}

// Winter is the half of the year in which clocks are further behind.
int64_t real_zones(WorldRequest *request) {
    enum { YEAR_SECONDS = (365 * 24 + 6) * 3600 };
    WorldZones zones = {0};
    tzset();
    int64_t january = time(NULL) / YEAR_SECONDS * YEAR_SECONDS;
    char names[2][WORLD_ZONE_LETTERS + 1] = {"", ""};
    int64_t west[2];
    for (int i = 0; i < 2; i++)
        west[i] = -zone_at(january + i * (YEAR_SECONDS / 2), names[i]).tm_gmtoff;
    int winter = west[0] < west[1] ? 1 : 0;
    for (int i = 0; i < 2; i++) {
        int half = i == 0 ? winter : 1 - winter;
        zones.west_seconds[i] = west[half];
        memcpy(zones.names[i], names[half], sizeof(names[half]));
    }
    (void)world_real_answer(request, &zones, sizeof(zones));
    return 0;
}

// --- waiting ---

int64_t real_times(WorldRequest *request) {
    struct tms tms = {0};
    clock_t now = times(&tms);
    int64_t numbers[6] = {tms.tms_utime, tms.tms_stime, tms.tms_cutime, tms.tms_cstime, now,
                          sysconf(_SC_CLK_TCK)};
    return world_real_fill(request, now == (clock_t)-1 ? -1 : 0, numbers, sizeof(numbers));
}

int64_t real_sleep(WorldRequest *request) {
    return world_real_wait(NULL, 0, request->numbers[0]);
}

int64_t real_poll(WorldRequest *request) {
    size_t count = request->in_bytes / sizeof(WorldPoll);
    const WorldPoll *rows = request->in;
    WorldPoll *answers = request->out;
    struct pollfd *files = host_allocate(count * sizeof(*files));
    if (files == NULL) return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        files[i] = (struct pollfd){.fd = rows[i].file, .events = rows[i].wanted};
    int64_t ready = world_real_wait(files, count, request->numbers[0]);
    for (size_t i = 0; ready >= 0 && i < count; i++)
        answers[i] = (WorldPoll){rows[i].file, rows[i].wanted, files[i].revents};
    if (ready >= 0) request->out_used = count * sizeof(WorldPoll);
    host_release(files);
    return ready;
}
