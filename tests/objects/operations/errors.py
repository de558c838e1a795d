# What operations say about objects that don't have them.

def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)

class C:
    def __iter__(self): return 3
    def __len__(self): return -1
    def __bool__(self): return 3
    def __hash__(self): return "a"
    def __repr__(self): return 3
    def __str__(self): return 3
    def __format__(self, s): return 3
    def __index__(self): return "a"
    def __length_hint__(self): return "a"
    def __getitem__(self, k): return k
    def __sizeof__(self): return -1
    def __dir__(self): return [3, "a"]

c = C()
for f in (iter, len, bool, hash, repr, str, format, list, dir):
    attempt(lambda: f(c))
attempt(lambda: [1][c])
attempt(lambda: isinstance(3, 4))
attempt(lambda: isinstance(3, (str, 4)))
attempt(lambda: issubclass(3, int))
attempt(lambda: issubclass(int, 3))
attempt(lambda: vars(3))
three, four = 3, 4
attempt(lambda: three[4])
attempt(lambda: int[4])
attempt(lambda: three in four)
attempt(lambda: iter(3))
attempt(lambda: next(3))
attempt(lambda: [][None])
attempt(lambda: format(3, 4))
attempt(lambda: -"a")
attempt(lambda: ~"a")
attempt(lambda: +"a")
attempt(lambda: abs("a"))
attempt(lambda: "a" * "b")
attempt(lambda: [1] * 1.5)
attempt(lambda: 1.5 * [1])
attempt(lambda: pow("a", 2, 3))
attempt(lambda: pow(2, "a"))
attempt(lambda: divmod("a", 2))
attempt(lambda: print >> 3)
attempt(lambda: "a" < 3)
attempt(lambda: three())
attempt(lambda: "a" @ 3)
attempt(lambda: {} | 3)
attempt(lambda: int | 3)
attempt(lambda: [] + ())
attempt(lambda: getattr(3, 4))
attempt(lambda: hasattr(3, 4))
attempt(lambda: setattr(3, 4, 5))
attempt(lambda: hash([]))
attempt(lambda: {[]: 1})
attempt(lambda: len(3))
attempt(lambda: object(3))
attempt(lambda: object.__new__())
attempt(lambda: object.__new__(3))
attempt(lambda: object.__new__(int))
attempt(lambda: int.__new__(str))
attempt(lambda: int.__new__())
attempt(lambda: type(iter([]))())
attempt(lambda: type(lambda: 0)())
attempt(lambda: format(object(), "x"))

class A: pass
class B:
    def __init__(self): pass
class D:
    def __new__(cls): return object.__new__(cls)
class I:
    def __init__(self): return 3
attempt(lambda: A(3))
attempt(lambda: A().__init__(3))
attempt(lambda: object.__init__(B(), 3))
attempt(lambda: type(object.__new__(B, 3)).__name__)
attempt(lambda: object.__new__(D, 3))
attempt(lambda: type(object.__init__(D(), 3)))
attempt(lambda: I())

def statement(code):
    def run():
        x = "a"
        exec(code, {"x": x, "three": 3})
    attempt(run)

for code in ("x **= 3", "x -= 3", "x @= 1", "three[1] = 2", "del three[1]", "three.a = 1",
             "del three.a", "three.real = 1", "for i in three: pass", "a, b = three",
             "x += 3", "[].append += 1", "with three: pass", "raise three"):
    statement(code)
