# Code objects: written, read, equal; and bytes that are nearly code.
import marshal

SOURCE = '''
def first(a, b=2, /, *c, d: int = 4, **e):
    "what it does"
    def inner(): return a, b
    return [x for x in c if x] + [lambda: d], "hello world", ("a", "b", 1.5)
class Second:
    x: int = 3
    def method(self): return super().method
async def third():
    async with first() as f: await f
    yield {1, 2.0, 3j, b"four", None, ...}
x in {1, 2, 3}
'''

code = compile(SOURCE, "<here>", "exec")
print(marshal.dumps(code, 0))
for version in range(5):
    back = marshal.loads(marshal.dumps(code, version))
    print(back == code, hash(back) == hash(code), marshal.dumps(back, 2) == marshal.dumps(code, 2))


def parts(code):
    yield code
    for constant in code.co_consts:
        if type(constant) is type(code):
            yield from parts(constant)


for left, right in zip(parts(code), parts(back)):
    names = [name for name in dir(left) if name.startswith("co_")]
    print(left.co_name, [name for name in names if not callable(getattr(left, name)) and
                         getattr(left, name) != getattr(right, name)],
          list(left.co_positions()) == list(right.co_positions()))

# What is equal in one compilation is one object.
first, method = list(parts(code))[1:6:4]
print(first.co_consts[1].co_consts is method.co_consts)
print(first.co_consts[1].co_exceptiontable is method.co_exceptiontable)

namespace = {}
exec(marshal.loads(marshal.dumps(compile("def f(n): return n * 2\ny = f(21)", "<x>", "exec"))),
     namespace)
print(namespace["y"])

data = marshal.dumps(first.co_consts[1], 0)
outcomes = {}
for i in range(len(data)):
    for change in (1, 0x80, 0xff):
        changed = bytearray(data)
        changed[i] ^= change
        if changed[i:i + 1] in b"([{<>u" or (i >= 3 and changed[i - 3:i - 2] in b"(<us["):
            continue
        try:
            outcome = type(marshal.loads(changed)).__name__
        except Exception as error:
            outcome = f"{type(error).__name__} {error}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
for outcome in sorted(outcomes):
    print(outcomes[outcome], outcome)
