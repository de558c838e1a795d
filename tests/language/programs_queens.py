# Programs: n queens by generators and by sets.
def queens(n, row=0, columns=(), left=(), right=()):
    if row == n:
        yield columns
        return
    for c in range(n):
        if c not in columns and c - row not in left and c + row not in right:
            yield from queens(n, row + 1, columns + (c,), left + (c - row,), right + (c + row,))
print([sum(1 for _ in queens(n)) for n in range(1, 8)])
first = next(queens(8))
for column in first:
    print("." * column + "Q" + "." * (7 - column))
