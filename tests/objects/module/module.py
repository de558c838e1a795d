# Modules: attributes, dict, errors.
import sys
M = type(sys)
m = M("mod", "the doc"); m.x = 5
for text in r"""
m
repr(m)
m.__name__
m.__doc__
m.x
sorted(m.__dict__)
M("a").__doc__
vars(m)["x"]
dir(m)
hasattr(m, "y")
setattr(m, "y", 1)
m.y
delattr(m, "y")
type(m)
m.__dict__ is vars(m)
repr(sys)
M.__name__
m.__loader__
m.__spec__
m.__package__
m.missing
delattr(m, "missing")
M()
M(5)
setattr(m, "__dict__", {})
setattr(m, "__getattr__", lambda n: n * 2)
m.anything
setattr(m, "__dir__", lambda: ["z", "a"])
dir(m)
delattr(m, "__getattr__")
m.gone
sys.missing
len(m)
m()
bool(m)
m == m
m == M("mod")
hash(m) == hash(m)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
