# Operators of classes: reflection, subclass priority, in place, comparison.

log = []
class N:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name

def binary(name):
    def method(self, other):
        log.append(f"{type(self).__name__}.{name}")
        return NotImplemented if self.name.startswith("no") else f"{self}.{name}({other})"
    return method

operators = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split()
for operator in operators:
    for prefix in ("", "r"):
        setattr(N, f"__{prefix}{operator}__", binary(prefix + operator))
class S(N): pass
class T(N):
    __radd__ = binary("radd*")
    def __pow__(self, other, mod=None): return ("pow", other, mod)

def attempt(function):
    log.clear()
    try:
        result = function()
    except TypeError as error:
        result = error
    print(result, log)

a, b, no, s, t = N("a"), N("b"), N("no"), S("s"), T("t")
for x, y in ((a, b), (a, 1), (1, a), (no, b), (no, N("no2")), (a, s), (a, t), (no, s), (s, a)):
    attempt(lambda: x + y)
attempt(lambda: divmod(a, b)); attempt(lambda: 1 @ a); attempt(lambda: a ** b)
attempt(lambda: pow(t, 2, 5)); attempt(lambda: pow(2, a, 5)); attempt(lambda: 2 ** a)
for op in "+ - * @ / // % ** << >> & ^ |".split():
    attempt(lambda: eval(f"a {op} b"))
    attempt(lambda: eval(f"3 {op} b"))

class P:
    def __iadd__(self, other): return ("iadd", other)
    def __isub__(self, other): return NotImplemented
    def __sub__(self, other): return ("sub", other)
x = P(); x += 1; print(x)
x = P(); x -= 1; print(x)

class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o): log.append("lt"); return self.v < o.v if isinstance(o, V) else NotImplemented
    def __eq__(self, o): log.append("eq"); return self.v == o.v if isinstance(o, V) else NotImplemented
class W(V):
    def __gt__(self, o): log.append("W.gt"); return "W"
attempt(lambda: V(1) < V(2)); attempt(lambda: V(1) > V(2)); attempt(lambda: V(1) <= V(2))
attempt(lambda: V(1) == V(1)); attempt(lambda: V(1) != V(1)); attempt(lambda: V(1) == 3)
attempt(lambda: V(1) < W(2)); attempt(lambda: hash(V(1))); print(V.__hash__)
attempt(lambda: V(1) < 3); attempt(lambda: 3 != V(1))

class Callable:
    def __call__(self, *a, **k): return a, k
    def __len__(self): return 3
    def __getitem__(self, k): return k if isinstance(k, slice) or k < 3 else [][0]
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
    def __contains__(self, x): return [x]
    def __neg__(self): return "neg"
    def __abs__(self): return "abs"
    def __invert__(self): return "invert"
    def __pos__(self): return "pos"
    def __int__(self): return 7
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __index__(self): return 1
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 3
    def __reversed__(self): return "reversed"
    def __enter__(self): return "entered"
    def __exit__(self, *a): return True
    def __getattr__(self, n): return n.upper()
    def __bytes__(self): return b"bytes"
    def __format__(self, s): return f"<{s}>"
    def __dir__(self): return ["b", "a"]
    def __missing__(self, k): return k
c = Callable()
print(c(1, 2, x=3), len(c), list(c), c[1], c[1:2], 5 in c, -c, abs(c), ~c, +c, int(c), float(c))
print(complex(c), [10, 20][c], round(c), round(c, 2), reversed(c), c.hello, bytes(c), f"{c:x}", dir(c))
print(bool(c), "ab"[c], hex(c), bytes(c), list(reversed("ab")), c.__class__.__name__)
c[1] = 2
del c[1]
with c as e:
    print(e)
    raise ValueError

class Attributes:
    def __getattribute__(self, name):
        if name == "secret": raise AttributeError(name)
        return object.__getattribute__(self, name)
    def __getattr__(self, name): return "fallback " + name
    def __setattr__(self, name, value): object.__setattr__(self, name, value * 2)
    def __delattr__(self, name): print("delattr", name)
x = Attributes()
x.v = 4
del x.v
print(x.v, x.secret, x.other, hasattr(x, "anything"), x.__dict__)
class Late: pass
l = Late()
Late.__len__ = lambda self: 9
print(len(l))
Late.__call__ = lambda self: "called"
print(l())
del Late.__len__
try: len(l)
except TypeError as error: print(error)
Late.__getattr__ = lambda self, n: n
print(l.zzz)
class Sub(Late): pass
Late.__add__ = lambda self, o: "added"
print(Sub() + 1)
class Dying:
    def __del__(self): print("del")
d = Dying()
del d
Dying.__del__ = lambda self: print("other")
Dying()
del Dying.__del__
Dying()
print("end")
