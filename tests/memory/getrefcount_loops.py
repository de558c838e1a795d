# Counts inside loops, calls, generators and exceptions.
import sys
class C: pass
items = [C(), C()]
for item in items:
    print(sys.getrefcount(item), end=" ")
print()
for i, item in enumerate(items):
    print(sys.getrefcount(item), end=" ")
print()
print([sys.getrefcount(item) for item in items], list(map(sys.getrefcount, items)))
del item
print([sys.getrefcount(items[0])])
def gen(v):
    yield sys.getrefcount(v)
print(next(gen(items[0])))
g = gen(items[0])
print(sys.getrefcount(items[0]))
next(g)
print(sys.getrefcount(items[0]))
del g
print(sys.getrefcount(items[0]))
def fails(v): raise ValueError(v)
try:
    fails(items[0])
except ValueError as error:
    print(sys.getrefcount(items[0]))
print(sys.getrefcount(items[0]))
bound = items[0].__eq__
print(sys.getrefcount(items[0]))
a = b = items[0]
a, b = b, a
print(sys.getrefcount(items[0]))
items.sort(key=lambda v: print(sys.getrefcount(v)) or 0)
