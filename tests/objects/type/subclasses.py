# Subclasses of the built-in types: what they keep, what operations give.
class I(int): pass
class F(float): pass
class S(str):
    def __getitem__(self, i): return "S" + str.__getitem__(self, i)
class L(list):
    def __len__(self): return 99
class D(dict):
    def __missing__(self, k): return k
    def __getitem__(self, k): return "got" if k == "special" else dict.__getitem__(self, k)
class T(tuple):
    def __new__(cls, *a): return tuple.__new__(cls, a)
class Z(set): pass
class B(bytes): pass
i, f, s, l, d, t, z, b = I(5), F(1.5), S("abc"), L([1, 2]), D(a=1), T(1, 2), Z([1]), B(b"x")
for text in r"""
type(i + 1)
type(-i)
type(+i)
type(abs(i))
i == 5
hash(i) == hash(5)
repr(i)
int(i) is not i
type(int(i))
i + 0
I("7")
{5: "v"}[i]
[10, 20, 30, 40, 50, 60][i]
I.from_bytes(b"\x01", "big").__class__.__name__
type(i.real)
type(i.conjugate())
I().bit_length()
isinstance(i, int)
f"{i:03}"
"%d" % i
type(f + 1)
type(f.real)
f == 1.5
type(F.fromhex("0x1p0"))
repr(f)
type(round(f))
type(float(f))
type(abs(f))
type(s + "x")
s[0]
s[0:2]
type(s.upper())
s == "abc"
hash(s) == hash("abc")
str(s)
type(str(s))
{"abc": 1}[s]
"".join([s])
type("".join([s]))
s * 2
f"{s}"
type(s.strip())
type(s.replace("z", "y"))
list(s)
len(s)
s in ["abc"]
len(l)
bool(l)
list(l)
type(l + [3])
type(l[:])
type(l * 2)
type(l.copy())
l == [1, 2]
repr(l)
sorted(l)
[*l]
L().append(1)
type(L(x for x in "a"))
d["a"]
d["b"]
d["special"]
d.get("b")
"b" in d
dict(d)
type(d.copy())
type(d | {})
type({} | d)
{**d}
repr(d)
type(D.fromkeys("a"))
d == {"a": 1}
d.pop("zz", 5)
t
type(t + (3,))
type(t[:])
type(t * 1)
t == (1, 2)
hash(t) == hash((1, 2))
t[0]
len(T())
{(1, 2): "v"}[t]
type(tuple(t))
T() == ()
type(z | {2})
type(z & {1})
type(z.copy())
type(z - {1})
repr(z)
z == {1}
type({1} | z)
Z() == set()
type(z.union([2]))
type(b + b"y")
b == b"x"
type(b[:])
repr(b)
bytes(b)
type(bytes(b))
type(b.upper())
hash(b) == hash(b"x")
type(B.fromhex("41"))
i.__dict__
setattr(i, "x", 1)
i.x
setattr(l, "y", 2)
l.y
d.__class__.__mro__[1]
type(I.__dict__)
isinstance(z, set)
s.__class__.__name__
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
