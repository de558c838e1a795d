# Names of classes, of messages with lines, and of str that fails.
import sys
class Mine(Exception): pass
class Broken(Exception):
    def __str__(self): raise ValueError
def attempt(error):
    try:
        raise error
    except BaseException:
        sys.excepthook(*sys.exc_info())
attempt(Mine())
attempt(Mine("text"))
attempt(Mine(1, 2))
attempt(Mine("two\nlines"))
attempt(Broken())
attempt(KeyError("key"))
attempt(KeyboardInterrupt())
print("done")
