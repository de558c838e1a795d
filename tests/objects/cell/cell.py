# Cells: contents, comparison, making one.
def make(v):
    def inner(): return v
    return inner.__closure__[0]
C = type(make(1))
e = C()
for text in r"""
make(5).cell_contents
type(make(1)).__name__
make(1) == make(1)
make(1) < make(2)
make(1) != make(2)
C(7).cell_contents
repr(make(5))[:8]
make(1) is make(1)
setattr(e, "cell_contents", 3)
e.cell_contents
delattr(e, "cell_contents")
C() == C()
C() < C(1)
e.cell_contents
C(1, 2)
hash(e)
e.missing
make(1) < 5
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
