# Slices, concatenation, reversal, membership.
def run(n):
    items = list(range(100))
    s = 0
    for i in range(n):
        part = items[i % 50:i % 50 + 20]
        part = part + [i]
        part.reverse()
        s += part[0] + len(part) + (19 in part)
    return s


print(run(800_000))
