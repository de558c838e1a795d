# type(name, bases, dict): what it makes, and what it refuses.

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

class A:
    x = 1
    def f(self): return "f"

print(A, A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__bases__, A.__mro__, A.__base__)
print(list(A.__dict__))
B = type("B", (A,), {"y": 2})
print(B, B.__module__, B.x, B.y, B().f(), B.__mro__, list(B.__dict__))

class Outer:
    class Inner:
        def method(self): pass
    def f(self):
        class Local: pass
        return Local

print(Outer.Inner.__qualname__, Outer.Inner, Outer.Inner.method.__qualname__, Outer().f())
attempt(lambda: type())
attempt(lambda: type(1, 2))
attempt(lambda: type(1, 2, 3))
attempt(lambda: type("a", 2, 3))
attempt(lambda: type("a", (), 3))
attempt(lambda: type("a\0", (), {}))
attempt(lambda: type("a", (1,), {}))
attempt(lambda: type("a", (bool,), {}))
attempt(lambda: type("a", (type(None),), {}))
attempt(lambda: type("a", (int, str), {}))
attempt(lambda: type("a", (A, A), {}))
attempt(lambda: type("a", (A, B), {}))
attempt(lambda: type("a", (object, A), {}))
attempt(lambda: type("a", (), {"__qualname__": 3}))
attempt(lambda: type("a", (), {"__slots__": 3}))
attempt(lambda: type("a", (), {}, x=3))
attempt(lambda: type(1, x=3))
attempt(lambda: type.__new__(type))
attempt(lambda: type.__new__(int, "a", (), {}))
attempt(lambda: type("a", (), {"__classcell__": 3}))

class Entries:
    def __mro_entries__(self, bases): return (A,)

attempt(lambda: type("a", (Entries(),), {}))

class C(Entries()): pass
print(C.__bases__, len(C.__orig_bases__))

print(type(A), type(3), type(type), type("x", (), {})().__class__.__name__)
print(isinstance(A, type), issubclass(A, object), callable(A))
print(A.__subclasses__(), object.__subclasses__()[-1] is not None)
del B
import gc
gc.collect()
print(A.__subclasses__() == [C])
print(A.mro(), type.mro(int))
print(A.__flags__ & (1 << 9) != 0, int.__flags__ & (1 << 9) != 0)
