# Items of every native format: reading, packing, comparing; and casts that are refused.


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:120].split(" at 0x")[0])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")


def set_first(view, value):
    view[0] = value
    return view[0], view.tobytes()[:8]


def set_slices(view, other):
    view[1:2] = other[0:1]
    if len(view) % 2 == 0:
        view[::2] = view[1::2]
    return view.tobytes()


values = [0, 1, -1, 127, 128, 255, 256, -128, -129, 2**15 - 1, 2**15, 2**16 - 1, 2**16, -2**15,
          -2**15 - 1, 2**31 - 1, 2**31, 2**32 - 1, 2**32, -2**31, -2**31 - 1, 2**63 - 1, 2**63,
          2**64 - 1, 2**64, -2**63, -2**63 - 1, 2**200, 2**2000, 1.5, "a", b"a", b"", None, True,
          float("inf"), 1e300, []]
whole = memoryview(bytearray(range(24)))
for format in "cbBhHiIlLqQnNfd?Pxse":
    attempt(whole.cast, format)
    attempt(lambda: whole.cast("@" + format).format)
    if format in "xse":
        continue
    view = whole.cast(format)
    print(view.itemsize, view.format, view.tolist(), view[-1])
    for value in values:
        attempt(set_first, view, value)
    other = memoryview(bytes(whole)).cast(format)
    for function in (lambda: view == whole, lambda: view == view.cast("B").tobytes(),
                     lambda: view.cast("B") == whole, lambda: other == view,
                     lambda: view == view.tolist(), lambda: view == whole[::-1].tobytes()):
        attempt(function)
    if format not in "cbB":
        attempt(hash, view)
        attempt(hash, other)
    attempt(view.cast, "h")
    attempt(view.cast, "i", [6])
    attempt(set_slices, view, other)

for arguments in ((5,), (), ("B", 3), ("B", [1], 3), ("\xe9",), ("@i",), ("<i",), ("ii",), ("",),
                  ("B", [0]), ("B", [-1]), ("B", [24, 1]), ("B", [2**62, 2**62]), ("B", ["a"]),
                  ("B", [2**70]), ("B", [1] * 65), ("B", [25]), ("B", (4, 6)), ("B", [True, 24]),
                  ("B", []), ("i", (2, 3)), ("i", None)):
    attempt(whole.cast, *arguments)
shaped = whole.cast("B", [4, 6])
for view, arguments in ((whole[::2], ("B",)), (shaped, ("B", [2, 12])), (shaped, ("B",)),
                        (shaped, ("i",)), (whole[0:0], ("B", [0])), (whole[:5], ("i",))):
    attempt(view.cast, *arguments)
for arguments in (5,), ("X",), (None,), ("F",), ("C\0",), ("CC",):
    attempt(whole.tobytes, *arguments)
for arguments in (":",), ("-", 4), ("ab",), (3,), (b":",), (":", 0):
    attempt(whole.hex, *arguments)
for arguments in (), (1,), (b"", 3), ("a",):
    attempt(memoryview, *arguments)
print(hash(memoryview(b"abc")) == hash(b"abc"), hash(memoryview(b"abc")[::-1]) == hash(b"cba"))
nan = memoryview(b"\x00\x00\xc0\x7f").cast("f")
print(nan == nan, nan.tolist())
