#!/usr/bin/python3.11
"""Writes the packages of Go's library, src/go/library/**.go, as rows of C: path, text, size."""

import glob
import os
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/go/library")
LETTERS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


WORD = (1 << 64) - 1
SIZE, TAP = 607, 273                 # x[n] = x[n - 607] + x[n - 273]
STEPS = 7_800_000_000_000            # so often the generator of math/rand has run beforehand


def lehmer(x):
    return 48271 * x % ((1 << 31) - 1)


def reduce(polynomial):
    """A polynomial modulo t^607 - t^334 - 1, with coefficients modulo 2^64."""
    row = [c & WORD for c in polynomial] + [0] * (SIZE - len(polynomial))
    for i in range(len(row) - 1, SIZE - 1, -1):
        row[i - SIZE] = (row[i - SIZE] + row[i]) & WORD
        row[i - TAP] = (row[i - TAP] + row[i]) & WORD
    return row[:SIZE]


def multiply(left, right, width=144):
    """The product, by way of two numbers whose digits are the coefficients."""
    first = sum(c << (width * i) for i, c in enumerate(left))
    second = sum(c << (width * i) for i, c in enumerate(right))
    product = first * second
    return reduce([(product >> (width * i)) & ((1 << width) - 1) for i in range(2 * SIZE - 1)])


def cooked():
    """The state of Go's additive generator after all those steps, found without taking them."""
    x, vector = 1, []
    for _ in range(20):
        x = lehmer(x)
    for _ in range(SIZE):
        parts = []
        for _ in range(3):
            x = lehmer(x)
            parts.append(x)
        vector.append((parts[0] << 20 ^ parts[1] << 10 ^ parts[2]) & WORD)
    row = [vector[(SIZE - TAP - (i - SIZE + 1)) % SIZE] for i in range(SIZE)]
    for n in range(SIZE, 2 * SIZE):
        row.append((row[n - SIZE] + row[n - TAP]) & WORD)
    power = [1] + [0] * (SIZE - 1)
    for bit in bin(STEPS)[2:]:
        power = multiply(power, power)
        if bit == "1":
            power = reduce([0] + power)
    state = [0] * SIZE
    for i in range(SIZE):
        value = sum(power[j] * row[i + j] for j in range(SIZE)) & WORD
        state[(SIZE - TAP - (STEPS - SIZE + 1 + i)) % SIZE] = value
    return state


def main(path):
    rows = []
    for name in sorted(glob.glob("**/*.go", root_dir=FOLDER, recursive=True)):
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            text = file.read()
        if "{COOKED}" in text:
            text = text.replace("COOKED", ", ".join(map(str, cooked())))
        lines = "\n".join('    "' + "".join(LETTERS.get(c, c) for c in line) + '"'
                          for line in text.splitlines(keepends=True))
        rows.append(f'{{"{name[:-len(".go")]}",\n{lines}, {len(text.encode())}}},\n')
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(rows))


if __name__ == "__main__":
    main(sys.argv[1])
