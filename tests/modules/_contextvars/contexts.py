"""Contexts, variables and tokens: values, errors, copies, running."""
import _contextvars as C, sys
def sub(s):
    out=''; i=0
    while i<len(s):
        if s.startswith('0x7',i):
            i+=3
            while i<len(s) and s[i] in '0123456789abcdef': i+=1
            out+='ADDR'
        else: out+=s[i]; i+=1
    return out
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: r='%s.%s: %s'%(type(e).__module__,type(e).__name__,e)
    else: r=repr(r)
    return sub(r)
v=C.ContextVar('v'); c=C.copy_context(); t=v.set(3)
print(show(C.ContextVar),show(C.ContextVar,1),show(C.ContextVar,name='a'),show(C.ContextVar,'a',default=3),show(C.ContextVar,'a',foo=3))
print(show(C.Context,1),show(C.Context,a=1),show(C.Token),show(C.Token,1),show(type,'x',(C.ContextVar,),{}),show(type,'x',(C.Context,),{}),show(type,'x',(C.Token,),{}))
print(type(c.keys()),type(c.values()),type(c.items()),type(iter(c)),show(c.keys), type(C.Token.MISSING), type(C.Token.MISSING).__mro__, C.Token.MISSING, show(type(C.Token.MISSING)), type(C.Token.MISSING).__module__)
print(show(v.reset,3),show(v.reset,t),show(v.reset,t),show(lambda:t),show(lambda:t.var),t.old_value,show(hash,t),show(hash,c),hash(v)!=0)
print(show(c.run),show(c.run,lambda:c.run(lambda:1)),show(c.__getitem__,3),show(c.__getitem__,v),show(c.__contains__,3),show(c.get,3),show(c.get,v),show(c.get,v,5),show(c.get),c==c.copy(),c==3,c!=c.copy(),show(lambda:c<c))
for o in (v,c,t,c.keys(),iter(c)): print(sys.getsizeof(o),type(o).__basicsize__, type(o).__module__, sorted(vars(type(o))))
print(C.ContextVar[int],C.Token[int],show(lambda:C.Context[int]), show(setattr,v,'x',1), show(setattr,v,'name',1),v.name,C.Context.run.__doc__,C.ContextVar.__doc__, show(v.get),show(v.get,4),show(v.get,default=4))
w=C.ContextVar('w',default=9); x=C.ContextVar('x')
def f(*a,**k):
    print(a,k,v.get(None),w.get(),x.get('no'))
    v.set(10); t=w.set(11); x.set(12); print(t.old_value); t2=w.set(13); print(t2.old_value, show(w.reset,t2), w.get()); w.reset(t); print(w.get())
    print(len(C.copy_context()))
    return 'r'
v.set('outer')
c=C.copy_context(); print(len(c), v in c, w in c, c[v])
print(c.run(f,1,2,a=3)); print(v.get(),w.get(),x.get('none')); print(len(c),sorted(map(str,c.values()))); print(c.run(v.get))
print(show(c.run,f,1) , show(c.run,lambda:1/0))
d=c.copy(); print(c==d); d.run(v.set,1); print(c==d, c!=d, d.run(v.get), c.run(v.get))
it=d.keys(); print(len(it)); next(it); d.run(x.set,5); print(len(list(it)), len(it))
tok=v.set(1); print(show(c.run,v.reset,tok), show(w.reset,tok), show(v.reset,tok), v.get())
def g():
    e=C.Context(); return e.run(lambda: (v.get('unset'), len(C.copy_context())))
print(g())
def nested(n):
    if n==0: return v.get()
    def inner(): v.set(n); return nested(n-1)
    return C.copy_context().run(inner)
print(nested(10), v.get())
import weakref
wr=weakref.ref(c); del c; print(wr())
def selfref():
    e=C.Context(); u=C.ContextVar('u'); e.run(u.set,e)
selfref()
import gc; gc.collect()
def gen():
    v.set('gen'); yield v.get(); yield v.get()
e=C.copy_context(); q=gen(); print(e.run(next,q), v.get(), next(q))
print(sys.getrefcount(v)>0, show(v.set), show(v.set,1,2), show(v.reset), show(C.copy_context,1))
