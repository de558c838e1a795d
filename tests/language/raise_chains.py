# __cause__ by from, __context__ by itself, and from None.
def chain(error):
    while error is not None:
        print(type(error).__name__, error, error.__suppress_context__)
        error = error.__cause__ or error.__context__
try:
    try:
        {}["k"]
    except KeyError as k:
        raise ValueError("v") from k
except ValueError as v:
    chain(v)
    print(v.__cause__ is v.__context__)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        int("x")
except ValueError as v:
    chain(v)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("clean") from None
except ValueError as v:
    print(v.__cause__, type(v.__context__).__name__, v.__suppress_context__)
try:
    raise ValueError from 5
except TypeError as error:
    print(error)
try:
    raise ValueError from KeyError
except ValueError as error:
    print(repr(error.__cause__))
