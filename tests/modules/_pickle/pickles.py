"""_pickle: every opcode, protocol, wrong pickle, hook, memo and buffer."""
import _pickle as p,sys,pickle,io,pickletools
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:160])
    except BaseException as e: print(type(e).__name__, e)
pk=p.Pickler(io.BytesIO()); print(sys.getsizeof(pk),sys.getsizeof(p.Unpickler(io.BytesIO())),sys.getsizeof(pickle.PickleBuffer(b'x')))
def f():
    class L: pass
    return L
t(p.dumps,f()); t(p.dumps,f()())
class X: pass
X.__module__='nope'; t(p.dumps,X)
class Y: pass
Y2=Y; 
class Y: pass
t(p.dumps,Y2)
t(p.dumps,1,7); t(p.dumps,1,-1); t(p.dumps,1,protocol=None); t(p.dumps,1,2,buffer_callback=print)
class R:
    def __init__(s,v): s.v=v
    def __reduce__(s): return s.v
    def __repr__(s): return '<R>'
for v in (5,(),(1,),(1,2),(int,2),(int,(),None,5),(int,(),None,None,5),(int,(),None,None,None,5),(int,(),1,2,3,4,5),'nope',None): t(p.dumps,R(v))
for b in (b'',b'.',b'N',b'\x80\x09.',b'\xff',b'z',b'(',b'(.',b'0.',b'a.',b']a.',b't.',b'h\x05.',b'g5\n.',b'gx\n.',b'I\n.',b'Ix\n.',b'Fx\n.',b'S5\n.',b"S'a'\n.",b'S"a\n.',b'Vab\\u1234\n.',b'cos\nnope\n.',b'cnope\nx\n.',b'\x95\x05\0\0\0\0\0\0\0N.',b'\x95\x01\0\0\0\0\0\0\0]N.',b'X\x05\0\0\0ab.',b'B\xff\xff\xff\xff.',b'\x8a\x05ab.',b'L5L\n.',b'L\n.',b'N)\x81.',b'cbuiltins\nint\nN\x81.',b'cbuiltins\nint\n)\x81.',b'\x93.',b'N\x8c\x01a\x93.',b'}N.',b'}Nb.',b'ccollections\ndeque\n)R5b.',b'K\x05K\x05R.',b'cbuiltins\nlen\n(R.',b'Q.',b'Pabc\n.',b'\x97.',b'\x98.',b'\x82\x01.',b'\x82\0.',b'(lp0\nI1\nas.',b'}(NNNu.',b'}(NNu.',b']NNs.',b'}NNs.',b'\x8fN\x90.',b'\x8f(N\x90.',b'j\xff\0\0\0.',b'(ibuiltins\nint\n.',b'(cbuiltins\nint\no.',b'(o.',b'\x88\x89\x85.',b'\x85.',b'\x86.',b'r\0\0\0.',b'q.',b'p.',b'p-1\n.',b'Np-1\n.',b'\x94.',b'2.',b'1.',b'I01\n.',b'I010\n.',b'I-5\n.',b'F1.5\n.',b'G@\x09\0\0\0\0\0\0.',b'T\x02\0\0\0ab.',b'U\x01\xe9.',b'\x8b\x01\0\0\0\xff.',b'\x8b\xff\xff\xff\xff.'):
    print(b,end=' '); t(p.loads,b)
