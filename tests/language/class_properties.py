# property: get, set, delete, and what it says without them.
class C:
    def __init__(self): self._x = 0
    @property
    def x(self):
        "The x."
        return self._x
    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value
    @x.deleter
    def x(self):
        print("delete")
    @property
    def only(self): return 1
    nothing = property()
c = C()
c.x = 5
c.x += 1
print(c.x, C.x.__doc__, C.x.fget(c))
del c.x
for statement in ("c.only = 1", "del c.only", "c.nothing", "c.nothing = 1"):
    try:
        exec(statement)
    except AttributeError as error:
        print(error)
c.__dict__["x"] = "hidden"
print(c.x)
class D(C):
    @C.x.getter
    def x(self): return "D"
print(D().x)
