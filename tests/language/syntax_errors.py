# What the compiler refuses, word for word.
cases = """x = = 1|f(|)|[1, 2|"abc|1 = x|f() = 1|None = 1|x + 1 = 2|del f()|del 1|break|continue|return 1|yield 1
def f(a, a): pass|def f(a=1, b): pass|def f(*): pass|f(a=1, 2)|f(**k, *a)|f(a=1, a=2)|lambda x, x: 0
for 1 in x: pass|import|from x import|class|if x|if x:|else: pass|x ++|a b|print 1|exec 'x'|(a, b) += 1
nonlocal x|global|def f():\\n global x; x = 1; global x|def f(): nonlocal q|def f(x): global x
async x|await x|try: pass|try:\\n pass\\nfoo|with x as 1: pass|x: int: str|{1: 2, 3}|{**x for x in y}|[*x for x in y]
*a|*a, *b = x|a, *b, *c = x|*a = 1|(x := 1) = 2|x := 1|f(x for x in y, 1)|"a" b"c"|not|x if y|@|$|?|x!|1.a
 x = 1|if 1:\\nx|if 1:\\n  x\\n y|while 1:\\n\\tx\\n        y|True = 1|__debug__ = 1|def f(): yield = 1|from __future__ import braces
from __future__ import nope|import a.b as c.d|from . import *|def f(): from x import *|class C: return 1|raise x from|assert
case|match x:\\n pass|a = yield|f(yield)|lambda: (yield)|x = (1, 2|]|(]|{)|f(1 2)|if x = 1: pass|a.b := 1|def f(): x: (yield)
try: pass\\nexcept: pass\\nexcept A: pass|try: pass\\nexcept* A: pass\\nexcept B: pass|f(x=)|f(1=2)|f(True=1)|-x = 1|a < b = 1"""
for line in cases.split("\n"):
    for source in line.split("|"):
        source = source.replace("\\n", "\n").replace("\\t", "\t")
        try:
            compile(source, "s", "exec")
            print(repr(source), "ok")
        except SyntaxError as error:
            print(repr(source), "->", type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset)
