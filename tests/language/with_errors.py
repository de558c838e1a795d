# What can't be a context manager; exceptions from the methods themselves.
class NoExit:
    def __enter__(self): pass
class NoEnter:
    def __exit__(self, *a): pass
for thing in (5, NoExit(), NoEnter()):
    try:
        with thing: pass
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
class RaisesIn:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("not called")
try:
    with RaisesIn(): pass
except ValueError as error:
    print(error)
class RaisesOut:
    def __enter__(self): return self
    def __exit__(self, *a): raise ValueError("exit")
try:
    with RaisesOut():
        raise KeyError("body")
except ValueError as error:
    print(error, repr(error.__context__))
class Instance:
    pass
i = Instance()
i.__enter__ = lambda: 1
i.__exit__ = lambda *a: None
try:
    with i: pass
except TypeError as error:
    print(error)
