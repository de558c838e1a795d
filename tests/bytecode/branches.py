# Branches and loops: the code objects that CPython's compiler makes, byte for byte.
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
if a: b
--
if a: b
else: c
--
if a: b
elif c: d
else: e
--
if a and b or c: d
--
if not (a and b): d
--
if a < b < c: d
--
if x is None: a
if x is not None: b
if None: c
if 1: d
if 0: e
--
while a: b
--
while a:
    if b: break
    if c: continue
    d
else: e
--
while True:
    if a: break
--
while 0: a
--
for i in x: y
--
for i, (j, *k) in x:
    if i: continue
    if j: break
    y
else: z
--
for x.a in y: pass
--
for i in range(10):
    for j in i:
        if j: break
    else: continue
    break
--
def f(x):
    for i in x:
        if i: return i
    while x:
        return 1
    return
--
def f(a, b):
    if a:
        if b: return 1
        else: return 2
    return a if b else 3
--
assert a
--
assert a, b
--
assert (a, b) == c
--
pass
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
