#!/usr/bin/python3.11
"""Writes the packages of Go's library, src/go/library/**.go, as rows of C: path, text, size."""

import glob
import os
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/go/library")
LETTERS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def main(path):
    rows = []
    for name in sorted(glob.glob("**/*.go", root_dir=FOLDER, recursive=True)):
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            text = file.read()
        lines = "\n".join('    "' + "".join(LETTERS.get(c, c) for c in line) + '"'
                          for line in text.splitlines(keepends=True))
        rows.append(f'{{"{name[:-len(".go")]}",\n{lines}, {len(text.encode())}}},\n')
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(rows))


if __name__ == "__main__":
    main(sys.argv[1])
