import sys
class P:
    def __init__(self, func): pass
c = sys.getrefcount(P)
def f():
    @P
    def h(self): pass
f(); f()
print(sys.getrefcount(P)-c)
class B:
    @P
    def h(self): pass
    @P
    def h(self): pass
del B
print(sys.getrefcount(P)-c)
