# Where exceptions pass delegates: frames, offsets, destruction, and what nobody can catch.
# ids: normalised
import sys
class It:
    def __iter__(s): return s
    def __next__(s): return 1
    def throw(s,*a):
        f=sys._getframe(); out=[]
        while f: out.append(f.f_code.co_name); f=f.f_back
        print(out); raise KeyError('x')
    def __del__(s): print('del It')
def main():
    try:
        yield from It()
    except KeyError as e:
        t=e.__traceback__
        while t: print(t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_lasti); t=t.tb_next
        print('handler', sys._getframe().f_back.f_code.co_name)
        yield 2
def outer(): yield from main()
m=outer(); next(m); print(m.throw(ValueError(1)))
def sub():
    try: yield 1
    except ValueError:
        f=sys._getframe(); out=[]
        while f: out.append(f.f_code.co_name); f=f.f_back
        print(out)
        raise KeyError('x')
def main():
    try:
        x = 5 + (yield from sub())
    except KeyError as e:
        t=e.__traceback__
        while t: print(t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_lasti); t=t.tb_next
        yield 2
m=main(); next(m); print(m.throw(ValueError(1)))
m=main(); next(m); 
try: m.throw(TypeError(1))
except TypeError as e:
        t=e.__traceback__
        while t: print(t.tb_frame.f_code.co_name, t.tb_lineno, t.tb_lasti); t=t.tb_next
class It2(It):
    def __del__(s): print("del It2")
    @property
    def throw(s): raise AttributeError
def main():
    try: yield from It2()
    except ValueError: print('caught'); yield 5
m=main(); next(m); print(m.throw(ValueError))
class It4(It2):
    def close(s): print('closed', sys._getframe().f_back.f_code.co_name)
def main():
    try: yield from It4()
    except GeneratorExit as e: print('caught', e.__traceback__.tb_lasti); raise
m=main(); next(m); m.close()
m=main(); next(m)
try: m.throw(GeneratorExit)
except GeneratorExit as e: print(e.__traceback__.tb_next.tb_lasti)
def f():
    g=gg(); next(g)
    g=5
    class A:
        def __del__(s): raise KeyError(1)
    a = A()
    del a
    [A() for i in range(2)]
    print(
       A(),
       1 and A() is None)
def gg():
    while 1:
        try: yield
        except GeneratorExit: pass
f()
