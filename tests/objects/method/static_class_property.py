# staticmethod, classmethod, property as objects.
def f(*a): "doc"; return a
class C:
    s = staticmethod(f); c = classmethod(f); p = property(lambda self: 1, doc="pd")
    q = property(None, lambda self, v: None)
for text in r"""
C.s(1)
C().s(1)
C.c(1)[1:]
C().c(2)[0] is C
C().p
C.p.__doc__
staticmethod(f)(1)
staticmethod(f).__func__ is f
classmethod(f).__func__ is f
staticmethod(f).__wrapped__ is f
staticmethod(f).__name__
classmethod(f).__doc__
repr(C.__dict__["s"])[:23]
repr(C.p)[:16]
classmethod(f)(1)
staticmethod()
classmethod(1, 2)
property(1, 2, 3, 4, 5)
staticmethod(5).__get__(None, C)
classmethod(len).__get__(None, C) is not None
property().fget
property(f).fget is f
property(f).getter(len).fget is len
property(f, len).setter(f).fset is f
property(f).__doc__
property(f, doc="d").__doc__
property().__get__(None, C).__class__
C.p.__get__(C())
C().q
setattr(C(), "p", 1)
delattr(C(), "p")
property().__get__(5, int)
property(f).__set__(5, 6)
staticmethod(5)()
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
