# *args of all sizes: how they are gathered, counted and handed on.
import sys
def f(*a): return a, sys.getrefcount(a)
def g(x,*a): y=1; return x,a
def h(x,y=2,*a): return x,y,a
o=object()
print(f()[0]==(), f(1), f(1,2,3), g(1), g(1,2,3), h(1), h(1,2), h(1,2,3))
print(f(o)[1], sys.getrefcount(o))
def r(*a): return r(*a,1) if len(a)<50 else len(a)
print(r())
def inf(*a): return inf(1,2,3)
try: inf()
except RecursionError as e: print(e)
class C:
    def m(*a): return len(a)
    def n(self,*a): return a
print(C().m(1,2),C().n(),C().n(1))
try: g()
except TypeError as e: print(e)
def k(*a,b=1): return a,b
print(k(1,2),k(b=3))
def gen(*a):
    yield a
print(list(gen(1,2)))
