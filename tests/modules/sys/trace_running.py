# Tracing frames that run already, changing their names, jumping to other lines.
import sys
ev=[]
def tr(f,e,a):
    ev.append((f.f_code.co_name, f.f_lineno-f.f_code.co_firstlineno, e))
    return tr
# setting trace for running frames
def setit():
    f=sys._getframe().f_back
    while f:
        f.f_trace=tr
        f=f.f_back
    sys.settrace(tr)
def user(a):
    b=a
    setit()
    c=b+1
    d=c+b
    for i in range(2):
        d+=i
    sys.settrace(None)
    return d
print(user(1)); print(ev); ev.clear()
def gen():
    yield 1
    setit()
    x=yield 2
    y=x
    yield y
def consume():
    r=[]
    for q in gen():
        r.append(q)
    sys.settrace(None)
    return r
print(consume()); print(ev); ev.clear()
def changer(f,e,a):
    if e=='line' and f.f_lineno==f.f_code.co_firstlineno+2:
        f.f_locals['x']=99
    return changer
def chg():
    x=1
    y=x
    return y,x
sys.settrace(changer); r=chg(); sys.settrace(None); print(r)
# jump
def jumper(f,e,a):
    if f.f_code.co_name!='jm': return
    if e=='line' and f.f_lineno==f.f_code.co_firstlineno+2:
        f.f_lineno=f.f_code.co_firstlineno+4
    return jumper
def jm():
    x=[1]
    x.append(2)
    x.append(3)
    x.append(4)
    return x
sys.settrace(jumper); r=jm(); sys.settrace(None); print(r)
def bad(f,e,a):
    if e=='line': 
        for l in (f.f_code.co_firstlineno-1, 10000, 'x', f.f_code.co_firstlineno+3, f.f_code.co_firstlineno+6):
            try: f.f_lineno=l
            except Exception as x: print(type(x).__name__,x)
        sys.settrace(None)
    return bad
def jb():
    a=1
    for i in range(3):
        a+=1
    try:
        a=1
    except ValueError:
        a=2
sys.settrace(bad); jb(); sys.settrace(None)
try: sys._getframe().f_lineno=3
except ValueError as e: print(e)
def raiser(f,e,a):
    if e=='line': raise ValueError('in trace')
    return raiser
def victim():
    a=1
    return a
sys.settrace(raiser)
try: victim()
except ValueError as e: print('caught',e, sys.gettrace())
def opc(f,e,a):
    f.f_trace_opcodes=True; f.f_trace_lines=False
    ev.append((e,f.f_lasti))
    return opc
ev.clear()
sys.settrace(opc); victim(); sys.settrace(None); print(ev)
class M(type):
    def __call__(self,*a): return super().__call__(*a)
class K(metaclass=M):
    def __init__(self): self.v=1
ev.clear(); sys.settrace(tr); K(); sys.settrace(None); print(ev)
def rec(n):
    return rec(n-1) if n else 0
ev.clear(); sys.settrace(tr)
try: rec(400)
finally: sys.settrace(None)
print(len(ev))
def tb(f,e,a):
    return tb
sys.settrace(tb)
def thrower():
    g=gen2()
    next(g)
    try: g.throw(KeyError(1))
    except KeyError: pass
def gen2():
    try: yield 1
    except ValueError: yield 2
sys.settrace(tr); ev.clear(); thrower(); sys.settrace(None); print(ev)
