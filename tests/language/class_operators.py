# Binary operators: the left, then the right; a subclass on the right first.
class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"V({self.n})"
    def __add__(self, o): return V(self.n + o.n) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(o + self.n)
    def __mul__(self, o): return "mul"
    def __neg__(self): return V(-self.n)
    def __pos__(self): return "pos"
    def __invert__(self): return "inv"
    def __abs__(self): return "abs"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __matmul__(self, o): return "matmul"
    def __divmod__(self, o): return "divmod"
    def __round__(self, n=None): return ("round", n)
    def __index__(self): return self.n
    def __int__(self): return 100 + self.n
    def __float__(self): return self.n / 2
    def __complex__(self): return 1j
class W(V):
    def __radd__(self, o): return "W first"
    def __rmul__(self, o): return "W mul"
v = V(3)
print(v + V(4), 5 + v, -v, +v, ~v, abs(v), v ** 2, pow(v, 2, 5), v @ v, divmod(v, 1))
print(v + W(1), v * W(1), round(v), round(v, 2), int(v), float(v), complex(v), hex(v), [0, 1, 2, 3][v])
for text in ("v - 1", "1 - v", "v + 'x'", "v // v", "-object()", "v << 1", "'a' + 1", "[] + ()",
             "1 + []", "{} | []", "None + 1", "v >= v"):
    try:
        print(eval(text))
    except TypeError as error:
        print(text, "->", error)
