# str.format: positions, names, attributes, items, conversions, nesting.
class P: x = 5; d = {"k": [1, 2]}
for text in r"""
"{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0.x} {0.d[k][1]}".format(P), "{!r:>5}|{!s}|{!a}".format("a", "b", "é"), "{:{}}".format("x", 5) + "|", "{{}} {{{}}}".format(1), "{0}{0}".format("ab"), "{:{w}.{p}f}".format(3.14159, w=8, p=2), "{[0]} {[k]}".format([7], {"k": 8})
"{} {}".format(1)
"{0} {}".format(1, 2)
"{a}".format()
"{".format()
"}".format()
"{!z}".format(1)
"{!}".format(1)
"{0.y}".format(P)
"{0[z]}".format({})
"{:d}".format("x")
"{:>{}}".format("a", "b")
"{0[}".format([1])
"{a.b}".format(a=1)
"{:{:{}}}".format(1, 2, 3)
"{:<5}|{:>5}|{:^5}|{:*^5}|{:5}|{:.2}|{:5.1}|".format(*["abc"] * 7)
"{:5}|{:<5}|{:s}|{!s:5}|{}".format(1, 2, "s", 3, None)
"{:s}".format(5)
"{:=5}".format("a")
"{:,}".format("a")
"{:+}".format("a")
"{x}".format_map({"x": 1})
"{x}".format_map({})
"{:%}".format(0.5), "{:x}".format(255), "{:c}".format(65), "{:e}".format(5), "{:010.3f}".format(-3.14159), "{:>+8,}".format(12345)
format("x", ">3"), format("é", "*<3"), format([], ""), format(None)
format([], "x")
format(None, "5")
"{0:{1}}".format("a", "^5") + "|", "{0!r}".format("'"), "{:}".format(3), "{0.real}".format(5)
""".strip().split("
"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
