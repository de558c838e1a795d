# raise takes a class or an instance; bare raise raises again.
for thing in ("ValueError", "ValueError('x')", "ValueError(1, 2)", "5", "int", "None", "KeyError('k')"):
    try:
        raise eval(thing)
    except BaseException as error:
        print(thing, "->", type(error).__name__, error, error.args)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise
except ZeroDivisionError as error:
    print("again", error)
try:
    raise
except RuntimeError as error:
    print(error)
class Mine(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
    def __str__(self): return f"{self.args} {self.b}"
try:
    raise Mine(1, 2)
except Mine as error:
    print(error, repr(error))
class Weird(Exception):
    def __new__(cls): return 5
try:
    raise Weird
except TypeError as error:
    print(error)
