# % formatting of text.
for text in r"""
"%s %s" % ("a", 1)
"%s" % "x"
"%s" % (1,)
"%s" % [1, 2]
"%r" % "é"
"%a" % "é"
"%5s|%-5s|%.2s|%5.1s|" % ("ab", "ab", "abc", "xyz")
"%%"
"%%" % ()
"%c%c" % ("x", 8364)
"100%% %d" % 5
"%(a)s %(b)d" % {"a": 1, "b": 2}
"%(a)s" % {"a": [1]}
"%(x y)s" % {"x y": 1}
"no args" % {}
"%s" % {}
"%(a)05.1f" % {"a": 2.25}
"%s %s" % "a"
"%s" % (1, 2)
"%d" % "1"
"%q" % 1
"%" % 1
"%(a" % {"a": 1}
"%(a)s" % 5
"%(b)s" % {"a": 1}
"%*s|%-*s|" % (5, "a", 5, "b")
"%.*s" % (2, "abc")
"%+5d|% d|%05d|%-5d|%x|%#X|%o|%i" % (1, 2, 3, 4, 255, 255, 8, 9)
"%e %g %f %.2f" % (1e10, 1e-5, 1.5, 2.345)
"%s %s" % (None, True)
"%ld %hd" % (1, 2)
"%*s" % ("x", "a")
"a" % 5
"%s" % ("é€",)
"%5s" % "€" + "|"
"%c" % 0x1F600
"%s%%" % 50
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
