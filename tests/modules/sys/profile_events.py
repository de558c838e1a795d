# What a profile function is told: calls and returns, of native functions too.
import sys

events = []


def profiler(frame, event, argument):
    shown = getattr(argument, "__qualname__", argument)
    events.append((frame.f_code.co_name, event, shown))


def numbers():
    yield 1
    yield 2


def work(text):
    text.upper()
    values = [3, 1]
    values.append(len(text))
    values.sort(key=lambda x: -x)
    str.lower(text)
    int("5")
    try:
        [].pop()
    except IndexError:
        pass
    print(*[], end="")
    list(numbers())
    return dict(a=1).get("a")


def fails():
    raise KeyError


def show(function, *arguments):
    events.clear()
    sys.setprofile(profiler)
    try:
        function(*arguments)
    except KeyError:
        pass
    sys.setprofile(None)
    for event in events:
        print(*event)
    print("---")


show(work, "text")
show(fails)
print(sys.getprofile())


def raises(frame, event, argument):
    if event == wanted:
        raise RuntimeError(event)


for wanted in "call", "return", "c_call", "c_return", "c_exception":
    sys.setprofile(raises)
    try:
        work("text")
    except RuntimeError as error:
        print(error, sys.getprofile())
    sys.setprofile(None)
