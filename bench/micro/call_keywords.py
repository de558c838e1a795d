# Calls with keywords, defaults and stars.
def f(a, b=2, *, c=3):
    return a + b + c


def g(*args, **kwargs):
    return len(args) + len(kwargs)


def run(n):
    s = 0
    for i in range(n):
        s += f(i, c=1) + f(1, b=i) + g(1, 2, x=3)
    return s


print(run(540_000))
