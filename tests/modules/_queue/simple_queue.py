"""SimpleQueue: waiting, wrong arguments, many threads, references."""
import _queue, queue, threading, sys, gc, weakref, time
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r))
    except BaseException as e: print(type(e).__name__, e)
q=_queue.SimpleQueue()
print(q.empty(),q.qsize()); t(q.get,False); t(q.get_nowait); t(q.get,True,0.01); t(q.get,timeout=-1); t(q.get,True,-1.5); t(q.get,False,-1); t(q.get,timeout=1e30); t(q.get,timeout='x'); t(q.put); t(q.put,1,2,3,4); t(q.put,1,block=False,timeout='x'); t(q.put_nowait,2); t(q.put_nowait,item=3); t(q.get_nowait); t(q.get,block=True,timeout=None); t(q.get); t(q.put,item=3,foo=1)
for i in range(200): q.put(i)
print([q.get() for i in range(200)]); t(_queue.SimpleQueue,1); t(_queue.SimpleQueue,x=1); print(_queue.SimpleQueue[int], _queue.Empty.__module__, sys.getsizeof(q)); t(setattr,q,'x',1)
def w():
    for i in range(100):
        q.put(i)
ths=[threading.Thread(target=w) for _ in range(5)]
got=[]
def g():
    while True:
        x=q.get()
        if x is None: break
        got.append(x)
gs=[threading.Thread(target=g) for _ in range(3)]
for x in ths+gs: x.start()
for x in ths: x.join()
for x in gs: q.put(None)
for x in gs: x.join()
print(sorted(got)==sorted(list(range(100))*5))
class S(_queue.SimpleQueue): pass
s=S(); s.x=1; s.put(s); r=weakref.ref(s); del s; gc.collect(); print(r())
o=object(); n=sys.getrefcount(o); q.put(o); print(sys.getrefcount(o)-n); q.get(); print(sys.getrefcount(o)-n)
print(queue.SimpleQueue is _queue.SimpleQueue, queue.Empty is _queue.Empty)
a=time.monotonic(); t(q.get,timeout=0.2); print(0.15<time.monotonic()-a<0.6)
