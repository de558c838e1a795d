# Instance, class and static methods, and functions stored elsewhere.
class C:
    def i(self, x): return "i", x
    @classmethod
    def c(cls, x): return "c", cls.__name__, x
    @staticmethod
    def s(x): return "s", x
    f = len
    l = lambda self: "lambda"
class D(C): pass
o = D()
print(o.i(1), o.c(1), o.s(1), D.c(2), D.s(2), D.i(o, 3), D.f([1]), o.l())
o.free = lambda x: ("free", x)
print(o.free(1))
print(o.i == o.i, o.i is o.i, hash(o.i) == hash(o.i), o.c.__self__.__name__)
m = o.i
del o
print(m(9), m.__name__, m.__func__.__qualname__)
try:
    m.x = 1
except AttributeError as error:
    print(error)
print(type(C.__dict__["c"]).__name__, type(C.__dict__["s"]).__name__, C.__dict__["s"](5))
