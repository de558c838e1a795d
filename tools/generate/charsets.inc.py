#!/usr/bin/python3.11
"""Writes the tables of charset.c: every one-byte codec of Python's that extends ASCII."""

import encodings.aliases
import pkgutil
import sys


def upper_half(codec):
    """The code points of bytes 128 to 255, 0 where there is none; None for other codecs."""
    try:
        if bytes(range(128)).decode(codec) != "".join(map(chr, range(128))):
            return None
        points = []
        for byte in range(128, 256):
            text = bytes([byte]).decode(codec, "replace")
            if len(text) != 1 or ord(text) > 0xFFFF:
                return None
            points.append(0 if text == "\ufffd" else ord(text))
    except (LookupError, UnicodeError, AssertionError):
        return None
    return points


def is_one_byte(module):
    one_byte = ("cp", "iso8859", "koi8", "mac_", "latin_1", "ascii", "kz1048", "ptcp", "tis",
                "hp_roman")
    many_bytes = ("cp932", "cp949", "cp950", "cp65001")
    return module.startswith(one_byte) and module not in many_bytes


def main(path):
    codecs = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(encodings.__path__)):
        if is_one_byte(module):
            points = upper_half(module)
            if points is not None:
                codecs[module] = points
    order = list(codecs)
    names = {name: name for name in order}
    names |= {alias: name for alias, name in encodings.aliases.aliases.items() if name in codecs}
    with open(path, "w", encoding="utf-8") as out:
        for name in order:
            out.write(f"static const uint16_t charset_{name}[128] = {{\n")
            for row in range(0, 128, 12):
                out.write("    " + " ".join(f"{code}," for code in codecs[name][row:row + 12]) +
                          "\n")
            out.write("};\n")
        out.write("static const Charset charset_tables[] = {\n")
        for name in order:
            out.write(f'    {{"{name}", charset_{name}}},\n')
        out.write("};\nstatic const struct { const char *name; int table; } "
                  "charset_aliases[] = {\n")
        for alias in sorted(names):
            out.write(f'    {{"{alias}", {order.index(names[alias])}}},\n')
        out.write("};\n")


main(sys.argv[1])
