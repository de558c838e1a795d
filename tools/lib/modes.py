"""The ways that a program runs, compared: all give one output and one memory at each line.

A row of `-X lines=FILE` names a line and gives digests of the lines so far and of the
memory, so that two modes are alike when their rows are equal. The watched loop checks the
whole heap at each line, too.
"""

import os
import tempfile
import zlib

from programs import difference

SLOWER = 10   # than the program alone: so much longer is waited
MODES = {"register": [], "watched": ["-X", "verify=lines"], "stack": []}


def read(path):
    try:
        with open(path, encoding="utf-8", errors="backslashreplace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def run(program, binary, mode, dumped=0):
    """The Result of a run, and its rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows")
        options = ["-X", f"mode={mode}", "-X", f"lines={path}", *MODES[mode]]
        if dumped:
            options += ["-X", f"dump={dumped}"]
        result = program.run([binary, *options], patience=SLOWER)
        return result, read(path)


def first_difference(one, two):
    """The first rows that differ, by their number from 0; None when all are equal."""
    rows, others = one.splitlines(), two.splitlines()
    for i in range(max(len(rows), len(others))):
        row = rows[i] if i < len(rows) else "(no row)"
        other = others[i] if i < len(others) else "(no row)"
        if row != other:
            before = rows[i - 1].split()[1] if i else "the start"
            return i, f"    line {before} was the last alike; then\n    - {row}\n    + {other}"
    return None


def compare(program, binary):
    """What the modes differ in, as text; empty when they don't."""
    results = {mode: run(program, binary, mode) for mode in MODES if program.runs_in(mode)}
    (first, (result, rows)), *others = results.items()
    parts = []
    for mode, (other, other_rows) in others:
        message = difference(result, other)
        found = first_difference(rows, other_rows)
        if found:
            message += ("\n" if message else "") + found[1]
        if message:
            parts.append(f"    {first} (-) and {mode} (+)\n{message}")
    return "\n".join(parts)


def in_sample(path, parts):
    """Whether it is one of about each `parts` programs, always the same ones."""
    return zlib.crc32(path.encode()) % parts == 0
