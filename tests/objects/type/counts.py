# Who refers to a class: sys.getrefcount and getsizeof.
import gc
import sys

class A: pass
print(sys.getrefcount(A))
a = A()
print(sys.getrefcount(A))
several = [A() for _ in range(5)]
print(sys.getrefcount(A))
class B(A): pass
print(sys.getrefcount(A), sys.getrefcount(B))
class C(A, dict): pass
print(sys.getrefcount(A), sys.getrefcount(C))
class S: __slots__ = ("x", "y")
print(sys.getrefcount(S))
class E(Exception): pass
print(sys.getrefcount(E))
class M(type): pass
class N(metaclass=M): pass
print(sys.getrefcount(M), sys.getrefcount(N))
class F:
    def f(self): return __class__
print(sys.getrefcount(F))
del several, B
gc.collect()
print(sys.getrefcount(A))

class Empty: pass
class One:
    def __init__(self): self.a = 1
class Slots: __slots__ = ("a", "b")
class NoSlots: __slots__ = ()
class Ints(int): pass
class Lists(list): pass
class Texts(str): pass
class Errors(Exception): pass
for make in (Empty, One, Slots, NoSlots, Ints, Lists, Texts, Errors, object):
    print(make.__name__, sys.getsizeof(make()), make.__basicsize__, make.__itemsize__,
          make.__dictoffset__, make.__weakrefoffset__, gc.is_tracked(make()))
print(sys.getsizeof(Empty().__dict__))
o = One()
print(sys.getrefcount(o), sys.getrefcount(o.__dict__))
value = object()
o.a = value
print(sys.getrefcount(value))
o.__dict__
print(sys.getrefcount(value))
del o.a
print(sys.getrefcount(value))
