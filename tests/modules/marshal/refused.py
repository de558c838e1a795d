# What can't be written, what can't be read.
import marshal


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


class Plain:
    pass


class Number(int):
    pass


class Text(str):
    pass


class Row(list):
    pass


for value in [object(), Plain(), Plain, int, range(3), slice(1), print, ValueError, [1, object()],
              {1: object()}, {Plain()}, frozenset([Plain]), Number(3), Text("x"), Row()]:
    attempt(marshal.dumps, value)

deep = []
for _ in range(1998):
    deep = [deep]
print(len(marshal.dumps(deep)))
attempt(marshal.loads, marshal.dumps([deep]))
attempt(marshal.dumps, [[deep]])
attempt(marshal.loads, b")\1" * 2000 + b"N")

TAILS = [b"", b"\0", b"\xff", b"\0\0\0\0", b"\1\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0a", b"\1a",
         b"\3abc", b"\3\0\0\0abc", b"\0" * 8, b"\1i\1\0\0\0", b"\2\0\0\0i\1\0\0\0r\0\0\0\0", b"0",
         b"i\1\0\0\0i\2\0\0\0000", b"\1\0\0\0\0\0", b"\1\0\0\0\xff\xff", b"\1\0\0\0\1\0",
         b"\3inf\3nan", b"\0070 more", b"\1\0\0\0N", b"\1\0\0\0000", b"\2\0\0\0N0"]
for code in sorted(b"0NFTS.iIfgxylsr()[{ctu<>aAzZ\0\x80\xff?"):
    for tail in TAILS:
        if tail[:1] in b"\3\7" and chr(code) not in "fxzZ":
            continue
        print(bytes([code]) + tail, end=" ")
        attempt(marshal.loads, bytes([code]) + tail)

attempt(marshal.loads, "text")
attempt(marshal.loads)
attempt(marshal.loads, b"N", 1)
attempt(marshal.dumps)
attempt(marshal.dumps, 1, "x")
attempt(marshal.dumps, 1, 1.5)
attempt(marshal.dumps, 1, 2**40)
attempt(marshal.dumps, 1, 2**80)
attempt(marshal.dumps, 1, 0, 1)
