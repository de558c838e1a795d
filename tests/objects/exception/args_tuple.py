# args of an exception are the tuple that the call was made with.
t=(1,2)
class E(Exception): pass
class F(Exception):
    def __init__(self,*a): super().__init__(*a)
for c in (ValueError,E,F,OSError,KeyError,SystemExit,StopIteration):
    e=c(*t); print(c.__name__, e.args is t, e.args)
e=ValueError(*t,**{}); print(e.args is t)
class T(tuple): pass
print(type(ValueError(*T(t)).args), ValueError(*[1,2]).args)
import threading
def w(n):
    for i in range(2000):
        a=(i,n)
        e=E(*a)
        assert e.args==a and e.args is a
ts=[threading.Thread(target=w,args=(k,)) for k in range(4)]
[x.start() for x in ts];[x.join() for x in ts]
print('ok')
