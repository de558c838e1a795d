# The functions of operator, on values that fit and values that don't.
import _operator as operator


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


values = [3, -7, True, 2.5, "ab", [1, 2], (1, 2), {1: 2}, {1, 2}, None, b"x", 1j]
skipped = {"attrgetter", "itemgetter", "methodcaller"}
for name in sorted(vars(operator)):
    if name.startswith("__") or name in skipped:
        continue
    function = getattr(operator, name)
    print(name, function.__text_signature__)
    for count in range(4):
        print("   ", attempt(function, *[2] * count))
    print("   ", attempt(function, 1, k=2))
    for value in values:
        print("   ", attempt(function, value), "|", attempt(function, value, 2), "|",
              attempt(function, 2, value), "|", attempt(function, value, value))

# In place.
items = [1]
same = operator.iadd(items, [2])
print(same is items, operator.imul(items, 2) is items, items)
print(operator.iconcat(items, (5,)) is items, items)
print(attempt(operator.iconcat, 1, 2), attempt(operator.concat, "a", 1), attempt(operator.concat, 1, "a"))
mapping = {}
print(operator.setitem(mapping, "a", 1), mapping, operator.delitem(mapping, "a"), mapping)
print(attempt(operator.delitem, mapping, "a"), attempt(operator.getitem, mapping, "a"))

# Counting and finding.
print(operator.countOf([1, 2, 1, 1.0, True], 1), operator.indexOf("abc", "c"))
print(attempt(operator.indexOf, "abc", "z"), attempt(operator.countOf, 5, 1), attempt(operator.indexOf, 5, 1))


class Hints:
    def __init__(self, hint):
        self.hint = hint

    def __length_hint__(self):
        if isinstance(self.hint, Exception):
            raise self.hint
        return self.hint


for hint in (5, -1, "x", NotImplemented, ValueError("v"), TypeError("t"), 10**30):
    print(attempt(operator.length_hint, Hints(hint)), attempt(operator.length_hint, Hints(hint), 7))
print(operator.length_hint(iter([1, 2])), operator.length_hint([1]), operator.length_hint(5, 9))
print(attempt(operator.length_hint, [], "x"), attempt(operator.length_hint, 5, 10**30))


class Index:
    def __index__(self):
        return 4


print(operator.index(Index()), operator.index(True), attempt(operator.index, 1.5))

# Comparing in constant time.
equal = operator._compare_digest
print(equal("a", "a"), equal(b"a", b"b"), equal(b"a", bytearray(b"a")), equal("a", "ab"), equal("", ""))
for left, right in (("é", "é"), ("a", b"a"), (1, 2), ("a", 1), (memoryview(b"ab"), b"ab")):
    print(attempt(equal, left, right))


class Text(str):
    pass


print(equal(Text("q"), "q"), equal(memoryview(b"abcd")[::1], b"abcd"))
