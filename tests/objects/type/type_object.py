# type: names, bases, dict, calls, attributes of classes.
class A: "doc of A"; x = 1
class B(A): pass
for text in r"""
A.__name__
A.__qualname__
A.__module__
A.__doc__
A.__bases__
B.__bases__
B.__base__
B.__mro__
A.__dict__["x"]
A.__class__
type(A) is type
A.__flags__ & 0x200 != 0
int.__flags__ & 0x400 != 0
A.__basicsize__
int.__basicsize__
int.__itemsize__
list.__basicsize__
A.__dictoffset__
A.__weakrefoffset__
object.__basicsize__
repr(A)
repr(int)
str(A)
A == A
A != B
hash(A) == hash(A)
A is type(A())
bool(A)
callable(A)
isinstance(A, type)
isinstance(type, object)
issubclass(type, object)
type.__mro__
type.__name__
type.__base__
object.__base__
object.__bases__
type(type)
type("X", (A,), {"y": 2}).y
type("X", (), {}).__name__
type("X", (int,), {})(5) + 1
A.missing
A().missing
setattr(int, "x", 1)
delattr(int, "real")
setattr(A, "__name__", 5)
setattr(A, "__bases__", ())
setattr(A, "__bases__", 5)
type.__call__(A).__class__
A.__subclasses__()[0]
A.mro()[0]
int.mro()
B.__subclasscheck__(A)
A.__instancecheck__(B())
type.__instancecheck__(int, 5)
A < B
A + B
A[0]
A | B
A | None
type(A | B)
int | str | int
(int | str).__args__
repr(int | None)
(int | str) == (str | int)
hash(int | str) == hash(str | int)
isinstance(5, int | str)
(A | B).__class__.__name__
int | "str"
type(A.__dict__)
A.__dict__.keys() >= {"x", "__doc__"}
A.__dict__ == dict(A.__dict__)
len(A.__dict__) > 3
"x" in A.__dict__
A.__dict__.get("q", 7)
A.__dict__.copy()["x"]
A.__dict__["x"]
A.__annotations__
A.__text_signature__
len.__text_signature__
int.__text_signature__
list.append.__text_signature__
type(1, 2, 3, 4)
type("a\0b", (), {})
type("X", (), {1: 2}).__dict__.get(1)
type("X", (), {"__module__": "m"}).__module__
type("X", (), {"__qualname__": "Q.X"}).__qualname__
type("X", (), {"__doc__": 5}).__doc__
type("X", (), {"__qualname__": 5})
type("X", (bool,), {})
type("X", (A, int), {}).__mro__[1].__name__
type("X", (object,), {}).__bases__
type("X", (object, A), {})
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
