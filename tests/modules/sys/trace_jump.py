# f_lineno = line in a trace function: where the code goes on, and where it can't.
import sys


def jump(function, start, to, event="line"):
    output = []
    first = function.__code__.co_firstlineno

    def tracer(frame, what, argument):
        nonlocal done
        if (frame.f_code is function.__code__ and what == event and not done and
                frame.f_lineno == first + start):
            done = True
            frame.f_lineno = first + to
        return tracer

    done = False
    sys.settrace(tracer)
    try:
        function(output)
    except Exception as error:
        output.append(f"{type(error).__name__}: {error}")
    sys.settrace(None)
    print(function.__name__, start, to, output)


def straight(output):
    output.append(1)
    output.append(2)
    output.append(3)


def loop(output):
    output.append(1)
    for i in 1, 2:
        output.append(3)
    output.append(4)


def handler(output):
    try:
        output.append(2)
        raise ValueError
    except ValueError:
        output.append(5)
        output.append(6)
    finally:
        output.append(8)
    output.append(9)


class Manager:
    def __init__(self, output):
        self.output = output

    def __enter__(self):
        self.output.append("enter")

    def __exit__(self, *rest):
        self.output.append("exit")


def with_block(output):
    with Manager(output):
        output.append(2)
        output.append(3)
    output.append(4)


def unbound(output):
    output.append(1)
    x = 2
    output.append(x)


for start, to in (1, 3), (3, 1), (2, 2), (1, 9), (2, -1):
    jump(straight, start, to)
for start, to in (1, 4), (3, 4), (3, 1), (4, 3), (1, 3), (2, 4):
    jump(loop, start, to)
for start, to in (2, 9), (2, 5), (5, 9), (6, 2), (8, 9), (9, 2), (1, 6), (5, 8):
    jump(handler, start, to)
for start, to in (1, 4), (2, 4), (3, 1), (4, 2), (1, 2):
    jump(with_block, start, to)
jump(straight, 3, 1, "return")
jump(straight, 0, 1, "call")
jump(handler, 3, 9, "exception")


def yields(output):
    def generator():
        output.append(1)
        yield 2
        output.append(3)
    return list(generator())


frame = sys._getframe()
for value in 1, "a", None, 2.5:
    try:
        frame.f_lineno = value
    except ValueError as error:
        print(error)
try:
    del frame.f_lineno
except AttributeError as error:
    print(error)
