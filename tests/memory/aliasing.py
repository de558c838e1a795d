# Who sees a mutation: every name and container that holds the object.
a = [1, 2]
b = a
c = [a, a]
d = {"k": a}
t = (a,)
def f(x=a): return x
class C: attribute = a
o = C()
a.append(3)
print(b, c, d, t, f(), o.attribute)
b += [4]
print(a is b, a)
b = b + [5]
print(a is b, a, b)
rows = [[0] * 2] * 3
rows[0][0] = 1
print(rows)
rows = [[0] * 2 for _ in range(3)]
rows[0][0] = 1
print(rows)
keys = dict.fromkeys("ab", [])
keys["a"].append(1)
print(keys)
def change(l):
    l.append("changed")
    l = ["rebound"]
change(a)
print(a)
x = y = []
x.append(1)
print(y)
s = a[:]
s.append("only s")
print(len(a), len(s))
