# Compressing and decompressing bit by bit, with limits, at the end, after errors.
import _bz2
import bz2
import io
import sys
import zlib

seed = 99


def below(limit):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 8) % limit


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:120].split(" at 0x")[0])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")


for kind in _bz2.BZ2Compressor, _bz2.BZ2Decompressor:
    print(kind, kind.__text_signature__, [name for name in kind.__dict__])
    stream = kind()
    print(sys.getsizeof(stream))
    attempt(type, "Sub", (kind,), {})
    attempt(stream.__reduce_ex__, 2)
    for arguments in (1, 2), (0,), (10,), ("x",), (None,), (5,):
        attempt(kind, *arguments)
    attempt(kind, x=1)
    for name in "compress", "decompress", "flush":
        function = getattr(stream, name, None)
        if function is not None:
            for arguments in (), (1,), ("a",), (b"",), (b"", b""), (b"", -5), (b"", "x"):
                attempt(function, *arguments)
                attempt(function, *arguments, x=1)
            attempt(function, data=b"")
            attempt(function, b"", max_length=1)

for size, letters in (0, 1), (1, 3), (1000, 5), (150000, 3), (60000, 256):
    data = bytes(below(letters) for _ in range(size))
    stream = _bz2.BZ2Compressor(1 + below(9))
    parts, start = [], 0
    while start < size:
        stop = start + 1 + below(50000)
        parts.append(stream.compress(data[start:stop]))
        start = stop
    parts.append(stream.flush())
    whole = b"".join(parts)
    print(size, letters, len(whole), zlib.crc32(whole), [len(part) for part in parts][-3:])
    attempt(stream.flush)
    attempt(stream.compress, b"a")
    stream = _bz2.BZ2Decompressor()
    print(stream.decompress(whole + b"rest") == data, stream.eof, stream.unused_data,
          stream.needs_input)
    attempt(stream.decompress, b"")
    stream = _bz2.BZ2Decompressor()
    parts, start = [], 0
    while not stream.eof:
        piece = b""
        if stream.needs_input or below(3) == 0:
            piece = whole[start:start + 1 + below(3000)]
        start += len(piece)
        parts.append(stream.decompress(piece, below(5000)))
    print(len(parts), b"".join(parts) == data, stream.unused_data)

stream = _bz2.BZ2Decompressor()
attempt(stream.decompress, b"garbage")
attempt(stream.decompress, b"more")
print(stream.eof, stream.needs_input, stream.unused_data)
damaged = bytearray(bz2.compress(b"abc" * 1000))
damaged[20] ^= 255
attempt(_bz2.BZ2Decompressor().decompress, damaged)
attempt(bz2.decompress, bz2.compress(b"hello") * 3)
attempt(bz2.decompress, b"abc")
attempt(bz2.decompress, bz2.compress(b"x")[:-3])
print(bz2.BZ2File(io.BytesIO(bz2.compress(b"line\nother\n"))).readlines())
