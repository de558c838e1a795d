# Objects that refer to each other, to themselves, and back over a column.
class Node:
    pass


def link(left, right):
    left.next = right
    right.before = left
    return left


first, second = Node(), Node()
link(first, second).me = first
first.end = [first, second, [second]]
print(first.end[2][0] is second, second.before.me is first)
