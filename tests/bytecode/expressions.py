# Expressions: the code objects that CPython's compiler makes, byte for byte.
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
1
--
-1
--
x
--
x + 1
--
x - y * z / 2 // 3 % 4 ** 5 @ 6
--
x << 1 >> 2 & 3 | 4 ^ 5
--
-x
--
+x
--
~x
--
not x
--
x.a.b
--
x[1]
--
x[1:2]
--
x[::2]
--
x[a:b:c]
--
x[1, 2]
--
x[...]
--
f()
--
f(1)
--
f(a, b=1)
--
f(*a)
--
f(**k)
--
f(a, *b, c=1, **d)
--
f(*a, *b)
--
f(a)(b)
--
x.f()
--
x.f(1).g(a=2)
--
x.f(*a)
--
a and b
--
a or b
--
a and b or c
--
not a and not b
--
a < b
--
a < b < c
--
a < b <= c != d
--
a is b
--
a is not b
--
a in b
--
a not in b
--
a if b else c
--
(a if b else c) if d else e
--
[a, b]
--
(a, b)
--
{a, b}
--
{a: b, c: d}
--
[1, 2, 3]
--
(1, 2, 3)
--
{1, 2, 3}
--
{1: 2, 3: 4}
--
[*a, b]
--
(*a, *b)
--
{*a, 1}
--
{**a, 'b': 1}
--
{'a': x, 'b': y, 'c': z}
--
f'{x}'
--
f'{x!r:>10} and {y:{w}}'
--
f'a{x=}b'
--
f''
--
lambda: 0
--
lambda a, b=1, *c, d, e=2, **f: a
--
(y := x + 1)
--
"text"
--
b"bytes"
--
1.5
--
2j
--
None
--
True
--
...
--
(1, (2, 3))
--
x in {1, 2, 3}
--
x in [1, 2]
--
x in (1, 2)
--
'a' 'b'
--
'a' + 'b'
--
2 ** 10
--
'ab' * 3
--
(1, 2) + (3,)
--
-(-5)
--
not 1
--
1 < 2
--
'%s and %r' % (a, b)
--
'%s' % a
--
'%d' % (a,)
--
2 ** 200
--
'x' * 5000
--
(1,) * 300
--
[1, 2][0]
--
(1, 2)[0]
--
'abc'[1]
"""
for source in SOURCES.strip().split("\n--\n"):
    print(">>>", source.replace("\n", "\n... "))
    show(compile(source, "source", "eval"))
