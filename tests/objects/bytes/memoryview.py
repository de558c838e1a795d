# memoryview sees the bytes of another object without a copy.
data = bytearray(b"abcdef")
v = memoryview(data)
print(v[0], bytes(v[1:3]), len(v), v.nbytes, v.format, v.itemsize, v.readonly, v.shape, v.strides, v.ndim)
v[0] = 90
v[1:3] = b"YX"
print(data, v.tolist(), v.tobytes(), v == data, v[::-1].tobytes(), v[::2].tolist())
w = v[2:]
w[0] = 33
print(data, w.obj is data, v.hex(), 33 in v, list(w))
r = memoryview(b"ro")
for statement in ("r[0] = 1", "v[0] = 300", "v[0] = 'a'", "v[0:2] = b'abc'", "v[99]", "del v[0]", "memoryview(5)", "memoryview('a')", "hash(v)"):
    try:
        exec(statement)
    except Exception as error:
        print(statement, "!!", type(error).__name__, error)
print(hash(r) == hash(b"ro"), r == b"ro", r != b"rp")
with memoryview(data) as m: print(m[0])
try:
    m[0]
except ValueError as error:
    print(error)
c = memoryview(bytearray(8)).cast("I")
c[0] = 1
print(c.tolist(), c.nbytes, c.itemsize, c.format)
