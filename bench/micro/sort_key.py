# Sorting numbers, text and by key.
def run(n):
    x, data = 12345, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        data.append(x)
    s = 0
    for _ in range(4):
        s += sorted(data)[n // 2]
        s += sorted(data, key=lambda v: v & 0xFFFF)[n // 3]
    words = sorted(str(v) for v in data)
    return s + len(words[0]) + int(words[n // 2][:3])


print(run(140_000))
