# except* can't name groups, and what it re-raises keeps being a group.
def attempt(raised, caught):
    try:
        try:
            raise raised
        except* caught as group:
            print("caught", repr(group))
    except BaseException as error:
        print(type(error).__name__, error, repr(error.__context__))


one = ExceptionGroup("one", [ValueError(1)])
attempt(one, ExceptionGroup)
attempt(one, BaseExceptionGroup)
attempt(one, (ValueError, ExceptionGroup))
attempt(ValueError(2), ExceptionGroup)
attempt(one, ())
attempt(one, (ValueError,))
attempt(one, (ValueError, 5))
attempt(one, 5)
attempt(one, ((ValueError,),))


class Own(ExceptionGroup):
    pass


attempt(one, Own)

try:
    try:
        raise ExceptionGroup("two", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
except BaseException as error:
    print(repr(error), [repr(e.__context__) for e in error.exceptions])
try:
    try:
        raise ValueError("plain")
    except* ValueError:
        raise
except BaseException as error:
    print(repr(error), error.__context__)
try:
    try:
        raise ValueError("plain")
    except* ValueError as error:
        raise KeyError(3)
except BaseException as error:
    print(repr(error), repr(error.__context__))
