# pass does nothing, ... is an object.
pass
def f(): ...
class C: ...
print(f(), ..., Ellipsis is ..., type(...), bool(...), repr(...))
x = 1; pass; y = 2
if x: pass
print(x, y)
