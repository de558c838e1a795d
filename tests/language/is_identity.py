# is compares identity: singletons, small ints, constants, interned strings.
none, unit, text = None, (), ""
print(none is None, tuple() is unit, str() is text, (1 == 1) is True)
a = 256; b = 255 + 1
print(a is b)
x = 257; n = 256
print(x is n + 1)
s = "identifier"; t = "ident" + "ifier"
print(s is t)
part = "ident"
print(s is part + "ifier", s == part + "ifier")
def f(): return 1000, 1000
p, q = f()
print(p is q, f()[0] is p)
print([] is [], [] == [])
empty = tuple([])
print(empty is unit, tuple("") is empty, "abc"[1:1] is text, bytes() is bytes(0))
letter = "x"
word = "xyz"
print(word[0] is letter, chr(120) is letter, frozenset() is frozenset())
