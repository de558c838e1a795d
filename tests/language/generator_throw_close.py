# send, throw and close of generators and their delegates, with odd arguments and odd delegates.
# ids: normalised
import sys, gc
def tryit(f, *a):
    try: return f(*a)
    except BaseException as e: return '%s(%s) ctx=%r cause=%r' % (type(e).__name__, e, e.__context__, e.__cause__)
def gen():
    try:
        x = yield 1
        print('got', x)
        yield 2
    except GeneratorExit: print('exit'); raise
    finally: print('fin')
g=gen(); print(next(g), g.send('a')); g.close(); print(tryit(next,g)); print(tryit(g.send, 5)); print(tryit(g.throw, ValueError('x'))); print(g.close())
g=gen(); print(tryit(g.send, 5)); print(tryit(g.throw, ValueError)); print(tryit(next,g))
def ign():
    while 1:
        try: yield
        except GeneratorExit: pass
g=ign(); next(g); print(tryit(g.close)); g=None
def ret():
    try: yield
    except GeneratorExit: return 5
g=ret(); next(g); print(g.close())
def ret2():
    try: yield
    except GeneratorExit: raise KeyError(5)
g=ret2(); next(g); print(tryit(g.close))
def ret3():
    try: yield
    except GeneratorExit: raise StopIteration(5)
g=ret3(); next(g); print(tryit(g.close))
g=gen(); print(tryit(g.throw)); print(tryit(g.throw, 5)); print(tryit(g.throw, ValueError, 5)); 
g=gen(); print(tryit(g.throw, ValueError(1), 5))
g=gen(); print(tryit(g.throw, ValueError, KeyError(3)))
g=gen(); print(tryit(g.throw, ValueError, ValueError(3)))
g=gen(); print(tryit(g.throw, ValueError, (1,2)))
g=gen(); print(tryit(g.throw, ValueError, None))
g=gen(); print(tryit(g.throw, ValueError, None, 5))
g=gen(); print(tryit(g.throw, ValueError(1), None, 5))
g=gen(); print(tryit(g.throw, ValueError, 1, 2, 3))
g=gen(); print(tryit(g.throw, 'abc'))
g=gen(); print(tryit(g.throw, int))
g=gen(); print(tryit(g.throw, StopIteration(3)))
g=gen(); next(g); print(tryit(g.throw, StopIteration(3)))
g=gen(); next(g); print(tryit(g.throw, RuntimeError(3)))
def sub():
    try:
        y = yield 's1'
        print('sub got', y)
        yield 's2'
    except Exception as e:
        print('sub caught', repr(e)); yield 's3'
    return 'subret'
def main():
    r = yield from sub()
    print('r', r)
    r = yield from [1,2]
    print('r', r)
    return 9
m=main(); print(next(m), m.gi_yieldfrom is not None, m.gi_running, m.gi_suspended); print(m.send('q')); print(m.throw(ValueError('t'))); print(tryit(m.throw, GeneratorExit)); print(tryit(next,m))
m=main(); print(list(m))
m=main(); next(m);next(m); print(next(m), m.gi_yieldfrom); print(tryit(m.send, 5))
m=main(); next(m);next(m); print(next(m)); print(tryit(m.throw, ValueError('in list')))
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s,*a): print('throw',a); return 'thrown'
    def close(s): print('close')
    def send(s,v): print('send', v); return v
def main(): yield from It()
m=main(); print(next(m), m.send(3), m.throw(ValueError), m.throw(ValueError, 3), m.throw(ValueError(3)), m.throw(ValueError, 1, None)); print(m.close())
class It2(It):
    def close(s): raise KeyError('c')
    @property
    def throw(s): raise AttributeError
def main():
    try: yield from It2()
    except BaseException as e: print('main', repr(e), repr(e.__context__)); raise
m=main(); next(m); print(tryit(m.close))
m=main(); next(m); print(tryit(m.throw, GeneratorExit))
m=main(); next(m); print(tryit(m.throw, ValueError(8)))
class It3(It):
    def __repr__(s): return 'It3'
    @property
    def close(s): 1/0
    @property
    def throw(s): 1/0
m=None
def main():
    yield from It3()
m=main(); next(m); print(tryit(m.throw, ValueError(3)))
def selfref():
    try: next(g)
    except ValueError as e: print(e)
    try: g.send(None)
    except ValueError as e: print(e)
    try: g.throw(KeyError)
    except ValueError as e: print(e)
    try: g.close()
    except ValueError as e: print(e)
    try: g.gi_frame.clear()
    except RuntimeError as e: print(e)
    print(g.gi_running, g.gi_suspended)
    yield from g2()
def g2():
    print(g.gi_running)
    try: next(g)
    except ValueError as e: print(e)
    yield 1
g=selfref(); print(next(g), g.gi_running, g.gi_suspended)
def main2():
    yield from g3
g3=main2()
print(tryit(next,g3))
def handled():
    try: 1/0
    except ZeroDivisionError:
        print(sys.exc_info()[0]); yield 1
        print(sys.exc_info()[0]); yield 2
    print(sys.exc_info()[0]); yield 3
h=handled()
print(sys.exc_info()[0], next(h), sys.exc_info()[0])
try: raise KeyError
except KeyError:
    print(next(h), sys.exc_info()[0]); 
    print(next(h), sys.exc_info()[0])
    h=handled(); next(h)
    print(tryit(h.throw, ValueError(7)))
h=handled(); next(h); print(tryit(h.throw, ValueError(7)))
e=ValueError('same')
def th():
    try: yield
    except ValueError as x: print(x is e, x.__context__, x.__traceback__.tb_next)
t=th(); next(t); print(tryit(t.throw, e))
