# property, classmethod and staticmethod.

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

class P:
    x = property()
    y = property(lambda self: 1)
    z = property(None, None, None, "doc")
    @property
    def full(self):
        "getter's"
        return self._full
    @full.setter
    def full(self, value): self._full = value
    @full.deleter
    def full(self): del self._full
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a

p = P()
attempt(lambda: p.x)
attempt(lambda: setattr(p, "x", 3))
attempt(lambda: delattr(p, "x"))
attempt(lambda: p.y)
attempt(lambda: setattr(p, "y", 3))
attempt(lambda: delattr(p, "y"))
p.full = 5
print(p.full, p.__dict__, P.full.__doc__, P.z.__doc__)
del p.full
attempt(lambda: p.full)
free = property()
attempt(lambda: free.__get__(3))
attempt(lambda: free.__set__(3, 4))
attempt(lambda: free.__delete__(3))
attempt(lambda: free.__set_name__(1))
attempt(lambda: free.__get__(None))
attempt(lambda: setattr(free, "fget", 3))
free.__doc__ = "set"
print(free.__doc__, P.full.fget.__name__, P.full.fset is not P.full.fget, P.x.fget)
class Sub(property):
    pass
class Q:
    a = Sub(lambda self: 7, doc="d")
    b = Sub(P.full.fget)
print(Q().a, Q.a.__doc__, Q.b.__doc__, Q.b.__dict__)
print(P.c(1), p.c(2), P.s(3), p.s(4))
print(P.__dict__["c"].__func__ is P.c.__func__, P.__dict__["s"].__wrapped__ is P.s)
print(P.__dict__["s"](5), P.__dict__["s"].__name__, P.__dict__["c"].__qualname__)
attempt(lambda: P.__dict__["c"](5))
attempt(lambda: classmethod())
attempt(lambda: classmethod(1, 2))
attempt(lambda: classmethod(1, x=2))
print(classmethod(1), staticmethod(1), classmethod(1).__func__)
attempt(lambda: staticmethod(1)())
attempt(lambda: classmethod(1).foo)
c = classmethod(len)
c.attribute = 1
print(sorted(c.__dict__)[-1], c.__isabstractmethod__)
class R:
    @classmethod
    @property
    def both(cls): return cls.__name__
print(R.both, R().both)

class Base:
    def f(self): return "Base.f"
    @classmethod
    def k(cls): return "Base.k " + cls.__name__
    @property
    def prop(self): return "Base.prop"
class Derived(Base):
    def f(self): return "Derived>" + super().f()
    @classmethod
    def k(cls): return "Derived>" + super().k()
    @property
    def prop(self): return "Derived>" + super().prop
    def bad(self): return super().missing
    def none():
        return super()
    def gone(self):
        del self
        return super()
    def nested(self):
        return [super(Derived, self).f() for _ in range(1)], (lambda: super(Derived, self).f())()
print(Derived().f(), Derived.k(), Derived().k(), Derived().prop)
attempt(Derived().bad)
attempt(Derived.none)
attempt(Derived().gone)
print(Derived().nested())
attempt(lambda: super())
attempt(lambda: super(3))
attempt(lambda: super(int, "a"))
attempt(lambda: super(Base).f)
attempt(lambda: super(1, 2, 3))
attempt(lambda: super(a=3))
print(super(Base), super(Derived, Derived()).f(), super(Derived, Derived).k())
s = super(Derived, Derived())
print(s.__thisclass__, s.__self_class__, type(s.__self__).__name__, s.__class__)
print(super(Base).__get__(Derived()).__self_class__, super(Base).__self__)
