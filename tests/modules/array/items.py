"""Which values each letter takes, and how arrays are made of other things."""
from array import array, ArrayType, typecodes, _array_reconstructor
import array as m, sys, pickle, copy, io, collections.abc, operator
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
bad=[1.5,'x','xy',b'x',None,10**30,-10**30,300,-300,70000,-70000,2**31,2**32,-2**31-1,-1,2**63,2**64,[],'\U0001f600',True]
for tc in typecodes:
    for b in bad:
        x=array(tc); t(x.append,b); print(x)
        t(array,tc,[b]); t(array,tc,(b,)); t(array, tc, iter([b])); t(array,tc,b)
    for it in (b'abcd'*4, bytearray(b'12345678'), b'abc', array('i',[1,2]), array('d',[1,2]), array('u','ab'),'hello'):
        t(array,tc,it)
t(array); t(array,'i',1,2); t(array,5); t(array,'ii'); t(array,'z'); t(array,'i',x=1); t(array,'z',[1]);t(array, typecode='i')
