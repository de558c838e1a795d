# __slots__ gives fixed places instead of a dict.
class S:
    __slots__ = ("a", "b")
s = S()
s.a = 1
print(s.a, hasattr(s, "b"), hasattr(s, "__dict__"))
for statement in ("s.c = 1", "s.b", "del s.b"):
    try:
        exec(statement)
    except AttributeError as error:
        print(error)
print(type(S.a).__name__, S.a.__get__(s), S.__slots__)
class T(S):
    pass
t = T()
t.free = 5
t.b = 2
print(t.free, t.b, t.__dict__)
class U(S):
    __slots__ = "c"
u = U()
u.c = u.a = 1
print(u.c, hasattr(u, "__dict__"))
for body in ('__slots__ = ("a", 5)', '__slots__ = ("1x",)', '__slots__ = ("a",); a = 1',
             '__slots__ = ("__dict__", "__dict__")'):
    try:
        exec("class V:\n    " + body)
    except (TypeError, ValueError) as error:
        print(error)
class W:
    __slots__ = ("__private", "__dict__")
    def __init__(self): self.__private = 1
w = W(); w.other = 2
print(w._W__private, w.other)
