# Texts that need care in each format.
markup = '<a href="x">&amp;</a> #1; `code` | end'
lines = "one\ntwo\ttab \\ \x00"
quotes = ["it's", 'say "no"', """both ' and " """]
wide = "日本 ü é 😀"
long = "abcdefghij" * 12
data = b"\x00\xff'"
print(len(markup), len(lines), quotes, len(wide), len(long), data)
