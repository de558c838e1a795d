# Generators by next, for and yield from.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


def chain(n):
    yield from count(n)
    yield from count(n)


def run(n):
    s = 0
    for x in count(n):
        s += x
    for x in chain(n):
        s += x
    return s + sum(x & 3 for x in range(n))


print(run(1_100_000))
