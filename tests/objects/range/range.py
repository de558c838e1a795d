# range: construction, indexing, membership, comparison, errors.
r = range(0, 20, 3)
for text in r"""
range(5)
range(1, 5)
range(5, 1)
range(0, 10, 2)
range(10, 0, -3)
list(r)
list(range(-3, 3))
list(range(3, -3, -2))
list(range(0))
list(range(1, 1))
r[0]
r[-1]
r[2:4]
r[::-1]
r[1:100:2]
r[5:2]
len(r)
len(range(0))
len(range(10, 0, -3))
r.start
r.stop
r.step
r[7]
r["a"]
9 in r
10 in r
9.0 in r
"a" in r
-1 in r
True in range(3)
r.index(6)
r.count(6)
r.count(7)
10 ** 30 in range(10 ** 31)
r.index(7)
r == range(0, 21, 3)
range(0) == range(2, 1)
range(0, 3, 2) == range(0, 4, 2)
r != r
hash(range(3)) == hash(range(0, 3, 1))
range(3) == [0, 1, 2]
bool(range(0))
bool(range(1))
range(1, 2, 0)
range(1.5)
range("a")
range()
range(1, 2, 3, 4)
setattr(range(5), "start", 1)
list(reversed(range(5)))
sum(range(101))
max(range(5))
sorted(range(3), reverse=True)
list(range(10 ** 20, 10 ** 20 + 3))
range(10 ** 30)[10 ** 29]
len(range(10 ** 18))
list(range(2 ** 63 - 2, 2 ** 63 + 1))
len(range(10 ** 30))
repr(range(1, 2))
repr(range(1, 2, 3))
[i for i in range(3) for j in range(i)]
range(5)[1:3][0]
list(zip(range(3), range(5, 8)))
range(True)
dict.fromkeys(range(2))
iter(range(3)).__length_hint__()
range(3) < range(4)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
