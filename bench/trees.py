# Binary trees, made, walked and dropped: allocation.
class Node:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


def grow(depth):
    if depth == 0:
        return Node(None, None)
    return Node(grow(depth - 1), grow(depth - 1))


def run(depth):
    kept = grow(depth)
    for d in range(4, depth + 1, 4):
        total = 0
        for _ in range(2 ** (depth - d)):
            total += grow(d).count()
        print(d, total)
    print(depth, kept.count())


run(17)
