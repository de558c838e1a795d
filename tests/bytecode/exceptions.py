# Exceptions and with: the code objects that CPython's compiler makes, byte for byte.
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
try: a
except: b
--
try: a
except E: b
--
try: a
except E as e: b
except (F, G): c
else: d
finally: h
--
try: a
finally: b
--
def f():
    try: return 1
    finally: print(2)
--
def f():
    for i in x:
        try:
            if i: continue
            break
        finally: y
--
def f():
    try:
        try: a
        except E: raise
        finally: b
    except F as e:
        return e
--
raise
--
raise a
--
raise a from b
--
try: a
except* E as e: b
except* F: c
--
with a: b
--
with a as b, c as (d, e): f
--
def f():
    with a as b:
        return b
--
def f():
    for i in x:
        with i:
            if i: break
            continue
--
def f():
    try: a
    except E as e:
        def g(): return e
        return g
--
async def f():
    async with a as b: return b
--
def f():
    while True:
        try:
            return 1
        finally:
            break
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
