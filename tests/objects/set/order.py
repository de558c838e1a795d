# With PYTHONHASHSEED=0, the order of a set is CPython's.
print({3, 1, 2}, {10, 5, 100, -1}, set("hello"), {"b", "a", "c"}, {1.5, 2, "x"}, set(range(20, 0, -3)))
s = set()
for i in [100, 33, 1, 64, 32, 8, 9]: s.add(i)
print(s, s.pop(), s)
s.discard(33); s.add(65); s.add(0)
print(s, list(s), sorted(s))
print({(1, 2), (2, 1), ()}, frozenset(["x", "y", "z"]), {2} | {False, True})
print(set("the quick brown fox".split()), set(range(10)) - {3, 5}, {i * 37 % 101 for i in range(12)})
print(set("abcdef") & set("bdfh"), set("abc") | set("xyz"), set("abc") ^ set("bcd"))
s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as error:
    print(error)
me = {1}
print(me.issubset(me), me <= me, me < me)
