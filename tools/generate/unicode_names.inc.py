#!/usr/bin/python3.11
"""Writes the tables of base/unicode_name.c from the names that Python carries."""

import sys
import unicodedata

LAST = 0x110000
COMPUTED = ("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")

# Aliases are found by unicodedata.lookup, but can't be listed through it: these are
# the formal ones of the standard's NameAliases.txt, kept where lookup knows them.
ALIASES = {
    0x0: ("NULL", "NUL"), 0x1: ("START OF HEADING", "SOH"), 0x2: ("START OF TEXT", "STX"),
    0x3: ("END OF TEXT", "ETX"), 0x4: ("END OF TRANSMISSION", "EOT"), 0x5: ("ENQUIRY", "ENQ"),
    0x6: ("ACKNOWLEDGE", "ACK"), 0x7: ("ALERT", "BEL"), 0x8: ("BACKSPACE", "BS"),
    0x9: ("CHARACTER TABULATION", "HORIZONTAL TABULATION", "HT", "TAB"),
    0xA: ("LINE FEED", "NEW LINE", "END OF LINE", "LF", "NL", "EOL"),
    0xB: ("LINE TABULATION", "VERTICAL TABULATION", "VT"), 0xC: ("FORM FEED", "FF"),
    0xD: ("CARRIAGE RETURN", "CR"), 0xE: ("SHIFT OUT", "LOCKING-SHIFT ONE", "SO"),
    0xF: ("SHIFT IN", "LOCKING-SHIFT ZERO", "SI"), 0x10: ("DATA LINK ESCAPE", "DLE"),
    0x11: ("DEVICE CONTROL ONE", "DC1"), 0x12: ("DEVICE CONTROL TWO", "DC2"),
    0x13: ("DEVICE CONTROL THREE", "DC3"), 0x14: ("DEVICE CONTROL FOUR", "DC4"),
    0x15: ("NEGATIVE ACKNOWLEDGE", "NAK"), 0x16: ("SYNCHRONOUS IDLE", "SYN"),
    0x17: ("END OF TRANSMISSION BLOCK", "ETB"), 0x18: ("CANCEL", "CAN"),
    0x19: ("END OF MEDIUM", "EOM", "EM"), 0x1A: ("SUBSTITUTE", "SUB"), 0x1B: ("ESCAPE", "ESC"),
    0x1C: ("INFORMATION SEPARATOR FOUR", "FILE SEPARATOR", "FS"),
    0x1D: ("INFORMATION SEPARATOR THREE", "GROUP SEPARATOR", "GS"),
    0x1E: ("INFORMATION SEPARATOR TWO", "RECORD SEPARATOR", "RS"),
    0x1F: ("INFORMATION SEPARATOR ONE", "UNIT SEPARATOR", "US"), 0x20: ("SP",),
    0x7F: ("DELETE", "DEL"), 0x80: ("PADDING CHARACTER", "PAD"),
    0x81: ("HIGH OCTET PRESET", "HOP"), 0x82: ("BREAK PERMITTED HERE", "BPH"),
    0x83: ("NO BREAK HERE", "NBH"), 0x84: ("INDEX", "IND"), 0x85: ("NEXT LINE", "NEL"),
    0x86: ("START OF SELECTED AREA", "SSA"), 0x87: ("END OF SELECTED AREA", "ESA"),
    0x88: ("CHARACTER TABULATION SET", "HORIZONTAL TABULATION SET", "HTS"),
    0x89: ("CHARACTER TABULATION WITH JUSTIFICATION",
           "HORIZONTAL TABULATION WITH JUSTIFICATION", "HTJ"),
    0x8A: ("LINE TABULATION SET", "VERTICAL TABULATION SET", "VTS"),
    0x8B: ("PARTIAL LINE FORWARD", "PARTIAL LINE DOWN", "PLD"),
    0x8C: ("PARTIAL LINE BACKWARD", "PARTIAL LINE UP", "PLU"),
    0x8D: ("REVERSE LINE FEED", "REVERSE INDEX", "RI"),
    0x8E: ("SINGLE SHIFT TWO", "SINGLE-SHIFT-2", "SS2"),
    0x8F: ("SINGLE SHIFT THREE", "SINGLE-SHIFT-3", "SS3"),
    0x90: ("DEVICE CONTROL STRING", "DCS"), 0x91: ("PRIVATE USE ONE", "PRIVATE USE-1", "PU1"),
    0x92: ("PRIVATE USE TWO", "PRIVATE USE-2", "PU2"), 0x93: ("SET TRANSMIT STATE", "STS"),
    0x94: ("CANCEL CHARACTER", "CCH"), 0x95: ("MESSAGE WAITING", "MW"),
    0x96: ("START OF GUARDED AREA", "START OF PROTECTED AREA", "SPA"),
    0x97: ("END OF GUARDED AREA", "END OF PROTECTED AREA", "EPA"),
    0x98: ("START OF STRING", "SOS"), 0x99: ("SINGLE GRAPHIC CHARACTER INTRODUCER", "SGC"),
    0x9A: ("SINGLE CHARACTER INTRODUCER", "SCI"), 0x9B: ("CONTROL SEQUENCE INTRODUCER", "CSI"),
    0x9C: ("STRING TERMINATOR", "ST"), 0x9D: ("OPERATING SYSTEM COMMAND", "OSC"),
    0x9E: ("PRIVACY MESSAGE", "PM"), 0x9F: ("APPLICATION PROGRAM COMMAND", "APC"),
    0xA0: ("NBSP",), 0xAD: ("SHY",), 0x1A2: ("LATIN CAPITAL LETTER GHA",),
    0x1A3: ("LATIN SMALL LETTER GHA",), 0x34F: ("CGJ",), 0x61C: ("ALM",),
    0x709: ("SYRIAC SUBLINEAR COLON SKEWED LEFT",), 0xCDE: ("KANNADA LETTER LLLA",),
    0xE9D: ("LAO LETTER FO FON",), 0xE9F: ("LAO LETTER FO FAY",), 0xEA3: ("LAO LETTER RO",),
    0xEA5: ("LAO LETTER LO",), 0xFD0: ("TIBETAN MARK BKA- SHOG GI MGO RGYAN",),
    0x11EC: ("HANGUL JONGSEONG YESIEUNG-KIYEOK",),
    0x11ED: ("HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK",),
    0x11EE: ("HANGUL JONGSEONG SSANGYESIEUNG",), 0x11EF: ("HANGUL JONGSEONG YESIEUNG-KHIEUKH",),
    0x180B: ("FVS1",), 0x180C: ("FVS2",), 0x180D: ("FVS3",), 0x180E: ("MVS",), 0x180F: ("FVS4",),
    0x200B: ("ZWSP",), 0x200C: ("ZWNJ",), 0x200D: ("ZWJ",), 0x200E: ("LRM",), 0x200F: ("RLM",),
    0x202A: ("LRE",), 0x202B: ("RLE",), 0x202C: ("PDF",), 0x202D: ("LRO",), 0x202E: ("RLO",),
    0x202F: ("NNBSP",), 0x205F: ("MMSP",), 0x2060: ("WJ",), 0x2066: ("LRI",), 0x2067: ("RLI",),
    0x2068: ("FSI",), 0x2069: ("PDI",), 0x2118: ("WEIERSTRASS ELLIPTIC FUNCTION",),
    0x2448: ("MICR ON US SYMBOL",), 0x2449: ("MICR DASH SYMBOL",),
    0x2B7A: ("LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE",),
    0x2B7C: ("RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE",),
    0xA015: ("YI SYLLABLE ITERATION MARK",), 0xAA6E: ("MYANMAR LETTER KHAMTI LLA",),
    0xFE18: ("PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET",),
    0xFEFF: ("BYTE ORDER MARK", "BOM", "ZWNBSP"), 0x122D4: ("CUNEIFORM SIGN NU11 TENU",),
    0x122D5: ("CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR",),
    0x12327: ("CUNEIFORM SIGN KALAM",), 0x16E56: ("MEDEFAIDRIN CAPITAL LETTER H",),
    0x16E57: ("MEDEFAIDRIN CAPITAL LETTER NG",), 0x16E76: ("MEDEFAIDRIN SMALL LETTER H",),
    0x16E77: ("MEDEFAIDRIN SMALL LETTER NG",), 0x1B001: ("HENTAIGANA LETTER E-1",),
    0x1D0C5: ("BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS",),
}
VARIATIONS = [(0xFE00 + i, f"VS{i + 1}") for i in range(16)]
VARIATIONS += [(0xE0100 + i, f"VS{i + 17}") for i in range(240)]


