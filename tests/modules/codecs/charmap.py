# charmap: tables that are str, dict or EncodingMap.
import _codecs
import sys


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__, str(error)


class Mapping:
    def __getitem__(self, key):
        if key == 98:
            raise KeyError("missing")
        if key == 99:
            raise ZeroDivisionError("raised")
        return {97: "x"}.get(key, key)


tables = [
    None, "xyz\ufffe" * 64, "ab", "", {}, Mapping(), [10, 20, 30], 5,
    {97: 98, 98: "two", 99: None, 100: 0x110000, 101: -1, 102: 1.5, 103: 0xfffe, 104: "\ufffe",
     105: 2 ** 80, 106: b"q", 107: "", 108: True},
]
for table in tables:
    for errors in None, "ignore", "replace", "backslashreplace", "strict", "xmlcharrefreplace":
        print(ascii(table)[:20], errors)
        for data in b"abc", b"d", b"e", b"f", b"g", b"h", b"i", b"j", b"kl", b"\0\1\2\3", b"":
            print("   ", data, ascii(attempt(_codecs.charmap_decode, data, errors, table)))

encodings = [
    None, {}, [b"zero", 1, None],
    {97: 98, 98: b"two", 99: None, 100: 256, 101: -1, 102: 1.5, 103: "s", 104: 2 ** 80, 105: b"",
     63: 33, 38: 39, 35: 36, 59: 60, 48: 49, 49: 50, 50: 51, 92: 93, 120: 121},
]
for table in encodings:
    for errors in None, "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "strict":
        print(ascii(table)[:20], errors)
        for text in "abi", "c", "d", "e", "f", "g", "h", "ab", "a\u20acé", "\0\1\2\3", "":
            print("   ", ascii(text), attempt(_codecs.charmap_encode, text, errors, table))

latin = "".join(map(chr, range(256)))
for table in (latin, latin[:128], "\0\u0100\u0200\u0300\u7fff\uffff\ufffe", "ab", "\0a\0",
              "\0\U00010000", latin + "more"):
    built = attempt(_codecs.charmap_build, table)
    if isinstance(built, dict):
        print(len(table), list(built.items())[:4])
        continue
    print(len(table), type(built), built.size(), sys.getsizeof(built))
    print(ascii([attempt(_codecs.charmap_encode, c, None, built) for c in
                 ("a", "\0", "é", "\u0100", "\ufffe", "\uffff", "\U00010000")]))
print(attempt(_codecs.charmap_build, ""), attempt(_codecs.charmap_build, 5))
print(attempt(_codecs.charmap_build, "\0").__class__.__name__)
built = _codecs.charmap_build(latin)
print(attempt(type(built)), type(built).__flags__ & (1 << 10), type(built).__doc__)
print(repr(built)[:12], attempt(hash, built) == hash(built), attempt(getattr, built, "x"))
