# The game of life on a set of cells: sets and tuples.
def step(cells):
    counts = {}
    for x, y in cells:
        for place in ((x - 1, y - 1), (x, y - 1), (x + 1, y - 1), (x - 1, y),
                      (x + 1, y), (x - 1, y + 1), (x, y + 1), (x + 1, y + 1)):
            counts[place] = counts.get(place, 0) + 1
    return {place for place, n in counts.items() if n == 3 or n == 2 and place in cells}


def run(generations):
    cells = {(0, 0), (1, 0), (0, 1), (-1, 1), (0, 2)}
    sizes = []
    for _ in range(generations):
        cells = step(cells)
        sizes.append(len(cells))
    return sizes, cells


sizes, cells = run(900)
print(sizes[-1], max(sizes), sum(sizes), min(cells), max(cells))
