# The metaclass makes the class: __prepare__, __new__, __init__, __call__.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, kw)
        return {"injected": 1}
    def __new__(mcs, name, bases, namespace, **kw):
        print("new", name, sorted(k for k in namespace if not k.startswith("__")))
        return super().__new__(mcs, name, bases, namespace)
    def __init__(cls, name, bases, namespace, **kw):
        print("init", name)
        super().__init__(name, bases, namespace)
    def __call__(cls, *args):
        print("call", args)
        return super().__call__(*args)
    def __getattr__(cls, name): return "meta " + name
    def __len__(cls): return 42
class C(metaclass=Meta, flag=True):
    x = 1
    def __init__(self, *args): print("instance", args)
c = C(1, 2)
print(type(C).__name__, C.injected, C.unknown, len(C), C.x)
class D(C): pass
print(type(D).__name__)
E = type("E", (), {"y": 5, "f": lambda self: self.y})
print(E().f(), E.__name__, E.__mro__)
class Other(type): pass
try:
    class F(C, metaclass=Other): pass
except TypeError as error:
    print(error)
for arguments in (("x",), (1, (), {}), ("x", 5, {}), ("x", (), 5)):
    try:
        print(type(*arguments))
    except TypeError as error:
        print(error)
def function_meta(name, bases, namespace): return name, bases
class G(metaclass=function_meta): pass
print(G)
