# The wrapper of lru_cache: what it keeps, for which arguments, and what it forgets.
from functools import lru_cache, cache, _make_key
from _functools import _lru_cache_wrapper
import copy
import weakref


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


calls = []


@lru_cache(maxsize=3)
def square(x, *more, **named):
    calls.append(x)
    return x * x


for x in 1, 2, 3, 1, 4, 2, 1, 5, 1:
    square(x)
print(calls, square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(7))
calls.clear()
for arguments, named in ((1,), {}), ((1.0,), {}), ((True,), {}), ((1,), {"a": 1}), ((1, "a", 1), {}):
    square(*arguments, **named)
print(calls, square.cache_info())


@lru_cache(maxsize=None, typed=True)
def typed(x, **named):
    return type(x).__name__, {name: type(value).__name__ for name, value in named.items()}


print(typed(1), typed(1.0), typed(True), typed(1, a=1), typed(1, a=1.0), typed.cache_info())
print(typed("s"), typed("s"), typed(5), typed(5.0), typed.cache_info())


@cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(90), fibonacci.cache_info())
print(_make_key((1,), {}, False), _make_key(("s",), {}, False), len(_make_key((1, 2), {"a": 3}, True)))


@lru_cache(maxsize=0)
def never(x):
    calls.append(x)
    return x


calls.clear()
print(never(1), never(1), calls, never.cache_info())
attempt(square, [])
attempt(lru_cache, "x")
attempt(never, [])
print(square.cache_info().hits >= 0)
for arguments in ((), (1,), (len, 1), (len, "x", False, int), (5, 3, False, int), (len, 3, False, 5),
                  (len, -5, False, tuple), (len, 10**30, False, tuple)):
    try:
        print(_lru_cache_wrapper(*arguments).cache_info())
    except Exception as error:
        print(type(error).__name__, error)
wrapper = _lru_cache_wrapper(len, maxsize=2, typed=0, cache_info_type=lambda *values: values)
print(wrapper("abc"), wrapper("abc"), wrapper("d"), wrapper.cache_info())
attempt(wrapper.cache_info, 1)
attempt(wrapper.cache_clear, 1)
print(copy.copy(square) is square, copy.deepcopy(square) is square, square.__reduce__())
print(weakref.ref(square)() is square, square.__name__, square.__module__, type(square))
square.attribute = 5
print(square.attribute, sorted(vars(square)))


class Holder:
    @lru_cache()
    def method(self, x):
        return self, x

    @staticmethod
    @lru_cache()
    def plain(x):
        return x


h = Holder()
print(h.method(1) is h.method(1), Holder.method.cache_info(), h.plain(1))
print(type(h.method), Holder.method is Holder.__dict__["method"])
gone = weakref.ref(h)
del h
print(gone() is None)
Holder.method.cache_clear()
print(gone() is None)


# An exception is not kept, and the function may call itself or clear the cache.
@lru_cache(maxsize=2)
def troubles(x):
    calls.append(x)
    if x == "clear":
        troubles.cache_clear()
    if x == "raise":
        raise ValueError(x)
    if x == "again" and len(calls) < 3:
        return troubles(x)
    return x


calls.clear()
attempt(troubles, "raise")
attempt(troubles, "raise")
print(calls, troubles.cache_info())
calls.clear()
print(troubles("clear"), troubles("clear"), calls, troubles.cache_info())
calls.clear()
print(troubles("again"), troubles("again"), calls, troubles.cache_info())


# Keys that compare as they like.
class Key:
    def __init__(self, name, result=True):
        self.name, self.result = name, result

    def __hash__(self):
        return 7

    def __eq__(self, other):
        if self.result is None:
            raise KeyError(self.name)
        return self.result and self.name == other.name


@lru_cache(maxsize=2)
def named(key):
    return key.name


print(named(Key("a")), named(Key("a")), named(Key("b")), named(Key("c")), named.cache_info())
attempt(named, Key("x", None))


class Clearing(Key):
    def __eq__(self, other):
        named.cache_clear()
        return False

    __hash__ = Key.__hash__


for n in range(6):
    print(named(Clearing(n)), end=" ")
print(named.cache_info().currsize <= 2)


class Dies:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dies:", self.name)


@lru_cache(maxsize=2)
def keeps(x):
    return Dies(x)


for x in range(4):
    keeps(x)
print("end")
keeps.cache_clear()
print(keeps.cache_info())
