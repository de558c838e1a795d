# Iterating keys, values and items; get and setdefault.
def run(n):
    table = {str(i): i for i in range(100)}
    s = 0
    for i in range(n):
        for k, v in table.items():
            s += v
        for v in table.values():
            s -= v
        s += table.get("50", 0) + table.get("none", 1) + table.setdefault("7", 0)
    return s


print(run(40_000))
