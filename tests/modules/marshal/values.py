# What each value becomes in each version, and that it comes back.
import marshal

VALUES = [
    None, True, False, ..., StopIteration, 0, 1, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**63,
    2**15, 2**30, 2**200 - 1, -3**100, 0.0, -0.0, 1.5, 1e300, float("inf"), float("-inf"),
    float("nan"), 1j, complex(-0.0, 2.5), "", "a", "abc", "hello world", "\xe9", "\u20ac",
    "\U0001f600", "\ud800", "x" * 255, "x" * 256, "\xe9" * 200, b"", b"a", b"abc", b"x" * 300,
    bytearray(b"qq"), (), (1,), (1, tuple([2, 3])), tuple(range(255)), tuple(range(256)), [], [1, [2]],
    {}, {1: 2}, {"a": [1]}, set(), {1}, frozenset(), frozenset({1}), frozenset({(1, 2)}),
]


def same(left, right):
    return type(left) is type(right) and repr(left) == repr(right)


for value in VALUES:
    for version in range(-1, 6):
        data = marshal.dumps(value, version)
        back = marshal.loads(data + b"more")
        expected = bytes(value) if isinstance(value, bytearray) else value
        print(version, len(data), data[:40], same(back, expected))

print(marshal.version, marshal.dumps(7) == marshal.dumps(7, marshal.version))

# Members of sets are written in the order of their own bytes.
print(marshal.dumps({(3, 4), (1, 2), "x", "y", 5, 2.5}, 2))
print(marshal.dumps(frozenset({"b", "a", "c"}), 2))
