# type, isinstance, issubclass, getattr and its kin, repr, ascii, format.
class A: x = 1
class B(A): pass
for text in r"""
isinstance(1, int)
isinstance(True, int)
isinstance(1, (str, int))
isinstance(B(), A)
isinstance(A(), B)
isinstance(1, int | str)
isinstance(None, int | None)
isinstance([], (str, (int, (list,))))
isinstance(int, type)
isinstance(1, object)
isinstance("a", ())
isinstance(1, 5)
isinstance(1, "int")
isinstance(1, [int])
issubclass(B, A)
issubclass(A, (B, object))
issubclass(bool, int)
issubclass(int, int | str)
issubclass(1, int)
issubclass(int, 1)
type(1)
type(A())
type(type)
type(A)
type(None)
type(len)
type([].append)
type(lambda: 0)
type(int.__add__)
type((1).__add__)
type(int.__dict__["real"])
type(A.__dict__)
type(1 if 0 else 1.5)
type()
type(1, 2)
getattr(A, "x")
getattr(A, "y", 5)
hasattr(A, "x")
hasattr(A, "y")
setattr(A, "z", 3)
A.z
delattr(A, "z")
hasattr(A, "z")
getattr([], "append")(1)
getattr(A, "y")
getattr(A, 5)
getattr(A)
setattr(A, 5, 1)
delattr(A, "nope")
repr("a")
ascii("é")
format(5, "03")
repr(A)[8:-2]
repr(len)
repr(int)
repr(type)
repr(...)
str(A).startswith("<class")
repr([].append)[:38]
repr("x".upper)[:36]
id(None) == id(None)
hash(None) == hash(None)
vars(A)["x"]
len("abc")
len({1: 2})
len(range(5))
len(5)
len(A())
object() == object()
object().__repr__()[:15]
isinstance(object(), object)
object.__doc__[:14]
eval("1 + 1")
eval("x", {"x": 5})
exec("pass")
compile("1", "f", "eval").co_filename
__import__("sys").__name__
eval(5)
exec(5)
compile("1", "f", "bad")
compile(5, "f", "eval")
__build_class__
__name__
__debug__
type(__builtins__).__name__
callable(A)
callable(A())
A.__call__() is not None
A.__name__
B.__base__
(lambda: 0).__name__
int | str
int | None
(int | str) == (str | int)
list[int] | None
type(int | str)
(int | str).__args__
int | 5
globals()["__name__"]
sorted(dir(A()))[-1]
"A" in globals()
dir(5)[0]
locals() is globals()
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
