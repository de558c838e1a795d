# Iterators take no more than they need.
def source(n):
    for i in range(n):
        print("give", i)
        yield i
print(any(x > 1 for x in source(5)))
print(next(map(str, source(3))))
z = zip(source(2), "a")
print(list(z))
it = iter(source(3))
print(2 in it, list(it))
a, b, *c = source(4)
print(a, b, c)
first, = source(1)
print(first, max(source(2)), tuple(filter(None, source(2))))
e = enumerate(source(2))
print(next(e), next(e))
print([x for x, y in zip(source(3), range(2))])
