# Insertion order, through deletion, update and popitem.
d = {}
for k in "hello world": d[k] = d.get(k, 0) + 1
print(d)
del d["l"]
d["l"] = "again"
d["h"] = "kept"
print(d)
print(d.popitem(), d.popitem(), list(d))
d.update(z=1, h=2)
print(list(d.items()), list(reversed(d.values())))
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
for i in range(0, 20, 2): big[i] = -i
print(len(big), list(big)[:5], list(big)[-5:], sum(big.values()))
print({1: "a", True: "b", 1.0: "c"}, {"x": 1, **{"y": 2}, "x": 3})
print(dict(zip("abc", range(3))), {v: k for k, v in {"a": 1}.items()})
mixed = {None: 0, (1, 2): 1, "s": 2, 1.5: 3, b"b": 4, frozenset([1]): 5, int: 6, True: 7}
print(list(mixed.values()), mixed[1], mixed[1, 2], mixed[frozenset({1})])
