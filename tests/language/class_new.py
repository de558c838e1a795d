# __new__ makes, __init__ fills; it is left out when another type came back.
class C:
    def __new__(cls, *args):
        print("new", args)
        return super().__new__(cls)
    def __init__(self, *args):
        print("init", args)
C(1)
class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(Other())
class Single:
    one = None
    def __new__(cls):
        if cls.one is None: cls.one = super().__new__(cls)
        return cls.one
print(Single() is Single())
class Sub(tuple):
    def __new__(cls, *items): return super().__new__(cls, items)
print(Sub(1, 2), type(Sub()).__name__)
class BadInit:
    def __init__(self): return 5
for make in (BadInit, lambda: object(1), lambda: object.__new__(5), lambda: object.__new__(int),
             lambda: object.__new__()):
    try:
        make()
    except TypeError as error:
        print(error)
class NoInit: pass
try:
    NoInit(1)
except TypeError as error:
    print(error)
