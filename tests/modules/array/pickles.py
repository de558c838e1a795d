"""Subclasses, pickles of all protocols, items of other machines, iterators."""
from array import array, ArrayType, typecodes, _array_reconstructor
import array as m, sys, pickle, copy, io, collections.abc, operator
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
a=array('i',range(10))
class S(array):
    def __init__(self,*a,**k): pass
s=S('i',[1,2],foo=3); s.x=5; print(s, repr(s[:]), s+s, type(s*2), S('d'))
for p in range(6):
    print(pickle.loads(pickle.dumps(a,p))==a); q=pickle.loads(pickle.dumps(s,p)); print(q,q.x,type(q)); 
    for tc in typecodes: 
        x=array(tc,'ab' if tc=='u' else [1,2]); print(x.__reduce_ex__(p)); print(pickle.loads(pickle.dumps(x,p)))
print(copy.copy(s),copy.deepcopy(s),type(copy.copy(s)))
for code in range(-1,23):
    for tc in 'ufdiLqB': t(_array_reconstructor,array,tc,code,b'\x01\0\0\0\x02\0\0\0'); t(_array_reconstructor,array,tc,code,b'\x01\0\0\0\x02\0\0'); 
t(_array_reconstructor,S,'i',8,b'abcd');t(_array_reconstructor,int,'i',8,b'abcd');t(_array_reconstructor,5,'i',8,b'abcd');t(_array_reconstructor,array,'z',8,b'abcd');t(_array_reconstructor,array,'i',8,'abcd');t(_array_reconstructor,array,'ii',8,b'');t(_array_reconstructor,array,'i','x',b'')
it=iter(array('i',[1,2,3])); print(type(it),next(it),it.__reduce__(),sys.getsizeof(it)); it.__setstate__(-5); print(next(it)); it.__setstate__(50); t(next,it); print(it.__reduce__()); t(it.__setstate__,'x'); t(type(it))
print(isinstance(a,collections.abc.MutableSequence), m.ArrayType is array, dir(array)==sorted(dir(array)), sys.getsizeof(array('d')), [n for n in dir(array)])
