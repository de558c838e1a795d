# Data descriptors come before the instance's dict, others after it.
class Data:
    def __set_name__(self, owner, name): self.name = name; print("named", owner.__name__, name)
    def __get__(self, instance, owner=None): return ("data", instance is not None, owner.__name__)
    def __set__(self, instance, value): print("set", self.name, value)
    def __delete__(self, instance): print("delete", self.name)
class NonData:
    def __get__(self, instance, owner): return "nondata"
class C:
    d = Data()
    n = NonData()
    plain = 1
c = C()
print(c.d, C.d, c.n)
c.d = 5
del c.d
c.__dict__["d"] = "instance"
c.__dict__["n"] = "instance"
print(c.d, c.n)
class OnlySet:
    def __set__(self, i, v): i.__dict__["o"] = v
class E: o = OnlySet()
e = E()
print(type(e.o).__name__)
e.o = 3
print(e.o)
print(C.__dict__["n"].__get__(None, C))
