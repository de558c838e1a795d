# find, index, count, startswith, endswith, replace.
s = "banana"
for text in r"""
s.find("an"), s.find("an", 2), s.find("x"), s.find(""), s.find("", 6), s.find("", 7), s.rfind("an"), s.rfind(""), s.rfind("an", 0, 4), s.find("n", -3), s.find("a", None, None)
s.index("na"), s.rindex("na")
s.index("x")
s.rindex("x")
s.find(5)
s.count("a"), s.count("an"), s.count("ana"), s.count(""), "".count(""), s.count("a", 2), s.count("a", 2, 4), s.count("", 10)
s.startswith("ban"), s.startswith(("x", "b")), s.startswith(""), s.startswith("an", 1), s.startswith("ban", 0, 2), s.startswith(()), s.endswith("na"), s.endswith(("x", "a")), s.endswith("an", 0, 5), s.endswith("")
s.startswith(5)
s.startswith((5,))
s.replace("a", "o"), s.replace("a", "o", 2), s.replace("", "-"), s.replace("", "-", 2), s.replace("an", ""), s.replace("x", "y"), s.replace("a", "é"), s.replace("banana", ""), "".replace("", "x"), s.replace("a", "b", 0), s.replace("a", "b", -1), s.replace("na", "NANA")
s.replace("a")
s.replace("a", 5)
"é€😀".find("😀"), "é€😀".replace("€", "e"), "a€b€".rfind("€"), "x" * 1000 + "y" in "x" * 2000 + "y", ("ab" * 500 + "c").find("bc"), ("a" * 100).find("a" * 99 + "b")
s.removeprefix("ban"), s.removeprefix("x"), s.removesuffix("na"), s.removesuffix(""), s.removeprefix("banana")
s.removeprefix(5)
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
