# itertools by their definitions, and where they differ from them.
import itertools
import operator
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle,
                       dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap,
                       takewhile, tee, zip_longest)
import copy


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


# count and repeat show where they are.
c = count(5)
print(next(c), c, next(c), c, c.__reduce__())
for arguments in ((1.5, 0.5), (0, -2), (2**63 - 2,), (1, 10**20), (-(2**70),), (1j, 1j), (True,), (0, 0), (1, 1.0), (1, True)):
    c = count(*arguments)
    print([next(c) for _ in range(4)], c, c.__reduce__())
attempt(count, "a")
attempt(count, 1, "b")
attempt(count, None)
print(count(step=3, start=2))
r = repeat("v", 3)
print(r, r.__length_hint__(), next(r), r, list(r), r, r.__reduce__(), repeat(1), repeat(1).__reduce__())
attempt(repeat(1).__length_hint__)
print(list(repeat(1, -5)), repeat(1, -5), repeat(object=2, times=1))
attempt(repeat, 1, "x")
attempt(repeat, 1, None)

# cycle, chain.
c = cycle("abc")
print([next(c) for _ in range(7)], list(cycle([])))
print(list(chain("ab", [], (1,), {2: 3})), list(chain()), list(chain.from_iterable(["x", "yz"])))
attempt(list, chain("ab", 5))
attempt(chain.from_iterable, 5)
attempt(list, chain.from_iterable(5 for _ in range(1)))
print(chain[int])

# Selecting.
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(compress("a", [])))
print(list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(None, [0, 1, "", "a"])), list(filterfalse(lambda x: x % 2, range(5))), list(filterfalse(bool, [0, 1])))
attempt(list, takewhile(5, [1]))
attempt(list, dropwhile(lambda x: 1 / 0, [1]))
t = takewhile(lambda x: x < 2, iter([1, 5, 1]))
print(list(t), list(t))
for arguments in ((3,), (2, 4), (2, None), (1, 8, 3), (None, None, 2), (0,), (5, 2), (None, 3), (0, None, 4)):
    source = iter(range(10))
    print(arguments, list(islice(source, *arguments)), list(source))
for arguments in ((-1,), (1, -1), (1, 2, -1), (1, 2, 0), ("a",), (1, "a"), (1, 2, "a"), (10**30,)):
    attempt(islice, [], *arguments)

# accumulate, pairwise, starmap, zip_longest.
print(list(accumulate([1, 2, 3])), list(accumulate([], initial=5)), list(accumulate("abc", initial="-")))
print(list(accumulate([3, 1, 4], max)), list(accumulate([3, 1, 4], operator.mul, initial=2)), list(accumulate([], max)))
attempt(list, accumulate([1, "a"]))
attempt(list, accumulate([1, 2], 5))
print(list(pairwise("abc")), list(pairwise("a")), list(pairwise([])))
p = pairwise([1, 2, 3])
print(next(p) is next(p), p.__class__)
print(list(starmap(max, [(1, 2), [3, 4], "ab"])))
attempt(list, starmap(max, [5]))
attempt(list, starmap(max, [()]))
print(list(zip_longest("abc", "x", fillvalue=0)), list(zip_longest()), list(zip_longest("a", "bc")), list(zip_longest([])))
attempt(zip_longest, "a", 5)
attempt(lambda: zip_longest("a", fill=5))
attempt(lambda: zip_longest("a", fillvalue=5, x=1))

# Combinations of few things, all of them.
for kind in combinations, combinations_with_replacement, permutations:
    for n in range(5):
        for r in range(5):
            print(kind.__name__, n, r, list(kind(range(n), r)))
print(list(permutations("abc")), list(permutations([], None)))
print(list(product("ab", "cd", repeat=2))[:5], list(product()), list(product("ab", repeat=0)), list(product("ab", [])))
for make in (lambda: product("a", repeat=-1), lambda: product("a", repeat="x"), lambda: product("a", other=1),
             lambda: combinations("a"), lambda: combinations("a", -1), lambda: permutations("a", -2),
             lambda: permutations("a", "x"), lambda: combinations_with_replacement("a", None),
             lambda: product(range(2), repeat=10**18), lambda: combinations("ab", 10**30)):
    attempt(make)
c = combinations("abcd", 3)
print([c.__reduce__() and next(c) for _ in range(3)], c.__reduce__())

# groupby.
for key, group in groupby("aabbba"):
    print(key, list(group))
for key, group in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2):
    print(key, group.__class__.__name__, list(group))
print([key for key, _ in groupby("aabbc")], list(groupby([])))
g = groupby("aab")
k, first = next(g)
next(first)
k, second = next(g)
print(list(first), list(second), list(g), list(first))
attempt(groupby)
attempt(groupby, 5)
attempt(list, groupby([1], 5))
attempt(list, groupby([1], key=lambda x: 1 / 0))
g = groupby("aab", str.upper)
next(g)
print(g.__reduce__()[0], len(g.__reduce__()[1]), len(groupby("a").__reduce__()[1]))

# tee.
a, b = tee(range(200))
print(next(a), next(a), next(b), sum(a), sum(b), list(a))
a, b, c = tee("abc", 3)
print(next(a), list(copy.copy(a)), list(tee(a)[1]), list(b), list(c), tee([], 0), len(tee([], 1)))
for arguments in ((), (1,), ([], -1), ([], "x"), ([], 10**30), ([], 1, 2)):
    attempt(tee, *arguments)
attempt(lambda: tee(iterable=[]))
a, b = tee("abc")
next(a)
print(a.__reduce__()[0], a.__reduce__()[1], type(a)("xy").__reduce__()[2][1], list(type(a)("xy")))


def recursive():
    yield 1
    yield next(b)


a, b = tee(recursive())
attempt(list, a)
data = itertools._tee_dataobject
for arguments in ((iter("a"), [], None), (iter("ab"), ["q"], None), (iter("a"), 5, None), (iter("a"), list(range(58)), None),
                  (iter("a"), [], 5), (1,), (iter("a"), list(range(57)), 5)):
    attempt(lambda: type(data(*arguments)).__name__)


# Errors come through, and end nothing.
class Fails:
    def __init__(self):
        self.items = [1, ValueError("first"), 2, KeyError("second")]

    def __iter__(self):
        return self

    def __next__(self):
        if not self.items:
            raise StopIteration
        item = self.items.pop(0)
        if isinstance(item, Exception):
            raise item
        return item


for make in (chain, pairwise, accumulate, cycle, lambda x: islice(x, 5), lambda x: takewhile(bool, x), lambda x: zip_longest(x, "a"),
             lambda x: compress(x, repeat(1)), lambda x: starmap(print, x), lambda x: tee(x)[0], groupby, lambda x: filterfalse(None, x)):
    iterator = make(Fails())
    out = []
    for _ in range(6):
        try:
            out.append(str(next(iterator, "end"))[:12])
        except Exception as error:
            out.append(repr(error))
    print(out)
