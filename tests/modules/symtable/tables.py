# The tables of every block: what names are and mean there.
import _symtable
import symtable

TEXT = '''
from __future__ import annotations
import os.path as p, sys
from q import *
x: int = 3
y: int
class C(B, metaclass=M):
    __private = 1
    x = x
    def f(self, a, /, b: int = 1, *c, d, e=2, **g) -> str:
        global h
        h = self.__private
        def inner():
            nonlocal a
            a += d
            return __class__, super, x, b
        return [i + j for i in a if (w := i) for j in c], {k: v for k, v in d}, (z for z in e)
    async def g(self):
        async with self as (s, t):
            await s
    def k(self):
        return super().k()
lambda q, *r: q(lambda: r)
try:
    pass
except E as e:
    del e
match p:
    case [a, *b] | {"c": a, **b} | D(a, k=b):
        pass
{m for m in {n for n in p}}
'''


def show(entry, depth=0):
    print("  " * depth, entry.name, entry.symbols, entry.varnames, entry.nested, entry.type,
          entry.lineno)
    for child in entry.children:
        show(child, depth + 1)


top = _symtable.symtable(TEXT, "t", "exec")
show(top)
print(type(top), type(top).__module__, type(top).__doc__, top.__sizeof__())
print(repr(top).replace(str(top.id), "ID"), len({top.id, *(c.id for c in top.children)}) > 5)
print({key: value for key, value in _symtable.__dict__.items() if type(value) is int})


def deep(table, depth=0):
    print("  " * depth, table.get_type(), table.get_name(), table.get_lineno(),
          table.is_optimized(), table.is_nested(), table.has_children())
    for s in table.get_symbols():
        print("  " * depth, "-", s.get_name(), s.is_referenced(), s.is_parameter(), s.is_global(),
              s.is_nonlocal(), s.is_declared_global(), s.is_local(), s.is_annotated(), s.is_free(),
              s.is_imported(), s.is_assigned(), s.is_namespace())
    if table.get_type() == "function":
        print("  " * depth, table.get_parameters(), table.get_locals(), table.get_globals(),
              table.get_nonlocals(), table.get_frees())
    if table.get_type() == "class":
        print("  " * depth, table.get_methods())
    for child in table.get_children():
        deep(child, depth + 1)


deep(symtable.symtable(TEXT, "t", "exec"))
for arguments in (("x", "f", "bad"), (3, "f", "exec"), ("x", "f"), ("x", 3, "exec"), ("x", "f", 3),
                  ("(", "f", "exec"), ("x\0", "f", "exec"), ("return", "f", "exec"),
                  ("def f(a, a): 0", "f", "exec"), (b"x", "f", "eval"), ("x;y", "f", "single"),
                  (b"# coding: latin-1\n\xe9 = 1", b"f", "exec"), ("x = 1", "f", "eval"),
                  ("def f():\n global x\n nonlocal x", "f", "exec"), ("1 + (yield)", "f", "eval"),
                  ("from __future__ import braces", "f", "exec"), (bytearray(b"x"), "f", "exec")):
    try:
        print(_symtable.symtable(*arguments).symbols)
    except Exception as error:
        print(type(error).__name__, error)
for name in ("id", "name", "x"):
    try:
        setattr(top, name, 1)
    except AttributeError as error:
        print(error)
try:
    type(top)()
except TypeError as error:
    print(error)
print(_symtable.symtable.__text_signature__)
