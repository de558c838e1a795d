"""multiprocessing and concurrent.futures: processes, pools, queues, pipes, managers."""
import multiprocessing as mp, os, concurrent.futures as cf
def f(x): return x*x
def w(q,c): q.put(('child',c.recv())); c.send([1,2])
if __name__=='__main__':
    with mp.Pool(2) as p: print(p.map(f,range(6)), p.apply_async(f,(9,)).get())
    q=mp.Queue(); a,b=mp.Pipe(); p=mp.Process(target=w,args=(q,b)); p.start(); a.send('x'); print(q.get(),a.recv()); p.join(); print(p.exitcode)
    with cf.ProcessPoolExecutor(2) as ex: print(list(ex.map(f,range(4))))
    from multiprocessing import shared_memory
    s=shared_memory.SharedMemory(create=True,size=10); s.buf[0]=7; print(s.buf[0]); s.close(); s.unlink()
    with mp.Manager() as m: d=m.dict(); d['a']=1; print(dict(d)); l=m.list([1]); l.append(2); print(list(l))
