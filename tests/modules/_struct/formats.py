"""Every letter with values of all kinds, all functions, wrong buffers and formats."""
import struct,_struct,sys
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s.%s: %s'%(type(e).__module__,type(e).__name__,e)
    return repr(r)
class I:
    def __index__(self): return 5
class Bad:
    def __index__(self): raise KeyError(1)
class Bad2:
    def __index__(self): return 'a'
class F:
    def __float__(self): return 1.5
    def __bool__(self): raise ValueError('no')
inf=float('inf'); nan=float('nan')
vals=(-1,127,-129,256,-32768,32768,2**31,2**32-1,2**63-1,-2**63-1,2**64-1,2**64,1.5,1e39,65519.9,65520.0,2.9e-8,-inf,nan,'a',b'a',b'ab',None,True,bytearray(b'q'),I(),Bad(),Bad2(),F(),2**2000)
for p in '@<>':
    for c in 'xcbBhHiIlLqQnNPefd?sp':
        print(p+c,show(struct.calcsize,p+c))
        for v in vals: print(p+c,repr(v)[:30] if not hasattr(v,'__index__') and not isinstance(v,F) else type(v),show(struct.pack,p+c,v))
        try: n=struct.calcsize(p+c)
        except Exception: continue
        for b in (bytes(n),b'\xff'*n,bytes(range(1,n+1)),b'\x80'+bytes(n-1) if n else b''):
            print(p+c,show(struct.unpack,p+c,b))
        if n==2:
            for x in range(0,65536,4999): print(show(struct.unpack,p+c,bytes([x&255,x>>8])))
print(show(struct.pack_into,'i',b'abcd',0,1),show(struct.pack_into,'i',3,0,1),show(struct.pack_into,'i'),show(struct.pack_into,'i',bytearray(8),'a',1),show(struct.pack_into,'i',bytearray(8),2**70,1))
print(show(struct.pack),show(struct.pack,3),show(struct.pack,'é'),show(struct.pack,b'i',3),show(struct.pack,'i\0',3),show(struct.pack,b'i\0'),show(struct.calcsize,'99999999999999999999i'),show(struct.calcsize,'9223372036854775807i'),show(struct.calcsize,'3'),show(struct.calcsize,'i3'),show(struct.calcsize,' 3 i'),show(struct.calcsize,'3 i'),show(struct.Struct),show(struct.Struct,'i',1),type(struct.Struct(format='i')),show(struct.Struct,3),show(struct.calcsize,[]),show(struct.calcsize,'i\t\n h'),show(struct.calcsize,'@@i'),show(struct.calcsize,'i<'),show(struct.calcsize))
s=struct.Struct('i3s')
print(s.__sizeof__(),type(s),s.format,s.size,show(s.pack,1),show(s.pack,x=1), show(s.pack_into,1),show(s.unpack,b''),show(s.unpack,'a'),show(s.unpack_from,b'aaa',buffer=1),show(s.iter_unpack,b'aaa'),show(s.iter_unpack,'a'))
for f in ('','i','iiii','10s','i3s2h','100i','xi','0i','b0i','bi','ib','bq','b3xh','5p','0s','0p','300s','?c','hbhl','=hbhl','@hbhl0q','llh0l'): print(f,sys.getsizeof(struct.Struct(f)),struct.calcsize(f))
it=struct.iter_unpack('i',b'abcdabcd'); print(type(it),type(it).__module__,type(it).__name__,type(it).__basicsize__,sys.getsizeof(it),it.__length_hint__(),next(it),it.__length_hint__(),next(it),next(it,None),it.__length_hint__(),next(it,None))
class S(struct.Struct): pass
print(show(S,'i',5), show(S), type(S('h')), S('h').pack(3))
print(show(setattr,s,'format',3),show(setattr,s,'x',3),show(s.__init__,'q'),s.format,s.size)
b=bytearray(16)
for off in (0,4,8,9,-8,-9,-4,-16,-17,16,100): print(off,show(struct.pack_into,'>q',b,off,-2),b,show(struct.unpack_from,'>q',b,off),show(struct.unpack_from,'>q',buffer=b,offset=off))
print(show(struct.unpack_from,'i',b'abcd',None),show(struct.unpack_from,'i',b'abcd',2**70),show(struct.unpack_from,'i'),show(struct.unpack,'i',b'abc'),show(struct.unpack,'i',memoryview(b'abcd')),show(struct.unpack,'i',bytearray(4)),show(struct.iter_unpack,'',b''),show(struct.iter_unpack,'i',b'abc'),list(struct.iter_unpack('<hb',bytes(range(12)))))
print(struct.pack('<3h2s4p?5xq',1,2,3,b'abc',b'defgh',1,-5),struct.unpack('<3h2s4p?5xq',struct.pack('<3h2s4p?5xq',1,2,3,b'abc',b'defgh',1,-5)))
print(struct.pack('@bhilq',1,2,3,4,5),struct.pack('!bhilq',1,2,3,4,5))
for i in range(150): struct.calcsize('%di'%i)
struct._clearcache(); print(hash(s)==hash(s), struct.error.__mro__, struct.error.__doc__,struct.error.__module__)
import gc
m=bytearray(8); it=struct.iter_unpack('i',m); print(show(m.append,1)); list(it); print(show(m.append,1))
it=struct.iter_unpack('i',bytearray(8)); del it
class R:
    def __index__(self): s.__init__('q'); return 3
try: s.pack(R())
except Exception as e: pass
print(struct.Struct.__text_signature__,struct.Struct.pack.__text_signature__,struct.Struct.unpack.__text_signature__,struct.unpack_from.__text_signature__,struct.pack.__text_signature__, struct._clearcache.__text_signature__, hex(struct.Struct.__flags__&~(1<<19)), sorted(set(vars(struct.Struct))-{'__getattribute__'}))
