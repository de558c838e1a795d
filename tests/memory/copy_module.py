# copy and deepcopy: what is new, what is shared.
import copy
a = [1, [2], {"k": [3]}, (4, [5])]
s, d = copy.copy(a), copy.deepcopy(a)
print(s == a, s is a, [x is y for x, y in zip(a, s)])
print(d == a, [x is y for x, y in zip(a, d)], d[3][1] is a[3][1])
me = [1]; me.append(me)
m = copy.deepcopy(me)
print(m[1] is m, m is me)
shared = [0]
p = copy.deepcopy([shared, shared])
print(p[0] is p[1], p[0] is shared)
for atom in (1, "x", 1.5, None, (1, 2), frozenset([1]), len, int, range(3), b"b", lambda: 0):
    print(copy.copy(atom) is atom, copy.deepcopy(atom) is atom, end=" ")
print()
class C:
    def __init__(self): self.items = [1]
c = C(); s = copy.copy(c); d = copy.deepcopy(c)
print(s.items is c.items, d.items is c.items, d.items, type(d) is C)
class H:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo): return "deep", len(memo)
print(copy.copy(H()), copy.deepcopy(H()), copy.deepcopy([H()]))
class S:
    __slots__ = ("a",)
o = S(); o.a = [1]
print(copy.copy(o).a is o.a, copy.deepcopy(o).a is o.a)
class L(list): pass
l = L([1, [2]]); l.extra = 5
k = copy.deepcopy(l)
print(k, k.extra, type(k).__name__, k[1] is l[1])
print({1: [2]}.copy(), copy.copy({1, 2}), copy.deepcopy(bytearray(b"a")))
try:
    copy.copy((x for x in []))
except TypeError as error:
    print(error)
