# Adding, membership, union and intersection of sets.
def run(n):
    s = 0
    a, b = set(range(0, 60, 2)), set(range(0, 60, 3))
    for i in range(n):
        a.add(i & 63)
        if i & 31 in b:
            s += 1
        if i & 15 == 0:
            s += len(a & b) + len(a | b) - len(a - b)
        a.discard(i & 63)
    return s


print(run(1_200_000))
