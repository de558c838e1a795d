# yield from passes values, sends, throws and the result.
def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except ValueError as error:
        print("inner caught", error)
        yield "handled"
    return "result"
def outer():
    result = yield from inner()
    print("outer has", result)
    yield from [10, 20]
    yield from "ab"
    return "end"
o = outer()
print(next(o), o.send("a"), o.send("b"))
print(list(o))
o = outer()
next(o)
print(o.throw(ValueError("v")), next(o), o.gi_yieldfrom is not None)
o.close()
def chain(*its):
    for it in its: yield from it
print(list(chain([1], (2,), {3}, range(4, 6))))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))
try:
    def bad(): yield from 5
    next(bad())
except TypeError as error:
    print(error)
