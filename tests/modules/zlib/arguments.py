# Names, types, and wrong arguments of every function and method.
import copy
import sys
import zlib


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:70].split(" at 0x")[0])
    except Exception as error:
        kind = type(error)
        print(f"    {kind.__module__}.{kind.__name__}: {error}")


for name in sorted(vars(zlib)):
    value = getattr(zlib, name)
    if not name.startswith("__"):
        print(name, type(value), getattr(value, "__text_signature__", None),
              value if isinstance(value, (int, str)) else "")
print(zlib.error.__mro__, zlib.error.__dict__)

for stream in zlib.compressobj(), zlib.decompressobj():
    kind = type(stream)
    print(kind, kind.__flags__, sys.getsizeof(stream), kind.__doc__)
    for name, value in kind.__dict__.items():
        print("   ", name, value, getattr(value, "__text_signature__", None))
    for function, arguments in ((kind, ()), (copy.copy, (stream,)), (copy.deepcopy, (stream,)),
                                (stream.__reduce_ex__, (2,))):
        attempt(function, *arguments)
    for name in "compress", "decompress", "flush", "copy", "__copy__", "__deepcopy__":
        function = getattr(stream, name, None)
        if function is not None:
            print(name)
            for arguments in (), (1,), (1, 2), (1, 2, 3), ("",), (b"", "x"), (b"", -1), (0,), (5,):
                attempt(function, *arguments)
                attempt(function, *arguments, x=1)
            for keywords in {"data": b""}, {"max_length": 3}, {"length": 3}, {"mode": 4}:
                attempt(function, **keywords)
                attempt(function, b"", **keywords)

for name in "compress", "decompress", "compressobj", "decompressobj", "crc32", "adler32":
    function = getattr(zlib, name)
    print(name)
    for arguments in ((), ("",), (1, 2), (1, 2, 3), (1, 2, 3, 4, 5, 6, 7), (b"a", "x"), (b"a", -1),
                      (b"a", 2**70), (100,), (1, 2), (1, 8, 100), (1, 8, 15, 10), (1, 8, 15, 8, 17),
                      (None,), (b"a", 2**40)):
        attempt(function, *arguments)
        attempt(function, *arguments, x=1)
    for keywords in ({"data": b""}, {"level": 3}, {"level": "x"}, {"wbits": 5}, {"wbits": 2**40},
                     {"bufsize": -1}, {"bufsize": 0}, {"bufsize": 2**70}, {"zdict": 1},
                     {"zdict": ""}, {"zdict": None}, {"zdict": b""}, {"zdict": b"x", "wbits": -15}):
        attempt(function, **keywords)
        attempt(function, zlib.compress(b"abc"), **keywords)
