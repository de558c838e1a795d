# Error handlers: the built-in ones called by hand, those of a program, and what they may do.
import codecs
import sys


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return type(error).__name__, str(error), error.args


names = ["strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace",
         "surrogateescape", "surrogatepass"]
errors = [
    UnicodeEncodeError("ascii", "aé€😀b", 1, 4, "why"),
    UnicodeEncodeError("utf-8", "a\ud800\udc80b", 1, 3, "why"),
    UnicodeEncodeError("utf-16-be", "a\udc80b", 1, 2, "why"),
    UnicodeEncodeError("ascii", "abc", -5, 50, "why"),
    UnicodeDecodeError("ascii", b"a\xe9\xffb", 1, 3, "why"),
    UnicodeDecodeError("utf-8", b"\xed\xa0\x80", 0, 1, "why"),
    UnicodeDecodeError("utf_16", b"\x00\xd8", 0, 2, "why"),
    UnicodeDecodeError("utf-32be", b"\x00\x00\xd8\x00", 0, 2, "why"),
    UnicodeDecodeError("ascii", b"abc", 1, 9, "why"),
    UnicodeTranslateError("aé€b", 1, 3, "why"),
    ValueError("plain"),
    5,
]
for name in names:
    handler = codecs.lookup_error(name)
    print(name, handler.__name__, type(handler).__name__, handler is codecs.lookup_error(name))
    for error in errors:
        print("   ", ascii(attempt(handler, error)))
    print("   ", attempt(handler), attempt(handler, 1, 2))

print(attempt(codecs.lookup_error, "none"), attempt(codecs.lookup_error, 5))
print(attempt(codecs.register_error, "x", 5), attempt(codecs.register_error, 5, len))
print(attempt("é".encode, "ascii", "none"), attempt(b"\xff".decode, "ascii", "none"))

seen = []
answer = None


def handle(error):
    seen.append(error)
    if len(seen) > 4:
        raise error
    return answer(error) if callable(answer) else answer


codecs.register_error("mine", handle)
for answer in (None, 5, (), ("a",), ("a", "b"), ("a", 1.5), (5, 1), (b"b", 3), ("é", 3),
               ("a", -1), ("a", -9), ("a", 99), ("a", 2 ** 70), ("a", True), ["a", 3],
               (b"\xff", 3), ("\ud800", 3)):
    for codec in "ascii", "latin-1", "utf-8", "utf-16-le", "utf-32-be", "cp1252":
        seen.clear()
        print(answer, codec, ascii(attempt("ab\ud800d".encode, codec, "mine")))
    for codec in "ascii", "utf-8", "utf-16-le", "utf-7", "unicode-escape", "cp1252":
        seen.clear()
        print(answer, codec, ascii(attempt(b"+\x81\\".decode, codec, "mine")))

# One exception serves a whole run, and its fields change.
seen.clear()
answer = lambda error: (f"<{error.start}>", error.end)
print("aébèc".encode("ascii", "mine"), len(seen), seen[0] is seen[1], seen[0].args, seen[0].start)
seen.clear()
print(b"a\xffb\xfec".decode("ascii", "mine"), seen[0] is seen[1], seen[0].args, seen[0].end)
print(sys.getrefcount(seen[0]))
seen.clear()


# A handler of decoding may put other bytes in the place of the ones to decode.
def change(error):
    error.object = b"xyz" if error.object[:1] == b"a" else b"\xff\xff"
    return "!", 1


answer = change
print(attempt(b"a\xff\xff".decode, "utf-8", "mine"))
answer = lambda error: (setattr(error, "object", "text"), ("!", 1))[1]
print(attempt(b"a\xff\xff".decode, "utf-8", "mine"))


# The handler is looked up once a run.
def replace_itself(error):
    codecs.register_error("mine", lambda error: ("second", error.end))
    return "first ", error.end


codecs.register_error("mine", replace_itself)
print("éa€".encode("ascii", "mine"), "éa€".encode("ascii", "mine"))
