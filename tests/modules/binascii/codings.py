"""All codings with random, odd and wrong data."""
import binascii as B

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
for n in ('a2b_uu','a2b_base64','a2b_hex','unhexlify','b2a_uu','b2a_base64','b2a_hex','hexlify','crc32','crc_hqx','a2b_qp','b2a_qp'):
    f=getattr(B,n); print(f.__text_signature__,f.__module__)
    print(n,[show(f,*a) for a in ((),(1,),('a',),('é',),(b'a',),(bytearray(b'ab'),),(None,),(b'abc',3),(b'a',3,4,5,6),(b'',),('',),(b'abc','a'),(b'abc',None))])
r=R(5)
for i in range(25):
    d=bytes(r.below(256) for _ in range(r.below(60)))
    e=B.b2a_base64(d); h=B.hexlify(d)
    print(e,h,B.a2b_base64(e)==d,B.unhexlify(h)==d,B.crc32(d),B.crc32(d,12345),B.crc_hqx(d,i*77),show(B.b2a_uu,d),show(B.b2a_uu,d,backtick=True),B.b2a_base64(d,newline=False))
    if len(d)<=45: u=B.b2a_uu(d); print(B.a2b_uu(u)==d,show(B.a2b_uu,u[:-5]),show(B.a2b_uu,u+b'x'),show(B.a2b_uu,u+b'  \n'))
    s=''.join(r.choice('ABab09+/=\n -') for _ in range(r.below(14)))
    print(repr(s),show(B.a2b_base64,s),show(B.a2b_base64,s,strict_mode=True),show(B.a2b_uu,s),show(B.a2b_hex,s))
    q=bytes(r.choice(b'abc =\t\r\n._\x00\xe9\x7f'+b'x'*8) for _ in range(r.below(200)))
    for kw in ({},{'header':True},{'quotetabs':True},{'istext':False},{'header':1,'istext':0,'quotetabs':1}):
        o=B.b2a_qp(q,**kw); print(o,B.a2b_qp(o,header=kw.get('header',False)))
    t=''.join(r.choice('=AFaf0_\n\r=xq ') for _ in range(r.below(20))); print(show(B.a2b_qp,t),show(B.a2b_qp,t,True))
print(B.hexlify(b'abcdefg','-'),B.hexlify(b'abcdefg',':',2),B.hexlify(b'abcdefg',b'_',-3),show(B.hexlify,b'ab','--'),show(B.hexlify,b'ab',5),show(B.hexlify,b'ab',sep=':',bytes_per_sep=0),show(B.hexlify,b'ab',sep=''))
print(show(B.crc32,b'a',-1),show(B.crc32,b'a',2**70),show(B.crc32,b'a','x'),show(B.crc32,b'a',1.5),show(B.crc_hqx,b'a',-1),show(B.crc_hqx,b'a',2**70),show(B.crc_hqx,b'a','x'),B.crc32(bytes(range(256))*50))
print(B.Error.__mro__,B.Incomplete.__mro__,B.Error.__module__)
