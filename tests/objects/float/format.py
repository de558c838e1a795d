# Formatting floats.
for text in r"""
format(3.14159, ".2f")
format(3.14159, "10.3f")
format(3.14159, "<10.1f") + "|"
format(-3.5, "08.2f")
format(3.5, "+.1f")
format(3.5, " .1f")
format(2.5, ".0f")
format(3.5, ".0f")
format(2.5, "#.0f")
format(1234567.891, ",.2f")
format(1234567.891, "_.1f")
format(0.00001234, "e")
format(12345.678, ".3e")
format(12345.678, "E")
format(0.0, "e")
format(1e100, ".2e")
format(1234567.0, "g")
format(0.0001, "g")
format(0.00001, "g")
format(123456789.0, ".3g")
format(1.0, "g")
format(1.0, "#g")
format(1e20, "G")
format(100000.0, "g")
format(1000000.0, "g")
format(0.256, "%")
format(0.256, ".0%")
format(1.5, "")
format(1e16, "")
format(1.0, "n")
format(12345.5, ",")
format(float("inf"), "f")
format(float("nan"), "F")
format(float("-inf"), "08")
format(float("nan"), "+")
format(float("inf"), ".2e")
format(-0.0, ".1f")
format(-0.01, ".1f")
format(-0.01, "z.1f")
format(0.5, "5") + "|"
format(1.5, "*^9")
format(1.5, "d")
format(1.5, "s")
format(1.5, "x")
format(1.5, ".-1f")
"%f %e %g %.3f %10.2f|%-10.2f|%+f|%010.3f" % (1.5, 1.5, 1.5, 1.0005, 2.5, 2.5, 1.5, -3.14159)
"%.0f %.1f %.50f" % (0.5, 0.25, 0.1)
"%g %g %#g" % (1e10, 1e-10, 1.0)
"%s %r %a" % (1.5, 0.1, 2.0)
"%d" % 1e15
"%.*f" % (2, 1.005)
"%F" % float("nan")
"%f" % "x"
"%d" % float("inf")
"%.20f" % 1e-10
"%.17g" % 0.1
format(2 ** 70 / 3, ".3f")
format(1e300, ".1f")[:20]
f"{123.456:.{1}f}"
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
