# Raising and catching, and try that meets nothing.
class Mine(Exception):
    pass


def check(i):
    if i % 3 == 0:
        raise Mine(i)
    return i


def run(n):
    s = 0
    for i in range(n):
        try:
            s += check(i)
        except Mine as error:
            s += error.args[0] & 7
        try:
            s += 1
        finally:
            s -= 1
    return s


print(run(1_200_000))
