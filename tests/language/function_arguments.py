# Positional, keyword, default, *args, **kwargs, / and *.
def f(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs
print(f(1, c=3))
print(f(1, 2, 3, 4, c=5, d=6, e=7))
print(f(*[1, 2, 3], **{"c": 4, "z": 5}))
print(f(b=1, a=2, c=3))
def g(a, /, b, *, c):
    return a, b, c
print(g(1, 2, c=3), g(1, b=2, c=3))
def h(a, /, **kwargs):
    return a, kwargs
print(h(1, a=2))
print((lambda *a, **k: (a, k))(1, *[2, 3], x=4, **{"y": 5}))
def order(text):
    print(text, end=" ")
    return text
print(f(order("a"), *order("bc"), c=order("c"), **{order("k"): order("v")}))
