# The hashes' modules: names, types, wrong arguments, and results at every length.
import _blake2
import _md5
import _sha1
import _sha256
import _sha3
import _sha512
import sys


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:300].split(" at 0x")[0])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")


def show_type(kind):
    print(kind, kind.__flags__, kind.__text_signature__, kind.__module__, kind.__qualname__)
    for name, value in kind.__dict__.items():
        if name not in ("__doc__", "__new__"):
            print("   ", name, getattr(value, "__text_signature__", None), value)
    attempt(type, "Sub", (kind,), {})
    attempt(setattr, kind, "other", 1)


def show_hash(make):
    first = make()
    print(sys.getsizeof(first), first.name, first.block_size, first.digest_size)
    for name in "update", "digest", "hexdigest", "copy":
        method = getattr(first, name)
        for arguments in (), (1,), ("a",), (b"",), (b"", b""), (-1,), (2**30,), (2**64,):
            attempt(method, *arguments)
        attempt(method, data=b"")
    attempt(first.__reduce_ex__, 2)
    attempt(setattr, first, "name", 1)
    attempt(setattr, first, "digest_size", 1)
    many = make()
    for size in list(range(300)) + [1000, 5000]:
        data = bytes((i * 7 + size) & 255 for i in range(size))
        length = () if first.digest_size else (size // 3,)
        whole = make(data)
        pieces = make(data[:size // 3])
        copy = pieces.copy()
        pieces.update(data[size // 3:])
        copy.update(bytearray(data[size // 3:]))
        assert whole.digest(*length) == pieces.digest(*length) == copy.digest(*length)
        many.update(whole.digest(*length))
        if size < 3 or size == 5000:
            print(size, whole.hexdigest(*length))
    attempt(many.hexdigest)
    attempt(many.hexdigest, 500)


for module in _md5, _sha1, _sha256, _sha512, _sha3, _blake2:
    print(module.__name__, [name for name in vars(module) if not name.startswith("__")])
    for name in sorted(vars(module)):
        value = getattr(module, name)
        if name.startswith("__") or not callable(value):
            continue
        print(name, type(value), getattr(value, "__text_signature__", None))
        for arguments in (1,), ("a",), (b"", b""), (memoryview(b"abcd")[::2],):
            attempt(value, *arguments)
        for keywords in {"string": b""}, {"data": b""}, {"usedforsecurity": 0}, {"x": 1}:
            attempt(value, **keywords)
        if isinstance(value, type):
            show_type(value)
        if not name.endswith("Type"):
            show_type(type(value()))
            show_hash(value)
