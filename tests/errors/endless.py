# What never ends by itself ends in a RecursionError, in each special method.
class Endless:
    def __repr__(self): return repr(self)
    def __str__(self): return str(self)
    def __eq__(self, other): return self == other
    def __lt__(self, other): return self < other
    def __hash__(self): return hash(self)
    def __getattr__(self, name): return getattr(self, name + "x")
    def __len__(self): return len(self)
    def __bool__(self): return bool(self)
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __add__(self, other): return self + other
    def __radd__(self, other): return other + self
    def __getitem__(self, index): return self[index]
    def __contains__(self, item): return item in self
    def __format__(self, text): return format(self, text)
    def __index__(self): return [1][self]
    def __float__(self): return float(self)
    def __bytes__(self): return bytes(self)
    def __dir__(self): return dir(self)
    def __round__(self): return round(self)
    def __reversed__(self): return reversed(self)
    def __enter__(self):
        with self: pass
    def __exit__(self, *exception): pass
def function(): function()
def generator(): yield from generator()
def deep(kind, depth=100000):
    value = kind()
    for _ in range(depth): value = [value] if kind is list else {1: value} if kind is dict else (value,)
    return value
e = Endless()
cases = {
    "function": function, "generator": lambda: list(generator()), "repr": lambda: repr(e),
    "str": lambda: str(e), "==": lambda: e == 1, "<": lambda: e < 1, "hash": lambda: hash(e),
    "attribute": lambda: e.name, "len": lambda: len(e), "bool": lambda: bool(e),
    "iter": lambda: iter(e), "call": lambda: e(), "+": lambda: e + 1, "1 +": lambda: 1 + e,
    "item": lambda: e[0], "in": lambda: 1 in e, "format": lambda: f"{e:x}", "index": lambda: [1][e],
    "float": lambda: float(e), "bytes": lambda: bytes(e), "dir": lambda: dir(e),
    "round": lambda: round(e), "reversed": lambda: reversed(e), "with": lambda: e.__enter__(),
    "key of a dict": lambda: {e: 1}, "sorted": lambda: sorted([e, e]), "max": lambda: max(e, e),
    "print": lambda: print(e), "percent": lambda: "%s" % e, "repr of a list": lambda: repr([e]),
    "repr of a deep list": lambda: repr(deep(list)), "repr of a deep dict": lambda: repr(deep(dict)),
    "== of deep lists": lambda: deep(list) == deep(list), "hash of a deep tuple": lambda: hash(deep(tuple)),
}
for name, case in cases.items():
    try:
        case()
        print(name, "ends")
    except RecursionError as error:
        print(name, "RecursionError", str(error).startswith("maximum recursion depth exceeded"))
def count():
    try: function()
    except RecursionError as error:
        steps, traceback = 0, error.__traceback__
        while traceback: steps, traceback = steps + 1, traceback.tb_next
        return steps
print(count())
# Deep structures are freed without depth.
value = None
class Node: pass
for i in range(100000):
    node = Node()
    node.next = value
    value = node
del value, node
print("freed")
