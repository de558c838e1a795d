# for works with __iter__ and __next__, or with __getitem__ from 0.
class Count:
    def __init__(self, n): self.n = n
    def __iter__(self):
        print("iter")
        return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Count(3)), [x for x in Count(2)])
class Sequence:
    def __getitem__(self, i):
        if i == 3: raise IndexError
        return i * 10
print(list(Sequence()), 20 in Sequence(), list(reversed([1, 2])))
class Bad:
    def __iter__(self): return 5
class NoNext:
    def __iter__(self): return self
class Blocked(Sequence):
    __iter__ = None
for thing in (Bad(), NoNext(), Blocked()):
    try:
        for x in thing: pass
    except TypeError as error:
        print(error)
it = iter([1, 2])
print(next(it), next(it), next(it, "end"))
try:
    next(it)
except StopIteration as stop:
    print("stop", stop.value, stop.args)
print(list(iter(lambda c=iter("abXcd"): next(c), "X")))
try:
    next(5)
except TypeError as error:
    print(error)
