# Literals: escapes, raw, bytes, joined, triple.
print("a\tb\\n\x41\u00e9\U0001F600\N{BULLET}\101\0end".encode("unicode_escape"))
print(r"\n\x", b"\x00\xff\n", rb"\x", "a" 'b' "c", b"x" b"y", """two
lines""", 'it''s', "\
joined")
print(u"u", R"\R", BR"\B", len("\\"), len(r"\""), '"', "'", '\'"')
print(repr("'"), repr('"'), repr("'\""), repr("\n\t\r\\"), repr("\x7f\x80\u200b\ud800"), repr("é"))
for source in (r"'\x4'", r"'\u123'", r"'\N{no such}'", r"b'\x4'", "b'é'", "'a", "'''a", r"'\U00110000'"):
    try:
        compile(source, "s", "eval")
        print("ok")
    except SyntaxError as error:
        print(error.msg)
