# Defaults are evaluated once, when def runs, and kept on the function.
def note(x):
    print("evaluated", x)
    return x
def f(a=note(1), *, b=note(2)):
    return a, b
print(f(), f(), f.__defaults__, f.__kwdefaults__)
def collect(item, seen=[]):
    seen.append(item)
    return seen
print(collect(1), collect(2), collect(3, []), collect.__defaults__)
f.__defaults__ = (10,)
f.__kwdefaults__ = {"b": 20}
print(f())
f.__defaults__ = None
try:
    f()
except TypeError as error:
    print(error)
x = 1
def late(value=x): return value
x = 2
print(late())
