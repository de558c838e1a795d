# Pattern, Match and Scanner as objects: attributes, sizes, errors.

import _sre
import gc
import sys

P = _sre.compile
word = P(*('\\w+', 32, [14, 4, 0, 1, 4294967295, 24, 9, 1, 4294967295, 13, 4, 8, 14, 0, 1, 1], 0, {}, (None,)))
pair = P(*('(?P<key>\\w)=(?P<value>\\d+)?', 32, [14, 7, 4, 2, 4294967295, 8, 14, 0, 17, 0, 13, 4, 8, 14, 0, 17, 1, 16, 61, 23, 17, 0, 1, 17, 2, 24, 9, 1, 4294967295, 13, 4, 8, 10, 0, 1, 17, 3, 18, 1], 2, {'key': 1, 'value': 2}, (None, 'key', 'value')))
raw = P(*(b'\\w+', 0, [14, 4, 0, 1, 4294967295, 24, 9, 1, 4294967295, 13, 4, 8, 4, 0, 1, 1], 0, {}, (None,)))


def attempt(call, *arguments, **keywords):
    try:
        print(ascii(call(*arguments, **keywords)))
    except Exception as error:
        print(type(error).__name__ + ":", error)


print(word, pair, raw)
print(word.pattern, word.flags, word.groups, word.groupindex, pair.groupindex)
match = pair.search("no x=12 y")
print(match, match.group(), match.group(1, "value"), match["key"], match[2])
print(match.groups(), match.groupdict(), match.start(1), match.end("value"), match.span(2))
print(match.pos, match.endpos, match.lastindex, match.lastgroup, match.regs, match.regs is match.regs)
print(match.string, match.re is pair)
missing = pair.search("x=")
print(missing.groups(), missing.groups(7), missing.groupdict("none"), missing.span(2), missing.regs)
for key in (3, -1, "nothing", 1.5, None, 1 << 80):
    attempt(match.group, key)
attempt(match.start, 5)
attempt(match.__getitem__, "no")
print(sys.getsizeof(word) - sys.getsizeof(pair), sys.getsizeof(match), sys.getsizeof(word.match("a")))
print(gc.is_tracked(word), gc.is_tracked(match), gc.is_tracked(word.scanner("")))

scanner = word.scanner("ab cd")
print(scanner.pattern is word, scanner.match(), scanner.match(), scanner.match())
scanner = word.scanner("ab cd", 1)
print(scanner.search(), scanner.search(), scanner.search(), scanner.search())
print(type(word.finditer("")).__name__, type(scanner), type(word), type(match))

print(word == word, word == pair, word != pair, word == P(*('\\w+', 32, [14, 4, 0, 1, 4294967295, 24, 9, 1, 4294967295, 13, 4, 8, 14, 0, 1, 1], 0, {}, (None,))), word == 3, hash(word) == hash(P(*('\\w+', 32, [14, 4, 0, 1, 4294967295, 24, 9, 1, 4294967295, 13, 4, 8, 14, 0, 1, 1], 0, {}, (None,)))))
print(word.__copy__() is word, word.__deepcopy__({}) is word, match.__copy__() is match,
      match.__deepcopy__({}) is match)
print(word.__class_getitem__(str), type(match)[bytes])

for wrong in (b"a", 5, None):
    attempt(word.match, wrong)
attempt(raw.match, "a")
attempt(word.match)
attempt(word.match, "a", "b")
attempt(word.match, "a", pos=1 << 70)
attempt(word.match, string="abc", pos=1, endpos=2)
attempt(word.search, "abc", -5, 100)
attempt(type(word))
attempt(type(match))
attempt(lambda: word < pair)
attempt(word.sub, lambda match: 3, "a")
attempt(word.sub, lambda match: match.group().upper(), "ab cd", 1)
attempt(word.sub, lambda match: None, "ab cd")
attempt(word.subn, "-", "ab cd", count=-1)
attempt(word.sub, b"-", "ab")
attempt(raw.sub, bytearray(b"-"), b"ab cd")
text = "  "
print(word.sub("x", text) is text, raw.sub(b"x", b"  "))

for subject in (b"ab cd", bytearray(b"ab cd")):
    print(raw.findall(subject), raw.match(subject).group(), raw.split(subject))
data = bytearray(b"ab cd")
held = raw.finditer(data)
attempt(data.append, 1)
print(next(held))
del held
data.append(1)
print(data)


class Text(str):
    pass


print(type(word.match(Text("ab")).group()), type(word.match(Text("ab")).string),
      type(word.sub("x", Text("  "))), type(word.split(Text("  "))[0]))

attempt(P, "a", 0, 3, 0, {}, ())
attempt(P, "a", 0, [1], 0, [], ())
attempt(P, "a", 0, [1], 0, {}, [])
attempt(P, 5, 0, [1], 0, {}, ())
attempt(P, "a", 0, [-1], 0, {}, ())
attempt(P, "a", 0, [1 << 40], 0, {}, ())
attempt(P, "a", 0, ["x"], 0, {}, ())
for code in ([], [99], [0], [17, 9, 1], [24, 90, 0, 1, 16, 97, 1, 1], [7, 0, 1], [13, 3, 16, 1]):
    attempt(P, "a", 0, code, 0, {}, ())
print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS, _sre.getcodesize())
for c in (65, 97, 0x130, 0x212a, 0x3a3, 48):
    print(_sre.ascii_iscased(c), _sre.unicode_iscased(c), _sre.ascii_tolower(c),
          _sre.unicode_tolower(c))

cycle = {}
cycle["matches"] = [word.match("a"), word.finditer("b"), cycle]
del cycle
print(gc.collect() > 0)
