# Tracebacks now, at signals and later, of all threads; what is refused.
import faulthandler as F, sys, os
def t(s):
    try: print(s, eval(s), flush=True)
    except BaseException as e: print(s, type(e), e, flush=True)
r,w=os.pipe()
os.set_blocking(r,False)
def out():
    import re
    try: x=os.read(r,10000).decode()
    except BlockingIOError: return 'nothing'
    return re.sub('File "[^"]*/', 'File "', re.sub('0x[0-9a-f]+','0xN',x))
class G:
    def __init__(s,v): s.v=v
    def fileno(s): return s.v
    def flush(s): print('flush')
for text in (
    "F.is_enabled()", "F.enable(w)", "F.is_enabled()", "F.disable()", "F.disable()",
    "F.enable('a')", "F.enable(-1)", "F.enable(G('a'))", "F.enable(G(-1))", "F.enable(G(w))",
    "F.enable(file=w, all_threads=False)", "F.enable(w, 1, 2)", "F.enable(x=1)",
    "F.enable(w, all_threads='')", "F.disable(1)", "F.is_enabled(1)", "F.dump_traceback(w)",
    "out()", "F.dump_traceback(w, all_threads=False)", "out()", "F.dump_traceback(file=G(w))",
    "out()", "F.dump_traceback('a')", "F.dump_traceback(w, 1, 2)", "F.dump_traceback_later()",
    "F.dump_traceback_later(0)", "F.dump_traceback_later(-1)", "F.dump_traceback_later('a')",
    "F.dump_traceback_later(1e300)", "F.dump_traceback_later(100, file=w)",
    "F.cancel_dump_traceback_later()", "F.cancel_dump_traceback_later()",
    "F.dump_traceback_later(1, file='a')", "F.dump_traceback_later(1, 1, w, 1, 1)",
    "F.register(10, w)", "os.kill(os.getpid(), 10)", "out()",
    "F.register(10, w, all_threads=False)", "os.kill(os.getpid(), 10)", "out()",
    "F.unregister(10)", "F.unregister(10)", "F.register(11)", "F.register(0)", "F.register(99)",
    "F.register('a')", "F.register()", "F.unregister('a')", "F.unregister(99)",
    "F.unregister(0)", "F.register(10, file=w, chain=True) if 0 else 1",
):
    t(text)
def f(): g()
def g(): F.dump_traceback(w)
f()
print(out())
import threading, time
ev=threading.Event()
th=threading.Thread(target=ev.wait)
th.start()
time.sleep(.05)
F.dump_traceback(w)
x=out()
print(x.count('Thread 0xN'), x.count('Current thread 0xN'), x.split('\n')[0], x.split('\n')[-2])
ev.set()
th.join()
F.dump_traceback_later(.05,file=w)
t0=time.time()
while time.time()-t0<.2: pass
print(out().split('\n')[:2])
F.dump_traceback_later(.05,repeat=True,file=w)
time.sleep(.23)
F.cancel_dump_traceback_later()
print(out().count('Timeout (0:00:00.050000)!')>=3)
def deep(n):
    if n: deep(n-1)
    else: F.dump_traceback(w,all_threads=False)
deep(150)
x=out()
print(x.count('\n'), x.split('\n')[-2])
def 日本(): F.dump_traceback(w,all_threads=False)
日本()
print(out())
exec(compile("F.dump_traceback(w,all_threads=False)","a\nb\xe9\ud800",'exec'))
print(out())
sys.stderr=None
t("F.enable()")
t("F.dump_traceback()")
