# A starred target takes the rest as a new list.
a, *b = 1, 2, 3
print(a, b)
*a, b = "xyz"
print(a, b)
a, *b, c = range(2)
print(a, b, c)
a, (b, *c), *d = 1, "hello", 2, 3
print(a, b, c, d)
*a, = ()
print(a)
source = [1, 2]
*copy, = source
print(copy == source, copy is source)
for first, *rest in [(1,), (1, 2), (1, 2, 3)]:
    print(first, rest)
print([*range(3), *"ab"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "a": 2, **{"b": 3}})
