# Float arithmetic.
def run(n):
    x, c, d = 0.5, 0.999, 0.25
    for i in range(n):
        x = x * c + d
        if x > 100.0:
            x = x - 99.0
    return x


print(run(6_000_000))
