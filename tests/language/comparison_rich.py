# Comparisons ask the left, then the right, a subclass first.
class A:
    def __init__(self, name): self.name = name
    def __lt__(self, other): print(self.name, "lt"); return NotImplemented
    def __gt__(self, other): print(self.name, "gt"); return "from " + self.name
    def __eq__(self, other): print(self.name, "eq"); return NotImplemented
    def __le__(self, other): print(self.name, "le"); return NotImplemented
class B(A): pass
a, b = A("a"), B("b")
print(a < A("c"))
print(a < b)
print(a == A("d"), a == a, a != A("e"))
try:
    a <= 5
except TypeError as error:
    print(error)
for text in ("1 < 'a'", "[] < ()", "None > None", "{} <= {}", "1j < 2", "object() >= object()"):
    try:
        eval(text)
    except TypeError as error:
        print(text, error)
print([1, 2] < [1, 3], (1, 2) < (1, 2, 0), "Z" < "a", {1} < {1, 2}, {1} < {2})
class OnlyEq:
    def __eq__(self, other): return True
print(OnlyEq() != 5, 5 == OnlyEq(), 5 in [OnlyEq()])
try:
    hash(OnlyEq())
except TypeError as error:
    print(error)
