# Times of the calendar: there and back, as text, and what is refused.
import time


def show(function, *arguments):
    try:
        print(function.__name__, arguments, function(*arguments))
    except Exception as error:
        print(function.__name__, arguments, type(error).__name__, error)


for seconds in (0, 1, -1, 951782400, 1e9, 2**31, 1.999999, -0.5, 253402300800, 10**11):
    show(time.gmtime, seconds)
show(time.asctime, time.gmtime(1234567890))
print(time.gmtime(5).tm_zone, time.gmtime(5).tm_gmtoff, len(time.gmtime(5)))
for seconds in (1e20, 10**17, 10**30, "a", float("nan"), float("inf")):
    show(time.gmtime, seconds)
    show(time.localtime, seconds)
show(time.gmtime, 1, 2)
noon = (2020, 2, 29, 12, 30, 59, 5, 60, 0)
for format in ("%Y-%m-%d %H:%M:%S", "%a %A %b %B %j %U %w %W %y %p %I", "%%", "", "é%dü", "%Q%",
               "%c|%x|%X", "\0", 5):
    show(time.strftime, format, noon)
for item, value in ((1, 13), (1, -1), (2, 32), (2, 0), (3, 24), (4, 60), (5, 62), (6, -2), (7, 367),
                    (7, 0), (0, 10**10), (0, "a"), (8, 5)):
    changed = list(noon)
    changed[item] = value
    show(time.strftime, "%Y %m %d %j", tuple(changed))
    show(time.asctime, tuple(changed))
for given in (1, (1, 2), list(noon), None, ()):
    show(time.asctime, given)
    show(time.strftime, "%Y", given)
    show(time.mktime, given)
print(time.mktime(time.localtime(1e9)) == 1e9)
print(time.strftime("%Y %Z", time.struct_time((2020, 1, 1, 0, 0, 0, 1, 0, 0, "X", 5))))
print(time.struct_time(range(9)), time.struct_time(range(11)).tm_gmtoff)
show(time.struct_time, (1, 2))
show(time.ctime, "a")
print(len(time.ctime()), len(time.asctime()), time.strftime("%Y") >= "2024")
print(type(time.tzname), type(time.timezone), time.tzset())
