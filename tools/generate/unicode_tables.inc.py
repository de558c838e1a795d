"""Writes the tables of base/unicode.c from Debian's unicode-data, as Unicode 14.0 has them.

The files are of 15.0: a code point whose Age is later counts as unassigned.
Usage: unicode_tables.inc.py OUTPUT
"""

import bz2
import os
import sys

FOLDER = "/usr/share/unicode"
AGE_MAX = (14, 0)
CODE_POINTS = 0x110000

# Became lower case with 15.0.
LOWER_SINCE_15 = {0x10fc, 0xa7f2, 0xa7f3, 0xa7f4, 0xab69}

CATEGORIES = ("Cn Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co "
              "Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So").split()
BIDI_CLASSES = (" L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON "
                "LRI RLI FSI PDI").split(" ")
WIDTHS = "F H W Na A N".split()

FLAGS = ("ALPHA DECIMAL DIGIT LOWER UPPER TITLE SPACE LINE_BREAK PRINTABLE XID_START "
         "XID_CONTINUE NUMERIC CASE_IGNORABLE CASED EXTENDED_CASE").split()
FLAG = {name: 1 << i for i, name in enumerate(FLAGS)}


def read(name):
    """The lines of a file of the database, without comments and blanks."""
    path = os.path.join(FOLDER, name)
    opener = bz2.open if name.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            line = line.partition("#")[0].strip()
            if line:
                yield line


def code_range(text):
    first, _, last = text.strip().partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def code_row(text):
    return tuple(int(code, 16) for code in text.split())


def assigned():
    """The code points that 14.0 has."""
    found = bytearray(CODE_POINTS)
    for line in read("DerivedAge.txt"):
        codes, age = line.split(";")
        if tuple(map(int, age.strip().split("."))) <= AGE_MAX:
            for code in code_range(codes):
                found[code] = 1
    return found


def unicode_data(known):
    """{code: fields of UnicodeData.txt}, ranges filled in."""
    rows, first = {}, None
    for line in read("UnicodeData.txt"):
        fields = line.split(";")
        code = int(fields[0], 16)
        if fields[1].endswith(", First>"):
            first = code
            continue
        for each in range(first if first is not None else code, code + 1):
            if known[each]:
                rows[each] = fields
        first = None
    return rows


def properties(name, wanted, known):
    """{property: set of code points} of a file of ranges."""
    found = {key: set() for key in wanted}
    for line in read(name):
        codes, key = [part.strip() for part in line.split(";")][:2]
        if key in found:
            found[key].update(code for code in code_range(codes) if known[code])
    return found


def special_casing():
    """{code: (lower, title, upper)}: the mappings that hold in every language and place."""
    found = {}
    for line in read("SpecialCasing.txt"):
        fields = [field.strip() for field in line.split(";")]
        if len(fields) > 4 and fields[4]:
            continue
        found[int(fields[0], 16)] = tuple(code_row(field) for field in fields[1:4])
    return found


def case_folding():
    found = {}
    for line in read("CaseFolding.txt"):
        code, status, mapping = [field.strip() for field in line.split(";")][:3]
        if status in "CF":
            found[int(code, 16)] = code_row(mapping)
    return found


def unihan_numbers():
    """{code: number} of ideographs."""
    found = {}
    for line in read("Unihan_NumericValues.txt.bz2"):
        code, key, value = line.split("\t")
        if key in ("kAccountingNumeric", "kOtherNumeric", "kPrimaryNumeric"):
            found[int(code[2:], 16)] = value.split()[0]
    return found


class Rows:
    """Rows of numbers, each different one stored once; the position of a row is its id."""

    def __init__(self, *first):
        self.rows, self.ids = [], {}
        for row in first:
            self.add(row)

    def add(self, row):
        if row not in self.ids:
            self.ids[row] = len(self.rows)
            self.rows.append(row)
        return self.ids[row]


class Output:
    def __init__(self):
        self.parts = []

    def array(self, ctype, name, values):
        lines, line = [], ""
        for value in values:
            text = f"{value},"
            if len(line) + len(text) > 96:
                lines.append(line)
                line = ""
            line += text
        lines.append(line)
        body = "\n    ".join(lines)
        self.parts.append(f"static const {ctype} {name}[] = {{\n    {body}\n}};\n")

    def trie(self, name, values):
        """Two stages: the block of a code point, then its value in the block."""
        best = None
        for shift in range(4, 10):
            blocks, index = Rows(), []
            for start in range(0, CODE_POINTS, 1 << shift):
                index.append(blocks.add(tuple(values[start:start + (1 << shift)])))
            widest = max(max(block) for block in blocks.rows)
            bytes_all = (len(index) * (1 if len(blocks.rows) <= 256 else 2)
                         + (len(blocks.rows) << shift) * (1 if widest < 256 else 2))
            if best is None or bytes_all < best[0]:
                best = bytes_all, shift, index, blocks.rows
        _, shift, index, blocks = best
        flat = [value for block in blocks for value in block]
        self.parts.append(f"enum {{ {name.upper()}_SHIFT = {shift} }};\n")
        self.array("uint8_t" if len(blocks) <= 256 else "uint16_t", f"{name}_blocks", index)
        self.array("uint8_t" if max(flat) < 256 else "uint16_t", f"{name}_values", flat)

    def write(self, path):
        with open(path, "w", encoding="ascii") as file:
            file.write("// Generated by tools/generate/unicode_tables.inc.py: Unicode 14.0.\n\n")
            file.write("\n".join(self.parts))


def number_text(text):
    """A numeric value as a C expression of a double."""
    top, _, bottom = text.partition("/")
    return f"{top}.0" + (f"/{bottom}.0" if bottom else "")


