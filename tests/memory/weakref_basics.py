# A weak reference does not keep its object, and calls back when it dies.
import weakref
class C:
    def __repr__(self): return "<C>"
c = C()
r = weakref.ref(c)
print(r() is c, weakref.ref(c) is r, weakref.getweakrefcount(c), r == weakref.ref(c))
s = weakref.ref(c, lambda ref: print("callback", ref is s, ref()))
print(weakref.getweakrefcount(c), s is r, len(weakref.getweakrefs(c)))
del c
print(r(), s(), r.__callback__)
for thing in (5, "x", [], {}, (), None, object()):
    try:
        weakref.ref(thing)
    except TypeError as error:
        print(error)
class Slots: __slots__ = ()
class Weak: __slots__ = ("__weakref__",)
try:
    weakref.ref(Slots())
except TypeError as error:
    print(error)
w = Weak()
print(weakref.ref(w)() is w)
def f(): pass
print(weakref.ref(f)() is f, weakref.ref(C)() is C, weakref.ref({1}.__class__)() is set)
a, b = C(), C()
ra, rb = weakref.ref(a), weakref.ref(b)
print(ra == rb, hash(ra) == hash(a), ra in {ra: 1})
a.__class__
x = set([1]); rx = weakref.ref(x); del x
print(rx())
