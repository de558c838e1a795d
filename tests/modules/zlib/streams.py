# Compressing and decompressing: all levels and formats, piece by piece, with limits and copies.
import zlib

seed = 12345


def below(limit):
    global seed
    seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
    return (seed >> 8) % limit


def pieces(data, most):
    start = 0
    while start < len(data):
        stop = start + 1 + below(most)
        yield data[start:stop]
        start = stop


for size, letters in (0, 1), (1, 5), (100, 3), (5000, 10), (70000, 40), (40000, 256), (200000, 2):
    data = bytes(below(letters) for _ in range(size))
    print(size, letters, zlib.crc32(data), zlib.adler32(data), zlib.crc32(data, 77))
    for level in -1, 0, 1, 6, 9:
        for wbits in 15, -15, 31, 9, -9:
            whole = zlib.compress(data, level, wbits)
            assert zlib.decompress(whole, wbits, 1 + below(5000)) == data
            print(len(whole), zlib.crc32(whole), end=" ")
        stream = zlib.compressobj(level, 8, 15, 1 + below(9), below(5))
        parts = []
        for piece in pieces(data, 20000):
            parts.append(stream.compress(piece))
            if below(3) == 0:
                parts.append(stream.flush(below(4)))
        other = stream.copy()
        whole = b"".join(parts) + stream.flush()
        assert whole == b"".join(parts) + other.flush()
        print(len(whole), zlib.crc32(whole))

        stream = zlib.decompressobj()
        rest, parts = whole + b"trailing", []
        while not stream.eof:
            part = stream.decompress(rest, 1 + below(9000))
            parts.append(part)
            rest = stream.unconsumed_tail
            if below(10) == 0:
                stream = stream.copy()
        assert b"".join(parts) == data
        print(stream.unused_data, len(parts), stream.unconsumed_tail, stream.eof)
        stream = zlib.decompressobj()
        parts = [stream.decompress(whole[:len(whole) // 2], 10)]
        print(len(stream.unconsumed_tail), stream.flush(1) == data, stream.eof)

words = b"hello world " * 3
for wbits in 15, -15:
    stream = zlib.compressobj(wbits=wbits, zdict=words)
    whole = stream.compress(b"hello world hello") + stream.flush()
    print(whole)
    for given in b"", words, bytearray(words), b"x":
        try:
            print(zlib.decompressobj(wbits, given).decompress(whole))
        except zlib.error as error:
            print(error)
for whole in b"", b"abc", zlib.compress(b"abc")[:-1], zlib.compress(b"abc")[:-1] + b"x":
    for function in zlib.decompress, zlib.decompressobj().decompress:
        try:
            print(function(whole))
        except zlib.error as error:
            print(error)
stream = zlib.compressobj()
print(stream.compress(memoryview(b"abcdef")[::2].tobytes()) + stream.flush())
for function in stream.flush, stream.copy:
    try:
        function()
    except (zlib.error, ValueError) as error:
        print(type(error).__name__, error)