def knows(name, code):
    """Whether this version of the data has the name."""
    try:
        return unicodedata.lookup(name) == chr(code)
    except KeyError:
        return False


def all_names():
    names = {}
    for code in range(LAST):
        name = unicodedata.name(chr(code), None)
        if name is not None and not name.startswith(COMPUTED):
            names[name] = code
    aliases = [(code, alias) for code, found in ALIASES.items() for alias in found]
    for code, alias in aliases + VARIATIONS:
        if knows(alias, code):
            names[alias] = code
    return names


def ideograph_ranges():
    ranges = []
    for code in range(LAST):
        if unicodedata.name(chr(code), "").startswith(COMPUTED[1]):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return ranges


def write_rows(out, kind, name, items, width=12):
    out.write(f"static const {kind} {name}[] = {{\n")
    for row in range(0, len(items), width):
        out.write("    " + " ".join(f"{item}," for item in items[row:row + width]) + "\n")
    out.write("};\n")


def is_name_of(code, number, entries, parts, words):
    """Whether an entry is the name of its code point, not an alias."""
    start, count, _ = (int(part) for part in entries[number][1:-1].split(", "))
    name = " ".join(words[part] for part in parts[start:start + count])
    return unicodedata.name(chr(code), None) == name


def main(path):
    names = all_names()
    words = sorted({word for name in names for word in name.split(" ")})
    index = {word: number for number, word in enumerate(words)}
    starts, parts, entries = [0], [], []
    for word in words:
        starts.append(starts[-1] + len(word))
    for numbers, code in sorted((tuple(index[word] for word in name.split(" ")), code)
                                for name, code in names.items()):
        entries.append(f"{{{len(parts)}, {len(numbers)}, {code}}}")
        parts += numbers
    # Where the names stand that are no aliases, by code point.
    by_code = sorted((int(entry[1:-1].split(", ")[2]), number)
                     for number, entry in enumerate(entries))
    listed = [f"{{{code}, {number}}}" for code, number in by_code
              if is_name_of(code, number, entries, parts, words)]
    with open(path, "w", encoding="utf-8") as out:
        out.write("static const char name_words[] =\n")
        for row in range(0, len(words), 16):
            out.write('    "' + "".join(words[row:row + 16]) + '"\n')
        out.write("    ;\n")
        write_rows(out, "uint32_t", "name_word_starts", starts)
        write_rows(out, "uint16_t", "name_parts", parts)
        write_rows(out, "struct { uint32_t start; uint16_t count; int32_t code; }",
                   "name_entries", entries, 6)
        write_rows(out, "struct { int32_t code; uint32_t entry; }", "names_by_code", listed, 6)
        write_rows(out, "struct { uint32_t first, last; }", "ideograph_ranges",
                   [f"{{{first}, {last}}}" for first, last in ideograph_ranges()], 6)


main(sys.argv[1])
