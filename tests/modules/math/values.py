"""Every function of math on ordinary, special and wrong arguments."""
import math, operator
inf=math.inf; nan=math.nan
vals=[0.0,-0.0,1.0,-1.0,0.5,-3.0,5e-324,1e308,inf,-inf,nan,1.5,171.7,-170.5,24.5,-1e-21,-200.5,710,7,2**53+1,-2**100,2**2000,True,'a',5]
class F:
    def __float__(self): return 2.5
    def __ceil__(self): return 'ceil'
    def __floor__(self): return 'floor'
    def __trunc__(self): return 'trunc'
    def __index__(self): return 7
class G(float): pass
class I(int): pass
class B:
    def __float__(self): return 'x'
class E:
    def __float__(self): raise KeyError(3)
    __ceil__=__float__
    __index__=__float__
vals+=[F(),G(2.5),I(8),B(),E()]
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s: %s'%(type(e).__name__,e)
    if isinstance(r,int) and abs(r) > 10**100: return hex(r)[:60]
    return repr(r)[:60]
names=[n for n in dir(math) if callable(getattr(math,n)) and not n.startswith('_')]
for n in names:
    f=getattr(math,n)
    print(n, f.__text_signature__, f.__module__, f.__name__, f.__qualname__)
    for v in vals:
        if n not in ('factorial','perm','comb') or not isinstance(v,int) or v<1000 or v>2**70: print(n, type(v).__name__, show(f,v))
    print(show(f), show(f,1,2,3,4), show(f,x=1), show(f,1.0,y=2))
    if n in('factorial','perm','comb'):
        continue
    for v in vals[::6]:
        for w in vals[1::5]: print(n,type(v).__name__,type(w).__name__, show(f,v,w))
for n in range(0,30,4): print(math.factorial(n), [math.perm(n,k) for k in range(n+2)], [math.comb(n,k) for k in range(n+2)])
for n in (50,100,500,1000,5000): print(*[m%(2**127-1) for m in (math.factorial(n), math.comb(n,n//3), math.perm(n,n//3))])
for a in [(2**70,3),(2**70,2**69),(3,2**70),(-1,2),(2,-1),(2**70,2**70-2),(10,2**70),(2**70,-1),(1.0,2),('a',1),(1,'a'),(True,1),(I(8),I(3)),(2**200,2**100), (10,None),(2**65,2)]:
    print(a, show(math.perm,*a), show(math.comb,*a))
print(show(math.comb,-2**70,2),show(math.perm,-2**70,2),show(math.factorial,2**70),show(math.factorial,-2**70), show(math.factorial,5.0))
for i in range(0,100,19): print(i, math.isqrt(i), hex(math.isqrt(7**i)), hex(math.isqrt(2**(2*i)-1)), math.isqrt((2**32-1)**2), math.isqrt(2**64-1))
