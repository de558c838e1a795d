# Keys are found by hash and equality; identity comes first.
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): print("hash", self.n); return self.n % 2
    def __eq__(self, other): print("eq", self.n, other.n); return self.n == other.n
a, b, c = Key(1), Key(3), Key(1)
d = {a: "a"}
print(d[a])
d[b] = "b"
print(d[c])
print(Key(5) in d)
del d[c]
print(len(d), list(d) == [b])
class Raises:
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError("no comparing")
d = {Raises(): 1}
try:
    d[Raises()]
except ValueError as error:
    print(error)
class Changing:
    def __hash__(self): return 0
    def __eq__(self, other):
        table.clear()
        return False
table = {Changing(): 1}
print(table.get(Changing(), "gone"), len(table))
