"""Each method with right and wrong arguments; arrays behind views."""
from array import array, ArrayType, typecodes, _array_reconstructor
import array as m, sys, pickle, copy, io, collections.abc, operator
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
a=array('i',range(10))
for f in 'append buffer_info byteswap count extend frombytes fromfile fromlist fromunicode index insert pop remove reverse tobytes tofile tolist tounicode __copy__ __deepcopy__ __reduce_ex__ __sizeof__'.split():
    for args in [(),(1,),(1,2),('x',),([1,2],),([1,'x'],),(b'abcd',),(-1,),(3,2),(3,-2),(3,0,2,1),(None,),(io.BytesIO(),),(io.BytesIO(b'12345678'),2),(io.BytesIO(b'12345'),2),(io.StringIO(''),2),(array('h',[1]),),(memoryview(array('i',[5])),)]:
        b=array('i',[1,2,3,-1]); 
        if f=='buffer_info' and not args: continue
        t(getattr(b,f),*args); print(b)
        b=array('u','héx'); 
        if f=='buffer_info' and not args: continue
        t(getattr(b,f),*args); t(str,b)
        b=array('d',[1,2.5]); t(getattr(b,f),*args); t(str,b)
m1=memoryview(a); print(m1.format,m1.itemsize,m1.shape,m1.strides,m1.readonly,m1.tolist(),m1.nbytes)
t(a.append,1); t(a.pop); t(a.extend,[1]); t(a.extend,[]); t(a.extend, array('i')); t(a.remove,3); t(a.frombytes,b''); t(a.frombytes,b'1234'); t(operator.delitem,a,0); t(operator.delitem,a,slice(0,0)); t(operator.setitem,a,slice(0,2),array('i',[1,2])); t(operator.setitem,a,slice(0,2),array('i',[1])); t(operator.imul,a,2); t(operator.imul,a,1); t(a.insert,0,1);t(a.fromlist,[1]);t(a.fromlist,[]);t(a.byteswap);t(a.reverse)
m1[0]=77; print(a); del m1; a.append(5); print(a)
for x in array('u','a\u1234'), array('d',[1,2]),array('B',b'ab'): mm=memoryview(x); print(mm.format,mm.itemsize,mm.nbytes)
