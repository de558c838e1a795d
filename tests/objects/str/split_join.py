# split, rsplit, splitlines, partition, join.
for text in r"""
"a b  c ".split(), " a b".split(None, 1), "a,b,,c".split(","), "a,b,c".split(",", 1), "".split(), "".split(","), "abc".split("x"), "a--b--c".split("--"), " \t\n".split(), "a\u2003b".split(), "aXbX".split("X"), "a b c".split(maxsplit=1), "a b c".split(sep="b")
"a b c".rsplit(None, 1), "a,b,c".rsplit(",", 1), "a,b,c".rsplit(","), "  a  b ".rsplit(), "abab".rsplit("ab"), " a b ".rsplit(None, 1)
"a".split("")
"a".split(5)
"a".split(",", "x")
"a\nb\r\nc\rd".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x0bb\x0cc\x1cd\x85e\u2028f".splitlines(), "a\r\n\r\nb".splitlines(keepends=True)
"a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("="), "=".partition("=")
"a".partition("")
"a".partition(5)
",".join(["a", "b"]), "".join("abc"), "-".join([]), ", ".join(x for x in "xyz"), "é".join("ab"), ",".join(("only",)), "x".join({"k": 1})
",".join([1])
",".join(["a", None])
",".join(5)
"abc".join(["1", "2", "3"]), "".join(["é", "€", "a"]), ",".join(["a"])
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
