# The norm of an infinite matrix, by the power method: floats in comprehensions.
def cell(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v):
    size = range(len(v))
    return [sum(cell(i, j) * v[j] for j in size) for i in size]


def times_transposed(v):
    size = range(len(v))
    return [sum(cell(j, i) * v[j] for j in size) for i in size]


def run(n):
    u = [1.0] * n
    for _ in range(6):
        v = times_transposed(times(u))
        u = times_transposed(times(v))
    uv = sum(a * b for a, b in zip(u, v))
    vv = sum(b * b for b in v)
    return (uv / vv) ** 0.5


print(f"{run(320):.9f}")
