# All solutions of n queens, by generators and sets.
def place(n, row, columns, down, up, chosen):
    if row == n:
        yield tuple(chosen)
        return
    for column in range(n):
        if column in columns or row + column in up or row - column in down:
            continue
        columns.add(column)
        up.add(row + column)
        down.add(row - column)
        chosen.append(column)
        yield from place(n, row + 1, columns, down, up, chosen)
        chosen.pop()
        columns.discard(column)
        up.discard(row + column)
        down.discard(row - column)


def run(n):
    count = checksum = 0
    for solution in place(n, 0, set(), set(), set(), []):
        count += 1
        checksum = (checksum * 31 + sum(i * c for i, c in enumerate(solution))) % 1000003
    return count, checksum


print(*run(11))
