# add_note keeps lines with the exception.
e = ValueError("x")
e.add_note("first")
e.add_note("second")
print(e.__notes__, e)
try:
    e.add_note(5)
except TypeError as error:
    print(error)
print(hasattr(KeyError(), "__notes__"))
