# A class that decorates gives its instance in place of the function, and is held by it alone.
import sys


class Special:
    def __init__(self, function):
        self.function = function

    def __call__(self, *values):
        return self.function(*values)


class Twice(Special):
    def __init__(self, function):
        super().__init__(function)


before = sys.getrefcount(Special), sys.getrefcount(Twice)


@Special
def one(value):
    return value + 1


@Twice
@Special
def two(value):
    return value + 2


@Twice
class Three:
    pass


print(one(1), two(1), type(Three()).__name__)
print(sys.getrefcount(Special) - before[0], sys.getrefcount(Twice) - before[1])
del one, two, Three
print(sys.getrefcount(Special) - before[0], sys.getrefcount(Twice) - before[1])
