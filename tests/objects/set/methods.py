# The methods and operators of set, each on a fresh set.
def on(text):
    s = {1, 2, 3}
    try:
        print(text, "->", eval(text, {"s": s}), sorted(s))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
for text in """s.add(4)
s.add(1)
s.add([])
s.remove(1)
s.remove(9)
s.remove([])
s.discard(1)
s.discard(9)
s.clear()
len(s.copy())
s.copy() is s
s.update([4], (5,), {6: 0})
s.update(5)
s.union([3, 4], [5])
s.intersection([1, 2], [2])
s.difference([1], [2])
s.symmetric_difference([3, 4])
s.intersection_update([1])
s.difference_update([1], [2])
s.symmetric_difference_update([1, 9])
s.issubset([1, 2, 3, 4])
s.issuperset([1])
s.isdisjoint([4])
s.isdisjoint([1])
s.union() is s
s | {4}
s & {1, 9}
s - {1}
s ^ {1, 9}
s | [4]
s <= {1, 2, 3}
s < {1, 2, 3}
s >= {1}
s > {1}
s == {3, 2, 1}
s == frozenset([1, 2, 3])
s != [1, 2, 3]
s < [1]
2 in s
9 in s
[] in s
{1} in s
len(s)
hash(s)
s[0]
s.__ior__({7})
s.__iand__({1})
s.__isub__({1})
s.__ixor__({1})
s.__or__([1])
set()
set("a")
set([1, 1.0, True])
set(5)
set(1, 2)
{*s, 4} == {1, 2, 3, 4}
type(s | frozenset())
type(frozenset() | s)
bool(set()), bool(s)
{x % 2 for x in s}
sorted(s, reverse=True)
max(s), min(s), sum(s)
set().pop()
{5}.pop()""".split("\n"):
    on(text)
