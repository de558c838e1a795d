# keys, values and items are live views; keys and items are sets.
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print(k, v, i, len(k), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), k == {"a", "b", "c"}, k <= {"a", "b", "c", "d"}, k.isdisjoint("xyz"))
print(sorted(i & {("a", 1)}), i - {("a", 1), ("b", 2)}, list(reversed(k)), list(reversed(i)))
print(type(k).__name__, type(v).__name__, type(i).__name__, type(iter(i)).__name__, k.mapping["a"])
it = iter(d)
next(it)
d["new"] = 1
try:
    next(it)
except RuntimeError as error:
    print(error)
for change in ("del d['a']", "d['q'] = 1", "d.clear(); d.update(x=1)"):
    d = {"a": 1, "b": 2, "c": 3}
    try:
        for key in d: exec(change)
    except RuntimeError as error:
        print(change, error)
d = {"a": 1, "b": 2}
for key in d: d[key] += 1
print(d)
try:
    {}.keys() & 5
except TypeError as error:
    print(error)
print({}.values() == {}.values(), {}.keys() == {}.keys())
me = {}
me["me"] = me
print(me, me.items())
