# itemgetter, attrgetter and methodcaller.
from _operator import attrgetter, itemgetter, methodcaller
import copy
import sys


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def move(self, dx, dy=0, **named):
        return self.x + dx, self.y + dy, named


p = Point(1, Point(2, Point(3, "end")))

# itemgetter.
print(itemgetter(1)("abc"), itemgetter(0, 2, -1)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))([1, 2, 3]))
print(itemgetter(1)((1, 2)), itemgetter(-1)((1, 2)), itemgetter(True)((1, 2)), itemgetter(1.0)({1: "one"}))
for getter, value in ((itemgetter(5), (1, 2)), (itemgetter(5), [1]), (itemgetter("x"), [1]), (itemgetter(1), 5),
                      (itemgetter(10**30), (1,)), (itemgetter(1, 7), (1, 2, 3))):
    attempt(getter, value)
attempt(itemgetter)
attempt(itemgetter, 1, key=2)
attempt(itemgetter(1))
attempt(itemgetter(1), 1, 2)
attempt(itemgetter(1), obj=[1, 2])


class Odd(tuple):
    def __getitem__(self, index):
        return "odd", index


print(itemgetter(0)(Odd((1, 2))), sorted([(1, "b"), (2, "a")], key=itemgetter(1)))
print(itemgetter(1), itemgetter(1, "a"), itemgetter(1).__reduce__(), itemgetter(1, 2).__reduce__())

# attrgetter.
print(attrgetter("x")(p), attrgetter("y.x")(p), attrgetter("x", "y.y.y", "y.y.x")(p))
for name in ("q", "y.q", "", ".", "x.", ".x", "y..x"):
    attempt(attrgetter(name), p)
attempt(attrgetter)
attempt(attrgetter, 1)
attempt(attrgetter, "x", 2)
attempt(attrgetter, name="x")
attempt(attrgetter("x"))
attempt(attrgetter("x"), p, p)
attempt(attrgetter("x"), obj=p)
print(attrgetter("x"), attrgetter("x", "y.x"), attrgetter("y.x").__reduce__(), attrgetter("a", "b").__reduce__())

# methodcaller.
print(methodcaller("move", 1)(p.y) if False else methodcaller("upper")("abc"))
q = Point(1, 2)
print(methodcaller("move", 1)(q), methodcaller("move", 1, dy=5)(q), methodcaller("move", dx=1, z=9)(q))
print(methodcaller("move", dx=0, name="n", self_="s")(q), methodcaller("split", ",", 1)("a,b,c"))
q.move = lambda *a, **k: (a, k)
print(methodcaller("move", *range(12), **{f"k{n}": n for n in range(9)})(q))
for caller, value in ((methodcaller("q"), q), (methodcaller("x"), q), (methodcaller("upper", 1), "a")):
    attempt(caller, value)
attempt(methodcaller)
attempt(methodcaller, 1)
attempt(methodcaller, name="x")
attempt(methodcaller("upper"))
attempt(methodcaller("upper"), "a", "b")
attempt(methodcaller("upper"), obj="a")
m = methodcaller("move", 1, dy=[2])
print(m, methodcaller("a"), methodcaller("a", 1, "b"), methodcaller("a", k=1))
print(methodcaller("a", 1).__reduce__(), methodcaller("a").__reduce__())
reduced = m.__reduce__()
print(reduced[0].func, reduced[0].args, reduced[0].keywords, reduced[1])
for each in itemgetter(1, 2), attrgetter("x", "y.x"), methodcaller("move", 1, dy=3):
    other = copy.copy(each)
    print(other, other is each, copy.deepcopy(each), sys.getsizeof(each), type(each).__module__)
print(copy.deepcopy(methodcaller("move", 5, dy=6))(Point(0, 0)))


# A getter in itself.
class Key:
    def __repr__(self):
        return repr(self.getter)


key = Key()
key.getter = itemgetter(key)
print(key.getter)
key.getter = methodcaller("m", key)
print(key.getter)
key.getter = methodcaller("m", k=key)
print(key.getter)
key.getter = None
