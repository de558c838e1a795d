# Annotations are evaluated at module and class level, not in functions.
def note(text):
    print("evaluated", text)
    return text
a: note("a") = 1
b: note("b")
print(__annotations__, a)
class C:
    x: note("x") = 1
    y: int
    z: "text" = 2
print(C.__annotations__, C.x, hasattr(C, "y"))
def function():
    local: note("never") = 3
    other: int
    return local
print(function(), function.__annotations__)
c = []
c.append(1); c[0]: note("item") = 5
print(c)
(d): int = 4
print(d, "d" in __annotations__)
def g(p: int, *a: "rest", k: str = "x", **kw: dict) -> None: pass
print(g.__annotations__)
