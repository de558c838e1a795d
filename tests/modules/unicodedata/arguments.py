# Wrong arguments, defaults, and the type of ucd_3_2_0.
import sys
import unicodedata

old = unicodedata.ucd_3_2_0


def attempt(function, *arguments, **keywords):
    try:
        return ascii(function(*arguments, **keywords))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


functions = [name for name in sorted(vars(unicodedata))
             if type(vars(unicodedata)[name]) is type(len)]
print(functions)
for name in functions:
    for database in unicodedata, old:
        function = getattr(database, name)
        print(name, function.__text_signature__)
        for arguments in ((), ("",), ("ab",), (1,), ("a",), ("a", "b"), ("a", 5), ("4", 5),
                          ("a", 5, 6), ("NFC", ""), ("nfc", ""), ("nfc", "a"), ("NFX", "\u0301"),
                          ("\u1234", "a"), (1, ""), ("NFC", 1), (b"NFC", "a")):
            print("   ", arguments, attempt(function, *arguments))
    print("   ", attempt(function, "a", default=3))
print(type(old), type(old).__mro__, sys.getsizeof(old), type(old).__doc__)
print(attempt(type(old)), attempt(setattr, old, "x", 1), attempt(setattr, type(old), "x", 1))
print(attempt(setattr, old, "unidata_version", 1), old.unidata_version)
print(attempt(old.__reduce_ex__, 2), attempt(type(old).category, "a"))
print(attempt(type(old).category, old, "a"), type(old).__flags__ & 0x3ff00)


class Text(str):
    pass


text = Text("abc")
print(unicodedata.normalize("NFC", text) is text, unicodedata.normalize("NFD", "") == "")
text = Text("\u0344")
print(type(unicodedata.normalize("NFC", text)), unicodedata.category(Text("a")))
text = "a\u0300"
print(unicodedata.normalize("NFD", text) is text, old.normalize("NFD", text) is text)
