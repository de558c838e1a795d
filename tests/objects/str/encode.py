# Text to bytes and back, and what can't go.
for text in r"""
"aé€😀".encode(), "aé".encode("latin-1"), "abc".encode("ascii"), "é".encode("utf-16-le"), "é".encode("utf-8"), "x".encode("UTF8"), "😀".encode("utf-16-be"), "é".encode("utf-32-le")
"é".encode("ascii")
"aé€b".encode("ascii", "ignore"), "aéb".encode("ascii", "replace"), "é€".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"), "é".encode("ascii", "namereplace"), "\udc80".encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass")
"€".encode("latin-1")
"\ud800".encode()
"a".encode("no-such")
"é".encode("ascii", "no-such")
"a".encode(5)
b"a\xc3\xa9\xe2\x82\xac".decode(), b"\xe9".decode("latin-1"), b"abc".decode("ascii"), b"\xff".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"), b"\xff".decode("ascii", "surrogateescape"), b"\xff".decode("utf-8", "backslashreplace"), b"\xf0\x9f\x98\x80".decode()
b"\xff".decode()
b"\xc3".decode()
b"\xe2\x82".decode()
b"\xc3a".decode()
b"\xed\xa0\x80".decode()
b"\x80".decode("ascii")
str(b"abc", "utf-8"), str(b"\xe9", "latin-1"), str(b"a", "ascii", "strict"), str(b"abc"), str(object=5), str()
str(5, "utf-8")
str("a", "utf-8")
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
