# Pancake flips over all permutations: small lists, slices, swaps.
def permutations(n):
    row, counts = list(range(n)), [0] * n
    yield row, 0
    i, parity = 0, 1
    while i < n:
        if counts[i] < i:
            k = 0 if i % 2 == 0 else counts[i]
            row[k], row[i] = row[i], row[k]
            yield row, parity
            parity ^= 1
            counts[i] += 1
            i = 0
        else:
            counts[i] = 0
            i += 1


def flips(row):
    row, count = row[:], 0
    first = row[0]
    while first:
        row[:first + 1] = row[first::-1]
        first = row[0]
        count += 1
    return count


def run(n):
    most = checksum = 0
    for row, parity in permutations(n):
        count = flips(row)
        if count > most:
            most = count
        checksum += -count if parity else count
    return checksum, most


print(*run(9))
