# Ints from -5 to 256 are there already, each once.
def made(n): return int(str(n))
print([n for n in range(-8, 260) if made(n) is not made(n)])
a = 250
shared = []
for i in range(10):
    shared.append((a + i) is made(250 + i))
print(shared)
print(made(2 ** 8) is made(256), (made(300) - 100) is made(200), made(-5) is (0 - made(5)), made(-6) is made(-6))
print(True is bool(1), int(True) is made(1), len("abc") is made(3), [5, 6].index(6) is made(1))
x = 257
y = 257
print(x is y)
def f(): return 257
def g(): return 257
print(f() is f(), f() is g(), f() is x)
