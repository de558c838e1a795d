# Unpacking takes any iterable, and says how many values it found.
a, b = "xy"
print(a, b)
(a, [b, c]), d = (1, (2, 3)), 4
print(a, b, c, d)
[x, y] = {1: "one", 2: "two"}
print(x, y)
a, b = b, a
print(a, b)
for target in ("a, b = 1, 2, 3", "a, b = (1,)", "a, b = 5", "a, b, c = iter('xy')",
               "(a, b), c = 1, 2", "a, = ()", "a, *b, c = (1,)", "*a, b = []", "a, b = None"):
    try:
        exec(target)
    except Exception as error:
        print(target, "->", type(error).__name__, error)
