# The codec functions of _codecs: arguments, results, partial input, errors.
import _codecs


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


text = "a\0\\é\u20ac\U0001f600+-~\ud800\udc80"
for name in ("utf_8", "utf_7", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le",
             "utf_32_be", "unicode_escape", "raw_unicode_escape", "latin_1", "ascii"):
    encode = getattr(_codecs, name + "_encode")
    decode = getattr(_codecs, name + "_decode")
    print(name, encode.__text_signature__, decode.__text_signature__)
    for errors in "strict", "replace", "surrogatepass", "backslashreplace", None:
        print("   ", errors, encode(text[:2], errors), attempt(encode, text, errors))
    for data in (text[:3].encode("ascii"), bytearray(b"+AGEAYg-"), b"\xe2\x82",
                 b"\xff\xfea\0b", b"\xfe\xff\0a\0", b"\xff\xfe\0\0a\0\0\0b\0", b"\0\0\xfe\xff\0\0\0a",
                 b"\\x4", b"\\u20ac\\U0001f60", b"\\N{BULLET}\\N{BUL", b"\\", b"+IK", b"\xd8\0",
                 b"\0\xd8=\xd8\0\xde", b"\xf0\x9f\x98", b"\xed\xa0\x80"):
        print("   ", bytes(data), ascii(attempt(decode, data, "replace")),
              ascii(attempt(decode, data)), ascii(attempt(decode, data, "ignore", True)))
    print("   ", attempt(encode, b"a"), attempt(decode, 5), attempt(encode), attempt(decode),
          attempt(encode, "a", 5), attempt(decode, b"a", 5), attempt(encode, "", "a\0b"),
          attempt(decode, "str"), attempt(decode, b"", None, "no", 4))

for order in -1, 0, 1, 5, 1.5:
    print(order, attempt(_codecs.utf_16_encode, "aé", None, order),
          attempt(_codecs.utf_32_encode, "aé", None, order),
          attempt(_codecs.utf_16_ex_decode, b"\xff\xfea\0", None, order),
          attempt(_codecs.utf_16_ex_decode, b"a\0b", None, order, False),
          attempt(_codecs.utf_16_ex_decode, b"a\0b", None, order, True),
          attempt(_codecs.utf_32_ex_decode, b"\xff\xfe\0\0\1\1\0\0", None, order))

for data in (b"", b"a\\n\\t\\\\\\'\\\"\\a\\b\\f\\v\\r", b"\\x41\\101\\7\\777", b"\\x4", b"\\", b"\\\na",
             "é\\x41", b"\\q"):
    for errors in None, "strict", "replace", "ignore", "other", "surrogateescape":
        print(data, errors, attempt(_codecs.escape_decode, data, errors))
print(_codecs.escape_encode(bytes(range(256))), attempt(_codecs.escape_encode, "a"))
print(attempt(_codecs.readbuffer_encode, "é"), _codecs.readbuffer_encode(bytearray(b"ab")),
      attempt(_codecs.readbuffer_encode, 5))
