# Calls of built-in functions.
def run(n):
    s = 0
    text, items = "abc", [1, 2, 3]
    for i in range(n):
        s += len(text) + abs(-i) + max(i, 5) + len(items)
        if isinstance(i, int):
            s &= 0xFFFFFF
    return s


print(run(980_000))
