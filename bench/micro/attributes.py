# Reading and writing attributes of instances and classes.
class Point:
    scale = 3

    def __init__(self):
        self.x = 1
        self.y = 2
        self.z = 3


def run(n):
    p = Point()
    for i in range(n):
        p.x = p.y + p.z
        p.y = p.x & 1023
        p.z = p.scale + i
    return p.x + p.y + p.z


print(run(3_000_000))
