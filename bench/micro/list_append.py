# Growing lists by append, and emptying them by pop.
def run(n):
    s = 0
    for _ in range(10):
        items = []
        for i in range(n):
            items.append(i)
        while items:
            s += items.pop()
    return s


print(run(500_000))
