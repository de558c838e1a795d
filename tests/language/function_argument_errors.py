# What a call says when its arguments don't fit.
def none(): pass
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def default(a, b=1): pass
def keyword(*, k): pass
def keywords(*, k, l, m): pass
def positional(a, b, /): pass
def star(*args): pass
class C:
    def method(self): pass
    def __init__(self, x): pass
for call in ["none(1)", "none(1, 2)", "one()", "one(1, 2)", "two(1)", "two()", "three()",
             "default()", "default(1, 2, 3)", "keyword()", "keyword(1)", "keywords()", "keyword(k=1, z=2)",
             "keyword(1, k=2)", "one(1, a=2)", "one(b=1)", "positional(1, b=2)", "positional(a=1, b=2)",
             "star(x=1)", "C()", "C(1, 2)", "C(1).method(5)", "C.method()", "one(*5)", "one(**5)",
             "one(*[1], *[2])", "one(**{'a': 1}, **{'a': 2})", "one(a=1, **{'a': 2})",
             "one(**{1: 2})", "(lambda: 0)(1)", "two(1, c=3)", "two(1, 2, 3, c=3)", "none(x=1)"]:
    try:
        eval(call)
        print(call, "ok")
    except TypeError as error:
        print(call, "->", error)
