# What a trace function is told: calls, lines, returns, exceptions, of functions under way too.
import sys

events = []


def tracer(frame, event, argument):
    code = frame.f_code
    if event == "exception":
        argument = argument[0].__name__
    events.append((code.co_name, frame.f_lineno - code.co_firstlineno, event, argument))
    return tracer


def show(function, *arguments):
    events.clear()
    sys.settrace(tracer)
    try:
        function(*arguments)
    except Exception as error:
        result = repr(error)
    else:
        result = "done"
    sys.settrace(None)
    print(function.__name__, result)
    for event in events[:-1] if events and events[-1][0] == "show" else events:
        print("   ", *event)


def loop(n):
    total = 0
    for i in range(n):
        if i % 2:
            continue
        total += i
    while total < 5: total += 2
    return total


def handled():
    try:
        int("x")
    except ValueError as error:
        text = str(error)
    finally:
        text = None
    return 1


def unhandled():
    try:
        raise KeyError(1)
    finally:
        done = True


def again():
    try:
        raise OSError
    except OSError:
        raise


def numbers():
    yield 1
    got = yield 2
    return got


def delegate():
    result = yield from numbers()
    yield result


def consume():
    for i in delegate():
        pass
    it = iter(Ends())
    list(it)
    for i in Ends(): pass


class Ends:
    def __repr__(self): return "Ends"
    def __iter__(self): return self
    def __next__(self): raise StopIteration


def throws():
    g = numbers()
    next(g)
    try:
        g.throw(ValueError)
    except ValueError:
        pass
    g = numbers()
    next(g)
    g.close()


class Thing:
    def __init__(self, value):
        self.value = value

    def method(self, *rest, **named):
        return self.value


def calls():
    thing = Thing(3)
    thing.method(1, x=2)
    sorted([2, 1], key=lambda x: -x)
    [y for y in range(2)]


async def waits():
    return 1


async def awaits():
    return await waits()


def run():
    coroutine = awaits()
    try:
        coroutine.send(None)
    except StopIteration:
        pass


def with_block():
    with Manager() as m:
        x = 1
    with Manager():
        1 / 0


class Manager:
    def __repr__(self): return "Manager"
    def __enter__(self): return self
    def __exit__(self, *rest): return True


for function, *arguments in (
        (loop, 3), (handled,), (unhandled,), (again,), (consume,), (throws,), (calls,), (run,),
        (with_block,)):
    show(function, *arguments)


# A frame that is under way is told of lines once it has an f_trace.
def under_way():
    sys._getframe().f_trace = tracer
    x = 1
    sys.settrace(tracer)
    y = 2
    for i in range(2):
        z = i + y
    sys.settrace(None)
    return z


events.clear()
print(under_way(), *events, sep="\n    ")


# Lines, instructions, or neither.
def opcodes(frame, event, argument):
    frame.f_trace_lines, frame.f_trace_opcodes = False, True
    events.append((event, frame.f_lasti, frame.f_lineno - frame.f_code.co_firstlineno))
    return opcodes


def small(a):
    return a + 1


events.clear()
sys.settrace(opcodes)
small(1)
sys.settrace(None)
print(*events)

# What the function raises goes to the traced code, and ends the tracing.
def raises(frame, event, argument):
    if event == wanted:
        raise RuntimeError(event)
    return raises


for wanted in "call", "line", "return", "exception":
    sys.settrace(raises)
    try:
        handled()
    except RuntimeError as error:
        print(error, sys.gettrace())
    sys.settrace(None)


# Locals that the function changes are changed.
def changes(frame, event, argument):
    if event == "line" and "x" in frame.f_locals:
        frame.f_locals["x"] = 10
        frame.f_locals.pop("gone", None)
    return changes


def changed(x, gone=1):
    y = x
    try:
        return y, gone
    except UnboundLocalError as error:
        return y, str(error)


sys.settrace(changes)
result = changed(1)
sys.settrace(None)
print(result)

# call_tracing lets a function set one although a trace function runs.
events.clear()


def calls_traced(frame, event, argument):
    if frame.f_code is handled.__code__ and event == "call":
        events.append(sys.call_tracing(small, (4,)))
    events.append((frame.f_code.co_name, event))
    return calls_traced if frame.f_code is small.__code__ else None


sys.settrace(calls_traced)
handled()
sys.settrace(None)
print(events)
for wrong in lambda: sys.call_tracing(1), lambda: sys.call_tracing(print, []), sys.settrace:
    try:
        wrong()
    except TypeError as error:
        print(error)
