# Subscripts, length, membership, iteration and calls of one's own types.
class Box:
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d.get(k, k) if isinstance(k, (int, str)) else k
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __len__(self): return len(self.d)
    def __contains__(self, k): print("contains", k); return k in self.d
    def __iter__(self): return iter(sorted(self.d))
    def __reversed__(self): return "reversed"
    def __call__(self, *a, **k): return a, k
    def __missing__(self, k): return "missing"
b = Box()
b[1] = "one"; b["k"] = 2
print(b[1], b[5], b[1:2], b[1:2, ...], b[::3], len(b), 1 in b, 9 not in b)
del b[1]
print(list(b), reversed(b), b(1, x=2))
class D(dict):
    def __missing__(self, k): return k * 2
print(D()["ab"], D(a=1)["a"], D().get("x"))
for text in ("5[0]", "len(5)", "1 in 5", "del_item(5)", "5()", "None[0]", "set_item(5)", "(1, 2)['a']",
             "[1]['a']", "'abc'[1.5]", "print[0]"):
    def del_item(x): del x[0]
    def set_item(x): x[0] = 1
    try:
        eval(text)
    except TypeError as error:
        print(text, "->", error)
