# Locals go in order, containers from their first or last item, frames after their values.
class C:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n, end="; ")
def locals_():
    a, b, c = C("a"), C("b"), C("c")
locals_(); print()
t = (C(1), C(2), C(3)); del t; print()
l = [C(1), C(2), C(3)]; del l; print()
d = {"x": C(1), "y": C(2)}; del d; print()
class Holder: pass
h = Holder(); h.p, h.q = C("p"), C("q"); del h; print()
def args(a, b): pass
args(C("first"), C("second")); print()
x = C("old"); x = C("new"); print(); x = None; print()
l = [C(i) for i in range(4)]; l[1:3] = []; print(); l = None; print()
def gen():
    v = C("gen")
    yield
g = gen(); next(g); del g; print()
def raising():
    v = C("raising")
    raise KeyError
try: raising()
except KeyError: print("caught", end="; ")
print()
print((C("left").n, C("right").n))
C("s").n + C("t").n; print()
