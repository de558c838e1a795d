# sys.exc_info follows the handlers in, and out.
import sys
def name(): return sys.exc_info()[0] and sys.exc_info()[0].__name__
print(name())
try:
    1 / 0
except ZeroDivisionError:
    print(name())
    try:
        {}[1]
    except KeyError:
        print(name())
    print(name())
    def inside(): return name()
    print(inside())
print(name())
def generator():
    try:
        raise ValueError
    except ValueError:
        yield name()
        yield name()
g = generator()
print(next(g), name(), next(g), name())
print(sys.exception())