t(p.loads,'x'); t(p.loads,5); t(p.load,5); t(p.dump,1,5); t(p.Pickler); t(p.Pickler,5); t(p.Unpickler,5); t(p.Pickler.dump,p.Pickler.__new__(p.Pickler),1); t(p.Unpickler.__new__(p.Unpickler).load)
t(getattr,pk,'persistent_id'); t(getattr,p.Unpickler(io.BytesIO()),'persistent_load'); t(setattr,pk,'persistent_id',5); t(delattr,pk,'persistent_id'); t(setattr,pk,'memo',5); t(setattr,pk,'memo',{1:2}); t(delattr,pk,'memo'); t(setattr,pk,'fast',5); print(pk.fast,pk.bin); t(getattr,pk,'dispatch_table'); t(setattr,pk,'memo',{'x':(0,5)}); t(setattr,pk,'foo',5)
u=p.Unpickler(io.BytesIO(b'N.')); t(setattr,u,'memo',5); t(setattr,u,'memo',{'x':2}); t(setattr,u,'memo',{-1:2}); u.memo={3:4}; t(u.memo.clear); t(setattr,u,'foo',1)
pk.fast=0; pk.dump([1,[2]]); print(len(pk.memo.copy()),type(pk.memo)); pk.clear_memo(); print(pk.memo.copy())
b=p.PickleBuffer(bytearray(b'abc')); print(bytes(b.raw())); b.release(); t(b.raw); t(memoryview,b); t(p.PickleBuffer,5); t(p.dumps,p.PickleBuffer(b'x'),4); print(p.dumps(p.PickleBuffer(b'x'),5),p.dumps(p.PickleBuffer(bytearray(b'x')),5)); t(p.PickleBuffer,b'x',b'y'); t(p.dumps,p.PickleBuffer(memoryview(b'abcdef')[::2]),5)
import collections, datetime, decimal, fractions, enum, functools, array, re
class C:
    def __init__(s): s.a=1; s.b=[s]
    def m(self): pass
    class In: 
        def q(self): pass
class Sl:
    __slots__=('x','y')
class E(enum.Enum): A=1; B='b'
class D(dict): pass
class Li(list): pass
class Nx:
    def __new__(cls,a,*,k): o=object.__new__(cls); o.a=a; return o
    def __getnewargs_ex__(s): return (s.a,),{'k':1}
class St:
    def __getstate__(s): return 'st'
    def __setstate__(s,v): s.v=v
class Gd(tuple): pass
NT=collections.namedtuple('NT','a b')
sl=Sl(); sl.x=5
rec=[]; rec.append(rec); rt=([],); rt[0].append(rt); rd={}; rd['x']=rd; fs=C(); fs.z=frozenset([fs])
d=D(a=1); d.attr=2; li=Li([1]); li.q=3
vals=[None,True,False,0,1,255,256,65535,65536,-1,-2**31,2**31-1,2**31,-2**31-1,2**63,-2**63,2**64,-255*2**500,10**1000,1.5,-0.0,float('inf'),1e300,'','a','é','\u20ac','\U0001f600','\ud800','x'*300,'x\n\\y\r\0\x1a',b'',b'a',b'\xff'*300,bytearray(b''),bytearray(b'xyz'),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2],list(range(2500)),{},{'a':1},{i:str(i) for i in range(1200)},set(),{1},set(range(1500)),frozenset(),frozenset([1,2]),rec,rt,rd,fs,C(),sl,E.A,d,li,Nx(3,k=1),St(),Gd((1,2)),NT(1,2),len,int,C,C.In,C.In.q,C().m,type(None),type(...),type(NotImplemented),...,NotImplemented,decimal.Decimal('1.5'),functools.partial(int,base=2),re.compile('a+'),collections.OrderedDict(a=1),collections.deque([1,2],3),collections.Counter('aab'),range(5),slice(1,2),complex(1,2),iter([1,2]),Exception('x',1),KeyError('k'),['a','a'],[b'x'*70000,'y'*70000],{'k'*10:[('t',i) for i in range(3)]},'z'*200000, os.path.join if 0 else collections.abc.Mapping, object(), property, zip, {1:2}.keys if 0 else 3]
for v in vals:
    for proto in range(6):
        try: s=p.dumps(v,proto)
        except BaseException as e: print(type(e).__name__,str(e)[:150]); continue
        import hashlib
        print(proto,len(s),hashlib.md5(s).hexdigest() if len(s)>60 else s)
        try: r=p.loads(s); print(type(r).__name__, repr(r)[:60] if not '0x' in repr(r) else '')
        except BaseException as e: print('L',type(e).__name__,str(e)[:150])
        f=io.BytesIO(); p.dump(v,f,proto); print(f.getvalue()==s); f.write(b'REST'); f.seek(0)
        try: p.load(f); print(f.read())
        except BaseException as e: print('L',type(e).__name__,str(e)[:150])
        bf=io.BufferedReader(io.BytesIO(s+s+b'REST'))
        try: p.load(bf); p.load(bf); print(bf.read())
        except BaseException as e: print('L',type(e).__name__,str(e)[:150])
