#!/usr/bin/python3.11
"""Writes the page's parts as C texts: what stands before the run's data, and after it."""

import os
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/explain/page")


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read()


def c_text(name, text):
    lines = [f"static const char {name}[] ="]
    for line in text.splitlines(keepends=True):
        escaped = "".join(
            letter if " " <= letter <= "~" and letter not in '"\\?'
            else "".join(f"\\{byte:03o}" for byte in letter.encode()) for letter in line)
        lines.append(f'    "{escaped}"')
    return "\n".join(lines) + ";\n"


def main():
    page = read("page.html").replace("@STYLE@", read("page.css").strip())
    page = page.replace("@SCRIPT@", read("page.js").strip())
    before, after = page.split("@RUN@")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("// Made from src/explain/page/ by tools/generate/page.inc.py.\n\n")
        file.write(c_text("page_before", before) + "\n" + c_text("page_after", after))


main()
