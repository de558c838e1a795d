#!/usr/bin/python3.11
"""Writes the table of base/unicode_old.c: the properties that Unicode 3.2.0 knew.

They are those of 14.0 but for what unicode_3_2.txt lists. Usage: unicode_old.inc.py OUTPUT
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../lib"))
from ucd import (  # noqa: E402
    BIDI_CLASSES, CATEGORIES, CODE_POINTS, WIDTHS, Output, Rows, assigned, code_range, fields,
    unicode_data, widths)

AGE = (3, 2)
PLACES = {"category": (1, CATEGORIES.index), "bidi": (2, BIDI_CLASSES.index),
          "mirrored": (3, "NY".index), "width": (4, WIDTHS.index),
          "decimal": (5, lambda text: 255 if text == "-" else int(text))}


def corrections():
    """[(code point, what it decomposed to)]: 3.2.0 had mistakes that are mended since."""
    for code, wrong, _, version in fields("NormalizationCorrections.txt"):
        if tuple(map(int, version.split(".")))[:2] > AGE:
            yield int(code, 16), int(wrong, 16)


def main():
    width = widths()
    rows = {code: [1, CATEGORIES.index(row[2]), BIDI_CLASSES.index(row[4]), int(row[9] == "Y"),
                   WIDTHS.index(width[code]), int(row[6] or 255)]
            for code, row in unicode_data(assigned(AGE)).items()}
    for codes, name, value in fields(os.path.join(HERE, "unicode_3_2.txt")):
        place, number = PLACES[name]
        for code in code_range(codes):
            rows[code][place] = number(value)
    records = Rows((0, 0, 0, 0, 0, 255))
    values = [0] * CODE_POINTS
    for code, row in rows.items():
        values[code] = records.add(tuple(row))
    output = Output()
    output.structs("UnicodeOldRecord", "old_records", records.rows)
    output.trie("old", values)
    output.structs("struct { uint32_t code, wrong; }", "old_corrections", corrections())
    output.write(sys.argv[1], __file__)


main()
