# None, NotImplemented and Ellipsis.
for text in r"""
None
type(None)
repr(None)
bool(None)
None == None
None is None
None == 0
None != False
hash(None) == hash(None)
[None] == [None]
None + 1
None.x
None()
None[0]
len(None)
None < None
type(None)() is None
type(NotImplemented)
repr(NotImplemented)
type(...)
repr(...)
Ellipsis is ...
... == ...
type(...)() is ...
type(None)(1)
str(None)
f"{None}"
"%s" % None
{None: 1}[None]
isinstance(None, type(None))
None in [None]
dir(None)[0]
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
