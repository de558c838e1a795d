"""Indices and slices, loaded, set and deleted; adding and repeating; how arrays grow."""
from array import array, ArrayType, typecodes, _array_reconstructor
import array as m, sys, pickle, copy, io, collections.abc, operator
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
a=array('i',range(10))
for k in [0,-1,9,10,-11,slice(2,5),slice(None,None,-1),slice(None,None,3),'x',1.5,None,True,10**30]:
    t(operator.getitem,a,k)
    b=a[:]; t(operator.delitem,b,k); print(b, sys.getsizeof(b))
    for v in (5, array('i',[1,2]), array('i'), array('i',[1,2,3]), array('h',[1]), [1], 'x', array('i',range(10)),array('i',range(4))):
        b=a[:]; t(operator.setitem,b,k,v); print(b, sys.getsizeof(b))
    b=a[:]; t(operator.setitem,b,k,b); print(b)
for s in [slice(8,2,-2), slice(2,8,2), slice(5,2), slice(0,0), slice(9,None,-4)]:
    b=a[:]; del b[s]; print(b,sys.getsizeof(b))
t(operator.add,a,a); t(operator.add,a,[1]); t(operator.add,a,array('h')); t(operator.mul,a,0);t(operator.mul,a,-2); t(operator.mul,a[:2],3); t(operator.mul,3,a[:2]); t(operator.mul, a, 1.5)
b=a[:2]; b*=3; print(b); b*=0; print(b,sys.getsizeof(b)); b*=5; b+=a; print(b)
t(operator.iadd,b,[1]); t(operator.iadd,b,array('h'))
b=array('i'); sizes=[]
for i in range(300): b.append(i); sizes.append(sys.getsizeof(b))
for i in range(300): b.pop(); sizes.append(sys.getsizeof(b))
print(sizes)
