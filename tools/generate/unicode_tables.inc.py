#!/usr/bin/python3.11
"""Writes the tables of base/unicode.c, as Unicode 14.0 has them.

Usage: unicode_tables.inc.py OUTPUT
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../lib"))
from ucd import (  # noqa: E402
    BIDI_CLASSES, CATEGORIES, CODE_POINTS, WIDTHS, Output, Rows, assigned, code_range, code_row,
    fields as fields_of, properties, read, unicode_data, widths)

# Became lower case with 15.0.
LOWER_SINCE_15 = {0x10fc, 0xa7f2, 0xa7f3, 0xa7f4, 0xab69}

FLAGS = ("ALPHA DECIMAL DIGIT LOWER UPPER TITLE SPACE LINE_BREAK PRINTABLE XID_START "
         "XID_CONTINUE NUMERIC CASE_IGNORABLE CASED EXTENDED_CASE").split()
FLAG = {name: 1 << i for i, name in enumerate(FLAGS)}

# In the order of UnicodeForm.
FORMS = ("NFC_QC", "NFD_QC", "NFKC_QC", "NFKD_QC")


def special_casing():
    """{code: (lower, title, upper)}: the mappings that hold in every language and place."""
    found = {}
    for fields in fields_of("SpecialCasing.txt"):
        if len(fields) > 4 and fields[4]:
            continue
        found[int(fields[0], 16)] = tuple(code_row(field) for field in fields[1:4])
    return found


def case_folding():
    found = {}
    for code, status, mapping, *_ in fields_of("CaseFolding.txt"):
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
    output.structs("UnicodeRecord", "unicode_records", records.rows)
    output.array("uint32_t", "unicode_case_rows", extra)
    output.array("double", "unicode_numbers", numeric.rows)
    output.trie("record", values)


def quick_checks():
    """{code: two bits a form: 0 in it, 1 not in it, 2 perhaps}"""
    found = {}
    for codes, form, *answer in fields_of("DerivedNormalizationProps.txt"):
        if form in FORMS:
            bits = {"N": 1, "M": 2}[answer[0]] << 2 * FORMS.index(form)
            for code in code_range(codes):
                found[code] = found.get(code, 0) | bits
    return found


def property_records(rows, output):
    """What the module unicodedata tells beside: category, combining class, bidi, width."""
    width, quick = widths(), quick_checks()
    # CPython says "F" of what is not assigned.
    records = Rows((0, 0, 0, 0, WIDTHS.index("F"), 0))
    values = [0] * CODE_POINTS
    for code, fields in rows.items():
        values[code] = records.add((
            CATEGORIES.index(fields[2]), int(fields[3]), BIDI_CLASSES.index(fields[4]),
            int(fields[9] == "Y"), WIDTHS.index(width[code]), quick.get(code, 0)))
    for name, texts in (("category", CATEGORIES), ("bidi", BIDI_CLASSES), ("width", WIDTHS)):
        output.array("char *const", f"unicode_{name}_names", [f'"{text}"' for text in texts])
    output.structs("UnicodeProperties", "unicode_properties", records.rows)
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
    output.structs("UnicodePair", "unicode_pairs", sorted(pairs))


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
    property_records(rows, output)
    decompositions(rows, output)
    output.write(sys.argv[1], __file__)


if __name__ == "__main__":
    main()
