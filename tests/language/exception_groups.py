# except* splits a group by type.
def attempt(group):
    try:
        raise group
    except* ValueError as g:
        print("values", g.exceptions, g.message)
    except* (KeyError, TypeError) as g:
        print("lookups", g.exceptions)
    else:
        print("else")
attempt(ExceptionGroup("all", [ValueError(1), KeyError(2)]))
attempt(ExceptionGroup("nested", [ValueError(1), ExceptionGroup("in", [TypeError(2), ValueError(3)])]))
attempt(ValueError("bare"))
try:
    attempt(ExceptionGroup("rest", [OSError(1), ValueError(2)]))
except ExceptionGroup as rest:
    print(repr(rest))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")
except ExceptionGroup as g:
    print(repr(g))
group = ExceptionGroup("m", [ValueError(1), TypeError(2)])
print(group, group.subgroup(ValueError), group.split(TypeError), group.derive([OSError()]))
for arguments in (("x", []), ("x", [5]), (1, [ValueError()]), ("x", ValueError())):
    try:
        ExceptionGroup(*arguments)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
