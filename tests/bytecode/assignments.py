# Assignments: the code objects that CPython's compiler makes, byte for byte.
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
x = 1
--
x = y = z
--
a, b = b, a
--
a, b, c = c, b, a
--
a, b, c, d = d, c, b, a
--
a, (b, *c), d = x
--
*a, = x
--
x.a = x[0] = x[1:2] = y
--
x += 1; x.a -= 2; x[0] *= 3; x[1:2] //= 4; x **= 5; x @= y
--
x: int = 1
y: str
x.a: int = 2
(z): int
--
del x, x.a, x[0], x[1:2], (a, [b])
--
a = b, = c
--
x = (1, 2, 3); y = [1, 2]; [a, b] = 1, 2
--
def f():
    x = 1
    x += 1
    del x
    a, b = b, a
    a, b, c = 1, 2, 3
    (p, q), r = 1, 2
    y: int = 3
    z: int
    return x, y
--
if (n := 10) > 5: print(n)
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
