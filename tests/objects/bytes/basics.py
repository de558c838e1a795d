# bytes: construction, indexing, slices, operators.
b = b"hello"
class B:
    def __bytes__(self): return b"from B"
for text in r"""
bytes()
bytes(3)
bytes([65, 66])
bytes(b"x")
bytes("é", "utf-8")
bytes("a", encoding="ascii")
bytes(range(3))
bytes(B())
bytes(bytearray(b"q"))
bytes((x for x in (1, 2)))
bytes(memoryview(b"mv"))
bytes("a")
bytes(-1)
bytes([256])
bytes([-1])
bytes(["a"])
bytes(1.5)
bytes(5, "ascii")
bytes(None)
b[0]
b[-1]
b[1:3]
b[::-1]
b[10:]
list(b)
b * 2
2 * b
b + b"!"
b"l" in b
104 in b
b"" in b
b"x" in b
len(b)
b[5]
b["a"]
b + "x"
"x" + b
300 in b
"h" in b
1.5 in b
b == b"hello"
b != b"x"
b < b"help"
b"a" < b"b"
b == "hello"
hash(b"a") == hash(b"a")
b"" == b""
bool(b"")
b == bytearray(b"hello")
b < "x"
repr(b"\x00\x7f\xff\t\n\r\\'")
repr(b"'\"")
str(b"a")
repr(b"it's")
b"\x41\101"
[b"a"]
bytes.fromhex("41 42")
bytes.fromhex("ff00")
b"\x01\xff".hex()
b"\x01\xff\x10".hex(":")
b"\x01\xff\x10\x20".hex("-", 2)
b"\x01\xff\x10".hex("_", -2)
bytes.fromhex(" 4 1".replace(" ", ""))
bytes.fromhex("4")
bytes.fromhex("zz")
bytes.fromhex(5)
b"a".hex("::")
sorted(b"cab")
max(b"az")
bytes(reversed(b"abc"))
tuple(b"ab")
sum(b"ab")
b"".join([b"a", b"b"])
b",".join([bytearray(b"x"), b"y"])
b",".join(["a"])
b",".join([1])
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
