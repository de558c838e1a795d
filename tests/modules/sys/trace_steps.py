# sys.settrace and sys.setprofile: the events of calls, lines, returns and exceptions.
import sys
ev=[]
def tr(f,e,a):
    ev.append((f.f_code.co_name, f.f_lineno-f.f_code.co_firstlineno, e, type(a).__name__ if e!='return' else repr(a)))
    return tr
def g(n):
    for i in range(n):
        yield i
def f(x):
    y = x+1
    for i in range(2):
        y += i
    try:
        1/0
    except ZeroDivisionError:
        pass
    z=[q for q in g(2)]
    with open_() as q:
        y
    return y
class open_:
    def __enter__(self): return 1
    def __exit__(self,*a): return False
class C:
    def __init__(self, a):
        self.a=a
    @property
    def p(self): return self.a
    def __lt__(self,o): return self.a<o.a
sys.settrace(tr)
f(3)
c=C(2)
c.p
sorted([C(2),C(1)])
def deco():
    try:
        f(10)
    finally:
        x=1
    while x<3:
        x+=1
    raise ValueError
try: deco()
except ValueError: pass
async def co():
    return 1
async def co2():
    await co()
try: co2().send(None)
except StopIteration: pass
sys.settrace(None)
for e in ev: print(e)
ev.clear()
def prof(f,e,a): ev.append((f.f_code.co_name,e,getattr(a,'__name__',a)))
sys.setprofile(prof)
f(2)
len([1]); [3].append(4); "a".upper(); 
try: int("x")
except ValueError: pass
try: len(3)
except TypeError: pass
sys.setprofile(None)
for e in ev: print(e)
