# The registry of codecs: looking up, adding and removing search functions, running codecs.
import _codecs
import codecs
import sys


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return type(error).__name__, str(error)


print(codecs.lookup("UTF-8").name, codecs.lookup("Latin 1").name, codecs.lookup("u8").name)
print(codecs.lookup("utf-8") is codecs.lookup("Utf 8"))
print(type(codecs.lookup("koi8-r")), len(codecs.lookup("koi8-r")))
print(attempt(codecs.lookup, "no such"), attempt(codecs.lookup, 5), attempt(codecs.lookup, "a\0"))
print(attempt(codecs.lookup), attempt(_codecs.register, 5), attempt(_codecs.unregister))

asked = []


def search(name):
    asked.append(name)
    if name == "mine":
        return codecs.CodecInfo(lambda text, errors="strict": (text.upper().encode(), len(text)),
                                lambda data, errors="strict": (bytes(data).decode().lower(), 1),
                                name="mine")
    if name == "three":
        return 1, 2, 3
    if name == "four":
        return (lambda *a: 5), (lambda *a: (1, 2, 3)), None, None
    if name == "raising":
        raise KeyError("found nothing")
    if name == "swapped":
        return (lambda *a: ("text", 1)), (lambda *a: (b"bytes", 1)), None, None
    if name == "failing":
        def fail(*arguments):
            raise ValueError("can't")
        return fail, fail, None, None


count = sys.getrefcount(search)
codecs.register(search)
print(sys.getrefcount(search) - count)
print("Abc".encode("Mine"), b"ABC".decode("MINE"), asked)
print(codecs.encode("x", "mine"), codecs.decode(b"X", "mine"))
for name in "three", "four", "raising", "swapped", "failing", "M ine", "mi--ne", "é":
    print(name, attempt("x".encode, name), attempt(b"x".decode, name),
          attempt(codecs.encode, 7, name), attempt(codecs.decode, 7, name))
print(asked)
try:
    "x".encode("failing")
except ValueError as error:
    print(repr(error), repr(error.__cause__), error.__context__ is error.__cause__)
codecs.unregister(search)
print(attempt("x".encode, "mine"), sys.getrefcount(search) - count)
print(codecs.unregister(search))

print(codecs.encode("é"), codecs.decode(b"\xc3\xa9"), codecs.encode("é", errors="ignore"))
print(codecs.encode("Hello", "rot13"), codecs.encode(obj="é", encoding="latin-1"))
print(attempt("Hello".encode, "rot13"), attempt(b"Hello".decode, "rot_13"))
print(attempt(str, b"Hello", "rot13"), attempt(bytes, "Hello", "rot13"))
print(attempt(codecs.encode), attempt(codecs.encode, "a", 5), attempt(codecs.decode, b"", "a", 5))
print(attempt(codecs.encode, "a", "a\0b"), attempt(codecs.encode, 5, "latin-1"))
print("é€".encode("cp1252"), b"\x80".decode("cp1252"), attempt(b"\x81".decode, "cp1252"))
print(attempt("é€".encode, "ascii", "xmlcharrefreplace"), "é".encode("utf-8-sig"))
print(_codecs.__doc__ if False else sorted(name for name in dir(_codecs) if name[0] != "_"))
print(_codecs.utf_16_ex_decode.__text_signature__, _codecs.encode.__text_signature__)
