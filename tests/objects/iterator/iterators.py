# Iterator objects: their types, hints, exhaustion.
it = lambda x: iter(x)
for text in r"""
type(it([]))
type(it(()))
type(it(""))
type(it("é"))
type(it(b""))
type(it(bytearray()))
type(it({}))
type(it({}.values()))
type(it({}.items()))
type(it(set()))
type(it(range(1)))
type(it(range(10 ** 30)))
type(reversed([]))
type(reversed(()))
type(reversed({}))
type(reversed(range(1)))
type(iter(len, 1))
type(enumerate(""))
type(zip())
type(map(len, ""))
type(filter(None, ""))
type(x for x in "")
it([1, 2]).__length_hint__()
it((1,)).__length_hint__()
it("abc").__length_hint__()
it({1: 2}).__length_hint__()
it({1}).__length_hint__()
it(range(5)).__length_hint__()
reversed([1]).__length_hint__()
next(it(""))
1
next(it([]))
next(it({}))
iter(it([1])) is not None
list(it([1, 2]))
list(reversed("ab"))
list(map(lambda a: a + 1, (1, 2)))
next(it(range(3)))
next(enumerate("a"))
next(zip("a", "b"))
list(iter([1, 2, 3].pop, 1))
tuple(it({1: 2}.items()))
list(it(b"ab"))
[*it("é€")]
it([1])[0]
len(it([1]))
it([]).missing
it([1, 2]).__reduce__()[1]
it((1,)).__reduce__()[1]
it(range(2)).__reduce__()[1]
it("ab").__reduce__()[1]
enumerate("a", 3).__reduce__()[1][1]
it([1]).__setstate__(1)
list(zip("ab", it("abc")))
dict(zip("ab", range(2)))
any(it([0, 1]))
all(it([]))
sum(it((1, 2)))
max(it("abc"))
sorted(it({3, 1}))
"".join(it("xy"))
list(filter(lambda x: x, it([0, 1, 2])))
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
