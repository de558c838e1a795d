# sys.getrefcount counts the references, its own argument among them.
import sys
class C: pass
x = C()
print(sys.getrefcount(x))
y = x
print(sys.getrefcount(x))
l = [x, x, (x,), {"k": x}]
print(sys.getrefcount(x))
del y
l.pop()
print(sys.getrefcount(x))
l.clear()
print(sys.getrefcount(x))
def f(a):
    return sys.getrefcount(a)
print(f(x), f(a=x), (lambda *a: sys.getrefcount(a[0]))(x))
def g():
    x = C()
    z = x
    return sys.getrefcount(x), sys.getrefcount(z)
print(g(), sys.getrefcount(C()), sys.getrefcount([]))
x.me = x
print(sys.getrefcount(x))
m = x.__class__
print([x, sys.getrefcount(x)][1], (x, x, sys.getrefcount(x))[2])
for name in (None, 1, "", ()):
    print(sys.getrefcount(name) > 100, end=" ")
print()
def closure():
    v = C()
    def inner(): return v
    return sys.getrefcount(v), inner
print(closure()[0])
try:
    sys.getrefcount()
except TypeError as error:
    print(error)
