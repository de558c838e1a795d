"""Comparisons between letters, what __index__ does, weak references, characters, files."""
from array import array, ArrayType, typecodes, _array_reconstructor
import array as m, sys, pickle, copy, io, collections.abc, operator
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
a=array('i',range(10))
class S(array):
    def __init__(self,*a,**k): pass
nan=float('nan')
cs=[array('i',[1,2]),array('i',[1,3]),array('b',[1,2]),array('d',[1,2]),array('d',[nan]),array('f',[nan]),array('u','ab'),array('u','ac'),array('i',[1,2,3]),array('i'),array('Q',[2**63]),array('B',[200,100]),array('b',[-56,100])]
for x in cs:
    for y in cs+[[1,2]]:
        for op in (operator.eq,operator.ne,operator.lt,operator.le,operator.gt,operator.ge): t(op,x,y)
for v in (1,1.0,2.5,nan,'a',True,2**70,-1,None): 
    for x in cs: print(v in x, x.count(v))
t(hash,a)
class I:
    def __init__(s,f): s.f=f
    def __index__(s): return s.f()
b=array('i',[1,2,3]); t(b.append,I(lambda:7)); t(b.insert,I(lambda:1),9); print(b); t(b.__getitem__,I(lambda:1)); t(b.append,I(lambda:1/0)); t(array('d',[]).append, I(lambda:4))
import weakref; w=weakref.ref(b); print(w() is b); del b; print(w())
x=array('u','ab\ud800'); print(x,ascii(x.tounicode())); x=array('u'); x.frombytes(b'\xff\xff\xff\xff'); t(repr,x); t(x.tounicode); t(x.__getitem__,0)
t(setattr,a,'q',1); t(setattr,array,'q',1); t(setattr,a,'typecode','x'); print(a.typecode,a.itemsize)
f=io.BytesIO(); array('i',range(50000)).tofile(f); print(len(f.getvalue())); f.seek(0); z=array('i'); z.fromfile(f,50000); print(z==array('i',range(50000)))
match array('i',[1,2]):
    case [1,2]: print('matched')
a.extend(a); print(a)
b=array('i',[3]); b[0:0]=b; print(b); t(array('i').__deepcopy__,{}); print(array('h',[258]).tobytes()); x=array('h',[258]); x.byteswap(); print(x); 
print(bytes(array('i',[1])), bytearray(array('h',[1])), b''.join([array('b',b'x')]))
l=[1,2,3]
class J:
    def __index__(s): l.clear(); return 1
l[:]=[J(),2,3]; t(array,'i',l); l[:]=[1,J(),2]; b=array('i'); t(b.fromlist,l); print(b)

