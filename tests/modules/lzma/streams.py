"""lzma: all containers, filters, pieces of input and output, files, and what is wrong."""
import io, lzma, os, pickle, tempfile
def t(f, *a, **k):
    try: r = f(*a, **k); print(repr(r)[:150])
    except BaseException as e: print(type(e).__name__, e)
data = b''.join(b'%d %x\n' % (i, i * i) for i in range(20000))
RAW = [{'id': lzma.FILTER_DELTA, 'dist': 4}, {'id': lzma.FILTER_LZMA2, 'preset': 1}]
for keywords in ({}, {'preset': 0}, {'preset': 9 | lzma.PRESET_EXTREME}, {'check': lzma.CHECK_NONE},
                 {'check': lzma.CHECK_SHA256}, {'format': lzma.FORMAT_ALONE}, {'filters': RAW},
                 {'filters': [{'id': lzma.FILTER_X86}, {'id': lzma.FILTER_LZMA2, 'lc': 4, 'lp': 0}]}):
    packed = lzma.compress(data[:50000], **keywords)
    print(len(packed), packed[:12], lzma.decompress(packed) == data[:50000])
packed = lzma.compress(data, format=lzma.FORMAT_RAW, filters=RAW)
print(lzma.decompress(packed, lzma.FORMAT_RAW, filters=RAW) == data)
packed = lzma.compress(data)
tool = lzma.LZMADecompressor()
print(tool.check, tool.eof, tool.needs_input, tool.unused_data)
out = [tool.decompress(packed[i:i + 100]) for i in range(0, len(packed), 100)]
print(b''.join(out) == data, tool.check, tool.eof, tool.needs_input)
t(tool.decompress, b'x')
tool = lzma.LZMADecompressor()
out = [tool.decompress(packed + b'more', max_length=1000)]
while not tool.eof: out.append(tool.decompress(b'', max_length=1000))
print(b''.join(out) == data, tool.unused_data, {len(part) for part in out[:-1]})
tool = lzma.LZMACompressor()
parts = [tool.compress(data[i:i + 5000]) for i in range(0, len(data), 5000)] + [tool.flush()]
print(lzma.decompress(b''.join(parts)) == data, lzma.decompress(packed + packed) == data * 2)
t(tool.flush); t(tool.compress, b'x')
for bad in (b'', b'abc', packed[:-1], packed[:50], packed[:20] + b'\0\0\0' + packed[23:], b'\xfd7zXZ\0'):
    t(lzma.decompress, bad)
t(lzma.LZMACompressor, 7); t(lzma.LZMACompressor, preset=3, filters=RAW); t(lzma.LZMACompressor, preset=99)
t(lzma.LZMACompressor, preset='x'); t(lzma.LZMACompressor, preset=-1); t(lzma.LZMACompressor, preset=2**40)
t(lzma.LZMACompressor, lzma.FORMAT_RAW); t(lzma.LZMACompressor, lzma.FORMAT_ALONE, check=4)
t(lzma.LZMACompressor, lzma.FORMAT_ALONE, filters=RAW); t(lzma.LZMACompressor, filters=RAW * 4)
for wrong in ({}, {'id': 3, 'x': 1}, {'id': 99}, {'id': 33, 'preset': 77}, {'id': 33, 'dict_size': 2**40},
              {'id': 'x'}, 5, {'id': 3, 'dist': 1000}, {'id': 4, 'start_offset': 'x'}, {'id': -1}):
    t(lzma.LZMACompressor, lzma.FORMAT_RAW, filters=[wrong])
t(lzma.LZMACompressor, lzma.FORMAT_RAW, filters={}); t(lzma.LZMACompressor, lzma.FORMAT_RAW, filters=5)
t(lzma.LZMADecompressor, lzma.FORMAT_RAW); t(lzma.LZMADecompressor, filters=RAW); t(lzma.LZMADecompressor, 9)
t(lzma.LZMADecompressor, lzma.FORMAT_RAW, 5, RAW); t(lzma.LZMADecompressor, memlimit='x')
t(lzma.LZMADecompressor(memlimit=10).decompress, packed); t(lzma.LZMADecompressor().decompress, 'x')
t(pickle.dumps, lzma.LZMADecompressor()); t(lzma.is_check_supported, 4); t(lzma.is_check_supported, 7)
for f in RAW + [{'id': lzma.FILTER_LZMA1, 'lc': 1, 'pb': 0}, {'id': lzma.FILTER_ARM, 'start_offset': 16}]:
    properties = lzma._encode_filter_properties(f)
    print(properties, lzma._decode_filter_properties(f['id'], properties))
t(lzma._decode_filter_properties, lzma.FILTER_LZMA1, b'xx'); t(lzma._decode_filter_properties, 1, b'')
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'x.xz')
    with lzma.open(path, 'wt', encoding='utf-8') as file: file.write('h\xe9llo\nworld\n' * 1000)
    with lzma.open(path, 'rt', encoding='utf-8') as file: print(file.readline(), sum(1 for line in file))
    with lzma.LZMAFile(path) as file:
        print(file.read(5), file.seek(6000), file.peek(3)[:3], file.tell(), file.seekable(), len(file.read()))
    with lzma.open(path, 'ab') as file: file.write(b'end')
    print(lzma.open(path).read()[-8:])
print(sorted(n for n in dir(lzma) if n.isupper()))
