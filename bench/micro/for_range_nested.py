# Nested loops over range and enumerate, zip.
def run(n):
    s = 0
    for i in range(n):
        for j in range(20):
            s += i ^ j
        for k, v in enumerate((1, 2, 3)):
            s += k * v
        for a, b in zip((1, 2), (3, 4)):
            s += a * b
    return s


print(run(220_000))
