# with enters, and leaves whatever happens; a true result swallows the exception.
class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, kind and kind.__name__, error, traceback is not None)
        return self.swallow
with Manager("a") as a, Manager("b") as b:
    print(a, b)
with Manager("c", True):
    1 / 0
try:
    with Manager("d"), Manager("e"):
        raise KeyError("k")
except KeyError as error:
    print("out", error)
def leave():
    for i in range(2):
        with Manager(f"f{i}") as name:
            if i == 0: continue
            return name
print(leave())
with (Manager("g") as g, Manager("h")):
    print(g)
class Pair:
    def __enter__(self): return 1, (2, 3)
    def __exit__(self, *args): pass
with Pair() as (x, (y, z)):
    print(x, y, z)
