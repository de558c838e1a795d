# ord, chr, ascii, repr and hash of text.
for text in r"""
ord("a"), ord("é"), ord("😀"), chr(97), chr(0x1F600), chr(0), ascii("é€😀a"), ascii("\n"), repr("a'b"), repr('a"b'), repr("\u200b\x7f\xad"), repr("\U0001F600\U000E0001")
ord("ab")
ord("")
ord(5)
chr(-1)
chr(0x110000)
chr("a")
hash("a") == hash("a"), hash("") , len("é"), bool(""), bool("a"), "a".__add__("b"), "ab".__contains__("a"), "ab".__len__(), "abc".__getitem__(1), "x".__mul__(3), "a".__eq__(5), "%s".__mod__(1)
"a".foo
"a" < 1
"abc".__class__, type("")("x"), isinstance("", str), str.__name__, "a".__hash__() == hash("a"), "abc".__iter__().__next__(), "a".__sizeof__(), "é".__sizeof__(), "€".__sizeof__(), "😀".__sizeof__(), "".__sizeof__()
eval("'abc'"), int("5") + float("2.5"), sorted("bca", reverse=True), "".join(sorted({"b", "a"}))
max("abc", "abd"), min("b", "a", key=lambda c: -ord(c)), "a" if "" else "b", *"xy"
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
