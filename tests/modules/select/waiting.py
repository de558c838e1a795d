# select(), poll and epoll: what is ready, timeouts, signals, and what is refused.
import select, os, time


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


r,w=os.pipe()
class F:
    def __init__(s,n): s.n=n
    def fileno(s): return s.n
    def __repr__(s): return 'F'
p=select.poll()
for text in (
    "select.select()", "select.select([], [], [], 0)", "select.select([r], [w], [], 0)",
    "select.select([F(r)], [F(w)], [], 0.0)", "select.select(1, [], [])",
    "select.select([1.5], [], [], 0)", "select.select([-1], [], [], 0)",
    "select.select([5000], [], [], 0)", "select.select([], [], [], -1)",
    "select.select([], [], [], 'a')", "select.select([], [], [], None, 1)",
    "select.select([], [], [], float('nan'))", "select.select([], [], [], 1e300)",
    "select.select([r], [], [], 0.01)", "select.select([F('a')], [], [], 0)", "type(p)",
    "type(p).__mro__", "p.register()", "p.register(r)", "p.register(w, select.POLLOUT)",
    "p.register('a')", "p.register(r, -1)", "p.register(r, 70000)", "p.register(r, 'a')",
    "p.register(r)", "p.poll(0)", "p.poll(10)", "p.poll(None) ", "p.poll(-1)", "p.poll('a')",
    "p.poll(1e300)", "p.poll(1e12)", "p.poll(0.5)", "p.modify(99, 1)", "p.modify(w, 1)",
    "p.poll(0)", "p.unregister(99)", "p.unregister(w)", "p.unregister('a')", "p.poll(0)",
    "p.register(998)", "p.poll(0)", "p.unregister(998)", "p.poll(1, 2)", "p.poll(float('nan'))",
    "select.poll(1)", "type(p)()", "p.foo", "select.error", "select.epoll(0)",
    "select.epoll(-2)", "select.epoll(1, 1)", "select.epoll(sizehint='a')",
    "select.epoll(flags=select.EPOLL_CLOEXEC).closed", "select.epoll(x=1)",
):
    t(text)
e=select.epoll()
for text in (
    "e.closed", "e.fileno()>2", "e.register(r)", "e.register(r)", "e.register('a')",
    "e.register(w, select.EPOLLOUT)", "e.register()", "e.register(-1)", "e.register(997)",
    "e.register(r, 1, 2)", "e.poll(0)", "e.poll(0, 0)", "e.poll(0, -2)", "e.poll(0, 1)",
    "e.poll(timeout='a')", "e.poll(maxevents='a')", "e.poll(-1)", "e.poll(-5)", "e.poll(1e300)",
    "e.poll(1e8)", "e.modify(w, 0)", "e.poll(0)", "e.modify(996, 1)", "e.modify(w)",
    "e.unregister(w)", "e.unregister(w)", "e.poll(0.01)", "e.unregister(996)",
    "os.write(w, b'x')", "e.poll()", "e.poll(None, 5)", "e.__enter__() is e", "e.__exit__()",
    "e.__exit__(1, 2, 3, 4)", "e.closed", "e.fileno()", "e.poll()", "e.register(1)", "e.close()",
    "e.__enter__()", "select.epoll.fromfd(1.5)", "select.epoll.fromfd()", "repr(e)[:20]", "e.x",
    "select.PIPE_BUF", "hasattr(e, '__dict__')", "select.epoll.register.__text_signature__",
    "type(p).register.__text_signature__", "select.select.__text_signature__",
    "select.epoll.__text_signature__",
):
    t(text)
t("type('X',(select.epoll,),{})")
ee=select.epoll()
f=os.dup(ee.fileno())
x=select.epoll.fromfd(f)
print(x.fileno()==f, type(x))
x.close()
import signal
signal.signal(14, lambda *a: print('alarm'))
signal.setitimer(0,0.02)
t0=time.monotonic()
t("select.select([],[],[],0.1)")
print(time.monotonic()-t0>=.1)
signal.setitimer(0,0.02)
p=select.poll()
os.read(r,1)
p.register(r,select.POLLIN)
t0=time.monotonic()
t("p.poll(100)")
print(time.monotonic()-t0>=.1)
signal.setitimer(0,0.02)
e=select.epoll()
e.register(r,1)
t0=time.monotonic()
t("e.poll(0.1)")
print(time.monotonic()-t0>=.1)
os.close(r)
t("p.poll(0)")
os.close(w)
l=[0]
class G:
    def fileno(s): l.clear(); return 1
    def __repr__(s): return 'G'
l[:]=[G(),1]
t("select.select([],l,[],0)")
