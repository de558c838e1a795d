# sys.getsizeof of every built-in type.
import sys
s = sys.getsizeof
print(s(0), s(1), s(-1), s(2 ** 30 - 1), s(2 ** 30), s(2 ** 60), s(2 ** 90), s(10 ** 100), s(True))
print(s(1.5), s(1j), s(None), s(...), s(NotImplemented), s(object()))
print(s(""), s("a"), s("abc"), s("é"), s("éa"), s("€"), s("€ab"), s("😀"), s("😀ab"))
print(s(b""), s(b"abc"), s(bytearray()), s(bytearray(b"abc")), s(bytearray(100)))
print(s(()), s((1,)), s((1, 2, 3)), s([]), s([1]), s([1, 2]), s([1] * 100), s({}), s({1: 1}), s(set()), s({1}), s(frozenset()))
print(s(range(3)), s(slice(1)), s(iter([])), s(iter(())), s(iter({})), s(enumerate([])), s(zip()), s(map(len, [])), s(filter(None, [])), s(reversed([])))
def f(): pass
def g(): yield
class C: pass
class D: __slots__ = ("a", "b")
print(s(f), s(C()), s(D()), s(C().__dict__), s(C.__init__), s(len), s([].append), s(C().__class__), s(f.__code__) > 100)
print(s(property()), s(staticmethod(f)), s(classmethod(f)), s(super(C, C())), s(memoryview(b"")), s(Exception()), s(ValueError("x")), s(KeyError()))
class Big:
    def __sizeof__(self): return 1000
class Bad:
    def __sizeof__(self): return "x"
class Negative:
    def __sizeof__(self): return -1
print(s(Big()), s(5, "default"))
for thing in (Bad(), Negative()):
    try:
        s(thing)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(s(Bad(), "default"))
