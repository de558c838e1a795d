# Packing, unpacking, swapping and comparing tuples.
def run(n):
    a, b, c = 1, 2, 3
    s = 0
    for i in range(n):
        a, b, c = b, c, a
        pair = (i, a)
        x, y = pair
        if (x, y) < (y, x):
            s += x
        s += pair[1]
    return s


print(run(1_900_000))
