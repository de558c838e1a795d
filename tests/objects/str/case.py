# Case, of ASCII and beyond.
for text in r"""
"Hello World".upper(), "Hello".lower(), "hello world".title(), "hELLO".capitalize(), "Hello".swapcase(), "ß".upper(), "ß".casefold(), "İ".lower(), "ŉ".upper(), "ǆ".title(), "Σ".lower(), "ΑΣ".lower(), "ﬁ".upper(), "ﬁ".title(), "éÀ".swapcase()
"they're bill's".title(), "x1y".title(), "".title(), "a-b_c".title(), "ÀÉ".casefold(), "ꭰ".casefold()
"abc".isupper(), "ABC".isupper(), "A1".isupper(), "1".isupper(), "".isupper(), "abc".islower(), "aB".islower(), "Ab Cd".istitle(), "AB".istitle(), "".istitle(), "É".isupper(), "ª".islower()
"abc".isalpha(), "ab1".isalpha(), "é".isalpha(), "".isalpha(), "123".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "½".isdigit(), "٣".isdecimal(), "一".isnumeric(), "ab1".isalnum(), " ".isalnum()
" \t\n".isspace(), "".isspace(), "\u2003".isspace(), "\x1f".isspace(), "\u200b".isspace(), "a".isidentifier(), "1a".isidentifier(), "_é".isidentifier(), "".isidentifier(), "class".isidentifier(), "a b".isidentifier()
"abc".isprintable(), "\n".isprintable(), "".isprintable(), "\xa0".isprintable(), "😀".isprintable(), "\ud800".isprintable(), "abc".isascii(), "é".isascii(), "".isascii()
"a".upper(1)
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
