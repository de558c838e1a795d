# C3, and a metaclass's own mro().

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

def names(cls): return [c.__name__ for c in cls.__mro__]

class O: pass
class A(O): pass
class B(O): pass
class C(O): pass
class D(O): pass
class E(O): pass
class K1(A, B, C): pass
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K1, K2, K3): pass
print(names(Z))
class X(O): pass
class Y(O): pass
class XY(X, Y): pass
class YX(Y, X): pass
attempt(lambda: type("Bad", (XY, YX), {}))
attempt(lambda: type("Bad", (O, A), {}))

class M(type):
    def mro(cls):
        order = type.mro(cls)
        return order if len(order) < 3 else [order[0], order[2], order[1]] + order[3:]
class P(metaclass=M):
    def who(self): return "P"
class Q(P):
    def who(self): return "Q"
print(names(Q), names(P))
class Bad(type):
    def mro(cls): return [3]
attempt(lambda: Bad("b", (), {}))
class Bad2(type):
    def mro(cls): return [cls, int, object]
attempt(lambda: Bad2("b", (), {}))
class Bad3(type):
    def mro(cls): return 3
attempt(lambda: Bad3("b", (), {}))

class M1(type): pass
class M2(type): pass
class U(metaclass=M1): pass
class V(metaclass=M2): pass
attempt(lambda: type("W", (U, V), {}))
class M3(M1, M2): pass
class W(U, V, metaclass=M3): pass
print(type(W))

class Base:
    def __init_subclass__(cls, tag=None, **kw):
        super().__init_subclass__(**kw)
        print("init_subclass", cls.__name__, tag)
class S1(Base, tag="t"): pass
class S2(S1): pass
attempt(lambda: type("S3", (Base,), {}, wrong=1))

class Named:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class H:
    a = Named()
    b = Named()
class Failing:
    def __set_name__(self, owner, name): raise ValueError("no")
try:
    class I:
        f = Failing()
except RuntimeError as error:
    print(str(error).replace(hex(id(0)), "")[:60], repr(error.__cause__))

class Prep(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, bases, kw)
        return {"added": 1}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw)
        super().__init__(name, bases, ns)
    def __call__(cls, *args):
        print("call", args)
        return super().__call__(*args)
class J(metaclass=Prep, key=1):
    x = 2
    def __init__(self, *a): print("instance", a)
print(J.added, J(1, 2).x)
