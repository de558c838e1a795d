# modes: register watched stack no-reuse plain
# Deep chains are freed without deep recursion.
l = []
for _ in range(100000): l = [l]
del l
t = ()
for _ in range(100000): t = (t,)
del t
d = {}
for _ in range(100000): d = {"d": d}
del d
class Node:
    def __init__(self, next): self.next = next
n = None
for _ in range(100000): n = Node(n)
del n
g = None
print("freed")
l = []
for _ in range(5000): l = [l]
try:
    repr(l)
except RecursionError as error:
    print(error)
try:
    l == [l]
    a, b = [], []
    for _ in range(5000): a, b = [a], [b]
    a == b
except RecursionError as error:
    print(error)
