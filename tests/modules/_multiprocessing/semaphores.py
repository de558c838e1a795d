# Semaphores and memory that processes share.
import _multiprocessing as m, _posixshmem as p, os


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


N='/nametag-%d'%os.getpid()
for text in (
    "m.SemLock(2, 1, 1, '/a', True)", "m.SemLock(0, 1, 1, 'bad/name', True)",
    "m.SemLock('a', 1, 1, 'x', True)", "m.SemLock(0, 1, 1, 5, True)", "m.sem_unlink('/nosuch')",
    "m.sem_unlink(5)", "p.shm_open('/nosuch', 0)", "p.shm_open(5, 0)", "p.shm_unlink('/nosuch')",
    "p.shm_open()", "m.SemLock.SEM_VALUE_MAX", "m.flags",
):
    t(text)
a=m.SemLock(1,1,1,N,True)
for text in (
    "a.kind", "a.maxvalue", "a.name==N", "a._count()", "a._is_mine()", "a._get_value()",
    "a._is_zero()", "a.acquire()", "a._count()", "a._is_mine()", "a._is_zero()",
    "a.acquire(False)", "a.acquire(True, 0.02)", "a.acquire(timeout=-1)", "a.acquire(True, 'a')",
    "a.acquire('a')", "a.release()", "a.release()", "a.__enter__()", "a.__exit__()",
    "a._after_fork()", "a.handle!=0",
):
    t(text)
r=m.SemLock(0,1,1,N,True)
for text in (
    "r.acquire()", "r.acquire()", "r._count()", "r.release()", "r.release()", "r.release()",
):
    t(text)
pid=None
c=m.SemLock(1,0,5,N,True)
pid=os.fork()
if pid == 0:
    c.release(); os._exit(0)
print(c.acquire(True,2))
os.waitpid(pid,0)
import _thread,time
def th(): time.sleep(.03); c.release()
_thread.start_new_thread(th,())
print(c.acquire())
import _signal
_signal.signal(14,lambda *x: print('alarm'))
_signal.setitimer(0,.03)
print(c.acquire(True,.1))
f=p.shm_open(N,os.O_CREAT|os.O_RDWR,0o600)
os.ftruncate(f,100)
os.write(f,b'shm')
os.lseek(f,0,0)
print(os.read(f,3))
p.shm_unlink(N)
t("p.shm_open(N,0) if 0 else 1")
class S(m.SemLock): pass
s=S(1,1,1,N,True)
s.x=s
del s
import gc; gc.collect()
b=m.SemLock(1,1,1,N,False)
d=m.SemLock._rebuild(0,1,1,N)
print(d._get_value(), b.acquire(), d._get_value())
m.sem_unlink(N)
