"""Greatest divisors, logarithms and roots of large numbers; sums, lengths and the gamma function."""
import math
class R:
    def __init__(self,s): self.s=s
    def next(self):
        self.s=(self.s*6364136223846793005+1442695040888963407)&(2**64-1)
        return self.s>>33
    def getrandbits(self,k):
        r=0
        for i in range(0,k,31): r=r<<31|self.next()
        return r>>(r.bit_length()-k if r.bit_length()>k else 0)
    def below(self,n): return self.next()%n
    def flt(self):
        e=self.below(9)
        m=(self.getrandbits(53)/2**53)*2-1
        return m*10.0**(e*e*[1,-1][self.below(2)]//3) if self.below(10) else float(self.below(20)-10)
    def choice(self,l): return l[self.below(len(l))]

inf, nan = math.inf, math.nan
names=[n for n in dir(math) if callable(getattr(math,n)) and not n.startswith('_')]
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s: %s'%(type(e).__name__,e)
    return repr(r)
r=R(7)
def big(): return (r.getrandbits(r.below(400)+1) - r.getrandbits(r.below(300)+1)) << r.below(130)
for i in range(60):
    a,b,c=big(),big(),big()
    g=a*b
    print(hex(math.gcd(a,b)),hex(math.gcd(g,a*c)),hex(math.lcm(a,b)),hex(math.gcd(a,b,c)), hex(math.gcd(a, r.getrandbits(60))), hex(math.isqrt(abs(a*b))))
    if a>0: print(math.log(a), math.log2(a), math.log10(a))
print(math.gcd(),math.lcm(),math.gcd(-4),math.lcm(-4),show(math.gcd,4.0),show(math.lcm,0,5),show(math.gcd,a=1))
for i in range(60):
    x=r.flt(); y=r.flt(); z=r.flt()
    print([show(getattr(math,n),x) for n in names if n not in('dist','fsum','gcd','hypot','isclose','lcm','ldexp','pow','fmod','atan2','copysign','remainder','prod','perm','comb','nextafter','factorial','isqrt')])
    print([show(getattr(math,n),x,y) for n in('hypot','isclose','pow','fmod','atan2','copysign','remainder','nextafter','log')], math.hypot(x,y,z), math.dist((x,y,z),(y,z,x)), math.fsum([x,y,z,-x,-y*0.5]), math.ldexp(x, i-1000) if abs(x)<1 else 0)
    x=abs(x)%50-20
    print(show(math.gamma,x),show(math.lgamma,x),math.erf(x),math.erfc(x))
for s in ([],[1e16,1,1e-16],[1e308,1e308],[1e308,1e308,-1e308,-1e308],[inf,1],[inf,-inf],[nan,1],[inf,nan],[1e16,1.,1e-16,-1e16],[.1]*10,(1,2**60),[2**2000],['a'],[1e308,1e307,8e307]):
    print(show(math.fsum,s), show(math.prod,s), show(math.prod,s,start=2.5))
print(show(math.prod,[2,3],start='a'),show(math.prod,['a'],start=3),show(math.prod,5),show(math.prod,[1,2],3), math.prod(range(1,30)), math.prod([2]*70), math.prod([0.5,2,3]))
print(math.__doc__ is not None, math.pi,math.e,math.tau,math.copysign(1,math.nan))
for a in [dict(rel_tol=-1),dict(abs_tol=-1),dict(rel_tol='a'),dict(abs_tol=0.5),dict(rel_tol=0.5)]: print(show(math.isclose,1,1.4,**a))
print(show(math.isclose,a=1,b=2), show(math.isclose,1), show(math.isclose,1,2,3))
print(show(math.dist,[1,2],[3,4]), show(math.dist,(1,2),(3,)), show(math.dist,5,(1,)), show(math.dist,'ab','cd'), show(math.dist,(),()), math.hypot(), show(math.hypot,*range(40)), show(math.hypot,1e-320,2e-320), show(math.hypot,5e-324,5e-324))
