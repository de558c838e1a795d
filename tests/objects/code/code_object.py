# Code objects and what they tell.
def f(a, b, /, c, *d, e, **g):
    x = a
    def inner(): return x, c
    return inner
k = f.__code__
for text in r"""
k.co_name
k.co_qualname
k.co_argcount
k.co_posonlyargcount
k.co_kwonlyargcount
k.co_nlocals
k.co_varnames
k.co_cellvars
k.co_freevars
k.co_names
k.co_flags
k.co_firstlineno
k.co_stacksize
k.co_consts[0]
len(k.co_code) > 10
k.co_consts[1].co_freevars
k.co_consts[1].co_name
k.co_consts[1].co_qualname
type(k).__name__
repr(k)[:15]
list(k.co_lines())[:3]
list(k.co_positions())[:2]
k == k
k == f.__code__
hash(k) == hash(k)
k.replace(co_name="new").co_name
k.replace(co_firstlineno=50).co_firstlineno
k.replace() == k
k != k.replace(co_name="z")
type(k.co_lnotab)
k.co_exceptiontable
setattr(k, "co_name", "x")
k.replace(co_name=5)
k.replace(nope=1)
compile("x = 1", "file", "exec").co_filename
compile("x", "f", "eval").co_names
eval(compile("1 + 1", "f", "eval"))
compile("x", "f", "single").co_consts
compile("'doc'", "f", "exec").co_consts
compile("", "f", "exec").co_consts
compile("def f(): 'd'", "f", "exec").co_consts[0].co_consts
compile("1", "f", "eval").co_flags
compile("x", "f", "other")
compile("x", "f")
compile("x", 5, "exec")
compile("x\0y", "f", "exec")
compile("x = ", "f", "exec")
compile(b"x = 1", "f", "exec").co_names
compile("# -*- coding: latin-1 -*-\nx=1", "f", "exec").co_names
compile("x", "f", "eval", 0, True).co_names
compile("x", "f", "eval", 99999999)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
