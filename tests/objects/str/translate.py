# maketrans and translate.
for text in r"""
"abc".translate({97: "x", 98: None, 99: 122})
"abc".translate(str.maketrans("ab", "xy"))
"abc".translate(str.maketrans("ab", "xy", "c"))
"abc".translate(str.maketrans({"a": "long", 98: "z"}))
"abc".translate({})
"é".translate({233: "e"})
"abc".translate([])
"a".translate({97: "€"})
str.maketrans("ab", "xy")
str.maketrans({"a": 1})
str.maketrans("a", "b", "c")
str.maketrans("ab", "x")
str.maketrans({"ab": 1})
str.maketrans(5)
str.maketrans("a", 5)
"a".translate({97: 0x110000})
"a".translate({97: 1.5})
"a".translate(5)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
