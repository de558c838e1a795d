# defaultdict, the attributes of named tuples, and counting.
from _collections import defaultdict, _tuplegetter, _count_elements
import copy
import sys


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


d = defaultdict(list)
d["a"].append(1)
d["b"]
print(d, d.default_factory, len(d), "c" in d, d.get("c"), sys.getsizeof(d), d == {"a": [1], "b": []})
print(defaultdict(), defaultdict(None), defaultdict(int, {"x": 1}, y=2), defaultdict(int, [(1, 2)]))
for arguments in ((1,), (int, 1), (int, {}, 3), ("x",)):
    attempt(defaultdict, *arguments)
attempt(defaultdict().__getitem__, "k")
attempt(defaultdict().__missing__, (1, 2))
attempt(defaultdict(lambda: 1 / 0).__getitem__, "k")
attempt(d.__getitem__, [])
d.default_factory = None
attempt(lambda: d["z"])
d.default_factory = 7
attempt(lambda: d["z"])
del d.default_factory
print(d, d.default_factory)
attempt(lambda: d["z"])
d = defaultdict(int, a=1)
for other in d.copy(), copy.copy(d), copy.deepcopy(d), d.__copy__():
    print(other, type(other), other is d)
reduced = d.__reduce__()
print(reduced[:4], list(reduced[4]))
print(defaultdict().__reduce__()[:4])
print(d | {"b": 2}, {"b": 2, "a": 3} | d, d | defaultdict(str, a="x"))
attempt(lambda: d | [("b", 2)])
d |= [("c", 3)]
print(d)
attempt(lambda: [] | d)
attempt(hash, d)
print(defaultdict[str, int], defaultdict.fromkeys("ab", 1))


class Own(defaultdict):
    def __missing__(self, key):
        return key * 2


print(Own(int)["ab"], Own(int) | {1: 2}, {1: 2} | Own(str))
loop = defaultdict(lambda: 1)
loop.default_factory = loop.get
print(repr(loop)[:30])


class Factory:
    def __init__(self):
        self.owner = None

    def __call__(self):
        return 1

    def __repr__(self):
        return f"<{self.owner!r}>"


factory = Factory()
factory.owner = defaultdict(factory)
print(factory.owner)
factory.owner = None

# __init__ again.
d = defaultdict(int, {1: 2})
d.__init__(str, {3: 4})
print(d)
d.__init__()
print(d)

# _tuplegetter.
getter = _tuplegetter(1, "the doc")
print(getter, getter.__doc__, getter.__reduce__(), type(getter))
getter.__doc__ = 5
print(getter)


class Pair(tuple):
    second = getter
    fifth = _tuplegetter(5, None)
    negative = _tuplegetter(-1, None)


p = Pair("ab")
print(p.second, Pair.second is getter, getter.__get__(None, Pair) is getter)
attempt(lambda: p.fifth)
attempt(lambda: p.negative)
attempt(setattr, p, "second", 1)
attempt(delattr, p, "second")
attempt(getter.__get__, [1, 2])
print(getter.__get__((1, 2)))
for arguments in ((), (1,), ("x", 1), (1, 2, 3), (10**30, 1)):
    attempt(_tuplegetter, *arguments)
attempt(_tuplegetter, index=1, doc=2)

# _count_elements.
counts = {}
print(_count_elements(counts, "abracadabra"), counts)
attempt(_count_elements, counts, 5)
attempt(_count_elements, counts, [[]])
attempt(_count_elements, 5, "a")
attempt(_count_elements, counts)
attempt(_count_elements, {"a": "x"}, "a")


class Noisy(dict):
    def get(self, key, default=None):
        print("get", key, default)
        return dict.get(self, key, default)


class Setter(dict):
    def __setitem__(self, key, value):
        print("set", key, value)
        dict.__setitem__(self, key, value)


for kind in Noisy, Setter, type("Plain", (dict,), {}):
    counts = kind()
    _count_elements(counts, "aba")
    print(counts)


class Breaks:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        counts.clear()
        return True


counts = {}
_count_elements(counts, [Breaks() for _ in range(3)])
print(len(counts))
