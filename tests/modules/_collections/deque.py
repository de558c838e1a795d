# deque: both ends, limits, slices of behaviour that lists have too, and what is refused.
from _collections import deque
import copy
import sys


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


d = deque("abc")
d.append("d")
d.appendleft("z")
print(d, len(d), d.pop(), d.popleft(), d)
d.extend(range(3))
d.extendleft(range(3))
print(d)
d.extend(d)
print(d, d.count(0), d.index(0), d.index(0, 3), d.index(0, -3))
attempt(d.index, "q")
attempt(d.index, 0, 100)
attempt(d.index)
attempt(d.index, 1, "x")
d.remove("b")
attempt(d.remove, "b")
d.reverse()
print(d)
for steps in 0, 1, -1, 7, -100, 10**6:
    d.rotate(steps)
    print(steps, d)
d.rotate()
print(d)
attempt(d.rotate, 1.5)
attempt(d.rotate, 10**30)
attempt(d.rotate, 1, 2)
attempt(d.rotate, n=1)
for index in 0, 1, 4, -1, -4, 100, -100:
    e = deque(range(6))
    e.insert(index, "new")
    print(index, e)
attempt(e.insert, "a", 1)
attempt(e.insert, 1)
e.clear()
attempt(e.pop)
attempt(e.popleft)
e.rotate(3)
print(e, bool(e))

# Items.
d = deque(range(5))
print(d[0], d[-1], d[2])
d[1] = "one"
del d[0], d[-1]
print(d, "one" in d, 7 in d)
for key in 3, -4, 10**20, "x", slice(1, 2):
    attempt(lambda: d[key])
    attempt(d.__setitem__, key, 1)
    attempt(d.__delitem__, key)

# A limit.
d = deque(range(10), 3)
print(d, d.maxlen)
d.append("x")
d.appendleft("y")
d.extend("pq")
d.extendleft("st")
print(d)
attempt(d.insert, 1, 2)
attempt(setattr, d, "maxlen", 4)
attempt(delattr, d, "maxlen")
print(deque([1, 2], 0), deque([], None).maxlen, deque(maxlen=5, iterable="ab"))
e = deque(maxlen=0)
e.append(1)
e.extend([2, 3])
e.extendleft([2, 3])
print(e)
for arguments in ((1,), ([], -1), ([], "x"), ([], 10**30), ([], 1, 2), ([], 2.0)):
    attempt(deque, *arguments)
attempt(deque, other=1)
attempt(deque, [1], maxlen=2, x=3)

# Sums and products.
d = deque([1, 2], 3)
print(d + deque([3, 4]), deque([0]) + d, d * 2, 2 * d, d * 0, d * -1)
attempt(lambda: d + [1])
attempt(lambda: [1] + d)
attempt(lambda: d * "x")
attempt(lambda: d * d)
d += [5, 6]
print(d)
d *= 2
print(d)
d *= 0
print(d)
e = deque([1, 2, 3])
e *= 3
e += e
print(e)

# Comparing and hashing.
pairs = [(deque([1, 2]), deque([1, 3])), (deque([1]), deque([1, 2])), (deque(), deque())]
for a, b in pairs:
    print(a == b, a != b, a < b, a <= b, a > b, a >= b)
print(deque([1]) == [1], deque([1], 2) == deque([1]))
attempt(lambda: deque() < [])
attempt(hash, deque())

# Copies.
d = deque([[1], 2], 4)
for other in d.copy(), copy.copy(d), copy.deepcopy(d), d.__copy__():
    print(other, other.maxlen, other is d, other[0] is d[0])
print(d.__reduce__()[:3], list(d.__reduce__()[3]))
print(deque([1]).__reduce__()[:3])


class Named(deque):
    def __init__(self, items=(), maxlen=None):
        super().__init__(items, maxlen)
        self.name = "n"


n = Named("abc", 5)
print(n, n.copy(), type(n.copy()), n.copy().maxlen, n.__reduce__()[:3])
print(n + n, type(n + n), type(n * 2))
m = copy.copy(n)
print(m, m.__dict__, m == n)


class Odd(deque):
    def __copy__(self):
        return 1

    def __new__(cls, *arguments):
        if arguments:
            return 5
        return deque.__new__(cls)


attempt(Odd().copy)
print(deque[int], Named[str])

# What contains itself.
d = deque([1])
d.append(d)
print(d, deque(d, 5))
d.clear()

# Iterators.
d = deque(range(4))
i, r = iter(d), reversed(d)
print(type(i), type(r), next(i), next(r), i.__length_hint__(), r.__length_hint__())
print(list(i), list(r), i.__length_hint__(), list(i))
i, r = iter(d), reversed(d)
next(i)
next(r)
print(i.__reduce__(), r.__reduce__())
print(list(copy.copy(i)), list(copy.copy(r)))
i = iter(d)
next(i)
d.append(9)
attempt(next, i)
attempt(next, i)
print(i.__length_hint__())
make = type(iter(d))
print(list(make(d, 2)), list(make(d, -3)), list(make(d, 100)))
attempt(make)
attempt(make, [])
attempt(make, d, "x")
attempt(make, d, 1, 2)


# Changes while comparing.
class Clears:
    def __init__(self, d):
        self.d = d

    def __eq__(self, other):
        self.d.clear()
        return False


for method in "count", "index", "remove", "__contains__":
    d = deque([1, 2, 3])
    d.append(Clears(d))
    d.append(4)
    attempt(getattr(d, method), Clears(d))
d = deque([1, 2])
d.appendleft(Clears(d))
attempt(lambda: d == deque([1, 2, 3]))

# Sizes.
sizes = []
for count in 0, 1, 32, 33, 34, 64, 65, 100, 128, 129, 1000:
    sizes.append(sys.getsizeof(deque(range(count))))
print(sizes)
d = deque()
sizes = []
for i in range(140):
    d.appendleft(i)
    sizes.append(sys.getsizeof(d))
print(sorted(set(sizes)), [sizes.index(size) for size in sorted(set(sizes))])

match deque([1, 2, 3]):
    case [first, *rest]:
        print(first, rest)
