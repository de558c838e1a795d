# Trees, chains, matrices, cycles and slots: shapes that a page lays out.
# expect: [[0, 0, 0], [0, 1, 2]]
# expect: 2
import gc


class Tree:
    def __init__(self, key):
        self.key = key
        self.left = None
        self.right = None


def insert(node, key):
    if node is None:
        return Tree(key)
    if key < node.key:
        node.left = insert(node.left, key)
    else:
        node.right = insert(node.right, key)
    return node


class Peer:
    __slots__ = ("name", "other")


root = None
for key in [5, 2, 8, 1]:
    root = insert(root, key)
matrix = [[i * j for j in range(3)] for i in range(2)]
words = {"one": 1, "two": [1, 2], "rows": matrix}
chain = None
for i in range(3):
    chain = (i, chain)
one, two = Peer(), Peer()
one.name, two.name = "one", "two"
one.other, two.other = two, one
print(matrix)
del one, two
print(gc.collect())
