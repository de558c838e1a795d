# Inheritance, super and the method resolution order.
class A:
    def who(self): return "A"
    def chain(self): return ["A"]
class B(A):
    def who(self): return "B" + super().who()
    def chain(self): return ["B"] + super().chain()
class C(A):
    def chain(self): return ["C"] + super().chain()
class D(B, C):
    def chain(self): return ["D"] + super().chain()
print(D().chain(), D().who(), [c.__name__ for c in D.__mro__])
print(D.mro() == list(D.__mro__), D.__base__.__name__, A.__subclasses__())
print(issubclass(D, A), isinstance(D(), (int, C)), super(B, D()).chain())
try:
    class E(A, B): pass
except TypeError as error:
    print(error)
try:
    class F(A, A): pass
except TypeError as error:
    print(error)
for base in ("bool", "type(None)", "5", "range"):
    try:
        exec(f"class G({base}): pass")
        print(base, "ok")
    except TypeError as error:
        print(error)
try:
    class H(int, str): pass
except TypeError as error:
    print(error)
class I(int):
    def __add__(self, other): return "added"
print(I(5) + 1, I(5) * 2, type(I(3)).__name__, I("7"))
A.late = lambda self: "late"
print(D().late())