class PP(pickle.Pickler):
    def persistent_id(self,o): return ('pid','x') if isinstance(o,int) and o==42 else None
    def reducer_override(self,o): return (int,('77',)) if isinstance(o,range) else NotImplemented
class UU(pickle.Unpickler):
    def persistent_load(self,pid): return ['loaded',pid]
    def find_class(self,m,n): print('find',m,n); return super().find_class(m,n)
for proto in range(6):
    f=io.BytesIO(); q=PP(f,proto); q.dump([42,1,range(3),C]); 
    print(f.getvalue()); f.seek(0); 
    try: print(UU(f).load())
    except Exception as e: print(type(e).__name__,e)
f=io.BytesIO(); q=p.Pickler(f,2); q.fast=True; q.dump([1,'a','a',[2]]); print(f.getvalue())
f=io.BytesIO(); q=p.Pickler(f,4); q.dispatch_table={C:lambda o:(str,('disp',))}; q.dump([C(),E.B]); print(p.loads(f.getvalue()))
f=io.BytesIO(); q=p.Pickler(f); x=[1]; q.dump(x); q.dump(x); print(f.getvalue()); q.memo=q.memo; q.dump(x); f.seek(0); u=p.Unpickler(f); a=u.load(); print(u.load() is a, u.load() is a, u.memo.copy()); t(u.load)
bufs=[]; s=p.dumps([p.PickleBuffer(b'abc'),p.PickleBuffer(bytearray(b'def'))],5,buffer_callback=bufs.append); print(s,[bytes(b) for b in bufs]); print([bytes(x) for x in p.loads(s,buffers=bufs)]); t(p.loads,s); t(p.loads,s,buffers=[])
print(p.loads(b'\x80\x02U\x03caf.',encoding='bytes'),p.loads(b'U\x04caf\xe9.',encoding='latin-1')); t(p.loads,b'U\x04caf\xe9.'); t(p.loads,b'N.',encoding=5); t(p.loads,b'N.',fix_imports=0); print(p.loads(b'c__builtin__\nxrange\nK\x03\x85R.'),p.loads(b'cUserDict\nUserDict\n.'))
t(p.loads,b'c__builtin__\nxrange\n.',fix_imports=False)
import copyreg; copyreg.add_extension('__main__','C',0x123); print(p.dumps(C,2),p.loads(p.dumps(C,2)) is C); copyreg.remove_extension('__main__','C',0x123)
class Big:
    def __reduce__(s): return (Big,(),None,iter([1,2]),iter([('a',1)]))
t(p.loads,p.dumps(Big()) )
class Big2(list):
    def __reduce__(s): return (Big2,(),None,iter(range(1001)))
print(len(p.loads(p.dumps(Big2()))))
class SS:
    def __reduce__(s): return (SS,(),{'a':1},None,None,lambda o,st: None)
t(p.dumps,SS())
def setter(o,st): o.__dict__.update(st,set=1)
class S2:
    def __reduce__(s): return (S2,(),{'a':1},None,None,setter)
print(p.loads(p.dumps(S2())).__dict__)
deep=[]; 
for i in range(5000): deep=[deep]
t(p.dumps,deep)
class W:
    def write(self,b): raise OSError('w')
t(p.dump,1,W())
class Rd:
    def read(s,n): return 'x'
    def readline(s): return b''
t(p.load,Rd())
