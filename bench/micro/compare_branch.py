# Comparisons, chains, boolean operators, is and in.
def run(n):
    hits = 0
    nothing = None
    for i in range(n):
        k = i & 127
        if 10 < k < 100 and k != 50 or k == 3:
            hits += 1
        elif nothing is None and k in (1, 2, 5):
            hits += 2
        elif not k:
            hits += 3
    return hits


print(run(2_000_000))
