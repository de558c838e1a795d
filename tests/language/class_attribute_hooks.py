# __getattribute__, __getattr__, __setattr__, __delattr__.
class Hooks:
    def __getattribute__(self, name):
        print("getattribute", name)
        return object.__getattribute__(self, name)
    def __getattr__(self, name):
        print("getattr", name)
        if name == "bad": raise AttributeError("no " + name)
        return name.upper()
    def __setattr__(self, name, value):
        print("setattr", name)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("delattr", name)
        object.__delattr__(self, name)
h = Hooks()
h.x = 1
print(h.x, h.missing)
del h.x
print(hasattr(h, "bad"), getattr(h, "bad", 0))
class Raises:
    @property
    def p(self): raise AttributeError("inner")
    def __getattr__(self, name): return "fallback " + name
print(Raises().p)
try:
    object().x = 1
except AttributeError as error:
    print(error)
try:
    (5).x
except AttributeError as error:
    print(error)
try:
    int.x = 1
except TypeError as error:
    print(error)
for bad in (5, None):
    try:
        getattr(h, bad)
    except TypeError as error:
        print(error)
