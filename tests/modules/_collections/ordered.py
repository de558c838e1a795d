# OrderedDict: its order, how it compares, and what changes behind its back do.
from _collections import OrderedDict
import copy
import sys
import weakref


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


d = OrderedDict([("a", 1), ("b", 2)], c=3)
print(d, list(d), list(reversed(d)), d == {"b": 2, "a": 1, "c": 3})
d.move_to_end("a")
print(d)
d.move_to_end("c", last=False)
print(d, d.popitem(), d.popitem(False), d)
attempt(d.move_to_end, "q")
attempt(d.move_to_end)
attempt(d.move_to_end, [])
d.clear()
print(d, len(d))
attempt(d.popitem)
attempt(d.popitem, last=False)
attempt(d.pop, "x")
print(d.pop("x", 5), d.pop(key="x", default=6), d.setdefault("k"), d.setdefault("k", 3), d)
attempt(d.pop)
attempt(d.__delitem__, "zz")
attempt(d.setdefault)
for arguments in ((1,), ([1],), ([(1,)],), ([(1, 2, 3)],), ({}, {}), ([()],), ("ab",), (["ab"],)):
    attempt(OrderedDict, *arguments)
attempt(OrderedDict.update)
attempt(d.update, 1, 2)
attempt(d.update, 5)
d.update({"x": 1}, y=2)
d.update([("z", 3)])
print(d)


class Keys:
    def keys(self):
        return iter("pq")

    def __getitem__(self, key):
        return key + "!"


class Items:
    def items(self):
        return [("i", 1)]


d.update(Keys())
d.update(Items())
print(d)

# Comparing.
a, b = OrderedDict([(1, 2), (3, 4)]), OrderedDict([(3, 4), (1, 2)])
print(a == b, a != b, a == dict(b), dict(a) == b, a == a.copy(), a != dict(a), a == 5)
attempt(lambda: a < b)
attempt(hash, a)

# Merging.
print(a | {5: 6}, {5: 6} | a, a | b)
a |= [(7, 8)]
print(a, type(a))
attempt(lambda: a | [(1, 2)])
attempt(lambda: [] | a)

# Copies.
d = OrderedDict(a=[1], b=2)
for other in d.copy(), copy.copy(d), copy.deepcopy(d), d.__copy__():
    print(other, type(other), other is d, other["a"] is d["a"])
reduced = d.__reduce__()
print(reduced[:4], list(reduced[4]))
d.extra = 1
print(d.__dict__, d.__reduce__()[:3], vars(d.copy()))
print(OrderedDict.fromkeys("abc"), OrderedDict.fromkeys(iterable="ab", value=1))
attempt(OrderedDict.fromkeys)
attempt(OrderedDict.fromkeys, 3)
attempt(OrderedDict.fromkeys, [[]])


class Own(OrderedDict):
    def __missing__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


o = Own(x=1)
print(o["q"], o, o.copy(), type(o.copy()), o.pop("zz"))
print(o | {2: 3})
o.update(y=2)
attempt(o.popitem)

# Views and iterators.
d = OrderedDict(a=1, b=2, c=3)
for view in d.keys(), d.values(), d.items():
    print(view, list(view), list(reversed(view)), type(view), type(iter(view)), len(view))
print("a" in d.keys(), ("a", 1) in d.items(), d.keys() & {"a"}, d.keys() - {"a"} == {"b", "c"})
print(d.keys() == {"a", "b", "c"}, d.items() >= {("a", 1)}, d.keys().mapping)
i = iter(d.items())
print(next(i), i.__reduce__(), list(i), list(i))
i = reversed(d)
next(i)
print(i.__reduce__(), list(copy.copy(i)))
i = iter(d)
next(i)
d["d"] = 4
attempt(next, i)
attempt(next, i)
i = iter(d)
next(i)
d["d"] = 5
print(next(i))
d.move_to_end("a")
attempt(next, i)

# An order with a hole in it, and a grown table.
d = OrderedDict((n, n) for n in range(20))
for n in range(0, 20, 2):
    del d[n]
for n in range(0, 40, 4):
    d[n] = -n
print(list(d.items()), d.popitem(last=False))
print([sys.getsizeof(OrderedDict.fromkeys(range(n))) for n in (0, 1, 5, 6, 10, 11, 50)])
e = OrderedDict.fromkeys(range(10))
for n in range(9):
    del e[n]
print(sys.getsizeof(e))
e.clear()
print(sys.getsizeof(e))

# dict's own methods change it behind its back.
d = OrderedDict(a=1, b=2)
dict.__setitem__(d, "c", 3)
print(len(d), list(d), "c" in d, d["c"])
dict.__delitem__(d, "a")
attempt(lambda: list(d.items()))
attempt(repr, d)
dict.clear(d)
attempt(lambda: list(d))
print(len(d))
d.clear()
d["new"] = 1
print(d)


# Keys that compare as they like.
class Key:
    def __init__(self, name, act=None):
        self.name, self.act = name, act

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.act:
            self.act()
        return self is other

    def __repr__(self):
        return self.name


d = OrderedDict()
d[Key("one")] = 1
d[Key("two", lambda: d.clear())] = 2
print(len(d) <= 1)
d = OrderedDict()
x, y = Key("x"), Key("y")
d[x] = d[y] = 0
x.act = lambda: 1 / 0
attempt(d.__getitem__, Key("z"))
attempt(d.pop, Key("z"))
attempt(d.move_to_end, Key("z"))
x.act = None

# Cycles and weak references.
d = OrderedDict()
d["me"] = d
print(d)
r = weakref.ref(d)
d.clear()
del d
print(r())


class Dies:
    def __del__(self):
        print("dies")


d = OrderedDict(a=Dies())
d["a"] = 1
d["b"] = Dies()
del d["b"]
print("end")
match OrderedDict(a=1, b=2):
    case {"a": 1, **rest}:
        print(rest)
