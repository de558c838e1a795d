# Functions, methods and built-in functions as objects.
def f(a, b=1, *c, d=2, **e): "doc"; return a
class C:
    def m(self, x=1): "m doc"; return x
c = C()
for text in r"""
f.__name__
f.__qualname__
f.__doc__
f.__defaults__
f.__kwdefaults__
f.__module__
f.__annotations__
f.__closure__
f.__dict__
type(f).__name__
f.__code__.co_varnames
f.__get__(5)()
f.__builtins__["len"] is len
repr(f)[:14]
str(f) == repr(f)
f == f
hash(f) == hash(f)
bool(f)
callable(f)
f.__call__(1)
type(f).__mro__
f()
f(1, 2, 3, x=4, d=5)
f < f
f + 1
f.missing
setattr(f, "__code__", 5)
setattr(f, "__defaults__", 5)
setattr(f, "__dict__", 5)
setattr(f, "__closure__", None)
c.m()
c.m(5)
c.m.__self__ is c
c.m.__func__ is C.m
c.m.__name__
c.m.__doc__
c.m == c.m
c.m is c.m
c.m == C().m
C.m(c, 3)
type(c.m).__name__
repr(C.m)[:12]
repr(c.m)[:14]
c.m.__defaults__
c.m.__code__ is C.m.__code__
c.m(1, 2)
C.m()
type(c.m)(f, 5)()
type(f)(f.__code__, {})(9)
type(f)(f.__code__, {}, "name", (7,))(1)
type(f)(f.__code__, {}, argdefs=(1, 2))()
type(f)(5, {})
type(f)(f.__code__, 5)
type(c.m)(5, 5)
type(c.m)(f, None)
len.__name__
len.__qualname__
len.__module__
len.__self__.__name__
type(len).__name__
repr(len)
len.__doc__ is not None
[].append.__qualname__
[].append.__name__
[].append.__self__
repr(list.append)
type(list.append).__name__
list.append.__objclass__
list.append.__name__
list.append.__qualname__
dict.fromkeys.__self__
type(dict.fromkeys).__name__
str.maketrans.__name__
[].append == [].append
len == len
len is len
"".join == "".join
hash(len) == hash(len)
int.__add__.__name__
type(int.__add__).__name__
type((1).__add__).__name__
(1).__add__.__self__
repr(int.__add__)
repr((1).__add__)[:36]
int.__dict__["real"].__name__
repr(int.real)
type(int.real).__name__
list.append(5, 1)
list.append()
int.__add__("a", 1)
int.__add__(1)
len()
len(1, 2)
len(x=1)
[].append(1, 2)
[].append(x=1)
[].index()
"a".split(1, 2, 3)
"".join()
int.real.__get__(5)
int.__add__.__get__(5)(6)
list.append.__get__([1]).__name__
(lambda: 0).__get__(None, int) is not None
int.real.__set__(5, 6)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
