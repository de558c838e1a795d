# sys.getsizeof of dicts and sets, as they grow.
import sys
d, sizes = {}, []
for i in range(200):
    if not sizes or sizes[-1] != sys.getsizeof(d): sizes.append(sys.getsizeof(d))
    d[i] = i
print(sizes)
d, sizes = {}, []
for i in range(50):
    if not sizes or sizes[-1] != sys.getsizeof(d): sizes.append(sys.getsizeof(d))
    d[str(i)] = i
print(sizes)
s, sizes = set(), []
for i in range(200):
    if not sizes or sizes[-1] != sys.getsizeof(s): sizes.append(sys.getsizeof(s))
    s.add(i)
print(sizes)
print(sys.getsizeof({}), sys.getsizeof({"a": 1}), sys.getsizeof({1: 1}), sys.getsizeof(dict(a=1)), sys.getsizeof(set()), sys.getsizeof(frozenset([1])))
d = {i: 0 for i in range(100)}
d.clear()
print(sys.getsizeof(d), sys.getsizeof(dict.fromkeys(range(10))), sys.getsizeof({**dict.fromkeys("abcdef")}))
class C:
    def __init__(self): self.a = self.b = 1
print(sys.getsizeof(C().__dict__), sys.getsizeof(C()))
