# Decorators are evaluated from the top and applied from the bottom.
def mark(name):
    print("make", name)
    def decorate(f):
        print("apply", name, f.__name__)
        return f
    return decorate
@mark("outer")
@mark("inner")
def function(): pass
@mark("class")
class C:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return cls.__name__, x
    @property
    def p(self): return "property"
print(C.s(1), C().s(2), C.c(3), C().c(4), C().p)
def twice(f):
    return lambda *args: f(f(*args))
@twice
def double(x): return 2 * x
print(double(5))
