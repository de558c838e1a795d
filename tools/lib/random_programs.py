"""Random programs that show what they see of the memory: what tools/check_memory compares.

A program is made of templates, one a line, in which {x} is a name or a literal, {n} and {m}
are names, {row} is a row of {x}, {i} a small number and {s} a number of its own. Each
statement stands in a try, so that a program may do what can't be done.
"""

import random

NAMES = "a b c d e f g h".split()

HEAD = '''\
import copy, gc, sys, weakref
gc.collect()
rc = sys.getrefcount
def few(n): return n if isinstance(n, int) and n < 40 else "many"
def count(o):
    return "type" if isinstance(o, type) and o not in own else few(rc(o) - 2)
def kind(o): return type(o) if type(o) in own else 0
class C:
    def __init__(self, *parts): self.parts = parts
    def method(self, *more): return self, more
    def give(self): return self.parts
class D(C):
    def __del__(self): print("del", self.tag if hasattr(self, "tag") else "?")
class S:
    __slots__ = "x", "y", "__weakref__"
    def __del__(self): print("del S", hasattr(self, "x"))
class L(list): pass
class K(dict): pass
own = C, D, S, L, K
def make(*given, **named):
    def inner(*more): return given, named, more
    return inner
def gen(*given):
    try:
        for item in given: yield item
    finally: print("gen ends")
def fail(*given): raise ValueError(*given)
def catch(*given):
    try: fail(*given)
    except ValueError as error: return error
def defaults(x, kept=[]): kept.append(x); return kept
def gone(name):
    return lambda reference: print("gone", name)
keep = []
'''

LITERALS = """1 | -3 | 300 | 10 ** 12 | 2 ** 70 | 1.5 | 1j | 'x' | 'some text' | 'é' | b'xyz' | None
True | () | '' | 'ab' * 2 | range(3) | frozenset() | str(12345) | float(7)"""

STARTS = "None | [] | {{}} | C() | D() | (1, []) | S()"

EXPRESSIONS = """[{row}] | [{row}] | ({row},) | {{1: {x}, 'k': {n}}} | {{'k': {x}}}
C({row}) | C({row}) | D({row}) | S() | L([{row}]) | K(k={x}) | make({row}) | make(k={x})
gen({row}) | catch({row}) | {x} | {n} | copy.copy({n}) | list({n}) | tuple({n}) | {n}[:]
{n} + {m} | [{x}] * {i} | {n}.method | {n}.give() | {n}.method({row}) | iter({n}) | next({n})
[v for v in {n}] | {{v: {x} for v in range(3)}} | (lambda: {n}) | (lambda q={x}: q)
weakref.ref({n}) | defaults({x}, []) | {n}() | dict(k={x}, j={n}) | {n}[0] | {n}.parts
{n}.__dict__ | [*{n}, {x}] | (lambda *q, **w: (q, w))({row}) | {x} if {m} else {n} | {x} or {n}
zip({n}, {m}) | map(str, {n}) | enumerate({n}) | reversed({n}) | sorted({n}, key=id)
slice({x}, {n}) | staticmethod({x}) | property({x}) | set({n}) | {{{x}, {n}}}
copy.deepcopy({n}) | kind({n})
f'{{{n}!s:.3}}' | bytearray({i}) | vars({n}) | getattr({n}, 'parts', {x})
(lambda: (yield {x}))() | {n}.copy() | list(range({i})) | Exception({row})
super(D, {n}) | object()"""

OBSERVATIONS = """count({n}) | count({n}), count({m}) | {n} is {m} | sys.getsizeof({n})
[{n}, count({n})][1] | ({n}, {m}, count({m}))[2] | type({n}).__name__, count({n})
gc.is_tracked({n}) | isinstance({n}, type) or weakref.getweakrefcount({n})
{n}() is None, {n}() is {m} | count(kind({n})) | [few(count(v)) for v in {n}]
[sys.getsizeof(v) for v in {n}] | sorted(map(count, {n}), key=str) | few(rc({n}))
few((lambda q: rc(q))({n})) | count({n}.__dict__), sys.getsizeof({n}.__dict__)
sys.getsizeof(vars({n})), len(vars({n})) | max({n}, {m}, key=rc) is {n}
len({n} + ({n} := {m})) | [*map(few, map(rc, {n}))] | [*map(count, [{n}, {m}])]
id({n}) == id({m}) | gc.get_referrers({n}) == [] | count({n}[0]), count({m}[-1])"""

