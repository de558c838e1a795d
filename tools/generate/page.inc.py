#!/usr/bin/python3.11
"""Writes the page's parts as C texts: what stands before the run's data, and after it."""

import os
import sys

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/explain/page/page.html")
LITERAL_BYTES_MAX = 2000


def c_text(name, text):
    lines = [f"static const char {name}[] ="]
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), LITERAL_BYTES_MAX):
            escaped = "".join(
                letter if " " <= letter <= "~" and letter not in '"\\?'
                else "".join(f"\\{byte:03o}" for byte in letter.encode())
                for letter in line[start:start + LITERAL_BYTES_MAX])
            lines.append(f'    "{escaped}"')
    return "\n".join(lines) + ";\n"


def main():
    with open(PAGE, encoding="utf-8") as file:
        before, after = file.read().split("@RUN@")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("// Made from src/explain/page/ by tools/generate/page.inc.py.\n\n")
        file.write(c_text("page_before", before) + "\n" + c_text("page_after", after))


main()
