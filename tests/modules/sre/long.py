# Long subjects and patterns that go back often: nothing recurses, nothing is cut short.

import _sre

P = _sre.compile
pairs = P(*('(?:(a)|b)*', 32, [14, 4, 0, 0, 4294967295, 23, 19, 0, 4294967295, 7, 9, 17, 0, 16, 97, 17, 1, 15, 7, 5, 16, 98, 15, 2, 0, 18, 1], 1, {}, (None, None)))
star = P(*('(?:x|y|xy)*z', 32, [14, 4, 0, 1, 4294967295, 23, 22, 0, 4294967295, 7, 5, 16, 120, 15, 14, 5, 16, 121, 15, 9, 7, 16, 120, 16, 121, 15, 2, 0, 18, 16, 122, 1], 0, {}, (None,)))
quoted = P(*('"(?:[^"\\\\]|\\\\.)*"', 32, [14, 8, 1, 2, 4294967295, 1, 1, 34, 0, 16, 34, 23, 22, 0, 4294967295, 7, 11, 13, 7, 21, 16, 34, 16, 92, 0, 15, 8, 6, 16, 92, 2, 15, 2, 0, 18, 16, 34, 1], 0, {}, (None,)))
anything = P(*('.*needle.*', 32, [14, 4, 0, 6, 4294967295, 24, 5, 0, 4294967295, 2, 1, 16, 110, 16, 101, 16, 101, 16, 100, 16, 108, 16, 101, 24, 5, 0, 4294967295, 2, 1, 1], 0, {}, (None,)))

subject = "ab" * 100000
print(pairs.match(subject).span(), pairs.match(subject).regs[1])
print(star.match("xy" * 50000 + "z").end(), star.match("xyxy"))
print(quoted.match('"' + r"\\" * 100000 + '"').end())
print(anything.search("-" * 2000), anything.search("-" * 2000 + "needle").span())
print(len(anything.split("needle\n" * 10000)))