def flags_of(code, fields, core):
    category, bidi = fields[2], fields[4]
    flags = 0
    tests = {
        "ALPHA": category in ("Lm", "Lt", "Lu", "Ll", "Lo"),
        "DECIMAL": fields[6] != "",
        "DIGIT": fields[7] != "",
        "LOWER": code in core["Lowercase"],
        "UPPER": code in core["Uppercase"],
        "TITLE": category == "Lt",
        "SPACE": category == "Zs" or bidi in ("WS", "B", "S"),
        "LINE_BREAK": category == "Zl" or bidi == "B",
        "PRINTABLE": code == 0x20 or (category[0] not in "CZ"),
        "XID_START": code in core["XID_Start"],
        "XID_CONTINUE": code in core["XID_Continue"],
        "NUMERIC": fields[8] != "",
        "CASE_IGNORABLE": code in core["Case_Ignorable"],
        "CASED": code in core["Cased"],
    }
    for name, holds in tests.items():
        if holds:
            flags |= FLAG[name]
    return flags


def case_records(rows, core, numbers, output):
    """The records of characters: flags, case mappings, digits and numbers."""
    special, folding = special_casing(), case_folding()
    extra, numeric = [], Rows("0.0")
    records = Rows((0, 0, 0, 0, 0, 255, 255, 0))
    values = [0] * CODE_POINTS

    def store(row):
        extra.extend(row)
        return (len(extra) - len(row)) << 2 | len(row)

    for code, fields in rows.items():
        if code in numbers and not fields[8]:
            fields = fields[:8] + [numbers[code]] + fields[9:]
        flags = flags_of(code, fields, core)
        upper = int(fields[12] or fields[0], 16) if fields[12] else code
        lower = int(fields[13], 16) if fields[13] else code
        title = int(fields[14], 16) if fields[14] else upper
        if code in special:
            lowers, titles, uppers = special[code]
        else:
            lowers, titles, uppers = (lower,), (title,), (upper,)
        folds = folding.get(code, (code,))
        if max(map(len, (lowers, titles, uppers, folds))) > 1 or folds != lowers:
            flags |= FLAG["EXTENDED_CASE"]
            mappings = tuple(store(row) for row in (lowers, uppers, titles, folds))
        else:
            mappings = tuple(row[0] - code for row in (lowers, uppers, titles, lowers))
        number = numeric.add(number_text(fields[8])) if fields[8] else 0
        values[code] = records.add(
            (flags, *mappings, int(fields[6] or 255), int(fields[7] or 255), number))
    for name in FLAGS:
        output.parts.append(f"#define RECORD_{name} {FLAG[name]:#x}\n")
    output.array("UnicodeRecord", "unicode_records",
                 ["{%s}" % ",".join(map(str, row)) for row in records.rows])
    output.array("uint32_t", "unicode_case_rows", extra)
    output.array("double", "unicode_numbers", numeric.rows)
    output.trie("record", values)


def property_records(rows, known, output):
    """What the module unicodedata tells beside: category, combining class, bidi, width."""
    widths = ["N"] * CODE_POINTS
    for line in read("EastAsianWidth.txt"):
        codes, width = [part.strip() for part in line.split(";")]
        for code in code_range(codes):
            widths[code] = width
    # CPython says "F" of what is not assigned.
    records = Rows((0, 0, 0, 0, WIDTHS.index("F")))
    values = [0] * CODE_POINTS
    for code, fields in rows.items():
        values[code] = records.add((
            CATEGORIES.index(fields[2]), int(fields[3]), BIDI_CLASSES.index(fields[4]),
            int(fields[9] == "Y"), WIDTHS.index(widths[code])))
    for name, texts in (("category", CATEGORIES), ("bidi", BIDI_CLASSES), ("width", WIDTHS)):
        output.array("char *const", f"unicode_{name}_names", [f'"{text}"' for text in texts])
    output.array("UnicodeProperties", "unicode_properties",
                 ["{%s}" % ",".join(map(str, row)) for row in records.rows])
    output.trie("property", values)


def decompositions(rows, output):
    """Each decomposition as (tag << 8 | count), then its code points; and the compositions."""
    tags, data, values = Rows(""), [0], [0] * CODE_POINTS
    pairs = []
    excluded = set()
    for line in read("CompositionExclusions.txt"):
        excluded.update(code_range(line))
    for code, fields in rows.items():
        text = fields[5]
        if not text:
            continue
        tag = ""
        if text.startswith("<"):
            tag, _, text = text.partition(" ")
        row = code_row(text)
        values[code] = len(data)
        data.append(tags.add(tag) << 8 | len(row))
        data.extend(row)
        starts = int(fields[3]) == 0 and int(rows.get(row[0], [0, 0, 0, 0])[3]) == 0
        if not tag and len(row) == 2 and code not in excluded and starts:
            pairs.append((row[0], row[1], code))
    assert len(data) < 65536
    output.array("char *const", "unicode_decomposition_tags", [f'"{tag}"' for tag in tags.rows])
    output.array("uint32_t", "unicode_decompositions", data)
    output.trie("decomposition", values)
    output.array("UnicodePair", "unicode_pairs",
                 ["{%d,%d,%d}" % pair for pair in sorted(pairs)])


def main():
    known = assigned()
    rows = unicode_data(known)
    core = properties("DerivedCoreProperties.txt",
                      ("Lowercase", "Uppercase", "XID_Start", "XID_Continue",
                       "Case_Ignorable", "Cased"), known)
    for name in "Lowercase", "Cased":
        core[name] -= LOWER_SINCE_15
    output = Output()
    case_records(rows, core, unihan_numbers(), output)
    property_records(rows, known, output)
    decompositions(rows, output)
    output.write(sys.argv[1])


if __name__ == "__main__":
    main()
