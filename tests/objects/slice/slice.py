# slice objects.
for text in r"""
slice(5)
slice(1, 2)
slice(1, 2, 3)
slice(None)
slice("a", [], 1.5)
slice(1, 2).start
slice(1, 2).step
slice(None, None, 2).indices(5)
slice(-3, None).indices(10)
slice(0, 100, 7).indices(20)
slice(None, None, -1).indices(3)
slice(5, 1).indices(10)
slice(-100, 100).indices(5)
slice(1).indices(-1)
slice("a").indices(5)
slice(None, None, 0).indices(5)
slice(1, 2) == slice(1, 2)
slice(1) != slice(2)
slice(1, 2) < slice(1, 3)
"abcdef"[slice(1, 4)]
[1, 2, 3][slice(None, None, -1)]
slice()
slice(1, 2, 3, 4)
hash(slice(1))
setattr(slice(1), "start", 5)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
