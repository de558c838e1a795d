# Functions that are called at the end: their order, and what they raise.
import atexit
import sys

sys.stderr = sys.stdout


def show(*arguments, **keywords):
    print("called", arguments, keywords)


print(atexit.register(show, 1, a=2) is show)
atexit.register(show, 2)


@atexit.register
def failing():
    raise ValueError("at the end")


atexit.register(lambda: atexit.register(show, "from within"))
print(atexit._ncallbacks())
atexit.register(print, "gone")
atexit.unregister(print)
print(atexit._ncallbacks())
for wrong in ((), (3,)):
    try:
        atexit.register(*wrong)
    except TypeError as error:
        print(error)
atexit.register(sys.exit, 5)
sys.unraisablehook = lambda given: print(given.err_msg, given.exc_type, given.exc_value)
