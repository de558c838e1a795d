"""Each function of cmath for numbers of every kind, and its errors."""
import cmath, random, math
inf=float('inf'); nan=float('nan')
def t(f,*a,**k):
    try: r=f(*a,**k); return repr(r)
    except Exception as e: return type(e).__name__+' '+str(e)
fs=[getattr(cmath,n) for n in 'acos acosh asin asinh atan atanh cos cosh exp log log10 phase polar sin sinh sqrt tan tanh isfinite isinf isnan'.split()]
v=[-inf,-1e308,-2.0,-0.0,0.0,5e-324,0.3,1.0,711.0,inf,nan]
for f in fs:
    for x in v:
        for y in v:
            print(f.__name__,x,y,t(f,complex(x,y)))
for x in v:
    for y in v: print('rect',x,y,t(cmath.rect,x,y))
r=random.Random(5)
for i in range(60):
    z=complex(r.gauss(0,1)*10**r.randint(-3,3),r.gauss(0,1)*10**r.randint(-3,3))
    for f in fs: print(t(f,z))
    print(t(cmath.log,z,r.gauss(0,2)), t(cmath.rect,z.real,z.imag))
for a in (1,1.0,1j,'x',None,[],True,10**400): 
    print(t(cmath.sin,a),t(cmath.log,a,2),t(cmath.log,2,a),t(cmath.isclose,a,1),t(cmath.rect,a,1),t(cmath.phase,a))
print(t(cmath.isclose,1,1+1e-10),t(cmath.isclose,1,2,rel_tol=-1),t(cmath.isclose,1,2,abs_tol=5),t(cmath.isclose,inf,inf),t(cmath.isclose,inf,1e308),t(cmath.isclose,nan,nan),t(cmath.isclose,1),t(cmath.isclose,1,2,3))
print(cmath.infj,cmath.nanj,cmath.tau,t(cmath.log,0),t(cmath.log,1,0),t(cmath.log,0,0),t(cmath.log,1,1),t(cmath.log),t(cmath.sin),t(cmath.sin,1,2),t(cmath.rect,1))
class C:
    def __complex__(s): return 3+4j
class F:
    def __float__(s): return 2.5
class B:
    def __complex__(s): return 'x'
print(t(cmath.sqrt,C()),t(cmath.polar,C()),t(cmath.sqrt,F()),t(cmath.sqrt,B()))
