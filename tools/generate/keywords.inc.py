#!/usr/bin/python3.11
"""Writes the switch of tokenizer_keyword from the KEYWORD rows of tokens.def."""

import os
import re
import sys

TOKENS = os.path.join(os.path.dirname(__file__), "../../src/syntax/tokens.def")


def main(path):
    with open(TOKENS, encoding="utf-8") as file:
        rows = re.findall(r'^KEYWORD\((\w+), "(\w+)"\)', file.read(), re.M)
    lengths = {}
    for kind, word in rows:
        lengths.setdefault(len(word), []).append((word, kind))
    with open(path, "w", encoding="utf-8") as out:
        out.write("switch (length) {\n")
        for length in sorted(lengths):
            out.write(f"case {length}:\n    switch (text[0]) {{\n")
            firsts = {}
            for word, kind in lengths[length]:
                firsts.setdefault(word[0], []).append((word, kind))
            for first in sorted(firsts):
                out.write(f"    case '{first}':\n")
                for word, kind in firsts[first]:
                    out.write(f'        if (memcmp(text, "{word}", {length}) == 0) '
                              f"return TOKEN_{kind};\n")
                out.write("        break;\n")
            out.write("    }\n    break;\n")
        out.write("}\n")


main(sys.argv[1])
