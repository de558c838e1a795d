# The marks below a line show which part failed.
def index(d):
    return d["a"]["b"][1]["c"]
try:
    index({"a": {"b": [1, None]}})
except TypeError:
    pass
def binary(a, b):
    return (a + 1) * (b - None) + 2
def call(f):
    return f(1)(2)(
        3)
class C: pass
import sys
def attempt(f, *args):
    try:
        f(*args)
    except Exception:
        sys.excepthook(*sys.exc_info())
        print(file=sys.stderr)
attempt(index, {"a": {"b": [1, None]}})
attempt(binary, 1, 2)
attempt(call, lambda x: lambda y: 5)
attempt(lambda: C().missing.other)
attempt(lambda: [x.y for x in [1]])
attempt(lambda: undefined)
print("done")
