# A generator runs up to each yield, and returns through StopIteration.
def g(n):
    print("start")
    for i in range(n):
        yield i
    return "done"
it = g(2)
print(type(it).__name__, iter(it) is it)
print(next(it), next(it))
try:
    next(it)
except StopIteration as stop:
    print(stop.value)
print(next(it, "exhausted"))
print(list(g(3)), sum(x for x in range(5)))
lazy = (print("x", x) for x in range(2))
print("made")
next(lazy)
def empty():
    return
    yield
print(list(empty()))
first = (i for i in [1, 2, 3])
print(2 in first, list(first))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print([x for x, _ in zip(fib(), range(10))])
