# A key of a class's namespace changes the class's bases while an attribute is looked up.
class Key:
    def __hash__(self):
        return hash("mykey")

    def __eq__(self, other):
        Changing.__bases__ = (Second,)
        return False


class First:
    mykey = "from First"
    other = "other of First"


class Second:
    mykey = "from Second"
    other = "other of Second"


Changing = type("Changing", (First,), {Key(): 5})
print(Changing.mykey in ("from First", "from Second"))
print(Changing.other)
print(Changing.__bases__)
