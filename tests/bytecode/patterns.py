# Pattern matching: the code objects that CPython's compiler makes, byte for byte.
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
match x:
    case 1: a
--
match x:
    case 1 | 2 | -3: a
    case 'a' | None | True: b
    case _: c
--
match x:
    case [a, b]: c
    case [a, *b, c]: d
    case (a, 1 as b): e
    case []: f
--
match x:
    case {}: a
    case {'k': v, **rest}: b
    case {'k': 1, A.b: 2}: c
--
match x:
    case C(): a
    case C(1, y, z=2): b
    case A.b: c
    case int(n) | str(n): d
--
match x, y:
    case a, b if a < b: c
    case (a, _) | (_, a): d
--
def f(x):
    match x:
        case [1, {'a': C(b=[*rest])}]: return rest
        case y: return y
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "exec"))
