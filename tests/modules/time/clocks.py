# Clocks go forward, have names, and sleeping lasts long enough.
import time


def show(text):
    try:
        print(text, eval(text))
    except Exception as error:
        print(text, type(error).__name__, error)


for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    seconds, nanoseconds = getattr(time, name), getattr(time, name + "_ns")
    first = nanoseconds()
    print(name, type(seconds()), type(first), nanoseconds() >= first,
          abs(seconds() - nanoseconds() / 1e9) < 1)
    show(f"time.get_clock_info({name!r})")
for text in ("time.clock_gettime(99)", "time.clock_gettime()", "time.clock_gettime('a')",
             "time.clock_getres(99)", "time.clock_settime(99, 1)", "time.clock_settime_ns(99, 1)",
             "time.clock_settime_ns(1, 'a')", "time.clock_settime(1)", "time.get_clock_info('x')",
             "time.get_clock_info(1)", "time.get_clock_info()", "time.time(1)", "time.sleep()",
             "time.sleep(-1)", "time.sleep('a')", "time.sleep(1e300)",
             "time.sleep(float('nan'))", "time.pthread_getcpuclockid('a')", "time.tzset(1)",
             "time.strftime(format='a')"):
    show(text)
before = time.monotonic()
print(time.sleep(0.02), time.monotonic() - before >= 0.02, time.sleep(0), time.sleep(False))
print(time.clock_gettime(time.CLOCK_MONOTONIC) - before < 60)
