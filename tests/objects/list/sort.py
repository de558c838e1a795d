# sort: stable, keys called once each, reverse keeps equals in order, and errors.
words = ["banana", "fig", "Apple", "cherry", "date", "kiwi"]
print(sorted(words), sorted(words, key=len), sorted(words, key=str.lower, reverse=True))
calls = []
sorted(words, key=lambda w: calls.append(w) or len(w))
print(calls == words)
pairs = [(i % 3, i) for i in range(10)]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
x, data = 12345, []
for _ in range(500):
    x = (x * 1103515245 + 12345) % 2147483648
    data.append(x % 1000)
s = sorted(data)
print(all(a <= b for a, b in zip(s, s[1:])), sum(s) == sum(data), s[:10])
for special in (range(100), range(100, 0, -1), [1] * 50, list(range(50)) + list(range(50))):
    print(sorted(special) == sorted(sorted(special), key=lambda v: v), end=" ")
print()
print(sorted([2.5, 1, True, -3]), sorted("hello"), sorted({3: 1, 1: 2}), sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]))
class Count:
    n = 0
    def __init__(self, v): self.v = v
    def __lt__(self, other):
        Count.n += 1
        return self.v < other.v
sorted(Count(i) for i in range(64))
print(Count.n)
l = [3, 1, 2]
def key(v):
    print(len(l), end=" ")
    return v
l.sort(key=key)
print(l)
def changing(v):
    m.append(v)
    return v
m = [2, 1]
try:
    m.sort(key=changing)
except ValueError as error:
    print(error, m)
for bad in ([1, "a"], [None, 1], [1j, 2]):
    try:
        bad.sort()
    except TypeError as error:
        print(error)
def boom(v):
    if v == 2: raise KeyError("boom")
    return v
n = [3, 2, 1]
try:
    n.sort(key=boom)
except KeyError as error:
    print(error, n)
