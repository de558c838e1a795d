# In a garbage cycle finalisers run once each, then all is cleared; saving one saves the cycle.
import gc
gc.disable(); gc.collect()
saved = []
class C:
    def __init__(self, name): self.name = name
    def __del__(self):
        print("del", self.name)
        if self.name == "save": saved.append(self)
a, b = C("save"), C("other")
a.o, b.o = b, a
del a, b
print(gc.collect())
print(saved[0].o.name, saved[0].o.o is saved[0])
saved.clear()
print(gc.collect() > 0, "no second del")
class D:
    def __del__(self): print("D", hasattr(self, "o"))
d = D(); d.o = d
del d
gc.collect()
