# The methods of dict, each on a fresh dict.
def on(text):
    d = {"a": 1, "b": 2, "c": 3}
    try:
        print(text, "->", eval(text, {"d": d}), d)
    except Exception as error:
        print(text, "!!", type(error).__name__, error, d)
for text in """d["a"]
d["x"]
d[[]]
d.get("a")
d.get("x")
d.get("x", 5)
d.get([])
d.get()
d.setdefault("a", 9)
d.setdefault("x", 9)
d.setdefault("y")
d.pop("a")
d.pop("x")
d.pop("x", None)
d.pop()
d.popitem()
d.clear()
d.copy()
d.copy() is d
d.update({"a": 9, "z": 0})
d.update(b=7, q=8)
d.update([("k", "v"), ["l", "w"]])
d.update([("k",)])
d.update([5])
d.update(5)
d.update({"m": 1}, n=2)
d.update("ab")
d.update(["ab"])
d.keys()
d.values()
d.items()
list(d)
list(reversed(d))
len(d)
"a" in d
[] in d
d | {"a": 0, "e": 5}
{"a": 0} | d
d.__ior__([("x", 1)])
d | [("a", 1)]
dict.fromkeys("ab")
dict.fromkeys([1, 2], 0)
dict.fromkeys(5)
dict(d) == d
dict(d, z=1)
dict([(1, 2)], x=3)
dict(a=1, b=2)
dict(5)
dict([1])
dict({}, {})
d.__contains__("b")
d.__getitem__("b")
d.__delitem__("b")
d.__setitem__("b", 5)
d == {"c": 3, "b": 2, "a": 1}
d != {}
d < {}
hash(d)
d.a
sorted(d, key=d.get, reverse=True)
max(d, key=d.get)
{**d, "a": 5}
[*d]
str(d)
bool({}), bool(d)
d.items() == {"a": 1, "b": 2, "c": 3}.items()""".split("\n"):
    on(text)
