# tuple: construction, operators, methods, hashing, errors.
t = (1, 2, 3)
for text in r"""
tuple()
tuple("ab")
tuple([1, 2])
tuple(t) is t
(1,)
1
()
((), ((),))
tuple(range(3))
tuple({1: 2})
tuple(x for x in "ab")
t[0]
t[-1]
t[1:]
t[::-1]
t[:] is t
t[5:]
t[True]
t + (4,)
t * 2
2 * t
t * 0
() + t is t
2 in t
9 in t
len(t)
t.index(2)
t.count(1)
t.index(3, 1, 5)
t.index(9)
t[3]
t["a"]
t + [1]
t * "a"
t < 5
t.append(1)
t == (1, 2, 3)
t != [1, 2, 3]
t < (1, 2, 4)
(1, 2) < t
() < t
t >= (1,)
(1, "a") == (1, "b")
(1, 2) == (1.0, True + 1)
hash((1, 2)) == hash((1, 2))
hash(())
hash((1, 2, 3))
hash(("a",)) == hash(("a",))
{(1, 2): "v"}[(1, 2)]
hash((1, []))
repr((1,))
repr(())
str((1, "a", None))
repr(((),))
max(t)
min(t)
sum(t)
sorted((3, 1))
list(reversed(t))
any((0, 1))
all(())
t.__class__
t.__len__()
t.__getnewargs__()
t.__contains__(1)
t.__mul__(2)
t.__eq__([1])
isinstance(t, tuple)
tuple(5)
tuple(1, 2)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
