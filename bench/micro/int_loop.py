# Additions, masks and comparisons of ints in a while loop.
def run(n):
    s = i = 0
    while i < n:
        s = (s + i) & 0xFFFFFF
        i = i + 1
    return s


print(run(3_100_000))
