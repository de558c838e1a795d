"""Seeds, sequences and states of _random; the parts of format strings of _string."""
import _random,sys,_string
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s: %s'%(type(e).__name__,e)
    return repr(r)
class R(_random.Random): pass
for f in (lambda:R(1,2),lambda:_random.Random(1,2),lambda:_random.Random(a=1),lambda:R(a=1),lambda:_random.Random([]),lambda:_random.Random().setstate(3),lambda:_random.Random().setstate((3,)),lambda:_random.Random().setstate(('a',)*625),lambda:_random.Random().setstate((-1,)*625),lambda:_random.Random().setstate((2**65,)*625),lambda:_random.Random().setstate((2**33,)*624+(-1,)),lambda:_random.Random().setstate((2**33,)*624+('a',)),lambda:_random.Random().setstate((2**33,)*624+(2**70,)),lambda:_random.Random().setstate((2**33,)*624+(625,)),lambda:_random.Random().setstate((2**33,)*624+(624,)),lambda:_random.Random().getrandbits(-1),lambda:_random.Random().getrandbits(2**40),lambda:_random.Random().getrandbits('a'),lambda:_random.Random().getrandbits(0),lambda:_random.Random(5).seed(1,2)): print(show(f))
for s in (0,1,-1,5,2**31,2**32,2**32+1,2**64,2**64-1,-2**100,10**300,'abc' if 0 else 3.5,True,(1,2),1.5,2**20000):
    r=_random.Random(s)
    print([r.random() for i in range(5)],[r.getrandbits(k) for k in (1,5,31,32,33,63,64,65,96,97,127,128,129,200,1000)], hash(r.getstate()))
r=_random.Random(4); st=r.getstate(); a=[r.random() for i in range(1000)]; r.setstate(st); print(a==[r.random() for i in range(1000)],hash(tuple(a)))
print(sys.getsizeof(r), _random.Random.__flags__&~(1<<19), _random.Random() .random()!=_random.Random().random(), [k for k in vars(_random.Random)])
try: r.x=3
except Exception as e: print(e)
print(R().__dict__, isinstance(_random.Random(None).getstate(),tuple))
_random.Random.foo=3; print(_random.Random.foo); del _random.Random.foo
P=_string.formatter_parser; S=_string.formatter_field_name_split
for t in ('','a','x{{y{a!r:{z}}b{}{!s}{:}','{','}','{a','{a!','{a!r','{a!rx}','{a!}','{a:{b}','}}','{{','{a[0].b!s:>{w}}','{0}{1}',3,'é{ü!x:ß}','{a!é}'):
    try: print(list(P(t)))
    except Exception as e: print(repr(e))
    try:
        f,r=S(t); print(f,list(r))
    except Exception as e: print(repr(e))
for t in ('a.b[0].c','0','12.a','99999999999999999999','a[99999999999999999999]','a[','a[]','a.','a..b','a[b]c','[0]','.a','a[0','-1','1a','a[x y]'):
    try:
        f,r=S(t); print(repr(f)); print([x for x in r])
    except Exception as e: print(repr(e))
x=P('a{b}'); print(type(x),iter(x) is x,next(x),next(x,None),next(x,None))
try: type(x)()
except Exception as e: print(e)
