# strip, center, ljust, rjust, zfill, expandtabs.
for text in r"""
"  a b \n".strip()
" a ".lstrip() + "|"
" a ".rstrip() + "|"
"xxaxx".strip("x")
"abcba".strip("ab")
"abc".strip("")
"".strip()
"\u3000a".strip()
"aXa".lstrip("a")
"aXa".rstrip("a")
"a".strip("a")
"x".strip(None)
"éaé".strip("é")
"a".strip(5)
"a".center(5) + "|"
"ab".center(5, "*")
"a".center(4, "-")
"abc".center(2)
"a".ljust(3) + "|"
"a".rjust(3, ".")
"é".center(5, "€")
"".center(3, "x")
"a".ljust(0)
"a".center(5, "ab")
"a".center("x")
"42".zfill(5)
"-42".zfill(5)
"+4".zfill(4)
"abc".zfill(2)
"".zfill(3)
"-".zfill(3)
"--1".zfill(5)
"a\tb".expandtabs()
"a\tb".expandtabs(4)
"\t\ta".expandtabs(2)
"a\tb\n\tc".expandtabs()
"a\tb".expandtabs(0)
"a\tb".expandtabs(tabsize=3)
"abc\tdef\tg".expandtabs(4)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
