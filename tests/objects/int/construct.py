# int() from numbers, text, bytes and other types.
class Index:
    def __index__(self): return 42
class Int:
    def __int__(self): return 7
class Trunc:
    def __trunc__(self): return 9
class Bad:
    def __int__(self): return "x"
class Sub(int): pass
for text in r"""
int()
int(5)
int(3.9)
int(-3.9)
int(True)
int("12")
int(" -12\n")
int("+1_000")
int(b"77")
int("ff", 16)
int("0xff", 16)
int("0b11", 0)
int("0o17", 0)
int("12", 0)
int("z", 36)
int("-0x1F", 0)
int("")
int("x")
int("1__0")
int("_1")
int("1_")
int("12", 1)
int("12", 37)
int("9", 8)
int("012", 0)
int(5, 10)
int(None)
int([])
int(1j)
int(float("inf"))
int(float("nan"))
int("1.5")
int("१२३")
int("٣")
int(Index())
int(Int())
int(Sub(5))
type(int(Sub(5))).__name__
int(Bad())
int("5", base=10)
int("5", Index() and 10)
int(x=5)
int("1", 2, 3)
int("12\0")
int(bytearray(b"12"))
int("0" * 100 + "5")
int("1" * 5000)
int.from_bytes(b"\x01\x00", "big")
int.from_bytes(b"\x01\x00", "little")
int.from_bytes(b"\xff", "big", signed=True)
int.from_bytes([1, 2])
int.from_bytes(b"")
int.from_bytes(b"\x01", "middle")
int.from_bytes("x", "big")
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
