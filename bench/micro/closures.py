# Calling closures that read and write cells.
def make():
    count = 0

    def up(n):
        nonlocal count
        count = (count + n) & 0xFFFF
        return count

    return up


def run(n):
    up, s = make(), 0
    for i in range(n):
        s += up(i)
    for i in range(n // 4):
        s += make()(i)
    return s


print(run(1_200_000))
