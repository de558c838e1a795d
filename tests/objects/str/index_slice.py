# Indexing and slicing text of every width.
s = "hello"; w = "aé€😀z"
for text in r"""
s[0]
s[-1]
s[1:3]
s[:2]
s[3:]
s[::-1]
s[::2]
s[-3:-1]
s[5:]
s[10:]
s[3:1]
s[1:-1:2]
s[4:0:-2]
w[0]
w[1]
w[2]
w[3]
w[-1]
w[1:4]
w[::-1]
len(w)
w[:2]
[ord(c) for c in w]
s[5]
s[-6]
s["a"]
s[1.0]
s[::0]
s[None:None:None]
s[True]
s[slice(1, 3)]
s[-100:100]
s[:-100]
""[0:0]
len("\U0010ffff")
len("é")
len("e\u0301")
"a" * 0
"ab" * 3
3 * "x"
"x" * -1
"" * 5
"ab" * 1.5
"a" + 5
"a" + b"b"
"ell" in s
"" in s
"z" in s
"é€" in w
"\0" in "a\0b"
5 in s
s < "help"
s == "hello"
s >= "a"
"a" < "é" < "€" < "😀"
"" < "a"
"Z" < "a"
list(w)
tuple("ab")
set("aa")
sorted("hello")
min("hello")
max("hello")
list(reversed("abc"))
list(enumerate("ab"))
"".join(reversed("abc"))
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
