# The module _warnings, before the module warnings is there.
import sys
import _warnings


class Text:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        pass


def shown(function, *arguments, **keywords):
    errors, sys.stderr = sys.stderr, Text()
    try:
        function(*arguments, **keywords)
    except BaseException as error:
        print(type(error).__name__, error)
    text = "".join(sys.stderr.parts).replace(__file__, "FILE")
    sys.stderr = errors
    print(text, end="")


print(_warnings.filters)
print(_warnings._defaultaction, _warnings._onceregistry)
for i in range(2):
    shown(_warnings.warn, "text")
shown(_warnings.warn, "text", DeprecationWarning)
shown(_warnings.warn, UserWarning("an object"))
shown(_warnings.warn, "x", int)
shown(_warnings.warn, "x", 3)
shown(_warnings.warn, "deep", UserWarning, 100)
shown(_warnings.warn)
shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 3)
shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 3, None)
registry = {}
for i in range(2):
    shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 3, "name", registry)
print({key: value for key, value in registry.items() if key != "version"})
shown(_warnings.warn_explicit, "text", UserWarning, 3, 3)
shown(_warnings.warn_explicit, "text", UserWarning, "file.py", "3")
shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 3, "m", 5)
shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 3, "m", {}, 5)
shown(_warnings.warn_explicit, "text")


class Loader:
    def get_source(self, name):
        return "first\n  second\nthird\n"


shown(_warnings.warn_explicit, "text", UserWarning, "file.py", 2, "m", {},
      {"__loader__": Loader(), "__name__": "m"})
for action in ("error", "ignore", "always", "once", "module", "default", "wrong"):
    _warnings.filters.insert(0, (action, None, Warning, None, 0))
    _warnings._filters_mutated()
    print(action)
    registry = {}
    for line in (1, 1, 2):
        shown(_warnings.warn_explicit, "text", UserWarning, "file.py", line, "m", registry)
    print(sorted(map(str, registry)))
    del _warnings.filters[0]


class Pattern:
    def match(self, text):
        print("match", text)
        return text.startswith("a")


for row in (("error", Pattern(), Warning, None, 0), ("error", None, Warning, Pattern(), 0),
            ("error", "exact", Warning, None, 0), ("error", None, Warning, None, 7), 3,
            (3, None, Warning, None, 0)):
    _warnings.filters.insert(0, row)
    _warnings._filters_mutated()
    for text in ("about", "exact"):
        shown(_warnings.warn_explicit, text, UserWarning, "file.py", 7, "am")
    del _warnings.filters[0]
