# A class body reads its own names, then globals; its functions don't see it.
x = "global"
class C:
    x = "class"
    y = x
    def method(self):
        return x
    z = [x for _ in range(1)]
    w = [i for i in x]
print(C.y, C().method(), C.z, C.w)
def function():
    x = "local"
    class D:
        a = x
        def get(self):
            return x
    class E:
        x = x if "x" in dir() else "from the function"
    return D.a, D().get()
try:
    print(function())
except NameError as error:
    print(error)
def free():
    x = "enclosing"
    class F:
        print(x)
        x = "own"
        print(x)
    return F.x
try:
    print(free())
except NameError as error:
    print(error)
