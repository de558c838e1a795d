# Callbacks run newest first; one error does not stop the next.
import sys, weakref
sys.unraisablehook = lambda u: print("unraisable", u.exc_value)
class C: pass
c = C()
def bad(r): raise ValueError("callback")
one = weakref.ref(c, lambda r: print("one"))
two = weakref.ref(c, bad)
three = weakref.ref(c, lambda r: print("three"))
del c
print("dead", one(), three())
c = C()
r = weakref.ref(c, lambda r: print("never"))
del r
del c
print("quiet")
class D:
    def __del__(self): print("del", wr() is None)
d = D()
wr = weakref.ref(d, lambda r: print("weak"))
del d
print("end")
