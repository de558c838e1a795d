# args, str, repr and the fields of the exceptions that have some.
for text in """Exception()
Exception("a")
Exception("a", 1)
KeyError("k")
KeyError()
KeyError("a", "b")
StopIteration(5).value
StopIteration().value
SystemExit(3).code
SystemExit().code
SystemExit(1, 2).code
OSError(2, "text")
OSError(2, "text").errno
OSError(2, "text", "file")
str(OSError(2, "text", "file"))
str(OSError(2, "text", "file", None, "other"))
type(OSError(2, "x"))
type(OSError(13, "x"))
type(OSError(17, "x"))
type(OSError(99999, "x"))
OSError("one").errno
ImportError("m", name="n", path="p").name
ImportError("m", bad=1)
NameError("m", name="n").name
AttributeError("m", name="n", obj=5).obj
AttributeError("m", x=1)
SyntaxError("m", ("f", 1, 2, "text")).lineno
str(SyntaxError("m", ("f", 1, 2, "text")))
str(SyntaxError("m"))
SyntaxError("m", (1, 2))
UnicodeDecodeError("utf-8", b"\\xff", 0, 1, "reason")
str(UnicodeDecodeError("utf-8", b"\\xff", 0, 1, "reason"))
str(UnicodeEncodeError("ascii", "\\xe9x", 0, 2, "reason"))
UnicodeDecodeError("a")
Exception("x") == Exception("x")
str(Exception(None))
repr(Exception((1, 2)))
Exception("x").with_traceback(None)
Exception(x=1)
ValueError("x").__traceback__
ValueError.__doc__ is not None
issubclass(KeyError, LookupError)
BaseException("a").args
Exception.__new__(Exception, 1, 2).args
ZeroDivisionError.__mro__
RecursionError.__base__
ModuleNotFoundError.__base__
IndentationError.__base__
MemoryError("m")
Warning("w").args""".split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
e = Exception(1)
e.args = [2, 3]
print(e.args, e)
e.extra = 5
print(e.__dict__)
try:
    e.args = 5
except TypeError as error:
    print(error)
try:
    e.__cause__ = 5
except TypeError as error:
    print(error)
