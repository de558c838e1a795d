# The collector frees what only a cycle holds.
import gc, weakref
gc.disable()
gc.collect()
class C:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
a, b = C("a"), C("b")
a.other, b.other = b, a
ra = weakref.ref(a, lambda r: print("weak"))
del a, b
print(ra() is not None, "before")
print(gc.collect() > 0, ra())
l = []; l.append(l)
d = {}; d["d"] = d
del l, d
print(gc.collect())
def f():
    def g(): return g
    g()
f()
print(gc.collect())
class Self: pass
s = Self(); s.s = s
del s
print(gc.collect())
try:
    raise ValueError
except ValueError as e:
    keep = e
    frame_cycle = [keep]
    frame_cycle.append(frame_cycle)
del keep, frame_cycle
print(gc.collect() >= 1)
print(gc.collect(), gc.garbage)
