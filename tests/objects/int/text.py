# Ints as text: repr, str, hex, oct, bin, format.
for text in r"""
str(5)
repr(-5)
str(True)
hex(255)
hex(-255)
oct(8)
bin(-5)
bin(0)
hex(2 ** 70)
hex(1.5)
bin("1")
format(5)
format(5, "d")
format(-5, "+d")
format(5, " d")
format(5, "05")
format(-5, "05")
format(5, "<5") + "|"
format(5, "^5") + "|"
format(5, "*>5")
format(1234567, ",")
format(1234567, "_")
format(255, "x")
format(255, "X")
format(255, "#x")
format(255, "#b")
format(255, "#o")
format(2 ** 40, "_x")
format(255, "_b")
format(65, "c")
format(8364, "c")
format(5, "n")
format(5, ".2f")
format(5, "e")
format(5, "%")
format(5, "g")
format(1234567, "012,")
format(-1234567, "=+15,")
format(5, "#06x")
format(10 ** 25, ",")
format(5, "=5")
format(5, "q")
format(5, ".2d")
format(5, "s")
format(5, "+c")
format(-1, "c")
format(0x110000, "c")
format(5, ",x")
format(5, "_,d")
format(5, "10000000000000000000000")
"%d %i %u %x %X %o %5d|%-5d|%05d|%+d|% d" % (1, 2, 3, 255, 255, 8, 5, 5, 5, 5, 5)
"%d" % 3.7
"%d" % True
"%x" % 2 ** 3
"%#x %#o" % (255, 8)
"%.3d" % 5
"%*d" % (5, 3)
"%c%c" % (65, "b")
"%s" % 5
"%r" % 5
"%d" % "x"
"%x" % 1.5
"%c" % "ab"
"%c" % -1
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
