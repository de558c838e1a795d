"""Dialects, readers and writers: arguments, errors, and random records in random dialects."""
import _csv,sys
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
def show(f,*a,**k):
    try: r=f(*a,**k)
    except BaseException as e: return '%s.%s: %s'%(type(e).__module__,type(e).__name__,e)
    return repr(r) if not isinstance(r,(_csv.Dialect,X)) and "object at" not in repr(r) else type(r).__name__
D=_csv.Dialect
class X: delimiter=';'; quotechar=None; quoting=3
_csv.register_dialect('excel',D()); _csv.register_dialect('tab',delimiter='\t')
for a,k in (((),{}),((1,),{}),((1,2),{}),(('nope',),{}),((),dict(delimiter='')),((),dict(delimiter=None)),((),dict(delimiter=3)),((),dict(delimiter='ab')),((),dict(quotechar='')),((),dict(quotechar='ab')),((),dict(quotechar=3)),((),dict(quotechar=None)),((),dict(quotechar=None,quoting=0)),((),dict(escapechar='xx')),((),dict(lineterminator=3)),((),dict(lineterminator=None)),((),dict(quoting=9)),((),dict(quoting='a')),((),dict(quoting=-1)),((),dict(strict='a')),((),dict(foo=1)),((X,),{}),((X(),),{}),((X,),dict(quoting=0)),(('excel',),{}),((None,),{}),((),dict(doublequote=0,skipinitialspace=[1])),((),dict(quoting=None)),((),dict(quoting=True)),((),dict(quoting=1.5)),((),dict(delimiter='\n')),((),dict(delimiter='"')),((),dict(quoting=2**70))):
    try:
        d=D(*a,**k); r=[getattr(d,n) for n in ('delimiter','doublequote','escapechar','lineterminator','quotechar','quoting','skipinitialspace','strict')]
    except Exception as e: r=repr(e)
    print(k,r)
    r=show(_csv.reader,[],*a,**k); print('    reader',r if 'Error' in r else 'ok')
print(show(_csv.reader),show(_csv.reader,5),show(_csv.writer),show(_csv.writer,5),show(_csv.register_dialect),show(_csv.register_dialect,3),show(_csv.register_dialect,'a',3),show(_csv.register_dialect,'a',delimiter='xx'),show(_csv.unregister_dialect,'zz'),show(_csv.get_dialect,'zz'),show(_csv.get_dialect,3),show(_csv.field_size_limit,'a'),show(_csv.field_size_limit),show(_csv.list_dialects),show(_csv.field_size_limit,2**70), show(_csv.get_dialect,[]),show(_csv.unregister_dialect,[]))
d=D(); print(d.__reduce__.__doc__, show(d.__reduce__),show(d.__reduce_ex__,2),show(setattr,d,'strict',1),show(setattr,d,'delimiter',1),show(setattr,d,'foo',1), show(delattr,d,'delimiter'))
class W:
    def __init__(s): s.l=[]
    def write(s,x): s.l.append(x); return len(x)
r=_csv.reader([]); print(r.line_num,type(r.dialect),show(setattr,r,'line_num',3),sys.getsizeof(r),sys.getsizeof(d),sys.getsizeof(_csv.writer(sys.stdout)),D(d) is d, show(D,d,delimiter='x'))
for x in (['a',b'x'],[3],['"a'],['"a"b'],['a\0b'],['a\nb','c'],['a\rb'],['"abc\n','def"'],['a,b\n','c,d\r\n','\n','e'],['1,"2",3'],[' a, b'],['a\\,b','c\\'],['é,ü'],['€,x'],[',,'],['""'],['a""b'],['"a""b"'],['a\\\n','b']):
    print(x,[show(lambda:list(_csv.reader(x,**k))) for k in ({},dict(strict=True),dict(quoting=2),dict(quoting=3),dict(escapechar='\\'),dict(doublequote=False),dict(skipinitialspace=True),dict(delimiter=' '),dict(delimiter=' ',skipinitialspace=True),dict(escapechar='\\',doublequote=False,strict=True))])
r=R(9)
for i in range(150):
    lines=[''.join(r.choice('ab1.,;"\'\\ \n\ré€') for _ in range(r.below(15))) for _ in range(r.below(4))]
    k=dict(strict=r.below(2),quoting=r.below(4),skipinitialspace=r.below(2),doublequote=r.below(2),escapechar=r.choice([None,'\\',"'"]),delimiter=r.choice(',;'),quotechar=r.choice('"\''))
    rd=_csv.reader(iter(lines),**k)
    print(lines,k,show(lambda:list(rd)),rd.line_num,show(lambda:list(rd)))
    row=[r.choice(['a','','a b','"',',','\n','\\','x"y','1',1,1.5,None,True,'é;','a\rb',-3,(1,2)]) for _ in range(r.below(4))]
    w=W(); k['lineterminator']=r.choice(['\n','\r\n','!','','a'])
    print(row,k,show(_csv.writer(w,**k).writerow,row),w.l)
for x in (5,None,[],[None],[''],['a',1.5,None,True],'abc',[b'x'],['a"b'],['a,b'],['a\nb'],['a\rb'],[' a '],[['x']],['\0'],['a','']):
    w=W(); print(x,show(_csv.writer(w).writerow,x),w.l,[show(_csv.writer(W(),**k).writerow,x) for k in (dict(quoting=1),dict(quoting=2),dict(quoting=3,escapechar='\\'),dict(quoting=3),dict(doublequote=False),dict(doublequote=False,escapechar='\\'),dict(quotechar=None,quoting=3))])
o=W(); w=_csv.writer(o)
print(show(w.writerows,5),show(w.writerows,[1]),show(w.writerow),type(w.dialect),w.writerows([[1,2],'ab']),o.l,show(w.writerow,1,2))
class NoW: write=3
print(show(_csv.writer,NoW()))
_csv.field_size_limit(5); print(show(list,_csv.reader(['abcdef'])),show(list,_csv.reader(['abcde,"1234567"'])),show(list,_csv.reader(['abcde'])), _csv.field_size_limit(131072))
print(_csv.__version__, _csv.Error.__mro__)
def evil():
    yield 'a,b\n'; yield 'c,'; next(rr); yield 'd\n'
rr=_csv.reader(evil())
try: print(list(rr))
except Exception as e: print(type(e).__name__)
