# bytes and bytearray by index, slice and append.
def run(n):
    data = bytearray(256)
    s = 0
    for i in range(n):
        k = i & 255
        data[k] = (data[k] + i) & 255
        s += data[255 - k]
        if k == 0:
            s += len(bytes(data[:100]))
    return s


print(run(2_700_000))
