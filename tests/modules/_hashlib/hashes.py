"""_hashlib: names of hashes, codes of keys, PBKDF2, scrypt, and what is wrong."""
import _hashlib as h, hashlib, hmac, re
def plain(o): return re.sub('0x[0-9a-f]+','ADDR',repr(o))
def t(f,*a,**k):
    try: r=f(*a,**k); print(plain(r)[:160])
    except BaseException as e: print(type(e).__name__, e)
for n in ('x','SHA256','Sha-256','sha3-256','SHA2-512/256','sha512-256','blake2b512','blake2b','BLAKE2s256','shake128','shake-128',5,None,'md5\0','','sha-1','SHA1','ssl3-md5','sha3_256','SHAKE256'):
    try: x=h.new(n); print(n,x.name,plain(x))
    except BaseException as e: print(n,type(e).__name__,e)
for d in ('sha256','x',None,h.openssl_md5,hashlib.blake2b,hashlib.sha1,5,'shake_128','blake2b'):
    t(h.hmac_new,b'key',b'msg',d); t(h.hmac_digest,b'k',b'm',d)
t(h.hmac_new,b'k'); t(h.hmac_new,'k',digestmod='md5'); t(h.hmac_new,b'k','m','md5'); t(h.hmac_new,b'k'*200,b'm',digestmod='md5')
m=h.hmac_new(b'k',b'm','sha256'); print(m.name,m.digest_size,m.block_size,m.hexdigest(),m.digest()); m.update(b'x'); t(m.update,'x'); c=m.copy(); c.update(msg=b'y'); print(m.hexdigest(),c.hexdigest())
for a in [('sha256',b'p',b's',1),('sha256',b'p',b's',1000,20),('md5',b'p',b's',2,100),('x',b'p',b's',1),('sha256',b'p',b's',0),('sha256',b'p',b's',1,0),('sha256',b'p',b's',2**40),('sha256',b'p',b's',1,2**40),('sha256','p',b's',1),('sha256',b'p','s',1),(5,b'p',b's',1),('sha256',b'p',b's','x'),('sha256',b'p',b's',1,'x'),('shake_128',b'p',b's',1),('sha256',b'p',b's',-1),('sha256',b'p',b's',1,-1),('SHA512',b'p'*300,b's',3),('blake2b',b'',b'',1)]:
    t(h.pbkdf2_hmac,*a)
sc=lambda **k:t(h.scrypt,b'pw',**k)
sc(); sc(salt=b's'); sc(salt=b's',n=2); sc(salt=b's',n=2,r=8); sc(salt=b's',n=16,r=8,p=1); sc(salt=b's',n=1024,r=8,p=2,dklen=20); sc(salt=b's',n=3,r=8,p=1); sc(salt=b's',n=1,r=8,p=1); sc(salt=b's',n=0,r=8,p=1); sc(salt=b's',n=-2,r=8,p=1); sc(salt=b's',n='x',r=8,p=1); sc(salt=b's',n=2,r='x',p=1); sc(salt=b's',n=2,r=1,p='x'); sc(salt=b's',n=2,r=1,p=-1); sc(salt=b's',n=2,r=0,p=1); sc(salt=b's',n=2,r=8,p=0); sc(salt=b's',n=2**20,r=8,p=1); sc(salt=b's',n=2**15,r=8,p=1); sc(salt=b's',n=2**14,r=8,p=1,maxmem=2**20); sc(salt=b's',n=2,r=8,p=1,maxmem=-1); sc(salt=b's',n=2,r=8,p=1,maxmem=2**40); sc(salt=b's',n=2,r=8,p=1,dklen=0); sc(salt=b's',n=2,r=8,p=1,dklen=2**40); sc(salt='s',n=2,r=8,p=1); sc(salt=b's',n=2,r=8,p=1,maxmem='x'); sc(salt=b's',n=2**70,r=8,p=1); sc(salt=b's',n=2,r=8,p=1,dklen='x');sc(salt=None,n=2,r=8,p=1);sc(salt=b's',n=65536,r=1,p=1)
t(h.scrypt,'pw',salt=b's',n=2,r=8,p=1); t(h.scrypt,b'pw',b's')
t(h.compare_digest,b'a',b'a'); t(h.compare_digest,'a','b'); t(h.compare_digest,'a',b'b'); t(h.compare_digest,'\xe9','b'); t(h.compare_digest,1,2)
print(h.get_fips_mode(), type(h._constructors), len(h._constructors), h._constructors[h.openssl_sha256])
for n in sorted(h.openssl_md_meth_names-{'sm3','ripemd160','md5-sha1'}):
    x=h.new(n,b'abc'); y=x.copy(); y.update(b'def'*100); print(n,x.name,x.digest_size,x.block_size,x.hexdigest(20) if 'shake' in n else x.hexdigest(), y.digest(5) if 'shake' in n else y.digest())
x=h.openssl_shake_128(b'a'); t(x.digest); t(x.digest,-1); t(x.digest,0); t(x.hexdigest,'x'); t(x.hexdigest,length=300); t(x.digest,2**29+1) if 0 else None
t(h.HASH); t(h.HMAC); t(h.openssl_md5,'x'); t(h.openssl_md5,5); t(h.openssl_md5,string=b'x',usedforsecurity=False); t(h.openssl_md5,b'',b''); t(h.new); t(h.new,'md5',b'x',usedforsecurity=False); t(h.openssl_md5().update); t(h.openssl_md5().update,'x')
t(hashlib.pbkdf2_hmac,'sha1',b'a',b'b',5); t(hmac.new(b'k',b'm','sha1').hexdigest); t(hmac.digest,b'k',b'm','sha512'); print(plain(hmac.new(b'k',b'm','md5')), hashlib.md5, hashlib.sha256(b'x').name)
import io; t(hashlib.file_digest(io.BytesIO(b'x'*100000),'sha256').hexdigest)
