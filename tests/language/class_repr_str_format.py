# repr, str, format and bytes ask the type.
class C:
    def __repr__(self): return "repr"
    def __str__(self): return "str"
    def __format__(self, spec): return f"format<{spec}>"
    def __bytes__(self): return b"bytes"
c = C()
print(c, repr(c), [c], {"k": c}, str(c), f"{c} {c!r} {c!s} {c:spec}", format(c, "x"), "%s %r" % (c, c), bytes(c))
class R:
    def __repr__(self): return "only repr"
print(R(), str(R()), f"{R()}", f"{R()!s:>12}")
class Bad:
    def __repr__(self): return 5
    def __str__(self): return None
for f in (repr, str, lambda x: f"{x!r}"):
    try:
        f(Bad())
    except TypeError as error:
        print(error)
try:
    format(R(), "x")
except TypeError as error:
    print(error)
