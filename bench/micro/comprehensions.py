# List, dict and set comprehensions.
def run(n):
    s = 0
    for i in range(n):
        squares = [x * x for x in range(30) if x & 1]
        table = {x: i for x in range(10)}
        kinds = {x % 3 for x in range(10)}
        s += len(squares) + table[5] + len(kinds)
    return s


print(run(64_000))
