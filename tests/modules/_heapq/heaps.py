"""_bisect and _heapq: results, order of comparisons, wrong arguments, lists that change."""
import sys,_bisect,_heapq
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s: %s'%(type(e).__name__,e)
    return repr(r)
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
# bisect
class K:
    def __init__(s,v): s.v=v
    def __lt__(s,o): print('lt',s.v,o.v); return s.v<o.v
    def __repr__(s): return 'K%s'%s.v
class L(list):
    def insert(self,i,x): print('insert',i,x); list.insert(self,i,x)
class Seq:
    def __len__(s): return 5
    def __getitem__(s,i): print('get',i); return i*10
    def insert(s,i,x): print('ins',i,x)
for n in ('bisect_left','bisect_right','insort_left','insort_right'):
    f=getattr(_bisect,n); print(f.__text_signature__)
    l=[1,2,2,2,3]
    for x in (0,1,2,2.5,3,4,'a',None): print(n,x,show(f,l,x),l)
    for a in ((l,2,1),(l,2,1,3),(l,2,-1),(l,2,0,-1),(l,2,0,-2),(l,2,0,None),(l,2,None),(l,2,0,100),(l,2,'a'),(l,2,0,'a'),(l,2,2**70),(l,2,0,2**70),(5,3),(None,3),([],1),(l,),(),(l,2,0,1,2),({1:2},1),((1,2,3),2),(range(10),4),('abc','b'),(Seq(),25),([K(1),K(5),K(9)],K(5)),(L([1,2]),2)):
        print(n,show(f,*a))
    print(show(f,l,2,key=lambda v:-v),show(f,l,-2,key=lambda v:-v),show(f,a=l,x=3,lo=1,hi=4,key=None),show(f,l,2,key=5),show(f,l,2,z=3),show(f,l,2,lo=1,key=str), l)
# heapq
r=R(3)
def chk(h): return all(h[(i-1)>>1]<=h[i] for i in range(1,len(h)))
for n in (0,1,2,3,5,10,100,2500,2501,3000,5001):
    l=[r.below(1000) for i in range(n)]
    m=list(l); _heapq.heapify(m); print(n,chk(m),hash(tuple(m)))
    m2=list(l); _heapq._heapify_max(m2); print(hash(tuple(m2)))
    h=[]
    for x in l: _heapq.heappush(h,x)
    print(hash(tuple(h)))
    out=[]
    for i in range(n//3): out.append(_heapq.heappushpop(h,r.below(1000))); out.append(_heapq.heapreplace(h,r.below(1000))); out.append(_heapq._heapreplace_max(m2,r.below(2000)))
    while h: out.append(_heapq.heappop(h))
    while m2: out.append(_heapq._heappop_max(m2))
    print(hash(tuple(out)))
fl=[r.flt() for i in range(300)]; _heapq.heapify(fl); print([_heapq.heappop(fl) for i in range(20)])
ks=[K(r.below(20)) for i in range(12)]
_heapq.heapify(ks); print(ks); _heapq.heappush(ks,K(3)); print(_heapq.heappop(ks),ks); _heapq._heapify_max(ks); print(_heapq._heappop_max(ks),_heapq._heapreplace_max(ks,K(4)),_heapq.heappushpop(ks,K(7)),_heapq.heapreplace(ks,K(8)),ks)
for n in ('heappush','heappushpop','heappop','heapreplace','heapify','_heappop_max','_heapify_max','_heapreplace_max'):
    f=getattr(_heapq,n); print(n,f.__text_signature__)
    for a in ((),(1,),(1,2),([],),([],1),([],1,2),((1,2),1),((1,2),),([1,'a'],),([1,'a',2],3),(['a',1],2)): print(show(f,*a),a)
class Evil:
    def __init__(s,h): s.h=h
    def __lt__(s,o): s.h.clear(); return True
for op in ('heappush','heapify','heappop','heapreplace','heappushpop','_heapify_max','_heappop_max','_heapreplace_max'):
    h=[]; h.extend(Evil(h) for i in range(5))
    f=getattr(_heapq,op)
    print(op,show(f,h,Evil(h)) if op in('heappush','heapreplace','heappushpop','_heapreplace_max') else show(f,h),len(h))
class LL(list): pass
h=LL([3,1,2]); _heapq.heapify(h); _heapq.heappush(h,0); print(h,_heapq.heappop(h))
