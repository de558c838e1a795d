#!/usr/bin/python3.11
"""Writes the tables of base/unicode_name.c: names, aliases and named sequences of 14.0.

Usage: unicode_names.inc.py OUTPUT
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from ucd import Output, assigned, code_row, fields, unicode_data  # noqa: E402

# Aliases that came with 15.0.
ALIASES_SINCE_15 = {"EM", "ARABIC SMALL HIGH LIGATURE ALEF WITH YEH BARREE",
                    "SUNDANESE LETTER ARCHAIC I"}
SLOTS = 1 << 17


def name_hash(name):
    """As unicode_name.c computes it."""
    value = 0x811c9dc5
    for byte in name.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xffffffff
    return (value ^ value >> 15) % SLOTS


def all_names(known):
    """[(name, code point)]: names in the order of code points, then aliases."""
    rows = unicode_data(known)
    names = [(row[1], code) for code, row in sorted(rows.items()) if row[1][0] != "<"]
    aliases = [(alias, int(code, 16)) for code, alias, _ in fields("NameAliases.txt")
               if known[int(code, 16)] and alias not in ALIASES_SINCE_15]
    return names, aliases


def ideograph_ranges(known):
    """The ranges whose names are made of the code points."""
    ranges, first = [], 0
    for code, name, *_ in fields("UnicodeData.txt"):
        if name.startswith("<CJK Ideograph"):
            if name.endswith("First>"):
                first = int(code, 16)
                continue
            last = int(code, 16)
            while not known[last]:
                last -= 1
            if last >= first:
                ranges.append((first, last))
    return ranges


def hash_slots(texts):
    slots = [0] * SLOTS
    for number, text in enumerate(texts):
        place = name_hash(text)
        while slots[place]:
            place = (place + 1) % SLOTS
        slots[place] = number + 1
    return slots


def main():
    known = assigned()
    output = Output()
    names, aliases = all_names(known)
    sequences = [(name, code_row(codes)) for name, codes in fields("NamedSequences.txt")]
    texts = [name for name, _ in names + aliases + sequences]
    words = sorted({word for text in texts for word in text.split(" ")})
    index = {word: number for number, word in enumerate(words)}
    word_starts, starts, parts = [0], [0], []
    for word in words:
        word_starts.append(word_starts[-1] + len(word))
    for text in texts:
        parts += [index[word] for word in text.split(" ")]
        starts.append(len(parts))
    output.parts.append("static const char name_words[] =\n" + "".join(
        f'    "{"".join(words[row:row + 10])}"\n' for row in range(0, len(words), 10)) + "    ;\n")
    output.parts.append(f"enum {{ NAME_COUNT = {len(names)}, ALIAS_END = "
                        f"{len(names) + len(aliases)}, NAME_SLOTS = {SLOTS} }};\n")
    output.array("uint32_t", "name_word_starts", word_starts)
    output.array("uint16_t", "name_parts", parts)
    output.array("uint32_t", "name_starts", starts)
    output.array("int32_t", "name_codes", [code for _, code in names + aliases])
    output.array("uint16_t", "name_slots", hash_slots(texts))
    longest = max(len(row) for _, row in sequences)
    output.array(f"struct {{ uint16_t chars[{longest}]; }}", "name_sequences",
                 ["{{%s}}" % ",".join(map(str, row)) for _, row in sequences])
    output.structs("struct { uint32_t first, last; }", "ideograph_ranges", ideograph_ranges(known))
    output.write(sys.argv[1], __file__)


main()
