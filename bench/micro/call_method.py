# Method calls that read and write an attribute.
class Counter:
    def __init__(self):
        self.value = 0

    def add(self, n):
        self.value = (self.value + n) & 0xFFFF
        return self

    def get(self):
        return self.value


def run(n):
    c = Counter()
    s = 0
    for i in range(n):
        c.add(i)
        s += c.get()
    return s


print(run(1_500_000))
