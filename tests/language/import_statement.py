# import, from, as, and what is said when a thing is missing.
import sys
import sys as system
from sys import version_info, maxsize as biggest
print(sys is system, version_info[:2], biggest == 2 ** 63 - 1, sys.__name__)
def local():
    import gc
    from gc import collect as c
    return gc.collect is c
print(local(), "gc" in globals(), "gc" in sys.modules)
for statement in ("import no_such_module", "from sys import no_such_name", "import sys.nothing", "from no.such import x", "import builtins, no_such"):
    try:
        exec(statement)
    except ImportError as error:
        print(type(error).__name__, error, error.name)
import builtins
print(builtins.len is len, type(sys).__name__, builtins.__name__)
sys.modules["made_up"] = m = type(sys)("made_up")
m.value = 5
import made_up
from made_up import value
print(made_up.value, value, made_up)
sys.modules["blocked"] = None
try:
    import blocked
except ModuleNotFoundError as error:
    print(error)
m.__getattr__ = lambda name: "dynamic " + name
from made_up import anything
print(anything, made_up.other)
