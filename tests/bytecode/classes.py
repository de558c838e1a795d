# Classes: the code objects that CPython's compiler makes, byte for byte.
def show(code, depth=0):
    pad = "  " * depth
    print(f"{pad}{code.co_qualname} args {code.co_argcount} {code.co_posonlyargcount} "
          f"{code.co_kwonlyargcount} stack {code.co_stacksize} flags {code.co_flags:#x} line {code.co_firstlineno}")
    print(f"{pad}code  {code.co_code.hex()}")
    print(f"{pad}lines {code.co_linetable.hex()}")
    if code.co_exceptiontable:
        print(f"{pad}table {code.co_exceptiontable.hex()}")
    for label, names in (("names", code.co_names), ("locals", code.co_varnames),
                         ("cells", code.co_cellvars), ("free", code.co_freevars)):
        if names:
            print(f"{pad}{label} {names}")
    inner = [c for c in code.co_consts if hasattr(c, "co_code")]
    print(f"{pad}consts {tuple('<code>' if c in inner else c for c in code.co_consts)}")
    for c in inner:
        show(c, depth + 1)


SOURCES = r"""
class C: pass
--
class C(A, B, metaclass=M, x=1): pass
--
class C(*a, **k): pass
--
@d
class C:
    "doc"
    x = 1
    y: int = 2
    def f(self): return self.x
    @property
    def p(self): return self.__private
    @p.setter
    def p(self, v): self.__private = v
--
class C:
    def __init__(self): super().__init__()
    def f(self): return __class__
--
class C:
    class D:
        x = x
    def f():
        class E: pass
        return E
--
def f(x):
    class C:
        y = x
        x = 1
        def g(self): return x
    return C
--
class C:
    z = [x for x in y]
    global g
    g = 1
--
class C:
    for i in range(3): locals()[i] = i
    del i
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