CHANGES = """{n}.append({x}) | {n}.append({n}) | {n}[0] = {x} | {n}['k'] = {x} | {n}['k{s}'] = {x}
del {n}[0] | {n}.clear() | {n}.x = {x} | {n}.tag = {s} | {n}.y = {n} | {n}.extend({m})
{n}.insert(0, {x}) | {n}.pop() | {n}.update(k={x}) | {n} += [{x}] | {n}.add({x}) | {n}.parts = {x}
{n} *= 2 | del {n}.x | {n}.reverse() | {n}[1:2] = [{x}, {m}] | {n}.setdefault('q', {x})
{n}.popitem() | {n}.remove({x}) | {n}.close() | {n}.send(None) | {n}.__dict__['z'] = {x}
{n}.__dict__ = {{'x': {m}}} | {n}.sort(key=id) | {n} |= {{'n': {x}}} | {n}.a{i} = {x}
del {n}.parts"""


def table(text):
    return [row.strip() for line in text.splitlines() for row in line.split(" | ")]


LITERALS, STARTS, EXPRESSIONS, OBSERVATIONS, CHANGES = map(
    table, (LITERALS, STARTS, EXPRESSIONS, OBSERVATIONS, CHANGES))


class Writer:
    """Writes the program of a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.serial = 0

    def name(self):
        return self.random.choice(NAMES)

    def item(self):
        return self.name() if self.random.random() < 0.7 else self.random.choice(LITERALS)

    def row(self):
        return ", ".join(self.item() for _ in range(self.random.randint(1, 4)))

    def fill(self, templates):
        self.serial += 1
        return self.random.choice(templates).format(
            x=self.item(), n=self.name(), m=self.name(), row=self.row(),
            i=self.random.randint(0, 20), s=self.serial)

    def statement(self):
        kind, name = self.random.random(), self.name()
        if kind < 0.42:
            return f"{name} = {self.fill(EXPRESSIONS)}"
        if kind < 0.50:
            return f"{name} = {self.name()}"
        if kind < 0.56:
            return f"{name}, {self.name()} = {self.item()}, {self.name()}"
        if kind < 0.62:
            return f"del {name}"
        if kind < 0.82:
            return self.fill(CHANGES)
        if kind < 0.86:
            return f"keep.append(weakref.ref({name}, gone({name!r})))"
        if kind < 0.90:
            return "print(gc.collect())"
        return f"print({self.fill(OBSERVATIONS)})"

    def add(self, line, indent):
        pad = "    " * indent
        self.lines += [f"{pad}try: {line}",
                       f"{pad}except Exception as _: print(type(_).__name__)"]
        if self.random.random() < 0.5:
            self.lines += [f"{pad}try: print({self.fill(OBSERVATIONS)})",
                           f"{pad}except Exception: pass"]

    def nest(self, head, indent):
        self.lines += ["    " * indent + line for line in head]
        self.block(2, indent + 1)

    def block(self, count, indent):
        for _ in range(count):
            kind = self.random.random() if indent < 3 else 1
            if kind < 0.04:
                self.nest([f"for {self.name()} in [{self.row()}]:"], indent)
            elif kind < 0.06:
                self.nest([f"if {self.name()} is not {self.name()}:"], indent)
            elif kind < 0.08:
                self.nest([f"try: fail({self.row()})", "except ValueError as error:",
                           "    print(count(error), count(error.__traceback__))"], indent)
            else:
                self.add(self.statement(), indent)

    def function(self):
        name = f"f{self.serial}"
        self.lines += [f"def {name}(a, b, c=None, *d, e=(), **f):", "    g = h = None"]
        self.block(6, 1)
        if self.random.random() < 0.3:
            self.lines += ["    def inner(): return a, h", "    print(count(a), count(inner))"]
        self.lines.append(f"    return {self.name()}")
        self.add(f"{self.name()} = {name}({self.name()}, {self.item()}, *[{self.row()}])", 0)

    def program(self):
        for name in NAMES:
            self.lines.append(f"{name} = {self.fill(STARTS)}")
        for _ in range(3):
            if self.random.random() < 0.6:
                self.function()
            self.block(12, 0)
        self.lines.append("print('end', gc.collect())")
        for name in self.random.sample(NAMES, len(NAMES)):
            self.lines.append(f"print({name!r}); {name} = None")
        self.lines.append("print(gc.collect(), [r() is None for r in keep])")
        return HEAD + "\n".join(self.lines) + "\n"
