# A lambda is a function of one expression.
print((lambda: 5)(), (lambda x, y=2: x + y)(1), (lambda *a: a)(1, 2))
print((lambda x: lambda y: x - y)(5)(3))
print(sorted([3, 1, 2], key=lambda x: -x))
print((lambda a, /, b, *, c: (a, b, c))(1, 2, c=3))
print((lambda x: x if x > 0 else -x)(-5))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
print(fact(20), fact.__name__)
