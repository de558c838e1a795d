# Sources that are no programs: deep nests, bytes that are no text, what is left open.
sources = {
    "nest of brackets": "(" * 10000 + ")" * 10000,
    "nest left open": "[" * 10000,
    "nest of 150": "x = " + "[" * 150 + "]" * 150,
    "nest of 250": "x = " + "[" * 250 + "]" * 250,
    "braces": "{" * 10000,
    "nots": "x = " + "not " * 10000 + "1",
    "minuses": "x = " + "-" * 10000 + "1",
    "lambdas": "x = " + "lambda: " * 5000 + "1",
    "conditions": "x = " + "1 if 0 else " * 5000 + "1",
    "calls": "x" + "()" * 10000,
    "patterns": "match 1:\n case " + "(" * 300 + "1" + ")" * 300 + ": pass\n",
    "indents of 150": "".join(" " * i + "if 1:\n" for i in range(150)) + " " * 150 + "pass\n",
    "25 loops": "".join(" " * i + "for x in y:\n" for i in range(25)) + " " * 25 + "pass\n",
    "no utf-8": b'x = "\xff\xfe"\n',
    "no utf-8 in a comment": b"x = 1\n# caf\xe9\n",
    "half a character": b'x = "\xe2\x82"\n',
    "a surrogate": b'x = "\xed\xa0\x80"\n',
    "unknown coding": b"# -*- coding: foobar -*-\nx = 1\n",
    "two codings": b"\xef\xbb\xbf# -*- coding: latin-1 -*-\nx = 1\n",
    "a zero": "x = 1\0\n",
    "a zero in a text": b'x = "a\0b"\n',
    "control character": "x = 1\x01\n",
    "a currency": "x = 1 € 2\n",
    "a blank that is none": "x =\u00a01\n",
    "text left open": 'x = 1\ns = "abc\n',
    "long text left open": 's = """abc\nx = 1\n',
    "bracket left open": "x = 1\ns = (1,\nx = 2\n",
    "bracket of another kind": "x = (1,\n 2]\n",
    "bracket too many": "x = 1)\n",
    "brace left open in an f-string": 's = f"{x\n',
    "line goes on": "x = 1 + \\",
    "line goes on with a blank": "x = 1 + \\ \n 2",
    "tabs": "if 1:\n        a = 1\n\tb = 2\n",
    "dedent": "if 1:\n    a = 1\n  b = 2\n",
    "escape": r's = "\x4"',
    "escape of a name": r's = "\N{nothing}"',
    "escape too large": r's = "\U00110000"',
    "letters in bytes": 'b = b"é"\n',
    "digits": "x = " + "9" * 5000 + "\n",
    "return outside": "return 1\n",
    "yield outside": "yield 1\n",
    "break outside": "break\n",
    "nonlocal outside": "nonlocal x\n",
}
for name, source in sources.items():
    try:
        compile(source, "<text>", "exec")
        print(f"{name}: compiles")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = getattr(error, "lineno", None), getattr(error, "offset", None)
        print(f"{name}: {type(error).__name__} {place} {error}")
