# The same with __slots__ and a property.
class Point:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = 1
        self.y = 2

    @property
    def total(self):
        return self.x + self.y


def run(n):
    p, s = Point(), 0
    for i in range(n):
        p.x = i & 255
        p.y = p.x
        s += p.total
    return s


print(run(2_500_000))
