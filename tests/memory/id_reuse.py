# modes: plain register watched stack gc-stress
# A freed cell is used again at once; two live objects never share an id.
class C: pass
print(id(C()) == id(C()))
a, b = C(), C()
print(id(a) == id(b))
x = 1000
print(id(x + 1) == id(x + 2))
before = id(x)
x += 1
print(id(x) == before)
f = 1.5
print(id(f * 2) == id(f * 3), id([1]) == id([2]))
old = id(a)
del a
c = C()
print(id(c) == old)
print(len({id(C()) for _ in range(10)}), len({id(o) for o in [C() for _ in range(10)]}))
