# partial, cmp_to_key and reduce.
from _functools import partial, cmp_to_key, reduce
import copy
import sys
import weakref


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def show(*arguments, **keywords):
    return arguments, keywords


p = partial(show, 1, 2, a=3)
print(p(), p(4), p(4, a=5, b=6), p.args, p.keywords, p.func is show)
q = partial(p, 7, c=8)
print(q(9), q.func is show, q.args, q.keywords, p.keywords)
p.name = "has a dict"
q = partial(p, 7)
print(q.func is p, q(), vars(p))
for arguments in ((), (1,), ("x", 2)):
    attempt(partial, *arguments)
attempt(partial, func=show)
print(partial(show, self=1, func=2)(), partial(int, base=2)("101"))
attempt(partial(int, base=2), 5)
attempt(setattr, p, "args", ())
attempt(delattr, p, "func")
p.__dict__ = {"x": 1}
print(p.x)
attempt(setattr, p, "__dict__", 1)
attempt(delattr, p, "__dict__")
r = partial(print, "a", 1.5, sep="-", end="!\n")
print(repr(r).replace(repr(print), "P"))
r()
attempt(partial(lambda: 1 / 0))
print([partial(pow, 2, **{"exp": n})() for n in range(5)])
print(sys.getsizeof(p), weakref.ref(p)() is p, partial[int])
many = partial(show, *range(20), **{f"k{n}": n for n in range(20)})
print(many(20, 21, k3="x", z=1))

# Copies and states.
p = partial(max, 1, key=len)
reduced = p.__reduce__()
print(reduced[0], reduced[1][0] is max, reduced[2][1:])
for other in copy.copy(p), copy.deepcopy(p):
    print(other.func is max, other.args, other.keywords == p.keywords, other is p)
p = partial(show)
for state in (1, (), (1, (), {}, None), (show, [], {}, None), (show, (), [], None),
              (show, (1,), {"a": 2}, {"attribute": 3}), (show, (), None, None),
              (show, (), {})):
    attempt(p.__setstate__, state)
p.__setstate__((show, (1,), {"a": 2}, {"attribute": 3}))
print(p(), p.attribute)


class Pair(tuple):
    pass


class Mapping(dict):
    pass


p.__setstate__((show, Pair((1, 2)), Mapping(z=1), None))
print(type(p.args), type(p.keywords), p(), vars(p))


class Own(partial):
    def __call__(self, *arguments):
        return "own", super().__call__(*arguments)


o = Own(show, 1)
print(o(2), partial(o, 3)(), type(copy.copy(o)), repr(o)[:4])
o = partial(show)
o.__setstate__((o, (o,), {"k": o}, {}))
print(repr(o).replace(repr(show), "S"))
o.__setstate__((show, (), {}, {}))


class Method:
    plain = partial(show, "first")


print(Method().plain("x"))

# cmp_to_key.
key = cmp_to_key(lambda a, b: (a > b) - (a < b))
print(sorted([3, 1, 2], key=key), key(1) < key(2), key(1) == key(1), key(1).obj, key(obj=3).obj)
print(sorted("bca", key=cmp_to_key(mycmp=lambda a, b: -1 if a > b else 1)))
attempt(cmp_to_key)
attempt(cmp_to_key, 1, 2)
print(type(cmp_to_key(4)(1)))
attempt(lambda: cmp_to_key(4)(1) < cmp_to_key(4)(2))
attempt(key)
attempt(key, 1, 2)
attempt(key, other=1)
attempt(lambda: key(1) < 1)
attempt(lambda: key < key(1))
attempt(lambda: cmp_to_key(lambda a, b: "x")(1) < cmp_to_key(len)(2))
attempt(hash, key(1))
k = key(1)
k.obj = 9
print(k.obj, k > key(5))
del k.obj
attempt(lambda: k.obj)
attempt(lambda: k < key(1))
print(type(key), sys.getsizeof(key))

# reduce.
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(max, [], 5), reduce(max, "b", "c"), reduce(5, [1]))
attempt(reduce, max, [])
attempt(reduce, max, 5)
attempt(reduce, max)
attempt(reduce, max, [], 1, 2)
attempt(reduce, 5, [1, 2])
attempt(lambda: reduce(function=max, iterable=[]))
attempt(reduce, lambda a, b: 1 / 0, [1, 2])
attempt(reduce, max, (1 / x for x in (1, 0)))
