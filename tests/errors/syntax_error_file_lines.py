# A mistake shows the line of the file that the source bears the name of, whatever the text says.
import os

path = "tests_syntax_error_lines.tmp"


def show(text, name, mode="exec"):
    try:
        compile(text, name, mode)
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, repr(error.text), error.end_lineno,
              error.end_offset)


MISTAKES = ["return", "\nbreak", "def f():\n  global x\n  nonlocal x\n", "def f(a, a): pass",
            "from __future__ import braces", "x: int = (yield)", "\n\n\nreturn", "(", "x = 1\n(",
            "x = = 1", b"# coding: latin-1\n\xe9 = (", "f(__debug__=1)"]
for text in MISTAKES:
    show(text, "no such file")
show("(", "no such file", "eval")
try:
    for content in (b"first = 1\n  second\n", b"\xff\xe9\r\nsecond\rthird", b"x" * 2500 + b"\n\n",
                    b"a\0b\n"):
        with open(path, "wb") as file:
            file.write(content)
        print("--", content[:20])
        for text in MISTAKES:
            show(text, path)
        show("(", path, "eval")
finally:
    os.remove(path)
for text in (b"# coding: cp1251\nx = '\xc0'\n", b"# coding: utf-7\nx = '+AGE-'\n"):
    space = {}
    try:
        exec(text, space)
    except SyntaxError as error:
        print(error)
    else:
        print(ascii(space["x"]))
for text in (b"# coding: nonsense\n", b"# coding: ascii\n'\xff'", b"# coding: utf-16\nx",
             b"# coding: utf-7\nx = '+A'\n"):
    show(text, "no such file")
