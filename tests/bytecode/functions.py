# Functions: the code objects that CPython's compiler makes, byte for byte.
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
def f(): pass
--
def f(a, b=1, /, c=2, *d, e, g=3, **h): return a, b, c, d, e, g, h
--
def f(a: int, *b: str, c: float = 1, **d: list) -> dict: "doc"
--
@a
@b.c(1)
def f(): return 1
--
def f():
    "doc"
    return None
--
def f(x):
    def g(): return x
    def h():
        nonlocal x
        x = 1
    return g, h
--
def f(x):
    x = x
    return lambda y=x: x + y
--
def f():
    global g
    g = 1
    del g
    return g
--
def f(a):
    def g():
        def h(): return a
        return h
    return g
--
def f():
    import a.b.c
    import a as b
    from a import b, c as d
    from . import e
    from ..f import g
    return a
--
def f():
    yield
    yield 1
    x = yield x
    return x
--
def f():
    yield from x
    y = yield from x
--
async def f():
    await x
    return await y
--
async def f():
    yield 1
    async for i in x: y
    async with a as b: c
--
def f(x):
    return [y for y in x if y], {y: 1 for y in x}, {y for y in x}, (y for y in x)
--
def f(x):
    return [x + y for y in z for w in y if w if x]
--
async def f(): return [x async for x in y if await x]
--
def f(): return __class__
--
def f(*, a): exec('1'); return locals()
--
lambda *a, **k: (yield)
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
