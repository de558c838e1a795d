"""Strings, scanners and encoders; json on random values and on damaged texts."""
import json,_json,sys
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
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s.%s: %s'%(type(e).__module__,type(e).__name__,e)
    return repr(r)
J=_json
print(show(J.scanstring),show(J.scanstring,1,2),show(J.scanstring,'abc"',0),show(J.scanstring,'abc"',0,True),show(J.scanstring,'abc',0),show(J.scanstring,'a\n"',0),show(J.scanstring,'a\n"',0,False),show(J.scanstring,'a"',5),show(J.scanstring,'a"',-1),show(J.scanstring,'\\x"',0),show(J.scanstring,'\\u12"',0),show(J.scanstring,'\\ud800\\udc00"',0),show(J.scanstring,'\\ud800x"',0),show(J.scanstring,'\\',0),show(J.scanstring,b'a"',0),show(J.scanstring,'a"','b'),show(J.scanstring,'\\u123g"',0))
print(show(J.encode_basestring_ascii,1),show(J.encode_basestring_ascii,'é€😀\x7f\n"\\\x01/\b\f\r\t'),show(J.encode_basestring,'é€\x7f\n"\\\x01/\b\f\r\t'),show(J.encode_basestring,1),show(J.encode_basestring_ascii),show(J.encode_basestring_ascii,''),show(J.encode_basestring_ascii,'\ud800'))
class C: strict=True; object_hook=None; object_pairs_hook=None; parse_float=float; parse_int=int; parse_constant=float
s=J.make_scanner(C)
print(show(J.make_scanner),show(J.make_scanner,3),show(s),show(s,'1'),show(s,'1',0),show(s,'x',0),show(s,'',0),show(s,'1',-1),show(s,b'1',0),show(s,'[1,',0),show(s,'[1 2]',0),show(s,'{1:2}',0),show(s,'{"a" 1}',0),show(s,'{"a":1,}',0),show(s,'{"a":}',0),show(s,'[,]',0),show(s,'[1,]',0),show(s,'nul',0),show(s,'-',0),show(s,'-Infinity',0),show(s,'NaN',0),show(s,'1.',0),show(s,'1e5',0),show(s,'01',0),show(s,'{"a":1 "b"',0),show(s,'["a',0),show(s,'[',0),show(s,'{',0),show(s,'{"a":1',0),s.strict,s.parse_int,s.object_hook,sys.getsizeof(s))
print(show(J.make_encoder),show(J.make_encoder,3,None,str,None,':',',',True,True,True),show(J.make_encoder,{},None,str,None,1,',',True,True,True))
e=J.make_encoder(None,None,J.encode_basestring_ascii,None,': ',', ',False,False,True)
print(show(e,[1,2.5,'a',None,True,{}, [], {'b':(1,2)}],0),show(e,{1:2,2.5:3,None:4,True:5},0),show(e,{(1,2):3},0),show(e,object(),0),show(e,float('nan'),0),show(e),show(e,1),show(e,'a',0),sys.getsizeof(e),e.sort_keys,e.markers)
L=json.loads; D=json.dumps
r=R(11)
def val(d):
    k=r.below(9 if d>0 else 6)
    if k==0: return r.choice([None,True,False])
    if k==1: return r.getrandbits(r.below(80))-r.getrandbits(r.below(60))
    if k==2: return r.flt()
    if k<6: return ''.join(r.choice('ab"\\\n\té€😀\x01/ ') for _ in range(r.below(8)))
    if k==6: return [val(d-1) for _ in range(r.below(5))]
    if k==7: return tuple(val(d-1) for _ in range(r.below(5)))
    return {val(0) if r.below(4)==0 else 'k%d'%r.below(9):val(d-1) for _ in range(r.below(5))}
for i in range(30):
    v=val(4)
    for k in ({},dict(ensure_ascii=False),dict(sort_keys=True),dict(separators=(',',':')),dict(indent=1),dict(check_circular=False)):
        t=show(D,v,**k); print(t)
    t=D(v); print(L(t)==L(D(L(t))), show(L,t,object_pairs_hook=list),show(L,t,parse_int=str,parse_float=lambda x:'f'+x),show(L,t,object_hook=lambda d:sorted(map(str,d))))
    b=list(t)
    for _ in range(3):
        m=list(b)
        if m: m[r.below(len(m))]=r.choice('[]{}",:0 1\\ueE-+.tfnNI\n')
        m=''.join(m); print(show(L,m),show(L,m[:r.below(len(m)+1)]))
for t in ('1','-1','-0','0.0','-0.0','1e400','-1e400','1E5','1e','1e+','1.5e-3','00','-01','- 1','9'*30,'-'+'9'*18,'9'*19,'NaN','-NaN','Infinity','-Infinity','nan','"\\ud83d\\ude00"','"\\ud83d"','"\\ude00\\ud83d"','[[[[]]]]',' [ 1 , 2 ] ','{"a" : {"b":[] } }','{"a":1,"a":2}','[1,2','[1 2]','{,}','{"a"}','','  ','tru','truex','1 2','"abc','"\t"','["\\u00e9","\\u20ac","\\b\\f\\n\\r\\t\\/\\\\\\""]','\ufeff1'): print(repr(t[:40]),show(L,t),show(L,t,strict=False))
print(show(L,b'[1]'),show(L,bytearray(b'{"a":"\xc3\xa9"}')),show(L,5),show(L,'[1]'.encode('utf-16')))
a=[]; a.append(a); print(show(D,a),show(D,a,check_circular=False)[:40]); d={}; d['x']=[d]; print(show(D,d))
print(show(L,'['*100000)[:60],show(D,object()),show(D,{1,2}),show(D,[float('inf')],allow_nan=False),show(D,{float('nan'):1}),show(D,{(1,):1}),show(D,{(1,):1},skipkeys=True),show(D,object(),default=lambda o:[1]),show(D,{'b':1,2:3},sort_keys=True))
class I(int):
    def __repr__(s): return 'I!'
class F(float):
    def __repr__(s): return 'F!'
class S(str): pass
class LL(list): pass
class DD(dict):
    def items(s): return [('x',1),('y',2)]
print(show(D,[I(5),F(2.5),S('s'),LL([1]),DD(a=1),{I(5):1,F(1.5):2,S('k'):3}]))
import collections,enum
class E(enum.IntEnum): A=1
print(show(D,[collections.OrderedDict(b=1,a=2),collections.namedtuple('P','x y')(1,2),E.A,{E.A:E.A},collections.defaultdict(int,{1:2})]))
class BadD(dict):
    def items(s): return [(1,2,3)]
print(show(D,BadD(a=1)))
