# vars() gives the namespace of an object, dir() the names that it answers to.
class A:
    x = 1
    def method(self): pass
class B(A):
    y = 2
    def __init__(self):
        self.z = 3
b = B()
print(vars(b), "y" in vars(B), "x" in vars(B))
print([n for n in dir(b) if not n.startswith("__")])
print([n for n in dir(B) if not n.startswith("__")])
def function():
    q = 1
    return dir(), vars()
print(function())
class D:
    def __dir__(self):
        return ["b", "a"]
print(dir(D()))
try:
    vars(5)
except TypeError as error:
    print(error)
print("append" in dir([]), "__add__" in dir(1))
b.__dict__["new"] = 1
print(b.new, b.__dict__ is vars(b))
print(type(vars(B)).__name__)
