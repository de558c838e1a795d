# Making and dropping instances.
class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b


def run(n):
    s = 0
    for i in range(n):
        p = Pair(i, 1)
        s += p.a + p.b
    return s


print(run(2_000_000))
