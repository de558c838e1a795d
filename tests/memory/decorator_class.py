# A class that decorates a function: the class, the function and the instance are counted once.
import sys


class Mark:
    def __init__(self, function):
        self.function = function


before = sys.getrefcount(Mark)


@Mark
def first():
    pass


print(sys.getrefcount(Mark) - before, sys.getrefcount(first), sys.getrefcount(first.function))


@Mark
@Mark
def second():
    pass


print(sys.getrefcount(Mark) - before, sys.getrefcount(second.function))
del first, second
print(sys.getrefcount(Mark) - before)
