# __slots__: descriptors, errors, inheritance.

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

class A:
    __slots__ = ("b", "a", "__private")
    def __init__(self): self.__private = 7
    def get(self): return self.__private

a = A()
print(a.get(), sorted(n for n in dir(A) if not n.startswith("__")), A.__slots__)
attempt(lambda: a.a)
attempt(lambda: setattr(a, "c", 1))
attempt(lambda: setattr(a, "get", 1))
attempt(lambda: delattr(a, "a"))
attempt(lambda: a.__dict__)
attempt(lambda: A.a.__get__(3))
attempt(lambda: A.a.__set__(3, 4))
a.a = 1
print(a.a, A.a, type(A.a), A.a.__get__(a), A.a.__objclass__ is A, A.a.__name__)
del a.a
attempt(lambda: a.a)

class B(A): pass
b = B()
b.a, b.z = 1, 2
print(b.a, b.z, b.__dict__, b.get())

class C(A):
    __slots__ = "only"
c = C()
c.only = c.a = 3
print(c.only, c.a, C.__slots__)
attempt(lambda: setattr(c, "other", 1))

class D:
    __slots__ = ("x", "__dict__")
d = D()
d.x, d.y = 1, 2
print(d.x, d.y, d.__dict__)
import weakref
attempt(lambda: weakref.ref(d))
class W:
    __slots__ = ("__weakref__",)
w = W()
print(weakref.ref(w)() is w)

def make(slots, bases=(), **rest):
    return type("T", bases, {"__slots__": slots, **rest})

attempt(lambda: make(3))
attempt(lambda: make([3]))
attempt(lambda: make(["a b"]))
attempt(lambda: make([""]))
attempt(lambda: make(["1a"]))
attempt(lambda: make(["a"], (int,)))
attempt(lambda: make([], (int,))(5) + 1)
attempt(lambda: make(["a"], (tuple,)))
attempt(lambda: make(["__dict__", "__dict__"]))
attempt(lambda: make(["__weakref__", "__weakref__"]))
attempt(lambda: make(["__dict__"], (B,)))
attempt(lambda: make(["a"], a=1))
attempt(lambda: make(["a"], (type,)))
attempt(lambda: make({"a": "doc"}).__slots__)
X = make(["x"]); Y = make(["y"])
attempt(lambda: type("Z", (X, Y), {}))
attempt(lambda: type("Z", (X, make([])), {"__slots__": ()})().__class__.__name__)
class S(str):
    __slots__ = ("tag",)
s = S("héllo")
s.tag = [1]
print(s, s.tag, len(s), S("x") == "x")
class L(list):
    __slots__ = ("tag",)
l = L([1, 2])
l.tag = "t"
l.append(3)
print(l, l.tag)
