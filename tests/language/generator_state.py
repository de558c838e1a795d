# gi_running, gi_frame, names; a generator can't be entered twice.
def g():
    try:
        next(me)
    except ValueError as error:
        print(error)
    yield me.gi_running
me = g()
print(me.gi_running, next(me), me.__name__, me.__qualname__)
print(me.gi_frame is not None, me.gi_code is g.__code__)
print(next(me, None), me.gi_frame)
def stop():
    yield 1
    raise StopIteration("inside")
try:
    list(stop())
except RuntimeError as error:
    print(error, repr(error.__cause__))
def boom():
    yield 1
    1 / 0
b = boom()
next(b)
try:
    next(b)
except ZeroDivisionError as error:
    print(error)
print(list(b))
