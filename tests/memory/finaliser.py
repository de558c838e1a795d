# __del__ runs once, when the last reference goes.
class C:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)
a = C("a")
b = a
del a
print("one left")
b = None
print("rebound")
def f():
    local = C("local")
    print("leaving")
f()
l = [C("0"), C("1"), C("2")]
l[1] = None
del l[0]
l.clear()
C("temporary")
print("after")
d = {"k": C("value")}
d["k"] = C("second")
del d
t = (C("x"), C("y"))
del t
print([C("inner").name for _ in range(2)])
def args(c): print("in")
args(C("argument"))
print("end")
