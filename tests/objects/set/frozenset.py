# frozenset: hashable, and no set is its element but a frozen one.
f = frozenset([1, 2, 3])
for text in r"""
frozenset()
frozenset([1])
frozenset("a")
frozenset(f) is f
f.copy() is f
len(f)
1 in f
f == {1, 2, 3}
hash(f) == hash(frozenset([3, 2, 1]))
hash(frozenset())
hash(frozenset([1, 2]))
f | {4}
f & {1}
f - {1, 2}
f ^ {1, 2, 3, 4}
f.union([5]) == {1, 2, 3, 5}
f.isdisjoint([9])
f <= {1, 2, 3}
f.issubset(range(5))
f.add(1)
f.remove(1)
{f: "v"}[frozenset([3, 1, 2])]
f in {f}
{1, 2, 3} in {f}
{frozenset([1])}
frozenset([frozenset()])
hash(frozenset([[]]))
repr(frozenset())
repr(frozenset([1]))
repr(set())
repr({1})
type(f.copy()).__name__
isinstance(f, set)
frozenset({1: 2})
frozenset(5)
frozenset(1, 2)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
