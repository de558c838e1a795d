# Dictionaries and sets whose entries go with their objects.
import weakref
class C:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"C{self.n}"
a, b = C(1), C(2)
d = weakref.WeakValueDictionary(a=a, b=b)
print(sorted(d), d["a"], len(d))
del a
print(sorted(d), d.get("a"))
k = weakref.WeakKeyDictionary()
k[b] = "value"
print(k[b], len(k))
s = weakref.WeakSet([b])
print(len(s), b in s)
del b
print(len(k), len(s), dict(d))
class D:
    def method(self): return "called"
o = D()
m = weakref.WeakMethod(o.method)
print(m()())
del o
print(m())
x = C(3)
f = weakref.finalize(x, print, "finalized")
print(f.alive)
del x
print(f.alive)
