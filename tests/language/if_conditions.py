# Truth: of the empty and zero, of __bool__ and __len__.
for value in (None, False, 0, 0.0, 0j, "", b"", (), [], {}, set(), range(0), frozenset(),
              1, -1, 0.1, " ", (0,), [None], {0: 0}, {0}, range(1), object(), print):
    print("yes" if value else "no", end=" ")
print()
class Length:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class Bool(Length):
    def __bool__(self): return False
print(bool(Length(0)), bool(Length(2)), bool(Bool(2)), not Length(0))
class Wrong:
    def __bool__(self): return 1
class Negative:
    def __len__(self): return -1
for thing in (Wrong(), Negative()):
    try:
        bool(thing)
    except Exception as error:
        print(type(error).__name__, error)
x = 5
if x < 3: print("a")
elif x < 6: print("b")
elif x == 5: print("c")
else: print("d")
