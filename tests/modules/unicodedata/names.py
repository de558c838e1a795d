# lookup() and name(): aliases, sequences, computed names, and what is no name.
import unicodedata

old = unicodedata.ucd_3_2_0


def attempt(function, *arguments):
    try:
        return ascii(function(*arguments))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for name in ("SPACE", "space", "Latin Small Letter A", "NULL", "LATIN SMALL LETTER GHA",
             "LATIN SMALL LETTER OI", "LATIN SMALL LETTER R WITH TILDE", "KEYCAP DIGIT ONE",
             "latin small letter r with tilde", "TAMIL SYLLABLE TAI", "HANGUL SYLLABLE GAG",
             "hangul syllable gag", "HANGUL SYLLABLE GAGX", "HANGUL SYLLABLE ", "HANGUL SYLLABLE A",
             "CJK UNIFIED IDEOGRAPH-4E00", "CJK UNIFIED IDEOGRAPH-4e00",
             "cjk unified ideograph-4e00", "CJK UNIFIED IDEOGRAPH-9FFC",
             "CJK UNIFIED IDEOGRAPH-9FFD", "CJK UNIFIED IDEOGRAPH-FFFF",
             "CJK UNIFIED IDEOGRAPH-04E00", "CJK UNIFIED IDEOGRAPH-20000",
             "CJK UNIFIED IDEOGRAPH-31340", "CJK UNIFIED IDEOGRAPH-310000", "SNOWMAN",
             "GRINNING FACE", "SPACE\0", "SPACE ", " SPACE", "SPA  CE", "", "\u1234",
             "a\xe9" * 128, "\xe9" * 129, "x" * 256, "x" * 257, b"SPACE", b"\xff\xfe", b"SNOW\0MAN",
             bytearray(b"SPACE"), memoryview(b"SPACE"), "\ud800", 1, None):
    print(ascii(name)[:9], attempt(unicodedata.lookup, name), attempt(old.lookup, name))
for char in "a\0\n\u4e00\u9ffd\uac00\ud7a3\ue000\U0001f600\U00020000\U000e0001\U0010ffff":
    print(attempt(unicodedata.name, char), attempt(old.name, char, "none"))
