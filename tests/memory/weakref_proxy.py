# A proxy behaves as its object while that lives.
import weakref
class C:
    x = 1
    def __len__(self): return 3
    def __add__(self, other): return "added"
    def __call__(self, a): return a * 2
    def __getitem__(self, k): return k
    def __str__(self): return "C!"
    def __bool__(self): return False
c = C()
p = weakref.proxy(c)
p.y = 5
print(p.x, c.y, len(p), p + 1, p(4), p["k"], str(p), bool(p), type(p).__name__, p.__class__ is C, isinstance(p, C))
try:
    hash(p)
except TypeError as error:
    print(error)
del c
for use in (lambda: p.x, lambda: len(p), lambda: p + 1, lambda: p(1)):
    try:
        use()
    except ReferenceError as error:
        print(error)
print(weakref.proxy(len.__class__) is not None)
