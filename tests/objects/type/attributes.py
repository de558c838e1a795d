# Attributes of type objects, and setting them.

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

class B: pass
class A: __slots__ = ("a",)

attempt(lambda: int.foo)
attempt(lambda: setattr(int, "foo", 3))
attempt(lambda: delattr(int, "real"))
attempt(lambda: delattr(B, "foo"))
attempt(lambda: delattr(B, "__dict__"))
attempt(lambda: setattr(B, "__dict__", 3))
attempt(lambda: setattr(B, "__mro__", 3))
attempt(lambda: setattr(B, "__base__", 3))
attempt(lambda: setattr(B, "__name__", 3))
attempt(lambda: setattr(B, "__name__", "a\0"))
attempt(lambda: setattr(B, "__bases__", 3))
attempt(lambda: setattr(B, "__bases__", ()))
attempt(lambda: setattr(B, "__bases__", (3,)))
attempt(lambda: setattr(B, "__bases__", (B,)))
attempt(lambda: setattr(B, "__bases__", (int,)))
attempt(lambda: setattr(B, "__qualname__", 3))
attempt(lambda: setattr(int, "__qualname__", 3))
attempt(lambda: delattr(B, "__qualname__"))
attempt(lambda: delattr(B, "__module__"))
attempt(lambda: delattr(B, "__abstractmethods__"))
attempt(lambda: B.__abstractmethods__)
attempt(lambda: type.__abstractmethods__)
attempt(lambda: int.__annotations__)
attempt(lambda: B.__annotations__)
attempt(lambda: delattr(B, "__annotations__"))
attempt(lambda: delattr(B, "__annotations__"))
B.__name__ = "Other"
print(B, B.__name__, B.__qualname__)
B.__qualname__ = "X.Y"
print(B)
B.__module__ = "elsewhere"
print(B)
B.__doc__ = "text"
print(B.__doc__, int.__module__, int.__name__, int.__qualname__)
attempt(lambda: setattr(B, "__doc__", 3))
print(B.__doc__)

class Abstract:
    def f(self): pass
Abstract.__abstractmethods__ = frozenset(["f"])
attempt(Abstract)
Abstract.__abstractmethods__ = frozenset(["f", "e"])
attempt(Abstract)
Abstract.__abstractmethods__ = ()
print(type(Abstract()).__name__)

# __class__ of instances
attempt(lambda: setattr(Abstract(), "__class__", 3))
attempt(lambda: setattr(Abstract(), "__class__", int))
attempt(lambda: setattr(Abstract(), "__class__", A))
attempt(lambda: setattr(3, "__class__", A))
attempt(lambda: delattr(Abstract(), "__class__"))
class D:
    def who(self): return "D"
class E:
    def who(self): return "E"
d = D()
d.x = 1
print(d.who())
d.__class__ = E
print(d.who(), d.x, d.__dict__)
d.y = 2
print(d.__dict__)

# __bases__
class P:
    def who(self): return "P"
class Q:
    def who(self): return "Q"
class R(P): pass
class S(R): pass
s = S()
print(s.who(), S.__mro__)
R.__bases__ = (Q,)
print(s.who(), S.__mro__, P.__subclasses__(), Q.__subclasses__())

# __dict__ and __weakref__ of instances
d = D()
attempt(lambda: setattr(d, "__dict__", 3))
d.__dict__ = {"q": 4}
print(d.q, vars(d))
del d.__dict__
print(d.__dict__)
attempt(lambda: setattr(d, "__weakref__", 3))
print(d.__weakref__)

# Metaclass attributes
class Meta(type):
    m = "meta"
    @property
    def p(cls): return cls.__name__ + "!"
    def __getattr__(cls, name): return "got " + name
class F(metaclass=Meta):
    p = "shadowed"
print(F.m, F.p, F.zzz, "m" in dir(F))
attempt(lambda: F().m)
