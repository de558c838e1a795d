# Trees are made of texts, changed, turned into text again, and run.
import ast

TEXT = '''
"""A docstring."""
from __future__ import annotations
import os.path as p, sys
from . import q
from ..r import s as t
@decorator(1)
class C(B, metaclass=M, **k):
    x: int = 3
    def f(self, a, /, b: int = 1, *c, d, e=2, **g) -> str:
        global h
        return f"{a!r:>{b}} {c}" + 'x' 'y'
    async def g(self):
        nonlocal_ = await self
        async for i in self:
            yield i
        async with a as b, c:
            pass
        return
for i, (j, *k) in z:
    if i < j <= k is not None and not i or j:
        continue
    elif i:
        break
else:
    del i, j[0], k.l
while (n := 1):
    try:
        raise E from None
    except (A, B) as e:
        pass
    except:
        raise
    else:
        pass
    finally:
        assert x, y
try:
    pass
except* E:
    pass
with a as b:
    lambda *a, k=1: (yield)
match x:
    case 1 | -2.5 | 3+4j | "s" | None:
        pass
    case [a, *_, b] | (c, *rest):
        pass
    case {"k": v, **rest} if v:
        pass
    case C(1, y=2) as z:
        pass
    case _:
        pass
[i for i in x if i async for j in y]
{i: j for i, j in x}
{*a, b}
{**a, 'b': 1}
(a for a in b)
x[1:2, ::3, ...] = y @ z // 2 ** -1 % ~a << b
x += 1
x = y = 1_000, 0xff, 1e3, 2j, b'\\x00', True, ...
await_ = a if b else c
'''
tree = ast.parse(TEXT)
print(ast.dump(tree, include_attributes=True, indent=1))
text = ast.unparse(tree)
print(text)
print(ast.dump(ast.parse(text)) == ast.dump(tree))
for mode, text in (("eval", "a + 1"), ("single", "a; b"), ("func_type", "(int, *str) -> x")):
    print(ast.dump(compile(text, "<t>", mode, ast.PyCF_ONLY_AST), include_attributes=True))
print(ast.dump(ast.parse("x = 1 # type: int\ndef f(a, # type: b\n ):\n  # type: (...) -> c\n  pass\n"
                         "y # type: ignore[z]\n", type_comments=True)))
for minor in (4, 6, 7, 8, 9, 10):
    for text in ("x: int", "f(a := 1)", "async def f(): pass", "match x:\n case 1: pass",
                 "with (a as b): pass", "def f(a, /): pass", "1_0", "f'{x}'", "a @ b", "x = f'{y=}'",
                 "try: pass\nexcept* A: pass", "x[*y]", "def f(*a: *b): pass", "@a.b[0]\ndef f(): pass"):
        try:
            ast.parse(text, feature_version=(3, minor))
        except SyntaxError as error:
            print(minor, repr(text), error)


class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


tree = ast.fix_missing_locations(Double().visit(ast.parse("print(1, 'a', 2.5, (3, 4), b'c')")))
exec(compile(tree, "<t>", "exec"))
print(ast.literal_eval("{'a': [1, -2, 3+4j, (None, True), {5}], b'x': ...}"))
for text in ("a", "1 + a", "f()", "[1", "-'a'", "1 if 2 else 3"):
    try:
        print(ast.literal_eval(text))
    except (ValueError, SyntaxError) as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
function = ast.parse("def f(a, b=[]):\n    'doc'\n    c = lambda: a\n    return c() + b[0]").body[0]
print([type(n).__name__ for n in ast.walk(function)])
module = ast.Module([function], [])
space = {}
exec(compile(module, "<made>", "exec"), space)
print(space["f"](1, [2]), space["f"].__code__.co_firstlineno, space["f"].__doc__)
value = ast.Constant(frozenset({1, (2, "three")}), lineno=1, col_offset=0)
print(eval(compile(ast.Expression(value), "<t>", "eval")) == value.value)
print(ast.get_source_segment("a + bcd", ast.parse("a + bcd").body[0].value.right))
print(sorted(vars(ast.parse("xyz").body[0].value)))
