# The look into an instance's dict takes the attribute off the class.
import gc


class Descriptor:
    def __get__(self, instance, owner):
        return "of the class"


class Taker:
    def __hash__(self):
        return hash("attribute")

    def __eq__(self, other):
        del Holder.attribute
        return False


def method(self):
    return "called"


for value in Descriptor(), method:
    class Holder:
        attribute = value

    del value
    holder = Holder()
    holder.__dict__[Taker()] = 0
    found = holder.attribute
    print(found if isinstance(found, str) else found())
    print(hasattr(Holder, "attribute"))
    Holder.attribute = lambda self: "called again"
    print(holder.attribute())
    print(hasattr(Holder, "attribute"), gc.collect() >= 0)
