# bool: two objects, logical operators, ints otherwise.
for text in r"""
bool()
bool(0)
bool("x")
bool([])
bool(None)
True
False
True & False
True | False
True ^ True
True & 1
True | 2
type(True & True).__name__
type(True & 1).__name__
not True
not 0
True == 1
True is (1 == 1)
repr(True)
str(False)
hash(True)
True + True
sum([True, True])
[10, 20][True]
"ab"[False]
True < 2
int(True)
float(True)
format(True)
format(True, "d")
format(True, "5") + "|"
"%d" % True
"%s" % True
f"{True:>6}"
bool.__new__(bool, 3)
isinstance(True, bool)
bool.from_bytes(b"\x01", "big")
True.bit_length()
bool(1, 2)
bool(x=1)
type("B", (bool,), {})
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
