# Programs: the game of life, run lengths, permutations, powersets.
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy: counts[x + dx, y + dy] = counts.get((x + dx, y + dy), 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(3):
    print("\n".join("".join("#" if (x, y) in glider else "." for x in range(5)) for y in range(5)), end="\n\n")
    glider = step(glider)
def runs(s):
    out = []
    for c in s:
        if out and out[-1][0] == c: out[-1][1] += 1
        else: out.append([c, 1])
    return "".join(f"{n if n > 1 else ''}{c}" for c, n in out)
print(runs("aaabccdddd"))
def permutations(items):
    if not items: yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]): yield (item, *rest)
print(["".join(p) for p in permutations("abc")], len(list(permutations(list(range(5))))))
def powerset(s): return [[]] if not s else (r := powerset(s[1:])) + [[s[0]] + x for x in r]
print(powerset([1, 2, 3]))
def hanoi(n, a="A", b="B", c="C"): return hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c) if n else []
print(hanoi(3), len(hanoi(10)))
